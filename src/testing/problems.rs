//! What can be wrong with cases: one function a problem, code, sentence and help.

use crate::base::{Diagnostic, Span, suggestion};

pub(super) fn expects_nothing(span: Span) -> Diagnostic {
    let message = "this case expects nothing, so it tests nothing";
    Diagnostic::error("E1001", span, message)
        .help("say what has to hold, at the top of the file: `expect = [\"advice is STRATEGY\"]`")
        .help("a profile without expectations belongs among the profiles of `hansei.toml`")
}

pub(super) fn row_expects_nothing(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E1001",
        span,
        "this row expects no advice, so it tests nothing",
    )
    .help("give it an `expect`: the outcome that has to be advised, or a condition")
}

pub(super) fn empty_table(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E1001",
        span,
        "this table holds no case, so it tests nothing",
    )
    .help("write a line a case, below the names of facts where it is CSV")
}

pub(super) fn unknown_outcome(span: Span, name: &str, outcomes: &[&str]) -> Diagnostic {
    let message = format!("no outcome is called `{name}`");
    Diagnostic::error("E1002", span, message)
        .help_if(suggestion(name, outcomes.iter().copied()))
        .help(format!("the outcomes are {}", outcomes.join(", ")))
        .help("or write a condition, such as `advice is undecided and margin < 2`")
}

pub(super) fn also_beside_condition(span: Span) -> Diagnostic {
    let message = "`also` names other advice, and this row expects a condition";
    Diagnostic::error("E1005", span, message)
        .help("join conditions with `or`: `margin > 2 or advice is undecided`")
}

pub(super) fn twice(span: Span, first: Span, id: &str) -> Diagnostic {
    Diagnostic::error("E1003", span, format!("two cases are called `{id}`"))
        .label(first, "the first one")
        .help("give each case a name of its own, so that a failure names one")
}

pub(super) fn broken_row(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("E1004", span, message)
}
