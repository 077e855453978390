//! What comes next in a dialogue, as data. Finds nothing.

use crate::model::{FactId, OutcomeId, Value};

/// What comes next.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// A question.
    Ask(Question),
    /// Nothing has to be asked.
    Enough(Enough),
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The fact that it is about.
    pub fact: FactId,
    /// Why it comes now.
    pub why: Why,
    /// To which advice each of its answers leans, in the order of its answers.
    pub leans: Vec<Lean>,
    /// The part of the completions, from 0 to 1, that gives today's advice.
    pub agree: f64,
    /// The advice that most completions give, with their part; `None` is `undecided`.
    pub likely: (Option<OutcomeId>, f64),
}

/// Why a question comes now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It decides whether these are asked at all.
    Opens(Vec<FactId>),
    /// Of all open answers it decides most.
    Decides,
    /// Nobody should be sure without it.
    Essential,
    /// It makes the advice more or less sure.
    Sureness,
    /// Whoever answers went to it.
    Chosen,
}

/// An answer with the advice that most completions with it give.
#[derive(Clone, Debug, PartialEq)]
pub struct Lean {
    /// The answer; of a number, one that stands for those like it.
    pub value: Value,
    /// The advice; `None` is `undecided`.
    pub advice: Option<OutcomeId>,
    /// The part of those completions that gives it.
    pub part: f64,
}

/// Why nothing more has to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Enough {
    /// The advice; `None` is `undecided`.
    pub advice: Option<OutcomeId>,
    /// Whether it is proved that no open answer can change it.
    pub settled: bool,
    /// The part of the completions that were tried, from 0 to 1, that gives the same advice.
    pub agree: f64,
    /// The open answers that could still turn it, the most telling first.
    pub could_turn: Vec<FactId>,
    /// The questions without which nobody should be sure, and that were not asked: a proof of the advice leaves them open.
    pub essential: Vec<FactId>,
    /// The questions that were asked and have no answer.
    pub unanswered: Vec<FactId>,
    /// Whether further answers could make the advice surer.
    pub more: bool,
}
