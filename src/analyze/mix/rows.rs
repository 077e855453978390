//! The rows of two lists as one list. Looks into no row.

use super::{NEW, OLD, RowPair};
use crate::syntax::tree::{CellKind, ContrastRow};

/// The pairs in the order of one list; a row that only one side has stands where it stood among its own, if it is there.
pub(super) fn merged(
    pairs: &[RowPair],
    order: usize,
    is_there: impl Fn(&RowPair, usize) -> bool,
) -> Vec<RowPair> {
    let of = |pair: &RowPair, side: usize| if side == NEW { pair.new } else { pair.old };
    let mut both: Vec<RowPair> = pairs
        .iter()
        .filter(|pair| pair.old.is_some() && pair.new.is_some())
        .copied()
        .collect();
    both.sort_by_key(|pair| of(pair, order));
    for side in [OLD, NEW] {
        let other = if side == NEW { OLD } else { NEW };
        let mut lone: Vec<RowPair> = pairs
            .iter()
            .filter(|pair| of(pair, other).is_none() && is_there(pair, side))
            .copied()
            .collect();
        lone.sort_by_key(|pair| of(pair, side));
        for pair in lone {
            let before = both.iter().enumerate();
            let before = before.filter(|(_, known)| {
                of(known, side).is_some() && of(known, side) < of(&pair, side)
            });
            let place = before
                .max_by_key(|(_, known)| of(known, side))
                .map_or(0, |(place, _)| place.saturating_add(1));
            both.insert(place, pair);
        }
    }
    both
}

/// What a row of a contrast is called within it: its label, else its level.
pub(super) fn label(row: &ContrastRow) -> Option<String> {
    if let Some(label) = &row.label {
        return Some(label.text.to_string());
    }
    match row.cell.parts.as_slice() {
        [part] => match &part.kind {
            CellKind::Level(word) => Some(word.text.to_string()),
            _ => None,
        },
        _ => None,
    }
}
