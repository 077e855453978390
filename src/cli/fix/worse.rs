//! Whether a check tells worse of changed files than the one before. Changes nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::State;

/// What codes of errors begin with; a lint that is denied is none.
const ERROR: &str = "E";
/// What codes of errors of syntax begin with.
const SYNTAX: &str = "E01";

/// Whether a changed file that could be parsed cannot be any more, or there are more errors after the change of a file that
/// had none. What was hidden behind an error and comes to light is no worse.
pub(super) fn is_worse(
    before: &State,
    after: &State,
    file: &dyn Fn(&str) -> Option<PathBuf>,
    changed: &BTreeSet<&Path>,
) -> bool {
    changed.iter().any(|path| {
        let count = |state: &State, start: &str| {
            let errors = state.1.iter().filter(|one| one.code.starts_with(start));
            let places = errors.filter_map(|one| state.0.get(one.span()?.file));
            places
                .filter(|source| file(&source.name).as_deref() == Some(*path))
                .count()
        };
        let breaks = count(before, SYNTAX) == 0 && count(after, SYNTAX) > 0;
        let all = |state: &State| {
            state
                .1
                .iter()
                .filter(|one| one.code.starts_with(ERROR))
                .count()
        };
        breaks || (count(before, ERROR) == 0 && all(after) > all(before))
    })
}
