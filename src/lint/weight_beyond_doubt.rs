//! A weight so large that one piece of evidence decides everything.

use super::Lint;
use super::weight_of_zero::fixed_weights;
use crate::base::{CodeInfo, Diagnostic, format_number};
use crate::model::{Method, MethodFunction, Rulebook};
use crate::script::run as run_lowered;

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0835",
        name: "weight-beyond-doubt",
        what: "A single weight makes something as good as certain.",
        why: "Weights of `odds` are points, no percentages: 80 points are odds of a hundred million to one, and nothing else counts beside them.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a by 80 and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\nrule q { when t.y then favor a by 6 and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

/// From this belief on nothing is in doubt.
const CERTAIN: f64 = 0.9999;
/// How many times as much as `decisively`.
const TIMES: f64 = 2.0;

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let method = &book.method;
    let [.., decisively] = method.scale;
    // Where one is the largest weight, a belief of one is nothing special.
    let points = method.is_scalar() && method.range > 1.0;
    let fixed = fixed_weights(book).filter(|(_, weight)| *weight > TIMES * decisively);
    for (number, weight) in fixed.filter(|_| points) {
        if belief(method, weight).is_some_and(|belief| belief > CERTAIN) {
            let weight = format_number(weight, 3);
            let message = format!("{weight} points leave no doubt, whatever else is known");
            found.push(
                Diagnostic::warning(LINT.info.code, number.origin, message)
                    .help(format!(
                        "weights are points, not percentages; `decisively` is {}",
                        format_number(decisively, 3)
                    ))
                    .help("to rule out a strategy, write `exclude STRATEGY`"),
            );
        }
    }
}

/// What is believed where this is all the evidence.
fn belief(method: &Method, weight: f64) -> Option<f64> {
    let (MethodFunction::Lowered(lift), MethodFunction::Lowered(belief)) =
        (&method.lift, &method.belief)
    else {
        return None;
    };
    let (mut evidence, mut believed, mut scratch) = ([f64::NAN], [f64::NAN], Vec::new());
    run_lowered(lift, &[weight, 1.0], &mut evidence, &mut scratch);
    run_lowered(belief, &evidence, &mut believed, &mut scratch);
    let [believed] = believed;
    believed.is_finite().then_some(believed)
}
