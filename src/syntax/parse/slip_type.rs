//! Slips in the types of facts: lists, scales, numbers and units as they are declared elsewhere. Knows no values.

use std::ops::Range;

use crate::base::{Diagnostic, Span};

use super::around::{Around, is_value, is_word, number_at, written_range_at};
use super::failure::{Failure, begins_line, begins_number, skip_layout, token_at, walk};
use super::grammar::Rule;
use super::slip_scale::after_colon;
use crate::syntax::problem::TYPES;
use crate::syntax::units::unit_length;
use crate::syntax::words;

/// A slip in a type, or around it.
pub(super) fn of_type(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if let Some(found) = without_fact(failure, around) {
        return Some(found);
    }
    let ends = matches!(around.found, "}" | "fact" | "{" | "");
    if failure.wants(&[Rule::colon]) && ends && around.back(2) == "fact" {
        return Some(
            failure
                .error(format!("the fact `{}` has no type", around.back(1)))
                .help(format!("write it after a `:`; {TYPES}")),
        );
    }
    let start = after_colon(failure.place.source, failure.at)?;
    of_fact(failure, start)?;
    untyped(failure, around, start)
        .or_else(|| sized(failure, start))
        .or_else(|| yes_or_no(failure, start))
        .or_else(|| digits(failure, around))
        .or_else(|| list(failure, start))
        .or_else(|| several_words(failure, around))
        .or_else(|| number(failure, around, start))
        .or_else(|| default(failure, around))
}

/// Whether the place is in the type that begins there: no brace and no other fact between.
fn of_fact(failure: &Failure<'_>, start: usize) -> Option<()> {
    let mut at = start;
    while at < failure.at {
        let token = token_at(failure.place.source, at);
        if matches!(token, "}" | "fact" | "") || (token == "{" && at > start) {
            return None;
        }
        at = skip_layout(failure.place.source, at.saturating_add(token.len()));
    }
    Some(())
}

/// `k : yes_no` without `fact`
fn without_fact(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, next) = (around.found, around.next);
    let fits = failure.wants(&[Rule::fact, Rule::kw_fact])
        && is_word(found)
        && next == ":"
        && (around.back(1) == "{" || begins_line(failure.place.source, failure.at));
    fits.then(|| {
        failure
            .error(format!("`fact` is missing before `{found}`"))
            .help(format!("write `fact {found}`"))
            .safe_edit(failure.between(failure.at, failure.at), "fact ")
    })
}

/// `fact k : }`
fn untyped(failure: &Failure<'_>, around: &Around<'_>, start: usize) -> Option<Diagnostic> {
    let ends = matches!(around.found, "}" | "fact" | "{" | "");
    let empty = start == failure.at && ends && around.back(1) == ":";
    empty.then(|| {
        failure
            .error(format!("the fact `{}` has no type", around.back(2)))
            .help(TYPES)
    })
}

/// `varchar(40)`, `decimal(10, 2)`, `string[]`
fn sized(failure: &Failure<'_>, start: usize) -> Option<Diagnostic> {
    let source = failure.place.source;
    let word = token_at(source, start);
    let meant = words::meant_type(word)?;
    let open_at = skip_layout(source, start.saturating_add(word.len()));
    let open = token_at(source, open_at);
    if !matches!(open, "(" | "[") {
        return None;
    }
    let inside = |token: &str| begins_number(token) || matches!(token, "," | "(" | "[");
    let close = walk(source, open_at).find(|one| !inside(one.token))?;
    let end = close.at.saturating_add(1);
    if !matches!(close.token, ")" | "]") {
        return None;
    }
    let written = source.get(start..end)?;
    let span = failure.between(start, end);
    let problem = Diagnostic::error("E0114", span, format!("`{written}` is not a type"));
    Some(match open {
        "(" => problem.help(format!("write `{meant}`")).edit(span, meant),
        _ => problem.help("a fact with several values names them: `any of a, b`"),
    })
}

/// `yes/no`, `yes or no`, `true, false`
fn yes_or_no(failure: &Failure<'_>, start: usize) -> Option<Diagnostic> {
    let source = failure.place.source;
    let yes = token_at(source, start);
    let sign_at = skip_layout(source, start.saturating_add(yes.len()));
    let sign = token_at(source, sign_at);
    let no_at = skip_layout(source, sign_at.saturating_add(sign.len()));
    let no = token_at(source, no_at);
    let is = |word: &str, known: &[&str]| known.contains(&word.to_lowercase().as_str());
    let pair = is(yes, &["yes", "true", "y", "ja", "oui", "si"])
        && is(no, &["no", "false", "n", "nein", "non"])
        || is(no, &["yes", "true", "y"]) && is(yes, &["no", "false", "n"]);
    let joins = matches!(sign, "/" | "-" | "or" | "," | "|" | "and" | ";" | "<");
    (pair && joins).then(|| {
        let span = failure.between(start, no_at.saturating_add(no.len()));
        Diagnostic::error("E0114", span, "a fact that is yes or no has its own type")
            .write(span, "yes_no")
    })
}

/// `1 < 2 < 3`, `1..5`
fn digits(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    let level = matches!(last, ":" | "<" | "of" | ",");
    if !level || !begins_number(found) {
        return None;
    }
    let source = failure.place.source;
    if around.next == ".." && last == ":" {
        let end = failure.after().saturating_add(2);
        let high = token_at(source, skip_layout(source, end));
        return Some(
            failure
                .error("a range is not a type by itself".into())
                .help(format!(
                    "write `number in {found}..{high}`, or `integer in {found}..{high}`"
                ))
                .edit(failure.between(failure.at, failure.at), "number in "),
        );
    }
    let mut levels = String::new();
    let (mut at, mut end) = (failure.at, failure.at);
    while begins_number(token_at(source, at)) {
        let level = token_at(source, at);
        levels.push_str(source.get(end..at)?);
        levels.push_str(&format!("\"{level}\""));
        end = at.saturating_add(level.len());
        at = skip_layout(source, end);
        let sign = token_at(source, at);
        if !matches!(sign, "<" | ",") {
            break;
        }
        at = skip_layout(source, at.saturating_add(sign.len()));
    }
    Some(
        failure
            .error("a level begins with a letter".into())
            .help(format!(
                "quote it: `\"{found}\"`; for numbers write `number in 1..5`, or `integer in 1..5`"
            ))
            .edit(failure.between(failure.at, end), levels),
    )
}

/// Words that begin a list of levels in other languages; whether several of them may hold.
const LISTS: &[(&str, bool)] = &[
    ("one", false),
    ("one_of", false),
    ("oneof", false),
    ("enum", false),
    ("choice", false),
    ("select", false),
    ("either", false),
    ("any", true),
    ("any_of", true),
    ("anyof", true),
    ("some", true),
    ("set", true),
    ("list", true),
    ("array", true),
    ("multi", true),
    ("subset", true),
    ("several", true),
];

/// What a list is written as.
struct List<'s> {
    /// The words before the levels.
    opening: Option<bool>,
    levels: Vec<String>,
    /// What stands between them; empty where nothing does.
    signs: Vec<&'s str>,
    bracket: bool,
    end: usize,
}

/// `let d : low | high { … }`
pub(super) fn of_levels(failure: &Failure<'_>) -> Option<Diagnostic> {
    let start = after_colon(failure.place.source, failure.at)?;
    of_fact(failure, start)?;
    list(failure, start)
}

/// `[low, high]`, `low | high`, `enum(low, high)`, `set of a, b`, `one of a or b`
fn list(failure: &Failure<'_>, start: usize) -> Option<Diagnostic> {
    let source = failure.place.source;
    let list = list_from(source, start)?;
    let plain = !list.bracket && list.signs.iter().all(|sign| *sign == ",");
    let spelled = matches!(token_at(source, start), "one" | "any");
    // What a list that is written as it has to be lacks is told elsewhere.
    if list.end <= failure.at && !list.bracket || (spelled && plain) || list.levels.len() < 2 {
        return None;
    }
    let levels = list.levels.join(", ");
    let span = failure.between(start, list.end);
    let many = list.opening == Some(true);
    let word = if many { "any" } else { "one" };
    let missing = list.signs.iter().any(|sign| sign.is_empty());
    let message = match (list.bracket, missing) {
        (true, _) => "levels are written without brackets",
        (_, true) => "the levels of a list are separated by commas",
        _ => "levels without an order are a list",
    };
    let problem = Diagnostic::error("E0114", span, message);
    let order = list
        .opening
        .is_none()
        .then(|| format!("if they have an order, write `{}`", list.levels.join(" < ")));
    let written = format!("{word} of {levels}");
    if list.bracket && list.opening.is_none() && list.signs.iter().all(|sign| *sign == ",") {
        // A set is written so as well.
        return Some(
            problem
                .help(format!("if one of them holds, write `{written}`"))
                .help(format!("if several may hold, write `any of {levels}`"))
                .help_if(order),
        );
    }
    Some(
        problem
            .help(format!("write `{written}`"))
            .help_if(order)
            .edit(span, written),
    )
}

fn list_from(source: &str, start: usize) -> Option<List<'_>> {
    let mut at = start;
    let first = token_at(source, at);
    let opening = LISTS.iter().find(|(word, _)| *word == first);
    if opening.is_some() {
        at = skip_layout(source, at.saturating_add(first.len()));
        if token_at(source, at) == "of" {
            at = skip_layout(source, at.saturating_add(2));
        }
    }
    let closing = match token_at(source, at) {
        "[" => "]",
        "(" => ")",
        "{" => "}",
        _ => "",
    };
    if !closing.is_empty() {
        at = skip_layout(source, at.saturating_add(1));
    }
    let mut list = List {
        opening: opening.map(|(_, many)| *many),
        levels: Vec::new(),
        signs: Vec::new(),
        bracket: !closing.is_empty(),
        end: at,
    };
    loop {
        let level = token_at(source, at);
        if !is_value(level) || matches!(level, "fact" | "ask" | "help") {
            return None;
        }
        list.levels.push(quoted(level));
        list.end = at.saturating_add(level.len());
        at = skip_layout(source, list.end);
        let sign = token_at(source, at);
        match sign {
            "," | "|" | ";" | "/" | "or" | "and" => {
                list.signs.push(sign);
                at = skip_layout(source, at.saturating_add(sign.len()));
            }
            sign if !closing.is_empty() => {
                list.end = at.saturating_add(closing.len());
                return (sign == closing).then_some(list);
            }
            next if opening.is_some()
                && is_value(next)
                && !next.starts_with('"')
                && next != "fact"
                && !begins_line(source, at) =>
            {
                list.signs.push("");
            }
            _ => return Some(list),
        }
    }
}

/// A level as it has to be written.
fn quoted(level: &str) -> String {
    match begins_number(level) {
        true => format!("\"{level}\""),
        false => level.to_owned(),
    }
}

/// `low < very high`, `mid-range < high`, `one of mid-range, high`
fn several_words(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let before = around.back(2);
    let goes_on = is_word(around.found) || around.found == "-";
    let listed = around.found == "-" && matches!(before, "of" | ",");
    if !goes_on || !is_word(around.back(1)) || !(listed || matches!(before, "<" | ":")) {
        return None;
    }
    let (mut at, mut end) = (failure.last_at, failure.last_at);
    while is_value(token_at(source, at)) && !token_at(source, at).starts_with('"')
        || token_at(source, at) == "-"
    {
        let token = token_at(source, at);
        if at > failure.last_at && begins_line(source, at) || matches!(token, "fact" | "ask") {
            break;
        }
        end = at.saturating_add(token.len());
        at = skip_layout(source, end);
    }
    let scale = listed || before == "<" || token_at(source, at) == "<";
    let written = source.get(failure.last_at..end)?;
    (scale && end > failure.at).then(|| {
        let span = failure.span_of(failure.last_at, written);
        Diagnostic::error("E0114", span, "a level of several words goes in quotes")
            .help(format!("write `\"{written}\"`"))
            .edit(span, format!("\"{written}\""))
    })
}

/// Slips behind `number` and `integer`.
fn number(failure: &Failure<'_>, around: &Around<'_>, start: usize) -> Option<Diagnostic> {
    let source = failure.place.source;
    let word = token_at(source, start);
    if !matches!(word, "number" | "integer") {
        return None;
    }
    let (last, found) = (around.back(1), around.found);
    // `in 0..5 "EUR"`
    if found.starts_with('"') && last != word {
        let range = source
            .get(start.saturating_add(word.len())..failure.at)?
            .trim();
        let span = failure.between(start, failure.end());
        return range.starts_with("in").then(|| {
            failure
                .error("the unit goes before the range".into())
                .write(span, format!("{word} {found} {range}"))
        });
    }
    let mut from = skip_layout(source, start.saturating_add(word.len()));
    let quoted = token_at(source, from);
    let has_unit = quoted.starts_with('"');
    if is_title_behind(around) {
        return title_behind(failure, around, word);
    }
    if has_unit {
        from = skip_layout(source, from.saturating_add(quoted.len()));
    }
    if let Some(told) = clause_of_column(failure, from) {
        return Some(told);
    }
    let range = written_range_at(source, from).filter(|(.., end)| *end > failure.at);
    if let Some((low, high, end)) = range {
        let span = failure.between(from, end);
        let touches = from == start.saturating_add(word.len());
        let blank = if touches { " " } else { "" };
        let mut problem = range_of(span, (&low, &high), source.get(from..end)?);
        for edit in &mut problem.edits {
            edit.text.insert_str(0, blank);
        }
        return Some(problem);
    }
    if matches!(token_at(source, from), "min" | "max") {
        return bounds(failure, from);
    }
    let told = unit_told(failure, from, &format!("{word} ")).filter(|_| !has_unit);
    if told.is_some() {
        return told;
    }
    (last == ".." || matches!(found, ">" | ">=" | "<" | "<=")).then(|| {
        failure
            .error("a range has two ends".into())
            .help("write both: `in 0..120`; without a range, any number is allowed")
    })
}

/// `fact age : number "Age" "years"`: whether two strings are there, of which neither is a question.
pub(super) fn is_title_behind(around: &Around<'_>) -> bool {
    let string = |text: &str| text.starts_with('"') && !text.contains('?');
    let number = matches!(around.back(2), "number" | "integer");
    number && string(around.back(1)) && string(around.found)
}

/// The title stands where the unit goes, or behind the unit: of the two it is the one with more words.
fn title_behind(failure: &Failure<'_>, around: &Around<'_>, word: &str) -> Option<Diagnostic> {
    let words = |text: &str| text.split_whitespace().count();
    let (one, other) = (around.back(1), around.found);
    let (title, unit) = match words(other) > words(one) {
        true => (other, one),
        false => (one, other),
    };
    let name = around.back(4);
    let plain = around.back(5) == "fact" && around.back(3) == ":" && is_word(name);
    plain.then(|| {
        let span = failure.between(around.back_at(4), failure.end());
        let found = failure.error("the title of a fact goes before the `:`".into());
        let right = format!("{name} {title} : {word} {unit}");
        found
            .help(format!("write `fact {right}`"))
            .edit(span, right)
    })
}

/// A range of a fact or parameter that is written otherwise: both of its ends are allowed values.
pub(super) fn range_of(span: Span, (low, high): (&str, &str), written: &str) -> Diagnostic {
    let message = "a range goes after `in`, with two dots between its ends";
    let range = format!("in {low}..{high}");
    let problem = Diagnostic::error("E0114", span, message).help(format!("write `{range}`"));
    let inner = written.trim_start_matches("in").trim();
    let left_out = inner.contains(['(', ')']) || inner.starts_with(']') || inner.ends_with('[');
    match left_out {
        true => problem
            .help("both ends are allowed values")
            .edit(span, range),
        false => problem.safe_edit(span, range),
    }
}

/// What other languages say of a column or variable, and what rules have for it.
const OF_COLUMNS: &[(&str, &str)] = &[
    ("required", ESSENTIAL),
    ("mandatory", ESSENTIAL),
    ("not", ESSENTIAL),
    ("notnull", ESSENTIAL),
    ("check", CHECKED),
    ("constraint", CHECKED),
    ("where", CHECKED),
    ("optional", UNKNOWN),
    ("nullable", UNKNOWN),
    ("null", UNKNOWN),
    ("unique", ""),
    ("primary", ""),
    ("unsigned", RANGE),
    ("collect", HITS),
    ("first", HITS),
    ("output", HITS),
];

const ESSENTIAL: &str =
    "a fact that advice should not be sure without has a tag: `{ tag essential }`";
const RANGE: &str = "the numbers that are allowed are a range: `in 0..100`";
const CHECKED: &str = "the numbers that are allowed are a range: `in 0..100`; answers that cannot be true together are a `contradiction`";
const UNKNOWN: &str = "delete it: any fact may be unknown";
const HITS: &str = "rows are checked from the top, and the first that applies gives the value; numbers are added in a sum: `(if CONDITION then NUMBER else 0) + …`";

/// `number required`, `integer check (k > 1)`, `number collect sum`
pub(super) fn clause_of_column(failure: &Failure<'_>, from: usize) -> Option<Diagnostic> {
    let source = failure.place.source;
    let word = token_at(source, from);
    let lower = word.to_ascii_lowercase();
    let (_, help) = OF_COLUMNS.iter().find(|(known, _)| *known == lower)?;
    let next = token_at(source, skip_layout(source, from.saturating_add(word.len())));
    if lower == "not" && !next.eq_ignore_ascii_case("null") {
        return None;
    }
    let problem = Diagnostic::error(
        "E0114",
        failure.span_of(from, word),
        format!("a type has no `{word}`"),
    );
    Some(problem.help(if help.is_empty() { "delete it" } else { *help }))
}

/// `min 5 max 30`
fn bounds(failure: &Failure<'_>, from: usize) -> Option<Diagnostic> {
    let source = failure.place.source;
    let bound = |from: usize| {
        let word = token_at(source, from);
        let at = skip_layout(source, from.saturating_add(word.len()));
        let at = match token_at(source, at) {
            "=" | ":" => skip_layout(source, at.saturating_add(1)),
            _ => at,
        };
        let number = number_at(source, at)?;
        Some((word, number, at.saturating_add(number.len())))
    };
    let (first, one, end) = bound(from)?;
    let next = skip_layout(source, end);
    let next = match token_at(source, next) {
        "," | "and" => skip_layout(source, next.saturating_add(token_at(source, next).len())),
        _ => next,
    };
    let second = bound(next).filter(|(word, ..)| matches!(*word, "min" | "max") && *word != first);
    let Some((_, other, end)) = second else {
        let problem = failure.error("a range has two ends".into());
        return Some(
            problem.help("write both: `in 0..120`; without a range, any number is allowed"),
        );
    };
    let (low, high) = if first == "min" {
        (one, other)
    } else {
        (other, one)
    };
    let span = failure.between(from, end);
    let message = "a range goes after `in`, with two dots between its ends";
    Some(Diagnostic::error("E0114", span, message).write(span, format!("in {low}..{high}")))
}

/// A unit that is written otherwise than in quotes alone, told with the text around it: `number EUR`, `= 6 unit "EUR"`.
pub(super) fn unit_told(failure: &Failure<'_>, from: usize, before: &str) -> Option<Diagnostic> {
    let (unit, range) = unit_from(failure.place.source, from)?;
    let span = failure.between(range.start, range.end);
    let told = Diagnostic::error("E0114", span, "a unit goes in quotes");
    let told = told.help(format!("write `{before}\"{unit}\"`"));
    Some(told.edit(span, format!("\"{unit}\"")))
}

/// `EUR`, `(months)`, `in EUR`, `kg/ha`, `unit EUR`, `unit: "EUR"`
fn unit_from(source: &str, from: usize) -> Option<(&str, Range<usize>)> {
    let mut at = from;
    let word = token_at(source, at);
    if matches!(word, "in" | "unit" | "units") {
        at = skip_layout(source, at.saturating_add(word.len()));
    }
    if matches!(token_at(source, at), ":" | "=") {
        at = skip_layout(source, at.saturating_add(1));
    }
    let quoted = token_at(source, at);
    if let Some(unit) = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        let end = at.saturating_add(quoted.len());
        return (at > from && !unit.is_empty()).then_some((unit, from..end));
    }
    let open = token_at(source, at) == "(";
    if open {
        at = skip_layout(source, at.saturating_add(1));
    }
    let rest = source.get(at..)?;
    let unit = match open {
        true => rest.lines().next()?.split_once(')')?.0.trim_end(),
        false => rest.get(..unit_length(rest))?,
    };
    let mut end = at.saturating_add(unit.len());
    if open {
        end = skip_layout(source, end);
        end = (token_at(source, end) == ")").then(|| end.saturating_add(1))?;
    }
    let word = token_at(source, at);
    let fits = is_word(word) && !begins_line(source, at) && word != "fact";
    (fits && !unit.contains('"')).then_some((unit, from..end))
}

/// `yes_no = yes`, `yes_no default yes`
fn default(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let fits = matches!(around.found, "=" | "default") && failure.wants(&[Rule::open]);
    fits.then(|| {
        failure
            .error("a fact does not declare a value".into())
            .help("a profile gives the value; without one the fact is unknown, which `is unknown` tests")
    })
}
