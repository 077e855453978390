//! A profile: what is known of one organization, after its values were held against the facts' types.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{FactId, LevelSet};
use crate::base::{Id, IdVec};

/// One organization's facts.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The profile's `id`, else the name of its file without folder and ending.
    pub name: Arc<str>,
    /// The file it came from, as named by the user; empty where there is none.
    pub file: Arc<str>,
    /// What is given of each fact; `None` is unknown. A certainty of 0 is stored as `None`.
    pub facts: IdVec<FactId, Option<Given>>,
    /// Notes on facts that are unknown all the same: who was asked, when an answer is due.
    pub notes: BTreeMap<FactId, Arc<str>>,
    /// Why there is no answer, where the profile says so. To the rules such a fact is as unknown as any other.
    pub missing: BTreeMap<FactId, Missing>,
}

/// How certain an answer is, in the words in which people say it.
pub const CERTAINTIES: [(&str, f64); 3] = [("sure", 1.0), ("fairly sure", 0.8), ("a guess", 0.5)];

/// A certainty from its words.
pub fn certainty_in_words(words: &str) -> Option<f64> {
    let mut known = CERTAINTIES.iter();
    let found = known.find(|(known, _)| known.eq_ignore_ascii_case(words.trim()));
    found.map(|(_, certainty)| *certainty)
}

/// Why there is no answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// It was left for later.
    Skipped,
    /// It is no question for this organization.
    DoesNotApply,
    /// It was asked, and nobody knows.
    NobodyKnows,
}

impl Missing {
    /// All reasons.
    pub const ALL: [Self; 3] = [Self::Skipped, Self::DoesNotApply, Self::NobodyKnows];

    /// In words, as profiles say it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::DoesNotApply => "does not apply",
            Self::NobodyKnows => "nobody knows",
        }
    }

    /// From its words.
    pub fn named(words: &str) -> Option<Self> {
        let same = |one: &Self| one.words().eq_ignore_ascii_case(words.trim());
        Self::ALL.into_iter().find(same)
    }
}

impl Profile {
    /// A profile in which `facts` facts are all unknown.
    pub fn empty(name: impl Into<Arc<str>>, facts: usize) -> Self {
        Self {
            name: name.into(),
            file: "".into(),
            facts: (0..facts).map(|_| None).collect(),
            notes: BTreeMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// What is given of a fact.
    pub fn given(&self, fact: FactId) -> Option<&Given> {
        self.facts.find(fact).and_then(Option::as_ref)
    }

    /// Sets a fact; a fact that the rulebook does not have is ignored.
    pub fn set(&mut self, fact: FactId, given: Option<Given>) {
        if fact.to_usize() < self.facts.len() {
            self.facts[fact] = given;
        }
    }
}

/// A value with how sure it is and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The value.
    pub value: Value,
    /// How sure, above 0 and at most 1.
    pub certainty: f64,
    /// A note on where it comes from.
    pub note: Option<Arc<str>>,
    /// Where the value stands.
    pub place: Option<Place>,
}

impl Given {
    /// A value that is certain and has no note.
    pub fn certain(value: Value) -> Self {
        Self {
            value,
            certainty: 1.0,
            note: None,
            place: None,
        }
    }
}

/// A place in an input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, as named by the user.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// A known value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Of a yes/no fact.
    YesNo(bool),
    /// The position of a level on the fact's scale.
    Level(u8),
    /// The elements of a set.
    Set(LevelSet),
    /// A finite number.
    Number(f64),
    /// Free text.
    Text(Arc<str>),
}

impl Value {
    /// As it is written in a file: yes or no, a set in brackets, and the parts as the functions write them.
    pub fn written(
        &self,
        level: impl Fn(u8) -> String,
        number: impl Fn(f64) -> String,
        text: impl Fn(&str) -> String,
    ) -> String {
        match self {
            Self::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Level(at) => level(*at),
            Self::Set(set) => {
                let names: Vec<String> = set.iter().map(level).collect();
                format!("[{}]", names.join(", "))
            }
            Self::Number(of) => number(*of),
            Self::Text(of) => text(of),
        }
    }
}
