//! What scripts do with numbers, and the comparisons. Joins no texts itself.

use std::cmp::Ordering;

use rhai::{Dynamic, Engine};

use super::{ASSIGNMENTS, Native, number, truth, whole_of};
use crate::model::{OPERANDS, Op};
use crate::script::sandbox;
use crate::script::value::{self, Fallible, Outcome};

pub(super) const FUNCTIONS: &[Native] = &[
    number("abs", &[1]),
    number("ceiling", &[1]),
    number("clamp", &[3]),
    number("exp", &[1]),
    number("floor", &[1]),
    number("fraction", &[1]),
    number("int", &[1]),
    truth("is_even", &[1]),
    truth("is_odd", &[1]),
    truth("is_zero", &[1]),
    number("ln", &[1]),
    number("log", &[1, 2]),
    number("max", &[2]),
    number("min", &[2]),
    number("pow", &[2]),
    number("round", &[1]),
    number("sign", &[1]),
    number("sqrt", &[1]),
    number("to_float", &[1]),
    number("to_int", &[1]),
];

/// The operations that are called by name.
const OF_ONE: &[Op] = &[Op::Abs, Op::Exp, Op::Ln, Op::Round];

type OfOne = (&'static str, fn(f64) -> f64);

/// Other functions of one number.
const MORE_OF_ONE: &[OfOne] = &[
    ("-", |a| -a),
    ("+", |a| a),
    ("ceiling", f64::ceil),
    ("floor", f64::floor),
    ("fraction", f64::fract),
    ("int", f64::trunc),
    ("log", libm::log10),
    ("sign", sign),
    ("sqrt", f64::sqrt),
    ("to_float", |a| a),
    ("to_int", f64::trunc),
];

/// The operations of two numbers, each with the verb for it.
const OF_TWO: &[(Op, &str)] = &[
    (Op::Max, "compare"),
    (Op::Min, "compare"),
    (Op::Pow, "raise"),
    (Op::Subtract, "subtract"),
    (Op::Multiply, "multiply"),
    (Op::Divide, "divide"),
];

type Ordered = (&'static str, fn(f64, f64) -> bool, fn(Ordering) -> bool);

const COMPARISONS: &[Ordered] = &[
    ("<", |a, b| a < b, Ordering::is_lt),
    ("<=", |a, b| a <= b, Ordering::is_le),
    (">", |a, b| a > b, Ordering::is_gt),
    (">=", |a, b| a >= b, Ordering::is_ge),
];

pub(super) fn register(engine: &mut Engine) {
    for op in OF_ONE {
        of_one(engine, op.about().name, |a| op.apply([a; OPERANDS]));
    }
    for &(name, function) in MORE_OF_ONE {
        of_one(engine, name, function);
    }
    for &(op, verb) in OF_TWO {
        of_two(engine, op.about().name, verb, move |a, b| {
            op.apply([a, b, b])
        });
    }
    of_two(engine, "%", "divide", |a, b| a % b);
    of_two(engine, "log", "take the logarithm of", |a, base| {
        libm::log(a) / libm::log(base)
    });
    engine.register_fn("clamp", |a: Dynamic, low: Dynamic, high: Dynamic| {
        match (value::number(&a), value::number(&low), value::number(&high)) {
            (Some(a), Some(low), Some(high)) => {
                Ok(value::from_number(Op::Clamp.apply([a, low, high])))
            }
            _ => value::raise("`clamp` needs three numbers"),
        }
    });
    register_questions(engine);
    register_comparisons(engine);
    register_ranges(engine);
}

fn register_questions(engine: &mut Engine) {
    engine.register_fn("is_zero", |a: Dynamic| {
        of_number("is_zero", &a, |a| a == 0.0)
    });
    engine.register_fn("is_even", |a: Dynamic| {
        whole_of("is_even", &a).map(|a| a & 1 == 0)
    });
    engine.register_fn("is_odd", |a: Dynamic| {
        whole_of("is_odd", &a).map(|a| a & 1 == 1)
    });
}

fn register_comparisons(engine: &mut Engine) {
    for &(sign, of_numbers, of_texts) in COMPARISONS {
        engine.register_fn(sign, move |a: Dynamic, b: Dynamic| {
            if let (Some(a), Some(b)) = (value::number(&a), value::number(&b)) {
                return Ok(Dynamic::from_bool(of_numbers(a, b)));
            }
            if let Some(order) = value::order_of_words(&a, &b) {
                return Ok(Dynamic::from_bool(of_texts(order)));
            }
            let (a, b) = (value::kind(&a), value::kind(&b));
            value::raise(format!("cannot compare {a} with {b} by `{sign}`"))
        });
    }
    engine.register_fn("==", |a: Dynamic, b: Dynamic| {
        value::same(&a, &b).map(Dynamic::from_bool)
    });
    engine.register_fn("!=", |a: Dynamic, b: Dynamic| {
        value::same(&a, &b).map(|same| Dynamic::from_bool(!same))
    });
    engine.register_fn("!", |a: Dynamic| match a.as_bool() {
        Ok(truth) => Ok(Dynamic::from_bool(!truth)),
        Err(_) => value::raise(format!("`!` needs yes or no, but got {}", value::kind(&a))),
    });
}

fn register_ranges(engine: &mut Engine) {
    engine.register_fn("..", |a: Dynamic, b: Dynamic| {
        let (from, to) = ends("..", &a, &b)?;
        value::done(Dynamic::from(from..to))
    });
    engine.register_fn("..=", |a: Dynamic, b: Dynamic| {
        let (from, to) = ends("..=", &a, &b)?;
        value::done(Dynamic::from(from..=to))
    });
    engine.register_fn("range", |a: Dynamic, b: Dynamic| {
        let (from, to) = ends("range", &a, &b)?;
        value::done(Dynamic::from(from..to))
    });
    engine.register_fn("range", |a: Dynamic, b: Dynamic, step: Dynamic| {
        let (from, to) = ends("range", &a, &b)?;
        steps(from, to, whole_of("range", &step)?)
    });
    engine.register_iterator::<std::ops::Range<i64>>();
    engine.register_iterator::<std::ops::RangeInclusive<i64>>();
}

/// The numbers from `from` to before `to`, as a list.
fn steps(from: i64, to: i64, step: i64) -> Outcome {
    if step == 0 {
        return value::raise("`range` needs a step other than 0");
    }
    let mut list = Vec::new();
    let mut next = from;
    while (step > 0 && next < to) || (step < 0 && next > to) {
        sandbox::fits_list(list.len().saturating_add(1))?;
        list.push(Dynamic::from_int(next));
        next = next.saturating_add(step);
    }
    sandbox::charge(list.len())?;
    Ok(Dynamic::from_array(list))
}

/// The ends of a range; what is left out is 0 and the largest whole number, as Rhai has it.
fn ends(sign: &str, a: &Dynamic, b: &Dynamic) -> Fallible<(i64, i64)> {
    let end = |end: &Dynamic, open| match end.is_unit() {
        true => Ok(open),
        false => whole_of(sign, end),
    };
    Ok((end(a, 0)?, end(b, i64::MAX)?))
}

fn sign(a: f64) -> f64 {
    match a {
        _ if a > 0.0 => 1.0,
        _ if a < 0.0 => -1.0,
        zero => zero,
    }
}

fn of_number<T>(name: &str, a: &Dynamic, function: impl Fn(f64) -> T) -> Fallible<T> {
    match value::number(a) {
        Some(number) => Ok(function(number)),
        None => super::needs(name, "a number", a),
    }
}

fn of_one(
    engine: &mut Engine,
    name: &'static str,
    function: impl Fn(f64) -> f64 + Send + Sync + 'static,
) {
    engine.register_fn(name, move |a: Dynamic| {
        of_number(name, &a, |a| value::from_number(function(a)))
    });
}

/// By its sign or name, and by the sign that assigns where there is one.
fn of_two(
    engine: &mut Engine,
    name: &'static str,
    verb: &'static str,
    function: impl Fn(f64, f64) -> f64 + Copy + Send + Sync + 'static,
) {
    let of_two = move |a: &Dynamic, b: &Dynamic| match (value::number(a), value::number(b)) {
        (Some(a), Some(b)) => Ok(value::from_number(function(a, b))),
        _ => value::raise(format!(
            "cannot {verb} {} and {}",
            value::kind(a),
            value::kind(b)
        )),
    };
    engine.register_fn(name, move |a: Dynamic, b: Dynamic| of_two(&a, &b));
    let assigning = ASSIGNMENTS
        .iter()
        .find(|sign| sign.strip_suffix('=') == Some(name));
    if let Some(assigning) = assigning {
        engine.register_fn(*assigning, move |a: &mut Dynamic, b: Dynamic| {
            *a = of_two(a, &b)?;
            value::done(())
        });
    }
}
