//! An outcome that no row of the advice gives; without an `advice` block, one that is no strategy.

use std::collections::BTreeSet;

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{OutcomeId, Rulebook, TargetId};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0807",
        name: "outcome-never-advised",
        what: "An outcome can never be the advice.",
        why: "No one will ever read its preconditions, next steps and risks.",
        example: "rulebook r { }\nstrategy a\nstrategy b\noutcome c \"Both\"\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }\nadvice { a when best is a  b otherwise }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\noutcome c \"Both\"\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a weakly and oppose b weakly because \"Y.\" }\nadvice { c when margin < 2  a when best is a  b otherwise }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let (advised, help): (BTreeSet<OutcomeId>, _) = match &book.advice {
        Some(advice) => (
            advice.rows.iter().filter_map(|row| row.outcome).collect(),
            "give it a row in the `advice` block, or remove it",
        ),
        None => (
            book.targets
                .values()
                .filter_map(|target| target.outcome)
                .collect(),
            "write an `advice` block: without one, the best strategy is advised",
        ),
    };
    for (id, outcome) in book.outcomes.iter() {
        // A strategy with nothing to say of itself is advised by an outcome for it.
        let own = |target: TargetId| book.targets[target].outcome == Some(id);
        let by_another = outcome.strategy.is_some_and(|target| {
            let mut others = advised.iter().map(|other| &book.outcomes[*other]);
            own(target)
                && outcome.items.is_empty()
                && others.any(|other| other.strategy == Some(target))
        });
        if !advised.contains(&id) && !by_another {
            let message = format!("`{}` is never advised", outcome.name);
            found.push(Diagnostic::warning(LINT.info.code, outcome.origin, message).help(help));
        }
    }
}
