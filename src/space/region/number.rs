//! A number over a region: an interval with open or closed ends, and whether it may be unknown.

use super::truth::{May, Range};
use crate::model::Compare;

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Within {
    pub low: f64,
    pub high: f64,
    pub low_open: bool,
    pub high_open: bool,
    /// Whether it may be unknown.
    pub unknown: bool,
    /// Whether it may be known; the ends say nothing otherwise.
    pub known: bool,
}

impl Within {
    pub(super) const UNKNOWN: Self = Self {
        low: 0.0,
        high: 0.0,
        low_open: false,
        high_open: false,
        unknown: true,
        known: false,
    };

    pub(super) fn exact(number: f64) -> Self {
        if number.is_nan() {
            return Self::UNKNOWN;
        }
        Self::closed(number, number)
    }

    pub(super) fn closed(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            low_open: false,
            high_open: false,
            unknown: false,
            known: true,
        }
    }

    pub(super) fn is_exact(self) -> bool {
        self.known && !self.unknown && self.low == self.high
    }

    /// What is not finite may be unknown instead.
    pub(super) fn finite(self) -> Self {
        let open = !self.low.is_finite() || !self.high.is_finite();
        Self {
            unknown: self.unknown || open,
            ..self
        }
    }

    /// The ends of a result; what is not finite may be unknown instead.
    fn result(low: f64, high: f64, unknown: bool) -> Self {
        let low = if low.is_nan() { f64::NEG_INFINITY } else { low };
        let high = if high.is_nan() { f64::INFINITY } else { high };
        Self {
            unknown,
            ..Self::closed(low, high)
        }
        .finite()
    }

    fn with(a: Self, b: Self, ends: impl FnOnce(Self, Self) -> (f64, f64)) -> Self {
        if !a.known || !b.known {
            return Self::UNKNOWN;
        }
        let (low, high) = ends(a, b);
        Self::result(low, high, a.unknown || b.unknown)
    }

    pub(super) fn minus(self) -> Self {
        Self {
            low: -self.high,
            high: -self.low,
            low_open: self.high_open,
            high_open: self.low_open,
            ..self
        }
        .finite()
    }

    pub(super) fn add(a: Self, b: Self) -> Self {
        let sum = Self::with(a, b, |a, b| (a.low + b.low, a.high + b.high));
        Self {
            low_open: a.low_open || b.low_open,
            high_open: a.high_open || b.high_open,
            ..sum
        }
    }

    pub(super) fn multiply(a: Self, b: Self) -> Self {
        let product = |x: f64, y: f64| if x == 0.0 || y == 0.0 { 0.0 } else { x * y };
        Self::with(a, b, |a, b| {
            hull([
                product(a.low, b.low),
                product(a.low, b.high),
                product(a.high, b.low),
                product(a.high, b.high),
            ])
        })
    }

    pub(super) fn divide(a: Self, b: Self) -> Self {
        if b.known && b.low <= 0.0 && b.high >= 0.0 {
            return Self::with(a, b, |_, _| (f64::NEG_INFINITY, f64::INFINITY));
        }
        Self::with(a, b, |a, b| {
            hull([
                a.low / b.low,
                a.low / b.high,
                a.high / b.low,
                a.high / b.high,
            ])
        })
    }

    pub(super) fn min(a: Self, b: Self) -> Self {
        Self::with(a, b, |a, b| (a.low.min(b.low), a.high.min(b.high)))
    }

    pub(super) fn max(a: Self, b: Self) -> Self {
        Self::with(a, b, |a, b| (a.low.max(b.low), a.high.max(b.high)))
    }

    pub(super) fn abs(self) -> Self {
        Self::with(self, self, |a, _| {
            let (low, high) = (a.low.abs(), a.high.abs());
            if a.low <= 0.0 && a.high >= 0.0 {
                (0.0, low.max(high))
            } else {
                (low.min(high), low.max(high))
            }
        })
    }

    pub(super) fn round(self) -> Self {
        Self::with(self, self, |a, _| (a.low.round(), a.high.round()))
    }

    pub(super) fn ramp(x: Self, from: Self, to: Self) -> Self {
        if !x.known || !from.known || !to.known {
            return Self::UNKNOWN;
        }
        let unknown = x.unknown || from.unknown || to.unknown;
        if !from.is_exact() || !to.is_exact() {
            return Self {
                unknown: true,
                ..Self::closed(0.0, 1.0)
            };
        }
        if from.low == to.low {
            return Self::UNKNOWN;
        }
        let at = |x: f64| ((x - from.low) / (to.low - from.low)).clamp(0.0, 1.0);
        let (low, high) = hull([at(x.low), at(x.high), at(x.low), at(x.high)]);
        Self::result(low, high, unknown)
    }

    /// Whether the comparison may hold and may fail, for the known values.
    pub(super) fn compare(a: Self, compare: Compare, b: Self, certainty: Range) -> May {
        if !a.known || !b.known {
            return May::UNKNOWN;
        }
        let unknown = a.unknown || b.unknown;
        let less = a.low < b.high;
        let more = a.high > b.low;
        let touch_above = a.high > b.low || (a.high == b.low && !a.high_open && !b.low_open);
        let touch_below = a.low < b.high || (a.low == b.high && !a.low_open && !b.high_open);
        let equal = touch_above && touch_below;
        let differ = !(a.low == a.high && b.low == b.high && a.low == b.low);
        let (yes, no) = match compare {
            Compare::Less => (less, touch_above),
            Compare::AtMost => (touch_below, more),
            Compare::More => (more, touch_below),
            Compare::AtLeast => (touch_above, less),
            Compare::Equal => (equal, differ),
            Compare::NotEqual => (differ, equal),
        };
        May::of(yes, no, certainty, unknown)
    }
}

fn hull(ends: [f64; 4]) -> (f64, f64) {
    ends.iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| {
            if end.is_nan() {
                (f64::NEG_INFINITY, f64::INFINITY)
            } else {
                (low.min(*end), high.max(*end))
            }
        })
}
