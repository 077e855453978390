//! What went wrong while a script's function ran, as plain data. Decides nothing.

use std::fmt;
use std::sync::Arc;

use crate::base::Span;

/// A call of a script's function that gave no usable result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What went wrong in a sentence: lower case, no final period.
    pub message: String,
    /// The function that was called from outside the script.
    pub function: Arc<str>,
    /// The line of the script where it happened, as a range of bytes of that file; `None` where no line is to blame.
    pub span: Option<Span>,
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.message)
    }
}

impl std::error::Error for Fault {}
