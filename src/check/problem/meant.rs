//! Problems with conditions that leave out, or write otherwise, what other languages or people take as said.

use super::list;
use super::names::one_of;
use crate::base::{Diagnostic, Span, format_number, thousands_in_words};

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
/// `narrow` where the thousands would be out of the range.
pub(in crate::check) fn grouped(at: Span, written: &str, narrow: bool) -> Diagnostic {
    let (message, help, digits) = thousands_in_words(written);
    let problem = Diagnostic::warning("W0303", at, message);
    if narrow {
        let plain = written.trim_end_matches('0').trim_end_matches('.');
        return problem
            .help(format!(
                "write `{plain}`; `{digits}` would be out of the range"
            ))
            .safe_edit(at, plain);
    }
    problem.help(help).edit(at, digits)
}

/// `- 5` at the start of a line.
pub(in crate::check) fn dash(at: Span, written: &str) -> Diagnostic {
    let value = written.strip_prefix('-').unwrap_or(written).trim_start();
    let behind = u32::try_from(value.len()).unwrap_or(0);
    let sign = Span {
        end: at.end.saturating_sub(behind),
        ..at
    };
    let value = value.lines().next().unwrap_or(value);
    Diagnostic::warning("W0307", at, format!("this is read as minus `{value}`"))
        .help("if the dash only marks an element of a list, delete it")
        .help(format!("for a minus, write `-{value}`, without a blank"))
        .edit(sign, "")
}

/// `max(0,5)`: `number` is what stands in the parentheses, `value` what comes of it.
pub(in crate::check) fn fixed_values(
    at: Span,
    function: &str,
    number: &str,
    value: f64,
) -> Diagnostic {
    let value = format_number(value, 9);
    let message = format!("both values of `{function}` are fixed, so it is always {value}");
    Diagnostic::warning("W0306", at, message)
        .help(format!(
            "{}: if one number is meant, write `{}` alone",
            if is_grouped(number) { JOINED } else { DECIMALS },
            number.replace(',', sign_for(number))
        ))
        .help(format!("otherwise write `{value}`"))
}

const DECIMALS: &str = "decimals follow a point";
const JOINED: &str = "digits are written without separators";

/// Whether three digits follow the comma of a number, which are thousands.
fn is_grouped(number: &str) -> bool {
    let parts = number.split_once(',');
    parts.is_some_and(|(head, tail)| tail.len() == 3 && head.len() <= 3 && !head.starts_with('0'))
}

/// What a number has in the place of its comma.
fn sign_for(number: &str) -> &'static str {
    if is_grouped(number) { "" } else { "." }
}

/// `1,5, 3 => low` in a table of two columns: as [`decimal_commas`].
pub(in crate::check) fn decimal_commas_in_cells(
    problem: Diagnostic,
    commas: &[(Span, String)],
) -> Diagnostic {
    let help = joined_numbers(commas);
    with_signs(problem.help(help), commas)
}

/// `1,5 => low` in a table of two columns, whose other cells are apart.
pub(in crate::check) fn comma_between_cells((at, written): &(Span, String)) -> Diagnostic {
    let message = format!("the comma of `{written}` separates two cells");
    Diagnostic::warning("W0306", *at, message)
        .help(format!(
            "where two cells are meant, write `{}`",
            written.replace(',', ", ")
        ))
        .help(format!(
            "if it is one number, write `{}`, and a cell for each column",
            written.replace(',', sign_for(written))
        ))
}

/// What numbers with commas are to be written as.
fn joined_numbers(commas: &[(Span, String)]) -> String {
    let all = commas.iter().all(|(_, number)| is_grouped(number));
    let what = if all { JOINED } else { DECIMALS };
    let numbers = commas
        .iter()
        .map(|(_, number)| number.replace(',', sign_for(number)));
    let numbers: Vec<String> = numbers.collect();
    format!(
        "{what}: write {}",
        list(numbers.iter().map(String::as_str), "and")
    )
}

/// The edits that join numbers with commas.
fn with_signs(problem: Diagnostic, commas: &[(Span, String)]) -> Diagnostic {
    commas.iter().fold(problem, |problem, (at, number)| {
        problem.edit(*at, sign_for(number))
    })
}

/// `min(x, 0,5)`: `commas` are those between digits, each with the number around it; a warning where the function can be
/// called with what is written.
pub(in crate::check) fn decimal_commas(
    function: &str,
    commas: &[(Span, String)],
    fits: bool,
) -> Diagnostic {
    let at = commas.first().map(|(at, _)| *at).unwrap_or_default();
    let written = commas.first().map_or("", |(_, written)| written.as_str());
    let message = format!("the comma of `{written}` separates two values of `{function}`");
    let problem = match fits {
        true => Diagnostic::warning("W0306", at, message),
        false => Diagnostic::error("E0222", at, message),
    };
    let problem = problem.help(joined_numbers(commas)).help(format!(
        "where two values are meant, write `{}`",
        written.replace(',', ", ")
    ));
    with_signs(problem, commas)
}
