//! The rules of a trace: statuses, branches, conditions, evidence; for what did not fire, why not and what hangs on it.

use std::collections::BTreeMap;

use crate::base::{IdVec, round_total};
use crate::model::trace::{
    Branch, EvidenceTrace, N, Obstacle, RuleStatus, RuleTrace, Trace, WhyNot,
};
use crate::model::{Effect, NumKind, Rule, RuleId, TargetId, Weight};

use super::conditions::same_value;
use super::finding::{Report, near, show};
use super::logic::Node;
use super::numbers::Reads;
use super::rules::{Fate, effects, has_reason};
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
    let path_of = |field: &str| format!("{path}.{field}");
    report.same(
        &path_of("excludes"),
        &of("the exclusions"),
        &stated.excludes,
        &target_names(world, &rule.excludes)?,
    );
    report.same(
        &path_of("defeats"),
        &of("the defeats"),
        &stated.defeats,
        &names(world, &rule.defeats)?,
    );
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
    let reason = rule.because.as_ref();
    let reason = reason.filter(|_| has_reason(rule, fate.branch));
    world.check_because(path, stated.because.as_deref(), reason, report)?;
    let by = names(world, &fate.defeated_by)?;
    let path_by = format!("{path}.defeated_by");
    report.same(&path_by, &of("what defeated it,"), &stated.defeated_by, &by);
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

/// The effects of `then` and of `else`, as written; those of a branch that did not fire came to nothing.
fn evidence(
    world: &World<'_>,
    path: &str,
    stated: &RuleTrace,
    rule: &Rule,
    fate: &Fate,
    report: &mut Report,
) -> Computed<()> {
    let told: Vec<(Branch, &str)> = stated
        .evidence
        .iter()
        .map(|piece| (piece.branch, &*piece.toward))
        .collect();
    let mut expected = Vec::new();
    for branch in [Branch::Then, Branch::Else] {
        for effect in effects(rule, branch) {
            expected.push((branch, &*world.target(effect.target)?.name));
        }
    }
    let path = format!("{path}.evidence");
    let words = format!("the effects of `{}`", rule.name);
    report.same(&path, &words, &told, &expected);
    for (at, piece) in stated.evidence.iter().enumerate() {
        let path = format!("{path}[{at}]");
        let mut of_branch = effects(rule, piece.branch).iter();
        let effect = of_branch.find(|effect| {
            let target = world.target(effect.target);
            target.is_ok_and(|target| *target.name == *piece.toward)
        });
        let Some(effect) = effect else { continue };
        let words = format!("the weight of `{}` toward `{}`", rule.name, piece.toward);
        let weight = world.weight(effect)?;
        report.maybe(&format!("{path}.weight"), &words, piece.weight, weight);
        counted(world, &path, (piece, effect.target), fate, report)?;
        computed(world, &path, piece, effect, report)?;
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
    let rule = world.rule(id)?;
    let words = format!("why `{}` did not fire by `then`", rule.name);
    let (why_not, expected) = (&stated.why_not, !fate.fired_by_then());
    report.same(&path, &words, &why_not.is_some(), &expected);
    let (Some(why_not), true) = (why_not, expected) else {
        return Ok(());
    };
    would_contribute(world, &path, why_not, id, report)?;
    obstacles(&path, why_not, &rule.name, fate, report);
    // A rule that cannot fire with the weight it has today changes nothing.
    let mut possible = true;
    for effect in &rule.then {
        let weight = world.weight(effect)?;
        possible &= weight.is_none_or(|weight| is_possible(world, effect, weight));
    }
    let outcome = match possible {
        // Nor does one whose firing ends in an error.
        true => match world.with_fired(id).advised() {
            Ok(advised) => advised.outcome,
            Err(_) => world.advised()?.outcome,
        },
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

/// The tests that keep the condition from holding, and of a rule that is stopped those by which its exception holds.
fn obstacles(path: &str, stated: &WhyNot, rule: &str, fate: &Fate, report: &mut Report) {
    let mut tests = fate.condition.obstacles(true);
    if fate.status == RuleStatus::Stopped {
        tests.extend(fate.unless.iter().flat_map(|node| node.obstacles(false)));
    }
    let expected: Vec<Obstacle> = tests.into_iter().map(as_obstacle).collect();
    let words = format!("what stands in the way of `{rule}`");
    let path = format!("{path}.obstacles");
    let count = stated.obstacles.len().max(expected.len());
    for at in 0..count {
        let (told, made) = (stated.obstacles.get(at), expected.get(at));
        let same = match (told, made) {
            (Some(told), Some(made)) => is_same(told, made),
            _ => false,
        };
        if !same {
            let show = |one: Option<&Obstacle>| one.map_or("no test".into(), show);
            report.add(&format!("{path}[{at}]"), &words, show(told), show(made));
        }
    }
}

/// A test as it stands in the way.
fn as_obstacle(test: &Node) -> Obstacle {
    let distance = test.distance.as_ref();
    Obstacle {
        text: test.text.clone().unwrap_or_default(),
        truth: test.verdict.truth,
        reads: test.reads.named.clone(),
        distance: distance.map(|distance| N(round_total(distance.size))),
        unit: distance.map_or(String::new(), |distance| distance.unit.clone()),
    }
}

/// Whether two obstacles are the same, numbers within the rounding of totals.
fn is_same(told: &Obstacle, made: &Obstacle) -> bool {
    let reads = told.reads.len() == made.reads.len()
        && told
            .reads
            .iter()
            .zip(&made.reads)
            .all(|(a, b)| a.name == b.name && same_value(&a.value, &b.value));
    let distance = match (told.distance, made.distance) {
        (Some(a), Some(b)) => near(a.0, b.0),
        (a, b) => a.is_none() && b.is_none(),
    };
    (&told.text, told.truth, &told.unit) == (&made.text, made.truth, &made.unit)
        && reads
        && distance
}

/// The names of rules, in their order.
pub(super) fn names(world: &World<'_>, rules: &[RuleId]) -> Computed<Vec<String>> {
    all_names(&world.rulebook.rules, rules, |rule| rule.name.to_string())
}

fn target_names(world: &World<'_>, targets: &[TargetId]) -> Computed<Vec<String>> {
    all_names(&world.rulebook.targets, targets, |target| {
        target.name.to_string()
    })
}

fn all_names<I: crate::base::Id, T>(
    arena: &IdVec<I, T>,
    ids: &[I],
    name: impl Fn(&T) -> String,
) -> Computed<Vec<String>> {
    let mut names = Vec::new();
    for id in ids {
        names.push(name(item(arena, *id, "name")?));
    }
    Ok(names)
}
