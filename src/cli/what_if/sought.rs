//! The smallest changes that lead to another advice, for people.

use super::in_words;
use crate::analyze::{Way, Ways};
use crate::cli::diagnostics::counted;
use crate::explain::{Block, Fit, Line, RowKind, Table, Tone};

/// Changes of one size that are shown.
const MOST_SHOWN: usize = 8;

/// The document.
pub(in crate::cli) fn sought(ways: &Ways) -> Vec<Block> {
    let mut blocks = vec![Block::Lead {
        title: Line::toned(&ways.title, Tone::Strong),
        detail: Line::from(&ways.profile),
    }];
    for size in 1..=ways.most {
        let own: Vec<&Way> = ways
            .ways
            .iter()
            .filter(|way| way.answers.len() == size)
            .collect();
        if !own.is_empty() {
            blocks.push(Block::section(head(size)));
            blocks.push(Block::Table(table(&own)));
        }
    }
    blocks.push(Block::Paragraph(ways.proof().into()));
    if !ways.left.is_empty() {
        blocks.push(Block::Paragraph(left(ways)));
    }
    blocks
}

fn head(size: usize) -> &'static str {
    match size {
        1 => "One other answer",
        2 => "Two other answers together",
        _ => "Three other answers together",
    }
}

fn table(ways: &[&Way]) -> Table {
    let columns = [
        ("Question", Fit::Text),
        ("Now", Fit::Text),
        ("Instead", Fit::Text),
        ("Advice", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    for way in ways.iter().take(MOST_SHOWN) {
        for (at, answer) in way.answers.iter().enumerate() {
            let [title, from, to] = in_words(answer);
            let (title, advice) = match at {
                0 => (title, Line::from(&way.title)),
                _ => (format!("and {title}"), Line::default()),
            };
            let cells = vec![title.into(), from.into(), to.into(), advice];
            table.row(RowKind::Item, cells);
        }
    }
    let hidden = ways.len().saturating_sub(MOST_SHOWN);
    if hidden > 0 {
        let words = format!("and {hidden} more, which `--format json` lists");
        table.row(RowKind::Aside, vec![Line::toned(words, Tone::Quiet)]);
    }
    table
}

fn left(ways: &Ways) -> Line {
    let answers = counted(ways.left.len(), "answer");
    let words = match ways.left.len() {
        1 => "that the organization cannot change stays; `--all-facts` includes it",
        _ => "that the organization cannot change stay; `--all-facts` includes them",
    };
    Line::toned(format!("{answers} {words}"), Tone::Quiet)
}
