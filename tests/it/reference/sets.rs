//! What is said of sets of answers, held against trying every way to answer: which sets change the advice, which answers
//! settle it, and in what part of all ways it is another.

use std::collections::{BTreeMap, BTreeSet};

use hansei::engine;
use hansei::model::{FactId, FactType, Given, LevelSet, OutcomeId, Profile, Value};
use hansei::plan::Program;
use hansei::space::{Depth, Goal, Settling, Space, Unknowns};

use super::dice::Dice;
use super::flips::{Sets, everything};
use super::mutants::choices;
use super::{generate, loaded, print};

/// Random rulebooks that are tried.
const BOOKS: u64 = 250;
/// Ways to answer of which all are tried at most.
const MOST_WAYS: usize = 6_000;

/// How often something was seen.
#[derive(Debug, Default)]
struct Seen {
    profiles: usize,
    sets: usize,
    exact: usize,
    wide: usize,
    settled: BTreeMap<usize, usize>,
    smallest: usize,
    /// How many were settled by answers of which one can be left out.
    redundant: usize,
}

#[test]
fn what_is_said_of_sets_of_answers_is_what_trying_all_gives() {
    let mut seen = Seen::default();
    for seed in 0..BOOKS {
        let mut dice = Dice::new(choices(seed + 31_000));
        let book = generate::book(&mut dice);
        let known = generate::known(&book, &mut dice);
        tried(
            &print::rules(&book),
            &print::profile(&book, &known),
            &mut seen,
        );
        let (rules, profile) = dense(&mut dice);
        tried(&rules, &profile, &mut seen);
    }
    assert!(seen.profiles > 200, "{seen:?}");
    assert!(seen.sets > 300 && seen.exact > 200, "{seen:?}");
    assert!(seen.settled.len() > 3 && seen.smallest > 50, "{seen:?}");
    assert!(
        seen.redundant * 50 < seen.settled.values().sum(),
        "{seen:?}"
    );
}

fn tried(rules: &str, profile: &str, seen: &mut Seen) {
    let held = loaded(rules).and_then(|loaded| {
        let profile = loaded.profile(profile)?;
        held(&loaded.program, &profile, seen)
    });
    if let Err(trouble) = held {
        panic!("{trouble}\nwith {profile}\n{rules}");
    }
}

/// A rulebook in which nearly every answer counts, and a profile of a few of them.
fn dense(dice: &mut Dice) -> (String, String) {
    let facts: Vec<usize> = (0..4 + dice.below(3)).map(|_| 2 + dice.below(3)).collect();
    let is = |dice: &mut Dice| {
        let at = dice.below(facts.len());
        let level = dice.below(facts[at]);
        match dice.below(3) {
            0 => format!("t.f{at} is l{level}"),
            1 => format!("t.f{at} is at least l{level}"),
            _ => format!("not (t.f{at} is l{level})"),
        }
    };
    let mut text =
        String::from("rulebook d \"D\" {}\nstrategy a\nstrategy b\noutcome stop\ntopic t {\n");
    for (at, levels) in facts.iter().enumerate() {
        let levels: Vec<String> = (0..*levels).map(|level| format!("l{level}")).collect();
        text += &format!("  fact f{at} : {}\n", levels.join(" < "));
    }
    text += "}\n";
    for at in 0..4 + dice.below(5) {
        let joint = if dice.chance(30) { "or" } else { "and" };
        let more = match dice.chance(50) {
            true => format!(" {joint} {}", is(dice)),
            false => String::new(),
        };
        let (target, by) = (["a", "b"][dice.below(2)], 1 + dice.below(4));
        text += &format!(
            "rule r{at} {{ when {}{more} then favor {target} by {by} }}\n",
            is(dice)
        );
    }
    text += &format!(
        "advice {{\n  stop when {} and {}\n  a when lead(a) >= 1\n  b otherwise\n}}\n",
        is(dice),
        is(dice)
    );
    let given = facts.iter().enumerate().filter(|_| dice.chance(20));
    let given: Vec<String> = given
        .map(|(at, _)| format!("\"t.f{at}\": \"l0\""))
        .collect();
    (text, format!("{{ {} }}", given.join(", ")))
}

/// Everything that a fact can be answered with, each value as likely as any other; nothing where these are too many.
fn values(kind: &FactType) -> Option<Vec<Value>> {
    Some(match kind {
        FactType::YesNo => [false, true].map(Value::YesNo).into(),
        FactType::Level(scale) => scale.all().iter().map(Value::Level).collect(),
        FactType::Set(scale) if scale.all().len() < 6 => {
            let all = 0..1_u128 << scale.all().len();
            all.map(|set| Value::Set(LevelSet(set))).collect()
        }
        FactType::Number(number) if number.whole => {
            let (low, high) = (number.low?.ceil(), number.high?.floor());
            if high - low > 30.0 {
                return None;
            }
            let steps = (0..=30).map(|step| low + f64::from(step));
            steps
                .take_while(|one| *one <= high)
                .map(Value::Number)
                .collect()
        }
        FactType::Set(_) | FactType::Number(_) | FactType::Text => return None,
    })
}

/// What is said is what trying everything gives.
fn held(program: &Program, profile: &Profile, seen: &mut Seen) -> Result<(), String> {
    let fault = |fault: engine::Fault| format!("{:?}", fault.diagnostic(program));
    let Ok(record) = engine::evaluate(program, profile) else {
        return Ok(());
    };
    let facts = program.rulebook.facts.iter().filter(|(id, _)| {
        let open = profile.given(*id).is_none() && !record.is_moot(program, *id);
        open && program.plan.index.read[*id]
    });
    let axes = facts.map(|(id, fact)| Some((id, values(&fact.kind)?)));
    let Some(axes) = axes.collect::<Option<Vec<(FactId, Vec<Value>)>>>() else {
        return Ok(());
    };
    let ways = axes.iter().map(|(_, values)| values.len() + 1);
    if axes.is_empty() || ways.product::<usize>() > MOST_WAYS {
        return Ok(());
    }
    let today = record.advised().1;
    let found = Space::of(program)
        .explore(profile, &record, Depth::Full)
        .map_err(fault)?;
    seen.profiles += 1;
    sets(program, (profile, today), &axes, (&found, seen))?;
    share(program, (profile, today), &axes, (&found, seen))?;
    match (&found.settles, found.settled) {
        (Some(_), Some(true)) => Err("settled already".into()),
        (Some(settles), _) => settled_with(program, (profile, today), &axes, (settles, seen)),
        (None, _) => Ok(()),
    }
}

type Axes = [(FactId, Vec<Value>)];

/// The sets are those that trying every set gives.
fn sets(
    program: &Program,
    (profile, today): (&Profile, Option<OutcomeId>),
    axes: &Axes,
    (found, seen): (&Unknowns, &mut Seen),
) -> Result<(), String> {
    let Some(all) = everything(program, profile, Goal::Other(today), axes) else {
        return Ok(());
    };
    let opens = found.opens.as_ref().ok_or("no sets are told")?;
    let mut told = Sets::new();
    for set in &opens.sets {
        let facts: BTreeSet<FactId> = set.facts.iter().map(|(fact, _)| *fact).collect();
        let with = given(profile, &set.facts);
        let record = engine::evaluate(program, &with).map_err(|_| "a set fails")?;
        if record.advised().1 != set.advice || set.advice == today {
            return Err(format!("{set:?} does not lead there"));
        }
        told.entry(facts).or_default().insert(set.advice);
    }
    seen.sets += told.len();
    match opens.all && told != all {
        true => Err(format!("sets {told:?}, not {all:?}")),
        false => Ok(()),
    }
}

/// The share is the count, or has it between its ends.
fn share(
    program: &Program,
    (profile, today): (&Profile, Option<OutcomeId>),
    axes: &Axes,
    (found, seen): (&Unknowns, &mut Seen),
) -> Result<(), String> {
    let share = found.share.as_ref().ok_or("no share is told")?;
    let (mut all, mut changed, mut failed) = (0_u32, 0_u32, 0_u32);
    each(axes, false, profile, &mut |profile| {
        all += 1;
        match engine::evaluate(program, profile) {
            Ok(record) => changed += u32::from(record.advised().1 != today),
            Err(_) => failed += 1,
        }
        true
    });
    let [part, most] = [changed, changed + failed].map(|one| f64::from(one) / f64::from(all));
    let is_exact = share.low == share.high;
    seen.exact += usize::from(is_exact);
    seen.wide += usize::from(!is_exact);
    match share.low <= part + 2e-9 && most - 2e-9 <= share.high || failed > 0 {
        true => Ok(()),
        false => Err(format!("{share:?}, counted {part} of {all}")),
    }
}

/// With the answers nothing else changes the advice, and without one of them something does.
fn settled_with(
    program: &Program,
    (profile, today): (&Profile, Option<OutcomeId>),
    axes: &Axes,
    (settles, seen): (&Settling, &mut Seen),
) -> Result<(), String> {
    let stands = |facts: &[(FactId, Value)]| {
        let with = given(profile, facts);
        let rest = axes.iter().filter(|(id, _)| with.given(*id).is_none());
        let rest: Vec<(FactId, Vec<Value>)> = rest.cloned().collect();
        let mut stands = true;
        each(&rest, true, &with, &mut |profile| {
            // What ends in an error is no other advice.
            let record = engine::evaluate(program, profile);
            stands = record.map_or(true, |record| record.advised().1 == today);
            stands
        });
        stands
    };
    if !stands(&settles.facts) {
        return Err(format!("{settles:?} settles nothing"));
    }
    for at in 0..settles.facts.len() {
        let mut fewer = settles.facts.clone();
        fewer.remove(at);
        if stands(&fewer) {
            // Where bounds cannot tell, for example behind a script, that may be.
            seen.redundant += 1;
            break;
        }
    }
    *seen.settled.entry(settles.facts.len()).or_default() += 1;
    seen.smallest += usize::from(settles.smallest);
    if settles.smallest && settles.facts.len() > 1 {
        for (fact, values) in axes {
            for value in values {
                if stands(&[(*fact, value.clone())]) {
                    return Err(format!("{settles:?}: {fact:?} {value:?} is enough"));
                }
            }
        }
    }
    Ok(())
}

fn given(profile: &Profile, facts: &[(FactId, Value)]) -> Profile {
    let mut profile = profile.clone();
    for (fact, value) in facts {
        profile.set(*fact, Some(Given::certain(value.clone())));
    }
    profile
}

/// Shows every way to answer, with `unknown` those that leave something open, too, while it is wanted; whether it was.
fn each(
    axes: &Axes,
    unknown: bool,
    profile: &Profile,
    see: &mut dyn FnMut(&Profile) -> bool,
) -> bool {
    let Some(((fact, values), rest)) = axes.split_first() else {
        return see(profile);
    };
    let mut profile = profile.clone();
    if unknown && !each(rest, unknown, &profile, see) {
        return false;
    }
    values.iter().all(|value| {
        profile.set(*fact, Some(Given::certain(value.clone())));
        each(rest, unknown, &profile, see)
    })
}
