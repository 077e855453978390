//! The clauses that stand in the blocks of declarations, in the order of the text. Says nowhere which belong where.

use crate::base::{Horizon, LineKind, Span, Strength};

use super::expr::{Expr, Number};
use super::tree::{Effect, Name, Path, Text};

/// One clause.
#[derive(Clone, Debug)]
pub struct Clause {
    /// From its word to its last character.
    pub span: Span,
    /// What it says.
    pub kind: ClauseKind,
}

/// The kinds of clauses.
#[derive(Clone, Debug)]
pub enum ClauseKind {
    /// `when C`
    When(Expr),
    /// `unless C`
    Unless(Expr),
    /// `then favor kaizen strongly and oppose breakthrough by 3`
    Then(Vec<Effect>),
    /// `else favor kaizen weakly`
    Else(Vec<Effect>),
    /// `because "…"`
    Because(Text),
    /// `cite imai1986 "ch. 2"`
    Cite(Cite),
    /// `basis expert`
    Basis(Basis),
    /// `tag need`
    Tag(Name),
    /// `in money`
    In(Name),
    /// `defeats quick_payback, economy.growth.slow`
    Defeats(Vec<Path>),
    /// `prior -1`
    Prior(Number),
    /// `next "…"`, `risk "…"` and their like
    Remark(Remark),
    /// `ask "…"`
    Ask(Text),
    /// `help "…"`
    Help(Text),
    /// `formerly stabilise_first`: a name by which files may still call it
    Formerly(Name),
    /// `asked when C`: where it is known not to hold, the question does not apply
    Asked(Expr),
    /// `lever no`: whether the organization can change the fact
    Lever(bool),
    /// `version "1.0.0"`
    Version(Text),
    /// `method odds`
    MethodName(Name),
    /// `method "own.rhai"`
    MethodFile(Text),
    /// `sureness sureness`
    Sureness(Path),
    /// `about "…"`
    About(Text),
    /// `scale { weakly 1, strongly 3 }`
    Scale(Vec<ScaleEntry>),
}

impl ClauseKind {
    /// The word that opens it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::When(_) => "when",
            Self::Unless(_) => "unless",
            Self::Then(_) => "then",
            Self::Else(_) => "else",
            Self::Because(_) => "because",
            Self::Cite(_) => "cite",
            Self::Basis(_) => "basis",
            Self::Tag(_) => "tag",
            Self::Formerly(_) => "formerly",
            Self::In(_) => "in",
            Self::Defeats(_) => "defeats",
            Self::Prior(_) => "prior",
            Self::Remark(remark) => remark.kind.word(),
            Self::Ask(_) => "ask",
            Self::Help(_) => "help",
            Self::Asked(_) => "asked",
            Self::Lever(_) => "lever",
            Self::Version(_) => "version",
            Self::MethodName(_) | Self::MethodFile(_) => "method",
            Self::Sureness(_) => "sureness",
            Self::About(_) => "about",
            Self::Scale(_) => "scale",
        }
    }
}

/// `next within 30 days "…"`, `precondition "…" met when C partly when D` and their like
#[derive(Clone, Debug)]
pub struct Remark {
    /// What it is about.
    pub kind: LineKind,
    /// Until when it is to be done; of a `next` alone.
    pub within: Option<Horizon>,
    /// What it says.
    pub text: Text,
    /// When it is met; of a `precondition` alone.
    pub met: Option<Met>,
}

/// `met when C partly when D`
#[derive(Clone, Debug)]
pub struct Met {
    /// From its first word to its last character.
    pub span: Span,
    /// Where it holds, the precondition is met.
    pub when: Expr,
    /// Where it holds, the precondition is met in part.
    pub partly: Option<Expr>,
}

/// What a weight rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// `cited`
    Cited,
    /// `expert`
    Expert,
    /// `calibrated`
    Calibrated,
    /// `illustrative`
    Illustrative,
}

impl Basis {
    /// The word for it.
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
#[derive(Clone, Debug)]
pub struct Cite {
    /// The source.
    pub source: Name,
    /// Where in it.
    pub at: Option<Text>,
}

/// `weakly 1` in a `scale`
#[derive(Clone, Debug)]
pub struct ScaleEntry {
    /// The word.
    pub word: Strength,
    /// The place of the word.
    pub span: Span,
    /// Its value.
    pub value: Number,
}

/// The clauses of one block. A clause given twice where one may stand is reported by the parser and kept here.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// The clauses, in the order of the text.
    pub list: Vec<Clause>,
}

/// Reads the one clause of a kind; where a broken text has two, the first.
macro_rules! one {
    ($($(#[$doc:meta])* $get:ident: $kind:ident -> $ty:ty;)+) => {$(
        $(#[$doc])*
        pub fn $get(&self) -> Option<&$ty> {
            self.list.iter().find_map(|clause| match &clause.kind {
                ClauseKind::$kind(value) => Some(value),
                _ => None,
            })
        }
    )+};
}

/// Reads all clauses of a kind, in the order of the text.
macro_rules! all {
    ($($(#[$doc:meta])* $get:ident: $kind:ident -> $ty:ty;)+) => {$(
        $(#[$doc])*
        pub fn $get(&self) -> impl Iterator<Item = &$ty> {
            self.list.iter().filter_map(|clause| match &clause.kind {
                ClauseKind::$kind(value) => Some(value),
                _ => None,
            })
        }
    )+};
}

impl Clauses {
    one! {
        /// The condition after `when`.
        when: When -> Expr;
        /// The condition after `unless`.
        unless: Unless -> Expr;
        /// The reason in words.
        because: Because -> Text;
        /// What weights rest on.
        basis: Basis -> Basis;
        /// The group after `in`.
        group: In -> Name;
        /// The evidence from the start.
        prior: Prior -> Number;
        /// The question.
        ask: Ask -> Text;
        /// The help to the question.
        help: Help -> Text;
        /// When the question applies.
        asked: Asked -> Expr;
        /// Whether the organization can change the fact.
        lever: Lever -> bool;
        /// The version.
        version: Version -> Text;
        /// The method by name.
        method_name: MethodName -> Name;
        /// The method by file.
        method_file: MethodFile -> Text;
        /// The scale that says how sure the advice is.
        sureness: Sureness -> Path;
        /// What the rulebook is about.
        about: About -> Text;
    }
    all! {
        /// The citations.
        cites: Cite -> Cite;
        /// The tags.
        tags: Tag -> Name;
        /// The names by which files may still call it.
        former: Formerly -> Name;
    }

    /// What is defeated, over all `defeats`.
    pub fn defeats(&self) -> impl Iterator<Item = &Path> {
        self.list
            .iter()
            .filter_map(|clause| match &clause.kind {
                ClauseKind::Defeats(paths) => Some(paths),
                _ => None,
            })
            .flatten()
    }

    /// The effects of all `then`.
    pub fn then_effects(&self) -> impl Iterator<Item = &Effect> {
        self.list
            .iter()
            .filter_map(|clause| match &clause.kind {
                ClauseKind::Then(effects) => Some(effects),
                _ => None,
            })
            .flatten()
    }

    /// The effects of all `else`.
    pub fn else_effects(&self) -> impl Iterator<Item = &Effect> {
        self.list
            .iter()
            .filter_map(|clause| match &clause.kind {
                ClauseKind::Else(effects) => Some(effects),
                _ => None,
            })
            .flatten()
    }

    /// The reasons of a rule's branches: a `because` right behind an `else` beside another one is that of `else`, and a
    /// single one that of `then`, or of `else` where the rule does nothing else.
    pub fn reasons(&self) -> (Option<&Text>, Option<&Text>) {
        let reasons: Vec<(usize, &Text)> = self
            .list
            .iter()
            .enumerate()
            .filter_map(|(at, clause)| match &clause.kind {
                ClauseKind::Because(text) => Some((at, text)),
                _ => None,
            })
            .collect();
        let (first, second) = match reasons.as_slice() {
            [] => return (None, None),
            [(_, only)] if self.is_else_alone() => return (None, Some(only)),
            [(_, only)] => return (Some(only), None),
            [first, second, ..] => (first, second),
        };
        match self.follows_else(first.0) {
            true => (Some(second.1), Some(first.1)),
            false => (Some(first.1), Some(second.1)),
        }
    }

    /// Whether a clause stands right behind an `else`.
    pub(super) fn follows_else(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.list.get(before));
        before.is_some_and(|clause| matches!(clause.kind, ClauseKind::Else(_)))
    }

    /// Whether a rule does something only where its condition does not hold.
    pub(super) fn is_else_alone(&self) -> bool {
        self.then_effects().next().is_none()
            && self.defeats().next().is_none()
            && self.else_effects().next().is_some()
    }

    /// The entries of `scale { … }`.
    pub fn scale(&self) -> impl Iterator<Item = &ScaleEntry> {
        self.list
            .iter()
            .filter_map(|clause| match &clause.kind {
                ClauseKind::Scale(entries) => Some(entries),
                _ => None,
            })
            .flatten()
    }

    /// The remarks (`next`, `risk` …), in the order of the text.
    pub fn remarks(&self) -> impl Iterator<Item = &Remark> {
        self.list.iter().filter_map(|clause| match &clause.kind {
            ClauseKind::Remark(remark) => Some(remark),
            _ => None,
        })
    }
}
