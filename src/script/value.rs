//! Rhai's values seen as ours: numbers of one kind, truth, text and lists. Registers nothing.

use rhai::{Array, Dynamic, EvalAltResult, Position};

use crate::base::format_number;

/// The largest whole number up to which all whole numbers are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a script's function in Rust gives.
pub(super) type Outcome = Result<Dynamic, Box<EvalAltResult>>;

/// A number for a script.
///
/// INVARIANT: Rhai's integers are only another form of floats here, so that a whole number can be an index:
/// nothing that a script can see tells `2` from `2.0`, and a number past 2^53, or `-0`, stays a float.
pub(super) fn from_number(number: f64) -> Dynamic {
    if number.fract() == 0.0
        && number.abs() <= EXACT
        && !(number == 0.0 && number.is_sign_negative())
    {
        Dynamic::from_int(number as i64)
    } else {
        Dynamic::from_float(number)
    }
}

/// The number, where it is one.
pub(super) fn number(value: &Dynamic) -> Option<f64> {
    match value.as_float() {
        Ok(number) => Some(number),
        Err(_) => value.as_int().ok().map(|whole| whole as f64),
    }
}

/// The numbers of a list, where it is a list of numbers.
pub(super) fn numbers(value: &Dynamic) -> Option<Vec<f64>> {
    value.as_array_ref().ok()?.iter().map(number).collect()
}

/// The value as text, for joining texts; `None` for lists and whatever else has no text.
pub(super) fn text(value: &Dynamic) -> Option<String> {
    if let Some(number) = number(value) {
        return Some(format_number(number, 9));
    }
    if let Ok(truth) = value.as_bool() {
        return Some(if truth { "yes" } else { "no" }.into());
    }
    if let Ok(letter) = value.as_char() {
        return Some(letter.into());
    }
    value
        .as_immutable_string_ref()
        .ok()
        .map(|text| text.to_string())
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
        text if text.contains("String") => "a text",
        list if list.contains("Array") || list.contains("Vec<") => "a list",
        range if range.contains("ange") => "a range",
        _ => "something else",
    }
}

/// Whether two values are the same; values of different kinds are not compared but raise.
pub(super) fn same(a: &Dynamic, b: &Dynamic) -> Result<bool, Box<EvalAltResult>> {
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return Ok(a == b);
    }
    if let (Ok(a), Ok(b)) = (a.as_bool(), b.as_bool()) {
        return Ok(a == b);
    }
    if let (Ok(a), Ok(b)) = (a.as_char(), b.as_char()) {
        return Ok(a == b);
    }
    if let (Ok(a), Ok(b)) = (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
        return Ok(*a == *b);
    }
    if let (Ok(a), Ok(b)) = (a.as_array_ref(), b.as_array_ref()) {
        return same_lists(&a, &b);
    }
    raise(format!("cannot compare {} with {}", kind(a), kind(b)))
}

fn same_lists(a: &Array, b: &Array) -> Result<bool, Box<EvalAltResult>> {
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

/// Ends the script with an error in words.
pub(super) fn raise<T>(message: impl Into<String>) -> Result<T, Box<EvalAltResult>> {
    let message: String = message.into();
    Err(EvalAltResult::ErrorRuntime(message.into(), Position::NONE).into())
}
