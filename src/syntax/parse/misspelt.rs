//! Misspelt words of the language that the grammar read as names, and so stumbled over the next token only.

use crate::base::{Diagnostic, nearest};

use super::super::meant::meant;
use super::super::{problem, words};
use super::failure::Failure;
use super::grammar::Rule;

/// Words that stand before an operand.
const BEFORE_OPERANDS: &[&str] = &["surely", "not"];

/// Words inside and behind the condition of a row.
const IN_ROWS: &[&str] = &[
    "is",
    "and",
    "or",
    "includes",
    "between",
    "when",
    "unless",
    "because",
    "cite",
    "otherwise",
];

/// The problem of a misspelt word before the place.
pub(super) fn misspelt(failure: &Failure<'_>) -> Option<Diagnostic> {
    of_type(failure).or_else(|| {
        let words = candidates(failure);
        // Short words of other languages may be names before rows go on.
        let near = meant(failure.last, words)
            .filter(|_| words == BEFORE_OPERANDS)
            .or_else(|| nearest(failure.last, words.iter().copied()))?;
        let is_word = failure.last.starts_with(|c: char| c.is_ascii_alphabetic());
        (is_word && near != failure.last && !words::is_reserved(failure.last)).then(|| {
            let span = failure.span_of(failure.last_at, failure.last);
            problem::no_word(span, failure.last, near)
        })
    })
}

/// `numbr`, `numbr in`, `numbr "EUR" in`.
fn of_type(failure: &Failure<'_>) -> Option<Diagnostic> {
    let (at, word) = match failure.last.starts_with('"') {
        true => (failure.second_at, failure.second),
        false => (failure.last_at, failure.last),
    };
    let next_line = super::failure::begins_line(failure.place.source, failure.at);
    if failure.place.keyword != "topic" || next_line || !follows_colon(failure, at) {
        return None;
    }
    let near = words::meant_type(word).or_else(|| nearest(word, words::TYPES.iter().copied()))?;
    let level = failure.last.starts_with('"') && failure.found != "in";
    (near != word && !level)
        .then(|| problem::unknown_type(failure.span_of(at, word), word, Some(near)))
}

fn follows_colon(failure: &Failure<'_>, at: usize) -> bool {
    let before = failure.place.source.get(..at).unwrap_or("");
    before.trim_end().ends_with(':')
}

/// What the word before may have been meant for.
fn candidates(failure: &Failure<'_>) -> &'static [&'static str] {
    let wants = |rule: Rule| failure.wanted.contains(&rule);
    let rows = matches!(failure.place.keyword, "advice" | "contrast" | "let");
    let head = wants(Rule::kw_when) || wants(Rule::kw_otherwise) || wants(Rule::arrow);
    if rows && head && !super::failure::begins_line(failure.place.source, failure.last_at) {
        return IN_ROWS;
    }
    let operand = wants(Rule::multiply_op) || wants(Rule::add_op);
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '(' | '"');
    match operand && failure.found.starts_with(goes_on) {
        true => BEFORE_OPERANDS,
        false => &[],
    }
}
