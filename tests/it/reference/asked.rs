//! What only tests ask for: whether a note is shown is what the reference says.

use hansei::check::{self, Options, ReadProblem};
use hansei::engine::Evaluator;
use hansei::model::{Claim, Profile};
use hansei::testing::{self, Suite};

use super::book::Book;
use super::logic::Meaning;

/// The rulebook with a guarantee for each note, in the order of the notes.
pub(super) fn suite(
    rules: &str,
    book: &Book,
    read: &mut dyn FnMut(&str) -> Result<Vec<u8>, ReadProblem>,
) -> Result<Suite, String> {
    let asked = (0..book.notes.len())
        .map(|at| format!("guarantee asked{at:03} {{ always noted(n{at}) }}\n"));
    let text = format!("{rules}\n{}", asked.collect::<String>());
    let (bundle, mut problems) = check::gather("book.rules", &mut |name| match name {
        "book.rules" => Ok(text.clone().into_bytes()),
        other => read(other),
    });
    let (checked, more) = check::check(&bundle, &Options::default());
    problems.extend(more);
    let checked = checked.ok_or_else(|| format!("{problems:?}"))?;
    Ok(testing::gather(bundle, checked, &[]).0)
}

/// Each note is shown where the reference says so.
pub(super) fn agrees(meaning: Meaning<'_>, suite: &Suite, profile: &Profile) -> Result<(), String> {
    let program = &suite.program;
    let mut evaluator = Evaluator::new(program);
    let record = evaluator
        .evaluate(profile)
        .map_err(|fault| format!("{:?}", fault.diagnostic(program)))?;
    for (at, promise) in suite.promises.iter().enumerate() {
        let Claim::Stated { cond, .. } = promise.claim else {
            return Err("a guarantee that states nothing".into());
        };
        let shown = record
            .probe(program, cond)
            .map_err(|fault| format!("{:?}", fault.diagnostic(program)))?;
        if (shown > 0.0) != meaning.note(at) || shown == 0.0 {
            return Err(format!(
                "noted(n{at}) is {shown}, shown: {}",
                meaning.note(at)
            ));
        }
    }
    Ok(())
}
