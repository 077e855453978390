//! What a probe adds to a plan while it is lowered. Lowers nothing itself.

use super::intern::{Key, Place};
use crate::model::Step;

/// The nodes that are the probe's own: its steps, and under what others would find them.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub steps: Vec<Step>,
    pub truths: Vec<Key>,
    pub numbers: Vec<Key>,
    pub calls: Vec<Place>,
}
