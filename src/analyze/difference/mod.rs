//! The difference of two rulebooks by meaning: names, conditions and numbers, not lines. Evaluates nothing.
//!
//! Both rulebooks become lists of declarations whose parts have a canonical form ([`form`]): names instead of ids,
//! operands in order, places left out. What is the same in that form is the same; the words that are shown come
//! from the source.

mod affects;
mod change;
mod compare;
mod declare;
mod declared;
mod form;
mod former;
mod number;
mod renames;
mod rows;
mod words;

pub(super) use change::Slot;
pub use change::{Aspect, Change, Kind, Site};
pub(super) use form::Forms;
pub(super) use renames::Renames;
pub(super) use rows::RowPair;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::Rulebook;

/// A declaration, by its kind and the name it has in the old rulebook; in the new one where it is only there.
pub(super) type Key = (Kind, String);

/// What changed from one rulebook to another.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Difference {
    /// The changes, by kind and name.
    pub changes: Vec<Change>,
    /// Whether the texts differ, be it only in order, layout or comments.
    pub texts_differ: bool,
    /// Names of the new rulebook that stand for others of the old.
    #[serde(skip)]
    pub(super) renames: Renames,
    /// Which rows of lists, tables and the advice block are the same row, by the declaration.
    #[serde(skip)]
    pub(super) rows: BTreeMap<Key, Vec<RowPair>>,
}

impl Difference {
    /// Whether any change can reach what a profile is told: names and citations alone cannot.
    pub fn reaches_profiles(&self) -> bool {
        self.changes
            .iter()
            .any(|change| !matches!(change.aspect, Aspect::Renamed | Aspect::Citation))
    }

    /// Which rows of the advice blocks are the same row.
    pub(super) fn advice_rows(&self) -> &[RowPair] {
        let key = (Kind::Advice, String::new());
        self.rows.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Whether the two rulebooks mean the same.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Compares two rulebooks by meaning.
pub fn difference(old: &Rulebook, new: &Rulebook) -> Difference {
    let renames = renames::renames(old, new);
    let none = Renames::default();
    let words = old.method.scale != new.method.scale;
    let old_side = declare::declarations(&Forms::new(old, &none).with_words(words));
    let new_side = declare::declarations(&Forms::new(new, &renames).with_words(words));
    let mut found = compare::compare(&old_side, &new_side);
    affects::affects(&mut found.changes, &old_side, &new_side);
    former::kept(&mut found.changes, &renames, new);
    Difference {
        changes: found.changes,
        texts_differ: texts_differ(old, new),
        renames,
        rows: found.rows,
    }
}

fn texts_differ(old: &Rulebook, new: &Rulebook) -> bool {
    let texts = |book: &Rulebook| {
        let texts: Vec<_> = book
            .files
            .files()
            .map(|(_, file)| file.text.clone())
            .collect();
        texts
    };
    texts(old) != texts(new)
}
