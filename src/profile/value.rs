//! Reads one value of a fact from a text or a node. Every value of every format passes through here.

use crate::base::{Diagnostic, Span};
use crate::model::{Fact, Value};

/// A value of `fact` from a text, such as a cell; `None` is unknown, or wrong where there are errors.
pub fn read_value(text: &str, fact: &Fact, span: Span) -> (Option<Value>, Vec<Diagnostic>) {
    let _ = (text, fact, span);
    (None, Vec::new())
}
