//! Results over many profiles as rows: text, Markdown, CSV, JSON and JSON lines. Rows are written as they come, so that
//! no more of them are kept than a layout needs. Computes nothing.

mod layout;

use std::borrow::Cow;

use self::layout::Layout;
use super::diagnostics::{Look, escaped};
use crate::base::{format_number, is_whole};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// A value as it stands in JSON.
    Json(String),
    /// Nothing.
    Empty,
}

/// One row: its cells and, where they are not those of all rows, the names of its columns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Names of its own.
    pub(super) columns: Option<Vec<String>>,
    /// The cells.
    pub(super) cells: Vec<Cell>,
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self {
            columns: None,
            cells,
        }
    }
}

/// A way to write rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Aligned columns.
    Text,
    /// A table in a document.
    Markdown,
    /// A list of objects.
    Json,
    /// An object a line.
    JsonLines,
    /// A line a row.
    Csv,
}

/// Decimals of a number in text for people.
const PLACES: usize = 2;
/// Rows whose cells decide how wide columns are.
const MEASURED: usize = 100;

impl Cell {
    /// As people read it.
    fn words(&self) -> String {
        match self {
            Self::Text(text) | Self::Json(text) => escaped(text),
            Self::Number(number) => format_number(*number, PLACES),
            Self::Truth(true) => "yes".into(),
            Self::Truth(false) => "no".into(),
            Self::Empty => String::new(),
        }
    }

    /// As programs read it.
    fn json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => string(text, out),
            Self::Number(number) => json_number(*number, out),
            Self::Truth(truth) => out.extend_from_slice(truth.to_string().as_bytes()),
            Self::Json(text) => out.extend_from_slice(text.as_bytes()),
            Self::Empty => out.extend_from_slice(b"null"),
        }
    }

    fn csv(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => out.extend_from_slice(quoted(text).as_bytes()),
            Self::Json(text) => out.extend_from_slice(quoted(&plain(text)).as_bytes()),
            Self::Number(_) | Self::Truth(_) => self.json(out),
            Self::Empty => {}
        }
    }
}

/// A text of JSON without its quotes; anything else as it stands there.
fn plain(json: &str) -> Cow<'_, str> {
    match json {
        "null" => Cow::Borrowed(""),
        _ => serde_json::from_str(json).map_or(Cow::Borrowed(json), Cow::Owned),
    }
}

/// A text as JSON.
fn string(text: &str, out: &mut Vec<u8>) {
    // INVARIANT: a text can be written to memory.
    let _ = serde_json::to_writer(out, text);
}

/// A whole number without a fraction; what JSON has no number for is null.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the number is whole and fits, as tested"
)]
fn json_number(number: f64, out: &mut Vec<u8>) {
    if is_whole(number) {
        let mut digits = itoa::Buffer::new();
        out.extend_from_slice(digits.format(number as i64).as_bytes());
        return;
    }
    // INVARIANT: a number can be written to memory.
    let _ = serde_json::to_writer(out, &number);
}

/// A field of CSV, in quotes where it needs them.
fn quoted(text: &str) -> Cow<'_, str> {
    let plain = !text.contains([',', '"', '\n', '\r']) && text.trim() == text;
    if plain {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    }
}

/// Some rows on their way: written, or still cells where a layout of all decides how they look.
#[derive(Debug, Default)]
pub(super) struct Part {
    bytes: Vec<u8>,
    rows: Vec<Row>,
}

impl Part {
    /// One row more.
    pub(super) fn push(&mut self, shape: Shape, columns: &[String], row: Row) {
        match shape {
            Shape::Text | Shape::Markdown => self.rows.push(row),
            Shape::Csv => csv(&row.cells, &mut self.bytes),
            Shape::JsonLines => {
                object(
                    row.columns.as_deref().unwrap_or(columns),
                    &row.cells,
                    ["", ""],
                    &mut self.bytes,
                );
                self.bytes.push(b'\n');
            }
            // What stands before the first row of all is taken away by who begins.
            Shape::Json => {
                self.bytes.extend_from_slice(b",\n  ");
                object(
                    row.columns.as_deref().unwrap_or(columns),
                    &row.cells,
                    ["\n    ", "\n  "],
                    &mut self.bytes,
                );
            }
        }
    }
}

/// Writes rows one after the other.
#[derive(Debug)]
pub(super) struct Writing {
    shape: Shape,
    columns: Vec<String>,
    look: Look,
    terminal: bool,
    /// How columns are laid out, once enough rows are there.
    layout: Option<Layout>,
    /// Rows that wait for the layout.
    waiting: Vec<Row>,
    /// Whether anything was written.
    begun: bool,
}

impl Writing {
    /// For rows of such columns; on a terminal no line of text is wider than it.
    pub(super) fn new(shape: Shape, columns: Vec<String>, (look, terminal): (Look, bool)) -> Self {
        Self {
            shape,
            columns,
            look,
            terminal,
            layout: None,
            waiting: Vec::new(),
            begun: false,
        }
    }

    /// The names of the columns.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What some rows add.
    pub(super) fn part(&mut self, part: Part) -> Vec<u8> {
        if part.bytes.is_empty() && part.rows.is_empty() {
            return Vec::new();
        }
        let mut out = Vec::new();
        match self.shape {
            Shape::Text | Shape::Markdown => {
                for row in part.rows {
                    self.laid_out(row, &mut out);
                }
            }
            Shape::Csv | Shape::Json | Shape::JsonLines => {
                let bytes = match self.begin(&mut out) && self.shape == Shape::Json {
                    true => part.bytes.strip_prefix(b",").unwrap_or(&part.bytes),
                    false => &part.bytes,
                };
                out.extend_from_slice(bytes);
            }
        }
        out
    }

    /// What stands behind the last row.
    pub(super) fn end(mut self) -> Vec<u8> {
        let mut out = Vec::new();
        match self.shape {
            Shape::Text | Shape::Markdown => self.lay_out(&mut out),
            Shape::Csv | Shape::JsonLines => {
                self.begin(&mut out);
            }
            Shape::Json => {
                let is_empty = self.begin(&mut out);
                out.extend_from_slice(if is_empty { b"]\n" } else { b"\n]\n" });
            }
        }
        out
    }

    /// What stands before the first row; whether it was not there yet.
    fn begin(&mut self, out: &mut Vec<u8>) -> bool {
        if std::mem::replace(&mut self.begun, true) {
            return false;
        }
        match self.shape {
            Shape::Csv => {
                let names = self.columns.iter().map(|name| Cell::Text(name.clone()));
                csv(&names.collect::<Vec<_>>(), out);
            }
            Shape::Json => out.push(b'['),
            Shape::Text | Shape::Markdown | Shape::JsonLines => {}
        }
        true
    }

    /// A row in the layout of the first ones.
    fn laid_out(&mut self, row: Row, out: &mut Vec<u8>) {
        match &self.layout {
            Some(layout) => layout.row(&row.cells, out),
            None => {
                self.waiting.push(row);
                if self.waiting.len() >= MEASURED {
                    self.lay_out(out);
                }
            }
        }
    }

    /// Lays out what waits.
    fn lay_out(&mut self, out: &mut Vec<u8>) {
        if self.layout.is_some() {
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        let rows: Vec<&[Cell]> = waiting.iter().map(|row| &*row.cells).collect();
        let layout = match self.shape {
            Shape::Markdown => Layout::markdown(&self.columns, &rows),
            _text => Layout::text(&self.columns, &rows, (self.look, self.terminal)),
        };
        layout.head(&self.columns, out);
        for row in rows {
            layout.row(row, out);
        }
        self.layout = Some(layout);
    }
}

/// All rows at once.
pub(super) fn written(mut writing: Writing, rows: impl IntoIterator<Item = Row>) -> String {
    let mut part = Part::default();
    for row in rows {
        part.push(writing.shape, &writing.columns, row);
    }
    let mut bytes = writing.part(part);
    bytes.extend(writing.end());
    String::from_utf8(bytes).unwrap_or_default()
}

/// Cells with commas between.
fn csv(cells: &[Cell], out: &mut Vec<u8>) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        cell.csv(out);
    }
    out.push(b'\n');
}

/// A row as an object, its keys in the order of the columns; what stands before each key and behind the last.
fn object(columns: &[String], cells: &[Cell], [before, behind]: [&str; 2], out: &mut Vec<u8>) {
    out.push(b'{');
    for (at, (name, cell)) in columns.iter().zip(cells).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        out.extend_from_slice(before.as_bytes());
        string(name, out);
        out.push(b':');
        if !before.is_empty() {
            out.push(b' ');
        }
        cell.json(out);
    }
    out.extend_from_slice(behind.as_bytes());
    out.push(b'}');
}

#[cfg(test)]
mod tests {
    use super::{Cell, Look, Part, Row, Shape, Writing, written};

    fn columns() -> Vec<String> {
        ["id", "total", "settled"].map(str::to_owned).into()
    }

    fn rows() -> Vec<Row> {
        let first = vec![
            Cell::Text("größe, a|b".into()),
            Cell::Number(12.5),
            Cell::Truth(true),
        ];
        let second = vec![Cell::Text("b".into()), Cell::Number(-3.0), Cell::Empty];
        vec![first.into(), second.into()]
    }

    fn writing(shape: Shape, columns: Vec<String>, width: usize, terminal: bool) -> Writing {
        let look = Look {
            colour: false,
            width,
        };
        Writing::new(shape, columns, (look, terminal))
    }

    #[test]
    fn no_line_is_wider_than_a_terminal() {
        let mut columns = columns();
        columns.push("error".into());
        columns.insert(1, "advice".into());
        let rows = rows().into_iter().map(|mut row| {
            row.cells.push(Cell::Empty);
            row.cells.insert(1, Cell::Text("stabilise first".into()));
            row
        });
        let at = |width| {
            written(
                writing(Shape::Text, columns.clone(), width, true),
                rows.clone(),
            )
        };
        assert_eq!(
            at(43),
            "id          advice           total  settled\n\
             größe, a|b  stabilise first   12.5  yes\n\
             b           stabilise first     -3\n"
        );
        assert_eq!(
            at(40),
            "id          advice        total  settled\n\
             größe, a|b  stabilise f…   12.5  yes\n\
             b           stabilise f…     -3\n"
        );
        assert_eq!(
            at(30),
            "größe, a|b\n  advice stabilise first\n  total 12.5  settled yes\n\
             b\n  advice stabilise first\n  total -3\n"
        );
    }

    #[test]
    fn every_form_says_the_same() {
        let all = |shape| written(writing(shape, columns(), 80, false), rows());
        assert_eq!(
            all(Shape::Text),
            "id          total  settled\ngröße, a|b   12.5  yes\nb              -3\n"
        );
        assert_eq!(
            all(Shape::Csv),
            "id,total,settled\n\"größe, a|b\",12.5,true\nb,-3,\n"
        );
        assert_eq!(
            all(Shape::JsonLines).lines().last(),
            Some("{\"id\":\"b\",\"total\":-3,\"settled\":null}")
        );
        assert_eq!(
            all(Shape::Json),
            "[\n  {\n    \"id\": \"größe, a|b\",\n    \"total\": 12.5,\n    \"settled\": true\n  },\n  \
             {\n    \"id\": \"b\",\n    \"total\": -3,\n    \"settled\": null\n  }\n]\n"
        );
        assert_eq!(
            all(Shape::Markdown),
            "| id | total | settled |\n| --- | ---: | --- |\n| größe, a\\|b | 12.5 | yes |\n| b | -3 |  |\n"
        );
    }

    #[test]
    fn rows_that_come_in_parts_are_written_as_all_at_once() {
        let many: Vec<Row> = (0..250).flat_map(|_| rows()).collect();
        for shape in [
            Shape::Text,
            Shape::Markdown,
            Shape::Json,
            Shape::JsonLines,
            Shape::Csv,
        ] {
            for terminal in [false, true] {
                let new = || writing(shape, columns(), 20, terminal);
                let mut one = new();
                let mut bytes = Vec::new();
                for chunk in many.chunks(7) {
                    let mut part = Part::default();
                    for row in chunk {
                        part.push(shape, one.columns(), row.clone());
                    }
                    bytes.extend(one.part(part));
                }
                bytes.extend(one.end());
                let whole = written(new(), many.clone());
                assert_eq!(String::from_utf8(bytes).unwrap(), whole);
            }
        }
        let empty = |shape| written(writing(shape, columns(), 80, false), []);
        assert_eq!(empty(Shape::Json), "[]\n");
        assert_eq!(empty(Shape::Csv), "id,total,settled\n");
        assert_eq!(empty(Shape::Text), "id  total  settled\n");
        assert_eq!(empty(Shape::JsonLines), "");
    }

    #[test]
    fn what_is_wider_than_the_first_rows_is_cut_on_a_terminal_only() {
        let long = Cell::Text("x".repeat(30));
        let mut many: Vec<Row> = (0..100).flat_map(|_| rows()).collect();
        many.push(vec![long, Cell::Number(1.0), Cell::Empty].into());
        let last = |terminal| {
            let text = written(writing(Shape::Text, columns(), 30, terminal), many.clone());
            text.lines().last().map(str::to_owned)
        };
        assert_eq!(last(true).as_deref(), Some("xxxxxxxxx…      1"));
        let whole = format!("{}      1", "x".repeat(30));
        assert_eq!(last(false), Some(whole));
    }
}
