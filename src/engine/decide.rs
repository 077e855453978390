//! For one profile: limits of groups, the ranking of strategies, and the advice row that applies.

use super::domain::Standings;
use super::fault::{Fault, Weighed};
use super::point::{Point, Status};
use crate::base::{Id, round_total};
use crate::model::{Evidence, Figure, GroupLimit, OutcomeId, PieceId, TargetId};
use crate::plan::Program;

/// One side of a group: its pieces merged and cut.
pub(crate) fn limited(
    program: &Program,
    limit: GroupLimit,
    pieces: &[(PieceId, &Evidence)],
) -> Result<Evidence, Fault> {
    let limit_of = Weighed::Group.failed();
    let strongest = || strongest(program, pieces.iter().copied());
    let zero = || program.method.method.zero.clone();
    let most = match limit {
        GroupLimit::Strongest => {
            let strongest = strongest()?.and_then(|(id, _)| pieces.iter().find(|one| one.0 == id));
            return Ok(strongest.map_or_else(zero, |(_, evidence)| (*evidence).clone()));
        }
        GroupLimit::Limit(most) => most,
        GroupLimit::StrongestPlus(more) => strongest()?.map_or(0.0, |(_, most)| most) + more,
    };
    let mut merged: Option<Evidence> = None;
    for (_, evidence) in pieces {
        merged = Some(match merged {
            Some(sum) => program.merge(&sum, evidence).map_err(limit_of)?,
            None => (*evidence).clone(),
        });
    }
    let merged = merged.unwrap_or_else(zero);
    program.method.cut(&merged, most).map_err(limit_of)
}

/// The strongest of some pieces, and its strength; of equals the first.
pub(crate) fn strongest<'e>(
    program: &Program,
    pieces: impl Iterator<Item = (PieceId, &'e Evidence)>,
) -> Result<Option<(PieceId, f64)>, Fault> {
    let failed = Weighed::Group.failed();
    let mut strongest: Option<(PieceId, f64)> = None;
    for (id, evidence) in pieces {
        let strength = program.total(evidence).map_err(failed)?.abs();
        // INVARIANT: pieces come in the order of rule names, so the first of equals stays.
        if strongest.is_none_or(|(_, most)| strength > most) {
            strongest = Some((id, strength));
        }
    }
    Ok(strongest)
}

/// How a strategy stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Standing {
    /// The strategy.
    pub target: TargetId,
    /// Its total.
    pub total: f64,
    /// Its lead; infinite without a rival, NaN where it is excluded.
    pub lead: f64,
    /// Its share of the confidence.
    pub confidence: f64,
    /// Whether it is out of the choice.
    pub excluded: bool,
    /// Whether it shares the first place.
    pub tied: bool,
}

/// How all strategies stand.
#[derive(Clone, Debug)]
pub(crate) struct Ranking {
    /// In the order of names, which is that of the targets.
    pub standings: Vec<Standing>,
    /// Who is ahead of all others.
    pub best: Option<TargetId>,
    /// By how much; infinite without a rival, NaN without a strategy.
    pub margin: f64,
}

impl Ranking {
    /// The standing of a strategy.
    pub(crate) fn of(&self, target: TargetId) -> Option<&Standing> {
        let found = self
            .standings
            .binary_search_by_key(&target, |standing| standing.target);
        self.standings.get(found.ok()?)
    }

    pub(crate) fn figure(&self, figure: Figure) -> f64 {
        let of = |target, read: fn(&Standing) -> f64| self.of(target).map_or(f64::NAN, read);
        match figure {
            Figure::Margin => self.margin,
            Figure::Lead(target) => of(target, |standing| standing.lead),
            Figure::Confidence(target) => of(target, |standing| standing.confidence),
            Figure::Total(target) => of(target, |standing| standing.total),
            Figure::Belief(_) | Figure::Strongest(_) | Figure::Known(_) | Figure::ShareKnown(_) => {
                f64::NAN
            }
        }
    }
}

/// Ranks the strategies by their rounded totals, in the place of an earlier ranking where there is one.
pub(crate) fn rank(
    program: &Program,
    standing: &Standings<'_, Point>,
    old: Option<Ranking>,
) -> Result<Ranking, Fault> {
    let Standings {
        totals,
        statuses,
        shares,
    } = *standing;
    let mut standings = old.map(|old| old.standings).unwrap_or_default();
    standings.clear();
    let targets = program.plan.strategies.iter();
    standings.extend(targets.map(|target| Standing {
        target: *target,
        total: totals.get(target.to_usize()).copied().unwrap_or(0.0),
        lead: f64::NAN,
        confidence: 0.0,
        excluded: false,
        tied: false,
    }));
    for id in &program.plan.excluders {
        if statuses.get(id.to_usize()) == Some(&Status::Then) {
            let excludes = &program.plan.rules[*id].excludes;
            for standing in &mut standings {
                standing.excluded |= excludes.contains(&standing.target);
            }
        }
    }
    rank_totals(program, standings, shares)
}

/// Ranks strategies whose totals and exclusions are set.
pub(crate) fn rank_totals(
    program: &Program,
    mut standings: Vec<Standing>,
    shares: bool,
) -> Result<Ranking, Fault> {
    let (mut first, mut second, mut firsts) = (f64::NEG_INFINITY, f64::NEG_INFINITY, 0u32);
    for standing in standings.iter().filter(|standing| !standing.excluded) {
        if standing.total > first {
            (second, first, firsts) = (first, standing.total, 1);
        } else if standing.total == first {
            firsts = firsts.saturating_add(1);
        } else {
            second = second.max(standing.total);
        }
    }
    let mut best = None;
    for standing in standings.iter_mut().filter(|standing| !standing.excluded) {
        standing.tied = firsts > 1 && standing.total == first;
        let rival = if standing.total == first && firsts == 1 {
            second
        } else {
            first
        };
        standing.lead = if standing.tied {
            0.0
        } else {
            round_total(standing.total - rival)
        };
        if standing.total == first && firsts == 1 {
            best = Some(standing.target);
        }
    }
    let margin = match firsts {
        0 => f64::NAN,
        1 => round_total(first - second),
        _ => 0.0,
    };
    if shares {
        share_out(program, &mut standings, first)?;
    }
    Ok(Ranking {
        standings,
        best,
        margin,
    })
}

fn share_out(program: &Program, standings: &mut [Standing], first: f64) -> Result<(), Fault> {
    let mut sum = 0.0;
    let mut running = 0.0;
    for standing in standings.iter_mut().filter(|standing| !standing.excluded) {
        let share = program.method.share(standing.total, first);
        standing.confidence = share.map_err(Weighed::Strategy.failed())?;
        sum += standing.confidence;
        running += 1.0;
    }
    if program.method.method.normalize {
        for standing in standings.iter_mut().filter(|standing| !standing.excluded) {
            standing.confidence = if sum > 0.0 {
                standing.confidence / sum
            } else {
                1.0 / running
            };
        }
    }
    Ok(())
}

/// The advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    /// The index of the row that gave it.
    pub row: Option<u32>,
    /// The outcome; `None` is `undecided`.
    pub outcome: Option<OutcomeId>,
}

/// The first row that is known to apply; without rows the best strategy.
pub(crate) fn decide(program: &Program, truths: &[f64], ranking: &Ranking) -> Decision {
    if program.plan.advice.is_empty() {
        let outcome = ranking.best.and_then(|best| program.plan.stands_for[best]);
        return Decision { row: None, outcome };
    }
    for (at, row) in program.plan.advice.iter().enumerate() {
        let excluded = row
            .strategy
            .and_then(|target| ranking.of(target))
            .is_some_and(|standing| standing.excluded);
        let truth = row
            .applies
            .map_or(1.0, |id| truths.get(id.to_usize()).copied().unwrap_or(0.0));
        if truth > 0.0 && !excluded {
            return Decision {
                row: u32::try_from(at).ok(),
                outcome: row.outcome,
            };
        }
    }
    Decision {
        row: None,
        outcome: None,
    }
}
