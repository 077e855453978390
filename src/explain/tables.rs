//! The tables of sources as a page: both cells of each row, a mark where the organization stands, and its answers.

use super::citation;
use super::document::{Block, Column, Fit, Line, RowKind, Table, Tone};
use crate::model::trace::{
    CellTextTrace, RowAnswerTrace, Standing, TableRowTrace, TableTrace, Trace,
};

/// What stands before the cell on whose side the organization is.
const HERE: &str = "▶ ";
/// What stands behind a text that was restored.
const RESTORED: &str = "*";

/// A section for each table.
pub(super) fn blocks(trace: &Trace) -> Vec<Block> {
    if trace.tables.is_empty() {
        let words = "The rulebook declares no source table.";
        return vec![Block::Paragraph(words.into())];
    }
    trace.tables.iter().flat_map(section).collect()
}

fn section(table: &TableTrace) -> Vec<Block> {
    let head = |text: &str, fit: Fit| Column {
        head: text.to_owned().into(),
        fit,
    };
    let columns = [
        "row",
        table.left.title.as_str(),
        table.right.title.as_str(),
        "your answers",
    ];
    let mut page = Table {
        columns: columns.map(|text| head(text, Fit::Text)).into(),
        headed: true,
        rows: Vec::new(),
    };
    for row in &table.rows {
        page.row(RowKind::Item, cells(row));
    }
    let mut blocks = vec![Block::section(&table.title), Block::Table(page)];
    blocks.push(Block::Paragraph(count(table)));
    if table.rows.iter().any(has_restored) {
        let words =
            format!("{RESTORED} missing from our copy of the source, restored from other copies");
        blocks.push(Block::Paragraph(Line::default().quiet(words)));
    }
    let sources = table.citations.iter().map(citation::short);
    let sources: Vec<String> = sources.collect();
    if !sources.is_empty() {
        let words = format!("Source: {}", sources.join("; "));
        blocks.push(Block::Paragraph(Line::default().quiet(words)));
    }
    blocks
}

fn cells(row: &TableRowTrace) -> Vec<Line> {
    let (left, right) = match row.standing {
        Standing::Left => (true, false),
        Standing::Right => (false, true),
        Standing::Both => (true, true),
        Standing::Neither | Standing::Open | Standing::Moot => (false, false),
    };
    let label = row.label.as_ref().map(|label| cell(label, false));
    vec![
        label.unwrap_or_default(),
        cell(&row.left, left),
        cell(&row.right, right),
        answers(row),
    ]
}

fn cell(cell: &CellTextTrace, here: bool) -> Line {
    let restored = if cell.restored { RESTORED } else { "" };
    match here {
        true => Line::toned(format!("{HERE}{}{restored}", cell.text), Tone::Strong),
        false => format!("{}{restored}", cell.text).into(),
    }
}

/// What was answered, in words; what stands between both sides is said, too.
fn answers(row: &TableRowTrace) -> Line {
    let given = row.answers.iter().filter(|one| one.words.is_some());
    let given: Vec<String> = given.map(answer).collect();
    let open = row
        .answers
        .iter()
        .any(|one| one.words.is_none() && !one.moot);
    match (row.standing, given.is_empty(), open) {
        (Standing::Moot, ..) => Line::default().quiet("does not apply"),
        (_, true, _) => Line::toned("not answered", Tone::Open),
        (Standing::Open, false, _) => Line::from(given.join("; "))
            .plain(" ")
            .quiet("(more is not answered)"),
        (_, false, _) => given.join("; ").into(),
    }
}

fn answer(one: &RowAnswerTrace) -> String {
    let words = one.words.as_deref().unwrap_or("").replace('_', " ");
    format!("{}: {words}", one.title)
}

/// In how many rows the organization stands where.
fn count(table: &TableTrace) -> Line {
    let of = |standing: Standing| {
        let rows = table.rows.iter();
        rows.filter(|row| row.standing == standing).count()
    };
    let both = of(Standing::Both);
    let mut parts = vec![
        format!(
            "{} {}",
            table.left.title,
            of(Standing::Left).saturating_add(both)
        ),
        format!(
            "{} {}",
            table.right.title,
            of(Standing::Right).saturating_add(both)
        ),
    ];
    for (standing, words) in [
        (Standing::Neither, "neither"),
        (Standing::Open, "not answered"),
        (Standing::Moot, "does not apply"),
    ] {
        let rows = of(standing);
        parts.extend((rows > 0).then(|| format!("{words} {rows}")));
    }
    if both > 0 {
        parts.push(format!("counted on both sides {both}"));
    }
    let all = table.rows.len();
    let rows = if all == 1 { "row" } else { "rows" };
    format!(
        "{} marks where you stand. Of {all} {rows}: {}.",
        HERE.trim(),
        parts.join(", ")
    )
    .into()
}

fn has_restored(row: &TableRowTrace) -> bool {
    let label = row.label.as_ref().is_some_and(|label| label.restored);
    label || row.left.restored || row.right.restored
}
