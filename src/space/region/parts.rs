//! Where each piece of evidence counts: outside all groups of its target, or on one side of a group.

use crate::base::{Id, IdVec};
use crate::model::{FactId, GroupLimit, PieceId, TargetId, Unit};
use crate::plan::Program;

/// A part of a target's fold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PartId(u32);

impl Id for PartId {
    fn from_usize(at: usize) -> Self {
        Self(u32::try_from(at).unwrap_or(u32::MAX))
    }

    fn to_usize(self) -> usize {
        self.0 as usize
    }
}

/// What the pieces of a part have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Side {
    /// They are in no group.
    Loose,
    /// They are on a side of a group: its limit, and whether they favor the target.
    Group(GroupLimit, bool),
}

/// The place of a piece: its part, and how many are before it there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub part: PartId,
    rank: u32,
}

#[derive(Debug)]
struct Part {
    side: Side,
    pieces: Vec<PieceId>,
    facts: Vec<FactId>,
}

/// The parts of all targets, those of one together, groups first.
#[derive(Debug)]
pub(super) struct Parts {
    parts: IdVec<PartId, Part>,
    of: IdVec<TargetId, std::ops::Range<u32>>,
    places: IdVec<PieceId, Place>,
}

impl Parts {
    pub(super) fn of_program(program: &Program) -> Self {
        let code = &program.plan.code;
        let mut parts = Self {
            parts: IdVec::default(),
            of: IdVec::default(),
            places: code.pieces.ids().map(|_| Place::default()).collect(),
        };
        for fold in code.folds.values() {
            let start = parts.next();
            let mut loose = Vec::new();
            for unit in &fold.units {
                match unit {
                    Unit::Piece(piece) => loose.push(*piece),
                    Unit::Group(group, sides) => {
                        for (side, favor) in sides.iter().zip([true, false]) {
                            let kind = Side::Group(code.limits[*group], favor);
                            parts.push(program, kind, side.clone());
                        }
                    }
                }
            }
            parts.push(program, Side::Loose, loose);
            let end = parts.next();
            parts.of.push(start..end);
        }
        parts
    }

    fn next(&self) -> u32 {
        PartId::from_usize(self.parts.len()).0
    }

    fn push(&mut self, program: &Program, side: Side, pieces: Vec<PieceId>) {
        let plan = &program.plan;
        let part = PartId(self.next());
        for (rank, piece) in (0..).zip(&pieces) {
            self.places[*piece] = Place { part, rank };
        }
        let rules = pieces.iter().map(|piece| plan.code.pieces[*piece].rule);
        let facts = rules.flat_map(|rule| plan.index.rule_facts[rule].iter().copied());
        let facts: std::collections::BTreeSet<FactId> = facts.collect();
        self.parts.push(Part {
            side,
            pieces,
            facts: facts.into_iter().collect(),
        });
    }

    /// The sides of groups, of all targets.
    pub(super) fn sides(&self) -> impl Iterator<Item = PartId> + '_ {
        let parts = self.parts.iter();
        let sides = parts.filter(|(_, part)| part.side != Side::Loose);
        sides.map(|(id, _)| id)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = PartId> + use<> {
        self.parts.ids()
    }

    pub(super) fn place(&self, piece: PieceId) -> Place {
        self.places.find(piece).copied().unwrap_or_default()
    }

    pub(super) fn side(&self, part: PartId) -> Side {
        self.parts.find(part).map_or(Side::Loose, |part| part.side)
    }

    /// The parts of a target.
    pub(super) fn of(&self, target: TargetId) -> impl Iterator<Item = PartId> + use<> {
        self.of
            .find(target)
            .cloned()
            .unwrap_or_default()
            .map(PartId)
    }

    /// The pieces of a part, in the order of the fold.
    pub(super) fn pieces(&self, part: PartId) -> &[PieceId] {
        self.parts.find(part).map_or(&[], |part| &part.pieces)
    }

    /// The facts that they depend on, in order.
    pub(super) fn facts(&self, part: PartId) -> &[FactId] {
        self.parts.find(part).map_or(&[], |part| &part.facts)
    }
}
