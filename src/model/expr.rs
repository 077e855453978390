//! Conditions and numbers after names and types are known. Each keeps the place it came from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    ContrastId, FactId, LetId, LevelSet, NoteId, Op, OutcomeId, ParameterId, RuleId, ScriptId,
    TagId, TargetId,
};
use crate::base::Span;

/// A condition: true, false or unknown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cond {
    /// Where it stands.
    pub origin: Span,
    /// What it is.
    pub kind: CondKind,
}

/// The kinds of conditions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum CondKind {
    /// `yes`, `no`
    Constant(bool),
    /// `resources.crisis`: a yes/no fact or let by itself
    Holds(Subject),
    /// `growth is slow`, `is one of a, b`, `is at least b`, `growth < fast`: the value is one of these levels.
    /// `is not` stands as [`CondKind::Not`] around it.
    Level {
        /// What is tested.
        subject: LevelOf,
        /// The levels for which it holds.
        levels: LevelSet,
    },
    /// `a.x <= b.y` over two values of one scale
    LevelCompare {
        /// Left of the sign.
        left: Subject,
        /// The sign.
        compare: Compare,
        /// Right of the sign.
        right: Subject,
    },
    /// `methods includes tpm`
    Includes {
        /// The set fact.
        fact: FactId,
        /// The element.
        level: u8,
    },
    /// `runway < 6`
    Compare {
        /// Left of the sign.
        left: Num,
        /// The sign.
        compare: Compare,
        /// Right of the sign.
        right: Num,
    },
    /// `x between a and b`, both ends included
    Between {
        /// The tested number.
        number: Num,
        /// The lower end.
        low: Num,
        /// The upper end.
        high: Num,
    },
    /// `x is known`; `is unknown` stands as [`CondKind::Not`] around it
    Known(Subject),
    /// `a and b`, `all of { … }`
    All(Vec<Cond>),
    /// `a or b`, `any of { … }`
    Any(Vec<Cond>),
    /// `at least 2 of { …; … }`
    AtLeast(u32, Vec<Cond>),
    /// `not c`, `none of { … }` (around [`CondKind::Any`])
    Not(Box<Cond>),
    /// `surely c`
    Surely(Box<Cond>),
    /// `finance.fits(…)` that gives yes or no
    Call(Call),
    /// `best is kaizen`, `best is one of a, b`
    BestIs(Vec<TargetId>),
    /// `excluded(kaizen)`
    Excluded(TargetId),
    /// `tied(kaizen)`
    Tied(TargetId),
    /// `fired(lean_times)`, by either branch
    Fired(RuleRef),
    /// `advice is kaizen`, `advice is one of a, b`; `None` among them is `undecided`
    AdviceIs(Vec<Option<OutcomeId>>),
    /// `advised_by(control)`: the index of the advice row
    AdvisedBy(u32),
    /// `noted(cuts)`: the note is shown
    Noted(NoteId),
}

/// A fact or a let, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// A fact.
    Fact(FactId),
    /// A let.
    Let(LetId),
}

/// What has a level: a fact or a let. Kept as a name of its own for readability of signatures.
pub type LevelOf = Subject;

/// A rule, a contrast row (also a rule) or a whole contrast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleRef {
    /// One rule or row.
    Rule(RuleId),
    /// Any row of it.
    Contrast(ContrastId),
}

/// A comparison sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compare {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Compare {
    /// The comparison that holds where this one does not, of numbers that are known.
    pub fn opposite(self) -> Self {
        match self {
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::More,
            Self::More => Self::AtMost,
            Self::AtLeast => Self::Less,
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
        }
    }

    /// As written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether it holds between two numbers.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// A number, which may be unknown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Num {
    /// Where it stands.
    pub origin: Span,
    /// What it is.
    pub kind: NumKind,
}

/// The kinds of numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum NumKind {
    /// `12`
    Constant(f64),
    /// a number fact
    Fact(FactId),
    /// a number let
    Let(LetId),
    /// a parameter
    Parameter(ParameterId),
    /// `margin`, `total(s)`, `belief(h)` …
    Figure(Figure),
    /// an operation on its operands
    Apply(Op, Vec<Num>),
    /// `if c then a else b`
    If(Box<Cond>, Box<[Num; 2]>),
    /// `count(set)`
    Count(FactId),
    /// `finance.payback(…)` that gives a number
    Call(Call),
}

/// A number that the evaluation itself provides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Figure {
    /// `margin`
    Margin,
    /// `total(t)` of a strategy or hypothesis
    Total(TargetId),
    /// `belief(h)`
    Belief(TargetId),
    /// `confidence(s)`
    Confidence(TargetId),
    /// `lead(s)`
    Lead(TargetId),
    /// `strongest(s)`
    Strongest(TargetId),
    /// `known(tag)`
    Known(TagId),
    /// `share_known(tag)`
    ShareKnown(TagId),
}

/// A call of a script's function.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Call {
    /// The script.
    pub script: ScriptId,
    /// The function's name.
    pub function: Arc<str>,
    /// The arguments.
    pub arguments: Vec<Argument>,
}

/// An argument of a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Argument {
    /// A condition; arrives as a bool.
    Truth(Cond),
    /// A number; arrives as a float.
    Number(Num),
    /// A level; arrives as a string.
    Level(Subject),
    /// A set; arrives as an array of strings.
    Set(FactId),
    /// A string as written.
    Word(Arc<str>),
}
