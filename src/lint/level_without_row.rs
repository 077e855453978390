//! A level of a let that no row gives. Where a condition asks for such a level alone, the lint of that says so.

use std::collections::BTreeSet;

use super::Lint;
use super::reads::{asked_levels, conditions};
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{Asked, Cond, LetId, LevelSet, RefKind, Rulebook, Subject};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0817",
        name: "level-without-row",
        what: "No row of a let gives one of its levels.",
        why: "The scale promises a level that never occurs. Often its row was forgotten or deleted.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high }\nlet q : bad < fair < good {\n  good when t.f is high\n  bad otherwise\n}\nrule p { when q is at least fair then favor a weakly and oppose b weakly because \"Q.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high }\nlet q : bad < fair < good {\n  good when t.f is high\n  fair when t.f is mid\n  bad otherwise\n}\nrule p { when q is at least fair then favor a weakly and oppose b weakly because \"Q.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let asked = asked_levels(book);
    let compared = compared(book);
    for (id, item) in book.lets.iter() {
        let Some((scale, given)) = item.kind.given() else {
            continue;
        };
        // A scale that is compared with another one is not its own, and numbers are those that rows give.
        if compared.contains(&id) || scale.numbers.is_some() {
            continue;
        }
        let alone = asked
            .iter()
            .filter(|(of, levels, _)| *of == id && levels.intersection(given).is_empty());
        let told = alone.fold(LevelSet::default(), |all, (_, levels, _)| {
            all.union(*levels)
        });
        let missing = given.missing_of(scale.all());
        for level in told.missing_of(missing).iter() {
            let Some(level) = scale.level(level) else {
                continue;
            };
            let message = format!("no row of `{}` gives `{}`", item.name, level.name);
            found.push(
                Diagnostic::warning(LINT.info.code, level.origin, message)
                    .help("add a row that gives it, or remove it from the scale"),
            );
        }
    }
}

/// The lets that are compared with something else as a whole.
fn compared(book: &Rulebook) -> BTreeSet<LetId> {
    let refs = conditions(book).into_iter().flat_map(Cond::refs);
    let whole = refs.filter_map(|one| match one.kind {
        RefKind::Subject(Subject::Let(id), Asked::Level) => Some(id),
        _other => None,
    });
    whole.collect()
}
