//! What it would take and what would come of it, as documents and as JSON. Seeks nothing.

mod compared;
mod sought;

pub(super) use compared::compared;
pub(super) use sought::sought;

use super::session::Failure;
use crate::analyze::{Answer, Comparison, Ways};
use crate::base::{Diagnostic, Severity};
use crate::explain::Block;

/// What a question about another profile comes to.
pub(super) enum WhatIf {
    /// The smallest changes that lead to another advice.
    Sought(Ways),
    /// Two profiles side by side.
    Compared(Box<Comparison>),
}

impl WhatIf {
    /// As a document for people.
    pub(super) fn blocks(&self) -> Vec<Block> {
        match self {
            Self::Sought(ways) => sought(ways),
            Self::Compared(comparison) => compared(comparison),
        }
    }

    /// For programs.
    pub(super) fn json(&self) -> Result<String, Failure> {
        let json = match self {
            Self::Sought(ways) => serde_json::to_string_pretty(ways),
            Self::Compared(comparison) => serde_json::to_string_pretty(comparison),
        };
        json.map(|json| json + "\n").map_err(|error| {
            let message = format!("the result cannot be written: {error}");
            Diagnostic::new("E0906", Severity::Error, message).into()
        })
    }
}

/// What an answer is about, and what it is on both sides.
fn in_words(answer: &Answer) -> [String; 3] {
    [&answer.title, &answer.from_words, &answer.to_words].map(String::clone)
}
