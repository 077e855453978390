//! Tables as text: columns where they fit, words under one another where they do not. Breaks no numbers.

use super::wrap::{beside, longest_word, to_the_right, width, wrap};
use crate::explain::document::{Column, Fit, Line, Row, RowKind, Table, Tone};

/// Between two columns.
const GAP: usize = 2;
/// A column of text is not made narrower than this; the texts of a row are stacked instead.
const NARROWEST_TEXT: usize = 15;
/// Stacked texts need this much; below it the row becomes a list.
const NARROWEST_STACK: usize = 26;

/// How the rows are laid out.
enum Layout {
    /// Every column with its width.
    Columns(Vec<usize>),
    /// The columns before the first text with their widths, then all others of a row under one another.
    Stacked(Vec<usize>),
    /// Every cell on a line of its own.
    Listed,
}

/// A column that has something in it, and where its cells stand in a row.
struct Used<'a> {
    column: &'a Column,
    at: usize,
    natural: usize,
    longest_word: usize,
}

/// The lines of a table in `room` columns.
pub(super) fn lines(table: &Table, room: usize) -> Vec<Line> {
    let used = used_columns(table);
    let layout = layout(&used, room);
    let mut lines = Vec::new();
    if table.headed && !matches!(layout, Layout::Listed) {
        lines.extend(head(&used, &layout));
    }
    for row in &table.rows {
        lines.extend(match row.kind {
            RowKind::Item if runs_on(row, table) => run_on(row, &used, &layout, room),
            RowKind::Item => row_lines(row, &used, &layout, room, table.headed),
            RowKind::Sum => {
                let mut sum = rule(&used, &layout);
                sum.extend(run_on(row, &used, &layout, room));
                sum
            }
            RowKind::Aside => aside(row, &used, &layout, room),
        });
    }
    lines
}

fn used_columns(table: &Table) -> Vec<Used<'_>> {
    let mut used = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let cells = table
            .rows
            .iter()
            .filter(|row| row.kind != RowKind::Aside)
            .filter_map(|row| row.cells.get(at));
        if cells.clone().all(Line::is_empty) {
            continue;
        }
        // Words that run on over the columns beside them ask for no room of their own.
        let is_text = column.fit == Fit::Text;
        let counted = table
            .rows
            .iter()
            .filter(|row| row.kind != RowKind::Aside && !(is_text && runs_on(row, table)));
        let cells = counted.filter_map(|row| row.cells.get(at));
        let natural = cells.clone().map(width).max().unwrap_or(0);
        let natural = natural.max(1);
        let head = if table.headed {
            width(&(&*column.head).into())
        } else {
            0
        };
        used.push(Used {
            column,
            at,
            natural: natural.max(head),
            longest_word: cells.map(longest_word).max().unwrap_or(0).max(head),
        });
    }
    used
}

fn layout(used: &[Used<'_>], room: usize) -> Layout {
    let gaps = used.len().saturating_sub(1).saturating_mul(GAP);
    let is_text = |u: &&Used<'_>| u.column.fit == Fit::Text;
    let short = used
        .iter()
        .filter(|u| !is_text(u))
        .fold(0_usize, |sum, u| sum.saturating_add(u.natural));
    let texts: Vec<&Used<'_>> = used.iter().filter(is_text).collect();
    let rest = room.saturating_sub(gaps).saturating_sub(short);
    let natural: Vec<usize> = texts.iter().map(|u| u.natural).collect();
    let shares = fill(&natural, rest);
    let enough = |(u, share): (&&Used<'_>, &usize)| {
        *share >= u.natural || (*share >= NARROWEST_TEXT && *share >= u.longest_word.min(24))
    };
    if short.saturating_add(gaps) <= room && texts.iter().zip(&shares).all(enough) {
        let mut shares = shares.into_iter();
        let width = |u: &Used<'_>| match u.column.fit {
            Fit::Text => shares.next().unwrap_or(NARROWEST_TEXT),
            Fit::Short | Fit::Number => u.natural,
        };
        return Layout::Columns(used.iter().map(width).collect());
    }
    let leading = used.iter().take_while(|u| !is_text(u));
    let leading: Vec<usize> = leading.map(|u| u.natural).collect();
    if room.saturating_sub(left_of_text(used, &leading)) < NARROWEST_STACK {
        return Layout::Listed;
    }
    Layout::Stacked(leading)
}

/// Shares of a room: none more than it needs, the rest divided evenly among those that need more.
fn fill(natural: &[usize], room: usize) -> Vec<usize> {
    let mut order: Vec<(usize, usize)> = natural.iter().copied().enumerate().collect();
    order.sort_by_key(|&(at, need)| (need, at));
    let mut left = room;
    let mut waiting = order.len();
    let mut shares: Vec<(usize, usize)> = Vec::new();
    for (at, need) in order {
        let share = need.min(left.checked_div(waiting).unwrap_or(0));
        left = left.saturating_sub(share);
        waiting = waiting.saturating_sub(1);
        shares.push((at, share));
    }
    shares.sort_unstable();
    shares.into_iter().map(|(_, share)| share).collect()
}

fn row_lines(
    row: &Row,
    used: &[Used<'_>],
    layout: &Layout,
    room: usize,
    headed: bool,
) -> Vec<Line> {
    let cell = |u: &Used<'_>| row.cells.get(u.at).cloned().unwrap_or_default();
    match layout {
        Layout::Columns(widths) => {
            let cells = used.iter().zip(widths);
            side_by_side(cells.map(|(u, &w)| (set(cell(u), u.column.fit, w), w)))
        }
        Layout::Stacked(widths) => {
            let leading = used.iter().zip(widths);
            let mut parts: Vec<(Vec<Line>, usize)> = leading
                .map(|(u, &w)| (set(cell(u), u.column.fit, w), w))
                .collect();
            let rest = room.saturating_sub(left_of_text(used, widths));
            let others = used.iter().skip(widths.len());
            let stack = others.enumerate().flat_map(|(at, u)| {
                let line = cell(u);
                match line.is_empty() {
                    true => Vec::new(),
                    false if at > 0 && headed => {
                        let under = wrap(&labelled(u, line), rest.saturating_sub(GAP));
                        super::indent(under, GAP)
                    }
                    false => wrap(&line, rest),
                }
            });
            parts.push((stack.collect(), rest));
            side_by_side(parts.into_iter())
        }
        Layout::Listed => {
            let filled = used
                .iter()
                .map(|u| (u, cell(u)))
                .filter(|(_, c)| !c.is_empty());
            filled
                .enumerate()
                .flat_map(|(at, (u, line))| {
                    let line = if at == 0 { line } else { labelled(u, line) };
                    let by = if at == 0 { 0 } else { GAP };
                    super::indent(wrap(&line, room.saturating_sub(by)), by)
                })
                .collect()
        }
    }
}

fn labelled(used: &Used<'_>, line: Line) -> Line {
    match &*used.column.head {
        "" => line,
        head => Line::default().quiet(format!("{head}: ")).join(line),
    }
}

/// Whether the first words of a row may run on to the end, since nothing stands beside them.
fn runs_on(row: &Row, table: &Table) -> bool {
    let cells = table.columns.iter().zip(&row.cells);
    let mut from_text = cells
        .skip_while(|(column, _)| column.fit != Fit::Text)
        .skip(1);
    let texts = table
        .columns
        .iter()
        .filter(|column| column.fit == Fit::Text);
    texts.count() > 1 && from_text.all(|(_, cell)| cell.is_empty())
}

/// A row whose words run on to the end.
fn run_on(row: &Row, used: &[Used<'_>], layout: &Layout, room: usize) -> Vec<Line> {
    let cell = |u: &Used<'_>| {
        let line = row.cells.get(u.at).cloned().unwrap_or_default();
        match row.kind {
            RowKind::Sum => Line(super::wrap_tone(&line, Tone::Strong)),
            RowKind::Item | RowKind::Aside => line,
        }
    };
    let widths = match layout {
        Layout::Columns(widths) | Layout::Stacked(widths) => widths,
        Layout::Listed => return row_lines(row, used, layout, room, false),
    };
    let fixed = used
        .iter()
        .zip(widths)
        .take_while(|(u, _)| u.column.fit != Fit::Text);
    let mut parts: Vec<(Vec<Line>, usize)> = fixed
        .map(|(u, &w)| (set(cell(u), u.column.fit, w), w))
        .collect();
    let left = left_of_text(used, widths);
    let rest = room.saturating_sub(left);
    let texts = used.iter().filter(|u| u.column.fit == Fit::Text).map(cell);
    let text = texts.fold(Line::default(), |whole, text| whole.join(text).plain(" "));
    parts.push((wrap(&text, rest), rest));
    side_by_side(parts.into_iter())
}

/// The columns before the first text.
fn left_of_text(used: &[Used<'_>], widths: &[usize]) -> usize {
    let before = used.iter().zip(widths);
    before
        .take_while(|(u, _)| u.column.fit != Fit::Text)
        .fold(0_usize, |sum, (_, w)| {
            sum.saturating_add(*w).saturating_add(GAP)
        })
}

/// A cell in its room.
fn set(line: Line, fit: Fit, room: usize) -> Vec<Line> {
    match fit {
        Fit::Number => vec![to_the_right(line, room)],
        Fit::Short => vec![line],
        Fit::Text => wrap(&line, room),
    }
}

/// Cells with the gap between them.
fn side_by_side(cells: impl Iterator<Item = (Vec<Line>, usize)>) -> Vec<Line> {
    let spaced: Vec<(Vec<Line>, usize)> = cells
        .map(|(lines, room)| (lines, room.saturating_add(GAP)))
        .collect();
    beside(&spaced)
}

fn head(used: &[Used<'_>], layout: &Layout) -> Vec<Line> {
    let mut widths = match layout {
        Layout::Columns(widths) | Layout::Stacked(widths) => widths.clone(),
        Layout::Listed => return Vec::new(),
    };
    let first_stacked = used.get(widths.len());
    widths.extend(first_stacked.map(|first| width(&(&*first.column.head).into())));
    side_by_side(used.iter().zip(&widths).map(|(u, &w)| {
        let head = Line::toned(&*u.column.head, Tone::Quiet);
        let mut lines = set(head, u.column.fit, w);
        lines.push(Line::toned("─".repeat(w), Tone::Quiet));
        (lines, w)
    }))
}

/// The stroke above a sum, under the numbers.
fn rule(used: &[Used<'_>], layout: &Layout) -> Vec<Line> {
    let widths = match layout {
        Layout::Columns(widths) | Layout::Stacked(widths) => widths,
        Layout::Listed => return Vec::new(),
    };
    side_by_side(used.iter().zip(widths).map(|(u, &w)| {
        let stroke = match u.column.fit {
            Fit::Number => Line::toned("─".repeat(w), Tone::Quiet),
            Fit::Short | Fit::Text => Line::default(),
        };
        (vec![stroke], w)
    }))
}

/// A remark, from where the first text begins to the end.
fn aside(row: &Row, used: &[Used<'_>], layout: &Layout, room: usize) -> Vec<Line> {
    let Some(line) = row.cells.first() else {
        return Vec::new();
    };
    let left = match layout {
        Layout::Columns(widths) | Layout::Stacked(widths) => left_of_text(used, widths),
        Layout::Listed => GAP,
    };
    super::indent(wrap(line, room.saturating_sub(left)), left)
}
