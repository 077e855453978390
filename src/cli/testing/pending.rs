//! Snapshots that wait, those that changed in the same way together. Writes nothing.

use super::run::Results;
use super::snapshots::{Shot, State};
use crate::testing::snapshot::{Meaning, groups};

/// Snapshots that wait for the same decision.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Pending<'r> {
    /// What they are, in capitals.
    pub word: &'static str,
    /// What they have in common, in one line.
    pub headline: String,
    /// The edits they are owed to.
    pub causes: &'r [String],
    /// Why edits are missing among them, where they are.
    pub unknown: Option<&'static str>,
    /// The snapshots, in order.
    pub shots: Vec<&'r Shot>,
}

/// Profiles that are named in a line.
const MOST_NAMES: usize = 4;

impl Pending<'_> {
    /// What caused the change, a line each.
    pub(in crate::cli) fn because(&self) -> impl Iterator<Item = String> {
        because(self.causes, self.unknown)
    }

    /// The profiles, the first of them by name.
    pub(in crate::cli) fn names(&self) -> String {
        let names = self
            .shots
            .iter()
            .take(MOST_NAMES)
            .map(|shot| shot.profile.as_str());
        let mut text = names.collect::<Vec<_>>().join(", ");
        if self.shots.len() > MOST_NAMES {
            text.push_str(&format!(
                " and {} more",
                self.shots.len().saturating_sub(MOST_NAMES)
            ));
        }
        text
    }
}

/// What waits: changes, the most severe and the most frequent first, then what is new or has marks of a merge.
pub(in crate::cli) fn of(results: &Results) -> Vec<Pending<'_>> {
    let mut changed: Vec<(&Shot, &Meaning)> = Vec::new();
    let (mut new, mut conflict, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
    for shot in results
        .targets
        .iter()
        .flat_map(|target| &target.shots.shots)
    {
        match &shot.state {
            State::Same => {}
            State::New => new.push(shot),
            State::Conflict => conflict.push(shot),
            State::Unreadable => unreadable.push(shot),
            State::Changed(_, meaning) => changed.push((shot, meaning)),
        }
    }
    let meanings: Vec<Meaning> = changed
        .iter()
        .map(|(_, meaning)| (*meaning).clone())
        .collect();
    let mut pending: Vec<Pending<'_>> = groups(&meanings)
        .into_iter()
        .map(|group| {
            let members: Vec<_> = group
                .members
                .iter()
                .filter_map(|at| changed.get(*at))
                .collect();
            let mut headline = group.meaning.headline;
            let same = members
                .iter()
                .all(|(_, meaning)| meaning.headline == headline);
            if !same {
                headline.push_str(" (figures of the first)");
            }
            Pending {
                word: "CHANGED",
                headline,
                causes: members.first().map_or(&[], |(_, meaning)| &meaning.causes),
                unknown: group.meaning.unknown,
                shots: members.iter().map(|(shot, _)| *shot).collect(),
            }
        })
        .collect();
    let words = [
        (
            "CONFLICT",
            conflict,
            "it has merge conflict marks; counts as missing",
        ),
        (
            "UNREADABLE",
            unreadable,
            "the file is not a snapshot; counts as missing",
        ),
        ("NEW", new, "not yet accepted"),
    ];
    for (word, shots, words) in words {
        if !shots.is_empty() {
            pending.push(Pending {
                word,
                headline: words.to_owned(),
                causes: &[],
                unknown: None,
                shots,
            });
        }
    }
    pending
}

/// Causes, a line each, and why some are missing.
pub(super) fn because(
    causes: &[String],
    unknown: Option<&'static str>,
) -> impl Iterator<Item = String> {
    let known = causes.iter().map(|cause| format!("because of {cause}"));
    known.chain(unknown.map(|why| format!("cause not known: {why}")))
}
