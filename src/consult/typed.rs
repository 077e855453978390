//! An answer as somebody types it, read as a profile would be.

use crate::base::{FileId, Severity, with_unit};
use crate::model::{Fact, FactType, Given, Profile};
use crate::profile::{self, Names};

/// The answer to the question about a fact; else what is wrong with it, and what to write.
pub fn typed(text: &str, fact: &Fact, names: &Names<'_>) -> Result<Given, String> {
    let number = match &fact.kind {
        FactType::Number(kind) => plain(text, kind.unit.as_deref()),
        _other => None,
    };
    let assignment = format!("{}={}", fact.name, number.as_deref().unwrap_or(text));
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

/// A number without the fact's own unit behind it, its decimal comma as a point where it cannot stand between thousands.
fn plain(text: &str, unit: Option<&str>) -> Option<String> {
    let text = text.trim();
    let one = unit.map(|unit| with_unit("1".into(), Some(unit)));
    let one = one.as_deref().and_then(|one| one.strip_prefix("1 "));
    let units = unit.into_iter().chain(one);
    let mut bare = units.filter_map(|unit| text.strip_suffix(unit));
    let text = bare.next().unwrap_or(text).trim_end();
    match text.split_once(',') {
        Some((whole, part)) if part.len() != 3 && !part.contains([',', '.']) => {
            Some(format!("{whole}.{part}"))
        }
        _ => Some(text.to_owned()),
    }
}
