//! Rulebooks between the old and the new: some changes made, the others not. Only what decides of the advice is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluate::Sides;
use super::reader::Pair;
use super::translate::Translator;
use super::union::{Arena, Union, plain};
use crate::analyze::Difference;
use crate::analyze::difference::{Key, Kind, RowPair};
use crate::base::{Id as _, IdVec, Span};
use crate::model::{
    Advice, AdviceRow, Cond, CondKind, Contrast, Fact, Group, Let, LetKind, Method, Num, NumKind,
    Outcome, Parameter, Part, Profile, Rule, Rulebook, Stage, Subject, Target, Topic, Value,
    Weight,
};
use crate::plan::{self, Program};

/// What is needed to build any rulebook between the two.
pub(super) struct Hybrids<'a> {
    sides: &'a Sides<'a>,
    union: Union,
    /// The changed declarations, in the order of the changes.
    pub(super) units: Vec<Unit>,
    by_key: BTreeMap<Key, usize>,
    /// Units that a declaration follows whose words did not change.
    follows: BTreeMap<Key, Vec<usize>>,
    advice: &'a [RowPair],
}

/// A changed declaration: its changes are made or undone together.
#[derive(Debug)]
pub(super) struct Unit {
    /// The positions of its changes.
    pub(super) changes: Vec<usize>,
}

/// Which units are made.
pub(super) type Made = Vec<bool>;

const OLD: usize = 0;
const NEW: usize = 1;

impl<'a> Hybrids<'a> {
    pub(super) fn new(sides: &'a Sides<'a>, difference: &'a Difference) -> Self {
        let mut units: Vec<Unit> = Vec::new();
        let mut by_key: BTreeMap<Key, usize> = BTreeMap::new();
        for (at, change) in difference.changes.iter().enumerate() {
            if !change.aspect.has_meaning() || !decides(change.kind) {
                continue;
            }
            let unit = *by_key
                .entry((change.kind, change.key.clone()))
                .or_insert(units.len());
            if unit == units.len() {
                units.push(Unit {
                    changes: Vec::new(),
                });
            }
            if let Some(unit) = units.get_mut(unit) {
                unit.changes.push(at);
            }
        }
        let of = |keys: &BTreeSet<Key>| -> Vec<usize> {
            let units = keys.iter().filter_map(|key| by_key.get(key));
            units.copied().collect()
        };
        let follows = difference
            .follows
            .iter()
            .map(|(key, reads)| (key.clone(), of(reads)))
            .collect();
        Self {
            sides,
            union: Union::new(sides.forms),
            units,
            by_key,
            follows,
            advice: &difference.advice,
        }
    }

    /// The program with some of the units made; `None` where what is left is no sound rulebook.
    pub(super) fn program(&self, made: &Made) -> Option<Program> {
        let book = Building { of: self, made }.rulebook()?;
        let side = self.chosen(made, Kind::Method, "");
        let library = self.chosen_library(made);
        let program = |side: usize| self.sides.programs.get(side);
        Some(plan::plan(
            book,
            program(side)?.method.clone(),
            program(library)?.library.clone(),
        ))
    }

    /// The profile with the ids of the union.
    pub(super) fn profile(&self, pair: &Pair) -> Profile {
        let mut profile = Profile::empty(pair.name.as_str(), self.union.facts.names.len());
        for (side, own) in [(OLD, &pair.old), (NEW, &pair.new)] {
            let Some(translator) = self.translator(side, side) else {
                continue;
            };
            for (id, given) in own.facts.iter() {
                let Some(mut given) = given.clone() else {
                    continue;
                };
                let subject = Subject::Fact(id);
                given.value = match given.value {
                    Value::Level(at) => Value::Level(translator.level(subject, at)),
                    Value::Set(set) => Value::Set(translator.levels(subject, set)),
                    value => value,
                };
                profile.set(self.union.facts.place(side, id), Some(given));
            }
        }
        profile
    }

    fn translator(&self, side: usize, library: usize) -> Option<Translator<'_>> {
        Some(Translator {
            union: &self.union,
            forms: *self.sides.forms.get(side)?,
            side,
            library,
            scale: self.sides.programs.get(side)?.rulebook.method.scale,
        })
    }

    /// The side that a declaration is taken from.
    fn chosen(&self, made: &Made, kind: Kind, name: &str) -> usize {
        let key = (kind, name.to_owned());
        let is_made = |unit: &usize| made.get(*unit).copied().unwrap_or(true);
        let new = match (self.by_key.get(&key), self.follows.get(&key)) {
            (Some(unit), _) => is_made(unit),
            (None, Some(units)) => units.iter().all(is_made),
            (None, None) => true,
        };
        if new { NEW } else { OLD }
    }

    /// All scripts are taken from one side.
    fn chosen_library(&self, made: &Made) -> usize {
        let scripts = self
            .by_key
            .iter()
            .filter(|((kind, _), _)| *kind == Kind::Script);
        let mut scripts = scripts.map(|(_, unit)| made.get(*unit).copied().unwrap_or(true));
        if scripts.all(|made| made) { NEW } else { OLD }
    }
}

/// Whether a declaration of the kind can decide of the advice.
fn decides(kind: Kind) -> bool {
    match kind {
        Kind::Method
        | Kind::Strategy
        | Kind::Hypothesis
        | Kind::Outcome
        | Kind::Fact
        | Kind::Parameter
        | Kind::Let
        | Kind::Group
        | Kind::Rule
        | Kind::Contrast
        | Kind::Row
        | Kind::Advice
        | Kind::AdviceRow
        | Kind::Script => true,
        Kind::Rulebook
        | Kind::Topic
        | Kind::Note
        | Kind::Example
        | Kind::Guarantee
        | Kind::Source => false,
    }
}

/// One rulebook in the making.
struct Building<'b> {
    of: &'b Hybrids<'b>,
    made: &'b Made,
}

impl Building<'_> {
    fn rulebook(&self) -> Option<Rulebook> {
        let union = &self.of.union;
        let sides = self.of.sides;
        let template = &sides.programs[NEW].rulebook;
        let mut book = Rulebook {
            files: crate::base::SourceMap::default(),
            method: self.method()?,
            sureness: None,
            tags: union
                .tags
                .names
                .iter()
                .map(|tag| tag.as_str().into())
                .collect(),
            sources: IdVec::default(),
            scripts: sides
                .programs
                .get(self.of.chosen_library(self.made))?
                .rulebook
                .scripts
                .clone(),
            outcomes: self.outcomes()?,
            targets: self.targets()?,
            parameters: self.parameters()?,
            topics: std::iter::once(Topic {
                name: "".into(),
                title: None,
                origin: Span::default(),
            })
            .collect(),
            facts: self.facts()?,
            lets: self.lets()?,
            groups: self.groups()?,
            contrasts: self.contrasts()?,
            rules: self.rules()?,
            advice: self.advice()?,
            notes: IdVec::default(),
            examples: Vec::new(),
            guarantees: Vec::new(),
            ..(**template).clone()
        };
        self.exclude_absent(&mut book);
        stages(&mut book)?;
        Some(book)
    }

    fn method(&self) -> Option<Method> {
        let side = self.of.chosen(self.made, Kind::Method, "");
        let program = self.of.sides.programs.get(side)?;
        Some(program.rulebook.method.clone())
    }

    fn translator(&self, side: usize) -> Option<Translator<'_>> {
        let library = self.of.chosen_library(self.made);
        let translator = self.of.translator(side, library)?;
        Some(Translator {
            scale: self.method()?.scale,
            ..translator
        })
    }

    /// Each declaration of an arena from its side: side, position there, whether it is there by rights, and name.
    fn each<T>(
        &self,
        arena: &Arena,
        kind: impl Fn(&str) -> Kind,
        mut make: impl FnMut(usize, usize, bool, &str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut made = Vec::with_capacity(arena.names.len());
        for (name, from) in arena.names.iter().zip(&arena.from) {
            let side = self.of.chosen(self.made, kind(name), plain(name));
            let other = if side == NEW { OLD } else { NEW };
            let there = from.get(side).copied().flatten();
            let elsewhere = from.get(other).copied().flatten();
            let (side, at, present) = match (there, elsewhere) {
                (Some(at), _) => (side, at, true),
                (None, Some(at)) => (other, at, false),
                (None, None) => return None,
            };
            made.push(make(side, at, present, name)?);
        }
        Some(made)
    }

    fn book(&self, side: usize) -> Option<&Rulebook> {
        self.of
            .sides
            .programs
            .get(side)
            .map(|program| &*program.rulebook)
    }

    fn facts(&self) -> Option<IdVec<crate::model::FactId, Fact>> {
        let facts = self.each(
            &self.of.union.facts,
            |_| Kind::Fact,
            |side, at, present, name| {
                let fact = self.book(side)?.facts.as_slice().get(at)?;
                let mut fact = self.translator(side)?.fact(fact, name);
                if !present {
                    fact.tags.clear();
                }
                Some(fact)
            },
        )?;
        Some(facts.into_iter().collect())
    }

    fn parameters(&self) -> Option<IdVec<crate::model::ParameterId, Parameter>> {
        let arena = &self.of.union.parameters;
        let all = self.each(
            arena,
            |_| Kind::Parameter,
            |side, at, _, name| {
                let one = self.book(side)?.parameters.as_slice().get(at)?;
                Some(Parameter {
                    name: name.into(),
                    citations: Vec::new(),
                    ..one.clone()
                })
            },
        )?;
        Some(all.into_iter().collect())
    }

    fn lets(&self) -> Option<IdVec<crate::model::LetId, Let>> {
        let lets = self.each(
            &self.of.union.lets,
            |_| Kind::Let,
            |side, at, _, name| {
                let item = self.book(side)?.lets.as_slice().get(at)?;
                if item.stage == Stage::Last {
                    return Some(after_the_advice(item, name));
                }
                let subject = Subject::Let(crate::model::LetId::from_usize(at));
                self.translator(side)?.derived(subject, item, name)
            },
        )?;
        Some(lets.into_iter().collect())
    }

    fn groups(&self) -> Option<IdVec<crate::model::GroupId, Group>> {
        let groups = self.each(
            &self.of.union.groups,
            |_| Kind::Group,
            |side, at, _, name| {
                let group = self.book(side)?.groups.as_slice().get(at)?;
                Some(Group {
                    name: name.into(),
                    because: None,
                    citations: Vec::new(),
                    ..group.clone()
                })
            },
        )?;
        Some(groups.into_iter().collect())
    }

    fn targets(&self) -> Option<IdVec<crate::model::TargetId, Target>> {
        let union = &self.of.union;
        let targets = self.each(&union.targets, target_kind, |side, at, _, name| {
            let target = self.book(side)?.targets.as_slice().get(at)?;
            Some(Target {
                name: plain(name).into(),
                outcome: target.outcome.map(|id| union.outcomes.place(side, id)),
                ..target.clone()
            })
        })?;
        Some(targets.into_iter().collect())
    }

    fn outcomes(&self) -> Option<IdVec<crate::model::OutcomeId, Outcome>> {
        let union = &self.of.union;
        let outcomes = self.each(
            &union.outcomes,
            |_| Kind::Outcome,
            |side, at, _, name| {
                let outcome = self.book(side)?.outcomes.as_slice().get(at)?;
                Some(Outcome {
                    name: name.into(),
                    strategy: outcome.strategy.map(|id| union.targets.place(side, id)),
                    items: Vec::new(),
                    ..outcome.clone()
                })
            },
        )?;
        Some(outcomes.into_iter().collect())
    }

    fn contrasts(&self) -> Option<IdVec<crate::model::ContrastId, Contrast>> {
        let union = &self.of.union;
        let all = self.each(
            &union.contrasts,
            |_| Kind::Contrast,
            |side, at, _, name| {
                let one = self.book(side)?.contrasts.as_slice().get(at)?;
                let rows = one.rows.iter().map(|id| union.rules.place(side, *id));
                Some(Contrast {
                    name: name.into(),
                    subject: self.translator(side)?.subject(one.subject),
                    rows: rows.collect(),
                    ..one.clone()
                })
            },
        )?;
        let mut all: IdVec<crate::model::ContrastId, Contrast> = all.into_iter().collect();
        // A row that only one side has belongs to its contrast too: where it is absent it never fires.
        for side in [OLD, NEW] {
            for (id, one) in self.book(side)?.contrasts.iter() {
                let contrast = all.get_mut(union.contrasts.place(side, id))?;
                for row in &one.rows {
                    let row = union.rules.place(side, *row);
                    if !contrast.rows.contains(&row) {
                        contrast.rows.push(row);
                    }
                }
            }
        }
        Some(all)
    }

    fn rules(&self) -> Option<IdVec<crate::model::RuleId, Rule>> {
        let arena = &self.of.union.rules;
        let mut made = Vec::with_capacity(arena.names.len());
        for (name, from) in arena.names.iter().zip(&arena.from) {
            let side = self.chosen_rule(name, from);
            let other = if side == NEW { OLD } else { NEW };
            let there = from.get(side).copied().flatten();
            let (side, at) = match (there, from.get(other).copied().flatten()) {
                (Some(at), _) => (side, at),
                (None, Some(at)) => (other, at),
                (None, None) => return None,
            };
            let rule = self.book(side)?.rules.as_slice().get(at)?;
            let rule = self.translator(side)?.rule(rule, name)?;
            made.push(if there.is_some() { rule } else { silent(rule) });
        }
        Some(made.into_iter().collect())
    }

    /// The side of a rule or row; a row without changes of its own goes with its contrast.
    fn chosen_rule(&self, name: &str, from: &[Option<usize>; 2]) -> usize {
        let is_row = [OLD, NEW].into_iter().any(|side| {
            let at = from.get(side).copied().flatten();
            let rules = self.book(side).map(|book| book.rules.as_slice());
            at.and_then(|at| rules?.get(at))
                .is_some_and(|rule| rule.contrast.is_some())
        });
        if !is_row {
            return self.of.chosen(self.made, Kind::Rule, name);
        }
        let key = (Kind::Row, name.to_owned());
        if self.of.by_key.contains_key(&key) || self.of.follows.contains_key(&key) {
            return self.of.chosen(self.made, Kind::Row, name);
        }
        let contrast = name.rsplit_once('.').map_or(name, |(contrast, _)| contrast);
        self.of.chosen(self.made, Kind::Contrast, contrast)
    }

    /// The advice block: rows of both sides, each where its own block has it.
    fn advice(&self) -> Option<Option<Advice>> {
        let blocks = [OLD, NEW].map(|side| self.book(side).and_then(|book| book.advice.as_ref()));
        let [Some(old), Some(new)] = blocks else {
            let side = self.of.chosen(self.made, Kind::Advice, "");
            let Some(block) = blocks.get(side).copied().flatten() else {
                return Some(None);
            };
            let rows = block.rows.iter();
            let rows = rows.map(|row| self.translator(side)?.advice_row(row));
            return Some(Some(Advice {
                rows: rows.collect::<Option<_>>()?,
                origin: block.origin,
            }));
        };
        let mut rows = Vec::new();
        for pair in self.row_order() {
            let chosen = self.of.chosen(self.made, Kind::AdviceRow, &pair.key());
            let old = pair.old.and_then(|at| old.rows.get(at));
            let new = pair.new.and_then(|at| new.rows.get(at));
            let (side, row): (usize, &AdviceRow) = match (old, new) {
                (Some(old), Some(_)) if chosen == OLD => (OLD, old),
                (_, Some(new)) => (NEW, new),
                (Some(old), None) => (OLD, old),
                (None, None) => return None,
            };
            rows.push(self.translator(side)?.advice_row(row)?);
        }
        let origin = new.origin;
        Some(Some(Advice { rows, origin }))
    }

    /// The rows that are there, in the order of the side that the order is taken from.
    fn row_order(&self) -> Vec<RowPair> {
        let mut both: Vec<RowPair> = self.of.advice.to_vec();
        both.retain(|pair| pair.old.is_some() && pair.new.is_some());
        if self.of.chosen(self.made, Kind::Advice, "") == NEW {
            both.sort_by_key(|pair| pair.new);
        }
        for side in [OLD, NEW] {
            let at = |pair: &RowPair| if side == NEW { pair.new } else { pair.old };
            let mut lone: Vec<RowPair> = self
                .of
                .advice
                .iter()
                .filter(|pair| match side {
                    NEW => pair.old.is_none(),
                    _ => pair.new.is_none(),
                })
                .filter(|pair| self.of.chosen(self.made, Kind::AdviceRow, &pair.key()) == side)
                .copied()
                .collect();
            lone.sort_by_key(at);
            for pair in lone {
                let before = both.iter().enumerate();
                let before =
                    before.filter(|(_, other)| at(other).is_some() && at(other) < at(&pair));
                let place = before
                    .max_by_key(|(_, other)| at(other))
                    .map_or(0, |(place, _)| place.saturating_add(1));
                both.insert(place, pair);
            }
        }
        both
    }

    /// A strategy that is not there yet, or no longer, takes no part in the choice.
    fn exclude_absent(&self, book: &mut Rulebook) {
        let arena = &self.of.union.targets;
        for (at, (name, from)) in arena.names.iter().zip(&arena.from).enumerate() {
            let kind = target_kind(name);
            let side = self.of.chosen(self.made, kind, plain(name));
            if kind != Kind::Strategy || from.get(side).copied().flatten().is_some() {
                continue;
            }
            let target = crate::model::TargetId::from_usize(at);
            let first = book.rules.values().next().cloned();
            let Some(rule) = first else {
                continue;
            };
            book.rules.push(Rule {
                name: format!("\u{10ffff}{name}").into(),
                excludes: vec![target],
                when: constant(true),
                ..silent(rule)
            });
        }
    }
}

fn target_kind(name: &str) -> Kind {
    match name.ends_with("\u{0}strategy") {
        true => Kind::Strategy,
        false => Kind::Hypothesis,
    }
}

fn constant(yes: bool) -> Cond {
    Cond {
        origin: Span::default(),
        kind: CondKind::Constant(yes),
    }
}

/// A let that reads the advice decides nothing of it.
fn after_the_advice(item: &Let, name: &str) -> Let {
    Let {
        name: name.into(),
        kind: LetKind::YesNo(constant(false)),
        because: None,
        citations: Vec::new(),
        ..item.clone()
    }
}

/// A rule that is there by name and does nothing.
fn silent(rule: Rule) -> Rule {
    Rule {
        when: constant(false),
        unless: None,
        then: Vec::new(),
        otherwise: Vec::new(),
        excludes: Vec::new(),
        defeats: Vec::new(),
        contrast: None,
        ..rule
    }
}

/// Raises each let to the stage of what it reads; `None` where a rule would read what comes after it.
fn stages(book: &mut Rulebook) -> Option<()> {
    let reads: Vec<Vec<usize>> = book.lets.values().map(read_by_let).collect();
    for _ in 0..reads.len() {
        let now: Vec<Stage> = book.lets.values().map(|item| item.stage).collect();
        let mut moved = false;
        for (item, reads) in book.lets.values_mut().zip(&reads) {
            let latest = reads.iter().filter_map(|at| now.get(*at)).max();
            if let Some(latest) = latest.filter(|stage| **stage > item.stage) {
                item.stage = *latest;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let early = |at: &usize| {
        let item = book.lets.as_slice().get(*at);
        item.is_none_or(|item| item.stage == Stage::Early)
    };
    let all = book
        .rules
        .values()
        .all(|rule| read_by_rule(rule).iter().all(early));
    all.then_some(())
}

fn read_by_rule(rule: &Rule) -> Vec<usize> {
    let mut found = Vec::new();
    for cond in std::iter::once(&rule.when).chain(&rule.unless) {
        cond.walk(&mut |part| note_let(part, &mut found));
    }
    for effect in rule.then.iter().chain(&rule.otherwise) {
        if let Weight::By(num) = &effect.weight {
            num.walk(&mut |part| note_let(part, &mut found));
        }
    }
    found
}

fn read_by_let(item: &Let) -> Vec<usize> {
    let mut found = Vec::new();
    match &item.kind {
        LetKind::YesNo(cond) => cond.walk(&mut |part| note_let(part, &mut found)),
        LetKind::Number(num, _) => num.walk(&mut |part| note_let(part, &mut found)),
        LetKind::List(_, rows) => {
            for cond in rows
                .iter()
                .flat_map(|row| row.when.iter().chain(&row.unless))
            {
                cond.walk(&mut |part| note_let(part, &mut found));
            }
        }
        LetKind::Table(_, inputs, _) => inputs.iter().for_each(|input| of(*input, &mut found)),
    }
    found
}

fn of(subject: Subject, found: &mut Vec<usize>) {
    if let Subject::Let(id) = subject {
        found.push(id.to_usize());
    }
}

fn note_let(part: Part<'_>, found: &mut Vec<usize>) {
    use crate::model::Argument;
    match part {
        Part::Cond(cond) => match &cond.kind {
            CondKind::Holds(subject) | CondKind::Known(subject) => of(*subject, found),
            CondKind::Level { subject, .. } => of(*subject, found),
            CondKind::LevelCompare { left, right, .. } => {
                of(*left, found);
                of(*right, found);
            }
            _other => {}
        },
        Part::Num(Num {
            kind: NumKind::Let(id),
            ..
        }) => found.push(id.to_usize()),
        Part::Argument(Argument::Level(subject)) => of(*subject, found),
        Part::Num(_) | Part::Argument(_) => {}
    }
}
