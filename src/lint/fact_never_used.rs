//! A fact that no condition, number or table reads. Facts of free text are for reports and may stay.

use super::Lint;
use super::reads::Reads;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{FactType, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0801",
        name: "fact-never-used",
        what: "A fact is declared, but nothing reads it.",
        why: "People would answer a question that changes nothing.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no  fact z : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no  fact z : yes_no }\nrule q { when t.y or t.z then favor a weakly and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let reads = Reads::of(book);
    for (id, fact) in book.facts.iter() {
        if !matches!(fact.kind, FactType::Text) && !reads.uses_fact(book, id) {
            let message = format!("nothing reads the fact `{}`", fact.name);
            found.push(
                Diagnostic::warning(LINT.info.code, fact.origin, message)
                    .help("use it in a rule, a table or the advice, or remove it"),
            );
        }
    }
}
