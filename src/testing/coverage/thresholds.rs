//! Thresholds: did values lie on both sides of each, and exactly there?

use super::{Class, Item, Need, Seen, item, need};
use crate::analyze::possible::Around;
use crate::analyze::possible::{Kind, Measure, Threshold};
use crate::base::{Diagnostic, format_number};
use crate::model::{FactType, Figure, NumberId, NumberNode, Whole};
use crate::space::SLACK;

const BELOW: &str = "below";
const AT: &str = "at";
const ABOVE: &str = "above";
/// Of levels: the one below.
const NEXT: &str = "just-below";

pub(super) fn items(seen: &Seen<'_>) -> Vec<Item> {
    let thresholds = seen.sites.thresholds.iter();
    thresholds
        .zip(&seen.tally.around)
        .enumerate()
        .map(|(at, (threshold, around))| one(seen, at, (threshold, around)))
        .collect()
}

fn one(seen: &Seen<'_>, at: usize, (threshold, around): (&Threshold, &Around)) -> Item {
    let what = (
        Class::Thresholds,
        threshold.name.to_string(),
        threshold.origin,
    );
    let mut needs = needs(seen, threshold, around);
    for need in needs
        .iter_mut()
        .filter(|need| need.possible && need.count == 0)
    {
        need.possible = is_tried(seen, at, need.what);
    }
    item(what, needs, |missing| {
        gap(seen, (threshold, around), missing)
    })
}

/// Whether a combination of the facts behind two levels lies on a side; true where they are no levels.
fn is_tried(seen: &Seen<'_>, at: usize, side: &str) -> bool {
    let Some(threshold) = seen.sites.thresholds.get(at) else {
        return true;
    };
    let Some(reads) = seen
        .possible
        .reads_of_levels([threshold.left, threshold.right])
    else {
        return true;
    };
    seen.possible.is_tried(&reads, |tally| {
        let around = tally.around.get(at).copied().unwrap_or_default();
        let count = match side {
            BELOW => around.below,
            AT => around.at,
            ABOVE => around.above,
            _next => around.step,
        };
        count > 0
    })
}

fn needs(seen: &Seen<'_>, threshold: &Threshold, around: &Around) -> Vec<Need> {
    if threshold.kind == Kind::Levels {
        return vec![need(NEXT, around.step, true), need(AT, around.at, true)];
    }
    let (left, right) = (range(seen, threshold.left), range(seen, threshold.right));
    let (left, right) = match (left, right) {
        (Some(left), Some(right)) => (left, right),
        _never_known => {
            return vec![
                need(BELOW, around.below, false),
                need(ABOVE, around.above, false),
            ];
        }
    };
    let slack = left.slack.max(right.slack);
    let mut needs = vec![
        need(BELOW, around.below, left.low + slack < right.high),
        need(ABOVE, around.above, left.high - slack > right.low),
    ];
    if threshold.kind == Kind::Exact {
        let meet = left.low <= right.high && left.high >= right.low;
        // Between whole numbers there is nothing.
        let gap = left.whole && right.low == right.high && right.low.fract() != 0.0;
        needs.insert(1, need(AT, around.at, meet && !gap));
    }
    needs
}

/// Between which ends a measure can lie.
#[derive(Clone, Copy)]
struct Range {
    low: f64,
    high: f64,
    whole: bool,
    /// By how much the ends may lie too far out.
    slack: f64,
}

fn range(seen: &Seen<'_>, measure: Measure) -> Option<Range> {
    let of = |low, high, whole| {
        Some(Range {
            low,
            high,
            whole,
            slack: 0.0,
        })
    };
    let open = of(f64::NEG_INFINITY, f64::INFINITY, false);
    match measure {
        Measure::Constant(number) => of(number, number, false),
        Measure::Fact(fact) => match &seen.program.rulebook.facts[fact].kind {
            FactType::Number(kind) => of(
                kind.low.unwrap_or(f64::NEG_INFINITY),
                kind.high.unwrap_or(f64::INFINITY),
                kind.whole,
            ),
            _no_number => open,
        },
        Measure::Number(id) => {
            let Some(reach) = &seen.possible.reach else {
                return open;
            };
            let ends = match &seen.program.plan.code.numbers[id] {
                NumberNode::Figure(Figure::Total(target)) => reach.total(seen.program, *target),
                _other => reach.range(id),
            };
            let (low, high) = ends?;
            Some(Range {
                low,
                high,
                whole: is_count(seen, id),
                slack: SLACK,
            })
        }
        Measure::Level(of_level) => match seen.program.scale(of_level) {
            Some(scale) => {
                let most = u32::try_from(scale.levels.len().saturating_sub(1)).unwrap_or(u32::MAX);
                of(0.0, f64::from(most), true)
            }
            None => open,
        },
    }
}

fn is_count(seen: &Seen<'_>, id: NumberId) -> bool {
    match &seen.program.plan.code.numbers[id] {
        NumberNode::Count(_) | NumberNode::Figure(Figure::Known(_)) => true,
        NumberNode::Apply(op, _) => op.about().whole == Whole::Always,
        _other => false,
    }
}

fn gap(
    seen: &Seen<'_>,
    (threshold, around): (&Threshold, &Around),
    missing: &[&str],
) -> Diagnostic {
    let name = threshold.quoted();
    if threshold.kind == Kind::Levels {
        let words = levels(seen, threshold, missing);
        let message = format!("{name} is not tested at its boundary");
        return Diagnostic::warning("W1003", threshold.origin, message)
            .here(format!("never {words}"))
            .help(format!(
                "add an example or a case in which the value is {words}"
            ));
    }
    let number = |number: f64| format_number(number, 6);
    let places: Vec<String> = missing
        .iter()
        .map(|side| match (*side, threshold.right) {
            (AT, Measure::Constant(at)) => format!("exactly at {}", number(at)),
            (AT, _) => "with both equal".into(),
            (side, Measure::Constant(at)) => format!("{side} {}", number(at)),
            (side, _) => format!("with the left one {side} the right one"),
        })
        .collect();
    let message = format!("{name} is never tested {}", places.join(", nor "));
    let value = match threshold.right {
        Measure::Constant(_) => "with a value ",
        _moving => "",
    };
    Diagnostic::warning("W1003", threshold.origin, message)
        .here(nearest(threshold, around))
        .help(format!(
            "add an example or a case {value}{}",
            places.join(", and one ")
        ))
}

/// What came nearest to a threshold.
fn nearest(threshold: &Threshold, around: &Around) -> String {
    let near: Vec<f64> = [around.under, around.over]
        .into_iter()
        .filter(|distance| distance.is_finite())
        .collect();
    let words = |distance: &f64| match threshold.right {
        Measure::Constant(at) => format_number(at + distance, 6),
        _moving => {
            let levels = match threshold.left {
                Measure::Level(_) => " levels",
                Measure::Fact(_) | Measure::Number(_) | Measure::Constant(_) => "",
            };
            let side = if *distance < 0.0 { "below" } else { "above" };
            format!("{}{levels} {side}", format_number(distance.abs(), 6))
        }
    };
    let near: Vec<String> = near.iter().map(words).collect();
    match (near.as_slice(), around.at) {
        ([], 0) => "never known".into(),
        ([], _) => "always exactly there".into(),
        (near, 0) => format!("nearest: {}", near.join(" and ")),
        (near, _) => format!("exactly there, and nearest: {}", near.join(" and ")),
    }
}

/// The levels of a cut that were not seen.
fn levels(seen: &Seen<'_>, threshold: &Threshold, missing: &[&str]) -> String {
    let (Measure::Level(of), Measure::Constant(from)) = (threshold.left, threshold.right) else {
        return String::new();
    };
    let Some(scale) = seen.program.scale(of) else {
        return String::new();
    };
    let names: Vec<String> = scale
        .levels
        .iter()
        .enumerate()
        .filter(|(at, _)| {
            let at = f64::from(u32::try_from(*at).unwrap_or(u32::MAX));
            (missing.contains(&AT) && at == from) || (missing.contains(&NEXT) && at + 1.0 == from)
        })
        .map(|(_, level)| format!("`{}`", level.name))
        .collect();
    names.join(" or ")
}
