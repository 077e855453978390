//! Slips in conditions: tests, comparisons and lists as other languages, or people, write them. Knows no types.

use crate::base::Diagnostic;

use super::super::blocks::is_clause;
use super::around::{Around, is_value, is_word, list_at, operand_at};
use super::failure::{Failure, Walked, begins_line, begins_number, skip_layout, token_at, walk};
use super::grammar::Rule;
use super::slip_compare::meaning;
use crate::syntax::words::INCLUDING;

/// Numbers as words.
pub(super) const COUNTED: &[(&str, &str)] = &[
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
];

/// A slip in a condition.
pub(super) fn of_test(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    conditional(failure, around)
        .or_else(|| own_level(failure, around))
        .or_else(|| other_name(failure, around))
        .or_else(|| list(failure, around))
        .or_else(|| quorum(failure, around))
        .or_else(|| comma(failure, around))
        .or_else(|| other_word(failure, around))
}

/// `t.f is t.f.slow`, `t.f is one of t.f.slow, t.f.fast`
fn own_level(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let levels = operands_at(source, failure.last_at);
    let (fact, level) = levels.first()?.1.rsplit_once('.')?;
    let mut tested: Vec<&str> = walk(fact, 0).map(|walked| walked.token).collect();
    let is = around.before.windows(tested.len()).any(|tokens| {
        let (last, name) = tokens.split_last().unwrap_or((&"", &[]));
        tested.starts_with(name) && matches!(*last, "is" | "includes")
    });
    if around.found != "." || !is {
        return None;
    }
    tested.pop();
    let span = failure.span_of(failure.last_at, levels.first()?.1);
    let message = format!("a level is written without its fact: `{level}`");
    let mut problem = Diagnostic::error("E0114", span, message).help(format!("write `{level}`"));
    for (at, whole) in &levels {
        let own = whole.rsplit_once('.').filter(|(name, _)| *name == fact);
        if let Some((_, level)) = own {
            problem = problem.safe_edit(failure.span_of(*at, whole), level);
        }
    }
    Some(problem)
}

/// The operands that begin at a place, with commas between them.
fn operands_at(source: &str, at: usize) -> Vec<(usize, &str)> {
    let (mut operands, mut at) = (Vec::new(), at);
    loop {
        let operand = operand_at(source, at);
        if operand.is_empty() {
            return operands;
        }
        operands.push((at, operand));
        let comma = skip_layout(source, at.saturating_add(operand.len()));
        if token_at(source, comma) != "," {
            return operands;
        }
        at = skip_layout(source, comma.saturating_add(1));
    }
}

/// `is t.other`
fn other_name(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let fits = around.found == "." && around.back(2) == "is" && is_word(around.next);
    fits.then(|| {
        let left = around.name(3);
        let right = format!("{}.{}", around.back(1), around.next);
        let is = around.back_at(2);
        failure
            .error("`is` tests a level, and this is a name with a topic".into())
            .help(format!(
                "two values are compared with a sign: `{left} = {right}`; a level is written without its topic: `{left} is {}`",
                around.next
            ))
            .edit(failure.between(is, is.saturating_add(2)), "=")
    })
}

/// `is one of slow fast`, `is one of [slow, fast]`, `not one of`
fn list(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let found = around.found;
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
        && failure.goes_on()
        && is_value(found)
        && !matches!(around.back(1), "of" | ",")
    {
        return Some(
            failure
                .error(format!("a comma is missing before `{found}`"))
                .help("the levels of a list are separated by commas: `is one of low, high`")
                .edit(failure.behind_last(), ","),
        );
    }
    let negated = found == "not" && matches!(around.next, "one" | "at" | "known" | "unknown");
    (negated && is_word(around.back(1))).then(|| {
        let (name, next) = (around.name(1), around.next);
        let next = if next == "one" { "one of" } else { next };
        failure
            .error(format!("`is` is missing before `not {next}`"))
            .help(format!("write `{name} is not {next} …`"))
            .safe_edit(failure.between(failure.at, failure.at), "is ")
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
    // `at least 2 { … }`, `all { … }`
    let counted = around.back(2) == "least" && begins_number(last) && failure.wants(&[Rule::kw_of]);
    if found == "{" && (counted || matches!(last, "all" | "any" | "none")) {
        return Some(
            failure
                .error("`of` is missing before `{`".into())
                .help(format!("write `{last} of {{ …; … }}`"))
                .safe_edit(failure.between(failure.at, failure.at), "of "),
        );
    }
    parts(failure, around).or_else(|| unseparated(failure))
}

/// `any of (a, b)`, `all of a, b`, `at least 2 of (a, b)`
fn parts(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    if let Some(told) = equal_to_any(failure, around) {
        return Some(told);
    }
    let listed = matches!(around.back(2), "is" | "not" | "includes");
    let all =
        matches!(last, "all" | "any" | "none") && found == "of" && around.next != "{" && !listed;
    // Without its brace the whole is no list of conditions, and `at` a name.
    let counted = last == "at" && found == "least" && begins_number(around.next);
    let called = matches!(found, "and" | "or" | "not") && around.next == "(" && !failure.goes_on();
    if called && found != "not" {
        return called_operator(failure, found);
    }
    let (head, from) = match (all, counted) {
        (true, _) => (format!("{last} of"), failure.after()),
        (_, true) => {
            let of = skip_layout(
                failure.place.source,
                failure.after().saturating_add(around.next.len()),
            );
            let from = skip_layout(failure.place.source, of.saturating_add("of".len()));
            (format!("at least {} of", around.next), from)
        }
        _ => return None,
    };
    let problem = failure
        .error("the parts of a list of conditions go in braces".into())
        .help(format!("write `{head} {{ A; B }}`"));
    let source = failure.place.source;
    Some(match conditions_at(source, from) {
        Some((conditions, end)) => problem.edit(
            failure.between(from, end),
            format!("{{ {} }}", conditions.join("; ")),
        ),
        None => problem,
    })
}

/// `f = any of (slow, fast)`
fn equal_to_any(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let not = match around.back(2) {
        "=" => "",
        "!=" => "not ",
        _ => return None,
    };
    if (around.back(1), around.found) != ("any", "of") || !is_word(around.back(3)) {
        return None;
    }
    let (values, end) = list_at(failure.place.source, failure.after())?;
    let test = format!("is {not}one of {}", values.join(", "));
    Some(
        failure
            .error("test several values with `is one of`".into())
            .help(format!("write `{} {test}`", around.name(3)))
            .safe_edit(failure.between(around.back_at(2), end), test),
    )
}

/// `and(a, b)`
fn called_operator(failure: &Failure<'_>, operator: &str) -> Option<Diagnostic> {
    let head = if operator == "and" {
        "all of"
    } else {
        "any of"
    };
    let (conditions, end) = conditions_at(failure.place.source, failure.after())?;
    let list = format!("{head} {{ {} }}", conditions.join("; "));
    Some(
        failure
            .error(format!("`{operator}` is not a function"))
            .write(failure.between(failure.at, end), list),
    )
}

/// Conditions with commas between them, in parentheses or not, and where they end.
fn conditions_at(source: &str, from: usize) -> Option<(Vec<&str>, usize)> {
    let open = token_at(source, from) == "(";
    let mut start = skip_layout(source, from.saturating_add(usize::from(open)));
    let (mut parts, mut end, mut last) = (Vec::new(), start, "");
    for Walked { at, token, depth } in walk(source, start) {
        let closes = matches!(token, ")" | "]" | "}");
        let part = is_clause(token) && last != ".";
        let ends = depth == 0 && (closes || part || matches!(token, "" | "otherwise"));
        last = token;
        let behind = at.saturating_add(token.len());
        let cuts = depth == 0 && matches!(token, "," | ";");
        if ends || cuts {
            parts.push(source.get(start..end)?);
            start = skip_layout(source, behind);
        }
        if ends {
            let end = if open { behind } else { end };
            let whole = parts.len() > 1 && parts.iter().all(|part| !part.is_empty());
            return (whole && (!open || token == ")")).then_some((parts, end));
        }
        if !cuts {
            end = behind;
        }
    }
    None
}

/// `any of { a b }`
fn unseparated(failure: &Failure<'_>) -> Option<Diagnostic> {
    let found = failure.found;
    let begins = is_value(found) || matches!(found, "not" | "(" | "surely");
    (begins && failure.goes_on() && failure.in_quorum()).then(|| {
        failure
            .error(format!("`;` is missing before `{found}`"))
            .help("the parts of a list of conditions are separated by `;`")
            .edit(failure.behind_last(), ";")
    })
}

/// Commas inside of conditions and numbers.
fn comma(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if around.found != "," || failure.in_quorum() {
        return None;
    }
    let (last, next) = (around.back(1), around.next);
    if let Some(told) = joining(failure, around) {
        return Some(told);
    }
    let is_row = matches!(failure.place.keyword, "contrast");
    let rows = matches!(failure.place.keyword, "advice" | "let");
    if rows && is_value(next) && matches!(around.second_next, "when" | "otherwise" | ":") {
        return Some(
            failure
                .error("a comma does not go between rows".into())
                .help("rows follow each other without a sign: delete it")
                .safe_edit(failure.span(), ""),
        );
    }
    if around.in_effects(failure) || !is_value(last) || !is_value(next) {
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
        _ if failure.goes_on() => "conditions are joined with `and` or `or`".into(),
        _ => return None,
    };
    Some(
        failure
            .error(format!("a comma does not go after `{last}`"))
            .help(help),
    )
}

/// `x is a, m.n > 3`, `x is a; m.n > 3`: signs that join conditions elsewhere, where a whole test follows.
pub(super) fn joining(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let word = match around.found {
        "," => "and",
        ";" => "or",
        _ => return None,
    };
    let source = failure.place.source;
    let at = failure.after();
    let at = match token_at(source, at) {
        "not" | "surely" => skip_layout(source, at.saturating_add(token_at(source, at).len())),
        _ => at,
    };
    let operand = operand_at(source, at);
    let next = token_at(
        source,
        skip_layout(source, at.saturating_add(operand.len())),
    );
    let tested = next.starts_with(['=', '!', '<', '>']) && next != "=>"
        || matches!(next, "is" | "includes" | "between");
    let ends = matches!(next, "then" | "}" | "because" | "unless" | "," | ";");
    let fits = is_word(token_at(source, at)) && (tested || ends && operand.contains('.'));
    let inside = failure.in_quorum() || around.in_call() || !around.in_condition(failure);
    let rows = !matches!(failure.place.keyword, "rule" | "note" | "contradiction");
    if !fits || inside || rows || !failure.goes_on() {
        return None;
    }
    let problem = failure.error("conditions are joined with `and` or `or`".into());
    let blank = if source.get(..failure.at)?.ends_with(char::is_whitespace) {
        ""
    } else {
        " "
    };
    Some(
        problem
            .help(format!("write `{word}`, if that is meant"))
            .edit(failure.span(), format!("{blank}{word}")),
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
                .error(format!("`if … then` gives a number, and `{verb}` is not one"))
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

/// Words of conditions in other languages, after a name or before one.
fn other_word(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let found = around.found;
    if let Some(told) = spare_word(failure, around) {
        return Some(told);
    }
    if !failure.goes_on() {
        return None;
    }
    let source = failure.place.source;
    if found == "not" && around.next == "is" && is_word(around.back(1)) {
        let is = skip_layout(source, failure.after());
        let both = failure.between(failure.at, is.saturating_add("is".len()));
        return Some(
            failure
                .error("`not` comes behind `is`".into())
                .write(both, "is not"),
        );
    }
    if found == "but" {
        return Some(
            failure
                .error("there is no `but`".into())
                .write(failure.span(), "and"),
        );
    }
    if found == "nor" && (around.has("neither") || around.has("not")) {
        return Some(
            failure
                .error("there is no `nor`".into())
                .write(failure.span(), "and not"),
        );
    }
    if let Some(form) = meaning(JOINING, found) {
        return Some(
            failure
                .error(format!("there is no `{found}`"))
                .help(joined(failure, around, form)),
        );
    }
    set_word(failure, around).or_else(|| search(failure))
}

/// `count t.s`, `t.y t.z`: operands without anything between them.
pub(super) fn side_by_side(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if !failure.goes_on() {
        return None;
    }
    let (last, found) = (around.back(1), around.found);
    let operand = operand_at(failure.place.source, failure.at);
    let conditions = around.in_condition(failure);
    let both = is_word(last) && is_word(found) && (operand.contains('.') || around.next == "(");
    let same_line = !begins_line(failure.place.source, failure.at);
    let next_line = operand.contains('.') && matches!(failure.place.keyword, "rule" | "note");
    (both && conditions && (same_line || next_line)).then(|| {
        let left = around.name(1);
        let call = format!("a function has its values in parentheses: `{left}({operand})`");
        failure
            .error(format!("nothing joins `{left}` and `{operand}`"))
            .help("write `and` or `or` between conditions")
            .help_if((same_line && !left.contains('.')).then_some(call))
    })
}

/// `either a or b`, `neither a nor b`, `x is a slow`
fn spare_word(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (last, found) = (around.back(1), around.found);
    let span = failure.between(failure.last_at, failure.at);
    let article =
        matches!(last, "a" | "an" | "the") && matches!(around.back(2), "is" | "not" | "includes");
    let operand = is_word(found) || found == "(";
    match last {
        "either" | "both" if operand && matches!(around.back(2), "not" | "surely") => {
            let word = around.back(2);
            let join = if last == "both" { "and" } else { "or" };
            Some(
                failure
                    .error(format!("`{last}` says nothing more"))
                    .help(format!(
                        "write parentheses instead of it: `{word} (… {join} …)`"
                    )),
            )
        }
        "either" | "both" if operand => Some(
            failure
                .error(format!("`{last}` says nothing more"))
                .help("delete it")
                .safe_edit(span, ""),
        ),
        "neither" if operand => {
            let problem = failure
                .error("there is no `neither`".into())
                .help("write `not`, and `and not` for `nor`");
            if matches!(around.back(2), "not" | "surely") {
                let word = around.back(2);
                return Some(problem.help(format!(
                    "both go in parentheses then: `{word} (not … and not …)`"
                )));
            }
            let mut behind = walk(failure.place.source, failure.at);
            let end = behind.find(|one| matches!(one.token, "" | "then" | "}" | "nor"));
            Some(match end {
                Some(Walked {
                    at, token: "nor", ..
                }) => problem
                    .safe_edit(span, "not ")
                    .safe_edit(failure.span_of(at, "nor"), "and not"),
                _ => problem,
            })
        }
        _ if article && is_value(found) => Some(
            failure
                .error(format!("a level is written without `{last}`"))
                .help(format!("write `{found}` alone"))
                .safe_edit(span, ""),
        ),
        _ => None,
    }
}

/// `has`, `contains` after a name, and `exists`.
fn set_word(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (found, next) = (around.found, around.next);
    if matches!(found, "exists" | "exist") && is_word(around.back(1)) && !is_value(next) {
        let name = around.name(1);
        return Some(
            failure
                .error(format!("`{found}` is not a word of conditions"))
                .help(format!("write `{name} is known`"))
                .safe_edit(failure.span(), "is known"),
        );
    }
    if !is_word(around.back(1)) || !is_value(next) {
        return None;
    }
    let name = around.name(1);
    let base = failure.error(format!("`{found}` is not a word of conditions"));
    match found {
        word if INCLUDING.contains(&word) || word == "includ" => Some(
            base.help(format!(
                "a set is tested with `includes`: `{name} includes {next}`"
            ))
            .safe_edit(failure.span(), "includes"),
        ),
        // A name with its topic begins another condition.
        "with" if !operand_at(failure.place.source, failure.after()).contains('.') => Some(
            base.help(format!(
                "a set is tested with `includes`: `{name} includes {next}`"
            ))
            .help("conditions are joined with `and`")
            .edit(failure.span(), "includes"),
        ),
        _ => None,
    }
}

/// `x matches "a.*"`, `x mod 2`
fn search(failure: &Failure<'_>) -> Option<Diagnostic> {
    let found = failure.found;
    let help = match found {
        "matches" | "like" | "startswith" | "endswith" | "regex" | "starts" | "ends" => {
            "texts are not searched; what rules are to tell apart is a fact with levels: `one of a, b`"
        }
        "mod" | "modulo" | "rem" | "div" => {
            "there is no remainder operator; a script function can compute it"
        }
        _ => return None,
    };
    Some(
        failure
            .error(format!("`{found}` is not a word of conditions"))
            .help(help),
    )
}

/// Operators of other languages, each in those that rules have.
const JOINING: &[(&str, &str)] = &[
    ("xor", "(A and not B) or (not A and B)"),
    ("nand", "not (A and B)"),
    ("nor", "not A and not B"),
    ("implies", "not A or B"),
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
