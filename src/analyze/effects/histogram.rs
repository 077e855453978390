//! Shifts of a number over many profiles as a small distribution.

use serde::Serialize;

use crate::base::format_number;
use crate::model::trace::N;

/// How many profiles moved how far.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Histogram {
    /// From the largest fall to the largest rise; empty where nothing was compared.
    pub buckets: Vec<Bucket>,
    /// How many profiles have no such number under one rulebook or both: an advice without a rival has no margin.
    pub without: usize,
}

/// Profiles that moved about as far.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bucket {
    /// The least shift; null is without end.
    pub from: Option<N>,
    /// The greatest shift; null is without end.
    pub to: Option<N>,
    /// How many profiles.
    pub profiles: usize,
}

/// Shifts that are none.
pub(super) const NONE: f64 = 1e-9;

impl Histogram {
    /// Counts shifts in seven buckets, the middle one for none.
    pub(super) fn of(shifts: &[Option<f64>]) -> Self {
        let without = shifts.iter().filter(|shift| shift.is_none()).count();
        let shifts: Vec<f64> = shifts.iter().flatten().copied().collect();
        let largest = shifts
            .iter()
            .fold(0.0f64, |most, shift| most.max(shift.abs()));
        if shifts.is_empty() {
            return Self {
                without,
                ..Self::default()
            };
        }
        let step = step(largest / 3.0);
        let edges = [-2.0 * step, -step, -NONE, NONE, step, 2.0 * step];
        let mut counts = [0usize; 7];
        for shift in &shifts {
            // A shift that is none lies between the two inner edges.
            let at = edges.iter().filter(|edge| *shift > **edge).count();
            if let Some(count) = counts.get_mut(at) {
                *count = count.saturating_add(1);
            }
        }
        let lows = std::iter::once(None).chain(edges.into_iter().map(Some));
        let highs = edges.into_iter().map(Some).chain(std::iter::once(None));
        let end =
            |edge: Option<f64>| edge.map(|edge| N(if edge.abs() <= NONE { 0.0 } else { edge }));
        let buckets = lows.zip(highs).zip(counts);
        Self {
            buckets: buckets
                .map(|((from, to), profiles)| Bucket {
                    from: end(from),
                    to: end(to),
                    profiles,
                })
                .collect(),
            without,
        }
    }

    /// How many profiles moved at all.
    pub fn moved(&self) -> usize {
        let moved = self.buckets.iter().filter(|bucket| !bucket.is_none());
        moved.fold(0, |sum, bucket| sum.saturating_add(bucket.profiles))
    }
}

impl Bucket {
    /// Whether it holds those that did not move.
    pub fn is_none(&self) -> bool {
        self.from == Some(N(0.0)) && self.to == Some(N(0.0))
    }

    /// In words, such as `up 2 to 4`.
    pub fn words(&self) -> String {
        let shown = |number: f64| format_number(number.abs(), 6);
        match (self.from, self.to) {
            _ if self.is_none() => "the same".to_owned(),
            (Some(N(from)), Some(N(0.0))) => {
                format!("down at most {}", shown(from))
            }
            (Some(N(from)), Some(N(to))) if to < 0.0 => {
                format!("down {} to {}", shown(to), shown(from))
            }
            (Some(N(0.0)), Some(N(to))) => format!("up at most {}", shown(to)),
            (Some(N(from)), Some(N(to))) => format!("up {} to {}", shown(from), shown(to)),
            (None, Some(N(to))) => format!("down more than {}", shown(to)),
            (Some(N(from)), None) => format!("up more than {}", shown(from)),
            (None, None) => String::new(),
        }
    }
}

/// A round step of 1, 2 or 5 and zeros, at least as large as the number.
fn step(least: f64) -> f64 {
    let mut step = 1e-6;
    for _ in 0..40 {
        for factor in [1.0, 2.0, 5.0] {
            if step * factor >= least {
                return step * factor;
            }
        }
        step *= 10.0;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::Histogram;

    #[test]
    fn who_has_no_such_number_is_counted() {
        assert_eq!(Histogram::of(&[Some(1.0), None, None]).without, 2);
        assert_eq!(Histogram::of(&[None]).without, 1);
    }

    #[test]
    fn shifts_are_counted_by_round_steps() {
        let histogram = Histogram::of(&[0.0, 0.0, 3.0, -6.0, 5.0].map(Some));
        let told: Vec<(String, usize)> = histogram
            .buckets
            .iter()
            .filter(|bucket| bucket.profiles > 0)
            .map(|bucket| (bucket.words(), bucket.profiles))
            .collect();
        let wanted = [
            ("down more than 4", 1),
            ("the same", 2),
            ("up 2 to 4", 1),
            ("up more than 4", 1),
        ];
        let wanted: Vec<(String, usize)> = wanted
            .into_iter()
            .map(|(words, count)| (words.to_owned(), count))
            .collect();
        assert_eq!(told, wanted);
        assert_eq!(histogram.moved(), 3);
    }
}
