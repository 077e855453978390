//! What a guarantee claims, and whether evaluations at hand break it. Looks for none.

use std::cmp::Ordering;

use crate::engine::{Evaluator, Record};
use crate::model::{
    Claim, Cond, FactId, FactType, Given, Guarantee, LevelSet, Never, OutcomeId, ProbeId, Profile,
    Raising, Rulebook, Value,
};
use crate::plan::Program;

/// A claim of a guarantee, planned with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The guarantee's place in the rulebook.
    pub guarantee: usize,
    /// What it claims.
    pub claim: Claim<ProbeId>,
}

/// Two values of a fact, and what comes out with them, which moves as it must not.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::testing) struct Fall {
    /// The lower value.
    pub low: Value,
    /// The higher one.
    pub high: Value,
    /// What comes out with each.
    pub seen: (Seen, Seen),
}

/// What comes out with one value of the fact of a claim; nothing where the claim is not about that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::testing) enum Seen {
    /// The total.
    Total(f64),
    /// The advice.
    Advice(Option<OutcomeId>),
    /// Nothing: something cannot be computed, or its `when` does not hold.
    Nothing,
}

impl Seen {
    /// In an evaluation.
    pub(super) fn of(record: &mut Record, program: &Program, rising: &Rising) -> Self {
        let holds = |when| record.probe(program, when).is_ok_and(|truth| truth > 0.0);
        if !rising.when.is_none_or(holds) {
            return Self::Nothing;
        }
        match rising.raising.never {
            Never::Lowers(target) | Never::Raises(target) => Self::Total(record.total(target)),
            Never::Turns(..) => Self::Advice(record.advised().1),
        }
    }
}

/// A claim about what happens as a fact rises, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::testing) struct Rising {
    /// The claim.
    pub raising: Raising,
    /// What has to hold in both.
    pub when: Option<ProbeId>,
}

impl Rising {
    /// Of a claim, where it is one.
    pub(in crate::testing) fn of(claim: &Claim<ProbeId>) -> Option<Self> {
        match *claim {
            Claim::Raising { raising, when } => Some(Self { raising, when }),
            Claim::Stated { .. } => None,
        }
    }
}

/// The claims of a rulebook. Their conditions are handed over and become probes.
pub(in crate::testing) fn promises(
    book: &Rulebook,
    mut push: impl FnMut(&Cond) -> ProbeId,
) -> Vec<Promise> {
    let guarantees = book.guarantees.iter().enumerate();
    let promise = |(guarantee, item): (usize, &Guarantee)| Promise {
        guarantee,
        claim: item.claim.map(&mut push),
    };
    guarantees.map(promise).collect()
}

/// Whether an evaluation breaks a claim by itself. Where something cannot be computed, it breaks nothing.
pub(in crate::testing) fn breaks(
    record: &mut Record,
    program: &Program,
    claim: &Claim<ProbeId>,
) -> bool {
    let Claim::Stated { always, cond, when } = *claim else {
        return false;
    };
    let mut is_yes = |probe: ProbeId| record.probe(program, probe).map(|truth| truth > 0.0);
    let asked = when.is_none_or(|when| is_yes(when).unwrap_or(false));
    asked && is_yes(cond).is_ok_and(|yes| yes != always)
}

/// The values that a fact takes in turn, from low to high: those of its cells, and of a profile its own with the nearest.
pub(in crate::testing) fn steps(
    kind: &FactType,
    cells: &[Value],
    own: Option<&Value>,
) -> Vec<Value> {
    let mut values = cells.to_vec();
    values.extend(own.cloned());
    if let (FactType::Set(scale), Some(Value::Set(own))) = (kind, own) {
        let toggled = |element| LevelSet(own.0 ^ LevelSet::one(element).0);
        values.extend(scale.all().iter().map(toggled).map(Value::Set));
    }
    values.sort_by(order);
    values.dedup();
    values
}

/// From low to high, sets by how many elements they have.
fn order(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::YesNo(one), Value::YesNo(other)) => one.cmp(other),
        (Value::Level(one), Value::Level(other)) => one.cmp(other),
        (Value::Number(one), Value::Number(other)) => one.total_cmp(other),
        (Value::Set(one), Value::Set(other)) => (one.len(), one.0).cmp(&(other.len(), other.0)),
        _ => Ordering::Equal,
    }
}

/// A profile with another value of a fact, as certain as its own.
pub(super) fn with(profile: &Profile, fact: FactId, value: &Value) -> Profile {
    let mut changed = profile.clone();
    let certainty = profile.given(fact).map_or(1.0, |given| given.certainty);
    let given = Given {
        certainty,
        ..Given::certain(value.clone())
    };
    changed.set(fact, Some(given));
    changed
}

/// Two values of the fact of a claim that break it while everything else is as in a profile.
pub(in crate::testing) fn fall_of(
    evaluator: &mut Evaluator<'_>,
    rising: &Rising,
    profile: &Profile,
    values: &[Value],
) -> Option<Fall> {
    let program = evaluator.program();
    let seen = |value: &Value| {
        let changed = with(profile, rising.raising.fact, value);
        let record = evaluator.evaluate(&changed);
        record.map_or(Seen::Nothing, |record| Seen::of(record, program, rising))
    };
    let seen: Vec<Seen> = values.iter().map(seen).collect();
    fall(&rising.raising, values, &seen)
}

/// The nearest two values with which something moves as it must not; the values stand from low to high.
pub(super) fn fall(raising: &Raising, values: &[Value], seen: &[Seen]) -> Option<Fall> {
    let all: Vec<(&Value, Seen)> = values.iter().zip(seen.iter().copied()).collect();
    (1..all.len()).find_map(|distance| {
        let mut pairs = all.iter().zip(all.iter().skip(distance));
        let found = pairs.find(|((low, before), (high, after))| {
            rises(low, high) && is_wrong(raising, (*before, *after))
        });
        found.map(|((low, before), (high, after))| Fall {
            low: (*low).clone(),
            high: (*high).clone(),
            seen: (*before, *after),
        })
    })
}

/// Whether the second value lies above the first.
fn rises(low: &Value, high: &Value) -> bool {
    match (low, high) {
        (Value::YesNo(low), Value::YesNo(high)) => !low && *high,
        (Value::Level(low), Value::Level(high)) => low < high,
        (Value::Number(low), Value::Number(high)) => low < high,
        (Value::Set(low), Value::Set(high)) => low != high && low.union(*high) == *high,
        _ => false,
    }
}

/// What rounding may leave between two totals that are the same, as a share of them.
const ROUNDING: f64 = 2e-9;

fn is_wrong(raising: &Raising, seen: (Seen, Seen)) -> bool {
    let moves = |fall: f64, (before, after): (f64, f64)| {
        fall > ROUNDING * before.abs().max(after.abs()).max(1.0)
    };
    match (raising.never, seen) {
        (Never::Lowers(_), (Seen::Total(before), Seen::Total(after))) => {
            moves(before - after, (before, after))
        }
        (Never::Raises(_), (Seen::Total(before), Seen::Total(after))) => {
            moves(after - before, (before, after))
        }
        (Never::Turns(from, to), (Seen::Advice(before), Seen::Advice(after))) => {
            before == from && after == to
        }
        _other => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Fall, Seen, fall, steps};
    use crate::model::{FactId, FactType, LevelSet, Never, NumberType, Raising, TargetId, Value};

    fn found(lowers: bool, values: &[Value], totals: &[f64]) -> Option<Fall> {
        let seen: Vec<Seen> = totals.iter().copied().map(Seen::Total).collect();
        fall(&raising(lowers), values, &seen)
    }

    fn totals(before: f64, after: f64) -> (Seen, Seen) {
        (Seen::Total(before), Seen::Total(after))
    }

    fn raising(lowers: bool) -> Raising {
        Raising {
            fact: FactId(0),
            never: match lowers {
                true => Never::Lowers(TargetId(0)),
                false => Never::Raises(TargetId(0)),
            },
        }
    }

    #[test]
    fn the_nearest_two_values_between_which_a_total_moves_wrongly_are_found() {
        let values: Vec<Value> = (0..4).map(Value::Level).collect();
        let found = |lowers, totals: &[f64]| {
            let fall = self::found(lowers, &values, totals)?;
            Some((fall.low, fall.high, fall.seen))
        };
        assert_eq!(found(true, &[0.0, 1.0, 1.0, 5.0]), None);
        let wrong = Some((Value::Level(2), Value::Level(3), self::totals(4.0, 2.0)));
        assert_eq!(found(true, &[0.0, 1.0, 4.0, 2.0]), wrong);
        assert_eq!(found(false, &[3.0, 1.0, 1.0, 0.0]), None);
        let across = Some((Value::Level(0), Value::Level(2), self::totals(3.0, 1.0)));
        assert_eq!(found(true, &[3.0, f64::NAN, 1.0, 9.0]), across);
        assert_eq!(found(true, &[1.0, 1.0 - 1e-9, 1.0, 1.0]), None);
    }

    #[test]
    fn sets_rise_by_inclusion_alone() {
        let sets: Vec<Value> = [0, 1, 2, 3].map(|set| Value::Set(LevelSet(set))).into();
        // Nothing is said of `1` against `2`.
        assert_eq!(found(true, &sets, &[0.0, 5.0, 1.0, 6.0]), None);
        let found = found(true, &sets, &[0.0, 5.0, 1.0, 2.0]);
        assert_eq!(found.map(|fall| fall.seen), Some(totals(5.0, 2.0)));
    }

    #[test]
    fn the_value_of_a_profile_is_among_the_steps() {
        let kind = FactType::Number(NumberType::default());
        let numbers = [1.0, 5.0].map(Value::Number);
        let steps = steps(&kind, &numbers, Some(&Value::Number(3.0)));
        assert_eq!(steps, [1.0, 3.0, 5.0].map(Value::Number));
    }
}
