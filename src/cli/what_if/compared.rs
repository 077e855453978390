//! Two profiles side by side, for people.

use super::in_words;
use crate::analyze::{Comparison, Moved, RuleShift, Shifted, Side};
use crate::base::{format_number, format_signed};
use crate::explain::{Block, Fit, Line, RowKind, Table, Tone};

/// Rules that are shown.
const MOST_RULES: usize = 12;
/// Decimals of points.
const PLACES: usize = 2;

/// The document.
pub(in crate::cli) fn compared(of: &Comparison) -> Vec<Block> {
    let same = of.before.advice == of.after.advice;
    let title = match same {
        true => Line::toned(&of.after.title, Tone::Strong).plain(", as before"),
        false => Line::from(&of.before.title)
            .plain(" → ")
            .and(&of.after.title, Tone::Strong),
    };
    let mut blocks = vec![Block::Lead {
        title,
        detail: Line::from(&of.profile),
    }];
    if of.answers.is_empty() {
        let words = "What is set is what the profile says: nothing differs.";
        blocks.push(Block::Paragraph(words.into()));
        return blocks;
    }
    blocks.push(Block::section("Answers"));
    blocks.push(Block::Table(answers(of)));
    blocks.push(Block::section("Result"));
    blocks.push(Block::Table(result(of)));
    if !of.rules.is_empty() {
        blocks.push(Block::section("Rules"));
        blocks.push(Block::Table(rules(&of.rules)));
    }
    let beside = [
        ("Before you start", &of.beside.preconditions),
        ("Notes", &of.beside.notes),
        ("Contradictions", &of.beside.contradictions),
    ];
    for (head, moved) in beside {
        if !moved.is_empty() {
            blocks.push(Block::section(head));
            blocks.push(Block::Table(things(moved)));
        }
    }
    blocks
}

const SIDES: [(&str, Fit); 3] = [
    ("", Fit::Text),
    ("As it is", Fit::Text),
    ("With this", Fit::Text),
];

fn answers(of: &Comparison) -> Table {
    let mut table = Table::new(true, &SIDES);
    for answer in &of.answers {
        let cells = in_words(answer).map(Line::from);
        table.row(RowKind::Item, cells.into());
    }
    table
}

/// The figures of both sides, those that are the same among them.
fn result(of: &Comparison) -> Table {
    let mut table = Table::new(true, &SIDES);
    let sides = [&of.before, &of.after];
    let mut row = |label: &str, cells: [String; 2]| {
        let [before, after] = cells;
        let after = match before == after {
            true => Line::toned(after, Tone::Quiet),
            false => Line::from(after),
        };
        table.row(RowKind::Item, vec![label.into(), before.into(), after]);
    };
    row("Advice", sides.map(|side| side.title.clone()));
    if sides.iter().any(|side| side.sureness.is_some()) {
        let words = |side: &Side| side.sureness.clone().unwrap_or_else(|| "unknown".into());
        row("How sure", sides.map(|side| words(side).replace('_', " ")));
    }
    row("May an open answer change it?", sides.map(settled));
    for total in &of.totals {
        let points = |amount: f64| format_number(amount, PLACES);
        row(&total.title, [total.before.0, total.after.0].map(points));
    }
    table
}

fn settled(side: &Side) -> String {
    match side.settled {
        Some(true) => "no",
        Some(false) => "yes",
        None => "not decided",
    }
    .to_owned()
}

fn rules(rules: &[RuleShift]) -> Table {
    let columns = [
        ("", Fit::Text),
        ("As it is", Fit::Text),
        ("With this", Fit::Text),
        ("Adds", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    for rule in rules.iter().take(MOST_RULES) {
        let adds: Vec<String> = rule.gives.iter().map(adds).collect();
        let cells = [&rule.title, rule.before, rule.after, &adds.join(", ")];
        table.row(RowKind::Item, cells.map(Line::from).into());
    }
    let hidden = rules.len().saturating_sub(MOST_RULES);
    if hidden > 0 {
        let words = format!("and {hidden} more, which `--format json` lists");
        table.row(RowKind::Aside, vec![Line::toned(words, Tone::Quiet)]);
    }
    table
}

fn adds(one: &Shifted) -> String {
    let amount = one.after.0 - one.before.0;
    format!("{} to {}", format_signed(amount, PLACES), one.title)
}

fn things(moved: &[Moved]) -> Table {
    let mut table = Table::new(true, &SIDES);
    for one in moved {
        let of = one.title.clone().or(one.of.clone()).unwrap_or_default();
        let cells = [&of, &one.from, &one.to];
        table.row(RowKind::Item, cells.map(Line::from).into());
    }
    table
}
