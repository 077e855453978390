//! Derived facts: yes/no, numbers, ordered lists and decision tables with all the levels that are possible.

use std::rc::Rc;

use crate::model::trace::ValueTrace;
use crate::model::{
    Cell, CellTest, LetId, LetKind, LevelSet, ListRow, Scale, Subject, TableRow, Value,
};

use super::coverage;
use super::failures::{self, Failure, Judged};
use super::logic::Distance;
use super::numbers::{Reads, number_value};
use super::verdict::{self, Verdict};
use super::world::{Computed, World};

/// What became of a let.
#[derive(Debug)]
pub(super) struct Derived {
    pub(super) value: DerivedValue,
    /// How sure; without meaning where the value is unknown.
    pub(super) certainty: f64,
    /// The call that failed and on which it depends.
    pub(super) failed: Option<Failure>,
    /// How far it is from turning, where it is one test by another name.
    pub(super) distance: Option<Distance>,
}

/// The value of a let.
#[derive(Debug)]
pub(super) enum DerivedValue {
    YesNo(Verdict),
    Number(Option<f64>),
    Level(Levels),
}

/// What is known of a level.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    /// The level, where it is known.
    pub(super) known: Option<u8>,
    /// The levels that are possible; `None` where nothing limits them.
    pub(super) possible: Option<LevelSet>,
    /// Whether it is possible that there is no level at all.
    pub(super) nothing: bool,
    /// The first row that is known to apply.
    pub(super) applied: Option<usize>,
}

impl Levels {
    /// A level that is known, or of which nothing is known.
    fn of_fact(known: Option<u8>) -> Self {
        Self {
            known,
            possible: known.map(LevelSet::one),
            nothing: false,
            applied: None,
        }
    }

    /// Whether a test holds: decided where all possible levels agree, and unknown where there may be no level.
    pub(super) fn decide(&self, test: impl Fn(u8) -> bool) -> Option<bool> {
        let possible = self.candidates()?;
        let holding = possible.iter().filter(|level| test(*level)).count();
        let all = u32::try_from(holding) == Ok(possible.len());
        (all || holding == 0).then_some(all)
    }

    /// The levels to compare with others; `None` where they are not limited or there may be none.
    pub(super) fn candidates(&self) -> Option<LevelSet> {
        self.possible.filter(|set| !self.nothing && !set.is_empty())
    }

    /// How many levels a known one is from where a test turns.
    pub(super) fn distance_to(&self, test: impl Fn(u8) -> bool, scale: &Scale) -> Option<f64> {
        let known = self.known?;
        let now = test(known);
        scale
            .all()
            .iter()
            .filter(|level| test(*level) != now)
            .map(|level| f64::from(level.abs_diff(known)))
            .min_by(f64::total_cmp)
    }
}

impl Derived {
    /// Whether there is one value.
    pub(super) fn is_known(&self) -> bool {
        match &self.value {
            DerivedValue::YesNo(verdict) => verdict.holds() || verdict.fails(),
            DerivedValue::Number(number) => number.is_some(),
            DerivedValue::Level(levels) => levels.known.is_some(),
        }
    }
}

impl World<'_> {
    /// A let.
    pub(super) fn derived(&self, id: LetId) -> Computed<Rc<Derived>> {
        self.found.lets.get(id, || {
            let derived = match &self.a_let(id)?.kind {
                LetKind::YesNo(cond) => {
                    let mut node = self.condition(cond)?;
                    let (verdict, failed) = (node.verdict, node.failed.take());
                    while let ("not", Some(inner)) = (node.op, node.parts.pop()) {
                        node = inner;
                    }
                    Derived {
                        value: DerivedValue::YesNo(verdict),
                        certainty: verdict.certainty,
                        failed,
                        distance: node.distance,
                    }
                }
                LetKind::Number(num, _) => {
                    let mut reads = Reads::default();
                    let number = self.number(num, &mut reads)?;
                    let failed = reads.failed;
                    Derived {
                        value: DerivedValue::Number(number),
                        certainty: reads.certainty,
                        failed: failed.map(|failure| failure.of_value(number.is_some())),
                        distance: None,
                    }
                }
                LetKind::List(_, rows) => self.list(rows)?,
                LetKind::Table(_, inputs, rows) => self.table(inputs, rows)?,
            };
            Ok(derived)
        })
    }

    /// What a let reads, each once.
    pub(super) fn reads_of(&self, id: LetId) -> Computed<Reads> {
        let mut reads = Reads::default();
        match &self.a_let(id)?.kind {
            LetKind::YesNo(cond) => self.condition(cond)?.name_reads(&mut reads),
            LetKind::Number(num, _) => {
                self.number(num, &mut reads)?;
            }
            LetKind::List(_, rows) => {
                for cond in rows
                    .iter()
                    .flat_map(|row| row.when.iter().chain(&row.unless))
                {
                    self.condition(cond)?.name_reads(&mut reads);
                }
                let named = rows.iter().filter_map(|row| row.parameter);
                self.note_parameters(named, &mut reads)?;
            }
            LetKind::Table(_, inputs, rows) => {
                for input in inputs {
                    let value = match input {
                        Subject::Fact(fact) => self.fact_value(*fact)?,
                        Subject::Let(id) => self.derived_value(*id)?,
                    };
                    reads.note(self.name(*input)?, value, 1.0);
                }
                for row in rows {
                    let named = row.cells.iter().flat_map(Cell::parameters);
                    self.note_parameters(named.chain(row.parameter), &mut reads)?;
                }
            }
        }
        Ok(reads)
    }

    /// The value of a let as data.
    pub(super) fn derived_value(&self, id: LetId) -> Computed<ValueTrace> {
        let derived = self.derived(id)?;
        Ok(match &derived.value {
            DerivedValue::YesNo(verdict) if verdict.holds() => ValueTrace::YesNo(true),
            DerivedValue::YesNo(verdict) if verdict.fails() => ValueTrace::YesNo(false),
            DerivedValue::YesNo(_) => ValueTrace::Unknown(()),
            DerivedValue::Number(number) => number_value(*number),
            DerivedValue::Level(levels) => {
                let scale = self.scale(Subject::Let(id))?;
                if scale.numbers.is_some() {
                    let number = levels.known.and_then(|at| scale.number(at));
                    return Ok(number_value(number));
                }
                match levels.known.and_then(|at| scale.level(at)) {
                    Some(level) => ValueTrace::Word(level.name.to_string()),
                    None => ValueTrace::Unknown(()),
                }
            }
        })
    }

    /// What is known of the level of a fact or let.
    pub(super) fn levels(&self, subject: Subject, reads: &mut Reads) -> Computed<Levels> {
        match subject {
            Subject::Fact(id) => {
                let given = self.given(id);
                let certainty = given.map_or(1.0, |given| given.certainty);
                reads.note(self.name(subject)?, self.fact_value(id)?, certainty);
                Ok(match given.map(|given| &given.value) {
                    Some(Value::Level(at)) => Levels::of_fact(Some(*at)),
                    _ => Levels::of_fact(None),
                })
            }
            Subject::Let(id) => {
                let derived = self.derived(id)?;
                let DerivedValue::Level(levels) = &derived.value else {
                    return Err(format!("`{}` has no level", self.name(subject)?));
                };
                reads.note(self.name(subject)?, self.derived_value(id)?, 1.0);
                reads.fail(derived.failed.as_ref());
                reads.certainty = reads.certainty.min(derived.certainty);
                Ok(levels.clone())
            }
        }
    }

    fn list(&self, rows: &[ListRow]) -> Computed<Derived> {
        let mut judged = Vec::new();
        for row in rows {
            let (when, unless, verdict) = self.guarded(row.when.as_ref(), row.unless.as_ref())?;
            let failed = failures::of_exception(when.as_ref(), unless.as_ref(), false);
            judged.push((row.level, (verdict, failed)));
        }
        let ends = rows.last().is_some_and(|row| row.when.is_none());
        Ok(first_that_applies(judged, !ends))
    }

    fn table(&self, inputs: &[Subject], rows: &[TableRow]) -> Computed<Derived> {
        let mut judged = Vec::new();
        for row in rows {
            let (mut verdicts, mut cells) = (Vec::new(), Vec::new());
            for (subject, cell) in inputs.iter().zip(&row.cells) {
                let verdict = self.cell(*subject, cell)?;
                verdicts.push(verdict);
                cells.push((verdict, self.cell_failure(*subject, cell, verdict)?));
            }
            let failed = failures::of_parts(cells.len(), &cells);
            judged.push((row.level, (verdict::all(&verdicts), failed)));
        }
        let open = !coverage::covers(self, inputs, rows)?;
        Ok(first_that_applies(judged, open))
    }

    /// The call on which depends whether a cell matches: none where all levels that are possible agree.
    fn cell_failure(
        &self,
        subject: Subject,
        cell: &Cell,
        verdict: Verdict,
    ) -> Computed<Option<Failure>> {
        let (Cell::Test { unknown, test }, Subject::Let(id)) = (cell, subject) else {
            return Ok(None);
        };
        let derived = self.derived(id)?;
        let Some(failure) = derived.failed.clone() else {
            return Ok(None);
        };
        let sure = match (test, &derived.value) {
            (CellTest::Levels(set), DerivedValue::Level(levels)) => {
                let matches = levels.decide(|level| set.has(level));
                matches.is_some_and(|matches| matches || !unknown)
            }
            _ => false,
        };
        if sure && !failure.made {
            return Ok(None);
        }
        Ok(Some(failure.of_value(verdict.is_known())))
    }

    /// Whether a cell matches. `*` reads nothing.
    pub(super) fn cell(&self, subject: Subject, cell: &Cell) -> Computed<Verdict> {
        let Cell::Test { unknown, test } = cell else {
            return Ok(Verdict::known(true, 1.0));
        };
        let mut reads = Reads::default();
        let known = self.is_known(subject, &mut Reads::default())?;
        if *unknown && !known {
            return Ok(Verdict::known(true, 1.0));
        }
        if *unknown && names_no_value(test) {
            return Ok(Verdict::known(false, 1.0));
        }
        let matches = match test {
            CellTest::Levels(set) => {
                let levels = self.levels(subject, &mut reads)?;
                levels.decide(|level| set.has(level))
            }
            CellTest::Truths { yes, no } => {
                let verdict = self.holds(subject, &mut reads)?;
                let known = verdict.holds() || verdict.fails();
                known.then(|| if verdict.holds() { *yes } else { *no })
            }
            CellTest::Intervals(intervals) => self
                .subject_number(subject, &mut reads)?
                .map(|number| intervals.iter().any(|range| range.within.has(number))),
        };
        Ok(Verdict::maybe(matches, reads.certainty))
    }

    /// The number of a fact or let.
    fn subject_number(&self, subject: Subject, reads: &mut Reads) -> Computed<Option<f64>> {
        let kind = match subject {
            Subject::Fact(id) => crate::model::NumKind::Fact(id),
            Subject::Let(id) => crate::model::NumKind::Let(id),
        };
        let origin = crate::base::Span::default();
        self.number(&crate::model::Num { origin, kind }, reads)
    }
}

/// Whether the cell was `unknown` alone.
fn names_no_value(test: &CellTest) -> bool {
    match test {
        CellTest::Levels(set) => set.is_empty(),
        CellTest::Truths { yes, no } => !yes && !no,
        CellTest::Intervals(all) => all.is_empty(),
    }
}

/// The rows that may apply are those up to and including the first that is known to apply; `open` says whether
/// it may be that none does.
fn first_that_applies(rows: Vec<(u8, Judged)>, open: bool) -> Derived {
    let mut possible = LevelSet::default();
    let mut certainty: f64 = 1.0;
    let mut applied = None;
    for (at, (level, (verdict, _))) in rows.iter().enumerate() {
        if !verdict.fails() {
            possible = possible.union(LevelSet::one(*level));
        }
        if verdict.holds() || verdict.fails() {
            certainty = certainty.min(verdict.certainty);
        }
        if verdict.holds() {
            applied = Some(at);
            break;
        }
    }
    let nothing = applied.is_none() && (open || possible.is_empty());
    let known = if nothing { None } else { possible.single() };
    let judged: Vec<Judged> = rows.into_iter().map(|(_, judged)| judged).collect();
    Derived {
        failed: failures::of_rows(&judged, known.is_some()),
        value: DerivedValue::Level(Levels {
            known,
            possible: Some(possible),
            nothing,
            applied,
        }),
        certainty,
        distance: None,
    }
}

/// The names of levels.
pub(super) fn level_names(scale: &Scale, set: LevelSet) -> Vec<String> {
    set.iter()
        .filter_map(|at| scale.level(at))
        .map(|level| level.name.to_string())
        .collect()
}
