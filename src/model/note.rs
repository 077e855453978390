//! What stands beside the advice: notes, and the lines of notes and outcomes.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Citation, Cond, MetId, NoteId, OutcomeId, Template};
use crate::base::{Horizon, LineKind, Span};

/// A note beside the advice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Note {
    /// The identifier.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// Its condition.
    pub when: Cond,
    /// Its exception.
    pub unless: Option<Cond>,
    /// Its lines.
    pub items: Vec<NoteItem>,
    /// Why, in words.
    pub because: Option<Template>,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Where it is declared.
    pub origin: Span,
}

/// A line of a note or an outcome.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NoteItem {
    /// What kind of line.
    pub kind: LineKind,
    /// Until when a step is to be done.
    pub within: Option<Horizon>,
    /// Its text.
    pub text: Template,
    /// When a precondition is met.
    pub met: Option<Met>,
}

/// `met when C partly when D`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Met {
    /// Which of the rulebook's it is: those of outcomes first, then those of notes, in their order.
    pub id: MetId,
    /// Where it holds, the precondition is met.
    pub when: Cond,
    /// Where it holds and the other does not, the precondition is met in part.
    pub partly: Option<Cond>,
}

/// Who says a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineOf {
    /// An outcome, which says it where it is advised.
    Outcome(OutcomeId),
    /// A note, which says it where it is shown.
    Note(NoteId),
}

/// A precondition that says when it is met.
#[derive(Clone, Copy, Debug)]
pub struct Precondition<'b> {
    /// Who says it.
    pub of: LineOf,
    /// Which of its preconditions it is, counted from 1.
    pub at: usize,
    /// What it says.
    pub text: &'b Template,
    /// When it is met.
    pub met: &'b Met,
}

impl Met {
    /// Both conditions.
    pub fn conditions(&self) -> impl Iterator<Item = &Cond> {
        std::iter::once(&self.when).chain(&self.partly)
    }
}
