//! What scripts do with object maps, whose entries stand in the order of their keys. Shares `len` and `contains` with
//! lists.

use rhai::{Dynamic, Engine, Map};

use super::{Native, changing, number, other, truth, word_of};
use crate::script::sandbox;
use crate::script::value::{self, Fallible};

pub(super) const FUNCTIONS: &[Native] = &[
    other("clear", &[1]),
    truth("contains", &[2]),
    other("fill_with", &[2]),
    other("get", &[2]),
    truth("is_empty", &[1]),
    other("keys", &[1]),
    number("len", &[1]),
    other("mixin", &[2]),
    other("remove", &[2]),
    other("set", &[3]),
    other("values", &[1]),
];

pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("get", |map: Map, key: Dynamic| {
        let key = word_of("get", &key)?;
        let value = map.get(key.as_str()).cloned();
        value::done(value.unwrap_or(Dynamic::UNIT))
    });
    changing(
        engine,
        "set",
        |map: &mut Map, key: Dynamic, value: Dynamic| {
            let key = word_of("set", &key)?;
            map.insert(key.as_str().into(), value);
            sandbox::fits_map(map.len())
        },
    );
    changing(engine, "remove", |map: &mut Map, key: Dynamic| {
        let key = word_of("remove", &key)?;
        value::done(map.remove(key.as_str()).unwrap_or(Dynamic::UNIT))
    });
    changing(engine, "clear", |map: &mut Map| map.clear());
    engine.register_fn("keys", |map: Map| {
        let keys = map.keys().map(|key| Dynamic::from(key.to_string()));
        Dynamic::from_array(keys.collect())
    });
    engine.register_fn("values", |map: Map| {
        Dynamic::from_array(map.into_values().collect())
    });
    changing(engine, "mixin", |map: &mut Map, more: Map| {
        map.extend(more);
        sandbox::fits_map(map.len())
    });
    changing(engine, "fill_with", |map: &mut Map, more: Map| {
        for (key, value) in more {
            map.entry(key).or_insert(value);
        }
        sandbox::fits_map(map.len())
    });
}

/// The entries of both maps, those of the second where both have a key; `None` where one of them is no map.
pub(super) fn add(a: &Dynamic, b: &Dynamic) -> Fallible<Option<Dynamic>> {
    let (Ok(first), Ok(second)) = (a.as_map_ref(), b.as_map_ref()) else {
        return Ok(None);
    };
    sandbox::charge(first.len().saturating_add(second.len()))?;
    let mut both = first.clone();
    both.extend(second.clone());
    sandbox::fits_map(both.len())?;
    Ok(Some(Dynamic::from_map(both)))
}
