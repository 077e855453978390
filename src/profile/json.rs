//! JSON (RFC 8259, strict) into the neutral tree. Says where and what; knows nothing of facts.
//!
//! `serde_json` keeps no places, but it can hand out pieces of the text as they are written. Each
//! table and list is cut into such pieces, whose addresses are their places.

use std::ops::Range;

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::mend_json::{open_brackets, trailing_comma};
use super::problems;
use super::recover::{last_before, line_at, open_quote};
use super::tree::{Entry, MOST_VALUES, Node, NodeKind, Text, Tree, plain_number};
use crate::base::{Diagnostic, Limits, json_too_deep};

pub(super) fn read(text: Text<'_>) -> Tree<'_> {
    let raw: &RawValue = match serde_json::from_str(text.text) {
        Ok(raw) => raw,
        Err(error) => {
            let deep = json_too_deep(text.text, Limits::DEFAULT.nesting.saturating_add(1));
            let deep = deep.map(|at| problems::too_deep(text.span(at..at.saturating_add(1))));
            return Tree::failed(deep.unwrap_or_else(|| syntax(text, &error)));
        }
    };
    let mut builder = Builder {
        text,
        problems: Vec::new(),
        values: 0,
    };
    let root = builder.node(raw, 0);
    Tree {
        root,
        problems: builder.problems,
    }
}

struct Builder<'a> {
    text: Text<'a>,
    problems: Vec<Diagnostic>,
    values: usize,
}

impl<'a> Builder<'a> {
    /// The node of a piece; `None` where a limit was met and reading is to stop.
    fn node(&mut self, raw: &'a RawValue, depth: usize) -> Option<Node<'a>> {
        let range = self.range(raw);
        self.values = self.values.saturating_add(1);
        if self.values > MOST_VALUES {
            self.problems
                .push(problems::too_many_values(self.text.span(range)));
            return None;
        }
        if depth > Limits::DEFAULT.nesting {
            self.problems
                .push(problems::too_deep(self.text.span(range)));
            return None;
        }
        let kind = match raw.get().as_bytes().first() {
            Some(b'{') => self.table(raw, depth)?,
            Some(b'[') => self.list(raw, depth)?,
            Some(b'"') => self.string(raw).map_or(NodeKind::Broken, NodeKind::Text),
            Some(b't') => NodeKind::Truth(true),
            Some(b'f') => NodeKind::Truth(false),
            Some(b'n') => NodeKind::Null,
            _ => self.number(raw),
        };
        Some(Node {
            span: self.text.span(range),
            kind,
        })
    }

    fn table(&mut self, raw: &'a RawValue, depth: usize) -> Option<NodeKind<'a>> {
        let Ok(Pairs(pairs)) = serde_json::from_str(raw.get()) else {
            return self.stop(raw);
        };
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let key_span = self.text.span(self.range(key));
            let name = self.string(key);
            let value = self.node(value, depth.saturating_add(1))?;
            if let Some(key) = name {
                entries.push(Entry {
                    key,
                    key_span,
                    value,
                });
            }
        }
        Some(NodeKind::Table(entries))
    }

    fn list(&mut self, raw: &'a RawValue, depth: usize) -> Option<NodeKind<'a>> {
        let Ok(pieces) = serde_json::from_str::<Vec<&RawValue>>(raw.get()) else {
            return self.stop(raw);
        };
        pieces
            .into_iter()
            .map(|piece| self.node(piece, depth.saturating_add(1)))
            .collect::<Option<Vec<_>>>()
            .map(NodeKind::List)
    }

    /// The syntax was tried before, so only a limit can have stopped the cutting into pieces.
    fn stop(&mut self, raw: &RawValue) -> Option<NodeKind<'a>> {
        let span = self.text.span(self.range(raw));
        self.problems.push(problems::too_many_values(span));
        None
    }

    fn string(&mut self, raw: &'a RawValue) -> Option<Cow<'a, str>> {
        let written = raw.get();
        let inner = written
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))?;
        if !inner.contains('\\') {
            return Some(Cow::Borrowed(inner));
        }
        match serde_json::from_str::<String>(written) {
            Ok(text) => Some(Cow::Owned(text)),
            Err(error) => {
                let span = self.text.span(self.range(raw));
                self.problems
                    .push(problems::syntax(span, "JSON", &words(&error)));
                None
            }
        }
    }

    fn number(&mut self, raw: &'a RawValue) -> NodeKind<'a> {
        let written = raw.get();
        match plain_number(written) {
            Some(number) if number.is_finite() => NodeKind::Number(number, Cow::Borrowed(written)),
            _ => {
                let span = self.text.span(self.range(raw));
                self.problems.push(problems::not_finite(span, written));
                NodeKind::Broken
            }
        }
    }

    /// Where a piece stands: it borrows from the text.
    fn range(&self, raw: &RawValue) -> std::ops::Range<usize> {
        let base = self.text.text.as_ptr().addr();
        let start = raw.get().as_ptr().addr().saturating_sub(base);
        start..start.saturating_add(raw.get().len())
    }
}

/// The pieces of a table, keys that repeat included.
struct Pairs<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            if pairs.len() >= MOST_VALUES {
                return Err(de::Error::custom("too many values"));
            }
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

fn syntax(text: Text<'_>, error: &serde_json::Error) -> Diagnostic {
    let start = offset(text.text, error.line(), error.column());
    let said = words(error);
    // Behind the last word, and not on it.
    let start = if said.starts_with("it ends within") && !said.ends_with("string") {
        text.text.trim_end().len()
    } else {
        word_start(text.text, start)
    };
    let rest = text.text.get(start..).unwrap_or("");
    let word = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')
        .map_or(rest, |end| rest.get(..end).unwrap_or(""));
    if matches!(word, "NaN" | "Infinity" | "-Infinity") {
        let span = text.span(start..start.saturating_add(word.len()));
        return problems::not_finite(span, word);
    }
    if let Some((range, number)) = decimal_comma(text.text, start) {
        let message = format!(
            "`{}` is not a number",
            text.text.get(range.clone()).unwrap_or("")
        );
        return problems::syntax(text.span(range), "JSON", &message).help(format!(
            "a number has a decimal point, and no commas: `{number}`"
        ));
    }
    let unended = said.ends_with("within a string") && open_quote(text.text, start).is_some();
    if unended || said.starts_with("control character") {
        return control_character(text, start);
    }
    let width = rest
        .chars()
        .next()
        .filter(|c| *c != '\n' && *c != '\r')
        .map_or(0, |first| word.len().max(first.len_utf8()));
    let span = text.span(start..start.saturating_add(width));
    let help = match trailing_comma(text.text, start) {
        Some(_) => Some("there is no comma after the last value".to_owned()),
        None if said.starts_with("it ends within") => Some(closing(text.text, &said)),
        None if no_value(text.text, start) => {
            Some("if you do not know it, leave the fact out or write `null`".into())
        }
        None => advice(rest, &said),
    };
    problems::syntax(span, "JSON", &said).help_if(help)
}

/// `12,5` as the value of a name, where a place is that of the digits behind the comma or of their end.
fn decimal_comma(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let before = text.get(..at)?.trim_end_matches(is_digit);
    let whole = before.strip_suffix(',')?;
    let head = whole.trim_end_matches(is_digit);
    let named = head.trim_end_matches('-').trim_end().ends_with(':');
    let rest = text.get(before.len()..)?;
    let decimals = rest.find(|c: char| !is_digit(c)).unwrap_or(rest.len());
    let end = before.len().saturating_add(decimals);
    let behind = text.get(end..)?.trim_start();
    let ends = behind.is_empty() || behind.starts_with([',', '}']);
    let start = head.trim_end_matches('-').len();
    let number = text.get(start..end)?.replace(',', ".");
    (named && ends && head.len() < whole.len() && decimals > 0).then_some((start..end, number))
}

/// Whether a name's value is missing at a place.
fn no_value(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or("").trim_start();
    let ends = rest.is_empty() || rest.starts_with([',', '}']);
    ends && last_before(text, at).is_some_and(|(before, _)| before == ':')
}

/// Mostly the end of the line: then it is the closing quote that is missing.
fn control_character(text: Text<'_>, at: usize) -> Diagnostic {
    match open_quote(text.text, at) {
        Some(open) => {
            let span = text.span(open..line_at(text.text, open).end);
            problems::syntax(span, "JSON", "a text does not end on its line")
                .help("close it with `\"`; a line break in a text is written `\\n`")
        }
        None => {
            let rest = text.text.get(at..).unwrap_or("");
            let at = at.saturating_add(rest.find(char::is_control).unwrap_or(0));
            let span = text.span(at..at);
            problems::syntax(span, "JSON", "a text contains a control character")
                .help("delete it; a tab in a text is written `\\t`")
        }
    }
}

/// What to add to a text that ends too early.
fn closing(text: &str, said: &str) -> String {
    if said.ends_with("string") {
        return "close the quote".into();
    }
    match open_brackets(text).pop() {
        Some(('[', _)) => "a list ends with `]`".into(),
        _ => "a table ends with `}`".into(),
    }
}

/// Where the bare word begins that a place is in or just behind.
fn word_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or("");
    let word = before
        .trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .len();
    let bare = !before.get(..word).unwrap_or("").ends_with('"');
    match text.get(word..).and_then(|rest| rest.chars().next()) {
        Some(first) if bare && (first.is_ascii_alphanumeric() || first == '-') => word,
        _ => at,
    }
}

fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(words, _)| words);
    match text {
        "EOF while parsing a value" => "it ends where a value is expected".into(),
        "expected ident" | "expected value" => "a value is expected here".into(),
        text if text.starts_with("EOF while parsing") => {
            text.replace("EOF while parsing", "it ends within")
        }
        text => text.replace(
            "key must be a string",
            "a name in double quotes is expected",
        ),
    }
}

/// How JSON writes numbers.
const NUMBERS: &str =
    "a number has no leading `+` or zero, and has digits on both sides of its point";

fn advice(rest: &str, words: &str) -> Option<String> {
    let text = match rest.chars().next()? {
        '#' | '/' => "JSON has no comments: remove them, or write the profile in TOML or YAML",
        '\'' => "texts and names use double quotes",
        '+' | '.' => NUMBERS,
        _ if words == "invalid number" => NUMBERS,
        _ if words.starts_with("expected `:`") => "write a colon between a name and its value",
        '}' if words.starts_with("expected `,`") => "a list ends with `]`",
        ']' if words.starts_with("expected `,`") => "a table ends with `}`",
        _ if words.starts_with("expected `,`") => "values are separated by commas",
        ',' => "write one comma between two values",
        _ if words == "trailing characters" => "a profile is one table, with nothing after it",
        c if c.is_ascii_alphabetic() && words.starts_with("a name") => {
            "texts and names use double quotes"
        }
        c if c.is_ascii_alphabetic() => {
            "texts, names and levels use double quotes; `true`, `false`, `null` and numbers do not"
        }
        _ => return None,
    };
    Some(text.into())
}

/// The byte of a line and a column as `serde_json` counts them: both from 1, columns in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let at = start
        .saturating_add(column.saturating_sub(1))
        .min(text.len());
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}
