//! Results of tests as annotations of a GitHub workflow. Runs nothing.
//!
//! GitHub shows ten annotations of each kind of a step: the most severe come first, and where more follow, the tenth
//! says how many. Snapshots that changed in the same way share one.

use std::fmt::Write as _;

use super::TestFormat;
use super::coverage;
use super::pending::{self, Pending};
use super::report::{Entry, Fate, entries};
use super::run::Results;
use super::snapshots::State;
use crate::cli::diagnostics::{Look, counted, message, property};
use crate::cli::workspace::seen_from_root;
use crate::testing::snapshot::Kind;

pub(super) const FORMAT: TestFormat = TestFormat {
    name: "github",
    about: "annotations of a GitHub workflow",
    endings: &[],
    write: render,
};

/// Annotations of a kind that GitHub shows.
const SHOWN: usize = 10;

/// How much an annotation matters, the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A test that could not be run.
    Error,
    /// Profiles that get another advice.
    Flip,
    /// A test that failed.
    Failed,
    /// Profiles whose result changed otherwise.
    Changed(Kind),
    /// Profiles without an accepted snapshot.
    Waiting,
    /// Something beside a test that is not in order.
    Warning,
}

/// An annotation.
struct Annotation {
    rank: Rank,
    file: String,
    line: u32,
    title: String,
    text: String,
}

fn render(results: &Results, look: Look) -> String {
    let look = Look {
        colour: false,
        ..look
    };
    let mut all: Vec<Annotation> = Vec::new();
    for target in &results.targets {
        let entries = entries(target, results, look);
        all.extend(entries.into_iter().filter_map(of_entry));
    }
    all.extend(pending::of(results).iter().filter_map(of_pending));
    all.sort_by_key(|one| one.rank);
    let (warnings, errors): (Vec<_>, Vec<_>) =
        all.iter().partition(|one| one.rank == Rank::Warning);
    let mut text = String::new();
    kind("error", &errors, &mut text);
    kind("warning", &warnings, &mut text);
    text.push_str(&coverage::github(results, SHOWN));
    text
}

/// Of what passed there is none, and snapshots are told together.
fn of_entry(one: Entry<'_>) -> Option<Annotation> {
    let rank = match one.fate {
        Fate::Error => Rank::Error,
        Fate::Failed => Rank::Failed,
        Fate::Warning => Rank::Warning,
        Fate::Passed => return None,
    };
    one.shot.is_none().then(|| Annotation {
        rank,
        text: format!("{}\n{}", one.message, one.detail),
        file: one.file,
        line: one.line,
        title: one.name,
    })
}

/// Snapshots that changed in the same way, at the first of their profiles.
fn of_pending(one: &Pending<'_>) -> Option<Annotation> {
    let first = one.shots.first()?;
    let rank = match &first.state {
        State::Changed(_, meaning) if meaning.kind == Kind::Advice => Rank::Flip,
        State::Changed(_, meaning) => Rank::Changed(meaning.kind),
        State::New | State::Conflict | State::Unreadable | State::Same => Rank::Waiting,
    };
    let title = match one.shots.len() {
        1 => first.profile.clone(),
        many => format!("{} and {} more", first.profile, many.saturating_sub(1)),
    };
    let causes: String = one
        .causes
        .iter()
        .map(|cause| format!("because of {cause}\n"))
        .collect();
    let text = format!(
        "{} {}: {}\n{causes}{}",
        one.word,
        counted(one.shots.len(), "snapshot"),
        one.headline,
        one.names()
    );
    Some(Annotation {
        rank,
        file: first.profile.clone(),
        line: 1,
        title,
        text,
    })
}

fn kind(word: &str, all: &[&Annotation], text: &mut String) {
    let most = if all.len() > SHOWN {
        SHOWN.saturating_sub(1)
    } else {
        SHOWN
    };
    for one in all.iter().take(most) {
        let _ = writeln!(
            text,
            "::{word} file={},line={},title={}::{}",
            property(&seen_from_root(&one.file)),
            one.line,
            property(&one.title),
            message(one.text.trim_end())
        );
    }
    let more = all.len().saturating_sub(most);
    if more > 0 {
        let _ = writeln!(
            text,
            "::{word} title=hansei test::and {more} more, which GitHub does not show here"
        );
    }
}
