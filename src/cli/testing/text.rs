//! Results of tests as text for people. Runs nothing.

use std::fmt::Write as _;

use super::failure;
use super::run::{Item, Results, Tested};
use crate::cli::diagnostics::{Look, counted};
use crate::testing::Verdict;

/// All failures, then a line with the counts.
pub(in crate::cli) fn render(results: &Results, look: Look) -> String {
    let mut text = String::new();
    for target in &results.targets {
        if results.targets.len() > 1 {
            let _ = writeln!(
                text,
                "{}: {}",
                target.rulebook,
                counted(target.items.len(), "test")
            );
        }
        for item in &target.items {
            failed(target, item, look, &mut text);
        }
    }
    text.push_str(&summary(results));
    text
}

fn failed(target: &Tested, item: &Item, look: Look, text: &mut String) {
    let files = &target.suite.program.rulebook.files;
    let line = files.place(item.origin).map_or(0, |(_, at)| at.line);
    match &item.verdict {
        Verdict::Passed => {}
        Verdict::Error(problem) => {
            let _ = writeln!(
                text,
                "ERROR {} (line {line})\n  {}\n",
                item.name, problem.message
            );
        }
        Verdict::Failed(failure) => {
            let _ = writeln!(text, "FAIL {} (line {line})", item.name);
            text.push_str(&failure::render(failure, &item.nearest, look));
            text.push('\n');
        }
    }
}

/// How many passed, failed and could not be run.
pub(in crate::cli) fn summary(results: &Results) -> String {
    let passed = results.count(|verdict| matches!(verdict, Verdict::Passed));
    let failed = results.count(|verdict| matches!(verdict, Verdict::Failed(_)));
    let errors = results.count(|verdict| matches!(verdict, Verdict::Error(_)));
    let errors = errors.saturating_add(results.broken());
    let mut parts = vec![format!("{passed} passed")];
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    if errors > 0 {
        parts.push(counted(errors, "error"));
    }
    format!("{}\n", parts.join(", "))
}
