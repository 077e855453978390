//! The errors inside of what is declared a second time. Gives nothing to the rulebook.

use std::sync::Arc;

use super::advice::block;
use super::context::{Context, Resolver};
use super::declare::{Decl, Doubled, Owned, RuleNode, rows_of};
use super::report::Report;
use super::rules::{self, Rows};
use super::types;
use crate::base::Span;
use crate::model::{ContrastId, Stage};
use crate::syntax::tree::{self, ItemKind, LetBody, Name};

/// Looks into every second declaration.
pub(super) fn doubled(context: &Context<'_>, report: &mut Report) {
    if context.declared.doubled.is_empty() {
        return;
    }
    let rows = rules::rows_of(context);
    for doubled in &context.declared.doubled {
        look_into(context, doubled, &rows, report);
    }
}

fn look_into(context: &Context<'_>, doubled: &Doubled<'_>, rows: &Rows, report: &mut Report) {
    let span = doubled.span;
    match doubled.kind {
        ItemKind::Advice(node) => {
            block(context, node, span, report);
        }
        ItemKind::Contrast(node) => contrast(context, node, rows, report),
        ItemKind::Let(node) => {
            let scale = match &node.body {
                LetBody::Expr { .. } | LetBody::Contradiction { .. } => None,
                LetBody::List { scale, .. } | LetBody::Table { scale, .. } => {
                    types::let_scale(scale, report)
                }
            };
            let mut resolver = Resolver { context, report };
            resolver.derive(&decl(&node.name, node, span), scale.as_ref(), Some(false));
        }
        kind => in_clauses(&mut Resolver { context, report }, kind, span, rows),
    }
}

/// What is resolved by itself.
fn in_clauses(resolver: &mut Resolver<'_, '_>, kind: &ItemKind, span: Span, rows: &Rows) {
    match kind {
        ItemKind::Rule(node) => {
            let owned = Owned {
                name: Arc::clone(&node.name.text),
                node: RuleNode::Rule(node),
                origin: span,
                at: node.name.span,
            };
            resolver.report.reach = Some(Stage::Early);
            resolver.rule(&owned, node, rows);
            resolver.report.reach = None;
        }
        ItemKind::Note(node) => {
            resolver.note(&decl(&node.name, node, span));
        }
        ItemKind::Guarantee(node) => {
            resolver.guarantee(&decl(&node.name, node, span));
        }
        ItemKind::Example(node) => {
            let name = Name {
                text: "".into(),
                span,
            };
            resolver.example(&decl(&name, node, span));
        }
        ItemKind::Strategy(tree::Strategy { clauses, .. })
        | ItemKind::Outcome(tree::Outcome { clauses, .. })
        | ItemKind::Hypothesis(tree::Hypothesis { clauses, .. }) => {
            resolver.items(clauses);
        }
        _ => {}
    }
}

fn contrast(context: &Context<'_>, node: &tree::Contrast, rows: &Rows, report: &mut Report) {
    let name = node.name.as_ref().map(|name| (&name.text, name.span));
    let (text, at) = name.unwrap_or((&node.subject.text, node.subject.span));
    let decl = Decl {
        name: Arc::clone(text),
        node,
        origin: at,
        at,
    };
    let mut shared = Resolver { context, report }.contrast(&decl, rows);
    for row in rows_of(text, ContrastId(0), node, report) {
        if let RuleNode::Row(id, written) = row.node {
            let mut resolver = Resolver { context, report };
            resolver.row(&row, (id, written), &mut shared);
        }
    }
    rules::disjoint(context, &mut shared, report);
}

fn decl<'t, T>(name: &Name, node: &'t T, span: Span) -> Decl<'t, T> {
    Decl {
        name: Arc::clone(&name.text),
        node,
        origin: span,
        at: name.span,
    }
}
