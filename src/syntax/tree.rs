//! The syntax tree: what a rule file says, with places. Resolves no name and gives no type.

use std::sync::Arc;

use crate::base::{FileId, Span, Strength};

use super::clause::Clauses;
use super::expr::{Expr, Number, Range};

/// One file.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The file that all spans of the tree belong to.
    pub file: FileId,
    /// The declarations, in the order of the text.
    pub items: Vec<Item>,
    /// The comments, from `#` to before the end of the line, in the order of the text.
    pub comments: Vec<Span>,
    /// What is read as it is written, and may be meant otherwise.
    pub doubts: Vec<Doubt>,
}

/// A piece of the text that may be meant otherwise than it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Its place.
    pub span: Span,
    /// What it may be.
    pub kind: DoubtKind,
}

/// What a piece of the text may be meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubtKind {
    /// `50.000`: a number that ends in a needless zero of three decimals, whose point may stand between thousands.
    Thousands,
    /// The same as an end of a range, which numbers are held to.
    ThousandsOfRange,
    /// `- 5` at the start of a line: a negative number or value, whose sign may mark an element of a list.
    Dash,
}

/// One declaration.
#[derive(Clone, Debug)]
pub struct Item {
    /// From the word that opens it to its last character.
    pub span: Span,
    /// What it declares.
    pub kind: ItemKind,
}

/// A bare word, such as `kaizen`.
#[derive(Clone, Debug)]
pub struct Name {
    /// The word.
    pub text: Arc<str>,
    /// Its place.
    pub span: Span,
}

/// A name, or names with dots between them: `growth`, `economy.growth`, `economy.growth.slow`.
#[derive(Clone, Debug)]
pub struct Path {
    /// The names with single dots, without white space.
    pub text: Arc<str>,
    /// Its place.
    pub span: Span,
}

/// A string in quotes.
#[derive(Clone, Debug)]
pub struct Text {
    /// The string itself, escapes resolved.
    pub value: Arc<str>,
    /// Its place, quotes included.
    pub span: Span,
}

/// A level where it is used: `slow`, `"5_or_more"`, also `yes`, `no`, `true`, `false`.
#[derive(Clone, Debug)]
pub struct Word {
    /// The word without quotes, escapes resolved.
    pub text: Arc<str>,
    /// Whether it stands in quotes.
    pub quoted: bool,
    /// Its place, quotes included.
    pub span: Span,
}

/// A level where it is declared: `slow "below 2 % a year"`.
#[derive(Clone, Debug)]
pub struct Level {
    /// The level.
    pub word: Word,
    /// What people call it.
    pub title: Option<Text>,
    /// The words by which files may still call it.
    pub former: Vec<Word>,
}

/// The kinds of declarations.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// `rulebook NAME "Title" { version … method … }`
    Rulebook(Rulebook),
    /// `use "people.rules"`
    Use(Use),
    /// `script "finance.rhai" as finance`
    Script(Script),
    /// `source imai1986 "Imai, M. (1986). Kaizen." unseen`
    Source(Source),
    /// `strategy kaizen "Kaizen" { prior -1 next "…" }`
    Strategy(Strategy),
    /// `outcome hybrid "Both" for kaizen { next "…" }`
    Outcome(Outcome),
    /// `hypothesis fits_kaizen "The organization is built for kaizen"`
    Hypothesis(Hypothesis),
    /// `parameter short_runway "Short" = 6 "months" in 0..60 { basis illustrative }`
    Parameter(Parameter),
    /// `topic economy "Economy" { fact … }`
    Topic(Topic),
    /// `let tight = …`, `let readiness : low < high { … }`, `let fit : … by a, b { … }`
    Let(Let),
    /// `group money "Money" limit 9`
    Group(Group),
    /// `contrast economy.growth "Growth" { slow => favor kaizen strongly }`
    Contrast(Contrast),
    /// `rule lean_times "Crisis without cash" { when … then … }`
    Rule(Rule),
    /// `advice { kaizen when best is kaizen … }`
    Advice(Advice),
    /// `note cuts "Cuts" { when … risk "…" }`
    Note(Note),
    /// `table table_2 "Compared" { cite … left … right … row … }`
    Table(SourceTable),
    /// `example "A press shop" { given { … } expect … }`
    Example(Example),
    /// `guarantee careful "Careful" { never … when … }`
    Guarantee(Guarantee),
    /// A declaration that did not parse; its errors are among the diagnostics.
    Error(Broken),
}

/// `rulebook improvement_choice "Kaizen or breakthrough?" { version "1.0.0" method odds }`
#[derive(Clone, Debug)]
pub struct Rulebook {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// `version`, `method`, `sureness`, `basis`, `about`, `scale`.
    pub clauses: Clauses,
}

/// `use "people.rules"`
#[derive(Clone, Debug)]
pub struct Use {
    /// The other file, relative to this one.
    pub path: Text,
}

/// `script "finance.rhai" as finance`
#[derive(Clone, Debug)]
pub struct Script {
    /// The file of Rhai functions, relative to this one.
    pub path: Text,
    /// The name before the dot in calls.
    pub name: Name,
}

/// `source harr95 "Harrington (1995)." unseen`
#[derive(Clone, Debug)]
pub struct Source {
    /// The name that `cite` uses.
    pub name: Name,
    /// The reference in words.
    pub title: Option<Text>,
    /// The word `unseen`, where it stands: nobody has read the text itself.
    pub unseen: Option<Span>,
}

/// `strategy breakthrough "Breakthrough" { prior -1 precondition "…" }`
#[derive(Clone, Debug)]
pub struct Strategy {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// `prior`, `precondition`, `next`, `risk`, `measure`.
    pub clauses: Clauses,
}

/// `outcome hybrid "Kaizen, watching" for kaizen { next "…" }`
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// The strategy after `for`.
    pub strategy: Option<Name>,
    /// `precondition`, `next`, `risk`, `measure`.
    pub clauses: Clauses,
}

/// `hypothesis fits_kaizen "The organization is built for kaizen" { prior 2 }`
#[derive(Clone, Debug)]
pub struct Hypothesis {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// `prior`.
    pub clauses: Clauses,
}

/// `parameter short_runway "Short runway" = 6 "months" in 0..60 { basis illustrative cite ours }`
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// The value.
    pub value: Number,
    /// The unit.
    pub unit: Option<Text>,
    /// The range after `in`.
    pub range: Option<Range>,
    /// `because`, `basis`, `cite`.
    pub clauses: Clauses,
}

/// `topic economy "Economy and market" { fact growth : slow < fast }`
#[derive(Clone, Debug)]
pub struct Topic {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// The facts, in the order of the text.
    pub facts: Vec<Fact>,
}

/// `fact growth "Growth" : slow < moderate < fast { ask "…" help "…" lever no tag need asked when C }`
#[derive(Clone, Debug)]
pub struct Fact {
    /// From `fact` to its last character.
    pub span: Span,
    /// The name without its topic.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// The type after the colon.
    pub ty: Type,
    /// `ask`, `asked`, `help`, `lever`, `tag`.
    pub clauses: Clauses,
}

/// A type as written, of a fact or of a derived level.
#[derive(Clone, Debug)]
pub struct Type {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: TypeKind,
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `yes_no`
    YesNo,
    /// `slow "below 2 %" < moderate < fast`
    Ordinal(Vec<Level>),
    /// `one of open, shared, closed`
    OneOf(Vec<Level>),
    /// `any of five_s, tpm, qc_circles`
    AnyOf(Vec<Level>),
    /// `number "unit" in 0..120`, `integer in 1..5`
    Number {
        /// Whether it is an `integer`.
        whole: bool,
        /// The unit.
        unit: Option<Text>,
        /// The range after `in`.
        range: Option<Range>,
    },
    /// `text`
    Text,
}

/// `let NAME "Title" BODY { because … cite … basis … }`
#[derive(Clone, Debug)]
pub struct Let {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// How it is derived.
    pub body: LetBody,
    /// `because`, `cite`, `basis`; they stand in the one block, with the rows where there are rows.
    pub clauses: Clauses,
}

/// How a `let` derives its value.
#[derive(Clone, Debug)]
pub enum LetBody {
    /// `= resources.runway < short_runway or resources.investment is limited`
    Expr {
        /// The type before it, where it has one: `: number "EUR"`.
        ty: Option<Type>,
        /// The condition or number.
        expr: Expr,
    },
    /// `contradiction NAME "Which holds?" { when C unless D because "…" }`
    Contradiction {
        /// The answers that do not go together.
        when: Expr,
        /// Where it is known to hold, they do.
        unless: Option<Expr>,
    },
    /// `: low < high { high when … low otherwise }`, `: number { 40 when … 0 otherwise }`
    List {
        /// The type after the colon.
        scale: Type,
        /// The rows, in order.
        rows: Vec<ListRow>,
    },
    /// `: poor < good by a, b { limited, * => poor }`
    Table {
        /// The type after the colon.
        scale: Type,
        /// The facts, lets or numbers after `by`.
        inputs: Vec<Path>,
        /// The rows, in order.
        rows: Vec<TableRow>,
    },
}

/// What a row of a derivation gives, or what a value is compared with in a cell.
#[derive(Clone, Debug)]
pub enum Term {
    /// `high`, `short_runway`: a level or, of numbers, a parameter
    Word(Word),
    /// `40`
    Number(Number),
}

impl Term {
    /// Its place.
    pub fn span(&self) -> Span {
        match self {
            Self::Word(word) => word.span,
            Self::Number(number) => number.span,
        }
    }
}

/// `high when people.teamwork >= 70 unless tired`, `low otherwise`, `40 otherwise`
#[derive(Clone, Debug)]
pub struct ListRow {
    /// Its place.
    pub span: Span,
    /// What it gives.
    pub gives: Term,
    /// When it applies.
    pub guard: Guard,
}

/// When a row applies.
#[derive(Clone, Debug)]
pub enum Guard {
    /// `when C unless D`
    When {
        /// The condition.
        when: Expr,
        /// What stops it.
        unless: Option<Expr>,
    },
    /// `otherwise`; with the place of the word.
    Otherwise(Span),
}

/// `limited, * => poor`
#[derive(Clone, Debug)]
pub struct TableRow {
    /// Its place.
    pub span: Span,
    /// One cell an input, where the author counted right: the checker counts again.
    pub cells: Vec<Cell>,
    /// What it gives.
    pub gives: Term,
}

/// A test of one value: `slow`, `a | b`, `not fast`, `*`, `unknown`, `<= 15`, `3..5 | > 50`
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its place.
    pub span: Span,
    /// The tests between `|`; one at least, `*` only alone.
    pub parts: Vec<CellPart>,
}

/// One alternative of a cell.
#[derive(Clone, Debug)]
pub struct CellPart {
    /// Its place.
    pub span: Span,
    /// What it tests.
    pub kind: CellKind,
}

/// What a cell tests.
#[derive(Clone, Debug)]
pub enum CellKind {
    /// `*`
    Any,
    /// `unknown`
    Unknown,
    /// `slow`, `"5_or_more"`, `yes`
    Level(Word),
    /// `not slow`
    Not(Term),
    /// `<= 15`, `> short_runway`, `>= moderate`
    Compare(CompareOp, Term),
    /// `3..5`, `low_mark..10`, both ends included
    Range(Term, Term),
    /// `3`
    Number(Number),
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompareOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl CompareOp {
    /// The sign for it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// `group money "Money" limit 9 { basis expert }`
#[derive(Clone, Debug)]
pub struct Group {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// What is cut.
    pub limit: Limit,
    /// `basis`, `cite`, `because`.
    pub clauses: Clauses,
}

/// The limit of a group.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: LimitKind,
}

/// The kinds of limits.
#[derive(Clone, Debug)]
pub enum LimitKind {
    /// `limit 9`
    Points(Number),
    /// `strongest` or `limit strongest`
    Strongest,
    /// `limit strongest + 2`
    StrongestPlus(Number),
}

/// `contrast NAME economy.growth "Growth" { slow => favor kaizen strongly cite imai1986 }`
#[derive(Clone, Debug)]
pub struct Contrast {
    /// The name before the fact, where there is one.
    pub name: Option<Name>,
    /// The fact or let.
    pub subject: Path,
    /// The title.
    pub title: Option<Text>,
    /// The rows, in order.
    pub rows: Vec<ContrastRow>,
    /// `cite`, `basis`, `defeats`, `tag`, `in`: those of the whole contrast.
    pub clauses: Clauses,
}

/// `tight: limited | moderate => favor kaizen strongly and oppose breakthrough by 2 because "…"`
#[derive(Clone, Debug)]
pub struct ContrastRow {
    /// Its place.
    pub span: Span,
    /// The word before the colon.
    pub label: Option<Name>,
    /// What is tested.
    pub cell: Cell,
    /// What happens; one at least.
    pub effects: Vec<Effect>,
    /// The reason in words.
    pub because: Option<Text>,
}

/// `favor kaizen strongly`, `oppose kaizen by 3`, `exclude breakthrough`
#[derive(Clone, Debug)]
pub struct Effect {
    /// Its place.
    pub span: Span,
    /// The strategy or hypothesis.
    pub target: Name,
    /// What happens to it.
    pub kind: EffectKind,
}

/// The kinds of effects.
#[derive(Clone, Debug)]
pub enum EffectKind {
    /// `favor S HOW`
    Favor(How),
    /// `oppose S HOW`
    Oppose(How),
    /// `exclude S`
    Exclude,
}

/// How strongly.
#[derive(Clone, Debug)]
pub enum How {
    /// `strongly`; with its place.
    Word(Strength, Span),
    /// `by 6 * ramp(resources.saving, 0, 100000)`
    By(Expr),
}

/// `rule lean_times "Crisis without cash" { when … unless … then … else … because … }`
#[derive(Clone, Debug)]
pub struct Rule {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// `when`, `unless`, `then`, `else`, `because`, `cite`, `basis`, `tag`, `in`, `defeats`.
    /// There is one `when` and one `then` or `else` at least, or a diagnostic says so.
    pub clauses: Clauses,
}

/// `advice { control: stabilize_first when … kaizen otherwise }`
#[derive(Clone, Debug)]
pub struct Advice {
    /// The rows, in order.
    pub rows: Vec<AdviceRow>,
}

/// `control: stabilize_first when … unless … because "…" cite imai1986`
#[derive(Clone, Debug)]
pub struct AdviceRow {
    /// Its place.
    pub span: Span,
    /// The word before the colon.
    pub label: Option<Name>,
    /// The outcome it advises.
    pub outcome: Name,
    /// When it applies.
    pub guard: Guard,
    /// `because` and `cite`.
    pub clauses: Clauses,
}

/// `note cuts "Cuts and kaizen" { when … unless … risk "…" because "…" cite … }`
#[derive(Clone, Debug)]
pub struct Note {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// `when`, `unless`, `headline`, `risk`, `precondition`, `next`, `measure`, `because`, `cite`.
    pub clauses: Clauses,
}

/// `table NAME "Title" { cite S left "…" for A right "…" for B row "…", "…" by F }`
#[derive(Clone, Debug)]
pub struct SourceTable {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// The column at the left.
    pub left: TableColumn,
    /// The column at the right.
    pub right: TableColumn,
    /// The rows, in order.
    pub rows: Vec<SourceRow>,
    /// `cite`.
    pub clauses: Clauses,
}

/// `left "Kaizen" for kaizen, fits_kaizen`
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Its place.
    pub span: Span,
    /// The heading.
    pub title: Text,
    /// The strategies and hypotheses that it describes; one at least.
    pub targets: Vec<Name>,
}

/// `row "Pace": "Small steps", "Big steps" restored by goals.target`
#[derive(Clone, Debug)]
pub struct SourceRow {
    /// Its place.
    pub span: Span,
    /// What stands before the colon.
    pub label: Option<CellText>,
    /// The cell at the left.
    pub left: CellText,
    /// The cell at the right.
    pub right: CellText,
    /// The facts, rules and contrasts that carry it; one at least.
    pub by: Vec<Path>,
}

/// `"Small steps" restored`
#[derive(Clone, Debug)]
pub struct CellText {
    /// The text.
    pub text: Text,
    /// Whether the copy at hand has lost it, and it was restored from elsewhere.
    pub restored: bool,
}

/// `example NAME "A press shop in a slow market" { given { … } expect … }`
#[derive(Clone, Debug)]
pub struct Example {
    /// A name, where it has one.
    pub name: Option<Name>,
    /// The title; there is a name or a title.
    pub title: Option<Text>,
    /// The facts of the one `given`.
    pub given: Vec<Given>,
    /// The conditions after each `expect`; one at least.
    pub expects: Vec<Expr>,
}

/// `resources.runway: 14 certainty 0.9 note "from the books"`
#[derive(Clone, Debug)]
pub struct Given {
    /// Its place.
    pub span: Span,
    /// The fact.
    pub fact: Path,
    /// Its value.
    pub value: GivenValue,
    /// The certainty.
    pub certainty: Option<Number>,
    /// Where it comes from.
    pub note: Option<Text>,
}

/// The value of a fact in an example.
#[derive(Clone, Debug)]
pub enum GivenValue {
    /// `14`
    Number(Number),
    /// `slow`, `"free text"`, `yes`, `true`, `unknown`
    Word(Word),
    /// `[five_s, tpm]`; with the place of the brackets.
    Set(Vec<Word>, Span),
}

/// `guarantee growth_helps "Growth helps" { raising economy.growth never lowers total(breakthrough) }`
#[derive(Clone, Debug)]
pub struct Guarantee {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Text>,
    /// What is promised.
    pub claim: Claim,
    /// `because` and `cite`.
    pub clauses: Clauses,
}

/// What a guarantee promises.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its place.
    pub span: Span,
    /// The promise.
    pub kind: ClaimKind,
}

/// The kinds of promises.
#[derive(Clone, Debug)]
pub enum ClaimKind {
    /// `never C when D`, or `always C when D`
    Stated {
        /// Whether it must hold; else it must not.
        always: bool,
        /// C.
        condition: Expr,
        /// Where it is promised.
        when: Option<Expr>,
    },
    /// `raising economy.growth never lowers total(breakthrough)`
    Raising {
        /// The fact that rises.
        fact: Path,
        /// What its rise never does.
        never: Never,
        /// Where it is promised.
        when: Option<Expr>,
    },
}

/// What the rise of a fact never does.
#[derive(Clone, Debug)]
pub enum Never {
    /// `lowers total(breakthrough)`: the strategy or hypothesis.
    Lowers(Name),
    /// `raises total(breakthrough)`, likewise.
    Raises(Name),
    /// `turns advice from kaizen to breakthrough`
    Turns(Name, Name),
}

/// What is known of a declaration that did not parse, so that nobody calls its name unknown.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The word that opens it, or that a misspelt one is nearest to; its place is that of what is written.
    pub keyword: Option<Name>,
    /// The name after that word, where one stands there.
    pub name: Option<Name>,
    /// What of it could be read once the parts at fault were left out: enough to look for further errors in.
    pub rest: Option<Box<ItemKind>>,
}
