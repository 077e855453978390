//! The choice among strategies: exclusions, the best, ties, leads, the margin and the confidences.

use std::rc::Rc;

use crate::base::round_total;
use crate::model::{RuleId, TargetId, TargetKind};

use super::world::{Computed, World};

/// The strategies against each other.
#[derive(Debug)]
pub(super) struct Ranking {
    /// Every strategy.
    pub(super) places: Vec<PlaceOf>,
    /// The best; nobody in a tie and where none is left.
    pub(super) best: Option<TargetId>,
    /// The lead of the best: infinite where it has no rival, 0 in a tie, nothing where none is left.
    pub(super) margin: Option<f64>,
}

/// A strategy in the choice.
#[derive(Clone, Debug)]
pub(super) struct PlaceOf {
    pub(super) target: TargetId,
    pub(super) total: f64,
    pub(super) excluded_by: Vec<RuleId>,
    pub(super) tied: bool,
    /// Unknown where excluded; infinite without a rival.
    pub(super) lead: Option<f64>,
    pub(super) confidence: f64,
}

impl PlaceOf {
    /// Whether it was taken out of the choice.
    pub(super) fn excluded(&self) -> bool {
        !self.excluded_by.is_empty()
    }
}

impl Ranking {
    /// The place of a strategy.
    pub(super) fn place(&self, target: TargetId) -> Computed<&PlaceOf> {
        self.places
            .iter()
            .find(|place| place.target == target)
            .ok_or_else(|| "a hypothesis has no place in the choice".to_owned())
    }

    /// The highest total of the strategies left beside one.
    pub(super) fn rival_total(&self, target: TargetId) -> Option<f64> {
        self.places
            .iter()
            .filter(|place| place.target != target && !place.excluded())
            .map(|place| place.total)
            .max_by(f64::total_cmp)
    }
}

impl World<'_> {
    /// The choice.
    pub(super) fn ranking(&self) -> Computed<Rc<Ranking>> {
        if let Some(there) = self.found.ranking.get() {
            return Ok(Rc::clone(there));
        }
        let new = Rc::new(self.rank()?);
        Ok(Rc::clone(self.found.ranking.get_or_init(|| new)))
    }

    fn rank(&self) -> Computed<Ranking> {
        let mut places = Vec::new();
        for (target, about) in self.rulebook.targets.iter() {
            if about.kind == TargetKind::Strategy {
                places.push(PlaceOf {
                    target,
                    total: self.sum(target)?.total,
                    excluded_by: self.excluders(target)?,
                    tied: false,
                    lead: None,
                    confidence: 0.0,
                });
            }
        }
        let mut ranking = Ranking {
            places,
            best: None,
            margin: None,
        };
        self.lead(&mut ranking);
        self.share(&mut ranking)?;
        Ok(ranking)
    }

    /// The rules that fired by `then` and exclude a strategy.
    fn excluders(&self, target: TargetId) -> Computed<Vec<RuleId>> {
        let mut found = Vec::new();
        for (id, rule) in self.rulebook.rules.iter() {
            if rule.excludes.contains(&target) && self.fate(id)?.fired_by_then() {
                found.push(id);
            }
        }
        Ok(found)
    }

    fn lead(&self, ranking: &mut Ranking) {
        let before = ranking.places.clone();
        let left = || before.iter().filter(|place| !place.excluded());
        let Some(top) = left().map(|place| place.total).max_by(f64::total_cmp) else {
            return;
        };
        let first: Vec<TargetId> = left()
            .filter(|place| place.total == top)
            .map(|place| place.target)
            .collect();
        let tie = first.len() > 1;
        let rivals: Vec<Option<f64>> = before
            .iter()
            .map(|place| ranking.rival_total(place.target))
            .collect();
        for (place, rival) in ranking.places.iter_mut().zip(rivals) {
            if !place.excluded() {
                place.tied = tie && first.contains(&place.target);
                place.lead = Some(rival.map_or(f64::INFINITY, |rival| {
                    // Both are rounded to 1e-9, and so is what a condition sees of their difference.
                    round_total(place.total - rival)
                }));
            }
        }
        if let ([best], false) = (&first[..], tie) {
            ranking.best = Some(*best);
            ranking.margin = ranking.place(*best).ok().and_then(|place| place.lead);
        } else {
            ranking.margin = Some(0.0);
        }
    }

    fn share(&self, ranking: &mut Ranking) -> Computed<()> {
        let left = |place: &&mut PlaceOf| !place.excluded();
        let best = ranking
            .places
            .iter()
            .filter(|place| !place.excluded())
            .map(|place| place.total)
            .max_by(f64::total_cmp);
        let Some(best) = best else {
            return Ok(());
        };
        let mut sum = 0.0;
        let mut count = 0.0;
        for place in ranking.places.iter_mut().filter(left) {
            let share = self.method.share(place.total, best);
            place.confidence = share.map_err(|fault| fault.to_string())?;
            sum += place.confidence;
            count += 1.0;
        }
        if self.rulebook.method.normalize {
            for place in ranking.places.iter_mut().filter(left) {
                place.confidence = if sum > 0.0 {
                    place.confidence / sum
                } else {
                    1.0 / count
                };
            }
        }
        Ok(())
    }
}
