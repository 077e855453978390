//! The functions of the language, as a list. Resolves no call.

use crate::model::Stage;

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A number.
    Number,
    /// Yes or no.
    Truth,
}

/// Which function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// `min`
    Min,
    /// `max`
    Max,
    /// `abs`
    Abs,
    /// `round`
    Round,
    /// `clamp`
    Clamp,
    /// `ramp`
    Ramp,
    /// `count`
    Count,
    /// `known`
    Known,
    /// `share_known`
    ShareKnown,
    /// `total`
    Total,
    /// `belief`
    Belief,
    /// `confidence`
    Confidence,
    /// `lead`
    Lead,
    /// `strongest`
    Strongest,
    /// `excluded`
    Excluded,
    /// `tied`
    Tied,
    /// `fired`
    Fired,
    /// `advised_by`
    AdvisedBy,
}

/// A function of the language.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Which it is.
    pub which: Which,
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// The fewest arguments.
    pub least: usize,
    /// The most arguments.
    pub most: usize,
    /// What it gives.
    pub gives: Gives,
    /// What it is, in a sentence.
    pub what: &'static str,
}

macro_rules! functions {
    ($($which:ident $name:literal $usage:literal $least:literal..=$most:expr, $gives:ident: $what:literal;)+) => {
        /// All of them, in the order of the reference.
        pub const FUNCTIONS: &[Function] = &[$(Function {
            which: Which::$which,
            name: $name,
            usage: $usage,
            least: $least,
            most: $most,
            gives: Gives::$gives,
            what: $what,
        }),+];
    };
}

functions! {
    Min "min" "min(a, b, …)" 2..=usize::MAX, Number: "the lowest of numbers of one unit";
    Max "max" "max(a, b, …)" 2..=usize::MAX, Number: "the highest of numbers of one unit";
    Abs "abs" "abs(x)" 1..=1, Number: "the number without its sign";
    Round "round" "round(x)" 1..=1, Number: "the nearest whole number, half away from zero";
    Clamp "clamp" "clamp(x, low, high)" 3..=3, Number: "the number, but at least `low` and at most `high`";
    Ramp "ramp" "ramp(x, from, to)" 3..=3, Number: "0 at `from`, 1 at `to`, straight between and flat outside";
    Count "count" "count(SET)" 1..=1, Number: "how many elements a set fact has";
    Known "known" "known(TAG)" 1..=1, Number: "how many facts of a tag are known";
    ShareKnown "share_known" "share_known(TAG)" 1..=1, Number: "which part of the facts of a tag is known";
    Total "total" "total(STRATEGY)" 1..=1, Number: "the evidence for a strategy or hypothesis";
    Belief "belief" "belief(HYPOTHESIS)" 1..=1, Number: "what the evidence says of a hypothesis";
    Confidence "confidence" "confidence(STRATEGY)" 1..=1, Number: "a strategy's share";
    Lead "lead" "lead(STRATEGY)" 1..=1, Number: "a strategy's total less the highest other one";
    Strongest "strongest" "strongest(STRATEGY)" 1..=1, Number: "the largest single contribution toward a strategy";
    Excluded "excluded" "excluded(STRATEGY)" 1..=1, Truth: "whether a rule took the strategy out of the choice";
    Tied "tied" "tied(STRATEGY)" 1..=1, Truth: "whether the strategy shares the highest total";
    Fired "fired" "fired(RULE)" 1..=1, Truth: "whether a rule, a contrast's row or any row of a contrast fired";
    AdvisedBy "advised_by" "advised_by(LABEL)" 1..=1, Truth: "whether the row of that label gave the advice";
}

impl Function {
    /// The stage from which it has a value; of `total`, which hypotheses have from the start, that of these.
    pub(super) fn stage(&self) -> Stage {
        match self.which {
            Which::Min
            | Which::Max
            | Which::Abs
            | Which::Round
            | Which::Clamp
            | Which::Ramp
            | Which::Count
            | Which::Known
            | Which::ShareKnown
            | Which::Total
            | Which::Belief => Stage::Early,
            Which::Confidence
            | Which::Lead
            | Which::Strongest
            | Which::Excluded
            | Which::Tied
            | Which::Fired => Stage::Late,
            Which::AdvisedBy => Stage::Last,
        }
    }
}

/// The function of a name.
pub(super) fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}
