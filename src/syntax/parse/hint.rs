//! What to write instead, where the words around a fault say it better than the form of the whole declaration.

use super::super::problem::TYPES;
use super::around::is_word;
use super::expected::{keywords, phrases};
use super::failure::{Failure, begins_number};
use super::slip_number::behind_number;

/// What to write instead.
pub(super) fn hint(failure: &Failure<'_>) -> Option<String> {
    of_type(failure)
        .or_else(|| of_effect(failure))
        .or_else(|| behind_number(failure))
}

/// Slips in the type of a fact, or in the columns of a table.
fn of_type(failure: &Failure<'_>) -> Option<String> {
    let (second, last, found) = (failure.second, failure.last, failure.found);
    if failure.place.keyword == "let" && (last, found) == ("by", "(") {
        return Some("columns stand without brackets: `by FACT, FACT { low, * => LEVEL }`".into());
    }
    if failure.place.keyword != "topic" {
        return None;
    }
    let is_number = |word: &str| matches!(word, "number" | "integer");
    if is_number(last) && is_word(found) {
        return Some(format!("a unit stands in quotes: `{last} \"{found}\"`"));
    }
    if begins_number(found) && (is_number(last) || (is_number(second) && last.starts_with('"'))) {
        return Some("a range stands after `in`: `in 0..120`".into());
    }
    if last == "in" && begins_number(found) {
        return Some("a range has two dots between its ends: `0..120`".into());
    }
    let in_type = [second, last]
        .iter()
        .any(|word| matches!(*word, ":" | "of"));
    in_type.then(|| TYPES.into())
}

/// Slips in what a rule does.
fn of_effect(failure: &Failure<'_>) -> Option<String> {
    let wanted = keywords(failure.wanted);
    let found = failure.found;
    let is_effect = matches!(found, "favor" | "oppose" | "exclude");
    if is_effect && failure.place.keyword == "rule" && wanted.contains(&"then") {
        return Some(format!("write `then` before `{found}`"));
    }
    if begins_number(found) && wanted.contains(&"weakly") {
        return Some(format!("write `by {found}`"));
    }
    if matches!(found, "-" | "→") && phrases(failure.wanted).iter().any(|p| p.contains("=>")) {
        return Some("the arrow is written `=>`".into());
    }
    let effect = "an effect is written `favor STRATEGY strongly`, `oppose STRATEGY weakly` or `exclude STRATEGY`";
    (wanted.contains(&"favor") && is_word(found)).then(|| effect.into())
}
