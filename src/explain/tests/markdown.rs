//! Markdown read back: what a reader sees is what was said, in code, in tables and in text. Lays nothing out.

use super::samples;
use crate::explain::{Options, View, explain, format, render};

/// Names that mean something to Markdown.
const HARD: [&str; 6] = [
    "snake_case_name",
    "a|b|c",
    "back`tick",
    "back\\slash",
    "*star* [link](x) <tag> &amp; #1",
    "1. first",
];

/// The text of a line as CommonMark shows it: escapes resolved in text, none in code. No emphasis is looked for.
fn seen(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let ticks = rest.chars().take_while(|c| *c == '`').count();
        if ticks > 0 {
            let fence = "`".repeat(ticks);
            let (_, after) = rest.split_at(ticks);
            let close = closing(after, &fence);
            let close = close.unwrap_or_else(|| panic!("code is never closed: {line}"));
            let (code, behind) = after.split_at(close);
            let inner = code
                .strip_prefix(' ')
                .and_then(|code| code.strip_suffix(' '));
            out.push_str(inner.unwrap_or(code));
            rest = behind.strip_prefix(&*fence).unwrap();
        } else if first == '\\' {
            let mut chars = rest.chars();
            chars.next();
            match chars.next() {
                Some(escaped) if escaped.is_ascii_punctuation() => out.push(escaped),
                other => panic!("a backslash is shown before {other:?}: {line}"),
            }
            rest = chars.as_str();
        } else {
            out.push(first);
            rest = rest.strip_prefix(first).unwrap();
        }
    }
    out
}

/// Where a run of exactly these backticks begins.
fn closing(text: &str, fence: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let found = at.checked_add(rest.find('`')?)?;
        let run = text.get(found..)?.chars().take_while(|c| *c == '`').count();
        if run == fence.len() {
            return Some(found);
        }
        at = found.checked_add(run)?;
    }
    None
}

/// The cells of a row of a table: it is cut at bars that are not escaped, before anything else is read.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in row.chars() {
        let cell = cells.last_mut().unwrap();
        match (c, is_escaped) {
            ('|', true) => {
                cell.pop();
                cell.push('|');
            }
            ('|', false) => cells.push(String::new()),
            (c, _) => cell.push(c),
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    cells
}

/// Everything that a page shows, and the rows of its tables with as many cells as their heads.
fn read(markdown: &str) -> String {
    let mut shown = String::new();
    let mut columns = None;
    for line in markdown.lines() {
        if !line.starts_with('|') {
            columns = None;
            shown += &seen(line);
            shown.push('\n');
            continue;
        }
        let cells = cells(line);
        assert_eq!(*columns.get_or_insert(cells.len()), cells.len(), "{line}");
        for cell in cells {
            shown += &seen(&cell);
            shown.push('\n');
        }
    }
    shown
}

#[test]
fn what_was_said_is_what_is_read() {
    for hard in HARD {
        let mut trace = samples::clear();
        for rule in &mut trace.rules {
            rule.title = format!("{hard} title");
            rule.place.file = format!("{hard}.rules");
            rule.because = Some(format!("{hard} because"));
        }
        trace.rules[0].name = hard.into();
        trace.facts[0].title = format!("{hard} fact");
        trace.facts[1].words = format!("{hard} words");
        trace.ledger[0].title = format!("{hard} line");
        trace.ledger[0].name = hard.into();
        for view in [View::Page(None), View::Whole] {
            let explanation = explain(&trace, &view).unwrap();
            let text = render(
                &explanation,
                format("markdown").unwrap(),
                Options::default(),
            );
            let shown = read(&text);
            let expected: &[&str] = match &view {
                View::Whole => &["title", "because", "fact", "words", "line"],
                _page => &[],
            };
            for word in expected {
                let whole = format!("{hard} {word}");
                assert!(shown.contains(&whole), "no `{whole}` in\n{shown}");
            }
            if view == View::Whole {
                let place = format!("{hard}, {hard}.rules:58");
                assert!(shown.contains(&place), "no `{place}` in\n{shown}");
            }
        }
    }
}
