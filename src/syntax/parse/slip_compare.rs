//! Comparisons in words, chained, or without their name, as other languages and people write them. Knows no types.

use crate::base::{Diagnostic, Span};

use super::around::{Around, is_value, is_word, operand_at, written_range_at};
use super::failure::{Failure, begins_line, begins_number, declares_level, skip_layout, token_at};
use super::grammar::Rule;
use super::slip_number::meant_at;

/// Words and signs of a comparison, with the sign.
pub(super) const COMPARING: &[(&str, &str)] = &[
    ("less", "<"),
    ("lower", "<"),
    ("fewer", "<"),
    ("smaller", "<"),
    ("below", "<"),
    ("under", "<"),
    ("lt", "<"),
    ("more", ">"),
    ("higher", ">"),
    ("greater", ">"),
    ("larger", ">"),
    ("bigger", ">"),
    ("above", ">"),
    ("over", ">"),
    ("exceeds", ">"),
    ("gt", ">"),
    ("le", "<="),
    ("lte", "<="),
    ("leq", "<="),
    ("atmost", "<="),
    ("ge", ">="),
    ("gte", ">="),
    ("geq", ">="),
    ("atleast", ">="),
    ("eq", "="),
    ("equal", "="),
    ("equals", "="),
    ("exactly", "="),
    ("same", "="),
    ("are", "="),
    ("ne", "!="),
    ("neq", "!="),
    ("unequal", "!="),
    ("differs", "!="),
    ("isnt", "!="),
    ("isnot", "!="),
    ("arent", "!="),
];

/// The signs themselves.
const SIGNS: &[&str] = &["=", "!=", "<", "<=", ">", ">="];

/// Words that say nothing by themselves.
const FILLING: &[&str] = &["than", "then", "to", "equal", "or", "as", "from", "the"];

pub(super) fn meaning(list: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let found = list.iter().find(|(known, _)| *known == word);
    found.map(|(_, meant)| *meant)
}

/// A comparison that is written otherwise.
pub(super) fn of_comparison(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    power(failure, around)
        .or_else(|| groups_of_digits(failure))
        .or_else(|| number_signs(failure, around))
        .or_else(|| {
            around
                .in_condition(failure)
                .then(|| {
                    backwards(failure, around)
                        .or_else(|| chained(failure, around))
                        .or_else(|| without_name(failure, around))
                        .or_else(|| negated_test(failure, around))
                        .or_else(|| in_words(failure, around))
                })
                .flatten()
        })
}

/// `x ** 2`
fn power(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    (around.back(1) == "*" && around.found == "*").then(|| {
        failure
            .error("there is no power operator".into())
            .help("write `x * x`, or call a script function")
    })
}

/// `10 000`
fn groups_of_digits(failure: &Failure<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let is_digits = |token: &str| token.bytes().all(|byte| byte.is_ascii_digit());
    if !begins_number(failure.last) || !is_digits(failure.last) {
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
            .error(format!("`{written}` is not a number"))
            .help(format!("digits are written without separators: `{number}`"))
            .edit(failure.span_of(failure.last_at, written), number)
    })
}

/// `> +5`, `5.`, `.5`, `5k`
fn number_signs(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found, next) = (around.back(1), around.found, around.next);
    let source = failure.place.source;
    let adjacent = |from: usize, token: &str| from.saturating_add(token.len());
    match (last, found) {
        (_, "+") if begins_number(next) && failure.wants(&[Rule::number, Rule::signed]) => Some(
            failure
                .error("a number has no `+` before it".into())
                .help(format!("write `{next}`"))
                .safe_edit(failure.span(), ""),
        ),
        (number, ".")
            if begins_number(number)
                && adjacent(failure.last_at, number) == failure.at
                && !begins_number(next) =>
        {
            Some(
                failure
                    .error("a point has digits on both sides".into())
                    .help(format!("write `{number}`"))
                    .safe_edit(failure.span(), ""),
            )
        }
        (_, ".")
            if begins_number(next)
                && last != ".."
                && failure.wants(&[Rule::number, Rule::signed, Rule::weight]) =>
        {
            let end = failure.end().saturating_add(next.len());
            let whole = source.get(failure.at..end)?;
            (!whole.contains(char::is_whitespace)).then(|| {
                failure
                    .error("a number begins with a digit".into())
                    .write(failure.between(failure.at, end), format!("0.{next}"))
            })
        }
        (_, number) => {
            let (digits, factor) = number.split_at_checked(number.len().checked_sub(1)?)?;
            let zeros = match factor {
                "k" | "K" => "000",
                "M" => "000000",
                _ => return None,
            };
            let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            whole.then(|| {
                failure
                    .error(format!("`{number}` is not a number"))
                    .help(format!("write its digits: `{digits}{zeros}`"))
                    .edit(failure.span(), format!("{digits}{zeros}"))
            })
        }
    }
}

/// `x => 6`
fn backwards(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let value = begins_number(around.next) || backwards_to_level(failure, around);
    let fits = around.found == "=>" && value && failure.goes_on();
    let source = failure.place.source;
    // `when CONDITION => 20` as a row of a let
    let before = source.get(..failure.at).unwrap_or("");
    if let Some((head, condition)) = before.rsplit_once("when ")
        && failure.place.keyword == "let"
        && fits
        && (begins_line(source, head.len()) || !is_value_behind(head))
    {
        let row = format!("{} when {}", around.next, condition.trim());
        let end = failure.after().saturating_add(around.next.len());
        let problem = failure.error("the value of a row goes before its condition".into());
        return Some(problem.write(failure.between(head.len(), end), row));
    }
    fits.then(|| {
        failure
            .error("`=>` is not a comparison".into())
            .help(format!("write `>= {}`", around.next))
            .safe_edit(failure.span(), ">=")
    })
}

/// `x => slow`, where `slow` is a level of `x`, or where a condition goes on behind it; not in a row of a let, which
/// gives a level.
fn backwards_to_level(failure: &Failure<'_>, around: &Around<'_>) -> bool {
    let in_condition = matches!(failure.place.keyword, "rule" | "note" | "guarantee");
    let level = around.next.trim_matches('"');
    let goes_on = (is_word(around.next) || around.next.starts_with('"'))
        && matches!(around.second_next, "then" | "and" | "or" | "unless");
    in_condition
        && is_word(around.back(1))
        && (goes_on || declares_level(failure.place.all, &around.name(1), level))
}

/// Whether what stands before a `when` ends with the value of a row.
fn is_value_behind(head: &str) -> bool {
    let head = head.trim_end();
    let value = head.rsplit(|c: char| c.is_whitespace() || c == '{').next();
    let before = value.and_then(|value| head.strip_suffix(value));
    let arrow = before.is_some_and(|before| before.trim_end().ends_with("=>"));
    !arrow && !head.is_empty() && !head.ends_with('{')
}

/// `3 < x < 6`
fn chained(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let complete = failure.goes_on() && !failure.wants(&[Rule::compare_op]);
    if !SIGNS.contains(&around.found) || !complete {
        return None;
    }
    let steps = match is_word(around.back(1)) {
        true => around.parts_of_name(1),
        false => 1,
    };
    let base = failure.error("a comparison has only two sides".into());
    let single = SIGNS.contains(&around.back(steps.saturating_add(1)));
    if !single || !is_value(around.back(1)) {
        return Some(base.help("write `x between a and b`, or join two comparisons with `and`"));
    }
    let operand = |steps: usize| match is_word(around.back(steps)) {
        true => around.name(steps),
        false => around.back(steps).to_owned(),
    };
    let left_at = steps.saturating_add(2);
    let left_parts = match is_word(around.back(left_at)) {
        true => around.parts_of_name(left_at),
        false => 1,
    };
    let (middle, left) = (operand(1), operand(left_at));
    let (first, second) = (around.back(steps.saturating_add(1)), around.found);
    let right = operand_at(failure.place.source, failure.after());
    let ends = match (first, second) {
        ("<=", "<=") => Some((&*left, right)),
        (">=", ">=") => Some((right, &*left)),
        _ => None,
    };
    // `x >= 3 <= 5`: the number in the middle is compared with the name before it.
    let number = |operand: &str| begins_number(operand.trim_start_matches('-'));
    let again = match (number(&middle), number(&left)) {
        (true, false) => &left,
        _named => &middle,
    };
    if number(again) {
        return Some(base.help("write `x between a and b`, or join two comparisons with `and`"));
    }
    let both = format!("{left} {first} {middle} and {again} {second} {right}");
    if let Some(word) = around.guarded(steps) {
        let start = around.back_at(word.saturating_sub(1));
        let problem = base.help(format!("write `{} ({both})`", around.back(word)));
        // Of a longer number more belongs to the parentheses.
        let end = failure.after().saturating_add(right.len());
        let next = token_at(failure.place.source, skip_layout(failure.place.source, end));
        let whole = start == around.back_at(steps.saturating_add(left_parts).saturating_add(1));
        return Some(
            match whole && !matches!(next, "+" | "-" | "*" | "/" | "(") {
                true => problem.safe_edit(failure.between(start, end), format!("({both})")),
                false => problem,
            },
        );
    }
    let ends = ends.filter(|_| *again == middle);
    let between = ends.map(|(low, high)| format!("or `{middle} between {low} and {high}`"));
    Some(
        base.help(format!("write `{both}`"))
            .help_if(between)
            .safe_edit(
                failure.between(failure.at, failure.at),
                format!("and {again} "),
            ),
    )
}

/// `x > 3 and < 6`
fn without_name(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let joins = matches!(around.back(1), "and" | "or");
    let sign = SIGNS.contains(&around.found) || around.found == "is" || around.found == "includes";
    if !joins || !sign {
        return None;
    }
    // The nearest sign or word of a test before has the name on its left.
    let mut steps = 2_usize;
    loop {
        let token = around.back(steps);
        if SIGNS.contains(&token) || matches!(token, "is" | "includes") {
            break;
        }
        let ends = matches!(
            token,
            "" | "when" | "unless" | "and" | "or" | "(" | "{" | "then"
        );
        if ends || steps > 8 {
            return None;
        }
        steps = steps.saturating_add(1);
    }
    let left = steps.saturating_add(1);
    let (name, is_whole) = match is_word(around.back(left)) {
        true => (around.name(left), around.is_whole_side(left)),
        // `3 <= x and <= 6`
        false if is_word(around.back(2)) => {
            let is_whole =
                SIGNS.contains(&around.back(2_usize.saturating_add(around.parts_of_name(2))));
            (around.name(2), is_whole)
        }
        false => return None,
    };
    let found = around.found;
    let problem = failure.error(format!("a name is missing before `{found}`"));
    if !is_whole {
        let help = format!("repeat before `{found}` what the test before it has on its left");
        return Some(problem.help(help));
    }
    let problem = problem.help(format!("write `{name} {found} …`"));
    let place = failure.between(failure.at, failure.at);
    Some(match around.guarded(steps) {
        Some(word) => {
            let word = around.back(word);
            problem
                .help(format!(
                    "if `{word}` belongs to both, put them in parentheses: `{word} (… {} …)`",
                    around.back(1)
                ))
                .edit(place, format!("{name} "))
        }
        None => problem.safe_edit(place, format!("{name} ")),
    })
}

/// `x not between 3 and 5`, `x is between 3 and 5`
fn negated_test(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    if around.back(1) == "between" && around.back(2) == "is" {
        let number = operand_at(source, failure.at);
        return Some(
            failure
                .error("`is` does not go before `between`".into())
                .help(format!("write `between {number} and …`"))
                .safe_edit(failure.between(around.back_at(2), failure.last_at), ""),
        );
    }
    let fits = around.found == "not" && around.next == "between";
    if !fits || !failure.goes_on() || !is_word(around.back(1)) {
        return None;
    }
    let name = around.name(1);
    let first_at = skip_layout(source, failure.after().saturating_add("between".len()));
    let first = operand_at(source, first_at);
    let and_at = skip_layout(source, first_at.saturating_add(first.len()));
    let last_at = skip_layout(source, and_at.saturating_add("and".len()));
    let last = operand_at(source, last_at);
    let end = last_at.saturating_add(last.len());
    let start = around.back_at(around.parts_of_name(1));
    let problem = || failure.error("`not` does not go before `between`".into());
    if !around.is_whole_side(1) {
        let help = format!("put `not` before the whole test: `not (… between {first} and {last})`");
        return Some(problem().help(help));
    }
    (token_at(source, and_at) == "and").then(|| {
        problem().write(
            failure.between(start, end),
            format!("not ({name} between {first} and {last})"),
        )
    })
}

/// A comparison in words.
struct Worded<'s> {
    /// Where its words begin, and where the value does.
    start: usize,
    value_at: usize,
    sign: &'static str,
    name: String,
    value: &'s str,
}

/// `x is less than 6`, `x more than 6`, `x at least 6`, `x equal to 6`, `x is >= 6`, `x is 6`, `x not slow`
fn in_words(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let worded = worded(failure, around)?;
    let source = failure.place.source;
    let written = source.get(worded.start..worded.value_at)?.trim_end();
    // `x not t.y` and `x not excluded(s)` lack an `and`: what follows is a test of its own.
    let end = worded.value_at.saturating_add(worded.value.len());
    let calls = token_at(source, skip_layout(source, end)) == "(";
    if written == "not" && (worded.value.contains(['.', '(']) || calls) {
        return Some(lacks_and(failure, worded.start));
    }
    let Worded {
        sign, name, value, ..
    } = &worded;
    let number = begins_number(value.trim_start_matches('-'));
    // `x is 2..6`
    let range = written_range_at(source, worded.value_at).filter(|_| number && *sign == "=");
    if let Some((low, high, end)) = range {
        let test = format!("between {low} and {high}");
        let message = "a range is tested with `between`";
        let span = failure.between(worded.start, end);
        let told = Diagnostic::error("E0114", span, message);
        return Some(told.help(format!("write `{name} {test}`")).edit(span, test));
    }
    let level = !number && !value.contains('.');
    let test = match *sign {
        "=" if level => "is",
        "!=" if level => "is not",
        ">=" if level => "is at least",
        "<=" if level => "is at most",
        sign => sign,
    };
    let span = failure.between(worded.start, worded.start.saturating_add(written.len()));
    let message = match written {
        "is" | "is not" => format!("`is` tests a level; `{value}` is a number"),
        "is at least" | "is at most" => format!("`{written}` tests a level; `{value}` is a number"),
        "is =" | "is <" | "is <=" | "is >" | "is >=" | "is !=" => {
            format!("`is` and `{sign}` do not go together")
        }
        written => format!("`{written}` is not a comparison"),
    };
    let meant = match number {
        true => meant_at(source, worded.value_at),
        false => (*value).to_owned(),
    };
    let problem =
        Diagnostic::error("E0114", span, message).help(format!("write `{name} {test} {meant}`"));
    // A decimal comma is mended with it.
    let end = worded.value_at.saturating_add(value.len());
    let (edited, edit) = match meant == *value {
        true => (span, test.to_owned()),
        false => (
            failure.between(worded.start, end),
            format!("{test} {meant}"),
        ),
    };
    if number && matches!(written, "is" | "is not" | "is at least" | "is at most") {
        let at = failure.span_of(worded.value_at, value);
        if declares_level(failure.place.all, name, value) {
            return Some(quoted_level(at, (name, written, value)));
        }
    }
    let tests_level = number && written.starts_with("is") && !written.contains(['<', '>', '=']);
    let quoted = tests_level && matches!(written, "is" | "is not" | "is at least" | "is at most");
    let whole = level && matches!(*sign, "<" | ">");
    let or_equal = if *sign == "<" { "at most" } else { "at least" };
    let problem = problem
        .help_if(quoted.then(|| format!("or quote the level: `\"{value}\"`")))
        .help_if(whole.then(|| format!("`{name} is {or_equal} {value}` holds at `{value}` too")));
    Some(problem.safe_edit(edited, edit))
}

/// `x is at least 2`, where `"2"` is a level of it.
fn quoted_level(at: Span, (name, test, level): (&str, &str, &str)) -> Diagnostic {
    let message = format!("the level `{level}` goes in quotes: it begins with a digit");
    Diagnostic::error("E0114", at, message)
        .help(format!("write `{name} {test} \"{level}\"`"))
        .safe_edit(at, format!("\"{level}\""))
}

/// `x not t.y`
fn lacks_and(failure: &Failure<'_>, at: usize) -> Diagnostic {
    let place = failure.between(at, at);
    let message = "two tests are side by side, with nothing to join them";
    Diagnostic::error("E0114", failure.span_of(at, "not"), message)
        .help("write `and` or `or` between them")
        .edit(place, "and ")
}

/// Whether a word may belong to a comparison in words.
fn compares(word: &str) -> bool {
    meaning(COMPARING, word).is_some()
        || FILLING.contains(&word)
        || SIGNS.contains(&word)
        || matches!(word, "is" | "not" | "at" | "least" | "most")
}

/// The comparison in words that the place is in.
fn worded<'s>(failure: &Failure<'s>, around: &Around<'s>) -> Option<Worded<'s>> {
    let source = failure.place.source;
    let steps = (1..=6)
        .take_while(|steps| compares(around.back(*steps)))
        .count();
    let start = match steps {
        0 => failure.at,
        steps => around.back_at(steps),
    };
    let subject = steps.saturating_add(1);
    let named = is_word(around.back(subject)) || around.back(subject) == ")";
    if !named || (steps == 0 && !failure.goes_on()) {
        return None;
    }
    let (sign, value_at) = sign_at(source, start)?;
    let value = operand_at(source, value_at);
    let number = begins_number(value.trim_start_matches('-'));
    let is_operand = number || is_value(token_at(source, value_at));
    let end = skip_layout(source, value_at.saturating_add(value.len()));
    // `at least 2 of { … }` lacks an `and` before it.
    let quorum = token_at(source, end) == "of";
    (is_operand && !quorum && value_at >= failure.last_at && failure.at <= value_at).then(|| {
        Worded {
            start,
            value_at,
            sign,
            name: around.name(subject),
            value,
        }
    })
}

/// What the words at a place come to, and where the value begins behind them.
fn sign_at(source: &str, start: usize) -> Option<(&'static str, usize)> {
    let mut at = start;
    let (mut sign, mut negated, mut equal, mut words) = (None, false, false, 0_usize);
    let mut is = false;
    loop {
        let word = token_at(source, at);
        let next = token_at(source, skip_layout(source, at.saturating_add(word.len())));
        match (word, next) {
            ("is", _) if words == 0 => is = true,
            ("not", _) if sign.is_none() => negated = true,
            ("at", "least") if sign.is_none() => sign = Some(">="),
            ("at", "most") if sign.is_none() => sign = Some("<="),
            ("least" | "most", _) if words > 0 => {}
            ("or", "equal" | "equals") if sign.is_some() => equal = true,
            ("equal" | "equals", _) if equal => {}
            (filling, _) if FILLING.contains(&filling) && sign.is_some() && filling != "or" => {}
            (word, _) if sign.is_none() && SIGNS.contains(&word) && is => {
                sign = SIGNS.iter().copied().find(|sign| *sign == word);
            }
            (word, _) if sign.is_none() && meaning(COMPARING, word).is_some() => {
                sign = meaning(COMPARING, word);
            }
            _ => break,
        }
        words = words.saturating_add(1);
        at = skip_layout(source, at.saturating_add(word.len()));
    }
    let sign = match (sign, equal) {
        (Some("<"), true) => "<=",
        (Some(">"), true) => ">=",
        (Some(sign), _) => sign,
        // `is 5`, `not slow`
        (None, _) if is && begins_number(token_at(source, at).trim_start_matches('-')) => "=",
        (None, _) if negated && !is => "=",
        (None, _) => return None,
    };
    let sign = match (sign, negated) {
        (sign, false) => sign,
        ("=", true) => "!=",
        ("!=", true) => "=",
        _ => return None,
    };
    (words > 0).then_some((sign, at))
}
