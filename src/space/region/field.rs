//! The facts of a region: which values each may have, and whether it may be unknown; and the cases to split it into.

use super::number::Within;
use super::truth::{self, ONE};
use crate::base::{Id, IdVec};
use crate::model::cells::{self, Cell, Named, Numbers, within_reach};
use crate::model::{
    CallArgument, Code, Compare, FactId, FactType, Interval, LevelSet, NumberNode, NumberType, Op,
    Profile, Rulebook, Step, TruthNode, Value,
};
use crate::plan::{Input, Program, inputs};

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

    /// The same values, as certain as told; what is unknown stays so.
    pub(super) fn certain(self, certainty: truth::Range) -> Self {
        match self.known {
            true => Self { certainty, ..self },
            false => self,
        }
    }

    /// Whether it may be known, and may be unknown.
    pub(crate) fn is_open(self) -> bool {
        self.known && self.unknown
    }

    /// Whether nothing is possible.
    pub(super) fn is_empty(self) -> bool {
        !self.known && !self.unknown
    }

    /// What is left where it is known to be one of some levels, or known to be none of them.
    pub(super) fn only(self, levels: LevelSet, is_in: bool) -> Self {
        let levels = match is_in {
            true => self.levels.intersection(levels),
            false => levels.missing_of(self.levels),
        };
        Self {
            unknown: false,
            known: self.known && !levels.is_empty(),
            levels,
            ..self
        }
    }

    /// What is left where a set is known to have an element, or known not to.
    pub(super) fn with_element(self, element: u8, has: bool) -> Self {
        let one = LevelSet::one(element);
        let possible = match has {
            true => self.levels.has(element),
            false => !self.must.has(element),
        };
        Self {
            unknown: false,
            known: self.known && possible,
            must: if has { self.must.union(one) } else { self.must },
            levels: if has {
                self.levels
            } else {
                one.missing_of(self.levels)
            },
            ..self
        }
    }

    /// What is left where a number is known to compare so with a constant.
    pub(super) fn numbers(self, kind: &FactType, compare: Compare, constant: f64) -> Self {
        let cut = self.number().cut(compare, constant);
        let within = Interval {
            low: cut.low,
            high: cut.high,
            low_in: !cut.low_open,
            high_in: !cut.high_open,
        };
        let whole = matches!(kind, FactType::Number(number) if number.whole);
        let numbers = Numbers::of(within, whole).filter(|_| cut.known);
        // Whole numbers may be one alone, though the ends are two: an end can be no whole number.
        let one = numbers.filter(|numbers| !numbers.is_range());
        Self {
            unknown: false,
            known: numbers.is_some(),
            within: one.map_or(within, |one| one.within),
            ..self
        }
    }

    /// Whether some cases of a number reach from its lowest to its highest.
    pub(super) fn is_spanned<'c>(
        self,
        kind: &FactType,
        cases: impl IntoIterator<Item = &'c Case> + Clone,
    ) -> bool {
        let FactType::Number(number) = kind else {
            return true;
        };
        let ends = |field: Self| {
            let numbers = Numbers {
                within: field.within,
                whole: number.whole,
            };
            (numbers.first(), numbers.last())
        };
        let (first, last) = ends(self);
        let known = || {
            let cases = cases.clone().into_iter();
            cases
                .filter(|case| case.field.known)
                .map(|case| ends(case.field))
        };
        known().any(|(low, _)| low <= first) && known().any(|(_, high)| high >= last)
    }

    /// What is left where it is known, or where it is not.
    pub(super) fn if_known(self, known: bool) -> Self {
        match (known, self.unknown) {
            (true, _) => Self {
                unknown: false,
                ..self
            },
            (false, true) => Self::UNKNOWN,
            (false, false) => Self {
                known: false,
                ..self
            },
        }
    }

    /// Whether all that it may be is something that another may be, too.
    pub(super) fn is_within(self, other: Self) -> bool {
        let (inner, outer) = (self.within, other.within);
        let from =
            inner.low > outer.low || (inner.low == outer.low && (outer.low_in || !inner.low_in));
        let to = inner.high < outer.high
            || (inner.high == outer.high && (outer.high_in || !inner.high_in));
        let levels = self.levels.missing_of(other.levels).union(self.levels) == other.levels;
        let must = self.must.union(other.must) == self.must;
        (!self.unknown || other.unknown)
            && (!self.known || (other.known && from && to && levels && must))
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
                within: within_reach(numbers.within, numbers.whole),
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

    /// Anything that an answer may be changed to, itself included; `given` is its certainty, where there is one.
    pub(crate) fn changed(kind: &FactType, given: Option<f64>) -> Self {
        let any = Self::anything(kind);
        match given.filter(|certainty| *certainty < 1.0) {
            Some(certainty) => Self {
                unknown: false,
                certainty: (certainty, 1.0),
                ..any
            },
            None => any,
        }
    }

    /// Between what a number lies.
    pub(crate) fn within(self) -> Interval {
        self.within
    }

    /// How many values it may have, of a number that is not whole how long its range is; `None` where that is without end.
    pub(crate) fn measure(self, kind: &FactType) -> Option<f64> {
        let measure = match kind {
            FactType::YesNo | FactType::Level(_) => f64::from(self.levels.len()),
            FactType::Set(_) => f64::from(self.must.missing_of(self.levels).len()).exp2(),
            FactType::Number(number) if number.whole => {
                let numbers = Numbers {
                    within: self.within,
                    whole: true,
                };
                match self.within.low.is_finite() && self.within.high.is_finite() {
                    true => numbers.last() - numbers.first() + 1.0,
                    false => f64::INFINITY,
                }
            }
            FactType::Number(_) => self.within.high - self.within.low,
            FactType::Text => 1.0,
        };
        measure.is_finite().then_some(measure)
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
                within: within_reach(
                    Interval {
                        low: number.low.unwrap_or(f64::NEG_INFINITY),
                        high: number.high.unwrap_or(f64::INFINITY),
                        low_in: number.low.is_some(),
                        high_in: number.high.is_some(),
                    },
                    number.whole,
                ),
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

    /// Every profile there can be, with answers so certain.
    pub(crate) fn every(book: &Rulebook, certainty: truth::Range) -> Self {
        let field = |fact: &crate::model::Fact| Field {
            certainty,
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

    /// What is left where nobody answers a fact.
    pub(crate) fn leave(&mut self, fact: FactId) {
        self.set(fact, Field::UNKNOWN);
    }

    /// What is left where a fact is answered, with whatever.
    pub(crate) fn answer(&mut self, fact: FactId) {
        let field = self.get(fact).if_known(true);
        self.set(fact, field);
    }

    /// Whether the fact is not the same all over the region.
    pub(crate) fn is_open(&self, fact: FactId) -> bool {
        self.get(fact).is_open()
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

    /// The numbers of a range; nothing where it has none.
    pub(crate) fn numbers(within: Interval, whole: bool) -> Option<Self> {
        Numbers::of(within, whole).map(|numbers| Self::of(Cell::Numbers(numbers)))
    }

    /// The numbers from this one's lowest to another one's highest.
    pub(super) fn to(mut self, other: Self) -> Self {
        let (low, high) = (self.field.within, other.field.within);
        self.field.within = Interval {
            high: high.high,
            high_in: high.high_in,
            ..low
        };
        self
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
    /// The facts from which a number is computed, otherwise than by comparing them with constants.
    computed: IdVec<FactId, bool>,
    /// How certain the answers are.
    certainty: truth::Range,
}

impl Cases {
    /// Those that the rulebook tells apart: what only a test asks about changes no answer about the rulebook.
    pub(crate) fn of(program: &Program) -> Self {
        Self::named_in(program, Vec::new())
    }

    /// Those that the rulebook and the conditions of tests tell apart.
    pub(crate) fn with_probes(program: &Program) -> Self {
        let probes = program.plan.code.probes.values();
        let steps = probes.flat_map(|probe| &probe.steps);
        Self::named_in(program, steps.copied().collect())
    }

    /// The same, of answers so certain.
    pub(crate) fn certain(self, certainty: truth::Range) -> Self {
        Self { certainty, ..self }
    }

    /// Whether every answer is given with certainty 1, so that a case is one answer.
    pub(crate) fn are_certain(&self) -> bool {
        self.certainty == ONE
    }

    pub(super) fn certainty_range(&self) -> truth::Range {
        self.certainty
    }

    /// Whether some steps compute a number from a fact otherwise than by comparing it with constants, or read it as a whole.
    pub(super) fn compute(program: &Program, steps: &[Step], fact: FactId) -> bool {
        let mut cases = Self::empty(program);
        let code = &program.plan.code;
        steps.iter().for_each(|step| cases.meet(code, *step));
        cases.is_computed(fact)
    }

    fn empty(program: &Program) -> Self {
        let facts = &program.rulebook.facts;
        Self {
            named: facts.ids().map(|_| Named::default()).collect(),
            computed: facts.ids().map(|_| false).collect(),
            certainty: ONE,
        }
    }

    fn named_in(program: &Program, more: Vec<Step>) -> Self {
        let code = &program.plan.code;
        let facts = &program.rulebook.facts;
        let mut cases = Self::empty(program);
        let own = code.early.iter().chain(&code.late).chain(&code.last);
        own.chain(&more).for_each(|step| cases.meet(code, *step));
        for (fact, named) in facts.ids().zip(cases.named.values_mut()) {
            match &facts[fact].kind {
                FactType::Number(number) if cases.computed[fact] => {
                    named.thresholds.extend(few_whole(number));
                }
                FactType::Set(scale) if cases.computed[fact] => named.elements = scale.all(),
                _compared => {}
            }
            named.thresholds.sort_by(f64::total_cmp);
            named.thresholds.dedup();
        }
        cases
    }

    /// What a step tells apart. A fact counts as computed from unless it is known that it is not.
    fn meet(&mut self, code: &Code, step: Step) {
        let (mut facts, mut constants) = (Vec::new(), Vec::new());
        let mut others = false;
        inputs(code, step, &mut |input| match input {
            Input::Number(id) => match &code.numbers[id] {
                NumberNode::Fact(fact) => facts.push(*fact),
                NumberNode::Constant(number) | NumberNode::Parameter(_, number) => {
                    constants.push(*number);
                }
                _computed => others = true,
            },
            Input::Call(call) => {
                let arguments = code.calls[call].arguments.iter();
                let sets = arguments.filter_map(|argument| match argument {
                    CallArgument::Set(fact, _) => Some(*fact),
                    _other => None,
                });
                sets.for_each(|fact| self.computed[fact] = true);
            }
            _no_number => {}
        });
        let (mut compares, mut turns) = (false, false);
        match step {
            Step::Truth(id) => match &code.truths[id] {
                TruthNode::Number(fact, _, constant) => {
                    self.named[*fact].thresholds.push(*constant);
                }
                TruthNode::Includes(fact, element) => {
                    let elements = &mut self.named[*fact].elements;
                    *elements = elements.union(LevelSet::one(*element));
                }
                TruthNode::Compare(..) | TruthNode::Between(..) | TruthNode::NumberKnown(_) => {
                    compares = true;
                }
                _other => {}
            },
            Step::Number(id) => match &code.numbers[id] {
                NumberNode::Count(fact) => self.computed[*fact] = true,
                NumberNode::Apply(op, _) => turns = matches!(op, Op::Ramp | Op::Clamp),
                _other => {}
            },
            Step::Choice(_) | Step::Rule(_) | Step::Fold(_) | Step::Shares => {}
        }
        for fact in &facts {
            if compares || turns {
                self.named[*fact].thresholds.extend(&constants);
            }
            self.computed[*fact] |= !compares || others || facts.len() > 1;
        }
    }

    /// Whether a number is computed from a fact otherwise than by comparing it with constants, or it is read as a whole.
    pub(crate) fn is_computed(&self, fact: FactId) -> bool {
        self.computed[fact]
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
            return ends.map(|set| self.case(Cell::Set(set, set))).into();
        }
        let cells = cells::known(kind, self.named(fact));
        cells.map(|cell| self.case(cell)).collect()
    }

    fn case(&self, cell: Cell) -> Case {
        let case = Case::of(cell);
        Case {
            field: case.field.certain(self.certainty),
            ..case
        }
    }

    /// The parts into which what a fact may be is split where its cases, `all`, do not tell it apart: halves of numbers from
    /// which something is computed, and of sets with too many elements those with and without one; nothing where no test tells
    /// them apart.
    pub(super) fn parts(&self, fact: FactId, kind: &FactType, field: Field) -> Vec<Case> {
        if field.is_open() {
            let known = self.beyond(fact, kind).into_iter();
            return known.chain([Self::unknown()]).collect();
        }
        match kind {
            FactType::Number(number) if field.known => {
                let numbers = Numbers {
                    within: field.within,
                    whole: number.whole,
                };
                let halves = numbers.halves().into_iter().map(Cell::Numbers);
                halves.map(|cell| self.case(cell)).collect()
            }
            FactType::Set(_) => self.halves_of_set(fact, field),
            _whole => Vec::new(),
        }
    }

    /// Whether a fact is not the same for every test all over a region.
    pub(super) fn splits(&self, fact: FactId, kind: &FactType, field: Field) -> bool {
        field.is_open()
            || match kind {
                FactType::YesNo | FactType::Level(_) => field.levels.len() > 1,
                FactType::Number(_) => {
                    let several = field.within.low < field.within.high;
                    let turns = self.is_computed(fact) || self.turns_within(fact, field.within);
                    field.known && several && turns
                }
                FactType::Set(_) => {
                    let open = field.must.missing_of(field.levels);
                    !open.intersection(self.named(fact).elements).is_empty()
                }
                FactType::Text => false,
            }
    }

    /// How soon a fact that is split is split: what is known to be one of a few cases was asked for, and numbers from which
    /// something is computed can be halved without end.
    pub(super) fn rank(&self, fact: FactId, kind: &FactType, field: Field) -> u8 {
        match kind {
            _open if field.unknown => 1,
            FactType::YesNo | FactType::Level(_) => 2,
            FactType::Number(_) if self.turns_within(fact, field.within) => 2,
            FactType::Number(_) => 0,
            FactType::Set(_) | FactType::Text => 1,
        }
    }

    /// Whether a test of a number turns within a range.
    fn turns_within(&self, fact: FactId, within: Interval) -> bool {
        let mut thresholds = self.named(fact).thresholds.iter();
        within.low < within.high && thresholds.any(|one| within.has(*one))
    }

    /// The sets with and without an element that is tested and open.
    fn halves_of_set(&self, fact: FactId, field: Field) -> Vec<Case> {
        let open = field.must.missing_of(field.levels);
        let Some(element) = self.named(fact).elements.intersection(open).iter().next() else {
            return Vec::new();
        };
        let one = LevelSet::one(element);
        let with = Cell::Set(field.must.union(one), field.levels);
        let without = Cell::Set(field.must, one.missing_of(field.levels));
        [with, without].map(|cell| self.case(cell)).into()
    }

    /// What of a fact's values no case of [`Cases::known`] stands for: every set, where they are too many.
    pub(crate) fn beyond(&self, fact: FactId, kind: &FactType) -> Option<Case> {
        let field = Field {
            unknown: false,
            certainty: self.certainty,
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
