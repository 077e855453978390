//! Profiles made of values that stand for all others: every combination, or drawn so that each run draws the same ones.
//! Evaluates nothing.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::model::{FactId, Given, Profile, Value};

/// A fact with its values.
pub(super) type Axis<'c> = (FactId, &'c [Value]);

/// How many combinations there are, each fact unknown as well.
pub(super) fn ways(axes: &[Axis<'_>]) -> u64 {
    let values = axes.iter().map(|(_, values)| values.len());
    values.fold(1, |ways: u64, values| {
        let values = u64::try_from(values).unwrap_or(u64::MAX);
        ways.saturating_mul(values.saturating_add(1))
    })
}

/// Shows every combination of values, the others as in a profile, until one is enough.
pub(super) fn every(axes: &[Axis<'_>], profile: &Profile, see: &mut dyn FnMut(&Profile) -> bool) {
    let mut profile = profile.clone();
    let mut wheels: Vec<(Axis<'_>, usize)> = axes.iter().map(|axis| (*axis, 0)).collect();
    for (fact, _) in axes {
        profile.set(*fact, None);
    }
    loop {
        if see(&profile) {
            return;
        }
        let mut turned = false;
        for ((fact, values), next) in &mut wheels {
            let value = values.get(*next);
            profile.set(*fact, value.cloned().map(Given::certain));
            turned = value.is_some();
            if turned {
                *next = next.saturating_add(1);
                break;
            }
            *next = 0;
        }
        if !turned {
            return;
        }
    }
}

/// Draws numbers, the same ones in every run.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    /// A number below another one; 0 where there is none.
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let drawn = (self.0 >> 33).checked_rem(count).unwrap_or(0);
        usize::try_from(drawn).unwrap_or(0)
    }

    /// One of several; nothing of none.
    pub(super) fn one<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }

    /// True in so many of a hundred draws.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A number by which two different profiles almost surely differ.
pub(super) fn fingerprint(profile: &Profile) -> u64 {
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
