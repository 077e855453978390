//! Reads what was written as JSON. Conditions nest in it as deep as in rules, twice over; what nests deeper is refused
//! before it is read.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Deserializer;

use crate::base::{Limits, json_too_deep};

/// Each part of a condition stands in the list of another; around the outermost are the lists of a trace.
const DEPTH: usize = 2 * Limits::DEFAULT.expression_parts + Limits::DEFAULT.nesting;

/// The value that a text holds, or why it holds none. It takes a stack that conditions of that depth need.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    if json_too_deep(text, DEPTH).is_some() {
        return Err(format!("it nests deeper than {DEPTH} levels"));
    }
    let mut reader = Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let value = T::deserialize(&mut reader);
    let value = value.and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| error.to_string())
}

/// The version of the shape that a trace says it has, whatever else it holds.
pub fn version_of(text: &str) -> Option<String> {
    /// What the traces of all versions have.
    #[derive(Deserialize)]
    struct Versioned {
        trace_version: String,
    }
    let read: Result<Versioned, String> = from_json(text);
    read.ok().map(|trace| trace.trace_version)
}
