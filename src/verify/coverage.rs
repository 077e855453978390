//! Whether a decision table has a row for every combination of its inputs' values.

use crate::base::Limits;
use crate::model::{Cell, CellTest, FactType, Interval, LetKind, NumberType, Subject, TableRow};

use super::world::{Computed, World};

/// A value that stands for all that no row tells from it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sample {
    Truth(bool),
    Level(u8),
    Number(f64),
}

/// Whether every combination has a row. A table with more combinations than are looked at counts as open.
pub(super) fn covers(world: &World<'_>, inputs: &[Subject], rows: &[TableRow]) -> Computed<bool> {
    let mut columns = Vec::new();
    for (at, subject) in inputs.iter().enumerate() {
        let cells: Vec<&Cell> = rows.iter().filter_map(|row| row.cells.get(at)).collect();
        columns.push(samples(world, *subject, &cells)?);
    }
    let combinations = columns
        .iter()
        .try_fold(1usize, |all, column| all.checked_mul(column.len()));
    if combinations.is_none_or(|count| count > Limits::DEFAULT.combinations) {
        return Ok(false);
    }
    Ok(rest_covers(
        &columns,
        &rows.iter().map(|row| &row.cells[..]).collect::<Vec<_>>(),
    ))
}

/// Whether the rows, their cells so far stripped, cover every combination of the columns left.
fn rest_covers(columns: &[Vec<Sample>], rows: &[&[Cell]]) -> bool {
    let Some((column, rest)) = columns.split_first() else {
        return !rows.is_empty();
    };
    column.iter().all(|sample| {
        let left: Vec<&[Cell]> = rows
            .iter()
            .filter_map(|cells| {
                let (cell, cells) = cells.split_first()?;
                matches(cell, *sample).then_some(cells)
            })
            .collect();
        rest_covers(rest, &left)
    })
}

fn matches(cell: &Cell, sample: Sample) -> bool {
    match (cell, sample) {
        (Cell::Any, _) => true,
        (Cell::Test { test, .. }, sample) => match (test, sample) {
            (CellTest::Levels(set), Sample::Level(at)) => set.has(at),
            (CellTest::Truths { yes, no }, Sample::Truth(holds)) => {
                if holds {
                    *yes
                } else {
                    *no
                }
            }
            (CellTest::Intervals(all), Sample::Number(number)) => {
                all.iter().any(|range| range.within.has(number))
            }
            _ => false,
        },
    }
}

/// Values of an input of which every other behaves like one.
fn samples(world: &World<'_>, subject: Subject, cells: &[&Cell]) -> Computed<Vec<Sample>> {
    let truths = || vec![Sample::Truth(true), Sample::Truth(false)];
    let levels = || -> Computed<Vec<Sample>> {
        Ok(world
            .scale(subject)?
            .all()
            .iter()
            .map(Sample::Level)
            .collect())
    };
    let number = |kind: &NumberType| {
        numbers(kind, cells)
            .into_iter()
            .map(Sample::Number)
            .collect()
    };
    Ok(match subject {
        Subject::Fact(id) => match &world.fact(id)?.kind {
            FactType::YesNo => truths(),
            FactType::Number(kind) => number(kind),
            _ => levels()?,
        },
        Subject::Let(id) => match &world.a_let(id)?.kind {
            LetKind::YesNo(_) => truths(),
            LetKind::Number(_, _) => number(&NumberType::default()),
            LetKind::List(scale, _) | LetKind::Table(scale, _, _) => match &scale.numbers {
                Some(numbers) => numbers.values.iter().copied().map(Sample::Number).collect(),
                None => levels()?,
            },
        },
    })
}

/// The ends of all intervals, and a number between each two and beyond both ends, as far as the type has them.
fn numbers(kind: &NumberType, cells: &[&Cell]) -> Vec<f64> {
    let mut ends: Vec<f64> = intervals(cells)
        .iter()
        .flat_map(|interval| [interval.low, interval.high])
        .chain([kind.low, kind.high].into_iter().flatten())
        .filter(|end| end.is_finite())
        .collect();
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let mut found = ends.clone();
    for pair in ends.windows(2) {
        if let [a, b] = pair {
            found.push(f64::midpoint(*a, *b));
        }
    }
    // Far out a step of 1 leads nowhere: there the next number is the next double.
    let below = |end: f64| (end - 1.0).min(end.next_down());
    let above = |end: f64| (end + 1.0).max(end.next_up());
    found.extend(ends.first().map(|end| below(*end)));
    found.extend(ends.last().map(|end| above(*end)));
    if ends.is_empty() {
        found.push(0.0);
    }
    if kind.whole {
        let whole = |x: f64| [below(x.floor()), x.floor(), x.ceil(), above(x.ceil())];
        found = found.into_iter().flat_map(whole).collect();
    }
    found.retain(|x| {
        x.is_finite()
            && kind.low.is_none_or(|low| *x >= low)
            && kind.high.is_none_or(|high| *x <= high)
    });
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
}

fn intervals(cells: &[&Cell]) -> Vec<Interval> {
    cells
        .iter()
        .flat_map(|cell| cell.ranges())
        .map(|range| range.within)
        .collect()
}
