//! The combinations of a decision table's inputs, each with the first row that takes it. Bounded; writes no sentence.

use crate::base::{Limits, format_number, is_whole};
use crate::model::{
    Cell, CellTest, FactType, Figure, LetKind, LevelSet, Num, NumKind, NumberType, Rulebook, Scale,
    Subject, TableRow,
};

/// A value of an input, or a range of numbers that no row tells apart.
#[derive(Clone, Debug)]
enum Value {
    Unknown,
    Level(u8, String),
    Truth(bool),
    /// A number of the range stands for all.
    Number(f64, String),
}

/// All combinations of the inputs' values.
#[derive(Debug)]
pub(super) struct Grid<'b> {
    names: Vec<&'b str>,
    axes: Vec<Vec<Value>>,
    rows: &'b [TableRow],
}

impl<'b> Grid<'b> {
    /// The grid of a table; none where there are more combinations than are looked at.
    pub(super) fn new(
        book: &'b Rulebook,
        inputs: &[Subject],
        rows: &'b [TableRow],
    ) -> Option<Self> {
        let mut axes = Vec::with_capacity(inputs.len());
        let mut names = Vec::with_capacity(inputs.len());
        let mut size = 1usize;
        for (at, input) in inputs.iter().enumerate() {
            let values = axis(
                book,
                *input,
                rows.iter().filter_map(|row| row.cells.get(at)),
            )?;
            size = size.checked_mul(values.len())?;
            names.push(name(book, *input)?);
            axes.push(values);
        }
        let work = size.checked_mul(rows.len().max(1))?;
        (work <= Limits::DEFAULT.combinations).then_some(Self { names, axes, rows })
    }

    /// The first combination of known values without a row, in words.
    pub(super) fn first_gap(&self) -> Option<String> {
        let mut gap = None;
        self.each(|combination| {
            let known = !combination
                .iter()
                .any(|value| matches!(value, Value::Unknown));
            if gap.is_none() && known && self.row_of(combination).is_none() {
                gap = Some(self.in_words(combination));
            }
        });
        gap
    }

    /// Whether each row is the first for some combination.
    pub(super) fn rows_that_apply(&self) -> Vec<bool> {
        let mut applies = vec![false; self.rows.len()];
        self.each(|combination| {
            let row = self.row_of(combination);
            if let Some(flag) = row.and_then(|row| applies.get_mut(row)) {
                *flag = true;
            }
        });
        applies
    }

    fn each(&self, mut see: impl FnMut(&[&Value])) {
        let size: usize = self.axes.iter().map(Vec::len).product();
        let mut combination: Vec<&Value> = Vec::with_capacity(self.axes.len());
        for number in 0..size {
            combination.clear();
            let mut rest = number;
            for axis in &self.axes {
                let at = rest.checked_rem(axis.len()).unwrap_or(0);
                rest = rest.checked_div(axis.len()).unwrap_or(0);
                combination.extend(axis.get(at));
            }
            see(&combination);
        }
    }

    fn row_of(&self, combination: &[&Value]) -> Option<usize> {
        self.rows.iter().position(|row| {
            let mut pairs = row.cells.iter().zip(combination);
            pairs.all(|(cell, value)| takes(cell, value))
        })
    }

    fn in_words(&self, combination: &[&Value]) -> String {
        let parts: Vec<String> = self
            .names
            .iter()
            .zip(combination)
            .map(|(name, value)| match value {
                Value::Unknown => format!("`{name}` unknown"),
                Value::Level(_, word) | Value::Number(_, word) => format!("`{name}` {word}"),
                Value::Truth(true) => format!("`{name}` yes"),
                Value::Truth(false) => format!("`{name}` no"),
            })
            .collect();
        parts.join(", ")
    }
}

fn takes(cell: &Cell, value: &Value) -> bool {
    let Cell::Test { unknown, test } = cell else {
        return true;
    };
    match (value, test) {
        (Value::Unknown, _) => *unknown,
        (Value::Level(at, _), CellTest::Levels(levels)) => levels.has(*at),
        (Value::Truth(truth), CellTest::Truths { yes, no }) => {
            if *truth {
                *yes
            } else {
                *no
            }
        }
        (Value::Number(number, _), CellTest::Intervals(intervals)) => {
            intervals.iter().any(|interval| interval.has(*number))
        }
        _ => false,
    }
}

fn name(book: &Rulebook, input: Subject) -> Option<&str> {
    match input {
        Subject::Fact(id) => book.facts.find(id).map(|fact| &*fact.name),
        Subject::Let(id) => book.lets.find(id).map(|item| &*item.name),
    }
}

fn axis<'c>(
    book: &Rulebook,
    input: Subject,
    cells: impl Iterator<Item = &'c Cell>,
) -> Option<Vec<Value>> {
    let mut values = match input {
        Subject::Fact(id) => match &book.facts.find(id)?.kind {
            FactType::YesNo => truths(),
            FactType::Level(scale) => levels(scale),
            FactType::Number(kind) => numbers(kind, cells),
            FactType::Set(_) | FactType::Text => return None,
        },
        Subject::Let(id) => match &book.lets.find(id)?.kind {
            LetKind::YesNo(_) => truths(),
            LetKind::List(scale, _) | LetKind::Table(scale, _, _) => levels(scale),
            LetKind::Number(num, _) => {
                let kind = NumberType {
                    whole: Whole::of(book, num),
                    ..NumberType::default()
                };
                numbers(&kind, cells)
            }
        },
    };
    values.push(Value::Unknown);
    Some(values)
}

/// Tells whether a number is always a whole one.
struct Whole<'b> {
    book: &'b Rulebook,
    /// How many more parts are looked at: a let that is used often is looked at as often.
    left: usize,
}

impl<'b> Whole<'b> {
    fn of(book: &'b Rulebook, num: &Num) -> bool {
        Self { book, left: 10_000 }.is(num)
    }

    fn is(&mut self, num: &Num) -> bool {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return false;
        }
        let book = self.book;
        match &num.kind {
            NumKind::Constant(value) => is_whole(*value),
            NumKind::Fact(id) => match book.facts.find(*id).map(|fact| &fact.kind) {
                Some(FactType::Number(kind)) => kind.whole,
                _ => false,
            },
            NumKind::Let(id) => match book.lets.find(*id).map(|item| &item.kind) {
                Some(LetKind::Number(num, _)) => self.is(num),
                _ => false,
            },
            NumKind::Parameter(id) => book.parameters.find(*id).is_some_and(|parameter| {
                let kind = &parameter.kind;
                kind.low.is_none() && kind.high.is_none() && is_whole(parameter.value)
            }),
            NumKind::Figure(figure) => matches!(figure, Figure::Known(_)),
            NumKind::Minus(a) | NumKind::Abs(a) => self.is(a),
            NumKind::Add(a, b) | NumKind::Subtract(a, b) | NumKind::Multiply(a, b) => {
                self.is(a) && self.is(b)
            }
            NumKind::Min(all) | NumKind::Max(all) => all.iter().all(|one| self.is(one)),
            NumKind::Clamp(three) => three.iter().all(|one| self.is(one)),
            NumKind::Count(_) | NumKind::Round(_) => true,
            NumKind::Divide(..) | NumKind::Ramp(_) | NumKind::Call(_) => false,
        }
    }
}

fn truths() -> Vec<Value> {
    vec![Value::Truth(false), Value::Truth(true)]
}

fn levels(scale: &Scale) -> Vec<Value> {
    let all: LevelSet = scale.all();
    all.iter()
        .filter_map(|at| Some(Value::Level(at, scale.level(at)?.name.to_string())))
        .collect()
}

/// The ends that the cells name, and a number of every range between them.
fn numbers<'c>(kind: &NumberType, cells: impl Iterator<Item = &'c Cell>) -> Vec<Value> {
    let low = kind.low.unwrap_or(f64::NEG_INFINITY);
    let high = kind.high.unwrap_or(f64::INFINITY);
    let mut ends: Vec<f64> = vec![low, high];
    for cell in cells {
        if let Cell::Test {
            test: CellTest::Intervals(intervals),
            ..
        } = cell
        {
            ends.extend(
                intervals
                    .iter()
                    .flat_map(|interval| [interval.low, interval.high]),
            );
        }
    }
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let mut values = Vec::new();
    for (at, end) in ends.iter().enumerate() {
        if end.is_finite() {
            values.push(Value::Number(*end, format_number(*end, 6)));
        }
        if let Some(next) = ends.get(at.saturating_add(1)) {
            values.extend(between(*end, *next, kind.whole));
        }
    }
    values.retain(|value| match value {
        Value::Number(number, _) => {
            (low..=high).contains(number) && (!kind.whole || is_whole(*number))
        }
        _ => true,
    });
    values
}

/// A number strictly between two, where one is.
fn between(low: f64, high: f64, whole: bool) -> Option<Value> {
    let words = match (low.is_finite(), high.is_finite()) {
        (true, true) => format!(
            "between {} and {}",
            format_number(low, 6),
            format_number(high, 6)
        ),
        (true, false) => format!("above {}", format_number(low, 6)),
        (false, true) => format!("below {}", format_number(high, 6)),
        (false, false) => "of any size".to_owned(),
    };
    let number = match (low.is_finite(), high.is_finite()) {
        (true, true) if whole => low.floor() + 1.0,
        (true, true) => low + (high - low) / 2.0,
        (true, false) => low.floor() + 1.0,
        (false, true) => high.ceil() - 1.0,
        (false, false) => 0.0,
    };
    (number > low && number < high).then_some(Value::Number(number, words))
}
