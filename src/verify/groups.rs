//! The groups as they stand in a trace: their limits, what these made of each side, and which pieces count.

use crate::base::round_total;
use crate::model::trace::{GroupTrace, LimitKind, N, SideTrace};
use crate::model::{GroupId, GroupLimit, RuleId, TargetId};

use super::rules::Piece;
use super::totals::StepKind;
use super::world::{Computed, World};

/// Names, limits and sides, by name.
pub(super) fn groups(world: &World<'_>) -> Computed<Vec<GroupTrace>> {
    let mut groups = Vec::new();
    for (id, group) in world.rulebook.groups.iter() {
        let (limit, most) = match group.limit {
            GroupLimit::Limit(most) => (LimitKind::Limit, Some(N(most))),
            GroupLimit::Strongest => (LimitKind::Strongest, None),
            GroupLimit::StrongestPlus(more) => (LimitKind::StrongestPlus, Some(N(more))),
        };
        let mut sides = Vec::new();
        for target in world.rulebook.targets.ids() {
            for favor in [true, false] {
                sides.extend(world.side(id, target, favor)?);
            }
        }
        groups.push(GroupTrace {
            name: group.name.to_string(),
            title: group.title.to_string(),
            limit,
            most,
            place: world.place(group.origin),
            sides,
        });
    }
    Ok(groups)
}

impl World<'_> {
    fn pieces_of(&self, group: GroupId, target: TargetId, favor: bool) -> Computed<Vec<Piece>> {
        let sum = self.sum(target)?;
        let steps = sum.steps.iter();
        let mut of_group = steps.filter(|step| step.kind == StepKind::Group(group));
        let pieces = of_group.next().map_or(&[][..], |step| &step.pieces);
        let mine = pieces.iter().filter(|piece| piece.favor == favor);
        Ok(mine.cloned().collect())
    }

    /// What a group makes of one side, where there is evidence on it.
    fn side(&self, group: GroupId, target: TargetId, favor: bool) -> Computed<Option<SideTrace>> {
        let pieces = self.pieces_of(group, target, favor)?;
        if pieces.is_empty() {
            return Ok(None);
        }
        let mut uncut = self.rulebook.method.zero.clone();
        for (evidence, _) in pieces.iter().filter_map(|piece| piece.lifted.as_ref()) {
            uncut = self.merged(&uncut, evidence)?;
        }
        let kept = self.limited(group, &pieces)?.into_iter().flatten().next();
        let kept = kept.map_or(Ok(0.0), |kept| self.total_of(&kept))?;
        let rules: Vec<RuleId> = pieces.iter().map(|piece| piece.rule).collect();
        Ok(Some(SideTrace {
            toward: self.target_name(target)?,
            side: if favor { "for" } else { "against" }.into(),
            uncut: N(round_total(self.total_of(&uncut)?)),
            kept: N(round_total(kept)),
            rules: self.rule_names(&rules)?,
        }))
    }

    /// Whether a piece is left out, since only the strongest of its side counts.
    pub(super) fn leaves_out(&self, piece: &Piece) -> Computed<bool> {
        let Some(group) = self.rule(piece.rule)?.group else {
            return Ok(false);
        };
        if self.group(group)?.limit != GroupLimit::Strongest {
            return Ok(false);
        }
        let mut strongest: Option<(RuleId, f64)> = None;
        for one in self.pieces_of(group, piece.target, piece.favor)? {
            let strength = one.lifted.map_or(0.0, |(_, total)| total.abs());
            if strongest.is_none_or(|(_, most)| strength > most) {
                strongest = Some((one.rule, strength));
            }
        }
        Ok(strongest.is_some_and(|(first, _)| first != piece.rule))
    }
}
