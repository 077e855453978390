//! Mutants that are said to behave the same are held against random profiles.

use hansei::model::Profile;
use hansei::testing::Suite;
use hansei::testing::mutation::{Fate, Mutated, Options, Subject, run};

use super::dice::Dice;
use super::{CHOICES, generate, loaded, print};

/// Random rulebooks that are tried.
const BOOKS: u64 = 60;
/// Mutants of each.
const MUTANTS: usize = 16;
/// Profiles that each is held against.
const PROFILES: usize = 60;

#[test]
fn mutants_that_are_said_to_be_the_same_are_the_same_on_random_profiles() {
    let mut same = 0usize;
    for seed in 0..BOOKS {
        let mut dice = Dice::new(choices(seed));
        let book = generate::book(&mut dice);
        let rules = print::rules(&book);
        let loaded = loaded(&rules).unwrap();
        let suite = Suite {
            program: loaded.program.clone(),
            bundle: hansei::check::Bundle::default(),
            conditions: Vec::new(),
            promises: Vec::new(),
            cases: Vec::new(),
            broken: Vec::new(),
        };
        let profiles: Vec<(String, Profile)> = (0..PROFILES)
            .map(|at| {
                let mut dice = Dice::new(choices(seed * 1000 + at as u64 + 1));
                let known = generate::known(&book, &mut dice);
                let json = print::profile(&book, &known);
                (json.clone(), loaded.profile(&json).unwrap())
            })
            .collect();
        let proved = tried(&suite, Vec::new());
        let held = tried(&suite, profiles);
        for ((mutant, before), (_, after)) in proved.mutants.iter().zip(&held.mutants) {
            if let Fate::Same(proof) = before {
                same += 1;
                assert!(
                    !matches!(after, Fate::Killed(_)),
                    "{proof:?} of {mutant:?} is wrong: {after:?}\n{rules}"
                );
            }
        }
    }
    assert!(same > 20, "only {same} mutants were said to be the same");
}

fn tried(suite: &Suite, profiles: Vec<(String, Profile)>) -> Mutated {
    let subject = Subject {
        suite,
        cases: Vec::new(),
        guarantees: Vec::new(),
        profiles,
    };
    let options = Options {
        most: MUTANTS,
        stop: &|| false,
    };
    run(&subject, &options)
}

/// Numbers that depend on the seed alone.
pub(super) fn choices(seed: u64) -> Vec<u16> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u16
    };
    (0..CHOICES).map(next).collect()
}
