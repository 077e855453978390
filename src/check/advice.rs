//! Outcomes' lines, the advice block and notes: from the syntax tree to the model.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::{Context, Resolver};
use super::declare::{Declared, OutcomeNode};
use super::draft::title;
use super::problem::names as name_problem;
use super::report::Report;
use super::rows::{Above, Test};
use crate::base::{IdVec, Span};
use crate::model::{Advice, AdviceRow, Note, NoteId, NoteItem, NoteKind};
use crate::syntax::clause::{Clauses, RemarkKind};
use crate::syntax::tree;

/// The labels of the advice rows with the position of the row each stands before.
pub(super) fn labels(declared: &Declared<'_>, report: &mut Report) -> HashMap<Arc<str>, u32> {
    let mut labels = HashMap::new();
    let mut places: HashMap<&str, Span> = HashMap::new();
    let Some((advice, _)) = declared.advice else {
        return labels;
    };
    for (at, row) in advice.rows.iter().enumerate() {
        let Some(label) = &row.label else { continue };
        if let Some(first) = places.insert(&label.text, label.span) {
            let problem = name_problem::doubled_row(label.span, first, &label.text);
            report.push(problem);
        }
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        labels.entry(Arc::clone(&label.text)).or_insert(at);
    }
    labels
}

/// The lines of every outcome, in the order of the outcomes.
pub(super) fn outcome_items(context: &Context<'_>, report: &mut Report) -> Vec<Vec<NoteItem>> {
    let mut resolver = Resolver { context, report };
    let outcomes = &context.declared.outcomes;
    outcomes
        .iter()
        .map(|decl| match decl.node {
            OutcomeNode::Strategy(node) => resolver.items(&node.clauses),
            OutcomeNode::Outcome(node) => resolver.items(&node.clauses),
        })
        .collect()
}

/// The advice block.
pub(super) fn advice(context: &Context<'_>, report: &mut Report) -> Option<Advice> {
    let (node, origin) = context.declared.advice?;
    let strategies: HashMap<&str, Option<&str>> = context
        .declared
        .outcomes
        .iter()
        .map(|decl| match decl.node {
            OutcomeNode::Strategy(_) => (&*decl.name, Some(&*decl.name)),
            OutcomeNode::Outcome(node) => {
                let strategy = node.strategy.as_ref().map(|name| &*name.text);
                (&*decl.name, strategy)
            }
        })
        .collect();
    let mut above = Above::new();
    let mut rows = Vec::with_capacity(node.rows.len());
    let mut sound = true;
    for row in &node.rows {
        // Another outcome with the same condition may still apply: where the first is for a strategy that is excluded.
        let strategy = strategies.get(&*row.outcome.text).copied().flatten();
        let test = Test::of_outcome(context.files, strategy, &row.guard);
        above.row(row.span, test, report);
        match (Resolver { context, report }).advice_row(row) {
            Some(row) => rows.push(row),
            None => sound = false,
        }
    }
    sound.then_some(Advice { rows, origin })
}

/// The notes; one that has an error is none.
pub(super) fn notes(context: &Context<'_>, report: &mut Report) -> IdVec<NoteId, Option<Note>> {
    let mut resolver = Resolver { context, report };
    let notes = &context.declared.notes;
    notes
        .iter()
        .map(|decl| {
            let clauses = &decl.node.clauses;
            let when = clauses.when().map(|when| resolver.cond(when));
            let unless = clauses.unless().map(|unless| resolver.cond(unless));
            let items = resolver.items(clauses);
            let because = resolver.template_of(clauses.because());
            let citations = resolver.citations(clauses);
            Some(Note {
                name: Arc::clone(&decl.name),
                title: title(decl.node.title.as_ref(), &decl.name),
                when: when??,
                unless: unless.map_or(Some(None), |found| found.map(Some))?,
                items,
                because,
                citations,
                origin: decl.origin,
            })
        })
        .collect()
}

impl Resolver<'_, '_> {
    fn advice_row(&mut self, row: &tree::AdviceRow) -> Option<AdviceRow> {
        let outcome = self.outcome(&row.outcome.text, row.outcome.span);
        let guard = self.guard(&row.guard);
        let because = self.template_of(row.clauses.because());
        let citations = self.citations(&row.clauses);
        let (when, unless) = guard?;
        Some(AdviceRow {
            label: row.label.as_ref().map(|label| Arc::clone(&label.text)),
            outcome: outcome?,
            when,
            unless,
            because,
            citations,
            origin: row.span,
        })
    }

    /// The lines of a note or an outcome.
    fn items(&mut self, clauses: &Clauses) -> Vec<NoteItem> {
        clauses
            .remarks()
            .map(|(kind, text)| NoteItem {
                kind: match kind {
                    RemarkKind::Headline => NoteKind::Headline,
                    RemarkKind::Risk => NoteKind::Risk,
                    RemarkKind::Precondition => NoteKind::Precondition,
                    RemarkKind::Next => NoteKind::Next,
                    RemarkKind::Measure => NoteKind::Measure,
                },
                text: self.template(text),
            })
            .collect()
    }
}
