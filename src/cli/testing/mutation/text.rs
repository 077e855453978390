//! What became of mutants as text for people. Runs nothing.

use std::fmt::Write as _;

use super::MutationFormat;
use super::run::{Counts, Mutations, Tried};
use super::show::{Line, lines};
use crate::base::format_number;
use crate::cli::diagnostics::{Look, counted};
use crate::cli::testing::difference::wrapped;
use crate::cli::testing::guarantees;
use crate::cli::testing::text::paint;
use crate::testing::mutation::{Fate, Mutant, Proof, Witness};

pub(super) const FORMAT: MutationFormat = MutationFormat {
    name: "text",
    about: "for people",
    endings: &["txt"],
    write: render,
};

/// Lines of a difference that are shown at most.
const MOST_LINES: usize = 12;

/// Every survivor with its difference, then the score.
fn render(mutations: &Mutations, look: Look) -> String {
    let mut text = String::new();
    for target in &mutations.targets {
        for (mutant, fate) in &target.mutated.mutants {
            if let Fate::Survived(witness) = fate {
                survivor(target, mutant, look, &mut text);
                text.push_str(&nearest(witness.as_deref(), look));
                text.push('\n');
            }
        }
        if target.failing > 0 {
            let many = counted(target.failing, "test");
            let _ = writeln!(
                text,
                "{}: {many} left out because they fail without any edit; `hansei test` shows why",
                target.rulebook
            );
        }
        if target.tests == 0 {
            let _ = writeln!(
                text,
                "{}: no test passes, so nothing could notice an edit",
                target.rulebook
            );
        }
    }
    text.push_str(&summary(mutations, mutations.counts(), look));
    text
}

/// Where a mutant stands, as shown to the user.
pub(super) fn place(target: &Tried, mutant: &Mutant) -> (String, u32, u32) {
    let place = target.files.place(mutant.place());
    place.map_or_else(
        || (String::new(), 1, 1),
        |(file, at)| {
            let file = file.trim_start_matches("./").to_owned();
            (file, at.line, at.column)
        },
    )
}

/// A mutant in a few words.
pub(super) fn title(mutant: &Mutant) -> String {
    format!("{}: {}", mutant.subject, mutant.operator.about())
}

fn survivor(target: &Tried, mutant: &Mutant, look: Look, text: &mut String) {
    let (file, line, _) = place(target, mutant);
    let word = paint(look, "33", "SURVIVED");
    let _ = writeln!(text, "{word} {file}:{line}: {}", title(mutant));
    let lines = lines(&target.files, &mutant.edits);
    for line in lines.iter().take(MOST_LINES) {
        difference(line, look, text);
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    if more > 0 {
        let _ = writeln!(text, "  … {} more", counted(more, "line"));
    }
}

/// What would tell the edit apart.
pub(super) fn nearest(witness: Option<&Witness>, look: Look) -> String {
    let Some(witness) = witness else {
        return "  no profile close to a test shows the difference\n".into();
    };
    let changes = witness.changes.iter();
    let changes: Vec<String> = changes
        .map(|one| format!("`{}` {} instead of {}", one.fact, one.to, one.from))
        .collect();
    let with = match changes.is_empty() {
        true => String::new(),
        false => format!(" with {}", changes.join(" and ")),
    };
    let told = &witness.told;
    let line = format!(
        "  difference shown by {}{with}: {} is {}, with the edit {}",
        witness.test, told.what, told.from, told.to
    );
    let mut text = wrapped(&line, look.width, 4);
    if let Some(expect) = &told.expect {
        text.push_str(&wrapped(&format!("    expect {expect}"), look.width, 6));
    }
    text
}

fn difference(line: &Line, look: Look, text: &mut String) {
    let (sign, code) = if line.new { ("+", "32") } else { ("-", "31") };
    for part in wrapped(&format!("  {sign} {}", line.text), look.width, 6).lines() {
        text.push_str(&paint(look, code, part));
        text.push('\n');
    }
}

/// The score, and what is not in it.
fn summary(mutations: &Mutations, counts: Counts, look: Look) -> String {
    let mut text = String::new();
    match counts.score() {
        Some(score) => {
            let many = counted(counts.counted(), "small edit");
            let _ = writeln!(
                text,
                "{}{} noticed {} of {many}: {}",
                counted(
                    mutations.targets.iter().map(|target| target.tests).sum(),
                    "test"
                ),
                guarantees::beside(
                    mutations
                        .targets
                        .iter()
                        .map(|target| target.guarantees)
                        .sum()
                ),
                counts.killed,
                percent(score)
            );
        }
        None => text.push_str("no edit was tried\n"),
    }
    for (proof, count) in Proof::ALL.iter().zip(counts.same) {
        if count > 0 {
            let _ = writeln!(
                text,
                "{count} not counted because no test can notice: {}",
                proof.about()
            );
        }
    }
    if counts.left_out > 0 {
        let _ = writeln!(text, "{} left out, by `--mutants`", counts.left_out);
    }
    if counts.not_run > 0 {
        let _ = writeln!(text, "not run: {}, by `--timeout`", counts.not_run);
    }
    if mutations.is_too_low() {
        let least = mutations.least.unwrap_or(0.0);
        let words = format!("less than the {} of `--min-score`", percent(least));
        let _ = writeln!(text, "{}", paint(look, "31", &words));
    }
    text
}

fn percent(score: f64) -> String {
    // 99.96 is not yet all.
    let tenths = (score * 10.0).floor() / 10.0;
    format!("{} %", format_number(tenths, 1))
}
