//! A condition or a cell of a table that asks for a level which no row of its let gives.

use super::Lint;
use super::reads::asked_levels;
use crate::base::{CodeInfo, Diagnostic, Span};
use crate::model::{LetId, LevelSet, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0814",
        name: "level-never-given",
        what: "A condition or a cell asks for a level that no row of its let gives.",
        why: "It never holds, so what depends on it never happens. Often the row that gave the level was deleted.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high }\nlet q : bad < fair < good {\n  good when t.f is high\n  bad otherwise\n}\nrule p { when q is fair then favor a weakly and oppose b weakly because \"Q.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high }\nlet q : bad < fair < good {\n  good when t.f is high\n  fair when t.f is mid\n  bad otherwise\n}\nrule p { when q is fair then favor a weakly and oppose b weakly because \"Q.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let asked = asked_levels(book).into_iter();
    found.extend(asked.filter_map(|(id, levels, origin)| never_given(book, (id, levels), origin)));
}

fn never_given(
    book: &Rulebook,
    (id, levels): (LetId, LevelSet),
    origin: Span,
) -> Option<Diagnostic> {
    let item = book.lets.find(id)?;
    let (scale, given) = item.kind.given()?;
    if levels.is_empty() || !given.intersection(levels).is_empty() {
        return None;
    }
    let names: Vec<String> = levels
        .iter()
        .filter_map(|at| Some(format!("`{}`", scale.level(at)?.name)))
        .collect();
    let message = format!("no row of `{}` gives {}", item.name, names.join(" or "));
    let help = format!(
        "add a row to `{}` that gives it, or ask for another level",
        item.name
    );
    Some(
        Diagnostic::warning(LINT.info.code, origin, message)
            .label(item.origin, "its rows")
            .help(help),
    )
}
