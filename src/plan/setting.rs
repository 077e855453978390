//! What of a plan can be set to another value without making it anew: parameters, and weights that are numbers as they
//! stand.

use std::sync::Arc;

use super::Program;
use crate::model::{NumberNode, ParameterId, PieceId, PieceWeight, Plan, Setting, TruthNode};

impl Program {
    /// Gives a parameter another value, which is to be within its type; whether it could be set: where a cell of a table
    /// compares with it or a row gives it, only planning anew can. What was found out with the value before, such as the
    /// cells of a fact, is of that value.
    pub fn set_parameter(&mut self, id: ParameterId, value: f64) -> bool {
        if self.plan.index.settings[id].contains(&Setting::Fixed) {
            return false;
        }
        Arc::make_mut(&mut self.rulebook).parameters[id].value = value;
        let plan: &mut Plan = Arc::make_mut(&mut self.plan);
        for setting in &plan.index.settings[id] {
            match *setting {
                Setting::Test(test, sign) => {
                    if let TruthNode::Number(_, _, constant) = &mut plan.code.truths[test] {
                        *constant = sign.of(value);
                    }
                }
                Setting::Number(number) => {
                    if let NumberNode::Parameter(_, constant) = &mut plan.code.numbers[number] {
                        *constant = value;
                    }
                }
                // Looked for above.
                Setting::Fixed => {}
            }
        }
        true
    }

    /// Gives a piece of evidence another weight, from 0 to the range of the method; whether its weight is a number as it
    /// stands, and not computed.
    pub fn set_weight(&mut self, id: PieceId, value: f64) -> bool {
        let plan: &mut Plan = Arc::make_mut(&mut self.plan);
        let piece = &mut plan.code.pieces[id];
        let PieceWeight::Constant(weight) = &mut piece.weight else {
            return false;
        };
        *weight = value;
        let signed = if piece.favor { value } else { -value };
        let terms = plan.code.lean.folds[piece.target].iter_mut().flatten();
        for term in terms.filter(|term| term.piece == id) {
            term.weight = signed;
        }
        true
    }
}
