//! A level of an ordered scale that says that there is no answer.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic, says_no_answer};
use crate::model::{FactType, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0836",
        name: "level-for-no-answer",
        what: "A level of an ordered scale says that the answer is not known.",
        why: "Such a level counts as a value, above or below the others. A fact that is left out of a profile, or `unknown`, is not known, and no test of order holds for it.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : slow < fast < dont_know }\nrule q { when t.f is fast then favor a weakly and oppose b weakly because \"F.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact f : slow < fast }\nrule q { when t.f is fast then favor a weakly and oppose b weakly because \"F.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    for fact in book.facts.values() {
        let FactType::Level(scale) = &fact.kind else {
            continue;
        };
        for level in scale.levels.iter().filter(|_| scale.ordered) {
            if !says_no_answer(&level.name) {
                continue;
            }
            let message = format!(
                "the level `{}` of `{}` says that there is no answer, but it has a place in the order",
                level.name, fact.name
            );
            found.push(
                Diagnostic::warning(LINT.info.code, level.origin, message)
                    .help("leave it out: profiles say `unknown`, and rules test `is unknown`")
                    .help("if the question does not always apply, say so: `asked when CONDITION`"),
            );
        }
    }
}
