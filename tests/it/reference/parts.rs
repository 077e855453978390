//! Random conditions, numbers, lists and tables for a rulebook in the making.

use super::book::{Cell, CellTest, Cond, Grade, Guard, Kind, Let, Num, Sign, Sub};
use super::generate::Making;
use super::logic::{covered, value_matches, values};

/// Most combinations of a generated table.
const COMBINATIONS: usize = 27;

/// How late the things are that may be read: 0 early, 1 late, 2 last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    pub(super) stage: u8,
}

impl Reach {
    pub(super) fn early() -> Self {
        Self { stage: 0 }
    }

    pub(super) fn late() -> Self {
        Self { stage: 1 }
    }

    pub(super) fn last() -> Self {
        Self { stage: 2 }
    }
}

/// Draws parts of conditions.
pub(super) struct Parts<'m, 'd> {
    pub(super) making: &'m mut Making<'d>,
    pub(super) reach: Reach,
}

impl Parts<'_, '_> {
    fn below(&mut self, count: usize) -> usize {
        self.making.dice.below(count)
    }

    /// A condition of at most that depth.
    pub(super) fn cond(&mut self, depth: usize) -> Cond {
        if depth == 0 || self.making.dice.chance(40) {
            return self.test();
        }
        let count = 2 + self.below(2);
        let parts: Vec<Cond> = (0..count).map(|_| self.cond(depth - 1)).collect();
        let first = Box::new(parts[0].clone());
        match self.below(9) {
            0 | 1 => Cond::And(parts),
            2 | 3 => Cond::Or(parts),
            4 => Cond::AllOf(parts),
            5 => Cond::NoneOf(parts),
            6 => Cond::AtLeast(1 + self.below(count), parts),
            7 => Cond::Not(first),
            _ => match self.making.dice.chance(50) {
                true => Cond::Surely(first),
                false => Cond::AnyOf(parts),
            },
        }
    }

    fn test(&mut self) -> Cond {
        if self.reach.stage > 0 && self.making.dice.chance(50) {
            return self.late_test();
        }
        let subjects = self.making.subjects(|_| true);
        let sub = self.making.dice.pick(&subjects);
        if self.making.dice.chance(12) {
            return match self.making.dice.chance(50) {
                true => Cond::Known(sub),
                false => Cond::Unknown(sub),
            };
        }
        match self.making.book.kind(sub) {
            Kind::YesNo => Cond::Holds(sub),
            Kind::Levels { count, ordered } => self.level_test(sub, count, ordered),
            Kind::Number { .. } => self.number_test(sub),
            Kind::Text => Cond::Known(sub),
            Kind::Set(count) => {
                let Sub::Fact(fact) = sub else {
                    return Cond::Known(sub);
                };
                let level = self.below(count);
                match self.making.dice.chance(70) {
                    true => Cond::Includes(fact, level),
                    false => Cond::Compare(Num::Count(fact), Sign::AtLeast, Num::Constant(1.0)),
                }
            }
        }
    }

    fn level_test(&mut self, sub: Sub, count: usize, ordered: bool) -> Cond {
        let level = self.below(count);
        let kinds = if ordered { 6 } else { 3 };
        match self.below(kinds) {
            0 => Cond::OneOf(sub, vec![level]),
            1 => Cond::IsNot(sub, level),
            2 if count > 2 => Cond::OneOf(sub, vec![level, (level + 1) % count]),
            3 => Cond::AtLeastLevel(sub, 1 + self.below(count - 1)),
            4 => Cond::AtMostLevel(sub, self.below(count - 1)),
            _ => {
                let same = Kind::Levels { count, ordered };
                let others = self.making.subjects(|kind| kind == same);
                let other = self.making.dice.pick(&others);
                if other == sub || !ordered {
                    return Cond::OneOf(sub, vec![level]);
                }
                let sign = self.making.dice.pick(&Sign::ALL);
                Cond::CompareLevels(sub, sign, other)
            }
        }
    }

    fn number_test(&mut self, sub: Sub) -> Cond {
        let left = match sub {
            Sub::Fact(at) => Num::Fact(at),
            Sub::Let(at) => Num::Let(at),
        };
        let sign = self.making.dice.pick(&Sign::ALL);
        let (low, high) = match self.making.book.kind(sub) {
            Kind::Number { low, high, .. } if low > i32::MIN => (low, high),
            // What a number let may be is not known here: compared with a number it might never be that.
            _ => {
                let other = self.num(1);
                let sum = Num::Add(Box::new(left.clone()), Box::new(other));
                return match self.making.dice.chance(30) {
                    true => Cond::Between(left, self.fact_or_let(), sum),
                    false => Cond::Compare(left, sign, sum),
                };
            }
        };
        if self.making.dice.chance(25) {
            return self.between(left, (low, high));
        }
        if self.making.dice.chance(30) {
            let (a, b) = (self.num(2), self.num(1));
            return Cond::Compare(Num::Add(Box::new(left), Box::new(a)), sign, b);
        }
        let at = f64::from(self.making.dice.between(low + 1, high - 1));
        let whole = matches!(self.making.book.kind(sub), Kind::Number { whole: true, .. });
        let orders = !matches!(sign, Sign::Equal | Sign::NotEqual);
        // Between whole numbers too, so that a whole number alone lies between two thresholds.
        let step = match whole && orders && self.making.dice.chance(50) {
            true => 0.5,
            false => 0.0,
        };
        Cond::Compare(left, sign, Num::Constant(at + step))
    }

    /// A number of a range between two ends, each a plain number of the range or what a fact or let gives.
    fn between(&mut self, left: Num, (low, high): (i32, i32)) -> Cond {
        let from = self.making.dice.between(low, high - 1);
        let to = self.making.dice.between(from + 1, high);
        let (open_from, open_to) = (self.making.dice.chance(50), self.making.dice.chance(50));
        let mut end = |plain: i32, open: bool| match open {
            true => self.fact_or_let(),
            false => Num::plain(plain),
        };
        let (low, high) = (end(from, open_from), end(to, open_to));
        match open_from && open_to && self.making.dice.chance(30) {
            true => Cond::Between(Num::plain(from), low, high),
            false => Cond::Between(left, low, high),
        }
    }

    /// A number fact or let; there is one.
    fn fact_or_let(&mut self) -> Num {
        let numbers = self
            .making
            .subjects(|kind| matches!(kind, Kind::Number { .. }));
        match self.making.dice.pick(&numbers) {
            Sub::Fact(at) => Num::Fact(at),
            Sub::Let(at) => Num::Let(at),
        }
    }

    fn late_test(&mut self) -> Cond {
        let strategies = self.making.book.strategies();
        let target = self.making.dice.pick(&strategies);
        let rules = self.making.book.rules.len();
        if self.reach.stage > 1 && self.making.dice.chance(60) {
            let labelled = self
                .making
                .book
                .advice
                .as_ref()
                .and_then(|rows| rows.iter().position(|row| row.labelled));
            return match (labelled, self.making.dice.chance(30)) {
                (Some(row), true) => Cond::AdvisedBy(row),
                _ => {
                    let outcomes = strategies.len() + self.making.book.outcomes.len() + 1;
                    Cond::AdviceIs(self.below(outcomes).checked_sub(1))
                }
            };
        }
        match self.below(6) {
            0 => Cond::BestIs(target),
            1 => Cond::Excluded(target),
            2 => Cond::Tied(target),
            3 if rules > 0 => Cond::Fired(self.below(rules)),
            _ => {
                let figure = match self.below(5) {
                    0 => Num::Total(target),
                    1 => Num::Confidence(target),
                    2 => Num::Lead(target),
                    3 => Num::Strongest(target),
                    _ => Num::Margin,
                };
                let sign = self
                    .making
                    .dice
                    .pick(&[Sign::Less, Sign::AtLeast, Sign::More]);
                // What a figure can never be is an error.
                let (from, to) = match figure {
                    Num::Confidence(_) => (0, 3),
                    Num::Margin => (0, 20),
                    _ => (-4, 20),
                };
                let at = f64::from(self.making.dice.between(from, to)) / 4.0 + 0.01;
                Cond::Compare(figure, sign, Num::Constant(at))
            }
        }
    }

    /// A number of at most that depth.
    pub(super) fn num(&mut self, depth: usize) -> Num {
        if depth == 0 || self.making.dice.chance(40) {
            return self.figure();
        }
        let a = self.num(depth - 1);
        let b = Box::new(self.num(depth - 1));
        let unit = self.making.book.unit;
        if self.making.dice.chance(10) {
            let condition = Box::new(self.cond(depth - 1));
            return Num::If(condition, Box::new(a), b);
        }
        match self.below(13) {
            0 => Num::Add(Box::new(a), b),
            1 => Num::Subtract(Box::new(a), b),
            // What has no unit any more does not go with the rest.
            2 | 3 | 10.. if unit => Num::Add(Box::new(a), b),
            11 => Num::Gap(Box::new(a), b),
            12 => Num::Halves(Box::new(a)),
            2 => Num::Multiply(Box::new(a), b),
            3 => Num::Divide(Box::new(a), b),
            4 => Num::Min(vec![a, *b]),
            5 => Num::Max(vec![a, *b]),
            6 => Num::Abs(Box::new(a)),
            7 => Num::Round(Box::new(a)),
            8 => Num::Minus(Box::new(a)),
            9 => {
                let high = Box::new(Num::plain(self.making.dice.between(1, 9)));
                let high = if self.making.dice.chance(30) { b } else { high };
                Num::Clamp(Box::new(a), Box::new(Num::plain(-3)), high)
            }
            _ => Num::Ramp(
                Box::new(a),
                self.making.dice.between(-3, 2),
                self.making.dice.between(3, 9),
            ),
        }
    }

    fn figure(&mut self) -> Num {
        let book = &self.making.book;
        let mut all = vec![Num::Constant(
            f64::from(self.making.dice.between(1, 20)) / 4.0,
        )];
        let tagged = book.facts.iter().any(|fact| fact.tagged);
        for (at, fact) in book.facts.iter().enumerate() {
            match fact.kind {
                Kind::Number { .. } => all.extend([Num::Fact(at), Num::Fact(at)]),
                Kind::Set(_) if !book.unit => all.push(Num::Count(at)),
                _ => {}
            }
        }
        let lets = book.lets.iter().enumerate();
        all.extend(
            lets.filter(|(_, one)| matches!(one, Let::Number(_) | Let::Graded(..)))
                .map(|(at, _)| Num::Let(at)),
        );
        all.extend((0..book.parameters.len()).map(Num::Parameter));
        for at in 0..self.making.settled * usize::from(!book.unit) {
            all.extend([Num::Belief(at), Num::Total(at)]);
        }
        if tagged && !book.unit {
            all.extend([Num::Known, Num::ShareKnown]);
        }
        self.making.dice.pick(&all)
    }
}

impl Making<'_> {
    /// A condition and maybe an exception.
    pub(super) fn guard(&mut self, reach: Reach) -> Guard {
        Guard {
            when: Some(self.cond(2, reach)),
            unless: self.dice.chance(20).then(|| self.cond(1, reach)),
        }
    }

    /// An ordered list, with `otherwise` or without.
    pub(super) fn list(&mut self, kind: Kind, reach: Reach) -> Let {
        let Kind::Levels { count, .. } = kind else {
            return Let::YesNo(self.cond(1, reach));
        };
        let mut rows: Vec<(usize, Guard)> = Vec::new();
        for _ in 0..1 + self.dice.below(3) {
            let level = self.dice.below(count);
            let guard = self.guard(reach);
            let same = |other: &(usize, Guard)| format!("{:?}", other.1) == format!("{guard:?}");
            if !rows.iter().any(same) {
                rows.push((level, guard));
            }
        }
        if self.dice.chance(60) {
            let guard = Guard {
                when: None,
                unless: None,
            };
            rows.push((self.dice.below(count), guard));
        }
        Let::List { kind, rows }
    }

    /// A decision table over what is there: all combinations, or some rows with or without one for the rest.
    pub(super) fn table(&mut self, kind: Kind) -> Let {
        let Kind::Levels { count, .. } = kind else {
            return Let::YesNo(self.cond(1, Reach::early()));
        };
        let subjects = self.subjects(has_cells);
        if subjects.is_empty() {
            return Let::YesNo(self.cond(1, Reach::early()));
        }
        let mut inputs: Vec<Sub> = Vec::new();
        for _ in 0..1 + self.dice.below(3) {
            let input = self.dice.pick(&subjects);
            if !inputs.contains(&input) {
                inputs.push(input);
            }
        }
        let kinds: Vec<Kind> = inputs.iter().map(|input| self.book.kind(*input)).collect();
        let all = self.combinations(&inputs);
        let rows: Vec<(Vec<Cell>, usize)> = match all.len() <= COMBINATIONS && self.dice.chance(40)
        {
            true => all
                .into_iter()
                .map(|cells| (cells, self.dice.below(count)))
                .collect(),
            false => self.some_rows(&inputs, &kinds, count),
        };
        let cells: Vec<&[Cell]> = rows.iter().map(|(cells, _)| &cells[..]).collect();
        let open = !covered(&kinds, &cells);
        Let::Table {
            kind,
            inputs,
            rows,
            open,
        }
    }

    /// A list or table whose rows give numbers.
    pub(super) fn graded(&mut self, reach: Reach) -> Let {
        let count = 2 + self.dice.below(2);
        let kind = Kind::Levels {
            count,
            ordered: true,
        };
        let inner = match self.dice.chance(50) {
            true => self.list(kind, reach),
            false => self.table(kind),
        };
        if matches!(inner, Let::YesNo(_)) {
            return inner;
        }
        let parameters = self.book.parameters.len();
        let grades = (0..count).map(|_| match parameters > 0 && self.dice.chance(40) {
            true => Grade::Parameter(self.dice.below(parameters)),
            false => Grade::Constant(f64::from(self.dice.between(-8, 20)) / 4.0),
        });
        let grades = grades.collect();
        Let::Graded(Box::new(inner), grades)
    }

    /// A few rows of a table, no two the same.
    fn some_rows(
        &mut self,
        inputs: &[Sub],
        kinds: &[Kind],
        levels: usize,
    ) -> Vec<(Vec<Cell>, usize)> {
        let mut rows: Vec<(Vec<Cell>, usize)> = Vec::new();
        for _ in 0..2 + self.dice.below(4) {
            let cells: Vec<Cell> = inputs.iter().map(|input| self.cell(*input)).collect();
            let stars = cells.iter().all(|cell| cell.tests.is_empty());
            let mut above = rows.iter();
            if !stars && !above.any(|(other, _)| same_tests(kinds, other, &cells)) {
                rows.push((cells, self.dice.below(levels)));
            }
        }
        if rows.is_empty() || self.dice.chance(50) {
            rows.push((vec![Cell::default(); inputs.len()], self.dice.below(levels)));
        }
        rows
    }

    /// One row for each combination of cells that have nothing in common.
    fn combinations(&mut self, inputs: &[Sub]) -> Vec<Vec<Cell>> {
        let mut rows = vec![Vec::new()];
        for input in inputs {
            let cells: Vec<Cell> = match self.book.kind(*input) {
                Kind::YesNo => [true, false].map(|b| one(CellTest::Truth(b))).to_vec(),
                Kind::Levels { count, .. } => (0..count).map(|l| one(CellTest::Level(l))).collect(),
                Kind::Number { low, high, .. } => {
                    let at = self.dice.between(low + 1, high - 1);
                    vec![
                        one(CellTest::Sign(Sign::Less, at)),
                        one(CellTest::Sign(Sign::AtLeast, at)),
                    ]
                }
                Kind::Set(_) | Kind::Text => Vec::new(),
            };
            rows = rows
                .iter()
                .flat_map(|row: &Vec<Cell>| {
                    cells
                        .iter()
                        .map(move |cell| row.iter().cloned().chain([cell.clone()]).collect())
                })
                .collect();
        }
        rows
    }

    fn cell(&mut self, input: Sub) -> Cell {
        if self.dice.chance(25) {
            return Cell::default();
        }
        let mut tests = match self.book.kind(input) {
            Kind::YesNo => vec![CellTest::Truth(self.dice.chance(50))],
            Kind::Levels { count, .. } if self.dice.chance(20) => {
                vec![CellTest::NotLevel(self.dice.below(count))]
            }
            Kind::Levels {
                count,
                ordered: true,
            } if self.dice.chance(30) => match self.dice.chance(50) {
                true => vec![CellTest::SignLevel(
                    Sign::AtLeast,
                    1 + self.dice.below(count - 1),
                )],
                false => vec![CellTest::SignLevel(
                    Sign::AtMost,
                    self.dice.below(count - 1),
                )],
            },
            Kind::Levels { count, .. } => {
                let level = self.dice.below(count);
                let mut tests = vec![CellTest::Level(level)];
                if count > 2 && self.dice.chance(30) {
                    tests.push(CellTest::Level((level + 1) % count));
                }
                tests
            }
            Kind::Number { low, high, .. } => {
                let at = self.dice.between(low + 1, high - 1);
                let end = self.half_parameter((low, high));
                match (self.dice.below(3), end) {
                    (_, Some((at, end))) => match self.dice.chance(50) {
                        true => vec![CellTest::UpTo(low, at, end)],
                        false => {
                            let sign = self.dice.pick(&[Sign::Less, Sign::AtMost, Sign::More]);
                            vec![CellTest::SignParameter(sign, at, end)]
                        }
                    },
                    (0, _) => vec![CellTest::Sign(Sign::AtMost, at)],
                    (1, _) => vec![CellTest::Sign(Sign::More, at)],
                    _ => vec![CellTest::Range(low, at)],
                }
            }
            Kind::Set(_) | Kind::Text => Vec::new(),
        };
        let alone = matches!(tests[..], [CellTest::NotLevel(_)]);
        match self.dice.below(10) {
            8 if !alone => tests.push(CellTest::Unknown),
            9 => tests = vec![CellTest::Unknown],
            _ => {}
        }
        Cell { tests }
    }

    /// Sometimes a parameter whose value lies within a range, at a whole number or between two.
    fn half_parameter(&mut self, (low, high): (i32, i32)) -> Option<(usize, f64)> {
        let fits = |value: f64| {
            (value * 2.0).fract() == 0.0 && value > f64::from(low) && value < f64::from(high)
        };
        let fitting: Vec<(usize, f64)> = self.book.parameters.iter().copied().enumerate().collect();
        let fitting: Vec<_> = fitting.into_iter().filter(|one| fits(one.1)).collect();
        (!fitting.is_empty() && self.dice.chance(40)).then(|| self.dice.pick(&fitting))
    }

    /// Cells of a contrast with their labels; no value fits two of them.
    pub(super) fn disjoint_cells(&mut self, subject: Sub) -> Vec<(String, Cell)> {
        match self.book.kind(subject) {
            Kind::Levels { count, .. } => {
                let mut cells: Vec<(String, Cell)> = (0..count)
                    .map(|level| (format!("v{level}"), one(CellTest::Level(level))))
                    .collect();
                let left_out = self.dice.below(count + 1);
                if left_out < count && count > 1 {
                    cells.remove(left_out);
                }
                if self.dice.chance(30) {
                    cells.push(("not_known".into(), one(CellTest::Unknown)));
                }
                cells
            }
            Kind::YesNo => vec![
                ("holding".into(), one(CellTest::Truth(true))),
                ("failing".into(), one(CellTest::Truth(false))),
            ],
            Kind::Number { low, high, .. } => {
                let (low, high) = if low > i32::MIN {
                    (low, high)
                } else {
                    (-5, 15)
                };
                let at = self.dice.between(low + 1, high - 1);
                if let Some((at, end)) = self.half_parameter((low, high)) {
                    let cell = |sign| one(CellTest::SignParameter(sign, at, end));
                    return vec![
                        ("few".into(), cell(Sign::AtMost)),
                        ("many".into(), cell(Sign::More)),
                    ];
                }
                vec![
                    ("few".into(), one(CellTest::Sign(Sign::AtMost, at))),
                    ("many".into(), one(CellTest::Sign(Sign::More, at))),
                ]
            }
            Kind::Set(_) | Kind::Text => Vec::new(),
        }
    }
}

/// Whether a table or contrast may have cells for it. What a number let may be is not known here, so that cells
/// over one might never apply.
pub(super) fn has_cells(kind: Kind) -> bool {
    match kind {
        Kind::YesNo | Kind::Levels { .. } => true,
        Kind::Number { low, .. } => low > i32::MIN,
        Kind::Set(_) | Kind::Text => false,
    }
}

/// Whether two rows of cells match the same values.
fn same_tests(kinds: &[Kind], one: &[Cell], other: &[Cell]) -> bool {
    kinds
        .iter()
        .zip(one)
        .zip(other)
        .all(|((kind, one), other)| {
            let star = one.tests.is_empty() == other.tests.is_empty();
            let unknown = |cell: &Cell| cell.tests.contains(&CellTest::Unknown);
            let mut all = values(*kind).into_iter();
            star && unknown(one) == unknown(other)
                && all.all(|value| value_matches(one, &value) == value_matches(other, &value))
        })
}

fn one(test: CellTest) -> Cell {
    Cell { tests: vec![test] }
}
