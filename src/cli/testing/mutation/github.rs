//! What became of mutants as annotations of a GitHub workflow: a warning for a survivor. Runs nothing.

use super::MutationFormat;
use super::junit::source;
use super::run::Mutations;
use super::text::{place, title};
use crate::cli::diagnostics::{Look, message, property};
use crate::testing::mutation::Fate;

pub(super) const FORMAT: MutationFormat = MutationFormat {
    name: "github",
    about: "annotations of a GitHub workflow",
    endings: &[],
    write: render,
};

/// Annotations of a kind that GitHub shows.
const SHOWN: usize = 10;

fn render(mutations: &Mutations, _: Look) -> String {
    let mut lines = Vec::new();
    for target in &mutations.targets {
        for (mutant, fate) in &target.mutated.mutants {
            if !matches!(fate, Fate::Survived) {
                continue;
            }
            let (file, line) = place(target, mutant);
            let words = format!("no test notices this edit\n{}", source(target, mutant));
            lines.push(format!(
                "::warning file={},line={line},title={}::{}\n",
                property(&file),
                property(&title(mutant)),
                message(&words)
            ));
        }
    }
    if lines.len() > SHOWN {
        let kept = SHOWN.saturating_sub(1);
        let more = lines.len().saturating_sub(kept);
        lines.truncate(kept);
        lines.push(format!(
            "::warning title=hansei test --mutate::and {more} more, which GitHub does not show here\n"
        ));
    }
    lines.concat()
}
