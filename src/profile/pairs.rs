//! Facts from pairs of texts, `fact=value`: of a command line or of the cells of a row.

use std::borrow::Cow;

use super::collect::collect;
use super::names::Names;
use super::problems::quote;
use super::tree::{Entry, Node, NodeKind};
use crate::base::{Diagnostic, FileId, Span, has_errors};
use crate::model::{FactId, Given, Profile};

/// A name and a value as texts, with their places.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The fact's name, full or short; `id`, `….certainty` and `….note` of a fact are names too.
    pub name: &'a str,
    /// Where the name stands.
    pub name_span: Span,
    /// The value as a text; empty is unknown.
    pub text: &'a str,
    /// Where the value stands.
    pub text_span: Span,
}

/// What pairs say.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The `id` among them.
    pub id: Option<String>,
    /// The facts that are mentioned; `None` is given as unknown, or wrong where there are errors.
    pub facts: Vec<(FactId, Option<Given>)>,
}

/// The facts that pairs give, by the same rules as those of a file.
pub fn from_pairs(pairs: &[Pair<'_>], names: &Names<'_>) -> (Facts, Vec<Diagnostic>) {
    let entries: Vec<Entry<'_>> = pairs.iter().map(entry).collect();
    from_entries(&entries, "", names)
}

/// The facts that the entries of a table give. `source` is the text in which their spans lie.
pub fn from_entries(
    entries: &[Entry<'_>],
    source: &str,
    names: &Names<'_>,
) -> (Facts, Vec<Diagnostic>) {
    let collected = collect(entries, source, names);
    let facts = Facts {
        id: collected.id,
        facts: collected
            .facts
            .into_iter()
            .map(|(id, given, _)| (id, given))
            .collect(),
    };
    (facts, collected.problems)
}

/// Sets facts of a profile from texts such as `growth=slow`; nothing is set where one of them is wrong.
/// For places, the texts stand one a line in the file `file`.
pub fn set(
    profile: &mut Profile,
    assignments: &[&str],
    file: FileId,
    names: &Names<'_>,
) -> Vec<Diagnostic> {
    let mut pairs = Vec::with_capacity(assignments.len());
    let mut problems = Vec::new();
    let mut start = 0usize;
    for text in assignments {
        match pair(text, start, file) {
            Some(pair) => pairs.push(pair),
            None => problems.push(no_assignment(text, start, file)),
        }
        start = start.saturating_add(text.len()).saturating_add(1);
    }
    let (found, mut others) = from_pairs(&pairs, names);
    problems.append(&mut others);
    problems.sort_by_key(Diagnostic::span);
    if has_errors(&problems) {
        return problems;
    }
    if let Some(id) = found.id {
        profile.name = id.into();
    }
    for (id, given) in found.facts {
        profile.set(id, given);
    }
    problems
}

fn entry<'a>(pair: &Pair<'a>) -> Entry<'a> {
    Entry {
        key: Cow::Borrowed(pair.name),
        key_span: pair.name_span,
        value: Node {
            span: pair.text_span,
            kind: NodeKind::Text(Cow::Borrowed(pair.text)),
        },
    }
}

fn pair(text: &str, start: usize, file: FileId) -> Option<Pair<'_>> {
    let (name, value) = text.split_once('=')?;
    let middle = start.saturating_add(name.len());
    let end = start.saturating_add(text.len());
    Some(Pair {
        name: name.trim(),
        name_span: Span::new(file, start, middle),
        text: value,
        text_span: Span::new(file, middle.saturating_add(1), end),
    })
}

fn no_assignment(text: &str, start: usize, file: FileId) -> Diagnostic {
    let span = Span::new(file, start, start.saturating_add(text.len()));
    let message = format!("{} gives no fact a value", quote(text));
    Diagnostic::error("E0627", span, message).help("write `fact=value`, such as `growth=slow`")
}
