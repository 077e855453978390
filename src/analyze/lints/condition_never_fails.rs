//! A condition that is false for no profile.

use super::never::dead;
use super::{Lint, Seen, about};
use crate::base::{CodeInfo, Diagnostic};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0821",
        name: "condition-never-fails",
        what: "A condition, or a part of one, is never false for any profile.",
        why: "It distinguishes nothing: it holds as soon as its facts are known. Often a number is on the wrong side.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..60  fact y : yes_no }\nrule q { when t.n >= 0 and t.y then favor a weakly and oppose b weakly because \"Q.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..60  fact y : yes_no }\nrule q { when t.n >= 10 and t.y then favor a weakly and oppose b weakly because \"Q.\" }",
        kind: CodeInfo::RULES,
    },
    moves: false,
    run,
};

fn run(seen: &Seen<'_>, found: &mut Vec<Diagnostic>) {
    for one in dead(seen).iter().filter(|one| !one.holds) {
        let code = LINT.info.code;
        let problem = match one.pair {
            Some([first, second]) => {
                let message = "one of these two conditions always holds";
                Diagnostic::warning(code, first, message).label(second, "")
            }
            None => Diagnostic::warning(code, one.cond.origin, "this condition is never false"),
        };
        let problem = about(seen, one.cond)
            .into_iter()
            .fold(problem, Diagnostic::help);
        let help = match one.pair {
            Some(_) => "keep one of the two, or correct a number or level in one of them",
            None => "remove it, or correct its number or level",
        };
        found.push(problem.help(help));
    }
}
