//! Bounds that a trace leaves out: whether they were not asked for, or could not be had.

use crate::model::trace::{N, Trace};
use crate::model::{Evidence, TargetId, Weight};

use super::finding::{Report, show};
use super::open::ROOM;
use super::questions::Asked;
use super::world::{Computed, World};

/// Where one bound or effect is told, every total has bounds, unless its evidence cannot be bounded.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    if Asked::of(trace) != Asked::Full {
        return Ok(());
    }
    sound(world, trace, report);
    if !trace.unknown.iter().any(|fact| fact.read) {
        exact(trace, report);
        return Ok(());
    }
    let mut missing = Vec::new();
    for (at, one) in trace.strategies.iter().enumerate() {
        missing.push((
            format!("strategies[{at}].total_bounds"),
            &one.name,
            one.total_bounds,
        ));
    }
    for (at, one) in trace.hypotheses.iter().enumerate() {
        missing.push((
            format!("hypotheses[{at}].total_bounds"),
            &one.name,
            one.total_bounds,
        ));
    }
    let mut all_bounded = true;
    for (path, name, bounds) in missing {
        let mut targets = world.rulebook.targets.iter();
        let Some((id, _)) = targets.find(|(_, target)| *target.name == **name) else {
            continue;
        };
        let can_be = can_be_bounded(world, id)?;
        all_bounded &= can_be;
        if bounds.is_none() && can_be {
            let words = format!("bounds of the total of `{name}`, whose evidence has bounds");
            report.add(&path, &words, "null", "two numbers");
        }
    }
    for (at, one) in trace.strategies.iter().enumerate() {
        // Shares that are divided by their sum have bounds, whatever the totals.
        let can_be = all_bounded || world.rulebook.method.normalize;
        if can_be && one.confidence_bounds.is_none() {
            let words = format!("bounds of the confidence of `{}`", one.name);
            report.add(
                &format!("strategies[{at}].confidence_bounds"),
                &words,
                "null",
                "two numbers",
            );
        }
    }
    Ok(())
}

/// The lower end is no higher than the upper one, and of shares that are divided by their sum both are shares.
fn sound(world: &World<'_>, trace: &Trace, report: &mut Report) {
    let mut ends = |path: String, bounds: Option<[N; 2]>, share: bool| {
        let Some([low, high]) = bounds else { return };
        let outside = share && (low.0 < -ROOM || high.0 > 1.0 + ROOM);
        if low.0 > high.0 || outside {
            let recomputed = if outside {
                "within 0 and 1"
            } else {
                "the lower first"
            };
            let words = "the lower and the upper bound";
            report.add(&path, words, show(&[low, high]), recomputed);
        }
    };
    let normalized = world.rulebook.method.normalize;
    for (at, one) in trace.strategies.iter().enumerate() {
        let path = |field: &str| format!("strategies[{at}].{field}");
        ends(path("total_bounds"), one.total_bounds, false);
        ends(path("confidence_bounds"), one.confidence_bounds, normalized);
    }
    for (at, one) in trace.hypotheses.iter().enumerate() {
        ends(
            format!("hypotheses[{at}].total_bounds"),
            one.total_bounds,
            false,
        );
    }
}

/// Where everything that is read is known, the bounds are today's values.
fn exact(trace: &Trace, report: &mut Report) {
    let mut same = |path: String, name: &str, bounds: Option<[N; 2]>, value: f64| {
        let words = format!("the bounds of `{name}`, of which nothing is open");
        let [low, high] = bounds.map_or([None; 2], |bounds| bounds.map(Some));
        let value = Some(value).filter(|value| value.is_finite());
        report.maybe(&path, &words, low, value);
        report.maybe(&path, &words, high, value);
    };
    for (at, one) in trace.strategies.iter().enumerate() {
        let path = |field: &str| format!("strategies[{at}].{field}");
        same(
            path("total_bounds"),
            &one.name,
            one.total_bounds,
            one.total.0,
        );
        let share = one.confidence.0;
        same(
            path("confidence_bounds"),
            &one.name,
            one.confidence_bounds,
            share,
        );
    }
    for (at, one) in trace.hypotheses.iter().enumerate() {
        let path = format!("hypotheses[{at}].total_bounds");
        same(path, &one.name, one.total_bounds, one.total.0);
    }
}

/// Whether all evidence that there may be for a target, all that there may be against it, and both together are
/// numbers: then what lies between them is too.
fn can_be_bounded(world: &World<'_>, target: TargetId) -> Computed<bool> {
    let method = &world.rulebook.method;
    if !matches!(method.zero, Evidence::Number(_)) {
        return Ok(false);
    }
    let prior = world.target(target)?.prior;
    let mut sides = [prior.max(0.0), prior.min(0.0)].map(|prior| world.lifted(prior, 1.0));
    for rule in world.rulebook.rules.values() {
        let effects = rule.then.iter().chain(&rule.otherwise);
        for effect in effects.filter(|effect| effect.target == target) {
            let weight = match &effect.weight {
                Weight::By(_) => method.range,
                Weight::Word(_, weight) => *weight,
            };
            let [favor, oppose] = &mut sides;
            let (side, sign) = if effect.favor {
                (favor, 1.0)
            } else {
                (oppose, -1.0)
            };
            let piece = world.lifted(sign * weight, 1.0);
            let both = side.clone().and_then(|side| world.merged(&side, &piece?));
            *side = both;
        }
    }
    let [favor, oppose] = sides;
    let both = favor.and_then(|favor| world.merged(&favor, &oppose?));
    Ok(matches!(both, Ok(Evidence::Number(number)) if number.is_finite()))
}
