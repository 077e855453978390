//! A row of a `let` that is never the one that counts, though its own condition can hold.

use super::shadow::{Guarded, first, only};
use super::{Lint, Seen};
use crate::analyze::possible::Never;
use crate::base::{CodeInfo, Diagnostic, Span};
use crate::model::grid::Grid;
use crate::model::{Cell, LetId, LetKind, TruthId};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0823",
        name: "row-never-counts",
        what: "A row of a let never counts.",
        why: "The first row that is known to apply counts, if those above it are known not to apply. A row for an unknown value must come before the rows that test it.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..60 }\nlet q : low < mid < high {\n  high when t.n >= 20\n  mid  when t.n >= 40\n  low  otherwise\n}\nrule p { when q is at least mid then favor a weakly and oppose b weakly because \"Q.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..60 }\nlet q : low < mid < high {\n  high when t.n >= 40\n  mid  when t.n >= 20\n  low  otherwise\n}\nrule p { when q is at least mid then favor a weakly and oppose b weakly because \"Q.\" }",
        kind: CodeInfo::RULES,
    },
    moves: true,
    run,
};

fn run(seen: &Seen<'_>, found: &mut Vec<Diagnostic>) {
    let book = &seen.program.rulebook;
    for (id, item) in book.lets.iter() {
        let Some(choice) = seen.program.plan.code.lets[id].choice() else {
            continue;
        };
        if seen.open.contains(&id) {
            continue;
        }
        let rows = &seen.program.plan.code.choices[choice].rows;
        let rows: Vec<TruthId> = rows.iter().map(|(truth, _)| *truth).collect();
        match &item.kind {
            LetKind::List(_, list) => {
                let guarded: Vec<Guarded<'_>> = list
                    .iter()
                    .map(|row| Guarded::new(&row.when, &row.unless, row.origin))
                    .collect();
                for (at, row) in guarded.iter().enumerate() {
                    let why = match row.conds.is_empty() {
                        true => None,
                        false => never(seen, (id, at), &rows, row.origin),
                    };
                    if let Some(why) = why.filter(|(never, _)| *never != Never::Holds) {
                        found.push(below(told(why), shadow(seen, why.0, at, &guarded)));
                    }
                }
            }
            LetKind::Table(_, inputs, table) => {
                // What shows in the cells alone is told by the lint of that.
                let applies = Grid::new(book, inputs, table).map(|grid| grid.rows_that_apply());
                for (at, row) in table.iter().enumerate() {
                    let shows = applies.as_ref().and_then(|rows| rows.get(at)) == Some(&false);
                    let is_last = row.cells.iter().all(|cell| *cell == Cell::Any);
                    if !shows && !is_last {
                        found.extend(never(seen, (id, at), &rows, row.origin).map(told));
                    }
                }
            }
            LetKind::YesNo(_) | LetKind::Number(..) => {}
        }
    }
}

/// The row of a list that keeps one from counting, where that is clear.
fn shadow(seen: &Seen<'_>, why: Never, at: usize, rows: &[Guarded<'_>]) -> Option<Span> {
    let (above, rest) = rows.split_at_checked(at)?;
    let row = rest.first()?;
    match why {
        Never::Open { .. } => first(seen, row, above),
        Never::Holds | Never::Above => only(seen, row, above),
    }
}

fn below(told: Diagnostic, above: Option<Span>) -> Diagnostic {
    match above {
        Some(above) => told.label(above, "the row above"),
        None => told,
    }
}

/// Why a row never counts, with its place.
fn never(
    seen: &Seen<'_>,
    (id, at): (LetId, usize),
    rows: &[TruthId],
    origin: Span,
) -> Option<(Never, Span)> {
    let (above, _) = rows.split_at_checked(at)?;
    let why = seen
        .possible
        .never_chosen((id, at), *rows.get(at)?, above)?;
    (why != Never::Open { gives: true }).then_some((why, origin))
}

fn told((why, origin): (Never, Span)) -> Diagnostic {
    let message = format!("this row never counts: {}", why.words());
    let help = match why {
        Never::Holds => "no profile fits all its cells: change them, or remove the row",
        Never::Above => "rows are checked from the top: move it up, or remove it",
        Never::Open { .. } => "move it above the rows that test what is unknown there",
    };
    Diagnostic::warning(LINT.info.code, origin, message).help(help)
}
