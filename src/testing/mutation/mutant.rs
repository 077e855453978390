//! A mutant: one small wrong edit of a rulebook, as text for people and as a change of the checked rulebook. Runs nothing.

use std::sync::Arc;

use crate::base::{Edit, Span};
use crate::model::{
    Cond, CondKind, GroupId, GroupLimit, LetId, LetKind, MetId, NoteId, ParameterId, RuleId,
    Rulebook, TruthNode, Weight,
};
use crate::plan::{self, Program};

/// A small wrong edit.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What kind of edit it is.
    pub operator: Operator,
    /// What it belongs to, in words: `rule lean_times`.
    pub subject: String,
    /// The edits of the text, in its order; all in one file.
    pub edits: Vec<Edit>,
    pub(super) change: Change,
}

impl Mutant {
    /// Where its first edit begins.
    pub fn place(&self) -> Span {
        self.edits
            .first()
            .map_or_else(Span::default, |edit| edit.span)
    }
}

/// The kinds of edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    /// A rule, a note or a row of a contrast or of the advice is dropped.
    Dropped,
    /// Another sign of comparison.
    Comparison,
    /// A test says the opposite.
    Negation,
    /// A threshold, level, count or parameter is one step off.
    Step,
    /// `and` for `or`, and the other way round.
    Joint,
    /// A weight is halved.
    Weight,
    /// `favor` for `oppose`, and the other way round.
    Sign,
    /// Two rows of a list, a table or the advice are exchanged.
    Order,
    /// An `unless` is removed.
    Exception,
    /// A `defeats` is removed.
    Defeat,
    /// The limit of a group is out of reach.
    Limit,
}

impl Operator {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Dropped,
        Self::Comparison,
        Self::Negation,
        Self::Step,
        Self::Joint,
        Self::Weight,
        Self::Sign,
        Self::Order,
        Self::Exception,
        Self::Defeat,
        Self::Limit,
    ];

    /// As a word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Comparison => "comparison",
            Self::Negation => "negation",
            Self::Step => "step",
            Self::Joint => "joint",
            Self::Weight => "weight",
            Self::Sign => "sign",
            Self::Order => "order",
            Self::Exception => "exception",
            Self::Defeat => "defeat",
            Self::Limit => "limit",
        }
    }

    /// What is done.
    pub fn about(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Comparison => "another comparison",
            Self::Negation => "the opposite",
            Self::Step => "one step off",
            Self::Joint => "`and` and `or` swapped",
            Self::Weight => "half the weight",
            Self::Sign => "the sign reversed",
            Self::Order => "rows swapped",
            Self::Exception => "`unless` removed",
            Self::Defeat => "`defeats` removed",
            Self::Limit => "the limit lifted",
        }
    }
}

/// A condition of a rulebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    /// Of a rule.
    Rule(RuleId),
    /// Of a note.
    Note(NoteId),
    /// Of a let that is one.
    Let(LetId),
    /// Of a row of a list.
    List(LetId, usize),
    /// Of a row of the advice.
    Row(usize),
    /// Of a precondition: when it is met, and when in part.
    Met(MetId),
}

/// Which condition of a [`Root`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// `when`
    When,
    /// `unless`, or `partly when`
    Unless,
}

/// What is changed in the rulebook. Nothing is taken out of an arena, so that all ids stay.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// A part of a condition, by its place in the order of a walk.
    Part(Root, Side, usize, CondKind),
    /// It never holds.
    Never(Root),
    /// It has no exception.
    Always(Root),
    /// An effect of a rule: of `then` or not, and its place.
    Effect(RuleId, (bool, usize), Weighed),
    /// The value of a parameter.
    Parameter(ParameterId, f64),
    /// A group with a limit that nothing reaches.
    Unlimited(GroupId),
    /// Rules that no longer defeat others.
    Undefeated(Vec<RuleId>, Vec<RuleId>),
    /// A row of a list or table and the one below.
    Rows(LetId, usize),
    /// A row of the advice and the one below.
    Advice(usize),
}

/// What an effect weighs.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub favor: bool,
    pub weight: Weight,
}

/// More than any evidence comes to.
pub(super) const NO_LIMIT: f64 = 1e9;

/// The program of the rulebook with the mutant in it, and with the same probes.
pub(super) fn program(original: &Program, probes: &[Cond], mutant: &Mutant) -> Program {
    let mut book = (*original.rulebook).clone();
    apply(&mut book, &mutant.change);
    let (method, library) = (original.method.clone(), original.library.clone());
    let mut program = plan::plan_with(book, method, library, probes);
    if let Change::Advice(at) = mutant.change {
        ask_for_the_same_rows(&mut program, at);
    }
    program
}

/// Whoever asks for a row by its place asks for where it stands now.
fn ask_for_the_same_rows(program: &mut Program, at: usize) {
    let mut plan = (*program.plan).clone();
    for node in plan.code.truths.values_mut() {
        match node {
            TruthNode::AdvisedBy(row) if *row as usize == at => *row = row.saturating_add(1),
            TruthNode::AdvisedBy(row) if *row as usize == at.saturating_add(1) => {
                *row = row.saturating_sub(1);
            }
            _other => {}
        }
    }
    program.plan = Arc::new(plan);
}

/// Makes the change.
pub(super) fn apply(book: &mut Rulebook, change: &Change) {
    match change {
        Change::Part(root, side, at, kind) => part(book, (*root, *side), *at, kind),
        Change::Never(root) => never(book, *root),
        Change::Always(root) => {
            if let Some(unless) = unless_mut(book, *root) {
                *unless = None;
            }
        }
        Change::Effect(rule, (then, at), weighed) => {
            let rule = &mut book.rules[*rule];
            let branch = if *then {
                &mut rule.then
            } else {
                &mut rule.otherwise
            };
            if let Some(effect) = branch.get_mut(*at) {
                effect.favor = weighed.favor;
                effect.weight = weighed.weight.clone();
            }
        }
        Change::Parameter(id, value) => book.set_parameter(*id, *value),
        Change::Unlimited(id) => book.groups[*id].limit = GroupLimit::Limit(NO_LIMIT),
        Change::Undefeated(by, defeated) => {
            for rule in by {
                book.rules[*rule]
                    .defeats
                    .retain(|one| !defeated.contains(one));
            }
        }
        Change::Rows(id, at) => match &mut book.lets[*id].kind {
            LetKind::List(_, rows) => exchange(rows, *at),
            LetKind::Table(_, _, rows) => exchange(rows, *at),
            LetKind::YesNo(_) | LetKind::Number(..) => {}
        },
        Change::Advice(at) => {
            if let Some(advice) = &mut book.advice {
                exchange(&mut advice.rows, *at);
            }
        }
    }
}

fn exchange<T>(rows: &mut [T], at: usize) {
    let next = at.saturating_add(1);
    if next < rows.len() {
        rows.swap(at, next);
    }
}

fn part(book: &mut Rulebook, (root, side): (Root, Side), at: usize, kind: &CondKind) {
    let cond = match side {
        Side::When => when_mut(book, root),
        Side::Unless => unless_mut(book, root).and_then(Option::as_mut),
    };
    let mut seen = 0usize;
    if let Some(cond) = cond {
        cond.walk_mut(&mut |cond| {
            if seen == at {
                cond.kind = kind.clone();
            }
            seen = seen.saturating_add(1);
        });
    }
}

fn never(book: &mut Rulebook, root: Root) {
    match root {
        Root::Rule(id) => {
            let rule = &mut book.rules[id];
            rule.when.kind = CondKind::Constant(false);
            rule.unless = None;
            rule.otherwise.clear();
            rule.defeats.clear();
            for other in book.rules.values_mut() {
                other.defeats.retain(|defeated| *defeated != id);
            }
        }
        Root::Note(id) => {
            book.notes[id].when.kind = CondKind::Constant(false);
            book.notes[id].unless = None;
        }
        Root::Row(at) => {
            let rows = book.advice.as_mut().map(|advice| &mut advice.rows);
            if let Some(row) = rows.and_then(|rows| rows.get_mut(at)) {
                let (origin, kind) = (row.origin, CondKind::Constant(false));
                row.when = Some(Cond { origin, kind });
                row.unless = None;
            }
        }
        Root::Let(_) | Root::List(..) | Root::Met(_) => {}
    }
}

fn when_mut(book: &mut Rulebook, root: Root) -> Option<&mut Cond> {
    match root {
        Root::Rule(id) => Some(&mut book.rules[id].when),
        Root::Note(id) => Some(&mut book.notes[id].when),
        Root::Let(id) => match &mut book.lets[id].kind {
            LetKind::YesNo(cond) => Some(cond),
            LetKind::Number(..) | LetKind::List(..) | LetKind::Table(..) => None,
        },
        Root::List(id, at) => match &mut book.lets[id].kind {
            LetKind::List(_, rows) => rows.get_mut(at)?.when.as_mut(),
            LetKind::Number(..) | LetKind::YesNo(_) | LetKind::Table(..) => None,
        },
        Root::Row(at) => book.advice.as_mut()?.rows.get_mut(at)?.when.as_mut(),
        Root::Met(id) => Some(&mut book.mets_mut().find(|met| met.id == id)?.when),
    }
}

fn unless_mut(book: &mut Rulebook, root: Root) -> Option<&mut Option<Cond>> {
    match root {
        Root::Rule(id) => Some(&mut book.rules[id].unless),
        Root::Note(id) => Some(&mut book.notes[id].unless),
        Root::Let(_) => None,
        Root::List(id, at) => match &mut book.lets[id].kind {
            LetKind::List(_, rows) => rows.get_mut(at).map(|row| &mut row.unless),
            LetKind::Number(..) | LetKind::YesNo(_) | LetKind::Table(..) => None,
        },
        Root::Row(at) => {
            let advice = book.advice.as_mut()?;
            advice.rows.get_mut(at).map(|row| &mut row.unless)
        }
        Root::Met(id) => Some(&mut book.mets_mut().find(|met| met.id == id)?.partly),
    }
}

/// The condition, or the exception, of a root.
pub(super) fn cond_of(book: &Rulebook, root: Root, side: Side) -> Option<&Cond> {
    let (when, unless) = match root {
        Root::Rule(id) => (Some(&book.rules[id].when), book.rules[id].unless.as_ref()),
        Root::Note(id) => (Some(&book.notes[id].when), book.notes[id].unless.as_ref()),
        Root::Let(id) => match &book.lets[id].kind {
            LetKind::YesNo(cond) => (Some(cond), None),
            LetKind::Number(..) | LetKind::List(..) | LetKind::Table(..) => (None, None),
        },
        Root::List(id, at) => match &book.lets[id].kind {
            LetKind::List(_, rows) => {
                let row = rows.get(at)?;
                (row.when.as_ref(), row.unless.as_ref())
            }
            LetKind::Number(..) | LetKind::YesNo(_) | LetKind::Table(..) => (None, None),
        },
        Root::Row(at) => {
            let row = book.advice.as_ref()?.rows.get(at)?;
            (row.when.as_ref(), row.unless.as_ref())
        }
        Root::Met(id) => {
            let met = book.mets().find(|met| met.id == id)?;
            (Some(&met.when), met.partly.as_ref())
        }
    };
    match side {
        Side::When => when,
        Side::Unless => unless,
    }
}

/// The rule that a change is about, where it is one.
pub(super) fn rule_of(change: &Change) -> Option<RuleId> {
    match change {
        Change::Part(Root::Rule(id), ..)
        | Change::Never(Root::Rule(id))
        | Change::Always(Root::Rule(id))
        | Change::Effect(id, ..) => Some(*id),
        Change::Undefeated(by, _) => by.first().copied(),
        _ => None,
    }
}
