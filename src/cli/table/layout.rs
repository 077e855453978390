//! How wide the columns of a text are, and where their cells stand. Decides on the first rows; later ones follow.

use unicode_width::UnicodeWidthStr as _;

use super::{Cell, Look};

/// The widest a cell becomes on a terminal.
const WIDEST: usize = 48;
/// The narrowest that a column of words is cut to.
const NARROWEST: usize = 10;

/// A layout of rows.
#[derive(Debug)]
pub(super) struct Layout {
    kind: Kind,
    /// Whether a column holds numbers, which stand to the right.
    right: Vec<bool>,
}

#[derive(Debug)]
enum Kind {
    /// Aligned columns of these widths; a column of none is left out. Whether wider cells are cut.
    Aligned(Vec<usize>, bool),
    /// A paragraph a row, at most so wide, with the names of the columns.
    Paragraphs(Vec<String>, usize),
    /// Markdown.
    Markdown,
}

impl Layout {
    /// For people: aligned columns, numbers to the right. Where lines would be too long for a terminal, empty columns are
    /// left out and the widest cells cut; where that does not do, each row is a paragraph.
    pub(super) fn text(
        columns: &[String],
        rows: &[&[Cell]],
        (look, terminal): (Look, bool),
    ) -> Self {
        let right = numeric(columns, rows);
        let mut widths = widths(columns, rows);
        if terminal && line_width(&widths) > look.width {
            for (at, width) in widths.iter_mut().enumerate() {
                let empty = rows.iter().all(|row| row.get(at) == Some(&Cell::Empty));
                *width = if empty { 0 } else { (*width).min(WIDEST) };
            }
            if !narrowed(&mut widths, &right, look.width) {
                let kind = Kind::Paragraphs(columns.to_vec(), look.width);
                return Self { kind, right };
            }
        }
        Self {
            kind: Kind::Aligned(widths, terminal),
            right,
        }
    }

    /// For documents.
    pub(super) fn markdown(columns: &[String], rows: &[&[Cell]]) -> Self {
        Self {
            kind: Kind::Markdown,
            right: numeric(columns, rows),
        }
    }

    /// What stands above the rows.
    pub(super) fn head(&self, columns: &[String], out: &mut Vec<u8>) {
        let text = match &self.kind {
            Kind::Aligned(widths, cut) => line(columns, (widths, *cut), &self.right),
            Kind::Paragraphs(..) => String::new(),
            Kind::Markdown => {
                let rule = self.right.iter();
                let rule = rule.map(|right| if *right { "---:" } else { "---" }.to_owned());
                [markdown(columns), markdown(&rule.collect::<Vec<_>>())].concat()
            }
        };
        out.extend_from_slice(text.as_bytes());
    }

    /// A row.
    pub(super) fn row(&self, cells: &[Cell], out: &mut Vec<u8>) {
        let words: Vec<String> = cells.iter().map(Cell::words).collect();
        let text = match &self.kind {
            Kind::Aligned(widths, cut) => line(&words, (widths, *cut), &self.right),
            Kind::Paragraphs(columns, most) => paragraph(columns, &words, *most),
            Kind::Markdown => {
                let escaped = words
                    .iter()
                    .map(|cell| cell.replace('\\', "\\\\").replace('|', "\\|"));
                markdown(&escaped.collect::<Vec<_>>())
            }
        };
        out.extend_from_slice(text.as_bytes());
    }
}

/// Which columns hold numbers.
fn numeric(columns: &[String], rows: &[&[Cell]]) -> Vec<bool> {
    let is_number = |at: usize| {
        rows.iter()
            .any(|row| matches!(row.get(at), Some(Cell::Number(_))))
    };
    (0..columns.len()).map(is_number).collect()
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

/// A row by itself: its first cell, and below it every other that is not empty, by name.
fn paragraph(columns: &[String], row: &[String], most: usize) -> String {
    let mut text = String::new();
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
    text
}

fn widths(columns: &[String], rows: &[&[Cell]]) -> Vec<usize> {
    let width = |(at, name): (usize, &String)| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let widest = cells.map(|cell| cell.words().width()).max();
        widest.unwrap_or(0).max(name.width())
    };
    columns.iter().enumerate().map(width).collect()
}

/// Cells side by side; those that are wider than their column are cut, or push what follows.
fn line(row: &[String], (widths, cuts): (&[usize], bool), right: &[bool]) -> String {
    let mut line = String::new();
    for ((cell, width), right) in row.iter().zip(widths).zip(right) {
        if *width == 0 {
            continue;
        }
        let cell = if cuts {
            cut(cell, *width)
        } else {
            cell.clone()
        };
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

fn markdown(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}
