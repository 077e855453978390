//! What a trace says of the unknown facts: witnesses are tried, and proofs and bounds held against completions.

use std::collections::BTreeMap;

use crate::base::Limits;
use crate::model::trace::{Trace, ValueTrace, Witness};
use crate::model::{FactId, Given, Profile, TargetId, TargetKind, Value};
use crate::script;

use super::bounds::{self, Bounds};
use super::facts::{fact_named, value};
use super::finding::Report;
use super::questions::{Asked, asks, is_moot};
use super::reasons::runs_scripts;
use super::sets::Sets;
use super::ways::Ways;
use super::world::{Computed, World, value_of};

/// Room beyond a bound: bounds are widened outward by as much.
pub(super) const ROOM: f64 = 2e-9;

/// The witness for what is not settled.
pub(super) fn witness(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    match (trace.settled, &trace.witness) {
        (Some(false), Some(witness)) => tried(world, "witness", witness, trace, report)?,
        (Some(false), None) => report.add("witness", "`settled` is false", "null", "a witness"),
        (_, Some(_)) => report.add("witness", "`settled` is not false", "a witness", "null"),
        (_, None) => {}
    }
    if trace.unknown.is_empty() && trace.settled == Some(false) {
        report.add("settled", "nothing is unknown", "false", "true");
    }
    Ok(())
}

/// A witness gives only unknown facts, and leads to the advice it names, which is another.
pub(super) fn tried(
    world: &World<'_>,
    path: &str,
    witness: &Witness,
    trace: &Trace,
    report: &mut Report,
) -> Computed<()> {
    let profile = answered(world, path, &witness.facts, report)?;
    let other = world.over(&profile);
    let advice = other.outcome_name(other.advised()?.outcome)?;
    let words = "the advice that the witness leads to";
    report.same(&format!("{path}.advice"), words, &witness.advice, &advice);
    if witness.advice == trace.advice {
        let words = "a witness leads to another advice";
        report.add(
            &format!("{path}.advice"),
            words,
            &*witness.advice,
            "another",
        );
    }
    Ok(())
}

/// The profile with answers to some of what is open.
pub(super) fn answered(
    world: &World<'_>,
    path: &str,
    facts: &BTreeMap<String, ValueTrace>,
    report: &mut Report,
) -> Computed<Profile> {
    let mut profile = world.profile.clone();
    for (name, stated) in facts {
        let (id, fact) = fact_named(world.rulebook, name)?;
        let path = format!("{path}.facts.{name}");
        if world.given(id).is_some() {
            let words = "only unknown facts are given values";
            report.add(&path, words, "a value", "none");
        }
        if *stated == ValueTrace::Unknown(()) {
            report.add(&path, "unknown facts are given values", "null", "a value");
            continue;
        }
        let value = value(fact, stated)?;
        let told = value_of(fact, &value)?;
        report.same(&path, "the value as it is told", stated, &told);
        profile.set(id, Some(Given::certain(value)));
    }
    let other = world.over(&profile);
    for name in facts.keys() {
        let (id, fact) = fact_named(world.rulebook, name)?;
        if profile.given(id).is_some() && is_moot(&other, fact)? {
            let words = "only facts whose questions apply are given values";
            report.add(&format!("{path}.facts.{name}"), words, "a value", "none");
        }
    }
    Ok(profile)
}

/// Completions of the unknown facts: all, where they are few; else one fact at a time, pairs of facts, all together with
/// those values with which each target alone would stand best and worst, and mixtures. Of a trace that does not hold
/// already none is tried.
pub(super) fn completions(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let ways = Ways::of(world)?;
    if ways.facts().is_empty() || !says_anything(trace) || !report.is_empty() {
        return Ok(());
    }
    let mut tries = Tries {
        world,
        trace,
        bounds: Bounds::of(world, trace),
        until: work(),
        reached: Vec::new(),
        sets: Sets::of(trace, &ways),
        failed: false,
    };
    let Some(count) = ways.count() else {
        return tries.some(&ways, report);
    };
    for way in 0..count {
        let profile = ways.one(world.profile, way);
        if !tries.agrees(&world.over(&profile), report)? {
            return Ok(());
        }
    }
    if !tries.failed && ways.is_plain() {
        tries.sets.share(report);
    }
    if ways.are_few(count) && !tries.failed && !runs_scripts(world) {
        only_reached(trace, &tries.reached, report);
    }
    Ok(())
}

/// What a trace says is possible is what some completion leads to.
fn only_reached(trace: &Trace, reached: &[String], report: &mut Report) {
    if Asked::of(trace) != Asked::Full || trace.settled != Some(false) {
        return;
    }
    for advice in &trace.possible_advice {
        if !reached.contains(advice) {
            let words = "an advice to which no answers lead, after all of them were tried";
            report.add("possible_advice", words, format!("`{advice}`"), "missing");
        }
    }
}

/// Completions held against a trace.
struct Tries<'a> {
    world: &'a World<'a>,
    trace: &'a Trace,
    bounds: Bounds<'a>,
    /// The work of the scripts at which no more are tried.
    until: u64,
    /// The advice they led to.
    reached: Vec<String>,
    /// What they say of sets of answers.
    sets: Sets<'a>,
    /// Whether one had no result.
    failed: bool,
}

impl Tries<'_> {
    /// Some of all completions.
    fn some(&mut self, ways: &Ways, report: &mut Report) -> Computed<()> {
        let world = self.world;
        let mut steering = Steering::new(world);
        for (id, values) in ways.facts() {
            for value in values {
                let mut profile = world.profile.clone();
                profile.set(*id, Some(Given::certain(value.clone())));
                let other = world.over(&profile);
                if !self.agrees(&other, report)? {
                    return Ok(());
                }
                steering.learn(&other, *id, value);
            }
            steering.next();
        }
        let steered = steering.completions.into_iter().flatten();
        for profile in steered.chain(ways.some(world.profile)) {
            if !self.agrees(&world.over(&profile), report)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether a completion leads where the trace says; where it does not, or the scripts have worked too much, no more
    /// are tried.
    fn agrees(&mut self, other: &World<'_>, report: &mut Report) -> Computed<bool> {
        if script::spent() > self.until {
            return Ok(false);
        }
        let Ok(advised) = other.advised() else {
            self.failed = true;
            return Ok(true);
        };
        if !asks(self.world, other)? {
            return Ok(true);
        }
        let advice = other.outcome_name(advised.outcome)?;
        let words = completion(self.world, other.profile)?;
        if self.trace.settled == Some(true) && advice != self.trace.advice {
            let recomputed = format!("false: it leads to `{advice}`");
            report.add("settled", &words, "true", recomputed);
            return Ok(false);
        }
        let worlds = (self.world, other);
        self.sets.see(worlds, &advice, report)?;
        if !self.reached.contains(&advice) {
            self.reached.push(advice);
        }
        // A completion on which a script fails has no result that could lie anywhere.
        self.failed |= self.bounds.hold(other, &words, report).is_err();
        Ok(report.is_empty())
    }
}

/// For each target the values that favor it most and least, each tried alone.
struct Steering {
    completions: Vec<[Profile; 2]>,
    /// Where it stands with the values of the fact that is tried, at most and at least.
    ends: Vec<[f64; 2]>,
}

impl Steering {
    /// Nothing known to any value beyond what is known.
    fn new(world: &World<'_>) -> Self {
        let both = || [world.profile.clone(), world.profile.clone()];
        let targets = world.rulebook.targets.ids();
        let mut steering = Self {
            completions: targets.map(|_| both()).collect(),
            ends: Vec::new(),
        };
        steering.next();
        steering
    }

    /// Begins another fact.
    fn next(&mut self) {
        let nothing = [f64::NEG_INFINITY, f64::INFINITY];
        self.ends = self.completions.iter().map(|_| nothing).collect();
    }

    /// Takes up a value where a target stands better or worse with it.
    fn learn(&mut self, other: &World<'_>, fact: FactId, value: &Value) {
        let targets = other.rulebook.targets.ids();
        for (target, (ends, both)) in targets.zip(self.ends.iter_mut().zip(&mut self.completions)) {
            let ([most, least], [best, worst]) = (ends, both);
            let Ok(stands) = other.stands(target) else {
                continue;
            };
            if stands > *most {
                *most = stands;
                best.set(fact, Some(Given::certain(value.clone())));
            }
            if stands < *least {
                *least = stands;
                worst.set(fact, Some(Given::certain(value.clone())));
            }
        }
    }
}

impl World<'_> {
    /// The total of a target, of a strategy less the highest of the others.
    fn stands(&self, target: TargetId) -> Computed<f64> {
        let total = self.sum(target)?.total;
        let mut rival = f64::NEG_INFINITY;
        if self.target(target)?.kind == TargetKind::Strategy {
            for (other, about) in self.rulebook.targets.iter() {
                if other != target && about.kind == TargetKind::Strategy {
                    rival = rival.max(self.sum(other)?.total);
                }
            }
        }
        Ok(if rival.is_finite() {
            total - rival
        } else {
            total
        })
    }
}

/// Whether a trace says anything that a completion could show to be wrong.
fn says_anything(trace: &Trace) -> bool {
    trace.settled == Some(true)
        || !trace.possible_advice.is_empty()
        || bounds::told(trace).next().is_some()
}

/// What a completion adds to what is known, in words.
pub(super) fn completion(world: &World<'_>, profile: &Profile) -> Computed<String> {
    let mut words = Vec::new();
    for (id, fact) in world.rulebook.facts.iter() {
        if let (None, Some(given)) = (world.given(id), profile.given(id)) {
            let value = value_of(fact, &given.value)?;
            let text = serde_json::to_string(&value).unwrap_or_default();
            words.push(format!("{} = {text}", fact.name));
        }
    }
    Ok(format!("with {}", words.join(", ")))
}

/// The count of the scripts' operations at which no more completions are tried.
pub(super) fn work() -> u64 {
    script::spent().saturating_add(Limits::DEFAULT.search_operations)
}
