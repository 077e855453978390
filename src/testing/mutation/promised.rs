//! The guarantees against which mutants are held, on what the tests evaluate. Looks for no other profiles.

use crate::engine::{Evaluator, Record};
use crate::model::{Claim, ProbeId, Profile, Value};
use crate::plan::Program;
use crate::space::Cells;
use crate::testing::Suite;
use crate::testing::guarantees::{Rising, breaks, fall_of, steps};

/// Profiles of tests at most in which the facts of guarantees are raised.
const MOST_RAISED: usize = 100;

/// The guarantees, as far as they hold in the tests without any mutant.
pub(super) struct Promised<'s> {
    suite: &'s Suite,
    guarantees: &'s [(usize, String)],
    /// For each test, the guarantees that its profile by itself does not break, by their place.
    kept: Vec<Vec<usize>>,
    /// Facts that are raised in the profile of a test, where the total moves as it may.
    raised: Vec<Raised<'s>>,
}

struct Raised<'s> {
    name: &'s str,
    test: usize,
    rising: Rising,
    values: Vec<Value>,
}

impl<'s> Promised<'s> {
    pub(super) fn of(suite: &'s Suite, guarantees: &'s [(usize, String)]) -> Self {
        Self {
            suite,
            guarantees,
            kept: Vec::new(),
            raised: Vec::new(),
        }
    }

    fn claim(&self, guarantee: usize) -> Option<(&'s Claim<ProbeId>, &'s str)> {
        let (at, name) = self.guarantees.get(guarantee)?;
        let promise = self.suite.promises.get(*at)?;
        Some((&promise.claim, name.as_str()))
    }

    /// The next test, with its record in the rulebook as it is.
    pub(super) fn add(&mut self, program: &Program, record: &mut Record) {
        let mut kept = Vec::new();
        for at in 0..self.guarantees.len() {
            let claim = self.claim(at).map(|(claim, _)| claim);
            if claim.is_some_and(|claim| !breaks(record, program, claim)) {
                kept.push(at);
            }
        }
        self.kept.push(kept);
    }

    /// Raises facts in the profiles of the tests, in the rulebook as it is.
    pub(super) fn raise<'p>(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        profiles: impl Iterator<Item = &'p Profile>,
    ) {
        let program = &self.suite.program;
        let facts = &program.rulebook.facts;
        let claims: Vec<(Rising, &'s str)> = (0..self.guarantees.len())
            .filter_map(|at| {
                let (claim, name) = self.claim(at)?;
                Some((Rising::of(claim)?, name))
            })
            .collect();
        if claims.is_empty() {
            return;
        }
        let cells = Cells::of(program);
        for (test, profile) in profiles.take(MOST_RAISED).enumerate() {
            for (rising, name) in claims.iter().copied() {
                let fact = rising.raising.fact;
                let kind = &facts[fact].kind;
                let own = profile.given(fact).map(|given| &given.value);
                let values = steps(kind, &cells.values(fact, kind), own);
                if fall_of(evaluator, &rising, profile, &values).is_none() {
                    self.raised.push(Raised {
                        name,
                        test,
                        rising,
                        values,
                    });
                }
            }
        }
    }

    /// A guarantee that a mutant breaks on what a test evaluates.
    pub(super) fn broken(
        &self,
        test: usize,
        program: &Program,
        record: &mut Record,
    ) -> Option<&'s str> {
        let mut kept = self.kept.get(test)?.iter();
        kept.find_map(|at| {
            let (claim, name) = self.claim(*at)?;
            breaks(record, program, claim).then_some(name)
        })
    }

    /// A guarantee that a mutant breaks where a fact is raised in the profile of a test.
    pub(super) fn turned<'p>(
        &self,
        evaluator: &mut Evaluator<'_>,
        profile: &dyn Fn(usize) -> Option<&'p Profile>,
    ) -> Option<&'s str> {
        self.raised.iter().find_map(|one| {
            let profile = profile(one.test)?;
            let fall = fall_of(evaluator, &one.rising, profile, &one.values);
            fall.map(|_| one.name)
        })
    }
}
