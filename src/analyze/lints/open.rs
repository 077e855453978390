//! A rulebook whose parameters are open: what is true of it is true whatever is set from outside. Judges nothing.

use crate::base::{IdVec, Span};
use crate::model::{
    Fact, FactId, FactType, NumKind, Parameter, ParameterId, Rulebook, Topic, TopicId,
};

/// The rulebook with a fact in the place of each parameter, which may be any number of the parameter's range.
pub(super) fn parameters(book: &Rulebook) -> Rulebook {
    let mut open = book.clone();
    let topic = match open.topics.ids().next() {
        Some(topic) => topic,
        None => open.topics.push(Topic {
            name: "parameters".into(),
            title: None,
            origin: Span::default(),
        }),
    };
    let mut facts: IdVec<ParameterId, FactId> = IdVec::default();
    for parameter in book.parameters.values() {
        facts.push(open.facts.push(fact(parameter, topic)));
    }
    open.nums_mut(&mut |num| {
        if let NumKind::Parameter(id) = num.kind
            && let Some(fact) = facts.find(id)
        {
            num.kind = NumKind::Fact(*fact);
        }
    });
    open
}

fn fact(parameter: &Parameter, topic: TopicId) -> Fact {
    Fact {
        name: parameter.name.clone(),
        short: parameter.name.clone(),
        title: None,
        topic,
        kind: FactType::Number(parameter.kind.clone()),
        ask: None,
        help: None,
        lever: false,
        tags: Vec::new(),
        origin: parameter.origin,
    }
}
