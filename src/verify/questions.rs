//! Which unknown facts a trace lists, in which order, and whether what was found out about them is told of all alike.

use crate::model::FactId;
use crate::model::trace::{Trace, UnknownTrace};

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
        let hypotheses = &trace.hypotheses;
        let bounds = hypotheses.iter().any(|one| one.total_bounds.is_some())
            || trace
                .strategies
                .iter()
                .any(|one| one.total_bounds.is_some() || one.confidence_bounds.is_some());
        match (&trace.settled_because, effects || bounds) {
            (_, true) => Self::Full,
            (Some(_), false) => Self::Settled,
            (None, false) => Self::Nothing,
        }
    }
}

/// Every unknown fact once; those whose effect is told by what they could do, the others behind them by name.
pub(super) fn check(
    world: &World<'_>,
    trace: &Trace,
    reading: &Reading,
    report: &mut Report,
) -> Computed<()> {
    let mut expected: Vec<(FactId, &str, Option<&UnknownTrace>)> = Vec::new();
    for (id, fact) in world.rulebook.facts.iter() {
        if world.given(id).is_none() {
            let stated = trace.unknown.iter().find(|one| *one.name == *fact.name);
            expected.push((id, &fact.name, stated));
        }
    }
    // What changes the advice comes first, then what moves the margin most.
    expected.sort_by(|(_, _, a), (_, _, b)| {
        let effect = |one: &Option<&UnknownTrace>| one.and_then(|one| one.effect.clone());
        let (a, b) = (effect(a), effect(b));
        let last = |effect: &Option<_>| effect.is_none();
        let calm = |changes: Option<bool>| changes != Some(true);
        last(&a).cmp(&last(&b)).then_with(|| {
            let (Some(a), Some(b)) = (a, b) else {
                return std::cmp::Ordering::Equal;
            };
            let most = f64::INFINITY;
            let (of_a, of_b) = (a.span.map_or(most, |n| n.0), b.span.map_or(most, |n| n.0));
            let by_change = calm(a.changes_advice).cmp(&calm(b.changes_advice));
            by_change.then_with(|| of_b.total_cmp(&of_a))
        })
    });
    let stated: Vec<&str> = trace.unknown.iter().map(|fact| &*fact.name).collect();
    let recomputed: Vec<&str> = expected.iter().map(|(_, name, _)| *name).collect();
    let words = "the facts that are not known, the most telling first";
    report.same("unknown", words, &stated, &recomputed);
    told(world, trace, reading, report);
    Ok(())
}

/// Where effects are told, they are told of every unknown fact that anything reads, and of no other.
fn told(world: &World<'_>, trace: &Trace, reading: &Reading, report: &mut Report) {
    let asked = Asked::of(trace) == Asked::Full;
    for (at, stated) in trace.unknown.iter().enumerate() {
        let mut facts = world.rulebook.facts.iter();
        let fact = facts.find(|(_, fact)| *fact.name == *stated.name);
        let is_read = fact.is_some_and(|(id, _)| reading.facts.contains(&id));
        let words = format!("whether the effect of `{}` is told", stated.name);
        let (path, told) = (format!("unknown[{at}].effect"), stated.effect.is_some());
        report.same(&path, &words, &told, &(asked && is_read));
    }
}
