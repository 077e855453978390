//! Diagnostics as text, JSON, SARIF and GitHub annotations, all from the same data. Finds no problems itself.

mod escape;
mod excerpt;
mod github;
mod json;
mod sarif;
mod text;

use std::fmt::Write as _;

use super::catalogue;
use super::form::Form;
use crate::base::{Diagnostic, FileId, Limits, LineColumn, Severity, SourceFile, SourceMap, Span};

pub use escape::escaped;
pub(super) use github::{message, property};

/// A way to write a report.
pub type ReportFormat = Form<fn(&Report<'_>, Look) -> String>;

/// Every way to write a report.
pub const FORMATS: &[ReportFormat] = &[text::FORMAT, json::FORMAT, sarif::FORMAT, github::FORMAT];

/// How text for people looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether colours are used.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// The diagnostics of a run: what is shown of them, and how many there are.
pub struct Report<'a> {
    /// The texts that the places point into.
    pub sources: &'a SourceMap,
    /// What is shown: ordered by place, at most [`Limits::diagnostics`], errors before warnings where not all fit.
    pub shown: Vec<&'a Diagnostic>,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
}

impl<'a> Report<'a> {
    /// Orders the diagnostics and keeps as many as are shown.
    pub fn new(sources: &'a SourceMap, diagnostics: &'a [Diagnostic]) -> Self {
        let count = |severity| {
            diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.severity == severity)
                .count()
        };
        let mut shown: Vec<&Diagnostic> = diagnostics.iter().collect();
        shown.sort_by_key(|diagnostic| (diagnostic.severity, diagnostic.span()));
        shown.truncate(Limits::DEFAULT.diagnostics);
        shown.sort_by_key(|diagnostic| (diagnostic.span(), diagnostic.severity));
        Self {
            sources,
            shown,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
        }
    }

    /// How many are not shown.
    pub fn omitted(&self) -> usize {
        self.errors
            .saturating_add(self.warnings)
            .saturating_sub(self.shown.len())
    }

    /// "3 errors, 1 warning", or "no problems".
    pub fn counts(&self) -> String {
        let parts: Vec<String> = [(self.errors, "error"), (self.warnings, "warning")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(count, noun))
            .collect();
        if parts.is_empty() {
            "no problems".into()
        } else {
            parts.join(", ")
        }
    }
}

/// A count with its noun: "1 error", "2 errors".
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// A place with both ends, lines and columns from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Location {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl Location {
    fn of(sources: &SourceMap, span: Span) -> Option<Self> {
        let file = sources.get(span.file)?;
        let start = visible(file, span.start);
        let end = visible(file, span.end.max(span.start));
        Some(Self {
            file: shown_path(&file.name),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        })
    }
}

/// What may stand before a file's first character, unseen and counted by nobody.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The line and column of an offset, a byte order mark not counted.
fn visible(file: &SourceFile, offset: u32) -> LineColumn {
    let mut at = file.line_column(offset);
    if at.line == 1 && at.column > 1 && file.text.starts_with(BYTE_ORDER_MARK) {
        at.column = at.column.saturating_sub(1);
    }
    at
}

/// A path with forward slashes, as it stands in reports on every system.
fn shown_path(name: &str) -> String {
    let name = name.strip_prefix("./").unwrap_or(name);
    if std::path::MAIN_SEPARATOR == '\\' {
        name.replace('\\', "/")
    } else {
        name.to_owned()
    }
}

/// The name of a code in the catalogue; the code itself where it is not listed.
fn code_name(code: &'static str) -> &'static str {
    catalogue::find(code).map_or(code, |info| info.name)
}

/// The severity as a word.
fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A report as text for people.
pub fn text(report: &Report<'_>, look: Look) -> String {
    (text::FORMAT.write)(report, look)
}

/// The last line of a report in words; empty where there is nothing to say.
fn footer(report: &Report<'_>) -> String {
    let mut text = String::new();
    if report.omitted() > 0 {
        let _ = writeln!(text, "and {} more", report.omitted());
    }
    let mut errors = report.shown.iter();
    let error = errors.find(|one| one.severity == Severity::Error);
    let Some(first) = error.or(report.shown.first()) else {
        return text;
    };
    let _ = writeln!(
        text,
        "{}; `hansei rule {}` explains a code",
        report.counts(),
        first.code
    );
    text
}

/// The labels of a diagnostic that lie in one file, with their positions in the list.
fn labels_in(
    diagnostic: &Diagnostic,
    file: FileId,
) -> impl Iterator<Item = (usize, &crate::base::Label)> {
    diagnostic
        .labels
        .iter()
        .enumerate()
        .filter(move |(_, label)| label.span.file == file)
}
