//! A rule or a row of a contrast that gives no reason.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{Rule, Rulebook, Template};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0808",
        name: "rule-without-because",
        what: "A rule gives no reason in words.",
        why: "The explanation can show that it fired, but not why that matters.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y helps a.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let silent = |rule: &&Rule| rule.reasons().all(Template::is_blank);
    for rule in book.rules.values().filter(silent) {
        let message = format!("`{}` gives no reason", rule.name);
        found.push(
            Diagnostic::warning(LINT.info.code, rule.origin, message)
                .help("say in a sentence why it holds: `because \"…\"`"),
        );
    }
}
