//! The types of facts, lets and parameters, built from what was written. Checks no use of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::problem::ranges as range_problem;
use super::problem::{rows as row_problem, types as problem};
use super::report::Report;
use crate::base::{Limits, composed, is_whole, look};
use crate::model::{FactType, Graded, Level, NumberType, Scale};
use crate::syntax::expr::Range;
use crate::syntax::tree;

/// The type of a value as the checker needs it: scales are shared, and a type that has an error is no reason
/// for a second one.
#[derive(Clone, Debug)]
pub(super) enum Ty {
    /// Yes or no.
    YesNo,
    /// A level of a scale.
    Level(Arc<Scale>),
    /// A set of elements.
    Set(Arc<Scale>),
    /// A number.
    Number(Amount),
    /// Free text.
    Text,
    /// An error was reported.
    Broken,
}

/// The unit of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A bare number, the result of `*`, `/` or a call, or a figure of the evaluation: fits every unit.
    Bare,
    /// A fact without a unit: fits others without one and bare numbers.
    None,
    /// A unit by its name.
    Named(Arc<str>),
}

impl Unit {
    /// The unit of both together; none where they do not fit.
    pub(super) fn join(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Bare, unit) | (unit, Self::Bare) => Some(unit.clone()),
            _ if self == other => Some(self.clone()),
            _ => None,
        }
    }

    /// The name, where it has one.
    pub(super) fn name(&self) -> Option<&Arc<str>> {
        match self {
            Self::Named(name) => Some(name),
            Self::Bare | Self::None => None,
        }
    }
}

/// Unit and bounds of a number.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    /// The unit.
    pub(super) unit: Unit,
    /// The lowest value it can take.
    pub(super) low: f64,
    /// The highest value it can take.
    pub(super) high: f64,
    /// Whether it is always a whole number.
    pub(super) whole: bool,
    /// Whether a parameter without a range is part of it: all this holds for the value that it has, and it may be set to
    /// any other.
    pub(super) set: bool,
}

impl Amount {
    /// Of a declared type; without a unit it is `otherwise`.
    pub(super) fn of(kind: &NumberType, otherwise: Unit) -> Self {
        Self {
            unit: kind.unit.clone().map_or(otherwise, Unit::Named),
            low: kind.low.unwrap_or(f64::NEG_INFINITY),
            high: kind.high.unwrap_or(f64::INFINITY),
            whole: kind.whole,
            set: false,
        }
    }

    /// What it can be whatever is set from outside.
    pub(super) fn open(&self) -> Cow<'_, Self> {
        if !self.set {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self {
            unit: self.unit.clone(),
            ..Self::of(&NumberType::default(), Unit::Bare)
        })
    }

    /// Whether a number is one of its values.
    pub(super) fn has(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number) && (!self.whole || is_whole(number))
    }
}

/// The checker's view of a fact's type.
pub(super) fn of_fact(kind: &FactType) -> Ty {
    match kind {
        FactType::YesNo => Ty::YesNo,
        FactType::Level(scale) => Ty::Level(Arc::new(scale.clone())),
        FactType::Set(scale) => Ty::Set(Arc::new(scale.clone())),
        FactType::Number(number) => Ty::Number(Amount::of(number, Unit::None)),
        FactType::Text => Ty::Text,
    }
}

/// The type of a fact as written; its errors are reported, and nothing is given where it cannot be used.
pub(super) fn fact_type(ty: &tree::Type, report: &mut Report) -> Option<FactType> {
    Some(match &ty.kind {
        tree::TypeKind::YesNo => FactType::YesNo,
        tree::TypeKind::Text => FactType::Text,
        tree::TypeKind::Ordinal(levels) => FactType::Level(scale(true, levels, report)?),
        tree::TypeKind::OneOf(levels) => FactType::Level(scale(false, levels, report)?),
        tree::TypeKind::AnyOf(levels) => FactType::Set(scale(false, levels, report)?),
        tree::TypeKind::Number { whole, unit, range } => {
            FactType::Number(number_type(*whole, unit.as_ref(), range.as_ref(), report))
        }
    })
}

/// The scale of a let; one of numbers has none yet, for the rows say which.
pub(super) fn let_scale(ty: &tree::Type, report: &mut Report) -> Option<Scale> {
    if let Some(scale) = number_scale(ty) {
        return Some(scale);
    }
    match &ty.kind {
        tree::TypeKind::Ordinal(levels) => scale(true, levels, report),
        tree::TypeKind::OneOf(levels) => scale(false, levels, report),
        tree::TypeKind::YesNo
        | tree::TypeKind::Text
        | tree::TypeKind::AnyOf(_)
        | tree::TypeKind::Number { .. } => report.fail(row_problem::let_type(ty.span)),
    }
}

/// The scale of a let whose rows give numbers, before they do.
pub(super) fn number_scale(ty: &tree::Type) -> Option<Scale> {
    let tree::TypeKind::Number {
        whole: false,
        unit,
        range: None,
    } = &ty.kind
    else {
        return None;
    };
    Some(Scale {
        ordered: true,
        levels: Vec::new(),
        numbers: Some(Graded {
            values: Vec::new(),
            unit: unit_name(unit.as_ref()),
        }),
    })
}

fn scale(ordered: bool, levels: &[tree::Level], report: &mut Report) -> Option<Scale> {
    if levels.len() > Limits::DEFAULT.levels {
        // Told where the scale was read.
        return None;
    }
    let mut seen = HashMap::new();
    let current: Vec<String> = levels.iter().map(|level| look(&level.word.text)).collect();
    let mut kept = Vec::with_capacity(levels.len());
    for level in levels {
        let word = &level.word;
        let seems = look(&word.text);
        if seems.is_empty() {
            report.push(problem::empty_level(word.span));
        } else if word.text.trim() != &*word.text {
            report.push(problem::level_with_blanks(word.span, &word.text));
        } else if let Some(first) = seen.insert(seems, word) {
            report.push(problem::doubled_level(word, first));
        } else {
            kept.push(Level {
                name: Arc::clone(&word.text),
                words: level.title.as_ref().map(|title| Arc::clone(&title.value)),
                former: level
                    .former
                    .iter()
                    .map(|was| Arc::clone(&was.text))
                    .collect(),
                origin: word.span,
            });
        }
    }
    let mut before: HashMap<String, &tree::Word> = HashMap::new();
    for was in levels.iter().flat_map(|level| &level.former) {
        let seems = look(&was.text);
        if let Some(at) = current.iter().position(|level| *level == seems)
            && let Some(level) = levels.get(at)
        {
            report.push(problem::doubled_level(was, &level.word));
        } else if let Some(first) = before.insert(seems, was) {
            report.push(problem::doubled_level(was, first));
        }
    }
    Some(Scale {
        ordered,
        levels: kept,
        numbers: None,
    })
}

/// Unit and range as written.
pub(super) fn number_type(
    whole: bool,
    unit: Option<&tree::Text>,
    range: Option<&Range>,
    report: &mut Report,
) -> NumberType {
    if let Some(range) = range {
        if range.low.value > range.high.value {
            report.push(range_problem::range_upside_down(range));
            return NumberType {
                unit: unit_name(unit),
                whole,
                ..NumberType::default()
            };
        }
        for end in [range.low, range.high] {
            if whole && !is_whole(end.value) {
                report.push(range_problem::range_not_whole(end.span));
            }
        }
    }
    NumberType {
        unit: unit_name(unit),
        low: range.map(|range| range.low.value),
        high: range.map(|range| range.high.value),
        whole,
    }
}

/// A unit's name; an empty string is none.
fn unit_name(unit: Option<&tree::Text>) -> Option<Arc<str>> {
    unit.map(|unit| unit.value.trim())
        .filter(|unit| !unit.is_empty())
        .map(|unit| composed(unit).into())
}

/// "`slow` < `moderate` < `fast`", "`a`, `b` and `c`".
pub(super) fn levels_in_words(scale: &Scale) -> String {
    let names = scale.levels.iter().map(|level| &*level.name);
    if scale.ordered && scale.levels.len() <= 12 {
        let quoted = names.map(|name| format!("`{}`", crate::syntax::print_word(name)));
        let quoted: Vec<String> = quoted.collect();
        return quoted.join(" < ");
    }
    super::problem::list(names, "and")
}
