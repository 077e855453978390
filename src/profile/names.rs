//! The names a profile may use: facts by full and by short name, and topics.

use crate::model::{FactId, Rulebook};

/// What a name means in a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A fact, by its full name or by a last part that only it has.
    Fact(FactId),
    /// A last part that several facts have.
    Ambiguous(Vec<FactId>),
    /// No fact.
    Unknown,
}

/// The names of a rulebook's facts, made once for many profiles.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    /// The rulebook.
    pub rulebook: &'a Rulebook,
}

impl<'a> Names<'a> {
    /// Gathers the names.
    pub fn of(rulebook: &'a Rulebook) -> Self {
        Self { rulebook }
    }

    /// The fact a name means.
    pub fn find(&self, name: &str) -> Named {
        let _ = name;
        Named::Unknown
    }
}
