//! Problems with conditions that leave out what other languages, or people, take as said.

use super::names::one_of;
use crate::base::{Diagnostic, Span};

/// `s includes a or b`: `whole` is all of it, `at` what is no condition.
pub(in crate::check) fn test_left_out(
    (at, whole): (Span, Span),
    what: &str,
    written: &str,
) -> Diagnostic {
    Diagnostic::error(
        "E0301",
        at,
        format!("`{what}` is not a condition by itself"),
    )
    .help(format!("write `{written}`"))
    .edit(whole, written)
}

/// `f is a and b`
pub(in crate::check) fn one_at_a_time(
    (at, whole): (Span, Span),
    name: &str,
    levels: &[String],
) -> Diagnostic {
    let written = one_of(name, "", levels);
    let is = |level: &String| format!("{name} is {}", crate::syntax::print_word(level));
    let both: Vec<String> = levels.iter().map(is).collect();
    Diagnostic::error("E0301", at, format!("`{name}` has one value at a time"))
        .help(format!("`{}` never holds", both.join(" and ")))
        .help(format!("if any of them will do, write `{written}`"))
        .edit(whole, written)
}

/// `f is a and not b`
pub(in crate::check) fn said_already((at, rest): (Span, Span), first: &str) -> Diagnostic {
    Diagnostic::error("E0301", at, "this is not a condition by itself")
        .help(format!("`{first}` already says it: delete the rest"))
        .edit(rest, "")
}
