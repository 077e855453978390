//! Which names an expression mentions, before anything is resolved. Knows no meanings.

use std::collections::HashSet;

use super::declare::Declared;
use crate::base::Span;
use crate::syntax::clause::{ClauseKind, Clauses};
use crate::syntax::expr::{Expr, ExprKind};
use crate::syntax::tree::{ClaimKind, Guard, LetBody};

/// Every name in an expression, with its place; those of functions and levels left out.
pub(super) fn names(expr: &Expr, see: &mut dyn FnMut(&str, Span)) {
    if let ExprKind::Path(path) = &expr.kind {
        see(path, expr.span);
    }
    each_part(expr, &mut |part| names(part, see));
}

/// The direct parts of an expression.
fn each_part<'e>(expr: &'e Expr, see: &mut dyn FnMut(&'e Expr)) {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Path(_) => {}
        ExprKind::Call { args, .. } => args.iter().for_each(see),
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Count { parts, .. } => {
            parts.iter().for_each(see);
        }
        ExprKind::Not(inner) | ExprKind::Surely(inner) | ExprKind::Negate(inner) => see(inner),
        ExprKind::Is { subject, .. } => see(subject),
        ExprKind::Compare { left, right, .. } => {
            see(left);
            see(right);
        }
        ExprKind::Between { subject, low, high } => {
            see(subject);
            see(low);
            see(high);
        }
        ExprKind::If {
            condition,
            then,
            otherwise,
        } => {
            see(condition);
            see(then);
            see(otherwise);
        }
        ExprKind::Arithmetic { first, rest } => {
            see(first);
            rest.iter().for_each(|step| see(&step.operand));
        }
    }
}

/// The names that stand somewhere as a condition by themselves: a let that is only a script's call is
/// yes or no where it is used so.
pub(super) fn truths<'t>(declared: &Declared<'t>) -> HashSet<&'t str> {
    let mut found = HashSet::new();
    // Only a let that is a bare call has to be told apart.
    let is_call = |body: &LetBody| matches!(body, LetBody::Expr { expr, .. } if matches!(expr.kind, ExprKind::Call { .. }));
    if !declared.lets.iter().any(|decl| is_call(&decl.node.body)) {
        return found;
    }
    for decl in &declared.lets {
        match &decl.node.body {
            LetBody::Expr { expr, .. } if is_condition(expr) => conditions(expr, &mut found),
            LetBody::Expr { .. } | LetBody::Table { .. } => {}
            LetBody::List { rows, .. } => {
                rows.iter().for_each(|row| guard(&row.guard, &mut found));
            }
        }
    }
    for decl in &declared.plain_rules {
        clauses(&decl.node.clauses, &mut found);
    }
    for decl in &declared.notes {
        clauses(&decl.node.clauses, &mut found);
    }
    for decl in &declared.examples {
        decl.node
            .expects
            .iter()
            .for_each(|expr| conditions(expr, &mut found));
    }
    for decl in &declared.guarantees {
        if let ClaimKind::Stated {
            condition, when, ..
        } = &decl.node.claim.kind
        {
            conditions(condition, &mut found);
            when.iter().for_each(|expr| conditions(expr, &mut found));
        }
    }
    if let Some((advice, _)) = declared.advice {
        advice
            .rows
            .iter()
            .for_each(|row| guard(&row.guard, &mut found));
    }
    found
}

fn clauses<'t>(clauses: &'t Clauses, found: &mut HashSet<&'t str>) {
    for clause in &clauses.list {
        if let ClauseKind::When(expr) | ClauseKind::Unless(expr) = &clause.kind {
            conditions(expr, found);
        }
    }
}

fn guard<'t>(guard: &'t Guard, found: &mut HashSet<&'t str>) {
    if let Guard::When { when, unless } = guard {
        conditions(when, found);
        unless.iter().for_each(|expr| conditions(expr, found));
    }
}

fn is_condition(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Surely(_)
            | ExprKind::Count { .. }
    )
}

/// The names that are conditions by themselves within a condition.
fn conditions<'t>(expr: &'t Expr, found: &mut HashSet<&'t str>) {
    match &expr.kind {
        ExprKind::Path(path) => {
            found.insert(path);
        }
        _ if is_condition(expr) => each_part(expr, &mut |part| conditions(part, found)),
        _ => {}
    }
}
