//! The document as text for a terminal: widths, indents, colours. Says nothing of its own.

mod table;
mod wrap;

use super::document::{Block, Card, Field, Line, Node, Table, Tone};
use super::formats::{Color, Options};
use super::numbers::GLUE;
use wrap::{beside, indent, width, wrap};

/// How far everything under a heading is set in.
const INDENT: usize = 2;
/// The widest column of labels.
const WIDEST_LABEL: usize = 16;
/// The narrowest place for words beside a title.
const NARROWEST_DETAIL: usize = 30;

/// Writes a page as text.
pub fn page(blocks: &[Block], options: Options) -> String {
    let mut lines = Vec::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        if before.is_some_and(|before| !runs_on(before, block)) {
            lines.push(Line::default());
        }
        before = Some(block);
        lines.extend(top(block, options.width));
    }
    paint(&lines, options.color)
}

/// Whether a block follows another without a line between them: what a heading, a lead or a sentence introduces.
fn runs_on(before: &Block, block: &Block) -> bool {
    match before {
        Block::Heading { .. } => true,
        Block::Lead { .. } => matches!(block, Block::Paragraph(_)),
        Block::Paragraph(_) => matches!(block, Block::List(_)),
        _ => false,
    }
}

/// A block of the page itself: leads and headings stand at the edge.
fn top(block: &Block, room: usize) -> Vec<Line> {
    match block {
        Block::Lead { title, detail } => lead(title, detail, room),
        Block::Heading { level, text } => heading(*level, text, room),
        other => indent(block_lines(other, room.saturating_sub(INDENT)), INDENT),
    }
}

fn lead(title: &Line, detail: &Line, room: usize) -> Vec<Line> {
    let used = width(title).saturating_add(3);
    let rest = room.saturating_sub(used);
    let needed = width(detail).min(NARROWEST_DETAIL);
    if rest >= needed.max(1) {
        return beside(&[(wrap(title, used), used), (wrap(detail, rest), rest)]);
    }
    let mut lines = wrap(title, room);
    lines.extend(indent(wrap(detail, room.saturating_sub(INDENT)), INDENT));
    lines
}

fn heading(level: u8, text: &Line, room: usize) -> Vec<Line> {
    let strong = Line(
        text.0
            .iter()
            .map(|span| super::document::Span {
                text: span.text.clone(),
                tone: Tone::Strong,
            })
            .collect(),
    );
    let mut lines = wrap(&strong, room);
    if level == 1 {
        let longest = lines.iter().map(width).max().unwrap_or(0);
        lines.push(Line::toned("─".repeat(longest), Tone::Quiet));
    }
    lines
}

/// The lines of a block in `room` columns.
fn block_lines(block: &Block, room: usize) -> Vec<Line> {
    match block {
        Block::Lead { title, detail } => lead(title, detail, room),
        Block::Heading { level, text } => heading(*level, text, room),
        Block::Paragraph(line) => wrap(line, room),
        Block::Fields(fields) => field_lines(fields, room),
        Block::Table(table) => table_lines(table, room),
        Block::Tree(nodes) => nodes.iter().flat_map(|node| tree(node, room)).collect(),
        Block::List(items) => items
            .iter()
            .flat_map(|item| item_lines(item, room))
            .collect(),
        Block::Card(card) => card_lines(card, room),
        Block::Code(text) => text.lines().map(Line::from).collect(),
    }
}

fn table_lines(table: &Table, room: usize) -> Vec<Line> {
    table::lines(table, room)
}

/// Labels and what is said under them.
fn field_lines(fields: &[Field], room: usize) -> Vec<Line> {
    let labels: Vec<Line> = fields.iter().map(|f| Line::from(&f.label)).collect();
    let widest = labels
        .iter()
        .map(width)
        .max()
        .unwrap_or(0)
        .min(WIDEST_LABEL);
    let left = widest.saturating_add(2);
    let right = room.saturating_sub(left);
    let mut lines = Vec::new();
    for (field, label) in fields.iter().zip(&labels) {
        let said: Vec<Line> = match &*field.items {
            [one] => wrap(one, right),
            many => many
                .iter()
                .flat_map(|item| item_lines(item, right))
                .collect(),
        };
        let label = Line(wrap_tone(label, Tone::Strong));
        lines.extend(beside(&[(wrap(&label, widest), left), (said, right)]));
    }
    lines
}

fn wrap_tone(line: &Line, tone: Tone) -> Vec<super::document::Span> {
    let toned = |span: &super::document::Span| super::document::Span {
        text: span.text.clone(),
        tone,
    };
    line.0.iter().map(toned).collect()
}

/// A point of a list, its further lines set in. A dash before a number with its sign would be read as another sign.
fn item_lines(item: &Line, room: usize) -> Vec<Line> {
    let has_sign = |span: &super::document::Span| span.text.starts_with(['-', '+']);
    if item.0.first().is_some_and(has_sign) {
        let mut lines = wrap(item, room.saturating_sub(2)).into_iter();
        let first = lines.next();
        let rest = indent(lines.collect(), 2);
        return first.into_iter().chain(rest).collect();
    }
    let dash = Line::toned("-", Tone::Quiet);
    let rest = room.saturating_sub(2);
    beside(&[(vec![dash], 2), (wrap(item, rest), rest)])
}

fn tree(node: &Node, room: usize) -> Vec<Line> {
    let mark = Line::toned(node.mark.sign(), node.mark.tone());
    let rest = room.saturating_sub(2);
    let mut lines = beside(&[(vec![mark], 2), (wrap(&node.text, rest), rest)]);
    // However deep a condition is nested, its words keep half a line.
    let step = if room > Options::NARROWEST / 2 { 2 } else { 0 };
    for part in &node.parts {
        lines.extend(indent(tree(part, room.saturating_sub(step)), step));
    }
    lines
}

fn card_lines(card: &Card, room: usize) -> Vec<Line> {
    let mark = Line::toned(card.mark.sign(), card.mark.tone());
    let badge = card.badge.clone();
    let title = Line(wrap_tone(&card.title, Tone::Strong))
        .plain(if badge.text.is_empty() { "" } else { ": " })
        .and(badge.text, badge.tone);
    let rest = room.saturating_sub(2);
    let mut lines = beside(&[(vec![mark], 2), (wrap(&title, rest), rest)]);
    for block in &card.body {
        lines.extend(indent(block_lines(block, rest), 2));
    }
    lines
}

/// The lines as one text, in colour or not.
fn paint(lines: &[Line], color: Color) -> String {
    let mut out = String::new();
    for line in lines {
        let mut spans: Vec<(&str, Tone)> = line.0.iter().map(|s| (&*s.text, s.tone)).collect();
        while let Some((text, _)) = spans.last_mut() {
            *text = text.trim_end_matches(' ');
            if !text.is_empty() {
                break;
            }
            spans.pop();
        }
        for (text, tone) in spans {
            let text = text.replace(GLUE, " ");
            match (color, code(tone)) {
                (Color::Yes, Some(code)) if !text.trim().is_empty() => {
                    out.push_str(&format!("\u{1b}[{code}m{text}\u{1b}[0m"));
                }
                _ => out.push_str(&text),
            }
        }
        out.push('\n');
    }
    out
}

/// The ANSI code of a tone.
fn code(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Strong => Some("1"),
        Tone::Good => Some("32"),
        Tone::Bad => Some("31"),
        Tone::Open => Some("33"),
        Tone::Quiet => Some("2"),
        Tone::Code => Some("36"),
    }
}
