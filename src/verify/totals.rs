//! Evidence folded into totals: zero, the prior, then by rule name, a group under its own name.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::base::round_total;
use crate::model::{Evidence, Group, GroupId, GroupLimit, TargetId};

use super::rules::Piece;
use super::world::{Computed, World, item};

/// What became of a target.
#[derive(Debug)]
pub(super) struct Sum {
    /// The total, rounded.
    pub(super) total: f64,
    pub(super) belief: f64,
    /// The evidence in words, where the method has words.
    pub(super) describe: Option<String>,
    /// The largest single contribution toward it; 0 where there is none.
    pub(super) strongest: f64,
    /// What was folded in, in order.
    pub(super) steps: Vec<Step>,
    /// What counts for it and what counts against it, its prior included; both rounded.
    pub(super) sides: [f64; 2],
}

/// One thing that was folded in.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) kind: StepKind,
    /// The pieces: one, or those of the group.
    pub(super) pieces: Vec<Piece>,
    /// All evidence so far, with it.
    pub(super) after: Evidence,
}

/// What was folded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StepKind {
    Prior,
    Rule,
    Group(GroupId),
}

impl World<'_> {
    /// The evidence for a strategy or hypothesis.
    pub(super) fn sum(&self, id: TargetId) -> Computed<Rc<Sum>> {
        self.found.sums.get(id, || self.add_up(id))
    }

    fn add_up(&self, id: TargetId) -> Computed<Sum> {
        let target = self.target(id)?;
        let mut fold = Fold::new(self)?;
        let prior = self.lifted(target.prior, 1.0)?;
        fold.step(StepKind::Prior, Vec::new(), &prior)?;
        fold.side(usize::from(target.prior < 0.0), &prior)?;
        let mut strongest: f64 = 0.0;
        for (kind, pieces) in self.ordered(id)?.into_values() {
            for piece in &pieces {
                if let Some((_, total)) = &piece.lifted {
                    strongest = strongest.max(*total);
                }
            }
            let sides = match kind {
                StepKind::Group(group) => self.limited(group, &pieces)?,
                _ => by_side(&pieces),
            };
            let mut together: Option<Evidence> = None;
            for (side, evidence) in sides.into_iter().enumerate() {
                let Some(evidence) = evidence else { continue };
                fold.side(side, &evidence)?;
                together = Some(match together {
                    Some(other) => self.merged(&other, &evidence)?,
                    None => evidence,
                });
            }
            if let Some(together) = together {
                fold.step(kind, pieces, &together)?;
            }
        }
        Ok(Sum {
            total: round_total(self.total_of(&fold.evidence)?),
            belief: self
                .method
                .belief(&fold.evidence)
                .map_err(|f| f.to_string())?,
            describe: self
                .method
                .describe(&fold.evidence)
                .map_err(|f| f.to_string())?,
            // What is compared with totals is rounded as they are.
            strongest: round_total(strongest),
            sides: fold.sides()?,
            steps: fold.steps,
        })
    }

    /// The evidence for a target by the name it is folded under: a rule's, or its group's.
    fn ordered(&self, id: TargetId) -> Computed<BTreeMap<String, (StepKind, Vec<Piece>)>> {
        let mut found: BTreeMap<String, (StepKind, Vec<Piece>)> = BTreeMap::new();
        for (rule_id, rule) in self.rulebook.rules.iter() {
            let mut effects = rule.then.iter().chain(&rule.otherwise);
            if !effects.any(|effect| effect.target == id) {
                continue;
            }
            let fate = self.fate(rule_id)?;
            let counted = |piece: &&Piece| piece.target == id && piece.lifted.is_some();
            for piece in fate.pieces.iter().filter(counted) {
                let (name, kind) = match rule.group {
                    Some(group) => (self.group(group)?.name.to_string(), StepKind::Group(group)),
                    None => (rule.name.to_string(), StepKind::Rule),
                };
                let entry = found.entry(name).or_insert_with(|| (kind, Vec::new()));
                entry.1.push(piece.clone());
            }
        }
        for (_, pieces) in found.values_mut() {
            let mut named = Vec::new();
            for piece in pieces.drain(..) {
                named.push((self.rule(piece.rule)?.name.to_string(), piece));
            }
            named.sort_by(|a, b| a.0.cmp(&b.0));
            pieces.extend(named.into_iter().map(|(_, piece)| piece));
        }
        Ok(found)
    }

    /// The group.
    pub(super) fn group(&self, id: GroupId) -> Computed<&Group> {
        item(&self.rulebook.groups, id, "group")
    }

    /// A group's evidence, each side merged and limited apart: what is for, what is against.
    pub(super) fn limited(&self, id: GroupId, pieces: &[Piece]) -> Computed<[Option<Evidence>; 2]> {
        let limit = self.group(id)?.limit;
        let mut sides = [None, None];
        for (side, slot) in [true, false].into_iter().zip(&mut sides) {
            let mut mine: Vec<&(Evidence, f64)> = pieces
                .iter()
                .filter(|piece| piece.favor == side)
                .filter_map(|piece| piece.lifted.as_ref())
                .collect();
            let top = mine
                .iter()
                .map(|(_, total)| total.abs())
                .fold(0.0, f64::max);
            let most = match limit {
                GroupLimit::Limit(most) => Some(most),
                GroupLimit::StrongestPlus(more) => Some(top + more),
                GroupLimit::Strongest => {
                    let first = mine.iter().position(|(_, total)| total.abs() == top);
                    mine = first
                        .and_then(|at| mine.get(at).copied())
                        .into_iter()
                        .collect();
                    None
                }
            };
            for (evidence, _) in mine {
                *slot = Some(match slot.take() {
                    Some(before) => self.merged(&before, evidence)?,
                    None => evidence.clone(),
                });
            }
            if let (Some(evidence), Some(most)) = (slot.as_mut(), most)
                && self.total_of(evidence)?.abs() > most
            {
                *evidence = self.method.cut(evidence, most).map_err(|f| f.to_string())?;
            }
        }
        Ok(sides)
    }

    /// Both pieces together.
    pub(super) fn merged(&self, a: &Evidence, b: &Evidence) -> Computed<Evidence> {
        self.method.merge(a, b).map_err(|fault| fault.to_string())
    }

    /// One piece of evidence.
    pub(super) fn lifted(&self, weight: f64, certainty: f64) -> Computed<Evidence> {
        self.method
            .lift(weight, certainty)
            .map_err(|fault| fault.to_string())
    }

    /// The number shown.
    pub(super) fn total_of(&self, evidence: &Evidence) -> Computed<f64> {
        self.method
            .total(evidence)
            .map_err(|fault| fault.to_string())
    }
}

/// A rule's pieces, which for one target is one piece.
fn by_side(pieces: &[Piece]) -> [Option<Evidence>; 2] {
    let side = |favor: bool| {
        pieces
            .iter()
            .find(|piece| piece.favor == favor)
            .and_then(|piece| piece.lifted.as_ref())
            .map(|(evidence, _)| evidence.clone())
    };
    [side(true), side(false)]
}

/// Evidence while it is folded.
struct Fold<'w, 'a> {
    world: &'w World<'a>,
    evidence: Evidence,
    sides: [Evidence; 2],
    steps: Vec<Step>,
}

impl<'w, 'a> Fold<'w, 'a> {
    fn new(world: &'w World<'a>) -> Computed<Self> {
        let zero = &world.rulebook.method.zero;
        Ok(Self {
            world,
            evidence: zero.clone(),
            sides: [zero.clone(), zero.clone()],
            steps: Vec::new(),
        })
    }

    fn step(&mut self, kind: StepKind, pieces: Vec<Piece>, evidence: &Evidence) -> Computed<()> {
        self.evidence = self.world.merged(&self.evidence, evidence)?;
        let after = self.evidence.clone();
        self.steps.push(Step {
            kind,
            pieces,
            after,
        });
        Ok(())
    }

    fn side(&mut self, side: usize, evidence: &Evidence) -> Computed<()> {
        if let Some(all) = self.sides.get_mut(side) {
            *all = self.world.merged(all, evidence)?;
        }
        Ok(())
    }

    fn sides(&self) -> Computed<[f64; 2]> {
        let [supporting, opposing] = &self.sides;
        Ok([
            round_total(self.world.total_of(supporting)?),
            round_total(self.world.total_of(opposing)?),
        ])
    }
}
