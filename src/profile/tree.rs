//! The neutral tree into which every format is read: values with places, nothing yet about facts.

use std::borrow::Cow;

use crate::base::{Diagnostic, FileId, Span};

/// Values of one profile, whatever format they were written in.
pub(super) const MOST_VALUES: usize = 100_000;

/// A text of a file, for readers of formats.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The whole text, without a byte order mark.
    pub text: &'a str,
    /// The file it is.
    pub file: FileId,
}

impl Text<'_> {
    /// A place in it.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }
}

/// What a reader made of a text: a tree as far as it could be read, and what was wrong.
#[derive(Clone, Debug)]
pub struct Tree<'a> {
    /// The whole value; `None` where nothing could be made of the text.
    pub root: Option<Node<'a>>,
    /// The problems.
    pub problems: Vec<Diagnostic>,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// Where it stands, with its quotes and brackets.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind<'a>,
}

/// The kinds of values.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind<'a> {
    /// `null`, `~`
    Null,
    /// `true`
    Truth(bool),
    /// `14`, and how it is written
    Number(f64, Cow<'a, str>),
    /// `"slow"`, or a plain word in YAML
    Text(Cow<'a, str>),
    /// `["five_s", "tpm"]`
    List(Vec<Node<'a>>),
    /// `{ value = 14, certainty = 0.8 }`
    Table(Vec<Entry<'a>>),
    /// A value that the reader reported already.
    Broken,
}

/// A key with its value; a key may stand in a table more than once.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node<'a>,
}
