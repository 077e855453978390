//! What a flip is owed to: the smallest sets of changes that alone lead from the old advice to the new.
//!
//! Every answer is tried: a set is named only where the old rulebook with these changes, and no others, gives the
//! new advice, and no part of the set that was tried alone does. Where the rulebooks in between cannot be built,
//! nothing is claimed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::evaluate::Sides;
use super::hybrid::{Hybrids, Made};
use super::reader::Pair;
use crate::analyze::Difference;
use crate::engine;
use crate::model::{OutcomeId, Profile};
use crate::plan::Program;

/// Programs kept for further profiles.
const MOST_PROGRAMS: usize = 256;
/// Sets that are named as alternatives of each other.
const MOST_ALTERNATIVES: usize = 3;
/// Figures that are this near are the same.
const CLOSE: f64 = 1e-9;

/// Finds what flips are owed to.
pub(super) struct Blame<'a> {
    hybrids: Hybrids<'a>,
    programs: Mutex<BTreeMap<Made, Option<Arc<Program>>>>,
}

/// One flip that is looked into.
struct Inquiry<'b> {
    blame: &'b Blame<'b>,
    profile: Profile,
    /// The advice under the new rulebook.
    new: Option<OutcomeId>,
}

/// What a rulebook says of a profile.
pub(super) struct Figures {
    /// The advice.
    pub(super) advice: Option<OutcomeId>,
    /// The share of its strategy.
    pub(super) confidence: Option<f64>,
    /// The lead of the best strategy.
    pub(super) margin: f64,
}

impl Figures {
    /// What a program says of a profile; `None` where it fails.
    pub(super) fn of(program: &Program, profile: &Profile) -> Option<Self> {
        let summary = engine::Evaluator::new(program).summarize(profile).ok()?;
        Some(Self {
            advice: summary.advice,
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
    pub(super) fn new(sides: &'a Sides<'a>, difference: &'a Difference) -> Self {
        Self {
            hybrids: Hybrids::new(sides, difference),
            programs: Mutex::default(),
        }
    }

    /// How many declarations changed that can decide.
    pub(super) fn changed(&self) -> usize {
        self.hybrids.units.len()
    }

    /// The new rulebook, without one change where one is named; it is not kept.
    pub(super) fn without(&self, unit: Option<usize>) -> Option<Program> {
        let made = (0..self.changed()).map(|one| unit != Some(one));
        self.hybrids.program(&made.collect())
    }

    /// The profile as the rulebooks between the two read it.
    pub(super) fn profile(&self, pair: &Pair) -> Profile {
        self.hybrids.profile(pair)
    }

    /// The sets of changes that a flip is owed to; more than one where each would have been enough, none where they
    /// cannot be told apart.
    pub(super) fn of(&self, pair: &Pair) -> Vec<Vec<usize>> {
        let count = self.hybrids.units.len();
        let all: Vec<usize> = (0..count).collect();
        let profile = self.hybrids.profile(pair);
        let old = self.advice(&vec![false; count], &profile);
        let new = self.advice(&vec![true; count], &profile);
        let Some(new) = new.filter(|new| old.is_some_and(|old| old != *new)) else {
            return Vec::new();
        };
        let inquiry = Inquiry {
            blame: self,
            profile,
            new,
        };
        let mut found: Vec<Vec<usize>> = Vec::new();
        let mut left = all;
        while found.len() < MOST_ALTERNATIVES && inquiry.is_enough(&left) {
            let least = inquiry.least(&left);
            if least.is_empty() {
                break;
            }
            left.retain(|unit| !least.contains(unit));
            found.push(self.changes(&least));
        }
        found.sort();
        found
    }

    /// The changes of some units.
    pub(super) fn changes(&self, units: &[usize]) -> Vec<usize> {
        let units = units
            .iter()
            .filter_map(|unit| self.hybrids.units.get(*unit));
        let mut changes: Vec<usize> = units.flat_map(|unit| unit.changes.clone()).collect();
        changes.sort_unstable();
        changes
    }

    fn advice(&self, made: &Made, profile: &Profile) -> Option<Option<OutcomeId>> {
        Some(Figures::of(&*self.program(made)?, profile)?.advice)
    }

    fn program(&self, made: &Made) -> Option<Arc<Program>> {
        let kept = |known: &BTreeMap<Made, Option<Arc<Program>>>| known.get(made).cloned();
        if let Some(found) = kept(&self.lock()) {
            return found;
        }
        let program = self.hybrids.program(made).map(Arc::new);
        let mut programs = self.lock();
        if programs.len() < MOST_PROGRAMS {
            programs.insert(made.clone(), program.clone());
        }
        program
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Made, Option<Arc<Program>>>> {
        self.programs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inquiry<'_> {
    /// Whether these changes alone lead to the new advice.
    fn is_enough(&self, units: &[usize]) -> bool {
        let count = self.blame.hybrids.units.len();
        let mut made = vec![false; count];
        for unit in units {
            if let Some(made) = made.get_mut(*unit) {
                *made = true;
            }
        }
        self.blame.advice(&made, &self.profile) == Some(self.new)
    }

    /// A set that is enough, less and less of it in ever smaller pieces; none of what is left can be spared.
    fn least(&self, units: &[usize]) -> Vec<usize> {
        let mut left = units.to_vec();
        let mut piece = left.len().div_ceil(2);
        loop {
            let before = left.len();
            let mut at = 0;
            while at < left.len() {
                let end = at.saturating_add(piece).min(left.len());
                let mut fewer = left.clone();
                fewer.drain(at..end);
                if self.is_enough(&fewer) {
                    left = fewer;
                } else {
                    at = end;
                }
            }
            if piece > 1 {
                piece = piece.div_ceil(2);
            } else if left.len() == before {
                return left;
            }
        }
    }
}
