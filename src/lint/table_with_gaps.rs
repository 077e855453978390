//! A decision table that leaves a combination of known values without a row.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::grid::Grid;
use crate::model::{LetKind, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0812",
        name: "table-with-gaps",
        what: "A decision table has no row for some combination.",
        why: "For that combination the let is unknown, though every fact is known.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high  fact y : yes_no }\nlet q : bad < good by t.f, t.y { low, * => bad  *, yes => good }\nrule p { when q is good then favor a weakly and oppose b weakly because \"Q.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high  fact y : yes_no }\nlet q : bad < good by t.f, t.y { low, * => bad  *, yes => good  *, * => bad }\nrule p { when q is good then favor a weakly and oppose b weakly because \"Q.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    for item in book.lets.values() {
        let LetKind::Table(_, inputs, rows) = &item.kind else {
            continue;
        };
        let Some(gap) = Grid::new(book, inputs, rows).and_then(|grid| grid.first_gap()) else {
            continue;
        };
        let message = format!("the table `{}` has no row for some combination", item.name);
        found.push(
            Diagnostic::warning(LINT.info.code, item.origin, message)
                .help(format!("such as {gap}"))
                .help("add a row for it; a last row of only `*` covers all that is left"),
        );
    }
}
