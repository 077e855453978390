//! What the facts that are not known could still do: whether the advice is settled, bounds, and what to ask first.

use crate::model::{FactId, OutcomeId, TargetId, Value};

/// What was found out about the unknown facts; empty where nobody asked.
#[derive(Clone, Debug, Default)]
pub struct Unknowns {
    /// Whether no completion changes the advice: proved, refuted by a witness, or not decided.
    pub settled: Option<bool>,
    /// Why.
    pub because: Option<String>,
    /// A completion that changes the advice.
    pub witness: Option<Witness>,
    /// The outcomes that the bounds leave possible; `None` is `undecided`.
    pub possible: Vec<Option<OutcomeId>>,
    /// Bounds of the totals, by target.
    pub totals: Vec<Option<[f64; 2]>>,
    /// Bounds of the confidences, by target.
    pub confidences: Vec<Option<[f64; 2]>>,
    /// What each unknown fact could do alone, the most telling first.
    pub effects: Vec<Effect>,
}

/// Values of unknown facts and the advice with them.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The values, in the order of the facts.
    pub facts: Vec<(FactId, Value)>,
    /// The advice; `None` is `undecided`.
    pub advice: Option<OutcomeId>,
}

/// What one unknown fact could do while the others stay unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The fact.
    pub fact: FactId,
    /// The lowest and highest total of each target that it moves.
    pub totals: Vec<(TargetId, [f64; 2])>,
    /// How far it moves the difference between the two leading strategies at most.
    pub span: f64,
    /// A value that changes the advice.
    pub witness: Option<Witness>,
}
