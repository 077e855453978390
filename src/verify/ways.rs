//! The completions of the unknown facts that are tried: all where they are few, else pairs of values and mixtures, always
//! the same ones. Judges none of them.

use std::collections::BTreeSet;

use crate::model::{FactId, FactType, Given, Profile, Value};

use super::depends::Depends;
use super::marks;
use super::questions::is_moot;
use super::reading::reading;
use super::world::{Computed, World};

/// Completions of which at most all are tried.
const MOST: usize = 4096;
/// Rules, lets, rows and targets recomputed at most where all completions are tried, and where some are.
const WORK_OF_ALL: usize = 16_000;
const WORK_OF_SOME: usize = 6_000;
/// Mixtures tried at least and at most; of pairs as many.
const LEAST_MIXED: usize = 64;
const MOST_MIXED: usize = 512;
/// Completions of facts with few values, all of which are tried, up to which a trace says just which advice they lead to.
const FEW: usize = 512;

/// The unknown facts that anything reads and whose questions apply, or may once others are answered, each with the values
/// to try.
#[derive(Debug)]
pub(super) struct Ways {
    facts: Vec<(FactId, Vec<Value>)>,
    /// Whether their values are all there are.
    plain: bool,
    /// Whether one of them is a set, of which some choices stand for others.
    sets: bool,
    /// What is recomputed for one completion.
    size: usize,
}

impl Ways {
    pub(super) fn of(world: &World<'_>) -> Computed<Self> {
        let book = world.rulebook;
        let read = reading(book).facts;
        let mut facts = Vec::new();
        let (mut plain, mut sets) = (true, false);
        let answerable = answerable(world, &read)?;
        for (id, fact) in book.facts.iter() {
            if answerable.contains(&id) {
                facts.push((id, marks::values(world, id)?));
                plain &= marks::are_all(&fact.kind);
                sets |= matches!(fact.kind, FactType::Set(_));
            }
        }
        let rows = book.advice.as_ref().map_or(0, |advice| advice.rows.len());
        let sizes = [book.rules.len(), book.lets.len(), book.targets.len(), rows];
        let size = sizes.into_iter().fold(1, usize::saturating_add);
        Ok(Self {
            facts,
            plain,
            sets,
            size,
        })
    }

    /// The facts with their values.
    pub(super) fn facts(&self) -> &[(FactId, Vec<Value>)] {
        &self.facts
    }

    /// How many completions there are, those in which facts stay unknown included; `None` where they are too many to
    /// try all.
    pub(super) fn count(&self) -> Option<usize> {
        let most = WORK_OF_ALL.checked_div(self.size)?.min(MOST);
        let mut ways: usize = 1;
        for (_, values) in &self.facts {
            ways = ways.checked_mul(values.len().checked_add(1)?)?;
            if ways > most {
                return None;
            }
        }
        Some(ways)
    }

    /// Whether the values that are tried are all there are, and each stands for itself alone.
    pub(super) fn is_plain(&self) -> bool {
        self.plain && !self.sets
    }

    /// Whether a trace has to say just which advice that many completions lead to.
    pub(super) fn are_few(&self, count: usize) -> bool {
        self.plain && count <= FEW
    }

    /// One of all completions: its digits pick a value of each fact, or none.
    pub(super) fn one(&self, profile: &Profile, way: usize) -> Profile {
        let mut rest = way;
        self.picked(profile, |_, values| {
            let all = values.len().saturating_add(1);
            let at = rest.checked_rem(all).unwrap_or(0);
            rest = rest.checked_div(all).unwrap_or(0);
            at
        })
    }

    /// Completions in which two facts are known, and then those in which many are.
    pub(super) fn some(&self, profile: &Profile) -> impl Iterator<Item = Profile> {
        let most = WORK_OF_SOME.checked_div(self.size).unwrap_or(0);
        let most = most.clamp(LEAST_MIXED, MOST_MIXED);
        let pairs = self.pairs(most).into_iter().map(move |pair| {
            let mut completion = profile.clone();
            for (id, value) in pair {
                completion.set(id, Some(Given::certain(value.clone())));
            }
            completion
        });
        pairs.chain((0..most).map(move |round| self.mixed(profile, round)))
    }

    /// Values of all facts, mixed; every other time some stay unknown.
    fn mixed(&self, profile: &Profile, round: usize) -> Profile {
        let unknown = usize::from(round.checked_rem(2) == Some(1));
        self.picked(profile, |id, values| {
            pick(round, id.0, values.len().saturating_add(unknown))
        })
    }

    /// Two values of two facts: all such pairs, or as many of them.
    fn pairs(&self, most: usize) -> Vec<[(FactId, &Value); 2]> {
        let values = self.facts.iter();
        let single: Vec<(FactId, &Value)> = values
            .flat_map(|(id, values)| values.iter().map(|value| (*id, value)))
            .collect();
        let all = single.len().saturating_mul(single.len());
        let picked: Vec<[usize; 2]> = if all <= most.saturating_mul(2) {
            let after = |first: usize| {
                let second = first.saturating_add(1)..single.len();
                second.map(move |second| [first, second])
            };
            (0..single.len()).flat_map(after).collect()
        } else {
            let of = |round: usize| [0, 1].map(|side| pick(round, side, single.len()));
            (0..most).map(of).collect()
        };
        let pairs = picked.into_iter().filter_map(|[first, second]| {
            let (first, second) = (single.get(first)?, single.get(second)?);
            (first.0 != second.0).then_some([*first, *second])
        });
        pairs.collect()
    }

    /// A completion from the place of each fact's value; past the last it stays unknown.
    fn picked(
        &self,
        profile: &Profile,
        mut place: impl FnMut(FactId, &[Value]) -> usize,
    ) -> Profile {
        let mut completion = profile.clone();
        for (id, values) in &self.facts {
            let at = place(*id, values);
            completion.set(*id, values.get(at).cloned().map(Given::certain));
        }
        completion
    }
}

/// The unknown facts that are read and whose questions apply, and those whose questions hang on such facts.
fn answerable(world: &World<'_>, read: &BTreeSet<FactId>) -> Computed<BTreeSet<FactId>> {
    let depends = Depends::of(world.rulebook);
    let (mut found, mut moot) = (BTreeSet::new(), Vec::new());
    for (id, fact) in world.rulebook.facts.iter() {
        if world.given(id).is_some() || !read.contains(&id) {
            continue;
        }
        match (is_moot(world, fact)?, &fact.asked) {
            (true, Some(asked)) => moot.push((id, depends.behind_condition(asked))),
            _asked => {
                found.insert(id);
            }
        }
    }
    loop {
        let before = found.len();
        for (id, behind) in &moot {
            if behind
                .iter()
                .any(|other| other != id && found.contains(other))
            {
                found.insert(*id);
            }
        }
        if found.len() == before {
            return Ok(found);
        }
    }
}

/// One of so many, by chance as it were: what comes in one round and for one fact says nothing of others (SplitMix64).
fn pick(round: usize, fact: u32, of: usize) -> usize {
    let round = u64::try_from(round).unwrap_or(u64::MAX);
    let seed = round.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut state = seed.wrapping_add(u64::from(fact).wrapping_mul(0xD1B5_4A32_D192_ED03));
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^= state >> 31;
    let of = u64::try_from(of).unwrap_or(1);
    let at = state.checked_rem(of).unwrap_or(0);
    usize::try_from(at).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::pick;

    #[test]
    fn all_pairs_of_values_of_two_facts_come_up() {
        for values in 2..=5 {
            for first in 0..6 {
                for second in first + 1..6 {
                    let pair = |round| [first, second].map(|fact| pick(round, fact, values));
                    let seen: BTreeSet<[usize; 2]> = (0..256).map(pair).collect();
                    assert_eq!(seen.len(), values * values, "{values} {first} {second}");
                }
            }
        }
    }
}
