//! The values that profiles are made of, and profiles drawn from them. Evaluates nothing.

use crate::base::IdVec;
use crate::model::{FactId, Given, Profile, Value};
use crate::plan::Program;
use crate::space::{Axis, Cells, Dice};

/// How certain the answers of drawn profiles may be.
const CERTAINTIES: [f64; 4] = [1.0, 1.0, 0.75, 0.5];
/// Rules and rows that are made to apply in one drawn profile, at most.
const MOST_SPARKS: usize = 4;

/// For each fact the values that stand for all others.
#[derive(Debug)]
pub(super) struct Pool {
    cells: IdVec<FactId, Vec<Value>>,
}

impl Pool {
    pub(super) fn of(program: &Program) -> Self {
        let cells = Cells::of(program);
        let facts = program.rulebook.facts.iter();
        Self {
            cells: facts
                .map(|(id, fact)| cells.values(id, &fact.kind))
                .collect(),
        }
    }

    pub(super) fn values(&self, fact: FactId) -> &[Value] {
        self.cells.find(fact).map_or(&[], Vec::as_slice)
    }

    pub(super) fn axes<'p>(&'p self, facts: impl Iterator<Item = FactId>) -> Vec<Axis<'p>> {
        facts.map(|fact| (fact, self.values(fact))).collect()
    }

    /// The profile in which nothing is known.
    pub(super) fn nothing(&self) -> Profile {
        Profile::empty("", self.cells.len())
    }

    /// So many of a hundred facts with some value.
    pub(super) fn filled(&self, percent: usize, facts: &[FactId], dice: &mut Dice) -> Profile {
        let mut profile = self.nothing();
        for fact in facts {
            if dice.chance(percent) {
                self.answer(&mut profile, *fact, dice);
            }
        }
        profile
    }

    /// A profile with other values of one or two facts.
    pub(super) fn moved(&self, profile: &Profile, facts: &[FactId], dice: &mut Dice) -> Profile {
        let mut profile = profile.clone();
        for _ in 0..dice.below(2).saturating_add(1) {
            if let Some(fact) = dice.one(facts) {
                self.answer(&mut profile, *fact, dice);
            }
        }
        profile
    }

    fn answer(&self, profile: &mut Profile, fact: FactId, dice: &mut Dice) {
        let value = dice.one(self.values(fact));
        profile.set(fact, value.cloned().map(Given::certain));
    }
}

/// A profile with the answers of some others.
pub(super) fn sparked(mut profile: Profile, sparks: &[Profile], dice: &mut Dice) -> Profile {
    for _ in 0..dice.below(MOST_SPARKS).saturating_add(1) {
        let Some(spark) = dice.one(sparks) else {
            return profile;
        };
        for (fact, given) in spark.facts.iter() {
            if given.is_some() {
                profile.set(fact, given.clone());
            }
        }
    }
    profile
}

/// Makes some answers less certain.
pub(super) fn doubt(profile: &mut Profile, dice: &mut Dice) {
    for given in profile.facts.values_mut().flatten() {
        if let Some(certainty) = dice.one(&CERTAINTIES) {
            given.certainty = given.certainty.min(*certainty);
        }
    }
}
