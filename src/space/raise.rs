//! Claims about how a total moves with one fact, decided for every profile there can be: the same profiles twice, with a
//! lower and a higher value, and what lies between their totals.

use super::prove::{Prover, Ruling, Why};
use super::region::{Atlas, Bounded, Field, Region};
use super::search::Work;
use crate::engine::fault::Fault;
use crate::model::{FactId, PieceId, Raising, RuleId, Unit, Value};
use crate::plan::Program;
use crate::space::one_at_a_time::Budget;

/// What rounding may leave between two sums of the same pieces.
const ROUNDING: f64 = 1e-9;
/// Splits behind one another at most.
const DEEPEST: u32 = 256;

/// Whether a total moves as it must not from one value of the fact to another, where some other answers are given with
/// certainty 1 and all others are unknown.
pub type Moves<'m> = dyn FnMut(&[(FactId, Value)], [&Value; 2]) -> bool + 'm;

/// How a total moves as it must not.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The other answers; all that are not among them are unknown.
    pub answers: Vec<(FactId, Value)>,
    /// The lower and the higher value of the fact.
    pub values: [Value; 2],
}

/// One search: the answers so far, and what is compared.
struct Comparing<'s> {
    program: &'s Program,
    atlas: &'s Atlas,
    raising: &'s Raising,
    /// What the total adds up and depends on the fact.
    units: Vec<&'s Unit>,
    values: [&'s Value; 2],
    moves: &'s mut Moves<'s>,
    work: &'s mut Work,
    path: Vec<(FactId, Value)>,
}

enum Compared {
    /// Nowhere does it move as it must not.
    Nothing,
    /// With the answers so far it does.
    Moves,
    /// Neither is known.
    Open,
}

impl Prover<'_> {
    /// Decides whether a total never moves against a claim, for answers given with certainty 1: the budget is that of
    /// [`Prover::stated`].
    pub fn raising(
        &self,
        raising: &Raising,
        moves: &mut Moves<'_>,
        budget: u32,
    ) -> Result<(Ruling, Option<Moved>, u32), Fault> {
        let program = self.program();
        let mut work = Work { left: budget };
        let spent = |work: &Work| budget.saturating_sub(work.left);
        let computed = units(program, raising).into_iter().any(|unit| {
            let mut rules = rules(program, unit).into_iter();
            rules.any(|rule| self.atlas().computes(program, rule, raising.fact))
        });
        if computed || !program.method.method.is_scalar() {
            return Ok((Ruling::Undecided(Why::Moves), None, 0));
        }
        let chart = self.atlas().chart(program, raising.fact);
        let values: Vec<Side<'_>> = chart
            .cases
            .iter()
            .filter_map(|case| Some((case.field, case.value.as_ref()?)))
            .collect();
        let mut ruling = match chart.covers {
            true => Ruling::Proved,
            false => Ruling::Undecided(Why::Moves),
        };
        for [low, high] in neighbors(&values) {
            let mut sides = [
                self.with(raising.fact, low.0)?,
                self.with(raising.fact, high.0)?,
            ];
            let mut comparing = Comparing {
                program,
                atlas: self.atlas(),
                raising,
                units: units(program, raising),
                values: [low.1, high.1],
                moves: &mut *moves,
                work: &mut work,
                path: Vec::new(),
            };
            let compared = comparing.part(&mut sides, (DEEPEST, true));
            let answers = comparing.path;
            match compared {
                Compared::Nothing => {}
                Compared::Open if work.left == 0 => ruling = Ruling::Undecided(Why::Spent),
                Compared::Open => ruling = Ruling::Undecided(Why::Moves),
                Compared::Moves => {
                    let moved = Moved {
                        answers: answers.clone(),
                        values: [low.1.clone(), high.1.clone()],
                    };
                    return Ok((Ruling::Refuted(answers), Some(moved), spent(&work)));
                }
            }
        }
        Ok((ruling, None, spent(&work)))
    }

    /// All profiles with this of a fact.
    fn with(&self, fact: FactId, field: Field) -> Result<Bounded, Fault> {
        let mut fields = self.fields().clone();
        fields.set(fact, field);
        let region = Region::new(fields, Budget::new().end());
        Bounded::of(self.program(), self.atlas(), region)
    }
}

/// A case of the fact with the value that stands for it.
type Side<'v> = (Field, &'v Value);

/// Pairs of values of which the second lies above the first and nothing lies between.
fn neighbors<'v>(values: &[Side<'v>]) -> Vec<[Side<'v>; 2]> {
    let mut found = Vec::new();
    for low in values {
        let mut above = values.iter().filter(|high| match (low.1, high.1) {
            (Value::Set(low), Value::Set(high)) => {
                low.union(*high) == *high && high.len() == low.len().saturating_add(1)
            }
            (Value::YesNo(low), Value::YesNo(high)) => low < high,
            (Value::Level(low), Value::Level(high)) => low < high,
            (Value::Number(low), Value::Number(high)) => low < high,
            _other => false,
        });
        match low.1 {
            Value::Set(_) => found.extend(above.map(|high| [*low, *high])),
            // INVARIANT: the cases of a fact stand from low to high.
            _ordered => found.extend(above.next().map(|high| [*low, *high])),
        }
    }
    found
}

/// What a total adds up and depends on the fact that is raised.
fn units<'p>(program: &'p Program, raising: &Raising) -> Vec<&'p Unit> {
    let units = program.plan.code.folds[raising.target].units.iter();
    units
        .filter(|unit| {
            let mut rules = rules(program, unit).into_iter();
            rules.any(|rule| program.plan.index.rule_facts[rule].contains(&raising.fact))
        })
        .collect()
}

/// The rules whose evidence a unit adds up.
fn rules(program: &Program, unit: &Unit) -> Vec<RuleId> {
    let pieces: Vec<PieceId> = match unit {
        Unit::Piece(piece) => vec![*piece],
        Unit::Group(_, sides) => sides.concat(),
    };
    let rules = pieces
        .iter()
        .map(|piece| program.plan.code.pieces[*piece].rule);
    rules.collect()
}

impl Comparing<'_> {
    fn part(&mut self, sides: &mut [Bounded; 2], (deeper, more): (u32, bool)) -> Compared {
        let rises: Vec<f64> = self
            .units
            .iter()
            .map(|unit| self.rise(sides, unit))
            .collect();
        let sum: f64 = rises.iter().sum();
        let each = rises.iter().all(|rise| *rise >= 0.0);
        if each || (self.program.totals_are_sums() && sum >= -ROUNDING) {
            return Compared::Nothing;
        }
        if more && (self.moves)(&self.path, self.values) {
            return Compared::Moves;
        }
        let Some(fact) = self.fact(sides, &rises) else {
            // Where evidence adds up, one profile stands for all that are left, and it was tried.
            return match self.program.totals_are_sums() {
                true => Compared::Nothing,
                false => Compared::Open,
            };
        };
        let Some(deeper) = deeper.checked_sub(1) else {
            return Compared::Open;
        };
        let (program, atlas) = (self.program, self.atlas);
        let [first, _] = &*sides;
        let parts = atlas.parts_of(program, fact, first.field(fact));
        let mut found = match parts.is_empty() {
            true => Compared::Open,
            false => Compared::Nothing,
        };
        for case in &*parts {
            let Some(left) = self.work.left.checked_sub(1) else {
                return Compared::Open;
            };
            self.work.left = left;
            // INVARIANT: over a region no step fails; what cannot be computed is open.
            let narrow = |side: &mut Bounded| side.narrow(program, atlas, (fact, case.field));
            let failed = sides.iter_mut().map(narrow).filter(Result::is_err).count() > 0;
            let path = self.path.clone();
            if let Some(value) = &case.value {
                self.path.retain(|(known, _)| *known != fact);
                self.path.push((fact, value.clone()));
            }
            let of_part = match failed {
                true => Compared::Open,
                false => self.part(sides, (deeper, case.value.is_some())),
            };
            sides.iter_mut().for_each(|side| side.widen(atlas));
            match of_part {
                Compared::Moves => return Compared::Moves,
                Compared::Open => found = Compared::Open,
                Compared::Nothing => {}
            }
            self.path = path;
        }
        found
    }

    /// How far a unit moves as it should, at least; below zero where it may move the other way.
    fn rise(&self, sides: &[Bounded; 2], unit: &Unit) -> f64 {
        if let Unit::Group(_, of_group) = unit
            && of_group.iter().all(|pieces| self.all_rise(sides, pieces))
        {
            return 0.0;
        }
        let [low, high] = sides;
        let ends = |side: &Bounded| side.unit(self.program, unit);
        let ([low, below], [above, high]) = (ends(low), ends(high));
        match self.raising.lowers {
            true => above - below,
            false => low - high,
        }
    }

    /// Whether the pieces of one side of a group that depend on the fact are, from the largest to the smallest, none lower where
    /// they should rise. Then the side rises, however it is limited and whatever else is in it.
    fn all_rise(&self, [low, high]: &[Bounded; 2], pieces: &[PieceId]) -> bool {
        let plan = &self.program.plan;
        let depends = |piece: &&PieceId| {
            plan.index.rule_facts[plan.code.pieces[**piece].rule].contains(&self.raising.fact)
        };
        let ends = |side: &Bounded, at: usize| -> Vec<f64> {
            let own = pieces.iter().filter(depends);
            let ends = own.map(|piece| side.piece(self.program, *piece));
            let mut ends: Vec<f64> = ends.filter_map(|ends| ends.get(at).copied()).collect();
            ends.sort_by(f64::total_cmp);
            ends
        };
        let (least, most) = match self.raising.lowers {
            true => (ends(high, 0), ends(low, 1)),
            false => (ends(low, 0), ends(high, 1)),
        };
        least.iter().zip(&most).all(|(least, most)| least >= most)
    }

    /// The fact on which most hangs how the total moves.
    fn fact(&self, sides: &[Bounded; 2], rises: &[f64]) -> Option<FactId> {
        let falling = self
            .units
            .iter()
            .zip(rises)
            .filter(|(_, rise)| **rise < 0.0);
        let falling = falling.flat_map(|(unit, _)| rules(self.program, unit));
        // What another unit makes up for it may hang on more.
        let all = self.units.iter().flat_map(|unit| rules(self.program, unit));
        let first = self.most_read(sides, &falling.collect::<Vec<RuleId>>());
        first.or_else(|| self.most_read(sides, &all.collect::<Vec<RuleId>>()))
    }

    /// The open fact that most of some rules read.
    fn most_read(&self, [side, _]: &[Bounded; 2], rules: &[RuleId]) -> Option<FactId> {
        let read = &self.program.plan.index.rule_facts;
        let mut best: Option<(usize, FactId)> = None;
        for fact in self.program.rulebook.facts.ids() {
            let field = side.field(fact);
            if fact == self.raising.fact || !self.atlas.splits(self.program, fact, field) {
                continue;
            }
            let count = rules
                .iter()
                .filter(|rule| read[**rule].contains(&fact))
                .count();
            if count > best.map_or(0, |(most, _)| most) {
                best = Some((count, fact));
            }
        }
        best.map(|(_, fact)| fact)
    }
}
