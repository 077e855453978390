//! The facts of a region: which values each may have, and whether it may be unknown; and the cases to split it into.

use std::ops::Range;

use super::number::Within;
use super::truth::{self, ONE};
use crate::base::{Id, IdVec};
use crate::model::{
    CallArgument, FactId, FactType, LevelSet, NumberId, NumberNode, NumberType, Profile, Rulebook,
    Scale, Step, TruthNode, Value,
};
use crate::plan::Program;

/// What is known of one fact over a region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Field {
    /// Whether it may be unknown.
    pub unknown: bool,
    /// Whether it may be known.
    pub known: bool,
    /// The certainty of its values.
    certainty: truth::Range,
    /// The possible levels (of a yes/no fact 0 for no and 1 for yes), or the elements a set may have.
    pub levels: LevelSet,
    /// The elements a set surely has.
    pub must: LevelSet,
    within: (f64, f64),
    open: (bool, bool),
}

impl Field {
    const UNKNOWN: Self = Self {
        unknown: true,
        known: false,
        certainty: ONE,
        levels: LevelSet(0),
        must: LevelSet(0),
        within: (0.0, 0.0),
        open: (false, false),
    };

    pub(super) fn certainty_range(self) -> truth::Range {
        self.certainty
    }

    pub(super) fn number(self) -> Within {
        Within {
            low: self.within.0,
            high: self.within.1,
            low_open: self.open.0,
            high_open: self.open.1,
            unknown: self.unknown,
            known: self.known,
        }
    }

    fn value(value: &Value, certainty: f64) -> Self {
        let known = Self {
            unknown: false,
            known: true,
            certainty: (certainty, certainty),
            ..Self::UNKNOWN
        };
        match value {
            Value::YesNo(yes) => Self {
                levels: LevelSet::one(u8::from(*yes)),
                ..known
            },
            Value::Level(level) => Self {
                levels: LevelSet::one(*level),
                ..known
            },
            Value::Set(levels) => Self {
                levels: *levels,
                must: *levels,
                ..known
            },
            Value::Number(number) => Self {
                within: (*number, *number),
                ..known
            },
            Value::Text(_) => known,
        }
    }

    /// Of two fields of a number: whether both are known, and the other lies above.
    pub(super) fn is_before(self, other: Self) -> bool {
        let known = |field: Self| field.known && !field.unknown;
        known(self) && known(other) && self.within.1 <= other.within.0
    }

    /// Whether a test against a constant that splits neither may come out otherwise in the other, which lies above.
    pub(super) fn may_turn_at(self, other: Self, constant: f64) -> bool {
        let below = constant < self.within.0 || (constant == self.within.0 && self.open.0);
        let above = constant > other.within.1 || (constant == other.within.1 && other.open.1);
        !below && !above
    }

    /// Anything that the type allows, unknown included.
    fn anything(kind: &FactType) -> Self {
        let any = Self {
            known: true,
            ..Self::UNKNOWN
        };
        match kind {
            FactType::YesNo => Self {
                levels: LevelSet(3),
                ..any
            },
            FactType::Level(scale) | FactType::Set(scale) => Self {
                levels: scale.all(),
                ..any
            },
            FactType::Number(number) => Self {
                within: (
                    number.low.unwrap_or(f64::NEG_INFINITY),
                    number.high.unwrap_or(f64::INFINITY),
                ),
                open: (number.low.is_none(), number.high.is_none()),
                ..any
            },
            FactType::Text => any,
        }
    }
}

/// The facts of a region.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    fields: IdVec<FactId, Field>,
}

impl Fields {
    /// Everything that a profile leaves open.
    pub(crate) fn completions(profile: &Profile, book: &Rulebook) -> Self {
        let field = |(id, fact): (FactId, &crate::model::Fact)| match profile.given(id) {
            Some(given) => Field::value(&given.value, given.certainty),
            None => Field::anything(&fact.kind),
        };
        Self {
            fields: book.facts.iter().map(field).collect(),
        }
    }

    /// Every profile there can be, with answers of any certainty.
    pub(crate) fn every(book: &Rulebook) -> Self {
        let field = |fact: &crate::model::Fact| Field {
            certainty: (0.0, 1.0),
            ..Field::anything(&fact.kind)
        };
        Self {
            fields: book.facts.values().map(field).collect(),
        }
    }

    /// A profile as it is: what it leaves open stays unknown.
    pub(crate) fn today(profile: &Profile, book: &Rulebook) -> Self {
        let field = |id: FactId| match profile.given(id) {
            Some(given) => Field::value(&given.value, given.certainty),
            None => Field::UNKNOWN,
        };
        Self {
            fields: book.facts.ids().map(field).collect(),
        }
    }

    pub(super) fn get(&self, fact: FactId) -> Field {
        self.fields.find(fact).copied().unwrap_or(Field::UNKNOWN)
    }

    pub(crate) fn set(&mut self, fact: FactId, field: Field) {
        if fact.to_usize() < self.fields.len() {
            self.fields[fact] = field;
        }
    }

    /// Whether the fact is not the same all over the region.
    pub(crate) fn is_open(&self, fact: FactId) -> bool {
        let field = self.get(fact);
        field.known && field.unknown
    }
}

/// One case of a fact: a part of its values that no test tells apart, with a value that stands for it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub field: Field,
    /// `None`: it stays unknown.
    pub value: Option<Value>,
}

impl Case {
    /// Whether it is a range of numbers.
    pub(crate) fn is_range(&self) -> bool {
        self.field.within.0 < self.field.within.1
    }

    /// A range cut in two: what lies below and above a number, and that number; nothing where it cannot be cut.
    pub(crate) fn halves(&self, whole: bool) -> Vec<Case> {
        let (low, high) = self.field.within;
        let at = match (low.is_finite(), high.is_finite()) {
            (true, true) => low + (high - low) / 2.0,
            (true, false) => further(low),
            (false, true) => -further(-high),
            (false, false) => 0.0,
        };
        let at = if whole { at.ceil() } else { at };
        if !at.is_finite() || at <= low || at >= high {
            return Vec::new();
        }
        let point = Value::Number(at);
        let point = Case {
            field: Field::value(&point, 1.0),
            value: Some(point),
        };
        let (below, above) = (between(low, at, whole), between(at, high, whole));
        [below, Some(point), above].into_iter().flatten().collect()
    }
}

/// A number beyond another one, by growing steps.
fn further(low: f64) -> f64 {
    if low < 0.0 { 0.0 } else { (low * 8.0).max(1.0) }
}

/// Elements of a set at most of which every choice is a case.
const MOST_SETS: u32 = 7;
/// Whole numbers at most of which each is a case, where a number is computed from the fact.
const MOST_WHOLE: u32 = 64;

/// The cases of every fact that the tests of a plan tell apart.
#[derive(Debug)]
pub(crate) struct Cases {
    thresholds: IdVec<FactId, Vec<f64>>,
    /// Of a set, the elements that tests tell apart; `None` where it is read as a whole.
    elements: IdVec<FactId, Option<LevelSet>>,
}

impl Cases {
    /// Those that the rulebook tells apart: what only a test asks about changes no answer about the rulebook.
    pub(crate) fn of(program: &Program) -> Self {
        Self::but(program, &Asked::of(program))
    }

    /// Those that the rulebook and the conditions of tests tell apart.
    pub(crate) fn with_probes(program: &Program) -> Self {
        Self::but(program, &Asked::default())
    }

    fn but(program: &Program, asked: &Asked) -> Self {
        let mut thresholds: IdVec<FactId, Vec<f64>> =
            program.rulebook.facts.ids().map(|_| Vec::new()).collect();
        let numbers = &program.plan.numbers;
        let mut meet = |fact: NumberId, other: NumberId| {
            if let (
                NumberNode::Fact(fact),
                NumberNode::Constant(constant) | NumberNode::Parameter(_, constant),
            ) = (&numbers[fact], &numbers[other])
            {
                thresholds[*fact].push(*constant);
            }
        };
        for node in asked.other_truths(program) {
            match node {
                TruthNode::Compare(left, _, right, _) => {
                    meet(*left, *right);
                    meet(*right, *left);
                }
                TruthNode::Between(number, low, high, _) => {
                    for end in [*low, *high] {
                        meet(*number, end);
                        meet(end, *number);
                    }
                }
                _other => {}
            }
        }
        for node in asked.other_numbers(program) {
            if let NumberNode::Ramp(number, low, high) | NumberNode::Clamp(number, low, high) = node
            {
                meet(*number, *low);
                meet(*number, *high);
            }
        }
        for node in asked.other_truths(program) {
            if let TruthNode::Number(fact, _, constant) = node {
                thresholds[*fact].push(*constant);
            }
        }
        for (fact, about) in program.rulebook.facts.iter() {
            let mut nodes = asked.other_numbers(program);
            if let FactType::Number(number) = &about.kind
                && nodes.any(|node| *node == NumberNode::Fact(fact))
            {
                thresholds[fact].extend(few_whole(number));
            }
        }
        for list in thresholds.values_mut() {
            list.sort_by(f64::total_cmp);
            list.dedup();
        }
        Self {
            thresholds,
            elements: elements(program, asked),
        }
    }

    /// The known cases of a fact; of a set with many elements the smallest and the largest only.
    pub(crate) fn known(&self, fact: FactId, kind: &FactType) -> Vec<Case> {
        let of = |value: Value| Case {
            field: Field::value(&value, 1.0),
            value: Some(value),
        };
        match kind {
            FactType::YesNo => vec![of(Value::YesNo(false)), of(Value::YesNo(true))],
            FactType::Level(scale) => scale
                .all()
                .iter()
                .map(|level| of(Value::Level(level)))
                .collect(),
            FactType::Set(scale) => {
                let read = self.told_apart(fact, scale);
                if read.len() > MOST_SETS {
                    let none = Value::Set(LevelSet::default());
                    return vec![of(none), of(Value::Set(scale.all()))];
                }
                subsets(read)
                    .into_iter()
                    .map(|set| of(Value::Set(set)))
                    .collect()
            }
            FactType::Number(number) => {
                let low = number.low.unwrap_or(f64::NEG_INFINITY);
                let high = number.high.unwrap_or(f64::INFINITY);
                number_cases(
                    low,
                    high,
                    number.whole,
                    self.thresholds.find(fact).map_or(&[], Vec::as_slice),
                )
            }
            FactType::Text => vec![of(Value::Text("some text".into()))],
        }
    }

    /// What of a fact's values no case of [`Cases::known`] stands for: every set, where they are too many.
    pub(crate) fn beyond(&self, fact: FactId, kind: &FactType) -> Option<Case> {
        let field = Field {
            unknown: false,
            ..Field::anything(kind)
        };
        (!self.cover(fact, kind)).then_some(Case { field, value: None })
    }

    /// The case in which a fact stays unknown.
    pub(crate) fn unknown() -> Case {
        Case {
            field: Field::UNKNOWN,
            value: None,
        }
    }

    /// Whether the known cases together stand for all values of the type.
    pub(crate) fn cover(&self, fact: FactId, kind: &FactType) -> bool {
        match kind {
            FactType::YesNo | FactType::Level(_) | FactType::Number(_) | FactType::Text => true,
            FactType::Set(scale) => self.told_apart(fact, scale).len() <= MOST_SETS,
        }
    }

    /// The elements of a set by which its values differ for the plan.
    fn told_apart(&self, fact: FactId, scale: &Scale) -> LevelSet {
        let read = self.elements.find(fact).copied().flatten();
        read.unwrap_or(scale.all())
    }
}

/// The nodes that only the probes of a plan have. They stand together.
#[derive(Default)]
struct Asked {
    truths: Range<usize>,
    numbers: Range<usize>,
}

impl Asked {
    fn of(program: &Program) -> Self {
        let mut asked = Self::default();
        for step in program.plan.probes.values().flat_map(|probe| &probe.steps) {
            match step {
                Step::Truth(id) => widen(&mut asked.truths, id.to_usize()),
                Step::Number(id) => widen(&mut asked.numbers, id.to_usize()),
                Step::Choice(_) | Step::Rule(_) | Step::Fold(_) | Step::Shares => {}
            }
        }
        asked
    }

    /// The conditions of the rulebook itself.
    fn other_truths<'p>(&self, program: &'p Program) -> impl Iterator<Item = &'p TruthNode> {
        let asked = self.truths.clone();
        let truths = program.plan.truths.iter();
        let own = truths.filter(move |(id, _)| !asked.contains(&id.to_usize()));
        own.map(|(_, node)| node)
    }

    /// The numbers of the rulebook itself.
    fn other_numbers<'p>(&self, program: &'p Program) -> impl Iterator<Item = &'p NumberNode> {
        let asked = self.numbers.clone();
        let numbers = program.plan.numbers.iter();
        let own = numbers.filter(move |(id, _)| !asked.contains(&id.to_usize()));
        own.map(|(_, node)| node)
    }
}

fn widen(range: &mut Range<usize>, at: usize) {
    let next = at.saturating_add(1);
    *range = match range.start >= range.end {
        true => at..next,
        false => range.start.min(at)..range.end.max(next),
    };
}

/// Which elements of each set are tested; `None` where it is counted or handed to a script.
fn elements(program: &Program, asked: &Asked) -> IdVec<FactId, Option<LevelSet>> {
    let facts = program.rulebook.facts.ids();
    let mut elements: IdVec<FactId, Option<LevelSet>> =
        facts.map(|_| Some(LevelSet::default())).collect();
    for node in asked.other_truths(program) {
        if let TruthNode::Includes(fact, element) = node
            && let Some(set) = &mut elements[*fact]
        {
            *set = set.union(LevelSet::one(*element));
        }
    }
    for node in asked.other_numbers(program) {
        if let NumberNode::Count(fact) = node {
            elements[*fact] = None;
        }
    }
    for call in program.plan.calls.values() {
        for argument in &call.arguments {
            if let CallArgument::Set(fact, _) = argument {
                elements[*fact] = None;
            }
        }
    }
    elements
}

/// All sets of some elements.
fn subsets(elements: LevelSet) -> Vec<LevelSet> {
    let mut sets = vec![LevelSet::default()];
    for element in elements.iter() {
        let with = sets.iter().map(|set| set.union(LevelSet::one(element)));
        let with: Vec<LevelSet> = with.collect();
        sets.extend(with);
    }
    sets
}

/// All values of a whole number, where they are few.
fn few_whole(number: &NumberType) -> Vec<f64> {
    let (Some(low), Some(high)) = (number.low, number.high) else {
        return Vec::new();
    };
    if !number.whole || high - low > f64::from(MOST_WHOLE) {
        return Vec::new();
    }
    // Counted by steps, so that it ends whatever the ends are.
    let steps = (0..=MOST_WHOLE).map(|step| low.ceil() + f64::from(step));
    steps.take_while(|at| *at <= high).collect()
}

/// Each threshold and each end as a case of its own, and each range between two neighbours.
fn number_cases(low: f64, high: f64, whole: bool, thresholds: &[f64]) -> Vec<Case> {
    let mut ends: Vec<f64> = thresholds
        .iter()
        .copied()
        .filter(|end| *end >= low && *end <= high)
        .collect();
    ends.extend([low, high].iter().filter(|end| end.is_finite()));
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let mut cases = Vec::new();
    let mut before = (low == f64::NEG_INFINITY).then_some(low);
    for end in ends
        .iter()
        .copied()
        .chain((high == f64::INFINITY).then_some(high))
    {
        if let Some(before) = before {
            cases.extend(between(before, end, whole));
        }
        if end.is_finite() && (!whole || end.fract() == 0.0) {
            let value = Value::Number(end);
            cases.push(Case {
                field: Field::value(&value, 1.0),
                value: Some(value),
            });
        }
        before = Some(end);
    }
    cases
}

/// The numbers between two neighbours, where there are any; whole ones have to be looked for.
fn between(low: f64, high: f64, whole: bool) -> Option<Case> {
    let (first, last) = match whole {
        true => (low.floor() + 1.0, high.ceil() - 1.0),
        false => (low.next_up(), high.next_down()),
    };
    // Beyond 2^53 the next whole number is the next double.
    let first = if first <= low { low.next_up() } else { first };
    let last = if last >= high { high.next_down() } else { last };
    if first > last {
        return None;
    }
    let middle = match (low.is_finite(), high.is_finite()) {
        (true, true) => low / 2.0 + high / 2.0,
        (true, false) => low + 1.0,
        (false, true) => high - 1.0,
        (false, false) => 0.0,
    };
    let middle = if whole { middle.floor() } else { middle };
    let middle = middle.max(first).min(last);
    if first >= last {
        let value = Value::Number(middle);
        return Some(Case {
            field: Field::value(&value, 1.0),
            value: Some(value),
        });
    }
    let field = Field {
        unknown: false,
        known: true,
        within: (low, high),
        open: (true, true),
        ..Field::UNKNOWN
    };
    Some(Case {
        field,
        value: Some(Value::Number(middle)),
    })
}

#[cfg(test)]
mod tests {
    use super::number_cases;
    use crate::model::Value;

    fn tried(low: f64, high: f64, whole: bool, thresholds: &[f64]) -> Vec<f64> {
        number_cases(low, high, whole, thresholds)
            .into_iter()
            .filter_map(|case| match case.value {
                Some(Value::Number(number)) => Some(number),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn every_whole_number_between_thresholds_is_met() {
        assert_eq!(
            tried(0.0, 4.0, true, &[1.5, 3.0]),
            [0.0, 1.0, 2.0, 3.0, 4.0]
        );
        assert_eq!(
            tried(-3.0, 0.0, true, &[-2.5, -1.0]),
            [-3.0, -2.0, -1.0, 0.0]
        );
        assert_eq!(
            tried(0.0, 9.0, true, &[2.2, 2.8]),
            [0.0, 1.0, 9.0 - 4.0, 9.0]
        );
        assert_eq!(tried(0.0, 1.0, true, &[0.5]), [0.0, 1.0]);
    }

    #[test]
    fn large_ends_hide_no_numbers() {
        let most = f64::MAX;
        assert_eq!(tried(-most, most, false, &[]), [-most, 0.0, most]);
        let tried = tried(0.0, f64::INFINITY, false, &[1e300]);
        assert_eq!(tried.len(), 4, "{tried:?}");
        assert!(tried.iter().all(|number| number.is_finite()), "{tried:?}");
    }
}
