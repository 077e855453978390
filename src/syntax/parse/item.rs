//! The declarations, one function a kind. What stands inside them is read by the neighbours.

use pest::iterators::Pair;

use crate::base::Span;

use super::super::ascii::snake_case;
use super::super::clause::{ClauseKind, Clauses};
use super::super::problem;
use super::super::tree::{
    Advice, Contrast, Fact, Group, Hypothesis, ItemKind, Let, LetBody, Limit, LimitKind, Name,
    Note, Outcome, Parameter, Rule as RuleItem, Rulebook, Script, Source, Strategy, Text, Topic,
    TypeKind, Use,
};
use super::{Build, Cursor, Lost, Rule};
use crate::syntax::blocks;

/// The rule that reads the declaration a word opens.
pub(super) fn rule_of(keyword: &str) -> Option<Rule> {
    Some(match keyword {
        "rulebook" => Rule::rulebook_item,
        "use" => Rule::use_item,
        "script" => Rule::script_item,
        "source" => Rule::source_item,
        "strategy" => Rule::strategy_item,
        "outcome" => Rule::outcome_item,
        "hypothesis" => Rule::hypothesis_item,
        "parameter" => Rule::parameter_item,
        "topic" => Rule::topic_item,
        "let" => Rule::let_item,
        "group" => Rule::group_item,
        "contrast" => Rule::contrast_item,
        "rule" => Rule::rule_item,
        "advice" => Rule::advice_item,
        "note" => Rule::note_item,
        "table" => Rule::table_item,
        "contradiction" => Rule::contradiction_item,
        "example" => Rule::example_item,
        "guarantee" => Rule::guarantee_item,
        _ => return None,
    })
}

/// A declaration from its pair.
pub(super) fn build(build: &mut Build<'_>, pair: Pair<'_, Rule>) -> Option<ItemKind> {
    let rule = pair.as_rule();
    let cursor = &mut Cursor::new(pair);
    Some(match rule {
        Rule::rulebook_item => ItemKind::Rulebook(build.rulebook(cursor)?),
        Rule::use_item => ItemKind::Use(Use {
            path: build.quoted(cursor)?,
        }),
        Rule::script_item => ItemKind::Script(build.script(cursor)?),
        Rule::source_item => ItemKind::Source(build.source(cursor)?),
        Rule::strategy_item => ItemKind::Strategy(build.strategy(cursor)?),
        Rule::outcome_item => ItemKind::Outcome(build.outcome(cursor)?),
        Rule::hypothesis_item => ItemKind::Hypothesis(build.hypothesis(cursor)?),
        Rule::parameter_item => ItemKind::Parameter(build.parameter(cursor)?),
        Rule::topic_item => ItemKind::Topic(build.topic(cursor)?),
        Rule::let_item => ItemKind::Let(build.derived(cursor)?),
        Rule::group_item => ItemKind::Group(build.group(cursor)?),
        Rule::contrast_item => ItemKind::Contrast(build.contrast(cursor)?),
        Rule::rule_item => ItemKind::Rule(build.rule(cursor)?),
        Rule::advice_item => ItemKind::Advice(build.advice(cursor)?),
        Rule::table_item => ItemKind::Table(build.table(cursor)?),
        Rule::note_item => ItemKind::Note(build.note(cursor)?),
        Rule::contradiction_item => ItemKind::Let(build.contradiction(cursor)?),
        Rule::example_item => ItemKind::Example(build.example(cursor)?),
        Rule::guarantee_item => ItemKind::Guarantee(build.guarantee(cursor)?),
        _ => return None,
    })
}

impl Build<'_> {
    /// `NAME "Title"`, after the word that opens the declaration.
    pub(super) fn head(&mut self, cursor: &mut Cursor<'_>) -> Option<(Name, Option<Text>)> {
        let name = cursor.required(Rule::name)?;
        let name = self.declared(&name);
        if name.text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            // Its uses may have the spelling that the error asks for.
            let text = snake_case(&name.text).into();
            let span = name.span;
            self.respelt.push(Name { text, span });
        }
        Some((name, self.optional_text(cursor)))
    }

    fn rulebook(&mut self, cursor: &mut Cursor<'_>) -> Option<Rulebook> {
        let (name, title) = self.head(cursor)?;
        let clauses = self.clauses(cursor, &blocks::RULEBOOK)?;
        Some(Rulebook {
            name,
            title,
            clauses,
        })
    }

    fn script(&mut self, cursor: &mut Cursor<'_>) -> Option<Script> {
        let path = self.quoted(cursor)?;
        let name = cursor.required(Rule::name)?;
        let name = self.declared(&name);
        Some(Script { path, name })
    }

    fn source(&mut self, cursor: &mut Cursor<'_>) -> Option<Source> {
        let (name, title) = self.head(cursor)?;
        let unseen = cursor.optional(Rule::kw_unseen);
        Some(Source {
            name,
            title,
            unseen: unseen.map(|word| self.span(&word)),
        })
    }

    fn strategy(&mut self, cursor: &mut Cursor<'_>) -> Option<Strategy> {
        let (name, title) = self.head(cursor)?;
        let clauses = self.clauses(cursor, &blocks::STRATEGY)?;
        Some(Strategy {
            name,
            title,
            clauses,
        })
    }

    fn outcome(&mut self, cursor: &mut Cursor<'_>) -> Option<Outcome> {
        let (name, title) = self.head(cursor)?;
        let strategy = match cursor.optional(Rule::kw_for) {
            Some(_) => Some(self.name(&cursor.required(Rule::name)?)),
            None => None,
        };
        let clauses = self.clauses(cursor, &blocks::OUTCOME)?;
        Some(Outcome {
            name,
            title,
            strategy,
            clauses,
        })
    }

    fn hypothesis(&mut self, cursor: &mut Cursor<'_>) -> Option<Hypothesis> {
        let (name, title) = self.head(cursor)?;
        let clauses = self.clauses(cursor, &blocks::HYPOTHESIS)?;
        Some(Hypothesis {
            name,
            title,
            clauses,
        })
    }

    fn parameter(&mut self, cursor: &mut Cursor<'_>) -> Option<Parameter> {
        let (name, title) = self.head(cursor)?;
        let value = self.number(&cursor.required(Rule::signed)?);
        let unit = self.optional_text(cursor);
        let range = match cursor.optional(Rule::kw_in) {
            Some(_) => Some(self.range(cursor.required(Rule::range)?)?),
            None => None,
        };
        let clauses = self.clauses(cursor, &blocks::PARAMETER)?;
        Some(Parameter {
            name,
            title,
            value,
            unit,
            range,
            clauses,
        })
    }

    fn topic(&mut self, cursor: &mut Cursor<'_>) -> Option<Topic> {
        let (name, title) = self.head(cursor)?;
        let mut facts = Vec::new();
        while let Some(pair) = cursor.required(Rule::fact) {
            let before = self.respelt.len();
            let fact = self.fact(pair)?;
            for better in self.respelt.split_off(before) {
                let text = format!("{}.{}", name.text, better.text).into();
                self.lost.push(Lost::fact(Name { text, ..better }));
            }
            match fact.ty.kind {
                // Of an unknown type nothing can be said but that, told already.
                TypeKind::Ordinal(levels) if levels.len() < 2 => self.lost.push(Lost::fact(Name {
                    text: format!("{}.{}", name.text, fact.name.text).into(),
                    span: fact.name.span,
                })),
                _ => facts.push(fact),
            }
        }
        Some(Topic { name, title, facts })
    }

    fn fact(&mut self, pair: Pair<'_, Rule>) -> Option<Fact> {
        let span = self.span(&pair);
        let cursor = &mut Cursor::new(pair);
        let (name, title) = self.head(cursor)?;
        cursor.required(Rule::colon)?;
        let ty = self.ty(cursor.next()?)?;
        let clauses = self.clauses(cursor, &blocks::FACT)?;
        Some(Fact {
            span,
            name,
            title,
            ty,
            clauses,
        })
    }

    fn derived(&mut self, cursor: &mut Cursor<'_>) -> Option<Let> {
        let (name, title) = self.head(cursor)?;
        let body = cursor.next()?;
        let value = body.as_rule() == Rule::let_value;
        let inner = &mut Cursor::new(body);
        let (body, clauses) = match value {
            true => self.derived_value(None, inner)?,
            false => {
                inner.required(Rule::colon)?;
                let ty = self.ty(inner.next()?)?;
                let rows = inner.next()?;
                match rows.as_rule() {
                    Rule::let_value => self.derived_value(Some(ty), &mut Cursor::new(rows))?,
                    _ => self.derived_rows(ty, rows)?,
                }
            }
        };
        Some(Let {
            name,
            title,
            body,
            clauses,
        })
    }

    fn derived_value(
        &mut self,
        ty: Option<super::super::tree::Type>,
        inner: &mut Cursor<'_>,
    ) -> Option<(LetBody, Clauses)> {
        inner.required(Rule::equals)?;
        let expr = self.expr(inner.required(Rule::expr)?)?;
        let clauses = self.clauses(inner, &blocks::LET)?;
        Some((LetBody::Expr { ty, expr }, clauses))
    }

    fn derived_rows(
        &mut self,
        scale: super::super::tree::Type,
        pair: Pair<'_, Rule>,
    ) -> Option<(LetBody, Clauses)> {
        let table = pair.as_rule() == Rule::let_table;
        let span = self.span(&pair);
        let mut clauses = Clauses::default();
        self.clauses_among_rows(pair.clone().into_inner(), &blocks::LET);
        let (mut inputs, mut list, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for pair in pair.into_inner() {
            match pair.as_rule() {
                Rule::kw_by | Rule::open => {}
                Rule::path => inputs.push(self.path(&pair)),
                Rule::list_row => list.push(self.list_row(pair)?),
                Rule::table_row => lines.push(self.table_row(pair)?),
                _ => self.add_clause(&mut clauses, pair, &blocks::LET)?,
            }
        }
        if list.is_empty() && lines.is_empty() {
            let help = "a row says `LEVEL when …`, `LEVEL otherwise` or, in a table, `cell, cell => LEVEL`";
            self.report(problem::missing(span, "a derivation needs a row", help));
        }
        let body = if table {
            LetBody::Table {
                scale,
                inputs,
                rows: lines,
            }
        } else {
            LetBody::List { scale, rows: list }
        };
        Some((body, clauses))
    }

    fn group(&mut self, cursor: &mut Cursor<'_>) -> Option<Group> {
        let (name, title) = self.head(cursor)?;
        let pair = cursor.required(Rule::limit)?;
        let span = self.span(&pair);
        let inner = &mut Cursor::new(pair);
        inner.optional(Rule::kw_limit);
        let strongest = inner.optional(Rule::strongest).is_some();
        let number = inner.optional(Rule::signed);
        let number = number.map(|pair| self.number(&pair));
        let kind = match (strongest, number) {
            (true, None) => LimitKind::Strongest,
            (true, Some(more)) => LimitKind::StrongestPlus(more),
            (false, points) => LimitKind::Points(points?),
        };
        let clauses = self.clauses(cursor, &blocks::GROUP)?;
        Some(Group {
            name,
            title,
            limit: Limit { span, kind },
            clauses,
        })
    }

    fn contrast(&mut self, cursor: &mut Cursor<'_>) -> Option<Contrast> {
        let first = cursor.required(Rule::path)?;
        let (name, subject) = match cursor.optional(Rule::path) {
            Some(subject) => {
                let name = self.declared(&first);
                if name.text.contains('.') {
                    let message = format!("`{}` cannot be a name: it has a dot", name.text);
                    let help = "a contrast is written `contrast FACT` or `contrast NAME FACT`";
                    self.report(problem::missing(name.span, message, help));
                }
                (Some(name), self.path(&subject))
            }
            None => (None, self.path(&first)),
        };
        let title = self.optional_text(cursor);
        let mut rows = Vec::new();
        let mut clauses = Clauses::default();
        self.clauses_among_rows(cursor.pairs.clone(), &blocks::CONTRAST);
        while let Some(pair) = cursor.next() {
            match pair.as_rule() {
                Rule::contrast_row => rows.push(self.contrast_row(pair)?),
                Rule::EOI | Rule::open => {}
                _ => self.add_clause(&mut clauses, pair, &blocks::CONTRAST)?,
            }
        }
        if rows.is_empty() {
            let help = "a row says `LEVEL => favor STRATEGY strongly`";
            self.report(problem::missing(
                subject.span,
                "a contrast needs a row",
                help,
            ));
        }
        Some(Contrast {
            name,
            subject,
            title,
            rows,
            clauses,
        })
    }

    fn rule(&mut self, cursor: &mut Cursor<'_>) -> Option<RuleItem> {
        let (name, title) = self.head(cursor)?;
        let clauses = self.clauses(cursor, &blocks::RULE)?;
        if clauses.when().is_none() {
            let message = format!("the rule `{}` has no `when`", name.text);
            let help = "say when it holds: `when CONDITION`; evidence from the start is a `prior`";
            self.report(problem::missing(name.span, message, help));
        }
        let acts = clauses.then_effects().chain(clauses.else_effects()).next();
        if acts.is_none() && clauses.defeats().next().is_none() {
            let message = format!("the rule `{}` does nothing", name.text);
            let help = "say what it does: `then favor STRATEGY strongly`";
            self.report(problem::missing(name.span, message, help));
        }
        self.two_reasons(&clauses);
        Some(RuleItem {
            name,
            title,
            clauses,
        })
    }

    /// Of two reasons one stands right behind an `else`; there are no more.
    fn two_reasons(&mut self, clauses: &Clauses) {
        let list = clauses.list.iter().enumerate();
        let reasons = list.filter(|(_, clause)| matches!(clause.kind, ClauseKind::Because(_)));
        let reasons: Vec<(usize, Span)> = reasons.map(|(at, clause)| (at, clause.span)).collect();
        let has_else = clauses.else_effects().next().is_some();
        match reasons.as_slice() {
            [] | [_] => {}
            [(first, at), (second, also)]
                if clauses.follows_else(*first) != clauses.follows_else(*second) =>
            {
                // Where nothing follows from the condition, the other reason is of nothing.
                if clauses.is_else_alone() {
                    let lone = if clauses.follows_else(*first) {
                        also
                    } else {
                        at
                    };
                    self.report(problem::reason_of_nothing(*lone));
                }
            }
            [(_, first), (_, second)] if has_else => {
                self.report(problem::whose_reason(*second, *first));
            }
            [.., (_, first), (_, last)] => self.report(problem::twice(*last, *first, "because")),
        }
    }

    fn advice(&mut self, cursor: &mut Cursor<'_>) -> Option<Advice> {
        let mut rows = Vec::new();
        while let Some(pair) = cursor.required(Rule::advice_row) {
            rows.push(self.advice_row(pair)?);
        }
        Some(Advice { rows })
    }

    /// What follows from answers, as a let does, and is asked back.
    fn contradiction(&mut self, cursor: &mut Cursor<'_>) -> Option<Let> {
        let (name, title) = self.head(cursor)?;
        let mut clauses = self.clauses(cursor, &blocks::CONTRADICTION)?;
        let Some(when) = clauses.when().cloned() else {
            let message = format!("the contradiction `{}` has no `when`", name.text);
            let help = "say which answers do not go together: `when CONDITION`";
            self.report(problem::missing(name.span, message, help));
            return None;
        };
        let unless = clauses.unless().cloned();
        let condition =
            |kind: &ClauseKind| matches!(kind, ClauseKind::When(_) | ClauseKind::Unless(_));
        clauses.list.retain(|clause| !condition(&clause.kind));
        Some(Let {
            name,
            title,
            body: LetBody::Contradiction { when, unless },
            clauses,
        })
    }

    fn note(&mut self, cursor: &mut Cursor<'_>) -> Option<Note> {
        let (name, title) = self.head(cursor)?;
        let clauses = self.clauses(cursor, &blocks::NOTE)?;
        if clauses.when().is_none() {
            let message = format!("the note `{}` has no `when`", name.text);
            let help = "say when it is shown: `when CONDITION`";
            self.report(problem::missing(name.span, message, help));
        }
        Some(Note {
            name,
            title,
            clauses,
        })
    }
}
