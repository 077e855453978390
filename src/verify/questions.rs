//! Which unknown facts a trace lists, in which order, and whether what was found out about them is told of all alike.

use crate::model::Fact;
use crate::model::trace::{Trace, UnknownTrace};

use super::bounds;
use super::facts::{answers, title};
use super::finding::Report;
use super::reading::Reading;
use super::world::{Computed, World};

/// How much of the unknown facts an evaluation was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing.
    Nothing,
    /// Whether the advice is settled.
    Settled,
    /// What each could do, too.
    Full,
}

impl Asked {
    /// As far as a trace tells: whatever was asked has a reason, effects and bounds come with the most.
    pub(super) fn of(trace: &Trace) -> Self {
        let effects = trace.unknown.iter().any(|one| one.effect.is_some());
        let bounds = bounds::told(trace).next().is_some();
        match (&trace.settled_because, effects || bounds) {
            (_, true) => Self::Full,
            (Some(_), false) => Self::Settled,
            (None, false) => Self::Nothing,
        }
    }
}

/// Every unknown fact once; those whose effect is told by what it says they could do, the others behind them by name.
pub(super) fn unknown(
    world: &World<'_>,
    stated: &Trace,
    reading: &Reading,
) -> Computed<Vec<UnknownTrace>> {
    let mut unknown = Vec::new();
    for (id, fact) in world.rulebook.facts.iter() {
        if world.given(id).is_none() {
            unknown.push(UnknownTrace {
                name: fact.name.to_string(),
                title: title(fact),
                ask: fact.ask.as_ref().map(ToString::to_string),
                read: reading.facts.contains(&id),
                moot: is_moot(world, fact)?,
                effect: None,
                note: None,
                answers: Some(answers(fact)),
            });
        }
    }
    // What changes the advice comes first, then what moves the margin most.
    unknown.sort_by(|a, b| {
        let ((a, a_moves), (b, b_moves)) = (telling(stated, a), telling(stated, b));
        a.cmp(&b).then_with(|| b_moves.total_cmp(&a_moves))
    });
    Ok(unknown)
}

/// Whether an answer to it may still come that anything reads.
pub(super) fn is_open(fact: &UnknownTrace) -> bool {
    fact.read && !fact.moot
}

/// Whether the question of a fact does not apply.
pub(super) fn is_moot(world: &World<'_>, fact: &Fact) -> Computed<bool> {
    let asked = fact.asked.as_ref().map(|cond| world.condition(cond));
    Ok(asked.transpose()?.is_some_and(|node| node.verdict.fails()))
}

/// Whether the questions of all answers apply that one world gives beyond another.
pub(super) fn asks(world: &World<'_>, other: &World<'_>) -> Computed<bool> {
    for (id, fact) in world.rulebook.facts.iter() {
        let is_new = world.given(id).is_none() && other.given(id).is_some();
        if is_new && is_moot(other, fact)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How early a fact comes, and how far it moves the margin, by what is said of it.
fn telling(stated: &Trace, fact: &UnknownTrace) -> (u8, f64) {
    let mut unknown = stated.unknown.iter();
    let told = unknown.find(|one| one.name == fact.name);
    match told.and_then(|one| one.effect.as_ref()) {
        Some(effect) => {
            let calm = effect.changes_advice != Some(true);
            (calm.into(), effect.span.map_or(f64::INFINITY, |n| n.0))
        }
        None => (2, 0.0),
    }
}

/// Where effects are told, they are told of every unknown fact that anything reads and whose question applies, and of no
/// other.
pub(super) fn told(_: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let asked = Asked::of(trace) == Asked::Full;
    for (at, stated) in trace.unknown.iter().enumerate() {
        let words = format!("whether the effect of `{}` is reported", stated.name);
        let (path, told) = (format!("unknown[{at}].effect"), stated.effect.is_some());
        report.same(&path, &words, &told, &(asked && is_open(stated)));
    }
    Ok(())
}
