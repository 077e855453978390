//! Completions of what is open: drawn once for each fact, so that they stay the same whatever else is answered.

use std::collections::BTreeMap;

use super::Dialogue;
use super::question::Lean;
use crate::base::Id;
use crate::engine;
use crate::model::{FactId, Given, Missing, OutcomeId, Profile, Value};

/// How many are drawn.
const DRAWN: usize = 240;

/// Before anything was asked: so many answers, of which so many are not known. What is not known weighs ten times less
/// than nothing would say, for who answers usually knows.
const PRIOR: (f64, f64) = (0.1, 1.0);

/// What one completion gives: the advice, and the level of its sureness.
pub(super) type Result = (Option<OutcomeId>, Option<Value>);

/// The completions that could be evaluated.
pub(super) struct Samples {
    /// The values of each open fact that stand for all others.
    values: BTreeMap<FactId, Vec<Value>>,
    /// For each completion which value each open fact has, and what comes out; a question that another answer takes away
    /// has none.
    all: Vec<(BTreeMap<FactId, usize>, Result)>,
}

impl Samples {
    /// Completions of a profile.
    pub(super) fn draw(dialogue: &Dialogue<'_>, profile: &Profile, open: &[FactId]) -> Self {
        let facts = &dialogue.program.rulebook.facts;
        let values = open.iter().filter_map(|fact| {
            let kind = &facts.find(*fact)?.kind;
            Some((*fact, dialogue.cells.values(*fact, kind)))
        });
        let values: BTreeMap<FactId, Vec<Value>> = values.collect();
        let drawn = match open.is_empty() {
            true => 1,
            false => DRAWN,
        };
        let unknown = unknown_part(profile);
        let all = (0..drawn).filter_map(|at| complete(dialogue, profile, &values, (at, unknown)));
        Self {
            all: all.collect(),
            values,
        }
    }

    /// The part that gives an advice; 1 where none could be evaluated.
    pub(super) fn agree(&self, advice: Option<OutcomeId>) -> f64 {
        let same = self.all.iter().filter(|(_, (own, _))| *own == advice);
        part(same.count(), self.all.len()).unwrap_or(1.0)
    }

    /// What each value of a fact comes with: how often each result.
    pub(super) fn by_value(&self, fact: FactId) -> BTreeMap<usize, Vec<&Result>> {
        let mut found: BTreeMap<usize, Vec<&Result>> = BTreeMap::new();
        for (picked, result) in &self.all {
            if let Some(at) = picked.get(&fact) {
                found.entry(*at).or_default().push(result);
            }
        }
        found
    }

    /// What comes out where another answer takes the question away.
    pub(super) fn without(&self, fact: FactId) -> impl Iterator<Item = &Result> {
        let without = self
            .all
            .iter()
            .filter(move |(picked, _)| !picked.contains_key(&fact));
        without.map(|(_, result)| result)
    }

    /// Everything that comes out.
    pub(super) fn results(&self) -> impl Iterator<Item = &Result> {
        self.all.iter().map(|(_, result)| result)
    }

    /// The advice that most of them give, with its part.
    pub(super) fn likely(&self) -> (Option<OutcomeId>, f64) {
        most(self.results()).unwrap_or((None, 0.0))
    }

    /// To which advice each answer leans.
    pub(super) fn leans(&self, fact: FactId) -> Vec<Lean> {
        let values = self.values.get(&fact).map_or(&[][..], Vec::as_slice);
        let by_value = self.by_value(fact);
        let leans = by_value.iter().filter_map(|(at, results)| {
            let (advice, part) = most(results.iter().copied())?;
            Some(Lean {
                value: values.get(*at)?.clone(),
                advice,
                part,
            })
        });
        leans.collect()
    }
}

/// The advice that most results give, with its part.
fn most<'r>(results: impl Iterator<Item = &'r Result>) -> Option<(Option<OutcomeId>, f64)> {
    let mut counts: BTreeMap<Option<OutcomeId>, usize> = BTreeMap::new();
    for (advice, _) in results {
        let count = counts.entry(*advice).or_default();
        *count = count.saturating_add(1);
    }
    let all = counts.values().copied().fold(0, usize::saturating_add);
    let (advice, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some((advice, part(count, all)?))
}

/// One completion: what an answer makes moot is taken away again.
fn complete(
    dialogue: &Dialogue<'_>,
    profile: &Profile,
    values: &BTreeMap<FactId, Vec<Value>>,
    (at, unknown): (usize, f64),
) -> Option<(BTreeMap<FactId, usize>, Result)> {
    let program = dialogue.program;
    let mut complete = profile.clone();
    let mut picked = BTreeMap::new();
    for (fact, values) in values {
        if part(mixed(fact.to_usize(), at.wrapping_add(DRAWN)) % 1000, 1000)? < unknown {
            continue;
        }
        let chosen = mixed(fact.to_usize(), at).checked_rem(values.len());
        if let Some((chosen, value)) = chosen.and_then(|one| Some((one, values.get(one)?))) {
            complete.set(*fact, Some(Given::certain(value.clone())));
            picked.insert(*fact, chosen);
        }
    }
    loop {
        let record = engine::evaluate(program, &complete).ok()?;
        let moot = |fact: &FactId| record.is_moot(program, *fact);
        let gone: Vec<FactId> = picked.keys().copied().filter(moot).collect();
        if gone.is_empty() {
            let sureness = program.rulebook.sureness;
            let level = sureness.and_then(|id| record.value_of(program, id));
            return Some((picked, (record.advised().1, level)));
        }
        for fact in gone {
            complete.set(fact, None);
            picked.remove(&fact);
        }
    }
}

/// The part of the questions to which nobody will know the answer, judged by those that were asked.
#[expect(clippy::cast_precision_loss, reason = "as many as questions")]
fn unknown_part(profile: &Profile) -> f64 {
    let unknown = profile.missing.values();
    let unknown = unknown.filter(|why| **why == Missing::NobodyKnows).count() as f64;
    let known = profile
        .facts
        .iter()
        .filter(|(_, given)| given.is_some())
        .count() as f64;
    (unknown + PRIOR.0) / (unknown + known + PRIOR.1)
}

/// A number that looks drawn, the same in every run.
fn mixed(fact: usize, at: usize) -> usize {
    let [fact, at] = [fact, at].map(|number| u64::try_from(number).unwrap_or(u64::MAX));
    let mut seed = fact
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(at.wrapping_mul(0xD1B5_4A32_D192_ED03));
    for _ in 0..2 {
        seed ^= seed >> 31;
        seed = seed.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    }
    usize::try_from(seed >> 33).unwrap_or(0)
}

/// A part from 0 to 1; nothing of nothing.
#[expect(clippy::cast_precision_loss, reason = "a few hundred completions")]
pub(super) fn part(of: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| of as f64 / all as f64)
}
