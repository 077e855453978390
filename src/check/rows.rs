//! Rows that can never apply: below an identical row, an `otherwise` or a row of only `*`. Reasons about no levels.

use std::collections::HashMap;

use super::fold::folded;
use super::problem::structure as problem;
use super::report::Report;
use crate::base::{SourceMap, Span, truth};
use crate::syntax::expr::{Expr, ExprKind};
use crate::syntax::tree::Guard;

/// Rows seen so far, each under the strategy that may keep it from applying.
pub(super) struct Above<'a> {
    /// Rows that always apply.
    always: HashMap<Option<&'a str>, First<'a>>,
    /// What a row tests.
    tests: HashMap<(Option<&'a str>, Vec<u8>), First<'a>>,
    /// Rows that always apply, of which it was told that one below never does: those below it are no news.
    told: Vec<Span>,
}

/// A row that applies wherever another does; one of the advice with what may keep it from that.
type First<'a> = (Span, Option<Standing<'a>>);

impl<'a> Above<'a> {
    /// No row yet.
    pub(super) fn new() -> Self {
        Self {
            always: HashMap::new(),
            tests: HashMap::new(),
            told: Vec::new(),
        }
    }

    /// The next row: an error where one above applies in every case in which this one does.
    pub(super) fn row(&mut self, at: Span, test: Test, report: &mut Report) {
        self.next((at, None), test, report);
    }

    /// The same for a row of the advice: one for a strategy is passed over while that is excluded.
    pub(super) fn outcome(
        &mut self,
        at: Span,
        standing: Standing<'a>,
        test: Test,
        report: &mut Report,
    ) {
        self.next((at, Some(standing)), test, report);
    }

    fn next(&mut self, row: First<'a>, test: Test, report: &mut Report) {
        let may_stop = match row.1 {
            Some(Standing::For(strategy)) => Some(strategy),
            Some(Standing::NeverExcluded(_) | Standing::ForNone) | None => None,
        };
        let always = self.always.get(&None).or(self.always.get(&may_stop));
        if let Some((first, standing)) = always.copied() {
            if !self.told.contains(&first) {
                self.told.push(first);
                report.push(problem::below_always(row.0, first, standing));
            }
            return;
        }
        match test {
            Test::Always => {
                self.always.insert(may_stop, row);
            }
            Test::When(text) => {
                let for_all = self.tests.get(&(None, text.clone())).copied();
                let same = self.tests.insert((may_stop, text), row);
                if let Some((first, standing)) = for_all.or(same) {
                    report.push(problem::identical_row(row.0, first, standing));
                }
            }
        }
    }
}

/// What may keep the row of an outcome from applying where its test holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standing<'a> {
    /// Nothing: it is for no strategy.
    ForNone,
    /// Nothing: no rule excludes its strategy.
    NeverExcluded(&'a str),
    /// That its strategy is excluded.
    For(&'a str),
}

/// What a row tests.
pub(super) enum Test {
    /// `otherwise`, `when yes`, or only `*`.
    Always,
    /// A test, written in one way only.
    When(Vec<u8>),
}

impl Test {
    /// Of a row with a condition.
    pub(super) fn of_guard(files: &SourceMap, guard: &Guard) -> Self {
        match guard {
            Guard::Otherwise(_) => Self::Always,
            Guard::When { when, unless: None } if is_yes(when) => Self::Always,
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

/// Whether a condition holds by its words alone.
fn is_yes(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Path(path) if truth(path) == Some(true))
}
