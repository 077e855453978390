//! A rulebook whose parameters are open: what is true of it is true whatever is set from outside. Judges nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::{IdVec, Span};
use crate::model::{
    Cell, Cond, CondKind, Fact, FactId, FactType, LetId, LetKind, ListRow, Num, NumKind,
    NumberType, ParameterId, Rulebook, Scale, Subject, Topic, TopicId,
};

/// A rulebook in which facts stand for what parameters decide.
pub(super) struct Open {
    pub(super) rulebook: Rulebook,
    /// The lets whose rows depend on parameters otherwise than by conditions: each may give any of its levels.
    pub(super) lets: BTreeSet<LetId>,
}

/// The rulebook with a fact in the place of each parameter, which may be any number of the parameter's range.
pub(super) fn open(book: &Rulebook) -> Open {
    let mut rulebook = book.clone();
    let topic = match rulebook.topics.ids().next() {
        Some(topic) => topic,
        None => rulebook.topics.push(Topic {
            name: "parameters".into(),
            title: None,
            origin: Span::default(),
        }),
    };
    let mut facts: IdVec<ParameterId, FactId> = IdVec::default();
    for one in book.parameters.values() {
        let kind = FactType::Number(one.kind.clone());
        facts.push(rulebook.facts.push(fact(&one.name, kind, topic)));
    }
    let lets: BTreeSet<LetId> = book
        .lets
        .iter()
        .filter(|(_, item)| is_set(&item.kind))
        .map(|(id, _)| id)
        .collect();
    for id in &lets {
        let kind = anything(&book.lets[*id].kind, &mut |kind| {
            rulebook.facts.push(fact(&book.lets[*id].name, kind, topic))
        });
        if let Some(kind) = kind {
            rulebook.lets[*id].kind = kind;
        }
    }
    rulebook.nums_mut(&mut |num| {
        if let NumKind::Parameter(id) = num.kind
            && let Some(fact) = facts.find(id)
        {
            num.kind = NumKind::Fact(*fact);
        }
    });
    Open { rulebook, lets }
}

/// Whether cells compare with parameters, or rows give them.
fn is_set(kind: &LetKind) -> bool {
    match kind {
        LetKind::List(_, rows) => rows.iter().any(|row| row.parameter.is_some()),
        LetKind::Table(_, _, rows) => rows.iter().any(|row| {
            let mut cells = row.cells.iter().flat_map(Cell::parameters);
            row.parameter.is_some() || cells.next().is_some()
        }),
        LetKind::YesNo(_) | LetKind::Number(..) => false,
    }
}

/// A let with rows that may give anything it can give, by facts of its own; `None` without rows.
fn anything(kind: &LetKind, add: &mut dyn FnMut(FactType) -> FactId) -> Option<LetKind> {
    let (scale, given) = kind.given()?;
    let origin = Span::default();
    if scale.numbers.is_some() {
        let fact = add(FactType::Number(NumberType::default()));
        let num = Num {
            origin,
            kind: NumKind::Fact(fact),
        };
        return Some(LetKind::Number(num, kind.unit().map(Into::into)));
    }
    let rows = given.iter().map(|level| ListRow {
        level,
        parameter: None,
        when: Some(Cond {
            origin,
            kind: CondKind::Holds(Subject::Fact(add(FactType::YesNo))),
        }),
        unless: None,
        origin,
    });
    Some(LetKind::List(Scale::clone(scale), rows.collect()))
}

fn fact(name: &Arc<str>, kind: FactType, topic: TopicId) -> Fact {
    Fact {
        name: Arc::clone(name),
        short: Arc::clone(name),
        title: None,
        topic,
        kind,
        ask: None,
        help: None,
        asked: None,
        lever: false,
        tags: Vec::new(),
        former: Vec::new(),
        origin: Span::default(),
    }
}
