//! Strategies and advice over a region: who may lead, by how much, and which outcomes are possible.

use super::Chances;
use super::number::Within;
use super::truth::{May, ONE};
use crate::base::Id;
use crate::model::{Figure, OutcomeId, TargetId};
use crate::plan::Program;

/// How a strategy may stand.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    target: TargetId,
    total: Within,
    out_may: bool,
    out_must: bool,
    lead: Within,
    confidence: Within,
    best_may: bool,
    best_must: bool,
    tied_may: bool,
}

/// How all strategies may stand.
#[derive(Clone, Debug)]
pub(crate) struct Prospects {
    all: Vec<Prospect>,
    margin: Within,
    /// Whether it may be that nobody is ahead.
    nobody: bool,
}

/// The outcomes that are possible.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outlook {
    /// Without repetition, in the order of the rows; `None` is `undecided`.
    pub outcomes: Vec<Option<OutcomeId>>,
    /// The rows that may give the advice; `None` where none need apply.
    pub rows: Vec<Option<u32>>,
}

impl Prospects {
    fn of(&self, target: TargetId) -> Option<&Prospect> {
        let found = self
            .all
            .binary_search_by_key(&target, |prospect| prospect.target);
        self.all.get(found.ok()?)
    }

    pub(super) fn figure(&self, figure: Figure) -> Within {
        let of =
            |target, read: fn(&Prospect) -> Within| self.of(target).map_or(Within::UNKNOWN, read);
        match figure {
            Figure::Margin => self.margin,
            Figure::Lead(target) => of(target, |prospect| prospect.lead),
            Figure::Confidence(target) => of(target, |prospect| prospect.confidence),
            Figure::Total(target) => of(target, |prospect| prospect.total),
            Figure::Belief(_) | Figure::Strongest(_) | Figure::Known(_) | Figure::ShareKnown(_) => {
                Within::UNKNOWN
            }
        }
    }

    pub(crate) fn confidence(&self, target: TargetId) -> Option<[f64; 2]> {
        let confidence = self.of(target)?.confidence;
        (confidence.low.is_finite() && confidence.high.is_finite())
            .then_some([confidence.low, confidence.high])
    }

    pub(super) fn best_is(&self, targets: &[TargetId]) -> May {
        let may = |within: bool| {
            self.all
                .iter()
                .any(|prospect| prospect.best_may && targets.contains(&prospect.target) == within)
        };
        May::of(may(true), may(false) || self.nobody, ONE, false)
    }

    pub(super) fn excluded(&self, target: TargetId) -> May {
        self.of(target).map_or(May::constant(false), |p| {
            May::of(p.out_may, !p.out_must, ONE, false)
        })
    }

    pub(super) fn tied(&self, target: TargetId) -> May {
        self.of(target).map_or(May::constant(false), |prospect| {
            let exact = self
                .all
                .iter()
                .all(|other| other.total.is_exact() && other.out_may == other.out_must);
            May::of(prospect.tied_may, !(exact && prospect.tied_may), ONE, false)
        })
    }
}

/// Ranks bounds of totals.
pub(super) fn rank(program: &Program, totals: &[Within], statuses: &[Chances]) -> Prospects {
    let mut all: Vec<Prospect> = program
        .plan
        .strategies
        .iter()
        .map(|target| Prospect {
            target: *target,
            total: totals
                .get(target.to_usize())
                .copied()
                .unwrap_or(Within::UNKNOWN),
            out_may: false,
            out_must: false,
            lead: Within::UNKNOWN,
            confidence: Within::exact(0.0),
            best_may: false,
            best_must: false,
            tied_may: false,
        })
        .collect();
    for id in &program.plan.excluders {
        let excludes = &program.plan.rules[*id].excludes;
        let Some(chances) = statuses.get(id.to_usize()) else {
            continue;
        };
        for prospect in all
            .iter_mut()
            .filter(|prospect| excludes.contains(&prospect.target))
        {
            prospect.out_may |= chances.then_may;
            prospect.out_must |= chances.then_must;
        }
    }
    let before = all.clone();
    let rivals = Rivals::of(&before);
    for prospect in &mut all {
        leads(prospect, &before, &rivals);
    }
    let nobody = !all.iter().any(|prospect| prospect.best_must);
    share_out(program, &mut all);
    let margin = margin(&all);
    Prospects {
        all,
        margin,
        nobody,
    }
}

/// The two highest of some ends, and whose the highest is.
#[derive(Clone, Copy)]
struct Highest {
    first: f64,
    second: f64,
    holder: Option<TargetId>,
}

impl Highest {
    fn of(ends: impl Iterator<Item = (TargetId, f64)>) -> Self {
        let mut highest = Self {
            first: f64::NEG_INFINITY,
            second: f64::NEG_INFINITY,
            holder: None,
        };
        for (target, end) in ends {
            if highest.holder.is_none() || end > highest.first {
                highest.second = highest.first;
                (highest.first, highest.holder) = (end, Some(target));
            } else {
                highest.second = highest.second.max(end);
            }
        }
        highest
    }

    /// The highest of the others.
    fn but(self, target: TargetId) -> f64 {
        if self.holder == Some(target) {
            self.second
        } else {
            self.first
        }
    }
}

/// What every strategy is measured against.
struct Rivals {
    /// The lower ends of those that are surely in the choice.
    sure: Highest,
    /// The upper ends of those that may be in it.
    possible: Highest,
}

impl Rivals {
    fn of(all: &[Prospect]) -> Self {
        let sure = all.iter().filter(|prospect| !prospect.out_may);
        let possible = all.iter().filter(|prospect| !prospect.out_must);
        Self {
            sure: Highest::of(sure.map(|one| (one.target, one.total.low))),
            possible: Highest::of(possible.map(|one| (one.target, one.total.high))),
        }
    }
}

/// A strategy against the others.
fn leads(prospect: &mut Prospect, all: &[Prospect], rivals: &Rivals) {
    if prospect.out_must {
        return;
    }
    let others = || all.iter().filter(|other| other.target != prospect.target);
    let (sure, possible) = (
        rivals.sure.but(prospect.target),
        rivals.possible.but(prospect.target),
    );
    // A rounded difference of rounded totals rises with the one and falls with the other, so its ends need no room.
    let lead = |total: f64, rival: f64| {
        if rival == f64::NEG_INFINITY {
            f64::INFINITY
        } else {
            crate::base::round_total(total - rival)
        }
    };
    prospect.lead = Within {
        unknown: prospect.out_may,
        ..Within::closed(
            lead(prospect.total.low, possible),
            lead(prospect.total.high, sure),
        )
    };
    prospect.best_may = prospect.total.high > sure;
    prospect.best_must = !prospect.out_may && prospect.total.low > possible;
    prospect.tied_may = prospect.total.high >= sure
        && others().any(|other| {
            !other.out_must
                && other.total.high >= prospect.total.low
                && other.total.low <= prospect.total.high
        });
}

/// The margin is the highest lead of those in the choice.
fn margin(all: &[Prospect]) -> Within {
    let sure = all
        .iter()
        .filter(|prospect| !prospect.out_may)
        .map(|prospect| prospect.lead.low);
    let possible = all
        .iter()
        .filter(|prospect| !prospect.out_must)
        .map(|prospect| prospect.lead.high);
    let (low, high) = (
        sure.fold(0.0, f64::max),
        possible.clone().fold(0.0, f64::max),
    );
    let none_may = all.iter().all(|prospect| prospect.out_may);
    let none_must = all.iter().all(|prospect| prospect.out_must);
    Within {
        unknown: none_may,
        known: !none_must,
        ..Within::closed(low, high)
    }
}

/// Bounds of the shares: each rises with its own total and falls with the best and the others' shares.
fn share_out(program: &Program, all: &mut [Prospect]) {
    let running = |all: &[Prospect], must: bool| -> Vec<(TargetId, Within)> {
        let kept = all
            .iter()
            .filter(|p| if must { !p.out_may } else { !p.out_must });
        kept.map(|prospect| (prospect.target, prospect.total))
            .collect()
    };
    let (sure, possible) = (running(all, true), running(all, false));
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
    let most = Others::of(
        possible
            .iter()
            .map(|(target, total)| (*target, high(*total))),
    );
    let least = Others::of(sure.iter().map(|(target, total)| (*target, low(*total))));
    for prospect in all.iter_mut().filter(|prospect| !prospect.out_must) {
        let (mut lowest, mut highest) = (low(prospect.total), high(prospect.total));
        if program.method.method.normalize {
            let (most, least) = (most.but(prospect.target), least.but(prospect.target));
            let equal = |list: &[(TargetId, Within)]| {
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
        let lowest = if prospect.out_may { 0.0 } else { lowest };
        prospect.confidence = Within::closed(lowest - widen, highest + widen);
    }
}

/// Sums of shares, of all strategies but one; in the order of targets.
struct Others {
    targets: Vec<TargetId>,
    /// The sums of those before each.
    before: Vec<f64>,
    /// The sums of those after each.
    after: Vec<f64>,
    all: f64,
}

impl Others {
    fn of(shares: impl Iterator<Item = (TargetId, f64)>) -> Self {
        let (targets, shares): (Vec<_>, Vec<_>) = shares.unzip();
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
            targets,
            before,
            after,
            all,
        }
    }

    fn but(&self, target: TargetId) -> f64 {
        let at = self.targets.binary_search(&target).ok();
        let ends = at.and_then(|at| Some((self.before.get(at)?, self.after.get(at)?)));
        ends.map_or(self.all, |(before, after)| before + after)
    }
}

/// The rows that may apply, up to the first that surely does.
pub(super) fn decide(program: &Program, truths: &[May], ranking: &Prospects) -> Outlook {
    let mut outlook = Outlook::default();
    if program.plan.advice.is_empty() {
        for prospect in ranking.all.iter().filter(|prospect| prospect.best_may) {
            outlook.add(None, program.plan.stands_for[prospect.target]);
        }
        if ranking.nobody {
            outlook.add(None, None);
        }
        return outlook;
    }
    for (at, row) in program.plan.advice.iter().enumerate() {
        let truth = row.applies.map_or(May::constant(true), |id| {
            truths.get(id.to_usize()).copied().unwrap_or(May::ANY)
        });
        let out = row.strategy.and_then(|target| ranking.of(target));
        let (out_may, out_must) = out.map_or((false, false), |prospect| {
            (prospect.out_may, prospect.out_must)
        });
        if truth.yes.is_some() && !out_must {
            outlook.add(u32::try_from(at).ok(), row.outcome);
        }
        if truth.surely() && !out_may {
            return outlook;
        }
    }
    outlook.add(None, None);
    outlook
}

impl Outlook {
    fn add(&mut self, row: Option<u32>, outcome: Option<OutcomeId>) {
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
        if !self.outcomes.contains(&outcome) {
            self.outcomes.push(outcome);
        }
    }
}
