//! Texts with values filled in. How a number is cut to decimals is the rendering's choice, so that every
//! faithful way of writing a value is allowed; the words around it are not.

use crate::base::{format_number, with_unit};
use crate::model::{
    FactType, LetKind, Level, LevelSet, Parameter, Piece, Scale, Subject, TargetId, Template, Value,
};

use super::derive::DerivedValue;
use super::world::{Computed, World, item};

/// Most decimals with which a number may be written.
const MOST_PLACES: usize = 12;

/// A part of a text: the ways in which it may be written.
pub(super) type Ways = Vec<String>;

impl World<'_> {
    /// A template with its values filled in, in all the ways in which it may be written.
    pub(super) fn filled(&self, template: &Template) -> Computed<String> {
        let pieces = template.pieces.iter();
        let parts: Vec<Ways> = pieces
            .map(|piece| self.piece(piece))
            .collect::<Computed<_>>()?;
        Ok(in_ways(&parts))
    }

    /// A reason with its values filled in, where there is one.
    pub(super) fn because(&self, reason: Option<&Template>) -> Computed<Option<String>> {
        reason.map(|reason| self.filled(reason)).transpose()
    }

    fn piece(&self, piece: &Piece) -> Computed<Ways> {
        Ok(match piece {
            Piece::Words(words) => vec![words.to_string()],
            Piece::Subject(subject) => self.words_of(*subject)?,
            Piece::Parameter(id) => {
                let Parameter { value, kind, .. } =
                    item(&self.rulebook.parameters, *id, "parameter")?;
                number_words(Some(*value), kind.unit.as_deref())
            }
            Piece::Total(target) => number_words(Some(self.sum(*target)?.total), None),
            Piece::Best => match self.ranking()?.best {
                Some(best) => self.target_words(best)?,
                None => nobody(),
            },
            Piece::Advice => {
                let outcome = self.advised()?.outcome;
                let mut ways = vec![self.outcome_name(outcome)?];
                if let Some(id) = outcome {
                    let title = &item(&self.rulebook.outcomes, id, "outcome")?.title;
                    ways.push(title.to_string());
                } else {
                    ways.push("Undecided".into());
                }
                ways
            }
        })
    }

    fn target_words(&self, target: TargetId) -> Computed<Ways> {
        let target = self.target(target)?;
        Ok(vec![target.name.to_string(), target.title.to_string()])
    }

    /// The value of a fact or let in words.
    pub(super) fn words_of(&self, subject: Subject) -> Computed<Ways> {
        match subject {
            Subject::Fact(id) => {
                let Some(given) = self.given(id) else {
                    return Ok(unknown());
                };
                Ok(match (&given.value, &self.fact(id)?.kind) {
                    (Value::YesNo(holds), _) => yes_no(*holds),
                    (Value::Text(text), _) => vec![text.to_string()],
                    (Value::Number(number), FactType::Number(kind)) => {
                        number_words(Some(*number), kind.unit.as_deref())
                    }
                    (Value::Level(at), FactType::Level(scale)) => level_words(scale, *at),
                    (Value::Set(set), FactType::Set(scale)) => set_words(scale, *set),
                    _ => {
                        return Err(format!(
                            "the value of `{}` does not fit its type",
                            self.fact(id)?.name
                        ));
                    }
                })
            }
            Subject::Let(id) => {
                let derived = self.derived(id)?;
                Ok(match (&derived.value, &self.a_let(id)?.kind) {
                    (DerivedValue::YesNo(verdict), _) if verdict.holds() => yes_no(true),
                    (DerivedValue::YesNo(verdict), _) if verdict.fails() => yes_no(false),
                    (DerivedValue::Number(number), LetKind::Number(_, unit)) => {
                        number_words(*number, unit.as_deref())
                    }
                    (
                        DerivedValue::Level(levels),
                        LetKind::List(scale, _) | LetKind::Table(scale, _, _),
                    ) if scale.numbers.is_some() => {
                        let number = levels.known.and_then(|at| scale.number(at));
                        number_words(number, self.a_let(id)?.kind.unit())
                    }
                    (DerivedValue::Level(levels), _) => match levels.known {
                        Some(at) => level_words(self.scale(subject)?, at),
                        None => unknown(),
                    },
                    _ => unknown(),
                })
            }
        }
    }
}

/// Parts that may be written in several ways, as the one text that stands for all of these.
pub(super) fn in_ways(parts: &[Ways]) -> String {
    serde_json::to_string(parts).unwrap_or_default()
}

/// The parts of a text that stands for several; itself where it stands for none.
fn parts_of(ways: &str) -> Vec<Ways> {
    serde_json::from_str(ways).unwrap_or_else(|_| vec![vec![ways.to_owned()]])
}

/// Whether a text is one of those for which the other stands.
pub(super) fn is_one_of(text: &str, ways: &str) -> bool {
    fits(text, &parts_of(ways))
}

/// One of the texts for which a text stands.
pub(super) fn example(ways: &str) -> String {
    parts_of(ways)
        .iter()
        .filter_map(|ways| ways.last())
        .cloned()
        .collect()
}

/// Whether a text is one way of each part, one after the other.
fn fits(text: &str, parts: &[Ways]) -> bool {
    let Some((first, rest)) = parts.split_first() else {
        return text.is_empty();
    };
    let mut ways: Vec<&String> = first.iter().collect();
    ways.sort();
    ways.dedup();
    ways.iter()
        .filter_map(|way| text.strip_prefix(way.as_str()))
        .any(|left| fits(left, rest))
}

fn unknown() -> Ways {
    vec!["unknown".into()]
}

fn nobody() -> Ways {
    ["unknown", "nobody", "none"].map(String::from).into()
}

fn yes_no(holds: bool) -> Ways {
    vec![if holds { "yes".into() } else { "no".into() }]
}

fn name_or_words(level: &Level) -> String {
    level.words.as_ref().unwrap_or(&level.name).to_string()
}

fn level_words(scale: &Scale, at: u8) -> Ways {
    scale.level(at).map(name_or_words).into_iter().collect()
}

fn set_words(scale: &Scale, set: LevelSet) -> Ways {
    let names: Vec<String> = set
        .iter()
        .filter_map(|at| scale.level(at))
        .map(name_or_words)
        .collect();
    let Some((last, before)) = names.split_last() else {
        return ["none", "nothing", ""].map(String::from).into();
    };
    let listed = names.join(", ");
    if before.is_empty() {
        return vec![listed];
    }
    vec![listed, format!("{} and {last}", before.join(", "))]
}

/// A number with its unit, cut to any number of decimals.
pub(super) fn number_words(number: Option<f64>, unit: Option<&str>) -> Ways {
    let Some(number) = number else {
        return unknown();
    };
    let far = |digits: &str| {
        let shown = digits.parse::<f64>();
        shown.is_ok_and(|shown| (shown - number).abs() > 0.5)
    };
    let cut = (0..=MOST_PLACES).map(|places| (places, format_number(number, places)));
    let cut = cut.filter(|(places, digits)| *places >= 2 || !far(digits));
    let mut ways: Ways = cut.map(|(_, digits)| digits).collect();
    ways.dedup();
    if let Some(unit) = unit {
        let with = |digits: String| {
            let close = format!("{digits}{unit}");
            [with_unit(digits, Some(unit)), close]
        };
        ways = ways.into_iter().flat_map(with).collect();
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::{fits, number_words};

    #[test]
    fn a_text_fits_where_every_part_is_one_of_its_ways() {
        let parts = [
            vec!["With ".into()],
            number_words(Some(2.0 / 3.0), Some("months")),
            vec![" left".into()],
        ];
        assert!(fits("With 0.67 months left", &parts));
        assert!(fits("With 0.666667 months left", &parts));
        assert!(!fits("With 0.66 months left", &parts));
        assert!(!fits("With 0.67 months", &parts));
    }
}
