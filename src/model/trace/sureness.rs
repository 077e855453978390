//! What a trace says of what keeps the sureness down.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::json::Json;
use super::shape::{Own, Put, Shape, shape};
use super::{CitationTrace, PlaceTrace};

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
        /// The name of the fact or contradiction.
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
        /// A contradiction holds: one at most the level below the highest, several the lowest.
        Contradiction = "contradiction",
        /// An open answer alone would change the advice: at most the level below the highest. Only where effects were asked for.
        OpenAnswer = "open_answer",
    }
}

shape! {
    /// Answers that do not go together.
    pub struct ContradictionTrace => ContradictionTold<'a> {
        /// Its name.
        pub name: String,
        /// Its title: what is asked back.
        pub title: String,
        /// Why the answers do not go together, in words with the values filled in.
        pub because: Option<String>,
        /// The full names of the known facts that its condition reads, directly or not.
        pub facts: Vec<String>,
        /// Its citations.
        pub citations: Vec<CitationTrace>,
        /// Where it is declared.
        pub place: PlaceTrace,
    }
}
