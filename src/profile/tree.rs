//! The neutral tree into which every format is read: values with places, nothing yet about facts.

use std::borrow::Cow;

use crate::base::{Diagnostic, FileId, Span};

/// Values, and in TOML lines and separators too, of one profile.
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

impl Tree<'_> {
    /// A text of which nothing could be made.
    pub(super) fn failed(problem: Diagnostic) -> Self {
        Self {
            root: None,
            problems: vec![problem],
        }
    }
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

impl NodeKind<'_> {
    /// What it is, in words.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Truth(_) => "a yes or no",
            Self::Number(..) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Broken => "a value that cannot be read",
        }
    }
}

/// The number a text is, in plain decimal notation with or without an exponent.
/// A number too large for a double comes out as infinite.
pub(super) fn plain_number(text: &str) -> Option<f64> {
    let plain =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !text.bytes().all(plain) {
        return None;
    }
    text.parse().ok()
}

/// A whole number as a double; beyond 2^53 the nearest one, as in every other notation.
#[expect(
    clippy::as_conversions,
    reason = "rounding to the nearest double is what is wanted"
)]
pub(super) fn nearest_double(whole: u64) -> f64 {
    whole as f64
}
