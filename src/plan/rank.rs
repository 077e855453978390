//! Lowers the choice between strategies: who is in it, who is ahead and by how much, and what gives the advice.

use std::collections::BTreeMap;

use super::cond::Builder;
use super::order::count;
use crate::model::{
    Deciding, Figure, Firing, NumberId, NumberNode, Ranked, RuleId, Step, TargetId, TruthId,
    TruthNode,
};

impl Builder<'_> {
    /// How each strategy stands; conditions of later stages share these nodes.
    pub(super) fn ranking(&mut self) {
        let strategies = self.plan.code.strategies.clone();
        let mut excluders: BTreeMap<TargetId, Vec<RuleId>> = BTreeMap::new();
        for rule in &self.plan.index.excluders {
            for target in &self.plan.code.rules[*rule].excludes {
                excluders.entry(*target).or_default().push(*rule);
            }
        }
        let mut standings = Vec::with_capacity(strategies.len());
        for target in strategies {
            let rules = excluders.remove(&target);
            let excluded = rules.map(|rules| self.truth(TruthNode::Fired(rules, Firing::Then)));
            let total = self.figure_node(Figure::Total(target));
            let running = match excluded {
                Some(excluded) => self.number(NumberNode::Unless(total, excluded)),
                None => total,
            };
            standings.push(Ranked {
                target,
                excluded,
                running,
                rival: None,
                lead: running,
            });
        }
        self.rivals(&mut standings);
        for ranked in &mut standings {
            ranked.lead = self.number(NumberNode::Lead(ranked.running, ranked.rival));
        }
        let leads: Vec<NumberId> = standings.iter().map(|ranked| ranked.lead).collect();
        self.plan.code.margin = (!leads.is_empty()).then(|| self.number(NumberNode::Margin(leads)));
        self.plan.code.standings = standings;
        self.step(Step::Shares);
    }

    /// For each the highest of all others: of those before it and of those after it.
    fn rivals(&mut self, standings: &mut [Ranked]) {
        let mut before: Option<NumberId> = None;
        let mut left = standings.len();
        for ranked in standings.iter_mut() {
            left = left.saturating_sub(1);
            ranked.rival = before;
            if left > 0 {
                before = Some(self.highest(before, ranked.running));
            }
        }
        let mut after: Option<NumberId> = None;
        let mut left = standings.len();
        for ranked in standings.iter_mut().rev() {
            left = left.saturating_sub(1);
            ranked.rival = match (ranked.rival, after) {
                (Some(before), Some(after)) => Some(self.highest(Some(before), after)),
                (one, other) => one.or(other),
            };
            if left > 0 {
                after = Some(self.highest(after, ranked.running));
            }
        }
    }

    fn highest(&mut self, a: Option<NumberId>, b: NumberId) -> NumberId {
        a.map_or(b, |a| self.number(NumberNode::Higher(a, b)))
    }

    fn ranked(&self, target: TargetId) -> Option<Ranked> {
        self.plan.code.ranked(target).copied()
    }

    /// Whether a strategy is ahead of all others in the choice.
    pub(super) fn ahead(&mut self, target: TargetId) -> TruthId {
        match self.ranked(target) {
            Some(ranked) => self.truth(TruthNode::Ahead(ranked.running, ranked.rival)),
            None => self.constant(false),
        }
    }

    /// Whether a strategy is out of the choice.
    pub(super) fn excluded(&mut self, target: TargetId) -> TruthId {
        let excluded = self.ranked(target).and_then(|ranked| ranked.excluded);
        excluded.unwrap_or_else(|| self.constant(false))
    }

    /// Whether a strategy shares the first place: with the highest of the others, which is one of them.
    pub(super) fn tied(&mut self, target: TargetId) -> TruthId {
        let Some((running, rival)) = self
            .ranked(target)
            .and_then(|ranked| Some((ranked.running, ranked.rival?)))
        else {
            return self.constant(false);
        };
        let first = self.truth(TruthNode::Even(running, rival));
        let others = self
            .plan
            .code
            .standings
            .iter()
            .filter(|other| other.target != target);
        let others: Vec<NumberId> = others.map(|other| other.running).collect();
        // INVARIANT: for one profile the second part follows from the first; over a region it says more.
        let [_, _, ..] = *others else {
            return first;
        };
        let even = others
            .into_iter()
            .map(|other| self.truth(TruthNode::Even(running, other)));
        let even: Vec<TruthId> = even.collect();
        let with_one = self.any(&even);
        self.all(&[first, with_one])
    }

    /// What gives the advice: the rows, passed over where their strategy is out; without rows the strategy ahead.
    pub(super) fn deciding(&mut self) {
        if self.book.advice.is_none() {
            for target in self.plan.code.strategies.clone() {
                let applies = Some(self.ahead(target));
                let outcome = self.book.targets[target].outcome;
                self.plan.code.deciding.push(Deciding {
                    applies,
                    row: None,
                    outcome,
                });
            }
            return;
        }
        for at in 0..self.plan.code.advice.len() {
            let Some(row) = self.plan.code.advice.get(at).cloned() else {
                continue;
            };
            let ranked = row.strategy.and_then(|target| self.ranked(target));
            let applies = match ranked.and_then(|ranked| ranked.excluded) {
                None => row.applies,
                Some(excluded) => {
                    let when = row.applies.unwrap_or_else(|| self.constant(true));
                    Some(self.unless(when, excluded))
                }
            };
            self.plan.code.deciding.push(Deciding {
                applies,
                row: Some(count(at)),
                outcome: row.outcome,
            });
        }
    }
}
