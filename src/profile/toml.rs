//! TOML 1.1 into the neutral tree. Says where and what; knows nothing of facts.

use std::borrow::Cow;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue, Error};

use super::toml_faults::fault;
use super::tree::{Entry, Node, NodeKind, Text, Tree, nearest_double, plain_number};
use super::{guard, problems};
use crate::base::{Diagnostic, Limits, Span};

/// Up to this size all errors of a text are reported, beyond it the first: each may cost a hundred
/// times the byte it is about.
const RECOVERED_BYTES: usize = 1 << 18;

pub(super) fn read(text: Text<'_>) -> Tree<'_> {
    if let Some(problem) = guard::check(text) {
        return Tree::failed(problem);
    }
    let error = match DeTable::parse(text.text) {
        Ok(table) => return tree(text, table, Vec::new()),
        Err(error) => error,
    };
    if text.text.len() > RECOVERED_BYTES {
        return Tree::failed(problem(text, &error));
    }
    let (table, errors) = DeTable::parse_recoverable(text.text);
    let problems = first_of_each_line(text, &errors);
    if errors.iter().all(is_repeated_key) {
        return tree(text, table, problems);
    }
    Tree {
        root: None,
        problems,
    }
}

fn tree<'a>(text: Text<'a>, table: Spanned<DeTable<'a>>, problems: Vec<Diagnostic>) -> Tree<'a> {
    let mut builder = Builder { text, problems };
    let root = Node {
        span: text.span(0..text.text.len()),
        kind: builder.table(table.into_inner()),
    };
    Tree {
        root: Some(root),
        problems: builder.problems,
    }
}

struct Builder<'a> {
    text: Text<'a>,
    problems: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn table(&mut self, table: DeTable<'a>) -> NodeKind<'a> {
        let entries = table
            .into_iter()
            .map(|(key, value)| Entry {
                key_span: self.text.span(key.span()),
                key: key.into_inner(),
                value: self.node(value),
            })
            .collect();
        NodeKind::Table(entries)
    }

    fn node(&mut self, value: Spanned<DeValue<'a>>) -> Node<'a> {
        let range = value.span();
        let span = self.text.span(range.clone());
        let raw = self.text.text.get(range).unwrap_or("");
        let kind = match value.into_inner() {
            DeValue::String(text) => NodeKind::Text(text),
            DeValue::Boolean(truth) => NodeKind::Truth(truth),
            DeValue::Integer(whole) => {
                let number = if whole.radix() == 10 {
                    plain_number(whole.as_str())
                } else {
                    u64::from_str_radix(whole.as_str(), whole.radix())
                        .ok()
                        .map(nearest_double)
                };
                self.number(number, raw, span)
            }
            DeValue::Float(float) => self.number(plain_number(float.as_str()), raw, span),
            DeValue::Datetime(_) => {
                self.problems.push(problems::date(span, raw));
                NodeKind::Broken
            }
            DeValue::Array(items) => {
                NodeKind::List(items.into_iter().map(|item| self.node(item)).collect())
            }
            DeValue::Table(table) => self.table(table),
        };
        Node { span, kind }
    }

    fn number(&mut self, number: Option<f64>, raw: &'a str, span: Span) -> NodeKind<'a> {
        match number {
            Some(number) if number.is_finite() => NodeKind::Number(number, Cow::Borrowed(raw)),
            _ => {
                self.problems.push(problems::not_finite(span, raw));
                NodeKind::Broken
            }
        }
    }
}

fn is_repeated_key(error: &Error) -> bool {
    error.message() == "duplicate key"
}

/// One slip often gives several errors on its line; the first of them says it.
fn first_of_each_line(text: Text<'_>, errors: &[Error]) -> Vec<Diagnostic> {
    let mut lines: Vec<usize> = Vec::new();
    let mut problems = Vec::new();
    for error in errors {
        let start = line_start(text.text, range(error).start);
        if !lines.contains(&start) || is_repeated_key(error) {
            lines.push(start);
            problems.push(problem(text, error));
        }
        if problems.len() >= Limits::DEFAULT.diagnostics {
            break;
        }
    }
    problems
}

fn range(error: &Error) -> std::ops::Range<usize> {
    error.span().unwrap_or(0..0)
}

fn problem(text: Text<'_>, error: &Error) -> Diagnostic {
    let range = range(error);
    if !is_repeated_key(error) {
        return fault(text, range, error.message());
    }
    let key = text.text.get(range.clone()).unwrap_or("");
    let line = text.text.get(line_start(text.text, range.start)..);
    let heading = line
        .and_then(|rest| subject(rest.lines().next()?))
        .filter(|subject| subject.starts_with('['));
    let problem = problems::repeated_key(text.span(range.clone()), key, heading);
    match first_line_like(text.text, range.start) {
        Some(first) => problem.label(text.span(first), "the first time"),
        None => problem,
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end.saturating_add(1))
}

/// Where the dotted key or the header in which the byte stands was written before, in the same
/// section. The parser does not hand out the first place, so it is looked for in the text, and
/// found where both were written in the same way at the start of a line.
fn first_line_like(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let start = line_start(text, at);
    let wanted = subject(text.get(start..)?.lines().next()?)?;
    let header = wanted.starts_with('[');
    let mut from = 0usize;
    let mut found = None;
    for line in text.get(..start)?.split_inclusive('\n') {
        let indent = line.len().saturating_sub(line.trim_start().len());
        match subject(line) {
            Some(same) if same == wanted => {
                let first = from.saturating_add(indent);
                found = found.or(Some(first..first.saturating_add(same.len())));
            }
            Some(other) if !header && other.starts_with('[') => found = None,
            _ => {}
        }
        from = from.saturating_add(line.len());
    }
    found
}

/// The header or the key at the start of a line.
fn subject(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.starts_with('[') {
        return line.find(']').and_then(|end| line.get(..=end));
    }
    line.split_once('=').map(|(key, _)| key.trim_end())
}
