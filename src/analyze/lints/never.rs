//! Which part of a condition is to blame where it never holds, or never is false. Writes no sentence.

use super::Seen;
use crate::analyze::possible::{Reads, Shown, parts};
use crate::base::Span;
use crate::model::{Cond, CondKind, RefKind, ShapeOp, Shapes, Subject};

/// A condition that can never be true, or never be false.
pub(super) struct Dead<'a> {
    /// The condition.
    pub(super) cond: &'a Cond,
    /// Whether it is true that it cannot be; else it is false.
    pub(super) holds: bool,
    /// Two of its parts that exclude each other, where two are enough.
    pub(super) pair: Option<[Span; 2]>,
}

/// All of them in a rulebook, the smallest part that is to blame each; looked for once.
pub(super) fn dead<'s, 'a>(seen: &'s Seen<'a>) -> &'s [Dead<'a>] {
    seen.dead.get_or_init(|| {
        let mut found = Vec::new();
        for shown in &seen.conditions {
            look(seen, *shown, &mut found);
        }
        found
    })
}

/// Whether what stands under a condition could go by itself: the condition can hold, and its exception can fail.
pub(super) fn may_go(
    seen: &Seen<'_>,
    (when, unless): (&Cond, Option<&Cond>),
    shapes: &Shapes,
) -> bool {
    let Some(shape) = &shapes.when else {
        return false;
    };
    // What never holds, or never is false, is told where it stands.
    let open = match (unless, &shapes.unless) {
        (Some(unless), Some(shape)) => may(seen, (unless, shape), false),
        _without => true,
    };
    open && may(seen, (when, shape), true)
}

/// Whether a condition can come out in a way, as far as can be told.
pub(super) fn may(seen: &Seen<'_>, shown: Shown<'_>, want: bool) -> bool {
    let key = (shown.1.truth, want);
    let known = seen.told.borrow().get(&key).copied();
    known.unwrap_or_else(|| {
        let may = can(seen, shown, want);
        seen.told.borrow_mut().insert(key, may);
        may
    })
}

fn can(seen: &Seen<'_>, shown: Shown<'_>, want: bool) -> bool {
    let (possible, shape) = (&seen.possible, shown.1);
    let by_bounds = match want {
        true => possible.can_hold(shape.truth),
        false => possible.can_fail(shape.truth),
    };
    let parts = parts(shown);
    let any = || parts.iter().any(|part| may(seen, *part, want));
    let all = || parts.iter().all(|part| may(seen, *part, want));
    by_bounds
        && match (shape.op, want) {
            (ShapeOp::Test, _) => together(seen, &[shown], want),
            (ShapeOp::Not, _) => parts.iter().all(|part| may(seen, *part, !want)),
            (ShapeOp::Surely, false) => true,
            (ShapeOp::All, true) | (ShapeOp::Any, false) => all() && together(seen, &parts, want),
            (ShapeOp::All, false) | (ShapeOp::Any, true) | (ShapeOp::Surely, true) => any(),
            (ShapeOp::AtLeast(_), _) => any() && together(seen, &[shown], want),
        }
}

/// Whether conditions can all come out in a way at once. Those that read more than facts are passed over.
fn together(seen: &Seen<'_>, shown: &[Shown<'_>], want: bool) -> bool {
    let book = &seen.program.rulebook;
    let mut reads = Reads::default();
    let mut closed: Vec<Shown<'_>> = Vec::new();
    for one in shown {
        let mut own = Reads::default();
        own.cond(book, one.0);
        if !own.open {
            reads.join(own);
            closed.push(*one);
        }
    }
    // Where no fact is read twice, each part comes out as it likes, and the bounds have told it.
    if !is_read_twice(&closed) {
        return true;
    }
    seen.possible.does_any(&reads, &|record| {
        closed.iter().all(|(_, shape)| {
            let truth = record.truth_of(shape.truth);
            if want { truth > 0.0 } else { truth < 0.0 }
        })
    })
}

/// Whether several parts may depend on one fact.
fn is_read_twice(shown: &[Shown<'_>]) -> bool {
    let mut facts = Vec::new();
    for one in shown.iter().flat_map(|(cond, _)| cond.refs()) {
        match one.kind {
            RefKind::Subject(Subject::Let(_), _) => return true,
            RefKind::Subject(Subject::Fact(fact), _) => facts.push(fact),
            _other => {}
        }
    }
    let all = facts.len();
    facts.sort_unstable();
    facts.dedup();
    facts.len() < all
}

fn look<'a>(seen: &Seen<'a>, shown: Shown<'a>, found: &mut Vec<Dead<'a>>) {
    if shown.0.refs().is_empty() {
        // `yes` and `no` are meant.
        return;
    }
    match [true, false]
        .into_iter()
        .find(|want| !may(seen, shown, *want))
    {
        Some(want) => blame(seen, shown, want, found),
        None => parts(shown)
            .into_iter()
            .for_each(|part| look(seen, part, found)),
    }
}

/// Finds what is to blame for a condition that never comes out in a way.
fn blame<'a>(seen: &Seen<'a>, shown: Shown<'a>, want: bool, found: &mut Vec<Dead<'a>>) {
    let (cond, shape) = shown;
    let parts = parts(shown);
    let inner = match shape.op {
        ShapeOp::Not => !want,
        _as_it_is => want,
    };
    let dead = parts.iter().filter(|part| !may(seen, **part, inner));
    let dead: Vec<Shown<'a>> = dead.copied().collect();
    match (shape.op, dead.as_slice()) {
        (ShapeOp::Test, _) => {
            if is_root(seen, cond) {
                found.push(never(cond, want, None));
            }
        }
        (ShapeOp::Not, [(test, inner)]) if inner.op == ShapeOp::Test => {
            if is_root(seen, test) {
                found.push(never(cond, want, None));
            }
        }
        (ShapeOp::Not, [part]) => {
            let before = found.len();
            blame(seen, *part, inner, found);
            // What is wrong with all that is denied is wrong with the denial.
            for one in found.iter_mut().skip(before) {
                if one.cond.origin == part.0.origin {
                    *one = never(cond, want, None);
                }
            }
        }
        (ShapeOp::AtLeast(_), []) => found.push(never(cond, want, None)),
        (_, []) => found.push(never(cond, want, pair(seen, &parts, want))),
        (_, dead) => dead
            .iter()
            .for_each(|part| blame(seen, *part, inner, found)),
    }
}

/// Two parts that never come out in a way at once.
fn pair(seen: &Seen<'_>, parts: &[Shown<'_>], want: bool) -> Option<[Span; 2]> {
    for (at, one) in parts.iter().enumerate() {
        for other in parts.iter().skip(at.saturating_add(1)) {
            if !together(seen, &[*one, *other], want) {
                return Some([one.0.origin, other.0.origin]);
            }
        }
    }
    None
}

/// Whether a test is to blame itself. What it reads may be: a row or a rule that never counts is told where it stands.
fn is_root(seen: &Seen<'_>, cond: &Cond) -> bool {
    let is_fact = |subject: &Subject| matches!(subject, Subject::Fact(_));
    match &cond.kind {
        CondKind::Holds(subject) | CondKind::Level { subject, .. } => is_fact(subject),
        CondKind::LevelCompare { left, right, .. } => is_fact(left) && is_fact(right),
        CondKind::Includes { .. } | CondKind::Compare { .. } | CondKind::Between { .. } => true,
        CondKind::Excluded(target) => {
            let mut rules = seen.program.rulebook.rules.values();
            !rules.any(|rule| rule.excludes.contains(target))
        }
        CondKind::Constant(_)
        | CondKind::Known(_)
        | CondKind::Call(_)
        | CondKind::BestIs(_)
        | CondKind::Tied(_)
        | CondKind::Fired(_)
        | CondKind::AdviceIs(_)
        | CondKind::AdvisedBy(_)
        | CondKind::Noted(_)
        | CondKind::All(_)
        | CondKind::Any(_)
        | CondKind::AtLeast(..)
        | CondKind::Not(_)
        | CondKind::Surely(_) => false,
    }
}

fn never(cond: &Cond, holds: bool, pair: Option<[Span; 2]>) -> Dead<'_> {
    Dead { cond, holds, pair }
}
