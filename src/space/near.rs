//! Other answers than those of a profile, the nearest first. Evaluates nothing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cells::Cells;
use crate::model::cells::{self, Named, Numbers};
use crate::model::{FactId, FactType, Interval, LevelSet, NumberType, Profile, Value};
use crate::plan::Program;

/// Of a number that is shown, what the last of its decimals is a part of one of: none to six decimals.
pub(super) const SCALES: [f64; 7] = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6];

/// A number with few decimals that is not nearer, where one is as wanted.
pub fn rounded(number: f64, up: bool, wanted: &mut dyn FnMut(f64) -> bool) -> Option<f64> {
    SCALES.iter().find_map(|scale| {
        let scaled = number * scale;
        let away = if up { scaled.ceil() } else { scaled.floor() };
        let rounded = away / scale;
        (rounded.is_finite() && wanted(rounded)).then_some(rounded)
    })
}

/// The nearest number with few decimals.
pub fn plain(number: f64) -> f64 {
    let scale = SCALES.last().copied().unwrap_or(1.0);
    let rounded = (number * scale).round() / scale;
    if rounded.is_finite() { rounded } else { number }
}

/// Another answer to a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The fact.
    pub fact: FactId,
    /// The answer.
    pub value: Value,
    /// How far it is from the one given: a level, an element or one of several is 1, a number 1 and its part of the range,
    /// an answer where there was none 1.5.
    pub distance: f64,
}

/// Other values of the wanted facts of a profile, the nearest first.
pub fn trials(program: &Program, profile: &Profile, wanted: &dyn Fn(FactId) -> bool) -> Vec<Trial> {
    let cells = Cells::of(program);
    let mut found = Vec::new();
    for (id, fact) in program.rulebook.facts.iter().filter(|(id, _)| wanted(*id)) {
        let given = profile.given(id).map(|given| &given.value);
        for value in values(&fact.kind, cells.named(id), given) {
            if given != Some(&value) {
                let distance = distance(&fact.kind, given, &value);
                found.push(Trial {
                    fact: id,
                    value,
                    distance,
                });
            }
        }
    }
    found.sort_by(|one: &Trial, other| one.distance.total_cmp(&other.distance));
    found
}

/// Two other answers at a time, to different facts, the nearest together first; of the trials the nearest come first.
pub fn pairs(trials: &[Trial]) -> impl Iterator<Item = [&Trial; 2]> {
    let pair = |at: usize, other: usize| Some([trials.get(at)?, trials.get(other)?]);
    let sum = move |at, other| {
        let distance = pair(at, other)?.map(|trial| trial.distance);
        // INVARIANT: distances are not negative, so their bits are in their order.
        Some(Reverse((distance.iter().sum::<f64>().to_bits(), at, other)))
    };
    // Of the pairs with each first trial the nearest that is left: those after it are farther.
    let firsts = 0..trials.len();
    let firsts = firsts.filter_map(|at| sum(at, at.saturating_add(1)));
    let mut heads: BinaryHeap<Reverse<(u64, usize, usize)>> = firsts.collect();
    let all = std::iter::from_fn(move || {
        let Reverse((_, at, other)) = heads.pop()?;
        heads.extend(sum(at, other.saturating_add(1)));
        pair(at, other)
    });
    all.filter(|[one, other]| one.fact != other.fact)
}

fn values(kind: &FactType, named: &Named, given: Option<&Value>) -> Vec<Value> {
    match kind {
        FactType::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
        FactType::Level(scale) => scale.all().iter().map(Value::Level).collect(),
        FactType::Set(_) => {
            let now = match given {
                Some(Value::Set(set)) => *set,
                _ => LevelSet::default(),
            };
            let toggled = |level| LevelSet(now.0 ^ LevelSet::one(level).0);
            let elements = named.elements.iter();
            elements.map(|level| Value::Set(toggled(level))).collect()
        }
        FactType::Number(kind) => {
            let cells = cells::numbers(kind, &named.thresholds).into_iter();
            let numbers = cells.flat_map(|cell| numbers(kind, cell));
            numbers.map(Value::Number).collect()
        }
        FactType::Text => Vec::new(),
    }
}

/// The numbers of a cell that are a little inside its ends; where it is too narrow or has none, one that stands for all.
fn numbers(kind: &NumberType, cell: Numbers) -> Vec<f64> {
    let step = |end: f64| match kind.low.zip(kind.high) {
        Some((low, high)) => (high - low) / 100.0,
        None => end.abs().max(1.0) / 100.0,
    };
    let Interval { low, high, .. } = cell.within;
    let [from, to] = match kind.whole {
        true => [cell.first(), cell.last()],
        false => [low + step(low), high - step(high)],
    };
    let near = [(low, from), (high, to)].into_iter();
    let near = near.filter(|(end, number)| end.is_finite() && cell.within.has(*number));
    let mut inside: Vec<f64> = near.map(|(_, number)| number).collect();
    inside.dedup();
    if inside.is_empty() {
        inside.push(cell.middle());
    }
    inside
}

/// Of the numbers of a range, one that is near to another number and a little inside its ends.
pub(super) fn nearest_in(kind: &NumberType, within: Interval, to: f64) -> Option<f64> {
    let whole = kind.whole;
    let inside = numbers(kind, Numbers { within, whole }).into_iter();
    inside.min_by(|one, other| (one - to).abs().total_cmp(&(other - to).abs()))
}

/// How far an answer is from the one given.
pub(super) fn distance(kind: &FactType, given: Option<&Value>, value: &Value) -> f64 {
    match (kind, given, value) {
        (_, None, _) => 1.5,
        (FactType::Level(scale), Some(Value::Level(from)), Value::Level(to)) if scale.ordered => {
            f64::from(from.abs_diff(*to))
        }
        (FactType::Number(kind), Some(Value::Number(from)), Value::Number(to)) => {
            let span = kind
                .low
                .zip(kind.high)
                .map_or(from.abs().max(1.0), |(low, high)| high - low);
            1.0 + (to - from).abs() / span.max(f64::MIN_POSITIVE)
        }
        (_, Some(Value::Set(from)), Value::Set(to)) => f64::from(LevelSet(from.0 ^ to.0).len()),
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Trial, cells, numbers, pairs};
    use crate::model::{FactId, NumberType, Value};

    #[track_caller]
    fn check(
        (low, high): (Option<f64>, Option<f64>),
        whole: bool,
        thresholds: &[f64],
        expected: &[f64],
    ) {
        let kind = NumberType {
            low,
            high,
            whole,
            unit: None,
        };
        let cells = cells::numbers(&kind, thresholds).into_iter();
        let tried: Vec<f64> = cells.flat_map(|cell| numbers(&kind, cell)).collect();
        assert_eq!(tried, expected);
    }

    #[test]
    fn pairs_come_the_nearest_first_and_each_once() {
        let trial = |(fact, distance): &(u32, f64)| Trial {
            fact: FactId(*fact),
            value: Value::YesNo(true),
            distance: *distance,
        };
        let given = [(0, 1.0), (1, 1.0), (0, 1.5), (2, 1.5), (1, 2.0), (3, 7.0)];
        let trials: Vec<Trial> = given.iter().map(trial).collect();
        let sums = pairs(&trials).map(|[one, other]| one.distance + other.distance);
        let sums: Vec<f64> = sums.collect();
        assert_eq!(
            sums,
            [
                2.0, 2.5, 2.5, 2.5, 3.0, 3.0, 3.5, 3.5, 8.0, 8.0, 8.5, 8.5, 9.0
            ]
        );
    }

    #[test]
    fn a_number_is_tried_in_every_cell_near_its_ends() {
        let range = (Some(0.0), Some(100.0));
        check(
            range,
            false,
            &[40.0],
            &[0.0, 1.0, 39.0, 40.0, 41.0, 99.0, 100.0],
        );
        // Between thresholds nearer to each other than a step.
        check(
            (None, None),
            false,
            &[10.0, 10.0625],
            &[9.9, 10.0, 10.03125, 10.0625, 10.0625 + 10.0625 / 100.0],
        );
        check((None, None), false, &[], &[0.0]);
        check((None, None), true, &[2.5], &[2.0, 3.0]);
        check((Some(0.0), None), true, &[3.0], &[0.0, 1.0, 2.0, 3.0, 4.0]);
    }
}
