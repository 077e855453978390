//! Cells of decision tables and contrasts: from the syntax tree to the model, with types. Compares no rows.

use std::sync::Arc;

use super::compare::{compare_of, related};
use super::cond::is_missing;
use super::context::Resolver;
use super::draft::parameter_amount;
use super::lookup::may_be_lost;
use super::names::{Class, Thing};
use super::problem::ranges as range_problem;
use super::problem::rows as row_problem;
use super::problem::types::{self as problem, Place};
use super::types::{Amount, Ty};
use crate::base::{Diagnostic, Span, nearest, truth};
use crate::model::cells::Numbers;
use crate::model::{
    Cell, CellRange, CellTest, Compare, Cond, CondKind, Interval, LevelSet, Num, NumKind,
    ParameterId, Scale, Subject,
};
use crate::syntax::expr::{Number, Range};
use crate::syntax::tree::{self, CellKind, CompareOp, Term, Word};

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

    /// A cell of a contrast. Its rows have no order, so that none takes what the others leave.
    pub(super) fn cell_of_contrast(
        &mut self,
        row: &tree::ContrastRow,
        subject: Subject,
    ) -> Option<Cell> {
        match self.rest_word(&row.cell, subject) {
            Some(word) => self
                .report
                .fail(row_problem::rest_of_contrast(word.span, &word.text)),
            None => self.cell(&row.cell, subject),
        }
    }

    fn level_cell(&mut self, cell: &tree::Cell, scale: &Scale, name: &str) -> Option<CellTest> {
        let mut levels = LevelSet::default();
        let mut sound = true;
        for part in &cell.parts {
            match &part.kind {
                CellKind::Any | CellKind::Unknown => {}
                CellKind::Level(word) if is_rest(word, scale) => {
                    self.report.push(rest(cell, word));
                    sound = false;
                }
                CellKind::Level(word) if is_lacking(word, scale) => {
                    self.report
                        .push(row_problem::unknown_cell(word.span, &word.text));
                    sound = false;
                }
                CellKind::Level(word) => match self.level(scale, &word.text, word.span, name) {
                    Some(at) if levels.has(at) => {
                        self.report
                            .push(problem::twice_in_cell(word.span, &word.text));
                        sound = false;
                    }
                    Some(at) => levels = levels.union(LevelSet::one(at)),
                    None => sound = false,
                },
                CellKind::Not(Term::Word(word)) => {
                    match self.level(scale, &word.text, word.span, name) {
                        Some(at) => {
                            if !self.alone(cell, part) {
                                return None;
                            }
                            levels = levels.union(LevelSet::one(at).missing_of(scale.all()));
                        }
                        None => sound = false,
                    }
                }
                CellKind::Compare(op, Term::Word(word)) => {
                    match self.level(scale, &word.text, word.span, name) {
                        Some(_) if by_order(*op) && !scale.ordered => {
                            self.report
                                .push(row_problem::no_order_of_cells(part.span, name, scale));
                            sound = false;
                        }
                        Some(at) => {
                            levels = levels.union(related(scale, compare_of(*op), at));
                        }
                        None => sound = false,
                    }
                }
                CellKind::Number(number)
                | CellKind::Compare(_, Term::Number(number))
                | CellKind::Not(Term::Number(number)) => {
                    let written = self.context.files.text(number.span);
                    let told = row_problem::number_cell_on_levels(part.span, name, scale);
                    let told = problem::quoted_level(told, (number.span, written), scale);
                    self.report.push(told);
                    sound = false;
                }
                CellKind::Range(..) => {
                    let problem = row_problem::number_cell_on_levels(part.span, name, scale);
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
                CellKind::Level(word) if truth(&word.text) == Some(true) => yes = true,
                CellKind::Level(word) if truth(&word.text) == Some(false) => no = true,
                CellKind::Not(Term::Word(word)) if truth(&word.text).is_some() => {
                    if !self.alone(cell, part) {
                        return None;
                    }
                    (yes, no) = match truth(&word.text) {
                        Some(true) => (false, true),
                        _ => (true, false),
                    };
                }
                kind => {
                    let text = self.context.files.text(part.span);
                    let word = match kind {
                        CellKind::Level(word) => written_otherwise(cell, word),
                        _ => None,
                    };
                    let problem = word.unwrap_or_else(|| {
                        problem::yes_no_has_no_level(part.span, name, text, Place::Cell)
                    });
                    return self.report.fail(problem);
                }
            }
        }
        Some(CellTest::Truths { yes, no })
    }

    fn number_cell(&mut self, cell: &tree::Cell, amount: &Amount, name: &str) -> Option<CellTest> {
        let mut ranges = Vec::new();
        let mut sound = true;
        for part in &cell.parts {
            match &part.kind {
                CellKind::Any | CellKind::Unknown => {}
                CellKind::Not(term) => {
                    let number = match term {
                        Term::Number(_) => true,
                        Term::Word(word) => self.is_parameter(&word.text),
                    };
                    let not = self.context.files.text(term.span());
                    let problem = row_problem::not_cell_on_number(part.span, name, (not, number));
                    self.report.push(problem);
                    sound = false;
                }
                CellKind::Level(word) => {
                    let parameter = self.is_parameter(&word.text);
                    let otherwise = written_otherwise(cell, word).filter(|_| !parameter);
                    let end = match otherwise {
                        Some(problem) => self.report.fail(problem),
                        None => self.end_by_name((name, amount), word),
                    };
                    match end {
                        Some(end) => ranges.push(end.range(CompareOp::Equal)),
                        None => sound = false,
                    }
                }
                CellKind::Number(number) => {
                    sound &= self.cell_number(name, amount, *number, Place::Cell);
                    ranges.push(End::of(*number).range(CompareOp::Equal));
                }
                CellKind::Compare(op, term) => {
                    let place = match by_order(*op) {
                        true => Place::Order,
                        false => Place::Cell,
                    };
                    match self.end((name, amount), term, place) {
                        Some(end) => ranges.extend(end.ranges(*op)),
                        None => sound = false,
                    }
                }
                CellKind::Range(low, high) => {
                    match self.cell_range((name, amount), (low, high), part.span) {
                        Some(range) => ranges.push(range),
                        None => sound = false,
                    }
                }
            }
        }
        sound.then_some(CellTest::Intervals(ranges))
    }

    fn cell_number(&mut self, name: &str, amount: &Amount, number: Number, place: Place) -> bool {
        self.value_fits(name, amount, (number.value, number.span), place)
            .is_some()
    }

    fn cell_range(
        &mut self,
        subject: (&str, &Amount),
        (low, high): (&Term, &Term),
        at: Span,
    ) -> Option<CellRange> {
        if let (Term::Number(low), Term::Number(high)) = (low, high)
            && low.value > high.value
        {
            let (low, high, span) = (*low, *high, at);
            let range = Range { low, high, span };
            return self.report.fail(range_problem::range_upside_down(&range));
        }
        let low = self.end(subject, low, Place::Order);
        let high = self.end(subject, high, Place::Order);
        let (low, high) = (low?, high?);
        if low.value > high.value {
            let problem = row_problem::parameters_upside_down(at, low.value, high.value);
            return self.report.fail(problem);
        }
        Some(CellRange {
            within: Interval {
                low: low.value,
                high: high.value,
                low_in: true,
                high_in: true,
            },
            low: low.parameter,
            high: high.parameter,
        })
    }

    /// An end of a range of numbers.
    fn end(&mut self, subject: (&str, &Amount), term: &Term, place: Place) -> Option<End> {
        match term {
            Term::Word(word) => self.end_by_name(subject, word),
            Term::Number(number) => self
                .cell_number(subject.0, subject.1, *number, place)
                .then(|| End::of(*number)),
        }
    }

    /// The value of a parameter, which must have the unit of the number.
    fn end_by_name(&mut self, (name, amount): (&str, &Amount), word: &Word) -> Option<End> {
        let Some(Thing::Parameter(id)) = self.context.names.get(&word.text) else {
            if may_be_lost(
                &self.context.names,
                self.report,
                &word.text,
                &[Class::Parameter],
            ) {
                return None;
            }
            let near = self.parameter_near(&word.text);
            let problem = row_problem::level_cell_on_number(word.span, name, &word.text)
                .did_you_mean(word.span, near.as_deref());
            return self.report.fail(problem);
        };
        let parameter = self.context.draft.parameters.find(id)?;
        let unit = parameter_amount(parameter).unit;
        if unit.join(&amount.unit).is_none() {
            let problem = problem::units_differ(
                word.span,
                (name, &amount.unit, word.span),
                (&word.text, &unit, word.span),
            );
            return self.report.fail(problem);
        }
        Some(End {
            value: parameter.value,
            parameter: Some(id),
        })
    }

    /// The parameter that a word may be meant for.
    pub(super) fn parameter_near(&self, word: &str) -> Option<Arc<str>> {
        let parameters = self.context.draft.parameters.values();
        let near = nearest(word, parameters.map(|parameter| &*parameter.name))?;
        Some(near.into())
    }

    fn is_parameter(&self, name: &str) -> bool {
        matches!(self.context.names.get(name), Some(Thing::Parameter(_)))
    }

    /// The word of a cell that takes every value as it is written elsewhere, where nothing else is called so.
    fn rest_word<'c>(&self, cell: &'c tree::Cell, subject: Subject) -> Option<&'c Word> {
        let ty = self.context.type_of(subject);
        let is_rest = |word: &Word| match ty {
            Ty::Level(scale) => is_rest(word, scale),
            Ty::Number(_) => takes_all(word) && !self.is_parameter(&word.text),
            Ty::YesNo => takes_all(word),
            Ty::Set(_) | Ty::Text | Ty::Broken => false,
        };
        let words = cell.parts.iter().filter_map(|part| match &part.kind {
            CellKind::Level(word) => Some(word),
            _ => None,
        });
        words.into_iter().find(|word| is_rest(word))
    }

    /// `not` says what all other values are, so nothing can be added to it.
    fn alone(&mut self, cell: &tree::Cell, part: &tree::CellPart) -> bool {
        if cell.parts.len() > 1 {
            self.report.push(row_problem::not_alone(part.span));
        }
        cell.parts.len() == 1
    }
}

/// An end of a range: a number, or the value of a parameter.
#[derive(Clone, Copy)]
struct End {
    value: f64,
    parameter: Option<ParameterId>,
}

impl End {
    fn of(number: Number) -> Self {
        Self {
            value: number.value,
            parameter: None,
        }
    }

    fn ranges(self, op: CompareOp) -> impl Iterator<Item = CellRange> {
        let range = move |within: Interval| CellRange {
            within,
            low: self.parameter.filter(|_| within.low.is_finite()),
            high: self.parameter.filter(|_| within.high.is_finite()),
        };
        intervals_where(op, self.value).into_iter().map(range)
    }

    /// The one range of a comparison that gives one.
    fn range(self, op: CompareOp) -> CellRange {
        let within = Interval::point(self.value);
        self.ranges(op).next().unwrap_or(CellRange {
            within,
            low: self.parameter,
            high: self.parameter,
        })
    }
}

/// Whether a comparison needs an order.
fn by_order(op: CompareOp) -> bool {
    !matches!(op, CompareOp::Equal | CompareOp::NotEqual)
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
    let amount = &*amount.open();
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
        CellTest::Levels(levels) if *unknown && levels.is_empty() => Vec::new(),
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
            .map(|range| interval_condition(subject, *range, at))
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

fn interval_condition(subject: Subject, range: CellRange, at: Span) -> Cond {
    let interval = range.within;
    let num = |kind| Num { origin: at, kind };
    let value = || {
        num(match subject {
            Subject::Fact(id) => NumKind::Fact(id),
            Subject::Let(id) => NumKind::Let(id),
        })
    };
    let end = |number, parameter: Option<ParameterId>| {
        num(parameter.map_or(NumKind::Constant(number), NumKind::Parameter))
    };
    let compare = |compare, right| CondKind::Compare {
        left: value(),
        compare,
        right,
    };
    let (low, high) = (end(interval.low, range.low), end(interval.high, range.high));
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
        (true, false) => compare(above(interval.low_in), low),
        (false, true) => compare(below(interval.high_in), high),
        (false, false) => CondKind::Known(subject),
        (true, true) if is_point(range) => compare(Compare::Equal, low),
        (true, true) => CondKind::Between {
            number: value(),
            low,
            high,
        },
    };
    Cond { origin: at, kind }
}

/// Whether a range is one number, whatever the values of parameters are.
fn is_point(range: CellRange) -> bool {
    range.within.low == range.within.high && range.low == range.high
}

/// Whether a row has one cell, which takes every value as it is written elsewhere.
pub(super) fn takes_rest(row: &tree::TableRow) -> Option<&Word> {
    let [cell] = row.cells.as_slice() else {
        return None;
    };
    match cell.parts.as_slice() {
        [part] => match &part.kind {
            CellKind::Level(word) if takes_all(word) => Some(word),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a word stands for all other values, as in other tables, and is no level of the scale.
fn is_rest(word: &Word, scale: &Scale) -> bool {
    takes_all(word) && scale.position(&word.text).is_none()
}

fn takes_all(word: &Word) -> bool {
    let known = ["else", "default", "other", "others", "rest", "any", "all"];
    !word.quoted && known.contains(&&*word.text)
}

/// A word for a value that is missing.
fn is_lacking(word: &Word, scale: &Scale) -> bool {
    is_missing(&word.text, &Ty::YesNo) && scale.position(&word.text).is_none()
}

/// What is told of a word that stands elsewhere for any value, or for none.
fn written_otherwise(cell: &tree::Cell, word: &Word) -> Option<Diagnostic> {
    match () {
        () if takes_all(word) => Some(rest(cell, word)),
        () if is_missing(&word.text, &Ty::YesNo) => {
            Some(row_problem::unknown_cell(word.span, &word.text))
        }
        () => None,
    }
}

/// What is told of a word for any value. With that the other parts of its cell say nothing.
fn rest(cell: &tree::Cell, word: &Word) -> Diagnostic {
    row_problem::rest_cell(word.span, &word.text, (cell.span, 1))
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
            set: false,
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
