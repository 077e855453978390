//! A contradiction that says nothing to the person who gave the answers.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{Rulebook, Template};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0828",
        name: "contradiction-without-words",
        what: "A contradiction has neither a title nor a reason.",
        why: "Whoever gave the answers learns that something is wrong with them, but not what.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no  fact z : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y helps a.\" }\ncontradiction c { when t.y and t.z }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no  fact z : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y helps a.\" }\ncontradiction c \"Y and Z at once\" { when t.y and t.z because \"Y rules Z out.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    for (_, item) in book.contradictions() {
        let silent = item.because.as_ref().is_none_or(Template::is_blank);
        if silent && (item.title == item.name || item.title.trim().is_empty()) {
            let message = format!(
                "the contradiction `{}` does not say what is wrong",
                item.name
            );
            found.push(
                Diagnostic::warning(LINT.info.code, item.origin, message)
                    .help("say it in a title, or in a sentence: `because \"…\"`"),
            );
        }
    }
}
