//! What a guarantee claims, and whether evaluations at hand break it. Looks for none.

use std::cmp::Ordering;

use crate::engine::{Evaluator, Record};
use crate::model::{
    Claim, Cond, FactId, FactType, Given, Guarantee, LevelSet, ProbeId, Profile, Raising, Rulebook,
    Value,
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

/// Two values of a fact, and the totals with them, which move as they must not.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::testing) struct Fall {
    /// The lower value.
    pub low: Value,
    /// The higher one.
    pub high: Value,
    /// The total with each.
    pub totals: (f64, f64),
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
    raising: &Raising,
    profile: &Profile,
    values: &[Value],
) -> Option<Fall> {
    let total = |value: &Value| {
        let changed = with(profile, raising.fact, value);
        let record = evaluator.evaluate(&changed);
        record.map_or(f64::NAN, |record| record.total(raising.target))
    };
    let totals: Vec<f64> = values.iter().map(total).collect();
    fall(raising, values, &totals)
}

/// The nearest two values whose totals move as they must not; the values stand from low to high.
pub(super) fn fall(raising: &Raising, values: &[Value], totals: &[f64]) -> Option<Fall> {
    let all: Vec<(&Value, f64)> = values.iter().zip(totals.iter().copied()).collect();
    (1..all.len()).find_map(|distance| {
        let mut pairs = all.iter().zip(all.iter().skip(distance));
        let found = pairs.find(|((low, before), (high, after))| {
            rises(low, high) && is_wrong(raising, (*before, *after))
        });
        found.map(|((low, before), (high, after))| Fall {
            low: (*low).clone(),
            high: (*high).clone(),
            totals: (*before, *after),
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

fn is_wrong(raising: &Raising, (before, after): (f64, f64)) -> bool {
    let size = before.abs().max(after.abs()).max(1.0);
    let moved = match raising.lowers {
        true => before - after,
        false => after - before,
    };
    moved > ROUNDING * size
}

#[cfg(test)]
mod tests {
    use super::{fall, steps};
    use crate::model::{FactId, FactType, LevelSet, NumberType, Raising, TargetId, Value};

    fn raising(lowers: bool) -> Raising {
        Raising {
            fact: FactId(0),
            lowers,
            target: TargetId(0),
        }
    }

    #[test]
    fn the_nearest_two_values_between_which_a_total_moves_wrongly_are_found() {
        let values: Vec<Value> = (0..4).map(Value::Level).collect();
        let found = |lowers, totals: &[f64]| {
            let fall = fall(&raising(lowers), &values, totals)?;
            Some((fall.low, fall.high, fall.totals))
        };
        assert_eq!(found(true, &[0.0, 1.0, 1.0, 5.0]), None);
        let wrong = Some((Value::Level(2), Value::Level(3), (4.0, 2.0)));
        assert_eq!(found(true, &[0.0, 1.0, 4.0, 2.0]), wrong);
        assert_eq!(found(false, &[3.0, 1.0, 1.0, 0.0]), None);
        let across = Some((Value::Level(0), Value::Level(2), (3.0, 1.0)));
        assert_eq!(found(true, &[3.0, f64::NAN, 1.0, 9.0]), across);
        assert_eq!(found(true, &[1.0, 1.0 - 1e-9, 1.0, 1.0]), None);
    }

    #[test]
    fn sets_rise_by_inclusion_alone() {
        let sets: Vec<Value> = [0, 1, 2, 3].map(|set| Value::Set(LevelSet(set))).into();
        // Nothing is said of `1` against `2`.
        assert_eq!(fall(&raising(true), &sets, &[0.0, 5.0, 1.0, 6.0]), None);
        let found = fall(&raising(true), &sets, &[0.0, 5.0, 1.0, 2.0]);
        assert_eq!(found.map(|fall| fall.totals), Some((5.0, 2.0)));
    }

    #[test]
    fn the_value_of_a_profile_is_among_the_steps() {
        let kind = FactType::Number(NumberType::default());
        let numbers = [1.0, 5.0].map(Value::Number);
        let steps = steps(&kind, &numbers, Some(&Value::Number(3.0)));
        assert_eq!(steps, [1.0, 3.0, 5.0].map(Value::Number));
    }
}
