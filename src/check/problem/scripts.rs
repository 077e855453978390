//! Problems with what scripts do with the values that rules give them.

use super::list;
use crate::base::{Diagnostic, Span};
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

/// `switch n { 1..3 => … }`
pub(in crate::check) fn cut(at: Span, end: i64, subject: &str) -> Diagnostic {
    let message = format!("the range ends before {end}, and no case has {end}");
    Diagnostic::warning("W0503", at, message)
        .help(format!("`{subject}` can be {end}"))
        .help("if the end belongs to the range, write `..=`")
        .edit(at, "..=")
}
