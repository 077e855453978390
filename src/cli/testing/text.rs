//! Results of tests as text for people. Runs nothing.

use std::fmt::Write as _;

use super::run::{Item, Results, Tested};
use crate::cli::diagnostics::{Look, counted};
use crate::testing::{Tried, Verdict};

/// All failures, then a line with the counts.
pub(in crate::cli) fn render(results: &Results, _look: Look) -> String {
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
            failure(target, item, &mut text);
        }
    }
    text.push_str(&summary(results));
    text
}

fn failure(target: &Tested, item: &Item, text: &mut String) {
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
            for tried in &failure.tried {
                expectation(tried, text);
            }
            text.push('\n');
        }
    }
}

fn expectation(tried: &Tried, text: &mut String) {
    if tried.holds {
        return;
    }
    let written = tried
        .condition
        .text
        .as_deref()
        .unwrap_or(&tried.condition.op);
    let _ = writeln!(text, "  expected {written}: {:?}", tried.condition.truth);
    for read in &tried.condition.reads {
        let _ = writeln!(text, "    {} = {:?}", read.name, read.value);
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
