//! The combinations of a decision table's inputs, each with the first row that takes it. Bounded; writes no sentence.

use super::cells::{self, Numbers};
use super::{
    FactType, Figure, Interval, LetKind, Num, NumKind, Rulebook, Scale, Subject, TableRow,
};
use crate::base::{Limits, format_number, is_whole};

/// All combinations of the inputs' values.
#[derive(Debug)]
pub(crate) struct Grid<'b> {
    inputs: Vec<Input<'b>>,
    axes: Vec<Vec<cells::Cell>>,
    rows: &'b [TableRow],
}

impl<'b> Grid<'b> {
    /// The grid of a table; none where there are more combinations than are looked at.
    pub(crate) fn new(
        book: &'b Rulebook,
        inputs: &[Subject],
        rows: &'b [TableRow],
    ) -> Option<Self> {
        let mut axes = Vec::with_capacity(inputs.len());
        let mut size = 1usize;
        for (at, input) in inputs.iter().enumerate() {
            let column = || rows.iter().filter_map(|row| row.cells.get(at));
            let mut axis = cells::of_input(book, *input, column(), |num| Whole::of(book, num));
            axis.extend(cells::of_parameters(book, *input, column()));
            axis.push(cells::Cell::Unknown);
            size = size.checked_mul(axis.len())?;
            axes.push(axis);
        }
        let inputs = inputs.iter().map(|input| Input::of(book, *input));
        let work = size.checked_mul(rows.len().max(1))?;
        (work <= Limits::DEFAULT.combinations).then(|| Self {
            inputs: inputs.collect(),
            axes,
            rows,
        })
    }

    /// The first combination of known values without a row, in words.
    pub(crate) fn first_gap(&self) -> Option<String> {
        let mut gap = None;
        self.each(|combination| {
            let known = !combination.contains(&cells::Cell::Unknown);
            if gap.is_none() && known && self.row_of(combination).is_none() {
                gap = Some(self.in_words(combination));
            }
        });
        gap
    }

    /// Whether each row is the first for some combination.
    pub(crate) fn rows_that_apply(&self) -> Vec<bool> {
        let mut applies = vec![false; self.rows.len()];
        self.each(|combination| {
            let row = self.row_of(combination);
            if let Some(flag) = row.and_then(|row| applies.get_mut(row)) {
                *flag = true;
            }
        });
        applies
    }

    fn each(&self, mut see: impl FnMut(&[cells::Cell])) {
        let size: usize = self.axes.iter().map(Vec::len).product();
        let mut combination = Vec::with_capacity(self.axes.len());
        for number in 0..size {
            combination.clear();
            let mut rest = number;
            for axis in &self.axes {
                let at = rest.checked_rem(axis.len()).unwrap_or(0);
                rest = rest.checked_div(axis.len()).unwrap_or(0);
                combination.extend(axis.get(at).copied());
            }
            see(&combination);
        }
    }

    fn row_of(&self, combination: &[cells::Cell]) -> Option<usize> {
        self.rows.iter().position(|row| {
            let mut pairs = row.cells.iter().zip(combination);
            pairs.all(|(test, cell)| test.matches(*cell))
        })
    }

    fn in_words(&self, combination: &[cells::Cell]) -> String {
        let pairs = self.inputs.iter().zip(combination);
        let parts: Vec<String> = pairs
            .map(|(input, cell)| format!("`{}` {}", input.name, input.words(*cell)))
            .collect();
        parts.join(", ")
    }
}

/// An input as it is shown.
#[derive(Debug)]
struct Input<'b> {
    name: &'b str,
    /// Of its levels.
    scale: Option<&'b Scale>,
}

impl<'b> Input<'b> {
    fn of(book: &'b Rulebook, input: Subject) -> Self {
        let name = match input {
            Subject::Fact(id) => &book.facts[id].name,
            Subject::Let(id) => &book.lets[id].name,
        };
        let scale = book.scale(input);
        Self { name, scale }
    }

    fn words(&self, cell: cells::Cell) -> String {
        match cell {
            cells::Cell::Unknown => "unknown".into(),
            cells::Cell::Truth(true) => "yes".into(),
            cells::Cell::Truth(false) => "no".into(),
            cells::Cell::Level(at) => {
                let scale = self.scale;
                scale.map_or("", |scale| scale.level_name(at)).into()
            }
            cells::Cell::Numbers(numbers) => range(numbers),
            // No table has such an input.
            cells::Cell::Set(..) | cells::Cell::Text => String::new(),
        }
    }
}

fn range(numbers: Numbers) -> String {
    let Interval { low, high, .. } = numbers.within;
    let [from, to] = [low, high].map(|end| format_number(end, 6));
    match (low.is_finite(), high.is_finite()) {
        (true, true) if !numbers.is_range() => from,
        (true, true) => format!("between {from} and {to}"),
        (true, false) => format!("above {from}"),
        (false, true) => format!("below {to}"),
        (false, false) => "of any size".to_owned(),
    }
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
                Some(kind) if kind.parameters().next().is_some() => false,
                Some(LetKind::Number(num, _)) => self.is(num),
                Some(LetKind::List(scale, _) | LetKind::Table(scale, _, _)) => {
                    let numbers = scale.numbers.iter().flat_map(|numbers| &numbers.values);
                    scale.numbers.is_some() && numbers.copied().all(is_whole)
                }
                _ => false,
            },
            // It may be set to any number.
            NumKind::Parameter(_) => false,
            NumKind::Figure(figure) => matches!(figure, Figure::Known(_)),
            NumKind::Apply(op, operands) => {
                op.about().whole.of(operands.iter().map(|one| self.is(one)))
            }
            NumKind::If(_, branches) => branches.iter().all(|one| self.is(one)),
            NumKind::Count(_) => true,
            NumKind::Call(_) => false,
        }
    }
}
