//! What the limits of groups did: of each side of a target all that its rules gave, and what of it counts.

use crate::model::trace::{Branch, GroupTrace, LimitKind, SideTrace};

use super::document::{Block, Fit, RowKind, Table};
use super::names::{Names, enumerate};
use super::numbers::{MANY, number_text};
use super::standing::titled;

/// The groups in which there is evidence.
pub(super) fn section(names: &Names<'_>) -> Vec<Block> {
    let columns = [
        ("group", Fit::Text),
        ("limit", Fit::Text),
        ("about", Fit::Text),
        ("all", Fit::Number),
        ("counts", Fit::Number),
        ("from", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    for group in &names.trace.groups {
        for side in &group.sides {
            let cells = vec![
                titled(names, &group.name),
                limit(group).into(),
                about(names, side).into(),
                number_text(side.uncut.0, MANY).into(),
                number_text(side.kept.0, MANY).into(),
                givers(names, side).into(),
            ];
            table.row(RowKind::Item, cells);
        }
    }
    match table.rows.is_empty() {
        true => Vec::new(),
        false => vec![Block::section("What groups limit"), Block::Table(table)],
    }
}

/// The rules behind a side; of one that fired by `else` the title is what is not the case.
fn givers(names: &Names<'_>, side: &SideTrace) -> String {
    let by_else = |name: &String| {
        let mut rules = names.trace.rules.iter();
        rules.any(|rule| rule.name == *name && rule.branch == Some(Branch::Else))
    };
    let title = |name: &String| match by_else(name) {
        true => format!("{} (does not hold)", names.title(name)),
        false => names.title(name),
    };
    enumerate(&side.rules.iter().map(title).collect::<Vec<_>>())
}

fn about(names: &Names<'_>, side: &SideTrace) -> String {
    format!("{} {}", side.side, names.title(&side.toward))
}

/// The limit as it is written in a rulebook.
fn limit(group: &GroupTrace) -> String {
    let most = group.most.map_or(0.0, |most| most.0);
    let most = number_text(most, MANY);
    match group.limit {
        LimitKind::Limit => most,
        LimitKind::Strongest => "strongest".into(),
        LimitKind::StrongestPlus => format!("strongest + {most}"),
    }
}
