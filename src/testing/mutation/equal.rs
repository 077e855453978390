//! Which mutants provably behave as the rulebook does on every profile, and by which proof. What is not proved here may still
//! be so.
//!
//! A part of a rulebook that depends on a few facts through conditions alone is compared on all combinations of values that
//! tests can tell apart, each unknown as well, and with certainties in every order: conditions are minima, maxima, opposites
//! and looks at the sign, so that nothing but the order of certainties can make a difference.

use super::mutant::{Change, Mutant, Root, Side, apply, cond_of};
use crate::analyze::possible::{Reads, cells};
use crate::base::{Id as _, IdVec};
use crate::engine::{Evaluator, Record};
use crate::model::cells::Cell;
use crate::model::trace::MetStatus;
use crate::model::{
    Cond, CondKind, Effect, FactId, Given, LetId, LetKind, LetNode, MetId, NoteId, ParameterId,
    ProbeId, Profile, Ref, RefKind, RuleId, Rulebook, Subject, Weight,
};
use crate::plan::{self, Program};
use crate::space::Reach;

/// Why a mutant behaves the same on every profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// The same is computed.
    Computation,
    /// All combinations of the few facts that decide were tried.
    Combinations,
    /// Bounds over all profiles rule out that it matters.
    Bounds,
    /// Rows that never both apply were exchanged.
    Apart,
}

impl Proof {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Computation,
        Self::Combinations,
        Self::Bounds,
        Self::Apart,
    ];

    /// In words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Computation => "the computation is the same",
            Self::Combinations => "all combinations of the facts that decide were tried",
            Self::Bounds => "bounds over all profiles show that it cannot matter",
            Self::Apart => "the swapped rows never both apply",
        }
    }
}

/// A cell of each of a few facts.
pub(super) type Combination = Vec<(FactId, Cell)>;

/// What comparing a part on all combinations gave.
#[derive(Clone, Debug)]
pub(super) enum Compared {
    /// It is the same on all.
    Same,
    /// It differs on these, all answers being certain.
    Differs(Vec<Combination>),
    /// It depends on too much, or on something else than facts.
    Open,
}

/// Proofs that need no combination.
pub(super) fn proof(
    original: &Program,
    reach: Option<&Reach>,
    (program, mutant, rows): (&Program, &Mutant, &[f64]),
) -> Option<Proof> {
    let limits = matches!(mutant.change, Change::Unlimited(_));
    let as_called = rows
        .iter()
        .zip(0u32..)
        .all(|(row, at)| *row == f64::from(at));
    if !limits && as_called && *program.plan == *original.plan {
        return Some(Proof::Computation);
    }
    let book = &original.rulebook;
    if let Change::Advice(at) = mutant.change {
        // Rows that only their order tells apart are called by where they stand.
        return (!as_called && never_both(book, at)).then_some(Proof::Apart);
    }
    let reach = reach?;
    let same = match &mutant.change {
        Change::Unlimited(id) => !reach.can_cut(original, *id),
        Change::Effect(rule, (then, _), _) => {
            let (by_then, by_else) = reach.fires(*rule);
            if *then { !by_then } else { !by_else }
        }
        Change::Undefeated(by, _) => by.iter().all(|rule| !reach.fires(*rule).0),
        _ => false,
    };
    same.then_some(Proof::Bounds)
}

/// Whether two rows of the advice, one after the other, never both apply.
fn never_both(book: &Rulebook, at: usize) -> bool {
    let cond = |at| cond_of(book, Root::Row(at), Side::When);
    let (Some(first), Some(second)) = (cond(at), cond(at.saturating_add(1))) else {
        return false;
    };
    let (mut one, mut other) = (Vec::new(), Vec::new());
    needed(book, first, 0, &mut one);
    needed(book, second, 0, &mut other);
    one.iter()
        .any(|one| other.iter().any(|other| excludes(one, other)))
}

/// Lets that are looked into at most, one in the other.
const MOST_DEPTH: usize = 8;

/// The conditions that all have to hold where this one does.
fn needed<'b>(book: &'b Rulebook, cond: &'b Cond, depth: usize, found: &mut Vec<&'b CondKind>) {
    match &cond.kind {
        CondKind::All(parts) => parts
            .iter()
            .for_each(|part| needed(book, part, depth, found)),
        CondKind::Holds(Subject::Let(id)) if depth < MOST_DEPTH => {
            found.push(&cond.kind);
            if let LetKind::YesNo(inner) = &book.lets[*id].kind {
                needed(book, inner, depth.saturating_add(1), found);
            }
        }
        kind => found.push(kind),
    }
}

fn excludes(one: &CondKind, other: &CondKind) -> bool {
    match (one, other) {
        (CondKind::BestIs(one), CondKind::BestIs(other)) => {
            !one.iter().any(|best| other.contains(best))
        }
        (
            CondKind::Level { subject, levels },
            CondKind::Level {
                subject: same,
                levels: others,
            },
        ) => subject == same && levels.intersection(*others).is_empty(),
        (CondKind::Holds(subject), CondKind::Not(inner))
        | (CondKind::Not(inner), CondKind::Holds(subject)) => {
            matches!(&inner.kind, CondKind::Holds(same) if same == subject)
        }
        _ => false,
    }
}

/// A part of a rulebook whose behaviour can be told from facts alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    Rule(RuleId),
    Let(LetId),
    Note(NoteId),
    Row(usize),
    Met(MetId),
}

impl Object {
    fn of(root: Root) -> Self {
        match root {
            Root::Rule(id) => Self::Rule(id),
            Root::Note(id) => Self::Note(id),
            Root::Let(id) | Root::List(id, _) => Self::Let(id),
            Root::Row(at) => Self::Row(at),
            Root::Met(id) => Self::Met(id),
        }
    }

    fn conds(self, book: &Rulebook) -> [Option<&Cond>; 2] {
        let root = match self {
            Self::Rule(id) => Root::Rule(id),
            Self::Note(id) => Root::Note(id),
            Self::Row(at) => Root::Row(at),
            Self::Met(id) => Root::Met(id),
            Self::Let(_) => return [None, None],
        };
        [Side::When, Side::Unless].map(|side| cond_of(book, root, side))
    }

    fn reads(self, book: &Rulebook, reads: &mut Reads) {
        match self {
            Self::Let(id) => reads.derived(book, id),
            Self::Rule(_) | Self::Note(_) | Self::Row(_) | Self::Met(_) => {
                let conds = self.conds(book);
                conds
                    .iter()
                    .flatten()
                    .for_each(|cond| reads.cond(book, cond));
            }
        }
    }
}

/// Compares what a change touches on all combinations of the facts it depends on.
pub(super) fn compare(original: &Program, mutant: &Mutant) -> Compared {
    let book = &*original.rulebook;
    let objects = match &mutant.change {
        Change::Part(root, ..) | Change::Always(root) => vec![Object::of(*root)],
        Change::Rows(id, _) => vec![Object::Let(*id)],
        Change::Parameter(id, _) => match users(book, *id) {
            Some(objects) => objects,
            None => return Compared::Open,
        },
        _ => return Compared::Open,
    };
    let mut mutated = book.clone();
    apply(&mut mutated, &mutant.change);
    let mut different = Vec::new();
    for object in objects {
        match compare_object(original, &mutated, object) {
            Compared::Same => {}
            Compared::Differs(on) => different.extend(on),
            Compared::Open => return Compared::Open,
        }
        if !different.is_empty() {
            break;
        }
    }
    match different.is_empty() {
        true => Compared::Same,
        false => Compared::Differs(different),
    }
}

/// Everything that names a parameter, where all of it depends on facts through conditions.
fn users(book: &Rulebook, id: ParameterId) -> Option<Vec<Object>> {
    let named = |refs: Vec<Ref<'_>>| {
        refs.iter()
            .any(|found| matches!(found.kind, RefKind::Parameter(named) if named == id))
    };
    let in_cond = |cond: &Cond| named(cond.refs());
    let in_effect =
        |effect: &Effect| matches!(&effect.weight, Weight::By(num) if named(num.refs()));
    let effects =
        |rule: &crate::model::Rule| rule.then.iter().chain(&rule.otherwise).any(in_effect);
    if book.rules.values().any(effects) {
        return None;
    }
    let mut objects: Vec<Object> = book.rules.ids().map(Object::Rule).collect();
    objects.extend(book.notes.ids().map(Object::Note));
    let rows = book.advice.as_ref().map_or(0, |advice| advice.rows.len());
    objects.extend((0..rows).map(Object::Row));
    objects.extend(book.mets().map(|met| Object::Met(met.id)));
    objects.retain(|object| object.conds(book).into_iter().flatten().any(in_cond));
    for (let_id, item) in book.lets.iter() {
        if !named(item.kind.refs()) {
            continue;
        }
        if matches!(item.kind, LetKind::Number(..)) {
            return None;
        }
        objects.push(Object::Let(let_id));
    }
    Some(objects)
}

/// Facts that are combined at most.
const MOST_FACTS: usize = 3;
/// Combinations that are tried at most.
const MOST_CASES: usize = 20_000;
/// Combinations with a difference that are kept.
const MOST_KEPT: usize = 64;
/// Certainties in every order of three answers, each of which may be certain.
const CERTAINTIES: [f64; 4] = [1.0, 0.75, 0.5, 0.25];

fn compare_object(original: &Program, mutated: &Rulebook, object: Object) -> Compared {
    let book = &*original.rulebook;
    let mut reads = Reads::default();
    object.reads(book, &mut reads);
    // Tests may turn at other numbers there.
    let mut others = Reads::default();
    object.reads(mutated, &mut others);
    reads.join(others);
    if reads.open || reads.facts.len() > MOST_FACTS {
        return Compared::Open;
    }
    let mut columns: Vec<(FactId, Vec<Cell>)> = Vec::new();
    for (fact, named) in &reads.facts {
        let Some(mut cells) = cells(&book.facts[*fact].kind, named) else {
            return Compared::Open;
        };
        cells.insert(0, Cell::Unknown);
        columns.push((*fact, cells));
    }
    let sides = [book, mutated].map(|book| alone(original, book, (object, &reads)));
    let [mut one, mut other] = [&sides[0], &sides[1]].map(Evaluator::new);
    let mut trial = Trial {
        book,
        object,
        programs: [&sides[0], &sides[1]],
        evaluators: [&mut one, &mut other],
    };
    trial.all(&columns)
}

/// The part alone with the lets it reads, so that it is evaluated quickly. Its conditions are the probes.
fn alone(original: &Program, book: &Rulebook, (object, reads): (Object, &Reads)) -> Program {
    let mut book = book.clone();
    let never = |origin| Cond {
        origin,
        kind: CondKind::Constant(false),
    };
    let [when, unless] = object.conds(&book);
    let missing = never(crate::base::Span::default());
    let always = Cond {
        kind: CondKind::Constant(true),
        ..missing.clone()
    };
    let probes = [
        when.cloned().unwrap_or(always),
        unless.cloned().unwrap_or(missing),
    ];
    book.rules = IdVec::default();
    book.contrasts = IdVec::default();
    book.notes = IdVec::default();
    book.advice = None;
    for (id, item) in (0..book.lets.len())
        .map(LetId::from_usize)
        .zip(book.lets.values_mut())
    {
        if !reads.lets.contains(&id) {
            item.kind = LetKind::YesNo(never(item.origin));
        }
        item.stage = crate::model::Stage::Early;
    }
    let (method, library) = (original.method.clone(), original.library.clone());
    plan::plan_with(book, method, library, &probes)
}

/// Both sides, ready for profiles.
struct Trial<'t, 'p> {
    book: &'t Rulebook,
    object: Object,
    programs: [&'t Program; 2],
    evaluators: [&'t mut Evaluator<'p>; 2],
}

impl Trial<'_, '_> {
    /// All combinations: first with certain answers, then, where those tell nothing, with certainties in every order.
    fn all(&mut self, columns: &[(FactId, Vec<Cell>)]) -> Compared {
        let mut different = Vec::new();
        let (certain, graded) = CERTAINTIES.split_at(1);
        if !self.combine(columns, certain, &mut different) {
            return Compared::Open;
        }
        // Whether a row or a note applies does not depend on how sure its condition is.
        let graded_too =
            matches!(self.object, Object::Rule(_) | Object::Let(_)) && !graded.is_empty();
        if different.is_empty() && graded_too {
            if !self.combine(columns, &CERTAINTIES, &mut different) {
                return Compared::Open;
            }
            if !different.is_empty() {
                return Compared::Open;
            }
        }
        match different.is_empty() {
            true => Compared::Same,
            false => Compared::Differs(different),
        }
    }

    /// Whether all combinations could be tried; those that differ are added.
    fn combine(
        &mut self,
        columns: &[(FactId, Vec<Cell>)],
        certainties: &[f64],
        different: &mut Vec<Combination>,
    ) -> bool {
        let choices: Vec<(FactId, Vec<Graded>)> = columns
            .iter()
            .map(|(fact, cells)| {
                let given = cells.iter().flat_map(|cell| graded(*cell, certainties));
                (*fact, given.collect())
            })
            .collect();
        let counts = choices.iter().map(|(_, given)| given.len());
        let cases = counts.fold(1usize, usize::saturating_mul);
        if cases > MOST_CASES {
            return false;
        }
        let mut profile = Profile::empty("", self.book.facts.len());
        for case in 0..cases {
            let mut rest = case;
            let mut combination = Combination::new();
            for (fact, given) in &choices {
                let at = rest.checked_rem(given.len()).unwrap_or(0);
                rest = rest.checked_div(given.len()).unwrap_or(0);
                if let Some((cell, given)) = given.get(at) {
                    combination.push((*fact, *cell));
                    profile.set(*fact, given.clone());
                }
            }
            match self.same(&profile) {
                Some(true) => {}
                Some(false) if different.len() < MOST_KEPT => different.push(combination),
                Some(false) => {}
                None => return false,
            }
        }
        true
    }

    /// Whether both sides say the same; `None` where one says nothing.
    fn same(&mut self, profile: &Profile) -> Option<bool> {
        let [first, second] = &mut self.evaluators;
        let one = shown(
            self.programs[0],
            self.object,
            first.evaluate(profile).ok()?,
            self.book,
        )?;
        let other = shown(
            self.programs[1],
            self.object,
            second.evaluate(profile).ok()?,
            self.book,
        )?;
        Some(one == other)
    }
}

/// A cell with a value of it as it is given.
type Graded = (Cell, Option<Given>);

/// A value of a cell with each of the certainties.
fn graded(cell: Cell, certainties: &[f64]) -> Vec<Graded> {
    let Some(value) = cell.value() else {
        return vec![(cell, None)];
    };
    let given = |certainty: &f64| Given {
        certainty: *certainty,
        ..Given::certain(value.clone())
    };
    certainties
        .iter()
        .map(|certainty| (cell, Some(given(certainty))))
        .collect()
}

/// What others can see of a part, as numbers of which none is unknown.
fn shown(
    program: &Program,
    object: Object,
    record: &mut Record,
    book: &Rulebook,
) -> Option<[u64; 4]> {
    let bits = |number: f64| (number + 0.0).to_bits();
    if let Object::Let(id) = object {
        return Some(match program.plan.code.lets[id] {
            LetNode::Truth(id) => [bits(record.truth_of(id)), 0, 0, 0],
            LetNode::Number(_) => return None,
            LetNode::Choice(id) | LetNode::Graded(id, _) => {
                let choice = record.derived(id);
                let (low, high) = halves(choice.possible.0);
                [u64::from(choice.nothing), low, high, bits(choice.certainty)]
            }
        });
    }
    let when = record.probe(program, ProbeId(0)).ok()?;
    let second = record.probe(program, ProbeId(1)).ok()?;
    let unless = second > 0.0;
    Some(match object {
        Object::Rule(id) => {
            let rule = &book.rules[id];
            // Without `else` it does not show how surely the condition is false.
            let hidden = rule.otherwise.is_empty() && when < 0.0;
            let when = if hidden { -1.0 } else { when };
            [bits(when), u64::from(unless), 0, 0]
        }
        Object::Let(_) | Object::Note(_) | Object::Row(_) => {
            [u64::from(when > 0.0 && !unless), 0, 0, 0]
        }
        Object::Met(_) => [MetStatus::of(when, second) as u64, 0, 0, 0],
    })
}

fn halves(set: u128) -> (u64, u64) {
    let mask = u128::from(u64::MAX);
    let half = |bits: u128| u64::try_from(bits & mask).unwrap_or(0);
    (half(set), half(set >> 64))
}
