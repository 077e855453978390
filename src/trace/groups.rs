//! The groups of a trace: their limits, and of each side of a target what they cut away or left out.

use std::collections::BTreeMap;

use super::words::View;
use crate::engine::Side;
use crate::engine::decide;
use crate::engine::fault::Fault;
use crate::model::trace::{GroupTold, LimitKind, N, SideTold};
use crate::model::{GroupId, GroupLimit, RuleId, TargetId};

/// The groups by name.
pub(super) fn told<'a>(view: &View<'a>) -> Result<Vec<GroupTold<'a>>, Fault> {
    let (book, program) = (view.teller.book, view.teller.program);
    let mut sides: BTreeMap<GroupId, Vec<Side>> = BTreeMap::new();
    let folds = program.plan.code.folds.iter();
    for (target, fold) in folds.filter(|_| !book.groups.is_empty()) {
        for (group, side) in fold
            .units
            .iter()
            .flat_map(|unit| view.record.sides_of(view.teller.program, target, unit))
        {
            sides.entry(group).or_default().push(side);
        }
    }
    let group = |id: GroupId| {
        let group = &book.groups[id];
        let (limit, most) = match group.limit {
            GroupLimit::Limit(most) => (LimitKind::Limit, Some(most)),
            GroupLimit::Strongest => (LimitKind::Strongest, None),
            GroupLimit::StrongestPlus(more) => (LimitKind::StrongestPlus, Some(more)),
        };
        let sides = sides.get(&id).into_iter().flatten();
        Ok(GroupTold {
            name: (&*group.name).into(),
            title: (&*group.title).into(),
            limit,
            most: most.map(N),
            place: view.teller.place(group.origin),
            sides: sides
                .map(|side| told_side(view, id, side))
                .collect::<Result<_, _>>()?,
        })
    };
    book.groups.ids().map(group).collect()
}

/// What of each rule's evidence counts behind the limits of groups, 0 to 1, by rule and target. A limit takes from all
/// pieces of a side in proportion; of `strongest` one piece counts whole. Rules without a group are not listed.
pub(super) fn counted(view: &View<'_>) -> Result<BTreeMap<(RuleId, TargetId), f64>, Fault> {
    let mut parts = BTreeMap::new();
    if view.teller.book.groups.is_empty() {
        return Ok(parts);
    }
    let program = view.teller.program;
    for (target, fold) in program.plan.code.folds.iter() {
        let units = fold.units.iter();
        for (id, side) in units.flat_map(|unit| view.record.sides_of(program, target, unit)) {
            let limit = program.plan.code.limits[id];
            let (uncut, kept) = side.amounts(program, limit)?;
            let first = match limit {
                GroupLimit::Strongest => decide::strongest(program, side.pieces.iter().cloned())?,
                GroupLimit::Limit(_) | GroupLimit::StrongestPlus(_) => None,
            };
            for (piece, _) in &side.pieces {
                let part = match first {
                    Some((first, _)) => f64::from(u8::from(first == *piece)),
                    None if uncut == 0.0 => 1.0,
                    None => kept / uncut,
                };
                parts.insert((program.plan.code.pieces[*piece].rule, target), part);
            }
        }
    }
    Ok(parts)
}

fn told_side<'a>(view: &View<'a>, id: GroupId, side: &Side) -> Result<SideTold<'a>, Fault> {
    let program = view.teller.program;
    let (uncut, kept) = side.amounts(program, program.plan.code.limits[id])?;
    let rules = side.pieces.iter();
    let rules =
        rules.map(|(piece, _)| view.teller.rule_name(program.plan.code.pieces[*piece].rule));
    Ok(SideTold {
        toward: view.teller.target_name(side.target),
        side: (if side.favor { "for" } else { "against" }).into(),
        uncut: N(uncut),
        kept: N(kept),
        rules: rules.map(Into::into).collect(),
    })
}
