//! What would let files keep a name that a rulebook no longer has. Finds no rename.

use std::sync::Arc;

use super::{Aspect, Change, Kind, Renames};
use crate::model::Rulebook;

/// Adds to each renamed fact, level, outcome and strategy the clause that keeps its old name.
pub(super) fn kept(changes: &mut [Change], renames: &Renames, new: &Rulebook) {
    for change in changes.iter_mut() {
        if change.aspect == Aspect::Renamed {
            change.keep = clauses(change, renames, new);
        }
    }
}

fn clauses(change: &Change, renames: &Renames, new: &Rulebook) -> Vec<String> {
    let lacks = |former: &[Arc<str>], name: &str| !former.iter().any(|one| **one == *name);
    let (Some(from), true) = (&change.from, change.part.is_empty()) else {
        return levels(change, renames, new);
    };
    let clause = match change.kind {
        Kind::Fact => {
            let mut facts = new.facts.values();
            let fact = facts.find(|fact| *fact.name == *change.name);
            fact.filter(|fact| lacks(&fact.former, from))
                .map(|_| format!("formerly {}", within(from, &change.name)))
        }
        Kind::Outcome | Kind::Strategy => {
            let mut outcomes = new.outcomes.values();
            let outcome = outcomes.find(|outcome| *outcome.name == *change.name);
            outcome
                .filter(|outcome| lacks(&outcome.former, from))
                .map(|_| format!("formerly {from}"))
        }
        _ => None,
    };
    clause.into_iter().collect()
}

/// A name as it is written in the topic of another.
fn within<'n>(name: &'n str, other: &str) -> &'n str {
    match (name.rsplit_once('.'), other.rsplit_once('.')) {
        (Some((topic, short)), Some((own, _))) if topic == own => short,
        _ => name,
    }
}

/// The renamed levels of a fact.
fn levels(change: &Change, renames: &Renames, new: &Rulebook) -> Vec<String> {
    let mut facts = new.facts.values();
    let fact = facts.find(|fact| *fact.name == *change.name);
    let Some(scale) = fact.and_then(|fact| fact.kind.scale()) else {
        return Vec::new();
    };
    let was = |level: &str| renames.level(&change.key, level).to_owned();
    let renamed = scale.levels.iter().filter_map(|level| {
        let was = was(&level.name);
        let is_kept = was == *level.name || level.former.iter().any(|one| **one == *was);
        (!is_kept).then(|| format!("{} formerly {was}", level.name))
    });
    renamed.collect()
}
