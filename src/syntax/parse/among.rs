//! The clauses of a block of rows: told where they seem to belong to one row and hold for all. Reads no clause.

use pest::iterators::{Pair, Pairs};

use super::block::Block;
use super::failure::token_at;
use super::{Build, Rule, without_layout};
use crate::base::{Diagnostic, Span};
use crate::syntax::problem;

impl Build {
    /// Clauses between rows, and on the line of the last of several rows.
    pub(super) fn clauses_among_rows(&mut self, parts: Pairs<'_, Rule>, block: &Block) {
        let parts: Vec<Pair<'_, Rule>> = parts
            .skip_while(|part| !is_row(part))
            .filter(|part| is_row(part) || is_clause(part, block))
            .collect();
        let rows = parts.iter().filter(|part| is_row(part)).count();
        let Some(last) = parts.iter().rposition(is_row).filter(|_| rows > 1) else {
            return;
        };
        let (among, after) = parts.split_at(last);
        let Some((row, after)) = after.split_first() else {
            return;
        };
        let end = self.span(row).end;
        for clause in among.iter().filter(|part| !is_row(part)) {
            let text = without_layout(clause.as_str());
            let behind = Span {
                start: end,
                end,
                ..self.span(clause)
            };
            let problem = self
                .among(clause, block, false)
                .edit(self.span(clause), "")
                .edit(behind, format!("\n  {text}"));
            self.report(problem);
        }
        if let Some(clause) = after.first().filter(|clause| on_line_of(row, clause)) {
            let at = self.span(clause);
            let before = Span {
                end: at.start,
                ..at
            };
            let problem = self.among(clause, block, true).edit(before, "\n  ");
            self.report(problem);
        }
    }

    fn among(&self, clause: &Pair<'_, Rule>, block: &Block, on_line: bool) -> Diagnostic {
        let word = token_at(clause.as_str(), 0);
        problem::among_rows(self.span(clause), word, block.place, on_line)
    }
}

fn is_row(part: &Pair<'_, Rule>) -> bool {
    matches!(
        part.as_rule(),
        Rule::contrast_row | Rule::list_row | Rule::table_row
    )
}

fn is_clause(part: &Pair<'_, Rule>, block: &Block) -> bool {
    block.takes.contains(&token_at(part.as_str(), 0))
}

/// Whether nothing but white space on one line stands between the two.
fn on_line_of(row: &Pair<'_, Rule>, clause: &Pair<'_, Rule>) -> bool {
    let start = row.as_span().start();
    let end = start.saturating_add(without_layout(row.as_str()).len());
    let between = row.as_span().get_input().get(end..clause.as_span().start());
    !between.unwrap_or("").contains('\n')
}
