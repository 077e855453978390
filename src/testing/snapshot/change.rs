//! What differs between two snapshots, each difference a few words. Looks for no cause.

use super::rename::Renamed;
use super::{Entry, Snapshot};

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// What kind it is.
    pub kind: Kind,
    /// In words.
    pub words: String,
    /// The same for all profiles that differ in the same way: without their own figures.
    pub key: String,
}

/// The kinds of differences, the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Another outcome.
    Advice,
    /// Another row gives it.
    Row,
    /// How sure it is.
    Figures,
    /// Rules that fire now or no longer.
    Rules,
    /// What a rule that fires gives.
    Evidence,
    /// Values between facts and rules.
    Derived,
    /// What is given in the profile.
    Facts,
    /// Notes that stand beside the advice.
    Notes,
    /// The rules say it in another way, with the same result.
    Definition,
    /// The same thing under another name.
    Renamed,
    /// Words for people.
    Wording,
}

/// All differences, the most severe first.
pub(super) fn differences(old: &Snapshot, new: &Snapshot, renamed: &Renamed) -> Vec<Difference> {
    let mut found = Vec::new();
    head(old, new, &mut found);
    rules(old, new, renamed, &mut found);
    values("derived", Kind::Derived, old, new, &mut found);
    values("hypotheses", Kind::Derived, old, new, &mut found);
    cuts(old, new, &mut found);
    values("facts", Kind::Facts, old, new, &mut found);
    notes(old, new, renamed, &mut found);
    definitions(old, new, &mut found);
    for (from, to) in renamed {
        found.push(plain(Kind::Renamed, format!("`{from}` is now `{to}`")));
    }
    wording(old, new, renamed, &mut found);
    found.sort_by_key(|one| one.kind);
    found
}

fn plain(kind: Kind, words: String) -> Difference {
    Difference {
        kind,
        key: words.clone(),
        words,
    }
}

fn head(old: &Snapshot, new: &Snapshot, found: &mut Vec<Difference>) {
    let pair = |key| (old.figure(key), new.figure(key));
    let (from, to) = pair("advice");
    if from != to {
        found.push(plain(Kind::Advice, format!("advice {from} → {to}")));
    }
    let (from, to) = pair("row");
    if label(from) != label(to) {
        found.push(plain(
            Kind::Row,
            format!("row {} → {}", label(from), label(to)),
        ));
    } else if from != to {
        found.push(plain(Kind::Definition, format!("row {}", label(from))));
    }
    for key in ["confidence", "margin", "totals"] {
        let (from, to) = pair(key);
        // One figure tells that the balance moved; the others move with it.
        let told = found.iter().any(|one| one.kind == Kind::Figures);
        if from != to && !told {
            found.push(Difference {
                kind: Kind::Figures,
                words: format!("{key} {from} → {to}"),
                key: "figures".into(),
            });
        }
    }
    for key in ["sureness", "settled", "method"] {
        let (from, to) = pair(key);
        if from != to {
            let words = match (key, to) {
                ("settled", "yes") => "settled now".to_owned(),
                ("settled", _) => "no longer settled".to_owned(),
                _ => format!("{key} {from} → {to}"),
            };
            found.push(plain(Kind::Figures, words));
        }
    }
}

/// The label of a row, where it has one.
pub(super) fn label(row: &str) -> &str {
    row.split_once(" = ").map_or(row, |(label, _)| label)
}

fn rules(old: &Snapshot, new: &Snapshot, renamed: &Renamed, found: &mut Vec<Difference>) {
    let counts = |entry: &Entry| !is_idle(&entry.value);
    let mut now = Vec::new();
    for rule in new.section("rules") {
        let before = old.entry("rules", &rule.key);
        if renamed.values().any(|name| *name == rule.key) {
            continue;
        }
        match before {
            Some(before) if before.value == rule.value => {}
            Some(before) if counts(before) && counts(rule) => found.push(Difference {
                kind: Kind::Evidence,
                words: format!(
                    "evidence of `{}`: {} → {}",
                    rule.key, before.value, rule.value
                ),
                key: format!("evidence of `{}`", rule.key),
            }),
            _ if counts(rule) => now.push(rule.key.as_str()),
            _ => {}
        }
    }
    let gone: Vec<&str> = old
        .section("rules")
        .iter()
        .filter(|rule| counts(rule) && !renamed.contains_key(&rule.key))
        .filter(|rule| !new.entry("rules", &rule.key).is_some_and(counts))
        .map(|rule| rule.key.as_str())
        .collect();
    for (word, names) in [("fires now", now), ("no longer fires", gone)] {
        if !names.is_empty() {
            found.push(Difference {
                kind: Kind::Rules,
                words: format!("{word}: {}", few(&names)),
                key: format!("{word}: {}", names.join(", ")),
            });
        }
    }
}

/// Whether a rule of the section did not fire.
fn is_idle(value: &str) -> bool {
    value == "stopped" || value.starts_with("defeated by ")
}

/// Names, the first three of them.
pub(super) fn few(names: &[&str]) -> String {
    const MOST: usize = 3;
    let mut text: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect();
    if names.len() > MOST {
        text.push(format!("{} more", names.len().saturating_sub(MOST)));
    }
    text.join(", ")
}

/// Values that moved, came or went.
fn values(section: &str, kind: Kind, old: &Snapshot, new: &Snapshot, found: &mut Vec<Difference>) {
    for (name, from, to) in moved(section, old, new) {
        found.push(Difference {
            kind,
            words: format!("`{name}` {from} → {to}"),
            key: format!("`{name}`"),
        });
    }
}

/// What groups cut away, where they are shown both times.
fn cuts(old: &Snapshot, new: &Snapshot, found: &mut Vec<Difference>) {
    for group in old.section("groups") {
        let Some(after) = new.entry("groups", &group.key) else {
            continue;
        };
        let word = match (group.value.is_empty(), after.value.is_empty()) {
            (true, false) => "cuts now",
            (false, true) => "cuts no longer",
            (false, false) if group.value != after.value => "cuts elsewhere",
            _ => continue,
        };
        found.push(plain(
            Kind::Derived,
            format!("group `{}` {word}", group.key),
        ));
    }
}

/// The entries of a section whose value differs, with both values.
pub(super) fn moved(
    section: &str,
    old: &Snapshot,
    new: &Snapshot,
) -> Vec<(String, String, String)> {
    let absent = "unknown";
    let mut moved = Vec::new();
    for entry in old.section(section) {
        let to = new
            .entry(section, &entry.key)
            .map_or(absent, |entry| &entry.value);
        if entry.value != to {
            moved.push((entry.key.clone(), entry.value.clone(), to.to_owned()));
        }
    }
    for entry in new.section(section) {
        if old.entry(section, &entry.key).is_none() && entry.value != absent {
            moved.push((entry.key.clone(), absent.to_owned(), entry.value.clone()));
        }
    }
    moved
}

fn notes(old: &Snapshot, new: &Snapshot, renamed: &Renamed, found: &mut Vec<Difference>) {
    let only = |of: &Snapshot, other: &Snapshot| -> Vec<String> {
        let notes = of.section("notes").iter();
        let same =
            |key: &String| renamed.contains_key(key) || renamed.values().any(|name| name == key);
        notes
            .filter(|note| other.entry("notes", &note.key).is_none() && !same(&note.key))
            .map(|note| note.key.clone())
            .collect()
    };
    for (word, names) in [("note now", only(new, old)), ("note gone", only(old, new))] {
        for name in names {
            found.push(plain(Kind::Notes, format!("{word}: `{name}`")));
        }
    }
}

/// Things that say something else now, whatever comes of it.
fn definitions(old: &Snapshot, new: &Snapshot, found: &mut Vec<Difference>) {
    for section in ["rules", "groups", "derived", "notes"] {
        for entry in old.section(section) {
            let after = new.entry(section, &entry.key);
            if after.is_some_and(|after| after.definition != entry.definition) {
                found.push(plain(Kind::Definition, format!("`{}`", entry.key)));
            }
        }
    }
    for (name, from, to) in moved("parameters", old, new) {
        found.push(plain(
            Kind::Definition,
            format!("parameter `{name}` {from} → {to}"),
        ));
    }
}

fn wording(old: &Snapshot, new: &Snapshot, renamed: &Renamed, found: &mut Vec<Difference>) {
    // Lines of a note begin with its name.
    let named = |entry: &Entry| -> (String, String) {
        let (name, rest) = entry
            .key
            .split_at(entry.key.find(' ').unwrap_or(entry.key.len()));
        let name = renamed.get(name).map_or(name, String::as_str);
        (format!("{name}{rest}"), entry.value.clone())
    };
    let mut before: Vec<(String, String)> = old.section("wording").iter().map(named).collect();
    let mut changed: Vec<String> = Vec::new();
    for entry in new.section("wording") {
        let line = (entry.key.clone(), entry.value.clone());
        match before.iter().position(|known| *known == line) {
            Some(at) => {
                before.remove(at);
            }
            None => changed.push(line.0),
        }
    }
    changed.extend(before.into_iter().map(|(key, _)| key));
    changed.sort();
    changed.dedup();
    if changed.is_empty() {
        let order: Vec<(String, String)> = old.section("wording").iter().map(named).collect();
        let now = new.section("wording").iter();
        let now = now.map(|entry| (entry.key.clone(), entry.value.clone()));
        if renamed.is_empty() && order != now.collect::<Vec<_>>() {
            found.push(plain(Kind::Wording, "wording in another order".into()));
        }
        return;
    }
    let names: Vec<&str> = changed.iter().map(String::as_str).collect();
    found.push(plain(Kind::Wording, format!("wording of {}", few(&names))));
}
