//! What scripts do with lists and a function that is written in place. Knows no other functions.

use rhai::{Array, Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext};

use super::lists::sorted;
use super::{Native, changing, number, other, truth};
use crate::script::value::{self, Fallible, Outcome};

pub(super) const FUNCTIONS: &[Native] = &[
    calling(truth("all", &[2])),
    calling(other("drain", &[2])),
    calling(other("filter", &[2])),
    calling(other("find", &[2])),
    calling(other("find_map", &[2])),
    calling(other("for_each", &[2])),
    calling(number("index_of", &[2])),
    calling(other("map", &[2])),
    calling(other("order", &[2])),
    calling(other("order_by", &[2])),
    calling(other("reduce", &[2, 3])),
    calling(other("retain", &[2])),
    calling(truth("some", &[2])),
    calling(other("sort", &[2])),
    calling(other("sort_by", &[2])),
];

const fn calling(native: Native) -> Native {
    Native {
        calls: true,
        ..native
    }
}

type Call<'c> = NativeCallContext<'c>;

pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("all", |call: Call<'_>, list: Array, test: FnPtr| {
        value::done(first(&call, &list, &test, "all", false)?.is_none())
    });
    engine.register_fn("some", |call: Call<'_>, list: Array, test: FnPtr| {
        value::done(first(&call, &list, &test, "some", true)?.is_some())
    });
    engine.register_fn("index_of", |call: Call<'_>, list: Array, test: FnPtr| {
        let found = first(&call, &list, &test, "index_of", true)?;
        value::done(found.map_or_else(|| Dynamic::from_int(-1), value::count))
    });
    engine.register_fn("find", |call: Call<'_>, list: Array, test: FnPtr| {
        let found = first(&call, &list, &test, "find", true)?;
        let item = found.and_then(|at| list.get(at));
        value::done(item.cloned().unwrap_or(Dynamic::UNIT))
    });
    engine.register_fn(
        "find_map",
        |call: Call<'_>, list: Array, function: FnPtr| {
            for (at, item) in list.into_iter().enumerate() {
                let found = ask(&call, &function, vec![item], at)?;
                if !found.is_unit() {
                    return Ok(found);
                }
            }
            value::done(Dynamic::UNIT)
        },
    );
    engine.register_fn(
        "for_each",
        |call: Call<'_>, list: Array, function: FnPtr| {
            for (at, item) in list.into_iter().enumerate() {
                let _result = ask(&call, &function, vec![item], at)?;
            }
            value::done(())
        },
    );
    engine.register_fn("map", |call: Call<'_>, list: Array, function: FnPtr| {
        let items = list.into_iter().enumerate();
        items
            .map(|(at, item)| ask(&call, &function, vec![item], at))
            .collect::<Fallible<Array>>()
    });
    register_reduction(engine);
    register_choice(engine);
    register_order(engine);
}

fn register_reduction(engine: &mut Engine) {
    let reduce = |call: &Call<'_>, list: Array, function: &FnPtr, start: Dynamic| {
        let items = list.into_iter().enumerate();
        items.into_iter().try_fold(start, |so_far, (at, item)| {
            ask(call, function, vec![so_far, item], at)
        })
    };
    engine.register_fn(
        "reduce",
        move |call: Call<'_>, list: Array, function: FnPtr| {
            reduce(&call, list, &function, Dynamic::UNIT)
        },
    );
    engine.register_fn(
        "reduce",
        move |call: Call<'_>, list: Array, function: FnPtr, start: Dynamic| {
            reduce(&call, list, &function, start)
        },
    );
}

fn register_choice(engine: &mut Engine) {
    engine.register_fn("filter", |call: Call<'_>, list: Array, test: FnPtr| {
        let (kept, _) = parted(&call, list, &test, "filter")?;
        value::done(kept)
    });
    changing(
        engine,
        "retain",
        |call: Call<'_>, list: &mut Array, test: FnPtr| {
            let (kept, rest) = parted(&call, list.clone(), &test, "retain")?;
            *list = kept;
            value::done(rest)
        },
    );
    changing(
        engine,
        "drain",
        |call: Call<'_>, list: &mut Array, test: FnPtr| {
            let (taken, rest) = parted(&call, list.clone(), &test, "drain")?;
            *list = rest;
            value::done(taken)
        },
    );
}

fn register_order(engine: &mut Engine) {
    for name in ["sort", "sort_by"] {
        changing(
            engine,
            name,
            move |call: Call<'_>, list: &mut Array, function: FnPtr| {
                *list = sorted(list.clone(), &mut by_function(&call, &function, name))?;
                value::done(())
            },
        );
    }
    for name in ["order", "order_by"] {
        engine.register_fn(name, move |call: Call<'_>, list: Array, function: FnPtr| {
            sorted(list, &mut by_function(&call, &function, name))
        });
    }
}

/// Whether the first of two comes after the other: the function gives a number above 0, or no.
fn by_function<'c>(
    call: &'c Call<'_>,
    function: &'c FnPtr,
    name: &'c str,
) -> impl FnMut(&Dynamic, &Dynamic) -> Fallible<bool> + 'c {
    move |a, b| {
        let order = function.call_raw(call, None, [a.clone(), b.clone()])?;
        match (value::number(&order), order.as_bool()) {
            (Some(order), _) => Ok(order > 0.0),
            (_, Ok(before)) => Ok(!before),
            _ => super::needs(
                name,
                "a function that returns a number, or yes or no",
                &order,
            ),
        }
    }
}

/// The elements for which the function gives yes, and the rest.
fn parted(call: &Call<'_>, list: Array, test: &FnPtr, name: &str) -> Fallible<(Array, Array)> {
    let (mut yes, mut no) = (Array::new(), Array::new());
    for (at, item) in list.into_iter().enumerate() {
        match holds(call, test, &item, at, name)? {
            true => yes.push(item),
            false => no.push(item),
        }
    }
    Ok((yes, no))
}

/// The place of the first element for which the function gives this.
fn first(
    call: &Call<'_>,
    list: &Array,
    test: &FnPtr,
    name: &str,
    wanted: bool,
) -> Fallible<Option<usize>> {
    for (at, item) in list.iter().enumerate() {
        if holds(call, test, item, at, name)? == wanted {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn holds(call: &Call<'_>, test: &FnPtr, item: &Dynamic, at: usize, name: &str) -> Fallible<bool> {
    let answer = ask(call, test, vec![item.clone()], at)?;
    match answer.as_bool() {
        Ok(holds) => Ok(holds),
        Err(_) => super::needs(name, "a function that returns yes or no", &answer),
    }
}

/// Calls the function; one that takes an argument more is given the place of the element too.
fn ask(call: &Call<'_>, function: &FnPtr, arguments: Vec<Dynamic>, at: usize) -> Outcome {
    match function.call_raw(call, None, arguments.clone()) {
        Err(error) if is_unknown(&error, function) => {
            let mut more = arguments;
            more.push(value::count(at));
            function.call_raw(call, None, more)
        }
        result => result,
    }
}

/// Whether the function takes another number of arguments.
fn is_unknown(error: &EvalAltResult, function: &FnPtr) -> bool {
    matches!(error, EvalAltResult::ErrorFunctionNotFound(signature, _)
        if signature.starts_with(function.fn_name()))
}
