//! Makes the edits that diagnostics offer, checks again, and goes on until nothing changes.

mod choose;
mod worse;
mod write;

pub(super) use write::{cannot_fix, file_of, offer};

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::{Diagnostic, Safety, SourceMap, has_errors};
use choose::{Change, choose};

/// Texts that stand in for those of files.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: BTreeMap<PathBuf, Arc<str>>,
}

impl Texts {
    /// The text that stands in for that of a file.
    pub fn get(&self, path: &Path) -> Option<&Arc<str>> {
        self.texts.get(path)
    }

    /// The same, by any path to the file.
    pub(super) fn of(&self, path: &Path) -> Option<&Arc<str>> {
        match self.texts.is_empty() {
            true => None,
            false => self.get(&super::files::true_path(path)),
        }
    }
}

/// What a check gave: the texts it read and all it found.
pub type State = (SourceMap, Vec<Diagnostic>);

/// How edits are made.
pub struct Fixing<'f, S, E> {
    /// Checks with some texts in place of files.
    pub check: &'f mut dyn FnMut(&Texts) -> Result<S, E>,
    /// The file that a name of a text stands for; `None` where nothing may be changed.
    pub file: &'f dyn Fn(&str) -> Option<PathBuf>,
    /// Whether guesses are made, too.
    pub most: Safety,
}

/// What was made.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The files that changed: their names, and what stood in them before.
    pub before: BTreeMap<PathBuf, (Arc<str>, Arc<str>)>,
    /// What stands in them afterwards.
    pub texts: Texts,
    /// How many problems were mended.
    pub problems: usize,
    /// What was left as it is, since its edits would have broken something: code, file and line.
    pub refused: Vec<(&'static str, Arc<str>, u32)>,
}

/// Rounds of edits at most: what mends one thing may bring the next to light.
const MOST_ROUNDS: usize = 20;

impl<S: Borrow<State>, E> Fixing<'_, S, E> {
    /// Makes the edits, round by round; gives what was made, and the check of what stands there then.
    pub fn run(&mut self) -> Result<(Fixed, S), E> {
        let mut fixed = Fixed::default();
        let mut refused = BTreeSet::new();
        let mut state = (self.check)(&fixed.texts)?;
        // Who is still writing has use for what nothing uses yet.
        let keeps = has_errors(&state.borrow().1);
        for _ in 0..MOST_ROUNDS {
            let chosen = choose(state.borrow(), self.file, (self.most, keeps), &refused);
            if chosen.is_empty() {
                break;
            }
            let made = match self.attempt(state.borrow(), &fixed.texts, &chosen)? {
                Some(next) => Some((chosen.len(), next)),
                None if chosen.len() == 1 => {
                    for change in chosen {
                        refused.insert(change.key);
                        fixed.refused.push(change.place);
                    }
                    None
                }
                None => self.one_by_one(state.borrow(), (&mut fixed, &mut refused), chosen)?,
            };
            let Some((count, (texts, next))) = made else {
                continue;
            };
            fixed.problems = fixed.problems.saturating_add(count);
            self.remember(&state.borrow().0, &texts, &mut fixed.before);
            (fixed.texts, state) = (texts, next);
        }
        Ok((fixed, state))
    }

    /// Makes some edits together; `None` where something would be worse than before.
    fn attempt(
        &mut self,
        state: &State,
        texts: &Texts,
        changes: &[Change],
    ) -> Result<Option<(Texts, S)>, E> {
        let mut next = texts.clone();
        let mut edits: Vec<_> = changes.iter().flat_map(|change| &change.edits).collect();
        // From the end on, so that no edit moves the place of another.
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
        for edit in edits {
            let mut text = match next.texts.get(&edit.path) {
                Some(text) => text.to_string(),
                None => edit.before.to_string(),
            };
            text.replace_range(edit.range.clone(), &edit.text);
            next.texts.insert(edit.path.clone(), text.into());
        }
        let after = (self.check)(&next)?;
        let changed = changes.iter().flat_map(|change| &change.edits);
        let changed: BTreeSet<&Path> = changed.map(|edit| edit.path.as_path()).collect();
        let worse = worse::is_worse(state, after.borrow(), self.file, &changed)
            || moves_in_vain(changes, state, after.borrow());
        Ok((!worse).then_some((next, after)))
    }

    /// Makes as many of the edits as do no harm, and remembers those that do.
    #[expect(
        clippy::type_complexity,
        reason = "how many were made, and what came of it"
    )]
    fn one_by_one(
        &mut self,
        state: &State,
        (fixed, refused): (&mut Fixed, &mut BTreeSet<String>),
        chosen: Vec<Change>,
    ) -> Result<Option<(usize, (Texts, S))>, E> {
        let mut good: Vec<Change> = Vec::new();
        let mut made = None;
        for change in chosen {
            let (key, place) = (change.key.clone(), change.place.clone());
            good.push(change);
            match self.attempt(state, &fixed.texts, &good)? {
                Some(next) => made = Some((good.len(), next)),
                None => {
                    good.pop();
                    refused.insert(key);
                    fixed.refused.push(place);
                }
            }
        }
        Ok(made)
    }

    /// Keeps what stood in the files that change for the first time.
    fn remember(
        &self,
        sources: &SourceMap,
        texts: &Texts,
        before: &mut BTreeMap<PathBuf, (Arc<str>, Arc<str>)>,
    ) {
        for (_, file) in sources.files() {
            let Some(path) = (self.file)(&file.name) else {
                continue;
            };
            if texts.get(&path).is_some_and(|text| *text != file.text) {
                let old = (Arc::clone(&file.name), Arc::clone(&file.text));
                before.entry(path).or_insert(old);
            }
        }
    }
}

/// Whether a row that was moved is followed by one of which the same is told: moved back and forth they would never rest.
fn moves_in_vain(changes: &[Change], before: &State, after: &State) -> bool {
    let count = |state: &State, code: &str| state.1.iter().filter(|one| one.code == code).count();
    let mut moves = changes.iter().filter(|change| change.moves());
    moves.any(|change| count(after, change.place.0) >= count(before, change.place.0))
}
