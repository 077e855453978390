//! Cells of decision tables and contrasts: from the syntax tree to the model, with types. Compares no rows.

use super::context::Resolver;
use super::problem::types as problem;
use super::types::{Amount, Ty};
use crate::base::Span;
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
                    let problem = problem::yes_no_has_no_level(part.span, name, text);
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
                    sound &= self.cell_number(name, amount, *number, true);
                    intervals.push(point(number.value));
                }
                CellKind::Compare(op, number) => {
                    let exact = matches!(op, CompareOp::Equal | CompareOp::NotEqual);
                    sound &= self.cell_number(name, amount, *number, exact);
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

    fn cell_number(&mut self, name: &str, amount: &Amount, number: Number, exact: bool) -> bool {
        self.value_fits(name, amount, (number.value, number.span), exact)
            .is_some()
    }

    fn cell_range(&mut self, name: &str, amount: &Amount, range: &Range) -> bool {
        if range.low.value > range.high.value {
            self.report.push(problem::range_upside_down(range));
            return false;
        }
        let low = self.cell_number(name, amount, range.low, false);
        let high = self.cell_number(name, amount, range.high, false);
        low && high
    }
}

fn is_yes(word: &Word) -> bool {
    matches!(&*word.text, "yes" | "true")
}

fn is_no(word: &Word) -> bool {
    matches!(&*word.text, "no" | "false")
}

fn point(value: f64) -> Interval {
    Interval {
        low: value,
        high: value,
        low_in: true,
        high_in: true,
    }
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
        CompareOp::Equal => vec![point(value)],
        CompareOp::NotEqual => vec![below(false), above(false)],
        CompareOp::Less => vec![below(false)],
        CompareOp::AtMost => vec![below(true)],
        CompareOp::Greater => vec![above(false)],
        CompareOp::AtLeast => vec![above(true)],
    }
}

/// Whether two ranges have a number in common.
pub(super) fn intervals_meet(a: Interval, b: Interval) -> bool {
    let low = if a.low > b.low { a } else { b };
    let high = if a.high < b.high { a } else { b };
    if low.low < high.high {
        return true;
    }
    low.low == high.high && a.has(low.low) && b.has(low.low)
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
    use super::{intervals_meet, intervals_where, point};
    use crate::syntax::tree::CompareOp;

    #[test]
    fn ends_meet_only_where_both_include_them() {
        let at_most = intervals_where(CompareOp::AtMost, 5.0)[0];
        let more = intervals_where(CompareOp::Greater, 5.0)[0];
        let at_least = intervals_where(CompareOp::AtLeast, 5.0)[0];
        assert!(!intervals_meet(at_most, more));
        assert!(intervals_meet(at_most, at_least));
        assert!(!intervals_meet(more, point(5.0)));
        assert!(intervals_meet(more, at_least));
    }
}
