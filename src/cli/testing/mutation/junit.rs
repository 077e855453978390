//! What became of mutants as JUnit's XML, which CI servers read: a survivor is a failure. Runs nothing.

use std::fmt::Write as _;

use super::MutationFormat;
use super::run::{Mutations, Tried};
use super::show::lines;
use super::text::{place, title};
use crate::cli::diagnostics::Look;
use crate::cli::testing::junit::escaped;
use crate::testing::mutation::{Fate, Mutant};

pub(super) const FORMAT: MutationFormat = MutationFormat {
    name: "junit",
    about: "for CI servers",
    endings: &["xml"],
    write: render,
};

fn render(mutations: &Mutations, _: Look) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hansei test --mutate\">\n",
    );
    for target in &mutations.targets {
        let mutants = &target.mutated.mutants;
        let survived = mutants
            .iter()
            .filter(|(_, fate)| matches!(fate, Fate::Survived));
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">",
            escaped(&target.rulebook),
            mutants.len(),
            survived.count()
        );
        for (mutant, fate) in mutants {
            case(target, mutant, fate, &mut text);
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case(target: &Tried, mutant: &Mutant, fate: &Fate, text: &mut String) {
    let (file, line) = place(target, mutant);
    let _ = write!(
        text,
        "    <testcase classname=\"mutant\" name=\"{}\" file=\"{}\" line=\"{line}\"",
        escaped(&format!("{file}:{line}: {}", title(mutant))),
        escaped(&file),
    );
    let _ = match fate {
        Fate::Killed(_) => writeln!(text, "/>"),
        Fate::NotRun => writeln!(text, "><skipped/></testcase>"),
        Fate::Survived => {
            let lines = source(target, mutant);
            writeln!(
                text,
                "><failure message=\"no test notices\">{}</failure></testcase>",
                escaped(&lines)
            )
        }
    };
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
