//! Results of tests as text for people. Runs nothing.

use std::fmt::Write as _;

use super::TestFormat;
use super::coverage;
use super::guarantees;
use super::pending::{self, Pending};
use super::report::{Entry, Fate, count, entries};
use super::run::{Item, MOST_TOLD, Results};
use crate::cli::diagnostics::{Look, counted};
use crate::testing::Verdict;

pub(super) const FORMAT: TestFormat = TestFormat {
    name: "text",
    about: "for people",
    endings: &["txt"],
    write: render,
};

/// All failures, changes of snapshots in groups, a line for guarantees, then one with the counts.
fn render(results: &Results, look: Look) -> String {
    let mut text = String::new();
    for target in &results.targets {
        let mut entries = entries(target, results, look);
        entries.retain(|one| one.fate != Fate::Passed && one.shot.is_none());
        entries.sort_by_key(|one| one.fate);
        for one in &entries {
            entry(one, look, &mut text);
        }
    }
    if let Some(note) = told_short(results) {
        let _ = writeln!(text, "{note}\n");
    }
    for target in &results.targets {
        text.push_str(&coverage::text(target, look));
    }
    let pending = pending::of(results);
    for one in &pending {
        text.push_str(&pending_words(one, look));
    }
    text.push_str(&guarantees::lines(results));
    text.push_str(&summary(results, &pending));
    text
}

/// How many failed cases were told in a line, and how to see more of them.
fn told_short(results: &Results) -> Option<String> {
    let items = results.targets.iter().flat_map(|target| &target.items);
    let short = |item: &&Item| matches!(item.verdict, Verdict::Failed(_)) && item.nearest.is_none();
    let many = items.filter(short).count();
    (many > 0).then(|| {
        let many = counted(many, "failure");
        format!("{many} shown in one line each, after {MOST_TOLD} in full; `--run REGEX` runs only those you name")
    })
}

fn entry(one: &Entry<'_>, look: Look, text: &mut String) {
    let word = match one.fate {
        Fate::Error => paint(look, "31", "ERROR"),
        Fate::Failed => paint(look, "31", "FAIL"),
        Fate::Warning => paint(look, "33", "WARNING"),
        Fate::Passed => "ok".into(),
    };
    let name = one.name.strip_prefix(&one.file).unwrap_or(&one.name);
    let _ = writeln!(text, "{word} {}:{}{name}", one.file, one.line);
    if one.detail.is_empty() {
        let _ = writeln!(text, "  {}", one.message);
    }
    let _ = writeln!(text, "{}", one.detail);
}

/// A text in a colour, where there are colours.
pub(super) fn paint(look: Look, code: &str, text: &str) -> String {
    if look.colour {
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// What changed in the same way, once.
pub(super) fn pending_words(one: &Pending<'_>, look: Look) -> String {
    let mut text = String::new();
    let many = counted(one.shots.len(), "snapshot");
    let _ = writeln!(
        text,
        "{} {many}: {}",
        paint(look, "33", one.word),
        one.headline
    );
    for line in one.because() {
        let _ = writeln!(text, "  {line}");
    }
    let _ = writeln!(text, "  {}\n", one.names());
    text
}

/// How many passed, failed and could not be run, and what to do about snapshots.
fn summary(results: &Results, pending: &[Pending<'_>]) -> String {
    let (passed, failed) = (count(results, Fate::Passed), count(results, Fate::Failed));
    let (errors, warnings) = (count(results, Fate::Error), count(results, Fate::Warning));
    let mut parts = vec![format!("{passed} passed")];
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    if errors > 0 {
        parts.push(counted(errors, "error"));
    }
    if warnings > 0 {
        parts.push(counted(warnings, "warning"));
    }
    let mut text = format!("{}\n", parts.join(", "));
    let waiting: usize = pending.iter().map(|one| one.shots.len()).sum();
    if waiting > 0 && !results.trial {
        let many = counted(waiting, "snapshot");
        let verb = if waiting == 1 { "waits" } else { "wait" };
        let _ = match results.ci {
            true => writeln!(
                text,
                "{many} {verb} for review: run `hansei test --review`, then commit what you accept"
            ),
            false => writeln!(
                text,
                "{many} {verb} for review: `hansei test --review`, or `--accept` to accept them all"
            ),
        };
    }
    text
}
