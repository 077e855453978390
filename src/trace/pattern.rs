//! Which of the few texts that a rule can have a profile gets: where all answers it reads are certain, their levels and
//! the outcomes of its tests of numbers decide. Writes no text.

use std::sync::OnceLock;

use super::kept::{SLOT, Slot};
use super::words::View;
use crate::model::{FactId, FactType, Shape, ShapeOp, Shown, TruthId, TruthNode, Value};
use crate::plan::Program;

/// The texts of one rule, each kept from when it was first needed.
#[derive(Debug)]
pub(super) struct Pattern {
    readers: Vec<Reader>,
    size: usize,
    kept: OnceLock<Vec<Slot>>,
}

/// What decides, in part.
#[derive(Debug, PartialEq)]
enum Reader {
    /// The value of a fact of levels or of yes and no, of so many.
    Value(FactId, usize),
    /// The outcome of a test of another fact.
    Test(FactId, TruthId),
}

/// A rule with more ways to read is written anew each time.
const MOST_WAYS: usize = 1024;

impl Pattern {
    /// For a rule whose conditions test single facts only, in not too many ways.
    pub(super) fn of(program: &Program, shapes: &[&Shape]) -> Option<Self> {
        let mut readers = Vec::new();
        for shape in shapes {
            read(program, shape, &mut readers)?;
        }
        let ways = |reader: &Reader| match reader {
            Reader::Value(_, values) => values.saturating_add(1),
            Reader::Test(..) => 3,
        };
        let size = readers.iter().map(ways).fold(1usize, usize::saturating_mul);
        (size <= MOST_WAYS).then_some(Self {
            readers,
            size,
            kept: OnceLock::new(),
        })
    }

    /// Where the text of a profile is kept; of answers that are not certain none is.
    pub(super) fn slot<'a>(&'a self, view: &View<'_>) -> Option<&'a Slot> {
        let mut at = 0usize;
        for reader in &self.readers {
            let (ways, digit) = reader.digit(view)?;
            at = at.saturating_mul(ways).saturating_add(digit);
        }
        if self.kept.get().is_none() && !view.teller.has_room(self.size.saturating_mul(SLOT)) {
            return None;
        }
        let kept = self
            .kept
            .get_or_init(|| (0..self.size).map(|_| Slot::new()).collect());
        kept.get(at)
    }
}

impl Reader {
    /// In how many ways it may come out, and in which it does.
    fn digit(&self, view: &View<'_>) -> Option<(usize, usize)> {
        let (Self::Value(fact, _) | Self::Test(fact, _)) = self;
        let given = view.profile.given(*fact);
        if given.is_some_and(|given| given.certainty != 1.0) {
            return None;
        }
        match (self, given.map(|given| &given.value)) {
            (Self::Test(_, truth), _) => {
                let truth = view.truth(*truth);
                Some((
                    3,
                    usize::from(truth > 0.0).saturating_add(usize::from(truth >= 0.0)),
                ))
            }
            (Self::Value(_, values), None) => Some((values.saturating_add(1), 0)),
            (Self::Value(_, values), Some(Value::Level(level))) => Some((
                values.saturating_add(1),
                usize::from(*level).saturating_add(1),
            )),
            (Self::Value(_, values), Some(Value::YesNo(yes))) => Some((
                values.saturating_add(1),
                usize::from(*yes).saturating_add(1),
            )),
            (Self::Value(..), Some(Value::Number(_) | Value::Set(_) | Value::Text(_))) => None,
        }
    }
}

/// The readers of a condition; `None` where a test is of anything but one fact.
fn read(program: &Program, shape: &Shape, readers: &mut Vec<Reader>) -> Option<()> {
    if shape.op != ShapeOp::Test {
        for part in &shape.parts {
            read(program, part, readers)?;
        }
        return Some(());
    }
    let mut truth = shape.truth;
    while let TruthNode::Not(inner) = &program.plan.code.truths[truth] {
        truth = *inner;
    }
    let (TruthNode::Holds(fact)
    | TruthNode::Level(fact, _)
    | TruthNode::Number(fact, ..)
    | TruthNode::Includes(fact, _)
    | TruthNode::Known(fact)) = &program.plan.code.truths[truth]
    else {
        return None;
    };
    if shape.reads != [Shown::Fact(*fact)] {
        return None;
    }
    let reader = match &program.rulebook.facts[*fact].kind {
        FactType::YesNo => Reader::Value(*fact, 2),
        FactType::Level(scale) => Reader::Value(*fact, scale.levels.len()),
        FactType::Set(_) | FactType::Number(_) | FactType::Text => Reader::Test(*fact, truth),
    };
    if !readers.contains(&reader) {
        readers.push(reader);
    }
    Some(())
}
