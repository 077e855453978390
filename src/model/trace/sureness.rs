//! What a trace says of what keeps the sureness down.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::json::Json;
use super::shape::{Own, Put, Shape, shape};

shape! {
    /// The sureness that may be told of an advice: the rulebook's own level, held down where somebody could not be sure.
    pub struct CappedTrace => CappedTold<'a> {
        /// The level: that of `sureness`, or a lower one where a reason forbids it; null where `sureness` is.
        pub level: Option<String>,
        /// What keeps it down, whether or not the rulebook's own level is higher: first by kind, then by name.
        pub reasons: Vec<CapTrace>,
    }
}

shape! {
    /// A reason for which nobody should be sure.
    pub struct CapTrace => CapTold<'a> {
        /// What it is.
        pub kind: CapKind,
        /// The name of the fact.
        pub name: String,
        /// Its title.
        pub title: String,
    }
}

shape! {
    /// The kinds of reasons for which nobody should be sure.
    #[derive(PartialOrd, Ord)]
    pub enum CapKind {
        /// A fact tagged `essential` is unknown: at most the level below the highest.
        Essential = "essential",
        /// An open answer alone would change the advice: at most the level below the highest. Only where effects were asked for.
        OpenAnswer = "open_answer",
    }
}
