//! Problems with what scripts do with the values that rules give them.

use super::list;
use crate::base::{Answer, Diagnostic, Span, answer};
use crate::check::scripts::Form;
use crate::model::Scale;

/// `growth == "slwo"`
pub(in crate::check) fn no_level(
    at: Span,
    (word, subject): (&str, &str),
    near: Option<&str>,
    levels: &str,
) -> Diagnostic {
    Diagnostic::warning(
        "W0501",
        at,
        format!("`{word}` is not a level of `{subject}`, which this function is given"),
    )
    .did_you_mean(at, near)
    .help(format!("its levels are {levels}"))
}

/// `growth >= "moderate"`
pub(in crate::check) fn by_letters(at: Span, subject: &str, scale: &Scale) -> Diagnostic {
    let mut names: Vec<&str> = scale.levels.iter().map(|level| &*level.name).collect();
    let message = format!("a script compares the levels of `{subject}` by their letters");
    let problem = Diagnostic::warning("W0502", at, message);
    let (ordered, last) = (scale.ordered, names.last().copied().unwrap_or(""));
    names.sort_unstable();
    let problem = problem.help(format!("by letters their order is {}", list(names, "and")));
    match ordered {
        true => problem.help(format!(
            "in the rules, give the function the test instead: `{subject} is at least {}` is yes or no",
            crate::syntax::print_word(last)
        )),
        false => problem.help("compare them with `==`"),
    }
}

/// `n == "high"`, `level > 3`, `yes == "yes"`; of what is given its name and how it arrives.
pub(in crate::check) fn other_kind(
    at: Span,
    (name, form): (Option<&str>, Form),
    written: &str,
) -> Diagnostic {
    let name = name.map_or_else(|| "the argument".to_owned(), |name| format!("`{name}`"));
    let arrives = match form {
        Form::Number => "a number",
        Form::Truth => "`true` or `false`",
        Form::Text => "a text",
        Form::Texts => "a list of texts",
    };
    let message = format!("{name} arrives here as {arrives}, and {written} is of another kind");
    let problem = Diagnostic::warning("W0506", at, message);
    let word = written.trim_matches(['"', '`']);
    match form {
        Form::Number if is_plain_number(word) => problem.write(at, word.to_owned()),
        Form::Number => problem.help("compare it with a number"),
        Form::Truth => match answer(word) {
            Some(Answer::Yes) => problem.write(at, "true".to_owned()),
            Some(Answer::No) => problem.write(at, "false".to_owned()),
            _ => problem.help("compare it with `true` or `false`, or write `if x { … }`"),
        },
        Form::Text => problem
            .help("compare it with the name of a level, in quotes")
            .help("or give the function a test instead: `level is at least high` is yes or no"),
        Form::Texts => {
            problem.help("`x.contains(\"…\")` tests for an element, `x.len()` counts them")
        }
    }
}

fn is_plain_number(word: &str) -> bool {
    word.parse::<f64>().is_ok_and(f64::is_finite)
}

/// `if n > 3 { 5 }` as the last that a function does
pub(in crate::check) fn nothing(at: Span, word: &str) -> Diagnostic {
    let (message, help) = match word {
        "if" => (
            "the function gives nothing where this condition does not hold",
            "add `else { … }` with the value for that case",
        ),
        "return" => (
            "the function gives nothing here",
            "write the value behind `return`",
        ),
        _ => (
            "the function ends with this, which gives no value",
            "end the function with the value, without a `;` behind it",
        ),
    };
    Diagnostic::warning("W0507", at, message).help(help)
}

/// `switch n { 1..3 => … }`
pub(in crate::check) fn cut(at: Span, end: i64, subject: &str) -> Diagnostic {
    let message = format!("the range ends before {end}, and no case has {end}");
    Diagnostic::warning("W0503", at, message)
        .help(format!("`{subject}` can be {end}"))
        .help("if the end belongs to the range, write `..=`")
        .edit(at, "..=")
}
