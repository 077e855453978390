//! Where the advice can turn while the total of one strategy moves and all else stays: between such marks it is the
//! same. Decides nothing.

use crate::base::Id;
use crate::engine::decide::Decision;
use crate::engine::machine::Record;
use crate::model::{Figure, Firing, NumberId, NumberNode, Plan, Step, TargetId, TruthNode};

/// What totals, leads and the margin are compared with; only where nothing but that reads them.
#[derive(Debug)]
pub(super) struct Turning {
    constants: Vec<f64>,
}

/// The advice by the total of one strategy, as far as it was computed.
#[derive(Debug)]
pub(super) struct Known {
    /// In ascending order.
    marks: Vec<f64>,
    /// Below the first mark, between the marks, and above the last.
    decisions: Vec<Option<Option<Decision>>>,
}

/// Where there would be more marks, all is computed each time.
const MOST_MARKS: usize = 24;
/// Totals and leads are rounded to 1e-9: so near to a mark anything may be.
const NEAR: f64 = 4e-9;
/// Beyond it totals are not rounded and the steps of a double are no longer small against the rounding.
const LARGEST: f64 = 1e5;

impl Turning {
    /// `None` where something depends on totals in another way than by comparing them with constants.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let mut constants = Vec::new();
        for step in &plan.code.late {
            match step {
                Step::Number(id) => is_figure(plan, *id).then_some(())?,
                Step::Truth(id) => match &plan.code.truths[*id] {
                    TruthNode::Compare(left, _, right, _) => {
                        constants.push(constant(plan, *left, *right)?);
                    }
                    TruthNode::Between(number, low, high, _) => {
                        constants.push(constant(plan, *low, *number)?);
                        constants.push(constant(plan, *high, *number)?);
                    }
                    TruthNode::Constant(_)
                    | TruthNode::Ahead(..)
                    | TruthNode::Even(..)
                    | TruthNode::Fired(_, Firing::Then)
                    | TruthNode::All(_)
                    | TruthNode::Any(_)
                    | TruthNode::AtLeast(..)
                    | TruthNode::Not(_)
                    | TruthNode::Surely(_)
                    | TruthNode::Unless(..) => {}
                    _other => return None,
                },
                Step::Shares => {}
                Step::Choice(_) | Step::Rule(_) | Step::Fold(_) => return None,
            }
        }
        constants.sort_by(f64::total_cmp);
        constants.dedup();
        Some(Self { constants })
    }

    /// Nothing known yet of what follows from the total of a strategy.
    pub(super) fn nothing(&self, plan: &Plan, record: &Record, target: TargetId) -> Known {
        let mut marks = self.constants.clone();
        for other in plan
            .code
            .strategies
            .iter()
            .filter(|other| **other != target)
        {
            let total = record.totals.get(other.to_usize()).copied();
            let total = total.unwrap_or(f64::NAN);
            marks.push(total);
            for constant in &self.constants {
                marks.extend([total - constant, total + constant]);
            }
        }
        marks.sort_by(f64::total_cmp);
        let usable = marks.len() <= MOST_MARKS && marks.iter().all(|mark| mark.abs() < LARGEST);
        let ways = marks.len().saturating_add(1);
        Known {
            decisions: if usable { vec![None; ways] } else { Vec::new() },
            marks,
        }
    }
}

impl Known {
    /// Where what follows from a total is kept; nowhere for one that is near a mark.
    pub(super) fn slot(&mut self, total: f64) -> Option<&mut Option<Option<Decision>>> {
        let near = |mark: &f64| (total - mark).abs() <= NEAR;
        if total.is_nan() || total.abs() >= LARGEST || self.marks.iter().any(near) {
            return None;
        }
        let below = self.marks.iter().filter(|mark| **mark < total).count();
        self.decisions.get_mut(below)
    }
}

/// A total, a lead, the margin, or a constant.
fn is_figure(plan: &Plan, id: NumberId) -> bool {
    matches!(
        plan.code.numbers[id],
        NumberNode::Constant(_)
            | NumberNode::Parameter(..)
            | NumberNode::Figure(Figure::Total(_))
            | NumberNode::Unless(..)
            | NumberNode::Higher(..)
            | NumberNode::Lead(..)
            | NumberNode::Margin(_)
    )
}

/// What a figure is compared with.
fn constant(plan: &Plan, left: NumberId, right: NumberId) -> Option<f64> {
    if !is_figure(plan, left) || !is_figure(plan, right) {
        return None;
    }
    let constant = |id: NumberId| match &plan.code.numbers[id] {
        NumberNode::Constant(number) | NumberNode::Parameter(_, number) => Some(*number),
        _figure => None,
    };
    constant(left).or_else(|| constant(right))
}
