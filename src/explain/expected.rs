//! What was expected of an evaluation and does not hold: the condition with every value, and what led to the result.

use super::document::{Block, Explanation, Part};
use super::names::Names;
use super::{condition, ledger};
use crate::model::trace::{ConditionTrace, Trace};

/// Conditions that were to hold, each a tree, and the ledger of the result.
pub fn expected<'t>(trace: &'t Trace, conditions: &[&ConditionTrace]) -> Explanation<'t> {
    let names = Names::new(trace);
    let trees = conditions.iter().map(|one| condition::tree(&names, one));
    let mut blocks = vec![Block::Tree(trees.collect())];
    blocks.extend(ledger::reasons(&names));
    Explanation {
        blocks,
        trace,
        part: Part::Whole,
    }
}
