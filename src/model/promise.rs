//! What a rulebook guarantees about every profile. Tries none of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Citation, Cond, FactId, OutcomeId, Rulebook, TargetId, Template};
use crate::base::Span;

/// `guarantee NAME "Title" { … }`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Guarantee {
    /// The identifier.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// What is guaranteed.
    pub claim: Claim<Cond>,
    /// Why, in words.
    pub because: Option<Template>,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Where it is declared.
    pub origin: Span,
}

/// What a guarantee claims; its conditions as they are written, or by what they are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Claim<C> {
    /// `never C [when D]`, broken where C is yes, or `always C [when D]`, broken where C is not yes.
    Stated {
        /// Whether it must hold; else it must not.
        always: bool,
        /// C.
        cond: C,
        /// D.
        when: Option<C>,
    },
    /// `raising F never lowers total(S) [when D]`: broken by two profiles that differ in F alone.
    Raising {
        /// What never happens as a fact rises.
        raising: Raising,
        /// D, which holds in both.
        when: Option<C>,
    },
}

impl<C> Claim<C> {
    /// The same claim with other conditions.
    pub fn map<D>(&self, mut other: impl FnMut(&C) -> D) -> Claim<D> {
        match self {
            Self::Stated { always, cond, when } => Claim::Stated {
                always: *always,
                cond: other(cond),
                when: when.as_ref().map(other),
            },
            Self::Raising { raising, when } => Claim::Raising {
                raising: *raising,
                when: when.as_ref().map(other),
            },
        }
    }

    /// Its conditions, that which it needs first.
    pub fn asked_first(&self) -> impl Iterator<Item = C>
    where
        C: Copy,
    {
        let (cond, when) = match self {
            Self::Stated { cond, when, .. } => (Some(*cond), *when),
            Self::Raising { when, .. } => (None, *when),
        };
        when.into_iter().chain(cond)
    }

    /// Its conditions, that which is claimed first.
    pub fn conditions(&self) -> impl Iterator<Item = &C> {
        let (cond, when) = match self {
            Self::Stated { cond, when, .. } => (Some(cond), when.as_ref()),
            Self::Raising { when, .. } => (None, when.as_ref()),
        };
        cond.into_iter().chain(when)
    }
}

/// What must not happen as a fact rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raising {
    /// The fact that is raised.
    pub fact: FactId,
    /// What it must not do.
    pub never: Never,
}

/// What the rise of a fact must not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Never {
    /// A total falls.
    Lowers(TargetId),
    /// A total rises.
    Raises(TargetId),
    /// The advice turns from the first to the second; `None` is `undecided`.
    Turns(Option<OutcomeId>, Option<OutcomeId>),
}

impl Raising {
    /// The claim as it is written.
    pub fn words(&self, book: &Rulebook) -> String {
        let fact = &book.facts[self.fact].name;
        let total = |target: TargetId| format!("total({})", book.targets[target].name);
        let advice = |outcome| book.outcome_name(outcome);
        let never = match self.never {
            Never::Lowers(target) => format!("lowers {}", total(target)),
            Never::Raises(target) => format!("raises {}", total(target)),
            Never::Turns(from, to) => {
                format!("turns advice from {} to {}", advice(from), advice(to))
            }
        };
        format!("raising {fact} never {never}")
    }
}
