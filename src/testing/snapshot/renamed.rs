//! A snapshot in the names of today's rules: what only has another name is no difference. Finds no rename.

use std::collections::BTreeMap;

use super::{Entry, Snapshot};
use crate::analyze::{Aspect, Causes, Change, Kind};

/// Names that only changed, old to new, as far as a snapshot shows them.
pub(super) type Renamed = BTreeMap<String, String>;

/// The old snapshot in today's names, and which of them it shows.
pub(super) fn in_new_names(old: &Snapshot, causes: &Causes<'_>) -> (Snapshot, Renamed) {
    let renames: Vec<&Change> = causes
        .changes()
        .iter()
        .filter(|change| change.aspect == Aspect::Renamed)
        .collect();
    if renames.is_empty() {
        return (old.clone(), Renamed::new());
    }
    let labels = labels(&renames);
    let mut told = old.clone();
    let mut seen = shown(old, &renames);
    for (key, value) in &mut told.head {
        *value = match key.as_str() {
            "row" => match labels.get(value.as_str()) {
                Some(label) => (*label).to_owned(),
                None => in_text(value, causes),
            },
            "advice" => causes.new_name(value),
            "totals" => in_order(&in_text(value, causes)),
            "sureness" => value.clone(),
            _ => continue,
        };
    }
    for section in &mut told.sections {
        for entry in &mut section.entries {
            translate(&section.name, entry, causes, &mut seen);
        }
        if section.name != "wording" {
            section
                .entries
                .sort_by(|one, other| one.key.cmp(&other.key));
        }
    }
    (told, seen)
}

/// Labels of rows of the advice that only changed.
fn labels<'c>(renames: &[&'c Change]) -> BTreeMap<&'c str, &'c str> {
    let rows = renames
        .iter()
        .filter(|change| change.kind == Kind::AdviceRow);
    rows.filter_map(|change| Some((change.from.as_deref()?, change.to.as_deref()?)))
        .collect()
}

fn translate(section: &str, entry: &mut Entry, causes: &Causes<'_>, seen: &mut Renamed) {
    match section {
        "facts" | "derived" => {
            entry.value = in_levels(&entry.key, &entry.value, causes, seen);
            entry.key = causes.new_name(&entry.key);
        }
        "rules" | "groups" => {
            entry.value = in_text(&entry.value, causes);
            entry.key = causes.new_name(&entry.key);
        }
        // Lines of a note begin with its name.
        "wording" | "preconditions" => {
            let end = entry.key.find(' ').unwrap_or(entry.key.len());
            let (name, rest) = entry.key.split_at(end);
            entry.key = format!("{}{rest}", causes.new_name(name));
        }
        _ => entry.key = causes.new_name(&entry.key),
    }
}

/// A level, a list of them in brackets, or another value, with its certainty. Levels with another name are added.
fn in_levels(subject: &str, value: &str, causes: &Causes<'_>, seen: &mut Renamed) -> String {
    let (value, sure) = match value.find(", certainty ") {
        Some(at) => value.split_at(at),
        None => (value, ""),
    };
    let mut level = |level: &str| {
        let told = causes.new_level(subject, level);
        if told != level {
            seen.insert(level.to_owned(), told.clone());
        }
        told
    };
    let levels = value
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let told = match levels {
        Some(levels) => {
            let levels = levels.split(", ");
            let levels: Vec<String> = levels.map(&mut level).collect();
            format!("[{}]", levels.join(", "))
        }
        None => level(value),
    };
    format!("{told}{sure}")
}

/// A text with each name in it under its new name.
fn in_text(text: &str, causes: &Causes<'_>) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let length = if word == 0 { first.len_utf8() } else { word };
        let (piece, after) = rest.split_at(length);
        match word {
            0 => told.push_str(piece),
            _ => told.push_str(&causes.new_name(piece)),
        }
        rest = after;
    }
    told
}

/// The parts of a list in order.
fn in_order(list: &str) -> String {
    let mut parts: Vec<&str> = list.split(", ").collect();
    parts.sort_unstable();
    parts.join(", ")
}

/// The renamed things that a snapshot names.
fn shown(old: &Snapshot, renames: &[&Change]) -> Renamed {
    let lines = old
        .sections
        .iter()
        .filter(|section| section.name != "wording");
    let keys = lines.flat_map(|section| section.entries.iter().map(|entry| entry.key.as_str()));
    // Strategies stand among the totals.
    let totals = old.figure("totals").split(", ");
    let totals = totals.filter_map(|total| total.split(' ').next());
    let keys: Vec<&str> = keys
        .chain([old.figure("advice"), old.figure("row")])
        .chain(totals)
        .collect();
    let mut found = Renamed::new();
    for change in renames {
        let (Some(from), Some(to)) = (&change.from, &change.to) else {
            continue;
        };
        let names = |key: &&str| {
            let rest = key.strip_prefix(from.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if change.part.is_empty() && keys.iter().any(names) {
            found.insert(from.clone(), to.clone());
        }
    }
    found
}
