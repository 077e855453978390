//! The kinds of lines that outcomes and notes have.

use serde::{Deserialize, Serialize};

/// What a line of an outcome or a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LineKind {
    /// `headline "…"`
    Headline,
    /// `risk "…"`
    Risk,
    /// `precondition "…"`
    Precondition,
    /// `next "…"`
    Next,
    /// `measure "…"`
    Measure,
}

impl LineKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Headline,
        Self::Risk,
        Self::Precondition,
        Self::Next,
        Self::Measure,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Risk => "risk",
            Self::Precondition => "precondition",
            Self::Next => "next",
            Self::Measure => "measure",
        }
    }

    /// The kind that a word is for.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}
