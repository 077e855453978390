//! The smallest changes that lead to another advice, held against trying everything.

use std::collections::{BTreeMap, BTreeSet};

use hansei::engine;
use hansei::model::{FactId, Given, OutcomeId, Profile, Value};
use hansei::plan::Program;
use hansei::space::{Cells, Flip, Goal, MOST_CHANGED, Space};

use super::dice::Dice;
use super::mutants::choices;
use super::{generate, loaded, print};

/// Random rulebooks that are tried.
const BOOKS: u64 = 150;
/// Evaluations for one profile at most.
const MOST_TRIED: usize = 20_000;

/// The sets of facts that suffice, while no part of them does, with the advice that each leads to.
pub(super) type Sets = BTreeMap<BTreeSet<FactId>, BTreeSet<Option<OutcomeId>>>;

#[test]
fn no_smaller_change_is_missed_and_none_is_made_up() {
    let (mut proved, mut found, mut profiles) = (0, [0; MOST_CHANGED], 0);
    for seed in 0..BOOKS {
        let mut dice = Dice::new(choices(seed + 7_000));
        let book = generate::book(&mut dice);
        let known = generate::known(&book, &mut dice);
        let (rules, profile) = (print::rules(&book), print::profile(&book, &known));
        let tried = loaded(&rules).and_then(|loaded| {
            let profile = numbers_certain(loaded.profile(&profile)?);
            held(&loaded.program, &profile, &mut dice)
        });
        match tried {
            Ok(None) => {}
            Ok(Some((is_proved, sets))) => {
                profiles += 1;
                proved += usize::from(is_proved);
                for set in sets.keys() {
                    found[set.len() - 1] += 1;
                }
            }
            Err(trouble) => panic!("seed {seed}: {trouble}\nwith {profile}\n{rules}"),
        }
    }
    assert!(profiles > 80, "{profiles} profiles were tried");
    assert!(proved * 2 > profiles, "{proved} of {profiles} are proved");
    assert!(found[0] > 40 && found[1] > 5, "{found:?}");
}

#[test]
fn three_answers_that_only_together_are_enough_are_found_in_all_their_ways() {
    let facts = (0..6).map(|at| format!("  fact f{at} : yes_no\n"));
    let rules = (0..6).map(|at| format!("rule r{at} {{ when t.f{at} then favor go by 2 }}\n"));
    let (facts, rules): (String, String) = (facts.collect(), rules.collect());
    let text = format!(
        "rulebook together \"Together\" {{ version \"1\" }}\nstrategy go\nstrategy wait\n\
         topic t {{\n{facts}}}\n{rules}advice {{ go when total(go) >= 6  wait otherwise }}\n"
    );
    let loaded = loaded(&text).unwrap();
    let program = &loaded.program;
    let none = Profile::empty("none", program.rulebook.facts.len());
    let space = Space::of(program);
    let sets = |profile: &Profile| {
        let record = engine::evaluate(program, profile).unwrap();
        let goal = Goal::Other(record.advised().1);
        let flips = space.flips((profile, &record), goal, &|_| true).unwrap();
        assert!(flips.proved);
        let sizes = flips.found.iter().map(|flip| flip.changes.len());
        sizes.collect::<Vec<usize>>()
    };
    assert_eq!(sets(&none), [3; 20]);
    let mut all = none.clone();
    for fact in program.rulebook.facts.ids() {
        all.set(fact, Some(Given::certain(Value::YesNo(true))));
    }
    // Four of six answers have to change.
    assert!(sets(&all).is_empty());
}

/// Of numbers nothing but the value can change: another one that no test tells apart is no other answer.
fn numbers_certain(mut profile: Profile) -> Profile {
    for given in profile.facts.values_mut().flatten() {
        if matches!(given.value, Value::Number(_)) {
            given.certainty = 1.0;
        }
    }
    profile
}

/// What trying everything gives, where it is the same; nothing where that takes too long.
fn held(
    program: &Program,
    profile: &Profile,
    dice: &mut Dice,
) -> Result<Option<(bool, Sets)>, String> {
    let fault = |fault: engine::Fault| format!("{:?}", fault.diagnostic(program));
    let Ok(record) = engine::evaluate(program, profile) else {
        return Ok(None);
    };
    let (_, today) = record.advised();
    let outcomes: Vec<OutcomeId> = program.rulebook.outcomes.ids().collect();
    let goal = match dice.chance(50) || outcomes.is_empty() {
        true => Goal::Other(today),
        false => Goal::This(Some(dice.pick(&outcomes))),
    };
    if goal.is(today) {
        return Ok(None);
    }
    let cells = Cells::of(program);
    let values: Vec<(FactId, Vec<Value>)> = program
        .rulebook
        .facts
        .iter()
        .filter(|(id, _)| program.plan.index.read[*id])
        .map(|(id, fact)| (id, cells.values(id, &fact.kind)))
        .collect();
    let Some(sets) = everything(program, profile, goal, &values) else {
        return Ok(None);
    };
    let space = Space::of(program);
    let flips = space
        .flips((profile, &record), goal, &|_| true)
        .map_err(fault)?;
    let mut told = Sets::new();
    for flip in &flips.found {
        leads(program, profile, goal, flip)?;
        let facts = flip.changes.iter().map(|change| change.fact).collect();
        told.entry(facts).or_default().insert(flip.advice);
    }
    let missed = sets.iter().find(|(facts, _)| !told.contains_key(*facts));
    if let (Some((facts, _)), true) = (missed, flips.proved) {
        return Err(format!("{facts:?} leads to {goal:?}, and is missed"));
    }
    if flips.proved && told.keys().ne(sets.keys()) {
        return Err(format!(
            "{:?} is no smallest set: {:?}",
            told.keys(),
            sets.keys()
        ));
    }
    let differs = |(facts, advice): (&BTreeSet<FactId>, _)| {
        told.get(facts).is_some_and(|known| known != advice)
    };
    if let Some((facts, advice)) = sets
        .iter()
        .find(|set| differs(*set))
        .filter(|_| flips.proved)
    {
        return Err(format!(
            "{facts:?} leads to {advice:?}, not {:?}",
            told[facts]
        ));
    }
    Ok(Some((flips.proved, sets)))
}

/// A change that is told leads where it says.
fn leads(program: &Program, profile: &Profile, goal: Goal, flip: &Flip) -> Result<(), String> {
    let mut changed = profile.clone();
    for change in &flip.changes {
        if profile.given(change.fact).map(|given| &given.value) == Some(&change.value) {
            return Err(format!("{flip:?} changes nothing"));
        }
        changed.set(change.fact, Some(Given::certain(change.value.clone())));
    }
    let record = engine::evaluate(program, &changed).map_err(|_| "it fails".to_owned())?;
    let (_, advice) = record.advised();
    match advice == flip.advice && goal.is(advice) {
        true => Ok(()),
        false => Err(format!("{flip:?} leads to {advice:?}")),
    }
}

/// Every set of facts up to the size, smaller ones first.
pub(super) fn everything(
    program: &Program,
    profile: &Profile,
    goal: Goal,
    values: &[(FactId, Vec<Value>)],
) -> Option<Sets> {
    let mut sets = Sets::new();
    let mut left = MOST_TRIED;
    for size in 1..=MOST_CHANGED {
        let mut of_size = Vec::new();
        subsets(values.len(), size, 0, &mut Vec::new(), &mut of_size);
        for places in of_size {
            let chosen: Vec<&(FactId, Vec<Value>)> = places.iter().map(|at| &values[*at]).collect();
            let facts: BTreeSet<FactId> = chosen.iter().map(|(fact, _)| *fact).collect();
            if sets.keys().any(|known| known.is_subset(&facts)) {
                continue;
            }
            let mut advice = BTreeSet::new();
            assigned(
                program,
                (profile, profile),
                goal,
                &chosen,
                &mut left,
                &mut advice,
            )?;
            if !advice.is_empty() {
                sets.insert(facts, advice);
            }
        }
    }
    Some(sets)
}

fn subsets(of: usize, size: usize, from: usize, now: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
    if now.len() == size {
        all.push(now.clone());
        return;
    }
    for at in from..of {
        now.push(at);
        subsets(of, size, at + 1, now, all);
        now.pop();
    }
}

fn assigned(
    program: &Program,
    (own, changed): (&Profile, &Profile),
    goal: Goal,
    facts: &[&(FactId, Vec<Value>)],
    left: &mut usize,
    advice: &mut BTreeSet<Option<OutcomeId>>,
) -> Option<()> {
    let Some(((fact, values), rest)) = facts.split_first() else {
        *left = left.checked_sub(1)?;
        if let Ok(record) = engine::evaluate(program, changed) {
            let (_, outcome) = record.advised();
            let is_other = |(id, given): (FactId, &Option<Given>)| {
                given.as_ref().map(|given| &given.value) != own.given(id).map(|given| &given.value)
            };
            let mut others = changed.facts.iter().filter(|one| is_other(*one));
            if goal.is(outcome) && !others.any(|(id, _)| record.is_moot(program, id)) {
                advice.insert(outcome);
            }
        }
        return Some(());
    };
    for value in values {
        if own.given(*fact).map(|given| &given.value) == Some(value) {
            continue;
        }
        let mut changed = changed.clone();
        changed.set(*fact, Some(Given::certain(value.clone())));
        assigned(program, (own, &changed), goal, rest, left, advice)?;
    }
    Some(())
}
