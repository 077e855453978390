//! Which facts a rulebook reads at all: what stands in its conditions and numbers, without evaluating them.

use std::collections::BTreeSet;

use crate::model::{
    Argument, Call, Cell, Cond, CondKind, Effect, FactId, Figure, LetId, LetKind, Met, Num,
    NumKind, Rule, Rulebook, Subject, TableRow, TagId, TargetId, Weight,
};

/// What a rulebook, or a part of it, reads.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// In conditions and numbers, or counted there by their tag; a text that names a fact reads nothing.
    pub(super) facts: BTreeSet<FactId>,
    /// The lets that are named.
    pub(super) lets: BTreeSet<LetId>,
    /// The strategies and hypotheses whose totals or beliefs are named.
    pub(super) targets: BTreeSet<TargetId>,
    tags: BTreeSet<TagId>,
}

/// The facts that the rules, lets, advice rows, notes and preconditions read.
pub(super) fn reading(rulebook: &Rulebook) -> Reading {
    let mut all = Reading::default();
    rulebook.rules.values().for_each(|rule| all.rule(rule));
    for one in rulebook.lets.values() {
        all.derivation(&one.kind);
    }
    for row in rulebook.advice.iter().flat_map(|advice| &advice.rows) {
        row.when.iter().for_each(|cond| all.cond(cond));
        row.unless.iter().for_each(|cond| all.cond(cond));
    }
    for note in rulebook.notes.values() {
        all.cond(&note.when);
        note.unless.iter().for_each(|cond| all.cond(cond));
    }
    let questions = rulebook
        .facts
        .values()
        .filter_map(|fact| fact.asked.as_ref());
    questions.for_each(|cond| all.cond(cond));
    let preconditions = rulebook.mets().flat_map(Met::conditions);
    preconditions.for_each(|cond| all.cond(cond));
    all.count(rulebook);
    all
}

impl Reading {
    /// Adds the facts that are counted by their tag.
    pub(super) fn count(&mut self, rulebook: &Rulebook) {
        let tags = std::mem::take(&mut self.tags);
        for (id, fact) in rulebook.facts.iter() {
            if fact.tags.iter().any(|tag| tags.contains(tag)) {
                self.facts.insert(id);
            }
        }
    }

    /// The condition, the exception and the weights of a rule.
    pub(super) fn rule(&mut self, rule: &Rule) {
        self.cond(&rule.when);
        rule.unless.iter().for_each(|cond| self.cond(cond));
        self.effects(&rule.then);
        self.effects(&rule.otherwise);
    }

    pub(super) fn subject(&mut self, subject: Subject) {
        match subject {
            Subject::Fact(id) => self.facts.insert(id),
            Subject::Let(id) => self.lets.insert(id),
        };
    }

    fn effects(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Weight::By(num) = &effect.weight {
                self.num(num);
            }
        }
    }

    pub(super) fn derivation(&mut self, kind: &LetKind) {
        match kind {
            LetKind::YesNo(cond) => self.cond(cond),
            LetKind::Number(num, _) => self.num(num),
            LetKind::List(_, rows) => {
                for row in rows {
                    row.when.iter().for_each(|cond| self.cond(cond));
                    row.unless.iter().for_each(|cond| self.cond(cond));
                }
            }
            LetKind::Table(_, inputs, rows) => {
                for (at, input) in inputs.iter().enumerate() {
                    let is_asked = |row: &TableRow| !matches!(row.cells.get(at), Some(Cell::Any));
                    if rows.iter().any(is_asked) {
                        self.subject(*input);
                    }
                }
            }
        }
    }

    pub(super) fn cond(&mut self, cond: &Cond) {
        match &cond.kind {
            CondKind::Holds(subject) | CondKind::Known(subject) => self.subject(*subject),
            CondKind::Level { subject, .. } => self.subject(*subject),
            CondKind::LevelCompare { left, right, .. } => {
                self.subject(*left);
                self.subject(*right);
            }
            CondKind::Includes { fact, .. } => {
                self.facts.insert(*fact);
            }
            CondKind::Compare { left, right, .. } => {
                self.num(left);
                self.num(right);
            }
            CondKind::Between { number, low, high } => {
                [number, low, high]
                    .into_iter()
                    .for_each(|num| self.num(num));
            }
            CondKind::All(parts) | CondKind::Any(parts) | CondKind::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.cond(part));
            }
            CondKind::Not(inner) | CondKind::Surely(inner) => self.cond(inner),
            CondKind::Call(call) => self.call(call),
            CondKind::Constant(_)
            | CondKind::BestIs(_)
            | CondKind::Excluded(_)
            | CondKind::Tied(_)
            | CondKind::Fired(_)
            | CondKind::AdviceIs(_)
            | CondKind::AdvisedBy(_)
            | CondKind::Noted(_) => {}
        }
    }

    fn num(&mut self, num: &Num) {
        match &num.kind {
            NumKind::Fact(id) | NumKind::Count(id) => {
                self.facts.insert(*id);
            }
            NumKind::Figure(Figure::Known(tag) | Figure::ShareKnown(tag)) => {
                self.tags.insert(*tag);
            }
            NumKind::Figure(Figure::Total(target) | Figure::Belief(target)) => {
                self.targets.insert(*target);
            }
            NumKind::Let(id) => {
                self.lets.insert(*id);
            }
            NumKind::Constant(_) | NumKind::Parameter(_) | NumKind::Figure(_) => {}
            NumKind::Apply(_, operands) => operands.iter().for_each(|num| self.num(num)),
            NumKind::If(condition, branches) => {
                self.cond(condition);
                branches.iter().for_each(|num| self.num(num));
            }
            NumKind::Call(call) => self.call(call),
        }
    }

    fn call(&mut self, call: &Call) {
        for argument in &call.arguments {
            match argument {
                Argument::Truth(cond) => self.cond(cond),
                Argument::Number(num) => self.num(num),
                Argument::Level(subject) => self.subject(*subject),
                Argument::Set(id) => {
                    self.facts.insert(*id);
                }
                Argument::Word(_) => {}
            }
        }
    }
}
