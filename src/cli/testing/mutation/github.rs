//! What became of mutants as annotations of a GitHub workflow: a warning for a survivor. Runs nothing.

use super::MutationFormat;
use super::junit::source;
use super::run::Mutations;
use super::text::{nearest, place, title};
use crate::cli::diagnostics::{Look, message, property};
use crate::cli::workspace::seen_from_root;
use crate::testing::mutation::Fate;

pub(super) const FORMAT: MutationFormat = MutationFormat {
    name: "github",
    about: "annotations of a GitHub workflow",
    endings: &[],
    write: render,
};

/// Annotations of a kind that GitHub shows.
const SHOWN: usize = 10;

fn render(mutations: &Mutations, look: Look) -> String {
    let mut lines = Vec::new();
    for target in &mutations.targets {
        for (mutant, fate) in &target.mutated.mutants {
            let Fate::Survived(witness) = fate else {
                continue;
            };
            let (file, line, _) = place(target, mutant);
            let nearest = nearest(witness.as_deref(), look);
            let words = format!(
                "no test notices this edit\n{}\n{nearest}",
                source(target, mutant)
            );
            lines.push(format!(
                "::warning file={},line={line},title={}::{}\n",
                property(&seen_from_root(&file)),
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
