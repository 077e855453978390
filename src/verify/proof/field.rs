//! What a region of profiles allows of one fact, and the parts into which a proof splits it. Evaluates nothing.

use crate::model::certificate::{
    ProofAnswered, ProofNumbers, ProofPart, ProofSet, ProofWith, ProofWithout,
};
use crate::model::{Fact, FactType, LevelSet, Value};

use super::span::Ends;

/// What is allowed of a fact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Field {
    /// Whether it may be unknown.
    pub(super) unknown: bool,
    /// The values that it may have.
    pub(super) known: Known,
}

/// The values that a fact may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Known {
    Nothing,
    /// `yes`, `no`
    YesNo(bool, bool),
    Levels(LevelSet),
    Numbers(Ends),
    /// The sets with all of the first elements and none beside the second.
    Sets(LevelSet, LevelSet),
    Text,
}

impl Known {
    /// The same, nothing where no value is left.
    fn tidy(self) -> Self {
        let empty = match self {
            Self::Nothing => true,
            Self::YesNo(yes, no) => !yes && !no,
            Self::Levels(levels) => levels.is_empty(),
            Self::Numbers(ends) => ends.is_empty(),
            Self::Sets(with, most) => with.intersection(most) != with,
            Self::Text => false,
        };
        if empty { Self::Nothing } else { self }
    }

    fn meet(self, other: Self) -> Self {
        let both = match (self, other) {
            (Self::YesNo(a, b), Self::YesNo(c, d)) => Self::YesNo(a && c, b && d),
            (Self::Levels(a), Self::Levels(b)) => Self::Levels(a.intersection(b)),
            (Self::Numbers(a), Self::Numbers(b)) => Self::Numbers(a.meet(b)),
            (Self::Sets(a, b), Self::Sets(c, d)) => Self::Sets(a.union(c), b.intersection(d)),
            (Self::Text, Self::Text) => Self::Text,
            _other => Self::Nothing,
        };
        both.tidy()
    }
}

impl Field {
    /// Everything there can be of a fact.
    pub(super) fn every(fact: &Fact) -> Self {
        let known = match &fact.kind {
            FactType::YesNo => Known::YesNo(true, true),
            FactType::Level(scale) => Known::Levels(scale.all()),
            FactType::Set(scale) => Known::Sets(LevelSet::default(), scale.all()),
            FactType::Number(kind) => {
                let open = |end: Option<f64>| end.is_some();
                Known::Numbers(Ends {
                    low: kind.low.unwrap_or(f64::NEG_INFINITY),
                    high: kind.high.unwrap_or(f64::INFINITY),
                    low_in: open(kind.low),
                    high_in: open(kind.high),
                })
            }
            FactType::Text => Known::Text,
        };
        Self {
            unknown: true,
            known: known.tidy(),
        }
    }

    /// Only these values.
    pub(super) fn of(known: Known) -> Self {
        Self {
            unknown: false,
            known: known.tidy(),
        }
    }

    pub(super) const UNKNOWN: Self = Self {
        unknown: true,
        known: Known::Nothing,
    };

    pub(super) fn meet(self, other: Self) -> Self {
        Self {
            unknown: self.unknown && other.unknown,
            known: self.known.meet(other.known),
        }
    }

    /// What is left of a number where only whole ones are values.
    pub(super) fn within(self, fact: &Fact) -> Self {
        match (&fact.kind, self.known) {
            (FactType::Number(kind), Known::Numbers(ends)) if kind.whole => Self {
                known: Known::Numbers(ends.whole()).tidy(),
                ..self
            },
            _other => self,
        }
    }

    pub(super) fn is_empty(self) -> bool {
        !self.unknown && self.known == Known::Nothing
    }

    pub(super) fn may_be_known(self) -> bool {
        self.known != Known::Nothing
    }

    /// The only answer, where there is exactly one; `None` within is unknown.
    pub(super) fn single(self) -> Option<Option<Value>> {
        if self.unknown {
            return (!self.may_be_known()).then_some(None);
        }
        let value = match self.known {
            Known::YesNo(yes, no) => (yes != no).then_some(Value::YesNo(yes)),
            Known::Levels(levels) => levels.single().map(Value::Level),
            Known::Numbers(ends) => ends.single().map(Value::Number),
            Known::Sets(with, most) => (with == most).then_some(Value::Set(with)),
            Known::Nothing | Known::Text => None,
        };
        value.map(Some)
    }

    /// What of it a part is; `None` where the part does not go with the fact, or is not within it.
    pub(super) fn part(self, fact: &Fact, part: &ProofPart) -> Option<Self> {
        let level = |name: &str| {
            let scale = fact.kind.scale()?;
            let at = scale.position(name)?;
            (scale.level_name(at) == name).then_some(at)
        };
        let found = match (&fact.kind, part) {
            (_, ProofPart::Unknown(())) => Self::UNKNOWN,
            (FactType::YesNo, ProofPart::YesNo(yes)) => Self::of(Known::YesNo(*yes, !*yes)),
            (FactType::Level(_), ProofPart::Level(name)) => {
                Self::of(Known::Levels(LevelSet::one(level(name)?)))
            }
            (FactType::Number(_), ProofPart::Numbers(numbers)) => {
                Self::of(Known::Numbers(ends(numbers)?))
            }
            (FactType::Set(_), ProofPart::With(ProofWith { with })) => {
                let Known::Sets(has, most) = self.known else {
                    return None;
                };
                Self::of(Known::Sets(has.union(LevelSet::one(level(with)?)), most))
            }
            (FactType::Set(_), ProofPart::Without(ProofWithout { without })) => {
                let Known::Sets(has, most) = self.known else {
                    return None;
                };
                let element = LevelSet::one(level(without)?);
                Self::of(Known::Sets(has, element.missing_of(most)))
            }
            (FactType::Set(_), ProofPart::Set(ProofSet { set: names })) => {
                let set: Option<LevelSet> = names.iter().map(|name| level(name)).collect();
                let set = set.filter(|set| usize::try_from(set.len()) == Ok(names.len()))?;
                Self::of(Known::Sets(set, set))
            }
            (FactType::Text, ProofPart::Answered(ProofAnswered { answered: true })) => {
                Self::of(Known::Text)
            }
            _other => return None,
        };
        // INVARIANT: a part is never more than the region allows.
        (found.meet(self) == found && !found.is_empty()).then_some(found)
    }

    /// Whether parts are all of it, each answer in one of them, in the order in which proofs name them.
    pub(super) fn is_split(self, parts: &[Self]) -> bool {
        let mut left = self;
        let mut parts = parts.iter();
        if self.unknown {
            if parts.next() != Some(&Self::UNKNOWN) {
                return false;
            }
            left.unknown = false;
        }
        for part in parts {
            let rest = match (left.known, part.known) {
                (_, Known::Nothing) => None,
                (Known::Text, Known::Text) => Some(Known::Nothing),
                (Known::YesNo(yes, no), Known::YesNo(y, n)) => {
                    Some(Known::YesNo(yes && !y, no && !n)).filter(|_| n == no)
                }
                (Known::Levels(left), Known::Levels(part)) => {
                    Some(Known::Levels(part.missing_of(left)))
                        .filter(|_| part.iter().next() == left.iter().next())
                }
                (Known::Numbers(left), Known::Numbers(part)) => after(left, part),
                (Known::Sets(has, most), Known::Sets(with, of)) => {
                    let element = has.missing_of(with);
                    let is_with = of == most && element.len() == 1;
                    is_with
                        .then_some(Known::Sets(has, element.missing_of(most)))
                        .or_else(|| (with == has && of == most).then_some(Known::Nothing))
                }
                _other => None,
            };
            let Some(rest) = rest else {
                return false;
            };
            left.known = rest.tidy();
        }
        left.is_empty()
    }
}

/// What is left above a part that starts where the numbers start.
fn after(left: Ends, part: Ends) -> Option<Known> {
    let starts = part.low == left.low && part.low_in == left.low_in;
    starts.then_some(Known::Numbers(Ends {
        low: part.high,
        low_in: !part.high_in,
        ..left
    }))
}

fn ends(numbers: &ProofNumbers) -> Option<Ends> {
    let open = |end: Option<f64>, is_in: bool| end.is_some() || !is_in;
    let sound = open(numbers.low, numbers.low_in) && open(numbers.high, numbers.high_in);
    let finite = |end: Option<f64>| end.is_none_or(f64::is_finite);
    (sound && finite(numbers.low) && finite(numbers.high)).then_some(Ends {
        low: numbers.low.unwrap_or(f64::NEG_INFINITY),
        high: numbers.high.unwrap_or(f64::INFINITY),
        low_in: numbers.low_in,
        high_in: numbers.high_in,
    })
}

/// The parts into which a fact is split: no answer, then its values from low to high, numbers at the marks.
pub(super) fn parts(fact: &Fact, field: Field, marks: &[f64]) -> Vec<ProofPart> {
    let mut parts = Vec::new();
    if field.unknown {
        parts.push(ProofPart::Unknown(()));
    }
    match field.known {
        Known::Nothing => {}
        Known::Text => parts.push(ProofPart::Answered(ProofAnswered { answered: true })),
        Known::YesNo(yes, no) => {
            parts.extend(no.then_some(ProofPart::YesNo(false)));
            parts.extend(yes.then_some(ProofPart::YesNo(true)));
        }
        Known::Levels(levels) => {
            let names = levels.iter().map(|at| fact.kind.level_name(at).to_owned());
            parts.extend(names.map(ProofPart::Level));
        }
        Known::Numbers(ends) => {
            parts.extend(pieces(ends, marks).into_iter().map(ProofPart::Numbers))
        }
        Known::Sets(has, most) => {
            if let Some(first) = has.missing_of(most).iter().next() {
                let name = fact.kind.level_name(first).to_owned();
                parts.push(ProofPart::With(ProofWith { with: name.clone() }));
                parts.push(ProofPart::Without(ProofWithout { without: name }));
            } else {
                let names = has.iter().map(|at| fact.kind.level_name(at).to_owned());
                parts.push(ProofPart::Set(ProofSet {
                    set: names.collect(),
                }));
            }
        }
    }
    parts
}

/// The numbers at the marks, and those between them.
pub(super) fn pieces(ends: Ends, marks: &[f64]) -> Vec<ProofNumbers> {
    let told = |number: f64| number.is_finite().then_some(number);
    let piece = |of: Ends| ProofNumbers {
        low: told(of.low),
        low_in: of.low_in,
        high: told(of.high),
        high_in: of.high_in,
    };
    let mut found = Vec::new();
    let mut left = ends;
    for mark in marks {
        let point = Ends::of(*mark, *mark);
        if left.meet(point).is_empty() {
            continue;
        }
        let below = Ends {
            high: *mark,
            high_in: false,
            ..left
        };
        if !below.is_empty() {
            found.push(piece(below));
        }
        found.push(piece(point));
        left = Ends {
            low: *mark,
            low_in: false,
            ..left
        };
    }
    if !left.is_empty() {
        found.push(piece(left));
    }
    found
}
