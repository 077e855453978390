//! The neutral document that every rendering is made from: blocks of marked text. Knows no format and no trace.

use std::borrow::Cow;

use crate::model::trace::{Trace, Truth};

/// An explanation: what is said, in order, and the trace it was said from.
#[derive(Clone, Debug)]
pub struct Explanation<'t> {
    /// What is said.
    pub blocks: Vec<Block>,
    /// The trace, for formats that hand it on as it is.
    pub trace: &'t Trace,
    /// What of the trace it speaks of.
    pub part: Part,
}

/// What of a trace an explanation speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The tables of sources.
    Tables,
    /// So many of the open questions.
    Questions(usize),
}

/// One block of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The answer in one line: what is advised, and how sure that is.
    Lead {
        /// The advice.
        title: Line,
        /// How sure, and why.
        detail: Line,
    },
    /// A heading; level 1 opens a section, level 2 a part of one.
    Heading {
        /// 1 or 2.
        level: u8,
        /// Its words.
        text: Line,
    },
    /// Running text.
    Paragraph(Line),
    /// Labels with what there is to say under each.
    Fields(Vec<Field>),
    /// Rows and columns.
    Table(Table),
    /// Conditions with their truth.
    Tree(Vec<Node>),
    /// Points, one after the other.
    List(Vec<Line>),
    /// One thing with its state and everything about it.
    Card(Card),
    /// Lines to copy as they stand, never broken.
    Code(String),
}

/// A label with one or more things said under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The label.
    pub label: String,
    /// What is said, each on its own.
    pub items: Vec<Line>,
}

/// One thing, such as a rule, with its state and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// How it stands.
    pub mark: Mark,
    /// What it is.
    pub title: Line,
    /// Its state in a word or two.
    pub badge: Span,
    /// Everything about it.
    pub body: Vec<Block>,
}

/// A condition and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its truth.
    pub mark: Mark,
    /// Its words, with the values that were read.
    pub text: Line,
    /// Its parts.
    pub parts: Vec<Node>,
}

/// A sign in front of something, readable without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Holds.
    Yes,
    /// Does not hold.
    No,
    /// Not known.
    Open,
    /// Nothing to mark.
    Plain,
}

impl Mark {
    /// The sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Yes => "✓",
            Self::No => "✗",
            Self::Open => "?",
            Self::Plain => "·",
        }
    }

    /// How it feels.
    pub fn tone(self) -> Tone {
        match self {
            Self::Yes => Tone::Good,
            Self::No => Tone::Bad,
            Self::Open => Tone::Open,
            Self::Plain => Tone::Quiet,
        }
    }
}

impl From<Truth> for Mark {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::Yes,
            Truth::False => Self::No,
            Truth::Unknown => Self::Open,
        }
    }
}

/// Rows under columns. A column in which every cell is empty is left out by every rendering.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// Whether the heads are shown even where the layout would speak for itself.
    pub headed: bool,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its head.
    pub head: Cow<'static, str>,
    /// How its cells stand.
    pub fit: Fit,
}

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Short words, never broken, at the left.
    Short,
    /// Numbers, never broken, at the right.
    Number,
    /// Text that may be broken into lines.
    Text,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// One cell for each column; of an aside only the first is read.
    pub cells: Vec<Line>,
}

/// The kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// One of many.
    Item,
    /// What those above add up to.
    Sum,
    /// A remark across all columns.
    Aside,
}

/// A run of text in one tone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The text: one line, no control characters.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
}

/// What a piece of text is, for a rendering that can show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// What matters most.
    Strong,
    /// For, holds, done.
    Good,
    /// Against, does not hold.
    Bad,
    /// Not known, or to be careful about.
    Open,
    /// What may be skipped.
    Quiet,
    /// A name or a place in a file, exactly as written there.
    Code,
}

impl Span {
    /// A run of text; line ends become spaces, and characters that steer a terminal are dropped.
    pub fn new(text: impl AsRef<str>, tone: Tone) -> Self {
        Self {
            text: clean(text.as_ref()),
            tone,
        }
    }
}

/// Text in runs of different tones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// A line in one tone.
    pub fn toned(text: impl AsRef<str>, tone: Tone) -> Self {
        Self::default().and(text, tone)
    }

    /// The line with more text.
    #[must_use]
    pub fn and(mut self, text: impl AsRef<str>, tone: Tone) -> Self {
        let span = Span::new(text, tone);
        if !span.text.is_empty() {
            self.0.push(span);
        }
        self
    }

    /// The line with more plain text.
    #[must_use]
    pub fn plain(self, text: impl AsRef<str>) -> Self {
        self.and(text, Tone::Plain)
    }

    /// The line with a name or a place.
    #[must_use]
    pub fn code(self, text: impl AsRef<str>) -> Self {
        self.and(text, Tone::Code)
    }

    /// The line with quiet text.
    #[must_use]
    pub fn quiet(self, text: impl AsRef<str>) -> Self {
        self.and(text, Tone::Quiet)
    }

    /// The line with another one at its end.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }
}

impl<T: AsRef<str>> From<T> for Line {
    fn from(text: T) -> Self {
        Self::toned(text, Tone::Plain)
    }
}

impl Block {
    /// A heading of a section.
    pub fn section(text: impl AsRef<str>) -> Self {
        Self::Heading {
            level: 1,
            text: text.into(),
        }
    }

    /// A heading of a part of a section.
    pub fn part(text: impl AsRef<str>) -> Self {
        Self::Heading {
            level: 2,
            text: text.into(),
        }
    }
}

impl Field {
    /// A label with several things.
    pub fn new(label: impl AsRef<str>, items: Vec<Line>) -> Self {
        Self {
            label: clean(label.as_ref()),
            items,
        }
    }

    /// A label with one thing.
    pub fn one(label: impl AsRef<str>, item: impl Into<Line>) -> Self {
        Self::new(label, vec![item.into()])
    }
}

impl Table {
    /// A table without rows.
    pub fn new(headed: bool, columns: &[(&'static str, Fit)]) -> Self {
        Self {
            columns: columns
                .iter()
                .map(|&(head, fit)| Column {
                    head: head.into(),
                    fit,
                })
                .collect(),
            headed,
            rows: Vec::new(),
        }
    }

    /// Whether any row but an aside has something in a column.
    pub fn is_filled(&self, at: usize) -> bool {
        let mut rows = self.rows.iter().filter(|row| row.kind != RowKind::Aside);
        rows.any(|row| row.cells.get(at).is_some_and(|cell| !cell.is_empty()))
    }

    /// Adds a row.
    pub fn row(&mut self, kind: RowKind, cells: Vec<Line>) {
        self.rows.push(Row { kind, cells });
    }
}

/// One line of text without characters that steer a terminal or turn the direction of writing.
fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}
