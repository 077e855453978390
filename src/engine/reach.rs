//! What can happen at all, over every profile there can be. Decides nothing about one of them.

use super::domain::Domain as _;
use super::fault::Fault;
use super::machine::Machine;
use super::region::{Fields, Region};
use crate::base::Id as _;
use crate::model::{GroupId, GroupLimit, PieceId, RuleId, TruthId, Unit};
use crate::plan::Program;

/// Sound bounds over all profiles: what it rules out never happens.
#[derive(Clone, Debug)]
pub struct Reach {
    bounds: Machine<Region>,
}

/// Bounds over all profiles, with answers of any certainty.
pub fn reach(program: &Program) -> Result<Reach, Fault> {
    let mut bounds = Machine::new(program, Region::new(Fields::every(&program.rulebook)));
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

    /// Whether the limit of a group can cut anything away; true where that cannot be told.
    pub fn can_cut(&self, program: &Program, group: GroupId) -> bool {
        let GroupLimit::Limit(most) = program.rulebook.groups[group].limit else {
            return true;
        };
        let units = program.plan.folds.values().flat_map(|fold| &fold.units);
        let mut sides = units.filter_map(|unit| match unit {
            Unit::Group(of, pieces) if *of == group => Some(pieces),
            Unit::Group(..) | Unit::Piece(_) => None,
        });
        sides.any(|pieces| {
            [true, false]
                .iter()
                .any(|favor| self.exceeds(program, pieces, *favor, most))
        })
    }

    fn exceeds(&self, program: &Program, pieces: &[PieceId], favor: bool, most: f64) -> bool {
        let of_side = pieces
            .iter()
            .filter(|id| program.plan.pieces[**id].favor == favor);
        let found = of_side.filter_map(|id| self.bounds.pieces.get(id.to_usize())?.as_ref());
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
