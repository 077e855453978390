//! Faults of YAML in words that say what to write instead. The parser finds them; here is how they are told.

use serde_saphyr::granit_parser::{ErrorKind, ScanError};

use super::mend_yaml::{equals_at, indent, line_above, open_bracket, quote_above};
use super::problems;
use super::recover::line_at;
use super::tree::Text;
use crate::base::Diagnostic;

/// A fault, from what the parser says of it.
pub(super) fn fault(text: Text<'_>, error: &ScanError) -> Diagnostic {
    let start = error
        .marker()
        .byte_offset()
        .unwrap_or(0)
        .min(text.text.len());
    let start = tab_from(text.text, start, &error.info()).unwrap_or(start);
    let width = text
        .text
        .get(start..)
        .and_then(|rest| rest.chars().next())
        .filter(|c| !matches!(c, '\n' | '\r'))
        .map_or(0, char::len_utf8);
    let span = text.span(start..start.saturating_add(width));
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        return problems::too_deep(span);
    }
    if let Some(problem) = opened_above(text, start, error) {
        return problem;
    }
    let written = text.text.get(start..).and_then(|rest| rest.chars().next());
    let info = error.info();
    match written {
        Some(bracket @ ('[' | '{')) if info.starts_with("unclosed bracket") => {
            unclosed(text, bracket, start)
        }
        Some(c) if info.starts_with("unexpected character") => {
            let first = match c {
                '`' => "a backtick".into(),
                c => problems::quote(&c.to_string()),
            };
            let said = format!("a text cannot begin with {first}");
            problems::syntax(span, "YAML", &said).help("such a text goes in quotes")
        }
        _ if *error.kind() == ErrorKind::MappingValueNotAllowed && too_deep(text.text, start) => {
            let said = "the line is indented further than the one above, which already has a value";
            problems::syntax(span, "YAML", said).help(
                "facts of one topic start in the same column, and a topic itself has no value",
            )
        }
        _ => {
            let said = words(error.kind()).unwrap_or(&info);
            problems::syntax(span, "YAML", said).help_if(advice(error.kind()))
        }
    }
}

/// A bracket, a quote or a `=` further up, where that is what the fault follows from.
fn opened_above(text: Text<'_>, at: usize, error: &ScanError) -> Option<Diagnostic> {
    if let Some((bracket, at)) = open_bracket(text.text, at) {
        return Some(unclosed(text, bracket, at));
    }
    let no_colon = matches!(
        error.kind(),
        ErrorKind::MappingValueNotAllowed | ErrorKind::SimpleKeyExpected
    );
    if no_colon && let Some(at) = equals_at(text.text, at) {
        let span = text.span(at..at.saturating_add(1));
        let problem = problems::syntax(span, "YAML", "a colon is expected after a name");
        return Some(problem.help("YAML gives values with a colon, such as `growth: slow`"));
    }
    if !error.info().starts_with("invalid trailing content") {
        return None;
    }
    let quote = quote_above(text.text, at)?;
    let span = text.span(quote..line_at(text.text, quote).end);
    let problem = problems::syntax(span, "YAML", "a text does not end on its line");
    Some(problem.help("close it with `\"`"))
}

/// A list or table that is never closed. The parser stops further down, where it no longer makes sense.
fn unclosed(text: Text<'_>, bracket: char, at: usize) -> Diagnostic {
    let close = if bracket == '[' { ']' } else { '}' };
    let span = text.span(at..at.saturating_add(1));
    let said = format!("`{bracket}` is never closed");
    problems::syntax(span, "YAML", &said).help(format!("close it with `{close}`"))
}

/// Whether the colon at a place is the first of a line that stands deeper than the line above it.
fn too_deep(text: &str, at: usize) -> bool {
    let line = line_at(text, at);
    let written = text.get(line.clone()).unwrap_or("");
    let first = text
        .get(line.start..at)
        .is_some_and(|before| !before.contains(": "));
    let above = line_above(text, line.start);
    first && above.is_some_and(|above| indent(above) < indent(written))
}

/// Where the tab stands that is told of: the parser stops at the end of what came before.
fn tab_from(text: &str, from: usize, message: &str) -> Option<usize> {
    let told = message.contains("found a tab");
    let at = text.get(from..)?.find('\t').filter(|_| told)?;
    Some(from.saturating_add(at))
}

/// Our own words for the faults that are met most.
fn words(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::MappingValueNotAllowed => "a text without quotes contains a colon",
        ErrorKind::UnclosedQuotedScalar => "a quote is never closed",
        ErrorKind::SimpleKeyExpected => "a colon is expected after a name",
        ErrorKind::UnknownAnchor => "`*` refers to nothing",
        _ => return None,
    })
}

fn advice(kind: &ErrorKind) -> Option<String> {
    let text = match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInBlockIndentation => "indent with spaces, not with tabs",
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "such a text goes in quotes: `\"a: b\"`"
        }
        ErrorKind::UnclosedQuotedScalar => "close the quotes",
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockMappingKey => {
            "facts of one topic start in the same column"
        }
        ErrorKind::SimpleKeyExpected => {
            "a line gives a value to a name with a colon, such as `growth: slow`"
        }
        ErrorKind::UnknownAnchor => "a text that starts with `*` goes in quotes",
        _ => return None,
    };
    Some(text.into())
}
