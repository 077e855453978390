//! What was there before a region was narrowed, so that it can be widened again without a copy of it.

use std::sync::Arc;

use super::apart::Apart;
use super::field::Field;
use super::join::{Joined, Joint};
use super::parts::{PartId, Parts};
use super::{Bounds, Chances, Choices, Outlook, Region, Within, truth::May};
use crate::base::Id;
use crate::engine::machine::Machine;
use crate::model::{ChoiceId, Code, FactId, NumberId, PieceId, RuleId, Step, TargetId, TruthId};

/// Something that was overwritten.
#[derive(Clone, Debug)]
pub(super) enum Was {
    Truth(TruthId, May),
    Number(NumberId, Within),
    Choice(ChoiceId, Choices),
    Status(RuleId, Chances),
    Piece(PieceId, Option<Bounds>),
    Sum(TargetId, Option<Bounds>, Within),
    Side(PartId, Option<Bounds>),
    Field(FactId, Field),
    Joint(FactId, Option<Arc<Joint>>),
    Decision(Option<Outlook>),
    Apart(Vec<Apart>),
}

/// What was overwritten, the last at the end, and where what is taken back together begins.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail {
    kept: Vec<Was>,
    marks: Vec<usize>,
}

impl Trail {
    /// From here on what is kept is taken back together.
    pub(super) fn mark(&mut self) {
        self.marks.push(self.kept.len());
    }

    pub(super) fn keep(&mut self, was: Was) {
        self.kept.push(was);
    }

    /// Keeps what some steps are going to overwrite, evidence of targets apart.
    pub(super) fn keep_steps(&mut self, machine: &Machine<Region>, code: &Code, steps: &[Step]) {
        for step in steps {
            match *step {
                Step::Truth(id) => self.keep_at(&machine.truths, id, Was::Truth),
                Step::Number(id) => self.keep_at(&machine.numbers, id, Was::Number),
                Step::Choice(id) => self.keep_at(&machine.choices, id, Was::Choice),
                Step::Rule(id) => {
                    self.keep_at(&machine.statuses, id, Was::Status);
                    for piece in code.rules[id].pieces.range().map(PieceId) {
                        self.keep_at(&machine.pieces, piece, Was::Piece);
                    }
                }
                Step::Fold(_) | Step::Shares => {}
            }
        }
    }

    fn keep_at<I: Id, T: Copy>(&mut self, values: &[T], id: I, was: fn(I, T) -> Was) {
        let value = values.get(id.to_usize());
        self.kept.extend(value.map(|value| was(id, *value)));
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
        for was in self.kept.drain(mark..).rev() {
            match was {
                Was::Truth(id, value) => set(&mut machine.truths, id, value),
                Was::Number(id, value) => set(&mut machine.numbers, id, value),
                Was::Choice(id, value) => set(&mut machine.choices, id, value),
                Was::Status(id, value) => set(&mut machine.statuses, id, value),
                Was::Piece(id, value) => set(&mut machine.pieces, id, value),
                Was::Sum(id, sum, total) => machine.put_sum(id, sum, total),
                Was::Side(part, bounds) => joined.put_side(part, bounds),
                Was::Field(fact, field) => machine.domain.fields.set(fact, field),
                Was::Joint(fact, joint) => {
                    joined.put(parts, fact, joint);
                }
                Was::Decision(decision) => machine.decision = decision,
                Was::Apart(apart) => machine.domain.apart = apart,
            }
        }
    }
}

fn set<I: Id, T>(values: &mut [T], id: I, value: T) {
    if let Some(slot) = values.get_mut(id.to_usize()) {
        *slot = value;
    }
}
