//! Where a rulebook can be tried: its tests with their places, and the thresholds in them. Counts nothing.

use std::collections::BTreeMap;

use super::cuts::{Finder, Threshold};
use crate::base::{IdVec, Span};
use crate::model::{Cond, LetId, LetKind, Shape, ShapeOp, Shapes, TruthId, TruthNode};
use crate::plan::{self, Program};

/// A condition with how it is shown.
pub(crate) type Shown<'a> = (&'a Cond, &'a Shape);

/// A test that stands in a condition.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    /// Where it stands first.
    pub origin: Span,
    /// The test.
    pub cond: Cond,
    /// How it is shown.
    pub shape: Shape,
    /// In how many other places it stands.
    pub others: usize,
}

/// Every condition but those of examples and guarantees, with how it is shown.
pub(crate) fn conditions<'a>(
    program: &'a Program,
    lets: &'a IdVec<LetId, Vec<Shapes>>,
) -> Vec<Shown<'a>> {
    let mut all = whens(program);
    all.extend(others(program, lets));
    all
}

/// Everything in a rulebook that can be tried and has no arena of its own.
#[derive(Debug)]
pub(crate) struct Sites {
    /// The conditions of lets as they are shown, row by row.
    pub lets: IdVec<LetId, Vec<Shapes>>,
    /// Each distinct test, in the order of places.
    pub leaves: Vec<Leaf>,
    /// Each distinct threshold, in the order of places.
    pub thresholds: Vec<Threshold>,
}

impl Sites {
    pub(crate) fn of(program: &Program) -> Self {
        let lets = plan::let_shapes(&program.rulebook);
        let mut leaves = BTreeMap::new();
        let mut cuts = Finder::new(program);
        for whole in conditions(program, &lets) {
            tests(whole, &mut |cond, shape| {
                cuts.test(cond, shape);
                leaf(program, &mut leaves, (cond, shape));
            });
        }
        // A rule's only test is tried where the rule is.
        for (_, shape) in whens(program) {
            if shape.parts.is_empty() {
                leaves.remove(&shape.truth);
            }
        }
        let mut leaves: Vec<Leaf> = leaves.into_values().collect();
        leaves.sort_by_key(|leaf| (leaf.origin, leaf.shape.truth));
        Self {
            leaves,
            thresholds: cuts.finish(),
            lets,
        }
    }
}

fn leaf(program: &Program, found: &mut BTreeMap<TruthId, Leaf>, (cond, shape): Shown<'_>) {
    if matches!(
        program.plan.code.truths[shape.truth],
        TruthNode::Constant(_)
    ) {
        return;
    }
    match found.get_mut(&shape.truth) {
        None => {
            let leaf = Leaf {
                origin: cond.origin,
                cond: cond.clone(),
                shape: shape.clone(),
                others: 0,
            };
            found.insert(shape.truth, leaf);
        }
        Some(leaf) => {
            leaf.others = leaf.others.saturating_add(1);
            if cond.origin < leaf.origin {
                leaf.origin = cond.origin;
                leaf.shape = shape.clone();
            }
        }
    }
}

/// The conditions of rules.
fn whens(program: &Program) -> Vec<Shown<'_>> {
    let rules = program.rulebook.rules.values();
    let shapes = program.plan.words.rule_shapes.values();
    rules
        .zip(shapes)
        .filter_map(|(rule, shapes)| Some((&rule.when, shapes.when.as_ref()?)))
        .collect()
}

/// All other conditions.
fn others<'a>(program: &'a Program, lets: &'a IdVec<LetId, Vec<Shapes>>) -> Vec<Shown<'a>> {
    let book = &program.rulebook;
    let mut all: Vec<(Option<&Cond>, Option<&Shape>)> = Vec::new();
    for (rule, shapes) in book
        .rules
        .values()
        .zip(program.plan.words.rule_shapes.values())
    {
        all.push((rule.unless.as_ref(), shapes.unless.as_ref()));
    }
    let rows = book.advice.iter().flat_map(|advice| &advice.rows);
    for (row, shapes) in rows.zip(&program.plan.words.row_shapes) {
        all.push((row.when.as_ref(), shapes.when.as_ref()));
        all.push((row.unless.as_ref(), shapes.unless.as_ref()));
    }
    for (fact, shape) in book
        .facts
        .values()
        .zip(program.plan.words.asked_shapes.values())
    {
        all.push((fact.asked.as_ref(), shape.as_ref()));
    }
    for (note, shapes) in book.notes.values().zip(&program.plan.words.note_shapes) {
        all.push((Some(&note.when), shapes.when.as_ref()));
        all.push((note.unless.as_ref(), shapes.unless.as_ref()));
    }
    for (met, shapes) in book.mets().zip(program.plan.words.met_shapes.values()) {
        all.push((Some(&met.when), Some(&shapes.when)));
        all.push((met.partly.as_ref(), shapes.partly.as_ref()));
    }
    for (one, shapes) in book.lets.values().zip(lets.values()) {
        match (&one.kind, shapes.as_slice()) {
            (LetKind::YesNo(cond), [shapes]) => all.push((Some(cond), shapes.when.as_ref())),
            (LetKind::List(_, rows), shapes) => {
                for (row, shapes) in rows.iter().zip(shapes) {
                    all.push((row.when.as_ref(), shapes.when.as_ref()));
                    all.push((row.unless.as_ref(), shapes.unless.as_ref()));
                }
            }
            _no_condition => {}
        }
    }
    let both = all.into_iter();
    both.filter_map(|(cond, shape)| Some((cond?, shape?)))
        .collect()
}

/// Visits the tests of a condition.
fn tests<'a>((cond, shape): Shown<'a>, see: &mut dyn FnMut(&'a Cond, &'a Shape)) {
    match parts((cond, shape)) {
        parts if parts.is_empty() => see(cond, shape),
        parts => {
            for part in parts {
                tests(part, see);
            }
        }
    }
}

/// The parts of a condition, each with how it is shown; none of a test.
pub(crate) fn parts<'a>((cond, shape): Shown<'a>) -> Vec<Shown<'a>> {
    if shape.op == ShapeOp::Test {
        return Vec::new();
    }
    let parts = cond.parts().unwrap_or_default().iter();
    parts.zip(&shape.parts).collect()
}
