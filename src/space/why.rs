//! Why something is known of a region, or not: data, without words.

use crate::model::{CallId, FactId, OutcomeId, Value};

/// A reason.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// Everything that is read is known.
    AllKnown,
    /// The bounds of all totals leave no other advice.
    Bounds,
    /// Every part of the possible answers leads to the same advice.
    Parts,
    /// Each possible answer was tried.
    Tried,
    /// Answers that are missing can change the advice.
    CanChange,
    /// With a value the evaluation ends in an error.
    Fails(FactId, Value),
    /// The scripts took more work than the search may spend.
    Spent,
    /// The evidence of the method is no single number.
    NoSingleNumber,
    /// A script's call could not be bounded.
    Call(CallId),
    /// The bounds do not rule out these outcomes, and nothing leading there was found within the limit of the search.
    NotRuledOut(Search, Vec<Option<OutcomeId>>),
    /// Number facts that are reckoned with have no range.
    NoRange(Vec<FactId>),
}

/// What was searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// The answers to all that is missing.
    Answers,
    /// The values of one fact.
    Values,
}
