//! What each change adds to confidence and margin, where the advice stayed. Counts no buckets.
//!
//! A shift is owed to every change without which the figures would be others: the new rulebook is evaluated once
//! more without each of them. Where leaving out one change at a time alters nothing, they cannot be told apart.

use serde::Serialize;

use super::blame::{Blame, Figures};
use super::evaluate::Evaluation;
use super::reader::Pair;
use super::shift;
use crate::analyze::named::Named;
use crate::base::in_parallel;
use crate::model::trace::N;

/// Evaluations between the two rulebooks at most; beyond them a sample of the profiles is looked at.
const MOST_EVALUATIONS: usize = 20_000;
/// Changed declarations that are left out one at a time at most; each is a rulebook of its own.
const MOST_CHANGES: usize = 200;

/// Shifts by what they are owed to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shifts {
    /// How many profiles have a shift.
    pub profiles: usize,
    /// How many of them were looked at: all, or every so many of a large number; none where too much changed.
    pub looked_at: usize,
    /// What each change adds, those that move the most profiles first.
    pub causes: Vec<Shift>,
    /// How many of those looked at have a shift that no single change can be blamed for.
    pub together: usize,
}

/// What a change adds.
#[derive(Clone, Debug, Serialize)]
pub struct Shift {
    /// Its parts, by their position in the list of changes.
    pub owed_to: Vec<usize>,
    /// How many of the profiles that were looked at would have other figures without it.
    pub profiles: usize,
    /// The least and the greatest that it adds to the confidence, in percentage points.
    pub confidence: Option<[N; 2]>,
    /// The least and the greatest that it adds to the margin.
    pub margin: Option<[N; 2]>,
}

/// A profile with its figures under both rulebooks.
struct Moved {
    profile: Named,
    new: Figures,
    /// Whether any change was found without which it would have others.
    explained: bool,
}

/// Looks for what the shifts of profiles that did not flip are owed to.
pub(super) fn shifts(blame: &Blame<'_>, stayed: &[(&Pair, &Evaluation)]) -> Shifts {
    let shifted: Vec<&Pair> = stayed
        .iter()
        .filter(|(_, both)| has_moved(both))
        .map(|(pair, _)| *pair)
        .collect();
    let changed = blame.changed();
    let mut found = Shifts {
        profiles: shifted.len(),
        ..Shifts::default()
    };
    if changed > MOST_CHANGES {
        return found;
    }
    let work = shifted.len().saturating_mul(changed.saturating_add(1));
    let every = work.div_ceil(MOST_EVALUATIONS).max(1);
    let sample: Vec<&Pair> = shifted.into_iter().step_by(every).collect();
    let mut moved = under_new(blame, &sample);
    for unit in 0..changed {
        found.causes.extend(without(blame, unit, &mut moved));
    }
    found
        .causes
        .sort_by_key(|one| std::cmp::Reverse(one.profiles));
    found.looked_at = sample.len();
    let explained = moved.iter().filter(|one| one.explained).count();
    found.together = sample.len().saturating_sub(explained);
    found
}

fn has_moved(both: &Evaluation) -> bool {
    let (old, new) = (&both.old, &both.new);
    let shifts = [
        shift(old.confidence, new.confidence),
        shift(old.margin, new.margin),
    ];
    let mut shifts = shifts.into_iter().flatten();
    shifts.any(|shift| shift.abs() > super::histogram::NONE)
}

/// The figures of profiles under the new rulebook.
fn under_new(blame: &Blame<'_>, pairs: &[&Pair]) -> Vec<Moved> {
    let mut moved = Vec::with_capacity(pairs.len());
    let Some(program) = blame.without(None) else {
        return moved;
    };
    in_parallel(
        pairs,
        |pair| {
            let profile = blame.profile(pair);
            let new = Figures::of(&program, &profile.profile(&program.rulebook))?;
            let explained = false;
            Some(Moved {
                profile,
                new,
                explained,
            })
        },
        |one| {
            moved.extend(one);
            true
        },
    );
    moved
}

/// What a change adds to the figures of profiles, where it adds anything.
fn without(blame: &Blame<'_>, unit: usize, moved: &mut [Moved]) -> Option<Shift> {
    let program = blame.without(Some(unit))?;
    let mut others = Vec::with_capacity(moved.len());
    in_parallel(
        moved,
        |one| Figures::of(&program, &one.profile.profile(&program.rulebook)),
        |figures| {
            others.push(figures);
            true
        },
    );
    let (mut confidence, mut margin) = (Range::default(), Range::default());
    let mut profiles = 0usize;
    for (one, other) in moved.iter_mut().zip(others) {
        let Some(other) = other.filter(|other| !other.is(&one.new)) else {
            continue;
        };
        profiles = profiles.saturating_add(1);
        one.explained = true;
        margin.take(one.new.margin - other.margin);
        if let (true, Some(new), Some(other)) = (
            other.advice == one.new.advice,
            one.new.confidence,
            other.confidence,
        ) {
            confidence.take((new - other) * 100.0);
        }
    }
    (profiles > 0).then(|| Shift {
        owed_to: blame.changes(&[unit]),
        profiles,
        confidence: confidence.0,
        margin: margin.0,
    })
}

/// The least and the greatest of some numbers.
#[derive(Default)]
struct Range(Option<[N; 2]>);

impl Range {
    /// What adds nothing counts for nothing, and neither does a margin without a rival, which has no end.
    fn take(&mut self, number: f64) {
        if !number.is_finite() || number.abs() <= super::histogram::NONE {
            return;
        }
        let [least, most] = self.0.unwrap_or([N(number), N(number)]);
        self.0 = Some([N(least.0.min(number)), N(most.0.max(number))]);
    }
}
