//! Rhai's values seen as ours: numbers of one kind, truth, text, lists and maps. Registers nothing.

use std::cmp::Ordering;

use rhai::{Array, Dynamic, EvalAltResult, ImmutableString, Map, Position};

use crate::base::format_number;

/// The largest whole number up to which all whole numbers are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The tag of a zero that is negative.
const NEGATIVE: i16 = 1;

/// What a function in Rust gives that may fail.
pub(super) type Fallible<T> = Result<T, Box<EvalAltResult>>;

/// What a script's function in Rust gives.
pub(super) type Outcome = Fallible<Dynamic>;

/// A result of a function in Rust that may fail and did not.
pub(super) fn done<T>(result: T) -> Fallible<T> {
    Ok(result)
}

/// A number for a script.
///
/// INVARIANT: Rhai's integers are only another form of floats here, so that a whole number can be an index, the end of
/// a range and a case of a `switch`: nothing that a script can see tells `2` from `2.0`. Only a number past 2^53 stays
/// a float; `-0` is the integer with a tag, which no comparison sees.
pub(super) fn from_number(number: f64) -> Dynamic {
    match whole_form(number) {
        Some(whole) => {
            let mut value = Dynamic::from_int(whole);
            if number == 0.0 && number.is_sign_negative() {
                value.set_tag(NEGATIVE.into());
            }
            value
        }
        None => Dynamic::from_float(number),
    }
}

/// The integer that stands for a number; `None` for those that stay floats.
pub(super) fn whole_form(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

/// The number, where it is one.
pub(super) fn number(value: &Dynamic) -> Option<f64> {
    if value.is_shared() {
        return number(&value.flatten_clone());
    }
    match (value.as_float(), value.as_int()) {
        (Ok(number), _) => Some(number),
        (_, Ok(0)) if i64::from(value.tag()) == i64::from(NEGATIVE) => Some(-0.0),
        (_, Ok(whole)) => Some(whole as f64),
        _ => None,
    }
}

/// The text, where it is one; a letter is a text too.
pub(super) fn word(value: &Dynamic) -> Option<ImmutableString> {
    match value.as_char() {
        Ok(letter) => Some(letter.to_string().into()),
        Err(_) => value
            .as_immutable_string_ref()
            .ok()
            .map(|text| text.clone()),
    }
}

/// How many there are, for a script.
pub(super) fn count(number: usize) -> Dynamic {
    Dynamic::from_int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The numbers of a list, where it is a list of numbers.
pub(super) fn numbers(value: &Dynamic) -> Option<Vec<f64>> {
    value.as_array_ref().ok()?.iter().map(number).collect()
}

/// The value as text, for joining texts; `None` for what has no text.
pub(super) fn text(value: &Dynamic) -> Option<String> {
    if let Some(text) = word(value) {
        return Some(text.into());
    }
    if let Some(number) = number(value) {
        return Some(format_number(number, 9));
    }
    if let Ok(truth) = value.as_bool() {
        return Some(if truth { "yes" } else { "no" }.into());
    }
    if let Ok(list) = value.as_array_ref() {
        let items: Option<Vec<String>> = list.iter().map(part).collect();
        return Some(format!("[{}]", items?.join(", ")));
    }
    let map = value.as_map_ref().ok()?;
    let entries: Option<Vec<String>> = map
        .iter()
        .map(|(key, value)| Some(format!("{key:?}: {}", part(value)?)))
        .collect();
    Some(format!("#{{{}}}", entries?.join(", ")))
}

/// The value as it stands within the text of a list or map: texts in quotes.
fn part(value: &Dynamic) -> Option<String> {
    match word(value) {
        Some(text) => Some(format!("{:?}", text.as_str())),
        None => text(value),
    }
}

/// What kind of value it is, in words.
pub(super) fn kind(value: &Dynamic) -> &'static str {
    kind_of_type(value.type_name())
}

/// What Rhai calls a type, in words.
pub(super) fn kind_of_type(name: &str) -> &'static str {
    match name {
        "i64" | "f64" | "number" | "float" | "integer" => "a number",
        "bool" => "yes or no",
        "()" => "nothing",
        "char" => "a letter",
        "string" | "String" | "&str" | "ImmutableString" => "a text",
        "array" => "a list",
        "map" => "a map",
        "Fn" => "a function",
        text if text.contains("String") => "a text",
        list if list.contains("Array") || list.contains("Vec<") => "a list",
        map if map.contains("Map<") => "a map",
        range if range.contains("ange") => "a range",
        function if function.contains("FnPtr") => "a function",
        _ => "something else",
    }
}

/// Whether two values are the same; values of different kinds are not compared but raise, save with nothing.
pub(super) fn same(a: &Dynamic, b: &Dynamic) -> Fallible<bool> {
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return Ok(a == b);
    }
    if let (Ok(a), Ok(b)) = (a.as_bool(), b.as_bool()) {
        return Ok(a == b);
    }
    if let Some(order) = order_of_words(a, b) {
        return Ok(order == Ordering::Equal);
    }
    if let (Ok(a), Ok(b)) = (a.as_array_ref(), b.as_array_ref()) {
        return same_lists(&a, &b);
    }
    if let (Ok(a), Ok(b)) = (a.as_map_ref(), b.as_map_ref()) {
        return same_maps(&a, &b);
    }
    if a.is_unit() || b.is_unit() {
        return Ok(a.is_unit() && b.is_unit());
    }
    raise(format!("cannot compare {} with {}", kind(a), kind(b)))
}

fn same_lists(a: &Array, b: &Array) -> Fallible<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    for (a, b) in a.iter().zip(b) {
        if !same(a, b)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_maps(a: &Map, b: &Map) -> Fallible<bool> {
    if !a.keys().eq(b.keys()) {
        return Ok(false);
    }
    for (a, b) in a.values().zip(b.values()) {
        if !same(a, b)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Which of two values comes first; only numbers, texts and truths have an order, each among themselves.
pub(super) fn order(a: &Dynamic, b: &Dynamic) -> Fallible<Ordering> {
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return Ok(a.partial_cmp(&b).unwrap_or(Ordering::Equal));
    }
    if let Some(order) = order_of_words(a, b) {
        return Ok(order);
    }
    if let (Ok(a), Ok(b)) = (a.as_bool(), b.as_bool()) {
        return Ok(a.cmp(&b));
    }
    raise(format!("cannot order {} and {}", kind(a), kind(b)))
}

/// Which of two texts comes first; a letter is a text too. `None` where one of them is no text.
pub(super) fn order_of_words(a: &Dynamic, b: &Dynamic) -> Option<Ordering> {
    if let (Ok(a), Ok(b)) = (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
        return Some(a.cmp(&b));
    }
    match (a.as_char(), b.as_char()) {
        (Ok(a), Ok(b)) => Some(a.cmp(&b)),
        (Ok(a), _) => Some(std::iter::once(a).cmp(b.as_immutable_string_ref().ok()?.chars())),
        (_, Ok(b)) => Some(a.as_immutable_string_ref().ok()?.chars().cmp([b])),
        _ => None,
    }
}

/// Ends the script with an error in words.
pub(super) fn raise<T>(message: impl Into<String>) -> Fallible<T> {
    let message: String = message.into();
    Err(EvalAltResult::ErrorRuntime(message.into(), Position::NONE).into())
}
