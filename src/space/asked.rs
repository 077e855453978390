//! Which questions are asked of those who fill in what is open. Nobody answers a question that does not apply, so a
//! completion leaves it open; what the profile answers stays as it is.

use std::cell::Ref;

use super::answers::{Answers, both, gives};
use super::draw::{Axis, combine};
use super::region::{Bounded, Case, Fields, Gates};
use super::settled::{Explorer, SeeCompletion};
use crate::base::Id;
use crate::engine::fault::Fault;
use crate::engine::machine::Record;
use crate::model::{FactId, Profile, TruthId, Value};
use crate::plan::Program;

/// The facts that an answer may still come to, each with its cases.
pub(super) type Open<'a> = Vec<(FactId, &'a [Case])>;

/// The unknown facts that are read: those whose question applies, and those whose question other answers may still make
/// apply.
pub(super) fn open(
    program: &Program,
    profile: &Profile,
    record: &Record,
) -> (Vec<FactId>, Vec<FactId>) {
    let read = program.plan.index.read.iter().filter(|(_, read)| **read);
    let unknown = read.filter(|(fact, _)| profile.given(*fact).is_none());
    let unknown = unknown.map(|(fact, _)| fact);
    let (mut moot, open): (Vec<FactId>, Vec<FactId>) =
        unknown.partition(|fact| record.is_moot(program, *fact));
    let mut later: Vec<FactId> = Vec::new();
    loop {
        let may_come = |fact: &FactId| open.contains(fact) || later.contains(fact);
        let wakes = |fact: &FactId| {
            let gate = gate(program, *fact);
            let supports = &program.plan.index.supports.truths;
            gate.is_some_and(|gate| {
                let mut behind = supports.iter(gate.to_usize());
                behind.any(|other| other != *fact && may_come(&other))
            })
        };
        let (woken, rest): (Vec<FactId>, Vec<FactId>) = moot.into_iter().partition(wakes);
        if woken.is_empty() {
            later.sort_unstable();
            return (open, later);
        }
        later.extend(woken);
        moot = rest;
    }
}

/// The condition under which a question applies.
pub(super) fn gate(program: &Program, fact: FactId) -> Option<TruthId> {
    program.plan.code.asked.find(fact).copied().flatten()
}

impl<'a> Explorer<'a> {
    /// The facts that an answer may still come to, those whose question does not apply yet at the end.
    pub(super) fn answerable(&self) -> impl Iterator<Item = (FactId, &'a [Case])> + '_ {
        self.open.iter().chain(&self.later).copied()
    }

    /// Everything that the profile leaves open: bounds over all answers to questions that apply; with `complete` no such
    /// question stays open.
    pub(super) fn completions(&self, complete: bool) -> Result<Bounded, Fault> {
        let book = &self.program.rulebook;
        let mut fields = Fields::completions(self.profile, book);
        for fact in book.facts.ids() {
            let mut known = self.answerable().map(|(known, _)| known);
            if self.profile.given(fact).is_none() && !known.any(|known| known == fact) {
                fields.leave(fact);
            }
        }
        let mut gates = Gates {
            complete,
            ..Gates::default()
        };
        for (fact, _) in self.answerable() {
            match gate(self.program, fact) {
                Some(gate) => gates.facts.push((fact, gate)),
                None if complete => fields.answer(fact),
                None => {}
            }
        }
        let bounds = self.bound(fields)?;
        bounds.gated(self.program, self.atlas, gates)
    }

    /// Whether the questions of all these answers apply.
    pub(super) fn asks(&self, record: &Record, answers: &[(FactId, Value)]) -> bool {
        let mut answers = answers.iter();
        answers.all(|(fact, _)| !record.is_moot(self.program, *fact))
    }

    /// Evaluates with some answers beside those that are given, without the answers whose questions do not apply then.
    pub(super) fn with_asked(
        &self,
        given: &[(FactId, Value)],
        answers: &[(FactId, Value)],
    ) -> Option<(Answers, Ref<'_, Record>)> {
        let mut answers: Answers = answers.to_vec();
        answers.retain(|(fact, _)| !gives(given, *fact));
        loop {
            let record = self.with(&both(given, &answers))?;
            if self.asks(&record, &answers) {
                return Some((answers, record));
            }
            answers.retain(|(fact, _)| !record.is_moot(self.program, *fact));
        }
    }

    /// Shows what each completion gives, until one is enough.
    pub(super) fn every_completion(&self, see: &mut SeeCompletion<'_>) {
        let values = |cases: &[Case]| cases.iter().filter_map(|case| case.value.clone()).collect();
        let values: Vec<(FactId, Vec<Value>)> = self
            .answerable()
            .map(|(fact, cases)| (fact, values(cases)))
            .collect();
        let axes: Vec<Axis<'_>> = values
            .iter()
            .map(|(fact, values)| (*fact, &**values))
            .collect();
        combine(&axes, &mut |picked, _| {
            let given = picked.iter();
            let facts: Answers = given
                .filter_map(|(fact, value)| Some((*fact, (*value)?.clone())))
                .collect();
            let record = self.with(&facts);
            match record.as_deref() {
                Some(record) if !self.asks(record, &facts) => false,
                record => see(&facts, record),
            }
        });
    }
}
