//! The trace: everything an evaluation did, as data that explains itself and can be checked by hand.
//! Names are stable within one `trace_version`. The engine writes it; renderings and checkers read nothing else.

mod answers;
mod json;
mod read;
mod sets;
mod shape;
mod sureness;
mod table;
mod value;

pub use answers::{AnswerKind, AnswersTrace, LevelTrace};
pub(crate) use answers::{AnswersTold, LevelTold};
pub(crate) use json::{Hole, Json, Kept};
pub use read::{from_json, version_of};
pub(crate) use sets::{OpensTold, SettlesTold, ShareTold, WitnessTold};
pub use sets::{OpensTrace, SettlesTrace, ShareTrace, Witness};
pub(crate) use shape::{Own, Put, Sentence, Shape, Varies};
pub use sureness::{CapKind, CapTrace, CappedTrace, ContradictionTrace};
pub(crate) use sureness::{CapTold, CappedTold, ContradictionTold};
pub(crate) use table::{CellTextTold, ColumnTold, RowAnswerTold, TableRowTold, TableTold};
pub use table::{CellTextTrace, ColumnTrace, RowAnswerTrace, Standing, TableRowTrace, TableTrace};
pub(crate) use value::ValueTold;
pub use value::{N, ValueTrace};

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shape::shape;

/// The version of this shape; it changes when a name or a meaning does.
pub const TRACE_VERSION: &str = "3";

shape! {
    /// Three-valued truth.
    pub enum Truth {
        /// Known to hold.
        True = "true",
        /// Known not to hold.
        False = "false",
        /// Not known.
        Unknown = "unknown",
    }
}

shape! {
    /// One evaluation of one profile.
    pub struct Trace => TraceTold<'a, F = Vec<FactTold<'a>>, R = Vec<RuleTold<'a>>, L = Vec<LedgerLineTold<'a>>> {
        /// The version of this shape.
        pub trace_version: String,
        /// The rulebook.
        pub rulebook: RulebookTrace,
        /// The inference method.
        pub method: MethodTrace,
        /// The profile.
        pub profile: ProfileTrace,
        /// The name of the advised outcome, or `undecided`.
        pub advice: String,
        /// Its title.
        pub title: String,
        /// The label of the advice row that gave it, else its number from 1 as text; null without an `advice` block or where no row applied.
        pub row: Option<String>,
        /// The strategy the outcome is for.
        pub strategy: Option<String>,
        /// That strategy's share of the confidence, 0 to 1; null for an outcome for no strategy.
        pub confidence: Option<N>,
        /// Whether every weight in the margin is calibrated, so that the share may be read as a probability.
        pub calibrated: bool,
        /// The level of the rulebook's sureness scale; null where there is none or it is unknown.
        pub sureness: Option<String>,
        /// Why the sureness is what it is: the derived scale's `because`, else its row's condition in words.
        pub sureness_because: Option<String>,
        /// The levels of the rulebook's sureness scale, from low to high; empty where there is none.
        pub sureness_levels: Vec<LevelTrace>,
        /// The sureness that may be told, and what keeps it down.
        pub sureness_capped: CappedTrace,
        /// The contradictions that hold, by name.
        pub contradictions: Vec<ContradictionTrace>,
        /// Whether no answer still missing can change the advice, given with full certainty: true proved, false with a witness, null not decided.
        pub settled: Option<bool>,
        /// Why, where `settled` is null; what was proved or found otherwise.
        pub settled_because: Option<String>,
        /// For `settled` false: values of unknown facts with which the advice is another.
        pub witness: Option<Witness>,
        /// Outcomes that a completion of the unknown facts may still lead to, by the bounds; only those that one does lead to where each was tried; empty where not asked for.
        pub possible_advice: Vec<String>,
        /// The smallest sets of unknown facts that could change the advice; null where not asked for.
        pub opens: Option<OpensTrace>,
        /// Answers after which no other answer can change the advice; null where none were found, where nothing can change it anyway, and where not asked for.
        pub settles: Option<SettlesTrace>,
        /// In what part of all complete ways to answer the unknown facts whose questions apply the advice is another; null where not asked for.
        pub share: Option<ShareTrace>,
        /// The lead of the best strategy over its strongest rival; null where there is no rival.
        pub margin: Option<N>,
        /// The strategies, best first, excluded ones last.
        pub strategies: Vec<StrategyTrace>,
        /// The hypotheses by name.
        pub hypotheses: Vec<HypothesisTrace>,
        /// The derived facts by name.
        pub derived: Vec<DerivedTrace>,
        /// The known facts by name.
        pub facts: Vec<FactTrace> => F,
        /// The unknown facts, the most telling question first where effects were asked for, else by name.
        pub unknown: Vec<UnknownTrace>,
        /// Every rule and contrast row by name.
        pub rules: Vec<RuleTrace> => R,
        /// The groups by name, with what their limits did.
        pub groups: Vec<GroupTrace>,
        /// What separates the advised (or best) strategy from its strongest rival; the lines add up to the difference of their totals.
        pub ledger: Vec<LedgerLine> => L,
        /// Between whom the ledger is.
        pub ledger_between: Option<Between>,
        /// How the evidence conflicts, by target.
        pub conflict: Vec<ConflictTrace>,
        /// How much of the ledger rests on weights of each basis.
        pub basis: Vec<BasisShare>,
        /// How much of the ledger (of the sum of its magnitudes, 0 to 1) is cited only from sources whose text was not seen.
        pub unseen_share: N,
        /// The rows of the advice block in order.
        pub advice_rows: Vec<AdviceRowTrace>,
        /// The advised outcome's own lines.
        pub outcome_lines: Vec<LineTrace>,
        /// Notes that hold, by name.
        pub notes: Vec<NoteTrace>,
        /// The tables of sources by name, with where the organization stands; empty where not all was asked for.
        pub tables: Vec<TableTrace>,
        /// Warnings in words.
        pub warnings: Vec<String>,
    }
}

shape! {
    /// The rulebook of a trace.
    pub struct RulebookTrace => RulebookTold<'a> {
        /// Its name.
        pub name: String,
        /// Its title.
        pub title: String,
        /// Its version; may be empty.
        pub version: String,
        /// SHA-256 over its declarations and scripts, independent of their order.
        pub hash: String,
        /// Parameters changed from outside.
        pub parameters: Vec<ParameterTrace>,
    }
}

shape! {
    /// A parameter that differs from the file.
    pub struct ParameterTrace => ParameterTold<'a> {
        /// Its name.
        pub name: String,
        /// The value in force.
        pub value: N,
        /// The value in the file.
        pub declared: N,
        /// Its unit.
        pub unit: Option<String>,
    }
}

shape! {
    /// The profile of a trace.
    pub struct ProfileTrace => ProfileTold<'a> {
        /// Its name.
        pub name: String,
        /// Its file; empty where there is none.
        pub file: String,
        /// SHA-256 over its values and certainties in the order of names.
        pub hash: String,
    }
}

shape! {
    /// The method of a trace.
    pub struct MethodTrace => MethodTold<'a> {
        /// Its name.
        pub name: String,
        /// Values of weakly, moderately, strongly, decisively.
        pub scale: [N; 4],
        /// Whether shares are divided by their sum.
        pub normalize: bool,
    }
}

shape! {
    /// A strategy.
    pub struct StrategyTrace => StrategyTold<'a> {
        /// Its name.
        pub name: String,
        /// Its title.
        pub title: String,
        /// What is there from the start, before any rule.
        pub prior: N,
        /// Its total, rounded to 1e-9.
        pub total: N,
        /// Its share of the confidence, 0 to 1.
        pub confidence: N,
        /// Its lead over the strongest other; null where excluded or without rival.
        pub lead: Option<N>,
        /// Whether it was taken out of the choice.
        pub excluded: bool,
        /// The rules that did.
        pub excluded_by: Vec<String>,
        /// Whether it shares the first place.
        pub tied: bool,
        /// Its evidence in the method's words.
        pub describe: Option<String>,
        /// Bounds of the total over all completions of the unknown facts; null where not asked for or not bounded.
        pub total_bounds: Option<[N; 2]>,
        /// Bounds of the confidence, likewise.
        pub confidence_bounds: Option<[N; 2]>,
    }
}

shape! {
    /// A hypothesis.
    pub struct HypothesisTrace => HypothesisTold<'a> {
        /// Its name.
        pub name: String,
        /// Its title.
        pub title: String,
        /// What is there from the start, before any rule.
        pub prior: N,
        /// Its total, rounded to 1e-9.
        pub total: N,
        /// What the evidence so far supports.
        pub belief: N,
        /// Its evidence in the method's words.
        pub describe: Option<String>,
        /// Bounds of the total over all completions of the unknown facts; null where not asked for or not bounded.
        pub total_bounds: Option<[N; 2]>,
    }
}

shape! {
    /// A derived fact.
    pub struct DerivedTrace => DerivedTold<'a> {
        /// Its name.
        pub name: String,
        /// Its title.
        pub title: String,
        /// Its value; null where unknown.
        pub value: ValueTrace,
        /// The value in words: the level's words, the number with its unit.
        pub words: String,
        /// The levels that are possible; empty for yes/no and numbers.
        pub possible: Vec<String>,
        /// Whether there may also be no level: no row is known to apply, and rows may not cover what is not known.
        pub nothing: bool,
        /// How sure, 0 to 1.
        pub certainty: N,
        /// For a level: the number (from 1) of the row that gave it.
        pub row: Option<u32>,
        /// The row or expression that gave it, as written.
        pub rule: String,
        /// What its rows or its expression read, each once.
        pub reads: Vec<ReadTrace>,
        /// Why, in words.
        pub because: Option<String>,
        /// What its numbers rest on.
        pub basis: String,
        /// Its citations.
        pub citations: Vec<CitationTrace>,
        /// Where it is declared.
        pub place: PlaceTrace,
    }
}

shape! {
    /// A place in a file.
    #[derive(Eq)]
    pub struct PlaceTrace => PlaceTold<'a> {
        /// The file.
        pub file: String,
        /// The line, from 1.
        pub line: u32,
    }
}

shape! {
    /// A known fact.
    pub struct FactTrace => FactTold<'a> {
        /// Its full name.
        pub name: String,
        /// Its title or short name.
        pub title: String,
        /// Its value.
        pub value: ValueTrace => Varies<ValueTold<'a>>,
        /// The value in words: the level's words, the number with its unit.
        pub words: String => Varies<Cow<'a, str>>,
        /// How sure, above 0 and at most 1.
        pub certainty: N,
        /// The note in the profile.
        pub note: Option<String>,
        /// Where it stands in the profile.
        pub place: Option<PlaceTrace> => Varies<Option<PlaceTold<'a>>>,
        /// Whether any rule, derivation, advice row or note reads it.
        pub read: bool,
        ;
        /// The answers that it takes.
        pub answers: Option<AnswersTrace> => Option<AnswersTold<'a>>,
    }
}

shape! {
    /// An unknown fact.
    pub struct UnknownTrace => UnknownTold<'a> {
        /// Its full name.
        pub name: String,
        /// Its title or short name.
        pub title: String,
        /// The question.
        pub ask: Option<String>,
        /// Whether anything reads it.
        pub read: bool,
        /// Whether its question does not apply, since when it is asked is known not to hold: it is no open question.
        pub moot: bool,
        /// What it could do; null where not asked for, and where its question does not apply.
        pub effect: Option<UnknownEffect>,
        /// What the profile notes on it, such as who was asked.
        pub note: Option<String>,
        ;
        /// The answers that it takes.
        pub answers: Option<AnswersTrace> => Option<AnswersTold<'a>>,
    }
}

shape! {
    /// What an unknown fact could do, the other unknown facts staying unknown.
    pub struct UnknownEffect => UnknownEffectTold<'a> {
        /// The lowest and highest total of each target that it moves.
        pub totals: BTreeMap<String, [N; 2]>,
        /// Whether they hold for all its values. They hold for those that were tried only, where it is a number and a
        /// method or a script's function could not be bounded between them.
        pub bounded: bool,
        /// How far it moves the margin between the two leading strategies at most, in the method's unit; null where the
        /// totals hold for the values that were tried only.
        pub span: Option<N>,
        /// Whether one of its values alone changes the advice; null where neither such a value nor a proof was found.
        pub changes_advice: Option<bool>,
        /// Why something of it is not known: what could not be bounded, and the way out where there is one.
        pub because: Option<String>,
        /// A value of it that does, with the advice it leads to.
        pub witness: Option<Witness>,
    }
}

shape! {
    /// A rule or a row of a contrast.
    pub struct RuleTrace => RuleTold<'a> {
        /// Its name.
        pub name: String,
        /// Its title.
        pub title: String,
        /// What became of it.
        pub status: RuleStatus,
        /// Its branch, where it fired.
        pub branch: Option<Branch>,
        /// Its condition.
        pub condition: ConditionTrace,
        /// Its exception.
        pub unless: Option<ConditionTrace>,
        /// Its effects: of the branch that fired with contributions, otherwise those of `then`, and of `else`.
        pub evidence: Vec<EvidenceTrace>,
        /// Strategies it excludes where it fires by `then`.
        pub excludes: Vec<String>,
        /// Rules it defeats where it fires by `then`.
        pub defeats: Vec<String>,
        /// The rules that defeated it.
        pub defeated_by: Vec<String>,
        /// Why, in words with the values filled in. It is the reason of `then`, and of `else` where the rule has nothing else;
        /// null where the other branch fired.
        pub because: Option<String>,
        /// Its citations.
        pub citations: Vec<CitationTrace>,
        /// What its weight rests on.
        pub basis: String,
        /// Its group.
        pub group: Option<String>,
        /// The title of its group.
        pub group_title: Option<String>,
        /// Where it is declared.
        pub place: PlaceTrace,
        /// For a rule that did not fire by `then`: why not, and what hangs on it.
        pub why_not: Option<WhyNot>,
    }
}

shape! {
    /// What became of a rule, in the order in which it is decided.
    #[derive(PartialOrd, Ord)]
    pub enum RuleStatus {
        /// A rule that fired defeats it.
        Defeated = "defeated",
        /// Its `unless` holds.
        Stopped = "stopped",
        /// Its condition is known to hold, or known to be false and it has an `else`.
        Fired = "fired",
        /// Its condition is unknown.
        Unknown = "unknown",
        /// Its condition is known to be false and it has no `else`.
        NotFired = "not_fired",
    }
}

shape! {
    /// The branch by which a rule fired.
    pub enum Branch {
        /// `then`
        Then = "then",
        /// `else`
        Else = "else",
    }
}

shape! {
    /// A condition with the truth of each of its parts.
    pub struct ConditionTrace => ConditionTold<'a> {
        /// `and`, `or`, `not`, `at_least`, `surely`, or `test` for a leaf.
        pub op: String,
        /// The condition as written; for a leaf always, otherwise for `at_least` its number as text, else null.
        pub text: Option<String>,
        /// Its truth.
        pub truth: Truth,
        /// How sure, 0 to 1.
        pub certainty: N,
        /// For a leaf: the values it read.
        pub reads: Vec<ReadTrace>,
        /// Its parts.
        pub parts: Vec<ConditionTrace>,
        ;
        /// For a leaf: the script's call that failed and why, where the result does not depend on it; left out otherwise.
        pub failed: Option<String> => Option<Cow<'a, str>>,
    }
}

shape! {
    /// A value that a test read.
    pub struct ReadTrace => ReadTold<'a> {
        /// What was read: a fact, let, parameter or figure such as `margin`.
        pub name: String,
        /// Its value; null where unknown.
        pub value: ValueTrace => Varies<ValueTold<'a>>,
    }
}

shape! {
    /// One effect of a rule.
    pub struct EvidenceTrace => EvidenceTold<'a> {
        /// The branch it belongs to.
        pub branch: Branch,
        /// The strategy or hypothesis.
        pub toward: String,
        /// The weight with its sign, `oppose` negative, before certainty; null where unknown.
        pub weight: Option<N>,
        /// The certainty of the condition it is lifted by.
        pub certainty: N,
        /// The piece alone: total(lift(weight, certainty)); 0 where it did not happen; null where its weight is unknown.
        pub contribution: Option<N>,
        /// Whether it counts: the rule fired by this branch, the weight is known, and where its group counts only the
        /// strongest piece of a side, it is that one.
        pub counted: bool,
        /// Where the weight is computed: from what.
        pub by: Option<ComputedTrace>,
    }
}

shape! {
    /// A number that is computed, and what from.
    pub struct ComputedTrace => ComputedTold<'a> {
        /// The expression as written.
        pub text: String,
        /// The values that it reads.
        pub reads: Vec<ReadTrace>,
    }
}

shape! {
    /// A group of correlated evidence.
    pub struct GroupTrace => GroupTold<'a> {
        /// Its name.
        pub name: String,
        /// Its title.
        pub title: String,
        /// How each side of a target is limited.
        pub limit: LimitKind,
        /// The number of the limit: the most, or what is added to the strongest piece; null for `strongest`.
        pub most: Option<N>,
        /// Where it is declared.
        pub place: PlaceTrace,
        /// What it made of each side on which there is evidence.
        pub sides: Vec<SideTrace>,
    }
}

shape! {
    /// The kinds of limits of a group.
    pub enum LimitKind {
        /// `limit N`: a side counts for at most N.
        Limit = "limit",
        /// `strongest`: of a side only the strongest piece counts.
        Strongest = "strongest",
        /// `limit strongest + N`: a side counts for at most its strongest piece and N.
        StrongestPlus = "strongest_plus",
    }
}

shape! {
    /// The pieces of a group on one side of a target.
    pub struct SideTrace => SideTold<'a> {
        /// The strategy or hypothesis.
        pub toward: String,
        /// `for` or `against`.
        pub side: String,
        /// The total of all its pieces.
        pub uncut: N,
        /// The total of what counts.
        pub kept: N,
        /// The rules that gave the pieces, by name.
        pub rules: Vec<String>,
    }
}

shape! {
    /// A citation.
    #[derive(Eq)]
    pub struct CitationTrace => CitationTold<'a> {
        /// The source's name.
        pub source: String,
        /// The reference in words.
        pub text: String,
        /// Where in it; may be empty.
        pub at: String,
        /// Whether its text was not seen by the author.
        pub unseen: bool,
    }
}

shape! {
    /// Why a rule did not fire, and what hangs on it.
    pub struct WhyNot => WhyNotTold<'a> {
        /// The tests that stand in the way, in the order of the condition.
        pub obstacles: Vec<Obstacle>,
        /// What it would have contributed to each target: total(lift(weight, 1)).
        pub would_contribute: BTreeMap<String, N>,
        /// The advice if this rule had fired by `then`, everything else being equal.
        pub advice_if_fired: String => Varies<Cow<'a, str>>,
        /// Whether that differs from the advice given.
        pub changes_advice: bool => Varies<bool>,
    }
}

shape! {
    /// A test that stands in the way of a rule.
    pub struct Obstacle => ObstacleTold<'a> {
        /// The test as written.
        pub text: String,
        /// Its truth: false or unknown (or true under a `not`).
        pub truth: Truth,
        /// The value read.
        pub reads: Vec<ReadTrace>,
        /// How far the value is from where the test would turn: a difference of the number, or of levels; null where
        /// the value is unknown or there is no order.
        pub distance: Option<N> => Varies<Option<N>>,
        /// The unit of the distance: the number's unit, `levels`, or empty.
        pub unit: String,
    }
}

shape! {
    /// Between whom a ledger is.
    pub struct Between => BetweenTold<'a> {
        /// The strategy whose total comes first.
        pub strategy: String,
        /// The strategy whose total is taken from it; null where there is no rival.
        pub rival: Option<String>,
        /// The difference of the totals: the sum of the lines.
        pub difference: N,
    }
}

shape! {
    /// One line of the ledger.
    pub struct LedgerLine => LedgerLineTold<'a> {
        /// What it is.
        pub kind: LedgerKind,
        /// The rule or group; the strategy for a prior.
        pub name: String,
        /// Its title.
        pub title: String,
        /// The strategy whose total it changed.
        pub toward: String,
        /// The branch by which the rule fired; null where the line is no rule's.
        pub branch: Option<Branch>,
        /// What it adds to the difference: the change of the total by folding it in, with the sign reversed for the rival;
        /// rounded so that the lines add up exactly in units of 1e-9.
        pub amount: N => Varies<N>,
        /// The known facts on which its condition, its exception and its weight depend, with their values in words.
        pub facts: Vec<String> => Varies<Vec<Sentence<'a>>>,
        /// Why, in words; as of the rule, null where its reason is that of the other branch.
        pub because: Option<String>,
        /// Its citations in short form: the source's reference and the place.
        pub citations: Vec<CitationTrace>,
        /// What its weight rests on; empty for a cut.
        pub basis: String,
        /// Where it is declared.
        pub place: PlaceTrace,
    }
}

shape! {
    /// The kinds of ledger lines.
    #[derive(PartialOrd, Ord)]
    pub enum LedgerKind {
        /// Evidence from the start.
        Prior = "prior",
        /// A rule or contrast row.
        Rule = "rule",
        /// What a group's limit cut away.
        Cut = "cut",
    }
}

shape! {
    /// Evidence for and against one target.
    pub struct ConflictTrace => ConflictTold<'a> {
        /// The strategy or hypothesis.
        pub target: String,
        /// The total of what counts for it: behind the limits of groups, a prior for it included.
        pub supporting: N,
        /// The total of what counts against it, negative; the same.
        pub opposing: N,
        /// How even the two are, the smaller magnitude divided by the larger: 0 where all points one way or there is
        /// nothing, 1 where both are equally strong.
        pub conflict: N,
    }
}

shape! {
    /// The part of the ledger that rests on one basis.
    pub struct BasisShare => BasisShareTold<'a> {
        /// `cited`, `expert`, `calibrated` or `illustrative`.
        pub basis: String,
        /// The sum of the magnitudes of its lines, those for and those against alike, of each as much as counts: a limit
        /// of a group takes from all lines of its side in proportion (`kept` / `uncut` in `groups`), and what `strongest`
        /// leaves out counts nothing. Cuts rest on no weight.
        pub amount: N,
        /// Its part of the sum of these magnitudes over all bases, 0 to 1. The difference itself has no such parts, since
        /// what is against it would count negative.
        pub share: N,
    }
}

shape! {
    /// A row of the advice block.
    pub struct AdviceRowTrace => AdviceRowTold<'a> {
        /// Its number, from 1.
        pub row: u32,
        /// Its label.
        pub label: Option<String>,
        /// What it advises.
        pub outcome: String,
        /// The title of what it advises.
        pub title: String,
        /// What became of it.
        pub status: RowStatus,
        /// Its condition; null for `otherwise`.
        pub condition: Option<ConditionTrace>,
        /// Its exception.
        pub unless: Option<ConditionTrace>,
        /// For an unknown row: the unknown facts that would settle it.
        pub needs: Vec<String>,
        /// The rules that excluded its strategy.
        pub excluded_by: Vec<String>,
        /// Why, in words.
        pub because: Option<String>,
        /// Its citations.
        pub citations: Vec<CitationTrace>,
        /// Where it stands.
        pub place: PlaceTrace,
    }
}

shape! {
    /// What became of an advice row.
    pub enum RowStatus {
        /// It gave the advice.
        Chosen = "chosen",
        /// It would apply too, but a row above was chosen.
        Below = "below",
        /// Its condition is known to be false.
        DoesNotApply = "does_not_apply",
        /// Its `unless` holds.
        Stopped = "stopped",
        /// Its condition is unknown.
        Unknown = "unknown",
        /// Its strategy is excluded.
        Excluded = "excluded",
    }
}

shape! {
    /// A line of a note or outcome.
    pub struct LineTrace => LineTold<'a> {
        /// `headline`, `risk`, `precondition`, `next` or `measure`.
        pub kind: String,
        /// Until when the step is to be done.
        pub within: Option<HorizonTrace>,
        /// Its text with the values filled in.
        pub text: String,
        /// Whether the precondition is met; `None` where nothing says when it is.
        pub met: Option<MetTrace>,
    }
}

shape! {
    /// A time from now.
    pub struct HorizonTrace => HorizonTold<'a> {
        /// How many of them.
        pub amount: u32,
        /// `days`, `weeks`, `months` or `years`.
        pub unit: String,
    }
}

shape! {
    /// What is known of a precondition.
    pub enum MetStatus {
        /// Its condition holds.
        Yes = "yes",
        /// Its condition for a part holds.
        Part = "part",
        /// Its condition is known not to hold, and so is that for a part.
        No = "no",
        /// Not known.
        Open = "open",
    }
}

impl MetStatus {
    /// The first condition that holds decides, and only what is known not to hold is a no; of truths from -1 to 1.
    pub fn of(when: f64, partly: f64) -> Self {
        match when {
            holds if holds > 0.0 => Self::Yes,
            _ if partly > 0.0 => Self::Part,
            holds if holds < 0.0 && partly < 0.0 => Self::No,
            _ => Self::Open,
        }
    }

    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Part => "in part",
            Self::No => "no",
            Self::Open => "not answered",
        }
    }
}

shape! {
    /// Whether a precondition is met.
    pub struct MetTrace => MetTold<'a> {
        /// What is known of it.
        pub status: MetStatus,
        /// The condition under which it is met.
        pub when: ConditionTrace,
        /// The condition under which it is met in part.
        pub partly: Option<ConditionTrace>,
    }
}

shape! {
    /// A note that holds.
    pub struct NoteTrace => NoteTold<'a> {
        /// Its name.
        pub name: String,
        /// Its title.
        pub title: String,
        /// Its condition.
        pub condition: ConditionTrace,
        /// Its lines.
        pub lines: Vec<LineTrace>,
        /// Why, in words.
        pub because: Option<String>,
        /// Its citations.
        pub citations: Vec<CitationTrace>,
        /// Where it is declared.
        pub place: PlaceTrace,
    }
}
