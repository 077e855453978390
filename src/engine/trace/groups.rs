//! The groups of a trace: their limits, and of each side of a target what they cut away or left out.

use std::collections::BTreeMap;

use super::Teller;
use super::json::{Json, quoted};
use super::words::View;
use crate::base::{Id, round_total};
use crate::engine::decide;
use crate::engine::fault::{self, Fault};
use crate::model::{Evidence, GroupId, GroupLimit, Num, NumKind, PieceId, Shown, TargetId, Unit};

/// What one group makes of the pieces on one side of one target.
struct Side<'a> {
    target: TargetId,
    favor: bool,
    pieces: Vec<(PieceId, &'a Evidence)>,
}

/// From the opening brace to where the sides stand, by group.
pub(super) fn heads(teller: &Teller<'_>) -> Vec<String> {
    let head = |id: GroupId| {
        let group = &teller.book.groups[id];
        let (limit, most) = match group.limit {
            GroupLimit::Limit(most) => ("limit", Some(most)),
            GroupLimit::Strongest => ("strongest", None),
            GroupLimit::StrongestPlus(more) => ("strongest_plus", Some(more)),
        };
        let mut json = Json::default();
        json.open(b'{');
        json.text("name", &group.name);
        json.text("title", &group.title);
        json.text("limit", limit);
        json.maybe_figure("most", most);
        teller.place(group.origin, &mut json);
        json.key("sides");
        json.finish()
    };
    teller.book.groups.ids().map(head).collect()
}

/// Writes the list of groups.
pub(super) fn write(view: &View<'_>, json: &mut Json) -> Result<(), Fault> {
    json.key("groups");
    json.open(b'[');
    let mut sides: BTreeMap<GroupId, Vec<Side<'_>>> = BTreeMap::new();
    let folds = match view.teller.groups.is_empty() {
        true => None,
        false => Some(view.teller.program.plan.folds.iter()),
    };
    for (target, fold) in folds.into_iter().flatten() {
        for (group, side) in fold
            .units
            .iter()
            .flat_map(|unit| sides_of(view, target, unit))
        {
            sides.entry(group).or_default().push(side);
        }
    }
    for (id, head) in view.teller.book.groups.ids().zip(&view.teller.groups) {
        json.raw(head);
        json.open(b'[');
        for side in sides.get(&id).into_iter().flatten() {
            write_side(view, id, side, json)?;
        }
        json.close(b']');
        json.close(b'}');
    }
    json.close(b']');
    Ok(())
}

/// Whether a piece is left out, since only the strongest of its side counts.
pub(super) fn leaves_out(view: &View<'_>, piece: PieceId) -> Result<bool, Fault> {
    let program = view.teller.program;
    let about = &program.plan.pieces[piece];
    let Some(group) = view.teller.book.rules[about.rule].group else {
        return Ok(false);
    };
    if view.teller.book.groups[group].limit != GroupLimit::Strongest {
        return Ok(false);
    }
    let units = &program.plan.folds[about.target].units;
    let mut sides = units
        .iter()
        .flat_map(|unit| sides_of(view, about.target, unit));
    let mine = sides.find(|(_, side)| side.pieces.iter().any(|(one, _)| *one == piece));
    let Some((_, side)) = mine else {
        return Ok(false);
    };
    let first = decide::strongest(program, side.pieces.iter().copied())?;
    Ok(first.is_some_and(|(first, _)| first != piece))
}

/// The sides of a target on which a unit of its fold has evidence, where the unit is a group.
fn sides_of<'a>(view: &View<'a>, target: TargetId, unit: &'a Unit) -> Vec<(GroupId, Side<'a>)> {
    let (record, plan) = (view.record, &view.teller.program.plan);
    let Unit::Group(group, pieces) = unit else {
        return Vec::new();
    };
    let side = |favor: bool| {
        let mine = pieces
            .iter()
            .filter(|piece| plan.pieces[**piece].favor == favor);
        let there = mine.filter_map(|piece| {
            let evidence = record.pieces.get(piece.to_usize())?.as_ref()?;
            Some((*piece, evidence))
        });
        let pieces: Vec<_> = there.collect();
        (!pieces.is_empty()).then_some(Side {
            target,
            favor,
            pieces,
        })
    };
    let sides = [true, false].into_iter().filter_map(side);
    sides.map(|side| (*group, side)).collect()
}

fn write_side(view: &View<'_>, id: GroupId, side: &Side<'_>, json: &mut Json) -> Result<(), Fault> {
    let program = view.teller.program;
    let failed = |fault| fault::method("of a group", &fault);
    let limit = view.teller.book.groups[id].limit;
    let mut uncut = program.method.method.zero.clone();
    for (_, evidence) in &side.pieces {
        uncut = program.merge(&uncut, evidence).map_err(failed)?;
    }
    let pieces: Vec<(PieceId, Evidence)> = side
        .pieces
        .iter()
        .map(|(piece, evidence)| (*piece, (*evidence).clone()))
        .collect();
    let kept = decide::limited(program, limit, &pieces)?;
    let total = |evidence: &Evidence| program.total(evidence).map(round_total).map_err(failed);
    json.open(b'{');
    json.key("toward");
    json.raw(&view.teller.targets[side.target]);
    json.text("side", if side.favor { "for" } else { "against" });
    json.figure("uncut", total(&uncut)?);
    json.figure("kept", total(&kept)?);
    let rules = side.pieces.iter();
    let rules = rules.map(|(piece, _)| view.teller.rule_name(program.plan.pieces[*piece].rule));
    json.strings("rules", rules);
    json.close(b'}');
    Ok(())
}

/// A weight that is computed: its expression and what that reads, up to each value.
#[derive(Debug)]
pub(super) struct Computed {
    head: String,
    reads: Vec<(String, Shown)>,
}

impl Computed {
    /// None for a plain number.
    pub(super) fn new(teller: &Teller<'_>, number: &Num) -> Option<Self> {
        if matches!(number.kind, NumKind::Constant(_)) {
            return None;
        }
        let reads = crate::plan::number_reads(number).into_iter();
        let name = |shown| super::condition::shown_name(teller, shown);
        let text = teller.source_text(number.origin);
        Some(Self {
            head: format!("{{\"text\":{},\"reads\":[", quoted(&text)),
            reads: reads
                .map(|shown| {
                    let head = format!("{{\"name\":{},\"value\":", quoted(&name(shown)));
                    (head, shown)
                })
                .collect(),
        })
    }

    pub(super) fn write(&self, view: &View<'_>, json: &mut Json) {
        json.raw(&self.head);
        for (head, shown) in &self.reads {
            json.raw(head);
            view.shown(*shown, json);
            json.close(b'}');
        }
        json.close(b']');
        json.close(b'}');
    }
}
