//! Numbers that rows give, as the levels of a scale, and what follows from the value of a parameter. Evaluates nothing.

use std::sync::Arc;

use super::{CellTest, Graded, LetKind, Level, ParameterId, Rulebook, Scale};
use crate::base::{Span, format_number};

/// Decimals in the name of a number.
const DECIMALS: usize = 12;

impl Scale {
    /// The numbers that rows give, each once and from low to high, as the levels of a scale.
    pub fn of_numbers(numbers: impl IntoIterator<Item = f64>, unit: Option<Arc<str>>) -> Self {
        // `-0` is no number of its own.
        let mut values: Vec<f64> = numbers.into_iter().map(|number| number + 0.0).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let level = |value: &f64| Level {
            name: format_number(*value, DECIMALS).into(),
            words: None,
            former: Vec::new(),
            origin: Span::default(),
        };
        Self {
            ordered: true,
            levels: values.iter().map(level).collect(),
            numbers: Some(Graded { values, unit }),
        }
    }

    /// The position of the level that stands for a number.
    pub fn position_of(&self, number: f64) -> Option<u8> {
        let values = &self.numbers.as_ref()?.values;
        let at = values.iter().position(|value| *value == number);
        at.and_then(|at| u8::try_from(at).ok())
    }

    /// The number that the level at a position stands for, where the levels are numbers.
    pub fn number(&self, at: u8) -> Option<f64> {
        let numbers = self.numbers.as_ref()?;
        numbers.values.get(usize::from(at)).copied()
    }
}

impl Rulebook {
    /// Gives a parameter another value, and with it the cells that compare with it and the rows that give it.
    pub fn set_parameter(&mut self, id: ParameterId, value: f64) {
        self.parameters[id].value = value;
        for one in self.lets.values_mut() {
            match &mut one.kind {
                LetKind::List(scale, rows) => {
                    let rows = rows.iter_mut().map(|row| (row.parameter, &mut row.level));
                    regrade(scale, rows.collect(), (id, value));
                }
                LetKind::Table(scale, _, rows) => {
                    let cells = rows.iter_mut().flat_map(|row| &mut row.cells);
                    cells.for_each(|cell| reset(cell, (id, value)));
                    let rows = rows.iter_mut().map(|row| (row.parameter, &mut row.level));
                    regrade(scale, rows.collect(), (id, value));
                }
                LetKind::YesNo(_) | LetKind::Number(..) => {}
            }
        }
    }
}

/// Rows, with the parameter that each names and the level that it gives.
type Rows<'r> = Vec<(Option<ParameterId>, &'r mut u8)>;

fn regrade(scale: &mut Scale, rows: Rows<'_>, (id, value): (ParameterId, f64)) {
    if !rows.iter().any(|(parameter, _)| *parameter == Some(id)) {
        return;
    }
    let number = |(parameter, level): &(Option<ParameterId>, &mut u8)| match parameter {
        Some(named) if *named == id => Some(value + 0.0),
        _ => scale.number(**level),
    };
    let numbers: Vec<Option<f64>> = rows.iter().map(number).collect();
    let unit = scale.numbers.take().and_then(|numbers| numbers.unit);
    *scale = Scale::of_numbers(numbers.iter().copied().flatten(), unit);
    for ((_, level), number) in rows.into_iter().zip(numbers) {
        *level = number
            .and_then(|number| scale.position_of(number))
            .unwrap_or_default();
    }
}

fn reset(cell: &mut super::Cell, (id, value): (ParameterId, f64)) {
    let super::Cell::Test {
        test: CellTest::Intervals(ranges),
        ..
    } = cell
    else {
        return;
    };
    for range in ranges {
        if range.low == Some(id) {
            range.within.low = value;
        }
        if range.high == Some(id) {
            range.within.high = value;
        }
    }
}
