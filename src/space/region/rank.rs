//! Strategies and advice over a region: how far one may be ahead, which shares the strategies may have, and which
//! outcomes are possible.

use super::number::Within;
use super::truth::{May, ONE};
use crate::base::{Id, round_total};
use crate::model::{Deciding, OutcomeId};
use crate::plan::Program;

/// The outcomes that are possible.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outlook {
    /// Without repetition, in the order of the rows; `None` is `undecided`.
    pub outcomes: Vec<Option<OutcomeId>>,
    /// The rows that may give the advice; `None` where none need apply.
    pub rows: Vec<Option<u32>>,
}

impl Within {
    /// Unknown where the condition holds.
    pub(super) fn unless(self, unless: May) -> Self {
        match unless.surely() {
            true => Self::UNKNOWN,
            false => Self {
                unknown: self.unknown || unless.yes.is_some(),
                ..self
            },
        }
    }

    /// The higher of both; where one is unknown, the other.
    pub(super) fn higher(a: Self, b: Self) -> Self {
        if !a.known || !b.known {
            return if a.known { a } else { b };
        }
        let low = match (a.unknown, b.unknown) {
            (false, false) => a.low.max(b.low),
            (false, true) => a.low,
            (true, false) => b.low,
            (true, true) => a.low.min(b.low),
        };
        Self {
            unknown: a.unknown && b.unknown,
            ..Self::closed(low, a.high.max(b.high))
        }
    }

    /// How far the first is above the second; without end where only the second is unknown. A rounded difference of
    /// rounded totals rises with the one and falls with the other, so its ends need no room.
    pub(super) fn lead(a: Self, b: Self) -> Self {
        if !a.known {
            return Self::UNKNOWN;
        }
        let low = match b.known {
            true => round_total(a.low - b.high),
            false => f64::INFINITY,
        };
        let high = match b.unknown {
            true => f64::INFINITY,
            false => round_total(a.high - b.low),
        };
        Self {
            unknown: a.unknown,
            ..Self::closed(low, high)
        }
    }

    /// The highest of some leads, those that are unknown passed over, and 0 at least.
    pub(super) fn margin(leads: impl Iterator<Item = Self>) -> Self {
        let (mut low, mut high) = (0.0, 0.0);
        let (mut known, mut unknown) = (false, true);
        for lead in leads.filter(|lead| lead.known) {
            known = true;
            unknown &= lead.unknown;
            high = f64::max(high, lead.high);
            if !lead.unknown {
                low = f64::max(low, lead.low);
            }
        }
        match known {
            true => Self {
                unknown,
                ..Self::closed(low, high)
            },
            false => Self::UNKNOWN,
        }
    }

    /// Whether the first is known, and the second unknown or lower.
    pub(super) fn ahead(a: Self, b: Self) -> May {
        let may = a.known && (b.unknown || a.high > b.low);
        let must = a.known && !a.unknown && (!b.known || a.low > b.high);
        May::of(may, !must, ONE, false)
    }

    /// Whether both are known, and equal.
    pub(super) fn even(a: Self, b: Self) -> May {
        let may = a.known && b.known && a.high >= b.low && b.high >= a.low;
        let must = may && a.is_exact() && b.is_exact();
        May::of(may, !must, ONE, false)
    }
}

/// Bounds of the shares: each rises with its own total and falls with the best and the others' shares. The total of a
/// strategy that may be out of the choice may be unknown.
pub(super) fn shares(program: &Program, running: &[Within], shares: &mut Vec<Within>) {
    let kept = |must: bool| -> Vec<(usize, Within)> {
        let all = running.iter().copied().enumerate();
        all.filter(|(_, total)| if must { !total.unknown } else { total.known })
            .collect()
    };
    let (sure, possible) = (kept(true), kept(false));
    let best_low = sure
        .iter()
        .map(|(_, total)| total.low)
        .fold(f64::NEG_INFINITY, f64::max);
    let best_high = possible
        .iter()
        .map(|(_, total)| total.high)
        .fold(f64::NEG_INFINITY, f64::max);
    let share = |total: f64, best: f64, open: f64| {
        if total.is_infinite() || best.is_infinite() {
            open
        } else {
            program.method.share(total, best).unwrap_or(open)
        }
    };
    let low = |total: Within| share(total.low, best_high.max(total.low), 0.0);
    let high = |total: Within| share(total.high, best_low.max(total.high), f64::INFINITY);
    let exact = possible.len() == sure.len() && possible.iter().all(|(_, total)| total.is_exact());
    let widen = if exact { 0.0 } else { 1e-9 };
    let most = Others::of(possible.iter().map(|(at, total)| (*at, high(*total))));
    let least = Others::of(sure.iter().map(|(at, total)| (*at, low(*total))));
    shares.clear();
    shares.resize(running.len(), Within::exact(0.0));
    for (at, total) in &possible {
        let (mut lowest, mut highest) = (low(*total), high(*total));
        if program.method.method.normalize {
            let (most, least) = (most.but(*at), least.but(*at));
            let equal = |list: &[(usize, Within)]| {
                1.0 / f64::from(u32::try_from(list.len().max(1)).unwrap_or(1))
            };
            let part = |mine: f64, rest: f64, empty: f64| {
                if mine + rest == 0.0 {
                    empty
                } else if mine.is_infinite() {
                    1.0
                } else {
                    mine / (mine + rest)
                }
            };
            let may_be_empty = lowest == 0.0 && least == 0.0;
            lowest = part(lowest, most, equal(&possible));
            highest = part(highest, least, equal(&sure));
            if may_be_empty {
                lowest = lowest.min(equal(&possible));
                highest = highest.max(equal(&sure));
            }
        }
        let lowest = if total.unknown { 0.0 } else { lowest };
        if let Some(share) = shares.get_mut(*at) {
            let (low, high) = (lowest - widen, highest + widen);
            *share = match program.method.method.normalize {
                true => Within::closed(low.max(0.0), high.min(1.0)),
                false => Within::closed(low, high),
            };
        }
    }
}

/// Sums of shares, of all strategies but one; in the order of strategies.
struct Others {
    places: Vec<usize>,
    /// The sums of those before each.
    before: Vec<f64>,
    /// The sums of those after each.
    after: Vec<f64>,
    all: f64,
}

impl Others {
    fn of(shares: impl Iterator<Item = (usize, f64)>) -> Self {
        let (places, shares): (Vec<_>, Vec<_>) = shares.unzip();
        let sums = |shares: &mut dyn Iterator<Item = &f64>| -> (Vec<f64>, f64) {
            let mut sum = 0.0;
            let sums = shares.map(|share| {
                let before = sum;
                sum += share;
                before
            });
            let sums = sums.collect();
            (sums, sum)
        };
        let (before, all) = sums(&mut shares.iter());
        let (mut after, _) = sums(&mut shares.iter().rev());
        after.reverse();
        Self {
            places,
            before,
            after,
            all,
        }
    }

    fn but(&self, place: usize) -> f64 {
        let at = self.places.binary_search(&place).ok();
        let ends = at.and_then(|at| Some((self.before.get(at)?, self.after.get(at)?)));
        ends.map_or(self.all, |(before, after)| before + after)
    }
}

/// What may give the advice, up to the first that surely does.
pub(super) fn first(deciding: &[Deciding], truths: &[May]) -> Outlook {
    let mut outlook = Outlook::default();
    if !deciding.iter().any(|one| outlook.takes(one, truths)) {
        outlook.ends();
    }
    outlook
}

impl Outlook {
    /// The next that may give the advice; whether it surely does.
    pub(super) fn takes(&mut self, one: &Deciding, truths: &[May]) -> bool {
        let truth = one.applies.map_or(May::constant(true), |id| {
            truths.get(id.to_usize()).copied().unwrap_or(May::ANY)
        });
        if truth.yes.is_some() {
            self.add(one.row, one.outcome);
        }
        truth.surely()
    }

    /// Nothing need give it.
    pub(super) fn ends(&mut self) {
        self.add(None, None);
    }

    fn add(&mut self, row: Option<u32>, outcome: Option<OutcomeId>) {
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
        if !self.outcomes.contains(&outcome) {
            self.outcomes.push(outcome);
        }
    }
}
