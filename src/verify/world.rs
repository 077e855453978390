//! What a recomputation starts from, and what it has found so far; every answer is computed once, when first asked for.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::base::{Id, IdVec};
use crate::model::trace::ValueTrace;
use crate::model::{
    Fact, FactId, FactType, Given, Let, LetId, LetKind, Profile, Rule, RuleId, Rulebook, Scale,
    Subject, Target, TargetId, Value,
};
use crate::script::{Interpreter, Library};

use super::advice::Advised;
use super::derive::Derived;
use super::ranking::Ranking;
use super::rules::Fate;
use super::totals::Sum;

/// A result, or in words why it cannot be recomputed.
pub(super) type Computed<T> = Result<T, String>;

/// One recomputation.
pub(super) struct World<'a> {
    /// The rules.
    pub(super) rulebook: &'a Rulebook,
    /// The arithmetic of evidence, interpreted.
    pub(super) method: Interpreter<'a>,
    /// The scripts.
    pub(super) library: &'a Library,
    /// What is known.
    pub(super) profile: &'a Profile,
    /// A rule that is taken to have fired by `then`, whatever its condition says.
    pub(super) forced: Option<RuleId>,
    /// Answers.
    pub(super) found: Found,
}

/// What was computed so far.
#[derive(Default)]
pub(super) struct Found {
    pub(super) lets: Once<LetId, Derived>,
    pub(super) rules: Once<RuleId, Fate>,
    pub(super) sums: Once<TargetId, Sum>,
    pub(super) ranking: OnceCell<Rc<Ranking>>,
    pub(super) advice: OnceCell<Rc<Advised>>,
}

/// Answers by what they are about.
pub(super) struct Once<K, V>(RefCell<BTreeMap<K, Rc<V>>>);

impl<K, V> Default for Once<K, V> {
    fn default() -> Self {
        Self(RefCell::new(BTreeMap::new()))
    }
}

impl<K: Ord + Copy, V> Once<K, V> {
    /// The answer, computed where it is not there yet.
    pub(super) fn get(&self, key: K, compute: impl FnOnce() -> Computed<V>) -> Computed<Rc<V>> {
        let there = self.0.borrow().get(&key).cloned();
        if let Some(there) = there {
            return Ok(there);
        }
        let new = Rc::new(compute()?);
        self.0.borrow_mut().insert(key, Rc::clone(&new));
        Ok(new)
    }
}

impl<'a> World<'a> {
    /// A recomputation over other facts, with the same rulebook.
    pub(super) fn over<'b>(&self, profile: &'b Profile) -> World<'b>
    where
        'a: 'b,
    {
        World {
            rulebook: self.rulebook,
            method: self.method,
            library: self.library,
            profile,
            forced: None,
            found: Found::default(),
        }
    }

    /// A recomputation over the same facts in which a rule has fired by `then`.
    pub(super) fn with_fired(&self, rule: RuleId) -> World<'a> {
        World {
            forced: Some(rule),
            ..self.over(self.profile)
        }
    }

    /// The rule.
    pub(super) fn rule(&self, id: RuleId) -> Computed<&'a Rule> {
        item(&self.rulebook.rules, id, "rule")
    }

    /// The fact.
    pub(super) fn fact(&self, id: FactId) -> Computed<&'a Fact> {
        item(&self.rulebook.facts, id, "fact")
    }

    /// The derived fact.
    pub(super) fn a_let(&self, id: LetId) -> Computed<&'a Let> {
        item(&self.rulebook.lets, id, "let")
    }

    /// The strategy or hypothesis.
    pub(super) fn target(&self, id: TargetId) -> Computed<&'a Target> {
        item(&self.rulebook.targets, id, "strategy or hypothesis")
    }

    /// The strategy or hypothesis of that name.
    pub(super) fn target_named(&self, name: &str) -> Option<TargetId> {
        let mut targets = self.rulebook.targets.iter();
        let target = targets.find(|(_, target)| *target.name == *name);
        target.map(|(id, _)| id)
    }

    /// What is known of a fact.
    pub(super) fn given(&self, id: FactId) -> Option<&'a Given> {
        self.profile.given(id)
    }

    /// The scale of what has a level.
    pub(super) fn scale(&self, subject: Subject) -> Computed<&'a Scale> {
        match subject {
            Subject::Fact(id) => match &self.fact(id)?.kind {
                FactType::Level(scale) | FactType::Set(scale) => Ok(scale),
                _ => Err(format!("`{}` has no levels", self.fact(id)?.name)),
            },
            Subject::Let(id) => match &self.a_let(id)?.kind {
                LetKind::List(scale, _) | LetKind::Table(scale, _, _) => Ok(scale),
                _ => Err(format!("`{}` has no levels", self.a_let(id)?.name)),
            },
        }
    }

    /// The name of a fact or let.
    pub(super) fn name(&self, subject: Subject) -> Computed<&'a str> {
        Ok(match subject {
            Subject::Fact(id) => &self.fact(id)?.name,
            Subject::Let(id) => &self.a_let(id)?.name,
        })
    }

    /// What is known of a fact, as data.
    pub(super) fn fact_value(&self, id: FactId) -> Computed<ValueTrace> {
        let Some(given) = self.given(id) else {
            return Ok(ValueTrace::Unknown(()));
        };
        value_of(self.fact(id)?, &given.value)
    }
}

/// A value of a fact, as data.
pub(super) fn value_of(fact: &Fact, value: &Value) -> Computed<ValueTrace> {
    let level = |at: u8| match &fact.kind {
        FactType::Level(scale) | FactType::Set(scale) => {
            let level = scale.level(at).map(|level| level.name.to_string());
            level.ok_or_else(|| format!("`{}` has no level {at}", fact.name))
        }
        _ => Err(format!("`{}` has no levels", fact.name)),
    };
    Ok(match value {
        Value::YesNo(holds) => ValueTrace::YesNo(*holds),
        Value::Number(number) => ValueTrace::Number(crate::model::trace::N(*number)),
        Value::Text(text) => ValueTrace::Word(text.to_string()),
        Value::Level(at) => ValueTrace::Word(level(*at)?),
        Value::Set(set) => ValueTrace::Set(set.iter().map(level).collect::<Computed<_>>()?),
    })
}

/// The item of an arena.
pub(super) fn item<'a, I: Id, T>(arena: &'a IdVec<I, T>, id: I, what: &str) -> Computed<&'a T> {
    arena
        .find(id)
        .ok_or_else(|| format!("the rulebook has no {what} number {}", id.to_usize()))
}
