//! The rules of a trace: statuses, branches, conditions, evidence; for what did not fire, why not and what hangs on it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::IdVec;
use crate::model::trace::{
    Branch, EvidenceTrace, N, Obstacle, RuleStatus, RuleTrace, Trace, Truth, WhyNot,
};
use crate::model::{Effect, NumKind, Rule, RuleId, TargetId, Weight};

use super::conditions::same_value;
use super::finding::{Report, within};
use super::logic::Node;
use super::numbers::Reads;
use super::rules::{Fate, effects};
use super::world::{Computed, World, item};

/// Every rule, by name.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let stated: Vec<&str> = trace.rules.iter().map(|rule| &*rule.name).collect();
    let recomputed: Vec<&str> = world
        .rulebook
        .rules
        .values()
        .map(|rule| &*rule.name)
        .collect();
    report.same("rules", "the names of the rules", &stated, &recomputed);
    for (at, stated) in trace.rules.iter().enumerate() {
        let mut rules = world.rulebook.rules.iter();
        if let Some((id, rule)) = rules.find(|(_, rule)| *rule.name == *stated.name) {
            let path = format!("rules[{at}]");
            let fate = world.fate(id)?;
            declared(world, &path, stated, rule, report)?;
            happened(world, &path, stated, rule, &fate, report)?;
            evidence(world, &path, stated, rule, &fate, report)?;
            why_not(world, &path, stated, id, &fate, report)?;
        }
    }
    Ok(())
}

/// What the rulebook alone says of a rule.
fn declared(
    world: &World<'_>,
    path: &str,
    stated: &RuleTrace,
    rule: &Rule,
    report: &mut Report,
) -> Computed<()> {
    let of = |words: &str| format!("{words} of `{}`", rule.name);
    report.text(
        &format!("{path}.title"),
        &of("the title"),
        &stated.title,
        &rule.title,
    );
    report.text(
        &format!("{path}.basis"),
        &of("the basis"),
        &stated.basis,
        rule.basis.word(),
    );
    let group = match rule.group {
        Some(group) => Some(item(&world.rulebook.groups, group, "group")?),
        None => None,
    };
    report.same(
        &format!("{path}.group_title"),
        &of("the group's title"),
        &stated.group_title,
        &group.map(|group| group.title.to_string()),
    );
    report.same(
        &format!("{path}.group"),
        &of("the group"),
        &stated.group,
        &group.map(|group| group.name.to_string()),
    );
    let excludes = target_names(world, &rule.excludes)?;
    let path_of = |field: &str| format!("{path}.{field}");
    report.same(
        &path_of("excludes"),
        &of("the exclusions"),
        &sorted(&stated.excludes),
        &excludes,
    );
    let defeats = names(world, &rule.defeats)?;
    report.same(
        &path_of("defeats"),
        &of("the defeats"),
        &sorted(&stated.defeats),
        &defeats,
    );
    world.check_because(
        path,
        stated.because.as_deref(),
        rule.because.as_ref(),
        report,
    )?;
    world.check_citations(path, &stated.citations, &rule.citations, report)?;
    world.check_place(path, &stated.place, rule.origin, report);
    Ok(())
}

/// What became of a rule.
fn happened(
    world: &World<'_>,
    path: &str,
    stated: &RuleTrace,
    rule: &Rule,
    fate: &Fate,
    report: &mut Report,
) -> Computed<()> {
    let of = |words: &str| format!("{words} of `{}`", rule.name);
    report.same(
        &format!("{path}.status"),
        &of("the status"),
        &stated.status,
        &fate.status,
    );
    report.same(
        &format!("{path}.branch"),
        &of("the branch"),
        &stated.branch,
        &fate.branch,
    );
    let by = names(world, &fate.defeated_by)?;
    let path_by = format!("{path}.defeated_by");
    report.same(
        &path_by,
        &of("what defeated it,"),
        &sorted(&stated.defeated_by),
        &by,
    );
    let condition = format!("{path}.condition");
    world.check_condition(&condition, &stated.condition, &fate.condition, report);
    let unless = format!("{path}.unless");
    world.check_maybe(
        &unless,
        stated.unless.as_ref(),
        fate.unless.as_ref(),
        report,
    );
    Ok(())
}

/// The effects: those of the branch that fired, otherwise all.
fn evidence(
    world: &World<'_>,
    path: &str,
    stated: &RuleTrace,
    rule: &Rule,
    fate: &Fate,
    report: &mut Report,
) -> Computed<()> {
    let mut seen = BTreeSet::new();
    for (at, piece) in stated.evidence.iter().enumerate() {
        let path = format!("{path}.evidence[{at}]");
        let mut of_branch = effects(rule, piece.branch).iter();
        let effect = of_branch.find(|effect| {
            let target = world.target(effect.target);
            target.is_ok_and(|target| *target.name == *piece.toward)
        });
        let Some(effect) = effect else {
            report.add(
                &path,
                "an effect that the rule does not have",
                &*piece.toward,
                "none",
            );
            continue;
        };
        if !seen.insert((piece.branch == Branch::Else, piece.toward.as_str())) {
            report.add(&path, "an effect that stands twice", &*piece.toward, "one");
        }
        let words = format!("the weight of `{}` toward `{}`", rule.name, piece.toward);
        let weight = world.weight(effect)?;
        report.maybe(&format!("{path}.weight"), &words, piece.weight, weight);
        counted(world, &path, (piece, effect.target), fate, report)?;
        computed(world, &path, piece, effect, report)?;
    }
    let expected: &[Branch] = match fate.branch {
        Some(Branch::Then) => &[Branch::Then],
        Some(Branch::Else) => &[Branch::Else],
        None => &[Branch::Then, Branch::Else],
    };
    for branch in expected {
        for effect in effects(rule, *branch) {
            let name = &*world.target(effect.target)?.name;
            if !seen.contains(&(*branch == Branch::Else, name)) {
                let words = format!("the effect of `{}` on `{name}`", rule.name);
                report.add(&format!("{path}.evidence"), &words, "missing", "there");
            }
        }
    }
    Ok(())
}

/// What a computed weight was computed from.
fn computed(
    world: &World<'_>,
    path: &str,
    stated: &EvidenceTrace,
    effect: &Effect,
    report: &mut Report,
) -> Computed<()> {
    let number = match &effect.weight {
        Weight::By(number) if !matches!(number.kind, NumKind::Constant(_)) => Some(number),
        Weight::By(_) | Weight::Word(..) => None,
    };
    let (stated, number) = match (&stated.by, number) {
        (Some(stated), Some(number)) => (stated, number),
        (None, None) => return Ok(()),
        (stated, _) => {
            let words = format!(
                "whether the weight toward `{}` is computed",
                effect_name(world, effect)?
            );
            let path = format!("{path}.by");
            report.same(&path, &words, &stated.is_some(), &stated.is_none());
            return Ok(());
        }
    };
    let text = format!("{path}.by.text");
    report.text(
        &text,
        "the expression of a weight",
        &stated.text,
        &world.source(number.origin),
    );
    let mut reads = Reads::default();
    world.number(number, &mut reads)?;
    world.check_reads(&format!("{path}.by"), &stated.reads, &reads.named, report);
    Ok(())
}

fn effect_name(world: &World<'_>, effect: &Effect) -> Computed<String> {
    Ok(world.target(effect.target)?.name.to_string())
}

fn counted(
    world: &World<'_>,
    path: &str,
    (stated, target): (&EvidenceTrace, TargetId),
    fate: &Fate,
    report: &mut Report,
) -> Computed<()> {
    let happened = fate.branch == Some(stated.branch);
    let piece = fate.pieces.iter().find(|piece| piece.target == target);
    let lifted = piece
        .filter(|_| happened)
        .and_then(|piece| piece.lifted.as_ref());
    let left_out = match piece.filter(|_| lifted.is_some()) {
        Some(piece) => world.leaves_out(piece)?,
        None => false,
    };
    let counts = lifted.is_some() && !left_out;
    let words = format!("whether the effect toward `{}` counts", stated.toward);
    report.same(&format!("{path}.counted"), &words, &stated.counted, &counts);
    let contribution = stated
        .weight
        .map(|_| lifted.map_or(0.0, |(_, total)| *total));
    let words = format!("the contribution toward `{}`", stated.toward);
    report.maybe(
        &format!("{path}.contribution"),
        &words,
        stated.contribution,
        contribution,
    );
    let certainty = piece
        .filter(|_| happened)
        .map_or(0.0, |piece| piece.certainty);
    let words = format!("the certainty of the effect toward `{}`", stated.toward);
    report.number(
        &format!("{path}.certainty"),
        &words,
        stated.certainty,
        certainty,
    );
    Ok(())
}

/// For a rule that did not fire by `then`: what it would have done.
fn why_not(
    world: &World<'_>,
    path: &str,
    stated: &RuleTrace,
    id: RuleId,
    fate: &Fate,
    report: &mut Report,
) -> Computed<()> {
    let path = format!("{path}.why_not");
    let Some(why_not) = &stated.why_not else {
        return Ok(());
    };
    if fate.fired_by_then() {
        report.add(
            &path,
            "a rule that fired by `then`",
            "a reason why not",
            "null",
        );
        return Ok(());
    }
    let rule = world.rule(id)?;
    would_contribute(world, &path, why_not, id, report)?;
    obstacles(&path, why_not, &rule.name, fate, report);
    // A rule that cannot fire with the weight it has today changes nothing.
    let mut possible = true;
    for effect in &rule.then {
        let weight = world.weight(effect)?;
        possible &= weight.is_none_or(|weight| is_possible(world, effect, weight));
    }
    let outcome = match possible {
        true => world.with_fired(id).advised()?.outcome,
        false => world.advised()?.outcome,
    };
    let advice = world.outcome_name(outcome)?;
    let words = format!("the advice if `{}` had fired", rule.name);
    report.text(
        &format!("{path}.advice_if_fired"),
        &words,
        &why_not.advice_if_fired,
        &advice,
    );
    let changes = outcome != world.advised()?.outcome;
    let words = format!("whether `{}` would change the advice", rule.name);
    report.same(
        &format!("{path}.changes_advice"),
        &words,
        &why_not.changes_advice,
        &changes,
    );
    Ok(())
}

/// Whether an effect may weigh that much, its sign included: not against its own direction, not beyond the range.
fn is_possible(world: &World<'_>, effect: &Effect, weight: f64) -> bool {
    let size = if effect.favor { weight } else { -weight };
    (0.0..=world.rulebook.method.range).contains(&size)
}

fn would_contribute(
    world: &World<'_>,
    path: &str,
    stated: &WhyNot,
    id: RuleId,
    report: &mut Report,
) -> Computed<()> {
    let rule = world.rule(id)?;
    let mut recomputed: BTreeMap<String, f64> = BTreeMap::new();
    for effect in &rule.then {
        if let Some(weight) = world.weight(effect)?
            && is_possible(world, effect, weight)
        {
            let (_, total) = world.lift(id, weight, 1.0)?;
            recomputed.insert(world.target(effect.target)?.name.to_string(), total);
        }
    }
    let path = format!("{path}.would_contribute");
    let (stated, recomputed) = (&stated.would_contribute, &recomputed);
    let words = format!("the targets of `{}`", rule.name);
    let keys = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<String>>();
    report.same(
        &path,
        &words,
        &keys(stated.keys().collect()),
        &keys(recomputed.keys().collect()),
    );
    for (name, total) in recomputed {
        if let Some(stated) = stated.get(name) {
            let words = format!("what `{}` would add to `{name}`", rule.name);
            report.number(&format!("{path}.{name}"), &words, *stated, *total);
        }
    }
    Ok(())
}

/// Each obstacle is a test of the condition or the exception, with the truth, the values and the distance it has there.
fn obstacles(path: &str, stated: &WhyNot, rule: &str, fate: &Fate, report: &mut Report) {
    let mut tests = fate.condition.obstacles();
    tests.extend(fate.unless.iter().flat_map(Node::obstacles));
    for (at, obstacle) in stated.obstacles.iter().enumerate() {
        if !tests
            .iter()
            .any(|(test, truth)| is_obstacle(test, *truth, obstacle))
        {
            let words = format!("a test that stands in the way of `{rule}`");
            let path = format!("{path}.obstacles[{at}]");
            report.add(
                &path,
                &words,
                format!("`{}`", obstacle.text),
                "no such test",
            );
        }
    }
    let blocked = matches!(fate.status, RuleStatus::NotFired | RuleStatus::Unknown);
    if blocked && !tests.is_empty() && stated.obstacles.is_empty() {
        let words = format!("what stands in the way of `{rule}`");
        report.add(
            &format!("{path}.obstacles"),
            &words,
            "nothing",
            "a test at least",
        );
    }
}

/// Whether it is this test.
fn is_obstacle(test: &Node, truth: Truth, stated: &Obstacle) -> bool {
    let reads = stated.reads.len() == test.reads.named.len()
        && stated.reads.iter().all(|read| {
            let value = test.reads.named.get(&read.name);
            value.is_some_and(|value| same_value(value, &read.value))
        });
    let distance = match (stated.distance, &test.distance) {
        (Some(N(size)), Some(distance)) => {
            within(size, distance.size, 1e-9) && stated.unit == distance.unit
        }
        (None, None) => stated.unit.is_empty(),
        _ => false,
    };
    test.text.as_deref() == Some(&*stated.text) && truth == stated.truth && reads && distance
}

fn sorted(names: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    names.sort();
    names
}

/// The names of rules, sorted.
pub(super) fn names(world: &World<'_>, rules: &[RuleId]) -> Computed<Vec<String>> {
    in_order(&world.rulebook.rules, rules, |rule| rule.name.to_string())
}

fn target_names(world: &World<'_>, targets: &[TargetId]) -> Computed<Vec<String>> {
    in_order(&world.rulebook.targets, targets, |target| {
        target.name.to_string()
    })
}

fn in_order<I: crate::base::Id, T>(
    arena: &IdVec<I, T>,
    ids: &[I],
    name: impl Fn(&T) -> String,
) -> Computed<Vec<String>> {
    let mut names = Vec::new();
    for id in ids {
        names.push(name(item(arena, *id, "name")?));
    }
    names.sort();
    Ok(names)
}
