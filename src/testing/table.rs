//! Tables of cases: CSV and JSON Lines into rows of names and values with places. Knows nothing of outcomes.

use std::borrow::Cow;

use super::problems;
use super::row::{self, Row, Rows};
use super::suite::{CaseText, Gathered};
use crate::base::{Diagnostic, FileId, Limits, SourceFile, Span};
use crate::profile::{Entry, Names, Node, NodeKind, Text, Tree, format_by_name};

/// A way to write a table of cases.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The name.
    pub name: &'static str,
    /// Endings of file names, without the dot.
    pub endings: &'static [&'static str],
    read: fn(Text<'_>, &mut Rows<'_>),
}

/// All ways to write tables of cases.
pub const TABLES: &[Table] = &[
    Table {
        name: "csv",
        endings: &["csv"],
        read: csv,
    },
    Table {
        name: "jsonl",
        endings: &["jsonl", "ndjson"],
        read: json_lines,
    },
];

/// How the table of that file name is written; `None` where it is none.
pub fn is_table(name: &str) -> Option<&'static Table> {
    let (_, ending) = name.rsplit_once('.')?;
    let same = |known: &&str| known.eq_ignore_ascii_case(ending);
    TABLES.iter().find(|table| table.endings.iter().any(same))
}

/// The cases of a table.
pub(super) fn read(table: &Table, file: FileId, text: &CaseText, names: &Names<'_>) -> Gathered {
    let decoded = decoded(file, &text.bytes);
    let shown = decoded.as_ref().copied().unwrap_or("");
    let mut rows = Rows::new(names, text, file);
    match decoded {
        Ok(text) => (table.read)(Text { text, file }, &mut rows),
        Err(problem) => rows.broken(problem),
    }
    if rows.is_empty() {
        rows.broken(problems::empty_table(Span::new(file, 0, 0)));
    }
    let (drafts, diagnostics) = rows.finish();
    Gathered {
        source: SourceFile::new(text.name.as_str(), shown),
        drafts,
        diagnostics,
    }
}

fn decoded(file: FileId, bytes: &[u8]) -> Result<&str, Diagnostic> {
    let start = Span::new(file, 0, 0);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_| {
        problems::broken_row(start, "the table is not text in UTF-8").help("save it as UTF-8")
    })
}

/// A line a case, the first line the names.
fn csv(text: Text<'_>, rows: &mut Rows<'_>) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.text.as_bytes());
    let mut names: Option<Vec<Field<'_>>> = None;
    let mut record = csv::StringRecord::new();
    let mut start = 0usize;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                let span = text.span(start..start);
                return rows.broken(problems::broken_row(span, error.to_string()));
            }
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let fields = fields(text, start, end.min(text.text.len()));
        start = end;
        let Some(names) = &names else {
            names = Some(fields);
            continue;
        };
        let whole = span_of(text, &fields);
        if fields.len() != names.len() {
            let message = format!(
                "this row has {} cells, and the first line has {} names",
                fields.len(),
                names.len()
            );
            rows.broken(problems::broken_row(whole, message));
            continue;
        }
        let entries = names.iter().zip(fields).map(|(name, field)| Entry {
            key: name.text.clone(),
            key_span: name.span,
            value: Node {
                span: field.span,
                kind: NodeKind::Text(field.text),
            },
        });
        rows.row(Row {
            entries: entries.collect(),
            source: "",
            shift: 0,
            span: whole,
        });
    }
}

/// A cell with its place.
#[derive(Clone, Debug)]
struct Field<'a> {
    text: Cow<'a, str>,
    span: Span,
}

fn span_of(text: Text<'_>, fields: &[Field<'_>]) -> Span {
    match (fields.first(), fields.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => text.span(0..0),
    }
}

/// The cells of a record that lies between two bytes, as the reader of records cuts them.
fn fields(text: Text<'_>, start: usize, end: usize) -> Vec<Field<'_>> {
    let raw = text.text.get(start..end).unwrap_or("");
    let blank = raw
        .len()
        .saturating_sub(raw.trim_start_matches(['\r', '\n']).len());
    let raw = raw.trim_matches(['\r', '\n']);
    let start = start.saturating_add(blank);
    let mut fields = Vec::new();
    let (mut from, mut quoted) = (0usize, false);
    let mut push = |from: usize, to: usize| {
        let cell = raw.get(from..to).unwrap_or("");
        let inner = cell
            .strip_prefix('"')
            .map(|rest| rest.strip_suffix('"').unwrap_or(rest));
        let field = match inner {
            Some(inner) if inner.contains("\"\"") => Cow::Owned(inner.replace("\"\"", "\"")),
            Some(inner) => Cow::Borrowed(inner),
            None => Cow::Borrowed(cell),
        };
        let at = |offset: usize| start.saturating_add(offset);
        fields.push(Field {
            text: field,
            span: text.span(at(from)..at(to)),
        });
    };
    for (at, byte) in raw.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                push(from, at);
                from = at.saturating_add(1);
            }
            _ => {}
        }
    }
    push(from, raw.len());
    fields
}

/// An object a line.
fn json_lines(text: Text<'_>, rows: &mut Rows<'_>) {
    let Some(json) = format_by_name("json") else {
        return;
    };
    let mut start = 0usize;
    for line in text.text.split_inclusive('\n') {
        let shift = start;
        start = start.saturating_add(line.len());
        let line = line.trim_end_matches(['\r', '\n']);
        if line.trim().is_empty() {
            continue;
        }
        let span = text.span(shift..shift.saturating_add(line.len()));
        let Tree { root, problems } = (json.read)(Text {
            text: line,
            file: text.file,
        });
        let many = problems.len() > Limits::DEFAULT.diagnostics;
        match root {
            Some(Node {
                kind: NodeKind::Table(entries),
                ..
            }) if problems.is_empty() => rows.row(Row {
                entries,
                source: line,
                shift,
                span,
            }),
            Some(_) if problems.is_empty() => rows.broken(
                problems::broken_row(span, "a row of a table of cases is an object")
                    .help("write `{\"id\": …, \"expect\": …}` on one line"),
            ),
            _ => {
                for problem in problems.into_iter().take(Limits::DEFAULT.diagnostics) {
                    rows.problem(row::shifted(problem, shift));
                }
                rows.lost(span);
                if many {
                    return;
                }
            }
        }
    }
}
