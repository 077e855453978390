//! The operators and functions a script may use: all of them, and nothing else. Runs no script.

use rhai::{Array, Dynamic, Engine, EvalAltResult};

use super::sandbox;
use super::value::{self, Outcome};
use crate::model::{OPERANDS, Op};

/// The functions with their numbers of arguments: what a script may call besides its own.
pub(super) const FUNCTIONS: &[(&str, usize)] = &[
    ("abs", 1),
    ("ceiling", 1),
    ("clamp", 3),
    ("contains", 2),
    ("ends_with", 2),
    ("exp", 1),
    ("floor", 1),
    ("len", 1),
    ("ln", 1),
    ("max", 2),
    ("min", 2),
    ("pow", 2),
    ("push", 2),
    ("round", 1),
    ("sqrt", 1),
    ("starts_with", 2),
    ("to_lower", 1),
    ("to_string", 1),
    ("to_upper", 1),
];

/// The operators.
pub(super) const OPERATORS: &[&str] = &[
    "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "!", "..", "..=",
];

/// The operators that assign.
pub(super) const ASSIGNMENTS: &[&str] = &["+=", "-=", "*=", "/=", "%="];

/// The operations that are called by name.
const OF_ONE: &[Op] = &[Op::Abs, Op::Exp, Op::Ln, Op::Round];

/// The operations of two numbers, each with the verb for it.
const OF_TWO: &[(Op, &str)] = &[
    (Op::Max, "compare"),
    (Op::Min, "compare"),
    (Op::Pow, "raise"),
    (Op::Subtract, "subtract"),
    (Op::Multiply, "multiply"),
    (Op::Divide, "divide"),
];

type Ordered = (&'static str, fn(f64, f64) -> bool, fn(&str, &str) -> bool);

const COMPARISONS: &[Ordered] = &[
    ("<", |a, b| a < b, |a, b| a < b),
    ("<=", |a, b| a <= b, |a, b| a <= b),
    (">", |a, b| a > b, |a, b| a > b),
    (">=", |a, b| a >= b, |a, b| a >= b),
];

/// Registers everything of this file.
pub(super) fn register(engine: &mut Engine) {
    register_numbers(engine);
    register_comparisons(engine);
    register_texts_and_lists(engine);
    register_ranges(engine);
}

fn register_numbers(engine: &mut Engine) {
    for op in OF_ONE {
        of_one(engine, op.about().name, |a| op.apply([a; OPERANDS]));
    }
    of_one(engine, "-", |a| -a);
    of_one(engine, "ceiling", f64::ceil);
    of_one(engine, "floor", f64::floor);
    of_one(engine, "sqrt", f64::sqrt);
    for &(op, verb) in OF_TWO {
        of_two(engine, op.about().name, verb, move |a, b| {
            op.apply([a, b, b])
        });
    }
    of_two(engine, "%", "divide", |a, b| a % b);
    engine.register_fn("+", |a: Dynamic, b: Dynamic| add(&a, &b));
    engine.register_fn("+=", |a: &mut Dynamic, b: Dynamic| {
        assign(a, |a| add(a, &b))
    });
    engine.register_fn("clamp", |a: Dynamic, low: Dynamic, high: Dynamic| {
        match (value::number(&a), value::number(&low), value::number(&high)) {
            (Some(a), Some(low), Some(high)) => {
                Ok(value::from_number(Op::Clamp.apply([a, low, high])))
            }
            _ => value::raise("`clamp` needs three numbers"),
        }
    });
}

fn register_comparisons(engine: &mut Engine) {
    for &(sign, of_numbers, of_texts) in COMPARISONS {
        engine.register_fn(sign, move |a: Dynamic, b: Dynamic| {
            if let (Some(a), Some(b)) = (value::number(&a), value::number(&b)) {
                return Ok(Dynamic::from_bool(of_numbers(a, b)));
            }
            if let (Ok(a), Ok(b)) = (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
                return Ok(Dynamic::from_bool(of_texts(&a, &b)));
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
        Err(_) => value::raise(format!("`!` needs yes or no, and got {}", value::kind(&a))),
    });
}

fn register_texts_and_lists(engine: &mut Engine) {
    engine.register_fn("len", |a: Dynamic| length(&a));
    engine.register_fn("contains", |a: Dynamic, b: Dynamic| contains(&a, &b));
    engine.register_fn("push", |list: &mut Array, item: Dynamic| list.push(item));
    engine.register_fn("to_string", |a: Dynamic| match value::text(&a) {
        Some(text) => Ok(Dynamic::from(text)),
        None => value::raise(format!("{} has no text", value::kind(&a))),
    });
    of_text(engine, "to_lower", str::to_lowercase);
    of_text(engine, "to_upper", str::to_uppercase);
    of_texts(engine, "starts_with", |text, part| text.starts_with(part));
    of_texts(engine, "ends_with", |text, part| text.ends_with(part));
}

fn register_ranges(engine: &mut Engine) {
    engine.register_fn("..", |a: Dynamic, b: Dynamic| {
        let (from, to) = ends(&a, &b)?;
        Ok::<_, Box<EvalAltResult>>(Dynamic::from(from..to))
    });
    engine.register_fn("..=", |a: Dynamic, b: Dynamic| {
        let (from, to) = ends(&a, &b)?;
        Ok::<_, Box<EvalAltResult>>(Dynamic::from(from..=to))
    });
    engine.register_iterator::<std::ops::Range<i64>>();
    engine.register_iterator::<std::ops::RangeInclusive<i64>>();
    engine.register_iterator::<Array>();
}

fn of_one(
    engine: &mut Engine,
    name: &'static str,
    function: impl Fn(f64) -> f64 + Send + Sync + 'static,
) {
    engine.register_fn(name, move |a: Dynamic| match value::number(&a) {
        Some(number) => Ok(value::from_number(function(number))),
        None => value::raise(format!(
            "`{name}` needs a number, and got {}",
            value::kind(&a)
        )),
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
            assign(a, |a| of_two(a, &b))
        });
    }
}

/// Numbers are added; a text is joined with whatever has a text.
fn add(a: &Dynamic, b: &Dynamic) -> Outcome {
    if let (Some(a), Some(b)) = (value::number(a), value::number(b)) {
        return Ok(value::from_number(a + b));
    }
    if (a.is_string() || b.is_string())
        && let (Some(a), Some(b)) = (value::text(a), value::text(b))
    {
        return Ok(Dynamic::from(a + b.as_str()));
    }
    value::raise(format!(
        "cannot add {} and {}",
        value::kind(a),
        value::kind(b)
    ))
}

fn assign(
    target: &mut Dynamic,
    result: impl FnOnce(&Dynamic) -> Outcome,
) -> Result<(), Box<EvalAltResult>> {
    *target = result(target)?;
    Ok(())
}

fn length(a: &Dynamic) -> Outcome {
    let length = if let Ok(list) = a.as_array_ref() {
        list.len()
    } else if let Ok(text) = a.as_immutable_string_ref() {
        sandbox::charge(text.len())?;
        text.chars().count()
    } else {
        return value::raise(format!(
            "`len` needs a list or a text, and got {}",
            value::kind(a)
        ));
    };
    Ok(Dynamic::from_int(i64::try_from(length).unwrap_or(i64::MAX)))
}

fn contains(a: &Dynamic, b: &Dynamic) -> Outcome {
    if let Ok(list) = a.as_array_ref() {
        for item in list.iter() {
            if value::same(item, b)? {
                return Ok(Dynamic::TRUE);
            }
        }
        return Ok(Dynamic::FALSE);
    }
    if let (Ok(text), Ok(part)) = (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
        sandbox::charge(text.len())?;
        return Ok(Dynamic::from_bool(text.contains(part.as_str())));
    }
    let (a, b) = (value::kind(a), value::kind(b));
    value::raise(format!("cannot look for {b} in {a}"))
}

fn of_text(engine: &mut Engine, name: &'static str, function: fn(&str) -> String) {
    engine.register_fn(name, move |a: Dynamic| match a.as_immutable_string_ref() {
        Ok(text) => {
            sandbox::charge(text.len())?;
            Ok(Dynamic::from(function(&text)))
        }
        Err(_) => value::raise(format!(
            "`{name}` needs a text, and got {}",
            value::kind(&a)
        )),
    });
}

fn of_texts(engine: &mut Engine, name: &'static str, function: fn(&str, &str) -> bool) {
    engine.register_fn(name, move |a: Dynamic, b: Dynamic| {
        match (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
            (Ok(a), Ok(b)) => Ok(Dynamic::from_bool(function(&a, &b))),
            _ => value::raise(format!("`{name}` needs two texts")),
        }
    });
}

fn ends(a: &Dynamic, b: &Dynamic) -> Result<(i64, i64), Box<EvalAltResult>> {
    match (a.as_int(), b.as_int()) {
        (Ok(from), Ok(to)) => Ok((from, to)),
        _ => value::raise("a range needs whole numbers"),
    }
}
