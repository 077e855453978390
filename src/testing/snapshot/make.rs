//! From an evaluation to a snapshot: a line a thing that matters, in the order of names, without places.

use super::given::shown;
use super::observe::FIGURES;
use super::said::{Said, UNKNOWN};
use super::{Entry, Section, Snapshot};
use crate::engine::Fault;
use crate::trace::Words;

/// The snapshot of an evaluation: what the rules say stands in the rules; a snapshot says what comes of it.
pub(super) fn make(said: &Said<'_>, wording: &[Words]) -> Result<Snapshot, Fault> {
    let sections = vec![
        ("facts", facts(said)),
        ("derived", derived(said)),
        ("hypotheses", hypotheses(said)?),
        ("rules", rules(said, false)?),
        ("groups", groups(said)?),
        ("unknown rules", rules(said, true)?),
        ("notes", notes(said)),
        ("preconditions", preconditions(said)),
        (
            "wording",
            wording
                .iter()
                .map(|one| entry(&*one.of, &*one.text))
                .collect(),
        ),
    ];
    let figure = |key: &&str| Some(((*key).to_owned(), said.figure(key)?));
    Ok(Snapshot {
        head: FIGURES.iter().filter_map(figure).collect(),
        sections: sections
            .into_iter()
            .filter(|(_, entries)| !entries.is_empty())
            .map(|(name, entries)| Section {
                name: name.into(),
                entries,
            })
            .collect(),
    })
}

fn entry(key: impl Into<String>, value: impl Into<String>) -> Entry {
    Entry {
        key: key.into(),
        value: one_line(&value.into()),
    }
}

/// White space folded, so that a thing is a line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All that is given, read or not: what is read changes with the rules.
fn facts(said: &Said<'_>) -> Vec<Entry> {
    let given = said.profile.facts.iter();
    let given = given.filter_map(|(id, given)| {
        let fact = said.program.rulebook.facts.find(id)?;
        Some(entry(&*fact.name, shown(fact, given.as_ref()?)))
    });
    given.collect()
}

fn derived(said: &Said<'_>) -> Vec<Entry> {
    let lets = said.program.rulebook.lets.iter();
    lets.filter_map(|(id, one)| Some(entry(&*one.name, said.derived(id)?)))
        .collect()
}

fn hypotheses(said: &Said<'_>) -> Result<Vec<Entry>, Fault> {
    let targets = &said.program.rulebook.targets;
    let mut ids = said.program.plan.code.hypotheses.clone();
    ids.sort();
    let line = |id| Ok(entry(&*targets[id].name, said.hypothesis(id)?));
    ids.into_iter().map(line).collect()
}

/// The rules that are known to apply, or those of which it is not known.
fn rules(said: &Said<'_>, unknown: bool) -> Result<Vec<Entry>, Fault> {
    let mut entries = Vec::new();
    for (id, rule) in said.program.rulebook.rules.iter() {
        match said.rule(id)? {
            Some(became) if (became == UNKNOWN) == unknown => {
                let value = if unknown { String::new() } else { became };
                entries.push(entry(&*rule.name, value));
            }
            _ => {}
        }
    }
    Ok(entries)
}

fn groups(said: &Said<'_>) -> Result<Vec<Entry>, Fault> {
    let groups = &said.program.rulebook.groups;
    let found = said.groups()?.into_iter();
    Ok(found
        .map(|(id, cuts)| entry(&*groups[id].name, cuts))
        .collect())
}

fn notes(said: &Said<'_>) -> Vec<Entry> {
    let notes = said.program.rulebook.notes.iter();
    let notes = notes.filter(|(id, _)| said.is_noted(*id));
    notes.map(|(_, note)| entry(&*note.name, "")).collect()
}

/// Those of the advised outcome and of the notes beside it that say when they are met.
fn preconditions(said: &Said<'_>) -> Vec<Entry> {
    let shown = said.preconditions();
    let mut entries: Vec<Entry> = shown
        .map(|(key, status)| entry(key, status.words()))
        .collect();
    entries.sort_by(|one, other| one.key.cmp(&other.key));
    entries
}
