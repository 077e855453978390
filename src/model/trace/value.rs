//! Numbers and values as they stand in a trace.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::json::Json;
use super::shape::{Own, Put, Shape, shape};

/// A number as it stands in a trace: whole numbers without a fraction, all others shortest that reads back the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct N(pub f64);

impl Serialize for N {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the number is whole and fits, as tested"
    )]
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if crate::base::is_whole(self.0) {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

shape! {
    /// A value as data: a truth, a number, a level's name, a list of names, or null for unknown.
    pub enum ValueTrace => ValueTold<'a> {
        /// Yes or no.
        YesNo(bool),
        /// A number.
        Number(N),
        /// A level's name, or free text.
        Word(String),
        /// The elements of a set.
        Set(Vec<String>),
        /// Unknown.
        Unknown(()),
    }
}

impl<'de> Deserialize<'de> for ValueTrace {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ReadValue)
    }
}

/// Takes a value by what stands there, instead of trying one variant after the other.
struct ReadValue;

impl<'de> Visitor<'de> for ReadValue {
    type Value = ValueTrace;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("yes or no, a number, a word, a list of words or null")
    }

    fn visit_bool<E>(self, yes: bool) -> Result<ValueTrace, E> {
        Ok(ValueTrace::YesNo(yes))
    }

    fn visit_f64<E>(self, number: f64) -> Result<ValueTrace, E> {
        Ok(ValueTrace::Number(N(number)))
    }

    #[expect(clippy::cast_precision_loss, reason = "a trace writes doubles")]
    fn visit_i64<E>(self, number: i64) -> Result<ValueTrace, E> {
        Ok(ValueTrace::Number(N(number as f64)))
    }

    #[expect(clippy::cast_precision_loss, reason = "a trace writes doubles")]
    fn visit_u64<E>(self, number: u64) -> Result<ValueTrace, E> {
        Ok(ValueTrace::Number(N(number as f64)))
    }

    fn visit_str<E>(self, word: &str) -> Result<ValueTrace, E> {
        Ok(ValueTrace::Word(word.to_owned()))
    }

    fn visit_string<E>(self, word: String) -> Result<ValueTrace, E> {
        Ok(ValueTrace::Word(word))
    }

    fn visit_unit<E>(self) -> Result<ValueTrace, E> {
        Ok(ValueTrace::Unknown(()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<ValueTrace, A::Error> {
        let mut words = Vec::new();
        while let Some(word) = items.next_element()? {
            words.push(word);
        }
        Ok(ValueTrace::Set(words))
    }
}
