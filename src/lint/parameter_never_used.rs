//! A parameter that nothing reads and no text prints.

use super::Lint;
use super::reads::Reads;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::Rulebook;

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0804",
        name: "parameter-never-used",
        what: "A parameter is declared, but nothing uses it.",
        why: "Anyone who changes it from outside would wonder why nothing happens.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number }\nparameter p = 6\nrule q { when t.n > 6 then favor a weakly and oppose b weakly because \"N.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number }\nparameter p = 6\nrule q { when t.n > p then favor a weakly and oppose b weakly because \"N.\" }",
        kind: CodeInfo::RULES,
    },
    removes: true,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let reads = Reads::of(book);
    for (id, parameter) in book.parameters.iter() {
        if !reads.parameters.contains(&id) {
            let message = format!("nothing uses the parameter `{}`", parameter.name);
            found.push(
                Diagnostic::warning(LINT.info.code, parameter.origin, message)
                    .help("write its name in place of the number, or remove it"),
            );
        }
    }
}
