//! A fact that is asked when a condition of its own answer holds.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{LetId, Rulebook, facts_behind};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0819",
        name: "asked-of-itself",
        what: "Whether the question about a fact applies depends on the fact itself.",
        why: "It would take the answer to know whether to ask the question.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { ask \"Y?\" }  fact n : number in 0..9 { ask \"N?\" asked when t.n > 3 } }\nrule q { when t.y and t.n > 5 then favor a weakly and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { ask \"Y?\" }  fact n : number in 0..9 { ask \"N?\" asked when t.y } }\nrule q { when t.y and t.n > 5 then favor a weakly and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let of_let = |id: LetId| Some(&book.lets.find(id)?.kind);
    for (id, fact) in book.facts.iter() {
        let Some(asked) = &fact.asked else { continue };
        if facts_behind(asked.refs(), &of_let).contains(&id) {
            let message = format!("whether `{}` is asked depends on its own answer", fact.name);
            let help = "name the fact that has to be answered first, or remove `asked when`";
            found.push(Diagnostic::warning(LINT.info.code, asked.origin, message).help(help));
        }
    }
}
