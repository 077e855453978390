//! Conditions: from the syntax tree to the model, with types. Numbers and calls have files of their own.

use std::sync::Arc;

use super::context::Resolver;
use super::lookup;
use super::names::Thing;
use super::problem::meant::set_is_empty;
use super::problem::{names as name_problem, structure as structure_problem, types as problem};
use super::types::Ty;
use crate::base::{Span, nearest, truth, truths};
use crate::model::{Cond, CondKind, LevelSet, Outcome, OutcomeId, Scale, Subject, TargetId};
use crate::syntax;
use crate::syntax::expr::{Expr, ExprKind, IsTest, Quorum};
use crate::syntax::tree::Word;

impl Resolver<'_, '_> {
    /// A condition.
    pub(super) fn cond(&mut self, expr: &Expr) -> Option<Cond> {
        let kind = match &expr.kind {
            ExprKind::Path(path) => self.truth_by_name(path, expr.span)?,
            ExprKind::Call { callee, args } => self.truth_of_call(callee, args, expr.span)?,
            ExprKind::And(parts) if self.leaves_out(parts, "and") => return None,
            ExprKind::And(parts) => CondKind::All(self.conds(parts)?),
            ExprKind::Or(parts) if self.leaves_out(parts, "or") => return None,
            ExprKind::Or(parts) => CondKind::Any(self.conds(parts)?),
            ExprKind::Not(inner) => CondKind::Not(Box::new(self.cond(inner)?)),
            ExprKind::Surely(inner) => CondKind::Surely(Box::new(self.cond(inner)?)),
            ExprKind::Count { quorum, parts } => self.count(*quorum, parts, expr.span)?,
            ExprKind::Is {
                subject,
                test,
                levels,
            } => placed(self.is(subject, *test, levels)?, expr.span),
            ExprKind::Compare { op, left, right } => {
                return self.compare(*op, left, right, expr.span);
            }
            ExprKind::Between { subject, low, high } => {
                return self.between(subject, low, high, expr.span);
            }
            ExprKind::Text(text) => {
                let misnamed = self.misnamed(expr);
                return self.report.fail(match is_condition(text, expr.span) {
                    true => problem::quoted_condition(expr.span, text),
                    false => misnamed.unwrap_or_else(|| problem::no_condition(expr.span, "a text")),
                });
            }
            ExprKind::If { .. } if self.chosen_truth(expr).is_some() => {
                let problem = self.chosen_truth(expr)?;
                return self.report.fail(problem);
            }
            ExprKind::Number(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::If { .. }
            | ExprKind::Negate(_) => {
                let misnamed = self.misnamed(expr);
                return self.report.fail(
                    misnamed.unwrap_or_else(|| problem::no_condition(expr.span, "a number")),
                );
            }
        };
        Some(Cond {
            origin: expr.span,
            kind,
        })
    }

    /// All parts are looked at, so that each says what is wrong with it.
    fn conds(&mut self, parts: &[Expr]) -> Option<Vec<Cond>> {
        let found: Vec<Option<Cond>> = parts.iter().map(|part| self.cond(part)).collect();
        found.into_iter().collect()
    }

    fn count(&mut self, quorum: Quorum, parts: &[Expr], span: Span) -> Option<CondKind> {
        let conds = self.conds(parts);
        Some(match quorum {
            Quorum::All => CondKind::All(conds?),
            Quorum::Any => CondKind::Any(conds?),
            Quorum::None => CondKind::Not(Box::new(Cond {
                origin: span,
                kind: CondKind::Any(conds?),
            })),
            Quorum::AtLeast(least, at) => {
                if least == 0 || least as usize > parts.len() {
                    return self
                        .report
                        .fail(structure_problem::quorum(at, least, parts.len()));
                }
                CondKind::AtLeast(least, conds?)
            }
        })
    }

    /// A yes/no name by itself.
    fn truth_by_name(&mut self, path: &str, at: Span) -> Option<CondKind> {
        match path {
            _ if self.context.names.is_taken(path) => return None,
            "best" | "advice" | "margin" => {
                let problem = problem::figure_no_condition(at, path);
                let problem = lookup::in_reach(self.report, path, problem);
                return self.report.fail(problem);
            }
            _ if self.context.counts_contradictions(path) => {
                return self.report.fail(problem::figure_no_condition(at, path));
            }
            _ => {}
        }
        if let Some(truth) = truth(path) {
            return Some(CondKind::Constant(truth));
        }
        if let Some(Thing::Parameter(_)) = self.context.names.get(path) {
            return self
                .report
                .fail(problem::named_no_condition(at, path, "a number", None));
        }
        if let Some(problem) = self.level_as_name(path, at) {
            return self.report.fail(problem);
        }
        let subject = self.subject(&lookup::SUBJECT, path, at)?;
        let example = match self.context.type_of(subject) {
            Ty::YesNo => return Some(CondKind::Holds(subject)),
            Ty::Broken => return None,
            Ty::Level(scale) => {
                let level = scale.levels.first().map_or("", |level| &level.name);
                ("a level", format!("{path} is {level}"))
            }
            Ty::Set(scale) => {
                let level = scale.levels.first().map_or("", |level| &level.name);
                ("a set", format!("{path} includes {level}"))
            }
            Ty::Number(_) => ("a number", format!("{path} >= …")),
            Ty::Text => ("a text", format!("{path} is known")),
        };
        self.report.fail(problem::named_no_condition(
            at,
            path,
            example.0,
            Some(&example.1),
        ))
    }

    /// `… is …`, `… includes …`
    fn is(&mut self, subject: &Expr, test: IsTest, words: &[Word]) -> Option<CondKind> {
        let ExprKind::Path(path) = &subject.kind else {
            let misnamed = self.misnamed(subject);
            return self.report.fail(
                misnamed.unwrap_or_else(|| problem::is_needs_name(subject.span, test, words)),
            );
        };
        match &**path {
            _ if self.context.names.is_taken(path) => return None,
            "best" => return self.best_is(test, words, subject.span),
            "advice" => return self.advice_is(test, words, subject.span),
            name if name == "margin" || self.context.counts_contradictions(name) => {
                let problem = problem::is_on_number(subject.span, path);
                let problem = lookup::in_reach(self.report, path, problem);
                return self.report.fail(problem);
            }
            _ => {}
        }
        if let Some(Thing::Parameter(_)) = self.context.names.get(path) {
            return self
                .report
                .fail(problem::is_on_parameter(subject.span, path));
        }
        let named = self.subject(&lookup::SUBJECT, path, subject.span)?;
        let known = CondKind::Known(named);
        match test {
            IsTest::Known => return Some(known),
            IsTest::Unknown => return Some(negated(known, subject.span)),
            _ => {}
        }
        let ty = self.context.type_of(named);
        if let ([word], IsTest::Is | IsTest::IsNot) = (words, test)
            && let Some(meant) = known_misspelt(&word.text, ty)
        {
            let is = if test == IsTest::Is { "is" } else { "is not" };
            let problem = name_problem::no_test(word.span, path, &word.text, (is, meant));
            return self.report.fail(problem);
        }
        match (ty, test) {
            (Ty::Broken, _) => None,
            (Ty::Text, _) => self.report.fail(problem::only_known(subject.span, path)),
            (Ty::Set(scale), IsTest::Includes) => self.includes(named, scale, words, path),
            (Ty::Set(scale), _) => {
                let empty = |word: &Word| is_empty(&word.text);
                let end = words.last().map_or(subject.span, |word| word.span);
                let (at, whole) = (subject.span, subject.span.to(end));
                let problem = match words {
                    [word] if empty(word) => {
                        set_is_empty((at, whole), path, &word.text, test == IsTest::Is)
                    }
                    _ => problem::set_needs_includes(
                        at,
                        whole,
                        path,
                        &includes_in_words(path, test, (words, scale)),
                    ),
                };
                self.report.fail(problem)
            }
            (_, IsTest::Includes) => {
                let element = words.first().filter(|word| !word.quoted);
                let element = element.map(|word| (subject.span.to(word.span), &*word.text));
                let problem = problem::includes_needs_set(subject.span, path, ty, element);
                self.report.fail(problem)
            }
            (Ty::Number(_), _) => self.report.fail(problem::is_on_number(subject.span, path)),
            (Ty::YesNo, _) => self.truth_is(named, test, words, path),
            (Ty::Level(scale), _) => self.level_is(named, scale, test, words, path),
        }
    }

    fn includes(
        &mut self,
        set: Subject,
        scale: &Scale,
        words: &[Word],
        path: &str,
    ) -> Option<CondKind> {
        let word = words.first()?;
        let level = self.level(scale, &word.text, word.span, path)?;
        match set {
            Subject::Fact(fact) => Some(CondKind::Includes { fact, level }),
            Subject::Let(_) => None,
        }
    }

    /// `crisis is yes`, `crisis is not yes`
    fn truth_is(
        &mut self,
        subject: Subject,
        test: IsTest,
        words: &[Word],
        path: &str,
    ) -> Option<CondKind> {
        let (mut yes, mut no) = (false, false);
        for word in words {
            match truth(&word.text) {
                Some(true) => yes = true,
                Some(false) => no = true,
                None => {
                    let place = problem::Place::Equal;
                    let problem = problem::yes_no_has_no_level(word.span, path, &word.text, place);
                    return self.report.fail(problem);
                }
            }
        }
        let at = words.first().map_or_else(Span::default, |word| word.span);
        if matches!(test, IsTest::AtLeast | IsTest::AtMost) {
            return self.report.fail(problem::no_order_yes_no(at, path));
        }
        let holds = CondKind::Holds(subject);
        let kind = match (yes, no) {
            (true, false) => holds,
            (false, _) => negated(holds, at),
            (true, true) => CondKind::Any(vec![
                Cond {
                    origin: at,
                    kind: holds.clone(),
                },
                Cond {
                    origin: at,
                    kind: negated(holds, at),
                },
            ]),
        };
        Some(match test {
            IsTest::IsNot | IsTest::NotOneOf => negated(kind, at),
            _ => kind,
        })
    }

    fn level_is(
        &mut self,
        subject: Subject,
        scale: &Scale,
        test: IsTest,
        words: &[Word],
        path: &str,
    ) -> Option<CondKind> {
        let at = words.first().map_or_else(Span::default, |word| word.span);
        let mut levels = LevelSet::default();
        let mut edge = None;
        let mut sound = true;
        for word in words {
            match self.level(scale, &word.text, word.span, path) {
                Some(level) if levels.has(level) => {
                    let problem = problem::twice_in_cell(word.span, &word.text);
                    self.report.push(problem);
                    sound = false;
                }
                Some(level) => {
                    levels = levels.union(LevelSet::one(level));
                    edge = Some(level);
                }
                None => sound = false,
            }
        }
        if !sound {
            return None;
        }
        if matches!(test, IsTest::AtLeast | IsTest::AtMost) {
            if !scale.ordered {
                return self.report.fail(problem::no_order(at, path, scale));
            }
            let edge = edge?;
            let from_edge = |level: &u8| match test {
                IsTest::AtLeast => *level >= edge,
                _ => *level <= edge,
            };
            levels = positions(scale).filter(from_edge).collect();
        }
        let kind = CondKind::Level { subject, levels };
        Some(match test {
            IsTest::IsNot | IsTest::NotOneOf => negated(kind, at),
            _ => kind,
        })
    }

    /// The position of a level, or an error with the levels that exist.
    pub(super) fn level(
        &mut self,
        scale: &Scale,
        word: &str,
        at: Span,
        subject: &str,
    ) -> Option<u8> {
        if let Some(position) = scale.position(word) {
            return Some(position);
        }
        // A scale that lost a level to an error of its own is no measure.
        let near = self
            .report
            .near(word, scale.levels.iter().map(|level| &*level.name));
        let levels = super::types::levels_in_words(scale);
        self.report.fail(super::problem::names::unknown_level(
            at, subject, word, near, &levels,
        ))
    }

    fn best_is(&mut self, test: IsTest, words: &[Word], at: Span) -> Option<CondKind> {
        let negate = self.choice_test(test, "best", at)?;
        let found: Vec<Option<TargetId>> = words
            .iter()
            .map(
                |word| match self.choice(&lookup::STRATEGY, &word.text, word.span)? {
                    Thing::Strategy(id) => Some(id),
                    _ => None,
                },
            )
            .collect();
        let kind = CondKind::BestIs(found.into_iter().collect::<Option<_>>()?);
        Some(if negate { negated(kind, at) } else { kind })
    }

    fn advice_is(&mut self, test: IsTest, words: &[Word], at: Span) -> Option<CondKind> {
        let negate = self.choice_test(test, "advice", at)?;
        let found: Vec<Option<Option<OutcomeId>>> = words
            .iter()
            .map(|word| self.outcome(&word.text, word.span))
            .collect();
        let kind = CondKind::AdviceIs(found.into_iter().collect::<Option<_>>()?);
        Some(if negate { negated(kind, at) } else { kind })
    }

    /// What may be advised, by its name. Whoever writes its title is told the name.
    fn choice(&mut self, need: &lookup::Need, name: &Arc<str>, at: Span) -> Option<Thing> {
        let titled = |outcome: &&Outcome| outcome.title.trim().eq_ignore_ascii_case(name.trim());
        let draft = &self.context.draft;
        let mut titled = draft.outcomes.values().filter(titled);
        match (titled.next(), titled.next()) {
            (Some(only), None) if self.context.names.entry(name).is_none() => {
                let word = if need.is_outcome() { "advice" } else { "best" };
                let problem = name_problem::titled(at, name, &only.name);
                let problem = lookup::in_reach(self.report, word, problem);
                self.report.fail(problem)
            }
            _ => self.expect(need, name, at),
        }
    }

    /// An outcome by name; `undecided` is none.
    pub(super) fn outcome(&mut self, name: &Arc<str>, at: Span) -> Option<Option<OutcomeId>> {
        if &**name == "undecided" {
            return Some(None);
        }
        match self.choice(&lookup::OUTCOME, name, at)? {
            Thing::Outcome(id) => Some(Some(id)),
            Thing::Strategy(target) => {
                let target = self.context.draft.targets.find(target)?;
                Some(Some(target.outcome?))
            }
            _ => None,
        }
    }

    /// Whether a test of `best` or `advice` is one of `is not`; an error for tests that they have not.
    fn choice_test(&mut self, test: IsTest, subject: &str, at: Span) -> Option<bool> {
        match test {
            IsTest::Is | IsTest::OneOf => Some(false),
            IsTest::IsNot | IsTest::NotOneOf => Some(true),
            IsTest::AtLeast
            | IsTest::AtMost
            | IsTest::Known
            | IsTest::Unknown
            | IsTest::Includes => {
                let problem = problem::choice_test(at, subject);
                let problem = lookup::in_reach(self.report, subject, problem);
                self.report.fail(problem)
            }
        }
    }
}

/// A test of a set that was written as one of levels, with the elements that it names.
fn includes_in_words(path: &str, test: IsTest, (words, scale): (&[Word], &Scale)) -> String {
    let one = |word: &Word| match word.quoted {
        true => format!("{path} includes \"{}\"", word.text),
        false => format!("{path} includes {}", word.text),
    };
    let first = words.first().map_or_else(String::new, one);
    let each: Vec<String> = words.iter().map(one).collect();
    let each = each.join("; ");
    match (test, words) {
        (IsTest::Is | IsTest::OneOf, [_]) => first,
        (IsTest::IsNot | IsTest::NotOneOf, [_]) => format!("not {first}"),
        (IsTest::OneOf, [_, ..]) => format!("any of {{ {each} }}"),
        (IsTest::NotOneOf, [_, ..]) => format!("none of {{ {each} }}"),
        _ => {
            let element = scale.levels.first().map_or("", |level| &level.name);
            format!("{path} includes {element}")
        }
    }
}

/// Whether a text would be a condition without its quotes; a name alone is none.
fn is_condition(text: &str, at: Span) -> bool {
    let parsed = syntax::parse_condition(at.file, 0, text);
    parsed.is_ok_and(|expr| {
        !matches!(
            expr.kind,
            ExprKind::Path(_)
                | ExprKind::Text(_)
                | ExprKind::Number(_)
                | ExprKind::Arithmetic { .. }
                | ExprKind::If { .. }
                | ExprKind::Negate(_)
        )
    })
}

/// `not` around a condition.
pub(super) fn negated(kind: CondKind, at: Span) -> CondKind {
    CondKind::Not(Box::new(Cond { origin: at, kind }))
}

/// A test with all its parts, which stand at the place of the whole: it is shown as it was written.
fn placed(kind: CondKind, at: Span) -> CondKind {
    let part = |part: Cond| Cond {
        origin: at,
        kind: placed(part.kind, at),
    };
    match kind {
        CondKind::Not(inner) => CondKind::Not(Box::new(part(*inner))),
        CondKind::Any(parts) => CondKind::Any(parts.into_iter().map(part).collect()),
        whole => whole,
    }
}

/// The positions of a scale's levels.
pub(super) fn positions(scale: &Scale) -> impl Iterator<Item = u8> {
    (0..=u8::MAX).take(scale.levels.len())
}

/// Whether a word says elsewhere that a value is not known; of a set, `empty` and its like say something else.
pub(super) fn is_missing(word: &str, ty: &Ty) -> bool {
    match word.to_lowercase().as_str() {
        "null" | "nil" | "missing" | "undefined" | "na" | "n/a" | "nan" | "unset" | "absent"
        | "unanswered" | "unspecified" => true,
        _ => is_empty(word) && !matches!(ty, Ty::Set(_)),
    }
}

/// Whether a word says elsewhere that nothing is there.
pub(super) fn is_empty(word: &str) -> bool {
    let lower = word.to_lowercase();
    matches!(lower.as_str(), "none" | "empty" | "blank" | "nothing" | "")
}

/// Whether a word says elsewhere that a value is known.
fn is_given(word: &str) -> bool {
    let known = [
        "set",
        "given",
        "available",
        "answered",
        "defined",
        "present",
        "specified",
        "provided",
        "filled",
    ];
    known.contains(&word)
}

/// `known` or `unknown`, where a word is nearer to them than to any value.
fn known_misspelt(word: &str, ty: &Ty) -> Option<&'static str> {
    let values: Vec<&str> = match ty {
        Ty::YesNo => truths().collect(),
        Ty::Level(scale) | Ty::Set(scale) => {
            scale.levels.iter().map(|level| &*level.name).collect()
        }
        _ => Vec::new(),
    };
    if values.contains(&word) {
        return None;
    }
    if is_missing(word, ty) {
        return Some("unknown");
    }
    if is_given(word) {
        return Some("known");
    }
    let tests = ["known", "unknown"];
    let meant = nearest(word, values.into_iter().chain(tests))?;
    tests.into_iter().find(|test| *test == meant)
}
