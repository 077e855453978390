//! What the evaluator is generic over: the values of one profile, or sets of values of a region of profiles.

use super::fault::Fault;
use crate::model::{
    CallId, ChoiceNode, Code, Compare, Deciding, FactId, Firing, Fold, GroupLimit, LevelSet,
    Leveled, NumberId, OPERANDS, Op, OutcomeId, PieceId, Read, TargetId, Term,
};
use crate::plan::Program;

/// What has been computed so far; a node reads only nodes before it.
pub(crate) struct Values<'a, D: Domain + ?Sized> {
    pub truths: &'a [D::Truth],
    pub numbers: &'a [D::Number],
    pub choices: &'a [D::Choice],
    pub program: &'a Program,
}

/// A domain of values.
pub(crate) trait Domain {
    /// A condition's value.
    type Truth: Copy + std::fmt::Debug;
    /// A number's value.
    type Number: Copy + std::fmt::Debug;
    /// A derived level's value.
    type Choice: Copy + std::fmt::Debug;
    /// A rule's status.
    type Status: Copy + std::fmt::Debug;
    /// A piece of evidence or a merged one.
    type Evidence: Clone + std::fmt::Debug;
    /// What evidence is kept in, as many side by side as the domain says.
    type Slot: Copy + std::fmt::Debug;
    /// A certainty.
    type Certainty: Copy;
    /// The advice.
    type Decision: Clone + std::fmt::Debug;

    /// A placeholder before anything is computed.
    const NO_TRUTH: Self::Truth;
    /// A placeholder before anything is computed.
    const NO_NUMBER: Self::Number;
    /// A placeholder before anything is computed.
    const NO_CHOICE: Self::Choice;
    /// A placeholder before anything is computed.
    const NO_STATUS: Self::Status;
    /// Where there is no evidence.
    const NO_EVIDENCE: Self::Slot;

    /// True or false, where it is one of them in every case.
    fn decided(_: Self::Truth) -> Option<bool> {
        None
    }
    /// Whether a rule of this status fired by `then`, or by `else`; `None` where it did not fire for certain.
    fn branch(_: Self::Status) -> Option<bool> {
        None
    }

    fn constant(holds: bool) -> Self::Truth;
    fn holds(&self, fact: FactId) -> Self::Truth;
    fn level(&self, fact: FactId, levels: LevelSet) -> Self::Truth;
    fn number_test(&self, fact: FactId, compare: Compare, constant: f64) -> Self::Truth;
    fn includes(&self, fact: FactId, level: u8) -> Self::Truth;
    fn known(&self, fact: FactId) -> Self::Truth;
    fn choice_test(choice: Self::Choice, levels: LevelSet) -> Self::Truth;
    fn choice_known(choice: Self::Choice) -> Self::Truth;
    fn number_known(number: Self::Number) -> Self::Truth;
    fn truth_known(truth: Self::Truth) -> Self::Truth;
    fn levels(
        &self,
        left: Leveled,
        compare: Compare,
        right: Leveled,
        choices: &[Self::Choice],
    ) -> Self::Truth;
    fn compare(
        left: Self::Number,
        compare: Compare,
        right: Self::Number,
        certainty: Self::Certainty,
    ) -> Self::Truth;

    fn and(a: Self::Truth, b: Self::Truth) -> Self::Truth;
    fn or(a: Self::Truth, b: Self::Truth) -> Self::Truth;
    fn not(a: Self::Truth) -> Self::Truth;
    fn at_least(least: u32, parts: &[Self::Truth]) -> Self::Truth;
    fn surely(a: Self::Truth) -> Self::Truth;
    fn unless(when: Self::Truth, unless: Self::Truth) -> Self::Truth;

    fn certainty(
        &self,
        code: &Code,
        reads: &[Read],
        truths: &[Self::Truth],
        choices: &[Self::Choice],
    ) -> Self::Certainty;

    fn exact(number: f64) -> Self::Number;
    fn fact_number(&self, fact: FactId) -> Self::Number;
    fn count(&self, fact: FactId) -> Self::Number;
    /// The number; unknown where it is not finite.
    fn finite(a: Self::Number) -> Self::Number;
    fn known_facts(&self, facts: &[FactId]) -> Self::Number;
    /// What an operation makes of its operands, not yet held to be finite.
    fn apply(op: Op, operands: [Self::Number; OPERANDS]) -> Self::Number;
    /// The first number where the condition holds, else the second; where it is unknown, either if both are equal.
    fn number_if(condition: Self::Truth, branches: [Self::Number; 2]) -> Self::Number;
    /// The number that a derived level stands for.
    fn graded(choice: Self::Choice, values: &[f64]) -> Self::Number;
    /// The number; unknown where the condition is known to hold.
    fn number_unless(a: Self::Number, unless: Self::Truth) -> Self::Number;
    /// The higher of both; where one is unknown, the other.
    fn higher(a: Self::Number, b: Self::Number) -> Self::Number;
    /// How far the first is above the second, rounded; without end where only the second is unknown.
    fn lead(a: Self::Number, b: Self::Number) -> Self::Number;
    /// The highest of some leads, those that are unknown passed over, and 0 at least.
    fn margin(leads: impl Iterator<Item = Self::Number>) -> Self::Number;
    /// Whether the first is known, and the second unknown or lower.
    fn ahead(a: Self::Number, b: Self::Number) -> Self::Truth;
    /// Whether both are known, and equal.
    fn even(a: Self::Number, b: Self::Number) -> Self::Truth;

    /// A lead of one of the plan's numbers over another, where more is known of their difference than of both.
    fn narrow_lead(&self, _pair: (NumberId, Option<NumberId>), lead: Self::Number) -> Self::Number {
        lead
    }
    /// The same for whether one is ahead of another.
    fn narrow_ahead(&self, _pair: (NumberId, Option<NumberId>), ahead: Self::Truth) -> Self::Truth {
        ahead
    }
    /// The same for whether both are even.
    fn narrow_even(&self, _pair: (NumberId, NumberId), even: Self::Truth) -> Self::Truth {
        even
    }

    fn call_truth(
        &self,
        call: CallId,
        certainty: Self::Certainty,
        values: &Values<'_, Self>,
    ) -> Result<Self::Truth, Fault>;
    fn call_number(&self, call: CallId, values: &Values<'_, Self>) -> Result<Self::Number, Fault>;

    fn choose(node: &ChoiceNode, truths: &[Self::Truth]) -> Self::Choice;

    /// A rule's status from its defeaters', its exception and its condition.
    fn status(
        defeaters: impl Iterator<Item = Self::Status>,
        unless: Option<Self::Truth>,
        when: Self::Truth,
        has_else: bool,
    ) -> Self::Status;

    /// A rule's status where its condition alone decides.
    fn plain_status(when: Self::Truth) -> Self::Status {
        Self::status(std::iter::empty(), None, when, false)
    }

    /// Whether a rule of this status surely gives no evidence.
    fn is_silent(status: Self::Status) -> bool;

    /// How many slots evidence is kept in.
    fn width(_: &Program) -> usize {
        1
    }
    /// The evidence that is kept in some slots.
    fn kept(program: &Program, slots: &[Self::Slot]) -> Option<Self::Evidence>;
    /// Keeps evidence, or that there is none.
    fn keep(evidence: Option<Self::Evidence>, slots: &mut [Self::Slot]);

    /// A piece of evidence; `None` where it surely gives nothing.
    fn piece(&self, program: &Program, how: &Lift<Self>) -> Result<Option<Self::Evidence>, Fault>;
    /// Evidence that is there from the start.
    fn prior(&self, program: &Program, weight: f64) -> Result<Self::Evidence, Fault>;
    /// Both together.
    fn merge(
        &self,
        program: &Program,
        a: &Self::Evidence,
        b: &Self::Evidence,
    ) -> Result<Self::Evidence, Fault>;
    /// The two pieces toward a target that cannot be combined, where two are to blame.
    fn clash(
        &self,
        _: &Program,
        _: TargetId,
        _: impl Fn(PieceId) -> Option<Self::Evidence>,
    ) -> Option<Fault> {
        None
    }
    /// What a fold comes to, where the domain has a shorter way than unit by unit.
    fn quick_fold(&self, _: &Program, _: &Fold, _: &[Self::Slot]) -> Option<Self::Evidence> {
        None
    }
    /// What a lean fold comes to, where the domain has that form.
    fn lean_fold(_: f64, _: &[Term], _: &[Self::Truth]) -> Option<Self::Evidence> {
        None
    }
    /// One side of a group, limited; `None` where it surely gives nothing.
    fn limited(
        &self,
        program: &Program,
        limit: GroupLimit,
        pieces: impl Iterator<Item = (PieceId, Self::Evidence)> + Clone,
    ) -> Result<Option<Self::Evidence>, Fault>;
    /// The number shown, rounded.
    fn total(&self, program: &Program, evidence: &Self::Evidence) -> Result<Self::Number, Fault>;
    /// What the evidence supports.
    fn belief(&self, program: &Program, evidence: &Self::Evidence) -> Result<Self::Number, Fault>;

    /// The confidence of each strategy from its total; of one that is out of the choice, whose total is unknown, 0.
    fn shares(
        &self,
        program: &Program,
        running: &[Self::Number],
        shares: &mut Vec<Self::Number>,
    ) -> Result<(), Fault>;
    fn fired(statuses: impl Iterator<Item = Self::Status>, by: Firing) -> Self::Truth;
    /// The first that is known to apply.
    fn first(deciding: &[Deciding], truths: &[Self::Truth]) -> Self::Decision;
    fn advice_is(decision: &Self::Decision, outcomes: &[Option<OutcomeId>]) -> Self::Truth;
    fn advised_by(decision: &Self::Decision, row: u32) -> Self::Truth;
}

/// How a piece of evidence came about.
pub(crate) struct Lift<D: Domain + ?Sized> {
    pub piece: PieceId,
    pub status: D::Status,
    pub when: D::Truth,
    pub weight: D::Number,
}
