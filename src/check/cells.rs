//! Cells of decision tables and contrasts: from the syntax tree to the model, with types. Compares no rows.

use super::context::Resolver;
use super::problem::types::{self as problem, Place};
use super::types::{Amount, Ty};
use crate::base::Span;
use crate::model::cells::Numbers;
use crate::model::{
    Cell, CellTest, Compare, Cond, CondKind, Interval, LevelSet, Num, NumKind, Scale, Subject,
};
use crate::syntax::expr::{Number, Range};
use crate::syntax::tree::{self, CellKind, CompareOp, Word};

impl Resolver<'_, '_> {
    /// A cell over a fact or let.
    pub(super) fn cell(&mut self, cell: &tree::Cell, subject: Subject) -> Option<Cell> {
        let any = |part: &tree::CellPart| matches!(part.kind, CellKind::Any);
        if cell.parts.iter().any(any) {
            return Some(Cell::Any);
        }
        let unknown = |part: &tree::CellPart| matches!(part.kind, CellKind::Unknown);
        let name = self.context.name_of(subject);
        let test = match self.context.type_of(subject) {
            Ty::Level(scale) => self.level_cell(cell, scale, name)?,
            Ty::YesNo => self.truth_cell(cell, name)?,
            Ty::Number(amount) => self.number_cell(cell, amount, name)?,
            Ty::Set(_) | Ty::Text | Ty::Broken => return None,
        };
        Some(Cell::Test {
            unknown: cell.parts.iter().any(unknown),
            test,
        })
    }

    fn level_cell(&mut self, cell: &tree::Cell, scale: &Scale, name: &str) -> Option<CellTest> {
        let mut levels = LevelSet::default();
        let mut sound = true;
        for part in &cell.parts {
            match &part.kind {
                CellKind::Any | CellKind::Unknown => {}
                CellKind::Level(word) => match self.level(scale, &word.text, word.span, name) {
                    Some(at) if levels.has(at) => {
                        self.report
                            .push(problem::twice_in_cell(word.span, &word.text));
                        sound = false;
                    }
                    Some(at) => levels = levels.union(LevelSet::one(at)),
                    None => sound = false,
                },
                CellKind::Compare(..) | CellKind::Range(_) | CellKind::Number(_) => {
                    let problem = problem::number_cell_on_levels(part.span, name, scale);
                    self.report.push(problem);
                    sound = false;
                }
            }
        }
        sound.then_some(CellTest::Levels(levels))
    }

    fn truth_cell(&mut self, cell: &tree::Cell, name: &str) -> Option<CellTest> {
        let (mut yes, mut no) = (false, false);
        for part in &cell.parts {
            match &part.kind {
                CellKind::Any | CellKind::Unknown => {}
                CellKind::Level(word) if is_yes(word) => yes = true,
                CellKind::Level(word) if is_no(word) => no = true,
                _ => {
                    let text = self.context.files.text(part.span);
                    let problem = problem::yes_no_has_no_level(part.span, name, text, Place::Cell);
                    return self.report.fail(problem);
                }
            }
        }
        Some(CellTest::Truths { yes, no })
    }

    fn number_cell(&mut self, cell: &tree::Cell, amount: &Amount, name: &str) -> Option<CellTest> {
        let mut intervals = Vec::new();
        let mut sound = true;
        for part in &cell.parts {
            match &part.kind {
                CellKind::Any | CellKind::Unknown => {}
                CellKind::Level(word) => {
                    self.report
                        .push(problem::level_cell_on_number(word.span, name, &word.text));
                    sound = false;
                }
                CellKind::Number(number) => {
                    sound &= self.cell_number(name, amount, *number, Place::Cell);
                    intervals.push(Interval::point(number.value));
                }
                CellKind::Compare(op, number) => {
                    let place = match op {
                        CompareOp::Equal | CompareOp::NotEqual => Place::Cell,
                        _ => Place::Order,
                    };
                    sound &= self.cell_number(name, amount, *number, place);
                    intervals.extend(intervals_where(*op, number.value));
                }
                CellKind::Range(range) => {
                    sound &= self.cell_range(name, amount, range);
                    intervals.push(Interval {
                        low: range.low.value,
                        high: range.high.value,
                        low_in: true,
                        high_in: true,
                    });
                }
            }
        }
        sound.then_some(CellTest::Intervals(intervals))
    }

    fn cell_number(&mut self, name: &str, amount: &Amount, number: Number, place: Place) -> bool {
        self.value_fits(name, amount, (number.value, number.span), place)
            .is_some()
    }

    fn cell_range(&mut self, name: &str, amount: &Amount, range: &Range) -> bool {
        if range.low.value > range.high.value {
            self.report.push(problem::range_upside_down(range));
            return false;
        }
        let low = self.cell_number(name, amount, range.low, Place::Order);
        let high = self.cell_number(name, amount, range.high, Place::Order);
        low && high
    }
}

fn is_yes(word: &Word) -> bool {
    matches!(&*word.text, "yes" | "true")
}

fn is_no(word: &Word) -> bool {
    matches!(&*word.text, "no" | "false")
}

fn intervals_where(op: CompareOp, value: f64) -> Vec<Interval> {
    let below = |inside| Interval {
        low: f64::NEG_INFINITY,
        high: value,
        low_in: false,
        high_in: inside,
    };
    let above = |inside| Interval {
        low: value,
        high: f64::INFINITY,
        low_in: inside,
        high_in: false,
    };
    match op {
        CompareOp::Equal => vec![Interval::point(value)],
        CompareOp::NotEqual => vec![below(false), above(false)],
        CompareOp::Less => vec![below(false)],
        CompareOp::AtMost => vec![below(true)],
        CompareOp::Greater => vec![above(false)],
        CompareOp::AtLeast => vec![above(true)],
    }
}

/// The part of a range in which a value may lie: within its bounds, and of a whole number from one whole end to the
/// other. None where no value may.
pub(super) fn within(range: Interval, amount: &Amount) -> Option<Interval> {
    let bounds = Interval {
        low: amount.low,
        high: amount.high,
        low_in: amount.low.is_finite(),
        high_in: amount.high.is_finite(),
    };
    let part = meet(range, bounds)?;
    Numbers::of(part, amount.whole).map(Numbers::closed)
}

/// What two ranges have in common.
pub(super) fn meet(a: Interval, b: Interval) -> Option<Interval> {
    let (low, high) = (a.low.max(b.low), a.high.min(b.high));
    let has_low = |one: Interval| one.low < low || one.low_in;
    let has_high = |one: Interval| one.high > high || one.high_in;
    let both = Interval {
        low,
        high,
        low_in: has_low(a) && has_low(b),
        high_in: has_high(a) && has_high(b),
    };
    Numbers::of(both, false).map(|numbers| numbers.within)
}

/// A number of a range, a plain one where there is one.
pub(super) fn sample(range: Interval) -> f64 {
    match (range.low_in, range.high_in) {
        (true, _) => range.low,
        (false, true) => range.high,
        (false, false) => Numbers {
            within: range,
            whole: false,
        }
        .middle(),
    }
}

/// The condition that a cell stands for, as a row of a contrast needs it.
pub(super) fn cell_condition(subject: Subject, cell: &Cell, at: Span) -> Cond {
    let cond = |kind| Cond { origin: at, kind };
    let Cell::Test { unknown, test } = cell else {
        return cond(CondKind::Constant(true));
    };
    let mut parts = match test {
        CellTest::Levels(levels) if levels.is_empty() => Vec::new(),
        CellTest::Levels(levels) => vec![cond(CondKind::Level {
            subject,
            levels: *levels,
        })],
        CellTest::Truths { yes, no } => {
            let holds = || cond(CondKind::Holds(subject));
            let fails = || cond(CondKind::Not(Box::new(holds())));
            let yes = yes.then(holds);
            yes.into_iter().chain(no.then(fails)).collect()
        }
        CellTest::Intervals(intervals) => intervals
            .iter()
            .map(|interval| interval_condition(subject, *interval, at))
            .collect(),
    };
    if *unknown {
        let known = cond(CondKind::Known(subject));
        parts.push(cond(CondKind::Not(Box::new(known))));
    }
    match <[Cond; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) => cond(CondKind::Any(parts)),
    }
}

fn interval_condition(subject: Subject, interval: Interval, at: Span) -> Cond {
    let num = |kind| Num { origin: at, kind };
    let value = || {
        num(match subject {
            Subject::Fact(id) => NumKind::Fact(id),
            Subject::Let(id) => NumKind::Let(id),
        })
    };
    let compare = |compare, end| CondKind::Compare {
        left: value(),
        compare,
        right: num(NumKind::Constant(end)),
    };
    let above = |inside| {
        if inside {
            Compare::AtLeast
        } else {
            Compare::More
        }
    };
    let below = |inside| {
        if inside {
            Compare::AtMost
        } else {
            Compare::Less
        }
    };
    let kind = match (interval.low.is_finite(), interval.high.is_finite()) {
        (true, false) => compare(above(interval.low_in), interval.low),
        (false, true) => compare(below(interval.high_in), interval.high),
        (false, false) => CondKind::Known(subject),
        (true, true) if interval.low == interval.high => compare(Compare::Equal, interval.low),
        (true, true) => CondKind::Between {
            number: value(),
            low: num(NumKind::Constant(interval.low)),
            high: num(NumKind::Constant(interval.high)),
        },
    };
    Cond { origin: at, kind }
}

#[cfg(test)]
mod tests {
    use super::{intervals_where, meet, sample, within};
    use crate::check::types::{Amount, Unit};
    use crate::model::Interval;
    use crate::syntax::tree::CompareOp;

    fn amount(low: f64, high: f64, whole: bool) -> Amount {
        Amount {
            unit: Unit::Bare,
            low,
            high,
            whole,
        }
    }

    /// The range of a comparison within what a value may be.
    fn range(op: CompareOp, end: f64, amount: &Amount) -> Option<Interval> {
        within(intervals_where(op, end)[0], amount)
    }

    #[test]
    fn ends_meet_only_where_both_include_them() {
        let at_most = intervals_where(CompareOp::AtMost, 5.0)[0];
        let more = intervals_where(CompareOp::Greater, 5.0)[0];
        let at_least = intervals_where(CompareOp::AtLeast, 5.0)[0];
        assert!(meet(at_most, more).is_none());
        assert_eq!(meet(at_most, at_least).map(sample), Some(5.0));
        assert!(meet(more, Interval::point(5.0)).is_none());
        assert!(meet(more, at_least).is_some());
    }

    #[test]
    fn a_range_ends_where_its_values_do() {
        let free = amount(f64::NEG_INFINITY, f64::INFINITY, true);
        for (op, end, low, high) in [
            (CompareOp::Less, 3.0, f64::NEG_INFINITY, 2.0),
            (CompareOp::Less, 2.5, f64::NEG_INFINITY, 2.0),
            (CompareOp::Greater, 2.0, 3.0, f64::INFINITY),
            (CompareOp::AtLeast, 2.5, 3.0, f64::INFINITY),
        ] {
            let found = range(op, end, &free).unwrap();
            assert_eq!((found.low, found.high), (low, high), "{op:?} {end}");
        }
        let (few, many) = (
            range(CompareOp::Less, 3.0, &free),
            range(CompareOp::Greater, 2.0, &free),
        );
        assert!(meet(few.unwrap(), many.unwrap()).is_none());
        assert!(range(CompareOp::Greater, 9.0, &amount(0.0, 9.0, false)).is_none());
        assert!(range(CompareOp::Less, 0.0, &amount(0.0, 9.0, true)).is_none());
        let open = meet(
            intervals_where(CompareOp::Greater, 2.0)[0],
            intervals_where(CompareOp::Less, 3.0)[0],
        );
        assert_eq!(open.map(sample), Some(2.5));
        // So far out that one more is the same number.
        let far = intervals_where(CompareOp::Greater, 1e17)[0];
        assert!(far.has(sample(far)));
        let next = intervals_where(CompareOp::Less, 1e17f64.next_up())[0];
        assert!(meet(far, next).is_none());
    }
}
