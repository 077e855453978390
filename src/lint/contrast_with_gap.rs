//! A contrast over a number whose rows leave out what is between two of them, as where whole numbers were in mind.

use super::Lint;
use crate::base::{CodeInfo, Diagnostic, format_number};
use crate::model::{Compare, Cond, CondKind, Contrast, FactType, Num, NumKind, Rulebook, Subject};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0829",
        name: "contrast-with-gap",
        what: "Two rows of a contrast over a number nearly meet, and no row has the values between them.",
        why: "For those values no row fires, although the ones on both sides do.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..100 }\ncontrast t.n {\n  few: < 50 => favor a weakly because \"Few.\"\n  many: 51..80 => favor b weakly because \"Many.\"\n}",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number in 0..100 }\ncontrast t.n {\n  few: < 50 => favor a weakly because \"Few.\"\n  many: 50..80 => favor b weakly because \"Many.\"\n}",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

/// The steps by which people count up from the end of one row to the beginning of the next, as parts of one.
const STEPS: [f64; 3] = [1.0, 10.0, 100.0];

/// An end of a row, and whether it belongs to its values.
type End = (f64, bool);

/// The values of a row.
#[derive(Clone, Copy)]
struct Values {
    low: End,
    high: End,
}

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    for contrast in book.contrasts.values() {
        let Some((below, above)) = gap(book, contrast) else {
            continue;
        };
        let number = |end: End| format_number(end.0, 9);
        let (low, high) = (number(below), number(above));
        let what = match low == high {
            true => format!("the value {low}"),
            false => format!("the values between {low} and {high}"),
        };
        let message = format!("no row of the contrast `{}` has {what}", contrast.name);
        found.push(
            Diagnostic::warning(LINT.info.code, contrast.origin, message).help(help(below, above)),
        );
    }
}

/// What closes a gap.
fn help(below: End, above: End) -> String {
    let number = |end: End| format_number(end.0, 9);
    let (low, high) = (number(below), number(above));
    match (below, above) {
        ((_, false), _) => {
            format!("let the upper row begin at {low}, such as `{low}..` or `>= {low}`")
        }
        ((_, true), (_, true)) => format!("let the lower row end before {high}: `< {high}`"),
        ((_, true), (_, false)) => format!("let the upper row begin behind {low}: `> {low}`"),
    }
}

/// The ends of the rows on both sides of the first gap.
fn gap(book: &Rulebook, contrast: &Contrast) -> Option<(End, End)> {
    let mut all = Vec::new();
    for id in &contrast.rows {
        values(&book.rules.find(*id)?.when, &mut all)?;
    }
    all.sort_by(|one, other| one.low.0.total_cmp(&other.low.0));
    let whole = is_whole(book, contrast.subject);
    let mut all = all.into_iter();
    let mut high = all.next()?.high;
    for next in all {
        if nearly_meets(high, next.low, whole) {
            return Some((high, next.low));
        }
        if next.high.0 > high.0 || (next.high.0 >= high.0 && next.high.1) {
            high = next.high;
        }
    }
    None
}

/// Whether a row ends a step before another one begins, with values between them.
fn nearly_meets((high, has_high): End, (low, has_low): End, whole: bool) -> bool {
    let apart = low - high;
    if whole {
        let first = if has_high {
            high.floor() + 1.0
        } else {
            high.ceil()
        };
        let last = if has_low {
            low.ceil() - 1.0
        } else {
            low.floor()
        };
        return (first - last).abs() < 0.5;
    }
    let is_near = |value: f64| (value - value.round()).abs() < 1e-6;
    let step = |parts: &&f64| is_near(high * **parts) && is_near(low * **parts);
    let step = STEPS.iter().find(step);
    let one_step = step.is_some_and(|parts| (apart * parts - 1.0).abs() < 1e-6);
    one_step || (apart.abs() < 1e-9 && !has_high && !has_low)
}

fn is_whole(book: &Rulebook, subject: Subject) -> bool {
    let Subject::Fact(id) = subject else {
        return false;
    };
    let fact = book.facts.find(id);
    fact.is_some_and(|fact| matches!(&fact.kind, FactType::Number(number) if number.whole))
}

/// The values of a row, where they are known without a profile.
fn values(when: &Cond, all: &mut Vec<Values>) -> Option<()> {
    let infinite = f64::INFINITY;
    let one = match &when.kind {
        CondKind::Any(parts) => return parts.iter().try_for_each(|part| values(part, all)),
        CondKind::Between { low, high, .. } => Values {
            low: (constant(low)?, true),
            high: (constant(high)?, true),
        },
        CondKind::Compare { compare, right, .. } => {
            let end = constant(right)?;
            let (low, high) = match compare {
                Compare::Equal => ((end, true), (end, true)),
                Compare::Less => ((-infinite, false), (end, false)),
                Compare::AtMost => ((-infinite, false), (end, true)),
                Compare::More => ((end, false), (infinite, false)),
                Compare::AtLeast => ((end, true), (infinite, false)),
                Compare::NotEqual => return None,
            };
            Values { low, high }
        }
        _ => return None,
    };
    all.push(one);
    Some(())
}

fn constant(number: &Num) -> Option<f64> {
    match number.kind {
        NumKind::Constant(value) => Some(value),
        _ => None,
    }
}
