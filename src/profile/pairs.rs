//! Facts from the entries of a table that stands elsewhere than in a profile: the row of a case.

use super::collect::collect;
use super::names::Names;
use super::tree::Entry;
use crate::base::Diagnostic;
use crate::model::{FactId, Given};

/// What entries say.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The `id` among them.
    pub id: Option<String>,
    /// The facts that are mentioned; `None` is given as unknown, or wrong where there are errors.
    pub facts: Vec<(FactId, Option<Given>)>,
}

/// The facts that the entries of a table give. `source` is the text in which their spans lie.
pub fn from_entries(
    entries: &[Entry<'_>],
    source: &str,
    names: &Names<'_>,
) -> (Facts, Vec<Diagnostic>) {
    let collected = collect(entries, source, names);
    let facts = Facts {
        id: collected.id,
        facts: collected
            .facts
            .into_iter()
            .map(|(id, given, _)| (id, given))
            .collect(),
    };
    (facts, collected.problems)
}
