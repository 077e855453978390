//! Diagnostics as JSON, in a shape that other programs may rely on.
//!
//! ```json
//! { "version": 1, "errors": 1, "warnings": 0, "omitted": 0,
//!   "diagnostics": [{
//!     "code": "E0201", "name": "unknown-name", "severity": "error", "message": "…",
//!     "file": "a.rules", "line": 2, "column": 8, "end_line": 2, "end_column": 9,
//!     "labels": [{ "file", "line", "column", "end_line", "end_column", "text" }],
//!     "help": ["…"],
//!     "fix": "safe",
//!     "edits": [{ "file", "line", "column", "end_line", "end_column", "text" }] }] }
//! ```
//!
//! Lines and columns count from 1, columns in characters; ends are exclusive. A diagnostic without a place
//! has null for its file and numbers. The first label is the place itself. The edits of a diagnostic belong together:
//! all of them are made or none. `fix` says whether they may be made unseen: `safe` where what is written can mean
//! nothing else, `unsafe` where they are a guess, null without edits.

use serde::Serialize;

use super::{Location, Look, Report, ReportFormat, code_name, severity_word};
use crate::base::{Diagnostic, Safety, SourceMap, Span};

pub(super) const FORMAT: ReportFormat = ReportFormat {
    name: "json",
    about: "for other programs, in a stable format",
    endings: &["json"],
    write: render,
};

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    errors: usize,
    warnings: usize,
    omitted: usize,
    diagnostics: Vec<JsonDiagnostic<'a>>,
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    message: &'a str,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    labels: Vec<JsonText<'a>>,
    help: &'a [String],
    fix: Option<&'static str>,
    edits: Vec<JsonText<'a>>,
}

#[derive(Serialize)]
struct JsonText<'a> {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

fn render(report: &Report<'_>, _: Look) -> String {
    let json = JsonReport {
        version: 1,
        errors: report.errors,
        warnings: report.warnings,
        omitted: report.omitted(),
        diagnostics: report
            .shown
            .iter()
            .map(|diagnostic| json_diagnostic(report.sources, diagnostic))
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&json).unwrap_or_default();
    text.push('\n');
    text
}

fn json_diagnostic<'a>(sources: &SourceMap, diagnostic: &'a Diagnostic) -> JsonDiagnostic<'a> {
    let place = diagnostic
        .span()
        .and_then(|span| Location::of(sources, span));
    let labels = diagnostic
        .labels
        .iter()
        .filter_map(|label| json_text(sources, label.span, &label.text));
    let edits = diagnostic
        .edits
        .iter()
        .filter_map(|edit| json_text(sources, edit.span, &edit.text));
    JsonDiagnostic {
        code: diagnostic.code,
        name: code_name(diagnostic.code),
        severity: severity_word(diagnostic.severity),
        message: &diagnostic.message,
        line: place.as_ref().map(|place| place.line),
        column: place.as_ref().map(|place| place.column),
        end_line: place.as_ref().map(|place| place.end_line),
        end_column: place.as_ref().map(|place| place.end_column),
        file: place.map(|place| place.file),
        labels: labels.collect(),
        help: &diagnostic.help,
        fix: diagnostic.fix().map(Safety::word),
        edits: edits.collect(),
    }
}

fn json_text<'a>(sources: &SourceMap, span: Span, text: &'a str) -> Option<JsonText<'a>> {
    let place = Location::of(sources, span)?;
    Some(JsonText {
        file: place.file,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        text,
    })
}
