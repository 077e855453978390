//! Clauses and effects. Resolves no names in them.

use pest::iterators::Pair;

use crate::base::{Diagnostic, Horizon, Limits, LineKind, Span, Strength, TimeUnit};

use super::super::blocks::{ADVICE, Block, CONTRAST, FACT};
use super::super::clause::{Basis, Cite, Clause, ClauseKind, Clauses, Met, Remark, ScaleEntry};
use super::super::expr::ExprKind;
use super::super::problem;
use super::super::tree::{Effect, EffectKind, How, Path, Text};
use super::slip_dash::of_advice;
use super::{Build, Cursor, Rule};

/// The most days, weeks, months or years of a horizon.
const MOST_TIME: u32 = 1_000;

impl Build<'_> {
    /// The rest of the parts as clauses.
    pub(super) fn clauses(&mut self, cursor: &mut Cursor<'_>, block: &Block) -> Option<Clauses> {
        let mut clauses = Clauses::default();
        while let Some(pair) = cursor.next() {
            if !matches!(pair.as_rule(), Rule::EOI | Rule::open) {
                self.add_clause(&mut clauses, pair, block)?;
            }
        }
        Some(clauses)
    }

    /// One more clause; told where it does not belong or comes twice.
    pub(super) fn add_clause(
        &mut self,
        clauses: &mut Clauses,
        pair: Pair<'_, Rule>,
        block: &Block,
    ) -> Option<()> {
        let (source, start) = (pair.get_input(), pair.as_span().start());
        let clause = self.clause(pair)?;
        let word = clause.kind.word();
        let place = Span {
            end: clause
                .span
                .start
                .saturating_add(u32::try_from(word.len()).unwrap_or(0)),
            ..clause.span
        };
        if !block.takes.contains(&word) {
            if (word, block.place) == ("then", CONTRAST.place)
                && let Some(when) = clauses.list.last()
                && matches!(when.kind, ClauseKind::When(_))
                && let Some(told) = self.misplaced_at(when.span.start)
            {
                // The two are one row, or one rule.
                told.help = vec![problem::ROW_OF_CONTRAST.to_owned()];
                return Some(());
            }
            let problem = problem::misplaced(place, word, block.place, block.takes);
            let problem = match self.excepted(clauses, &clause, place) {
                Some(edits) => problem::excepted(problem, edits),
                None => problem,
            };
            self.report(match part_of(clauses, word, block) {
                Some(part) => problem.help(format!("write `{part} when CONDITION`")).edit(
                    Span {
                        end: place.start,
                        ..place
                    },
                    format!("{part} "),
                ),
                None => problem,
            });
        } else if !block.repeats(word)
            && let Some(first) = clauses.list.iter().find(|other| other.kind.word() == word)
        {
            let row = block.place == ADVICE.place && word == "when";
            if row
                && let Some(problem) = of_advice(source, start, |start, end| self.place(start, end))
            {
                return self.refuse(problem);
            }
            let among = |one: &Diagnostic| {
                let at = one.span();
                one.code == "E0116" && (at == Some(first.span) || at == Some(clause.span))
            };
            // Nobody reads more than the limit, and to look through more would take long.
            let is_full = self.diagnostics.len() > Limits::DEFAULT.diagnostics;
            let told = is_full || self.diagnostics.iter().any(among);
            let problem = problem::twice(clause.span, first.span, word);
            let lacks = "if this `when` belongs to a new row, the line before lacks its last word";
            // Among rows each seems to be the clause of its row, which is told.
            if !told {
                self.report(problem.help_if(row.then(|| lacks.to_owned())));
            }
        }
        clauses.list.push(clause);
        Some(())
    }

    /// Reports a problem after which nothing can be read.
    fn refuse<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.report(problem);
        None
    }

    /// The last problem, where it is that the clause which begins there does not belong.
    fn misplaced_at(&mut self, start: u32) -> Option<&mut Diagnostic> {
        let last = self.diagnostics.last_mut()?;
        let is_there = last.span().is_some_and(|span| span.start == start);
        (last.code == "E0116" && is_there).then_some(last)
    }

    /// `met when C unless D`, `asked when C unless D`: what puts the exception into the condition before it.
    fn excepted(
        &self,
        clauses: &Clauses,
        clause: &Clause,
        word: Span,
    ) -> Option<Vec<(Span, &'static str)>> {
        let ClauseKind::Unless(exception) = &clause.kind else {
            return None;
        };
        let condition = match &clauses.list.last()?.kind {
            ClauseKind::Asked(condition) => condition,
            ClauseKind::Remark(Remark { met: Some(met), .. }) if met.partly.is_none() => &met.when,
            _ => return None,
        };
        let at = |place: u32| Span {
            start: place,
            end: place,
            ..word
        };
        let mut edits = vec![(word, "and not surely"), (at(exception.span.start), "(")];
        edits.push((at(exception.span.end), ")"));
        if matches!(condition.kind, ExprKind::Or(_)) {
            edits.push((at(condition.span.start), "("));
            edits.push((at(condition.span.end), ")"));
        }
        Some(edits)
    }

    fn clause(&mut self, pair: Pair<'_, Rule>) -> Option<Clause> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut cursor = Cursor::new(pair);
        let kind = match rule {
            Rule::when => ClauseKind::When(self.expr(cursor.required(Rule::expr)?)?),
            Rule::unless => ClauseKind::Unless(self.expr(cursor.required(Rule::expr)?)?),
            Rule::then_clause => ClauseKind::Then(self.effects(&mut cursor)?),
            Rule::else_clause => ClauseKind::Else(self.effects(&mut cursor)?),
            Rule::because => ClauseKind::Because(self.quoted(&mut cursor)?),
            Rule::cite => ClauseKind::Cite(Cite {
                source: self.name(&cursor.required(Rule::name)?),
                at: self.optional_text(&mut cursor),
            }),
            Rule::in_group => ClauseKind::In(self.name(&cursor.required(Rule::name)?)),
            Rule::formerly => {
                ClauseKind::Formerly(self.former(&cursor.required(Rule::path)?, span))
            }
            Rule::tag => ClauseKind::Tag(self.name(&cursor.required(Rule::name)?)),
            Rule::defeats => ClauseKind::Defeats(self.defeated(&mut cursor)),
            Rule::basis => ClauseKind::Basis(basis(&cursor.required(Rule::basis_word)?)),
            Rule::remark => ClauseKind::Remark(self.remark(&mut cursor)?),
            Rule::ask => ClauseKind::Ask(self.quoted(&mut cursor)?),
            Rule::asked => ClauseKind::Asked(self.expr(cursor.required(Rule::expr)?)?),
            Rule::help => ClauseKind::Help(self.quoted(&mut cursor)?),
            Rule::lever => ClauseKind::Lever(cursor.required(Rule::yes_word).is_some()),
            Rule::prior => ClauseKind::Prior(self.number(&cursor.required(Rule::signed)?)),
            Rule::version => ClauseKind::Version(self.quoted(&mut cursor)?),
            Rule::about => ClauseKind::About(self.quoted(&mut cursor)?),
            Rule::sureness => ClauseKind::Sureness(self.path(&cursor.required(Rule::path)?)),
            Rule::scale => ClauseKind::Scale(self.scale(&mut cursor)?),
            Rule::method => {
                cursor.required(Rule::kw_method)?;
                match cursor.optional(Rule::text) {
                    Some(text) => ClauseKind::MethodFile(self.text(&text)),
                    None => ClauseKind::MethodName(self.name(&cursor.required(Rule::name)?)),
                }
            }
            _ => return None,
        };
        Some(Clause { span, kind })
    }

    /// What follows the word; told where a time or a condition stands with a kind that takes none.
    fn remark(&mut self, cursor: &mut Cursor<'_>) -> Option<Remark> {
        let kind = LineKind::of(cursor.required(Rule::remark_word)?.as_str())?;
        let within = match cursor.optional(Rule::within) {
            Some(pair) => {
                if kind != LineKind::Next {
                    let span = self.span(&pair);
                    self.report(problem::only_with(span, "within", LineKind::Next.word()));
                }
                self.horizon(pair)
            }
            None => None,
        };
        let text = self.quoted(cursor)?;
        let met = match cursor.optional(Rule::met) {
            Some(pair) => {
                let met = self.met(pair)?;
                if kind != LineKind::Precondition {
                    let word = LineKind::Precondition.word();
                    self.report(problem::only_with(met.span, "met when", word));
                }
                Some(met)
            }
            None => None,
        };
        Some(Remark {
            kind,
            within,
            text,
            met,
        })
    }

    fn horizon(&mut self, pair: Pair<'_, Rule>) -> Option<Horizon> {
        let mut cursor = Cursor::new(pair);
        let amount = cursor.required(Rule::whole)?;
        let unit = cursor.required(Rule::time_unit)?;
        let end_of_unit = self.span(&unit).end;
        let unit = TimeUnit::of(unit.as_str())?;
        match amount.as_str().parse() {
            Ok(amount @ 1..=MOST_TIME) => Some(Horizon { amount, unit }),
            other => {
                let span = self.span(&amount);
                let whole = Span {
                    end: end_of_unit,
                    ..span
                };
                let amount = other.unwrap_or(u32::MAX);
                let years = Horizon { amount, unit }.days().saturating_add(182) / 365;
                let years = u32::try_from(years).ok();
                let years =
                    years.filter(|years| (1..=MOST_TIME).contains(years) && amount > MOST_TIME);
                self.report(problem::horizon((span, whole), MOST_TIME, years));
                None
            }
        }
    }

    fn met(&mut self, pair: Pair<'_, Rule>) -> Option<Met> {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let when = self.expr(cursor.required(Rule::expr)?)?;
        let partly = match cursor.optional(Rule::partly) {
            Some(pair) => Some(self.expr(Cursor::new(pair).required(Rule::expr)?)?),
            None => None,
        };
        Some(Met { span, when, partly })
    }

    pub(super) fn quoted(&self, cursor: &mut Cursor<'_>) -> Option<Text> {
        Some(self.text(&cursor.required(Rule::text)?))
    }

    fn defeated(&self, cursor: &mut Cursor<'_>) -> Vec<Path> {
        let mut paths = Vec::new();
        while let Some(pair) = cursor.required(Rule::defeated) {
            let span = self.span(&pair);
            let mut inner = Cursor::new(pair);
            let path = inner.required(Rule::path);
            let mut text = path
                .map(|path| path.as_str().to_owned())
                .unwrap_or_default();
            if let Some(level) = self.optional_text(&mut inner) {
                text.push('.');
                text.push_str(&level.value);
            }
            paths.push(Path {
                text: text.into(),
                span,
            });
        }
        paths
    }

    fn scale(&mut self, cursor: &mut Cursor<'_>) -> Option<Vec<ScaleEntry>> {
        let mut entries: Vec<ScaleEntry> = Vec::new();
        while let Some(pair) = cursor.required(Rule::scale_entry) {
            let mut inner = Cursor::new(pair);
            let pair = inner.required(Rule::strength)?;
            let entry = ScaleEntry {
                word: Strength::of(pair.as_str())?,
                span: self.span(&pair),
                value: self.number(&inner.required(Rule::signed)?),
            };
            if let Some(first) = entries.iter().find(|other| other.word == entry.word) {
                self.report(problem::twice(entry.span, first.span, pair.as_str()));
            }
            entries.push(entry);
        }
        Some(entries)
    }

    /// The effects among the parts that follow, up to the first that is none.
    pub(super) fn effects(&mut self, cursor: &mut Cursor<'_>) -> Option<Vec<Effect>> {
        let mut effects = Vec::new();
        while let Some(rule) = cursor.peek() {
            match rule {
                Rule::favor | Rule::oppose | Rule::exclude => {
                    effects.push(self.effect(cursor.next()?)?);
                }
                Rule::and | Rule::kw_then | Rule::kw_else | Rule::arrow => {
                    cursor.next();
                }
                _ => break,
            }
        }
        Some(effects)
    }

    fn effect(&mut self, pair: Pair<'_, Rule>) -> Option<Effect> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut cursor = Cursor::new(pair);
        let target = self.name(&cursor.required(Rule::name)?);
        let kind = match rule {
            Rule::favor => EffectKind::Favor(self.how(&mut cursor)?),
            Rule::oppose => EffectKind::Oppose(self.how(&mut cursor)?),
            _ => EffectKind::Exclude,
        };
        Some(Effect { span, target, kind })
    }

    fn how(&mut self, cursor: &mut Cursor<'_>) -> Option<How> {
        if let Some(word) = cursor.optional(Rule::strength) {
            return Some(How::Word(Strength::of(word.as_str())?, self.span(&word)));
        }
        Some(How::By(self.expr(cursor.required(Rule::weight)?)?))
    }
}

fn basis(pair: &Pair<'_, Rule>) -> Basis {
    match pair.as_str() {
        "cited" => Basis::Cited,
        "expert" => Basis::Expert,
        "calibrated" => Basis::Calibrated,
        _ => Basis::Illustrative,
    }
}

/// The word that a `when` lacks where it stands alone: of a question, or behind the text of a precondition.
fn part_of(clauses: &Clauses, word: &str, block: &Block) -> Option<&'static str> {
    let asked = clauses
        .list
        .iter()
        .any(|other| matches!(other.kind, ClauseKind::Asked(_)));
    let last = clauses.list.last().map(|other| &other.kind);
    let precondition =
        |remark: &Remark| remark.kind == LineKind::Precondition && remark.met.is_none();
    match last {
        _ if word != "when" => None,
        _ if block.place == FACT.place => (!asked).then_some("asked"),
        Some(ClauseKind::Remark(remark)) if precondition(remark) => Some("met"),
        _ => None,
    }
}
