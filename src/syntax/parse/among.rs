//! The clauses of a block of rows: told where they seem to belong to one row and hold for all. Reads no clause.

use pest::iterators::{Pair, Pairs};

use super::super::blocks::Block;
use super::failure::token_at;
use super::{Build, Rule, without_layout};
use crate::base::{Diagnostic, Span};
use crate::syntax::problem;

impl Build<'_> {
    /// Clauses between rows.
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
        let Some(row) = after.first() else {
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
                .among(clause, block)
                .edit(self.span(clause), "")
                .edit(behind, format!("\n  {text}"));
            self.report(problem);
        }
    }

    fn among(&self, clause: &Pair<'_, Rule>, block: &Block) -> Diagnostic {
        let word = token_at(clause.as_str(), 0);
        problem::among_rows(self.span(clause), word, block.place)
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
