//! For one profile: limits of groups, the shares of the confidence, and what gives the advice.

use super::fault::{Fault, Weighed};
use crate::base::Id;
use crate::model::{Deciding, Evidence, GroupLimit, OutcomeId, PieceId, TargetId, TruthId};
use crate::plan::Program;

/// One side of a group: its pieces merged and cut; `None` where there are none.
pub(crate) fn limited(
    program: &Program,
    limit: GroupLimit,
    mut pieces: impl Iterator<Item = (PieceId, Evidence)> + Clone,
) -> Result<Option<Evidence>, Fault> {
    let limit_of = Weighed::Group.failed();
    let strongest = || strongest(program, pieces.clone());
    let most = match limit {
        GroupLimit::Strongest => {
            let first = strongest()?.map(|(id, _)| id);
            return Ok(pieces.find(|one| Some(one.0) == first).map(|one| one.1));
        }
        GroupLimit::Limit(most) => most,
        GroupLimit::StrongestPlus(more) => strongest()?.map_or(0.0, |(_, most)| most) + more,
    };
    let mut merged: Option<Evidence> = None;
    for (_, evidence) in pieces {
        merged = Some(match merged {
            Some(sum) => program.merge(&sum, &evidence).map_err(limit_of)?,
            None => evidence,
        });
    }
    let cut = merged.map(|merged| program.method.cut(&merged, most));
    cut.transpose().map_err(limit_of)
}

/// The strongest of some pieces, and its strength; of equals the first.
pub(crate) fn strongest(
    program: &Program,
    pieces: impl Iterator<Item = (PieceId, Evidence)>,
) -> Result<Option<(PieceId, f64)>, Fault> {
    let failed = Weighed::Group.failed();
    let mut strongest: Option<(PieceId, f64)> = None;
    for (id, evidence) in pieces {
        let strength = program.total(&evidence).map_err(failed)?.abs();
        // INVARIANT: pieces come in the order of rule names, so the first of equals stays.
        if strongest.is_none_or(|(_, most)| strength > most) {
            strongest = Some((id, strength));
        }
    }
    Ok(strongest)
}

/// How a strategy stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
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
    /// Whether it is ahead of all others.
    pub ahead: bool,
    /// Whether it shares the first place.
    pub tied: bool,
}

/// The confidence of each strategy from its total, which is NaN for one that is out of the choice.
pub(crate) fn shares(
    program: &Program,
    running: &[f64],
    shares: &mut Vec<f64>,
) -> Result<(), Fault> {
    let first = running.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut count) = (0.0, 0.0);
    shares.clear();
    for total in running {
        let mut share = 0.0;
        if !total.is_nan() {
            share = program
                .method
                .share(*total, first)
                .map_err(Weighed::Strategy.failed())?;
            sum += share;
            count += 1.0;
        }
        shares.push(share);
    }
    if program.method.method.normalize {
        for (share, _) in shares
            .iter_mut()
            .zip(running)
            .filter(|(_, total)| !total.is_nan())
        {
            *share = if sum > 0.0 { *share / sum } else { 1.0 / count };
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

/// The first that is known to apply.
pub(crate) fn first(deciding: &[Deciding], truths: &[f64]) -> Decision {
    let applies = |one: &&Deciding| {
        let truth = |id: TruthId| truths.get(id.to_usize()).copied().unwrap_or(0.0);
        one.applies.is_none_or(|id| truth(id) > 0.0)
    };
    let found = deciding.iter().find(applies);
    Decision {
        row: found.and_then(|one| one.row),
        outcome: found.and_then(|one| one.outcome),
    }
}
