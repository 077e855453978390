//! A row of a decision table whose every combination is taken by the rows above it together.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::grid::Grid;
use crate::model::{LetKind, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0813",
        name: "table-row-never-applies",
        what: "The rows above cover every combination of this row.",
        why: "The first row that applies wins, so this one never does.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high  fact y : yes_no }\nlet q : bad < good by t.f, t.y { low | mid, * => bad  high | unknown, * => good  mid, yes => good }\nrule p { when q is good then favor a weakly and oppose b weakly because \"Q.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high  fact y : yes_no }\nlet q : bad < good by t.f, t.y { low, * => bad  mid, yes => good  *, * => bad }\nrule p { when q is good then favor a weakly and oppose b weakly because \"Q.\" }",
        kind: CodeInfo::RULES,
    },
    removes: true,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    for item in book.lets.values() {
        let LetKind::Table(_, inputs, rows) = &item.kind else {
            continue;
        };
        let Some(grid) = Grid::new(book, inputs, rows) else {
            continue;
        };
        let mut fixed = true;
        for (row, applies) in rows.iter().zip(grid.rows_that_apply()) {
            // Where a parameter stands in a cell, another value may make room for the row.
            fixed &= row
                .cells
                .iter()
                .all(|cell| cell.parameters().next().is_none());
            if fixed && !applies {
                let message = "this row never applies: the rows above cover all its combinations";
                found.push(
                    Diagnostic::warning(LINT.info.code, row.origin, message)
                        .help("rows are checked from the top; move it up or remove it"),
                );
            }
        }
    }
}
