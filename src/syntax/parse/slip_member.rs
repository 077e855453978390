//! Tests of several values as other languages write them: `in [a, b]`, `not in`, `is any of`, `is a | b`. Knows no types.

use crate::base::{Diagnostic, Span};

use super::around::{Around, ends_condition, is_value, is_word, list_by, operand_at, range_at};
use super::failure::{Failure, begins_number, declares_level, skip_layout, token_at};
use super::grammar::Rule;
use super::slip_test::joining;
use crate::syntax::interval::Interval;
use crate::syntax::words::INCLUDING;

/// Words that people put between a name and the values that it may have.
const WORDS: &[&str] = &[
    "is", "are", "not", "in", "IN", "any", "one", "none", "neither", "either", "of", "among",
    "within", "member", "element",
];

/// What stands between the values of a list.
const SEPARATORS: &[&str] = &[",", "|", ";", "/", "or", "nor"];

/// The words of a test of several values, and what follows them.
struct Test {
    start: usize,
    /// How many tokens before the place its name ends.
    subject: usize,
    name: String,
    negated: bool,
    values: usize,
}

/// A test of several values.
pub(super) fn of_member(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if !around.in_condition(failure) {
        return None;
    }
    between(failure, around)
        .or_else(|| numbers_listed(failure, around))
        .or_else(|| excludes(failure, around))
        .or_else(|| includes(failure, around))
        .or_else(|| within(failure, around))
        .or_else(|| empty(failure, around))
        .or_else(|| not_available(failure, around))
        .or_else(|| alternatives(failure, around))
}

/// The test that a place is in.
fn test_at(failure: &Failure<'_>, around: &Around<'_>) -> Option<Test> {
    let source = failure.place.source;
    let run = (1..=4).take_while(|steps| WORDS.contains(&around.back(*steps)));
    let steps = run.count();
    let start = match steps {
        0 => failure.at,
        steps => around.back_at(steps),
    };
    let (mut at, mut words) = (start, Vec::new());
    while WORDS.contains(&token_at(source, at)) {
        let word = token_at(source, at);
        words.push(word);
        at = skip_layout(source, at.saturating_add(word.len()));
    }
    let has = |word: &str| words.contains(&word);
    let known = has("neither")
        || (has("none") && has("of"))
        || has("in")
        || has("IN")
        || has("among")
        || has("within")
        || has("either")
        || (has("any") && has("of"));
    let opening = token_at(source, at);
    let bracket = has("one") && has("of") && matches!(opening, "[" | "(" | "{");
    let subject = steps.saturating_add(1);
    let other = matches!(around.back(subject), "least" | "most" | "exactly");
    let other = other || ends_condition(around.back(subject));
    ((known || bracket) && !other && is_subject(around.back(subject))).then(|| Test {
        start,
        subject,
        name: match around.back(subject) {
            name @ ("advice" | "best") => name.into(),
            _ => around.name(subject),
        },
        negated: has("not") || has("none") || has("neither"),
        values: at,
    })
}

/// Whether a token may be what is tested.
fn is_subject(token: &str) -> bool {
    is_word(token) || matches!(token, "advice" | "best")
}

/// `advice in a, b`, of which `in a` was read as a clause.
fn of_advice(failure: &Failure<'_>, around: &Around<'_>) -> Option<Test> {
    let name = around.back(3);
    let listed = matches!(around.found, "," | "|" | "or") && around.back(2) == "in";
    (listed && matches!(name, "advice" | "best")).then(|| Test {
        start: around.back_at(2),
        subject: 3,
        name: name.into(),
        negated: false,
        values: failure.last_at,
    })
}

/// `x is one of 1, 2`
fn numbers_listed(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let negated = match (
        around.back(4),
        around.back(3),
        around.back(2),
        around.back(1),
    ) {
        ("is", "not", "one", "of") => true,
        (_, "is", "one", "of") => false,
        _ => return None,
    };
    let subject: usize = if negated { 5 } else { 4 };
    let (values, end) = list_by(failure.place.source, failure.at, &[","])?;
    if !is_word(around.back(subject)) || !values.iter().all(|value| begins_number(value)) {
        return None;
    }
    let name = around.name(subject);
    let text = failure.place.all;
    if values
        .iter()
        .all(|value| declares_level(text, &name, value))
    {
        let levels: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
        let problem = failure.error("levels that begin with a digit go in quotes".into());
        return Some(problem.write(failure.between(failure.at, end), levels.join(", ")));
    }
    let test = Test {
        start: around.back_at(subject.saturating_sub(1)),
        subject,
        name,
        negated,
        values: failure.at,
    };
    let base = failure.error("`is one of` tests levels, and these are numbers".into());
    Some(written(
        base,
        failure.between(test.start, end),
        (&test, &values),
    ))
}

/// `x in range(1, 5)`: the upper end is left out.
fn called_range(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if (around.back(2), around.back(1), around.found) != ("in", "range", "(") {
        return None;
    }
    let negated = around.back(3) == "not";
    let subject: usize = if negated { 4 } else { 3 };
    let (values, end) = list_by(failure.place.source, failure.at, &[","])?;
    let (low, high) = match values.as_slice() {
        [high] => ("0", *high),
        [low, high] => (*low, *high),
        _ => return None,
    };
    let start = around.back_at(subject.saturating_sub(1));
    let name = around.name(subject);
    let test = Test {
        start,
        subject,
        name,
        negated,
        values: failure.at,
    };
    let range = Interval {
        low,
        high,
        without: (false, true),
        mixed: true,
        end,
    };
    let base = failure.error("`range` is not a function".into());
    is_word(around.back(subject)).then(|| in_range(failure, around, base, (&test, &range)))
}

/// `x in [slow, fast]`, `x not in (a, b)`, `x is any of a, b`, `x in 3..12`
fn within(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    // The clause `in GROUP` was read up to the `.` of a name.
    if let (group, ".", "in") = (around.back(1), around.found, around.back(2))
        && is_word(group)
        && is_value(around.back(3))
    {
        return reversed(failure, around);
    }
    if let Some(told) = called_range(failure, around) {
        return Some(told);
    }
    let test = of_advice(failure, around).or_else(|| test_at(failure, around))?;
    let base = failure.error(match token_at(source, test.start) {
        word @ ("in" | "IN") => format!("`{word}` does not test values"),
        _ => "test several values with `is one of`".into(),
    });
    if let Some(range) = range_at(source, test.values) {
        return Some(in_range(failure, around, base, (&test, &range)));
    }
    let set = operand_at(source, test.values);
    if is_word(set) && set.contains('.') {
        return Some(
            base.help(format!("for a set, write `{set} includes {}`", test.name))
                .help(format!("for one level, write `{set} is {}`", test.name)),
        );
    }
    let (values, end) = values_at(source, test.values)?;
    if let ([set], false, "in") = (
        values.as_slice(),
        test.name.contains('.'),
        token_at(source, test.start),
    ) && source.get(test.values..)?.starts_with(set)
    {
        return Some(base.help(format!(
            "for a set, write `{set} includes {0}`; for a level, `{0} is {set}`",
            test.name
        )));
    }
    Some(written(
        base,
        failure.between(test.start, end),
        (&test, &values),
    ))
}

/// `x in 3..12`, `x in (3..6]`, `x not in ]3..6[`
fn in_range(
    failure: &Failure<'_>,
    around: &Around<'_>,
    base: Diagnostic,
    (test, range): (&Test, &Interval<'_>),
) -> Diagnostic {
    let name = &test.name;
    let (low, high) = (range.low, range.high);
    if range.is_closed() && !test.negated {
        let base = base.help(format!("write `{name} between {low} and {high}`"));
        let span = failure.between(test.start, range.end);
        return base.safe_edit(span, format!("between {low} and {high}"));
    }
    let parts = around.parts_of_name(test.subject);
    let start = around.back_at(test.subject.saturating_add(parts).saturating_sub(1));
    let whole = range.test(name);
    let whole = match (test.negated, around.guarded(test.subject)) {
        (true, _) => format!("not ({whole})"),
        (false, Some(_)) => format!("({whole})"),
        (false, None) => whole,
    };
    // Round brackets on both sides may be a habit.
    let habit = !range.mixed && !range.is_closed();
    let base = base
        .help(format!("write `{whole}`"))
        .help_if(habit.then(|| format!("with both ends: `{name} between {low} and {high}`")));
    let span = failure.between(start, range.end);
    match (around.is_whole_side(test.subject), habit) {
        (false, _) => base,
        (true, true) => base.edit(span, whole),
        (true, false) => base.safe_edit(span, whole),
    }
}

/// The test of these values as rules write it.
fn written(base: Diagnostic, span: Span, (test, values): (&Test, &[&str])) -> Diagnostic {
    let not = if test.negated { "not " } else { "" };
    let name = &test.name;
    match values {
        [number] if begins_number(number) => {
            let sign = if test.negated { "!=" } else { "=" };
            let test = format!("{sign} {number}");
            base.help(format!("write `{name} {test}`"))
                .safe_edit(span, test)
        }
        [first, ..] if begins_number(first) => {
            let quorum = if test.negated { "none" } else { "any" };
            base.help(format!("write `{}`", each(quorum, name, ("=", values))))
                .help(format!(
                    "levels that begin with a digit go in quotes: `\"{first}\"`"
                ))
        }
        [level] => {
            let test = format!("is {not}{level}");
            base.help(format!("write `{name} {test}`"))
                .safe_edit(span, test)
        }
        _ => {
            let test = format!("is {not}one of {}", values.join(", "));
            base.help(format!("write `{name} {test}`"))
                .safe_edit(span, test)
        }
    }
}

/// `slow in t.f`, `"tpm" in t.s`: which of the two is meant only the fact's type says.
fn reversed(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let set = operand_at(failure.place.source, failure.last_at);
    let element = around.back(3);
    let element = match element.starts_with('"') {
        true => element.to_owned(),
        false => around.name(3),
    };
    Some(
        failure
            .error("`in` does not test values".into())
            .help(format!("for a set, write `{set} includes {element}`"))
            .help(format!("for one level, write `{set} is {element}`")),
    )
}

/// The values at a place, where the last of them is no condition of its own.
fn values_at(source: &str, at: usize) -> Option<(Vec<&str>, usize)> {
    values_by(source, at, SEPARATORS)
}

/// The same, with these signs or words between the values where they stand without brackets.
fn values_by<'a>(source: &'a str, at: usize, separators: &[&str]) -> Option<(Vec<&'a str>, usize)> {
    let bracket = matches!(token_at(source, at), "[" | "(" | "{");
    let separators = match bracket {
        true => &[",", "|", ";", "/", "or", "and"],
        false => separators,
    };
    let (values, end) = list_by(source, at, separators)?;
    let next = token_at(source, skip_layout(source, end));
    let tested = matches!(
        next,
        "." | "is" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "includes" | "between" | "("
    );
    (bracket || !tested).then_some((values, end))
}

/// `any of { x includes a; x includes b }`
fn each(quorum: &str, name: &str, (test, values): (&str, &[&str])) -> String {
    let parts: Vec<String> = values
        .iter()
        .map(|value| format!("{name} {test} {value}"))
        .collect();
    format!("{quorum} of {{ {} }}", parts.join("; "))
}

/// `x = []`, `x != {}`
fn empty(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let test = match around.back(1) {
        "=" => "= 0",
        "!=" => ">= 1",
        _ => return None,
    };
    let pair = matches!(
        (around.found, around.next),
        ("[", "]") | ("{", "}") | ("(", ")")
    );
    (pair && is_word(around.back(2))).then(|| {
        let start = around.back_at(around.parts_of_name(2).saturating_add(1));
        let end = failure.after().saturating_add(around.next.len());
        let whole = format!("count({}) {test}", around.name(2));
        failure
            .error("to test for an empty set, count it".into())
            .write(failure.between(start, end), whole)
    })
}

/// `x includes one of a, b`, `x includes [a, b]`, `x includes neither a nor b`
fn includes(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let all = &[",", "|", ";", "/", "and"][..];
    let (quorum, steps, at) = match (around.back(2), around.back(1), around.found) {
        ("includes", "one" | "any" | "either", "of") => ("any", 3, failure.after()),
        ("includes", "all" | "both", "of") => ("all", 3, failure.after()),
        ("includes", "none" | "neither", "of") => ("none", 3, failure.after()),
        ("includes", "either", _) => ("any", 3, failure.at),
        ("includes", "neither", _) => ("none", 3, failure.at),
        ("includes", "both", _) => ("all", 3, failure.at),
        (_, "includes", "[" | "(" | "{") => ("all", 2, failure.at),
        _ => return None,
    };
    let name = around.name(steps);
    let start = around.back_at(
        steps
            .saturating_add(around.parts_of_name(steps))
            .saturating_sub(1),
    );
    let separators = if quorum == "all" { all } else { SEPARATORS };
    let (values, end) = values_by(source, at, separators)?;
    let whole = each(quorum, &name, ("includes", values.as_slice()));
    Some(
        failure
            .error("`includes` tests one element".into())
            .help(format!("write `{whole}`"))
            .safe_edit(failure.between(start, end), whole),
    )
}

/// `x does not include a`, `x not includes a`, `x includes not a`, `x without a`
fn excludes(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let behind = |at: usize| skip_layout(source, at.saturating_add(token_at(source, at).len()));
    let (steps, first, element_at) = match (around.back(2), around.back(1), around.found) {
        (_, "includes", "not") => (2, failure.last_at, failure.after()),
        ("includes", "no", element) if is_value(element) => (3, around.back_at(2), failure.at),
        ("is", "not", _) | (_, "is", _) => return None,
        _ if !failure.goes_on() => return None,
        _ => {
            let (mut at, mut negated) = (failure.at, false);
            while let word @ ("does" | "do" | "not" | "doesnt" | "dont" | "cannot") =
                token_at(source, at)
            {
                negated |= !matches!(word, "does" | "do");
                at = behind(at);
            }
            let verb = token_at(source, at);
            let lacks = matches!(verb, "excludes" | "lacks" | "misses" | "hasnt" | "without");
            if !(negated && INCLUDING.contains(&verb)) && (negated || !lacks) {
                return None;
            }
            (1, failure.at, behind(at))
        }
    };
    let element = token_at(source, element_at);
    if !is_word(around.back(steps)) || !is_value(element) {
        return None;
    }
    let name = around.name(steps);
    let parts = around.parts_of_name(steps);
    let start = around.back_at(steps.saturating_add(parts).saturating_sub(1));
    let words = source.get(first..element_at)?.trim_end();
    let span = failure.between(start, element_at.saturating_add(element.len()));
    let at = failure.span_of(first, words);
    let message = format!("`{words}` is not a test of a set");
    Some(
        Diagnostic::error("E0114", at, message)
            .write(span, format!("not {name} includes {element}")),
    )
}

/// `x is n/a`
fn not_available(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let steps = match (around.back(2), around.back(3)) {
        ("is", _) => 3,
        ("not", "is") => 4,
        _ => return None,
    };
    let end = failure.after().saturating_add(around.next.len());
    let written = failure.place.source.get(failure.last_at..end)?;
    (written.eq_ignore_ascii_case("n/a") && is_word(around.back(steps))).then(|| {
        let span = failure.span_of(failure.last_at, written);
        let test = match steps {
            3 => "is unknown",
            _ => "is not unknown",
        };
        Diagnostic::error("E0114", span, format!("`{written}` is not a value"))
            .help(format!("write `{} {test}`", around.name(steps)))
            .edit(span, "unknown")
    })
}

/// `x is slow, fast`, `x is slow | fast`
fn alternatives(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if !matches!(around.found, "," | "|" | "/" | ";") {
        return None;
    }
    if let Some(told) = joining(failure, around) {
        return Some(told);
    }
    let (negated, steps) = match (around.back(2), around.back(3)) {
        ("not", "is") => (true, 4),
        ("is", _) => (false, 3),
        _ => return None,
    };
    let (values, end) = values_at(failure.place.source, failure.last_at)?;
    let next = token_at(failure.place.source, skip_layout(failure.place.source, end));
    let rows = matches!(next, "when" | "otherwise" | ":" | "=>");
    if !is_word(around.back(steps)) || values.len() < 2 || rows {
        return None;
    }
    let start = around.back_at(steps.saturating_sub(1));
    let test = Test {
        start,
        subject: steps,
        name: around.name(steps),
        negated,
        values: failure.last_at,
    };
    let last = around.back(1);
    let base = failure.error(match around.found {
        "," => format!("a comma does not go after `{last}`"),
        sign => format!("`{sign}` does not go after `{last}`"),
    });
    Some(written(base, failure.between(start, end), (&test, &values)))
}

/// `between 3 to 6`, `between 3..6`, `between 3, 6`, `between [3, 6]`
fn between(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    if around.back(1) == "between" && matches!(around.found, "[" | "(" | "]") {
        return between_brackets(failure, around, 1);
    }
    if around.back(3) == "between"
        && around.back(2) == "("
        && matches!(around.found, "," | ";" | "..")
    {
        return between_brackets(failure, around, 3);
    }
    if around.back(4) == "between"
        && around.back(2) == "-"
        && failure.wants(&[Rule::and, Rule::multiply_op])
    {
        let (low, high, sign) = (around.back(3), around.back(1), around.back_at(2));
        let sign = failure.between(sign, sign.saturating_add(1));
        let message = "`-` does not join the ends of `between`";
        return Some(
            Diagnostic::error("E0114", sign, message)
                .help(format!("write `between {low} and {high}`"))
                .edit(sign, "and"),
        );
    }
    let joins = matches!(
        around.found,
        "to" | ".." | "," | ";" | "till" | "until" | ":"
    );
    let fits = joins && around.back(2) == "between" && is_value(around.next);
    fits.then(|| {
        let high = operand_at(source, failure.after());
        let low = around.back(1);
        let end = failure.after().saturating_add(high.len());
        failure
            .error(format!(
                "`{}` does not join the ends of `between`",
                around.found
            ))
            .help(format!("write `between {low} and {high}`"))
            .safe_edit(
                failure.between(failure.last_at, end),
                format!("{low} and {high}"),
            )
    })
}

/// `between [3, 6]`, `between (3..6]`: `steps` tokens before the place stands the word.
fn between_brackets(
    failure: &Failure<'_>,
    around: &Around<'_>,
    steps: usize,
) -> Option<Diagnostic> {
    let source = failure.place.source;
    let start = around.back_at(steps);
    let at = skip_layout(source, start.saturating_add("between".len()));
    let range = range_at(source, at);
    let ends = range
        .as_ref()
        .map(|range| (range.low, range.high, range.end));
    let (low, high, end) = ends.or_else(|| {
        let (values, end) = list_by(source, at, &[",", ";", "and", "to"])?;
        match values.as_slice() {
            [low, high] => Some((*low, *high, end)),
            _ => None,
        }
    })?;
    let span = failure.between(at, end);
    let message = "the ends of `between` are written without brackets";
    let base = Diagnostic::error("E0114", span, message);
    if let Some(range) = range.filter(|range| range.mixed) {
        let subject = steps.saturating_add(1);
        let test = Test {
            start,
            subject,
            name: around.name(subject),
            negated: false,
            values: at,
        };
        return Some(in_range(failure, around, base, (&test, &range)));
    }
    let written = format!("{low} and {high}");
    let base = base.help(format!("write `between {written}`"));
    Some(match source.get(at..end)?.contains("..") {
        // Its ends may be meant to be left out.
        true if source.get(at..end)?.starts_with('(') => base.edit(span, written),
        _ => base.safe_edit(span, written),
    })
}
