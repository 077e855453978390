//! Bounds that a trace leaves out: whether they were not asked for, or could not be had.

use crate::model::trace::Trace;
use crate::model::{Evidence, TargetId, Weight};

use super::finding::Report;
use super::world::{Computed, World};

/// Where one bound or effect is told, every total has bounds, unless its evidence cannot be bounded.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let told = trace.unknown.iter().any(|one| one.effect.is_some())
        || trace
            .hypotheses
            .iter()
            .any(|one| one.total_bounds.is_some())
        || trace
            .strategies
            .iter()
            .any(|one| one.total_bounds.is_some() || one.confidence_bounds.is_some());
    if !told {
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
        if all_bounded && one.confidence_bounds.is_none() {
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
