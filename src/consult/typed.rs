//! An answer as somebody types it, read as a profile would be.

use crate::base::{FileId, Severity};
use crate::model::{Fact, Given, Profile};
use crate::profile::{self, Names};

/// The answer to the question about a fact; else what is wrong with it, and what to write.
pub fn typed(text: &str, fact: &Fact, names: &Names<'_>) -> Result<Given, String> {
    let assignment = format!("{}={text}", fact.name);
    let read = profile::assign("answer", &[assignment], FileId(0), names);
    let mut profile = Profile::empty("", names.rulebook.facts.len());
    if let Some(assignments) = &read.assignments {
        assignments.set(&mut profile);
    }
    let given = profile.facts.values_mut().find_map(Option::take);
    given.ok_or_else(|| {
        let errors = read.diagnostics.iter();
        let mut errors = errors.filter(|one| one.severity == Severity::Error);
        let told = errors.next().map(|one| {
            let help = one.help.first().map(|help| format!(": {help}"));
            format!("{}{}.", one.message, help.unwrap_or_default())
        });
        told.unwrap_or_else(|| format!("`{text}` is no answer."))
    })
}
