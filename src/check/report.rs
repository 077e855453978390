//! Collects diagnostics and keeps the search for near spellings within bounds. Writes no sentence.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Diagnostic, Severity, Span, nearest};
use crate::model::{Call, Stage};

/// How often a near spelling is looked for in one run; later problems go without one.
const MOST_SUGGESTIONS: usize = 200;

/// Errors that a sign too many may cause: no condition, no value for that test, a number out of range.
const CAUSED: &[&str] = &["E0301", "E0305", "E0309"];

/// The diagnostics of one run.
#[derive(Debug, Default)]
pub(super) struct Report {
    list: Vec<Diagnostic>,
    suggested: usize,
    /// The places of numbers that as thousands, a thousand times as large, would be out of the range they are held to.
    pub(super) narrow: BTreeSet<Span>,
    /// The places of numbers that are out of the range of a fact, with its name.
    pub(super) outside: BTreeMap<Span, String>,
    /// Whether there is more than could be read, so that a name may be declared there.
    pub(super) partial: bool,
    /// The latest stage of what may be used in the place that is looked at; anything where there is none.
    pub(super) reach: Option<Stage>,
    /// The calls of scripts so far, each with its place.
    pub(super) calls: Vec<(Span, Call)>,
}

impl Report {
    /// Adds a problem.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds a problem and gives nothing, for `return report.fail(…)`.
    pub(super) fn fail<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.list.push(diagnostic);
        None
    }

    /// Adds all.
    pub(super) fn extend(&mut self, diagnostics: Vec<Diagnostic>) {
        self.list.extend(diagnostics);
    }

    /// Adds warnings of which each may be the cause of an error that begins there: such an error gets the first help, and
    /// the edit, in place of the warning.
    pub(super) fn causes(&mut self, warnings: Vec<Diagnostic>) {
        if warnings.is_empty() {
            return;
        }
        let begins = |one: &Diagnostic| one.span().map(|span| (span.file, span.start));
        let mut errors: BTreeMap<_, usize> = BTreeMap::new();
        for (at, one) in self.list.iter().enumerate() {
            if let (true, Some(start)) = (CAUSED.contains(&one.code), begins(one)) {
                errors.entry(start).or_insert(at);
            }
        }
        for warning in warnings {
            let place = warning.span().unwrap_or_default();
            let within = (place.file, place.start)..=(place.file, place.end);
            let caused = errors.range(within).next().map(|(_, at)| *at);
            match caused.and_then(|at| self.list.get_mut(at)) {
                Some(error) => {
                    error.help.splice(..0, warning.help.into_iter().take(1));
                    error.edits = warning.edits;
                    error.safety = warning.safety;
                }
                None => self.list.push(warning),
            }
        }
    }

    /// Adds a warning that the range of a fact may have been meant otherwise. Numbers outside of it follow from that: of
    /// such errors the first stays, with the help and the edit of the warning in its place.
    pub(super) fn causes_outside(&mut self, name: &str, warning: Diagnostic) {
        let outside = &self.outside;
        let follows = |one: &Diagnostic| {
            let span = one.span().filter(|_| one.code == "E0309");
            span.and_then(|span| outside.get(&span))
                .is_some_and(|of| of == name)
        };
        let (caused, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.list)
            .into_iter()
            .partition(follows);
        self.list = others;
        let first = caused.into_iter().min_by_key(Diagnostic::span);
        self.list.push(match (first, warning.span()) {
            (Some(mut error), Some(span)) => {
                error.help = warning.help;
                error.edits = warning.edits;
                error.safety = warning.safety;
                error.label(span, warning.message)
            }
            _ => warning,
        });
    }

    /// The candidate that is near, where not too many were looked for already.
    pub(super) fn near<'a>(
        &mut self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.suggested = self.suggested.saturating_add(1);
        if self.suggested > MOST_SUGGESTIONS {
            return None;
        }
        nearest(word, candidates)
    }

    /// Whether there is an error so far.
    pub(super) fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The diagnostics in the order of their places; those without a place first.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(Diagnostic::span);
        self.list
    }
}
