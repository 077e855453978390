//! The shell of `hansei diff`: rulebooks from files and history, profiles, and what differs in several forms.
//! Finds no difference itself.

mod git;
mod json;
mod markdown;
mod profiles;
mod reference;
mod side;
mod tables;
mod text;
mod words;

pub(super) use profiles::{found, read};
pub(super) use reference::{Reference, references};
pub(super) use side::{Side, parted};

use super::diagnostics::Look;
use super::form::Form;
use crate::analyze::{Difference, Effects};

/// What is told of two rulebooks.
pub(super) struct Told {
    /// The old rulebook as shown to the user.
    pub(super) old: String,
    /// The new rulebook as shown to the user.
    pub(super) new: String,
    /// What changed.
    pub(super) difference: Difference,
    /// What it does to the profiles.
    pub(super) effects: Effects,
}

/// What writes a difference.
type Writer = fn(&Told, Look) -> String;

/// Every way to tell a difference.
pub(super) const FORMS: &[Form<Writer>] = &[
    Form {
        name: "text",
        about: "for people",
        endings: &["txt"],
        write: text::render,
    },
    Form {
        name: "markdown",
        about: "for a pull request",
        endings: &["md", "markdown"],
        write: |told, _| markdown::render(told),
    },
    Form {
        name: "json",
        about: "for programs",
        endings: &["json"],
        write: |told, _| json::render(told),
    },
];
