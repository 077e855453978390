//! Facts that are set beside a profile, `fact=value` on a command line: read as those of a file are.

use std::borrow::Cow;

use super::collect::collect;
use super::names::{Named, Names};
use super::problems::quote;
use super::read::placed;
use super::tree::{Entry, Node, NodeKind, plain_number};
use crate::base::{Diagnostic, FileId, SourceFile, Span, has_errors};
use crate::model::{Fact, FactId, FactType, Profile};

/// Facts with what they are set to.
#[derive(Clone, Debug)]
pub struct Assignments {
    /// The values, with their places.
    values: Profile,
    /// The facts that are mentioned, those that are made unknown included.
    facts: Vec<FactId>,
    /// Whether `id` is among them.
    named: bool,
}

impl Assignments {
    /// Sets the facts in a profile: all that it says of them is replaced.
    pub fn set(&self, profile: &mut Profile) {
        for fact in &self.facts {
            profile.set(*fact, self.values.given(*fact).cloned());
            profile.notes.remove(fact);
            profile.missing.remove(fact);
        }
        let notes = self.values.notes.iter();
        profile
            .notes
            .extend(notes.map(|(fact, note)| (*fact, note.clone())));
        profile.missing.extend(&self.values.missing);
        if self.named {
            profile.name = self.values.name.clone();
        }
    }

    /// What they call a profile, where they do.
    pub fn name(&self) -> Option<&str> {
        self.named.then_some(&*self.values.name)
    }

    /// Whether they say something of a fact.
    pub fn mention(&self, fact: FactId) -> bool {
        self.facts.contains(&fact)
    }
}

/// What reading assignments gave.
#[derive(Clone, Debug)]
pub struct Assigning {
    /// The assignments; `None` where there is an error.
    pub assignments: Option<Assignments>,
    /// The assignments one a line, for places.
    pub source: SourceFile,
    /// All problems, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads texts such as `growth=slow`, `tools=a,b` or `runway=14@0.8`. `name` is what they are called in places, `file`
/// the id under which the caller will add their text to its sources.
pub fn assign(name: &str, texts: &[String], file: FileId, names: &Names<'_>) -> Assigning {
    let source = SourceFile::new(name, texts.join("\n"));
    let mut entries = Vec::with_capacity(texts.len());
    let mut problems = Vec::new();
    let mut start = 0usize;
    for text in texts {
        let piece = Piece { text, start, file };
        match piece.entry(names) {
            Some(entry) => entries.push(entry),
            None => problems.push(no_assignment(piece)),
        }
        start = start.saturating_add(text.len()).saturating_add(1);
    }
    let mut collected = collect(&entries, "", names);
    problems.append(&mut collected.problems);
    problems.sort_by_key(Diagnostic::span);
    let assignments = (!has_errors(&problems)).then(|| {
        let id = collected.id.take();
        Assignments {
            facts: collected.facts.iter().map(|(fact, ..)| *fact).collect(),
            named: id.is_some(),
            values: placed(collected, &id.unwrap_or_default(), &source, names),
        }
    });
    Assigning {
        assignments,
        source,
        diagnostics: problems,
    }
}

/// A part of a text, with its place.
#[derive(Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    start: usize,
    file: FileId,
}

impl<'t> Piece<'t> {
    /// The part without blanks around it.
    fn trimmed(self) -> Self {
        let rest = self.text.trim_start();
        let before = self.text.len().saturating_sub(rest.len());
        Self {
            text: rest.trim_end(),
            start: self.start.saturating_add(before),
            ..self
        }
    }

    /// What stands before and behind a sign of one byte at an offset.
    fn split(self, at: usize) -> Option<(Self, Self)> {
        let next = at.saturating_add(1);
        let (before, behind) = (self.text.get(..at)?, self.text.get(next..)?);
        let start = self.start.saturating_add(next);
        let before = Self {
            text: before,
            ..self
        };
        let behind = Self {
            text: behind,
            start,
            ..self
        };
        Some((before.trimmed(), behind.trimmed()))
    }

    fn span(self) -> Span {
        let end = self.start.saturating_add(self.text.len());
        Span::new(self.file, self.start, end)
    }

    fn entry(self, names: &Names<'_>) -> Option<Entry<'t>> {
        let (name, value) = self.split(self.text.find('=')?)?;
        let fact = match names.find(name.text) {
            Named::Fact(id) => names.fact(id),
            Named::Ambiguous(_) | Named::Unknown => None,
        };
        Some(keyed(name, value.value(fact)))
    }

    /// A value, or the long form of a fact where a certainty stands behind an `@`.
    fn value(self, fact: Option<&Fact>) -> Node<'t> {
        let parts = fact.and_then(|fact| {
            let (value, certainty) = self.split(self.text.rfind('@')?)?;
            has_certainty(self.text, certainty.text, fact).then_some((value, certainty))
        });
        let Some((value, certainty)) = parts else {
            return self.node();
        };
        let part = |key: &'static str, piece: Self| Entry {
            key: Cow::Borrowed(key),
            key_span: piece.span(),
            value: piece.node(),
        };
        Node {
            span: self.span(),
            kind: NodeKind::Table(vec![part("value", value), part("certainty", certainty)]),
        }
    }

    /// The text, without the quotes around it.
    fn node(self) -> Node<'t> {
        Node {
            span: self.span(),
            kind: NodeKind::Text(Cow::Borrowed(unquoted(self.text))),
        }
    }
}

fn keyed<'t>(name: Piece<'t>, value: Node<'t>) -> Entry<'t> {
    Entry {
        key: Cow::Borrowed(name.text),
        key_span: name.span(),
        value,
    }
}

/// Whether what stands behind the last `@` of a value is meant as a certainty: it may stand in quotes, in the name of a
/// level, or in a free text.
fn has_certainty(text: &str, behind: &str, fact: &Fact) -> bool {
    let is_level = fact
        .kind
        .scale()
        .is_some_and(|scale| scale.position(text).is_some());
    let is_text = matches!(fact.kind, FactType::Text) && plain_number(behind).is_none();
    let is_given = !behind.trim().is_empty();
    is_given && !behind.ends_with(['"', '\'', ']']) && !is_level && !is_text
}

/// What stands in quotes, where the whole text does.
fn unquoted(text: &str) -> &str {
    let within = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    let found = within('"').filter(|inner| !inner.contains('"'));
    found
        .or_else(|| within('\'').filter(|inner| !inner.contains('\'')))
        .unwrap_or(text)
}

fn no_assignment(piece: Piece<'_>) -> Diagnostic {
    let message = format!("{} does not set a fact", quote(piece.text));
    Diagnostic::error("E0627", piece.span(), message)
        .help("write `fact=value`, such as `growth=slow`")
}
