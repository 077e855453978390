//! What a flip is owed to: the smallest sets of changes that alone lead from the old advice to the new.

use std::sync::Arc;

use super::evaluate::Sides;
use super::reader::Pair;
use crate::analyze::Difference;
use crate::analyze::mix::{Book, Made, Mix, Scope};
use crate::analyze::named::Named;
use crate::analyze::owed::{Owed, owed};
use crate::engine;
use crate::model::Profile;
use crate::plan::Program;

/// Figures that are this near are the same.
const CLOSE: f64 = 1e-9;

/// Finds what flips are owed to.
pub(super) struct Blame<'a> {
    mix: Mix<'a>,
    sides: &'a Sides<'a>,
}

/// What a rulebook says of a profile.
pub(super) struct Figures {
    /// The advice; none is `undecided`.
    pub(super) advice: Option<Arc<str>>,
    /// The share of its strategy.
    pub(super) confidence: Option<f64>,
    /// The lead of the best strategy.
    pub(super) margin: f64,
}

impl Figures {
    /// What a program says of a profile; `None` where it fails.
    pub(super) fn of(program: &Program, profile: &Profile) -> Option<Self> {
        let summary = engine::Evaluator::new(program).summarize(profile).ok()?;
        let outcome = summary
            .advice
            .and_then(|id| program.rulebook.outcomes.find(id));
        Some(Self {
            advice: outcome.map(|outcome| Arc::clone(&outcome.name)),
            confidence: summary.confidence,
            margin: summary.margin,
        })
    }

    /// Whether both say the same; the last digits hang on the order of a sum.
    pub(super) fn is(&self, other: &Self) -> bool {
        let close = |a: f64, b: f64| a == b || (a - b).abs() <= CLOSE * a.abs().max(1.0);
        let confidence = match (self.confidence, other.confidence) {
            (Some(a), Some(b)) => close(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        self.advice == other.advice && close(self.margin, other.margin) && confidence
    }
}

impl<'a> Blame<'a> {
    pub(super) fn new(
        sides: &'a Sides<'a>,
        (old, new): (Book<'a>, Book<'a>),
        difference: &'a Difference,
    ) -> Self {
        Self {
            mix: Mix::new(old, new, difference, Scope::Advice),
            sides,
        }
    }

    /// How many parts of declarations changed that can decide.
    pub(super) fn changed(&self) -> usize {
        self.mix.count()
    }

    /// The new rulebook, without one change where one is named.
    pub(super) fn without(&self, unit: Option<usize>) -> Option<Arc<Program>> {
        let made = (0..self.changed()).map(|one| unit != Some(one));
        self.mix.program(&made.collect())
    }

    /// The profile by the names of the new rulebook.
    pub(super) fn profile(&self, pair: &Pair) -> Named {
        let [old, new] = self.sides.programs;
        let mut named = Named::of(&old.rulebook, &pair.old, Some(self.mix.names()));
        let after = Named::of(&new.rulebook, &pair.new, None);
        for name in after.names() {
            named.set(name, after.given(name).cloned());
        }
        named
    }

    /// The changes that caused a flip, by their positions in the difference.
    pub(super) fn of(&self, pair: &Pair) -> Owed {
        let profile = self.profile(pair);
        let advice = |made: &Made| {
            let program = self.mix.program(made)?;
            Some(Figures::of(&program, &profile.profile(&program.rulebook))?.advice)
        };
        let count = self.changed();
        let old = advice(&vec![false; count]);
        let Some(new) = advice(&vec![true; count]).filter(|new| old.is_some_and(|old| old != *new))
        else {
            return Owed::default();
        };
        let found = owed(count, &mut |made| {
            advice(&made.to_vec()).as_ref() == Some(&new)
        });
        Owed {
            sets: found.sets.iter().map(|set| self.changes(set)).collect(),
            ..found
        }
    }

    /// The changes of some units.
    pub(super) fn changes(&self, units: &[usize]) -> Vec<usize> {
        self.mix.changes(units)
    }
}
