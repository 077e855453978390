//! The facts of one profile, laid out for evaluation. Computes nothing.

use crate::base::IdVec;
use crate::model::{FactId, LevelSet, Profile, Value};

/// The facts of one profile, laid out for evaluation.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    facts: IdVec<FactId, Given>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Given {
    /// 0 where unknown.
    pub(super) certainty: f64,
    /// A number, the position of a level, or 1 and 0 for yes and no.
    pub(super) number: f64,
    /// The elements of a set; of a level the set of it alone.
    pub(super) levels: LevelSet,
}

impl Facts {
    /// The facts of a profile.
    pub(crate) fn of(profile: &Profile) -> Self {
        let facts = profile
            .facts
            .values()
            .map(|given| given.as_ref().map_or_else(Given::default, of_given))
            .collect();
        Self { facts }
    }

    /// Takes the facts of another profile, in the same place.
    pub(crate) fn replace(&mut self, profile: &Profile) {
        for (slot, given) in self.facts.values_mut().zip(profile.facts.values()) {
            *slot = given.as_ref().map_or_else(Given::default, of_given);
        }
    }

    /// Takes the facts of another profile of the same rulebook, with some of them given otherwise and certain.
    pub(crate) fn replace_with(&mut self, others: &Self, given: &[(FactId, Value)]) {
        for (slot, other) in self.facts.values_mut().zip(others.facts.values()) {
            *slot = *other;
        }
        for (fact, value) in given {
            if let Some(slot) = self.facts.get_mut(*fact) {
                *slot = of_value(value, 1.0);
            }
        }
    }

    #[inline]
    pub(super) fn get(&self, fact: FactId) -> Given {
        self.facts.find(fact).copied().unwrap_or_default()
    }

    pub(crate) fn is_known(&self, fact: FactId) -> bool {
        self.get(fact).certainty > 0.0
    }
}

fn of_given(given: &crate::model::Given) -> Given {
    of_value(&given.value, given.certainty)
}

fn of_value(value: &Value, certainty: f64) -> Given {
    let (number, levels) = match value {
        Value::YesNo(yes) => (if *yes { 1.0 } else { 0.0 }, LevelSet::default()),
        Value::Level(level) => (f64::from(*level), LevelSet::one(*level)),
        Value::Set(levels) => (0.0, *levels),
        Value::Number(number) => (*number, LevelSet::default()),
        Value::Text(_) => (0.0, LevelSet::default()),
    };
    Given {
        certainty,
        number,
        levels,
    }
}
