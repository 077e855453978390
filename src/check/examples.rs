//! Examples and guarantees: from the syntax tree to the model. Runs none of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::{Context, Resolver};
use super::declare::Decl;
use super::draft::title;
use super::lookup;
use super::names::Thing;
use super::problem::{names as name_problem, structure as problem, types as type_problem};
use super::report::Report;
use super::types::{Amount, Ty, levels_in_words};
use crate::base::{Answer, Span, answer, format_number, meant_number, says_empty, says_unknown};
use crate::model::{
    Claim, Cond, Example, Expectation, FactId, Given, Guarantee, LevelSet, Never, Place, Raising,
    Scale, Subject, TargetId, Value,
};
use crate::syntax::expr::Number;
use crate::syntax::tree::{self, ClaimKind, GivenValue, Word};

/// The examples that are sound.
pub(super) fn examples(context: &Context<'_>, report: &mut Report) -> Vec<Example> {
    let mut resolver = Resolver { context, report };
    let examples = &context.declared.examples;
    examples
        .iter()
        .filter_map(|decl| resolver.example(decl))
        .collect()
}

/// The guarantees that are sound.
pub(super) fn guarantees(context: &Context<'_>, report: &mut Report) -> Vec<Guarantee> {
    let mut resolver = Resolver { context, report };
    let guarantees = &context.declared.guarantees;
    guarantees
        .iter()
        .filter_map(|decl| resolver.guarantee(decl))
        .collect()
}

impl Resolver<'_, '_> {
    /// An example, where it is sound.
    pub(super) fn example(&mut self, decl: &Decl<'_, tree::Example>) -> Option<Example> {
        let given = self.given(&decl.node.given);
        let mut expect = Vec::new();
        let mut sound = true;
        for expr in &decl.node.expects {
            match self.cond(expr) {
                Some(cond) => expect.push(Expectation {
                    origin: expr.span,
                    cond,
                }),
                None => sound = false,
            }
        }
        sound.then_some(Example {
            title: Arc::clone(&decl.name),
            given,
            expect,
            origin: decl.origin,
        })
    }

    /// A guarantee, where it is sound.
    pub(super) fn guarantee(&mut self, decl: &Decl<'_, tree::Guarantee>) -> Option<Guarantee> {
        let node = decl.node;
        let because = self.template_of(node.clauses.because());
        let citations = self.citations(&node.clauses);
        Some(Guarantee {
            name: Arc::clone(&decl.name),
            title: title(node.title.as_ref(), &decl.name),
            claim: self.claim(&node.claim.kind)?,
            because,
            citations,
            origin: decl.origin,
        })
    }

    fn claim(&mut self, claim: &ClaimKind) -> Option<Claim<Cond>> {
        match claim {
            ClaimKind::Stated {
                always,
                condition,
                when,
            } => {
                let cond = self.cond(condition);
                let when = when.as_ref().map(|when| self.cond(when));
                let when = when.map_or(Some(None), |found| found.map(Some));
                Some(Claim::Stated {
                    always: *always,
                    cond: cond?,
                    when: when?,
                })
            }
            ClaimKind::Raising { fact, never, when } => {
                let fact = self.raised(fact);
                let never = self.never(never);
                let when = when.as_ref().map(|when| self.cond(when));
                let when = when.map_or(Some(None), |found| found.map(Some));
                let (fact, never) = (fact?, never?);
                let raising = Raising { fact, never };
                Some(Claim::Raising {
                    raising,
                    when: when?,
                })
            }
        }
    }

    /// What the rise of a fact never does.
    fn never(&mut self, never: &tree::Never) -> Option<Never> {
        match never {
            tree::Never::Lowers(target) => self.total_of(target).map(Never::Lowers),
            tree::Never::Raises(target) => self.total_of(target).map(Never::Raises),
            tree::Never::Turns(from, to) => {
                let outcome = |name: &tree::Name, it: &mut Self| it.outcome(&name.text, name.span);
                let (before, after) = (outcome(from, self), outcome(to, self));
                let (before, after) = (before?, after?);
                if before == after {
                    let problem = problem::turns_nowhere(to.span, &to.text);
                    return self.report.fail(problem);
                }
                Some(Never::Turns(before, after))
            }
        }
    }

    fn total_of(&mut self, target: &tree::Name) -> Option<TargetId> {
        match self.expect(&lookup::TARGET, &target.text, target.span)? {
            Thing::Strategy(id) | Thing::Hypothesis(id) => Some(id),
            _ => None,
        }
    }

    /// A fact that can rise: one of levels with an order, a number, yes/no or a set.
    fn raised(&mut self, path: &tree::Path) -> Option<FactId> {
        let Thing::Fact(fact) = self.expect(&lookup::FACT, &path.text, path.span)? else {
            return None;
        };
        match self.context.type_of(Subject::Fact(fact)) {
            Ty::Level(scale) if !scale.ordered => {
                let scale = Arc::clone(scale);
                let problem = type_problem::cannot_rise(path.span, &path.text, Some(&scale));
                self.report.fail(problem)
            }
            Ty::Text => self
                .report
                .fail(type_problem::cannot_rise(path.span, &path.text, None)),
            Ty::Broken => None,
            Ty::Level(_) | Ty::Number(_) | Ty::YesNo | Ty::Set(_) => Some(fact),
        }
    }

    /// What an example gives; facts that it gives as unknown are left out.
    fn given(&mut self, entries: &[tree::Given]) -> Vec<(FactId, Given)> {
        let mut out = Vec::new();
        let mut seen: HashMap<FactId, Span> = HashMap::new();
        for entry in entries {
            let path = &entry.fact;
            let Some(Thing::Fact(fact)) = self.given_fact(path) else {
                continue;
            };
            if let Some(first) = seen.insert(fact, path.span) {
                let problem = problem::given_twice(path.span, first, &path.text);
                self.report.push(problem);
                continue;
            }
            let certainty = self.certainty(entry.certainty);
            let Some(Some(value)) = self.value(fact, &entry.value, &path.text) else {
                continue;
            };
            let Some(certainty) = certainty.filter(|certainty| *certainty > 0.0) else {
                continue;
            };
            out.push((
                fact,
                Given {
                    value,
                    certainty,
                    note: entry.note.as_ref().map(|note| Arc::clone(&note.value)),
                    place: self.place(entry.span),
                },
            ));
        }
        out.sort_by_key(|(fact, _)| *fact);
        out
    }

    /// A fact by its full name or, as in a profile, by its last part where only one fact ends so. What else bears the
    /// name does not matter: nothing but facts can be given.
    fn given_fact(&mut self, path: &tree::Path) -> Option<Thing> {
        let names = &self.context.names;
        match (names.get(&path.text), names.facts_ending_in(&path.text)) {
            (Some(fact @ Thing::Fact(_)), _) => Some(fact),
            (_, [only]) => names.get(only),
            (_, several @ [_, _, ..]) => {
                let full = several.iter().map(|full| &**full);
                let problem = name_problem::several_facts(path.span, &path.text, full);
                self.report.fail(problem)
            }
            // The fact may be one of those that could not be read.
            (Some(_), []) if names.may_lack_facts() => None,
            (None, []) if &*path.text == "certainty" => {
                let help = "the certainty of a value goes right after it: `certainty 0.9`";
                let problem = name_problem::unknown(path.span, &path.text, "a fact");
                self.report.fail(problem.help(help))
            }
            (_, []) => self.expect(&lookup::FACT, &path.text, path.span),
        }
    }

    fn place(&self, span: Span) -> Option<Place> {
        let (file, at) = self.context.files.place(span)?;
        Some(Place {
            file: file.into(),
            line: at.line,
            column: at.column,
        })
    }

    fn certainty(&mut self, certainty: Option<Number>) -> Option<f64> {
        let Some(number) = certainty else {
            return Some(1.0);
        };
        if (0.0..=1.0).contains(&number.value) {
            return Some(number.value);
        }
        self.report
            .fail(type_problem::certainty_outside(number.span, number.value))
    }

    /// A value of a fact; `Some(None)` is unknown.
    fn value(&mut self, fact: FactId, value: &GivenValue, name: &str) -> Option<Option<Value>> {
        if let GivenValue::Word(word) = value
            && says_unknown(&word.text)
        {
            return Some(None);
        }
        let ty = self.context.type_of(Subject::Fact(fact));
        let found = match (ty, value) {
            (Ty::Broken, _) => return None,
            (Ty::YesNo, GivenValue::Word(word)) => match answer(&word.text) {
                Some(Answer::Yes) => Value::YesNo(true),
                Some(Answer::No) => Value::YesNo(false),
                Some(Answer::Unknown) | None => {
                    let place = type_problem::Place::Given;
                    let problem =
                        type_problem::yes_no_has_no_level(word.span, name, &word.text, place);
                    return self.report.fail(problem);
                }
            },
            (Ty::Level(scale), GivenValue::Word(word)) => {
                Value::Level(self.level(scale, &word.text, word.span, name)?)
            }
            (Ty::Set(scale), GivenValue::Set(words, _)) => {
                Value::Set(self.elements(scale, words, name)?)
            }
            (Ty::Number(amount), GivenValue::Number(number)) => {
                self.given_number(name, amount, *number)?
            }
            (Ty::Text, GivenValue::Word(word)) => Value::Text(Arc::clone(&word.text)),
            _ => {
                let (span, meant) = (value_span(value), meant_value(ty, value));
                let needed = value_in_words(ty);
                let problem = type_problem::given_value(span, name, &needed, meant.as_deref());
                let problem = match ty {
                    Ty::Level(scale) => {
                        let written = self.context.files.text(span);
                        type_problem::quoted_level(problem, (span, written), scale)
                    }
                    _ => problem,
                };
                return self.report.fail(problem);
            }
        };
        Some(Some(found))
    }

    fn given_number(&mut self, name: &str, amount: &Amount, number: Number) -> Option<Value> {
        let place = type_problem::Place::Given;
        self.value_fits(name, amount, (number.value, number.span), place)?;
        Some(Value::Number(number.value))
    }

    fn elements(&mut self, scale: &Scale, words: &[Word], name: &str) -> Option<LevelSet> {
        let mut set = LevelSet::default();
        let mut sound = true;
        for word in words {
            match self.level(scale, &word.text, word.span, name) {
                Some(at) if set.has(at) => {
                    let problem = type_problem::twice_in_cell(word.span, &word.text);
                    self.report.push(problem);
                    sound = false;
                }
                Some(at) => set = set.union(LevelSet::one(at)),
                None => sound = false,
            }
        }
        sound.then_some(set)
    }
}

fn value_span(value: &GivenValue) -> Span {
    match value {
        GivenValue::Number(number) => number.span,
        GivenValue::Word(word) => word.span,
        GivenValue::Set(_, span) => *span,
    }
}

/// The value that a word of another form probably means.
fn meant_value(ty: &Ty, value: &GivenValue) -> Option<String> {
    match (ty, value) {
        (Ty::Number(amount), GivenValue::Word(word)) => {
            let unit = amount.unit.name().map(|unit| &**unit);
            let meant = meant_number(&word.text, unit, amount.whole)?;
            amount.has(meant).then(|| format_number(meant, 9))
        }
        (Ty::Set(_), GivenValue::Word(word)) if says_empty(&word.text) => Some("[]".into()),
        (Ty::Set(scale), GivenValue::Word(word)) => {
            scale.position(&word.text)?;
            Some(match word.quoted {
                true => format!("[\"{}\"]", word.text),
                false => format!("[{}]", word.text),
            })
        }
        _ => None,
    }
}

/// What a value of a type looks like.
fn value_in_words(ty: &Ty) -> String {
    match ty {
        Ty::YesNo => "`yes` or `no`".to_owned(),
        Ty::Level(scale) => format!("one of {}", levels_in_words(scale)),
        Ty::Set(scale) => format!("a list such as `[{}]`", first_level(scale)),
        Ty::Number(_) => "a number".to_owned(),
        Ty::Text => "a text in quotes".to_owned(),
        Ty::Broken => String::new(),
    }
}

fn first_level(scale: &Scale) -> &str {
    scale.levels.first().map_or("", |level| &level.name)
}
