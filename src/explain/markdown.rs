//! The document as Markdown: CommonMark with tables, every text escaped. Says nothing of its own.

use super::document::{Block, Card, Field, Fit, Line, Node, Row, RowKind, Table, Tone};
use super::numbers::GLUE;

/// Writes a page as Markdown.
pub fn page(page: &[Block]) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let mut level = 1_u8;
    for one in page {
        if let Block::Heading { level: here, .. } = one {
            level = *here;
        }
        blocks.push(block(one, level));
    }
    blocks.retain(|text| !text.is_empty());
    // Unbreakable spaces have done their work where lines are broken; here they would only puzzle.
    blocks.join("\n\n").replace(GLUE, " ") + "\n"
}

/// A block in a section of that level.
fn block(block: &Block, level: u8) -> String {
    match block {
        Block::Lead { title, detail } => format!("# {}\n\n{}", bare(title), start(&inline(detail)))
            .trim_end()
            .to_owned(),
        Block::Heading { level: 1, text } => format!("## {}", bare(text)),
        Block::Heading { text, .. } => format!("### {}", bare(text)),
        Block::Paragraph(line) => start(&inline(line)),
        Block::Fields(fields) => joined(fields.iter().map(field)),
        Block::Table(table) => rows(table),
        Block::Tree(nodes) => joined(nodes.iter().map(|node| tree(node, 0))),
        Block::List(items) => joined(items.iter().map(|item| point(&inline(item), 0))),
        Block::Card(card) => card_text(card, level),
        Block::Code(text) => format!("```\n{}\n```", text.trim_end()),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("\n")
}

fn point(text: &str, depth: usize) -> String {
    format!("{}- {}", "  ".repeat(depth), start(text))
}

fn field(field: &Field) -> String {
    let label = format!("**{}**", escape(&field.label));
    match &*field.items {
        [one] => format!("- {label}: {}", inline(one)),
        many => {
            let items = many.iter().map(|item| point(&inline(item), 1));
            joined(std::iter::once(format!("- {label}:")).chain(items))
        }
    }
}

fn tree(node: &Node, depth: usize) -> String {
    let own = format!(
        "{}- {} {}",
        "  ".repeat(depth),
        node.mark.sign(),
        inline(&node.text)
    );
    let parts = node
        .parts
        .iter()
        .map(|part| tree(part, depth.saturating_add(1)));
    joined(std::iter::once(own).chain(parts))
}

fn card_text(card: &Card, level: u8) -> String {
    let badge = match &*card.badge.text {
        "" => String::new(),
        text => format!(": {}", escape(text)),
    };
    let hashes = "#".repeat(usize::from(level).saturating_add(2));
    let head = format!("{hashes} {} {}{badge}", card.mark.sign(), bare(&card.title));
    let body = card
        .body
        .iter()
        .map(|one| block(one, level))
        .filter(|text| !text.is_empty());
    std::iter::once(head)
        .chain(body)
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn rows(table: &Table) -> String {
    let used: Vec<_> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(at, _)| table.is_filled(*at))
        .collect();
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = Vec::new();
    if !used.is_empty() {
        lines.push(line(used.iter().map(|(_, c)| escape(&c.head)).collect()));
        let strokes = used.iter().map(|(_, column)| match column.fit {
            Fit::Number => "--:".to_owned(),
            Fit::Short | Fit::Text => "---".to_owned(),
        });
        lines.push(line(strokes.collect()));
    }
    for row in table.rows.iter().filter(|row| row.kind != RowKind::Aside) {
        lines.push(line(used.iter().map(|(at, _)| cell(row, *at)).collect()));
    }
    let asides = table.rows.iter().filter(|row| row.kind == RowKind::Aside);
    for text in asides.filter_map(|row| row.cells.first()) {
        lines.push(format!("\n{}", start(&inline(text))));
    }
    lines.join("\n")
}

fn cell(row: &Row, at: usize) -> String {
    let text = row.cells.get(at).map(cell_text).unwrap_or_default();
    if row.kind == RowKind::Sum && !text.is_empty() && !text.contains('*') {
        format!("**{text}**")
    } else {
        text
    }
}

/// A cell; a bar within code is escaped too, since a table is cut before code is read.
fn cell_text(line: &Line) -> String {
    let spans = line.0.iter().map(|span| match span.tone {
        Tone::Code => mark(&span.text, span.tone).replace('|', "\\|"),
        tone => mark(&span.text, tone),
    });
    spans.collect::<String>().trim().to_owned()
}

/// The text of a line with its marks.
fn inline(line: &Line) -> String {
    let spans = line.0.iter().map(|span| mark(&span.text, span.tone));
    spans.collect::<String>().trim().to_owned()
}

/// The text of a line without marks, for headings.
fn bare(line: &Line) -> String {
    let spans = line.0.iter().map(|span| escape(&span.text));
    spans.collect::<String>().trim().to_owned()
}

fn mark(text: &str, tone: Tone) -> String {
    let core = text.trim();
    if core.is_empty() {
        return text.to_owned();
    }
    let marked = match tone {
        Tone::Strong => format!("**{}**", escape(core)),
        Tone::Code => code(core),
        Tone::Plain | Tone::Good | Tone::Bad | Tone::Open | Tone::Quiet => escape(core),
    };
    let before = if text.starts_with(' ') { " " } else { "" };
    let after = if text.ends_with(' ') { " " } else { "" };
    format!("{before}{marked}{after}")
}

/// Code, in a fence longer than any in it.
fn code(text: &str) -> String {
    let mut longest = 0_usize;
    let mut run = 0_usize;
    for c in text.chars() {
        run = if c == '`' { run.saturating_add(1) } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest.saturating_add(1));
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The characters that mean something anywhere in Markdown.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '#'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text at the start of a block, where some more characters mean something.
fn start(text: &str) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    match rest.chars().next() {
        Some('.' | ')') if digits > 0 => format!("{number}\\{rest}"),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{rest}"),
        _ => text.to_owned(),
    }
}
