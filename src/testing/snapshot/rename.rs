//! Names that only changed, found in two snapshots; the old one is told in the new names. Tells no difference.

use std::collections::BTreeMap;

use super::define::Definitions;
use super::{Entry, Snapshot};

/// Names that only changed, old to new.
pub type Renamed = BTreeMap<String, String>;

/// Rounds of looking: a renamed let lets another be recognized that reads it.
const MOST_ROUNDS: usize = 12;

/// What other things read, so that its name stands in what they say.
const READ: [&str; 4] = ["parameters", "derived", "hypotheses", "groups"];

/// The names that something reads and that only changed, as all snapshots of a rulebook show them together: one
/// that says nothing of a let may lie beside one that says all.
pub fn renames<'s>(
    snapshots: impl IntoIterator<Item = (&'s Snapshot, &'s Snapshot)>,
    now: &Definitions,
) -> Renamed {
    let mut all = Renamed::new();
    for (old, new) in snapshots {
        let mut told = translated(old, &all);
        for _ in 0..MOST_ROUNDS {
            let found = read_names(&told, new, now);
            if found.is_empty() {
                break;
            }
            told = translated(&told, &found);
            all.extend(found);
        }
        // A rule may be known here, and beside it a snapshot lie in which it is not.
        let mut rules = pairs("rules", &told, new);
        rules.retain(|from, _| !now.rules.contains_key(from));
        all.extend(rules);
    }
    all
}

/// The old snapshot in the names of the new one, with everything in it that was renamed.
pub(super) fn in_names_of(old: &Snapshot, new: &Snapshot, known: &Renamed) -> (Snapshot, Renamed) {
    let told = translated(old, known);
    let entries = |name: &&str| old.section(name);
    let rules = ["rules", "unknown rules"];
    let sections = READ.iter().chain(&rules);
    let keys = sections.flat_map(entries).map(|entry| &entry.key);
    let mut all: Renamed = keys
        .filter_map(|key| known.get_key_value(key))
        .map(|(from, to)| (from.clone(), to.clone()))
        .collect();
    for section in ["rules", "notes"] {
        all.extend(pairs(section, &told, new));
    }
    (told, all)
}

/// Renamed things that others read. Without words of their own, something that names them has to say the same.
fn read_names(old: &Snapshot, new: &Snapshot, now: &Definitions) -> Renamed {
    let is_gone = |name: &String| {
        let kept = now.lets.contains_key(name) || now.parameters.contains_key(name);
        !kept && !now.groups.contains_key(name)
    };
    let mut found = Renamed::new();
    for section in READ {
        let mut pairs = pairs(section, old, new);
        pairs.retain(|from, to| {
            let words = old.entry(section, from).map_or("", |one| &one.definition);
            is_gone(from) && still_said(old, new, (from, to)).unwrap_or(!words.is_empty())
        });
        found.extend(pairs);
    }
    found
}

/// Things that are gone and came back under another name: the same definition and the same effect.
fn pairs(section: &str, old: &Snapshot, new: &Snapshot) -> Renamed {
    let only = |of: &Snapshot, other: &Snapshot| -> Vec<Entry> {
        let entries = of.section(section).iter();
        let missing = entries.filter(|entry| other.entry(section, &entry.key).is_none());
        missing.cloned().collect()
    };
    // Rules and notes are known by what they say alone.
    let says_enough = |entry: &Entry| READ.contains(&section) || !entry.definition.is_empty();
    let (gone, come) = (only(old, new), only(new, old));
    let same =
        |one: &Entry, other: &Entry| one.definition == other.definition && one.value == other.value;
    let mut pairs = Renamed::new();
    for one in gone.iter().filter(|one| says_enough(one)) {
        let mut twins = come.iter().filter(|other| same(one, other));
        let sole = gone.iter().filter(|other| same(one, other)).count() == 1;
        if let (Some(twin), None, true) = (twins.next(), twins.next(), sole) {
            pairs.insert(one.key.clone(), twin.key.clone());
        }
    }
    pairs
}

/// Whether something that named the old name says the same with the new one; `None` where nothing named it.
fn still_said(old: &Snapshot, new: &Snapshot, (from, to): (&str, &str)) -> Option<bool> {
    let one = Renamed::from([(from.to_owned(), to.to_owned())]);
    // A rule is a few parts: where its weight was edited too, its condition may be the same.
    let parts = |of: &Snapshot| -> Vec<String> {
        let entries = of.sections.iter().flat_map(|section| &section.entries);
        let texts = entries.flat_map(|entry| entry.definition.split("; "));
        texts.chain([of.figure("row")]).map(str::to_owned).collect()
    };
    let now = parts(new);
    let before = parts(old).into_iter();
    let naming = before.filter_map(|text| {
        let other = in_new_names(&text, &one);
        (other != text).then(|| now.contains(&other))
    });
    naming.reduce(|some, one| some || one)
}

fn translated(old: &Snapshot, names: &Renamed) -> Snapshot {
    let mut told = old.clone();
    for (key, value) in &mut told.head {
        if key == "row" {
            *value = in_new_names(value, names);
        }
    }
    for section in told.sections.iter_mut().filter(|one| one.name != "facts") {
        for entry in &mut section.entries {
            entry.key = in_new_names(&entry.key, names);
            entry.definition = in_new_names(&entry.definition, names);
        }
        if section.name != "wording" {
            section
                .entries
                .sort_by(|one, other| one.key.cmp(&other.key));
        }
    }
    told
}

/// A text with each name, and each row of a contrast over it, under its new name; what stands in quotes is no name.
fn in_new_names(text: &str, names: &Renamed) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    let mut quoted = false;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let length = if word == 0 { first.len_utf8() } else { word };
        let (piece, after) = rest.split_at(length);
        quoted ^= piece == "\"";
        let (head, tail) = match piece.split_once('.') {
            Some((head, _)) => piece.split_at(head.len()),
            None => (piece, ""),
        };
        told.push_str(
            names
                .get(head)
                .filter(|_| !quoted)
                .map_or(head, |name| name),
        );
        told.push_str(tail);
        rest = after;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::{Renamed, in_new_names};

    #[test]
    fn names_are_told_from_parts_of_names_and_from_quoted_levels() {
        let names = Renamed::from([("tight".to_owned(), "short".to_owned())]);
        let told = |text| in_new_names(text, &names);
        assert_eq!(told("when tight and not_tight"), "when short and not_tight");
        assert_eq!(told("tight.yes: a"), "short.yes: a");
        assert_eq!(
            told("money.tight is \"tight\" – tight"),
            "money.tight is \"tight\" – short"
        );
    }
}
