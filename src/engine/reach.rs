//! What can happen at all, over every profile there can be. Decides nothing about one of them.

use std::collections::BTreeSet;

use super::domain::Domain as _;
use super::fault::Fault;
use super::machine::Machine;
use super::region::{Fields, Region};
use crate::base::Id as _;
use crate::model::{GroupId, GroupLimit, NumberId, OutcomeId, PieceId, RuleId, TruthId, Unit};
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
        let limit = program.rulebook.groups[group].limit;
        let units = program.plan.folds.values().flat_map(|fold| &fold.units);
        let mut sides = units.filter_map(|unit| match unit {
            Unit::Group(of, pieces) if *of == group => Some(pieces),
            Unit::Group(..) | Unit::Piece(_) => None,
        });
        sides.any(|pieces| {
            [true, false].iter().any(|favor| match limit {
                GroupLimit::Limit(most) => self.exceeds(program, pieces, *favor, most),
                GroupLimit::Strongest | GroupLimit::StrongestPlus(_) => {
                    self.meet(program, pieces, *favor)
                }
            })
        })
    }

    /// Whether two pieces of a side can be there together: of a contrast and of a rule only one is at a time.
    fn meet(&self, program: &Program, pieces: &[PieceId], favor: bool) -> bool {
        let mut givers = BTreeSet::new();
        for id in pieces {
            let piece = &program.plan.pieces[*id];
            let may = self.bounds.pieces.get(id.to_usize());
            if piece.favor == favor && may.is_some_and(Option::is_some) {
                let contrast = program.rulebook.rules[piece.rule].contrast;
                givers.insert((contrast, contrast.is_none().then_some(piece.rule)));
            }
        }
        givers.len() > 1
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
