//! A hypothesis that no rule gives evidence, or whose belief and total nobody reads.

use std::collections::BTreeSet;

use super::Lint;
use super::reads::Reads;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{Rulebook, TargetId, TargetKind};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0805",
        name: "hypothesis-without-use",
        what: "A hypothesis gathers no evidence, or nothing reads the evidence it gathered.",
        why: "It only competes for the reader's attention.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nhypothesis h\nrule q { when t.y then favor h weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nhypothesis h\nrule q { when t.y then favor h weakly because \"Y.\" }\nrule p { when belief(h) > 0.5 then favor a weakly and oppose b weakly because \"H.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let reads = Reads::of(book);
    let effects = book
        .rules
        .values()
        .flat_map(|rule| rule.then.iter().chain(&rule.otherwise));
    let with_evidence: BTreeSet<TargetId> = effects.map(|effect| effect.target).collect();
    for (id, target) in book.targets.iter() {
        if target.kind != TargetKind::Hypothesis {
            continue;
        }
        let (message, help) = if !with_evidence.contains(&id) {
            (
                format!("no rule gives evidence for or against `{}`", target.name),
                "write a rule that favors or opposes it, or remove it",
            )
        } else if !reads.targets.contains(&id) {
            (
                format!(
                    "nothing reads the evidence that the hypothesis `{}` gathers",
                    target.name
                ),
                "use its `belief(…)` or `total(…)` in a condition, or remove it",
            )
        } else {
            continue;
        };
        found.push(Diagnostic::warning(LINT.info.code, target.origin, message).help(help));
    }
}
