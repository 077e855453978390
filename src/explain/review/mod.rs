//! Sections for a reviewer: what acted or may yet act in full, everything else in a line. Hides nothing.

mod given;
mod lines;
mod rows;

use crate::model::trace::{RuleStatus, RuleTrace};

use super::document::Block;
use super::names::Names;
use super::numbers::count;
use super::rule;
use super::whole::by_stakes;

pub(super) use given::{derived, known, unknown};
pub(super) use rows::{section as rows, table as table_of_rows};

/// Every rule.
pub(super) fn rules(names: &Names<'_>) -> Vec<Block> {
    let mut blocks = cards(
        names,
        &[RuleStatus::Fired],
        ["rule applies", "rules apply"],
        rule::card,
    );
    let may = ["rule may still apply", "rules may still apply"];
    blocks.extend(cards(names, &[RuleStatus::Unknown], may, rule::open_card));
    let stopped = [RuleStatus::Stopped, RuleStatus::Defeated];
    let words = [
        "rule was stopped or overruled",
        "rules were stopped or overruled",
    ];
    blocks.extend(cards(names, &stopped, words, rule::card));
    blocks.extend(lines::section(names));
    blocks
}

/// The rules in some states in full, what hangs most on them first.
fn cards(
    names: &Names<'_>,
    states: &[RuleStatus],
    [one, many]: [&str; 2],
    card: fn(&Names<'_>, &RuleTrace) -> super::Card,
) -> Vec<Block> {
    let rules = names.trace.rules.iter();
    let some = by_stakes(rules.filter(|r| states.contains(&r.status)).collect());
    if some.is_empty() {
        return Vec::new();
    }
    let heading = Block::section(count(some.len(), one, many));
    let cards = some.into_iter().map(|one| Block::Card(card(names, one)));
    std::iter::once(heading).chain(cards).collect()
}
