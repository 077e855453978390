//! Which names of the new rulebook stand for others of the old: the same definition, used in the same way.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::declare::declarations;
use super::declared::Declared;
use super::{Forms, Key, Kind};
use crate::model::{Rulebook, Scale};

/// Names of the new rulebook with what they are called in the old.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::analyze) struct Renames {
    things: BTreeMap<Key, String>,
    /// Levels by their subject, as the old rulebook calls it, and their new name.
    levels: BTreeMap<(String, String), String>,
}

impl Renames {
    /// Nothing is renamed.
    pub(in crate::analyze) const fn none() -> Self {
        Self {
            things: BTreeMap::new(),
            levels: BTreeMap::new(),
        }
    }

    /// The things, by kind and new name, with what they were called.
    pub(in crate::analyze) fn things(&self) -> &BTreeMap<Key, String> {
        &self.things
    }

    /// The levels, by their subject as the old rulebook calls it and their new name, with what they were called.
    pub(in crate::analyze) fn levels(&self) -> &BTreeMap<(String, String), String> {
        &self.levels
    }

    /// Adds a declaration and what it was called.
    fn add(&mut self, one: &Declared, before: &Declared) {
        let key = (one.kind, one.name.clone());
        self.things.insert(key, before.key.clone());
    }

    /// What the old rulebook calls the thing.
    pub(in crate::analyze) fn of<'a>(&'a self, kind: Kind, name: &'a str) -> &'a str {
        if self.things.is_empty() {
            return name;
        }
        self.things
            .get(&(kind, name.to_owned()))
            .map_or(name, String::as_str)
    }

    /// What the old rulebook calls the level of a subject.
    pub(in crate::analyze) fn level<'a>(&'a self, subject: &str, level: &'a str) -> &'a str {
        if self.levels.is_empty() {
            return level;
        }
        self.levels
            .get(&(subject.to_owned(), level.to_owned()))
            .map_or(level, String::as_str)
    }
}

/// Rounds of looking: a renamed fact lets a let be recognized, and that let a rule.
const MOST_ROUNDS: usize = 12;

/// Finds the renamed declarations and levels.
pub(super) fn renames(old: &Rulebook, new: &Rulebook) -> Renames {
    let none = Renames::default();
    let old_side = declarations(&Forms::new(old, &none));
    let mut found = Renames::default();
    former(old, new, &mut found);
    former_facts(old, new, &mut found);
    for _ in 0..MOST_ROUNDS {
        let mut next = found.clone();
        levels(old, new, &mut next);
        let new_side = declarations(&Forms::new(new, &next));
        things(&old_side, &new_side, &mut next);
        if next == found {
            reweighted(&old_side, &new_side, &mut next);
        }
        if next == found {
            break;
        }
        found = next;
    }
    found
}

/// Outcomes and strategies that say themselves what they were called.
fn former(old: &Rulebook, new: &Rulebook, found: &mut Renames) {
    let kind = |book: &Rulebook, name: &str| {
        let mut outcomes = book.outcomes.values();
        let outcome = outcomes.find(|outcome| *outcome.name == *name)?;
        let target = outcome.strategy.map(|id| &book.targets[id]);
        let is_strategy = target.is_some_and(|target| target.name == outcome.name);
        Some(if is_strategy {
            Kind::Strategy
        } else {
            Kind::Outcome
        })
    };
    for outcome in new.outcomes.values() {
        let own = kind(new, &outcome.name).filter(|_| kind(old, &outcome.name).is_none());
        let was = outcome.former.iter().find(|former| {
            own.is_some() && kind(old, former) == own && kind(new, former).is_none()
        });
        if let (Some(own), Some(was)) = (own, was) {
            let key = (own, outcome.name.to_string());
            found.things.insert(key, was.to_string());
        }
    }
}

/// Facts that say themselves what they were called.
fn former_facts(old: &Rulebook, new: &Rulebook, found: &mut Renames) {
    let has = |book: &Rulebook, name: &str| book.facts.values().any(|fact| *fact.name == *name);
    for fact in new.facts.values().filter(|fact| !has(old, &fact.name)) {
        let mut former = fact.former.iter();
        if let Some(was) = former.find(|was| has(old, was) && !has(new, was)) {
            let key = (Kind::Fact, fact.name.to_string());
            found.things.insert(key, was.to_string());
        }
    }
}

/// Levels that say themselves what they were called.
fn former_levels((name, scale): (&str, &Scale), before: &Scale, found: &mut Renames) {
    let has = |scale: &Scale, name: &str| scale.levels.iter().any(|level| *level.name == *name);
    for level in scale
        .levels
        .iter()
        .filter(|level| !has(before, &level.name))
    {
        let mut former = level.former.iter();
        if let Some(was) = former.find(|was| has(before, was) && !has(scale, was)) {
            let key = (name.to_owned(), level.name.to_string());
            found.levels.insert(key, was.to_string());
        }
    }
}

/// Levels that took the place of others, one for one, on a scale of the same length.
fn levels(old: &Rulebook, new: &Rulebook, found: &mut Renames) {
    let known: BTreeMap<String, &Scale> = scales(old)
        .map(|(_, name, scale)| (name.to_owned(), scale))
        .collect();
    for (kind, name, scale) in scales(new) {
        let key = found.of(kind, name).to_owned();
        let Some(before) = known.get(&key) else {
            continue;
        };
        former_levels((&key, scale), before, found);
        let news = || scale.levels.iter().map(|level| &*level.name);
        let olds = || before.levels.iter().map(|level| &*level.name);
        let fresh = |new: &str| !olds().any(|old| old == new);
        let gone = |old: &str| !news().any(|new| new == old);
        let kept = news().zip(olds()).any(|(new, old)| new == old);
        let apart = news()
            .zip(olds())
            .all(|(new, old)| new == old || (fresh(new) && gone(old)));
        if !kept || !apart || news().count() != olds().count() {
            continue;
        }
        let pairs = news().zip(olds()).filter(|(new, old)| new != old);
        for (new, old) in pairs {
            let level = (key.clone(), new.to_owned());
            found.levels.insert(level, old.to_owned());
        }
    }
}

/// The facts and lets that have levels.
fn scales(book: &Rulebook) -> impl Iterator<Item = (Kind, &str, &Scale)> {
    let facts = book.facts.values();
    let facts = facts.filter_map(|fact| Some((Kind::Fact, &*fact.name, fact.kind.scale()?)));
    let lets = book.lets.values();
    let lets = lets.filter_map(|item| Some((Kind::Let, &*item.name, item.kind.scale()?)));
    // Numbers have no names that could be others.
    let lets = lets.filter(|(_, _, scale)| scale.numbers.is_none());
    facts.chain(lets)
}

/// Declarations that one side has and the other has not.
fn alone<'d>(side: &'d [Declared], other: &[Declared]) -> Vec<&'d Declared> {
    let keys: BTreeSet<Key> = other.iter().map(Declared::id).collect();
    let alone = side
        .iter()
        .filter(|one| one.can_be_renamed() && !keys.contains(&one.id()));
    alone.collect()
}

/// Declarations that are on one side only and mean the same.
fn things(old: &[Declared], new: &[Declared], found: &mut Renames) {
    let mut gone = alone(old, new);
    for one in alone(new, old) {
        let candidates = gone.iter().enumerate();
        let candidates = candidates.filter(|(_, other)| one.same_meaning_as(other));
        let best = candidates
            .map(|(at, other)| (likeness(one, other, (old, new)), Reverse(at)))
            .max();
        let Some((likeness, Reverse(at))) = best else {
            continue;
        };
        if !one.tells_itself() && likeness == Likeness::default() {
            continue;
        }
        let before = gone.swap_remove(at);
        gone.sort_by_key(|one| one.id());
        found.add(one, before);
    }
}

/// Rules, lets and notes with another name and other numbers: of the others there is just one that is like it, in its
/// words, in what reads it or in its whole condition.
fn reweighted(old: &[Declared], new: &[Declared], found: &mut Renames) {
    let (gone, fresh) = (alone(old, new), alone(new, old));
    let alike = |one: &Declared, before: &Declared| {
        matches!(one.kind, Kind::Rule | Kind::Let | Kind::Note)
            && one.same_but_for_numbers(before)
            && (one.same_conditions_as(before)
                || likeness(one, before, (old, new)) != Likeness::default())
    };
    for one in &fresh {
        let mut candidates = gone.iter().filter(|before| alike(one, before));
        let (Some(before), None) = (candidates.next(), candidates.next()) else {
            continue;
        };
        if fresh.iter().filter(|other| alike(other, before)).count() == 1 {
            found.add(one, before);
        }
    }
}

/// How alike the uses and the words of two declarations are.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    users: usize,
    words: usize,
}

fn likeness(new: &Declared, old: &Declared, sides: (&[Declared], &[Declared])) -> Likeness {
    let users = |side: &[Declared], of: &Declared| -> BTreeSet<Key> {
        side.iter()
            .filter(|user| user.reads.contains(&of.id()) || user.names.contains(&of.id()))
            .map(Declared::id)
            .collect()
    };
    // A contrast and its rows go by the name of what they are over.
    let renamed = |(kind, name): Key| {
        let rest = name.strip_prefix(&new.key);
        let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with('.'));
        match rest {
            Some(rest) => (kind, format!("{}{rest}", old.key)),
            None => (kind, name),
        }
    };
    let after: BTreeSet<Key> = users(sides.1, new).into_iter().map(renamed).collect();
    let before = users(sides.0, old);
    let words = |one: &Declared| -> BTreeSet<String> {
        let wordings = one.parts.iter().filter(|part| !part.aspect.has_meaning());
        wordings.map(|part| part.form.clone()).collect()
    };
    Likeness {
        users: before.intersection(&after).count(),
        words: words(old).intersection(&words(new)).count(),
    }
}
