//! Lowers derived facts: lists and tables become rows of conditions, and whether they leave something uncovered.

use super::cond::Builder;
use crate::base::Limits;
use crate::model::{
    Cell, CellTest, ChoiceNode, Compare, FactType, Interval, LetId, LetKind, LetNode, LevelSet,
    ListRow, Shape, Shapes, Step, Subject, TableRow, TruthId,
};

impl Builder<'_> {
    /// Lowers a let; everything it uses was lowered before.
    pub(super) fn derive(&mut self, id: LetId) -> LetNode {
        let book = self.book;
        match &book.lets[id].kind {
            LetKind::YesNo(cond) => {
                let shape = self.cond(cond);
                let truth = shape.truth;
                self.shown(id, Some(shape), None);
                LetNode::Truth(truth)
            }
            LetKind::Number(num, _) => LetNode::Number(self.num(num)),
            LetKind::List(_, rows) => self.list(id, rows),
            LetKind::Table(_, inputs, rows) => self.table(id, inputs, rows),
        }
    }

    fn list(&mut self, id: LetId, rows: &[ListRow]) -> LetNode {
        let complete = rows
            .iter()
            .any(|row| row.when.is_none() && row.unless.is_none());
        let mut lowered = Vec::new();
        for row in rows {
            let (truth, shapes) = self.guarded(row.when.as_ref(), row.unless.as_ref());
            self.shown(id, shapes.when, shapes.unless);
            let truth = truth.unwrap_or_else(|| self.constant(true));
            lowered.push((truth, row.level));
        }
        self.choice(ChoiceNode {
            id,
            rows: lowered,
            complete,
        })
    }

    fn table(&mut self, id: LetId, inputs: &[Subject], rows: &[TableRow]) -> LetNode {
        let mut lowered = Vec::new();
        for row in rows {
            let cells: Vec<TruthId> = inputs
                .iter()
                .zip(&row.cells)
                .filter_map(|(input, cell)| self.cell(*input, cell))
                .collect();
            lowered.push((self.all(&cells), row.level));
        }
        let complete = self.covers(inputs, rows);
        self.choice(ChoiceNode {
            id,
            rows: lowered,
            complete,
        })
    }

    fn shown(&mut self, id: LetId, when: Option<Shape>, unless: Option<Shape>) {
        self.let_shapes[id].push(Shapes { when, unless });
    }

    fn choice(&mut self, node: ChoiceNode) -> LetNode {
        let id = self.plan.choices.push(node);
        self.step(Step::Choice(id));
        LetNode::Choice(id)
    }

    /// The condition of a cell; `None` where it matches everything.
    pub(super) fn cell(&mut self, input: Subject, cell: &Cell) -> Option<TruthId> {
        let Cell::Test { unknown, test } = cell else {
            return None;
        };
        let mut any = Vec::new();
        match test {
            CellTest::Levels(levels) if !levels.is_empty() => any.push(self.level(input, *levels)),
            CellTest::Levels(_) => {}
            CellTest::Truths { yes, no } => self.truth_cell(input, *yes, *no, &mut any),
            CellTest::Intervals(intervals) => {
                for interval in intervals {
                    any.push(self.interval(input, *interval));
                }
            }
        }
        if *unknown {
            let known = self.known(input);
            any.push(self.not(known));
        }
        Some(self.any(&any))
    }

    fn truth_cell(&mut self, input: Subject, yes: bool, no: bool, any: &mut Vec<TruthId>) {
        let holds = self.truth_of(input);
        if yes {
            any.push(holds);
        }
        if no {
            any.push(self.not(holds));
        }
    }

    fn truth_of(&mut self, input: Subject) -> TruthId {
        use crate::model::{Cond, CondKind};
        let origin = crate::base::Span::default();
        self.cond(&Cond {
            origin,
            kind: CondKind::Holds(input),
        })
        .truth
    }

    fn interval(&mut self, input: Subject, interval: Interval) -> TruthId {
        let low = (interval.low > f64::NEG_INFINITY).then_some((
            if interval.low_in {
                Compare::AtLeast
            } else {
                Compare::More
            },
            interval.low,
        ));
        let high = (interval.high < f64::INFINITY).then_some((
            if interval.high_in {
                Compare::AtMost
            } else {
                Compare::Less
            },
            interval.high,
        ));
        let ends: Vec<TruthId> = if interval.low == interval.high {
            vec![self.end(input, Compare::Equal, interval.low)]
        } else {
            [low, high]
                .into_iter()
                .flatten()
                .map(|(compare, number)| self.end(input, compare, number))
                .collect()
        };
        self.all(&ends)
    }

    fn end(&mut self, input: Subject, compare: Compare, number: f64) -> TruthId {
        match input {
            Subject::Fact(fact) => self.fact_number(fact, compare, number),
            Subject::Let(id) => self.let_number(id, compare, number),
        }
    }

    /// Whether every combination of known inputs has a row.
    fn covers(&self, inputs: &[Subject], rows: &[TableRow]) -> bool {
        let cases: Vec<Vec<Case>> = inputs
            .iter()
            .enumerate()
            .map(|(at, input)| self.cases(*input, rows, at))
            .collect();
        let combinations = cases
            .iter()
            .fold(1usize, |product, cases| product.saturating_mul(cases.len()));
        if combinations > Limits::DEFAULT.combinations {
            return rows
                .iter()
                .any(|row| row.cells.iter().all(|cell| *cell == Cell::Any));
        }
        (0..combinations).all(|combination| {
            let mut rest = combination;
            let picked: Vec<Option<&Case>> = cases
                .iter()
                .map(|cases| {
                    let at = rest.checked_rem(cases.len()).unwrap_or(0);
                    rest = rest.checked_div(cases.len()).unwrap_or(0);
                    cases.get(at)
                })
                .collect();
            rows.iter().any(|row| {
                row.cells
                    .iter()
                    .zip(&picked)
                    .all(|(cell, case)| case.is_some_and(|case| case.matches(cell)))
            })
        })
    }

    /// The cases of an input that the rows can tell apart.
    fn cases(&self, input: Subject, rows: &[TableRow], at: usize) -> Vec<Case> {
        if let Some(scale) = self.scale_of(input) {
            return scale.all().iter().map(Case::Level).collect();
        }
        let ends: Vec<f64> = rows
            .iter()
            .filter_map(|row| row.cells.get(at))
            .filter_map(|cell| match cell {
                Cell::Test {
                    test: CellTest::Intervals(intervals),
                    ..
                } => Some(intervals),
                Cell::Any | Cell::Test { .. } => None,
            })
            .flatten()
            .flat_map(|interval| [interval.low, interval.high])
            .collect();
        match self.number_range(input) {
            Some((low, high, whole)) => number_cases(low, high, whole, ends),
            None => vec![Case::Truth(true), Case::Truth(false)],
        }
    }

    fn number_range(&self, input: Subject) -> Option<(f64, f64, bool)> {
        let unbounded = (f64::NEG_INFINITY, f64::INFINITY);
        match input {
            Subject::Fact(fact) => match &self.book.facts[fact].kind {
                FactType::Number(kind) => Some((
                    kind.low.unwrap_or(unbounded.0),
                    kind.high.unwrap_or(unbounded.1),
                    kind.whole,
                )),
                FactType::YesNo | FactType::Level(_) | FactType::Set(_) | FactType::Text => None,
            },
            Subject::Let(id) => matches!(self.book.lets[id].kind, LetKind::Number(..)).then_some((
                unbounded.0,
                unbounded.1,
                false,
            )),
        }
    }
}

/// One case of an input.
enum Case {
    Level(u8),
    Truth(bool),
    Number(f64),
}

impl Case {
    fn matches(&self, cell: &Cell) -> bool {
        match (cell, self) {
            (Cell::Any, _) => true,
            (
                Cell::Test {
                    test: CellTest::Levels(levels),
                    ..
                },
                Self::Level(at),
            ) => *levels != LevelSet::default() && levels.has(*at),
            (
                Cell::Test {
                    test: CellTest::Truths { yes, no },
                    ..
                },
                Self::Truth(truth),
            ) => {
                if *truth {
                    *yes
                } else {
                    *no
                }
            }
            (
                Cell::Test {
                    test: CellTest::Intervals(intervals),
                    ..
                },
                Self::Number(number),
            ) => intervals.iter().any(|interval| interval.has(*number)),
            (Cell::Test { .. }, _) => false,
        }
    }
}

/// Each end within the range, and one number between each two neighbours.
fn number_cases(low: f64, high: f64, whole: bool, mut ends: Vec<f64>) -> Vec<Case> {
    ends.retain(|end| end.is_finite() && *end >= low && *end <= high);
    ends.extend([low, high].iter().filter(|end| end.is_finite()));
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let mut cases = Vec::new();
    if low == f64::NEG_INFINITY {
        cases.push(Case::Number(ends.first().map_or(0.0, |first| first - 1.0)));
    }
    for (at, end) in ends.iter().enumerate() {
        if !whole || end.fract() == 0.0 {
            cases.push(Case::Number(*end));
        }
        let Some(next) = ends.get(at.saturating_add(1)) else {
            continue;
        };
        let between = if whole {
            (end + 1.0).floor()
        } else {
            end + (next - end) / 2.0
        };
        if between < *next {
            cases.push(Case::Number(between));
        }
    }
    if high == f64::INFINITY {
        cases.push(Case::Number(ends.last().map_or(0.0, |last| last + 1.0)));
    }
    cases
}
