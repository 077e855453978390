//! The facts that a part of a rulebook depends on through conditions alone, and the cells of their values. Evaluates nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::cells::{self, Named};
use crate::model::{
    Cell, Cond, CondKind, Content, FactId, FactType, LetId, LetKind, LevelSet, Num, NumKind, Op,
    Part, Ref, RefKind, Rulebook, Scale, Subject,
};

/// What conditions depend on: facts, with what tests name of them, and lets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reads {
    pub facts: BTreeMap<FactId, Named>,
    pub lets: BTreeSet<LetId>,
    /// Whether something else is read, such as a total, a script or a computed number.
    pub open: bool,
}

impl Reads {
    /// Adds what another rulebook reads.
    pub(crate) fn join(&mut self, other: Self) {
        for (fact, named) in other.facts {
            self.fact(fact, &named.thresholds);
            self.elements(fact, named.elements);
        }
        self.lets.extend(other.lets);
        self.open |= other.open;
    }

    /// Adds what a condition reads.
    pub(crate) fn cond(&mut self, book: &Rulebook, cond: &Cond) {
        cond.walk(&mut |part| match part {
            Part::Cond(cond) => self.part(book, cond),
            // Numbers are read by the comparison they stand in, arguments by their call.
            Part::Num(_) | Part::Argument(_) => {}
        });
    }

    fn part(&mut self, book: &Rulebook, cond: &Cond) {
        match &cond.kind {
            CondKind::Includes { fact, level } => self.elements(*fact, LevelSet::one(*level)),
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
        self.facts.entry(fact).or_default().thresholds.extend(turns);
    }

    fn elements(&mut self, fact: FactId, elements: LevelSet) {
        let named = self.facts.entry(fact).or_default();
        named.elements = named.elements.union(elements);
    }

    /// A number fact, or the size of a set, against numbers that are fixed; everything else is left open.
    fn compared(&mut self, book: &Rulebook, number: &Num, fixed: &[&Num]) {
        let turns: Option<Vec<f64>> = fixed.iter().map(|num| value(book, num)).collect();
        match (&number.kind, turns) {
            (NumKind::Fact(fact), Some(turns)) => self.fact(*fact, &turns),
            (NumKind::Count(fact), Some(_)) => {
                let elements = book.facts[*fact].kind.scale().map(Scale::all);
                self.elements(*fact, elements.unwrap_or_default());
            }
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
    pub(crate) fn derived(&mut self, book: &Rulebook, id: LetId) {
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
        let ends: Vec<f64> = cell.thresholds().collect();
        match input {
            Subject::Fact(fact) => self.fact(fact, &ends),
            Subject::Let(_) => self.open |= !ends.is_empty(),
        }
    }
}

fn value(book: &Rulebook, num: &Num) -> Option<f64> {
    match &num.kind {
        NumKind::Constant(value) => Some(*value),
        NumKind::Parameter(id) => Some(book.parameters[*id].value),
        NumKind::Apply(Op::Minus, operands) => value(book, operands.first()?).map(|value| -value),
        _ => None,
    }
}

/// Elements of a set of which all subsets are looked at.
const MOST_ELEMENTS: u32 = 4;

/// The cells of a known fact; `None` where they are too many.
pub(crate) fn cells(kind: &FactType, named: &Named) -> Option<Vec<cells::Cell>> {
    let many = matches!(kind, FactType::Set(_)) && named.elements.len() > MOST_ELEMENTS;
    (!many).then(|| cells::known(kind, named).collect())
}

#[cfg(test)]
mod tests {
    use super::{Named, cells};
    use crate::base::Span;
    use crate::model::{FactType, Level, LevelSet, NumberType, Scale, Value};

    #[test]
    fn numbers_stand_on_and_between_all_turns() {
        let numbers = |kind: &NumberType, turns: &[f64]| -> Vec<Value> {
            let named = Named {
                thresholds: turns.to_vec(),
                ..Named::default()
            };
            let cells = cells(&FactType::Number(kind.clone()), &named).unwrap();
            cells
                .into_iter()
                .filter_map(super::cells::Cell::value)
                .collect()
        };
        let mut kind = NumberType {
            low: Some(0.0),
            ..NumberType::default()
        };
        assert_eq!(
            numbers(&kind, &[4.0]),
            [0.0, 2.0, 4.0, 5.0].map(Value::Number)
        );
        kind.whole = true;
        // No test tells 1 from 2.
        assert_eq!(numbers(&kind, &[2.5]), [0.0, 1.0, 3.0].map(Value::Number));
        assert_eq!(numbers(&NumberType::default(), &[]), [Value::Number(0.0)]);
    }

    #[test]
    fn sets_are_too_many_by_the_elements_that_are_tested() {
        let level = |at: u8| Level {
            name: format!("e{at}").into(),
            words: None,
            former: Vec::new(),
            origin: Span::default(),
        };
        let kind = FactType::Set(Scale {
            ordered: false,
            levels: (0..20).map(level).collect(),
            numbers: None,
        });
        let count = |elements: u128| {
            let elements = LevelSet(elements);
            let named = Named {
                elements,
                ..Named::default()
            };
            cells(&kind, &named).map(|cells| cells.len())
        };
        assert_eq!(count(0b1001_0010_0001), Some(16));
        assert_eq!(count(0b1_1111), None);
    }
}
