//! A precondition that is never met in part: where it would be, it is met.

use super::never::may;
use super::{Lint, Seen};
use crate::base::{CodeInfo, Diagnostic};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0827",
        name: "never-partly",
        what: "A precondition is met whenever the condition after its `partly when` holds.",
        why: "`met when` comes first, so the precondition is never met in part.",
        example: "rulebook r { }\nstrategy a { precondition \"P\" met when t.n > 3 partly when t.n > 5 }\nstrategy b\ntopic t { fact n : number in 0..9 }\nrule q { when t.n > 3 then favor a weakly and oppose b weakly because \"N.\" }",
        instead: "rulebook r { }\nstrategy a { precondition \"P\" met when t.n > 5 partly when t.n > 3 }\nstrategy b\ntopic t { fact n : number in 0..9 }\nrule q { when t.n > 3 then favor a weakly and oppose b weakly because \"N.\" }",
        kind: CodeInfo::RULES,
    },
    moves: false,
    run,
};

fn run(seen: &Seen<'_>, found: &mut Vec<Diagnostic>) {
    let book = &seen.program.rulebook;
    let shapes = seen.program.plan.words.met_shapes.values();
    for (met, shapes) in book.mets().zip(shapes) {
        let (Some(partly), Some(part)) = (&met.partly, &shapes.partly) else {
            continue;
        };
        let reads = seen.possible.reads(&[&met.when, partly]);
        // What never holds is told where it stands.
        if reads.open || !may(seen, (partly, part), true) {
            continue;
        }
        let happens = seen.possible.does_any(&reads, &|record| {
            record.truth_of(part.truth) > 0.0 && record.truth_of(shapes.when.truth) <= 0.0
        });
        if !happens {
            let message =
                "this is never met in part: where `partly when` holds, `met when` does too";
            found.push(
                Diagnostic::warning(LINT.info.code, partly.origin, message)
                    .help("write the stronger condition after `met when`, or remove `partly when`"),
            );
        }
    }
}
