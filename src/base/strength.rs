//! The words for how strongly evidence speaks. Knows no weights.

use serde::{Deserialize, Serialize};

/// The words for a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Strength {
    /// `weakly`
    Weakly,
    /// `moderately`
    Moderately,
    /// `strongly`
    Strongly,
    /// `decisively`
    Decisively,
}

impl Strength {
    /// All of them, weakest first.
    pub const ALL: [Self; 4] = [
        Self::Weakly,
        Self::Moderately,
        Self::Strongly,
        Self::Decisively,
    ];

    /// Their words, in the same order.
    pub const WORDS: [&'static str; 4] = ["weakly", "moderately", "strongly", "decisively"];

    /// As written.
    pub fn word(self) -> &'static str {
        let [weakly, moderately, strongly, decisively] = Self::WORDS;
        match self {
            Self::Weakly => weakly,
            Self::Moderately => moderately,
            Self::Strongly => strongly,
            Self::Decisively => decisively,
        }
    }

    /// What a word says.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}
