//! An interview under way: the profile, and which questions were answered in which order. What is answered is only ever
//! replaced by another answer to the same question. Asks nobody.

use std::sync::Arc;

use super::{Dialogue, Next};
use crate::engine::fault::Fault;
use crate::model::{FactId, Given, LetId, Missing, Profile};

/// What somebody says of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A value.
    Given(Given),
    /// Why there is none, and a note on it.
    Missing(Missing, Option<Arc<str>>),
    /// Nothing, as if nobody had asked; a note may stand there all the same.
    Nothing(Option<Arc<str>>),
}

/// What answers bring beside the advice, or what one of them brings that was not so before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// The contradictions, by name.
    pub contradictions: Vec<LetId>,
    /// The questions that do not apply.
    pub moot: Vec<FactId>,
}

/// An interview under way.
#[derive(Clone, Debug)]
pub struct Interview<'d, 'p> {
    dialogue: &'d Dialogue<'p>,
    profile: Profile,
    /// The facts that were answered, the last one at the end.
    answered: Vec<FactId>,
    /// The question that somebody went to.
    at: Option<FactId>,
    further: bool,
}

impl<'d, 'p> Interview<'d, 'p> {
    /// Begins, or goes on, with what a profile says.
    pub fn new(dialogue: &'d Dialogue<'p>, profile: Profile) -> Self {
        Self {
            dialogue,
            profile,
            answered: Vec::new(),
            at: None,
            further: false,
        }
    }

    /// All that is known.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What comes next.
    pub fn next(&self) -> Result<Next, Fault> {
        match self.at {
            Some(fact) => Ok(Next::Ask(self.dialogue.about(&self.profile, fact)?)),
            None => self.dialogue.next(&self.profile, self.further),
        }
    }

    /// Takes an answer, and says what it brings.
    pub fn answer(&mut self, fact: FactId, answer: Answer) -> Result<Brought, Fault> {
        let before = self.dialogue.beside(&self.profile)?;
        answer.put(&mut self.profile, fact);
        if !self.answered.contains(&fact) {
            self.answered.push(fact);
        }
        self.at = None;
        let mut now = self.dialogue.beside(&self.profile)?;
        now.contradictions
            .retain(|one| !before.contradictions.contains(one));
        now.moot.retain(|one| !before.moot.contains(one));
        Ok(now)
    }

    /// Goes to the question about a fact.
    pub fn go_to(&mut self, fact: FactId) {
        self.at = Some(fact);
    }

    /// Goes from a question to the one that was answered before it; `false` where there is none. The answers stay.
    pub fn back(&mut self, from: Option<FactId>) -> bool {
        let before = match from.and_then(|fact| self.answered.iter().position(|one| *one == fact)) {
            Some(at) => at.checked_sub(1).and_then(|at| self.answered.get(at)),
            None => self.answered.last(),
        };
        let Some(before) = before else {
            return false;
        };
        self.at = Some(*before);
        true
    }

    /// Goes from a question that somebody went to back to what comes next.
    pub fn forth(&mut self) {
        self.at = None;
    }

    /// Asks on where it would be enough.
    pub fn go_further(&mut self) {
        self.further = true;
        self.at = None;
    }

    /// How many facts have an answer, or a reason why there is none; what is only skipped has neither.
    pub fn told(&self) -> usize {
        let given = self.profile.facts.values().flatten().count();
        let missing = self.profile.missing.values();
        let missing = missing.filter(|why| **why != Missing::Skipped);
        given.saturating_add(missing.count())
    }
}

impl Answer {
    /// What a profile says of a fact.
    pub fn of(profile: &Profile, fact: FactId) -> Self {
        match (profile.given(fact), profile.missing.get(&fact)) {
            (Some(given), _) => Self::Given(given.clone()),
            (None, Some(why)) => Self::Missing(*why, profile.notes.get(&fact).cloned()),
            (None, None) => Self::Nothing(profile.notes.get(&fact).cloned()),
        }
    }

    /// Whether there is neither a value nor a reason why there is none.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing(_))
    }

    fn put(self, profile: &mut Profile, fact: FactId) {
        profile.set(fact, None);
        profile.missing.remove(&fact);
        profile.notes.remove(&fact);
        match self {
            Self::Given(given) => profile.set(fact, Some(given)),
            Self::Missing(why, note) => {
                profile.missing.insert(fact, why);
                profile.notes.extend(note.map(|note| (fact, note)));
            }
            Self::Nothing(note) => profile.notes.extend(note.map(|note| (fact, note))),
        }
    }
}
