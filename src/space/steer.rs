//! Completions that lead far away from today's advice, tried before anything is proved. Proves nothing.

use super::answers::Answers;
use super::draw::Dice;
use super::region::Case;
use super::settled::{Explorer, Totals, Witness};
use crate::base::Id;
use crate::model::{FactId, TargetId, Value};

/// Completions tried at most to refute that the advice is settled, after those of single facts.
pub(super) const MOST_COMPLETIONS: u32 = 96;

impl Explorer<'_> {
    /// For each strategy, the answers of which each favors it most, as far as it takes for another advice.
    pub(super) fn steer(&self) -> Option<Witness> {
        self.favorites().iter().find_map(|(_, favorites)| {
            let mut lengths = 1..=favorites.len();
            lengths.find_map(|length| self.refutes(favorites.get(..length)?))
        })
    }

    /// For each strategy, the answers of which each favors it most, the others staying unknown.
    pub(super) fn favorites(&self) -> &[(TargetId, Answers)] {
        self.favorites.get_or_init(|| {
            let strategies = self.program.plan.code.strategies.iter();
            let favorites = strategies.map(|target| {
                let open = self.open.iter();
                let best = open.map(|(fact, cases)| (*fact, self.best_for(*target, *fact, cases)));
                let best = best.filter_map(|(fact, value)| Some((fact, value?)));
                (*target, best.collect())
            });
            favorites.collect()
        })
    }

    /// The value of a fact with which a strategy leads most, the others staying unknown.
    fn best_for(&self, target: TargetId, fact: FactId, cases: &[Case]) -> Option<Value> {
        let strategies = &self.program.plan.code.strategies;
        let mut best: Option<(f64, &Value)> = None;
        for (at, case) in cases.iter().enumerate() {
            let Some(value) = &case.value else {
                continue;
            };
            let Some(totals) = self.single((fact, at), value) else {
                continue;
            };
            let total = |target: TargetId| totals.get(target.to_usize()).copied();
            let rival = strategies
                .iter()
                .filter(|other| **other != target)
                .filter_map(|other| total(*other))
                .fold(f64::NEG_INFINITY, f64::max);
            let lead =
                total(target).unwrap_or(f64::NAN) - if rival.is_finite() { rival } else { 0.0 };
            if best.is_none_or(|(most, _)| lead > most) {
                best = Some((lead, value));
            }
        }
        best.map(|(_, value)| value.clone())
    }

    /// The totals with one value of one fact, evaluated once.
    fn single(&self, (fact, at): (FactId, usize), value: &Value) -> Totals {
        if let Some(known) = self.singles.borrow().get(&(fact, at)) {
            return known.clone();
        }
        let record = self.with(&[(fact, value.clone())]);
        let totals = record.map(|record| record.totals.clone());
        self.singles.borrow_mut().insert((fact, at), totals.clone());
        totals
    }

    /// Completions picked evenly, always the same ones.
    pub(super) fn sample(&self) -> Option<Witness> {
        let mut dice = Dice::default();
        (0..MOST_COMPLETIONS).find_map(|_| {
            let mut facts = Vec::new();
            for (fact, cases) in self.answerable() {
                let mut values = cases.iter().filter_map(|case| case.value.as_ref());
                let count = values.clone().count();
                let value = values.nth(dice.below(count.saturating_add(1)));
                facts.extend(value.map(|value| (fact, value.clone())));
            }
            self.refutes(&facts)
        })
    }
}
