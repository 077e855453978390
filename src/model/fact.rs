//! Facts and their types: what a profile may say of an organization.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Cond, Value};
use crate::base::{Span, composed, define_ids, format_number, same_unit, with_unit};

define_ids! {
    /// A fact of the rulebook; facts stand in the order of their full names as bytes.
    FactId,
    /// A topic, in the order of the names.
    TopicId,
    /// A tag, in the order of the names.
    TagId,
}

/// A heading under which facts are declared.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Topic {
    /// The identifier.
    pub name: Arc<str>,
    /// The title, where one was given.
    pub title: Option<Arc<str>>,
    /// Where it is declared.
    pub origin: Span,
}

/// Something a profile may know of an organization.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// The full name, `topic.fact`.
    pub name: Arc<str>,
    /// The last part of the name.
    pub short: Arc<str>,
    /// The title, where one was given.
    pub title: Option<Arc<str>>,
    /// The topic.
    pub topic: TopicId,
    /// The type of its values.
    pub kind: FactType,
    /// The question to the manager.
    pub ask: Option<Arc<str>>,
    /// When the question applies; `None` is always. Where it is known not to hold, the question is moot.
    pub asked: Option<Cond>,
    /// Help for who answers.
    pub help: Option<Arc<str>>,
    /// Whether the organization can change it; true unless `lever no`.
    pub lever: bool,
    /// Its tags, in order.
    pub tags: Vec<TagId>,
    /// The full names by which files may still call it.
    pub former: Vec<Arc<str>>,
    /// Where it is declared.
    pub origin: Span,
}

/// The type of a fact.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum FactType {
    /// `yes_no`
    YesNo,
    /// `slow < moderate < fast` or `one of open, shared`
    Level(Scale),
    /// `any of five_s, tpm`
    Set(Scale),
    /// `number "unit" in 0..120` or `integer`
    Number(NumberType),
    /// `text`
    Text,
}

impl FactType {
    /// Its levels, or the elements of a set.
    pub fn scale(&self) -> Option<&Scale> {
        match self {
            Self::Level(scale) | Self::Set(scale) => Some(scale),
            Self::YesNo | Self::Number(_) | Self::Text => None,
        }
    }

    /// The name of a level or element; empty where there is none.
    pub fn level_name(&self, at: u8) -> &str {
        self.scale().map_or("", |scale| scale.level_name(at))
    }

    /// A value as it is written in a profile, a number with its unit.
    pub fn written(&self, value: &Value) -> String {
        let level = |at| self.level_name(at).to_owned();
        value.written(level, |number| self.with_unit(number), str::to_owned)
    }

    /// A value in words for people: a level by its words.
    pub fn in_words(&self, value: &Value) -> String {
        let level = |at| {
            let levels = self.scale().map(|scale| &*scale.levels);
            let level = levels.and_then(|levels| levels.get(usize::from(at)));
            let words = level.and_then(|level| level.words.as_deref());
            let words = words.map(str::trim).filter(|words| !words.is_empty());
            words.map_or_else(|| self.level_name(at).replace('_', " "), str::to_owned)
        };
        value.written(level, |number| self.with_unit(number), str::to_owned)
    }

    fn with_unit(&self, number: f64) -> String {
        let unit = match self {
            Self::Number(kind) => kind.unit.as_deref(),
            _other => None,
        };
        with_unit(format_number(number, 6), unit)
    }
}

/// The levels of an ordinal or nominal scale, the elements of a set, or the numbers that the rows of a let give.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scale {
    /// Whether the levels have an order (`<`).
    pub ordered: bool,
    /// The levels; an ordinal scale from low to high.
    pub levels: Vec<Level>,
    /// Where the levels are numbers: which, and of which unit.
    pub numbers: Option<Graded>,
}

/// The numbers that rows give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Graded {
    /// The number of each level, from low to high.
    pub values: Vec<f64>,
    /// Their unit.
    pub unit: Option<Arc<str>>,
}

impl Scale {
    /// The position of a level, however its accents are written, by a former name too.
    pub fn position(&self, name: &str) -> Option<u8> {
        let at = |same: &dyn Fn(&str) -> bool| {
            let mut levels = self.levels.iter();
            levels.position(|level| same(&level.name))
        };
        let found = at(&|level| level == name);
        let found = match found {
            None if !name.is_ascii() => at(&|level| composed(level) == composed(name)),
            found => found,
        };
        let found = found.or_else(|| {
            let was = |level: &Level| {
                level
                    .former
                    .iter()
                    .any(|was| composed(was) == composed(name))
            };
            self.levels.iter().position(was)
        });
        found.and_then(|at| u8::try_from(at).ok())
    }

    /// The level that a word is a former name of.
    pub fn formerly(&self, word: &str) -> Option<&str> {
        let level = self.level_name(self.position(word)?);
        (composed(level) != composed(word)).then_some(level)
    }

    /// The level at a position.
    pub fn level(&self, at: u8) -> Option<&Level> {
        self.levels.get(usize::from(at))
    }

    /// The name of the level at a position; empty where there is none.
    pub fn level_name(&self, at: u8) -> &str {
        self.level(at).map_or("", |level| &level.name)
    }

    /// All levels as a set.
    pub fn all(&self) -> LevelSet {
        let count = u32::try_from(self.levels.len()).unwrap_or(u32::MAX);
        let past = 1u128.checked_shl(count).unwrap_or(0);
        LevelSet(past.wrapping_sub(1))
    }

    /// Whether both have the same levels in the same order, so that their values can be compared.
    pub fn same_as(&self, other: &Self) -> bool {
        self.ordered == other.ordered
            && self.levels.len() == other.levels.len()
            && self
                .levels
                .iter()
                .zip(&other.levels)
                .all(|(a, b)| composed(&a.name) == composed(&b.name))
    }
}

/// One level of a scale.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Level {
    /// The name as written in profiles.
    pub name: Arc<str>,
    /// Its words, where some were given.
    pub words: Option<Arc<str>>,
    /// The names by which files may still call it.
    pub former: Vec<Arc<str>>,
    /// Where it is declared.
    pub origin: Span,
}

/// A set of level positions, at most 128 of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LevelSet(pub u128);

impl LevelSet {
    /// The set of one position.
    pub fn one(at: u8) -> Self {
        Self(1u128.checked_shl(u32::from(at)).unwrap_or(0))
    }

    /// Whether the position is in it.
    pub fn has(self, at: u8) -> bool {
        self.0 & Self::one(at).0 != 0
    }

    /// How many there are.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The positions in order.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let at = u8::try_from(rest.trailing_zeros()).ok()?;
            rest &= rest.checked_sub(1)?;
            Some(at)
        })
    }

    /// The positions of `within` that are not in it.
    #[must_use]
    pub fn missing_of(self, within: Self) -> Self {
        Self(within.0 & !self.0)
    }

    /// The distance from a position to the nearest one in the set.
    pub fn nearest(self, at: u8) -> Option<u8> {
        let here = Self::one(at).0;
        let above = self.0 & !here.saturating_sub(1);
        let below = self.0 & (here | here.saturating_sub(1));
        let up = (above != 0).then(|| above.trailing_zeros().abs_diff(u32::from(at)));
        let down = below
            .checked_ilog2()
            .map(|near| u32::from(at).abs_diff(near));
        let least = up.into_iter().chain(down).min()?;
        u8::try_from(least).ok()
    }

    /// Both together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The only position, where there is exactly one.
    pub fn single(self) -> Option<u8> {
        if self.len() == 1 {
            u8::try_from(self.0.trailing_zeros()).ok()
        } else {
            None
        }
    }
}

impl FromIterator<u8> for LevelSet {
    fn from_iter<A: IntoIterator<Item = u8>>(positions: A) -> Self {
        positions
            .into_iter()
            .fold(Self::default(), |set, at| set.union(Self::one(at)))
    }
}

/// What numbers a fact, let or parameter may take.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NumberType {
    /// The unit, such as `months`; without one the number fits no unit but bare numbers.
    pub unit: Option<Arc<str>>,
    /// The lowest value.
    pub low: Option<f64>,
    /// The highest value.
    pub high: Option<f64>,
    /// Whether only whole numbers are values.
    pub whole: bool,
}

impl NumberType {
    /// Whether it counts in percent, a hundred of them among its values.
    pub fn is_percent(&self) -> bool {
        let unit = self.unit.as_deref();
        unit.is_some_and(|unit| same_unit(unit, "%")) && self.high.is_some_and(|high| high >= 100.0)
    }

    /// Whether a number may be meant as a share from 0 to 1.
    pub fn is_share(number: f64) -> bool {
        0.0 < number && number < 1.0
    }

    /// Whether someone who gives it probably means a share, and it is read as percent.
    pub fn reads_as_share(&self, number: f64) -> bool {
        self.is_percent() && Self::is_share(number)
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, LevelSet, Scale};
    use crate::base::Span;

    #[test]
    fn a_level_is_found_however_its_accents_are_written() {
        let level = |name: &str| Level {
            name: name.into(),
            words: None,
            former: Vec::new(),
            origin: Span::default(),
        };
        let scale = |names: [&str; 2]| Scale {
            ordered: false,
            levels: names.map(level).into(),
            numbers: None,
        };
        let (one, other) = (scale(["bar", "caf\u{e9}"]), scale(["bar", "cafe\u{301}"]));
        for scale in [&one, &other] {
            assert_eq!(scale.position("caf\u{e9}"), Some(1));
            assert_eq!(scale.position("cafe\u{301}"), Some(1));
            assert_eq!(scale.position("cafe"), None);
        }
        assert!(one.same_as(&other));
    }

    #[test]
    fn positions_are_found_in_order_and_by_distance() {
        let set: LevelSet = [127, 3, 0].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 3, 127]);
        assert_eq!(LevelSet::default().iter().next(), None);
        for at in 0..128u8 {
            let plain = set.iter().map(|other| other.abs_diff(at)).min();
            assert_eq!(set.nearest(at), plain, "{at}");
        }
        assert_eq!(LevelSet::default().nearest(5), None);
        let all: LevelSet = (0..5).collect();
        assert_eq!(set.missing_of(all).iter().collect::<Vec<_>>(), [1, 2, 4]);
    }
}
