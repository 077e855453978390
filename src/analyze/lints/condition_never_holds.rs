//! A condition that holds for no profile.

use super::never::dead;
use super::{Lint, Seen, about};
use crate::base::{CodeInfo, Diagnostic};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0820",
        name: "condition-never-holds",
        what: "A condition, or a part of one, never holds for any profile.",
        why: "What depends on it never happens. Often `and` was written instead of `or`, or a number is on the wrong side.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high  fact y : yes_no }\nrule q { when t.f is low and t.f is high then favor a weakly because \"Q.\" }\nrule p { when t.y then favor a weakly and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : low < mid < high  fact y : yes_no }\nrule q { when t.f is low or t.f is high then favor a weakly because \"Q.\" }\nrule p { when t.y then favor a weakly and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    moves: false,
    run,
};

fn run(seen: &Seen<'_>, found: &mut Vec<Diagnostic>) {
    for one in dead(seen).iter().filter(|one| one.holds) {
        let code = LINT.info.code;
        let problem = match one.pair {
            Some([first, second]) => {
                let message = "these two conditions never hold together";
                Diagnostic::warning(code, first, message).label(second, "")
            }
            None => Diagnostic::warning(code, one.cond.origin, "this condition never holds"),
        };
        let problem = about(seen, one.cond)
            .into_iter()
            .fold(problem, Diagnostic::help);
        found.push(problem.help("change it, or remove what depends on it"));
    }
}
