//! The choice among strategies and the advice, for all profiles of a region: who may be excluded, best or tied, by how
//! much, and which row may give the advice.

use crate::base::round_total;
use crate::model::{AdviceRow, OutcomeId, TargetId, TargetKind};

use super::span::{Ends, May, Span};
use super::view::View;
use super::weigh::is_plain;

impl View<'_> {
    /// The strategies.
    pub(super) fn strategies(&self) -> Vec<TargetId> {
        let targets = self.book().targets.iter();
        let strategies = targets.filter(|(_, target)| target.kind == TargetKind::Strategy);
        strategies.map(|(id, _)| id).collect()
    }

    /// Whether a strategy is taken out of the choice.
    pub(super) fn excluded(&self, target: TargetId) -> May {
        let mut may = May::NO;
        for (id, rule) in self.book().rules.iter() {
            if rule.excludes.contains(&target) {
                let fate = self.fate(id);
                let one = May::of(fate.then, fate.otherwise || fate.neither, false);
                may = super::span::at_least(1, &[may, one]);
            }
        }
        let held = self.held.excluded.get(&target);
        held.map_or(may, |held| may.meet(*held))
    }

    fn may_be_in(&self, target: TargetId) -> bool {
        self.excluded(target).no
    }

    fn is_in(&self, target: TargetId) -> bool {
        !self.excluded(target).yes
    }

    fn others(&self, target: TargetId) -> Vec<TargetId> {
        let mut all = self.strategies();
        all.retain(|other| *other != target);
        all
    }

    /// Whether a strategy may be the only best one.
    fn may_be_best(&self, target: TargetId) -> bool {
        let mut others = self.others(target).into_iter();
        self.may_be_in(target)
            && others.all(|other| !self.is_in(other) || self.apart(target, other).high > 0.0)
    }

    fn is_best(&self, target: TargetId) -> bool {
        let mut others = self.others(target).into_iter();
        self.is_in(target)
            && others.all(|other| !self.may_be_in(other) || self.apart(target, other).low > 0.0)
    }

    /// Whether a strategy may share the first place.
    fn may_tie(&self, target: TargetId) -> bool {
        let mut others = self.others(target).into_iter();
        let reaches = |other: TargetId| {
            let ends = self.apart(target, other);
            ends.low <= 0.0 && ends.high >= 0.0
        };
        let equal = |other: TargetId| self.may_be_in(other) && reaches(other);
        let reached = self.others(target).into_iter().any(equal);
        let first = others.all(|other| !self.is_in(other) || self.apart(target, other).high >= 0.0);
        self.may_be_in(target) && reached && first
    }

    /// Who may be best; `None` is nobody.
    pub(super) fn bests(&self) -> Vec<Option<TargetId>> {
        let all = self.strategies();
        let sure = all.iter().find(|target| self.is_best(**target));
        let mut found: Vec<Option<TargetId>> = match sure {
            Some(best) => vec![Some(*best)],
            None => {
                let may = all.iter().filter(|target| self.may_be_best(**target));
                may.map(|target| Some(*target)).collect()
            }
        };
        let nobody = sure.is_none()
            && (all.iter().all(|target| !self.is_in(*target))
                || all.iter().any(|target| self.may_tie(*target)));
        if nobody {
            found.push(None);
        }
        if let Some(held) = &self.held.best {
            found.retain(|best| held.contains(best));
        }
        found
    }

    pub(super) fn best_is(&self, targets: &[TargetId]) -> May {
        let mut may = May::default();
        for best in self.bests() {
            may = may.join(May::known(best.is_some_and(|best| targets.contains(&best))));
        }
        may
    }

    pub(super) fn tied(&self, target: TargetId) -> May {
        let all = self.strategies();
        let sure = all.iter().any(|target| self.is_best(*target));
        May::of(!sure && self.may_tie(target), true, false)
    }

    /// How far a strategy is above its strongest rival; unknown where it is excluded, without end where it has none.
    pub(super) fn lead(&self, target: TargetId) -> Span {
        let (mut low, mut high) = (f64::INFINITY, f64::INFINITY);
        for other in self.others(target) {
            if !self.may_be_in(other) {
                continue;
            }
            let ends = self.apart(target, other);
            low = low.min(ends.low);
            if self.is_in(other) {
                high = high.min(ends.high);
            }
        }
        let room = |end: f64| if is_plain(end) { 0.0 } else { 1e-9 };
        let known = Ends::of(round_total(low - room(low)), round_total(high + room(high)));
        let held = self.held.leads.get(&target);
        let known = held.map_or(known, |held| known.meet(*held));
        Span {
            unknown: self.excluded(target).yes,
            known: self
                .may_be_in(target)
                .then_some(known)
                .filter(|ends| !ends.is_empty()),
        }
    }

    /// The lead of the best: 0 in a tie, unknown where nobody is left.
    pub(super) fn margin(&self) -> Span {
        let mut span = Span {
            unknown: false,
            known: None,
        };
        for best in self.bests() {
            match best {
                Some(best) => {
                    let above = Ends::of(0.0, f64::INFINITY);
                    let lead = self.lead(best).known.map(|ends| ends.meet(above));
                    let lead = lead.filter(|ends| !ends.is_empty());
                    span = span.join(Span {
                        unknown: false,
                        known: lead,
                    });
                }
                None => {
                    let all = self.strategies();
                    if all.iter().any(|target| self.may_tie(*target)) {
                        span = span.join(Span::one(0.0));
                    }
                    if all.iter().all(|target| !self.is_in(*target)) {
                        span = span.join(Span::UNKNOWN);
                    }
                }
            }
        }
        self.held.margin.map_or(span, |held| span.meet(held))
    }

    /// The rows of the advice.
    pub(super) fn advice(&self) -> &[AdviceRow] {
        self.base
            .book()
            .advice
            .as_ref()
            .map_or(&[], |advice| &advice.rows)
    }

    /// The strategy that a row advises.
    pub(super) fn strategy(&self, row: &AdviceRow) -> Option<TargetId> {
        self.book().outcomes[row.outcome?].strategy
    }

    /// Whether a row applies: it holds, its exception does not, and its strategy is in the choice.
    pub(super) fn applies(&self, row: &AdviceRow) -> May {
        let may = self.guarded(row.when.as_ref(), row.unless.as_ref());
        let applies = May::of(may.yes, may.no || may.unknown, false);
        match self.strategy(row) {
            Some(strategy) => super::span::at_least(2, &[applies, self.excluded(strategy).not()]),
            None => applies,
        }
    }

    /// What may give the advice: rows, or none of them. Without rows it is the best strategy, and none of them.
    pub(super) fn deciders(&self) -> Vec<Option<usize>> {
        if let Some(by) = self.by {
            return vec![by];
        }
        let known = self.memo.deciders.borrow().clone();
        known.unwrap_or_else(|| {
            let mut found = Vec::new();
            let mut over = false;
            for (at, row) in self.advice().iter().enumerate() {
                let may = self.applies(row);
                if may.yes {
                    found.push(Some(at));
                }
                if !may.no {
                    over = true;
                    break;
                }
            }
            if !over {
                found.push(None);
            }
            *self.memo.deciders.borrow_mut() = Some(found.clone());
            found
        })
    }

    /// What may be advised.
    pub(super) fn outcomes(&self) -> Vec<Option<OutcomeId>> {
        if self.book().advice.is_none() {
            let best = self.bests().into_iter();
            let outcome = |best: Option<TargetId>| self.book().targets[best?].outcome;
            return best.map(outcome).collect();
        }
        let deciders = self.deciders().into_iter();
        deciders.map(|by| self.outcome_by(by)).collect()
    }

    /// What a row advises.
    pub(super) fn outcome_by(&self, by: Option<usize>) -> Option<OutcomeId> {
        by.and_then(|at| self.advice().get(at)?.outcome)
    }

    pub(super) fn advice_is(&self, outcomes: &[Option<OutcomeId>]) -> May {
        let all = self.outcomes().into_iter();
        all.fold(May::default(), |may, outcome| {
            may.join(May::known(outcomes.contains(&outcome)))
        })
    }

    pub(super) fn advised_by(&self, row: Option<usize>) -> May {
        let all = self.deciders().into_iter();
        all.fold(May::default(), |may, by| may.join(May::known(by == row)))
    }
}
