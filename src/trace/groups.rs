//! The groups of a trace: their limits, and of each side of a target what they cut away or left out.

use std::collections::BTreeMap;

use super::Teller;
use super::json::{Json, quoted};
use super::words::View;
use crate::engine::Side;
use crate::engine::decide;
use crate::engine::fault::Fault;
use crate::model::{GroupId, GroupLimit, Num, NumKind, RuleId, Shown, TargetId};

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
    let mut sides: BTreeMap<GroupId, Vec<Side>> = BTreeMap::new();
    let program = view.teller.program;
    let folds = match view.teller.groups.is_empty() {
        true => None,
        false => Some(program.plan.folds.iter()),
    };
    for (target, fold) in folds.into_iter().flatten() {
        for (group, side) in fold
            .units
            .iter()
            .flat_map(|unit| view.record.sides_of(view.teller.program, target, unit))
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

/// What of each rule's evidence counts behind the limits of groups, 0 to 1, by rule and target. A limit takes from all
/// pieces of a side in proportion; of `strongest` one piece counts whole. Rules without a group are not listed.
pub(super) fn counted(view: &View<'_>) -> Result<BTreeMap<(RuleId, TargetId), f64>, Fault> {
    let mut parts = BTreeMap::new();
    if view.teller.groups.is_empty() {
        return Ok(parts);
    }
    let program = view.teller.program;
    for (target, fold) in program.plan.folds.iter() {
        let units = fold.units.iter();
        for (id, side) in units.flat_map(|unit| view.record.sides_of(program, target, unit)) {
            let limit = program.plan.limits[id];
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
                parts.insert((program.plan.pieces[*piece].rule, target), part);
            }
        }
    }
    Ok(parts)
}

fn write_side(view: &View<'_>, id: GroupId, side: &Side, json: &mut Json) -> Result<(), Fault> {
    let program = view.teller.program;
    let (uncut, kept) = side.amounts(program, view.teller.program.plan.limits[id])?;
    json.open(b'{');
    json.key("toward");
    json.raw(&view.teller.targets[side.target]);
    json.text("side", if side.favor { "for" } else { "against" });
    json.figure("uncut", uncut);
    json.figure("kept", kept);
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
        let reads = crate::plan::reads(&number.refs()).into_iter();
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
