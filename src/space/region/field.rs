//! The facts of a region: which values each may have, and whether it may be unknown; and the cases to split it into.

use std::ops::Range;

use super::number::Within;
use super::truth::{self, ONE};
use crate::base::{Id, IdVec};
use crate::model::cells::{self, Cell, Named, Numbers};
use crate::model::{
    CallArgument, FactId, FactType, Interval, LevelSet, NumberId, NumberNode, NumberType, Op,
    Profile, Rulebook, Step, TruthNode, Value,
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
    within: Interval,
}

impl Field {
    const UNKNOWN: Self = Self {
        unknown: true,
        known: false,
        certainty: ONE,
        levels: LevelSet(0),
        must: LevelSet(0),
        within: Interval {
            low: 0.0,
            high: 0.0,
            low_in: true,
            high_in: true,
        },
    };

    pub(super) fn certainty_range(self) -> truth::Range {
        self.certainty
    }

    pub(super) fn number(self) -> Within {
        Within {
            low: self.within.low,
            high: self.within.high,
            low_open: !self.within.low_in,
            high_open: !self.within.high_in,
            unknown: self.unknown,
            known: self.known,
        }
    }

    /// A cell of a fact, with full certainty.
    fn of(cell: Cell) -> Self {
        let known = Self {
            unknown: false,
            known: true,
            ..Self::UNKNOWN
        };
        match cell {
            Cell::Unknown => Self::UNKNOWN,
            Cell::Truth(yes) => Self {
                levels: LevelSet::one(u8::from(yes)),
                ..known
            },
            Cell::Level(level) => Self {
                levels: LevelSet::one(level),
                ..known
            },
            Cell::Set(must, levels) => Self {
                levels,
                must,
                ..known
            },
            Cell::Numbers(numbers) => Self {
                within: numbers.within,
                ..known
            },
            Cell::Text => known,
        }
    }

    /// An answer; `None` is unknown.
    pub(crate) fn answered(value: Option<&Value>) -> Self {
        value.map_or(Self::UNKNOWN, |value| Self::value(value, 1.0))
    }

    fn value(value: &Value, certainty: f64) -> Self {
        Self {
            certainty: (certainty, certainty),
            ..Self::of(Cell::only(value))
        }
    }

    /// Of two fields of a number: whether both are known, and the other lies above.
    pub(super) fn is_before(self, other: Self) -> bool {
        let known = |field: Self| field.known && !field.unknown;
        known(self) && known(other) && self.within.high <= other.within.low
    }

    /// Whether a test against a constant that splits neither may come out otherwise in the other, which lies above.
    pub(super) fn may_turn_at(self, other: Self, constant: f64) -> bool {
        let (from, to) = (self.within, other.within);
        let below = constant < from.low || (constant == from.low && !from.low_in);
        let above = constant > to.high || (constant == to.high && !to.high_in);
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
                within: Interval {
                    low: number.low.unwrap_or(f64::NEG_INFINITY),
                    high: number.high.unwrap_or(f64::INFINITY),
                    low_in: number.low.is_some(),
                    high_in: number.high.is_some(),
                },
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

/// One case of a fact: a cell of it as a field of a region, with a value that stands for it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub field: Field,
    /// `None`: it stays unknown.
    pub value: Option<Value>,
}

impl Case {
    fn of(cell: Cell) -> Self {
        Self {
            field: Field::of(cell),
            value: cell.value(),
        }
    }

    /// Whether it is a range of numbers.
    pub(crate) fn is_range(&self) -> bool {
        self.field.within.low < self.field.within.high
    }

    /// A range cut in two: what lies below and above a number, and that number; nothing where it cannot be cut.
    pub(crate) fn halves(&self, whole: bool) -> Vec<Case> {
        let within = self.field.within;
        let halves = Numbers { within, whole }.halves().into_iter();
        halves.map(Cell::Numbers).map(Self::of).collect()
    }
}

/// Elements of a set at most of which every choice is a case.
const MOST_SETS: u32 = 7;
/// Whole numbers at most of which each is a case, where a number is computed from the fact.
const MOST_WHOLE: u32 = 64;

/// The cases of every fact that the tests of a plan tell apart.
#[derive(Debug)]
pub(crate) struct Cases {
    named: IdVec<FactId, Named>,
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
        let numbers = &program.plan.code.numbers;
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
            if let NumberNode::Apply(Op::Ramp | Op::Clamp, operands) = node
                && let [number, low, high] = program.plan.code.operands_of(*operands)
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
        let elements = elements(program, asked);
        let pairs = thresholds.into_values().zip(elements.into_values());
        let named = pairs.map(|(mut thresholds, elements)| {
            thresholds.sort_by(f64::total_cmp);
            thresholds.dedup();
            Named {
                thresholds,
                elements,
            }
        });
        Self {
            named: named.collect(),
        }
    }

    /// What the tests name of a fact; of a set that is read as a whole, all elements.
    pub(crate) fn named(&self, fact: FactId) -> &Named {
        &self.named[fact]
    }

    /// The known cases of a fact; of a set with many elements the smallest and the largest only.
    pub(crate) fn known(&self, fact: FactId, kind: &FactType) -> Vec<Case> {
        if let FactType::Set(scale) = kind
            && !self.cover(fact, kind)
        {
            let ends = [LevelSet::default(), scale.all()];
            return ends.map(|set| Case::of(Cell::Set(set, set))).into();
        }
        cells::known(kind, self.named(fact)).map(Case::of).collect()
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
        Case::of(Cell::Unknown)
    }

    /// Whether the known cases together stand for all values of the type.
    pub(crate) fn cover(&self, fact: FactId, kind: &FactType) -> bool {
        match kind {
            FactType::YesNo | FactType::Level(_) | FactType::Number(_) | FactType::Text => true,
            FactType::Set(_) => self.named(fact).elements.len() <= MOST_SETS,
        }
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
        for step in program
            .plan
            .code
            .probes
            .values()
            .flat_map(|probe| &probe.steps)
        {
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
        let truths = program.plan.code.truths.iter();
        let own = truths.filter(move |(id, _)| !asked.contains(&id.to_usize()));
        own.map(|(_, node)| node)
    }

    /// The numbers of the rulebook itself.
    fn other_numbers<'p>(&self, program: &'p Program) -> impl Iterator<Item = &'p NumberNode> {
        let asked = self.numbers.clone();
        let numbers = program.plan.code.numbers.iter();
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

/// Which elements of each set are tested: all where it is counted or handed to a script.
fn elements(program: &Program, asked: &Asked) -> IdVec<FactId, LevelSet> {
    let facts = &program.rulebook.facts;
    let mut elements: IdVec<FactId, LevelSet> = facts.ids().map(|_| LevelSet::default()).collect();
    for node in asked.other_truths(program) {
        if let TruthNode::Includes(fact, element) = node {
            elements[*fact] = elements[*fact].union(LevelSet::one(*element));
        }
    }
    let counted = asked.other_numbers(program).filter_map(|node| match node {
        NumberNode::Count(fact) => Some(*fact),
        _other => None,
    });
    let arguments = program
        .plan
        .code
        .calls
        .values()
        .flat_map(|call| &call.arguments);
    let handed = arguments.filter_map(|argument| match argument {
        CallArgument::Set(fact, _) => Some(*fact),
        _other => None,
    });
    for fact in counted.chain(handed) {
        if let FactType::Set(scale) = &facts[fact].kind {
            elements[fact] = scale.all();
        }
    }
    elements
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
