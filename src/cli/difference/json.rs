//! A difference as JSON for programs.

use serde::Serialize;

use super::Told;
use crate::analyze::{Change, Effects};

/// The version of this shape; it changes when a name or a meaning does.
const VERSION: &str = "1";

/// What is written.
#[derive(Serialize)]
struct Document<'a> {
    diff_version: &'static str,
    old: &'a str,
    new: &'a str,
    /// How many profiles have another advice.
    flips: usize,
    texts_differ: bool,
    changes: &'a [Change],
    effects: &'a Effects,
}

pub(super) fn render(told: &Told) -> String {
    let document = Document {
        diff_version: VERSION,
        old: &told.old,
        new: &told.new,
        flips: told.effects.flips().count(),
        texts_differ: told.difference.texts_differ,
        changes: &told.difference.changes,
        effects: &told.effects,
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
