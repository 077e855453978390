//! A rule that gives a reason for `then` and none for its `else`.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{Rule, Rulebook, Template};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0815",
        name: "else-without-because",
        what: "A rule gives a reason for its `then`, but none for its `else`.",
        why: "A single `because` is the reason for `then`. If the rule applies by its `else`, the explanation shows the points but no reason.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly because \"Y helps a.\" else favor b weakly }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly because \"Y helps a.\" else favor b weakly because \"Without y, b is easier.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let silent = |rule: &&Rule| {
        let says = |reason: &Option<Template>| reason.as_ref().is_some_and(|one| !one.is_blank());
        !rule.otherwise.is_empty() && says(&rule.because) && !says(&rule.because_else)
    };
    for rule in book.rules.values().filter(silent) {
        let message = format!("`{}` gives no reason for its `else`", rule.name);
        found.push(
            Diagnostic::warning(LINT.info.code, rule.origin, message)
                .help("write the reason for `else` right after it: `else favor … because \"…\"`"),
        );
    }
}
