//! A rulebook after its names and types are known. Every arena stands in the order of names as bytes,
//! so that the order of declarations and files cannot matter anywhere downstream.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Cond, Fact, FactId, Given, Guarantee, LevelSet, LineOf, Met, Method, Note, NoteItem, Num,
    NumberType, Outcome, Precondition, RuleRef, Scale, SourceTable, Subject, TagId, Topic, TopicId,
};
use crate::base::{Id as _, IdVec, LineKind, SourceMap, Span, Strength, define_ids};

define_ids! {
    /// A literature source.
    SourceId,
    /// A Rhai script.
    ScriptId,
    /// An outcome that can be advised; every strategy is one.
    OutcomeId,
    /// Something that gathers evidence: a strategy or a hypothesis.
    TargetId,
    /// A parameter.
    ParameterId,
    /// A derived fact.
    LetId,
    /// A group of correlated evidence.
    GroupId,
    /// A contrast.
    ContrastId,
    /// A rule or a row of a contrast.
    RuleId,
    /// A note.
    NoteId,
    /// When a precondition is met.
    MetId,
}

/// The tag of facts that nobody should be sure without.
pub const ESSENTIAL: &str = "essential";

/// Everything the files of a rulebook say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rulebook {
    /// The identifier.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// `version "…"`, else empty.
    pub version: Arc<str>,
    /// `about "…"`, else empty.
    pub about: Arc<str>,
    /// SHA-256 over the declarations and scripts in an order of its own, in hexadecimal.
    pub hash: Arc<str>,
    /// The texts, for places.
    #[serde(skip)]
    pub files: SourceMap,
    /// The inference method with the rulebook's own `scale` applied.
    pub method: Method,
    /// The let that says in words how sure the advice is.
    pub sureness: Option<LetId>,
    /// Tags of facts and rules.
    pub tags: IdVec<TagId, Arc<str>>,
    /// Sources.
    pub sources: IdVec<SourceId, Source>,
    /// Scripts.
    pub scripts: IdVec<ScriptId, Script>,
    /// Outcomes, strategies included.
    pub outcomes: IdVec<OutcomeId, Outcome>,
    /// Strategies and hypotheses.
    pub targets: IdVec<TargetId, Target>,
    /// Parameters.
    pub parameters: IdVec<ParameterId, Parameter>,
    /// Topics.
    pub topics: IdVec<TopicId, Topic>,
    /// Facts.
    pub facts: IdVec<FactId, Fact>,
    /// Derived facts.
    pub lets: IdVec<LetId, Let>,
    /// Groups.
    pub groups: IdVec<GroupId, Group>,
    /// Contrasts; their rows are rules.
    pub contrasts: IdVec<ContrastId, Contrast>,
    /// Rules and contrast rows.
    pub rules: IdVec<RuleId, Rule>,
    /// The advice block.
    pub advice: Option<Advice>,
    /// Notes.
    pub notes: IdVec<NoteId, Note>,
    /// Tables of sources, in the order of their names.
    pub tables: Vec<SourceTable>,
    /// Examples, in the order of their titles.
    pub examples: Vec<Example>,
    /// Guarantees, in the order of their names.
    pub guarantees: Vec<Guarantee>,
}

impl Rulebook {
    /// The scale of what has levels or elements.
    pub fn scale(&self, subject: Subject) -> Option<&Scale> {
        match subject {
            Subject::Fact(fact) => self.facts[fact].kind.scale(),
            Subject::Let(id) => self.lets[id].kind.scale(),
        }
    }

    /// The rules that a name stands for: one, or the rows of a contrast.
    pub fn named_rules(&self, named: RuleRef) -> Vec<RuleId> {
        match named {
            RuleRef::Rule(rule) => vec![rule],
            RuleRef::Contrast(id) => self.contrasts[id].rows.clone(),
        }
    }

    /// What the lines of outcomes and notes say of when they are met, each by its id.
    pub fn mets(&self) -> impl Iterator<Item = &Met> {
        self.preconditions().map(|one| one.met)
    }

    /// The same, each with who says the line and which of its preconditions it is.
    pub fn preconditions(&self) -> impl Iterator<Item = Precondition<'_>> {
        let lines = self.lines(LineKind::Precondition);
        lines.filter_map(|(of, at, item)| {
            Some(Precondition {
                of,
                at,
                text: &item.text,
                met: item.met.as_ref()?,
            })
        })
    }

    /// The lines of a kind, each with who says it and which of theirs it is, counted from 1: those of outcomes first.
    pub fn lines(&self, kind: LineKind) -> impl Iterator<Item = (LineOf, usize, &NoteItem)> {
        let outcomes = self.outcomes.iter();
        let outcomes = outcomes.map(|(id, one)| (LineOf::Outcome(id), &one.items));
        let notes = self.notes.iter();
        let notes = notes.map(|(id, one)| (LineOf::Note(id), &one.items));
        outcomes.chain(notes).flat_map(move |(of, items)| {
            let own = items.iter().filter(move |item| item.kind == kind);
            own.zip(1usize..).map(move |(item, at)| (of, at, item))
        })
    }

    /// When the lines of outcomes and notes are met, open to change.
    pub fn mets_mut(&mut self) -> impl Iterator<Item = &mut Met> {
        let outcomes = self.outcomes.values_mut();
        let outcomes = outcomes.flat_map(|outcome| &mut outcome.items);
        let notes = self.notes.values_mut().flat_map(|note| &mut note.items);
        outcomes.chain(notes).filter_map(|item| item.met.as_mut())
    }

    /// The name of who says a line.
    pub fn name_of(&self, of: LineOf) -> &str {
        match of {
            LineOf::Outcome(id) => &self.outcomes[id].name,
            LineOf::Note(id) => &self.notes[id].name,
        }
    }

    /// Gives the conditions of preconditions their ids.
    pub fn number_mets(&mut self) {
        for (at, met) in self.mets_mut().enumerate() {
            met.id = MetId::from_usize(at);
        }
    }

    /// The facts that nobody should be sure without, in the order of their names.
    pub fn essential(&self) -> impl Iterator<Item = FactId> {
        let tag = self.tags.iter().find(|(_, tag)| ***tag == *ESSENTIAL);
        tag.into_iter().flat_map(|(tag, _)| self.tagged(tag))
    }

    /// The topics that have facts, each with them, in the order in which an author declared them.
    pub fn topics_with_facts(&self) -> Vec<(&Topic, Vec<(FactId, &Fact)>)> {
        let order = |origin: Span| (origin.file, origin.start);
        let mut topics: Vec<_> = self.topics.iter().collect();
        topics.sort_by_key(|(_, topic)| order(topic.origin));
        let topics = topics.into_iter().map(|(id, topic)| {
            let facts = self.facts.iter().filter(|(_, fact)| fact.topic == id);
            let mut facts: Vec<_> = facts.collect();
            facts.sort_by_key(|(_, fact)| order(fact.origin));
            (topic, facts)
        });
        topics.filter(|(_, facts)| !facts.is_empty()).collect()
    }

    /// The contradictions, in the order of their names.
    pub fn contradictions(&self) -> impl Iterator<Item = (LetId, &Let)> {
        self.lets.iter().filter(|(_, one)| one.contradiction)
    }

    /// The facts that bear a tag.
    pub fn tagged(&self, tag: TagId) -> impl Iterator<Item = FactId> {
        let tagged = self.facts.iter();
        let tagged = tagged.filter(move |(_, fact)| fact.tags.contains(&tag));
        tagged.map(|(id, _)| id)
    }
}

/// `source imai1986 "…" unseen`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// The identifier.
    pub name: Arc<str>,
    /// The reference in words.
    pub text: Arc<str>,
    /// Whether its text was not seen by the author.
    pub unseen: bool,
    /// Where it is declared.
    pub origin: Span,
}

/// `script "finance.rhai" as finance`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Script {
    /// The name it is called by.
    pub name: Arc<str>,
    /// The script's path as written.
    pub path: Arc<str>,
    /// The script's text.
    pub text: Arc<str>,
    /// Where it is declared.
    pub origin: Span,
}

/// Whether a target competes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetKind {
    /// Competes to be advised.
    Strategy,
    /// Only collects evidence.
    Hypothesis,
}

/// Something that gathers evidence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Target {
    /// The identifier.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// Strategy or hypothesis.
    pub kind: TargetKind,
    /// Evidence that is there from the start; 0 where none is.
    pub prior: f64,
    /// The outcome of the same name, for a strategy.
    pub outcome: Option<OutcomeId>,
    /// Where it is declared.
    pub origin: Span,
}

/// `parameter short_runway "Short runway" = 6 "months" in 0..60 { basis … cite … }`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parameter {
    /// The identifier.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// The value in force.
    pub value: f64,
    /// The value in the file; differs where it was changed from outside.
    pub declared: f64,
    /// Unit and range.
    pub kind: NumberType,
    /// What the number rests on.
    pub basis: Basis,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Where it is declared.
    pub origin: Span,
}

/// When a let can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// From facts, lets and hypotheses.
    Early,
    /// From the totals of strategies.
    Late,
    /// From the advice.
    Last,
    /// From the notes: for what is expected and guaranteed alone, never for a let.
    Noted,
}

/// A derived fact.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Let {
    /// The identifier.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// How it is derived.
    pub kind: LetKind,
    /// The latest stage it uses.
    pub stage: Stage,
    /// Why, in words.
    pub because: Option<Template>,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Whether it is a contradiction: answers that do not go together where it holds.
    pub contradiction: bool,
    /// What its numbers rest on.
    pub basis: Basis,
    /// Where it is declared.
    pub origin: Span,
}

/// The kinds of derivations.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum LetKind {
    /// `let cash_tight = …` of a condition
    YesNo(Cond),
    /// `let score = …` of a number, with the unit it turned out to have
    Number(Num, Option<Arc<str>>),
    /// `let readiness : low < high { high when … low otherwise }`, `let fee : number { 40 when … 0 otherwise }`
    List(Scale, Vec<ListRow>),
    /// `let fit : poor < good by a, b { … => poor }`, `let fee : number by a { … => 40 }`
    Table(Scale, Vec<Subject>, Vec<TableRow>),
}

impl LetKind {
    /// The scale of a derived level.
    pub fn scale(&self) -> Option<&Scale> {
        match self {
            Self::List(scale, _) | Self::Table(scale, _, _) => Some(scale),
            Self::YesNo(_) | Self::Number(..) => None,
        }
    }

    /// The unit of a number.
    pub fn unit(&self) -> Option<&str> {
        match self {
            Self::Number(_, unit) => unit.as_deref(),
            Self::List(scale, _) | Self::Table(scale, _, _) => {
                scale.numbers.as_ref()?.unit.as_deref()
            }
            Self::YesNo(_) => None,
        }
    }

    /// The parameters that rows give.
    pub fn parameters(&self) -> impl Iterator<Item = ParameterId> {
        let (list, table): (&[ListRow], &[TableRow]) = match self {
            Self::List(_, rows) => (rows, &[]),
            Self::Table(_, _, rows) => (&[], rows),
            Self::YesNo(_) | Self::Number(..) => (&[], &[]),
        };
        let list = list.iter().filter_map(|row| row.parameter);
        list.chain(table.iter().filter_map(|row| row.parameter))
    }

    /// Of a let with rows its scale, and the levels that some row gives.
    pub fn given(&self) -> Option<(&Scale, LevelSet)> {
        match self {
            Self::List(scale, rows) => Some((scale, rows.iter().map(|row| row.level).collect())),
            Self::Table(scale, _, rows) => {
                Some((scale, rows.iter().map(|row| row.level).collect()))
            }
            Self::YesNo(_) | Self::Number(..) => None,
        }
    }
}

/// A row of an ordered list; without `when` it is `otherwise`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ListRow {
    /// The level it gives.
    pub level: u8,
    /// The parameter whose value it gives, where it names one.
    pub parameter: Option<ParameterId>,
    /// Its condition.
    pub when: Option<Cond>,
    /// Its exception.
    pub unless: Option<Cond>,
    /// Where it stands.
    pub origin: Span,
}

/// A row of a decision table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TableRow {
    /// A cell for each input.
    pub cells: Vec<Cell>,
    /// The level it gives.
    pub level: u8,
    /// The parameter whose value it gives, where it names one.
    pub parameter: Option<ParameterId>,
    /// Where it stands.
    pub origin: Span,
}

/// A cell of a table or contrast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// `*`: matches everything, unknown included
    Any,
    /// values, `unknown`, or both by `|`
    Test {
        /// Whether `unknown` is among the alternatives.
        unknown: bool,
        /// The values.
        test: CellTest,
    },
}

/// The values of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CellTest {
    /// Levels of a scale.
    Levels(LevelSet),
    /// `yes` and `no`: whether each is among the alternatives.
    Truths {
        /// `yes`
        yes: bool,
        /// `no`
        no: bool,
    },
    /// Ranges of a number.
    Intervals(Vec<CellRange>),
}

/// A range of numbers in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellRange {
    /// The numbers, with the values of parameters that are in force.
    pub within: Interval,
    /// The parameter whose value the lower end is, where one is named.
    pub low: Option<ParameterId>,
    /// The parameter whose value the upper end is, where one is named.
    pub high: Option<ParameterId>,
}

impl Cell {
    /// The ranges of numbers that it tests.
    pub fn ranges(&self) -> &[CellRange] {
        match self {
            Self::Test {
                test: CellTest::Intervals(ranges),
                ..
            } => ranges,
            Self::Any | Self::Test { .. } => &[],
        }
    }

    /// The parameters whose values it compares with, each as often as it is named.
    pub fn parameters(&self) -> impl Iterator<Item = ParameterId> {
        let ends = self
            .ranges()
            .iter()
            .flat_map(|range| match range.low == range.high {
                true => [range.low, None],
                false => [range.low, range.high],
            });
        ends.flatten()
    }
}

/// A range of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end; `-∞` where there is none.
    pub low: f64,
    /// The upper end; `∞` where there is none.
    pub high: f64,
    /// Whether the lower end belongs to it.
    pub low_in: bool,
    /// Whether the upper end belongs to it.
    pub high_in: bool,
}

impl Interval {
    /// One number.
    pub fn point(number: f64) -> Self {
        Self {
            low: number,
            high: number,
            low_in: true,
            high_in: true,
        }
    }

    /// Whether the number lies in it.
    pub fn has(self, number: f64) -> bool {
        (number > self.low || (self.low_in && number == self.low))
            && (number < self.high || (self.high_in && number == self.high))
    }
}

/// Correlated evidence that is limited together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    /// The identifier.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// The limit.
    pub limit: GroupLimit,
    /// The basis, where one was given.
    pub basis: Option<Basis>,
    /// Why, in words.
    pub because: Option<Template>,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Where it is declared.
    pub origin: Span,
}

/// How a group limits its evidence, on each side of each target apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum GroupLimit {
    /// `limit 9`
    Limit(f64),
    /// `strongest`: only the strongest piece counts
    Strongest,
    /// `limit strongest + 2`
    StrongestPlus(f64),
}

/// A contrast: several rules over one fact.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contrast {
    /// The name; its fact's where none was given.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// What it is over.
    pub subject: Subject,
    /// Its rows, in the order written.
    pub rows: Vec<RuleId>,
    /// Where it is declared.
    pub origin: Span,
}

/// A rule, or a row of a contrast.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// The name; of a row `FACT.level` or `NAME.label`.
    pub name: Arc<str>,
    /// The title; of a row its contrast's; the name where none was given.
    pub title: Arc<str>,
    /// The contrast it is a row of.
    pub contrast: Option<ContrastId>,
    /// Its condition.
    pub when: Cond,
    /// Its exception.
    pub unless: Option<Cond>,
    /// Evidence where the condition holds.
    pub then: Vec<Effect>,
    /// Evidence where the condition is known to be false.
    pub otherwise: Vec<Effect>,
    /// Strategies it takes out of the choice.
    pub excludes: Vec<TargetId>,
    /// Rules it defeats, contrasts replaced by their rows, in order.
    pub defeats: Vec<RuleId>,
    /// Why, in words; of a rule with an `else` why where its condition holds.
    pub because: Option<Template>,
    /// Why where its condition is known not to hold, in words.
    pub because_else: Option<Template>,
    /// Citations, a contrast's own after the row's.
    pub citations: Vec<Citation>,
    /// What its weight rests on.
    pub basis: Basis,
    /// The group its evidence belongs to.
    pub group: Option<GroupId>,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// Where it is declared.
    pub origin: Span,
}

impl Rule {
    /// The reasons that it gives.
    pub fn reasons(&self) -> impl Iterator<Item = &Template> {
        self.because.iter().chain(&self.because_else)
    }
}

/// `favor kaizen strongly`, `oppose breakthrough by 3`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Effect {
    /// Toward or against what.
    pub target: TargetId,
    /// Whether it is for the target.
    pub favor: bool,
    /// How much.
    pub weight: Weight,
    /// Where it stands.
    pub origin: Span,
}

/// How much an effect weighs, before certainty; never negative.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Weight {
    /// One of the method's words, with its value.
    Word(Strength, f64),
    /// `by EXPRESSION`
    By(Num),
}

/// What a weight or number rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Basis {
    /// The source gives the number.
    Cited,
    /// Experts were asked.
    Expert,
    /// Fitted to data.
    Calibrated,
    /// Chosen to illustrate.
    Illustrative,
}

impl Basis {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Cited,
        Self::Expert,
        Self::Calibrated,
        Self::Illustrative,
    ];

    /// As written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cited => "cited",
            Self::Expert => "expert",
            Self::Calibrated => "calibrated",
            Self::Illustrative => "illustrative",
        }
    }
}

/// `cite imai1986 "Table 3, Advantage"`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// Where in it; may be empty.
    pub place: Arc<str>,
}

/// A text with places for values.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Template {
    /// Its parts in order.
    pub pieces: Vec<Piece>,
}

impl Template {
    /// Whether it says nothing.
    pub fn is_blank(&self) -> bool {
        let blank = |piece: &Piece| matches!(piece, Piece::Words(words) if words.trim().is_empty());
        self.pieces.iter().all(blank)
    }
}

/// A part of a text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Piece {
    /// Words as they are.
    Words(Arc<str>),
    /// `{topic.fact}` or `{let}`
    Subject(Subject),
    /// `{parameter}`
    Parameter(ParameterId),
    /// `{total(s)}`
    Total(TargetId),
    /// `{best}`
    Best,
    /// `{advice}`
    Advice,
}

/// The advice block.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Advice {
    /// The rows in the order written; the first that is known to apply wins.
    pub rows: Vec<AdviceRow>,
    /// Where it stands.
    pub origin: Span,
}

/// A row of the advice block; without `when` it is `otherwise`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AdviceRow {
    /// Its label.
    pub label: Option<Arc<str>>,
    /// What it advises; `None` is `undecided`.
    pub outcome: Option<OutcomeId>,
    /// Its condition.
    pub when: Option<Cond>,
    /// Its exception.
    pub unless: Option<Cond>,
    /// Why, in words.
    pub because: Option<Template>,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Where it stands.
    pub origin: Span,
}

/// `example "…" { given { … } expect … }`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    /// The title.
    pub title: Arc<str>,
    /// The facts it gives.
    pub given: Vec<(FactId, Given)>,
    /// What it expects.
    pub expect: Vec<Expectation>,
    /// Where it is declared.
    pub origin: Span,
}

/// `expect C`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expectation {
    /// The condition, of any stage.
    pub cond: Cond,
    /// Where it stands.
    pub origin: Span,
}
