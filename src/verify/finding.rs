//! Where a trace does not hold, as plain data, and the report that collects it.

use std::fmt;

use serde::Serialize;

/// One place at which a trace says something else than its rulebook and facts give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The place in the trace, as a JSON path.
    pub path: String,
    /// What stands there.
    pub stated: String,
    /// What was recomputed.
    pub recomputed: String,
    /// What it is about, in words; empty where the path says it.
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
        let about = if words.is_empty() { "" } else { ": " };
        write!(
            to,
            "{path}{about}{words}: the trace says {stated}, recomputed it is {recomputed}"
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
}

/// A value as it would stand in a trace.
pub(super) fn show<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "a value that cannot be written".into())
}
