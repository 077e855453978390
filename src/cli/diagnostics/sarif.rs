//! Diagnostics as SARIF 2.1.0, which code-scanning services read.
//!
//! Columns count characters, as `columnKind` says. Paths are seen from the root of the repository. The fingerprint
//! is made of the code and the line's text without blanks, so that it stays when lines above are added.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Location, Look, Report, ReportFormat, severity_word};
use crate::base::{CodeInfo, Diagnostic, SourceMap, Span};
use crate::cli::catalogue;
use crate::cli::workspace::seen_from_root;

pub(super) const FORMAT: ReportFormat = ReportFormat {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning",
    endings: &["sarif"],
    write: render,
};

/// Where the shape is described.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

fn render(report: &Report<'_>, _: Look) -> String {
    let rules: Vec<&CodeInfo> = rules_of(report);
    let mut seen = BTreeMap::new();
    let results: Vec<Value> = report
        .shown
        .iter()
        .map(|diagnostic| result(report.sources, diagnostic, &rules, &mut seen))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "hansei",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|info| rule(info)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "the root of the repository" } } },
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

/// The catalogue's entries for the codes that occur, in the catalogue's order.
fn rules_of(report: &Report<'_>) -> Vec<&'static CodeInfo> {
    catalogue::all()
        .filter(|info| {
            report
                .shown
                .iter()
                .any(|diagnostic| diagnostic.code == info.code)
        })
        .collect()
}

fn rule(info: &CodeInfo) -> Value {
    json!({
        "id": info.code,
        "name": pascal_case(info.name),
        "shortDescription": { "text": info.what },
        "fullDescription": { "text": info.why },
        "help": { "text": format!("{}\n\nFor an example, run `hansei rule {}`.", info.why, info.code) },
        "defaultConfiguration": { "level": if info.code.starts_with('W') { "warning" } else { "error" } },
    })
}

/// `unknown-name` as `UnknownName`.
fn pascal_case(name: &str) -> String {
    name.split('-')
        .filter_map(|word| {
            let mut letters = word.chars();
            Some(
                letters
                    .next()?
                    .to_uppercase()
                    .chain(letters)
                    .collect::<String>(),
            )
        })
        .collect()
}

fn result(
    sources: &SourceMap,
    diagnostic: &Diagnostic,
    rules: &[&CodeInfo],
    seen: &mut BTreeMap<String, u32>,
) -> Value {
    let text = std::iter::once(&diagnostic.message)
        .chain(&diagnostic.help)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\n");
    let mut labels = diagnostic.labels.iter();
    let place = labels
        .next()
        .map(|label| location(sources, label.span, &label.text));
    let related: Vec<Value> = labels
        .zip(1u32..)
        .filter_map(|(label, id)| {
            let mut value = location(sources, label.span, &label.text)?;
            value.as_object_mut()?.insert("id".into(), id.into());
            Some(value)
        })
        .collect();
    let mut value = json!({
        "ruleId": diagnostic.code,
        "level": severity_word(diagnostic.severity),
        "message": { "text": text },
        "locations": place.flatten().into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { "primaryLocationLineHash": fingerprint(sources, diagnostic, seen) },
    });
    if let Some(map) = value.as_object_mut() {
        if let Some(at) = rules.iter().position(|info| info.code == diagnostic.code) {
            map.insert("ruleIndex".into(), at.into());
        }
        if !related.is_empty() {
            map.insert("relatedLocations".into(), related.into());
        }
        if let Some(fix) = fix(sources, diagnostic) {
            map.insert("fixes".into(), fix);
        }
    }
    value
}

fn location(sources: &SourceMap, span: Span, words: &str) -> Option<Value> {
    let place = Location::of(sources, span)?;
    let mut value = json!({
        "physicalLocation": {
            "artifactLocation": artifact(&place.file),
            "region": region(&place),
        },
    });
    if !words.is_empty() {
        value
            .as_object_mut()?
            .insert("message".into(), json!({ "text": words }));
    }
    Some(value)
}

fn region(place: &Location) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

/// The file as a URI: relative paths belong to the root of the repository.
fn artifact(file: &str) -> Value {
    let file = seen_from_root(file);
    let uri: String = file.bytes().map(uri_byte).collect();
    if file.starts_with('/') {
        json!({ "uri": format!("file://{uri}") })
    } else {
        json!({ "uri": uri, "uriBaseId": "%SRCROOT%" })
    }
}

/// A byte of a path as it stands in a URI.
fn uri_byte(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// The edits of a diagnostic as one fix, which is "safe" where it may be made unseen.
fn fix(sources: &SourceMap, diagnostic: &Diagnostic) -> Option<Value> {
    let safety = diagnostic.fix()?;
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for edit in &diagnostic.edits {
        let place = Location::of(sources, edit.span)?;
        files.entry(place.file.clone()).or_default().push(json!({
            "deletedRegion": region(&place),
            "insertedContent": { "text": edit.text },
        }));
    }
    let changes: Vec<Value> = files
        .into_iter()
        .map(|(file, replacements)| {
            json!({ "artifactLocation": artifact(&file), "replacements": replacements })
        })
        .collect();
    let words = diagnostic
        .help
        .first()
        .map_or("make this change", String::as_str);
    Some(json!([{
        "description": { "text": words },
        "artifactChanges": changes,
        "properties": { "safety": safety.word() },
    }]))
}

/// A hash of the code and the marked line, and a number that keeps equal lines apart.
fn fingerprint(
    sources: &SourceMap,
    diagnostic: &Diagnostic,
    seen: &mut BTreeMap<String, u32>,
) -> String {
    let mut hash = Sha256::new();
    hash.update(diagnostic.code);
    let file = diagnostic.span().and_then(|span| {
        let file = sources.get(span.file)?;
        Some((file, file.line_column(span.start).line))
    });
    if let Some((file, line)) = file {
        hash.update(file.name.as_bytes());
        for word in file.line(line).split_whitespace() {
            hash.update(word);
        }
    } else {
        hash.update(&diagnostic.message);
    }
    let hex: String = hash
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let count = seen.entry(hex.clone()).or_default();
    *count = count.saturating_add(1);
    format!("{hex}:{count}")
}
