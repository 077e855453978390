//! Rulebooks between an old and a new one: some edits made, the others not. Says nothing of what they do.
//!
//! A mixture is a syntax tree: each part of each declaration is taken from the old tree or from the new one, and what
//! comes of it is checked and planned like any other rulebook. A mixture that is no sound rulebook has no program.
//! The old trees are put into the names of the new ones first, so that all mixtures speak of the same things.

mod compose;
mod items;
mod names;
mod rows;
mod units;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::difference::{Difference, Key, Kind, RowPair, Slot};
use crate::base::{SourceFile, SourceMap};
use crate::check::{self, Bundle, Options};
use crate::plan::{self, Program};
use items::Items;
use units::UnitKey;

pub(super) use names::Names;
pub(super) use units::Scope;

/// A rulebook with the trees it was made of.
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
    /// Its texts and trees.
    pub bundle: &'a Bundle,
    /// What was planned of them.
    pub program: &'a Program,
}

/// Which units are made.
pub(super) type Made = Vec<bool>;

/// Programs that are kept at most.
const MOST_PROGRAMS: usize = 512;

/// A program that is made once, whoever asks first.
type Once = Arc<OnceLock<Option<Arc<Program>>>>;

/// Where the old rulebook stands in a pair, and where the new one.
const OLD: usize = 0;
const NEW: usize = 1;

/// All that is needed to make any mixture.
pub(super) struct Mix<'a> {
    files: SourceMap,
    items: [Items; 2],
    books: [Book<'a>; 2],
    names: Names,
    difference: &'a Difference,
    /// The edits that can be made one by one: for each, the positions of its changes in the difference.
    pub(super) units: Vec<Vec<usize>>,
    by_slot: BTreeMap<UnitKey, usize>,
    programs: Mutex<BTreeMap<Made, Once>>,
}

impl<'a> Mix<'a> {
    /// For two rulebooks and what differs between them; `scope` says which edits can matter.
    pub(super) fn new(
        old: Book<'a>,
        new: Book<'a>,
        difference: &'a Difference,
        scope: Scope,
    ) -> Self {
        let names = Names::of(&difference.renames);
        let mut files = SourceMap::default();
        let mut items = [old, new].map(|book| Items::of(book, &mut files));
        let [before, _] = &mut items;
        names.translate(before);
        let (units, by_slot) = units::units(difference, &names, &items, scope);
        Self {
            files,
            items,
            books: [old, new],
            names,
            difference,
            units,
            by_slot,
            programs: Mutex::default(),
        }
    }

    /// What was renamed.
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// How many edits there are.
    pub(super) fn count(&self) -> usize {
        self.units.len()
    }

    /// The program with some of the edits made; `None` where the mixture is no sound rulebook.
    pub(super) fn program(&self, made: &Made) -> Option<Arc<Program>> {
        let once = {
            let mut programs = self.lock();
            match programs.get(made).cloned() {
                Some(once) => once,
                None => {
                    let once = Once::default();
                    if programs.len() < MOST_PROGRAMS {
                        programs.insert(made.clone(), Arc::clone(&once));
                    }
                    once
                }
            }
        };
        once.get_or_init(|| self.planned(made).map(Arc::new))
            .clone()
    }

    fn planned(&self, made: &Made) -> Option<Program> {
        // With all edits it is the new rulebook, and with none the old one, where both have the same names.
        let [old, new] = &self.books;
        if !made.contains(&false) {
            return Some(new.program.clone());
        }
        if !made.contains(&true) && self.names.is_empty() {
            return Some(old.program.clone());
        }
        let bundle = compose::Composing { mix: self, made }.bundle()?;
        let (checked, _) = check::check(&bundle, &Options::default());
        let checked = checked?;
        Some(plan::plan(
            checked.rulebook,
            checked.method,
            checked.library,
        ))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Made, Once>> {
        self.programs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The changes of some edits, in order.
    pub(super) fn changes(&self, units: &[usize]) -> Vec<usize> {
        let units = units.iter().filter_map(|unit| self.units.get(*unit));
        let mut changes: Vec<usize> = units.flatten().copied().collect();
        changes.sort_unstable();
        changes
    }

    /// The rows of a declaration that are the same row on both sides.
    fn pairs(&self, kind: Kind, name: &str) -> &[RowPair] {
        let key: Key = (kind, self.names.old_name(kind, name).to_owned());
        self.difference.rows.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The side from which a part is taken.
    fn side(&self, made: &Made, (kind, name, slot): (Kind, &str, Slot)) -> usize {
        let unit = self.by_slot.get(&(kind, name.to_owned(), slot));
        let is_made = unit.is_none_or(|unit| made.get(*unit).copied().unwrap_or(true));
        if is_made { NEW } else { OLD }
    }
}

/// Adds the texts of a bundle to those of both, and gives the id of the first.
fn add_files(bundle: &Bundle, files: &mut SourceMap) -> u32 {
    let first = u32::try_from(files.files().count()).unwrap_or(u32::MAX);
    for (_, file) in bundle.files.files() {
        files.add(SourceFile::clone(file));
    }
    first
}
