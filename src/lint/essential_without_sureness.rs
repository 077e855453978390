//! A fact tagged as essential in a rulebook that never says how sure its advice is.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{ESSENTIAL, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0818",
        name: "essential-without-sureness",
        what: "A fact is tagged `essential`, and the rulebook has no `sureness` that could be held down while it is unknown.",
        why: "Nobody should be sure while an essential fact is unknown. Where no sureness is told, the tag only lists the fact.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { tag essential } }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { sureness wide }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { tag essential } }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }\nlet wide : no_lead < lead { lead when margin > 3  no_lead otherwise }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    if book.sureness.is_some() {
        return;
    }
    for id in book.essential() {
        let fact = &book.facts[id];
        let message = format!(
            "`{}` is tagged `{ESSENTIAL}`, and the rulebook has no sureness to hold down",
            fact.name
        );
        let help = "name a let with levels in order by `sureness` in the `rulebook` block, or take the tag out";
        found.push(Diagnostic::warning(LINT.info.code, fact.origin, message).help(help));
    }
}
