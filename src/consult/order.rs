//! Which question decides most: the one after which, on average, what comes out is least in doubt.

use std::collections::BTreeMap;

use super::samples::{Result, Samples, part};
use crate::model::{FactId, OutcomeId};

/// The questions that may be asked, the most telling first.
pub(super) struct Ranking {
    order: Vec<FactId>,
    /// How much less in doubt the advice is after it.
    decides: BTreeMap<FactId, f64>,
    /// Those after which the advice or its sureness is less in doubt.
    telling: Vec<FactId>,
}

/// Less is no difference that a few hundred completions show.
const NOTICED: f64 = 1e-9;

impl Ranking {
    /// Of the questions that may be asked.
    pub(super) fn of(samples: &Samples, asked: &[FactId]) -> Self {
        let advice = |result: &Result| result.0.map_or_else(String::new, |id| format!("{id:?}"));
        let both = |result: &Result| format!("{result:?}");
        let gains = |key: &dyn Fn(&Result) -> String| -> BTreeMap<FactId, f64> {
            let now = entropy(samples.results(), key);
            let gain = |fact: &FactId| (*fact, now - after(samples, *fact, key));
            asked.iter().map(gain).collect()
        };
        let (decides, tells) = (gains(&advice), gains(&both));
        let gain = |of: &BTreeMap<FactId, f64>, fact: FactId| of.get(&fact).copied().unwrap_or(0.0);
        let mut order = asked.to_vec();
        order.sort_by(|one, other| {
            let by = |of: &BTreeMap<FactId, f64>| gain(of, *other).total_cmp(&gain(of, *one));
            by(&decides).then_with(|| by(&tells))
        });
        let telling = order.iter().copied();
        let telling = telling
            .filter(|fact| gain(&tells, *fact) > NOTICED)
            .collect();
        Self {
            order,
            decides,
            telling,
        }
    }

    /// The most telling first.
    pub(super) fn order(&self) -> &[FactId] {
        &self.order
    }

    /// Whether the advice is less in doubt after it.
    pub(super) fn decides(&self, fact: FactId) -> bool {
        self.decides.get(&fact).is_some_and(|gain| *gain > NOTICED)
    }

    /// Those after which something is less in doubt.
    pub(super) fn telling(&self) -> &[FactId] {
        &self.telling
    }

    /// Those with an answer after which it would not be enough, the one that could turn the advice most first.
    pub(super) fn turning(&self, samples: &Samples, advice: Option<OutcomeId>) -> Vec<FactId> {
        let other = |results: &Vec<&Result>| {
            let other = results.iter().filter(|result| result.0 != advice);
            part(other.count(), results.len()).unwrap_or(0.0)
        };
        let turns = self.order.iter().filter_map(|fact| {
            let by_value = samples.by_value(*fact);
            let most = by_value.values().map(other).fold(0.0, f64::max);
            (most > 1.0 - super::ENOUGH).then_some((*fact, most))
        });
        let mut turns: Vec<(FactId, f64)> = turns.collect();
        turns.sort_by(|one, other| other.1.total_cmp(&one.1));
        turns.into_iter().map(|(fact, _)| fact).collect()
    }
}

/// How much is in doubt once a question is answered, on average over its answers.
fn after(samples: &Samples, fact: FactId, key: &dyn Fn(&Result) -> String) -> f64 {
    let mut groups: Vec<Vec<&Result>> = samples.by_value(fact).into_values().collect();
    groups.push(samples.without(fact).collect());
    let all: usize = groups.iter().map(Vec::len).sum();
    let parts = groups.iter().map(|results| {
        let weight = part(results.len(), all).unwrap_or(0.0);
        weight * entropy(results.iter().copied(), key)
    });
    parts.sum()
}

/// The entropy of what comes out, in natural units.
fn entropy<'r>(results: impl Iterator<Item = &'r Result>, key: &dyn Fn(&Result) -> String) -> f64 {
    let (mut counts, mut all): (BTreeMap<String, usize>, usize) = (BTreeMap::new(), 0);
    for result in results {
        let count = counts.entry(key(result)).or_default();
        *count = count.saturating_add(1);
        all = all.saturating_add(1);
    }
    let parts = counts.values().filter_map(|count| part(*count, all));
    parts.map(|part| -part * libm::log(part)).sum()
}
