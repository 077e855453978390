//! Where the declarations of a file stand, and the facts and rows in them. Says nothing of what they are.

use crate::base::Span;

use super::tree::{ItemKind, LetBody, Tree};

/// The places of all declarations, facts and rows; what stands in another comes after it.
pub fn places(tree: &Tree) -> Vec<Span> {
    let mut found = Vec::new();
    for item in &tree.items {
        found.push(item.span);
        inner(&item.kind, &mut found);
    }
    found
}

fn inner(kind: &ItemKind, found: &mut Vec<Span>) {
    match kind {
        ItemKind::Topic(it) => found.extend(it.facts.iter().map(|fact| fact.span)),
        ItemKind::Contrast(it) => found.extend(it.rows.iter().map(|row| row.span)),
        ItemKind::Advice(it) => found.extend(it.rows.iter().map(|row| row.span)),
        ItemKind::Let(it) => match &it.body {
            LetBody::Expr { .. } | LetBody::Contradiction { .. } => {}
            LetBody::List { rows, .. } => found.extend(rows.iter().map(|row| row.span)),
            LetBody::Table { rows, .. } => found.extend(rows.iter().map(|row| row.span)),
        },
        ItemKind::Error(broken) => {
            if let Some(rest) = &broken.rest {
                inner(rest, found);
            }
        }
        ItemKind::Rulebook(_)
        | ItemKind::Use(_)
        | ItemKind::Script(_)
        | ItemKind::Source(_)
        | ItemKind::Strategy(_)
        | ItemKind::Outcome(_)
        | ItemKind::Hypothesis(_)
        | ItemKind::Parameter(_)
        | ItemKind::Group(_)
        | ItemKind::Rule(_)
        | ItemKind::Note(_)
        | ItemKind::Example(_)
        | ItemKind::Table(_)
        | ItemKind::Guarantee(_) => {}
    }
}
