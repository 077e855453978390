//! Claims decided for every profile there can be, unknown answers included. Looks at nothing that a test evaluated.

use super::one_at_a_time::Budget;
use super::region::{ANY, Atlas, Bounded, Cases, Fields, ONE, Region};
use super::search::{Aim, IsIt, Search, Sought, Work};
use crate::engine::fault::Fault;
use crate::model::{Claim, FactId, ProbeId, Value};
use crate::plan::Program;

/// How certain the answers are that a claim is decided for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainties {
    /// 1.
    Full,
    /// Anything from 0 to 1.
    Any,
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Ruling {
    /// It holds for every profile.
    Proved,
    /// These answers, all others unknown, break it.
    Refuted(Vec<(FactId, Value)>),
    /// Neither is known.
    Undecided(Why),
}

/// Why a claim is not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The budget is spent.
    Spent,
    /// The bounds of some region cannot tell, however small it is.
    Bounds,
    /// How a total moves is not decided.
    Moves,
}

/// All profiles of a program, for claims whose conditions are probes of it.
#[derive(Debug)]
pub struct Prover<'p> {
    program: &'p Program,
    atlas: Atlas,
    fields: Fields,
}

impl<'p> Prover<'p> {
    /// Of all profiles whose answers are so certain.
    pub fn of(program: &'p Program, certainties: Certainties) -> Self {
        let range = match certainties {
            Certainties::Full => ONE,
            Certainties::Any => ANY,
        };
        let cases = Cases::with_probes(program).certain(range);
        let probes = program.plan.code.probes.ids();
        Self {
            program,
            atlas: Atlas::with_probes(program, cases, probes),
            fields: Fields::every(&program.rulebook, range),
        }
    }

    pub(super) fn program(&self) -> &'p Program {
        self.program
    }

    pub(super) fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Decides a claim that a condition never or always holds; of a claim of another kind it finds nothing. `breaks` says
    /// whether some answers, given with certainty 1 and all others unknown, break it. Beside what came of it the parts that
    /// were looked at, `budget` of them at most.
    pub fn stated(
        &self,
        claim: &Claim<ProbeId>,
        breaks: &mut IsIt<'_>,
        budget: u32,
    ) -> Result<(Ruling, u32), Fault> {
        if matches!(claim, Claim::Raising { .. }) {
            return Ok((Ruling::Undecided(Why::Moves), 0));
        }
        let mut work = Work { left: budget };
        let region = Region::new(self.fields.clone(), Budget::new().end());
        let mut bounds = Bounded::of(self.program, &self.atlas, region)?;
        let search = Search {
            program: self.program,
            atlas: &self.atlas,
            aim: Aim::Breach(claim),
            find: &mut |answers| breaks(answers).then(|| answers.to_vec()),
            work: &mut work,
        };
        let sought = search.run(&mut bounds);
        let ruling = match sought {
            Sought::Nothing => Ruling::Proved,
            Sought::Answers(answers) => Ruling::Refuted(answers),
            Sought::Open if work.left == 0 => Ruling::Undecided(Why::Spent),
            Sought::Open => Ruling::Undecided(Why::Bounds),
        };
        Ok((ruling, budget.saturating_sub(work.left).saturating_add(1)))
    }
}
