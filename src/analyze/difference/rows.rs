//! Which rows of an ordered list, a table or an advice block are the same row, and whether their order changed.

use super::declared::Row;
use crate::model::{Cell, CellTest};

/// A row by its position in the old and in the new list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) struct RowPair {
    pub(in crate::analyze) old: Option<usize>,
    pub(in crate::analyze) new: Option<usize>,
}

impl RowPair {
    /// What the pair is known by: its position in the old list, else in the new.
    pub(in crate::analyze) fn key(self) -> String {
        match (self.old, self.new) {
            (Some(at), _) => format!("old {at}"),
            (None, Some(at)) => format!("new {at}"),
            (None, None) => String::new(),
        }
    }
}

/// Pairs the rows: those of one label, then the same rows, then those of one test, then those that give the same.
pub(super) fn pair(old: &[Row], new: &[Row]) -> Vec<RowPair> {
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut free: Vec<usize> = (0..new.len()).collect();
    let alike: [fn(&Row, &Row) -> bool; 5] = [
        |one, other| one.label.is_some() && one.label == other.label,
        |one, other| one.meaning() == other.meaning() && one.label == other.label,
        |one, other| one.meaning() == other.meaning(),
        |one, other| one.gives == other.gives && one.blank == other.blank,
        |one, other| one.test == other.test || one.gives == other.gives,
    ];
    for alike in alike {
        for (row, partner) in old.iter().zip(&mut partner) {
            if partner.is_some() {
                continue;
            }
            let like = |at: &usize| new.get(*at).is_some_and(|other| alike(row, other));
            if let Some(found) = free.iter().position(like) {
                *partner = Some(free.remove(found));
            }
        }
    }
    let mut pairs: Vec<RowPair> = partner
        .into_iter()
        .enumerate()
        .map(|(old, new)| RowPair {
            old: Some(old),
            new,
        })
        .collect();
    pairs.extend(free.into_iter().map(|new| RowPair {
        old: None,
        new: Some(new),
    }));
    pairs
}

/// The first two rows that changed places though their order matters, by their positions in the new list.
pub(super) fn exchanged(pairs: &[RowPair], new: &[Row]) -> Option<(usize, usize)> {
    let both: Vec<usize> = pairs
        .iter()
        .filter_map(|pair| pair.old.and(pair.new))
        .collect();
    for (at, first) in both.iter().enumerate() {
        let later = both.iter().skip(at.saturating_add(1));
        for second in later.filter(|second| *second < first) {
            let (Some(one), Some(other)) = (new.get(*first), new.get(*second)) else {
                continue;
            };
            if order_matters(one, other) {
                return Some((*first, *second));
            }
        }
    }
    None
}

/// Whether it makes a difference which of two rows comes first.
fn order_matters(one: &Row, other: &Row) -> bool {
    if one.gives == other.gives && one.label == other.label {
        return false;
    }
    match (&one.cells, &other.cells) {
        (Some(cells), Some(others)) => cells.iter().zip(others).all(|(a, b)| meet(a, b)),
        _ => true,
    }
}

/// Whether some value lies in both cells.
fn meet(one: &Cell, other: &Cell) -> bool {
    let (
        Cell::Test {
            unknown,
            test: first,
        },
        Cell::Test {
            unknown: too,
            test: second,
        },
    ) = (one, other)
    else {
        return true;
    };
    if *unknown && *too {
        return true;
    }
    match (first, second) {
        (CellTest::Levels(a), CellTest::Levels(b)) => !a.intersection(*b).is_empty(),
        (CellTest::Truths { yes, no }, CellTest::Truths { yes: y, no: n }) => {
            (*yes && *y) || (*no && *n)
        }
        (CellTest::Intervals(a), CellTest::Intervals(b)) => a.iter().any(|a| {
            b.iter().any(|b| {
                let (a, b) = (a.within, b.within);
                let (low, high) = (a.low.max(b.low), a.high.min(b.high));
                low < high || (low == high && a.has(low) && b.has(low))
            })
        }),
        _ => true,
    }
}
