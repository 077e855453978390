//! The operations on numbers, one table of them: for rules, plans and scripts, and for all that computes with them.

use serde::{Deserialize, Serialize};

/// How many operands an operation takes at once.
pub const OPERANDS: usize = 3;

/// What there is to know of an operation.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// As written.
    pub name: &'static str,
    /// How many operands it takes at once.
    pub operands: usize,
    /// Of what units the operands are, and the result.
    pub units: Units,
    /// Whether the result is a whole number.
    pub whole: Whole,
    /// In which order the operands stand, and whether there may be more.
    pub takes: Takes,
    /// How it is written with its operands.
    pub usage: &'static str,
    /// What it is, in a sentence; empty where rules do not call it.
    pub what: &'static str,
}

/// Of what units the operands of an operation are, and its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// The operands of one, which the result has.
    Kept,
    /// Likewise, and only the first operand tells which.
    First,
    /// The operands of one, and the result of none.
    Dropped,
    /// The operands of any, and the result of none.
    Free,
}

impl Units {
    /// How many of the operands tell the unit of the result.
    pub fn told(self) -> usize {
        match self {
            Self::Kept => usize::MAX,
            Self::First => 1,
            Self::Dropped | Self::Free => 0,
        }
    }
}

/// Whether the result of an operation is a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// Always.
    Always,
    /// Where all operands are.
    Kept,
    /// Nobody can tell.
    Never,
}

impl Whole {
    /// Whether it is, as far as the operands tell.
    pub fn of(self, mut operands: impl Iterator<Item = bool>) -> bool {
        match self {
            Self::Always => true,
            Self::Kept => operands.all(|whole| whole),
            Self::Never => false,
        }
    }
}

/// In which order the operands of an operation stand, and whether there may be more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// In this one.
    InOrder,
    /// In any.
    AnyOrder,
    /// In any, and any number of them.
    AnyNumber,
}

macro_rules! operations {
    ($($op:ident $name:literal ($($operand:ident),+) = $value:expr;
        $units:ident $whole:ident $takes:ident $usage:literal $(: $what:literal)?;)+) => {
        /// An operation on numbers. Truth is 1 or 0.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Op {
            $(#[doc = concat!("`", $usage, "`")] $op),+
        }

        impl Op {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$op),+];

            /// What there is to know of it.
            pub const fn about(self) -> &'static About {
                match self {
                    $(Self::$op => const { &About {
                        name: $name,
                        operands: [$(stringify!($operand)),+].len(),
                        units: Units::$units,
                        whole: Whole::$whole,
                        takes: Takes::$takes,
                        usage: $usage,
                        what: concat!($($what)?),
                    } }),+
                }
            }

            /// What it means for plain numbers: what comes out need not be finite. Operands beyond those that it takes
            /// may be anything.
            #[inline]
            pub fn apply(self, operands: [f64; OPERANDS]) -> f64 {
                match self {
                    $(Self::$op => {
                        let [$($operand),+, ..] = operands;
                        $value
                    }),+
                }
            }
        }
    };
}

operations! {
    Minus "-" (a) = -a; Kept Kept InOrder "-a";
    Add "+" (a, b) = a + b; Kept Kept AnyOrder "a + b";
    Subtract "-" (a, b) = a - b; Kept Kept InOrder "a - b";
    Multiply "*" (a, b) = a * b; Free Kept AnyOrder "a * b";
    Divide "/" (a, b) = a / b; Free Never InOrder "a / b";
    Min "min" (a, b) = min(a, b); Kept Kept AnyNumber "min(a, b, …)": "the lowest of numbers of one unit";
    Max "max" (a, b) = max(a, b); Kept Kept AnyNumber "max(a, b, …)": "the highest of numbers of one unit";
    Abs "abs" (a) = a.abs(); Kept Kept InOrder "abs(x)": "the number without its sign";
    Round "round" (a) = a.round(); Kept Always InOrder
        "round(x)": "the nearest whole number, half away from zero";
    Clamp "clamp" (x, low, high) = min(max(x, low), high); First Kept InOrder
        "clamp(x, low, high)": "the number, but at least `low` and at most `high`";
    Ramp "ramp" (x, from, to) = ramp(x, from, to); Dropped Never InOrder
        "ramp(x, from, to)": "0 at `from`, 1 at `to`, straight between and flat outside";
    Exp "exp" (a) = libm::exp(a); Free Never InOrder "exp(a)";
    Ln "ln" (a) = libm::log(a); Free Never InOrder "ln(a)";
    Pow "pow" (a, b) = libm::pow(a, b); Free Never InOrder "pow(a, b)";
    Less "<" (a, b) = truth(a < b); Dropped Always InOrder "a < b";
    AtMost "<=" (a, b) = truth(a <= b); Dropped Always InOrder "a <= b";
    Equal "==" (a, b) = truth(a == b); Dropped Always AnyOrder "a == b";
    And "&&" (a, b) = truth(a != 0.0 && b != 0.0); Free Always AnyOrder "a && b";
    Or "||" (a, b) = truth(a != 0.0 || b != 0.0); Free Always AnyOrder "a || b";
    Not "!" (a) = truth(a == 0.0); Free Always InOrder "!a";
    Select "if" (condition, a, b) = if condition == 0.0 { b } else { a }; Free Never InOrder
        "if condition { a } else { b }";
}

/// The ends of an interval.
type Ends = (f64, f64);

impl Op {
    /// The operation of a name that takes so many operands.
    pub fn find(name: &str, operands: usize) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|op| op.about().name == name && op.about().operands == operands)
    }

    /// Its result for any number of operands: those that it takes at once, then what these come to with the next.
    #[inline]
    pub fn fold<T: Copy>(
        self,
        operands: impl IntoIterator<Item = T>,
        none: T,
        apply: impl Fn(Self, [T; OPERANDS]) -> T,
    ) -> T {
        let mut operands = operands.into_iter();
        let mut first = [none; OPERANDS];
        for slot in first.iter_mut().take(self.about().operands) {
            *slot = operands.next().unwrap_or(none);
        }
        operands.fold(apply(self, first), |so_far, next| {
            apply(self, [so_far, next, none])
        })
    }

    /// Between which ends its result lies where each operand lies between its own; an end that is no number is open.
    pub fn ends(self, operands: [Ends; OPERANDS]) -> Ends {
        let (low, high) = self.plain_ends(operands);
        let or = |end: f64, open| if end.is_nan() { open } else { end };
        (or(low, f64::NEG_INFINITY), or(high, f64::INFINITY))
    }

    fn plain_ends(self, operands: [Ends; OPERANDS]) -> Ends {
        let [a, b, _] = operands;
        match self {
            Self::Minus => (-a.1, -a.0),
            Self::Subtract => (a.0 - b.1, a.1 - b.0),
            // Zero times an end that is not there is zero: no number is infinite.
            Self::Multiply => corners(a, b, |x, y| if x == 0.0 || y == 0.0 { 0.0 } else { x * y }),
            Self::Divide if b.0 > 0.0 || b.1 < 0.0 => corners(a, b, |x, y| x / y),
            Self::Abs if a.0 <= 0.0 && a.1 >= 0.0 => (0.0, a.0.abs().max(a.1.abs())),
            Self::Abs => (a.0.abs().min(a.1.abs()), a.0.abs().max(a.1.abs())),
            // More of any operand never gives less.
            Self::Add | Self::Min | Self::Max | Self::Round | Self::Clamp | Self::Exp => (
                self.apply(operands.map(|(low, _)| low)),
                self.apply(operands.map(|(_, high)| high)),
            ),
            Self::Ramp
            | Self::Less
            | Self::AtMost
            | Self::Equal
            | Self::And
            | Self::Or
            | Self::Not => (0.0, 1.0),
            Self::Divide | Self::Ln | Self::Pow | Self::Select => {
                (f64::NEG_INFINITY, f64::INFINITY)
            }
        }
    }
}

fn corners(a: Ends, b: Ends, of: impl Fn(f64, f64) -> f64) -> Ends {
    let all = [of(a.0, b.0), of(a.0, b.1), of(a.1, b.0), of(a.1, b.1)];
    if all.iter().any(|corner| corner.is_nan()) {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low, high)
}

/// The smaller one; `NaN` where either is; `-0` is smaller than `0`.
fn min(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a < b || (a == b && a.is_sign_negative()) {
        a
    } else {
        b
    }
}

/// The larger one; `NaN` where either is; `0` is larger than `-0`.
fn max(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a > b || (a == b && b.is_sign_negative()) {
        a
    } else {
        b
    }
}

/// 0 at `from`, 1 at `to`, straight between, flat outside; nothing where both are the same.
fn ramp(x: f64, from: f64, to: f64) -> f64 {
    if from == to {
        f64::NAN
    } else {
        ((x - from) / (to - from)).clamp(0.0, 1.0)
    }
}

#[inline]
fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

#[cfg(test)]
mod tests {
    use super::{OPERANDS, Op, Takes, max, min};

    #[test]
    fn min_and_max_keep_nan_and_know_negative_zero() {
        assert!(max(f64::NAN, 1.0).is_nan() && min(1.0, f64::NAN).is_nan());
        assert!(min(0.0, -0.0).is_sign_negative() && min(-0.0, 0.0).is_sign_negative());
        assert!(max(0.0, -0.0).is_sign_positive() && max(-0.0, 0.0).is_sign_positive());
        assert_eq!((min(1.0, 2.0), max(1.0, 2.0)), (1.0, 2.0));
    }

    #[test]
    fn every_operation_is_found_by_its_name() {
        for op in Op::ALL {
            let about = op.about();
            assert_eq!(Op::find(about.name, about.operands), Some(*op));
        }
    }

    #[test]
    fn what_takes_any_order_gives_the_same_in_any_order() {
        let numbers = [-2.5, -0.0, 0.0, 1.0, 7.0, f64::INFINITY];
        for op in Op::ALL {
            if op.about().takes == Takes::InOrder {
                continue;
            }
            for a in numbers {
                for b in numbers {
                    let (one, other) = (op.apply([a, b, 0.0]), op.apply([b, a, 0.0]));
                    assert!(one == other || one.is_nan() && other.is_nan(), "{op:?}");
                }
            }
        }
    }

    #[test]
    fn the_ends_hold_every_result() {
        let intervals = [
            (-3.0, -1.5),
            (-1.0, 2.0),
            (0.0, 0.5),
            (0.0, 0.0),
            (1.0, 4.0),
        ];
        let inside = |(low, high): (f64, f64)| [low, (low + high) / 2.0, high];
        for op in Op::ALL {
            for at in 0..intervals.len().pow(3) {
                let of = |by: usize| intervals[at / by % intervals.len()];
                let ends: [(f64, f64); OPERANDS] = [of(1), of(5), of(25)];
                let (low, high) = op.ends(ends);
                for pick in 0..27 {
                    let of = |by: usize, place: usize| inside(ends[place])[pick / by % 3];
                    let result = op.apply([of(1, 0), of(3, 1), of(9, 2)]);
                    let held = low <= result && result <= high;
                    assert!(held || result.is_nan(), "{op:?} {ends:?} {result}");
                }
            }
        }
        let more = Op::Multiply.ends([(0.0, 1.0), (0.0, f64::INFINITY), (0.0, 0.0)]);
        assert_eq!(more, (0.0, f64::INFINITY));
        assert_eq!(
            Op::Divide.ends([(1.0, 2.0), (2.0, 4.0), (0.0, 0.0)]),
            (0.25, 1.0)
        );
    }

    #[test]
    fn more_operands_are_taken_one_after_the_other() {
        let of = |op: Op, numbers: &[f64]| op.fold(numbers.iter().copied(), f64::NAN, Op::apply);
        assert_eq!(of(Op::Min, &[3.0, 1.0, 2.0, 5.0]), 1.0);
        assert_eq!(of(Op::Clamp, &[9.0, 0.0, 4.0]), 4.0);
        assert_eq!(of(Op::Ramp, &[5.0, 10.0, 0.0]), 0.5);
        assert!(of(Op::Max, &[3.0, f64::NAN, 2.0]).is_nan());
        assert!(of(Op::Ramp, &[1.0, 3.0, 3.0]).is_nan());
    }
}
