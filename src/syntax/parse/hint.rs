//! What to write instead, where the words around a fault say it better than the form of the whole declaration.

use super::super::problem::TYPES;
use super::around::is_word;
use super::expected::keywords;
use super::failure::Failure;
use super::slip_number::behind_number;
use crate::base::Span;

/// What to write instead, and with what that can be done.
pub(super) struct Hint {
    pub(super) help: String,
    pub(super) edit: Option<(Span, String)>,
}

/// What to write instead.
pub(super) fn hint(failure: &Failure<'_>) -> Option<Hint> {
    let alone = |help| Hint { help, edit: None };
    of_type(failure)
        .or_else(|| of_choice(failure))
        .or_else(|| of_effect(failure))
        .map(alone)
        .or_else(|| behind_number(failure))
}

/// Slips in the type of a fact, or in the columns of a table.
fn of_type(failure: &Failure<'_>) -> Option<String> {
    let (second, last, found) = (failure.second, failure.last, failure.found);
    if failure.place.keyword == "let" && (last, found) == ("by", "(") {
        return Some(
            "columns are written without brackets: `by FACT, FACT { low, * => LEVEL }`".into(),
        );
    }
    let in_type = [second, last]
        .iter()
        .any(|word| matches!(*word, ":" | "of"));
    (failure.place.keyword == "topic" && in_type).then(|| TYPES.into())
}

/// An `if` without its `then`, as other languages write it.
fn of_choice(failure: &Failure<'_>) -> Option<String> {
    let wants_then = keywords(failure.wanted).contains(&"then");
    let is_other = matches!(failure.found, "{" | ":" | "?" | ";" | ",");
    let form = "one of two numbers is written `if CONDITION then NUMBER else NUMBER`";
    (failure.place.keyword == "let" && wants_then && is_other).then(|| form.into())
}

/// Slips in what a rule does.
fn of_effect(failure: &Failure<'_>) -> Option<String> {
    let effect = "an effect is written `favor STRATEGY strongly`, `oppose STRATEGY weakly` or `exclude STRATEGY`";
    let wanted = keywords(failure.wanted);
    (wanted.contains(&"favor") && is_word(failure.found)).then(|| effect.into())
}
