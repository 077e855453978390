//! Problems with conditions that leave out, or write otherwise, what other languages or people take as said.

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

/// `x is empty`, `x is not empty`; `word` may also say that the set is unknown.
pub(in crate::check) fn set_is_empty(
    (at, whole): (Span, Span),
    name: &str,
    word: &str,
    empty: bool,
) -> Diagnostic {
    let (count, is) = match empty {
        true => ("= 0", "is unknown"),
        false => (">= 1", "is known"),
    };
    let written = format!("count({name}) {count}");
    let base = Diagnostic::error(
        "E0305",
        at,
        format!("`{name}` is a set; `count` counts its elements"),
    );
    match word.eq_ignore_ascii_case("empty") {
        true => base.write(whole, written),
        false => base
            .help(format!("write `{written}`"))
            .help(format!("whether it was given is `{name} {is}`"))
            .edit(whole, written),
    }
}

/// `x = False`, `x != 0`: `whole` is the comparison, `at` what stands for a truth value.
pub(in crate::check) fn truth_written(
    at: Span,
    whole: Span,
    name: &str,
    holds: bool,
) -> Diagnostic {
    let not = if holds { "" } else { "not " };
    Diagnostic::error("E0305", at, format!("`{name}` is yes or no"))
        .write(whole, format!("{not}{name}"))
}
