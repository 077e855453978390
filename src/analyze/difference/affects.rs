//! Which rules and advice rows a change reaches, themselves or through what they read.

use std::collections::{BTreeMap, BTreeSet};

use super::declared::Declared;
use super::{Change, Key, Kind};

/// Fills in the rules that each change reaches, by their names in the new rulebook.
pub(super) fn affects(changes: &mut [Change], old: &[Declared], new: &[Declared]) {
    let mut readers: BTreeMap<&Key, BTreeSet<Key>> = BTreeMap::new();
    let mut names: BTreeMap<Key, &str> = BTreeMap::new();
    for one in old.iter().chain(new) {
        names.insert(one.id(), &one.name);
        for read in &one.reads {
            readers.entry(read).or_default().insert(one.id());
        }
        for row in one.rows.iter().filter(|_| one.kind == Kind::Advice) {
            let id = (Kind::AdviceRow, row.called().to_owned());
            names.insert(id.clone(), row.called());
            for read in &row.reads {
                readers.entry(read).or_default().insert(id.clone());
            }
        }
    }
    for change in changes {
        if change.kind == Kind::AdviceRow {
            continue;
        }
        if !change.aspect.has_meaning() {
            continue;
        }
        let start = (change.kind, change.key.clone());
        change.affects = reached(start, &readers)
            .iter()
            .filter(|(kind, _)| matches!(kind, Kind::Rule | Kind::Row | Kind::AdviceRow))
            .filter_map(|key| names.get(key))
            .map(|name| (*name).to_owned())
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
