//! Where a trace does not hold, as plain data, and the report that collects it.

use std::fmt;

use serde::Serialize;

use crate::model::trace::N;

/// One place at which a trace says something else than its rulebook and facts give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The place in the trace, as a JSON path.
    pub path: String,
    /// What stands there.
    pub stated: String,
    /// What was recomputed.
    pub recomputed: String,
    /// What it is about, in words.
    pub words: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            stated,
            recomputed,
            words,
        } = self;
        write!(
            to,
            "{path}: {words}: the trace says {stated}, recomputed it is {recomputed}"
        )
    }
}

/// How far a number may be from the recomputed one: the step to which totals are rounded.
const TOLERANCE: f64 = 1e-9;
/// Room for the last bits of a double on top of [`TOLERANCE`], as a part of the number.
const LAST_BITS: f64 = 1e-12;

/// Whether two numbers are the same within the rounding of totals.
pub(super) fn near(a: f64, b: f64) -> bool {
    within(a, b, TOLERANCE)
}

/// Whether two numbers are at most `room` apart.
pub(super) fn within(a: f64, b: f64, room: f64) -> bool {
    a == b || (a - b).abs() <= room * 1.000_001 + LAST_BITS * a.abs().max(b.abs())
}

/// Collects findings.
#[derive(Debug, Default)]
pub(super) struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// All of them.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Adds a finding.
    pub(super) fn add(
        &mut self,
        path: &str,
        words: &str,
        stated: impl Into<String>,
        recomputed: impl Into<String>,
    ) {
        self.findings.push(Finding {
            path: format!("$.{path}"),
            stated: stated.into(),
            recomputed: recomputed.into(),
            words: words.into(),
        });
    }

    /// Compares two things by value.
    pub(super) fn same<T: PartialEq + Serialize>(
        &mut self,
        path: &str,
        words: &str,
        stated: &T,
        recomputed: &T,
    ) {
        if stated != recomputed {
            self.add(path, words, show(stated), show(recomputed));
        }
    }

    /// Compares two texts.
    pub(super) fn text(&mut self, path: &str, words: &str, stated: &str, recomputed: &str) {
        if stated != recomputed {
            self.add(
                path,
                words,
                format!("`{stated}`"),
                format!("`{recomputed}`"),
            );
        }
    }

    /// Compares two numbers within the rounding of totals.
    pub(super) fn number(&mut self, path: &str, words: &str, stated: N, recomputed: f64) {
        if !near(stated.0, recomputed) {
            self.add(path, words, stated.0.to_string(), recomputed.to_string());
        }
    }

    /// Compares two numbers that may be missing.
    pub(super) fn maybe(
        &mut self,
        path: &str,
        words: &str,
        stated: Option<N>,
        recomputed: Option<f64>,
    ) {
        match (stated, recomputed) {
            (Some(stated), Some(recomputed)) => self.number(path, words, stated, recomputed),
            (None, None) => {}
            (stated, recomputed) => {
                let show = |number: Option<f64>| number.map_or("null".into(), |n| n.to_string());
                self.add(path, words, show(stated.map(|n| n.0)), show(recomputed));
            }
        }
    }
}

/// A value as it would stand in a trace.
pub(super) fn show<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "a value that cannot be written".into())
}
