//! Conditions and numbers of the syntax tree, one type for both. Tells yes/no and number apart nowhere.

use std::sync::Arc;

use crate::base::Span;

use super::tree::{CompareOp, Path, Word};

/// A condition or a number.
///
/// INVARIANT: chains of one operator are flat, so that a tree is never deeper than the nesting of its text allows.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Its place, with the parentheses around it where it has some.
    pub span: Span,
    /// What it says.
    pub kind: ExprKind,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `14`, `0.5`, `1e6`
    Number(f64),
    /// `"words"`, as an argument of a call
    Text(Arc<str>),
    /// `resources.crisis`, `margin`, `short_runway`, `yes`, `investment."2 or more"`
    Path(Arc<str>),
    /// `finance.payback(a, b)`, `belief(h)`, `known(need)`, `min(a, b)`
    Call {
        /// What is called.
        callee: Path,
        /// The arguments, in order.
        args: Vec<Expr>,
    },
    /// `a and b and c`; two parts at least
    And(Vec<Expr>),
    /// `a or b or c`; two parts at least
    Or(Vec<Expr>),
    /// `not C`
    Not(Box<Expr>),
    /// `surely C`
    Surely(Box<Expr>),
    /// `at least 2 of { a; b; c }`, `all of { … }`, `any of { … }`, `none of { … }`
    Count {
        /// How many must hold.
        quorum: Quorum,
        /// The parts; one at least.
        parts: Vec<Expr>,
    },
    /// `x is slow`, `x is one of a, b`, `x is known`, `set includes a`
    Is {
        /// What is tested.
        subject: Box<Expr>,
        /// How.
        test: IsTest,
        /// Against which levels: none for `is known` and `is unknown`, one or more for `one of`, else one.
        levels: Vec<Word>,
    },
    /// `a <= b`
    Compare {
        /// How.
        op: CompareOp,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `x between a and b`, both included
    Between {
        /// What is tested.
        subject: Box<Expr>,
        /// The lower end.
        low: Box<Expr>,
        /// The upper end.
        high: Box<Expr>,
    },
    /// `a + b - c` or `a * b / c`, from left to right; the operators of one chain bind equally
    Arithmetic {
        /// The first operand.
        first: Box<Expr>,
        /// What follows; one at least.
        rest: Vec<Step>,
    },
    /// `if C then a else b`
    If {
        /// The condition.
        condition: Box<Expr>,
        /// The number where it holds.
        then: Box<Expr>,
        /// The number where it does not.
        otherwise: Box<Expr>,
    },
    /// `-x`; a minus before a number literal belongs to the literal
    Negate(Box<Expr>),
}

impl ExprKind {
    /// Whether it is a condition by its form; a name or a call may be one, too.
    pub fn is_condition(&self) -> bool {
        match self {
            Self::And(_)
            | Self::Or(_)
            | Self::Not(_)
            | Self::Surely(_)
            | Self::Count { .. }
            | Self::Is { .. }
            | Self::Compare { .. }
            | Self::Between { .. } => true,
            Self::Number(_)
            | Self::Text(_)
            | Self::Path(_)
            | Self::Call { .. }
            | Self::If { .. }
            | Self::Arithmetic { .. }
            | Self::Negate(_) => false,
        }
    }
}

/// `+ b` in `a + b`
#[derive(Clone, Debug)]
pub struct Step {
    /// The operator.
    pub op: ArithmeticOp,
    /// The operand after it.
    pub operand: Expr,
}

/// The four operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// How many parts of a list must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quorum {
    /// `at least 2 of`; the number with its place
    AtLeast(u32, Span),
    /// `all of`
    All,
    /// `any of`
    Any,
    /// `none of`
    None,
}

/// How a value is tested against levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IsTest {
    /// `is slow`
    Is,
    /// `is not slow`
    IsNot,
    /// `is one of a, b`
    OneOf,
    /// `is not one of a, b`
    NotOneOf,
    /// `is at least moderate`
    AtLeast,
    /// `is at most moderate`
    AtMost,
    /// `is known`
    Known,
    /// `is unknown`
    Unknown,
    /// `includes tpm`
    Includes,
}

/// A number as a literal, its sign included: `6`, `-1`, `0.5`, `1e6`
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The value, always finite.
    pub value: f64,
    /// Its place.
    pub span: Span,
}

/// `0..120`, both ends included
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// The lower end.
    pub low: Number,
    /// The upper end; the checker sees to the order.
    pub high: Number,
    /// Its place.
    pub span: Span,
}
