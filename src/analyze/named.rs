//! Profiles by the names of facts and levels, so that one profile can stand under any mixture of two rulebooks.

use std::sync::Arc;

use super::mix::Names;
use crate::model::{Fact, FactType, Given, Profile, Rulebook, Scale, Value};

/// A profile by names.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    name: Arc<str>,
    /// In the order of the facts' names.
    facts: Vec<(String, NamedGiven)>,
}

/// What is given of a fact.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NamedGiven {
    pub(super) value: NamedValue,
    pub(super) certainty: f64,
}

/// A value by name.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum NamedValue {
    YesNo(bool),
    Level(String),
    Set(Vec<String>),
    Number(f64),
    Text(Arc<str>),
}

impl Named {
    /// A profile of a rulebook; with names, those of the old rulebook are put into those of the new one.
    pub(super) fn of(book: &Rulebook, profile: &Profile, names: Option<&Names>) -> Self {
        let mut facts: Vec<(String, NamedGiven)> = Vec::new();
        for (id, given) in profile.facts.iter() {
            let (Some(given), Some(fact)) = (given, book.facts.find(id)) else {
                continue;
            };
            let name =
                names.map_or_else(|| fact.name.to_string(), |names| names.new_name(&fact.name));
            let value = by_name(fact, &given.value, names);
            let certainty = given.certainty;
            facts.extend(value.map(|value| (name, NamedGiven { value, certainty })));
        }
        facts.sort_by(|(a, _), (b, _)| a.cmp(b));
        Self {
            name: profile.name.clone(),
            facts,
        }
    }

    /// What is given of a fact.
    pub(super) fn given(&self, name: &str) -> Option<&NamedGiven> {
        let at = self
            .facts
            .binary_search_by(|(known, _)| known.as_str().cmp(name));
        Some(&self.facts.get(at.ok()?)?.1)
    }

    /// Gives a fact, or takes it away.
    pub(super) fn set(&mut self, name: &str, given: Option<NamedGiven>) {
        let at = self
            .facts
            .binary_search_by(|(known, _)| known.as_str().cmp(name));
        match (at, given) {
            (Ok(at), Some(given)) => {
                if let Some(known) = self.facts.get_mut(at) {
                    known.1 = given;
                }
            }
            (Ok(at), None) => {
                self.facts.remove(at);
            }
            (Err(at), Some(given)) => self.facts.insert(at, (name.to_owned(), given)),
            (Err(_), None) => {}
        }
    }

    /// The names of the facts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().map(|(name, _)| name.as_str())
    }

    /// The profile for a rulebook: what it does not know, and what has no value on its scales, is left out.
    pub(super) fn profile(&self, book: &Rulebook) -> Profile {
        let mut profile = Profile::empty(Arc::clone(&self.name), book.facts.len());
        let mut facts = book.facts.iter().peekable();
        for (name, given) in &self.facts {
            while facts.next_if(|(_, fact)| *fact.name < **name).is_some() {}
            let Some((id, fact)) = facts.next_if(|(_, fact)| *fact.name == **name) else {
                continue;
            };
            if let Some(value) = by_place(fact, &given.value) {
                let certainty = given.certainty;
                profile.set(
                    id,
                    Some(Given {
                        certainty,
                        ..Given::certain(value)
                    }),
                );
            }
        }
        profile
    }
}

fn by_name(fact: &Fact, value: &Value, names: Option<&Names>) -> Option<NamedValue> {
    let level = |scale: &Scale, at: u8| {
        let name = &*scale.level(at)?.name;
        Some(
            names
                .map_or(name, |names| names.level(&fact.name, name))
                .to_owned(),
        )
    };
    Some(match (value, &fact.kind) {
        (Value::YesNo(yes), _) => NamedValue::YesNo(*yes),
        (Value::Number(number), _) => NamedValue::Number(*number),
        (Value::Text(text), _) => NamedValue::Text(Arc::clone(text)),
        (Value::Level(at), FactType::Level(scale)) => NamedValue::Level(level(scale, *at)?),
        (Value::Set(set), FactType::Set(scale)) => {
            let levels = set.iter().map(|at| level(scale, at));
            NamedValue::Set(levels.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

fn by_place(fact: &Fact, value: &NamedValue) -> Option<Value> {
    Some(match (value, &fact.kind) {
        (NamedValue::YesNo(yes), FactType::YesNo) => Value::YesNo(*yes),
        (NamedValue::Number(number), FactType::Number(_)) => Value::Number(*number),
        (NamedValue::Text(text), FactType::Text) => Value::Text(Arc::clone(text)),
        (NamedValue::Level(name), FactType::Level(scale)) => Value::Level(scale.position(name)?),
        (NamedValue::Set(names), FactType::Set(scale)) => {
            let levels = names.iter().map(|name| scale.position(name));
            Value::Set(levels.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}
