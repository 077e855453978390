//! Facts from pairs of texts, `fact=value`: of a command line or of the cells of a row.

use super::names::Names;
use crate::base::{Diagnostic, FileId, Span};
use crate::model::{FactId, Given, Profile};

/// A name and a value as texts, with their places.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The fact's name, full or short; `….certainty` and `….note` of a fact are names too.
    pub name: &'a str,
    /// Where the name stands.
    pub name_span: Span,
    /// The value as a text; empty is unknown.
    pub text: &'a str,
    /// Where the value stands.
    pub text_span: Span,
}

/// The facts that pairs give; `None` beside a fact that is given as unknown.
pub fn from_pairs(
    pairs: &[Pair<'_>],
    names: &Names<'_>,
) -> (Vec<(FactId, Option<Given>)>, Vec<Diagnostic>) {
    let _ = (pairs, names);
    (Vec::new(), Vec::new())
}

/// Sets facts of a profile from texts such as `growth=slow`; nothing is set where one is wrong.
/// The texts stand one a line in the file `file`, for places.
pub fn set(
    profile: &mut Profile,
    assignments: &[&str],
    file: FileId,
    names: &Names<'_>,
) -> Vec<Diagnostic> {
    let _ = (profile, assignments, file, names);
    Vec::new()
}
