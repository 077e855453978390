//! Comparisons and tests in words that lack their `is`, and lists of values as other languages write them.

use crate::base::Diagnostic;

use super::Rule;
use super::around::{Around, is_value, is_word, list_at, operand_at, range_at};
use super::failure::{Failure, begins_number, skip_layout, token_at};
use super::slip_test::{COMPARING, meaning};

/// A comparison that lacks a word, or a list of values.
pub(super) fn of_comparison(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    // Behind `then` stand effects, and in these declarations no conditions.
    let keyword = failure.place.keyword;
    let conditions =
        !around.has("then") && !matches!(keyword, "topic" | "parameter" | "contrast" | "group");
    let test = || {
        let fits = joins(failure) && is_word(around.back(1));
        fits.then(|| negated(failure, around).or_else(|| compared(failure, around)))
            .flatten()
    };
    power(failure, around)
        .or_else(|| groups_of_digits(failure))
        .or_else(|| within(failure, around).filter(|_| conditions))
        .or_else(|| includes(failure, around).filter(|_| conditions))
        .or_else(|| test().filter(|_| conditions))
}

/// `x in [slow, fast]`, `x in 3..12`
fn within(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (name, start) = match (around.back(1), around.found) {
        ("in", found) if matches!(found, "[" | "(" | "{") || begins_number(found) => (
            is_word(around.back(2)).then(|| around.name(2))?,
            failure.last_at,
        ),
        (last, "in") if joins(failure) && is_word(last) => (around.name(1), failure.at),
        // The clause `in GROUP` was read.
        (group, ".") if around.back(2) == "in" && is_word(group) && is_word(around.back(3)) => {
            let before = source.get(..failure.last_at)?.trim_end();
            (around.name(3), before.len().saturating_sub("in".len()))
        }
        _ => return None,
    };
    let values_at = skip_layout(source, start.saturating_add("in".len()));
    let base = failure.error("`in` tests no values".into());
    if let Some((low, high, end)) = range_at(source, values_at) {
        let span = failure.span_of(start, source.get(start..end)?);
        return Some(
            base.help(format!("write `{name} between {low} and {high}`"))
                .safe_edit(span, format!("between {low} and {high}")),
        );
    }
    let set = operand_at(source, values_at);
    if is_word(set) && set.contains('.') {
        return Some(base.help(format!("write `{set} includes {name}`")));
    }
    let (values, end) = list_at(source, values_at)?;
    if let ([set], false) = (values.as_slice(), name.contains('.'))
        && source.get(values_at..)?.starts_with(set)
    {
        return Some(base.help(format!(
            "of a set, write `{set} includes {name}`; of a level, `{name} is {set}`"
        )));
    }
    let span = failure.span_of(start, source.get(start..end)?);
    let test = match values.as_slice() {
        [number] if begins_number(number) => format!("= {number}"),
        [level] => format!("is {level}"),
        [first, ..] if begins_number(first) => {
            return Some(base.help(format!(
                "write `{}`",
                each("any", &name, ("=", values.as_slice()))
            )));
        }
        _ => format!("is one of {}", values.join(", ")),
    };
    Some(
        base.help(format!("write `{name} {test}`"))
            .safe_edit(span, test),
    )
}

/// `any of { x includes a; x includes b }`
fn each(quorum: &str, name: &str, (test, values): (&str, &[&str])) -> String {
    let parts: Vec<String> = values
        .iter()
        .map(|value| format!("{name} {test} {value}"))
        .collect();
    format!("{quorum} of {{ {} }}", parts.join("; "))
}

/// `x includes one of a, b`, `x includes [a, b]`
fn includes(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (quorum, name, at) = match (around.back(2), around.back(1), around.found) {
        ("includes", "one" | "any", "of") => ("any", around.name(3), failure.after()),
        ("includes", "all", "of") => ("all", around.name(3), failure.after()),
        (_, "includes", "[" | "(" | "{") => ("all", around.name(2), failure.at),
        _ => return None,
    };
    let (values, _) = list_at(failure.place.source, at)?;
    Some(
        failure
            .error("`includes` tests one element".into())
            .help(format!(
                "write `{}`",
                each(quorum, &name, ("includes", values.as_slice()))
            )),
    )
}

/// `x ** 2`
fn power(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    (around.back(1) == "*" && around.found == "*").then(|| {
        failure
            .error("there is no power".into())
            .help("write `x * x`, or call a function of a script")
    })
}

/// `10 000`
fn groups_of_digits(failure: &Failure<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let is_digits = |token: &str| token.bytes().all(|byte| byte.is_ascii_digit());
    if !joins(failure) || !begins_number(failure.last) || !is_digits(failure.last) {
        return None;
    }
    let (mut at, mut end) = (failure.at, failure.at);
    let mut number = failure.last.to_owned();
    loop {
        let group = token_at(source, at);
        if group.len() != 3 || !is_digits(group) || number.len() > 300 {
            break;
        }
        number.push_str(group);
        end = at.saturating_add(group.len());
        at = skip_layout(source, end);
    }
    let written = source.get(failure.last_at..end)?;
    let fits = end > failure.at && !written.contains(['\n', '.']);
    fits.then(|| {
        failure
            .error(format!("`{written}` is no number"))
            .help(format!("digits stand without separators: `{number}`"))
            .edit(failure.span_of(failure.last_at, written), number)
    })
}

/// `x not slow`, `x isnt slow`
fn negated(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, next) = (around.found, around.next);
    if found == "not" && matches!(next, "includes" | "between") {
        return negated_test(failure, around);
    }
    let word = matches!(found, "not" | "isnt" | "isnot" | "arent");
    let other = matches!(next, "one" | "at" | "known" | "unknown")
        || (is_word(next) && around.second_next == ".");
    if !word || !is_value(next) || other {
        return None;
    }
    let name = around.name(1);
    let test = if begins_number(next) { "!=" } else { "is not" };
    let value = operand_at(failure.place.source, failure.after());
    Some(
        failure
            .error(format!("`{found}` joins no name and value"))
            .help(format!("write `{name} {test} {value}`"))
            .safe_edit(failure.span(), test),
    )
}

/// `x not includes a`, `x not between 3 and 5`
fn negated_test(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let (name, test) = (around.name(1), around.next);
    let first_at = skip_layout(source, failure.after().saturating_add(test.len()));
    let first = operand_at(source, first_at);
    let and_at = skip_layout(source, first_at.saturating_add(first.len()));
    let last_at = skip_layout(source, and_at.saturating_add("and".len()));
    let whole = match test {
        "includes" => format!("{name} includes {first}"),
        _ if token_at(source, and_at) == "and" => {
            format!(
                "({name} between {first} and {})",
                operand_at(source, last_at)
            )
        }
        _ => return None,
    };
    Some(
        failure
            .error(format!("`not` does not go before `{test}`"))
            .help(format!("write `not {whole}`")),
    )
}

/// `x more than 6`, `x above 6`, `x at least 6`, `x at least fast`
fn compared(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, next) = (around.found, around.next);
    let source = failure.place.source;
    let two = matches!(
        (found, next),
        ("at", "least" | "most") | (_, "than" | "then")
    );
    let more = if two { next } else { "" };
    let mut at = failure.after();
    if two {
        at = skip_layout(source, at.saturating_add(more.len()));
    }
    let mut equal = "";
    while matches!(token_at(source, at), "or" | "equal" | "to") {
        equal = "=";
        at = skip_layout(source, at.saturating_add(token_at(source, at).len()));
    }
    let value = operand_at(source, at);
    let end = skip_layout(source, at.saturating_add(value.len()));
    let level = !begins_number(value) && !value.contains('.') && !value.starts_with('-');
    let test = match (found, next) {
        // `at least 2 of { … }` lacks an `and` before it.
        ("at", _) if token_at(source, end) == "of" => return None,
        ("at", "least" | "most") if level => format!("is at {next}"),
        ("at", "least") => ">=".to_owned(),
        ("at", "most") => "<=".to_owned(),
        _ => format!("{}{equal}", meaning(COMPARING, found)?),
    };
    let size = value.trim_start_matches('-');
    let is_operand = begins_number(size) || is_value(token_at(source, at));
    let written = source.get(failure.at..at)?.trim_end();
    let span = failure.span_of(failure.at, written);
    is_operand.then(|| {
        let name = around.name(1);
        failure
            .error(format!("`{found}` by itself is no comparison"))
            .help(format!("write `{name} {test} {value}`"))
            .safe_edit(span, test)
    })
}

/// Whether a condition or number stands before that could go on.
fn joins(failure: &Failure<'_>) -> bool {
    let goes_on = |rule: &Rule| matches!(rule, Rule::and | Rule::or | Rule::add_op);
    failure.wanted.iter().any(goes_on)
}
