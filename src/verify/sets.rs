//! What a trace says of sets of answers: those that change the advice are tried, those that settle it are tried with
//! completions of the rest, and the part of all ways to answer is counted where they are few.

use crate::base::Id as _;
use crate::model::trace::{OpensTrace, SettlesTrace, ShareTrace, Trace, Witness};
use crate::model::{FactId, FactType};
use crate::script;

use super::facts::fact_named;
use super::finding::Report;
use super::open::{answered, completion, tried, work};
use super::questions::{Asked, asks, is_moot};
use super::ways::Ways;
use super::world::{Computed, World};

/// Facts of one set at most.
const MOST_FACTS: usize = 3;
/// Sums of parts are rounded to this.
const GRAIN: f64 = 2e-9;

/// What is said of sets of answers, held against itself and tried one by one.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let is_full = Asked::of(trace) == Asked::Full;
    let told = [trace.opens.is_some(), trace.share.is_some()];
    for (path, told) in ["opens", "share"].into_iter().zip(told) {
        if told != is_full {
            let words = "told where the most was asked for, and only there";
            let [stated, made] = [told, is_full].map(|told| if told { "told" } else { "null" });
            report.add(path, words, stated, made);
        }
    }
    if let Some(opens) = &trace.opens {
        sets(world, opens, trace, report)?;
    }
    if let Some(share) = &trace.share {
        part(world, share, trace, report)?;
    }
    match &trace.settles {
        Some(settles) if trace.settled == Some(true) || !is_full => {
            let words = "nothing that is open could be settled";
            let facts = settles.facts.len();
            report.add("settles", words, format!("{facts} answers"), "null");
            Ok(())
        }
        Some(settles) => settled_with(world, settles, trace, report),
        None => Ok(()),
    }
}

/// Each set changes the advice; the smallest come first, and none has another within it.
fn sets(world: &World<'_>, opens: &OpensTrace, trace: &Trace, report: &mut Report) -> Computed<()> {
    if trace.settled == Some(true) && !(opens.sets.is_empty() && opens.all) {
        let words = "the advice is settled, so no answers change it";
        report.add(
            "opens",
            words,
            format!("{} sets", opens.sets.len()),
            "none, proved",
        );
    }
    let mut last: Option<(usize, Vec<FactId>, Option<usize>)> = None;
    for (at, set) in opens.sets.iter().enumerate() {
        let path = format!("opens.sets[{at}]");
        tried(world, &path, set, trace, report)?;
        let ids = ids(world, set)?;
        if ids.is_empty() || ids.len() > MOST_FACTS {
            report.add(
                &path,
                "a set of one to three facts",
                ids.len().to_string(),
                "1 to 3",
            );
        }
        let mut outcomes = world.rulebook.outcomes.iter();
        let outcome = outcomes.find(|(_, outcome)| *outcome.name == *set.advice);
        let place = (ids.len(), ids, outcome.map(|(id, _)| id.to_usize()));
        if last.as_ref().is_some_and(|last| *last >= place) {
            let words = "the smallest sets first, each once for an advice";
            report.add(&path, words, "behind", "before the one before it");
        }
        last = Some(place);
    }
    for (at, one) in opens.sets.iter().enumerate() {
        let within = |other: &&Witness| is_part(other, one) && !is_part(one, other);
        if let Some(other) = opens.sets.iter().find(within) {
            let words = "a set that has no other within it";
            let names = |set: &Witness| names(set).join(", ");
            report.add(
                &format!("opens.sets[{at}]"),
                words,
                names(one),
                names(other),
            );
        }
    }
    let known = trace.witness.iter().chain(effects(trace));
    for witness in known.filter(|witness| opens.all && witness.facts.len() <= MOST_FACTS) {
        if !opens.sets.iter().any(|set| is_part(set, witness)) {
            let words = "a set that is part of a witness";
            report.add("opens.all", words, "true", names(witness).join(", "));
        }
    }
    Ok(())
}

/// The witnesses of the effects of one fact alone.
fn effects(trace: &Trace) -> impl Iterator<Item = &Witness> {
    let effects = trace.unknown.iter().filter_map(|one| one.effect.as_ref());
    effects.filter_map(|effect| effect.witness.as_ref())
}

fn names(set: &Witness) -> Vec<&str> {
    set.facts.keys().map(|name| &**name).collect()
}

fn ids(world: &World<'_>, set: &Witness) -> Computed<Vec<FactId>> {
    let ids = set.facts.keys();
    let ids = ids.map(|name| Ok(fact_named(world.rulebook, name)?.0));
    let mut ids: Vec<FactId> = ids.collect::<Computed<_>>()?;
    ids.sort_unstable();
    Ok(ids)
}

/// Whether all facts of a set are facts of another.
fn is_part(set: &Witness, other: &Witness) -> bool {
    set.facts.keys().all(|name| other.facts.contains_key(name))
}

/// A part of 1, both ends in order; what is named as unbounded is an unknown number without a range.
fn part(world: &World<'_>, share: &ShareTrace, trace: &Trace, report: &mut Report) -> Computed<()> {
    let (low, high) = (share.low.0, share.high.0);
    if !(0.0 <= low && low <= high && high <= 1.0) {
        let stated = format!("{low} to {high}");
        report.add(
            "share",
            "a part of 1, the lower end first",
            stated,
            "0 to 1",
        );
    }
    if trace.settled == Some(true) && (high > 0.0 || !share.unbounded.is_empty()) {
        let words = "the advice is settled, so no way to answer changes it";
        report.add("share", words, format!("{low} to {high}"), "0");
    }
    for (at, name) in share.unbounded.iter().enumerate() {
        let (id, fact) = fact_named(world.rulebook, name)?;
        let is_endless = match &fact.kind {
            FactType::Number(kind) => kind.low.is_none() || kind.high.is_none(),
            _other => false,
        };
        let before = share.unbounded.get(..at).unwrap_or(&[]);
        if !is_endless || world.given(id).is_some() || before.contains(name) {
            let words = "an unknown number without a range, named once";
            report.add(&format!("share.unbounded[{at}]"), words, &**name, "none");
        }
    }
    Ok(())
}

/// With the answers that settle the advice no others change it.
fn settled_with(
    world: &World<'_>,
    settles: &SettlesTrace,
    trace: &Trace,
    report: &mut Report,
) -> Computed<()> {
    let profile = answered(world, "settles", &settles.facts, report)?;
    if settles.facts.is_empty() {
        report.add(
            "settles",
            "answers that settle the advice",
            "none",
            "one or more",
        );
    }
    let settled = world.over(&profile);
    let ways = Ways::of(&settled)?;
    let until = work();
    let holds = |other: &World<'_>, report: &mut Report| -> Computed<bool> {
        // Where a completion has no result, it leads to no other advice.
        let Ok(advised) = other.advised() else {
            return Ok(true);
        };
        if !asks(&settled, other)? {
            return Ok(true);
        }
        let advice = world.outcome_name(advised.outcome)?;
        if advice != trace.advice {
            let words = completion(world, other.profile)?;
            report.add("settles", &words, &*trace.advice, advice);
            return Ok(false);
        }
        Ok(script::spent() <= until)
    };
    if !holds(&settled, report)? {
        return Ok(());
    }
    match ways.count() {
        Some(count) => {
            for way in 0..count {
                if !holds(&world.over(&ways.one(&profile, way)), report)? {
                    return Ok(());
                }
            }
        }
        None => {
            for one in ways.some(&profile) {
                if !holds(&world.over(&one), report)? {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// What completions that are tried one after the other say of sets of answers.
pub(super) struct Sets<'t> {
    trace: &'t Trace,
    /// The facts that are answered, each with the number of its values.
    facts: Vec<(FactId, usize)>,
    /// How much the completions weigh that answer every question that applies, and those of them that change the advice.
    complete: f64,
    changed: f64,
}

impl<'t> Sets<'t> {
    pub(super) fn of(trace: &'t Trace, ways: &Ways) -> Self {
        let facts = ways.facts().iter();
        Self {
            trace,
            facts: facts.map(|(id, values)| (*id, values.len())).collect(),
            complete: 0.0,
            changed: 0.0,
        }
    }

    /// Takes up the advice of a completion.
    pub(super) fn see(
        &mut self,
        (world, other): (&World<'_>, &World<'_>),
        advice: &str,
        report: &mut Report,
    ) -> Computed<()> {
        let changed = advice != self.trace.advice;
        let mut answered: Vec<&str> = Vec::new();
        let (mut complete, mut weight) = (true, 1.0);
        for (id, values) in &self.facts {
            let fact = other.fact(*id)?;
            if other.given(*id).is_some() {
                answered.push(&fact.name);
                // Each answer to a question is as likely as any other; one that does not apply has a single way.
                weight /= f64::from(u32::try_from(*values).unwrap_or(u32::MAX));
            } else {
                complete &= is_moot(other, fact)?;
            }
        }
        if complete {
            self.complete += weight;
            self.changed += if changed { weight } else { 0.0 };
        }
        let Some(opens) = self.trace.opens.as_ref().filter(|_| changed) else {
            return Ok(());
        };
        let has = |set: &Witness, name: &&str| set.facts.contains_key(*name);
        let (few, count) = (answered.len() <= MOST_FACTS, answered.len());
        let mut sets = opens.sets.iter();
        let larger =
            |set: &Witness| set.facts.len() > count && answered.iter().all(|name| has(set, name));
        if let Some(at) = sets.position(larger) {
            let words = completion(world, other.profile)?;
            report.add(&format!("opens.sets[{at}]"), &words, "needed", "fewer do");
        }
        let within = |set: &Witness| {
            let mut names = set.facts.keys();
            names.all(|name| answered.contains(&&**name))
        };
        if few && opens.all && !opens.sets.iter().any(within) {
            let words = completion(world, other.profile)?;
            report.add("opens.sets", &words, "missing", answered.join(", "));
        }
        Ok(())
    }

    /// The share, where all completions were tried.
    pub(super) fn share(&self, report: &mut Report) {
        let Some(share) = &self.trace.share else {
            return;
        };
        if self.complete <= 0.0 {
            return;
        }
        let part = self.changed / self.complete;
        if part < share.low.0 - GRAIN || part > share.high.0 + GRAIN {
            let words = "the part of all ways to answer that changes the advice";
            let stated = format!("{} to {}", share.low.0, share.high.0);
            report.add("share", words, stated, part.to_string());
        }
    }
}
