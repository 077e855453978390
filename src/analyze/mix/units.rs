//! The edits that can be made one by one: which changes belong together, and which part of a declaration each is.

use std::collections::BTreeMap;

use super::items::Items;
use super::names::Names;
use super::{NEW, OLD};
use crate::analyze::difference::{Aspect, Change, Difference, Kind, Slot};
use crate::syntax::tree::{ItemKind, LetBody};

/// A part of a declaration, by the declaration's name in the new rulebook.
pub(super) type UnitKey = (Kind, String, Slot);

/// Which edits can matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum Scope {
    /// Those that can change the advice, its confidence or its margin.
    Advice,
    /// Those that can change anything that an evaluation says, its words aside.
    Everything,
}

/// The units, each with the positions of its changes, and which part belongs to which.
pub(super) fn units(
    difference: &Difference,
    names: &Names,
    items: &[Items; 2],
    scope: Scope,
) -> (Vec<Vec<usize>>, BTreeMap<UnitKey, usize>) {
    let mut units: Vec<Vec<usize>> = Vec::new();
    let mut by_slot: BTreeMap<UnitKey, usize> = BTreeMap::new();
    let own_method = |change: &Change| {
        change.kind == Kind::Method && matches!(change.slot, Slot::Part(Aspect::Definition, _))
    };
    let method_changed = difference.changes.iter().any(own_method);
    for (at, change) in difference.changes.iter().enumerate() {
        if !change.aspect.has_meaning() {
            continue;
        }
        let Some(key) = key_of(change, (names, items), scope, method_changed) else {
            continue;
        };
        let unit = *by_slot.entry(key).or_insert(units.len());
        if unit == units.len() {
            units.push(Vec::new());
        }
        if let Some(unit) = units.get_mut(unit) {
            unit.push(at);
        }
    }
    (units, by_slot)
}

/// The part that a change is of; none where it decides nothing by itself.
fn key_of(
    change: &Change,
    (names, items): (&Names, &[Items; 2]),
    scope: Scope,
    method_changed: bool,
) -> Option<UnitKey> {
    let kind = change.kind.of_names();
    // When a precondition is met decides nothing but that.
    let is_line =
        matches!(kind, Kind::Strategy | Kind::Outcome) && matches!(change.slot, Slot::Row(_));
    if is_line && scope != Scope::Everything {
        return None;
    }
    let name = match (&change.new, kind) {
        (_, Kind::AdviceRow) => change.key.clone(),
        (_, Kind::Advice | Kind::Method | Kind::Rulebook) => String::new(),
        (None, _) if change.aspect == Aspect::Removed => names.new_name(&change.name),
        _ => change.name.clone(),
    };
    let lone = change.slot == Slot::Whole;
    let slot = match kind {
        Kind::Strategy => Slot::Whole,
        // What nothing reads decides nothing, and what is read is an edit of what reads it.
        Kind::Parameter | Kind::Group | Kind::Hypothesis | Kind::Outcome | Kind::Script if lone => {
            return None;
        }
        Kind::Parameter | Kind::Group | Kind::Hypothesis | Kind::Outcome | Kind::Script => {
            Slot::Whole
        }
        Kind::Let | Kind::Contradiction if lone => return None,
        Kind::Let if is_whole(items, &name) => Slot::Whole,
        Kind::Let | Kind::Contradiction | Kind::Rule | Kind::Advice => change.slot.clone(),
        Kind::AdviceRow => match &change.slot {
            Slot::Part(Aspect::Threshold, _) => Slot::Part(Aspect::Condition, String::new()),
            slot => slot.clone(),
        },
        Kind::Fact => fact_slot(change, items, &name)?,
        Kind::Method if method_changed => Slot::Whole,
        Kind::Method => change.slot.clone(),
        Kind::Contrast | Kind::Row => return Some(contrast_key(change, name)),
        Kind::Note if scope == Scope::Everything => Slot::Whole,
        Kind::Rulebook if scope == Scope::Everything => Slot::Whole,
        Kind::Note | Kind::Rulebook => return None,
        Kind::Topic | Kind::Example | Kind::Guarantee | Kind::Source | Kind::Table => return None,
    };
    Some((kind, name, slot))
}

/// A fact that came or went decides by its tags alone.
fn fact_slot(change: &Change, items: &[Items; 2], name: &str) -> Option<Slot> {
    match &change.slot {
        Slot::Whole => {
            let mut facts = items.iter().filter_map(|side| side.facts.get(name));
            facts
                .any(|fact| fact.clauses.tags().next().is_some())
                .then_some(Slot::Whole)
        }
        Slot::Part(Aspect::Type | Aspect::Tags, _) => Some(change.slot.clone()),
        _ => None,
    }
}

/// What is said once for all rows of a contrast is a part of the contrast.
fn contrast_key(change: &Change, name: String) -> UnitKey {
    let shared = matches!(
        change.slot,
        Slot::Part(Aspect::Group | Aspect::Defeats | Aspect::Tags, _)
    );
    match (change.kind, shared) {
        (Kind::Row, false) => (Kind::Row, name, change.slot.clone()),
        (Kind::Row, true) => {
            let contrast = name.rsplit_once('.').map_or(&*name, |(head, _)| head);
            (Kind::Contrast, contrast.to_owned(), change.slot.clone())
        }
        (_, true) => (Kind::Contrast, name, change.slot.clone()),
        (_, false) => (Kind::Contrast, name, Slot::Whole),
    }
}

/// Whether a let is another kind of thing now, or has other levels or inputs: then its rows do not mix.
pub(super) fn is_whole(items: &[Items; 2], name: &str) -> bool {
    let body = |side: usize| {
        let item = items.get(side)?.plain.get(&(Kind::Let, name.to_owned()))?;
        match item {
            ItemKind::Let(item) => Some(&item.body),
            _ => None,
        }
    };
    match (body(OLD), body(NEW)) {
        (Some(LetBody::List { scale: old, .. }), Some(LetBody::List { scale: new, .. })) => {
            !compose_types_agree(old, new)
        }
        (
            Some(LetBody::Table {
                scale: old,
                inputs: before,
                ..
            }),
            Some(LetBody::Table {
                scale: new,
                inputs: after,
                ..
            }),
        ) => {
            let texts = |inputs: &[crate::syntax::tree::Path]| -> Vec<String> {
                inputs.iter().map(|path| path.text.to_string()).collect()
            };
            !compose_types_agree(old, new) || texts(before) != texts(after)
        }
        _ => true,
    }
}

/// Whether two types have the same levels in the same order, or the same unit.
fn compose_types_agree(old: &crate::syntax::tree::Type, new: &crate::syntax::tree::Type) -> bool {
    use crate::syntax::tree::TypeKind;
    let levels = |kind: &TypeKind| match kind {
        TypeKind::Ordinal(levels) | TypeKind::OneOf(levels) | TypeKind::AnyOf(levels) => {
            let names = levels.iter().map(|level| level.word.text.to_string());
            names.collect::<Vec<_>>()
        }
        TypeKind::Number { unit, .. } => unit.iter().map(|unit| unit.value.to_string()).collect(),
        TypeKind::YesNo | TypeKind::Text => Vec::new(),
    };
    std::mem::discriminant(&old.kind) == std::mem::discriminant(&new.kind)
        && levels(&old.kind) == levels(&new.kind)
}
