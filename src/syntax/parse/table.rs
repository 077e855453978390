//! Tables of sources: two columns, and rows with what carries them. Resolves no names.

use pest::iterators::Pair;

use super::super::blocks::TABLE;
use super::super::clause::Clauses;
use super::super::problem;
use super::super::tree::{CellText, SourceRow, SourceTable, TableColumn};
use super::{Build, Cursor, Rule};

impl Build<'_> {
    pub(super) fn table(&mut self, cursor: &mut Cursor<'_>) -> Option<SourceTable> {
        let (name, title) = self.head(cursor)?;
        let mut clauses = Clauses::default();
        let (mut left, mut right, mut rows) = (None, None, Vec::new());
        while let Some(pair) = cursor.next() {
            match pair.as_rule() {
                Rule::open | Rule::EOI => {}
                Rule::table_column => {
                    let (word, column) = self.column(pair)?;
                    let side = if word == "left" {
                        &mut left
                    } else {
                        &mut right
                    };
                    match side {
                        None => *side = Some(column),
                        Some(first) => {
                            let problem = problem::twice(column.span, first.span, word);
                            self.report(problem);
                        }
                    }
                }
                Rule::source_row => rows.push(self.source_row(pair)?),
                _ => self.add_clause(&mut clauses, pair, &TABLE)?,
            }
        }
        let help = "write `left \"…\" for STRATEGY` and `right \"…\" for STRATEGY`";
        let (Some(left), Some(right)) = (left, right) else {
            let message = format!("the table `{}` lacks a column", name.text);
            self.report(problem::missing(name.span, message, help));
            return None;
        };
        if rows.is_empty() {
            let message = format!("the table `{}` has no row", name.text);
            let help = "a row says `row \"…\", \"…\" by FACT`";
            self.report(problem::missing(name.span, message, help));
        }
        Some(SourceTable {
            name,
            title,
            left,
            right,
            rows,
            clauses,
        })
    }

    fn column(&mut self, pair: Pair<'_, Rule>) -> Option<(&'static str, TableColumn)> {
        let span = self.span(&pair);
        let mut cursor = Cursor::new(pair);
        let word = match cursor.required(Rule::side_word)?.as_str() {
            "left" => "left",
            _ => "right",
        };
        let title = self.quoted(&mut cursor)?;
        let mut targets = Vec::new();
        while let Some(name) = cursor.required(Rule::name) {
            targets.push(self.name(&name));
        }
        let column = TableColumn {
            span,
            title,
            targets,
        };
        Some((word, column))
    }

    fn source_row(&mut self, pair: Pair<'_, Rule>) -> Option<SourceRow> {
        let span = self.span(&pair);
        let (mut cells, mut by) = (Vec::new(), Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::cell_text => cells.push(self.cell_text(part)?),
                Rule::path => by.push(self.path(&part)),
                _ => {}
            }
        }
        let right = cells.pop()?;
        let left = cells.pop()?;
        Some(SourceRow {
            span,
            label: cells.pop(),
            left,
            right,
            by,
        })
    }

    fn cell_text(&mut self, pair: Pair<'_, Rule>) -> Option<CellText> {
        let mut cursor = Cursor::new(pair);
        let text = self.quoted(&mut cursor)?;
        let restored = cursor.optional(Rule::restored).is_some();
        Some(CellText { text, restored })
    }
}
