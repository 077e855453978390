//! What differs between two snapshots, each difference a few words. Looks for no cause.

use std::collections::BTreeSet;

use super::observe::{BALANCE, FIGURES_OF_BALANCE, fires, name, status};
use super::renamed::Renamed;
use super::{Entry, Snapshot};
use crate::trace::WITHIN;

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// What kind it is.
    pub kind: Kind,
    /// In words.
    pub words: String,
    /// The same for all profiles that differ in the same way: where a number moved, which way, and not how far.
    pub key: String,
    /// What differs, by the names of what is observed; nothing where only words do.
    pub wants: Vec<String>,
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
    /// Rules that fire now or no longer, are stopped or defeated, or of which it is not known.
    Rules,
    /// What a rule that fires gives.
    Evidence,
    /// Values between facts and rules.
    Derived,
    /// Whether a precondition is met.
    Preconditions,
    /// What is given in the profile.
    Facts,
    /// Notes that stand beside the advice.
    Notes,
    /// By when a step is to be done.
    Deadlines,
    /// The same thing under another name.
    Renamed,
    /// Words for people.
    Wording,
}

/// The rules and contrasts that only one of two rulebooks has.
#[derive(Clone, Debug, Default)]
pub(super) struct OneSided {
    /// Those of today's.
    pub added: BTreeSet<String>,
    /// Those of the other.
    pub removed: BTreeSet<String>,
}

/// Whether a rule, or the contrast that it is a row of, is among some.
fn is_among(lone: &BTreeSet<String>, rule: &str) -> bool {
    let contrast = rule.rsplit_once('.').map(|(contrast, _)| contrast);
    lone.contains(rule) || contrast.is_some_and(|contrast| lone.contains(contrast))
}

/// All differences, the most severe first; the old snapshot is in today's names.
pub(super) fn differences(
    (old, new): (&Snapshot, &Snapshot),
    renamed: &Renamed,
    lone: &OneSided,
) -> Vec<Difference> {
    let mut found = Vec::new();
    head(old, new, &mut found);
    rules((old, new), lone, &mut found);
    values("derived", Kind::Derived, old, new, &mut found);
    values("hypotheses", Kind::Derived, old, new, &mut found);
    cuts(old, new, &mut found);
    preconditions(old, new, &mut found);
    values("facts", Kind::Facts, old, new, &mut found);
    notes(old, new, &mut found);
    for (from, to) in renamed {
        let words = format!("`{from}` is now `{to}`");
        found.push(plain(Kind::Renamed, words, Vec::new()));
    }
    wording(old, new, renamed, &mut found);
    found.sort_by_key(|one| one.kind);
    found
}

fn plain(kind: Kind, words: String, wants: Vec<String>) -> Difference {
    Difference {
        kind,
        key: words.clone(),
        words,
        wants,
    }
}

fn head(old: &Snapshot, new: &Snapshot, found: &mut Vec<Difference>) {
    let pair = |key| (old.figure(key), new.figure(key));
    for (key, kind) in [("advice", Kind::Advice), ("row", Kind::Row)] {
        let (from, to) = pair(key);
        if from != to {
            let words = format!("{key} {from} → {to}");
            found.push(plain(kind, words, vec![key.into()]));
        }
    }
    for key in BALANCE {
        let (from, to) = pair(key);
        // One figure shows that the balance moved, and all of them are asked about.
        let told = found.iter().any(|one| one.kind == Kind::Figures);
        if from != to && !told {
            found.push(Difference {
                kind: Kind::Figures,
                words: format!("{key} {from} → {to}"),
                key: format!("figures {}", direction(from, to)),
                wants: vec![FIGURES_OF_BALANCE.into()],
            });
        }
    }
    for key in ["sureness", "settled", "method"] {
        let (from, to) = pair(key);
        if from != to {
            let words = match (key, to) {
                ("settled", "yes") => "settled now".to_owned(),
                ("settled", "no") => "no longer settled".to_owned(),
                _ => format!("{key} {from} → {to}"),
            };
            found.push(plain(Kind::Figures, words, vec![key.into()]));
        }
    }
}

/// Where two values begin with numbers, which way the first one moves; else both values.
fn direction(from: &str, to: &str) -> String {
    let number = |text: &str| -> Option<f64> {
        let signed = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
        let end = text.find(|c| !signed(c)).unwrap_or(text.len());
        text.get(..end)?.parse().ok()
    };
    match (number(from), number(to)) {
        (Some(a), Some(b)) if a < b => "up".to_owned(),
        (Some(a), Some(b)) if a > b => "down".to_owned(),
        (Some(_), Some(_)) => "as before".to_owned(),
        _ => format!("{from} → {to}"),
    }
}

/// What became of a rule: what it gives, `stopped`, `defeated by …`, `unknown`; nothing where it does not apply.
fn became<'s>(of: &'s Snapshot, rule: &str) -> Option<&'s str> {
    match of.entry("rules", rule) {
        Some(entry) => Some(&entry.value),
        None => of.entry("unknown rules", rule).map(|_| "unknown"),
    }
}

fn rules((old, new): (&Snapshot, &Snapshot), lone: &OneSided, found: &mut Vec<Difference>) {
    let names: BTreeSet<&str> = [old, new]
        .into_iter()
        .flat_map(|of| {
            of.section("rules")
                .iter()
                .chain(of.section("unknown rules"))
        })
        .map(|entry| entry.key.as_str())
        .collect();
    // What became of rules, in the order in which it is shown.
    let mut groups: [(&str, Vec<&str>); 9] = [
        ("fires now", Vec::new()),
        ("no longer fires", Vec::new()),
        ("stopped now", Vec::new()),
        ("no longer stopped", Vec::new()),
        ("defeated by another rule", Vec::new()),
        ("not known now", Vec::new()),
        ("known now not to apply", Vec::new()),
        ("new, and not known", Vec::new()),
        ("gone, and did not fire", Vec::new()),
    ];
    for rule in names {
        let (from, to) = (became(old, rule), became(new, rule));
        if from == to {
            continue;
        }
        let at = match (from, to) {
            (Some(from), Some(to)) if fires(from) && fires(to) => {
                found.push(evidence(rule, from, to));
                continue;
            }
            (_, Some(to)) if fires(to) => 0,
            (Some(from), _) if fires(from) => 1,
            (_, None) if is_among(&lone.removed, rule) => 8,
            (None, Some("unknown")) if is_among(&lone.added, rule) => 7,
            (_, Some("stopped")) => 2,
            (Some("stopped"), _) => 3,
            (_, Some(to)) if to != "unknown" => 4,
            (Some(from), None) if from != "unknown" => 4,
            (_, Some(_)) => 5,
            (_, None) => 6,
        };
        if let Some((_, names)) = groups.get_mut(at) {
            names.push(rule);
        }
    }
    for (word, names) in groups.into_iter().filter(|(_, names)| !names.is_empty()) {
        found.push(Difference {
            kind: Kind::Rules,
            words: format!("{word}: {}", few(&names)),
            key: format!("{word}: {}", names.join(", ")),
            wants: names.iter().map(|rule| status(rule)).collect(),
        });
    }
}

/// A rule that fires both times gives something else.
fn evidence(rule: &str, from: &str, to: &str) -> Difference {
    let parts = |text: &str| -> Vec<(String, String)> {
        let parts = text.split(", ").map(|part| match part.rsplit_once(' ') {
            Some((target, amount)) => (target.to_owned(), amount.to_owned()),
            None => (part.to_owned(), String::new()),
        });
        parts.collect()
    };
    let (before, after) = (parts(from), parts(to));
    // The targets and which way each moves; where they are others, all of it.
    let same = before.len() == after.len()
        && before
            .iter()
            .zip(&after)
            .all(|(one, other)| one.0 == other.0);
    let key = match same {
        true => before
            .iter()
            .zip(&after)
            .map(|(one, other)| format!("{} {}", one.0, direction(&one.1, &other.1)))
            .collect::<Vec<_>>()
            .join(", "),
        false => format!("{from} → {to}"),
    };
    Difference {
        kind: Kind::Evidence,
        words: format!("evidence of `{rule}`: {from} → {to}"),
        key: format!("evidence of `{rule}`: {key}"),
        wants: vec![name("rules", rule)],
    }
}

/// Names, the first three of them.
fn few(names: &[&str]) -> String {
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
        let wants = match kind {
            Kind::Facts => Vec::new(),
            _ => vec![self::name(section, &name)],
        };
        found.push(Difference {
            kind,
            words: format!("`{name}` {from} → {to}"),
            key: format!("`{name}` {}", direction(&from, &to)),
            wants,
        });
    }
}

/// What groups cut away.
fn cuts(old: &Snapshot, new: &Snapshot, found: &mut Vec<Difference>) {
    let groups = [old, new].map(|one| one.section("groups"));
    let groups: BTreeSet<&str> = groups
        .into_iter()
        .flatten()
        .map(|group| &*group.key)
        .collect();
    for group in groups {
        let [before, after] = [old, new].map(|one| {
            let entry = one.entry("groups", group);
            entry.map_or("", |entry| &entry.value)
        });
        let word = match (before, after) {
            _ if before == after => continue,
            ("", _) => "cuts now",
            (_, "") => "cuts no longer",
            _ => "cuts differently",
        };
        found.push(plain(
            Kind::Derived,
            format!("group `{group}` {word}"),
            vec![name("groups", group)],
        ));
    }
}

/// The entries of a section whose value differs, with both values.
fn moved(section: &str, old: &Snapshot, new: &Snapshot) -> Vec<(String, String, String)> {
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

/// Whether preconditions are met; those that came or went with a note or with the advice aside.
fn preconditions(old: &Snapshot, new: &Snapshot, found: &mut Vec<Difference>) {
    let is_shown = |of: &Snapshot, owner: &str| {
        of.figure("advice") == owner || of.entry("notes", owner).is_some()
    };
    for (key, from, to) in moved("preconditions", old, new) {
        let owner = key.split(' ').next().unwrap_or_default();
        if is_shown(old, owner) && is_shown(new, owner) {
            let words = format!("precondition `{key}` {from} → {to}");
            found.push(plain(
                Kind::Preconditions,
                words,
                vec![name("preconditions", &key)],
            ));
        }
    }
}

fn notes(old: &Snapshot, new: &Snapshot, found: &mut Vec<Difference>) {
    let mut only = |word: &str, of: &Snapshot, other: &Snapshot| {
        let notes = of.section("notes").iter();
        for note in notes.filter(|note| other.entry("notes", &note.key).is_none()) {
            let words = format!("{word}: `{}`", note.key);
            found.push(plain(Kind::Notes, words, vec![name("notes", &note.key)]));
        }
    };
    only("note now", new, old);
    only("note gone", old, new);
}

fn wording(old: &Snapshot, new: &Snapshot, renamed: &Renamed, found: &mut Vec<Difference>) {
    let named = |entry: &Entry| (entry.key.clone(), entry.value.clone());
    let mut before: Vec<(String, String)> = old.section("wording").iter().map(named).collect();
    let mut changed: Vec<(String, String)> = Vec::new();
    for entry in new.section("wording") {
        let line = (entry.key.clone(), entry.value.clone());
        match before.iter().position(|known| *known == line) {
            Some(at) => {
                before.remove(at);
            }
            None => changed.push(line),
        }
    }
    changed.retain(|(key, value)| {
        let (now, text) = deadline(value);
        let same = |(other, value): &(String, String)| other == key && deadline(value).1 == text;
        let Some(at) = before.iter().position(same) else {
            return true;
        };
        let (_, old) = before.remove(at);
        let shown = |within: Option<&str>| within.unwrap_or("none").to_owned();
        let (from, to) = (shown(deadline(&old).0), shown(now));
        let words = format!("deadline of {key} “{text}” {from} → {to}");
        found.push(plain(Kind::Deadlines, words, Vec::new()));
        false
    });
    let mut changed: Vec<String> = changed.into_iter().map(|(key, _)| key).collect();
    changed.extend(before.into_iter().map(|(key, _)| key));
    changed.sort();
    changed.dedup();
    if changed.is_empty() && !found.iter().any(|one| one.kind == Kind::Deadlines) {
        let order: Vec<(String, String)> = old.section("wording").iter().map(named).collect();
        let now = new.section("wording").iter();
        let now = now.map(|entry| (entry.key.clone(), entry.value.clone()));
        if renamed.is_empty() && order != now.collect::<Vec<_>>() {
            found.push(plain(
                Kind::Wording,
                "wording in another order".into(),
                Vec::new(),
            ));
        }
        return;
    }
    if changed.is_empty() {
        return;
    }
    let names: Vec<&str> = changed.iter().map(String::as_str).collect();
    let words = format!("wording of {}", few(&names));
    found.push(plain(Kind::Wording, words, Vec::new()));
}

/// The deadline of a line, and the rest of it.
fn deadline(line: &str) -> (Option<&str>, &str) {
    let parts = line
        .strip_prefix(WITHIN)
        .and_then(|rest| rest.split_once(": "));
    match parts {
        Some((within, text)) => (Some(within), text),
        None => (None, line),
    }
}
