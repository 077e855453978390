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
    pub(super) fn row(&mut self, at: Span, test: Test<'_>, report: &mut Report) {
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
            Test::For { strategy, when } => {
                let key = |strategy: &str| [strategy.as_bytes(), b"\n", &when].concat();
                let for_all = self.tests.get(&key("")).copied();
                let same = self.tests.insert(key(strategy.unwrap_or("")), at);
                if let Some(first) = same.or(for_all) {
                    report.push(problem::identical_row(at, first));
                }
            }
        }
    }
}

/// What a row tests.
pub(super) enum Test<'a> {
    /// `otherwise`, or only `*`.
    Always,
    /// A test, written in one way only.
    When(Vec<u8>),
    /// A test of an outcome's row, which is passed over where its strategy is excluded.
    For {
        strategy: Option<&'a str>,
        when: Vec<u8>,
    },
}

impl<'a> Test<'a> {
    /// Of a row whose outcome is for a strategy or for none: one for none applies wherever its test holds.
    pub(super) fn of_outcome(files: &SourceMap, strategy: Option<&'a str>, guard: &Guard) -> Self {
        match Self::of_guard(files, guard) {
            Self::When(when) => Self::For { strategy, when },
            other => other,
        }
    }

    /// Of a row that gives what it gives wherever its test holds.
    pub(super) fn of_guard(files: &SourceMap, guard: &Guard) -> Self {
        match guard {
            Guard::Otherwise(_) => Self::Always,
            Guard::When { when, unless } => {
                let mut text = Vec::new();
                for expr in std::iter::once(when).chain(unless) {
                    text.push(b'\n');
                    text.extend(folded(files, expr.span));
                }
                Self::When(text)
            }
        }
    }
}
