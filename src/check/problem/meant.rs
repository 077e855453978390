//! Problems with conditions that leave out, or write otherwise, what other languages or people take as said.

use super::list;
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

/// `if C then yes else no` where a condition is needed.
pub(in crate::check) fn chosen_truth(at: Span, written: &str) -> Diagnostic {
    Diagnostic::error("E0301", at, "a condition is yes or no by itself")
        .help(format!("write `{written}`"))
        .edit(at, written)
}

/// The same where a number is needed.
pub(in crate::check) fn chosen_number(at: Span, written: &str) -> Diagnostic {
    Diagnostic::error("E0302", at, "a number is needed here, not yes or no")
        .help(format!("write `{written}`"))
        .edit(at, written)
}

/// `50.000`
pub(in crate::check) fn grouped(at: Span, written: &str) -> Diagnostic {
    let plain = written.trim_end_matches('0').trim_end_matches('.');
    let digits = written.replace('.', "");
    Diagnostic::warning(
        "W0303",
        at,
        format!("`{written}` is {plain}: decimals follow the point"),
    )
    .help(format!(
        "if the point stands between thousands, write `{digits}`; otherwise write `{plain}`"
    ))
    .edit(at, digits)
}

/// `min(x, 0,5)`: `commas` are those between digits, each with the number around it; a warning where the function can be
/// called with what is written.
pub(in crate::check) fn decimal_commas(
    function: &str,
    commas: &[(Span, String)],
    fits: bool,
) -> Diagnostic {
    let at = commas.first().map(|(at, _)| *at).unwrap_or_default();
    // Three digits behind a comma are thousands.
    let thousands = |number: &str| {
        let parts = number.split_once(',');
        parts.is_some_and(|(head, tail)| {
            tail.len() == 3 && head.len() <= 3 && !head.starts_with('0')
        })
    };
    let sign = |number: &str| if thousands(number) { "" } else { "." };
    let all = commas.iter().all(|(_, number)| thousands(number));
    let what = if all {
        "digits are written without separators"
    } else {
        "decimals follow a point"
    };
    let numbers = commas
        .iter()
        .map(|(_, number)| number.replace(',', sign(number)));
    let numbers: Vec<String> = numbers.collect();
    let written = commas.first().map_or("", |(_, written)| written.as_str());
    let message = format!("the comma of `{written}` separates two values of `{function}`");
    let problem = match fits {
        true => Diagnostic::warning("W0306", at, message),
        false => Diagnostic::error("E0222", at, message),
    };
    let problem = problem
        .help(format!(
            "{what}: write {}",
            list(numbers.iter().map(String::as_str), "and")
        ))
        .help(format!(
            "where two values are meant, write `{}`",
            written.replace(',', ", ")
        ));
    commas.iter().fold(problem, |problem, (at, number)| {
        problem.edit(*at, sign(number))
    })
}
