//! Slips around texts: words without quotes, quotes within quotes, strings without a word. Knows no grammar of clauses.

use crate::base::Diagnostic;

use super::super::blocks::{REPEATED, TEXTS, is_clause, takes};
use super::around::{Around, is_word, list_at};
use super::failure::{Failure, begins_line, begins_number, skip_layout, token_at, walk};
use super::grammar::Rule;

/// The longest text that a help repeats.
const MOST_SHOWN: usize = 60;

/// A slip around a text.
pub(super) fn of_text(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    prefixed(failure)
        .or_else(|| tripled(failure, around))
        .or_else(|| in_parts(failure, around))
        .or_else(|| quotes_within(failure, around))
        .or_else(|| unquoted(failure, around))
        .or_else(|| wordless(failure, around))
        .or_else(|| cited(failure, around))
}

/// `f"q"`, `r"q"`
fn prefixed(failure: &Failure<'_>) -> Option<Diagnostic> {
    let rest = failure.place.source.get(failure.end()..)?;
    let letter = matches!(
        failure.found,
        "f" | "F" | "r" | "R" | "b" | "B" | "u" | "U" | "rb" | "fr" | "s" | "L"
    );
    (letter && rest.starts_with('"') && failure.wants(&[Rule::text])).then(|| {
        failure
            .error(format!("no `{}` goes before a string", failure.found))
            .help("delete it; a name in braces is filled in anyway: `\"… {NAME} …\"`")
            .safe_edit(failure.span(), "")
    })
}

/// `"""q"""`
fn tripled(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let rest = source.get(failure.last_at..)?;
    let line = rest.strip_prefix("\"\"\"")?.lines().next()?;
    let inner = line.get(..line.find("\"\"\"")?)?;
    let whole = rest.get(..inner.len().saturating_add(6))?;
    (around.back(1) == "\"\"").then(|| {
        let span = failure.span_of(failure.last_at, whole);
        Diagnostic::error("E0114", span, "`\"\"\"` does not begin a string")
            .help("a string has one quote on each side: `\"`")
            .safe_edit(span, format!("\"{}\"", escaped(inner)))
    })
}

/// `"one text " "in two strings"`
fn in_parts(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let first = around.back(1);
    let adjacent = failure.last_at.saturating_add(first.len()) == failure.at;
    if !first.starts_with('"') || adjacent {
        return None;
    }
    let (source, mut text, mut end) = (failure.place.source, inner(first)?.to_owned(), 0);
    for walked in walk(source, failure.at) {
        let Some(part) = inner(walked.token) else {
            break;
        };
        if !text.ends_with(' ') && !part.starts_with(' ') {
            break;
        }
        text.push_str(part);
        end = walked.at.saturating_add(walked.token.len());
    }
    let joined = format!("\"{text}\"");
    let span = failure.between(failure.last_at, end);
    let problem = || Diagnostic::error("E0114", span, "a text is one string");
    (end > 0).then(|| match joined.len() <= MOST_SHOWN {
        true => problem().write(span, joined),
        false => problem()
            .help("write it between one pair of quotes")
            .safe_edit(span, joined),
    })
}

/// What a string has between its quotes.
fn inner(string: &str) -> Option<&str> {
    string.strip_prefix('"')?.strip_suffix('"')
}

/// `"He said "yes" to it"`
fn quotes_within(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (string, found) = (around.back(1), around.found);
    let adjacent = failure.last_at.saturating_add(string.len()) == failure.at;
    let word = found.starts_with(|c: char| c.is_ascii_alphanumeric());
    if !string.starts_with('"') || string.len() < 2 || !(adjacent || found.starts_with('"')) {
        return None;
    }
    let source = failure.place.source;
    let rest = source.get(failure.last_at..)?;
    let line = rest.lines().next()?;
    let end = closing(line)?;
    let whole = line.get(..end)?;
    // `ask "a" "b"` are two strings, unless a blank stands inside of the quotes only.
    let inside = string.ends_with(" \"") || adjacent && word;
    if !inside || end <= failure.at.saturating_sub(failure.last_at) {
        return None;
    }
    let inner = whole.strip_prefix('"')?.strip_suffix('"')?;
    let mended = format!("\"{}\"", escaped(inner));
    let span = failure.span_of(failure.last_at, whole);
    let problem = Diagnostic::error("E0114", span, "a quote within a string ends it");
    let problem = match mended.len() <= MOST_SHOWN {
        true => problem.help(format!(
            "a quote within a string is written `\\\"`: `{mended}`"
        )),
        false => problem.help("a quote within a string is written `\\\"`"),
    };
    Some(problem.edit(span, mended))
}

/// Where the quote stands that ends all of it: the last of the line behind which no text goes on.
fn closing(line: &str) -> Option<usize> {
    let ends = |at: &usize| {
        let behind = line.get(at.saturating_add(1)..).unwrap_or("").trim_start();
        let word = behind.split(|c: char| !c.is_ascii_alphabetic()).next();
        behind.is_empty() || behind.starts_with(['}', '#']) || word.is_some_and(is_clause)
    };
    let quotes = line.match_indices('"').map(|(at, _)| at);
    let at = quotes
        .filter(ends)
        .find(|at| *at > 0 && line.get(..*at).is_some_and(odd_before))?;
    Some(at.saturating_add(1))
}

/// Whether a quote here closes: an odd number of quotes stands before.
fn odd_before(before: &str) -> bool {
    let quotes = before
        .matches('"')
        .count()
        .saturating_sub(before.matches("\\\"").count());
    quotes % 2 == 1
}

fn escaped(inner: &str) -> String {
    let mut out = String::new();
    let mut last = ' ';
    for character in inner.chars() {
        if character == '"' && last != '\\' {
            out.push('\\');
        }
        out.push(character);
        last = character;
    }
    out
}

/// `because it is so`, `ask How many?`
fn unquoted(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (clause, found) = (around.back(1), around.found);
    let is_text = TEXTS.contains(&clause) && failure.wants(&[Rule::text]);
    let word = found.starts_with(|c: char| c.is_ascii_alphanumeric());
    if is_text && found == "[" {
        return strings(failure, clause);
    }
    let ends = matches!(found, "}" | "") || takes(failure.place.keyword).contains(&found);
    if is_text && ends {
        return Some(
            failure
                .error(format!("the text after `{clause}` is missing"))
                .help(format!("write `{clause} \"…\"`")),
        );
    }
    let begins = !begins_line(failure.place.source, failure.at);
    if !is_text || !word || !begins {
        return None;
    }
    if around.next == "(" && failure.at.saturating_add(found.len()) == failure.after() {
        let end = walk(failure.place.source, failure.after())
            .find(|one| one.depth == 1 && one.token == ")");
        let end = end.map_or(failure.end(), |one| one.at.saturating_add(1));
        let message = format!("the text after `{clause}` is not computed");
        return Some(
            Diagnostic::error("E0114", failure.between(failure.at, end), message).help(format!(
                "a value is filled in by its name in braces: `{clause} \"… {{NAME}} …\"`"
            )),
        );
    }
    let written = bare_text(failure.place.source, failure.at, failure.place.keyword);
    let text = format!("\"{}\"", escaped(written).replace('\n', " "));
    let span = failure.span_of(failure.at, written);
    let problem = Diagnostic::error(
        "E0114",
        span,
        format!("the text after `{clause}` goes in quotes"),
    );
    Some(
        match text.len() <= MOST_SHOWN {
            true => problem.help(format!("write `{clause} {text}`")),
            false => problem.help(format!("write `{clause} \"…\"`")),
        }
        .edit(span, text),
    )
}

/// `next ["x", "y"]`
fn strings(failure: &Failure<'_>, clause: &str) -> Option<Diagnostic> {
    let (values, end) = list_at(failure.place.source, failure.at)?;
    let each: Vec<String> = values
        .iter()
        .map(|value| format!("{clause} {value}"))
        .collect();
    let strings = values.iter().all(|value| value.starts_with('"'));
    strings.then(|| {
        let whole = each.join("  ");
        Diagnostic::error(
            "E0114",
            failure.between(failure.at, end),
            "each text needs its own word",
        )
        .help(format!("write `{whole}`"))
        .safe_edit(failure.between(failure.last_at, end), whole)
    })
}

/// Whether the place is behind names that `defeats` lists.
fn names_listed(around: &Around<'_>) -> bool {
    let part = |token: &str| {
        matches!(token, "." | ",")
            || token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '"')
    };
    let names = around.before.iter().rev();
    let listed = names.take_while(|token| part(token) && **token != "defeats");
    around.back(listed.count().saturating_add(1)) == "defeats"
}

/// The words at a place up to the end of the line, the next clause or a brace.
fn bare_text<'s>(source: &'s str, from: usize, keyword: &str) -> &'s str {
    let clauses = takes(keyword);
    let line = source.get(from..).unwrap_or("");
    let line = line
        .get(..line.find('\n').unwrap_or(line.len()))
        .unwrap_or("");
    let mut end = 0;
    let mut at = 0;
    loop {
        at = skip_layout(line, at);
        let token = token_at(line, at);
        let clause =
            end > 0 && clauses.contains(&token) && !matches!(token, "in" | "next" | "when");
        if token.is_empty() || clause || matches!(token, "}" | "{" | ";") || token.starts_with('"')
        {
            return line.get(..end).unwrap_or("");
        }
        at = at.saturating_add(token.len());
        end = at;
    }
}

/// `{ "because of it" }`
fn wordless(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let string = around.found;
    let keyword = failure.place.keyword;
    let begins = failure.wants(&[Rule::about, Rule::kw_about]);
    if !string.starts_with('"') || !begins || begins_number(around.back(1)) {
        return None;
    }
    let last = around.back(1);
    if last.starts_with('"') && around.back(3) == "cite" {
        let inner = |text: &str| text.trim_matches('"').to_owned();
        let both = format!("\"{}, {}\"", inner(last), inner(string));
        let span = failure.between(failure.last_at, failure.end());
        return Some(
            failure
                .error("a citation has only one place".into())
                .help("put both into one string")
                .edit(span, both),
        );
    }
    let clause = around.back(2);
    if last.starts_with('"') && TEXTS.contains(&clause) && !REPEATED.contains(&clause) {
        let joined = format!(
            "{} {}",
            last.trim_end_matches('"'),
            string.trim_start_matches('"')
        );
        let span = failure.between(failure.last_at, failure.end());
        return Some(
            failure
                .error(format!("`{clause}` has only one text"))
                .help("put both into one string")
                .edit(span, joined),
        );
    }
    let word = match keyword {
        "rule" | "contrast" | "let" | "guarantee" | "group" => "because",
        "topic" => "ask",
        "rulebook" => "about",
        "strategy" | "outcome" | "note" => "next",
        _ => return None,
    };
    let several = matches!(keyword, "strategy" | "outcome" | "note");
    let problem = failure.error("no word says what this string is".into());
    Some(match several {
        true => problem.help(format!(
            "add the word for it: `risk {string}`, `next {string}`, `precondition {string}`, `measure {string}` or `headline {string}`"
        )),
        false => problem
            .help(format!("write `{word} {string}`"))
            .edit(failure.between(failure.at, failure.at), format!("{word} ")),
    })
}

/// `cite "Ford 2021"`, `cite [s]`
fn cited(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let (clause, found) = (around.back(1), around.found);
    if (around.back(2), clause) == ("in", "group") {
        let span = failure.between(failure.last_at, failure.at);
        return Some(
            Diagnostic::error("E0114", span, "the name of a group follows `in`")
                .help(format!("write `in {found}`"))
                .safe_edit(span, ""),
        );
    }
    let more = is_word(found)
        && !takes(failure.place.keyword).contains(&found)
        && !around.next.starts_with('"')
        && is_word(clause)
        && !begins_line(failure.place.source, failure.at);
    if more && names_listed(around) {
        return Some(
            failure
                .error(format!("a comma is missing before `{found}`"))
                .help("separate the rules that it defeats with commas")
                .edit(failure.behind_last(), ","),
        );
    }
    if found == "and" && names_listed(around) {
        return Some(
            failure
                .error("separate the rules that it defeats with commas".into())
                .write(failure.span(), ","),
        );
    }
    let takes_in = takes(failure.place.keyword).contains(&"in");
    let in_condition = clause == "in" && (!takes_in || around.in_condition(failure));
    if !matches!(clause, "cite" | "tag" | "in" | "defeats") || in_condition {
        return None;
    }
    if found == "[" {
        return Some(in_brackets(failure, around));
    }
    let text = found.strip_prefix('"')?.strip_suffix('"')?;
    let name = super::slip_head::name_of(text)?;
    Some(match clause {
        // Without its declaration the name would be another error.
        "cite" if name == text => failure
            .error("a source is cited by its name, without quotes".into())
            .help(format!("write `cite {name}`"))
            .edit(failure.span(), name),
        "cite" => failure
            .error("a source is cited by its name".into())
            .help(format!(
                "write `cite {name}`, and declare it: `source {name} {found}`"
            )),
        _ => failure
            .error(format!(
                "the name after `{clause}` is written without quotes"
            ))
            .help(format!("write `{clause} {name}`"))
            .edit(failure.span(), name),
    })
}

/// `cite [s]`, `tag [need, fit]`
fn in_brackets(failure: &Failure<'_>, around: &Around<'_>) -> Diagnostic {
    let (clause, name) = (around.back(1), around.next);
    let end = failure.after().saturating_add(name.len());
    let end = skip_layout(failure.place.source, end);
    let problem = failure.error(format!(
        "the name after `{clause}` is written without brackets"
    ));
    match around.second_next == "]" {
        true => problem.write(failure.between(failure.at, end.saturating_add(1)), name),
        false => problem.help(format!(
            "each needs its own word: `{clause} {name}  {clause} …`"
        )),
    }
}
