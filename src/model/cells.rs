//! The cells of a fact: parts of its values in which no test tells one from another, each with a value for all. What tests
//! name is told by the caller, who also bounds how many cells are looked at.

use std::collections::BTreeSet;

use super::rulebook::{self, CellTest};
use super::{
    FactType, Interval, LetKind, LevelSet, Num, NumberType, ParameterId, Rulebook, Scale, Subject,
    Value,
};

/// What tests name of a fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// The numbers at which they turn, in any order.
    pub thresholds: Vec<f64>,
    /// The elements of a set that they ask for.
    pub elements: LevelSet,
}

/// A part of what a fact may be, in which no test tells one value from another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// The fact is unknown.
    Unknown,
    /// `yes` or `no`
    Truth(bool),
    /// A level.
    Level(u8),
    /// The sets with all of the first elements and none beyond the second; the elements between are not tested.
    Set(LevelSet, LevelSet),
    /// Numbers.
    Numbers(Numbers),
    /// All texts.
    Text,
}

impl Cell {
    /// The cell of one value alone; of a text that of all.
    pub fn only(value: &Value) -> Self {
        match value {
            Value::YesNo(yes) => Self::Truth(*yes),
            Value::Level(level) => Self::Level(*level),
            Value::Set(set) => Self::Set(*set, *set),
            Value::Number(number) => Self::Numbers(Numbers::one(*number)),
            Value::Text(_) => Self::Text,
        }
    }

    /// A value that stands for all; `None` is unknown.
    pub fn value(self) -> Option<Value> {
        Some(match self {
            Self::Unknown => return None,
            Self::Truth(yes) => Value::YesNo(yes),
            Self::Level(level) => Value::Level(level),
            Self::Set(must, _) => Value::Set(must),
            Self::Numbers(numbers) => Value::Number(numbers.middle()),
            Self::Text => Value::Text("some text".into()),
        })
    }

    /// Whether a value of the fact lies in it; `None` is unknown.
    pub fn has(self, value: Option<&Value>) -> bool {
        match (self, value) {
            (Self::Set(must, may), Some(Value::Set(set))) => {
                set.union(must) == *set && set.union(may) == may
            }
            (Self::Numbers(numbers), Some(Value::Number(number))) => numbers.within.has(*number),
            (cell, Some(value)) => cell == Self::only(value),
            (cell, None) => cell == Self::Unknown,
        }
    }
}

/// The highest whole number that a profile may give: beyond it a double does not tell one from the next.
const MOST_WHOLE: f64 = 9_007_199_254_740_991.0;

/// A range of numbers; of whole ones without an end no further than a profile may give them.
pub fn within_reach(within: Interval, whole: bool) -> Interval {
    let (low, high) = (within.low < -MOST_WHOLE, within.high > MOST_WHOLE);
    Interval {
        low: if whole && low {
            -MOST_WHOLE
        } else {
            within.low
        },
        high: if whole && high {
            MOST_WHOLE
        } else {
            within.high
        },
        low_in: within.low_in || (whole && low),
        high_in: within.high_in || (whole && high),
    }
}

/// Numbers in which no test tells one from another: those of a range, or the whole ones among them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    /// The range; a single number is both of its ends.
    pub within: Interval,
    /// Whether only whole numbers count.
    pub whole: bool,
}

impl Numbers {
    /// One number.
    pub fn one(number: f64) -> Self {
        Self {
            within: Interval::point(number + 0.0),
            whole: false,
        }
    }

    /// The numbers of a range; none where it has none.
    pub fn of(within: Interval, whole: bool) -> Option<Self> {
        let numbers = Self { within, whole };
        let (first, last) = (numbers.first(), numbers.last());
        match first < last {
            true => Some(numbers),
            false => (first == last).then(|| Self::one(first)),
        }
    }

    fn between(low: f64, high: f64, whole: bool) -> Option<Self> {
        let within = Interval {
            low,
            high,
            low_in: false,
            high_in: false,
        };
        Self::of(within, whole)
    }

    /// Whether there are several.
    pub fn is_range(self) -> bool {
        self.within.low < self.within.high
    }

    /// The lowest; of an endless range the lowest that a double holds.
    pub fn first(self) -> f64 {
        inward(self.within.low, self.within.low_in, self.whole)
    }

    /// The highest; of an endless range the highest that a double holds.
    pub fn last(self) -> f64 {
        0.0 - inward(-self.within.high, self.within.high_in, self.whole)
    }

    /// One that stands for all, between the ends or one beside the only end.
    pub fn middle(self) -> f64 {
        let Interval { low, high, .. } = self.within;
        let middle = match (low.is_finite(), high.is_finite()) {
            (true, true) => f64::midpoint(low, high),
            (true, false) => low + 1.0,
            (false, true) => high - 1.0,
            (false, false) => 0.0,
        };
        let middle = if self.whole { middle.floor() } else { middle };
        middle.max(self.first()).min(self.last()) + 0.0
    }

    /// The same numbers in a range that ends at the lowest and the highest whole one, where only those count.
    pub fn closed(self) -> Interval {
        let Interval { low, high, .. } = self.within;
        match self.whole {
            true => Interval {
                low: if low.is_finite() { self.first() } else { low },
                high: if high.is_finite() { self.last() } else { high },
                low_in: low.is_finite(),
                high_in: high.is_finite(),
            },
            false => self.within,
        }
    }

    /// A range cut in two: what lies below and above a number, and that number; nothing where it cannot be cut.
    pub fn halves(self) -> Vec<Self> {
        let Interval { low, high, .. } = self.within;
        // An end that is none of them is not lost where they are cut.
        let reach = MOST_WHOLE + 1.0;
        let (low, high) = match self.whole {
            true => (
                if low.is_finite() { low } else { -reach },
                if high.is_finite() { high } else { reach },
            ),
            false => (low, high),
        };
        let at = match (low.is_finite(), high.is_finite()) {
            (true, true) => f64::midpoint(low, high),
            (true, false) => further(low),
            (false, true) => -further(-high),
            (false, false) => 0.0,
        };
        let at = if self.whole { at.ceil() } else { at };
        if !at.is_finite() || at <= low || at >= high {
            return Vec::new();
        }
        let below = Self::between(low, at, self.whole);
        let above = Self::between(at, high, self.whole);
        let parts = [below, Some(Self::one(at)), above];
        parts.into_iter().flatten().collect()
    }
}

/// The first number from a lower end on.
fn inward(low: f64, low_in: bool, whole: bool) -> f64 {
    let first = match (whole, low_in) {
        (true, true) => low.ceil(),
        (true, false) => low.floor() + 1.0,
        (false, true) => low,
        (false, false) => low.next_up(),
    };
    // Beyond 2^53 the next whole number is the next double.
    let first = match !low_in && first <= low {
        true => low.next_up(),
        false => first,
    };
    match whole && low == f64::NEG_INFINITY {
        true => -MOST_WHOLE,
        false => first,
    }
}

/// A number beyond another one, by growing steps.
fn further(low: f64) -> f64 {
    if low < 0.0 { 0.0 } else { (low * 8.0).max(1.0) }
}

/// The cells of a fact that is known. Of a set they are as many as there are subsets of the elements that tests name.
pub fn known(kind: &FactType, named: &Named) -> Box<dyn Iterator<Item = Cell>> {
    match kind {
        FactType::YesNo => Box::new(truths()),
        FactType::Level(scale) => Box::new(levels(scale)),
        FactType::Set(scale) => Box::new(sets(scale, named.elements)),
        FactType::Number(kind) => {
            let numbers = numbers(kind, &named.thresholds);
            Box::new(numbers.into_iter().map(Cell::Numbers))
        }
        FactType::Text => Box::new(std::iter::once(Cell::Text)),
    }
}

/// The cells of an input of a decision table that is known, by its column. A let is a whole number where it is said so.
pub fn of_input<'c>(
    book: &Rulebook,
    input: Subject,
    column: impl Iterator<Item = &'c rulebook::Cell>,
    is_whole: impl FnOnce(&Num) -> bool,
) -> Vec<Cell> {
    let named = Named {
        thresholds: column.flat_map(rulebook::Cell::thresholds).collect(),
        ..Named::default()
    };
    match input {
        Subject::Fact(id) => known(&book.facts[id].kind, &named).collect(),
        Subject::Let(id) => match &book.lets[id].kind {
            LetKind::YesNo(_) => truths().collect(),
            LetKind::List(scale, _) | LetKind::Table(scale, _, _) => match &scale.numbers {
                Some(numbers) => {
                    let values = numbers.values.iter();
                    values
                        .map(|value| Cell::Numbers(Numbers::one(*value)))
                        .collect()
                }
                None => levels(scale).collect(),
            },
            LetKind::Number(num, _) => {
                let kind = NumberType {
                    whole: is_whole(num),
                    ..NumberType::default()
                };
                known(&FactType::Number(kind), &named).collect()
            }
        },
    }
}

/// What an input may be besides where parameters are set: a let whose rows give them, any number of their ranges.
pub fn of_parameters<'c>(
    book: &Rulebook,
    input: Subject,
    column: impl Iterator<Item = &'c rulebook::Cell>,
) -> Vec<Cell> {
    let Subject::Let(id) = input else {
        return Vec::new();
    };
    let thresholds = column.flat_map(rulebook::Cell::thresholds).collect();
    let named = Named {
        thresholds,
        ..Named::default()
    };
    let given: BTreeSet<ParameterId> = book.lets[id].kind.parameters().collect();
    let kinds = given.into_iter().map(|id| &book.parameters[id].kind);
    kinds
        .flat_map(|kind| known(&FactType::Number(kind.clone()), &named))
        .collect()
}

fn truths() -> impl Iterator<Item = Cell> {
    [false, true].into_iter().map(Cell::Truth)
}

fn levels(scale: &Scale) -> impl Iterator<Item = Cell> + use<> {
    scale.all().iter().map(Cell::Level)
}

/// Each choice of the elements that are told apart, the others left open.
fn sets(scale: &Scale, elements: LevelSet) -> impl Iterator<Item = Cell> + use<> {
    let told = elements.intersection(scale.all());
    let open = told.missing_of(scale.all());
    let mut next = Some(LevelSet::default());
    std::iter::from_fn(move || {
        let set = next?;
        // Counts up in the bits of the elements alone.
        let above = LevelSet(set.0.wrapping_sub(told.0) & told.0);
        next = (set != told).then_some(above);
        Some(Cell::Set(set, set.union(open)))
    })
}

/// Each threshold and each end as a cell of its own, and each range between two neighbors, from low to high.
pub fn numbers(kind: &NumberType, thresholds: &[f64]) -> Vec<Numbers> {
    let low = kind.low.unwrap_or(f64::NEG_INFINITY);
    let high = kind.high.unwrap_or(f64::INFINITY);
    let named = thresholds.iter().copied();
    let mut ends: Vec<f64> = named.filter(|end| (low..=high).contains(end)).collect();
    ends.extend([low, high]);
    // `-0` is no end of its own.
    ends.iter_mut().for_each(|end| *end += 0.0);
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let mut cells = Vec::new();
    let mut before = None;
    for end in ends {
        cells.extend(before.and_then(|before| Numbers::between(before, end, kind.whole)));
        if end.is_finite() {
            cells.extend(Numbers::of(Interval::point(end), kind.whole));
        }
        before = Some(end);
    }
    cells
}

impl rulebook::Cell {
    /// The numbers at which it turns.
    pub fn thresholds(&self) -> impl Iterator<Item = f64> {
        let ranges = self.ranges().iter().map(|range| range.within);
        let ends = ranges.flat_map(|one| [one.low, one.high]);
        ends.filter(|end| end.is_finite())
    }

    /// Whether it matches what an input may be.
    pub fn matches(&self, input: Cell) -> bool {
        let Self::Test { unknown, test } = self else {
            return true;
        };
        match (input, test) {
            (Cell::Unknown, _) => *unknown,
            (Cell::Level(level), CellTest::Levels(levels)) => levels.has(level),
            (Cell::Truth(truth), CellTest::Truths { yes, no }) => match truth {
                true => *yes,
                false => *no,
            },
            (Cell::Numbers(numbers), CellTest::Intervals(intervals)) => {
                let number = numbers.middle();
                intervals.iter().any(|range| range.within.has(number))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Named, Numbers, known, numbers};
    use crate::base::Span;
    use crate::model::{FactType, Interval, Level, LevelSet, NumberType, Scale, Value};

    /// Beyond it not every whole number is a double.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    const ENDLESS: (Option<f64>, Option<f64>) = (None, None);

    fn kind((low, high): (Option<f64>, Option<f64>), whole: bool) -> NumberType {
        NumberType {
            low,
            high,
            whole,
            unit: None,
        }
    }

    fn scale(names: &[&str]) -> Scale {
        let level = |name: &&str| Level {
            name: (*name).into(),
            words: None,
            former: Vec::new(),
            origin: Span::default(),
        };
        Scale {
            ordered: false,
            levels: names.iter().map(level).collect(),
            numbers: None,
        }
    }

    /// The cells, a single number as `2`, a range with its middle as `1<1.5<2`.
    #[track_caller]
    fn check(ends: (Option<f64>, Option<f64>), whole: bool, thresholds: &[f64], expected: &[&str]) {
        let cells = numbers(&kind(ends, whole), thresholds);
        let shown = |cell: &Numbers| {
            let Interval { low, high, .. } = cell.within;
            assert_eq!(
                (cell.within.low_in, cell.within.high_in),
                (low == high, low == high)
            );
            match cell.is_range() {
                true => format!("{low:?}<{:?}<{high:?}", cell.middle()),
                false => format!("{low:?}"),
            }
        };
        let shown: Vec<String> = cells.iter().map(shown).collect();
        assert_eq!(shown, expected);
        for (at, cell) in cells.iter().enumerate() {
            for number in [cell.first(), cell.middle(), cell.last()] {
                assert!(number.is_finite() && (!whole || number.fract() == 0.0));
                let is_in = |other: &Numbers| other.within.has(number);
                assert_eq!(cells.iter().position(is_in), Some(at), "{number}");
            }
        }
    }

    #[test]
    fn thresholds_and_ends_are_cells_and_so_is_what_lies_between() {
        let range = (Some(0.0), Some(10.0));
        check(range, false, &[], &["0.0", "0.0<5.0<10.0", "10.0"]);
        let cut = ["0.0", "0.0<2.0<4.0", "4.0", "4.0<7.0<10.0", "10.0"];
        check(range, false, &[4.0], &cut);
        // Named twice, in any order, at an end, beyond it, or as no number.
        let named = [f64::NAN, 99.0, 4.0, 10.0, -1.0, 4.0, f64::INFINITY, -0.0];
        check(range, false, &named, &cut);
        check((Some(3.0), Some(3.0)), false, &[3.0], &["3.0"]);
        check((Some(-0.0), None), false, &[0.0], &["0.0", "0.0<1.0<inf"]);
    }

    #[test]
    fn endless_ranges_reach_beyond_the_outermost_thresholds() {
        check(ENDLESS, false, &[], &["-inf<0.0<inf"]);
        check(ENDLESS, true, &[], &["-inf<0.0<inf"]);
        check(
            ENDLESS,
            false,
            &[4.0],
            &["-inf<3.0<4.0", "4.0", "4.0<5.0<inf"],
        );
        check((Some(0.0), None), false, &[], &["0.0", "0.0<1.0<inf"]);
        check((None, Some(0.0)), true, &[], &["-inf<-1.0<0.0", "0.0"]);
        check(
            ENDLESS,
            false,
            &[1e17],
            &[
                "-inf<9.999999999999998e16<1e17",
                "1e17",
                "1e17<1.0000000000000002e17<inf",
            ],
        );
        let beyond = format!("1e300<{:?}<inf", 1e300f64.next_up());
        let far = ["0.0", "0.0<5e299<1e300", "1e300", &beyond];
        check((Some(0.0), None), false, &[1e300], &far);
        let most = f64::MAX;
        let shown = format!("{most:?}");
        check(
            (Some(-most), Some(most)),
            false,
            &[],
            &[
                &format!("-{shown}"),
                &format!("-{shown}<0.0<{shown}"),
                &shown,
            ],
        );
        check(
            ENDLESS,
            false,
            &[most],
            &[&format!("-inf<{:?}<{shown}", most.next_down()), &shown],
        );
    }

    #[test]
    fn whole_numbers_are_met_wherever_thresholds_stand() {
        let five = ["0.0", "1.0", "2.0", "3.0", "4.0"];
        check((Some(0.0), Some(4.0)), true, &[1.5, 3.0], &five);
        check((Some(0.0), Some(4.0)), true, &[1.0, 2.0, 3.0], &five);
        check(
            (Some(-3.0), Some(0.0)),
            true,
            &[-2.5, -1.0],
            &["-3.0", "-2.0", "-1.0", "0.0"],
        );
        check(
            (Some(0.0), Some(9.0)),
            true,
            &[2.2, 2.8],
            &["0.0", "0.0<1.0<2.2", "2.8<5.0<9.0", "9.0"],
        );
        check((Some(0.0), Some(1.0)), true, &[0.5], &["0.0", "1.0"]);
        check((Some(0.2), Some(0.8)), true, &[0.5], &[]);
        check((Some(0.5), None), true, &[], &["0.5<1.0<inf"]);
        check(ENDLESS, true, &[2.5], &["-inf<1.0<2.5", "2.5<3.0<inf"]);
        let [at, next, last] = [EXACT, EXACT + 2.0, EXACT + 4.0];
        let shown = [at, next, last].map(|number| format!("{number:?}"));
        let shown = shown.each_ref().map(String::as_str);
        check((Some(at), Some(last)), true, &[], &shown);
        check((Some(at), Some(last)), true, &[next], &shown);
        check((Some(at), Some(next)), true, &[], &shown[..2]);
    }

    #[test]
    fn sets_differ_by_the_elements_that_tests_name() {
        let kind = FactType::Set(scale(&["a", "b", "c"]));
        let cells = |elements: u128| -> Vec<Cell> {
            let elements = LevelSet(elements);
            known(
                &kind,
                &Named {
                    elements,
                    ..Named::default()
                },
            )
            .collect()
        };
        let set = |must, may| Cell::Set(LevelSet(must), LevelSet(may));
        assert_eq!(cells(0), [set(0, 7)]);
        assert_eq!(cells(5), [set(0, 2), set(1, 3), set(4, 6), set(5, 7)]);
        assert_eq!(cells(7).len(), 8);
        for elements in 0..8 {
            let cells = cells(elements);
            for one in 0..8 {
                let one = Value::Set(LevelSet(one));
                let of: Vec<&Cell> = cells.iter().filter(|cell| cell.has(Some(&one))).collect();
                assert_eq!(of.len(), 1, "{one:?} among {cells:?}");
            }
        }
        // All subsets of many elements could not be listed, the first ones can.
        let names: Vec<String> = (0..128).map(|at| format!("e{at}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let many = FactType::Set(scale(&names));
        let elements = LevelSet(u128::MAX);
        let mut cells = known(
            &many,
            &Named {
                elements,
                ..Named::default()
            },
        );
        assert_eq!(cells.nth(3), Some(set(3, 3)));
    }

    #[test]
    fn each_value_lies_in_its_cell_alone() {
        let unknown = Cell::Unknown;
        let level = FactType::Level(scale(&["only"]));
        let cells: Vec<Cell> = known(&level, &Named::default()).collect();
        assert_eq!(cells, [Cell::Level(0)]);
        let kinds = [FactType::YesNo, level, FactType::Text];
        for kind in kinds {
            for cell in known(&kind, &Named::default()) {
                assert!(cell.has(cell.value().as_ref()) && !cell.has(None));
                assert!(!unknown.has(cell.value().as_ref()));
            }
        }
        assert!(unknown.has(None) && unknown.value().is_none());
        assert!(Cell::Text.has(Some(&Value::Text("another".into()))));
    }

    #[test]
    fn a_range_is_cut_where_it_lies() {
        let cut = |low, high, whole| -> Vec<(f64, f64)> {
            let halves = Numbers::between(low, high, whole).unwrap().halves();
            halves
                .iter()
                .map(|half| (half.within.low, half.within.high))
                .collect()
        };
        let (least, most) = (f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(cut(0.0, 4.0, false), [(0.0, 2.0), (2.0, 2.0), (2.0, 4.0)]);
        assert_eq!(cut(0.0, 5.0, true), [(0.0, 3.0), (3.0, 3.0), (4.0, 4.0)]);
        assert_eq!(
            cut(5.0, most, false),
            [(5.0, 40.0), (40.0, 40.0), (40.0, most)]
        );
        assert_eq!(
            cut(least, 5.0, false),
            [(least, 0.0), (0.0, 0.0), (0.0, 5.0)]
        );
        assert_eq!(
            cut(least, most, false),
            [(least, 0.0), (0.0, 0.0), (0.0, most)]
        );
        assert_eq!(cut(-f64::MAX, f64::MAX, false).len(), 3);
        assert!(Numbers::one(3.0).halves().is_empty());
    }

    #[test]
    fn the_ends_of_whole_numbers_are_whole() {
        let closed = |low, high, low_in, high_in| {
            let within = Interval {
                low,
                high,
                low_in,
                high_in,
            };
            Numbers::of(within, true).map(|numbers| {
                let closed = numbers.closed();
                (closed.low, closed.high, closed.low_in, closed.high_in)
            })
        };
        assert_eq!(closed(0.5, 3.5, true, true), Some((1.0, 3.0, true, true)));
        assert_eq!(closed(0.0, 3.0, false, true), Some((1.0, 3.0, true, true)));
        assert_eq!(closed(1.2, 2.4, true, true), Some((2.0, 2.0, true, true)));
        assert_eq!(closed(1.2, 1.8, true, true), None);
        assert_eq!(closed(1.0, 2.0, false, false), None);
        let most = f64::INFINITY;
        assert_eq!(
            closed(2.0, most, false, false),
            Some((3.0, most, true, false))
        );
        // Beyond it no profile gives one.
        assert_eq!(closed(EXACT, most, false, false), None);
        assert_eq!(
            closed(EXACT - 2.0, most, false, false),
            Some((EXACT - 1.0, EXACT - 1.0, true, true))
        );
    }
}
