//! Mutants that are said to behave the same are held against random profiles.

use hansei::base::{Edit, FileId};
use hansei::model::Profile;
use hansei::plan::Program;
use hansei::testing::Suite;
use hansei::testing::mutation::{Fate, Mutant, Mutated, Options, Subject, run};
use hansei::testing::snapshot::{ProfileText, take};

use super::dice::Dice;
use super::{CHOICES, generate, loaded, print};

/// Random rulebooks that are tried.
const BOOKS: u64 = 60;
/// Mutants of each.
const MUTANTS: usize = 16;
/// Profiles that each is held against.
const PROFILES: usize = 60;
/// Those of them with snapshots, which the mutants' texts are held against.
const SNAPSHOTS: usize = 8;

#[test]
fn mutants_are_noticed_where_their_text_changes_a_snapshot_and_said_to_be_the_same_only_where_they_are()
 {
    let (mut same, mut edits) = (0usize, 0usize);
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
        let few: Vec<(String, Profile)> = profiles.iter().take(SNAPSHOTS).cloned().collect();
        let texts: Vec<&str> = few.iter().map(|(json, _)| &**json).collect();
        let accepted = shown(&suite.program, &texts);
        let mutants = match seed % 4 {
            0 => tried(&suite, few.clone()).mutants,
            _ => Vec::new(),
        };
        for (mutant, fate) in &mutants {
            let Ok(edited) = super::loaded(&edited(&rules, &mutant.edits)) else {
                continue;
            };
            edits += 1;
            let now = shown(&edited.program, &texts);
            let change = accepted.iter().zip(&now).find(|(was, is)| was != is);
            assert_eq!(
                matches!(fate, Fate::Killed(_)),
                change.is_some(),
                "{mutant:?}: {fate:?}: {change:#?}\n{rules}"
            );
        }
        let proved = tried(&suite, Vec::new());
        let held = tried(&suite, profiles);
        for (mutant, before) in &proved.mutants {
            // What survives and does not check is left out, which depends on the tests.
            let made =
                |other: &Mutant| (other.operator, &other.edits) == (mutant.operator, &mutant.edits);
            let Some((_, after)) = held.mutants.iter().find(|(other, _)| made(other)) else {
                panic!("{mutant:?} was left out, and behaves the same\n{rules}");
            };
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
    assert!(edits > 100, "only {edits} edits were made in the text");
}

/// The rules with the edits made in their text.
fn edited(rules: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.range().start));
    let mut text = rules.to_owned();
    for edit in edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

/// What snapshots of the profiles say, but whether the advice is settled, of which mutants are not asked.
fn shown(program: &Program, texts: &[&str]) -> Vec<String> {
    let text = |json: &&str| ProfileText {
        name: "profile.json".to_owned(),
        id: "profile".to_owned(),
        bytes: json.as_bytes().to_vec(),
    };
    let texts: Vec<ProfileText> = texts.iter().map(text).collect();
    let taken = take(program, FileId(1000), &texts).into_iter();
    let said = |taken: hansei::testing::snapshot::Taken| {
        let content = taken.content.unwrap_or_default();
        let said = content.split("\n\nwording").next().unwrap_or_default();
        let lines = said.lines().filter(|line| !line.starts_with("settled"));
        lines.collect::<Vec<_>>().join("\n")
    };
    taken.map(said).collect()
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
