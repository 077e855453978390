//! Guarantees decided for every profile there can be. Evaluates no test.

use super::claim::{Promise, Rising, breaks, fall_of};
use super::witness::{Breach, Found};
use crate::engine::Evaluator;
use crate::model::{Claim, FactId, Given, Never, ProbeId, Profile, Value};
use crate::space::{Certainties, Prover, Ruling, Undecided};
use crate::testing::Suite;

/// What became of a guarantee.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Its place among the promises of the suite.
    pub promise: usize,
    /// What was found.
    pub verdict: Verdict,
    /// The regions of profiles that were looked at.
    pub regions: u32,
    /// Whether it is proved that its `when` never holds, so that it claims nothing.
    pub empty: bool,
}

/// What was found about a guarantee.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It holds for every profile whose answers are as certain as told.
    Proved(Certainties),
    /// It is broken.
    Refuted(Box<Breach>),
    /// Neither is known, of answers given with certainty 1 either.
    Undecided(Undecided),
}

/// Regions that are looked at to find whether a guarantee claims anything.
const MOST_FOR_EMPTY: u32 = 200;

/// Decides the wanted guarantees of a suite, by the places of their promises, each with so many regions at most.
pub(super) fn prove(suite: &Suite, wanted: &dyn Fn(usize) -> bool, budget: u32) -> Vec<Decided> {
    let program = &suite.program;
    let promises = suite.promises.iter().enumerate();
    let promises: Vec<(usize, &Promise)> = promises.filter(|(at, _)| wanted(*at)).collect();
    if promises.is_empty() {
        return Vec::new();
    }
    let mut deciding = Deciding {
        suite,
        provers: [
            (Prover::of(program, Certainties::Any), Certainties::Any),
            (Prover::of(program, Certainties::Full), Certainties::Full),
        ],
        evaluator: Evaluator::new(program),
        budget,
    };
    promises
        .into_iter()
        .map(|(at, promise)| {
            let (verdict, regions) = deciding.decide(promise);
            let proved = matches!(verdict, Verdict::Proved(_));
            Decided {
                empty: proved && deciding.is_empty(&promise.claim),
                promise: at,
                verdict,
                regions,
            }
        })
        .collect()
}

struct Deciding<'s> {
    suite: &'s Suite,
    provers: [(Prover<'s>, Certainties); 2],
    evaluator: Evaluator<'s>,
    budget: u32,
}

impl Deciding<'_> {
    fn decide(&mut self, promise: &Promise) -> (Verdict, u32) {
        let mut regions = 0u32;
        let mut why = Undecided::Bounds;
        for at in 0..self.provers.len() {
            let (ruling, found, more) = self.ruling(at, &promise.claim);
            regions = regions.saturating_add(more);
            match (ruling, found) {
                (Ruling::Proved, _) => {
                    let certainties = self.provers.get(at).map(|(_, certainties)| *certainties);
                    let certainties = certainties.unwrap_or(Certainties::Full);
                    return (Verdict::Proved(certainties), regions);
                }
                (Ruling::Refuted(_), Some(found)) => {
                    if let Some(breach) = promise.breach(self.suite, found, &[]) {
                        return (Verdict::Refuted(Box::new(breach)), regions);
                    }
                }
                (Ruling::Refuted(_), None) => {}
                (Ruling::Undecided(reason), _) => why = reason,
            }
        }
        (Verdict::Undecided(why), regions)
    }

    /// Whether what a claim is asked for never holds.
    fn is_empty(&mut self, claim: &Claim<ProbeId>) -> bool {
        let Claim::Stated {
            when: Some(when), ..
        } = *claim
        else {
            return false;
        };
        let never = Claim::Stated {
            always: false,
            cond: when,
            when: None,
        };
        let budget = self.budget;
        self.budget = budget.min(MOST_FOR_EMPTY);
        let (ruling, ..) = self.ruling(0, &never);
        self.budget = budget;
        ruling == Ruling::Proved
    }

    /// What one prover finds, with the profile that breaks the claim.
    fn ruling(&mut self, at: usize, claim: &Claim<ProbeId>) -> (Ruling, Option<Found>, u32) {
        let failed = (Ruling::Undecided(Undecided::Bounds), None, 0);
        let Some((prover, certainties)) = self.provers.get(at) else {
            return failed;
        };
        let (suite, evaluator) = (self.suite, &mut self.evaluator);
        let (ruling, mut found, regions) = match claim {
            Claim::Raising { raising, when } => {
                let turns = matches!(raising.never, Never::Turns(..));
                if *certainties == Certainties::Any && !turns {
                    return (Ruling::Undecided(Undecided::Moves), None, 0);
                }
                let rising = Rising {
                    raising: *raising,
                    when: *when,
                };
                let mut moves = |answers: &[(FactId, Value)], [low, high]: [&Value; 2]| {
                    let values = [low.clone(), high.clone()];
                    let profile = profile_of(suite, answers);
                    fall_of(evaluator, &rising, &profile, &values).is_some()
                };
                match prover.raising((raising, *when), &mut moves, self.budget) {
                    Ok((ruling, moved, regions)) => {
                        let found = moved.and_then(|moved| {
                            let profile = profile_of(suite, &moved.answers);
                            let fall = fall_of(evaluator, &rising, &profile, &moved.values);
                            let found = |fall| Found {
                                test: None,
                                profile,
                                fall: Some(fall),
                            };
                            fall.map(found)
                        });
                        (ruling, found, regions)
                    }
                    Err(_) => return failed,
                }
            }
            Claim::Stated { .. } => {
                let mut is_broken = |answers: &[(FactId, Value)]| {
                    let profile = profile_of(suite, answers);
                    let record = evaluator.evaluate(&profile);
                    record.is_ok_and(|record| breaks(record, &suite.program, claim))
                };
                match prover.stated(claim, &mut is_broken, self.budget) {
                    Ok((ruling, regions)) => (ruling, None, regions),
                    Err(_) => return failed,
                }
            }
        };
        if let (Ruling::Refuted(answers), None) = (&ruling, &found) {
            found = Some(Found {
                test: None,
                profile: profile_of(suite, answers),
                fall: None,
            });
        }
        (ruling, found, regions)
    }
}

/// A profile with some answers, given with full certainty, and no others.
fn profile_of(suite: &Suite, answers: &[(FactId, Value)]) -> Profile {
    let mut profile = Profile::empty("", suite.program.rulebook.facts.len());
    for (fact, value) in answers {
        profile.set(*fact, Some(Given::certain(value.clone())));
    }
    profile
}
