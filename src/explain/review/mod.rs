//! The whole argument for a reviewer: what acted or may yet act in full, everything else in a line. Hides nothing.

mod given;
mod lines;
mod rows;

use crate::model::trace::{CitationTrace, RuleStatus, RuleTrace};

use super::document::Block;
use super::names::Names;
use super::numbers::count;
use super::rows as all_rows;
use super::whole::{by_stakes, weighing};
use super::{citation, given as all_given, rule};

/// The whole argument, readable in one go.
pub(super) fn blocks(names: Names<'_>) -> Vec<Block> {
    let names = &names.listing_sources();
    let mut blocks = weighing(names);
    blocks.extend(rows::section(names));
    blocks.extend(given::derived(names));
    blocks.extend(rules(names));
    blocks.extend(all_rows::contradictions(names));
    blocks.extend(all_rows::notes(names));
    blocks.extend(given::known(names));
    blocks.extend(given::unknown(names));
    blocks.extend(citation::list(cited(names)));
    blocks.extend(all_given::provenance(names));
    blocks
}

fn rules(names: &Names<'_>) -> Vec<Block> {
    let mut blocks = cards(
        names,
        &[RuleStatus::Fired],
        ["rule applies", "rules apply"],
        rule::card,
    );
    let may = ["rule may yet apply", "rules may yet apply"];
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

/// What is cited on this page.
fn cited<'t>(names: &Names<'t>) -> impl Iterator<Item = &'t CitationTrace> {
    let trace = names.trace;
    let shown = |rule: &&RuleTrace| rule.status != RuleStatus::NotFired;
    let rules = trace.rules.iter().filter(shown);
    let rules = rules.flat_map(|rule| &rule.citations);
    let ledger = trace.ledger.iter().flat_map(|line| &line.citations);
    let rows = trace.advice_rows.iter().filter(|row| rows::in_full(row));
    let rows = rows.flat_map(|row| &row.citations);
    let notes = trace.notes.iter().flat_map(|note| &note.citations);
    rules.chain(ledger).chain(rows).chain(notes)
}
