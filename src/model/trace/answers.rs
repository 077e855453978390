//! The answers that a fact takes, as a trace lists them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::N;
use super::json::Json;
use super::shape::{Own, Put, Shape, shape};

shape! {
    /// The kinds of answers.
    pub enum AnswerKind {
        /// Yes or no.
        YesNo = "yes_no",
        /// A level of some in order, from low to high.
        Ordinal = "ordinal",
        /// A level of some without an order.
        Nominal = "nominal",
        /// Any elements of a set, or none of them.
        Set = "set",
        /// A number.
        Number = "number",
        /// A whole number.
        Integer = "integer",
        /// Any text.
        Text = "text",
    }
}

shape! {
    /// The answers that a fact takes.
    pub struct AnswersTrace => AnswersTold<'a> {
        /// Their kind.
        pub kind: AnswerKind,
        /// The levels, or the elements of a set.
        pub levels: Vec<LevelTrace>,
        /// The unit of a number.
        pub unit: Option<String>,
        /// The lowest number.
        pub low: Option<N>,
        /// The highest number.
        pub high: Option<N>,
    }
}

shape! {
    /// A level, or an element of a set.
    pub struct LevelTrace => LevelTold<'a> {
        /// Its name, as a profile writes it.
        pub name: String,
        /// Its words for people.
        pub words: Option<String>,
    }
}
