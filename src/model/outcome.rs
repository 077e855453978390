//! What can be advised, and what it is called.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{NoteItem, OutcomeId, Rulebook, TargetId};
use crate::base::Span;

/// The name of the advice where no row applies.
pub const UNDECIDED: &str = "undecided";

/// What can be advised.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The identifier.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// The strategy it is for; a strategy is for itself.
    pub strategy: Option<TargetId>,
    /// The names by which files may still call it.
    pub former: Vec<Arc<str>>,
    /// `precondition`, `next`, `risk` and `measure` lines in the order written.
    pub items: Vec<NoteItem>,
    /// Where it is declared.
    pub origin: Span,
}

impl Outcome {
    /// Whether a file that calls an outcome so means this one.
    pub fn is_called(&self, name: &str) -> bool {
        *self.name == *name || self.former.iter().any(|former| **former == *name)
    }
}

impl Rulebook {
    /// The name of an outcome; `None` is `undecided`.
    pub fn outcome_name(&self, outcome: Option<OutcomeId>) -> &str {
        let outcome = outcome.and_then(|id| self.outcomes.find(id));
        outcome.map_or(UNDECIDED, |outcome| &outcome.name)
    }

    /// The title of an outcome.
    pub fn outcome_title(&self, outcome: Option<OutcomeId>) -> &str {
        let outcome = outcome.and_then(|id| self.outcomes.find(id));
        outcome.map_or("Undecided", |outcome| &outcome.title)
    }
}
