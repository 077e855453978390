//! Pieces of evidence that read one open fact exclude each other: they are joined, case by case, before summing.

use std::sync::Arc;

use super::apart::{Net, nets};
use super::parts::{PartId, Parts, Side};
use super::{Bounds, Region, limit_side, limit_with, merge, zero};
use crate::base::{Id, IdVec};
use crate::engine::machine::Machine;
use crate::model::{FactId, GroupLimit, PieceId, TargetId};
use crate::plan::Program;

/// The evidence of a piece in each case of a fact.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub piece: PieceId,
    pub evidence: Arc<[Option<Bounds>]>,
}

/// What the pieces that hang alone on one fact that is open come to, taken together.
#[derive(Clone, Debug)]
pub(super) struct Joint {
    /// Their columns, in the order of the parts and of the fold within.
    pub columns: Vec<Column>,
    parts: Vec<(PartId, Ends)>,
    /// What those outside groups put between strategies.
    nets: Vec<Net>,
}

/// What the pieces of a part come to: their sum, and the strongest of them where a group asks for it.
#[derive(Clone, Copy, Debug)]
struct Ends {
    sum: Bounds,
    strongest: Bounds,
}

impl Joint {
    /// Of at least two pieces, whose columns are of the same cases; fewer need no joining. Only some of the cases count.
    pub(super) fn of(
        program: &Program,
        parts: &Parts,
        mut columns: Vec<Column>,
        rows: &[usize],
    ) -> Option<Self> {
        if columns.len() < 2 {
            return None;
        }
        columns.sort_by_key(|column| parts.place(column.piece));
        let part = |column: &Column| parts.place(column.piece).part;
        let runs = columns.chunk_by(|one, other| part(one) == part(other));
        let ends = runs.filter_map(|run| {
            let part = run.first().map(part)?;
            Some((part, ends(program, parts.side(part), run, rows)))
        });
        Some(Self {
            parts: ends.collect(),
            nets: nets(program, parts, &columns, rows),
            columns,
        })
    }
}

/// The hull of what the pieces of a part come to in each case.
fn ends(program: &Program, side: Side, run: &[Column], rows: &[usize]) -> Ends {
    let mut evidence: Vec<Bounds> = Vec::with_capacity(run.len());
    let mut hull: Option<Ends> = None;
    for case in rows {
        let found = run.iter().map(|column| column.evidence.get(*case));
        evidence.clear();
        evidence.extend(found.filter_map(|found| found.copied().flatten()));
        let sum = merged(program, &evidence);
        let strongest = match side {
            Side::Loose => sum,
            Side::Group(_, _) if evidence.is_empty() => sum,
            Side::Group(_, favor) => limit_side(program, GroupLimit::Strongest, favor, &evidence),
        };
        hull = Some(hull.map_or(Ends { sum, strongest }, |hull| Ends {
            sum: hull.sum.hull(sum),
            strongest: hull.strongest.hull(strongest),
        }));
    }
    let nothing = zero(program);
    hull.unwrap_or(Ends {
        sum: nothing,
        strongest: nothing,
    })
}

fn merged(program: &Program, pieces: &[Bounds]) -> Bounds {
    let pieces = pieces.iter().copied();
    let sum = pieces.reduce(|a, b| merge(program, a, b));
    sum.unwrap_or_else(|| zero(program))
}

/// The joints of a region, by fact.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    joints: IdVec<FactId, Option<Arc<Joint>>>,
    /// For each piece, whether it is in one of them.
    pieces: Vec<bool>,
    /// What they come to in each part, for each of its facts.
    ends: IdVec<PartId, Vec<Option<Ends>>>,
    /// What each side of a group comes to.
    sides: IdVec<PartId, Option<Bounds>>,
}

impl Joined {
    /// Nothing is joined yet.
    pub(super) fn new(facts: usize, pieces: usize, parts: &Parts) -> Self {
        Self {
            joints: std::iter::repeat_n(None, facts).collect(),
            pieces: vec![false; pieces],
            ends: parts
                .ids()
                .map(|part| vec![None; parts.facts(part).len()])
                .collect(),
            sides: parts.ids().map(|_| None).collect(),
        }
    }

    /// Whether any evidence of a target is joined.
    pub(super) fn has_any(&self, parts: &Parts, target: TargetId) -> bool {
        let mut ends = parts.of(target).filter_map(|part| self.ends.find(part));
        ends.any(|ends| ends.iter().any(Option::is_some))
    }

    pub(super) fn side(&self, part: PartId) -> Option<Bounds> {
        self.sides.find(part).copied().flatten()
    }

    pub(super) fn put_side(&mut self, part: PartId, bounds: Option<Bounds>) {
        if let Some(slot) = self.sides.get_mut(part) {
            *slot = bounds;
        }
    }

    pub(super) fn get(&self, fact: FactId) -> Option<&Arc<Joint>> {
        self.joints.find(fact)?.as_ref()
    }

    /// Another joint for a fact; the one before.
    pub(super) fn put(
        &mut self,
        parts: &Parts,
        fact: FactId,
        joint: Option<Arc<Joint>>,
    ) -> Option<Arc<Joint>> {
        let before = self.joints.get_mut(fact)?.take();
        if let Some(joint) = &before {
            self.mark(parts, fact, joint, false);
        }
        if let Some(joint) = &joint {
            self.mark(parts, fact, joint, true);
        }
        self.joints[fact] = joint;
        before
    }

    fn mark(&mut self, parts: &Parts, fact: FactId, joint: &Joint, is_joined: bool) {
        for column in &joint.columns {
            if let Some(slot) = self.pieces.get_mut(column.piece.to_usize()) {
                *slot = is_joined;
            }
        }
        for (part, ends) in &joint.parts {
            let at = parts.facts(*part).binary_search(&fact).ok();
            let slots = self.ends.get_mut(*part);
            if let Some(slot) = at.zip(slots).and_then(|(at, slots)| slots.get_mut(at)) {
                *slot = is_joined.then_some(*ends);
            }
        }
    }

    /// What all joints put between two strategies.
    pub(super) fn net(&self, program: &Program, pair: (TargetId, TargetId)) -> Bounds {
        let joints = self.joints.values().flatten();
        let nets = joints.flat_map(|joint| &joint.nets);
        let own = nets.filter(|net| net.pair == pair);
        own.fold(zero(program), |sum, net| merge(program, sum, net.bounds))
    }

    pub(super) fn has(&self, piece: PieceId) -> bool {
        self.pieces.get(piece.to_usize()).copied().unwrap_or(false)
    }
}

/// Folds a target's evidence: a unit for all pieces outside groups of each joined fact, then the rest.
pub(super) fn fold(
    program: &Program,
    machine: &Machine<Region>,
    (parts, joined): (&Parts, &Joined),
    target: TargetId,
) -> Bounds {
    let prior = program.plan.code.folds[target].prior;
    let mut sum = machine.prior_bounds(program, prior).unwrap_or(Bounds::OPEN);
    for part in parts.of(target) {
        let mut add = |bounds: Bounds| sum = merge(program, sum, bounds);
        match parts.side(part) {
            Side::Loose => each(machine, (parts, joined), part, |ends| add(ends.sum)),
            Side::Group(..) => joined.side(part).into_iter().for_each(add),
        }
    }
    sum
}

/// What a side of a group comes to; `None` where it surely gives nothing.
pub(super) fn side(
    program: &Program,
    machine: &Machine<Region>,
    (parts, joined): (&Parts, &Joined),
    part: PartId,
) -> Option<Bounds> {
    let Side::Group(limit, favor) = parts.side(part) else {
        return None;
    };
    let (mut sums, mut singles) = (Vec::new(), Vec::new());
    each(machine, (parts, joined), part, |ends| {
        sums.push(ends.sum);
        singles.push(ends.strongest);
    });
    (!sums.is_empty()).then(|| limit_with(program, limit, favor, &sums, &singles))
}

/// Shows the pieces of a part as independent bounds: those of one fact as the hull of what they come to in each case.
fn each(
    machine: &Machine<Region>,
    (parts, joined): (&Parts, &Joined),
    part: PartId,
    mut see: impl FnMut(Ends),
) {
    for piece in parts.pieces(part) {
        if joined.has(*piece) {
            continue;
        }
        if let Some(Some(bounds)) = machine.pieces.get(piece.to_usize()) {
            see(Ends {
                sum: *bounds,
                strongest: *bounds,
            });
        }
    }
    let ends = joined.ends.find(part).into_iter().flatten();
    ends.flatten().copied().for_each(see);
}
