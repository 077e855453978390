//! Tables of sources: what their columns describe, and what carries their rows.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::{Context, Resolver};
use super::declare::Decl;
use super::draft::title;
use super::lookup;
use super::names::Thing;
use super::problem::structure as problem;
use super::report::Report;
use super::rules::Rules;
use crate::base::Span;
use crate::model::{Carrier, CellText, RuleRef, SourceRow, SourceTable, TableColumn, TargetId};
use crate::syntax::tree;

/// The tables; one that has an error is none.
pub(super) fn tables(
    context: &Context<'_>,
    rules: &Rules,
    report: &mut Report,
) -> Vec<Option<SourceTable>> {
    let mut resolver = Resolver { context, report };
    let tables = context.declared.tables.iter();
    tables
        .map(|decl| resolver.source_table(decl, rules))
        .collect()
}

impl Resolver<'_, '_> {
    fn source_table(
        &mut self,
        decl: &Decl<'_, tree::SourceTable>,
        rules: &Rules,
    ) -> Option<SourceTable> {
        let node = decl.node;
        let mut described = HashMap::new();
        let left = self.column(&node.left, &mut described);
        let right = self.column(&node.right, &mut described);
        let rows: Vec<Option<SourceRow>> = node
            .rows
            .iter()
            .map(|row| self.source_row(row, rules))
            .collect();
        self.rows_once(&node.rows);
        let citations = self.citations(&node.clauses);
        Some(SourceTable {
            name: Arc::clone(&decl.name),
            title: title(node.title.as_ref(), &decl.name),
            left: left?,
            right: right?,
            rows: rows.into_iter().collect::<Option<_>>()?,
            citations,
            origin: decl.origin,
        })
    }

    /// A column; what one describes the other does not.
    fn column(
        &mut self,
        node: &tree::TableColumn,
        described: &mut HashMap<TargetId, Span>,
    ) -> Option<TableColumn> {
        let mut targets = Vec::with_capacity(node.targets.len());
        for name in &node.targets {
            let found = self.expect(&lookup::TARGET, &name.text, name.span);
            let (Some(Thing::Strategy(id)) | Some(Thing::Hypothesis(id))) = found else {
                continue;
            };
            if let Some(first) = described.insert(id, name.span) {
                let problem = problem::twice_in_table(name.span, first, &name.text);
                self.report.push(problem);
            }
            targets.push(id);
        }
        (targets.len() == node.targets.len()).then(|| TableColumn {
            title: Arc::clone(&node.title.value),
            targets,
        })
    }

    fn source_row(&mut self, node: &tree::SourceRow, rules: &Rules) -> Option<SourceRow> {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let mut by = Vec::with_capacity(node.by.len());
        for path in &node.by {
            if let Some(first) = seen.insert(&path.text, path.span) {
                let problem = problem::twice_in_table(path.span, first, &path.text);
                self.report.push(problem);
            }
            by.extend(self.carrier(path, rules));
        }
        (by.len() == node.by.len()).then(|| SourceRow {
            label: node.label.as_ref().map(cell_text),
            left: cell_text(&node.left),
            right: cell_text(&node.right),
            by,
            origin: node.span,
        })
    }

    fn carrier(&mut self, path: &tree::Path, rules: &Rules) -> Option<Carrier> {
        let named = self.context.names.rule(&path.text);
        let fact = match self.context.names.get(&path.text) {
            Some(Thing::Fact(id)) => Some(id),
            _ => None,
        };
        if named.is_none() && fact.is_none() {
            self.expect(&lookup::CARRIER, &path.text, path.span)?;
        }
        let rules = match named {
            Some(RuleRef::Rule(id)) => vec![id],
            Some(RuleRef::Contrast(id)) => {
                let contrast = rules.contrasts.find(id);
                contrast.map_or(Vec::new(), |contrast| contrast.rows.clone())
            }
            None => Vec::new(),
        };
        Some(Carrier {
            name: Arc::clone(&path.text),
            fact,
            rules,
        })
    }

    /// Two rows with the same texts are one too many.
    fn rows_once(&mut self, rows: &[tree::SourceRow]) {
        let mut seen: HashMap<[&str; 2], Span> = HashMap::new();
        for row in rows {
            let texts = [&*row.left.text.value, &*row.right.text.value];
            if let Some(first) = seen.insert(texts, row.left.text.span) {
                let at = row.left.text.span;
                let problem = problem::twice_in_table(at, first, texts[0]);
                self.report.push(problem);
            }
        }
    }
}

fn cell_text(node: &tree::CellText) -> CellText {
    CellText {
        text: Arc::clone(&node.text.value),
        restored: node.restored,
    }
}
