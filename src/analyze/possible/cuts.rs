//! Thresholds: the numbers and levels at which a test changes its answer. Counts nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{IdVec, Span, format_number};
use crate::model::{
    Cell, Compare, Cond, FactId, Figure, LetKind, LetNode, Leveled, NumberId, NumberNode, Op,
    Shape, Subject, TruthNode,
};
use crate::plan::Program;

/// Something that is held against something else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Measure {
    /// A number fact.
    Fact(FactId),
    /// A computed number.
    Number(NumberId),
    /// The position of a level.
    Level(Leveled),
    /// Always the same.
    Constant(f64),
}

/// Where an answer changes.
#[derive(Clone, Debug)]
pub(crate) struct Threshold {
    /// As it is shown.
    pub name: Arc<str>,
    /// Where it stands first.
    pub origin: Span,
    /// What is held against it.
    pub left: Measure,
    /// What it is held against.
    pub right: Measure,
    /// What should be seen of it.
    pub kind: Kind,
}

/// What stands before a test with two ends.
const ENDS: [&str; 2] = ["the lower end of ", "the upper end of "];

impl Threshold {
    /// The name, what was written marked as such.
    pub(crate) fn quoted(&self) -> String {
        let end = ENDS.iter().find_map(|end| {
            let rest = self.name.strip_prefix(end)?;
            Some(format!("{end}`{rest}`"))
        });
        end.unwrap_or_else(|| format!("`{}`", self.name))
    }
}

/// What should be seen of a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Below, above, and exactly there.
    Exact,
    /// Below and above: a share or a quotient is hardly ever exactly there.
    Sides,
    /// Of levels: the one from which on the answer is another, and the one below it.
    Levels,
}

/// A measure that sorts and compares, so that a threshold that stands in several tests counts once.
type Key = (u8, u32, u64);

/// The thresholds that were found so far.
pub(crate) struct Finder<'p> {
    program: &'p Program,
    /// For each number, its value where it is made of constants and parameters alone: `0 - unready`.
    fixed: IdVec<NumberId, Option<f64>>,
    /// For each number, whether a test can be expected to bring something to it exactly.
    exact: IdVec<NumberId, bool>,
    found: BTreeMap<(Key, Key), Threshold>,
}

impl<'p> Finder<'p> {
    pub(crate) fn new(program: &'p Program) -> Self {
        let mut finder = Self {
            program,
            fixed: IdVec::default(),
            exact: IdVec::default(),
            found: BTreeMap::new(),
        };
        // Numbers stand behind those that they are made of.
        for node in program.plan.code.numbers.values() {
            finder.fixed.push(finder.constant(node));
            finder.exact.push(finder.is_sum(node));
        }
        finder
    }

    /// In the order of places; tables are looked through too.
    pub(crate) fn finish(mut self) -> Vec<Threshold> {
        self.tables();
        let mut all: Vec<Threshold> = self.found.into_values().collect();
        all.sort_by_key(|one| one.origin);
        all
    }

    /// The thresholds of a test.
    pub(crate) fn test(&mut self, cond: &Cond, shape: &Shape) {
        let code = &self.program.plan.code;
        let node = match &code.truths[shape.truth] {
            TruthNode::Not(inner) => &code.truths[*inner],
            node => node,
        };
        let at = (Arc::clone(&shape.text), cond.origin);
        match node {
            TruthNode::Number(fact, compare, constant) => {
                let pair = (Measure::Fact(*fact), Measure::Constant(*constant));
                self.compared(at, *compare, pair);
            }
            TruthNode::Compare(left, compare, right, _) => {
                let pair = (self.number(*left), self.number(*right));
                self.compared(at, *compare, pair);
            }
            TruthNode::Between(number, low, high, _) => {
                for (end, word) in [(low, ENDS[0]), (high, ENDS[1])] {
                    let name = format!("{word}{}", at.0).into();
                    let pair = (self.number(*number), self.number(*end));
                    self.compared((name, at.1), Compare::AtLeast, pair);
                }
            }
            TruthNode::Levels(left, compare, right) => {
                let pair = (Measure::Level(*left), Measure::Level(*right));
                self.compared(at, *compare, pair);
            }
            TruthNode::Level(fact, levels) => self.cut(at, Leveled::Fact(*fact), levels.0),
            TruthNode::Choice(choice, levels) => self.cut(at, Leveled::Choice(*choice), levels.0),
            _no_threshold => {}
        }
    }

    fn number(&self, id: NumberId) -> Measure {
        let fixed = self.fixed.find(id).copied().flatten();
        match (&self.program.plan.code.numbers[id], fixed) {
            (_, Some(number)) => Measure::Constant(number),
            (NumberNode::Fact(fact), None) => Measure::Fact(*fact),
            (_computed, None) => Measure::Number(id),
        }
    }

    fn constant(&self, node: &NumberNode) -> Option<f64> {
        match node {
            NumberNode::Constant(number) | NumberNode::Parameter(_, number) => Some(*number),
            NumberNode::Apply(
                op @ (Op::Minus | Op::Add | Op::Subtract | Op::Multiply),
                operands,
            ) => {
                let operands = self.program.plan.code.operands_of(*operands).iter();
                let fixed = operands.map(|id| self.fixed.find(*id).copied().flatten());
                let fixed: Option<Vec<f64>> = fixed.collect();
                Some(op.fold(fixed?, f64::NAN, Op::apply))
            }
            _computed => None,
        }
    }

    fn compared(&mut self, at: (Arc<str>, Span), compare: Compare, pair: (Measure, Measure)) {
        let (left, right) = match pair {
            (Measure::Constant(_), Measure::Constant(_)) => return,
            (left @ Measure::Constant(_), right) => (right, left),
            pair => pair,
        };
        if matches!(compare, Compare::Equal | Compare::NotEqual) {
            return;
        }
        let exact = self.is_exact(left) && self.is_exact(right);
        let kind = if exact { Kind::Exact } else { Kind::Sides };
        self.add(at, (left, right), kind);
    }

    /// `is at least moderate`: the levels to both sides of the cut. Of a scale of two there is nothing else.
    fn cut(&mut self, at: (Arc<str>, Span), subject: Leveled, levels: u128) {
        let Some(count) = self.levels_of(subject).filter(|count| *count > 2) else {
            return;
        };
        let words = [" at least ", " at most ", "<", ">"];
        if levels == 0 || !words.iter().any(|word| at.0.contains(word)) {
            return;
        }
        let (lowest, past) = (
            levels.trailing_zeros(),
            128u32.saturating_sub(levels.leading_zeros()),
        );
        if past.saturating_sub(lowest) != levels.count_ones() {
            return;
        }
        let from = match (lowest, past) {
            (0, past) if past < count => past,
            (lowest, past) if past == count && lowest > 0 => lowest,
            _no_cut => return,
        };
        let pair = (Measure::Level(subject), Measure::Constant(f64::from(from)));
        self.add(at, pair, Kind::Levels);
    }

    /// How many levels in order something has.
    fn levels_of(&self, subject: Leveled) -> Option<u32> {
        let scale = self.program.scale(subject)?;
        scale
            .ordered
            .then(|| u32::try_from(scale.levels.len()).unwrap_or(u32::MAX))
    }

    fn add(&mut self, (name, origin): (Arc<str>, Span), pair: (Measure, Measure), kind: Kind) {
        let (left, right) = pair;
        let threshold = Threshold {
            name,
            origin,
            left,
            right,
            kind,
        };
        let slot = self.found.entry((key(left), key(right)));
        let known = slot.or_insert_with(|| threshold.clone());
        if threshold.origin < known.origin {
            *known = threshold;
        }
    }

    /// The numbers in the cells of decision tables.
    fn tables(&mut self) {
        let book = &self.program.rulebook;
        for one in book.lets.values() {
            let LetKind::Table(_, inputs, rows) = &one.kind else {
                continue;
            };
            for row in rows {
                for (input, cell) in inputs.iter().zip(&row.cells) {
                    let Some((name, left)) = self.input(*input) else {
                        continue;
                    };
                    for (sign, end) in ends(cell) {
                        let words = format!("{name} {sign} {}", format_number(end, 6));
                        let pair = (left, Measure::Constant(end));
                        self.compared((words.into(), row.origin), Compare::AtLeast, pair);
                    }
                }
            }
        }
    }

    fn input(&self, input: Subject) -> Option<(Arc<str>, Measure)> {
        let book = &self.program.rulebook;
        match input {
            Subject::Fact(fact) => Some((Arc::clone(&book.facts[fact].name), Measure::Fact(fact))),
            Subject::Let(id) => match self.program.plan.code.lets[id] {
                LetNode::Number(number) | LetNode::Graded(_, number) => {
                    Some((Arc::clone(&book.lets[id].name), self.number(number)))
                }
                LetNode::Truth(_) | LetNode::Choice(_) => None,
            },
        }
    }

    /// Whether a test can be expected to bring something to a number exactly: sums can, shares and quotients cannot.
    fn is_exact(&self, measure: Measure) -> bool {
        match measure {
            Measure::Fact(_) | Measure::Level(_) | Measure::Constant(_) => true,
            Measure::Number(id) => self.is_exactly(id),
        }
    }

    fn is_exactly(&self, id: NumberId) -> bool {
        self.exact.find(id).copied().unwrap_or_default()
    }

    fn is_sum(&self, node: &NumberNode) -> bool {
        match node {
            NumberNode::If(_, branches) => branches.iter().all(|id| self.is_exactly(*id)),
            NumberNode::Constant(_)
            | NumberNode::Parameter(..)
            | NumberNode::Fact(_)
            | NumberNode::Graded(..)
            | NumberNode::Count(_)
            | NumberNode::Unless(..)
            | NumberNode::Higher(..)
            | NumberNode::Lead(..)
            | NumberNode::Margin(_) => true,
            NumberNode::Figure(figure) => match figure {
                Figure::Margin
                | Figure::Total(_)
                | Figure::Lead(_)
                | Figure::Strongest(_)
                | Figure::Known(_) => true,
                Figure::Belief(_) | Figure::Confidence(_) | Figure::ShareKnown(_) => false,
            },
            NumberNode::Apply(op, operands) => {
                let operands = self.program.plan.code.operands_of(*operands).iter();
                op.about().whole.of(operands.map(|id| self.is_exactly(*id)))
            }
            NumberNode::Call(_) => false,
        }
    }
}

/// The ends of the ranges in a cell, each as a comparison.
fn ends(cell: &Cell) -> Vec<(&'static str, f64)> {
    let ranges = cell.ranges().iter().map(|range| range.within);
    let ranges = ranges.filter(|one| one.low < one.high);
    let both = ranges.flat_map(|one| {
        let low = if one.low_in { ">=" } else { ">" };
        let high = if one.high_in { "<=" } else { "<" };
        [(low, one.low), (high, one.high)]
    });
    both.filter(|(_, end)| end.is_finite()).collect()
}

fn key(measure: Measure) -> Key {
    match measure {
        Measure::Fact(fact) => (0, fact.0, 0),
        Measure::Number(number) => (1, number.0, 0),
        Measure::Level(Leveled::Fact(fact)) => (2, fact.0, 0),
        Measure::Level(Leveled::Choice(choice)) => (3, choice.0, 0),
        Measure::Constant(number) => (4, 0, number.to_bits()),
    }
}
