//! A changed snapshot in one line, with the edits it is owed to.

use super::Snapshot;
use super::cause::{Compared, causes};
use super::change::{Difference, Kind, differences};
use super::define::Definitions;
use super::rename::{Renamed, in_names_of};

/// What a change means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The most severe kind of difference in it.
    pub kind: Kind,
    /// What differs, in one line.
    pub headline: String,
    /// The edits it is owed to; empty where they cannot be told.
    pub causes: Vec<String>,
    /// The same for all profiles that changed in the same way for the same reason.
    pub key: String,
}

/// Differences that one line tells at most.
const MOST: usize = 6;
/// Values between facts and rules among them.
const MOST_VALUES: usize = 2;

/// What the change from one snapshot to the next means; the definitions are those of today's rulebook, and the names
/// are what [`renames`](super::renames) finds in all its snapshots.
pub fn compare(old: &Snapshot, new: &Snapshot, now: &Definitions, known: &Renamed) -> Meaning {
    let (old, renamed) = in_names_of(old, new, known);
    let differences = differences(&old, new, &renamed);
    let compared = Compared {
        old: &old,
        new,
        now,
        renamed: &renamed,
    };
    let causes = causes(&compared);
    let kind = differences
        .first()
        .map_or(Kind::Wording, |first| first.kind);
    let keys = differences.iter().map(|one| one.key.as_str());
    Meaning {
        kind,
        headline: headline(kind, &differences),
        key: causes
            .iter()
            .map(String::as_str)
            .chain(keys)
            .collect::<Vec<_>>()
            .join("\n"),
        causes,
    }
}

fn headline(kind: Kind, differences: &[Difference]) -> String {
    let words = |kind: Kind| -> Vec<&str> {
        let of_kind = differences.iter().filter(move |one| one.kind == kind);
        of_kind.map(|one| one.words.as_str()).collect()
    };
    match kind {
        Kind::Wording if differences.is_empty() => "layout only".into(),
        Kind::Wording => format!(
            "wording only: {}",
            words(kind).join("; ").replacen("wording of ", "", 1)
        ),
        Kind::Renamed if differences.iter().all(|one| one.kind == kind) => {
            format!("renamed only: {}", words(kind).join("; "))
        }
        Kind::Definition => format!("same result; edited: {}", words(kind).join(", ")),
        _ => {
            // What the rules say and how they say it is told by the causes.
            let told = differences.iter().filter(|one| {
                kind == Kind::Renamed || !matches!(one.kind, Kind::Definition | Kind::Wording)
            });
            let mut values = 0usize;
            let mut line: Vec<&str> = Vec::new();
            let mut more = 0usize;
            for one in told {
                values = values.saturating_add(usize::from(one.kind == Kind::Derived));
                if line.len() < MOST && (one.kind != Kind::Derived || values <= MOST_VALUES) {
                    line.push(&one.words);
                } else {
                    more = more.saturating_add(1);
                }
            }
            let more = (more > 0).then(|| format!("{more} more"));
            line.extend(more.as_deref());
            line.join("; ")
        }
    }
}
