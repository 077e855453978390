//! What conditions, numbers and lets mean: written down from the language alone, slow and without memory.

use super::book::{
    Book, Cell, CellTest, Cond, Grade, Guard, Kind, Known, Let, Num, Sign, Sub, Val,
};

/// A rulebook and what is known.
#[derive(Clone, Copy)]
pub(super) struct Meaning<'a> {
    pub(super) book: &'a Book,
    pub(super) known: &'a Known,
}

/// Whether something holds, with its certainty; nothing where it is unknown.
pub(super) type Sure = Option<(bool, f64)>;
/// A number with its certainty; nothing where it is unknown.
pub(super) type Figure = Option<(f64, f64)>;

/// What is known of a level.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// The levels it may have; nothing where nobody said anything of it.
    pub(super) possible: Option<Vec<usize>>,
    /// Whether it may have none.
    pub(super) or_none: bool,
    pub(super) certainty: f64,
}

impl Level {
    /// The level, where only one is possible.
    pub(super) fn value(&self) -> Option<usize> {
        match self.possible.as_deref() {
            Some([one]) if !self.or_none => Some(*one),
            _ => None,
        }
    }

    /// Whether a sign holds between two levels: known where all possible pairs agree.
    fn compare(&self, sign: Sign, other: &Self) -> Option<bool> {
        if self.or_none || other.or_none {
            return None;
        }
        let mut found = Vec::new();
        for a in self.possible.as_ref()? {
            for b in other.possible.as_ref()? {
                found.push(holds(*a as f64, sign, *b as f64));
            }
        }
        let first = *found.first()?;
        found.iter().all(|one| *one == first).then_some(first)
    }

    /// Whether the level is one of some: known where all possible levels agree.
    fn is_one_of(&self, wanted: &[usize]) -> Sure {
        let possible = self.possible.as_ref().filter(|_| !self.or_none)?;
        let inside = possible
            .iter()
            .filter(|level| wanted.contains(level))
            .count();
        let agree = inside == 0 || inside == possible.len();
        agree.then_some((inside > 0, self.certainty))
    }
}

impl<'a> Meaning<'a> {
    /// Whether a condition holds.
    pub(super) fn truth(self, c: &Cond) -> Sure {
        match c {
            Cond::And(parts) | Cond::AllOf(parts) => self.some_of(parts.len(), parts),
            Cond::Or(parts) | Cond::AnyOf(parts) => self.some_of(1, parts),
            Cond::NoneOf(parts) => not(self.some_of(1, parts)),
            Cond::AtLeast(n, parts) => self.some_of(*n, parts),
            Cond::Not(inner) => not(self.truth(inner)),
            Cond::Surely(inner) => Some(self.truth(inner).unwrap_or((false, 1.0))),
            Cond::Holds(s) => self.yes(*s),
            Cond::OneOf(s, levels) => self.level(*s).is_one_of(levels),
            Cond::IsNot(s, level) => not(self.level(*s).is_one_of(&[*level])),
            Cond::AtLeastLevel(s, level) => self
                .level(*s)
                .is_one_of(&(*level..self.count(*s)).collect::<Vec<_>>()),
            Cond::AtMostLevel(s, level) => {
                self.level(*s).is_one_of(&(0..=*level).collect::<Vec<_>>())
            }
            Cond::CompareLevels(a, sign, b) => {
                let (a, b) = (self.level(*a), self.level(*b));
                let certainty = a.certainty.min(b.certainty);
                a.compare(*sign, &b).map(|holds| (holds, certainty))
            }
            Cond::Includes(fact, level) => match self.fact(*fact)? {
                (Val::Set(all), certainty) => Some((all.contains(level), certainty)),
                _ => None,
            },
            Cond::Known(s) => Some((self.is_known(*s), 1.0)),
            Cond::Unknown(s) => Some((!self.is_known(*s), 1.0)),
            Cond::Compare(a, sign, b) => {
                let ((x, cx), (y, cy)) = (self.number(a)?, self.number(b)?);
                Some((holds(x, *sign, y), cx.min(cy)))
            }
            Cond::Between(n, low, high) => {
                let half = |sign, end: &Num| Cond::Compare(n.clone(), sign, end.clone());
                let halves = [half(Sign::AtLeast, low), half(Sign::AtMost, high)];
                self.some_of(2, &halves)
            }
            late => self.late(late).map(|holds| (holds, 1.0)),
        }
    }

    /// At least `n` of the parts hold. `and` is all of them, `or` one of them.
    fn some_of(self, n: usize, parts: &[Cond]) -> Sure {
        let found: Vec<Sure> = parts.iter().map(|part| self.truth(part)).collect();
        let of = |wanted: bool| {
            let mut all: Vec<f64> = found
                .iter()
                .flatten()
                .filter(|(holds, _)| *holds == wanted)
                .map(|(_, certainty)| *certainty)
                .collect();
            all.sort_by(|a, b| b.partial_cmp(a).unwrap());
            all
        };
        let (yes, no) = (of(true), of(false));
        if yes.len() >= n {
            return Some((true, yes[n - 1]));
        }
        // More than `len - n` parts must fail: the certainty is that of the part that made it sure.
        let needed = parts.len() - n + 1;
        (no.len() >= needed).then(|| (false, no[needed - 1]))
    }

    fn fact(self, at: usize) -> Option<(&'a Val, f64)> {
        let (value, certainty) = self.known.facts.get(at)?.as_ref()?;
        Some((value, *certainty))
    }

    fn count(self, s: Sub) -> usize {
        match self.book.kind(s) {
            Kind::Levels { count, .. } => count,
            other => panic!("{other:?} has no levels"),
        }
    }

    /// A yes/no fact or let.
    pub(super) fn yes(self, s: Sub) -> Sure {
        match s {
            Sub::Fact(at) => match self.fact(at)? {
                (Val::Truth(holds), certainty) => Some((*holds, certainty)),
                _ => None,
            },
            Sub::Let(at) => match &self.book.lets[at] {
                Let::YesNo(c) => self.truth(c),
                other => panic!("{other:?} is not yes or no"),
            },
        }
    }

    /// A level.
    pub(super) fn level(self, s: Sub) -> Level {
        match s {
            Sub::Fact(at) => match self.fact(at) {
                Some((Val::Level(level), certainty)) => Level {
                    possible: Some(vec![*level]),
                    or_none: false,
                    certainty,
                },
                _ => Level {
                    possible: None,
                    or_none: false,
                    certainty: 1.0,
                },
            },
            Sub::Let(at) => self.of_rows(&self.book.lets[at]),
        }
    }

    /// The level that rows give.
    fn of_rows(self, of: &Let) -> Level {
        match of {
            Let::List { rows, .. } => {
                let open = rows.last().is_none_or(|(_, guard)| guard.when.is_some());
                let rows = rows
                    .iter()
                    .map(|(level, guard)| (*level, self.guard(guard)));
                first(&rows.collect::<Vec<_>>(), open)
            }
            Let::Table {
                inputs, rows, open, ..
            } => {
                let found = rows.iter().map(|(cells, level)| {
                    let tests: Vec<Sure> = inputs
                        .iter()
                        .zip(cells)
                        .map(|(input, cell)| self.cell(*input, cell))
                        .collect();
                    (*level, both(&tests))
                });
                first(&found.collect::<Vec<_>>(), *open)
            }
            Let::Graded(inner, grades) => {
                let level = self.of_rows(inner);
                let order = self.grades(grades);
                let place = |at: &usize| {
                    let number = self.grade(grades[*at]);
                    order.iter().position(|one| *one == number).unwrap()
                };
                let mut possible: Vec<usize> = level.possible.iter().flatten().map(place).collect();
                possible.sort();
                possible.dedup();
                Level {
                    possible: Some(possible),
                    ..level
                }
            }
            other => panic!("{other:?} has no level"),
        }
    }

    fn grade(self, grade: Grade) -> f64 {
        match grade {
            Grade::Constant(x) => x,
            Grade::Parameter(at) => self.book.parameters[at],
        }
    }

    /// The numbers that rows give, each once and from low to high.
    pub(super) fn grades(self, grades: &[Grade]) -> Vec<f64> {
        let mut numbers: Vec<f64> = grades.iter().map(|one| self.grade(*one)).collect();
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        numbers
    }

    /// `when … unless …`: stopped only where the exception is known to hold.
    pub(super) fn guard(self, guard: &Guard) -> Sure {
        let stopped = guard.unless.as_ref().and_then(|c| self.truth(c));
        if matches!(stopped, Some((true, _))) {
            return Some((false, 1.0));
        }
        match &guard.when {
            Some(c) => self.truth(c),
            None => Some((true, 1.0)),
        }
    }

    /// Whether a cell matches; `*` reads nothing.
    pub(super) fn cell(self, s: Sub, cell: &Cell) -> Sure {
        if cell.tests.is_empty() {
            return Some((true, 1.0));
        }
        if !self.is_known(s) && cell.tests.contains(&CellTest::Unknown) {
            return Some((true, 1.0));
        }
        if cell.tests == [CellTest::Unknown] {
            return Some((false, 1.0));
        }
        match self.book.kind(s) {
            Kind::Levels { count, .. } => {
                let wanted: Vec<usize> = (0..count)
                    .filter(|level| value_matches(cell, &Val::Level(*level)))
                    .collect();
                self.level(s).is_one_of(&wanted)
            }
            Kind::YesNo => {
                let (holds, certainty) = self.yes(s)?;
                Some((cell.tests.contains(&CellTest::Truth(holds)), certainty))
            }
            Kind::Number { .. } => {
                let (x, certainty) = self.subject_number(s)?;
                Some((number_matches(cell, x), certainty))
            }
            other => panic!("{other:?} has no cells"),
        }
    }

    fn subject_number(self, s: Sub) -> Figure {
        match s {
            Sub::Fact(at) => self.number(&Num::Fact(at)),
            Sub::Let(at) => self.number(&Num::Let(at)),
        }
    }

    /// Whether a value is known.
    pub(super) fn is_known(self, s: Sub) -> bool {
        match (s, self.book.kind(s)) {
            (Sub::Fact(at), _) => self.fact(at).is_some(),
            (_, Kind::YesNo) => self.yes(s).is_some(),
            (_, Kind::Levels { .. }) => self.level(s).value().is_some(),
            _ => self.subject_number(s).is_some(),
        }
    }

    /// A number.
    pub(super) fn number(self, n: &Num) -> Figure {
        let of = |operation: &dyn Fn(&[f64]) -> f64, parts: &[&Num]| {
            let parts: Option<Vec<(f64, f64)>> = parts.iter().map(|p| self.number(p)).collect();
            let parts = parts?;
            let certainty = parts.iter().map(|p| p.1).fold(1.0, f64::min);
            let values: Vec<f64> = parts.iter().map(|p| p.0).collect();
            let result = operation(&values);
            result.is_finite().then_some((result, certainty))
        };
        match n {
            Num::Constant(x) => Some((*x, 1.0)),
            Num::Parameter(at) => Some((self.book.parameters[*at], 1.0)),
            Num::Fact(at) => match self.fact(*at)? {
                (Val::Number(x), certainty) => Some((*x, certainty)),
                _ => None,
            },
            Num::Count(at) => match self.fact(*at)? {
                (Val::Set(all), certainty) => Some((all.len() as f64, certainty)),
                _ => None,
            },
            Num::Let(at) => match &self.book.lets[*at] {
                Let::Number(inner) => self.number(inner),
                Let::Graded(_, grades) => {
                    let level = self.level(Sub::Let(*at));
                    let number = self.grades(grades)[level.value()?];
                    Some((number, level.certainty))
                }
                other => panic!("{other:?} is not a number"),
            },
            Num::If(c, a, b) => self.either(c, self.number(a), self.number(b)),
            Num::Minus(a) => of(&|x| -x[0], &[a]),
            Num::Abs(a) => of(&|x| x[0].abs(), &[a]),
            Num::Round(a) => of(&|x| (x[0].abs() + 0.5).floor() * x[0].signum(), &[a]),
            Num::Add(a, b) => of(&|x| x[0] + x[1], &[a, b]),
            Num::Subtract(a, b) => of(&|x| x[0] - x[1], &[a, b]),
            Num::Multiply(a, b) => of(&|x| x[0] * x[1], &[a, b]),
            Num::Divide(a, b) => of(&|x| x[0] / x[1], &[a, b]),
            Num::Min(all) => of(
                &|x| x.iter().copied().fold(f64::INFINITY, f64::min),
                &refs(all),
            ),
            Num::Max(all) => of(
                &|x| x.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                &refs(all),
            ),
            Num::Gap(a, b) => of(
                &|x| {
                    if x[0] > x[1] {
                        x[0] - x[1]
                    } else {
                        (x[1] - x[0]) / 2.0
                    }
                },
                &[a, b],
            ),
            Num::Halves(a) => of(&|x| halves(x[0]), &[a]),
            Num::Clamp(a, low, high) => of(&|x| x[0].max(x[1]).min(x[2]), &[a, low, high]),
            Num::Ramp(a, from, to) => {
                let (from, to) = (f64::from(*from), f64::from(*to));
                of(&|x| ((x[0] - from) / (to - from)).clamp(0.0, 1.0), &[a])
            }
            figure => self.figure(figure).map(|x| (x, 1.0)),
        }
    }
}

impl Meaning<'_> {
    /// `if c then a else b`
    fn either(self, c: &Cond, a: Figure, b: Figure) -> Figure {
        match self.truth(c) {
            Some((true, sure)) => a.map(|(x, certainty)| (x, certainty.min(sure))),
            Some((false, sure)) => b.map(|(x, certainty)| (x, certainty.min(sure))),
            None => {
                let (a, b) = (a?, b?);
                (a.0 == b.0).then_some((a.0, a.1.min(b.1)))
            }
        }
    }
}

fn refs(all: &[Num]) -> Vec<&Num> {
    all.iter().collect()
}

fn not(c: Sure) -> Sure {
    c.map(|(holds, certainty)| (!holds, certainty))
}

/// All cells of a row match.
fn both(tests: &[Sure]) -> Sure {
    let failing = tests.iter().flatten().filter(|(holds, _)| !holds);
    let most = failing.map(|(_, certainty)| *certainty).reduce(f64::max);
    if let Some(certainty) = most {
        return Some((false, certainty));
    }
    let known: Option<Vec<(bool, f64)>> = tests.iter().copied().collect();
    Some((true, known?.iter().map(|(_, c)| *c).fold(1.0, f64::min)))
}

/// The rows that may apply are those up to and including the first that is known to.
fn first(rows: &[(usize, Sure)], open: bool) -> Level {
    let known = rows
        .iter()
        .position(|(_, sure)| matches!(sure, Some((true, _))));
    let seen = &rows[..known.map_or(rows.len(), |at| at + 1)];
    let mut possible: Vec<usize> = seen
        .iter()
        .filter(|(_, sure)| !matches!(sure, Some((false, _))))
        .map(|(level, _)| *level)
        .collect();
    possible.sort();
    possible.dedup();
    Level {
        or_none: known.is_none() && (open || possible.is_empty()),
        possible: Some(possible),
        certainty: seen
            .iter()
            .filter_map(|(_, sure)| *sure)
            .map(|s| s.1)
            .fold(1.0, f64::min),
    }
}

/// Whether every combination of values has a row: tried with all of them.
pub(super) fn covered(kinds: &[Kind], rows: &[&[Cell]]) -> bool {
    let Some((first, rest)) = kinds.split_first() else {
        return !rows.is_empty();
    };
    values(*first).iter().all(|value| {
        let left: Vec<&[Cell]> = rows
            .iter()
            .filter(|cells| value_matches(&cells[0], value))
            .map(|cells| &cells[1..])
            .collect();
        covered(rest, &left)
    })
}

/// Whether a sign holds between two numbers.
pub(super) fn holds(a: f64, sign: Sign, b: f64) -> bool {
    match sign {
        Sign::Equal => a == b,
        Sign::NotEqual => a != b,
        Sign::Less => a < b,
        Sign::AtMost => a <= b,
        Sign::More => a > b,
        Sign::AtLeast => a >= b,
    }
}

/// How often a number is halved until it is at most 1, and what is left; eight times at most.
fn halves(x: f64) -> f64 {
    let (mut left, mut times) = (x.abs(), 0.0);
    while left > 1.0 && times < 8.0 {
        left /= 2.0;
        times += 1.0;
    }
    times + left
}

fn number_matches(cell: &Cell, x: f64) -> bool {
    cell.tests.iter().any(|test| match test {
        CellTest::Sign(sign, n) => holds(x, *sign, f64::from(*n)),
        CellTest::Range(low, high) => f64::from(*low) <= x && x <= f64::from(*high),
        CellTest::SignParameter(sign, _, end) => holds(x, *sign, *end),
        CellTest::UpTo(low, _, high) => f64::from(*low) <= x && x <= *high,
        _ => false,
    })
}

pub(super) fn value_matches(cell: &Cell, value: &Val) -> bool {
    let has = |test| cell.tests.contains(&test);
    cell.tests.is_empty()
        || match value {
            Val::Truth(holds) => has(CellTest::Truth(*holds)),
            Val::Level(level) => cell.tests.iter().any(|test| match test {
                CellTest::Level(at) => level == at,
                CellTest::NotLevel(at) => level != at,
                CellTest::SignLevel(sign, at) => holds(*level as f64, *sign, *at as f64),
                _ => false,
            }),
            Val::Number(x) => number_matches(cell, *x),
            Val::Set(_) | Val::Text => false,
        }
}

/// All values of a kind; of a number in steps small enough to fall between any two halves.
pub(super) fn values(kind: Kind) -> Vec<Val> {
    match kind {
        Kind::YesNo => vec![Val::Truth(false), Val::Truth(true)],
        Kind::Levels { count, .. } => (0..count).map(Val::Level).collect(),
        Kind::Set(count) => (0..1usize << count)
            .map(|bits| Val::Set((0..count).filter(|at| bits >> at & 1 == 1).collect()))
            .collect(),
        Kind::Number { low, high, whole } => {
            let steps = if whole { 1 } else { 4 };
            (low * steps..=high * steps)
                .map(|at| Val::Number(f64::from(at) / f64::from(steps)))
                .collect()
        }
        Kind::Text => vec![Val::Text],
    }
}
