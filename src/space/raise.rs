//! Claims about what happens as one fact rises, decided for every profile there can be: the same profiles twice, with a
//! lower and a higher value, and what lies between their totals, or what advice both can have.

use super::answers::{Answers, put};
use super::prove::{Prover, Ruling, Why};
use super::region::{Assumed, Atlas, Bounded, Doubt, Field, Region};
use super::search::Work;
use crate::engine::fault::Fault;
use crate::model::{
    FactId, FactType, Never, PieceId, ProbeId, Raising, RuleId, TargetId, Unit, Value,
};
use crate::plan::Program;
use crate::space::one_at_a_time::Budget;

/// What rounding may leave between two sums of the same pieces.
const ROUNDING: f64 = 1e-9;
/// Splits behind one another at most.
const DEEPEST: u32 = 256;

/// Whether something moves as it must not from one value of the fact to another, where some other answers are given with
/// certainty 1 and all others are unknown.
pub type Moves<'m> = dyn FnMut(&[(FactId, Value)], [&Value; 2]) -> bool + 'm;

/// How something moves as it must not.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The other answers; all that are not among them are unknown.
    pub answers: Vec<(FactId, Value)>,
    /// The lower and the higher value of the fact.
    pub values: [Value; 2],
}

/// One search: the answers so far, and what is compared.
pub(super) struct Comparing<'s> {
    pub(super) program: &'s Program,
    pub(super) atlas: &'s Atlas,
    pub(super) raising: &'s Raising,
    /// What has to hold in both.
    pub(super) when: Option<ProbeId>,
    /// What a total that the claim is about adds up and depends on the fact.
    units: Vec<&'s Unit>,
    pub(super) doubt: Doubt,
    values: [&'s Value; 2],
    moves: &'s mut Moves<'s>,
    work: &'s mut Work,
    pub(super) path: Answers,
}

/// Where a search is.
#[derive(Clone, Copy)]
pub(super) struct At {
    /// How often may be split behind it.
    pub(super) deeper: u32,
    /// Whether the answers so far are others than those that were tried before.
    pub(super) more: bool,
    /// What gives the advice with either value, by its place among all that decide; `None` where that is left open.
    pub(super) by: Option<[Option<usize>; 2]>,
}

pub(super) enum Compared {
    /// Nowhere does it move as it must not.
    Nothing,
    /// With the answers so far it does.
    Moves,
    /// Neither is known.
    Open,
}

impl Prover<'_> {
    /// Decides whether nothing moves against a claim, of a total for answers given with certainty 1: the budget is that of
    /// [`Prover::stated`].
    pub fn raising(
        &self,
        (raising, when): (&Raising, Option<ProbeId>),
        moves: &mut Moves<'_>,
        budget: u32,
    ) -> Result<(Ruling, Option<Moved>, u32), Fault> {
        let program = self.program();
        let mut work = Work { left: budget };
        let spent = |work: &Work| budget.saturating_sub(work.left);
        let of_total = total_of(raising).is_some();
        if self.computes(raising) || (of_total && !program.method.method.is_scalar()) {
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
        for [low, high] in pairs(&values, of_total) {
            let mut sides = [
                self.with(raising.fact, low.0)?,
                self.with(raising.fact, high.0)?,
            ];
            let mut comparing = Comparing {
                program,
                atlas: self.atlas(),
                raising,
                when,
                units: units(program, raising),
                doubt: Doubt::new(program),
                values: [low.1, high.1],
                moves: &mut *moves,
                work: &mut work,
                path: Vec::new(),
            };
            let at = At {
                deeper: DEEPEST,
                more: true,
                by: None,
            };
            let compared = match raising.never {
                Never::Lowers(_) | Never::Raises(_) => comparing.part(&mut sides, at),
                Never::Turns(from, to) => comparing.turn(&mut sides, [from, to], at),
            };
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

    /// Whether numbers of one case of the fact differ in what the claim is about.
    fn computes(&self, raising: &Raising) -> bool {
        let (program, fact) = (self.program(), raising.fact);
        let is_number = matches!(program.rulebook.facts[fact].kind, FactType::Number(_));
        if total_of(raising).is_none() {
            return is_number && self.atlas().cases.is_computed(fact);
        }
        let units = units(program, raising).into_iter();
        let mut rules = units.flat_map(|unit| rules(program, unit));
        rules.any(|rule| self.atlas().computes(program, rule, fact))
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

/// Pairs of values of which the second lies above the first; only `near` ones where nothing lies between: what moves from
/// one value to the next as it may does so from each to each.
fn pairs<'v>(values: &[Side<'v>], near: bool) -> Vec<[Side<'v>; 2]> {
    let mut found = Vec::new();
    for low in values {
        let mut above = values.iter().filter(|high| match (low.1, high.1) {
            (Value::Set(low), Value::Set(high)) => {
                let next = high.len() == low.len().saturating_add(1);
                low.union(*high) == *high && low != high && (next || !near)
            }
            (Value::YesNo(low), Value::YesNo(high)) => low < high,
            (Value::Level(low), Value::Level(high)) => low < high,
            (Value::Number(low), Value::Number(high)) => low < high,
            _other => false,
        });
        match low.1 {
            _all if !near => found.extend(above.map(|high| [*low, *high])),
            Value::Set(_) => found.extend(above.map(|high| [*low, *high])),
            // INVARIANT: the cases of a fact stand from low to high.
            _ordered => found.extend(above.next().map(|high| [*low, *high])),
        }
    }
    found
}

/// The total that a claim is about.
fn total_of(raising: &Raising) -> Option<TargetId> {
    match raising.never {
        Never::Lowers(target) | Never::Raises(target) => Some(target),
        Never::Turns(..) => None,
    }
}

/// What a total adds up that the claim is about and that depends on the fact that is raised.
fn units<'p>(program: &'p Program, raising: &Raising) -> Vec<&'p Unit> {
    let target = total_of(raising);
    target.map_or_else(Vec::new, |target| units_of(program, target, raising.fact))
}

/// What a total adds up that depends on a fact.
pub(super) fn units_of(program: &Program, target: TargetId, fact: FactId) -> Vec<&Unit> {
    let units = program.plan.code.folds[target].units.iter();
    units
        .filter(|unit| {
            let mut rules = rules(program, unit).into_iter();
            rules.any(|rule| program.plan.index.rule_facts[rule].contains(&fact))
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
    fn part(&mut self, sides: &mut [Bounded; 2], at: At) -> Compared {
        if let (Never::Turns(..), Some(by)) = (self.raising.never, at.by) {
            return self.turn_by(sides, by, at);
        }
        let Some(fact) = self.falls(sides).filter(|_| self.may_be_asked(sides)) else {
            return Compared::Nothing;
        };
        if self.hit(at.more) {
            return Compared::Moves;
        }
        // Where something has to hold, too, one profile stands for others only when nothing is left to tell apart.
        let rest = |it: &mut Self| it.when.and_then(|_| it.split_of(sides));
        let fact = fact
            .or_else(|| self.behind_when(sides))
            .or_else(|| rest(self));
        match fact {
            Some(fact) => self.split(sides, fact, at),
            // Where evidence adds up, one profile stands for all that are left, and it was tried.
            None if self.program.totals_are_sums() && self.atlas.cases.are_certain() => {
                Compared::Nothing
            }
            None => Compared::Open,
        }
    }

    /// Whether the answers so far and no others show that it moves as it must not.
    pub(super) fn hit(&mut self, more: bool) -> bool {
        more && (self.moves)(&self.path, self.values)
    }

    /// Compares in each part that a fact makes.
    pub(super) fn split(&mut self, sides: &mut [Bounded; 2], fact: FactId, at: At) -> Compared {
        let Some(deeper) = at.deeper.checked_sub(1) else {
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
            put(&mut self.path, fact, case.value.clone());
            let more = case.value.is_some();
            let of_part = match failed {
                true => Compared::Open,
                false => self.part(sides, At { deeper, more, ..at }),
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

    /// Whether a total may move as it must not, and on which fact that hangs most.
    fn falls(&self, sides: &[Bounded; 2]) -> Option<Option<FactId>> {
        let rises: Vec<f64> = self
            .units
            .iter()
            .map(|unit| self.rise(sides, unit))
            .collect();
        let sum: f64 = rises.iter().sum();
        let each = rises.iter().all(|rise| *rise >= 0.0);
        let holds = each || (self.program.totals_are_sums() && sum >= -ROUNDING);
        (!holds).then(|| self.fact(sides, &rises))
    }

    /// Any fact that is left to tell apart.
    pub(super) fn split_of(&self, [side, _]: &[Bounded; 2]) -> Option<FactId> {
        let read = self.program.plan.index.read.iter();
        let mut read = read.filter(|(_, read)| **read).map(|(fact, _)| fact);
        read.find(|fact| {
            *fact != self.raising.fact && self.atlas.splits(self.program, *fact, side.field(*fact))
        })
    }

    /// Whether what has to hold may hold in both.
    fn may_be_asked(&self, sides: &mut [Bounded; 2]) -> bool {
        let (program, atlas) = (self.program, self.atlas);
        self.when.is_none_or(|when| {
            sides.iter_mut().all(|side| {
                side.decide_anew(program, atlas);
                let may = side.ask_where(program, atlas, when, &mut Assumed::default());
                may.yes.is_some()
            })
        })
    }

    /// A fact on which hangs what has to hold.
    pub(super) fn behind_when(&mut self, sides: &[Bounded; 2]) -> Option<FactId> {
        let truth = self.program.plan.code.probes[self.when?].shape.truth;
        let (program, atlas) = (self.program, self.atlas);
        let doubt = &mut self.doubt;
        let mut open = sides
            .iter()
            .filter_map(|side| side.hangs_on(program, atlas, truth, doubt));
        open.find(|fact| *fact != self.raising.fact)
    }

    /// How far a unit moves as it should, at least; below zero where it may move the other way.
    fn rise(&self, sides: &[Bounded; 2], unit: &Unit) -> f64 {
        let [least, most] = self.change(sides, unit);
        match matches!(self.raising.never, Never::Raises(_)) {
            true => -most,
            false => least,
        }
    }

    /// How far a unit moves up, at least and at most.
    pub(super) fn change(&self, sides: &[Bounded; 2], unit: &Unit) -> [f64; 2] {
        let ends = |side: &Bounded| side.unit(self.program, unit);
        let ([low, below], [above, high]) = {
            let [low, high] = sides;
            (ends(low), ends(high))
        };
        let (mut least, mut most) = (above - below, high - low);
        if let Unit::Group(_, of_group) = unit {
            let mut pieces = of_group.iter();
            if pieces.all(|pieces| self.all_move(sides, pieces, true)) {
                least = least.max(0.0);
            }
            let mut pieces = of_group.iter();
            if pieces.all(|pieces| self.all_move(sides, pieces, false)) {
                most = most.min(0.0);
            }
        }
        [least, most]
    }

    /// Whether the pieces of one side of a group that depend on the fact are, from the largest to the smallest, none lower with
    /// the higher value, or none higher. Then the side does not fall, or not rise, however it is limited and whatever else is in it.
    fn all_move(&self, [low, high]: &[Bounded; 2], pieces: &[PieceId], up: bool) -> bool {
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
        let (least, most) = match up {
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
