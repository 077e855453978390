//! The names of two rulebooks in one order, so that declarations of both can stand in one rulebook. Evaluates nothing.

use std::collections::BTreeMap;

use crate::analyze::difference::{Forms, Kind};
use crate::base::Id;
use crate::model::{
    FactId, FactType, LetId, LetKind, Scale, ScriptId, Subject, TargetId, TargetKind,
};

/// One arena of both rulebooks.
#[derive(Debug)]
pub(super) struct Arena {
    /// The names, as the old rulebook has them, in order.
    pub(super) names: Vec<String>,
    /// Where each stands in the old and in the new rulebook.
    pub(super) from: Vec<[Option<usize>; 2]>,
    /// Where those of each rulebook stand here.
    to: [Vec<usize>; 2],
}

impl Arena {
    fn of(sides: [Vec<String>; 2]) -> Self {
        let mut both: BTreeMap<&str, [Option<usize>; 2]> = BTreeMap::new();
        let [old, new] = &sides;
        for (at, name) in old.iter().enumerate() {
            both.entry(name).or_default()[0] = Some(at);
        }
        for (at, name) in new.iter().enumerate() {
            both.entry(name).or_default()[1] = Some(at);
        }
        let place: BTreeMap<&str, usize> = both.keys().copied().zip(0..).collect();
        let to = [old, new].map(|names| {
            let places = names.iter().filter_map(|name| place.get(name.as_str()));
            places.copied().collect()
        });
        Self {
            names: both.keys().map(|name| (*name).to_owned()).collect(),
            from: both.values().copied().collect(),
            to,
        }
    }

    /// Where a thing of one rulebook stands here.
    pub(super) fn place<I: Id>(&self, side: usize, id: I) -> I {
        let places = self.to.get(side);
        let at = places.and_then(|places| places.get(id.to_usize()));
        I::from_usize(at.copied().unwrap_or(usize::MAX))
    }
}

/// The names of both rulebooks.
#[derive(Debug)]
pub(super) struct Union {
    pub(super) tags: Arena,
    pub(super) facts: Arena,
    pub(super) parameters: Arena,
    pub(super) lets: Arena,
    pub(super) groups: Arena,
    pub(super) targets: Arena,
    pub(super) outcomes: Arena,
    pub(super) contrasts: Arena,
    pub(super) rules: Arena,
    /// The scripts of each side, by name.
    scripts: [BTreeMap<String, ScriptId>; 2],
    /// The levels of each fact and let of both sides.
    scales: [BTreeMap<String, Scale>; 2],
}

impl Union {
    pub(super) fn new(sides: [Forms<'_>; 2]) -> Self {
        Self {
            tags: Arena::of(sides.map(|side| {
                let tags = side.book.tags.values();
                tags.map(|tag| tag.to_string()).collect()
            })),
            facts: Arena::of(sides.map(|side| {
                let ids = side.book.facts.ids();
                ids.map(|id| fact_name(side, id)).collect()
            })),
            parameters: Arena::of(sides.map(|side| {
                let all = side.book.parameters.values();
                all.map(|one| named(side, Kind::Parameter, &one.name))
                    .collect()
            })),
            lets: Arena::of(sides.map(|side| {
                let ids = side.book.lets.ids();
                ids.map(|id| let_name(side, id)).collect()
            })),
            groups: Arena::of(sides.map(|side| {
                let all = side.book.groups.values();
                all.map(|one| named(side, Kind::Group, &one.name)).collect()
            })),
            targets: Arena::of(sides.map(|side| {
                let ids = side.book.targets.ids();
                ids.map(|id| target_name(side, id)).collect()
            })),
            outcomes: Arena::of(sides.map(|side| {
                let ids = side.book.outcomes.ids();
                ids.map(|id| side.outcome(Some(id)).to_owned()).collect()
            })),
            contrasts: Arena::of(sides.map(|side| {
                let ids = side.book.contrasts.ids();
                ids.map(|id| side.contrast(id).to_owned()).collect()
            })),
            rules: Arena::of(sides.map(|side| {
                let ids = side.book.rules.ids();
                ids.map(|id| side.rule(id)).collect()
            })),
            scripts: sides.map(|side| {
                let scripts = side.book.scripts.iter();
                scripts
                    .map(|(id, one)| (named(side, Kind::Script, &one.name), id))
                    .collect()
            }),
            scales: scales(sides),
        }
    }

    /// Where a script of that name stands in the library of a side.
    pub(super) fn script(&self, side: usize, name: &str) -> Option<ScriptId> {
        self.scripts.get(side)?.get(name).copied()
    }

    /// The scale that holds the levels of both sides.
    pub(super) fn fact_scale(&self, name: &str) -> Option<&Scale> {
        self.scales[0].get(name)
    }

    /// As [`Self::fact_scale`], of a let.
    pub(super) fn let_scale(&self, name: &str) -> Option<&Scale> {
        self.scales[1].get(name)
    }

    /// The scale of a subject of one side.
    pub(super) fn scale_of(&self, side: Forms<'_>, subject: Subject) -> Option<&Scale> {
        match subject {
            Subject::Fact(id) => self.fact_scale(&fact_name(side, id)),
            Subject::Let(id) => self.let_scale(&let_name(side, id)),
        }
    }
}

/// A fact's name with the kind of its type: facts of different types are different facts.
fn fact_name(side: Forms<'_>, id: FactId) -> String {
    let kind = match side.book.facts[id].kind {
        FactType::YesNo => "yes_no",
        FactType::Level(_) => "level",
        FactType::Set(_) => "set",
        FactType::Number(_) => "number",
        FactType::Text => "text",
    };
    format!("{}\u{0}{kind}", side.fact(id))
}

/// A let's name with the kind of its value, as of facts.
fn let_name(side: Forms<'_>, id: LetId) -> String {
    let kind = match side.book.lets[id].kind {
        LetKind::YesNo(_) => "yes_no",
        LetKind::Number(..) => "number",
        LetKind::List(..) | LetKind::Table(..) => "level",
    };
    format!("{}\u{0}{kind}", side.derived(id))
}

fn target_name(side: Forms<'_>, id: TargetId) -> String {
    let kind = match side.book.targets[id].kind {
        TargetKind::Strategy => "strategy",
        TargetKind::Hypothesis => "hypothesis",
    };
    format!("{}\u{0}{kind}", side.target(id))
}

/// What the old rulebook calls a thing of one side.
pub(super) fn named(side: Forms<'_>, kind: Kind, name: &str) -> String {
    side.renames_of(kind, name)
}

/// A name of the union without the kind behind it.
pub(super) fn plain(name: &str) -> &str {
    name.split_once('\u{0}').map_or(name, |(name, _)| name)
}

/// The levels of facts and of lets: those of the new side, and where only the old has one, after what stood before it.
fn scales(sides: [Forms<'_>; 2]) -> [BTreeMap<String, Scale>; 2] {
    let mut found = [BTreeMap::new(), BTreeMap::new()];
    let [old, new] = sides;
    for side in [new, old] {
        let facts = side.book.facts.ids().map(Subject::Fact);
        for subject in facts.chain(side.book.lets.ids().map(Subject::Let)) {
            let Some(scale) = side.scale(subject) else {
                continue;
            };
            let (at, name) = match subject {
                Subject::Fact(id) => (0, fact_name(side, id)),
                Subject::Let(id) => (1, let_name(side, id)),
            };
            let mut named = scale.clone();
            for (at, level) in (0u8..).zip(&mut named.levels) {
                level.name = side.level(subject, at).into();
            }
            if let Some(scales) = found.get_mut(at) {
                scales
                    .entry(name)
                    .and_modify(|known: &mut Scale| extend(known, &named))
                    .or_insert(named);
            }
        }
    }
    found
}

fn extend(known: &mut Scale, with: &Scale) {
    let mut after = 0usize;
    for level in &with.levels {
        match known.position(&level.name) {
            Some(at) => after = usize::from(at).saturating_add(1),
            None => {
                let at = after.min(known.levels.len());
                known.levels.insert(at, level.clone());
                after = at.saturating_add(1);
            }
        }
    }
}
