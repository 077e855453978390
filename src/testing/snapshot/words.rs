//! Causes in words, a line each. Looks for none.

use crate::analyze::{Aspect, Change, Edit, Kind, Reason};

/// Lines about causes at most.
const MOST: usize = 6;

/// An edit, such as ``rule `few_hands`: weight toward kaizen: by 3 → by 1``.
fn edit(edit: &Edit, changes: &[Change]) -> String {
    match edit {
        Edit::Rules(at) => {
            let changes = at.iter().filter_map(|at| changes.get(*at));
            let lines: Vec<String> = changes.map(line).collect();
            lines.join(" and ")
        }
        Edit::Fact { name, from, to } => format!("the profile: `{name}` {from} → {to}"),
    }
}

/// A change in one line; of long texts what differs.
pub(super) fn line(change: &Change) -> String {
    let change = &change.shown();
    match change.aspect {
        Aspect::Added | Aspect::Removed => format!("{} {}", change.subject(), change.what()),
        _ => format!("{}: {}", change.subject(), change.what()),
    }
}

/// A reason in words; `None` where it is not known.
pub(super) fn reason(reason: &Reason, changes: &[Change]) -> Option<String> {
    let sets: Vec<String> = reason
        .sets
        .iter()
        .map(|set| {
            let edits: Vec<String> = set.iter().map(|one| edit(one, changes)).collect();
            match edits.len() {
                0 | 1 => edits.concat(),
                _ => format!("{}, together", edits.join(" and ")),
            }
        })
        .collect();
    match sets.len() {
        0 => None,
        1 if reason.with_others => Some(format!(
            "{}, with any of several other edits",
            sets.concat()
        )),
        1 => Some(sets.concat()),
        _ => Some(format!("{}; each alone would do it", sets.join(", or "))),
    }
}

/// Causes of what matters most, and then of the rest, each said with what it did; not more than fit a screen.
pub(super) fn lines(main: Vec<(String, String)>, mut rest: Vec<(String, String)>) -> Vec<String> {
    let first = main.first().map(|(cause, _)| cause.clone());
    let (plain, others): (Vec<_>, Vec<_>) = main
        .into_iter()
        .partition(|(cause, what)| Some(cause) == first.as_ref() || what.is_empty());
    let mut lines: Vec<String> = Vec::new();
    for (line, _) in plain {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    rest.splice(0..0, others);
    for (cause, what) in rest {
        if !lines.iter().any(|line| line.starts_with(&cause)) {
            lines.push(format!("{cause} (for {what})"));
        }
    }
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(format!("{more} more"));
    }
    lines
}

/// The edits of words that a snapshot shows: those of the things whose wording differs.
pub(super) fn edited_words(changed: &[String], shown: &[&str], changes: &[Change]) -> Vec<String> {
    let is_shown = |change: &Change| match change.kind {
        Kind::Rule | Kind::Row | Kind::Note => changed.iter().any(|key| {
            let name = key.split(' ').next().unwrap_or(key);
            name == change.name
        }),
        Kind::Strategy | Kind::Outcome | Kind::AdviceRow | Kind::Let => {
            shown.contains(&change.name.as_str())
        }
        _ => false,
    };
    let words = changes
        .iter()
        .filter(|change| change.aspect == Aspect::Wording);
    words.filter(|change| is_shown(change)).map(line).collect()
}
