//! What can happen at all, over every profile there can be. Decides nothing about one of them.

use std::collections::BTreeMap;

use super::region::{ANY, Fields, Region};
use crate::base::{Id as _, Limits};
use crate::engine::domain::Domain as _;
use crate::engine::fault::Fault;
use crate::engine::machine::Machine;
use crate::model::{
    ContrastId, GroupId, GroupLimit, NumberId, OutcomeId, PieceId, RuleId, TargetId, TruthId, Unit,
};
use crate::plan::Program;
use crate::script;

/// Bounds of totals are wider than the totals: what they exceed a number by, where it is less than this, does not count.
pub const SLACK: f64 = 1e-6;

/// Sound bounds over all profiles: what it rules out never happens.
#[derive(Clone, Debug)]
pub struct Reach {
    bounds: Machine<Region>,
}

/// A contrast, or a rule that is in none.
type Giver = (Option<ContrastId>, Option<RuleId>);

/// Bounds over all profiles, with answers of any certainty.
pub fn reach(program: &Program) -> Result<Reach, Fault> {
    let until = script::spent().saturating_add(Limits::DEFAULT.search_operations);
    let region = Region::new(Fields::every(&program.rulebook, ANY), until);
    let mut bounds = Machine::new(program, region);
    bounds.run(program)?;
    Ok(Reach { bounds })
}

impl Reach {
    /// Whether a rule can fire by `then`, and whether by `else`.
    pub fn fires(&self, rule: RuleId) -> (bool, bool) {
        let chances = self.bounds.statuses.get(rule.to_usize());
        chances.map_or((true, true), |chances| (chances.then_may, chances.else_may))
    }

    /// Whether a condition can hold.
    pub fn can_hold(&self, truth: TruthId) -> bool {
        let may = self.bounds.truths.get(truth.to_usize());
        may.is_none_or(|may| may.yes.is_some())
    }

    /// Whether a condition can be known to be false.
    pub fn can_fail(&self, truth: TruthId) -> bool {
        let may = self.bounds.truths.get(truth.to_usize());
        may.is_none_or(|may| may.no.is_some())
    }

    /// The lowest and the highest that a number can be; `None` where it is never known.
    pub fn range(&self, number: NumberId) -> Option<(f64, f64)> {
        let within = self.bounds.numbers.get(number.to_usize())?;
        within.known.then_some((within.low, within.high))
    }

    /// The lowest and the highest total there can be of a target.
    pub fn total(&self, program: &Program, target: TargetId) -> Option<(f64, f64)> {
        let within = self.bounds.totals.get(target.to_usize())?;
        let known = within.known.then_some((within.low, within.high))?;
        if !program.adds() {
            return Some(known);
        }
        let pieces: Vec<PieceId> = program
            .plan
            .code
            .pieces
            .iter()
            .filter(|(_, piece)| piece.target == target)
            .map(|(id, _)| id)
            .collect();
        let prior = program.plan.code.folds[target].prior;
        let sum = self
            .by_giver(program, pieces.iter())
            .fold((prior, prior), |sum, ends| (sum.0 + ends.0, sum.1 + ends.1));
        // The limits of groups, left out here, only bring the sides nearer to zero.
        Some((known.0.max(sum.0), known.1.min(sum.1)))
    }

    /// Whether a row of the advice can give it.
    pub fn can_advise(&self, row: u32) -> bool {
        let outlook = self.bounds.decision.as_ref();
        outlook.is_none_or(|outlook| outlook.rows.contains(&Some(row)))
    }

    /// Whether an outcome can be advised.
    pub fn can_reach(&self, outcome: OutcomeId) -> bool {
        let outlook = self.bounds.decision.as_ref();
        outlook.is_none_or(|outlook| outlook.outcomes.contains(&Some(outcome)))
    }

    /// Whether the limit of a group can cut anything away; true where that cannot be told.
    pub fn can_cut(&self, program: &Program, group: GroupId) -> bool {
        let limit = program.plan.code.limits[group];
        let units = program
            .plan
            .code
            .folds
            .values()
            .flat_map(|fold| &fold.units);
        let mut sides = units.filter_map(|unit| match unit {
            Unit::Group(of, sides) if *of == group => Some(sides),
            Unit::Group(..) | Unit::Piece(_) => None,
        });
        sides.any(|sides| sides.iter().any(|side| self.cuts(program, limit, side)))
    }

    /// Whether a side of a group can be more than its limit.
    fn cuts(&self, program: &Program, limit: GroupLimit, side: &[PieceId]) -> bool {
        let givers = self.givers(program, side);
        let sum: f64 = givers.iter().sum();
        let strongest = givers.iter().copied().fold(0.0, f64::max);
        match limit {
            GroupLimit::Limit(most) if program.adds() => sum > most + SLACK,
            GroupLimit::Limit(most) => self.exceeds(program, side, most),
            GroupLimit::StrongestPlus(more) if program.adds() => sum - strongest > more + SLACK,
            GroupLimit::Strongest | GroupLimit::StrongestPlus(_) => givers.len() > 1,
        }
    }

    /// The most that each giver of a side can give.
    fn givers(&self, program: &Program, side: &[PieceId]) -> Vec<f64> {
        let ends = self.by_giver(program, side.iter());
        ends.map(|(low, high)| low.abs().max(high)).collect()
    }

    /// The least and the most that each giver can give: of a contrast, and of a rule, only one piece is there at a time.
    fn by_giver<'a>(
        &self,
        program: &Program,
        pieces: impl Iterator<Item = &'a PieceId>,
    ) -> std::collections::btree_map::IntoValues<Giver, (f64, f64)> {
        let mut givers: BTreeMap<Giver, (f64, f64)> = BTreeMap::new();
        for id in pieces {
            let Some(Some(evidence)) = self.bounds.pieces.get(id.to_usize()) else {
                continue;
            };
            let rule = program.plan.code.pieces[*id].rule;
            let contrast = program.rulebook.rules[rule].contrast;
            let giver = (contrast, contrast.is_none().then_some(rule));
            let total = self.bounds.domain.total(program, evidence);
            let open = (f64::NEG_INFINITY, f64::INFINITY);
            let (low, high) = total.map_or(open, |total| (total.low, total.high));
            let known = givers.entry(giver).or_insert((0.0, 0.0));
            *known = (known.0.min(low), known.1.max(high));
        }
        givers.into_values()
    }

    fn exceeds(&self, program: &Program, side: &[PieceId], most: f64) -> bool {
        let found = side
            .iter()
            .filter_map(|id| self.bounds.pieces.get(id.to_usize())?.as_ref());
        let mut sum = None;
        for piece in found {
            sum = match sum {
                None => Some(*piece),
                Some(sum) => match self.bounds.domain.merge(program, &sum, piece) {
                    Ok(sum) => Some(sum),
                    Err(_) => return true,
                },
            };
        }
        let Some(Ok(total)) = sum.map(|sum| self.bounds.domain.total(program, &sum)) else {
            return sum.is_some();
        };
        // Where it just touches the limit, rounding of the bounds decides nothing: it may cut.
        total.low < -most || total.high > most
    }
}
