//! Slips in conditions: tests, comparisons and lists as other languages, or people, write them. Knows no types.

use crate::base::Diagnostic;

use super::Rule;
use super::around::{Around, is_value, is_word, list_at, operand_at};
use super::failure::{Failure, begins_number, skip_layout, token_at};
use super::recover::begins_line;
use super::slip_number::meant_at;

/// Words of a comparison, with its sign.
pub(super) const COMPARING: &[(&str, &str)] = &[
    ("less", "<"),
    ("lower", "<"),
    ("fewer", "<"),
    ("smaller", "<"),
    ("below", "<"),
    ("under", "<"),
    ("more", ">"),
    ("higher", ">"),
    ("greater", ">"),
    ("larger", ">"),
    ("bigger", ">"),
    ("above", ">"),
    ("over", ">"),
    ("exceeds", ">"),
];

/// Numbers as words.
const COUNTED: &[(&str, &str)] = &[
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
];

pub(super) fn meaning(list: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let found = list.iter().find(|(known, _)| *known == word);
    found.map(|(_, meant)| *meant)
}

/// A slip in a condition.
pub(super) fn of_test(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    conditional(failure, around)
        .or_else(|| comparison(failure, around))
        .or_else(|| between(failure, around))
        .or_else(|| list(failure, around))
        .or_else(|| quorum(failure, around))
        .or_else(|| comma(failure, around))
        .or_else(|| other_word(failure, around))
}

/// `is less than 6`, `is at least 6`, `=> 6`, `is t.other`
fn comparison(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    if let Some(sign) = meaning(COMPARING, last)
        && around.back(2) == "is"
        && (found == "than" || begins_number(found))
    {
        let name = around.name(3);
        let at = if found == "than" {
            failure.after()
        } else {
            failure.at
        };
        let value = operand_at(failure.place.source, at);
        if value == "or" {
            return Some(or_equal(failure, (&name, last), sign));
        }
        let other = if sign == "<" { "at most" } else { "at least" };
        let base = failure
            .error(format!("`is {last}` is no comparison"))
            .help(format!("write `{name} {sign} {value}`"));
        return Some(match begins_number(value) {
            true => base,
            false => base.help(format!(
                "`{name} is {other} {value}` holds at `{value}` too"
            )),
        });
    }
    if begins_number(found) && around.back(2) == "at" && around.back(3) == "is" {
        let sign = if last == "most" { "<=" } else { ">=" };
        let name = around.name(4);
        let number = meant_at(failure.place.source, failure.at);
        return Some(
            failure
                .error(format!(
                    "`is at {last}` tests a level; `{number}` is a number"
                ))
                .help(format!(
                    "write `{name} {sign} {number}`, or quote the level: `\"{found}\"`"
                )),
        );
    }
    if found == "=>" && !around.has("then") && begins_number(around.next) {
        return Some(
            failure
                .error("`=>` is no comparison".into())
                .help(format!("write `>= {}`", around.next))
                .safe_edit(failure.span(), ">="),
        );
    }
    if found == "." && around.back(2) == "is" && is_word(around.next) {
        let (left, right) = (around.name(3), format!("{last}.{}", around.next));
        return Some(
            failure
                .error("`is` tests a level, and this is a name with a topic".into())
                .help(format!(
                    "two values are compared with a sign: `{left} = {right}`; a level stands without its topic: `{left} is {}`",
                    around.next
                )),
        );
    }
    None
}

/// `is greater than or equal to 6`
fn or_equal(failure: &Failure<'_>, (name, word): (&str, &str), sign: &str) -> Diagnostic {
    let level = if sign == "<" { "at most" } else { "at least" };
    failure
        .error(format!("`is {word}` is no comparison"))
        .help(format!(
            "write `{name} {sign}= …`, or of a level `{name} is {level} …`"
        ))
}

/// `between 3 to 6`, `between 3..6`, `between 3, 6`
fn between(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let joins = matches!(around.found, "to" | ".." | "," | "till" | "until" | ":");
    let fits = joins && around.back(2) == "between" && is_value(around.next);
    fits.then(|| {
        let high = operand_at(failure.place.source, failure.after());
        let low = around.back(1);
        failure
            .error(format!(
                "`{}` does not join the ends of `between`",
                around.found
            ))
            .help(format!("write `between {low} and {high}`"))
    })
}

/// `is one of slow fast`, `is one of [slow, fast]`, `not one of`
fn list(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let found = around.found;
    if around.ends_in(&["one", "of"]) && matches!(found, "[" | "(" | "{") {
        let source = failure.place.source;
        let (values, end) = list_at(source, failure.at)?;
        let (levels, written) = (values.join(", "), source.get(failure.at..end)?);
        return Some(
            failure
                .error("levels stand without brackets".into())
                .help(format!("write `is one of {levels}`"))
                .safe_edit(failure.span_of(failure.at, written), levels),
        );
    }
    let listed = around
        .before
        .iter()
        .rev()
        .take_while(|token| is_value(token) || **token == ",");
    let before_list = around.back(listed.count().saturating_add(1));
    // `one` and `of` are names as well, for all that is known of a token.
    let in_list = before_list == "is" && around.has("one") && around.has("of")
        || before_list == "not" && around.has("one");
    let same_line = !begins_line(failure.place.source, failure.at);
    if in_list
        && same_line
        && joins(failure)
        && is_value(found)
        && !matches!(around.back(1), "of" | ",")
    {
        return Some(
            failure
                .error(format!("a comma is missing before `{found}`"))
                .help("the levels of a list are separated by commas: `is one of low, high`"),
        );
    }
    let negated = found == "not" && matches!(around.next, "one" | "at" | "known" | "unknown");
    (negated && is_word(around.back(1))).then(|| {
        let (name, next) = (around.name(1), around.next);
        let next = if next == "one" { "one of" } else { next };
        failure
            .error(format!("`is` is missing before `not {next}`"))
            .help(format!("write `{name} is not {next} …`"))
    })
}

/// `at least two of { … }`, `all of ( … )`
fn quorum(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    if last == "least"
        && let Some(digit) = meaning(COUNTED, found)
    {
        return Some(
            failure
                .error(format!("the number `{found}` is written in digits"))
                .help(format!("write `at least {digit} of {{ …; … }}`"))
                .safe_edit(failure.span(), digit),
        );
    }
    let all = matches!(last, "all" | "any" | "none") && found == "of" && around.next == "(";
    // Without its brace the whole is no list of conditions, and `at` a name.
    let counted = last == "at" && found == "least" && begins_number(around.next);
    (all || counted).then(|| {
        let head = match all {
            true => format!("{last} of"),
            false => format!("at least {} of", around.next),
        };
        failure
            .error("the parts of a list of conditions stand in braces".into())
            .help(format!("write `{head} {{ A; B }}`"))
    })
}

/// Commas inside of conditions and numbers.
fn comma(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if around.found != "," || failure.in_quorum() {
        return None;
    }
    let (last, next) = (around.back(1), around.next);
    let is_row = matches!(failure.place.keyword, "contrast");
    let rows = matches!(failure.place.keyword, "advice" | "let");
    if rows && is_value(next) && matches!(around.second_next, "when" | "otherwise" | ":") {
        return Some(
            failure
                .error("a comma does not go between rows".into())
                .help("rows simply follow each other: delete it")
                .safe_edit(failure.span(), ""),
        );
    }
    if around.has("then") || !is_value(last) || !is_value(next) {
        return None;
    }
    let listed = list_at(failure.place.source, failure.last_at);
    let levels = match listed {
        Some((values, _)) => values.join(", "),
        None => format!("{last}, {next}"),
    };
    let help = match around.back(2) {
        "is" => format!("write `{} is one of {levels}`", around.name(3)),
        "not" if around.back(3) == "is" => {
            format!("write `{} is not one of {levels}`", around.name(4))
        }
        "in" if failure.place.keyword == "rule" => {
            format!("write `{} is one of {levels}`", around.name(3))
        }
        "includes" => {
            let name = around.name(3);
            format!(
                "write `{name} includes {last} and {name} includes {next}`, or join the two by `or`"
            )
        }
        // The comma stands behind a whole row.
        _ if is_row || matches!(around.second_next, "when" | "otherwise" | ":" | "=>") => {
            return None;
        }
        _ if joins(failure) => "conditions are joined with `and` or `or`".into(),
        _ => return None,
    };
    Some(
        failure
            .error(format!("a comma does not go after `{last}`"))
            .help(help),
    )
}

/// `when if C then favor a`, and `if C then 3` without `else`.
fn conditional(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    // The `if` that still lacks its `else`.
    let last = around.before.iter().rposition(|token| *token == "if")?;
    let branch = around.before.get(last..).unwrap_or_default();
    if !failure.wanted.contains(&Rule::kw_else)
        || !branch.contains(&"then")
        || branch.contains(&"else")
    {
        return None;
    }
    let verb = around.back(1);
    if matches!(verb, "favor" | "oppose" | "exclude") && around.back(2) == "then" {
        return Some(
            failure
                .error(format!("`if … then` gives a number, and `{verb}` is none"))
                .help(format!(
                    "a rule has its condition without `if`: write the condition alone, `when CONDITION then {verb} …`"
                )),
        );
    }
    let rest = failure.place.source.get(failure.at..).unwrap_or("");
    let has_else = rest.split_whitespace().any(|token| token == "else");
    (!has_else).then(|| {
        failure
            .error("`if` needs an `else`".into())
            .help("say which number it is otherwise: `if CONDITION then NUMBER else NUMBER`")
    })
}

/// `has`, `contains`, `equals` after a name.
fn other_word(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, next) = (around.found, around.next);
    if !joins(failure) {
        return None;
    }
    if let Some(form) = meaning(JOINING, found) {
        return Some(
            failure
                .error(format!("there is no `{found}`"))
                .help(joined(failure, around, form)),
        );
    }
    if !is_word(around.back(1)) {
        return None;
    }
    let name = around.name(1);
    let value = operand_at(failure.place.source, failure.after());
    let help = match found {
        "excludes" | "lacks" | "misses" | "hasnt" => {
            format!("a set is tested with `includes`: write `not {name} includes {next}`")
        }
        "has" | "have" | "contains" | "contain" | "include" => {
            format!("a set is tested with `includes`: `{name} includes {next}`")
        }
        "equals" | "equal" | "are" if begins_number(next) || value.contains('.') => {
            format!("write `{name} = {value}`")
        }
        "equals" | "equal" | "are" => format!("write `{name} is {next}`"),
        _ => return None,
    };
    Some(
        failure
            .error(format!("`{found}` is no word of conditions"))
            .help(help),
    )
}

/// Operators of other languages, each in those that rules have.
const JOINING: &[(&str, &str)] = &[
    ("xor", "(A and not B) or (not A and B)"),
    ("nand", "not (A and B)"),
    ("nor", "not A and not B"),
];

/// What to write for such an operator, with the names on its sides where those are the whole of it.
fn joined(failure: &Failure<'_>, around: &Around<'_>, form: &str) -> String {
    let source = failure.place.source;
    let (left, right) = (around.name(1), operand_at(source, failure.after()));
    let parts = left.split('.').count().saturating_mul(2);
    let end = failure.after().saturating_add(right.len());
    let begins = matches!(around.back(parts), "when" | "unless" | "(" | "expect" | "=");
    let ends = token_at(source, skip_layout(source, end));
    let ends = matches!(ends, "then" | ")" | "}" | "because" | "cite" | "");
    let form = match begins && ends && is_word(around.back(1)) && is_word(right) {
        true => form.replace('A', &left).replace('B', right),
        false => form.to_owned(),
    };
    format!("write `{form}`")
}

/// Whether a condition stands before that could go on.
fn joins(failure: &Failure<'_>) -> bool {
    failure
        .wanted
        .iter()
        .any(|rule| matches!(rule, Rule::and | Rule::or | Rule::add_op))
}
