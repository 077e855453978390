//! Where a function may end without a result, as far as its text tells. Runs nothing.

use rhai::{ASTFlags, Expr, Position, Stmt};

use super::program::{Program, Tree};
use crate::base::Span;

/// The places where the function at an index may end without a result: an `if` without `else`, a statement that gives
/// nothing, a `return` without a value.
pub(super) fn nothing(program: &Program, tree: &Tree, function: usize) -> Vec<Span> {
    let mut places = Vec::new();
    if let Some(body) = tree.bodies.get(function) {
        last(body, &mut places);
    }
    let spans = places.into_iter();
    spans
        .filter_map(|place| program.places.token(place))
        .collect()
}

fn last(statements: &[Stmt], found: &mut Vec<Position>) {
    // Whoever has returned before gives what was returned there.
    let leaves = statements
        .iter()
        .find(|one| matches!(one, Stmt::Return(..)));
    match leaves.or_else(|| statements.last()) {
        Some(Stmt::Return(None, flags, at)) if !flags.contains(ASTFlags::BREAK) => found.push(*at),
        Some(Stmt::Block(block)) => last(block.statements(), found),
        Some(Stmt::Expr(expression)) => {
            if let Expr::Stmt(block) = &**expression {
                last(block.statements(), found);
            }
        }
        Some(Stmt::If(flow, at)) => {
            if flow.branch.is_empty() {
                found.push(*at);
            } else {
                last(flow.body.statements(), found);
                last(flow.branch.statements(), found);
            }
        }
        Some(Stmt::Var(_, _, at)) => found.push(*at),
        Some(Stmt::Assignment(assignment)) => found.push(assignment.1.lhs.position()),
        Some(Stmt::For(_, at)) => found.push(*at),
        _ => {}
    }
}
