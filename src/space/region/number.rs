//! A number over a region: an interval with open or closed ends, and whether it may be unknown.

use std::cmp::Ordering;

use super::truth::{May, Range};
use crate::model::{Compare, OPERANDS, Op};

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

    /// What is left where it is known to compare so with a constant.
    pub(super) fn cut(self, compare: Compare, constant: f64) -> Self {
        let from = |open: bool| match constant.total_cmp(&self.low) {
            Ordering::Less => (self.low, self.low_open),
            Ordering::Equal => (self.low, self.low_open || open),
            Ordering::Greater => (constant, open),
        };
        let to = |open: bool| match constant.total_cmp(&self.high) {
            Ordering::Less => (constant, open),
            Ordering::Equal => (self.high, self.high_open || open),
            Ordering::Greater => (self.high, self.high_open),
        };
        let (low, high) = ((self.low, self.low_open), (self.high, self.high_open));
        let ((low, low_open), (high, high_open)) = match compare {
            Compare::Less => (low, to(true)),
            Compare::AtMost => (low, to(false)),
            Compare::More => (from(true), high),
            Compare::AtLeast => (from(false), high),
            Compare::Equal => (from(false), to(false)),
            Compare::NotEqual => (low, high),
        };
        let is_there = low < high || (low == high && !low_open && !high_open);
        Self {
            low,
            high,
            low_open,
            high_open,
            unknown: false,
            known: self.known && is_there,
        }
    }

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

    /// Its ends, where it may be known and both are there.
    pub(crate) fn ends(self) -> Option<[f64; 2]> {
        let is_bounded = self.known && self.low.is_finite() && self.high.is_finite();
        is_bounded.then_some([self.low, self.high])
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

    /// Whatever is one of both.
    pub(super) fn join(a: Self, b: Self) -> Self {
        let unknown = a.unknown || b.unknown;
        if !a.known || !b.known {
            let one = if a.known { a } else { b };
            return Self { unknown, ..one };
        }
        let (low, high) = (a.low.min(b.low), a.high.max(b.high));
        Self {
            low,
            high,
            low_open: (a.low > low || a.low_open) && (b.low > low || b.low_open),
            high_open: (a.high < high || a.high_open) && (b.high < high || b.high_open),
            unknown,
            known: true,
        }
    }

    /// The first where the condition holds, else the second; where it is unknown, either if both are equal.
    pub(super) fn either(condition: May, [then, otherwise]: [Self; 2]) -> Self {
        let equal = match (then.is_exact(), otherwise.is_exact()) {
            (true, true) if then.low == otherwise.low => then,
            (true, true) => Self::UNKNOWN,
            _ if !then.known || !otherwise.known => Self::UNKNOWN,
            _ => Self {
                unknown: true,
                ..Self::join(then, otherwise)
            },
        };
        let yes = condition.yes.map(|_| then);
        let no = condition.no.map(|_| otherwise);
        let open = condition.unknown.then_some(equal);
        let ways = [yes, no, open].into_iter().flatten();
        ways.reduce(Self::join).unwrap_or(Self::UNKNOWN)
    }

    /// What an operation makes of its operands.
    pub(super) fn apply(op: Op, operands: [Self; OPERANDS]) -> Self {
        let taken = || operands.iter().take(op.about().operands);
        if taken().any(|operand| !operand.known) {
            return Self::UNKNOWN;
        }
        let unknown = taken().any(|operand| operand.unknown);
        let (low, high) = op.ends(operands.map(|operand| (operand.low, operand.high)));
        let result = Self::result(low, high, unknown);
        let [a, b, c] = operands;
        let (low_open, high_open) = match op {
            Op::Minus => (a.high_open, a.low_open),
            Op::Add => (a.low_open || b.low_open, a.high_open || b.high_open),
            Op::Subtract => (a.low_open || b.high_open, a.high_open || b.low_open),
            Op::Ramp => return Self::ramp(a, [b, c], result),
            _ => (false, false),
        };
        Self {
            low_open,
            high_open,
            ..result
        }
    }

    /// Nearer than 0 to 1 where it begins and ends at known numbers, which may not be the same.
    fn ramp(x: Self, [from, to]: [Self; 2], result: Self) -> Self {
        if !from.is_exact() || !to.is_exact() {
            return Self {
                unknown: true,
                ..result
            };
        }
        let at = |x: f64| Op::Ramp.apply([x, from.low, to.low]);
        let (one, other) = (at(x.low), at(x.high));
        if one.is_nan() {
            return Self::UNKNOWN;
        }
        Self::result(one.min(other), one.max(other), result.unknown)
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
