//! A row of the advice that gives it for no profile, though its condition can hold.

use super::never::may_go;
use super::shadow::{Guarded, only};
use super::{Lint, Seen};
use crate::base::{CodeInfo, Diagnostic};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0824",
        name: "advice-never-given",
        what: "A row of the advice never gives it for any profile.",
        why: "Whenever it applies, a row above has already given the advice, or its strategy is ruled out.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..60 }\nrule q { when t.n > 30 then favor a weakly and oppose b weakly because \"N.\" }\nadvice {\n  a when t.n >= 20\n  b when t.n >= 40\n  a otherwise\n}",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..60 }\nrule q { when t.n > 30 then favor a weakly and oppose b weakly because \"N.\" }\nadvice {\n  b when t.n >= 40\n  a when t.n >= 20\n  a otherwise\n}",
        kind: CodeInfo::RULES,
    },
    moves: true,
    run,
};

fn run(seen: &Seen<'_>, found: &mut Vec<Diagnostic>) {
    let book = &seen.program.rulebook;
    let rows = book.advice.iter().flat_map(|advice| &advice.rows);
    let shapes = seen.program.plan.words.row_shapes.iter();
    for (at, (row, shapes)) in rows.zip(shapes).enumerate() {
        let Some(when) = &row.when else {
            continue;
        };
        if may_go(seen, (when, row.unless.as_ref()), shapes) && !seen.possible.can_choose(at) {
            let message = "this row never gives the advice, though its condition can hold";
            let told = Diagnostic::warning(LINT.info.code, row.origin, message)
                .help("rows are checked from the top: move it up, or remove it");
            let all = book.advice.iter().flat_map(|advice| &advice.rows);
            let above: Vec<Guarded<'_>> = all
                .take(at)
                .map(|row| Guarded::new(&row.when, &row.unless, row.origin))
                .collect();
            let own = Guarded::new(&row.when, &row.unless, row.origin);
            found.push(match only(seen, &own, &above) {
                Some(other) => told.label(other, "the row above"),
                None => told,
            });
        }
    }
}
