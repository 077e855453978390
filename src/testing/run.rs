//! Runs cases: which hold, and for those that do not, what every part of the expectation was. Shows nothing.

use std::sync::OnceLock;

use super::suite::{Case, Suite};
use crate::base::{Diagnostic, in_parallel};
use crate::engine::{self, Fault, Record};
use crate::model::trace::{ConditionTrace, Trace};
use crate::model::{ProbeId, Profile};
use crate::plan::Program;
use crate::profile;
use crate::space::Unknowns;
use crate::trace::{Teller, Telling};

/// What became of a case.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Everything expected holds.
    Passed,
    /// Something expected does not hold.
    Failed(Box<Failure>),
    /// There is no result.
    Error(Diagnostic),
}

/// Why a case failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What was expected, in the order written.
    pub tried: Vec<Tried>,
    /// What came out, and why; without the rules that are known to be out.
    pub trace: Trace,
}

/// An expectation with the value of every part.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Which one.
    pub probe: ProbeId,
    /// Whether it is known to hold.
    pub holds: bool,
    /// Its parts.
    pub condition: ConditionTrace,
}

/// Runs the cases that are wanted, each with its place in the suite, in the suite's order.
pub fn run(suite: &Suite, wanted: &dyn Fn(&Case) -> bool) -> Vec<(usize, Verdict)> {
    let cases: Vec<(usize, &Case)> = suite
        .cases
        .iter()
        .enumerate()
        .filter(|(_, case)| wanted(case))
        .collect();
    let chunks: Vec<&[(usize, &Case)]> = cases.chunks(CHUNK).collect();
    let mut verdicts = Vec::with_capacity(cases.len());
    let teller = OnceLock::new();
    let one = |case: &Case| became(&suite.program, &teller, case);
    let work = |chunk: &&[(usize, &Case)]| -> Vec<(usize, Verdict)> {
        chunk.iter().map(|(at, case)| (*at, one(case))).collect()
    };
    in_parallel(&chunks, work, |done| {
        verdicts.extend(done);
        true
    });
    verdicts
}

/// Cases that one thread runs at a time.
const CHUNK: usize = 8;

/// Whether everything that a case expects is known to hold. The program's probes are those of the case's suite.
pub fn holds(program: &Program, case: &Case) -> Result<bool, Fault> {
    holds_for(program, &case.expects, &case.profile)
}

/// The same of another profile.
pub(super) fn holds_for(
    program: &Program,
    expects: &[ProbeId],
    profile: &Profile,
) -> Result<bool, Fault> {
    let mut record = engine::evaluate(program, profile)?;
    for probe in expects {
        if record.probe(program, *probe)? <= 0.0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What became of one case.
pub fn verdict(program: &Program, case: &Case) -> Verdict {
    became(program, &OnceLock::new(), case)
}

/// The teller is made where it is needed first.
fn became<'p>(program: &'p Program, teller: &OnceLock<Teller<'p>>, case: &Case) -> Verdict {
    let failed = || {
        failure(
            program,
            teller.get_or_init(|| Teller::of_outlines(program)),
            case,
        )
    };
    match holds(program, case) {
        Ok(true) => Verdict::Passed,
        Ok(false) => {
            failed().map_or_else(Verdict::Error, |failure| Verdict::Failed(Box::new(failure)))
        }
        Err(fault) => Verdict::Error(fault.diagnostic(program)),
    }
}

fn failure(program: &Program, teller: &Teller<'_>, case: &Case) -> Result<Failure, Diagnostic> {
    let said = |fault: Fault| fault.diagnostic(program);
    let mut record = engine::evaluate(program, &case.profile).map_err(said)?;
    let mut tried = Vec::with_capacity(case.expects.len());
    for probe in &case.expects {
        let holds = record.probe(program, *probe).map_err(said)? > 0.0;
        tried.push(Tried {
            probe: *probe,
            holds,
            condition: teller.value_of_probe(&case.profile, &record, *probe),
        });
    }
    let trace = trace(program, teller, case, &record)?;
    Ok(Failure { tried, trace })
}

/// What a case's evaluation did, as far as the teller tells it.
pub(super) fn trace(
    program: &Program,
    teller: &Teller<'_>,
    case: &Case,
    record: &Record,
) -> Result<Trace, Diagnostic> {
    let told = teller.value(&Telling {
        profile: &case.profile,
        profile_hash: &profile::hash(&case.profile, &program.rulebook),
        record,
        unknowns: &Unknowns::default(),
    });
    told.map_err(|fault| fault.diagnostic(program))
}
