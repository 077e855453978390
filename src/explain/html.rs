//! The document as a part of a page in HTML: every text escaped, nothing fetched. Says nothing of its own.

use super::document::{Block, Card, Field, Fit, Line, Node, Row, RowKind, Table, Tone};

/// Writes blocks as HTML; a section has a heading of level `top`, its parts one below. A part before any section counts as
/// one, so that no level is left out.
pub fn page(page: &[Block], top: u8) -> String {
    let mut sections = false;
    let blocks = page.iter().map(|one| {
        let mut at = top;
        if let Block::Heading { level, .. } = one {
            sections |= *level == 1;
            at = at.saturating_add(u8::from(*level > 1 && sections));
        }
        block(one, at)
    });
    blocks.collect()
}

/// A text without what markup would read as its own, also between double quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// A block; a heading has that level.
fn block(block: &Block, top: u8) -> String {
    match block {
        Block::Lead { title, detail } => format!(
            "<div class=\"lead\"><p class=\"advice\">{}</p><p>{}</p></div>\n",
            inline(title),
            inline(detail)
        ),
        Block::Heading { text, .. } => heading(top, text),
        Block::Paragraph(line) => format!("<p>{}</p>\n", inline(line)),
        Block::Fields(fields) => format!("<dl>{}</dl>\n", all(fields.iter().map(field))),
        Block::Table(table) => rows(table),
        Block::Tree(nodes) => format!("<ul class=\"tree\">{}</ul>\n", all(nodes.iter().map(node))),
        Block::List(items) => list(items),
        Block::Card(card) => card_of(card, top),
        Block::Code(text) => format!("<pre>{}</pre>\n", escaped(text.trim_end())),
    }
}

fn all(parts: impl Iterator<Item = String>) -> String {
    parts.collect()
}

fn heading(level: u8, text: &Line) -> String {
    let level = level.clamp(1, 6);
    format!("<h{level}>{}</h{level}>\n", inline(text))
}

fn list(items: &[Line]) -> String {
    let items = items
        .iter()
        .map(|item| format!("<li>{}</li>", inline(item)));
    format!("<ul>{}</ul>\n", all(items))
}

fn field(field: &Field) -> String {
    let items = match field.items.as_slice() {
        [one] => inline(one),
        several => list(several),
    };
    format!(
        "<div><dt>{}</dt><dd>{items}</dd></div>\n",
        escaped(&field.label)
    )
}

fn node(of: &Node) -> String {
    let parts = match of.parts.as_slice() {
        [] => String::new(),
        parts => format!("<ul>{}</ul>", all(parts.iter().map(node))),
    };
    format!(
        "<li>{} {}{parts}</li>",
        escaped(of.mark.sign()),
        inline(&of.text)
    )
}

fn card_of(card: &Card, top: u8) -> String {
    let badge = match card.badge.text.as_str() {
        "" => String::new(),
        text => format!(" <span class=\"badge\">{}</span>", escaped(text)),
    };
    let title = format!(
        "{} {}{badge}",
        escaped(card.mark.sign()),
        inline(&card.title)
    );
    format!(
        "<div class=\"card\"><p class=\"title\">{title}</p>{}</div>\n",
        page(&card.body, top)
    )
}

fn rows(table: &Table) -> String {
    let used: Vec<usize> = (0..table.columns.len())
        .filter(|at| table.is_filled(*at))
        .collect();
    let fit = |at: usize| match table.columns.get(at).map(|column| column.fit) {
        Some(Fit::Number) => " class=\"number\"",
        Some(Fit::Short) => " class=\"short\"",
        Some(Fit::Text) | None => "",
    };
    let heads = used.iter().filter_map(|at| table.columns.get(*at));
    let named = heads.clone().any(|column| !column.head.is_empty());
    let heads = heads.map(|column| match &*column.head {
        "" => "<td></td>".to_owned(),
        head => format!("<th scope=\"col\">{}</th>", escaped(head)),
    });
    let head = match named && table.headed {
        true => format!("<thead><tr>{}</tr></thead>", all(heads)),
        false => String::new(),
    };
    let body = table.rows.iter().map(|row| row_of(row, &used, fit));
    // What is wider than the screen is scrolled, by keys too.
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>{head}<tbody>{}</tbody></table></div>\n",
        all(body)
    )
}

fn row_of(row: &Row, used: &[usize], fit: impl Fn(usize) -> &'static str) -> String {
    let cell = |at: usize| row.cells.get(at).map(inline).unwrap_or_default();
    if row.kind == RowKind::Aside {
        return format!(
            "<tr><td colspan=\"{}\">{}</td></tr>",
            used.len().max(1),
            cell(0)
        );
    }
    let cells = used
        .iter()
        .map(|at| format!("<td{}>{}</td>", fit(*at), cell(*at)));
    let class = if row.kind == RowKind::Sum {
        " class=\"sum\""
    } else {
        ""
    };
    format!("<tr{class}>{}</tr>", all(cells))
}

/// A line with its tones as classes.
fn inline(line: &Line) -> String {
    let spans = line.0.iter().map(|span| {
        let text = escaped(&span.text);
        match span.tone {
            Tone::Plain => text,
            Tone::Strong => format!("<strong>{text}</strong>"),
            Tone::Code => format!("<code>{text}</code>"),
            Tone::Good => format!("<span class=\"good\">{text}</span>"),
            Tone::Bad => format!("<span class=\"bad\">{text}</span>"),
            Tone::Open => format!("<span class=\"open\">{text}</span>"),
            Tone::Quiet => format!("<span class=\"quiet\">{text}</span>"),
        }
    });
    spans.collect()
}

#[cfg(test)]
mod tests {
    use super::{escaped, page};
    use crate::explain::{Block, Fit, Line, RowKind, Table};

    #[test]
    fn no_text_becomes_markup() {
        let wild = "<script>alert('x')</script> & \"quoted\"";
        let mut table = Table::new(true, &[("head", Fit::Text)]);
        table.row(RowKind::Item, vec![wild.into()]);
        table.row(RowKind::Aside, vec![wild.into()]);
        let blocks = [
            Block::section(wild),
            Block::Paragraph(Line::default().code(wild).quiet(wild)),
            Block::List(vec![wild.into()]),
            Block::Code(wild.into()),
            Block::Table(table),
        ];
        let html = page(&blocks, 2);
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches(&escaped(wild)).count(), 7, "{html}");
    }

    #[test]
    fn columns_without_anything_are_left_out() {
        let mut table = Table::new(true, &[("full", Fit::Text), ("empty", Fit::Short)]);
        table.row(RowKind::Item, vec!["x".into(), Line::default()]);
        let html = page(&[Block::Table(table)], 2);
        assert!(html.contains("full") && !html.contains("empty"), "{html}");
    }
}
