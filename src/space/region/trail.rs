//! What was there before a region was narrowed, so that it can be widened again without a copy of it.

use std::sync::Arc;

use super::field::Field;
use super::join::{Joined, Joint};
use super::parts::{PartId, Parts};
use super::{Bounds, Chances, Choices, Outlook, Region, Within, truth::May};
use crate::base::Id;
use crate::engine::machine::Machine;
use crate::model::{ChoiceId, FactId, NumberId, PieceId, Plan, RuleId, Step, TruthId};

/// The values that were overwritten, the last ones at the end.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail {
    marks: Vec<Mark>,
    truths: Vec<(TruthId, May)>,
    numbers: Vec<(NumberId, Within)>,
    choices: Vec<(ChoiceId, Choices)>,
    statuses: Vec<(RuleId, Chances)>,
    pieces: Vec<(PieceId, Option<Bounds>)>,
    sums: Vec<(usize, Option<Bounds>, Within)>,
    fields: Vec<(FactId, Field)>,
    joints: Vec<(FactId, Option<Arc<Joint>>)>,
    sides: Vec<(PartId, Option<Bounds>)>,
    decisions: Vec<Option<Outlook>>,
}

/// How long each list was.
#[derive(Clone, Debug)]
struct Mark {
    truths: usize,
    numbers: usize,
    choices: usize,
    statuses: usize,
    pieces: usize,
    sums: usize,
    fields: usize,
    joints: usize,
    sides: usize,
    decisions: usize,
}

impl Trail {
    /// From here on what is kept is taken back together.
    pub(super) fn mark(&mut self) {
        self.marks.push(Mark {
            truths: self.truths.len(),
            numbers: self.numbers.len(),
            choices: self.choices.len(),
            statuses: self.statuses.len(),
            pieces: self.pieces.len(),
            sums: self.sums.len(),
            fields: self.fields.len(),
            joints: self.joints.len(),
            sides: self.sides.len(),
            decisions: self.decisions.len(),
        });
    }

    /// Keeps what some steps are going to overwrite, totals apart.
    pub(super) fn keep(&mut self, machine: &Machine<Region>, plan: &Plan, steps: &[Step]) {
        for step in steps {
            match *step {
                Step::Truth(id) => self.truths.extend(at(&machine.truths, id)),
                Step::Number(id) => self.numbers.extend(at(&machine.numbers, id)),
                Step::Choice(id) => self.choices.extend(at(&machine.choices, id)),
                Step::Rule(id) => {
                    self.statuses.extend(at(&machine.statuses, id));
                    let pieces = plan.code.rules[id].pieces.range().map(PieceId);
                    self.pieces
                        .extend(pieces.filter_map(|id| at(&machine.pieces, id)));
                }
                Step::Fold(_) | Step::Shares => {}
            }
        }
    }

    /// Keeps the evidence of a target.
    pub(super) fn keep_sum(&mut self, machine: &Machine<Region>, target: usize) {
        let sum = machine.sums.get(target).zip(machine.totals.get(target));
        self.sums
            .extend(sum.map(|(sum, total)| (target, *sum, *total)));
    }

    pub(super) fn keep_field(&mut self, fact: FactId, field: Field) {
        self.fields.push((fact, field));
    }

    pub(super) fn keep_joint(&mut self, fact: FactId, joint: Option<Arc<Joint>>) {
        self.joints.push((fact, joint));
    }

    pub(super) fn keep_side(&mut self, part: PartId, bounds: Option<Bounds>) {
        self.sides.push((part, bounds));
    }

    pub(super) fn keep_decision(&mut self, decision: Option<Outlook>) {
        self.decisions.push(decision);
    }

    /// Takes back what was kept since the last mark; what depends on totals is computed anew by the next.
    pub(super) fn back(
        &mut self,
        machine: &mut Machine<Region>,
        (parts, joined): (&Parts, &mut Joined),
    ) {
        let Some(mark) = self.marks.pop() else {
            return;
        };
        let put = |(id, value): (TruthId, May)| set(&mut machine.truths, id, value);
        self.truths.drain(mark.truths..).rev().for_each(put);
        let put = |(id, value): (NumberId, Within)| set(&mut machine.numbers, id, value);
        self.numbers.drain(mark.numbers..).rev().for_each(put);
        let put = |(id, value): (ChoiceId, Choices)| set(&mut machine.choices, id, value);
        self.choices.drain(mark.choices..).rev().for_each(put);
        let put = |(id, value): (RuleId, Chances)| set(&mut machine.statuses, id, value);
        self.statuses.drain(mark.statuses..).rev().for_each(put);
        let put = |(id, value): (PieceId, Option<Bounds>)| set(&mut machine.pieces, id, value);
        self.pieces.drain(mark.pieces..).rev().for_each(put);
        for (target, sum, total) in self.sums.drain(mark.sums..).rev() {
            machine.put_sum(target, sum, total);
        }
        for (fact, field) in self.fields.drain(mark.fields..).rev() {
            machine.domain.fields.set(fact, field);
        }
        for (part, bounds) in self.sides.drain(mark.sides..).rev() {
            joined.put_side(part, bounds);
        }
        for (fact, joint) in self.joints.drain(mark.joints..).rev() {
            joined.put(parts, fact, joint);
        }
        if let Some(decision) = self.decisions.drain(mark.decisions..).next() {
            machine.decision = decision;
        }
    }
}

fn at<I: Id, T: Copy>(values: &[T], id: I) -> Option<(I, T)> {
    values.get(id.to_usize()).map(|value| (id, *value))
}

fn set<I: Id, T>(values: &mut [T], id: I, value: T) {
    if let Some(slot) = values.get_mut(id.to_usize()) {
        *slot = value;
    }
}
