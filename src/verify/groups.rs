//! The groups of a trace: their limits, what these made of each side, and which pieces count.

use crate::base::round_total;
use crate::model::trace::{GroupTrace, LimitKind, N, SideTrace, Trace};
use crate::model::{GroupId, GroupLimit, RuleId, TargetId};

use super::finding::Report;
use super::rules::Piece;
use super::totals::StepKind;
use super::world::{Computed, World};

/// Names, limits and sides, by name.
pub(super) fn check(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let groups = &world.rulebook.groups;
    let stated: Vec<&str> = trace.groups.iter().map(|one| &*one.name).collect();
    let expected: Vec<&str> = groups.values().map(|one| &*one.name).collect();
    report.same("groups", "the names of the groups", &stated, &expected);
    for (at, stated) in trace.groups.iter().enumerate() {
        let Some((id, group)) = groups.iter().find(|(_, one)| *one.name == *stated.name) else {
            continue;
        };
        let path = format!("groups[{at}]");
        let of = |words: &str| format!("{words} of the group `{}`", group.name);
        let title = format!("{path}.title");
        report.text(&title, &of("the title"), &stated.title, &group.title);
        let (kind, most) = match group.limit {
            GroupLimit::Limit(most) => (LimitKind::Limit, Some(most)),
            GroupLimit::Strongest => (LimitKind::Strongest, None),
            GroupLimit::StrongestPlus(more) => (LimitKind::StrongestPlus, Some(more)),
        };
        let limit = format!("{path}.limit");
        report.same(&limit, &of("the limit"), &stated.limit, &kind);
        report.maybe(&format!("{path}.most"), &of("the limit"), stated.most, most);
        world.check_place(&path, &stated.place, group.origin, report);
        sides(world, &path, (id, stated), report)?;
    }
    Ok(())
}

fn sides(
    world: &World<'_>,
    path: &str,
    (id, stated): (GroupId, &GroupTrace),
    report: &mut Report,
) -> Computed<()> {
    let (mut names, mut expected) = (Vec::new(), Vec::new());
    for (target, about) in world.rulebook.targets.iter() {
        for (favor, side) in [(true, "for"), (false, "against")] {
            if let Some(made) = world.side(id, target, favor)? {
                names.push((&*about.name, side));
                expected.push(made);
            }
        }
    }
    let side = |side: &SideTrace| (side.toward.clone(), side.side.clone());
    let told: Vec<(String, String)> = stated.sides.iter().map(side).collect();
    let named = |(toward, side): &(&str, &str)| ((*toward).to_owned(), (*side).to_owned());
    let names: Vec<(String, String)> = names.iter().map(named).collect();
    let path = format!("{path}.sides");
    let words = format!("the evidence of the group `{}`", stated.name);
    report.same(&path, &words, &told, &names);
    if told == names {
        for (at, (side, made)) in stated.sides.iter().zip(&expected).enumerate() {
            compare(world, &format!("{path}[{at}]"), side, made, report)?;
        }
    }
    Ok(())
}

/// What a group makes of one side.
pub(super) struct Side {
    rules: Vec<RuleId>,
    uncut: f64,
    kept: f64,
}

fn compare(
    world: &World<'_>,
    path: &str,
    stated: &SideTrace,
    made: &Side,
    report: &mut Report,
) -> Computed<()> {
    let of = |words: &str| format!("{words} {} `{}`", stated.side, stated.toward);
    let number = |field: &str, words: &str, stated: N, made: f64, report: &mut Report| {
        report.number(&format!("{path}.{field}"), &of(words), stated, made);
    };
    number("uncut", "all that is", stated.uncut, made.uncut, report);
    number("kept", "what counts", stated.kept, made.kept, report);
    let mut rules = Vec::new();
    for rule in &made.rules {
        rules.push(world.rule(*rule)?.name.to_string());
    }
    let words = of("the rules");
    report.same(&format!("{path}.rules"), &words, &stated.rules, &rules);
    Ok(())
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

    fn side(&self, group: GroupId, target: TargetId, favor: bool) -> Computed<Option<Side>> {
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
        Ok(Some(Side {
            rules: pieces.iter().map(|piece| piece.rule).collect(),
            uncut: round_total(self.total_of(&uncut)?),
            kept: round_total(kept),
        }))
    }

    /// Whether a piece is left out, since only the strongest of its side counts.
    pub(super) fn leaves_out(&self, piece: &Piece) -> Computed<bool> {
        let Some(group) = self.rule(piece.rule)?.group else {
            return Ok(false);
        };
        let limit = self.rulebook.groups.find(group).map(|group| group.limit);
        if limit != Some(GroupLimit::Strongest) {
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
