//! What a trace says of sets of answers: which change the advice, which settle it, and how much of what is open changes it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::json::Json;
use super::shape::{Own, Put, Shape, shape};
use super::value::{N, ValueTrace};

shape! {
    /// Values of facts, and the advice with them.
    pub struct Witness => WitnessTold<'a> {
        /// The values by full name.
        pub facts: BTreeMap<String, ValueTrace>,
        /// The outcome they lead to.
        pub advice: String,
    }
}

shape! {
    /// The sets of unknown facts, of three at most, whose answers could change the advice while all others stay unknown; none of them has another within it.
    pub struct OpensTrace => OpensTold<'a> {
        /// Answers of each set that change the advice, once for each advice that the set can lead to: the smallest sets first.
        pub sets: Vec<Witness>,
        /// Whether it is proved that there is no other such set.
        pub all: bool,
    }
}

shape! {
    /// Answers after which nothing that is still open can change the advice; as far as bounds can tell, none of them can be left out.
    pub struct SettlesTrace => SettlesTold<'a> {
        /// The values by full name.
        pub facts: BTreeMap<String, ValueTrace>,
        /// Whether it is proved that fewer answers never do.
        pub smallest: bool,
    }
}

shape! {
    /// The part of all complete ways to answer the unknown facts in which the advice is another: each level counts alike, each choice of a set, each whole number, and other numbers by the length of their range.
    pub struct ShareTrace => ShareTold<'a> {
        /// At least this part, 0 to 1.
        pub low: N,
        /// At most this part, 0 to 1; the same as `low` where it is exact.
        pub high: N,
        /// Numbers without a range, by full name: what hangs on them is between both ends.
        pub unbounded: Vec<String>,
    }
}
