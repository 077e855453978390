//! Nodes that are there already: equal ones stand once, however many rules use them. Lowers nothing.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use crate::base::Span;
use crate::model::{
    CallId, Code, NumberId, NumberNode, ParameterId, Read, ScriptId, Sign, Slice, TruthId,
    TruthNode,
};

/// What tells a node apart from all others of its kind: its bytes, with those of what it has in the pools.
pub(super) type Key = Vec<u8>;

/// A call as it stands in the text.
pub(super) type Place = (Span, ScriptId, Arc<str>);

/// The nodes that were made, by what they are.
#[derive(Debug, Default)]
pub(super) struct Interned {
    pub truths: HashMap<Key, TruthId>,
    pub numbers: HashMap<Key, NumberId>,
    pub calls: HashMap<Place, CallId>,
    pub reads: HashMap<Vec<Read>, Slice>,
}

impl Interned {
    /// Forgets nodes that nobody else may use.
    pub(super) fn forget(&mut self, open: &super::probe::Open) {
        for key in &open.truths {
            self.truths.remove(key);
        }
        for key in &open.numbers {
            self.numbers.remove(key);
        }
        for place in &open.calls {
            self.calls.remove(place);
        }
    }
}

fn key(node: &impl Serialize, pools: &impl Serialize) -> Key {
    // INVARIANT: nodes are numbers, lists and texts, and a vector takes all of them.
    postcard::to_allocvec(&(node, pools)).unwrap_or_default()
}

/// What a condition's node is; a test may be one against the value of a parameter.
pub(super) fn of_truth(code: &Code, node: &TruthNode, setting: Option<(ParameterId, Sign)>) -> Key {
    let mut bare = node.clone();
    let mut parts: &[TruthId] = &[];
    match &mut bare {
        TruthNode::All(slice) | TruthNode::Any(slice) | TruthNode::AtLeast(_, slice) => {
            parts = code.parts_of(std::mem::take(slice));
        }
        // What comparisons read stands in its pool once, so where it stands tells it apart.
        _without => {}
    }
    key(&bare, &(parts, setting))
}

/// What a number's node is.
pub(super) fn of_number(code: &Code, node: &NumberNode) -> Key {
    match node {
        NumberNode::Apply(op, operands) => key(
            &NumberNode::Apply(*op, Slice::default()),
            &code.operands_of(*operands),
        ),
        other => key(other, &()),
    }
}
