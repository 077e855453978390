//! The values of a fact that are tried: on every side of the numbers at which conditions on it turn, and with every
//! choice of the elements that conditions tell apart, as far as these are few.

use crate::model::{
    Argument, Cond, CondKind, FactId, FactType, LetId, LetKind, LevelSet, Num, NumKind, NumberType,
    Op, Part, Rulebook, Scale, Subject, Value, Weight,
};

use super::world::{Computed, World};

/// Most marks of one fact that are tried.
const MOST_MARKS: usize = 64;
/// Whole numbers at most of which each is tried.
const MOST_WHOLE: f64 = 32.0;
/// Elements of a set at most of which every choice is tried.
const MOST_ELEMENTS: usize = 6;
/// Lets within lets that are looked into for marks.
const LETS: u8 = 6;

/// Whether the values that are tried of a fact are all it has: yes and no, levels, whole numbers and sets of few.
pub(super) fn are_all(kind: &FactType) -> bool {
    match kind {
        FactType::YesNo | FactType::Level(_) => true,
        FactType::Set(scale) => scale.levels.len() <= MOST_ELEMENTS,
        FactType::Number(number) => match (number.whole, number.low, number.high) {
            (true, Some(low), Some(high)) => high - low < MOST_WHOLE,
            _ => false,
        },
        FactType::Text => false,
    }
}

/// Values of a fact to try.
pub(super) fn values(world: &World<'_>, fact: FactId) -> Computed<Vec<Value>> {
    Ok(match &world.fact(fact)?.kind {
        FactType::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
        FactType::Level(scale) => scale.all().iter().map(Value::Level).collect(),
        FactType::Set(scale) => sets(world.rulebook, fact, scale),
        FactType::Number(kind) => numbers(world.rulebook, fact, kind),
        FactType::Text => vec![Value::Text("some text".into())],
    })
}

/// The numbers at which conditions on a fact turn, from low to high.
pub(super) fn turns(rulebook: &Rulebook, fact: FactId) -> Vec<f64> {
    let mut marks = Vec::new();
    every(rulebook, &mut |part| look(rulebook, fact, part, &mut marks));
    tables(rulebook, fact, &mut marks);
    marks.sort_by(f64::total_cmp);
    marks.dedup();
    marks.truncate(MOST_MARKS);
    marks
}

/// Numbers that are spread over the range, the marks, one between each two, and some beyond the outermost.
fn numbers(rulebook: &Rulebook, fact: FactId, kind: &NumberType) -> Vec<Value> {
    let marks = turns(rulebook, fact);
    let low = kind.low.unwrap_or(-1000.0);
    let high = kind.high.unwrap_or(1000.0);
    let parts = [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0];
    let mut tried: Vec<f64> = parts.map(|part| low + (high - low) * part).into();
    if let (true, Some(low), Some(high)) = (kind.whole, kind.low, kind.high)
        && high - low <= MOST_WHOLE
    {
        let after = |at: &f64| Some(at + 1.0).filter(|next| *next <= high);
        tried = std::iter::successors(Some(low.ceil()), after).collect();
    }
    tried.extend(marks.first().map(|first| first - 1.0));
    tried.extend(marks.last().map(|last| last + 1.0));
    let ends = [low, high].into_iter().chain(marks.iter().copied());
    let mut ends: Vec<f64> = ends.collect();
    ends.sort_by(f64::total_cmp);
    let between = ends.iter().zip(ends.iter().skip(1));
    tried.extend(between.map(|(a, b)| a + (b - a) / 2.0));
    tried.extend(marks);
    if kind.whole {
        tried = tried.iter().flat_map(|x| [x.floor(), x.ceil()]).collect();
    }
    let fits =
        |x: &f64| kind.low.is_none_or(|low| *x >= low) && kind.high.is_none_or(|high| *x <= high);
    tried.retain(fits);
    // -0 and 0 are one number.
    tried.iter_mut().for_each(|x| *x += 0.0);
    tried.sort_by(f64::total_cmp);
    tried.dedup();
    tried.into_iter().map(Value::Number).collect()
}

/// Sets with every choice of the elements that are told apart; of many elements each alone, each left out, and sets of
/// every size.
fn sets(rulebook: &Rulebook, fact: FactId, scale: &Scale) -> Vec<Value> {
    let all = scale.all();
    let told = told_apart(rulebook, fact).unwrap_or(all);
    let elements: Vec<LevelSet> = told.iter().map(LevelSet::one).collect();
    let mut sets = vec![LevelSet::default(), all];
    if elements.len() <= MOST_ELEMENTS {
        let mut choices = vec![LevelSet::default()];
        for element in &elements {
            let with: Vec<LevelSet> = choices.iter().map(|set| set.union(*element)).collect();
            choices.extend(with);
        }
        sets.extend(choices);
    } else {
        let mut first = LevelSet::default();
        for element in &elements {
            first = first.union(*element);
            sets.extend([*element, element.missing_of(all), first]);
        }
    }
    let mut tried: Vec<LevelSet> = Vec::new();
    for set in sets {
        if !tried.contains(&set) {
            tried.push(set);
        }
    }
    tried.into_iter().map(Value::Set).collect()
}

/// The elements of a set that are tested; `None` where it is counted or handed to a script.
fn told_apart(rulebook: &Rulebook, fact: FactId) -> Option<LevelSet> {
    let mut tested = Some(LevelSet::default());
    every(rulebook, &mut |part| match part {
        Part::Cond(Cond {
            kind: CondKind::Includes { fact: of, level },
            ..
        }) if *of == fact => tested = tested.map(|tested| tested.union(LevelSet::one(*level))),
        Part::Num(Num {
            kind: NumKind::Count(of),
            ..
        })
        | Part::Argument(Argument::Set(of))
            if *of == fact =>
        {
            tested = None;
        }
        Part::Cond(_) | Part::Num(_) | Part::Argument(_) => {}
    });
    tested
}

/// Visits everything on which the advice may hang, but for tables.
fn every<'a>(rulebook: &'a Rulebook, see: &mut dyn FnMut(Part<'a>)) {
    for rule in rulebook.rules.values() {
        walk([Some(&rule.when), rule.unless.as_ref()], see);
        for effect in rule.then.iter().chain(&rule.otherwise) {
            if let Weight::By(num) = &effect.weight {
                num.walk(see);
            }
        }
    }
    for one in rulebook.lets.values() {
        match &one.kind {
            LetKind::YesNo(cond) => cond.walk(see),
            LetKind::Number(num, _) => num.walk(see),
            LetKind::List(_, rows) => {
                for row in rows {
                    walk([row.when.as_ref(), row.unless.as_ref()], see);
                }
            }
            LetKind::Table(..) => {}
        }
    }
    for row in rulebook.advice.iter().flat_map(|advice| &advice.rows) {
        walk([row.when.as_ref(), row.unless.as_ref()], see);
    }
}

fn walk<'a>(conds: [Option<&'a Cond>; 2], see: &mut dyn FnMut(Part<'a>)) {
    conds.into_iter().flatten().for_each(|cond| cond.walk(see));
}

/// The ends of the cells in the columns of a fact, and of numbers that rise or fall with it.
fn tables(rulebook: &Rulebook, fact: FactId, marks: &mut Vec<f64>) {
    for one in rulebook.lets.values() {
        let LetKind::Table(_, inputs, rows) = &one.kind else {
            continue;
        };
        for (at, input) in inputs.iter().enumerate() {
            let lines = match input {
                Subject::Fact(of) if *of == fact => vec![(1.0, 0.0)],
                Subject::Fact(_) => continue,
                Subject::Let(id) => lines_of_let(rulebook, fact, *id, LETS),
            };
            for cell in rows.iter().filter_map(|row| row.cells.get(at)) {
                let ranges = cell.ranges().iter().map(|range| range.within);
                let ends = ranges.flat_map(|one| [one.low, one.high]);
                let ends = ends.flat_map(|end| lines.iter().map(move |line| (*line, end)));
                marks.extend(ends.filter_map(|(line, end)| crossing(line, (0.0, end))));
            }
        }
    }
}

/// Where numbers that are held against each other meet.
fn look(rulebook: &Rulebook, fact: FactId, part: Part<'_>, marks: &mut Vec<f64>) {
    let mut meet = |one: &Num, others: &[&Num]| {
        let lines_of = |num: &Num| lines(rulebook, fact, num, LETS);
        for one in lines_of(one) {
            let others = others.iter().flat_map(|other| lines_of(other));
            marks.extend(others.filter_map(|other| crossing(one, other)));
        }
    };
    match part {
        Part::Cond(cond) => match &cond.kind {
            CondKind::Compare { left, right, .. } => meet(left, &[right]),
            CondKind::Between { number, low, high } => meet(number, &[low, high]),
            _ => {}
        },
        Part::Num(num) => {
            if let NumKind::Apply(Op::Clamp | Op::Ramp | Op::Min | Op::Max, operands) = &num.kind
                && let Some((first, rest)) = operands.split_first()
            {
                meet(first, &rest.iter().collect::<Vec<_>>());
            }
        }
        Part::Argument(_) => {}
    }
}

/// A number that is so many times a fact and so much more.
type Line = (f64, f64);

/// Where two of them are the same.
fn crossing((a, b): Line, (c, d): Line) -> Option<f64> {
    let mark = (d - b) / (a - c);
    mark.is_finite().then_some(mark)
}

/// Lines that a number may be, at most: each `if` has one for either branch, and each row that gives a number.
const LINES: usize = 32;

/// A number as lines over a fact, where it is made of such, looked for through so many lets.
fn lines(rulebook: &Rulebook, fact: FactId, num: &Num, lets: u8) -> Vec<Line> {
    let of = |num: &Num| lines(rulebook, fact, num, lets);
    let mut found: Vec<Line> = match &num.kind {
        NumKind::Constant(number) => vec![(0.0, *number)],
        NumKind::Parameter(id) => {
            let parameter = rulebook.parameters.find(*id);
            parameter.iter().map(|one| (0.0, one.value)).collect()
        }
        NumKind::Fact(id) if *id == fact => vec![(1.0, 0.0)],
        NumKind::Let(id) => lines_of_let(rulebook, fact, *id, lets),
        NumKind::If(_, branches) => branches.iter().flat_map(of).collect(),
        NumKind::Apply(op, operands) => match operands.as_slice() {
            [one] if *op == Op::Minus => of(one).into_iter().map(|(a, b)| (-a, -b)).collect(),
            [one, other] => {
                let others = of(other);
                let pairs = of(one).into_iter();
                let pairs = pairs.flat_map(|one| others.iter().map(move |other| (one, *other)));
                pairs
                    .filter_map(|(one, other)| joined(*op, one, other))
                    .collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    found.truncate(LINES);
    found
}

/// What an operation makes of two lines, where that is a line.
fn joined(op: Op, one: Line, other: Line) -> Option<Line> {
    Some(match (op, one, other) {
        (Op::Add, (a, b), (c, d)) => (a + c, b + d),
        (Op::Subtract, (a, b), (c, d)) => (a - c, b - d),
        (Op::Multiply, (0.0, times), (a, b)) | (Op::Multiply, (a, b), (0.0, times)) => {
            (a * times, b * times)
        }
        (Op::Divide, (a, b), (0.0, by)) => (a / by, b / by),
        _ => return None,
    })
}

fn lines_of_let(rulebook: &Rulebook, fact: FactId, id: LetId, lets: u8) -> Vec<Line> {
    let (Some(lets), Some(item)) = (lets.checked_sub(1), rulebook.lets.find(id)) else {
        return Vec::new();
    };
    match &item.kind {
        LetKind::Number(num, _) => lines(rulebook, fact, num, lets),
        LetKind::List(scale, _) | LetKind::Table(scale, _, _) => {
            let numbers = scale.numbers.iter().flat_map(|numbers| &numbers.values);
            numbers.map(|number| (0.0, *number)).collect()
        }
        LetKind::YesNo(_) => Vec::new(),
    }
}
