//! Answers made of values that stand for all others: every combination, or drawn so that each run draws the same ones;
//! and less of them, where less does. Evaluates nothing.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::model::{FactId, Given, Profile, Value};

/// A fact with its values.
pub type Axis<'c> = (FactId, &'c [Value]);

/// A fact with one of its values; `None` is unknown.
pub type Pick<'c> = (FactId, Option<&'c Value>);

/// How many combinations there are, each fact unknown as well.
pub fn ways(axes: &[Axis<'_>]) -> u64 {
    let values = axes.iter().map(|(_, values)| values.len());
    values.fold(1, |ways: u64, values| {
        let values = u64::try_from(values).unwrap_or(u64::MAX);
        ways.saturating_mul(values.saturating_add(1))
    })
}

/// Shows every combination of values, nothing at all first, until one is enough; and how many of the facts, from the
/// first on, have another value than in the one before.
pub fn combine<'c>(axes: &[Axis<'c>], see: &mut dyn FnMut(&[Pick<'c>], usize) -> bool) {
    let mut picked: Vec<Pick<'_>> = axes.iter().map(|(fact, _)| (*fact, None)).collect();
    let mut next: Vec<usize> = vec![0; axes.len()];
    let mut changed = axes.len();
    while !see(&picked, changed) {
        changed = 0;
        let mut turned = false;
        for (((_, values), next), (_, value)) in axes.iter().zip(&mut next).zip(&mut picked) {
            changed = changed.saturating_add(1);
            *value = values.get(*next);
            turned = value.is_some();
            *next = if turned { next.saturating_add(1) } else { 0 };
            if turned {
                break;
            }
        }
        if !turned {
            return;
        }
    }
}

/// The same, as profiles: the other facts are as in one.
pub fn every(axes: &[Axis<'_>], profile: &Profile, see: &mut dyn FnMut(&Profile) -> bool) {
    let mut profile = profile.clone();
    combine(axes, &mut |picked, changed| {
        for (fact, value) in picked.iter().take(changed) {
            profile.set(*fact, value.cloned().map(Given::certain));
        }
        see(&profile)
    });
}

/// Takes away what is not needed for the rest to be as wanted, one item after the other, down to so many; whether anything
/// went.
pub fn thin<T: Clone>(
    items: &mut Vec<T>,
    least: usize,
    still: &mut dyn FnMut(&[T]) -> bool,
) -> bool {
    let (all, mut at) = (items.len(), 0);
    while at < items.len() && items.len() > least {
        let item = items.remove(at);
        if !still(items) {
            items.insert(at, item);
            at = at.saturating_add(1);
        }
    }
    items.len() < all
}

/// Draws numbers, the same ones in every run.
#[derive(Debug)]
pub struct Dice(u64);

impl Default for Dice {
    fn default() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }
}

impl Dice {
    /// A number below another one; 0 where there is none.
    pub fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let drawn = (self.0 >> 33).checked_rem(count).unwrap_or(0);
        usize::try_from(drawn).unwrap_or(0)
    }

    /// One of several; nothing of none.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }

    /// True in so many of a hundred draws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A number by which two different profiles almost surely differ.
pub fn fingerprint(profile: &Profile) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (id, given) in profile.facts.iter() {
        let Some(given) = given else {
            continue;
        };
        id.hash(&mut hasher);
        match &given.value {
            Value::YesNo(yes) => yes.hash(&mut hasher),
            Value::Level(level) => level.hash(&mut hasher),
            Value::Set(set) => set.hash(&mut hasher),
            Value::Number(number) => number.to_bits().hash(&mut hasher),
            Value::Text(text) => text.hash(&mut hasher),
        }
        given.certainty.to_bits().hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{every, fingerprint, ways};
    use crate::model::{FactId, Given, Profile, Value};

    #[test]
    fn every_combination_comes_once_and_other_facts_stay() {
        let levels = [0, 1].map(Value::Level);
        let truths = [false, true].map(Value::YesNo);
        let axes = [(FactId(0), &levels[..]), (FactId(2), &truths[..])];
        let mut profile = Profile::empty("p", 3);
        profile.set(FactId(1), Some(Given::certain(Value::Number(7.0))));
        let mut seen = Vec::new();
        every(&axes, &profile, &mut |one| {
            assert_eq!(one.given(FactId(1)), profile.given(FactId(1)));
            seen.push(fingerprint(one));
            false
        });
        let distinct: BTreeSet<u64> = seen.iter().copied().collect();
        assert_eq!((ways(&axes), seen.len(), distinct.len()), (9, 9, 9));
        seen.clear();
        every(&axes, &profile, &mut |one| {
            seen.push(fingerprint(one));
            true
        });
        assert_eq!(seen.len(), 1);
    }
}
