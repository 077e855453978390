//! The counts of a tally, each of which adds up. Looks at no evaluation.

use std::collections::BTreeMap;

use crate::model::LevelSet;

/// How often a condition was what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Truth {
    pub yes: u64,
    pub no: u64,
    pub unknown: u64,
}

/// How often what became of a rule.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fate {
    pub then: u64,
    pub otherwise: u64,
    pub stopped: u64,
    pub defeated: u64,
}

/// What values something had.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Values {
    /// In how many evaluations it had one.
    pub known: u64,
    /// The levels, elements, or 0 for no and 1 for yes.
    pub levels: LevelSet,
    /// The lowest number; infinite where there was none.
    pub low: f64,
    /// The highest number.
    pub high: f64,
}

impl Default for Values {
    fn default() -> Self {
        Self {
            known: 0,
            levels: LevelSet::default(),
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
        }
    }
}

impl Values {
    pub(crate) fn levels(&mut self, levels: LevelSet) {
        self.known = self.known.saturating_add(1);
        self.levels = self.levels.union(levels);
    }

    pub(crate) fn truth(&mut self, truth: bool) {
        self.levels(LevelSet::one(u8::from(truth)));
    }

    pub(crate) fn number(&mut self, number: f64) {
        self.known = self.known.saturating_add(1);
        self.low = self.low.min(number);
        self.high = self.high.max(number);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.known = self.known.saturating_add(other.known);
        self.levels = self.levels.union(other.levels);
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
    }
}

/// On which sides of a threshold values lay, and how near.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around {
    pub below: u64,
    pub at: u64,
    pub above: u64,
    /// The greatest negative distance.
    pub under: f64,
    /// The smallest positive distance.
    pub over: f64,
    /// Of levels: one step below.
    pub step: u64,
}

impl Default for Around {
    fn default() -> Self {
        Self {
            below: 0,
            at: 0,
            above: 0,
            under: f64::NEG_INFINITY,
            over: f64::INFINITY,
            step: 0,
        }
    }
}

impl Around {
    pub(crate) fn add(&mut self, distance: f64) {
        let one = |count: &mut u64, so: bool| *count = count.saturating_add(u64::from(so));
        one(&mut self.below, distance < 0.0);
        one(&mut self.at, distance == 0.0);
        one(&mut self.above, distance > 0.0);
        one(&mut self.step, distance == -1.0);
        if distance < 0.0 {
            self.under = self.under.max(distance);
        }
        if distance > 0.0 {
            self.over = self.over.min(distance);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, more) in [
            (&mut self.below, other.below),
            (&mut self.at, other.at),
            (&mut self.above, other.above),
            (&mut self.step, other.step),
        ] {
            *count = count.saturating_add(more);
        }
        self.under = self.under.max(other.under);
        self.over = self.over.min(other.over);
    }
}

/// What became of a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// How often it was the one that counted.
    pub chosen: u64,
    /// How often its condition held.
    pub held: u64,
    /// How often its condition held and an earlier row counted, by that row.
    pub lost: BTreeMap<usize, u64>,
    /// How often its condition held and an earlier row was unknown, by that row.
    pub open: BTreeMap<usize, u64>,
    /// How often then its level came out all the same, for all that were possible were that one.
    pub gave: u64,
    /// How often its condition held and its strategy was out of the choice.
    pub excluded: u64,
}

impl Row {
    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, more) in [
            (&mut self.chosen, other.chosen),
            (&mut self.held, other.held),
            (&mut self.gave, other.gave),
            (&mut self.excluded, other.excluded),
        ] {
            *count = count.saturating_add(more);
        }
        for (into, from) in [(&mut self.lost, &other.lost), (&mut self.open, &other.open)] {
            for (row, more) in from {
                count(into, *row, *more);
            }
        }
    }
}

pub(crate) fn count(into: &mut BTreeMap<usize, u64>, row: usize, more: u64) {
    let slot = into.entry(row).or_default();
    *slot = slot.saturating_add(more);
}

/// What became of the limit of a group.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limit {
    /// In how many evaluations it cut something away.
    pub bit: u64,
    /// The most that one side came to.
    pub most: f64,
}
