//! The rules as they stand in a trace: statuses, branches, conditions, evidence; for what did not fire, why not and what
//! hangs on it.

use std::collections::BTreeMap;

use crate::base::round_total;
use crate::model::trace::{
    Branch, ComputedTrace, EvidenceTrace, N, Obstacle, RuleStatus, RuleTrace, WhyNot,
};
use crate::model::{Effect, NumKind, Rule, RuleId, Weight};

use super::logic::Node;
use super::numbers::Reads;
use super::rules::{Fate, effects, is_possible, reason};
use super::world::{Computed, World};

/// Every rule, by name.
pub(super) fn rules(world: &World<'_>) -> Computed<Vec<RuleTrace>> {
    let rules = world.rulebook.rules.iter();
    rules.map(|(id, rule)| told(world, id, rule)).collect()
}

fn told(world: &World<'_>, id: RuleId, rule: &Rule) -> Computed<RuleTrace> {
    let fate = world.fate(id)?;
    let group = rule.group.map(|group| world.group(group)).transpose()?;
    let reason = reason(rule, fate.branch);
    let excludes = rule.excludes.iter().map(|id| world.target_name(*id));
    let mut evidence = Vec::new();
    for branch in [Branch::Then, Branch::Else] {
        for effect in effects(rule, branch) {
            evidence.push(piece(world, &fate, branch, effect)?);
        }
    }
    Ok(RuleTrace {
        name: rule.name.to_string(),
        title: rule.title.to_string(),
        status: fate.status,
        branch: fate.branch,
        condition: fate.condition.told(),
        unless: fate.unless.as_ref().map(Node::told),
        evidence,
        excludes: excludes.collect::<Computed<_>>()?,
        defeats: world.rule_names(&rule.defeats)?,
        defeated_by: world.rule_names(&fate.defeated_by)?,
        because: world.because(reason)?,
        citations: world.citations(&rule.citations)?,
        basis: rule.basis.word().into(),
        group: group.map(|group| group.name.to_string()),
        group_title: group.map(|group| group.title.to_string()),
        place: world.place(rule.origin),
        why_not: match fate.fired_by_then() {
            true => None,
            false => Some(why_not(world, id, rule, &fate)?),
        },
    })
}

/// An effect as written; one of a branch that did not fire came to nothing.
fn piece(
    world: &World<'_>,
    fate: &Fate,
    branch: Branch,
    effect: &Effect,
) -> Computed<EvidenceTrace> {
    let mut reads = Reads::default();
    let weight = world.weight(effect, &mut reads)?;
    let mut pieces = fate.pieces.iter();
    let piece = pieces.find(|piece| fate.branch == Some(branch) && piece.target == effect.target);
    let lifted = piece.and_then(|piece| Some((piece, piece.lifted.as_ref()?.1)));
    let counted = lifted
        .map(|(piece, _)| world.leaves_out(piece))
        .transpose()?
        == Some(false);
    let by = match &effect.weight {
        Weight::By(number) if !matches!(number.kind, NumKind::Constant(_)) => Some(ComputedTrace {
            text: world.source(number.origin),
            reads: reads.named,
        }),
        Weight::By(_) | Weight::Word(..) => None,
    };
    Ok(EvidenceTrace {
        branch,
        toward: world.target_name(effect.target)?,
        weight: weight.map(N),
        certainty: N(piece.map_or(0.0, |piece| piece.certainty)),
        contribution: weight.map(|_| N(lifted.map_or(0.0, |(_, total)| total))),
        counted,
        by,
    })
}

/// For a rule that did not fire by `then`: what it would have done.
fn why_not(world: &World<'_>, id: RuleId, rule: &Rule, fate: &Fate) -> Computed<WhyNot> {
    let mut would_contribute = BTreeMap::new();
    // A rule that cannot fire with the weight it has today changes nothing.
    let mut possible = true;
    for effect in &rule.then {
        let Some(weight) = world.weight(effect, &mut Reads::default())? else {
            continue;
        };
        if is_possible(world, effect, weight) {
            let (_, total) = world.lift(weight, 1.0)?;
            would_contribute.insert(world.target_name(effect.target)?, N(total));
        } else {
            possible = false;
        }
    }
    let today = world.advised()?.outcome;
    let outcome = match possible {
        // Nor does one whose firing ends in an error.
        true => world
            .with_fired(id)
            .advised()
            .map_or(today, |advised| advised.outcome),
        false => today,
    };
    // Of a rule that is stopped those tests stand in the way, too, by which its exception holds.
    let mut tests = fate.condition.obstacles(true);
    if fate.status == RuleStatus::Stopped {
        tests.extend(fate.unless.iter().flat_map(|node| node.obstacles(false)));
    }
    Ok(WhyNot {
        obstacles: tests.into_iter().map(obstacle).collect(),
        would_contribute,
        advice_if_fired: world.outcome_name(outcome)?,
        changes_advice: outcome != today,
    })
}

/// A test as it stands in the way.
fn obstacle(test: &Node) -> Obstacle {
    let distance = test.distance.as_ref();
    Obstacle {
        text: test.text.clone().unwrap_or_default(),
        truth: test.verdict.truth,
        reads: test.reads.named.clone(),
        distance: distance.map(|distance| N(round_total(distance.size))),
        unit: distance.map_or(String::new(), |distance| distance.unit.clone()),
    }
}
