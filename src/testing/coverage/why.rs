//! Why a condition never was what a test should make it: the part that is to blame, and what was seen of it.

use super::Seen;
use crate::analyze::possible::yes;
use crate::analyze::possible::{Shown, parts};
use crate::analyze::possible::{Truth, Values};
use crate::base::{Span, format_number};
use crate::model::{
    self, Cond, CondKind, FactId, FactType, LetId, LetKind, LevelSet, Scale, Shape, ShapeOp,
    Subject, TruthId,
};

/// A reason and where it is to be seen.
#[derive(Clone, Debug)]
pub(super) struct Why {
    /// In words.
    pub words: String,
    /// The place.
    pub at: Span,
}

/// How often: "once", "3 times".
pub(super) fn times(count: u64) -> String {
    match count {
        0 => "never".into(),
        1 => "once".into(),
        count => format!("{count} times"),
    }
}

/// Why a condition was never known to be true (`want`), or false.
pub(super) fn never(seen: &Seen<'_>, shown: Shown<'_>, want: bool) -> Why {
    let (cond, shape) = shown;
    let parts = parts(shown);
    let count = |part: &Shown<'_>| {
        let truth = seen.truth(part.1.truth);
        if want { truth.yes } else { truth.no }
    };
    match (shape.op, parts.first()) {
        (ShapeOp::Not, Some(inner)) => return never(seen, *inner, !want),
        (ShapeOp::Surely, Some(inner)) => return never(seen, *inner, want),
        (ShapeOp::AtLeast(_), Some(_)) => {
            let often: Vec<String> = parts.iter().map(|part| count(part).to_string()).collect();
            return Why {
                words: format!(
                    "never were enough of its {} parts {want} together: they were so {} times",
                    parts.len(),
                    often.join(", ")
                ),
                at: cond.origin,
            };
        }
        (ShapeOp::All, Some(_)) if want => {}
        (ShapeOp::Any, Some(_)) if !want => {}
        (_, None) => return test(seen, (cond.origin, shape), want),
        // One part would be enough, and none did it.
        (_, Some(_)) => {
            return Why {
                words: format!(
                    "none of its {} parts was ever known to be {want}",
                    parts.len()
                ),
                at: cond.origin,
            };
        }
    }
    // Every part is needed: the one that was so least often stands in the way most.
    let least = parts.iter().min_by_key(|part| count(part));
    match least {
        Some(part) if count(part) == 0 => never(seen, *part, want),
        Some(part) => Why {
            words: format!(
                "{want} {}, but never together with the other parts",
                times(count(part))
            ),
            at: part.0.origin,
        },
        None => test(seen, (cond.origin, shape), want),
    }
}

/// Why a condition can never hold, whatever a profile says.
pub(super) fn cannot(seen: &Seen<'_>, shown: Shown<'_>) -> Why {
    let (cond, shape) = shown;
    let parts = parts(shown);
    let why = |words: &str| Why {
        words: words.to_owned(),
        at: cond.origin,
    };
    match (shape.op, parts.first()) {
        (ShapeOp::Surely, Some(inner)) => cannot(seen, *inner),
        (ShapeOp::All, Some(_)) => {
            let never = |(part, shape): &&Shown<'_>| {
                !seen.possible.can_hold(shape.truth)
                    || !seen
                        .possible
                        .is_tried(&seen.possible.reads(&[*part]), |tally| {
                            yes(tally, shape.truth) > 0
                        })
            };
            match parts.iter().find(never) {
                Some(part) => cannot(seen, *part),
                None => why("its parts can never hold together"),
            }
        }
        (_, Some(_)) => why("it can never hold"),
        (_, None) => Why {
            words: ungiven(seen, cond).unwrap_or_else(|| "it can never hold".to_owned()),
            at: cond.origin,
        },
    }
}

/// That no row of a let gives the level that a test asks for.
fn ungiven(seen: &Seen<'_>, cond: &Cond) -> Option<String> {
    let CondKind::Level {
        subject: Subject::Let(id),
        levels,
    } = &cond.kind
    else {
        return None;
    };
    let one = &seen.program.rulebook.lets[*id];
    let (scale, given) = one.kind.given()?;
    let names: Vec<String> = levels
        .iter()
        .filter_map(|at| Some(format!("`{}`", scale.level(at)?.name)))
        .collect();
    let (name, names) = (&one.name, names.join(" or "));
    Some(match given.intersection(*levels).is_empty() {
        true => format!("no row of `{name}` gives {names}"),
        false => format!("a row of `{name}` gives {names}, but never counts"),
    })
}

/// Why a test never was so.
pub(super) fn test(seen: &Seen<'_>, (at, shape): (Span, &Shape), want: bool) -> Why {
    let truth = seen.truth(shape.truth);
    if seen.tally.evaluations == 0 {
        return Why {
            words: "nothing was evaluated".to_owned(),
            at,
        };
    }
    let other = if want { truth.no } else { truth.yes };
    let reads: Vec<String> = shape
        .reads
        .iter()
        .filter_map(|read| told(seen, *read))
        .collect();
    let mut words = match (other, truth.unknown) {
        (0, _) => "never known".to_owned(),
        (other, 0) => format!("{} {}", !want, times(other)),
        (other, unknown) => format!("{} {}, unknown {}", !want, times(other), times(unknown)),
    };
    if !reads.is_empty() {
        words.push_str(": ");
        words.push_str(&reads.join(", "));
    }
    Why { words, at }
}

/// What was seen of a value.
fn told(seen: &Seen<'_>, read: model::Shown) -> Option<String> {
    let book = &seen.program.rulebook;
    match read {
        model::Shown::Fact(fact) => {
            let name = &book.facts[fact].name;
            let values = &seen.tally.facts[fact];
            Some(match values.known {
                0 => format!("`{name}` is never given"),
                _ => format!("`{name}` was {}", of_fact(seen, fact, values)),
            })
        }
        model::Shown::Let(id) => {
            let name = &book.lets[id].name;
            let values = &seen.tally.lets[id];
            Some(match values.known {
                0 => format!("`{name}` was never known"),
                _ => format!("`{name}` was {}", of_let(seen, id, values)),
            })
        }
        model::Shown::Parameter(_)
        | model::Shown::Figure(_)
        | model::Shown::Best
        | model::Shown::Advice => None,
    }
}

pub(super) fn of_fact(seen: &Seen<'_>, fact: FactId, values: &Values) -> String {
    match &seen.program.rulebook.facts[fact].kind {
        FactType::YesNo => yes_no(values.levels),
        FactType::Level(scale) => levels(scale, values.levels, "or"),
        FactType::Set(scale) => levels(scale, values.levels, "and"),
        FactType::Number(_) => numbers(values),
        FactType::Text => "a text".into(),
    }
}

pub(super) fn of_let(seen: &Seen<'_>, id: LetId, values: &Values) -> String {
    match &seen.program.rulebook.lets[id].kind {
        LetKind::YesNo(_) => yes_no(values.levels),
        LetKind::Number(..) => numbers(values),
        LetKind::List(scale, _) | LetKind::Table(scale, _, _) if scale.numbers.is_some() => {
            numbers(values)
        }
        LetKind::List(scale, _) | LetKind::Table(scale, _, _) => levels(scale, values.levels, "or"),
    }
}

fn yes_no(levels: LevelSet) -> String {
    match (levels.has(1), levels.has(0)) {
        (true, true) => "yes or no".into(),
        (true, false) => "always yes".into(),
        (false, _) => "always no".into(),
    }
}

fn levels(scale: &Scale, seen: LevelSet, join: &str) -> String {
    let names: Vec<&str> = seen
        .iter()
        .filter_map(|at| Some(&*scale.level(at)?.name))
        .collect();
    match names.as_slice() {
        [] => "empty".into(),
        [one] => format!("always {one}"),
        [first @ .., last] => format!("{} {join} {last}", first.join(", ")),
    }
}

fn numbers(values: &Values) -> String {
    let number = |number| format_number(number, 6);
    if values.low == values.high {
        return format!("always {}", number(values.low));
    }
    format!("{} to {}", number(values.low), number(values.high))
}

impl Seen<'_> {
    /// How often a condition was what.
    pub(super) fn truth(&self, id: TruthId) -> Truth {
        self.tally.truths.find(id).copied().unwrap_or_default()
    }
}
