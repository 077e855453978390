//! Braces, brackets and colons around conditions and values, as other languages have them. Knows no types.

use pest::Parser as _;

use crate::base::Diagnostic;
use crate::syntax::meant::called_as;
use crate::syntax::words;

use super::around::{Around, is_value, is_word, operand_at};
use super::failure::{Failure, Walked, begins_line, token_at, walk};
use super::grammar::{Grammar, Rule};

/// A sign around a condition, a value or a row.
pub(super) fn of_brace(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    braced(failure, around)
        .or_else(|| quantified(failure, around))
        .or_else(|| colon(failure, around))
        .or_else(|| list_in_call(failure, around))
        .or_else(|| row(failure, around))
}

/// `when { t.y }`, `when { t.y; t.z }`
fn braced(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let opens = matches!(
        around.back(1),
        "when" | "unless" | "never" | "always" | "expect"
    );
    if around.found != "{" || !opens {
        return None;
    }
    let source = failure.place.source;
    let problem = failure.error("a condition has no braces of its own".into());
    let (mut cuts, mut last, mut close) = (Vec::new(), "{", None);
    for Walked { at, token, depth } in walk(source, failure.at).skip(1) {
        if token.is_empty() || (token == "}" && depth == 1) {
            close = (!token.is_empty()).then_some(at);
            break;
        }
        let joins =
            |token: &str| words::OPERATORS.contains(&token) || matches!(token, "{" | ";" | ",");
        if depth == 1 && matches!(token, ";" | ",") {
            cuts.push((at, at.saturating_add(token.len())));
        } else if depth == 1 && begins_line(source, at) && !joins(token) && !joins(last) {
            let end = source
                .get(..at)
                .map_or(at, |before| before.trim_end().len());
            cuts.push((end, end));
        }
        last = token;
    }
    if let (true, Some(close)) = (cuts.is_empty(), close) {
        cuts = side_by_side(source, failure.end(), close);
    }
    let list = "write `all of { A; B }` if each has to hold, `any of { A; B }` if one is enough";
    let Some(close) = close else {
        return Some(problem.help(list));
    };
    if !cuts.is_empty() {
        let open = failure.between(failure.at, failure.at);
        let problem = problem.help(list).edit(open, "all of ");
        let edits = cuts
            .into_iter()
            .map(|(start, end)| failure.between(start, end));
        return Some(edits.fold(problem, |problem, span| problem.edit(span, ";")));
    }
    let inner = source.get(failure.end()..close)?.trim();
    let one = is_word(token_at(inner, 0)) && operand_at(inner, 0).len() == inner.len();
    Some(
        match one || inner.contains(" is ") || inner.contains(['<', '>', '=']) {
            true => problem
                .help("delete the braces")
                .edit(failure.span(), "")
                .edit(failure.span_of(close, "}"), ""),
            false => problem.help(list),
        },
    )
}

/// The places between conditions that nothing joins; none where what stands between the braces is not several of them.
fn side_by_side(source: &str, open: usize, close: usize) -> Vec<(usize, usize)> {
    let (mut cuts, mut start, mut end) = (Vec::new(), open, open);
    let is_condition = |start: usize, end: usize| {
        let text = source.get(start..end).map(str::trim);
        text.is_some_and(|text| Grammar::parse(Rule::lone_condition, text).is_ok())
    };
    for Walked { at, token, depth } in walk(source, open) {
        if at >= close {
            break;
        }
        let ends = source.get(..end).unwrap_or("").ends_with(['.', '(', '{']);
        let begins = is_word(token) || matches!(token, "not" | "surely" | "(");
        if depth == 0 && end > open && begins && !ends && is_condition(start, end) {
            cuts.push((end, end));
            start = at;
        }
        end = at.saturating_add(token.len());
    }
    match is_condition(start, end) {
        true => cuts,
        false => Vec::new(),
    }
}

/// `some of { a; b }`, `every { a; b }`, `some t.s is tpm`
fn quantified(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let word = around.back(1);
    let quorum = match word {
        "some" | "every" | "each" | "both" | "either" => match word {
            "each" | "both" => "all of",
            "either" => "any of",
            word => called_as(word)?,
        },
        _ => return None,
    };
    let end = match (around.found, around.next) {
        ("of", "{") => failure.after(),
        ("{", _) => failure.at,
        (name, _) if is_word(name) && matches!(word, "some" | "every" | "each") => {
            let subject = operand_at(failure.place.source, failure.at);
            return Some(
                failure
                    .error(format!("`{word}` is not a word of conditions"))
                    .help(format!(
                        "a set is tested with `includes`: `{subject} includes ELEMENT`"
                    ))
                    .help(format!(
                        "conditions are counted in braces: `{quorum} {{ A; B }}`"
                    )),
            );
        }
        _ => return None,
    };
    let span = failure.between(failure.last_at, end);
    let problem = Diagnostic::error(
        "E0114",
        span,
        format!("`{word}` is not a word of conditions"),
    );
    Some(
        problem
            .help(format!("write `{quorum} {{ …; … }}`"))
            .safe_edit(span, format!("{quorum} ")),
    )
}

/// `when t.y:`, `met: t.y`
fn colon(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if around.found != ":" {
        return None;
    }
    if matches!(around.back(1), "met" | "asked" | "partly") && is_value(around.next) {
        return Some(
            failure
                .error(format!("`when` follows `{}`", around.back(1)))
                .help("write `when`")
                .safe_edit(failure.span(), " when"),
        );
    }
    let clauses = matches!(failure.place.keyword, "rule" | "note" | "contradiction");
    (clauses && failure.goes_on() && is_value(around.back(1))).then(|| {
        failure
            .error("no `:` is needed after a condition".into())
            .help("delete it")
            .safe_edit(failure.span(), "")
    })
}

/// `max([a, b])`
fn list_in_call(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    if around.found != "[" || around.back(1) != "(" || !is_word(around.back(2)) {
        return None;
    }
    let mut inside = walk(failure.place.source, failure.at).skip(1);
    let close = inside.find(|one| one.token.is_empty() || (one.token == "]" && one.depth == 1))?;
    let closes = close.token == "]" && inside.next().is_some_and(|next| next.token == ")");
    closes.then(|| {
        failure
            .error("the values of a function are written without brackets".into())
            .help("delete the brackets")
            .safe_edit(failure.span(), "")
            .safe_edit(failure.span_of(close.at, "]"), "")
    })
}

/// `row is "x", "y" by …`, `row: "x", …`
fn row(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let sign = matches!(around.found, "is" | ":" | "=");
    (sign && around.back(1) == "row" && failure.place.keyword == "table").then(|| {
        failure
            .error(format!("no `{}` is needed after `row`", around.found))
            .help("delete it")
            .safe_edit(failure.span(), "")
    })
}
