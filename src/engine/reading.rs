//! Reads single values out of a record, for those who measure what an evaluation did. Decides nothing.

use super::decide::Standing;
use super::fault::Fault;
use super::machine::Record;
use super::point::Status;
use crate::base::Id as _;
use crate::model::{
    ChoiceId, Evidence, GroupId, LevelSet, NumberId, OutcomeId, PieceId, RuleId, TargetId, TruthId,
    Unit,
};
use crate::plan::Program;

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// Defeated by a rule that fired.
    Defeated,
    /// Stopped by its `unless`.
    Stopped,
    /// Fired by `then`.
    Then,
    /// Fired by `else`.
    Else,
    /// Its condition is unknown.
    Unknown,
    /// Its condition is false.
    NotFired,
}

/// A derived level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Derived {
    /// The levels that are possible.
    pub possible: LevelSet,
    /// Whether it may have no level at all.
    pub nothing: bool,
    /// How sure it is.
    pub certainty: f64,
}

impl Derived {
    /// The level, where it is known.
    pub fn level(self) -> Option<u8> {
        self.possible.single().filter(|_| !self.nothing)
    }
}

/// One side of a group toward one target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// Toward or against what.
    pub target: TargetId,
    /// Whether it is for the target.
    pub favor: bool,
    /// What its pieces come to.
    pub whole: f64,
    /// What of that counts.
    pub counted: f64,
}

impl Record {
    /// The value of a condition: its sign the truth, 0 unknown, its size the certainty.
    pub fn truth_of(&self, id: TruthId) -> f64 {
        self.truths.get(id.to_usize()).copied().unwrap_or(0.0)
    }

    /// A number; NaN where it is unknown.
    pub fn number_of(&self, id: NumberId) -> f64 {
        self.numbers.get(id.to_usize()).copied().unwrap_or(f64::NAN)
    }

    /// A derived level.
    pub fn derived(&self, id: ChoiceId) -> Derived {
        let choice = self.choices.get(id.to_usize());
        choice.map_or(
            Derived {
                possible: LevelSet::default(),
                nothing: true,
                certainty: 1.0,
            },
            |choice| Derived {
                possible: choice.possible,
                nothing: choice.nothing,
                certainty: choice.certainty,
            },
        )
    }

    /// What became of a rule.
    pub fn became(&self, id: RuleId) -> Became {
        match self.statuses.get(id.to_usize()) {
            Some(Status::Defeated) => Became::Defeated,
            Some(Status::Stopped) => Became::Stopped,
            Some(Status::Then) => Became::Then,
            Some(Status::Else) => Became::Else,
            Some(Status::NotFired) => Became::NotFired,
            Some(Status::Unknown) | None => Became::Unknown,
        }
    }

    /// The advice row and the outcome; `None` is no row, and `undecided`.
    pub fn advised(&self) -> (Option<u32>, Option<OutcomeId>) {
        self.decision
            .map_or((None, None), |decision| (decision.row, decision.outcome))
    }

    /// Whether a strategy is out of the choice.
    pub fn is_excluded(&self, target: TargetId) -> bool {
        self.standing(target)
            .is_some_and(|standing| standing.excluded)
    }

    /// The share of a strategy in the confidence.
    pub fn confidence(&self, target: TargetId) -> Option<f64> {
        self.standing(target).map(|standing| standing.confidence)
    }

    fn standing(&self, target: TargetId) -> Option<&Standing> {
        self.ranking.as_ref()?.of(target)
    }

    /// A piece of evidence; `None` where it gives nothing.
    pub fn evidence_of(&self, piece: PieceId) -> Option<&Evidence> {
        self.pieces.get(piece.to_usize())?.as_ref()
    }

    /// What a piece of evidence is worth alone; `None` where it gives nothing.
    pub fn worth(&self, program: &Program, piece: PieceId) -> Option<f64> {
        let evidence = self.pieces.get(piece.to_usize())?.as_ref()?;
        program.total(evidence).ok()
    }

    /// The sides of a group that any evidence stands on.
    pub fn sides(&self, program: &Program, group: GroupId) -> Vec<Side> {
        let mut sides = Vec::new();
        for (target, fold) in program.plan.folds.iter() {
            for unit in &fold.units {
                let Unit::Group(of, pieces) = unit else {
                    continue;
                };
                if *of == group {
                    let both = [true, false].into_iter();
                    sides.extend(both.filter_map(|favor| {
                        self.side(program, (target, favor), pieces)
                            .ok()
                            .flatten()
                            .map(|(whole, counted)| Side {
                                target,
                                favor,
                                whole,
                                counted,
                            })
                    }));
                }
            }
        }
        sides
    }

    fn side(
        &self,
        program: &Program,
        (target, favor): (TargetId, bool),
        pieces: &[PieceId],
    ) -> Result<Option<(f64, f64)>, Fault> {
        let total = |evidence: &Evidence| {
            program
                .total(evidence)
                .map_err(|fault| super::fault::method("of a group", &fault))
        };
        let mut whole: Option<Evidence> = None;
        let mut side = Vec::new();
        let mut group = None;
        for id in pieces {
            let piece = &program.plan.pieces[*id];
            let evidence = self.pieces.get(id.to_usize()).and_then(Option::as_ref);
            let Some(evidence) =
                evidence.filter(|_| piece.favor == favor && piece.target == target)
            else {
                continue;
            };
            group = program.rulebook.rules[piece.rule].group;
            side.push((*id, evidence.clone()));
            whole = Some(match whole {
                None => evidence.clone(),
                Some(sum) => program
                    .merge(&sum, evidence)
                    .map_err(|fault| super::fault::method("of a group", &fault))?,
            });
        }
        let (Some(whole), Some(group)) = (whole, group) else {
            return Ok(None);
        };
        let limit = program.rulebook.groups[group].limit;
        let counted = super::decide::limited(program, limit, &side)?;
        Ok(Some((total(&whole)?, total(&counted)?)))
    }
}
