//! Answers to some facts, each fact once. Evaluates nothing.

use crate::model::{FactId, Value};

/// Answers to some facts.
pub(super) type Answers = Vec<(FactId, Value)>;

/// One more answer, in place of another one to the same fact; `None` is no answer.
pub(super) fn put(answers: &mut Answers, fact: FactId, value: Option<Value>) {
    if let Some(value) = value {
        answers.retain(|(known, _)| *known != fact);
        answers.push((fact, value));
    }
}

/// Answers, and others to the facts that they leave open.
pub(super) fn both(facts: &[(FactId, Value)], others: &[(FactId, Value)]) -> Answers {
    let mut beside = facts.to_vec();
    let rest = others.iter().filter(|(fact, _)| !gives(facts, *fact));
    beside.extend(rest.cloned());
    beside
}

/// Whether they answer a fact.
pub(super) fn gives(facts: &[(FactId, Value)], fact: FactId) -> bool {
    facts.iter().any(|(known, _)| *known == fact)
}
