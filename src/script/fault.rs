//! What went wrong while a script's function ran, as plain data. Decides nothing.

use std::fmt;
use std::sync::Arc;

use crate::base::{Diagnostic, Severity, Span};

/// A call of a script's function that gave no usable result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind of trouble it is.
    pub kind: FaultKind,
    /// What went wrong in a sentence: lower case, no final period.
    pub message: String,
    /// The function that was called from outside the script.
    pub function: Arc<str>,
    /// The place in the script where it happened; `None` where no line is to blame.
    pub span: Option<Span>,
}

/// The kinds of trouble a call can end in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The result is not a finite number.
    NotFinite,
    /// The result is of a type that cannot be used.
    WrongType,
    /// The script ran into a limit.
    Limit,
    /// There is no such function, or it takes a different number of arguments.
    Missing,
    /// The script failed.
    Failed,
}

impl Fault {
    pub(super) fn new(kind: FaultKind, function: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            function: function.into(),
            span: None,
        }
    }

    #[must_use]
    pub(super) fn at(mut self, span: Option<Span>) -> Self {
        self.span = self.span.or(span);
        self
    }

    /// The fault as an error at the script's line, under the code of what called it.
    pub(super) fn diagnostic(&self, code: &'static str) -> Diagnostic {
        match self.span {
            Some(span) => Diagnostic::error(code, span, self.message.clone()),
            None => Diagnostic::new(code, Severity::Error, self.message.clone()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.message)
    }
}

impl std::error::Error for Fault {}
