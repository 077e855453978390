//! A fact tagged as essential in a rulebook that never says how sure its advice is.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{ESSENTIAL, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0818",
        name: "essential-without-sureness",
        what: "A fact is tagged `essential`, but the rulebook has no `sureness` to limit while the fact is unknown.",
        why: "No one should be sure while an essential fact is unknown. Without a sureness, the tag only lists the fact.",
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
            "`{}` is tagged `{ESSENTIAL}`, but the rulebook has no sureness to limit",
            fact.name
        );
        let help = "name a let with ordered levels after `sureness` in the `rulebook` block, or remove the tag";
        found.push(Diagnostic::warning(LINT.info.code, fact.origin, message).help(help));
    }
}
