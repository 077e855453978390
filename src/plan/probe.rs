//! What a probe adds to a plan while it is lowered. Lowers nothing itself.

use super::cond::Key;
use crate::model::Step;

/// The nodes that are the probe's own: its steps, and under which keys others would find them.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub steps: Vec<Step>,
    pub tests: Vec<Key>,
    pub figures: Vec<Key>,
}
