//! The facts that a part of a rulebook depends on through conditions alone, and values that stand for all their values.
//! Evaluates nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Cell, CellTest, Cond, CondKind, Content, FactId, FactType, LetId, LetKind, LevelSet, Num,
    NumKind, NumberType, Part, Ref, RefKind, Rulebook, Subject, Value,
};

/// What conditions depend on: facts, with the numbers at which tests of them turn, and lets.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads {
    pub facts: BTreeMap<FactId, Vec<f64>>,
    pub lets: BTreeSet<LetId>,
    /// Whether something else is read, such as a total, a script or a computed number.
    pub open: bool,
}

impl Reads {
    /// Adds what another rulebook reads.
    pub(super) fn join(&mut self, other: Self) {
        for (fact, turns) in other.facts {
            self.fact(fact, &turns);
        }
        self.lets.extend(other.lets);
        self.open |= other.open;
    }

    /// Adds what a condition reads.
    pub(super) fn cond(&mut self, book: &Rulebook, cond: &Cond) {
        cond.walk(&mut |part| match part {
            Part::Cond(cond) => self.part(book, cond),
            // Numbers are read by the comparison they stand in, arguments by their call.
            Part::Num(_) | Part::Argument(_) => {}
        });
    }

    fn part(&mut self, book: &Rulebook, cond: &Cond) {
        match &cond.kind {
            CondKind::Compare { left, right, .. } => self.compared(book, left, &[right]),
            CondKind::Between { number, low, high } => self.compared(book, number, &[low, high]),
            _ => cond.contents(&mut |content| match content {
                Content::Ref(Ref {
                    kind: RefKind::Subject(subject, _),
                    ..
                }) => self.subject(book, subject),
                Content::Ref(_) => self.open = true,
                Content::Part(_) => {}
            }),
        }
    }

    fn fact(&mut self, fact: FactId, turns: &[f64]) {
        self.facts.entry(fact).or_default().extend(turns);
    }

    /// A number fact against numbers that are fixed; everything else is left open.
    fn compared(&mut self, book: &Rulebook, number: &Num, fixed: &[&Num]) {
        let turns: Option<Vec<f64>> = fixed.iter().map(|num| value(book, num)).collect();
        match (&number.kind, turns) {
            (NumKind::Fact(fact), Some(turns)) => self.fact(*fact, &turns),
            _ => self.open = true,
        }
    }

    fn subject(&mut self, book: &Rulebook, subject: Subject) {
        match subject {
            Subject::Fact(fact) => self.fact(fact, &[]),
            Subject::Let(id) => self.derived(book, id),
        }
    }

    /// Adds a let and what it reads.
    pub(super) fn derived(&mut self, book: &Rulebook, id: LetId) {
        if !self.lets.insert(id) {
            return;
        }
        match &book.lets[id].kind {
            LetKind::YesNo(cond) => self.cond(book, cond),
            LetKind::Number(..) => self.open = true,
            LetKind::List(_, rows) => {
                for row in rows {
                    let conds = row.when.iter().chain(&row.unless);
                    conds.for_each(|cond| self.cond(book, cond));
                }
            }
            LetKind::Table(_, inputs, rows) => {
                for input in inputs {
                    self.subject(book, *input);
                }
                for row in rows {
                    for (input, cell) in inputs.iter().zip(&row.cells) {
                        self.cell(*input, cell);
                    }
                }
            }
        }
    }

    fn cell(&mut self, input: Subject, cell: &Cell) {
        let Cell::Test {
            test: CellTest::Intervals(intervals),
            ..
        } = cell
        else {
            return;
        };
        let ends = intervals.iter().flat_map(|one| [one.low, one.high]);
        let ends: Vec<f64> = ends.filter(|end| end.is_finite()).collect();
        match input {
            Subject::Fact(fact) => self.fact(fact, &ends),
            Subject::Let(_) => self.open = true,
        }
    }
}

fn value(book: &Rulebook, num: &Num) -> Option<f64> {
    match &num.kind {
        NumKind::Constant(value) => Some(*value),
        NumKind::Parameter(id) => Some(book.parameters[*id].value),
        NumKind::Minus(inner) => value(book, inner).map(|value| -value),
        _ => None,
    }
}

/// Elements of a set of which all subsets are looked at.
const MOST_ELEMENTS: usize = 4;

/// Values such that tests at these turns tell no value of the fact from one of them; `None` where there are too many.
pub(super) fn values(kind: &FactType, turns: &[f64]) -> Option<Vec<Value>> {
    match kind {
        FactType::YesNo => Some(vec![Value::YesNo(false), Value::YesNo(true)]),
        FactType::Level(scale) => Some(scale.all().iter().map(Value::Level).collect()),
        FactType::Set(scale) if scale.levels.len() <= MOST_ELEMENTS => {
            let sets = 0..=scale.all().0;
            Some(sets.map(|set| Value::Set(LevelSet(set))).collect())
        }
        FactType::Set(_) | FactType::Text => None,
        FactType::Number(kind) => Some(
            numbers(kind, turns)
                .into_iter()
                .map(Value::Number)
                .collect(),
        ),
    }
}

/// Each turn, and a number between each two and beyond the outermost, as far as the range goes.
fn numbers(kind: &NumberType, turns: &[f64]) -> Vec<f64> {
    let (low, high) = (
        kind.low.unwrap_or(f64::NEG_INFINITY),
        kind.high.unwrap_or(f64::INFINITY),
    );
    let mut edges: Vec<f64> = turns
        .iter()
        .copied()
        .chain(kind.low)
        .chain(kind.high)
        .collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let mut found = edges.clone();
    found.extend(edges.first().map(|first| first - 1.0));
    found.extend(edges.last().map(|last| last + 1.0));
    if edges.is_empty() {
        found.push(0.0);
    }
    if kind.whole {
        found.extend(
            edges
                .iter()
                .flat_map(|edge| [edge.floor(), edge.ceil(), edge - 1.0, edge + 1.0]),
        );
        found.retain(|number| number.fract() == 0.0);
    } else {
        let pairs = edges.iter().zip(edges.iter().skip(1));
        found.extend(pairs.map(|(one, other)| f64::midpoint(*one, *other)));
    }
    found.retain(|number| (low..=high).contains(number));
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::numbers;
    use crate::model::NumberType;

    #[test]
    fn numbers_stand_on_and_between_all_turns() {
        let mut kind = NumberType {
            low: Some(0.0),
            ..NumberType::default()
        };
        assert_eq!(numbers(&kind, &[4.0]), [0.0, 2.0, 4.0, 5.0]);
        kind.whole = true;
        assert_eq!(numbers(&kind, &[2.5]), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(numbers(&NumberType::default(), &[]), [0.0]);
    }
}
