//! `between` with a lower end that is a parameter, and above the upper one.

use super::Lint;
use super::reads::conditions;
use crate::base::{CodeInfo, Diagnostic, format_number};
use crate::model::{CondKind, Num, NumKind, Part, Rulebook};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0839",
        name: "between-upside-down",
        what: "With the values of the parameters, the lower end of `between` is above the upper one.",
        why: "Nothing is between such ends. The condition holds only if a parameter is changed from outside.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..100 }\nparameter low = 20\nparameter high = 80\nrule q { when t.n between high and low then favor a weakly and oppose b weakly because \"N.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..100 }\nparameter low = 20\nparameter high = 80\nrule q { when t.n between low and high then favor a weakly and oppose b weakly because \"N.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    for cond in conditions(book) {
        cond.walk(&mut |part| {
            if let Part::Cond(cond) = part
                && let CondKind::Between { low, high, .. } = &cond.kind
            {
                found.extend(problem(book, low, high));
            }
        });
    }
}

fn problem(book: &Rulebook, low: &Num, high: &Num) -> Option<Diagnostic> {
    let (from, to) = (fixed(book, low)?, fixed(book, high)?);
    if from <= to {
        return None;
    }
    let (from, to) = (format_number(from, 9), format_number(to, 9));
    let message = format!("nothing is between {from} and {to}: the first is the higher one");
    let both = low.origin.to(high.origin);
    let (first, last) = (book.files.text(low.origin), book.files.text(high.origin));
    Some(
        Diagnostic::warning(LINT.info.code, both, message)
            .help("the lower end comes first")
            .edit(both, format!("{last} and {first}")),
    )
}

/// A plain number, or the value of a parameter.
fn fixed(book: &Rulebook, number: &Num) -> Option<f64> {
    match number.kind {
        NumKind::Constant(value) => Some(value),
        NumKind::Parameter(id) => book.parameters.find(id).map(|one| one.declared),
        _ => None,
    }
}
