//! The plan: a rulebook as a flat list of nodes in an order in which each can be computed from those before it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Compare, FactId, Figure, GroupId, GroupLimit, LetId, LevelSet, LineOf, MetId, Op, OutcomeId,
    ParameterId, RuleId, ScriptId, TagId, TargetId,
};
use crate::base::{Id as _, IdVec, Span, define_ids};

define_ids! {
    /// A condition's node.
    TruthId,
    /// A number's node.
    NumberId,
    /// A derived level's node.
    ChoiceId,
    /// A call of a script.
    CallId,
    /// A piece of evidence: one effect of one rule.
    PieceId,
    /// A condition that only a test asks for.
    ProbeId,
}

/// A range of a pool of the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Slice {
    /// Where it begins.
    pub start: u32,
    /// How many there are.
    pub len: u32,
}

impl Slice {
    /// The positions.
    #[inline]
    pub fn range(self) -> std::ops::Range<u32> {
        self.start..self.start.saturating_add(self.len)
    }

    #[inline]
    fn of<T>(self, pool: &[T]) -> &[T] {
        let range = self.range();
        pool.get(range.start as usize..range.end as usize)
            .unwrap_or(&[])
    }
}

impl Code {
    /// Parts of a condition.
    #[inline]
    pub fn parts_of(&self, slice: Slice) -> &[TruthId] {
        slice.of(&self.parts)
    }

    /// Operands of a number.
    #[inline]
    pub fn operands_of(&self, slice: Slice) -> &[NumberId] {
        slice.of(&self.operands)
    }

    /// How a strategy stands; `None` for what is no strategy.
    pub fn ranked(&self, target: TargetId) -> Option<&Ranked> {
        let at = self.strategies.binary_search(&target).ok()?;
        self.standings.get(at)
    }

    /// What a comparison or call reads.
    #[inline]
    pub fn reads_of(&self, slice: Slice) -> &[Read] {
        slice.of(&self.reads)
    }
}

/// The compiled rulebook: what is computed, what depends on what, and how conditions are shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What is computed; nothing else is needed to compute a profile.
    pub code: Code,
    /// What depends on what, found out from the code and the rulebook.
    pub index: Index,
    /// How conditions are shown.
    pub words: Words,
}

/// Everything that is computed, in an order in which each can be computed from what comes before it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Code {
    /// Conditions; each distinct test stands once, however many rules use it.
    pub truths: IdVec<TruthId, TruthNode>,
    /// Numbers.
    pub numbers: IdVec<NumberId, NumberNode>,
    /// Derived levels.
    pub choices: IdVec<ChoiceId, ChoiceNode>,
    /// Calls of scripts.
    pub calls: IdVec<CallId, CallNode>,
    /// Parts of conditions, by [`Slice`].
    pub parts: Vec<TruthId>,
    /// Operands of numbers, by [`Slice`].
    pub operands: Vec<NumberId>,
    /// What comparisons read, by [`Slice`]: the certainty of a comparison is the lowest among them.
    pub reads: Vec<Read>,
    /// What each let is.
    pub lets: IdVec<LetId, LetNode>,
    /// For each let, what the certainty of its number rests on.
    pub let_reads: IdVec<LetId, Slice>,
    /// Rules, as in the rulebook.
    pub rules: IdVec<RuleId, RulePlan>,
    /// Pieces of evidence, those of a rule together, `then` before `else`.
    pub pieces: IdVec<PieceId, Piece>,
    /// How the evidence of each target is folded.
    pub folds: IdVec<TargetId, Fold>,
    /// The limit of each group.
    pub limits: IdVec<GroupId, GroupLimit>,
    /// Facts, lets, rules and hypotheses, in the order of computation.
    pub early: Vec<Step>,
    /// What uses totals, in the order of computation.
    pub late: Vec<Step>,
    /// What uses the advice, in the order of computation.
    pub last: Vec<Step>,
    /// The advice rows; empty where the best strategy is the advice.
    pub advice: Vec<RowPlan>,
    /// What is looked at in turn for the advice: the first that is known to apply gives it.
    pub deciding: Vec<Deciding>,
    /// For each outcome, the strategy it is of.
    pub strategy_of: IdVec<OutcomeId, Option<TargetId>>,
    /// The let that says how sure the advice is.
    pub sureness: Option<LetId>,
    /// For each note its condition, exception included.
    pub notes: Vec<TruthId>,
    /// When each precondition is met.
    pub mets: IdVec<MetId, MetPlan>,
    /// For each fact, when its question applies; `None` is always.
    pub asked: IdVec<FactId, Option<TruthId>>,
    /// The facts of each tag.
    pub tagged: IdVec<TagId, Vec<FactId>>,
    /// The shorter form where only totals and the advice are wanted.
    pub lean: Lean,
    /// Whether any condition or number reads a strategy's confidence.
    pub reads_confidence: bool,
    /// The strategies.
    pub strategies: Vec<TargetId>,
    /// How the strategies stand, in their order.
    pub standings: Vec<Ranked>,
    /// The lead of the best strategy, where there are strategies.
    pub margin: Option<NumberId>,
    /// The hypotheses, in the order in which they are folded.
    pub hypotheses: Vec<TargetId>,
    /// Conditions that a test asks for; nobody computes them unasked. They are not a part of the rulebook.
    #[serde(skip)]
    pub probes: IdVec<ProbeId, Probe>,
}

/// What depends on what: needed where only a part is computed anew, and to tell what something rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// For each parameter, the nodes in which its value stands.
    pub settings: IdVec<ParameterId, Vec<Setting>>,
    /// For each fact, whether anything reads it.
    pub read: IdVec<FactId, bool>,
    /// For each rule, the facts its conditions and weights depend on, in order.
    pub rule_facts: IdVec<RuleId, Vec<FactId>>,
    /// For each let, the facts it depends on, directly or not, in order.
    pub let_facts: IdVec<LetId, Vec<FactId>>,
    /// For each target, the facts its evidence depends on, in order.
    pub target_facts: IdVec<TargetId, Vec<FactId>>,
    /// For each node, the facts it depends on, directly or not.
    pub supports: Supports,
    /// For each fact, the early steps that depend on it, directly or not, in order.
    pub fact_steps: IdVec<FactId, Vec<Step>>,
    /// The rules that exclude strategies.
    pub excluders: Vec<RuleId>,
}

/// The conditions of a rulebook as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// The conditions of rules as they are shown.
    pub rule_shapes: IdVec<RuleId, Shapes>,
    /// The conditions of advice rows as they are shown.
    pub row_shapes: Vec<Shapes>,
    /// The conditions of notes as they are shown.
    pub note_shapes: Vec<Shapes>,
    /// When preconditions are met, as it is shown.
    pub met_shapes: IdVec<MetId, MetShapes>,
    /// When the question of each fact applies, as it is shown.
    pub asked_shapes: IdVec<FactId, Option<Shape>>,
}

/// When a precondition is met.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetPlan {
    /// Who says it: nobody asks otherwise.
    pub of: LineOf,
    /// Where it holds, the precondition is met.
    pub when: TruthId,
    /// Where it holds and the other does not, the precondition is met in part.
    pub partly: Option<TruthId>,
}

/// When a precondition is met, as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetShapes {
    /// Where it holds, the precondition is met.
    pub when: Shape,
    /// Where it holds and the other does not, the precondition is met in part.
    pub partly: Option<Shape>,
}

/// A condition that stands outside the rulebook and is computed on request, after everything else.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// What it needs beyond the rulebook's own nodes, in the order of computation.
    pub steps: Vec<Step>,
    /// How it is shown.
    pub shape: Shape,
}

/// Sets of facts as bits, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FactSets {
    /// How many words each set has.
    words: u32,
    bits: Vec<u64>,
}

impl FactSets {
    /// So many empty sets of so many facts.
    pub fn new(facts: usize, sets: usize) -> Self {
        let words = facts.div_ceil(64).max(1);
        Self {
            words: u32::try_from(words).unwrap_or(u32::MAX),
            bits: vec![0; words.saturating_mul(sets)],
        }
    }

    fn range(&self, set: usize) -> std::ops::Range<usize> {
        let words = self.words as usize;
        let start = set.saturating_mul(words);
        start..start.saturating_add(words)
    }

    fn set(&self, set: usize) -> &[u64] {
        self.bits.get(self.range(set)).unwrap_or_default()
    }

    /// Whether a fact is in a set.
    #[inline]
    pub fn has(&self, set: usize, fact: FactId) -> bool {
        let word = self.set(set).get(fact.0 as usize / 64);
        word.is_some_and(|word| (word >> (fact.0 % 64)) & 1 == 1)
    }

    /// Puts a fact into a set.
    pub fn insert(&mut self, set: usize, fact: FactId) {
        let at = self.range(set).start.saturating_add(fact.0 as usize / 64);
        if let Some(word) = self.bits.get_mut(at) {
            *word |= 1 << (fact.0 % 64);
        }
    }

    /// Puts all facts of another set into a set.
    pub fn join(&mut self, set: usize, others: &Self, other: usize) {
        let range = self.range(set);
        let words = self.bits.get_mut(range).into_iter().flatten();
        for (word, more) in words.zip(others.set(other)) {
            *word |= more;
        }
    }

    /// The facts of a set, in order.
    pub fn iter(&self, set: usize) -> impl Iterator<Item = FactId> + '_ {
        let words = (0_u32..).step_by(64).zip(self.set(set));
        words.flat_map(|(start, word)| {
            let bits = (0..64).filter(move |bit| (word >> bit) & 1 == 1);
            bits.map(move |bit| FactId(start.saturating_add(bit)))
        })
    }
}

/// For each node, the facts it depends on, directly or not, those behind the choice among strategies included. Of what
/// uses the advice, and of probes, it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Supports {
    /// Of conditions.
    pub truths: FactSets,
    /// Of numbers.
    pub numbers: FactSets,
    /// Of derived levels.
    pub choices: FactSets,
    /// Of what becomes of rules.
    pub rules: FactSets,
    /// Of the evidence of targets.
    pub targets: FactSets,
}

impl Supports {
    /// The set of what a step computes, and its place; the shares have none of their own.
    pub fn of(&self, step: Step) -> Option<(&FactSets, usize)> {
        Some(match step {
            Step::Truth(id) => (&self.truths, id.to_usize()),
            Step::Number(id) => (&self.numbers, id.to_usize()),
            Step::Choice(id) => (&self.choices, id.to_usize()),
            Step::Rule(id) => (&self.rules, id.to_usize()),
            Step::Fold(id) => (&self.targets, id.to_usize()),
            Step::Shares => return None,
        })
    }

    /// Puts facts into the set of what a step computes.
    pub fn join(&mut self, step: Step, facts: &FactSets) {
        match step {
            Step::Truth(id) => self.truths.join(id.to_usize(), facts, 0),
            Step::Number(id) => self.numbers.join(id.to_usize(), facts, 0),
            Step::Choice(id) => self.choices.join(id.to_usize(), facts, 0),
            Step::Rule(id) => self.rules.join(id.to_usize(), facts, 0),
            Step::Fold(id) => self.targets.join(id.to_usize(), facts, 0),
            Step::Shares => {}
        }
    }
}

/// The computation without what only a record needs; for methods whose evidence is a number that adds up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lean {
    /// The early steps without those of rules that only add a constant weight where their condition holds.
    pub early: Vec<Step>,
    /// The targets that only such rules give evidence to, with what they add, in the order of the fold.
    pub folds: IdVec<TargetId, Option<Vec<Term>>>,
}

/// What a rule adds to a target where its condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The piece of evidence.
    pub piece: PieceId,
    /// The rule.
    pub rule: RuleId,
    /// Its condition.
    pub truth: TruthId,
    /// The weight, negative against the target.
    pub weight: f64,
}

/// A condition and its exception as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shapes {
    /// The condition; `None` for `otherwise`.
    pub when: Option<Shape>,
    /// The exception.
    pub unless: Option<Shape>,
}

/// A condition as it was written, each part with its node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// Its node.
    pub truth: TruthId,
    /// What it is.
    pub op: ShapeOp,
    /// For a test: the text as written, white space folded.
    pub text: Arc<str>,
    /// For a test: what it reads.
    pub reads: Vec<Shown>,
    /// Its parts.
    pub parts: Vec<Shape>,
}

/// The kinds of shown conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShapeOp {
    /// A test, without parts.
    Test,
    /// `and`, `all of`
    All,
    /// `or`, `any of`
    Any,
    /// `at least n of`
    AtLeast(u32),
    /// `not`, `none of`
    Not,
    /// `surely`
    Surely,
}

/// A value that a test reads, for showing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shown {
    /// A fact.
    Fact(FactId),
    /// A let.
    Let(LetId),
    /// A parameter.
    Parameter(ParameterId),
    /// What the evaluation provides.
    Figure(Figure),
    /// The name of the best strategy.
    Best,
    /// The name of the advised outcome.
    Advice,
}

/// One step of the computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// Compute a condition.
    Truth(TruthId),
    /// Compute a number.
    Number(NumberId),
    /// Compute a derived level.
    Choice(ChoiceId),
    /// Decide a rule's status and lift its evidence.
    Rule(RuleId),
    /// Fold the evidence of a hypothesis.
    Fold(TargetId),
    /// Share the confidence out among the strategies.
    Shares,
}

/// A condition's node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TruthNode {
    /// Always so.
    Constant(bool),
    /// A yes/no fact.
    Holds(FactId),
    /// A fact's level is one of these.
    Level(FactId, LevelSet),
    /// A number fact against a constant.
    Number(FactId, Compare, f64),
    /// A set fact includes the element.
    Includes(FactId, u8),
    /// A fact is known.
    Known(FactId),
    /// A derived level is one of these.
    Choice(ChoiceId, LevelSet),
    /// A derived level is known.
    ChoiceKnown(ChoiceId),
    /// A number is known.
    NumberKnown(NumberId),
    /// A condition is known.
    TruthKnown(TruthId),
    /// Two levels of one scale against each other.
    Levels(Leveled, Compare, Leveled),
    /// Two numbers against each other.
    Compare(NumberId, Compare, NumberId, Slice),
    /// A number between two others, ends included, with what each half reads: the number and the lower end, the
    /// number and the upper end.
    Between(NumberId, NumberId, NumberId, [Slice; 2]),
    /// All of the parts.
    All(Slice),
    /// Any of the parts.
    Any(Slice),
    /// At least so many of the parts.
    AtLeast(u32, Slice),
    /// The opposite.
    Not(TruthId),
    /// Known to hold.
    Surely(TruthId),
    /// The first, unless the second is known to hold.
    Unless(TruthId, TruthId),
    /// A script's answer.
    Call(CallId),
    /// The first is known, and the second is unknown, lower, or not there.
    Ahead(NumberId, Option<NumberId>),
    /// Both are known, and equal.
    Even(NumberId, NumberId),
    /// One of these rules fired.
    Fired(Vec<RuleId>, Firing),
    /// The advice is one of these; `None` is `undecided`.
    AdviceIs(Vec<Option<OutcomeId>>),
    /// The advice came from this row, by index.
    AdvisedBy(u32),
}

/// What has a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Leveled {
    /// A fact.
    Fact(FactId),
    /// A derived level.
    Choice(ChoiceId),
}

/// A number's node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NumberNode {
    /// A constant.
    Constant(f64),
    /// A parameter, with its value in force.
    Parameter(ParameterId, f64),
    /// A number fact.
    Fact(FactId),
    /// What the evaluation provides.
    Figure(Figure),
    /// An operation on its operands.
    Apply(Op, Slice),
    /// The first number where the condition is known to hold, the second where it is known not to; where it is
    /// unknown, either if both are equal.
    If(TruthId, [NumberId; 2]),
    /// The number that a derived level stands for, by position.
    Graded(ChoiceId, Vec<f64>),
    /// How many elements a set has.
    Count(FactId),
    /// The number; unknown where the condition is known to hold.
    Unless(NumberId, TruthId),
    /// The higher of both; where one is unknown, the other.
    Higher(NumberId, NumberId),
    /// How far the first is above the second, rounded; without end where only the second is unknown or not there.
    Lead(NumberId, Option<NumberId>),
    /// The highest of some leads, those that are unknown passed over, and 0 at least.
    Margin(Vec<NumberId>),
    /// A script's answer.
    Call(CallId),
}

/// A derived level: the first row that is known to apply gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChoiceNode {
    /// The let it computes.
    pub id: LetId,
    /// The rows: condition, exception included, and level.
    pub rows: Vec<(TruthId, u8)>,
    /// Whether some row applies to every combination of known inputs.
    pub complete: bool,
}

/// What a let is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LetNode {
    /// A yes/no.
    Truth(TruthId),
    /// A number.
    Number(NumberId),
    /// A level.
    Choice(ChoiceId),
    /// A number that rows give: a level, and the number it stands for.
    Graded(ChoiceId, NumberId),
}

impl LetNode {
    /// The derived level, where rows give it.
    pub fn choice(self) -> Option<ChoiceId> {
        match self {
            Self::Choice(choice) | Self::Graded(choice, _) => Some(choice),
            Self::Truth(_) | Self::Number(_) => None,
        }
    }
}

/// Something whose certainty counts for a comparison or call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Read {
    /// A fact.
    Fact(FactId),
    /// A derived level.
    Choice(ChoiceId),
    /// A condition.
    Truth(TruthId),
    /// A condition, and what is read where it holds and where it does not; where it is unknown, both.
    If(TruthId, [Slice; 2]),
}

/// A call of a script's function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallNode {
    /// The script.
    pub script: ScriptId,
    /// The function.
    pub function: Arc<str>,
    /// The arguments.
    pub arguments: Vec<CallArgument>,
    /// What its certainty rests on.
    pub reads: Slice,
    /// The call as written.
    pub text: Arc<str>,
    /// Where it stands.
    pub origin: Span,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CallArgument {
    /// A bool.
    Truth(TruthId),
    /// A float.
    Number(NumberId),
    /// A string: the names of the levels by position.
    Level(Leveled, Arc<[Arc<str>]>),
    /// An array of strings.
    Set(FactId, Arc<[Arc<str>]>),
    /// A string as written.
    Word(Arc<str>),
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulePlan {
    /// Its condition.
    pub when: TruthId,
    /// Its exception.
    pub unless: Option<TruthId>,
    /// The rules that defeat it where they fire by `then`.
    pub defeaters: Vec<RuleId>,
    /// Whether it has an `else`.
    pub has_else: bool,
    /// Whether its condition alone decides: no exception, no defeaters, no `else`.
    pub plain: bool,
    /// Its pieces.
    pub pieces: Slice,
    /// Strategies it excludes.
    pub excludes: Vec<TargetId>,
}

/// One effect of one rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// The rule.
    pub rule: RuleId,
    /// Whether it belongs to `then`.
    pub then: bool,
    /// Toward or against what.
    pub target: TargetId,
    /// Whether it is for the target.
    pub favor: bool,
    /// How much.
    pub weight: PieceWeight,
    /// Whether of its side only the strongest piece counts.
    pub rivals: bool,
}

/// How much a piece weighs, before certainty; never negative.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum PieceWeight {
    /// Always the same.
    Constant(f64),
    /// Computed.
    Number(NumberId),
}

/// How the evidence of a target is folded: zero, the prior, then the units in the order of names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fold {
    /// The prior.
    pub prior: f64,
    /// Whether any unit is a group.
    pub grouped: bool,
    /// The units.
    pub units: Vec<Unit>,
}

/// One unit of a fold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Unit {
    /// A piece outside any group.
    Piece(PieceId),
    /// A group with its pieces, those for the target before those against it, both in the order of names.
    Group(GroupId, [Vec<PieceId>; 2]),
}

/// An advice row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowPlan {
    /// What it advises.
    pub outcome: Option<OutcomeId>,
    /// The strategy it is for.
    pub strategy: Option<TargetId>,
    /// Its condition, exception included; `None` for `otherwise`.
    pub applies: Option<TruthId>,
}

/// A node in which the value of a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Setting {
    /// A test of a number fact against it, or against its opposite.
    Test(TruthId, Sign),
    /// The number itself.
    Number(NumberId),
    /// Something that only planning anew can set: an end of a cell, or what a row gives.
    Fixed,
}

/// Whether a value is meant, or its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sign {
    /// The value.
    Plus,
    /// Its opposite.
    Minus,
}

impl Sign {
    /// The other sign.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Plus => Self::Minus,
            Self::Minus => Self::Plus,
        }
    }

    /// What is meant.
    pub fn of(self, value: f64) -> f64 {
        match self {
            Self::Plus => value,
            Self::Minus => -value,
        }
    }
}

/// How a strategy stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// The strategy.
    pub target: TargetId,
    /// Whether it is out of the choice; `None` where no rule excludes it.
    pub excluded: Option<TruthId>,
    /// Its total; unknown where it is out of the choice.
    pub running: NumberId,
    /// The highest total of the others that are in the choice; `None` where it is the only one.
    pub rival: Option<NumberId>,
    /// How far it is above that.
    pub lead: NumberId,
}

/// Something that gives the advice where it applies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deciding {
    /// Where it applies; `None` is everywhere.
    pub applies: Option<TruthId>,
    /// The advice row that it is, by index; `None` for a strategy that is ahead.
    pub row: Option<u32>,
    /// What it advises; `None` is `undecided`.
    pub outcome: Option<OutcomeId>,
}

/// By which branch a rule fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Firing {
    /// By either.
    AnyBranch,
    /// By `then`.
    Then,
}
