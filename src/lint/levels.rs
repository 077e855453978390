//! How lints are taken: not at all, as warnings or as errors. What is not chosen is a warning. Finds nothing itself.

use std::collections::BTreeMap;

use crate::base::{CodeInfo, Diagnostic, Severity};

/// How a lint is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing is said.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error: the check fails.
    Deny,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Allow, Self::Warn, Self::Deny];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The level of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// The levels that were chosen, by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    chosen: BTreeMap<&'static str, Level>,
}

impl Levels {
    /// Chooses a level; gives the one that was chosen before.
    pub fn set(&mut self, lint: &CodeInfo, level: Level) -> Option<Level> {
        self.chosen.insert(lint.code, level)
    }

    /// These, and where others say something, what they say.
    #[must_use]
    pub fn with(&self, others: &Self) -> Self {
        let mut chosen = self.chosen.clone();
        chosen.extend(&others.chosen);
        Self { chosen }
    }

    /// Takes out what is allowed, and makes errors of what is denied.
    pub fn apply(&self, found: &mut Vec<Diagnostic>) {
        found.retain_mut(|one| match self.chosen.get(one.code) {
            Some(Level::Allow) => false,
            Some(Level::Deny) => {
                one.severity = Severity::Error;
                true
            }
            Some(Level::Warn) | None => true,
        });
    }
}
