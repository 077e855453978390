//! What a row of results shows of an evaluation: figures, and no trace.

use crate::engine::{Evaluator, Fault};
use crate::model::{OutcomeId, Profile, TargetId};
use crate::plan::Program;
use crate::space::{Depth, Space};
use crate::trace;

/// The figures of an evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The advised outcome; `None` is `undecided`.
    pub advice: Option<OutcomeId>,
    /// The level of the sureness that may be told, counted from the lowest; `None` without such a scale, or where it is
    /// not known.
    pub sureness: Option<u8>,
    /// The confidence in its strategy, where it has one.
    pub confidence: Option<f64>,
    /// Whether no missing answer changes the advice; `None` where that was not decided.
    pub settled: Option<bool>,
    /// The lead of the best strategy; infinite without a rival, NaN without a strategy.
    pub margin: f64,
    /// The totals of the strategies, in the order of [`strategies`].
    pub totals: Vec<f64>,
}

/// Evaluates one profile after the other, in the same places.
#[derive(Debug)]
pub struct Judge<'s, 'p> {
    program: &'p Program,
    space: &'s Space<'p>,
    evaluator: Evaluator<'p>,
}

impl<'s, 'p> Judge<'s, 'p> {
    /// For the profiles of a program; the space is that program's.
    pub fn new(program: &'p Program, space: &'s Space<'p>) -> Self {
        Self {
            program,
            space,
            evaluator: Evaluator::new(program),
        }
    }

    /// The figures of a profile.
    pub fn figures(&mut self, profile: &Profile) -> Result<Figures, Fault> {
        let record = self.evaluator.evaluate(profile)?;
        let unknowns = self.space.explore(profile, record, Depth::Settled)?;
        let sureness = trace::sureness_level(self.program, (profile, record), &unknowns);
        let summary = record.summary(self.program);
        let totals = strategies(self.program).map(|id| record.total(id));
        Ok(Figures {
            advice: summary.advice,
            sureness,
            confidence: summary.confidence,
            settled: unknowns.settled,
            margin: summary.margin,
            totals: totals.collect(),
        })
    }
}

/// The strategies of a program, in the rulebook's order.
pub fn strategies(program: &Program) -> impl Iterator<Item = TargetId> {
    program.plan.code.strategies.iter().copied()
}
