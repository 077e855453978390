//! What became of mutants as JUnit's XML, which CI servers read: a survivor is a failure. Runs nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::MutationFormat;
use super::run::{Mutations, Tried};
use super::show::lines;
use super::text::{nearest, place, title};
use crate::cli::diagnostics::Look;
use crate::cli::testing::junit::escaped;
use crate::testing::mutation::{Fate, Mutant};

pub(super) const FORMAT: MutationFormat = MutationFormat {
    name: "junit",
    about: "for CI servers",
    endings: &["xml"],
    write: render,
};

fn render(mutations: &Mutations, look: Look) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hansei test --mutate\">\n",
    );
    for target in &mutations.targets {
        let mutants = &target.mutated.mutants;
        let survived = mutants
            .iter()
            .filter(|(_, fate)| matches!(fate, Fate::Survived(_)));
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
            escaped(&target.rulebook),
            mutants.len(),
            survived.count()
        );
        let mut names = BTreeSet::new();
        for (mutant, fate) in mutants {
            let name = unique(name(target, mutant), &mut names);
            text.push_str(&case(target, (mutant, fate), &name, look));
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

/// Columns of an edit within a name.
const EDIT: usize = 60;

/// A mutant by its place and its edit: many lines are edited in several ways.
fn name(target: &Tried, mutant: &Mutant) -> String {
    let (file, line, column) = place(target, mutant);
    let edits = mutant.edits.iter();
    let edits: Vec<String> = edits
        .map(|edit| format!("{} → {}", target.files.text(edit.span), edit.text))
        .collect();
    let words = edits.join("; ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let title = title(mutant);
    format!("{file}:{line}:{column}: {title}: {}", cut(&words.join(" ")))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(EDIT) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}

/// Services keep one case of a name: equal ones are numbered.
fn unique(name: String, known: &mut BTreeSet<String>) -> String {
    let mut free = name.clone();
    let mut number = 1usize;
    while !known.insert(free.clone()) {
        number = number.saturating_add(1);
        free = format!("{name} ({number})");
    }
    free
}

fn case(target: &Tried, (mutant, fate): (&Mutant, &Fate), name: &str, look: Look) -> String {
    let (file, line, _) = place(target, mutant);
    let mut text = String::new();
    let _ = write!(
        text,
        "    <testcase classname=\"mutant\" name=\"{}\" file=\"{}\" line=\"{line}\"",
        escaped(name),
        escaped(&file),
    );
    let _ = match fate {
        Fate::Killed(_) => writeln!(text, "/>"),
        Fate::NotRun | Fate::Same(_) => writeln!(text, "><skipped/></testcase>"),
        Fate::Survived(witness) => {
            let lines = format!(
                "{}\n{}",
                source(target, mutant),
                nearest(witness.as_deref(), look)
            );
            writeln!(
                text,
                "><failure message=\"no test notices\">{}</failure></testcase>",
                escaped(&lines)
            )
        }
    };
    text
}

/// The lines that differ, as in a patch.
pub(super) fn source(target: &Tried, mutant: &Mutant) -> String {
    let lines = lines(&target.files, &mutant.edits);
    let sign = |new| if new { '+' } else { '-' };
    let lines = lines
        .iter()
        .map(|line| format!("{} {}", sign(line.new), line.text));
    lines.collect::<Vec<_>>().join("\n")
}
