//! A strategy for or against which nothing speaks, where others have evidence.

use std::collections::BTreeSet;

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{Rulebook, TargetId, TargetKind};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0816",
        name: "strategy-without-evidence",
        what: "No rule speaks for or against a strategy, although other strategies have evidence.",
        why: "Its total is always zero, so it wins only if all others are below zero. Perhaps its rules were forgotten.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly because \"Y.\" }\nrule p { when not t.y then favor b weakly because \"N.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let rules = book.rules.values();
    let effects = rules.flat_map(|rule| rule.then.iter().chain(&rule.otherwise));
    let with_evidence: BTreeSet<TargetId> = effects.map(|effect| effect.target).collect();
    let strategies = book.targets.iter();
    let strategies = strategies.filter(|(_, target)| target.kind == TargetKind::Strategy);
    let (with, without): (Vec<_>, Vec<_>) =
        strategies.partition(|(id, target)| with_evidence.contains(id) || target.prior != 0.0);
    if with.is_empty() {
        return;
    }
    for (_, target) in without {
        let message = format!(
            "no rule speaks for or against the strategy `{}`",
            target.name
        );
        found.push(
            Diagnostic::warning(LINT.info.code, target.origin, message)
                .help("write a rule that favors or opposes it, or give it a `prior`"),
        );
    }
}
