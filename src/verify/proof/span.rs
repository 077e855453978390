//! Numbers that may be anything between two ends, and truths that may be several: what holds for every profile of a region.
//! Knows no rulebook.

use crate::model::{Compare, Op};

/// The truths that a condition may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct May {
    pub(super) yes: bool,
    pub(super) no: bool,
    pub(super) unknown: bool,
}

impl May {
    pub(super) const YES: Self = Self::of(true, false, false);
    pub(super) const NO: Self = Self::of(false, true, false);
    pub(super) const UNKNOWN: Self = Self::of(false, false, true);
    pub(super) const NOT_YES: Self = Self::of(false, true, true);
    pub(super) const ANY: Self = Self::of(true, true, true);

    pub(super) const fn of(yes: bool, no: bool, unknown: bool) -> Self {
        Self { yes, no, unknown }
    }

    /// A truth that is known.
    pub(super) fn known(holds: bool) -> Self {
        Self::of(holds, !holds, false)
    }

    pub(super) fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// What is in both.
    pub(super) fn meet(self, other: Self) -> Self {
        Self::of(
            self.yes && other.yes,
            self.no && other.no,
            self.unknown && other.unknown,
        )
    }

    /// What is in either.
    pub(super) fn join(self, other: Self) -> Self {
        Self::of(
            self.yes || other.yes,
            self.no || other.no,
            self.unknown || other.unknown,
        )
    }

    /// Whether only one of them is possible.
    pub(super) fn is_one(self) -> bool {
        [self.yes, self.no, self.unknown]
            .into_iter()
            .filter(|may| *may)
            .count()
            == 1
    }

    pub(super) fn not(self) -> Self {
        Self::of(self.no, self.yes, self.unknown)
    }

    pub(super) fn surely(self) -> Self {
        Self::of(self.yes, self.no || self.unknown, false)
    }

    /// What it may be with an exception, which stops only where it holds.
    pub(super) fn unless(self, exception: Self) -> Self {
        let stopped = match exception.yes {
            true => Self::NO,
            false => Self::default(),
        };
        match exception.no || exception.unknown {
            true => self.join(stopped),
            false => stopped,
        }
    }
}

/// `at least n of`; `and` is all of them and `or` is one of them.
pub(super) fn at_least(n: usize, parts: &[May]) -> May {
    let count = |wanted: &dyn Fn(&May) -> bool| parts.iter().filter(|may| wanted(may)).count();
    if n == 0 {
        return May::YES;
    }
    let Some(spare) = parts.len().checked_sub(n) else {
        return May::NO;
    };
    if parts.iter().any(|may| may.is_empty()) {
        return May::default();
    }
    let can_fail = count(&|may| may.no);
    let yes_only = count(&|may| may.yes && !may.no && !may.unknown);
    let no_only = count(&|may| may.no && !may.yes && !may.unknown);
    let either = count(&|may| may.yes && may.no && !may.unknown);
    // Left open where at most n - 1 hold and at most `spare` do not: those that are one or the other are shared out.
    let most_yes = n.saturating_sub(1).checked_sub(yes_only);
    let most_no = spare.checked_sub(no_only);
    let unknown = match (most_yes, most_no) {
        (Some(yes), Some(no)) => {
            let open = parts.iter().any(|may| may.unknown);
            open && either <= yes.saturating_add(no)
        }
        _none => false,
    };
    May::of(count(&|may| may.yes) >= n, can_fail > spare, unknown)
}

/// The numbers between two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ends {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) low_in: bool,
    pub(super) high_in: bool,
}

impl Ends {
    pub(super) const ALL: Self = Self::of(f64::NEG_INFINITY, f64::INFINITY);

    /// Both ends included.
    pub(super) const fn of(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            low_in: true,
            high_in: true,
        }
    }

    pub(super) fn is_empty(self) -> bool {
        // No number is between ends that are no numbers.
        !(self.low < self.high || (self.low == self.high && self.low_in && self.high_in))
    }

    /// The only number, where there is exactly one.
    pub(super) fn single(self) -> Option<f64> {
        (self.low == self.high).then_some(self.low)
    }

    pub(super) fn meet(self, other: Self) -> Self {
        let (low, low_in) = if self.low == other.low {
            (self.low, self.low_in && other.low_in)
        } else if self.low > other.low {
            (self.low, self.low_in)
        } else {
            (other.low, other.low_in)
        };
        let (high, high_in) = if self.high == other.high {
            (self.high, self.high_in && other.high_in)
        } else if self.high < other.high {
            (self.high, self.high_in)
        } else {
            (other.high, other.high_in)
        };
        Self {
            low,
            high,
            low_in,
            high_in,
        }
    }

    /// The least that holds both; whether an end belongs to it is left open where the ends are the same.
    pub(super) fn join(self, other: Self) -> Self {
        let take = |a: (f64, bool), b: (f64, bool), first: bool| match a.0 == b.0 {
            true => (a.0, a.1 || b.1),
            false if (a.0 < b.0) == first => a,
            false => b,
        };
        let (low, low_in) = take((self.low, self.low_in), (other.low, other.low_in), true);
        let (high, high_in) = take(
            (self.high, self.high_in),
            (other.high, other.high_in),
            false,
        );
        Self {
            low,
            high,
            low_in,
            high_in,
        }
    }

    /// Only the whole numbers.
    pub(super) fn whole(self) -> Self {
        let (mut low, mut high) = (self.low.ceil(), self.high.floor());
        if low == self.low && !self.low_in {
            low += 1.0;
        }
        if high == self.high && !self.high_in {
            high -= 1.0;
        }
        Self::of(low, high)
    }

    /// Whether one of its numbers may compare so with one of the others.
    fn may(self, compare: Compare, other: Self) -> bool {
        let touches = |high: Self, low: Self| high.high == low.low && high.high_in && low.low_in;
        match compare {
            Compare::Less => self.low < other.high,
            Compare::More => other.low < self.high,
            Compare::AtMost => self.low < other.high || touches(other, self),
            Compare::AtLeast => other.low < self.high || touches(self, other),
            Compare::Equal => !self.meet(other).is_empty(),
            Compare::NotEqual => {
                let both = self.single().zip(other.single());
                both.is_none_or(|(one, other)| one != other)
            }
        }
    }
}

/// A number that may be unknown, and what it is between where it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) unknown: bool,
    pub(super) known: Option<Ends>,
}

impl Span {
    pub(super) const UNKNOWN: Self = Self {
        unknown: true,
        known: None,
    };

    pub(super) fn one(number: f64) -> Self {
        Self::ends(Ends::of(number, number))
    }

    pub(super) fn ends(ends: Ends) -> Self {
        Self {
            unknown: false,
            known: (!ends.is_empty()).then_some(ends),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        !self.unknown && self.known.is_none()
    }

    pub(super) fn meet(self, other: Self) -> Self {
        let known = self.known.zip(other.known);
        let known = known.map(|(one, other)| one.meet(other));
        Self {
            unknown: self.unknown && other.unknown,
            known: known.filter(|ends| !ends.is_empty()),
        }
    }

    pub(super) fn join(self, other: Self) -> Self {
        let known = match (self.known, other.known) {
            (Some(one), Some(other)) => Some(one.join(other)),
            (one, other) => one.or(other),
        };
        Self {
            unknown: self.unknown || other.unknown,
            known,
        }
    }

    /// The truths that a comparison may have.
    pub(super) fn compare(self, compare: Compare, other: Self) -> May {
        if self.is_empty() || other.is_empty() {
            return May::default();
        }
        let both = self.known.zip(other.known);
        let may = |compare| both.is_some_and(|(one, other)| one.may(compare, other));
        May::of(
            may(compare),
            may(compare.opposite()),
            self.unknown || other.unknown,
        )
    }
}

/// What an operation of rules may make of numbers; unknown where any of them is, and where the result is not finite.
pub(super) fn apply(op: Op, operands: &[Span]) -> Span {
    if operands.iter().any(|span| span.is_empty()) {
        return Span {
            unknown: false,
            known: None,
        };
    }
    let unknown = operands.iter().any(|span| span.unknown);
    let known: Option<Vec<(f64, f64)>> = operands
        .iter()
        .map(|span| span.known.map(|ends| (ends.low, ends.high)))
        .collect();
    let Some(known) = known else {
        return Span::UNKNOWN;
    };
    let (low, high) = ends(op, &known).unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    let low = if low.is_nan() { f64::NEG_INFINITY } else { low };
    let high = if high.is_nan() { f64::INFINITY } else { high };
    let endless = !low.is_finite() || !high.is_finite();
    Span {
        unknown: unknown || endless || matches!(op, Op::Ramp | Op::Divide),
        known: Some(Ends::of(low, high)),
    }
}

/// Between which ends a result lies; `None` where that is not told.
fn ends(op: Op, operands: &[(f64, f64)]) -> Option<(f64, f64)> {
    Some(match (op, operands) {
        (Op::Minus, [a]) => (-a.1, -a.0),
        (Op::Abs, [a]) if a.0 >= 0.0 => *a,
        (Op::Abs, [a]) if a.1 <= 0.0 => (-a.1, -a.0),
        (Op::Abs, [a]) => (0.0, a.1.max(-a.0)),
        (Op::Round, [a]) => (a.0.round(), a.1.round()),
        (Op::Add, [a, b]) => (a.0 + b.0, a.1 + b.1),
        (Op::Subtract, [a, b]) => (a.0 - b.1, a.1 - b.0),
        (Op::Multiply, [a, b]) => corners(*a, *b, |x, y| match x == 0.0 || y == 0.0 {
            true => 0.0,
            false => x * y,
        }),
        (Op::Divide, [a, b]) if b.0 > 0.0 || b.1 < 0.0 => corners(*a, *b, |x, y| x / y),
        (Op::Min, all) => each(all, f64::min)?,
        (Op::Max, all) => each(all, f64::max)?,
        (Op::Clamp, [x, low, high]) => (x.0.max(low.0).min(high.0), x.1.max(low.1).min(high.1)),
        (Op::Ramp, [x, from, to]) if from.0 == from.1 && to.0 == to.1 && from.0 != to.0 => {
            let part = |x: f64| ((x - from.0) / (to.0 - from.0)).clamp(0.0, 1.0);
            (part(x.0).min(part(x.1)), part(x.0).max(part(x.1)))
        }
        (Op::Ramp, _) => (0.0, 1.0),
        _other => return None,
    })
}

fn each(all: &[(f64, f64)], of: impl Fn(f64, f64) -> f64) -> Option<(f64, f64)> {
    let low = all.iter().map(|one| one.0).reduce(&of)?;
    let high = all.iter().map(|one| one.1).reduce(&of)?;
    Some((low, high))
}

fn corners(a: (f64, f64), b: (f64, f64), of: impl Fn(f64, f64) -> f64) -> (f64, f64) {
    let all = [of(a.0, b.0), of(a.0, b.1), of(a.1, b.0), of(a.1, b.1)];
    if all.iter().any(|corner| corner.is_nan()) {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::{Ends, May, Span, at_least};
    use crate::model::Compare;

    /// Every choice of truths for parts gives a truth that is among those told, and each told is given by one.
    #[test]
    fn what_parts_may_be_together_is_what_some_choice_of_them_is() {
        let all: Vec<May> = (1..8u8)
            .map(|bits| May::of(bits & 1 != 0, bits & 2 != 0, bits & 4 != 0))
            .collect();
        let truths = |may: &May| {
            let all = [May::YES, May::NO, May::UNKNOWN].into_iter();
            all.filter(|one| !one.meet(*may).is_empty())
                .collect::<Vec<_>>()
        };
        for a in &all {
            for b in &all {
                for c in &all {
                    for n in 0..5 {
                        let mut found = May::default();
                        for x in truths(a) {
                            for y in truths(b) {
                                for z in truths(c) {
                                    let three = [x, y, z];
                                    let of = |one| three.iter().filter(|may| **may == one).count();
                                    found = found.join(match n {
                                        n if of(May::YES) >= n => May::YES,
                                        n if of(May::NO) + n > 3 => May::NO,
                                        _ => May::UNKNOWN,
                                    });
                                }
                            }
                        }
                        assert_eq!(
                            at_least(n, &[*a, *b, *c]),
                            found,
                            "{n} of {a:?} {b:?} {c:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn ends_that_do_not_belong_are_not_compared() {
        let below = Ends {
            high_in: false,
            ..Ends::of(0.0, 6.0)
        };
        let six = Span::one(6.0);
        assert_eq!(Span::ends(below).compare(Compare::Less, six), May::YES);
        assert_eq!(Span::ends(below).compare(Compare::AtLeast, six), May::NO);
        assert_eq!(Span::ends(below).compare(Compare::Equal, six), May::NO);
        assert_eq!(below.whole(), Ends::of(0.0, 5.0));
        assert!(
            Ends {
                low_in: false,
                ..Ends::of(1.0, 1.0)
            }
            .is_empty()
        );
    }
}
