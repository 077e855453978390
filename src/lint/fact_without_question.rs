//! A fact without `ask`, where other facts have one.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{Fact, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0802",
        name: "fact-without-question",
        what: "A fact has no question, although other facts do.",
        why: "Those who answer see only its name.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { ask \"Y?\" }  fact z : yes_no }\nrule q { when t.y or t.z then favor a weakly and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { ask \"Y?\" }  fact z : yes_no { ask \"Z?\" } }\nrule q { when t.y or t.z then favor a weakly and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let asks = |fact: &&Fact| fact.ask.as_ref().is_some_and(|ask| !ask.trim().is_empty());
    if !book.facts.values().any(|fact| asks(&fact)) {
        return;
    }
    for fact in book.facts.values().filter(|fact| !asks(fact)) {
        let message = format!("the fact `{}` has no question", fact.name);
        found.push(
            Diagnostic::warning(LINT.info.code, fact.origin, message)
                .help("add one in its block: `ask \"…\"`"),
        );
    }
}
