//! Results over many profiles as a table: text, Markdown, CSV, JSON and JSON lines. Computes nothing.

use serde::{Serialize, Serializer};
use serde_json::{Number, Value};
use unicode_width::UnicodeWidthStr as _;

use super::diagnostics::{Look, escaped};
use crate::base::{format_number, is_whole};

/// A table: the names of its columns, and rows of as many cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The names.
    pub(super) columns: Vec<String>,
    /// The rows.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// Nothing.
    Empty,
}

/// Decimals of a number in text for people.
const PLACES: usize = 2;
/// The widest a cell becomes on a terminal.
const WIDEST: usize = 48;
/// The narrowest that a column of words is cut to.
const NARROWEST: usize = 10;

impl Cell {
    /// As people read it.
    fn words(&self) -> String {
        match self {
            Self::Text(text) => escaped(text),
            Self::Number(number) => format_number(*number, PLACES),
            Self::Truth(true) => "yes".into(),
            Self::Truth(false) => "no".into(),
            Self::Empty => String::new(),
        }
    }

    /// As programs read it.
    fn json(&self) -> Value {
        match self {
            Self::Text(text) => Value::String(text.clone()),
            Self::Number(number) => json_number(*number),
            Self::Truth(truth) => Value::Bool(*truth),
            Self::Empty => Value::Null,
        }
    }

    fn csv(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(_) | Self::Truth(_) => self.json().to_string(),
            Self::Empty => String::new(),
        }
    }
}

/// A whole number without a fraction; what JSON has no number for is null.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the number is whole and fits, as tested"
)]
fn json_number(number: f64) -> Value {
    if is_whole(number) {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// A field of CSV, in quotes where it needs them.
fn quoted(text: &str) -> String {
    let plain = !text.contains([',', '"', '\n', '\r']) && text.trim() == text;
    if plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
}

/// For people: aligned columns, numbers to the right. Where lines would be too long for a terminal, empty columns are
/// left out and the widest cells cut; where that does not do, each row is a paragraph.
pub(super) fn text(table: &Table, look: Look, terminal: bool) -> String {
    let mut rows: Vec<Vec<String>> = vec![table.columns.clone()];
    rows.extend(
        table
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::words).collect()),
    );
    let mut widths = widths(&rows, table.columns.len());
    let right: Vec<bool> = (0..table.columns.len())
        .map(|at| is_numeric(table, at))
        .collect();
    if terminal && line_width(&widths) > look.width {
        for (at, width) in widths.iter_mut().enumerate() {
            let empty = table
                .rows
                .iter()
                .all(|row| row.get(at) == Some(&Cell::Empty));
            *width = if empty { 0 } else { (*width).min(WIDEST) };
        }
        if !narrowed(&mut widths, &right, look.width) {
            return paragraphs(&rows, look.width);
        }
    }
    rows.iter().map(|row| line(row, &widths, &right)).collect()
}

fn line_width(widths: &[usize]) -> usize {
    let columns = widths.iter().filter(|width| **width > 0);
    let all = columns.fold(0usize, |sum, width| {
        sum.saturating_add(*width).saturating_add(2)
    });
    all.saturating_sub(2)
}

/// Cuts the widest columns of words until a line fits; whether it does.
fn narrowed(widths: &mut [usize], right: &[bool], most: usize) -> bool {
    while line_width(widths) > most {
        let words = widths.iter_mut().zip(right).filter(|(_, right)| !**right);
        match words.map(|(width, _)| width).max() {
            Some(widest) if *widest > NARROWEST => *widest = widest.saturating_sub(1),
            _ => return false,
        }
    }
    true
}

/// Each row by itself: its first cell, and below it every other that is not empty, by name.
fn paragraphs(rows: &[Vec<String>], most: usize) -> String {
    let Some((columns, rows)) = rows.split_first() else {
        return String::new();
    };
    let mut text = String::new();
    for row in rows {
        let mut cells = columns.iter().zip(row);
        if let Some((_, first)) = cells.next() {
            text.push_str(&cut(first, most));
        }
        let mut left = 0usize;
        for (name, cell) in cells.filter(|(_, cell)| !cell.is_empty()) {
            let part = format!("  {name} {cell}");
            if left < part.width() {
                text.push('\n');
                left = most;
            }
            left = left.saturating_sub(part.width());
            text.push_str(&cut(&part, most));
        }
        text.push('\n');
    }
    text
}

fn widths(rows: &[Vec<String>], columns: usize) -> Vec<usize> {
    (0..columns)
        .map(|at| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.width())
                .max()
                .unwrap_or(0)
        })
        .collect()
}

/// Whether a column holds numbers.
fn is_numeric(table: &Table, at: usize) -> bool {
    table
        .rows
        .iter()
        .any(|row| matches!(row.get(at), Some(Cell::Number(_))))
}

fn line(row: &[String], widths: &[usize], right: &[bool]) -> String {
    let mut line = String::new();
    for ((cell, width), right) in row.iter().zip(widths).zip(right) {
        if *width == 0 {
            continue;
        }
        let cell = cut(cell, *width);
        let pad = " ".repeat(width.saturating_sub(cell.width()));
        if !line.is_empty() {
            line.push_str("  ");
        }
        if *right {
            line.push_str(&pad);
            line.push_str(&cell);
        } else {
            line.push_str(&cell);
            line.push_str(&pad);
        }
    }
    let mut line = line.trim_end().to_owned();
    line.push('\n');
    line
}

/// A text of at most `width` columns.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for character in text.chars() {
        let mut longer = out.clone();
        longer.push(character);
        if longer.width() >= width {
            break;
        }
        out = longer;
    }
    out.push('…');
    out
}

/// For documents.
pub(super) fn markdown(table: &Table) -> String {
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule: Vec<String> = (0..table.columns.len())
        .map(|at| if is_numeric(table, at) { "---:" } else { "---" }.to_owned())
        .collect();
    let mut text = row(&table.columns);
    text.push_str(&row(&rule));
    for cells in &table.rows {
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| cell.words().replace('\\', "\\\\").replace('|', "\\|"))
            .collect();
        text.push_str(&row(&cells));
    }
    text
}

/// For spreadsheets: a header, then a line a row.
pub(super) fn csv(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|name| quoted(name)).collect();
    let mut text = names.join(",");
    text.push('\n');
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(Cell::csv).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// For programs: a list of objects.
pub(super) fn json(table: &Table) -> String {
    let rows: Vec<Object<'_>> = objects(table).collect();
    let mut text = serde_json::to_string_pretty(&rows).unwrap_or_default();
    text.push('\n');
    text
}

/// For programs: an object a line.
pub(super) fn json_lines(table: &Table) -> String {
    objects(table)
        .map(|object| serde_json::to_string(&object).unwrap_or_default() + "\n")
        .collect()
}

/// A row as an object, its keys in the order of the columns.
struct Object<'a> {
    columns: &'a [String],
    row: &'a [Cell],
}

fn objects(table: &Table) -> impl Iterator<Item = Object<'_>> {
    table.rows.iter().map(|row| Object {
        columns: &table.columns,
        row,
    })
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cells = self.row.iter().map(Cell::json);
        serializer.collect_map(self.columns.iter().zip(cells))
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Look, Table, csv, json_lines, markdown, text};

    fn sample() -> Table {
        Table {
            columns: vec!["id".into(), "total".into(), "settled".into()],
            rows: vec![
                vec![
                    Cell::Text("größe, a|b".into()),
                    Cell::Number(12.5),
                    Cell::Truth(true),
                ],
                vec![Cell::Text("b".into()), Cell::Number(-3.0), Cell::Empty],
            ],
        }
    }

    #[test]
    fn no_line_is_wider_than_a_terminal() {
        let mut table = sample();
        table.columns.push("error".into());
        table.rows.iter_mut().for_each(|row| row.push(Cell::Empty));
        table.columns.insert(1, "advice".into());
        let advice = || Cell::Text("stabilise first".into());
        table
            .rows
            .iter_mut()
            .for_each(|row| row.insert(1, advice()));
        let at = |width| {
            let look = Look {
                colour: false,
                width,
            };
            text(&table, look, true)
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
        let table = sample();
        let look = Look {
            colour: false,
            width: 80,
        };
        assert_eq!(
            text(&table, look, false),
            "id          total  settled\ngröße, a|b   12.5  yes\nb              -3\n"
        );
        assert_eq!(
            csv(&table),
            "id,total,settled\n\"größe, a|b\",12.5,true\nb,-3,\n"
        );
        assert_eq!(
            json_lines(&table).lines().last(),
            Some("{\"id\":\"b\",\"total\":-3,\"settled\":null}")
        );
        assert_eq!(
            markdown(&table),
            "| id | total | settled |\n| --- | ---: | --- |\n| größe, a\\|b | 12.5 | yes |\n| b | -3 |  |\n"
        );
    }
}
