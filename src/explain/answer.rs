//! The manager's first screen.

use super::document::{Block, Line, Tone};
use super::names::Names;

/// The answer.
pub(super) fn blocks(names: &Names<'_>) -> Vec<Block> {
    vec![Block::Lead {
        title: Line::toned(names.title(&names.trace.advice), Tone::Strong),
        detail: Line::default(),
    }]
}
