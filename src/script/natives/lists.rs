//! What scripts do with lists, and what lists, texts and maps share. Calls no functions of scripts.

use std::cmp::Ordering;

use rhai::{Array, Dynamic, Engine};

use super::{Native, changing, number, other, part, place, span, truth, whole_of};
use crate::script::sandbox;
use crate::script::value::{self, Fallible, Outcome};

pub(super) const FUNCTIONS: &[Native] = &[
    other("append", &[2]),
    other("chop", &[2]),
    other("clear", &[1]),
    truth("contains", &[2]),
    other("dedup", &[1]),
    other("extract", &[2, 3]),
    other("get", &[2]),
    number("index_of", &[2, 3]),
    other("insert", &[3]),
    truth("is_empty", &[1]),
    number("len", &[1]),
    other("order", &[1]),
    other("order_desc", &[1]),
    other("pad", &[3]),
    other("pop", &[1]),
    other("push", &[2]),
    other("range", &[2, 3]),
    other("remove", &[2]),
    other("reverse", &[1]),
    other("set", &[3]),
    other("shift", &[1]),
    other("sort", &[1]),
    other("sort_desc", &[1]),
    other("splice", &[4]),
    other("split", &[2]),
    other("truncate", &[2]),
];

pub(super) fn register(engine: &mut Engine) {
    for name in ["len", "get$len"] {
        engine.register_fn(name, |a: Dynamic| length("len", &a).map(value::count));
    }
    for name in ["is_empty", "get$is_empty"] {
        engine.register_fn(name, |a: Dynamic| {
            length("is_empty", &a).map(|length| length == 0)
        });
    }
    engine.register_fn("contains", |a: Dynamic, b: Dynamic| contains(&a, &b));
    engine.register_fn("index_of", |list: Array, item: Dynamic| {
        index_of(&list, &item, 0)
    });
    engine.register_fn("index_of", |list: Array, item: Dynamic, start: Dynamic| {
        index_of(&list, &item, whole_of("index_of", &start)?)
    });
    engine.register_fn("get", |list: Array, index: Dynamic| {
        let at = place(list.len(), whole_of("get", &index)?);
        let item = at.and_then(|at| list.get(at));
        value::done(item.cloned().unwrap_or(Dynamic::UNIT))
    });
    engine.register_iterator::<Array>();
    register_growth(engine);
    register_removal(engine);
    register_order(engine);
    register_parts(engine);
}

/// How long a text, list, map or range is.
fn length(name: &str, a: &Dynamic) -> Fallible<usize> {
    if let Ok(list) = a.as_array_ref() {
        return Ok(list.len());
    }
    if let Ok(map) = a.as_map_ref() {
        return Ok(map.len());
    }
    if let Some(text) = value::word(a) {
        sandbox::charge(text.len())?;
        return Ok(text.chars().count());
    }
    super::needs(name, "a list, a text or a map", a)
}

fn contains(a: &Dynamic, b: &Dynamic) -> Outcome {
    if let Ok(list) = a.as_array_ref() {
        let found = find(&list, b, 0)?;
        return Ok(Dynamic::from_bool(found.is_some()));
    }
    if let (Ok(map), Some(key)) = (a.as_map_ref(), value::word(b)) {
        return Ok(Dynamic::from_bool(map.contains_key(key.as_str())));
    }
    if let (Some(text), Some(part)) = (value::word(a), value::word(b)) {
        sandbox::charge(text.len())?;
        return Ok(Dynamic::from_bool(text.contains(part.as_str())));
    }
    if let Some(number) = value::number(b)
        && let Some(inside) = in_range(a, number)
    {
        return Ok(Dynamic::from_bool(inside));
    }
    let (a, b) = (value::kind(a), value::kind(b));
    value::raise(format!("cannot look for {b} in {a}"))
}

/// Whether a number lies within a range; `None` where there is no range.
fn in_range(range: &Dynamic, number: f64) -> Option<bool> {
    if let Some(range) = range.read_lock::<std::ops::Range<i64>>() {
        return Some((range.start as f64..range.end as f64).contains(&number));
    }
    let range = range.read_lock::<std::ops::RangeInclusive<i64>>()?;
    Some((*range.start() as f64..=*range.end() as f64).contains(&number))
}

/// The place of the first element from `start` on that is the same.
fn find(list: &Array, item: &Dynamic, start: usize) -> Fallible<Option<usize>> {
    sandbox::charge(list.len().saturating_mul(2))?;
    for (at, other) in list.iter().enumerate().skip(start) {
        if value::same(other, item)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn index_of(list: &Array, item: &Dynamic, start: i64) -> Outcome {
    let (start, _) = part(list.len(), start, 0);
    let found = find(list, item, start)?;
    Ok(found.map_or_else(|| Dynamic::from_int(-1), value::count))
}

/// Two lists put together, or a list with one more element; `None` where the first is no list.
pub(super) fn add(a: &Dynamic, b: &Dynamic) -> Fallible<Option<Dynamic>> {
    let Ok(first) = a.as_array_ref() else {
        return Ok(None);
    };
    let Ok(second) = b.as_array_ref() else {
        return value::raise(format!(
            "cannot add a list and {}; `push` adds one element",
            value::kind(b)
        ));
    };
    let length = first.len().saturating_add(second.len());
    sandbox::fits_list(length)?;
    sandbox::charge(length)?;
    let both = first.iter().chain(second.iter()).cloned();
    Ok(Some(Dynamic::from_array(both.collect())))
}

fn register_growth(engine: &mut Engine) {
    changing(engine, "push", |list: &mut Array, item: Dynamic| {
        list.push(item)
    });
    changing(engine, "append", |list: &mut Array, more: Array| {
        sandbox::fits_list(list.len().saturating_add(more.len()))?;
        list.extend(more);
        value::done(())
    });
    changing(
        engine,
        "insert",
        |list: &mut Array, index: Dynamic, item: Dynamic| {
            let (at, _) = part(list.len(), whole_of("insert", &index)?, 0);
            list.insert(at.min(list.len()), item);
            value::done(())
        },
    );
    changing(
        engine,
        "pad",
        |list: &mut Array, length: Dynamic, item: Dynamic| {
            let length = whole_of("pad", &length)?.max(0);
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            sandbox::fits_list(length)?;
            let more = length.saturating_sub(list.len());
            sandbox::charge(more.saturating_mul(sandbox::elements(&item)?))?;
            list.extend(std::iter::repeat_n(item, more));
            value::done(())
        },
    );
    changing(
        engine,
        "set",
        |list: &mut Array, index: Dynamic, item: Dynamic| {
            let at = place(list.len(), whole_of("set", &index)?);
            if let Some(slot) = at.and_then(|at| list.get_mut(at)) {
                *slot = item;
            }
            value::done(())
        },
    );
}

fn register_removal(engine: &mut Engine) {
    changing(engine, "pop", |list: &mut Array| {
        list.pop().unwrap_or(Dynamic::UNIT)
    });
    changing(engine, "shift", |list: &mut Array| match list.is_empty() {
        true => Dynamic::UNIT,
        false => list.remove(0),
    });
    changing(engine, "remove", |list: &mut Array, index: Dynamic| {
        let at = place(list.len(), whole_of("remove", &index)?);
        value::done(at.map_or(Dynamic::UNIT, |at| list.remove(at)))
    });
    changing(engine, "clear", |list: &mut Array| list.clear());
    changing(engine, "truncate", |list: &mut Array, count: Dynamic| {
        let (_, count) = part(list.len(), 0, whole_of("truncate", &count)?);
        list.truncate(count);
        value::done(())
    });
    changing(engine, "chop", |list: &mut Array, count: Dynamic| {
        let (_, count) = part(list.len(), 0, whole_of("chop", &count)?);
        list.drain(..list.len().saturating_sub(count));
        value::done(())
    });
    changing(engine, "dedup", |list: &mut Array| {
        let mut kept: Array = Array::new();
        for item in list.drain(..) {
            let again = match kept.last() {
                Some(last) => value::same(last, &item)?,
                None => false,
            };
            if !again {
                kept.push(item);
            }
        }
        *list = kept;
        value::done(())
    });
}

fn register_order(engine: &mut Engine) {
    changing(engine, "reverse", |list: &mut Array| list.reverse());
    for (name, turned) in [("sort", false), ("sort_desc", true)] {
        changing(engine, name, move |list: &mut Array| {
            *list = sorted(list.clone(), &mut by_value(turned))?;
            value::done(())
        });
    }
    for (name, turned) in [("order", false), ("order_desc", true)] {
        engine.register_fn(name, move |list: Array| sorted(list, &mut by_value(turned)));
    }
}

fn by_value(turned: bool) -> impl FnMut(&Dynamic, &Dynamic) -> Fallible<bool> {
    move |a, b| {
        let order = value::order(a, b)?;
        Ok(order
            == if turned {
                Ordering::Less
            } else {
                Ordering::Greater
            })
    }
}

/// The list in order, elements of one rank as they stood; `after` tells whether the first of two comes after the other.
///
/// Whatever `after` says, this ends: it is a function of the script, perhaps.
pub(super) fn sorted(
    list: Array,
    after: &mut dyn FnMut(&Dynamic, &Dynamic) -> Fallible<bool>,
) -> Fallible<Array> {
    sandbox::charge(list.len())?;
    if list.len() < 2 {
        return Ok(list);
    }
    let mut first = list;
    let second = first.split_off(first.len() / 2);
    let mut first = sorted(first, after)?.into_iter().peekable();
    let mut second = sorted(second, after)?.into_iter().peekable();
    let mut all = Array::new();
    while let (Some(a), Some(b)) = (first.peek(), second.peek()) {
        let next = match after(a, b)? {
            true => second.next(),
            false => first.next(),
        };
        all.extend(next);
    }
    all.extend(first);
    all.extend(second);
    Ok(all)
}

fn register_parts(engine: &mut Engine) {
    engine.register_fn("extract", |list: Array, start: Dynamic| {
        extract(&list, &start, None)
    });
    engine.register_fn("extract", |list: Array, start: Dynamic, count: Dynamic| {
        extract(&list, &start, Some(&count))
    });
    changing(engine, "split", |list: &mut Array, index: Dynamic| {
        let (at, _) = part(list.len(), whole_of("split", &index)?, 0);
        value::done(list.split_off(at.min(list.len())))
    });
    changing(
        engine,
        "splice",
        |list: &mut Array, start: Dynamic, count: Dynamic, more: Array| {
            let (start, count) = span("splice", &start, Some(&count))?;
            let (from, count) = part(list.len(), start, count);
            sandbox::fits_list(list.len().saturating_add(more.len()))?;
            let rest = list.split_off(from.saturating_add(count).min(list.len()));
            list.truncate(from);
            list.extend(more);
            list.extend(rest);
            value::done(())
        },
    );
}

fn extract(list: &Array, start: &Dynamic, count: Option<&Dynamic>) -> Outcome {
    let (start, count) = span("extract", start, count)?;
    let (from, count) = part(list.len(), start, count);
    let part = list.iter().skip(from).take(count).cloned();
    Ok(Dynamic::from_array(part.collect()))
}
