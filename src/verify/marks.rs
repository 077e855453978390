//! The numbers at which conditions on a fact turn: with values around them every side of every test is tried.

use crate::model::{
    Cell, CellTest, Cond, CondKind, FactId, FactType, LetKind, Num, NumKind, Part, Rulebook,
    Subject, Value, Weight,
};

use super::open::samples;
use super::world::{Computed, World};

/// Most marks of one fact that are tried.
const MOST_MARKS: usize = 8;

/// Values of a fact to try: some that are spread over its range, and those at and beside its marks.
pub(super) fn values(world: &World<'_>, fact: FactId) -> Computed<Vec<Value>> {
    let kind = &world.fact(fact)?.kind;
    let mut values = samples(kind);
    let FactType::Number(number) = kind else {
        return Ok(values);
    };
    let mut marks = Vec::new();
    gather(world.rulebook, fact, &mut marks);
    marks.sort_by(f64::total_cmp);
    marks.dedup();
    marks.truncate(MOST_MARKS);
    for mark in marks {
        let step = if number.whole { 1.0 } else { 1e-3 };
        let around = [mark - step, mark, mark + step];
        let around = around.map(|x| if number.whole { x.round() } else { x });
        let fits = |x: &f64| {
            number.low.is_none_or(|low| *x >= low) && number.high.is_none_or(|high| *x <= high)
        };
        values.extend(around.into_iter().filter(fits).map(Value::Number));
    }
    Ok(values)
}

/// The constants with which a fact is compared or between which it is cut, anywhere.
fn gather(rulebook: &Rulebook, fact: FactId, marks: &mut Vec<f64>) {
    let mut see = |part: Part<'_>| look(rulebook, fact, part, marks);
    for rule in rulebook.rules.values() {
        walk([Some(&rule.when), rule.unless.as_ref()], &mut see);
        for effect in rule.then.iter().chain(&rule.otherwise) {
            if let Weight::By(num) = &effect.weight {
                num.walk(&mut see);
            }
        }
    }
    for one in rulebook.lets.values() {
        match &one.kind {
            LetKind::YesNo(cond) => cond.walk(&mut see),
            LetKind::Number(num, _) => num.walk(&mut see),
            LetKind::List(_, rows) => {
                for row in rows {
                    walk([row.when.as_ref(), row.unless.as_ref()], &mut see);
                }
            }
            LetKind::Table(..) => {}
        }
    }
    for row in rulebook.advice.iter().flat_map(|advice| &advice.rows) {
        walk([row.when.as_ref(), row.unless.as_ref()], &mut see);
    }
    tables(rulebook, fact, marks);
}

fn walk<'a>(conds: [Option<&'a Cond>; 2], see: &mut dyn FnMut(Part<'a>)) {
    conds.into_iter().flatten().for_each(|cond| cond.walk(see));
}

/// The ends of the cells in the columns of a fact.
fn tables(rulebook: &Rulebook, fact: FactId, marks: &mut Vec<f64>) {
    for one in rulebook.lets.values() {
        let LetKind::Table(_, inputs, rows) = &one.kind else {
            continue;
        };
        let columns = inputs.iter().enumerate();
        for (at, _) in columns.filter(|(_, input)| **input == Subject::Fact(fact)) {
            for cell in rows.iter().filter_map(|row| row.cells.get(at)) {
                if let Cell::Test {
                    test: CellTest::Intervals(all),
                    ..
                } = cell
                {
                    let ends = all.iter().flat_map(|one| [one.low, one.high]);
                    marks.extend(ends.filter(|end| end.is_finite()));
                }
            }
        }
    }
}

fn look(rulebook: &Rulebook, fact: FactId, part: Part<'_>, marks: &mut Vec<f64>) {
    let constant = |num: &Num| match &num.kind {
        NumKind::Constant(number) => Some(*number),
        NumKind::Parameter(id) => rulebook.parameters.find(*id).map(|one| one.value),
        _ => None,
    };
    let is_fact = |num: &Num| matches!(num.kind, NumKind::Fact(id) if id == fact);
    match part {
        Part::Cond(cond) => match &cond.kind {
            CondKind::Compare { left, right, .. } if is_fact(left) => marks.extend(constant(right)),
            CondKind::Compare { left, right, .. } if is_fact(right) => marks.extend(constant(left)),
            CondKind::Between { number, low, high } if is_fact(number) => {
                marks.extend([low, high].into_iter().filter_map(constant));
            }
            CondKind::Between { number, low, high } if is_fact(low) || is_fact(high) => {
                marks.extend(constant(number));
            }
            _ => {}
        },
        Part::Num(num) => match &num.kind {
            NumKind::Clamp(three) | NumKind::Ramp(three) => {
                let [number, low, high] = &**three;
                if is_fact(number) {
                    marks.extend([low, high].into_iter().filter_map(constant));
                }
            }
            _ => {}
        },
        Part::Argument(_) => {}
    }
}
