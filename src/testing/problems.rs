//! What can be wrong with cases: one function a problem, code, sentence and help.

use crate::base::{Diagnostic, Span, suggestion};

pub(super) fn expects_nothing(span: Span) -> Diagnostic {
    let message = "this case expects nothing, so it tests nothing";
    Diagnostic::error("E1001", span, message)
        .help("say what has to hold, at the top of the file: `expect = [\"advice is STRATEGY\"]`")
        .help("if it expects nothing, list it under `profiles` in `hansei.toml`")
}

pub(super) fn row_expects_nothing(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E1001",
        span,
        "this row expects no advice, so it tests nothing",
    )
    .help("give it an `expect`: the outcome that must be advised, or a condition")
}

pub(super) fn empty_table(span: Span) -> Diagnostic {
    Diagnostic::error("E1001", span, "this table has no case, so it tests nothing")
        .help("write one line per case; in CSV, below the names of facts")
}

pub(super) fn unknown_outcome(span: Span, name: &str, outcomes: &[&str]) -> Diagnostic {
    let message = format!("no outcome is named `{name}`");
    Diagnostic::error("E1002", span, message)
        .help_if(suggestion(name, outcomes.iter().copied()))
        .help(format!("the outcomes are {}", outcomes.join(", ")))
        .help("or write a condition, such as `advice is undecided and margin < 2`")
}

pub(super) fn also_beside_condition(span: Span) -> Diagnostic {
    let message = "`also` names other advice, but this row expects a condition";
    Diagnostic::error("E1005", span, message)
        .help("join conditions with `or`: `margin > 2 or advice is undecided`")
}

pub(super) fn twice(span: Span, first: Span, id: &str) -> Diagnostic {
    Diagnostic::error("E1003", span, format!("two cases are named `{id}`"))
        .label(first, "the first one")
        .help("give each case its own name, so that a failure names one case")
}

pub(super) fn broken_row(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("E1004", span, message)
}
