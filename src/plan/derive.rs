//! Lowers derived facts: lists and tables become rows of conditions, and whether they leave something uncovered.

use super::cond::Builder;
use crate::base::Limits;
use crate::model::{
    Cell, CellTest, ChoiceNode, Compare, Interval, LetId, LetKind, LetNode, ListRow, NumberNode,
    ParameterId, Scale, Setting, Shape, Shapes, Step, Subject, TableRow, TruthId, cells,
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
            LetKind::List(scale, rows) => self.list(id, scale, rows),
            LetKind::Table(scale, inputs, rows) => self.table(id, scale, (inputs, rows)),
        }
    }

    fn list(&mut self, id: LetId, scale: &Scale, rows: &[ListRow]) -> LetNode {
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
        self.fixed_by(rows.iter().filter_map(|row| row.parameter));
        let node = ChoiceNode {
            id,
            rows: lowered,
            complete,
        };
        self.choice(node, scale)
    }

    /// What these parameters are is part of nodes that cannot be set.
    fn fixed_by(&mut self, parameters: impl IntoIterator<Item = ParameterId>) {
        for id in parameters {
            self.plan.index.settings[id].push(Setting::Fixed);
        }
    }

    fn table(
        &mut self,
        id: LetId,
        scale: &Scale,
        (inputs, rows): (&[Subject], &[TableRow]),
    ) -> LetNode {
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
        for row in rows {
            let cells = row.cells.iter().flat_map(Cell::parameters);
            self.fixed_by(cells.chain(row.parameter));
        }
        let node = ChoiceNode {
            id,
            rows: lowered,
            complete,
        };
        self.choice(node, scale)
    }

    fn shown(&mut self, id: LetId, when: Option<Shape>, unless: Option<Shape>) {
        self.let_shapes[id].push(Shapes { when, unless });
    }

    fn choice(&mut self, node: ChoiceNode, scale: &Scale) -> LetNode {
        let id = self.plan.code.choices.push(node);
        self.step(Step::Choice(id));
        match &scale.numbers {
            Some(numbers) => {
                let number = NumberNode::Graded(id, numbers.values.clone());
                LetNode::Graded(id, self.number(number))
            }
            None => LetNode::Choice(id),
        }
    }

    /// The condition of a cell; `None` where it matches everything.
    pub(super) fn cell(&mut self, input: Subject, cell: &Cell) -> Option<TruthId> {
        let Cell::Test { unknown, test } = cell else {
            return None;
        };
        let mut any = Vec::new();
        match test {
            // `unknown` alone; a test that no level fits, as `< low`, reads its input all the same.
            CellTest::Levels(levels) if *unknown && levels.is_empty() => {}
            CellTest::Levels(levels) => any.push(self.level(input, *levels)),
            CellTest::Truths { yes, no } => self.truth_cell(input, *yes, *no, &mut any),
            CellTest::Intervals(intervals) => {
                for range in intervals {
                    any.push(self.interval(input, range.within));
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
        let axes: Vec<Vec<cells::Cell>> = inputs
            .iter()
            .enumerate()
            .map(|(at, input)| {
                let column = rows.iter().filter_map(|row| row.cells.get(at));
                cells::of_input(self.book, *input, column, |_| false)
            })
            .collect();
        let combinations = axes
            .iter()
            .fold(1usize, |product, axis| product.saturating_mul(axis.len()));
        if combinations > Limits::DEFAULT.combinations {
            return rows
                .iter()
                .any(|row| row.cells.iter().all(|cell| *cell == Cell::Any));
        }
        (0..combinations).all(|combination| {
            let mut rest = combination;
            let picked: Vec<Option<&cells::Cell>> = axes
                .iter()
                .map(|axis| {
                    let at = rest.checked_rem(axis.len()).unwrap_or(0);
                    rest = rest.checked_div(axis.len()).unwrap_or(0);
                    axis.get(at)
                })
                .collect();
            rows.iter().any(|row| {
                let mut pairs = row.cells.iter().zip(&picked);
                pairs.all(|(cell, input)| input.is_some_and(|input| cell.matches(*input)))
            })
        })
    }
}
