//! What a trace says of one unknown fact alone, held against values of it. Says nothing of several facts at once.

use crate::model::trace::{Trace, UnknownEffect, UnknownTrace};
use crate::model::{FactId, FactType, Given, TargetId};
use crate::script;

use super::facts::fact_named;
use super::finding::Report;
use super::open::{ROOM, tried, work};
use super::world::{Computed, World, value_of};
use super::{marks, reasons};

/// What values of one fact come to.
struct Tried {
    /// The lowest and highest total, by target.
    totals: Vec<(TargetId, [f64; 2])>,
    /// The lowest and highest difference between the two strategies in front.
    lead: [f64; 2],
    /// A value that changes the advice, and the advice.
    other: Option<(String, String)>,
    /// Whether these were all its values.
    all: bool,
}

/// What is said of each unknown fact.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    for (at, unknown) in trace.unknown.iter().enumerate() {
        let Some(effect) = &unknown.effect else {
            continue;
        };
        let path = format!("unknown[{at}].effect");
        one(world, &path, (unknown, effect), trace, report)?;
        if let Some(witness) = &effect.witness {
            let given: Vec<&String> = witness.facts.keys().collect();
            let words = format!("the witness of `{}` gives it alone", unknown.name);
            let path_of = format!("{path}.witness.facts");
            report.same(&path_of, &words, &given, &vec![&unknown.name]);
            tried(world, &format!("{path}.witness"), witness, trace, report)?;
        }
    }
    Ok(())
}

/// The totals and the span hold for every value that is tried, and are reached where all can be; what is not known
/// has a reason.
fn one(
    world: &World<'_>,
    path: &str,
    (unknown, effect): (&UnknownTrace, &UnknownEffect),
    trace: &Trace,
    report: &mut Report,
) -> Computed<()> {
    let at = |field: &str| format!("{path}.{field}");
    let of = |words: &str| format!("{words} `{}`", unknown.name);
    let changes = effect.changes_advice;
    let words = of("the witness of");
    report.same(
        &at("witness"),
        &words,
        &effect.witness.is_some(),
        &(changes == Some(true)),
    );
    let proved = trace.settled == Some(true) && changes != Some(false);
    if proved {
        let words = of("the advice is settled, so it cannot be changed by");
        report.same(&at("changes_advice"), &words, &changes, &Some(false));
    }
    let words = of("the span is reported only if the totals are bounded, for");
    report.same(&at("span"), &words, &effect.span.is_some(), &effect.bounded);
    reasons::of_effect(world, path, (unknown, effect), report);
    let (id, fact) = fact_named(world.rulebook, &unknown.name)?;
    let may_be_open = match &fact.kind {
        FactType::Number(_) => true,
        FactType::Set(scale) => scale.all().len() > 1,
        FactType::YesNo | FactType::Level(_) | FactType::Text => false,
    };
    if !effect.bounded && !may_be_open && !reasons::runs_scripts(world) {
        let words = of("whether the totals hold for all values of");
        report.same(&at("bounded"), &words, &false, &true);
    }
    let tried = attempt(world, id, trace)?;
    if let (Some(false), Some((value, advice))) = (changes, &tried.other) {
        let words = format!("the advice with `{}` = {value}", unknown.name);
        report.add(
            &at("changes_advice"),
            &words,
            "false",
            format!("true: it leads to `{advice}`"),
        );
    }
    totals(world, path, effect, &tried, report)?;
    if effect.bounded {
        span(path, effect, (world, trace), &tried, report)?;
    }
    Ok(())
}

fn attempt(world: &World<'_>, id: FactId, trace: &Trace) -> Computed<Tried> {
    let fact = world.fact(id)?;
    let leaders = leaders(world, trace);
    let lead = |world: &World<'_>| -> Computed<f64> {
        Ok(match leaders {
            Some((a, b)) => world.sum(a)?.total - world.sum(b)?.total,
            None => 0.0,
        })
    };
    let today = lead(world)?;
    let mut tried = Tried {
        totals: Vec::new(),
        lead: [today; 2],
        other: None,
        all: matches!(
            fact.kind,
            FactType::YesNo | FactType::Level(_) | FactType::Text
        ),
    };
    for target in world.rulebook.targets.ids() {
        tried.totals.push((target, [world.sum(target)?.total; 2]));
    }
    let until = work();
    for value in marks::values(world, id)? {
        let mut profile = world.profile.clone();
        profile.set(id, Some(Given::certain(value.clone())));
        let other = world.over(&profile);
        let result = || -> Computed<(String, Vec<f64>, f64)> {
            let advice = other.outcome_name(other.advised()?.outcome)?;
            let targets = tried.totals.iter();
            let totals = targets.map(|(target, _)| Ok(other.sum(*target)?.total));
            Ok((advice, totals.collect::<Computed<_>>()?, lead(&other)?))
        };
        // Where something cannot be computed there is no result, and after much work nobody looks further.
        let (false, Ok((advice, totals, ahead))) = (script::spent() > until, result()) else {
            tried.all = false;
            continue;
        };
        if advice != trace.advice && tried.other.is_none() {
            tried.other = Some((super::finding::show(&value_of(fact, &value)?), advice));
        }
        for ((_, ends), total) in tried.totals.iter_mut().zip(totals) {
            widen(ends, total);
        }
        widen(&mut tried.lead, ahead);
    }
    Ok(tried)
}

fn widen([low, high]: &mut [f64; 2], number: f64) {
    (*low, *high) = (low.min(number), high.max(number));
}

/// The two strategies in front, as the trace ranks them.
fn leaders(world: &World<'_>, trace: &Trace) -> Option<(TargetId, TargetId)> {
    let mut left = trace.strategies.iter().filter(|one| !one.excluded);
    let mut next = || world.target_named(&left.next()?.name);
    Some((next()?, next()?))
}

fn told(world: &World<'_>, effect: &UnknownEffect, target: TargetId) -> Computed<[f64; 2]> {
    Ok(match effect.totals.get(&*world.target(target)?.name) {
        Some(ends) => ends.map(|n| n.0),
        None => [world.sum(target)?.total; 2],
    })
}

fn totals(
    world: &World<'_>,
    path: &str,
    effect: &UnknownEffect,
    tried: &Tried,
    report: &mut Report,
) -> Computed<()> {
    for (target, [lowest, highest]) in &tried.totals {
        let name = &world.target(*target)?.name;
        let [low, high] = told(world, effect, *target)?;
        let holds = *lowest >= low - ROOM && *highest <= high + ROOM;
        let reached = low >= lowest - ROOM && high <= highest + ROOM;
        if effect.bounded && (!holds || (tried.all && !reached)) {
            let path = format!("{path}.totals.{name}");
            let words = format!("the totals of `{name}` that its values lead to");
            let recomputed = format!("{lowest} to {highest}");
            report.add(&path, &words, format!("{low} to {high}"), recomputed);
        }
    }
    for (name, [low, high]) in &effect.totals {
        let target = world.target_named(name);
        let today = target.map(|id| Ok::<_, String>(world.sum(id)?.total));
        let today = today.transpose()?;
        // What is told is wider than today's total and holds it.
        if !today.is_some_and(|now| low.0 < high.0 && now >= low.0 - ROOM && now <= high.0 + ROOM) {
            let path = format!("{path}.totals.{name}");
            let words = format!("a total that it moves, that of `{name}`");
            let recomputed = today.map_or("no such target".into(), |now| format!("{now} today"));
            let stated = format!("{} to {}", low.0, high.0);
            report.add(&path, &words, stated, recomputed);
        }
    }
    Ok(())
}

fn span(
    path: &str,
    effect: &UnknownEffect,
    (world, trace): (&World<'_>, &Trace),
    tried: &Tried,
    report: &mut Report,
) -> Computed<()> {
    let Some(stated) = effect.span.map(|span| span.0) else {
        return Ok(());
    };
    let [low, high] = tried.lead;
    let most = match leaders(world, trace) {
        Some((a, b)) if !tried.all => {
            let ([a_low, a_high], [b_low, b_high]) =
                (told(world, effect, a)?, told(world, effect, b)?);
            (a_high - b_low) - (a_low - b_high)
        }
        _all => high - low,
    };
    let room = 4.0 * ROOM;
    if stated < high - low - room || stated > most + room {
        let recomputed = match tried.all {
            true => (high - low).to_string(),
            false => format!("{} to {}", (high - low).min(most), most.max(high - low)),
        };
        let words = "how far it moves the difference of the two strategies in front";
        let path = format!("{path}.span");
        report.add(&path, words, stated.to_string(), recomputed);
    }
    Ok(())
}
