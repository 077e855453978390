//! A weight that is always 0.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{Num, NumKind, Rulebook, Weight};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0834",
        name: "weight-of-zero",
        what: "A weight is 0.",
        why: "Evidence of no weight changes no total. The rule is shown, but decides nothing.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a by 0 and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a by 1 and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    for (number, weight) in fixed_weights(book) {
        if weight == 0.0 {
            found.push(
                Diagnostic::warning(LINT.info.code, number.origin, "a weight of 0 moves nothing")
                    .help("write a larger weight, or remove the effect"),
            );
        }
    }
}

/// The weights that are written as plain numbers.
pub(super) fn fixed_weights(book: &Rulebook) -> impl Iterator<Item = (&Num, f64)> {
    let rules = book.rules.values();
    let effects = rules.flat_map(|rule| rule.then.iter().chain(&rule.otherwise));
    effects.filter_map(|effect| match &effect.weight {
        Weight::By(number) => match number.kind {
            NumKind::Constant(weight) => Some((number, weight)),
            _ => None,
        },
        Weight::Word(..) => None,
    })
}
