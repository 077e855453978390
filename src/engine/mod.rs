//! Executes plans: a profile with all that a trace needs; what a value is, is said by a domain.
//! A function of its inputs: no clock, no randomness, no environment.

pub(crate) mod decide;
pub(crate) mod domain;
pub(crate) mod fault;
pub(crate) mod given;
pub(crate) mod machine;
pub(crate) mod needed;
pub(crate) mod point;
mod reading;

pub use decide::Standing;
pub use fault::{CODES, Fault, Reason, Weighed};
pub use machine::Record;
pub use point::{Choice, Status};
pub use reading::Side;

use given::Facts;

use crate::model::{OutcomeId, ProbeId, Profile, TargetId};
use crate::plan::Program;

/// Evaluates one profile. The record holds everything that a trace tells.
pub fn evaluate(program: &Program, profile: &Profile) -> Result<Record, Fault> {
    let mut record = Record::new(program, point::Point::new(Facts::of(profile)));
    record.run(program)?;
    Ok(record)
}

/// Evaluates one profile after the other, without keeping more of each than its result.
#[derive(Debug)]
pub struct Evaluator<'p> {
    program: &'p Program,
    record: Record,
}

/// The result of one profile, as a table shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The advised outcome; `None` is `undecided`.
    pub advice: Option<OutcomeId>,
    /// The index of the advice row that gave it.
    pub row: Option<u32>,
    /// The share of the outcome's strategy, 0 to 1.
    pub confidence: Option<f64>,
    /// The lead of the best strategy; infinite without a rival, NaN without a strategy.
    pub margin: f64,
}

impl<'p> Evaluator<'p> {
    /// For one program.
    pub fn new(program: &'p Program) -> Self {
        let facts = Facts::of(&Profile::empty("", program.plan.index.read.len()));
        Self {
            program,
            record: Record::new(program, point::Point::new(facts)),
        }
    }

    /// The program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// The result for one profile of the program's rulebook. An error of one profile does not touch the next.
    pub fn summarize(&mut self, profile: &Profile) -> Result<Summary, Fault> {
        self.record.domain.facts.replace(profile);
        self.record.restart();
        self.record.run_lean(self.program)?;
        Ok(self.record.summary(self.program))
    }

    /// Everything for one profile of the program's rulebook.
    pub fn evaluate(&mut self, profile: &Profile) -> Result<&mut Record, Fault> {
        self.record.domain.facts.replace(profile);
        self.record.restart();
        self.record.run(self.program)?;
        Ok(&mut self.record)
    }

    /// The totals of the last result, by target.
    pub fn totals(&self) -> &[f64] {
        &self.record.totals
    }
}

impl Record {
    /// Computes a condition that only a test asks for: 1 to -1, its sign the truth, 0 unknown.
    pub fn probe(&mut self, program: &Program, probe: ProbeId) -> Result<f64, Fault> {
        self.ask(program, probe)
    }

    /// The result as a table shows it.
    pub fn summary(&self, program: &Program) -> Summary {
        let (row, advice) = self.advised();
        let strategy = advice.and_then(|outcome| program.plan.code.strategy_of[outcome]);
        Summary {
            advice,
            row,
            confidence: strategy.map(|target| self.confidence(program, target)),
            margin: self.margin(program),
        }
    }

    /// The rounded total of a strategy or hypothesis.
    pub fn total(&self, target: TargetId) -> f64 {
        use crate::base::Id;
        self.totals
            .get(target.to_usize())
            .copied()
            .unwrap_or(f64::NAN)
    }
}
