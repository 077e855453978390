//! What is said of sets of answers, held against trying every way to answer: which sets change the advice, which answers
//! settle it, and in what part of all ways it is another.

use std::collections::{BTreeMap, BTreeSet};

use hansei::engine::{self, Record};
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
    /// How many were not decided.
    undecided: usize,
    /// Ways to answer that leave a question out because it does not apply.
    moot: usize,
    /// How many are settled only because some questions do not apply.
    by_questions: usize,
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
        let (rules, profile) = dense(&mut dice, false);
        tried(&rules, &profile, &mut seen);
        let (rules, profile) = dense(&mut dice, true);
        tried(&rules, &profile, &mut seen);
    }
    assert!(seen.undecided * 50 < seen.profiles, "{seen:?}");
    assert!(seen.moot > 1_000 && seen.by_questions > 5, "{seen:?}");
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

/// A rulebook in which nearly every answer counts, and a profile of a few of them; where they are gated, many a question
/// applies only after other answers.
fn dense(dice: &mut Dice, gated: bool) -> (String, String) {
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
    let mut lets = String::new();
    for (at, levels) in facts.iter().enumerate() {
        let levels: Vec<String> = (0..*levels).map(|level| format!("l{level}")).collect();
        let asked = match gated && at > 0 && dice.chance(60) {
            true => gate(dice, at, &mut lets),
            false => String::new(),
        };
        text += &format!("  fact f{at} : {} {{ {asked} }}\n", levels.join(" < "));
    }
    text += "}\n";
    if gated {
        text += &lets;
        text += "hypothesis h\nrule likely { when t.f0 is l0 then favor h by 5 }\n";
    }
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

/// When a question applies that only those before it decide about: by an answer, by something derived, or by what is known.
fn gate(dice: &mut Dice, at: usize, lets: &mut String) -> String {
    let other = dice.below(at);
    let level = dice.below(2);
    let is = match dice.chance(70) {
        true => format!("t.f{other} is l{level}"),
        false => format!("not (t.f{other} is l{level})"),
    };
    match dice.below(8) {
        0 => {
            *lets += &format!("let g{at} = {is} and t.f0 is l1\n");
            format!("asked when g{at}")
        }
        1 => {
            *lets += &format!("let g{at} : low < high {{ high when {is}  low otherwise }}\n");
            format!("asked when g{at} is high")
        }
        2 => format!("asked when t.f{other} is known"),
        3 => "asked when belief(h) > 0.5".into(),
        _ => format!("asked when {is}"),
    }
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
        let open = profile.given(*id).is_none();
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
    settled(program, (profile, today), &axes, (&found, seen))?;
    sets(program, (profile, today), &axes, (&found, seen))?;
    share(program, (profile, today), &axes, (&found, seen))?;
    match (&found.settles, found.settled) {
        (Some(_), Some(true)) => Err("settled already".into()),
        (Some(settles), _) => settled_with(program, (profile, today), &axes, (settles, seen)),
        (None, _) => Ok(()),
    }
}

type Axes = [(FactId, Vec<Value>)];

/// Whether all answers of a profile that another does not give are answers to questions that apply.
fn asks(program: &Program, own: &Profile, other: &Profile, record: &Record) -> bool {
    let mut facts = program.rulebook.facts.ids();
    facts.all(|id| {
        let is_new = own.given(id).is_none() && other.given(id).is_some();
        !is_new || !record.is_moot(program, id)
    })
}

/// The advice is settled where no way to answer what is asked changes it, and what may come is what these lead to.
fn settled(
    program: &Program,
    (profile, today): (&Profile, Option<OutcomeId>),
    axes: &Axes,
    (found, seen): (&Unknowns, &mut Seen),
) -> Result<(), String> {
    let (mut reached, mut any, mut failed) = (BTreeSet::new(), BTreeSet::new(), false);
    each(axes, true, profile, &mut |other| {
        match engine::evaluate(program, other) {
            Ok(record) => {
                any.insert(record.advised().1);
                if asks(program, profile, other, &record) {
                    reached.insert(record.advised().1);
                } else {
                    seen.moot += 1;
                }
            }
            Err(_) => failed = true,
        }
        true
    });
    let settled = reached.len() == 1;
    seen.by_questions += usize::from(settled && any.len() > 1);
    seen.undecided += usize::from(found.settled.is_none());
    if found.settled.is_some_and(|found| found != settled) {
        return Err(format!("settled: {:?}, reached {reached:?}", found.settled));
    }
    if let Some(witness) = &found.witness {
        let with = given(profile, &witness.facts);
        let record = engine::evaluate(program, &with).map_err(|_| "a witness fails")?;
        let advice = record.advised().1;
        if advice == today || advice != witness.advice || !asks(program, profile, &with, &record) {
            return Err(format!("{witness:?} is no witness"));
        }
    }
    let possible: BTreeSet<Option<OutcomeId>> = found.possible.iter().copied().collect();
    match reached.is_subset(&possible) && (failed || found.settled.is_none() || reached == possible)
    {
        true => Ok(()),
        false => Err(format!("possible {possible:?}, reached {reached:?}")),
    }
}

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
    let (mut all, mut changed, mut failed) = (0.0, 0.0, 0);
    each(axes, true, profile, &mut |other| {
        let Ok(record) = engine::evaluate(program, other) else {
            failed += 1;
            return true;
        };
        let moot = |id: &FactId| record.is_moot(program, *id);
        let is_complete = axes
            .iter()
            .all(|(id, _)| other.given(*id).is_some() != moot(id));
        if is_complete {
            // The answers to each question count alike; one that does not apply has no answers to count.
            let asked = axes.iter().filter(|(id, _)| other.given(*id).is_some());
            let ways: usize = asked.map(|(_, values)| values.len()).product();
            let weight = 1.0 / ways as f64;
            all += weight;
            changed += if record.advised().1 != today {
                weight
            } else {
                0.0
            };
        }
        true
    });
    let part = changed / all;
    let is_exact = share.low == share.high;
    seen.exact += usize::from(is_exact);
    seen.wide += usize::from(!is_exact);
    match share.low <= part + 2e-9 && part - 2e-9 <= share.high || failed > 0 {
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
            stands = record.map_or(true, |record| {
                record.advised().1 == today || !asks(program, &with, profile, &record)
            });
            stands
        });
        stands
    };
    let asked = |facts: &[(FactId, Value)]| {
        let with = given(profile, facts);
        let record = engine::evaluate(program, &with);
        record.is_ok_and(|record| asks(program, profile, &with, &record))
    };
    if !asked(&settles.facts) || !stands(&settles.facts) {
        return Err(format!("{settles:?} settles nothing"));
    }
    for at in 0..settles.facts.len() {
        let mut fewer = settles.facts.clone();
        fewer.remove(at);
        if asked(&fewer) && stands(&fewer) {
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
                let one = [(*fact, value.clone())];
                if asked(&one) && stands(&one) {
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
