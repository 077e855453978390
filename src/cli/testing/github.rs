//! Results of tests as annotations of a GitHub workflow. Runs nothing.
//!
//! GitHub shows ten annotations of each kind of a step: the most severe come first, and where more follow, the tenth
//! says how many.

use std::fmt::Write as _;

use super::TestFormat;
use super::coverage;
use super::report::{Entry, Fate, entries};
use super::run::Results;
use crate::cli::diagnostics::{Look, message, property};

pub(super) const FORMAT: TestFormat = TestFormat {
    name: "github",
    about: "annotations of a GitHub workflow",
    endings: &[],
    write: render,
};

/// Annotations of a kind that GitHub shows.
const SHOWN: usize = 10;

fn render(results: &Results, look: Look) -> String {
    let look = Look {
        colour: false,
        ..look
    };
    let targets = results.targets.iter();
    let mut all: Vec<Entry<'_>> = targets
        .flat_map(|target| entries(target, results, look))
        .collect();
    all.retain(|one| one.fate != Fate::Passed);
    all.sort_by_key(|one| one.fate);
    let (warnings, errors): (Vec<_>, Vec<_>) =
        all.iter().partition(|one| one.fate == Fate::Warning);
    let mut text = String::new();
    kind("error", &errors, &mut text);
    kind("warning", &warnings, &mut text);
    text.push_str(&coverage::github(results, SHOWN));
    text
}

fn kind(word: &str, entries: &[&Entry<'_>], text: &mut String) {
    let most = if entries.len() > SHOWN {
        SHOWN.saturating_sub(1)
    } else {
        SHOWN
    };
    for one in entries.iter().take(most) {
        let lines = format!("{}\n{}", one.message, one.detail);
        let _ = writeln!(
            text,
            "::{word} file={},line={},title={}::{}",
            property(&one.file),
            one.line,
            property(&one.name),
            message(lines.trim_end())
        );
    }
    let more = entries.len().saturating_sub(most);
    if more > 0 {
        let _ = writeln!(
            text,
            "::{word} title=hansei test::and {more} more, which GitHub does not show here"
        );
    }
}
