//! A let that nothing reads and no text prints.

use super::Lint;
use super::reads::Reads;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::Rulebook;

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0803",
        name: "let-never-used",
        what: "A let is derived, but nothing uses it.",
        why: "It costs readers time and changes nothing. Perhaps a condition names the wrong thing.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nlet c = not t.y\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nlet c = not t.y\nrule q { when not c then favor a weakly and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    removes: true,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let reads = Reads::of(book);
    for (id, item) in book.lets.iter() {
        if !item.contradiction && !reads.uses_let(id) {
            let message = format!("nothing uses the let `{}`", item.name);
            found.push(
                Diagnostic::warning(LINT.info.code, item.origin, message)
                    .help("use it in a condition, a table or a text, or remove it"),
            );
        }
    }
}
