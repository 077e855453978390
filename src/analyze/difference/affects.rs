//! Which rules and advice rows a change reaches, themselves or through what they read.

use std::collections::{BTreeMap, BTreeSet};

use super::declared::Declared;
use super::{Aspect, Change, Key, Kind};

/// What preconditions go by, since no outcome is reached through what it reads.
const LINES: Kind = Kind::Outcome;

/// Fills in what each change reaches, by the names in the new rulebook.
pub(super) fn affects(changes: &mut [Change], old: &[Declared], new: &[Declared]) {
    let mut readers: BTreeMap<&Key, BTreeSet<Key>> = BTreeMap::new();
    let mut names: BTreeMap<Key, String> = BTreeMap::new();
    for one in old.iter().chain(new) {
        names.insert(one.id(), one.name.clone());
        for read in &one.reads {
            readers.entry(read).or_default().insert(one.id());
        }
        for row in &one.rows {
            let (id, name) = match (one.kind, row.aspect) {
                (Kind::Advice, _) => {
                    let called = row.called().to_owned();
                    ((Kind::AdviceRow, called.clone()), called)
                }
                // A precondition says when it is met.
                (_, Aspect::Wording) => {
                    let called = format!("preconditions of {}", one.name);
                    ((LINES, called.clone()), called)
                }
                _ => continue,
            };
            names.insert(id.clone(), name);
            for read in &row.reads {
                readers.entry(read).or_default().insert(id.clone());
            }
        }
    }
    for change in changes {
        if change.kind == Kind::AdviceRow || !change.aspect.has_meaning() {
            continue;
        }
        let start = (change.kind.of_names(), change.key.clone());
        change.affects = reached(start, &readers)
            .iter()
            .filter(|key| {
                matches!(
                    key.0,
                    Kind::Rule | Kind::Row | Kind::AdviceRow | Kind::Note | LINES
                )
            })
            .filter_map(|key| names.get(key))
            .cloned()
            .collect();
    }
}

fn reached(start: Key, readers: &BTreeMap<&Key, BTreeSet<Key>>) -> BTreeSet<Key> {
    let mut seen = BTreeSet::from([start.clone()]);
    let mut open = vec![start];
    while let Some(next) = open.pop() {
        for reader in readers.get(&next).into_iter().flatten() {
            if seen.insert(reader.clone()) {
                open.push(reader.clone());
            }
        }
    }
    seen
}
