//! Rows that can never apply: below an identical row, an `otherwise` or a row of only `*`. Reasons about no levels.

use std::collections::HashMap;

use super::fold::folded;
use super::problem::structure as problem;
use super::report::Report;
use crate::base::{SourceMap, Span};
use crate::syntax::tree::Guard;

/// Rows seen so far.
pub(super) struct Above {
    /// A row that always applies.
    always: Option<Span>,
    /// What a row tests, with its place.
    tests: HashMap<Vec<u8>, Span>,
}

impl Above {
    /// No row yet.
    pub(super) fn new() -> Self {
        Self {
            always: None,
            tests: HashMap::new(),
        }
    }

    /// The next row: an error where one above applies in every case in which this one does.
    pub(super) fn row(&mut self, at: Span, test: Test, report: &mut Report) {
        if let Some(first) = self.always {
            report.push(problem::below_always(at, first));
            return;
        }
        match test {
            Test::Always => self.always = Some(at),
            Test::When(text) => {
                if let Some(first) = self.tests.insert(text, at) {
                    report.push(problem::identical_row(at, first));
                }
            }
        }
    }
}

/// What a row tests.
pub(super) enum Test {
    /// `otherwise`, or only `*`.
    Always,
    /// A test, written in one way only.
    When(Vec<u8>),
}

impl Test {
    /// Of a row that begins with `what` where that matters.
    pub(super) fn of_guard(files: &SourceMap, what: &str, guard: &Guard) -> Self {
        match guard {
            Guard::Otherwise(_) => Self::Always,
            Guard::When { when, unless } => {
                let mut text = what.as_bytes().to_vec();
                for expr in std::iter::once(when).chain(unless) {
                    text.push(b'\n');
                    text.extend(folded(files, expr.span));
                }
                Self::When(text)
            }
        }
    }
}
