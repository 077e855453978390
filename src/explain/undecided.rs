//! The advice that every rulebook has: why nothing could be decided, and why something was. Tells nothing of other advice.

use crate::model::trace::{AdviceRowTrace, RuleTrace, StrategyTrace};

use super::document::{Block, Line, Tone};
use super::names::Names;
use super::{answer, rows, rule, why};

/// The name of the outcome that every rulebook has.
pub(super) const UNDECIDED: &str = "undecided";

/// Whether the advice is undecided although no row says so.
pub(super) fn by_default(names: &Names<'_>) -> bool {
    names.trace.advice == UNDECIDED && answer::chosen(names).is_none()
}

/// Why no row applied, or no strategy leads, and which answers could decide.
pub(super) fn why(names: &Names<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Lead {
        title: Line::toned("Undecided", Tone::Strong),
        detail: format!("this is the advice: {}", answer::why_undecided(names)).into(),
    }];
    let rows = &names.trace.advice_rows;
    if rows.is_empty() {
        blocks.extend(standing(names));
    } else {
        blocks.push(Block::section("Rows of the advice"));
        let cards = rows.iter().map(|row| Block::Card(rows::card(names, row)));
        blocks.extend(cards);
    }
    blocks.extend(openings(names));
    blocks
}

/// Why something else was advised, where no row gives `undecided`.
pub(super) fn instead(names: &Names<'_>) -> Vec<Block> {
    match answer::chosen(names) {
        Some(chosen) => of_row(names, chosen),
        None => of_strategy(names),
    }
}

fn of_row(names: &Names<'_>, chosen: &AdviceRowTrace) -> Vec<Block> {
    let words = "The advice is undecided only if no row is known to apply, and this row is.";
    vec![
        Block::section("Rows of the advice"),
        Block::Paragraph(words.into()),
        Block::Card(rows::card(names, chosen)),
    ]
}

fn of_strategy(names: &Names<'_>) -> Vec<Block> {
    let advice = &names.trace.advice;
    let words = format!(
        "The rulebook has no advice block: the best strategy is the advice. {}: {}.",
        names.title(advice),
        why::strategy_words(names, advice)
    );
    vec![Block::Paragraph(words.into())]
}

/// Where each strategy stands, and the rules that took strategies out.
fn standing(names: &Names<'_>) -> Vec<Block> {
    let strategies = &names.trace.strategies;
    let line = |one: &StrategyTrace| {
        let words = why::strategy_words(names, &one.name);
        Line::from(format!("{}: {words}", names.title(&one.name)))
    };
    let mut blocks = vec![
        Block::section("The strategies"),
        Block::List(strategies.iter().map(line).collect()),
    ];
    let excludes = |one: &&RuleTrace| strategies.iter().any(|s| s.excluded_by.contains(&one.name));
    let excluding: Vec<&RuleTrace> = names.trace.rules.iter().filter(excludes).collect();
    if !excluding.is_empty() {
        blocks.push(Block::section("Ruled out by"));
    }
    let cards = excluding
        .into_iter()
        .map(|one| Block::Card(rule::card(names, one)));
    blocks.extend(cards);
    blocks
}

/// The unknown facts whose answer could bring an advice.
fn openings(names: &Names<'_>) -> Vec<Block> {
    let unknown = names.trace.unknown.iter();
    let telling = unknown.filter(|fact| {
        fact.effect
            .as_ref()
            .is_some_and(|effect| effect.changes_advice == Some(true))
    });
    let mut lines: Vec<Line> = telling
        .map(|fact| answer::unknown_words(names, fact))
        .collect();
    if let (true, Some(witness)) = (lines.is_empty(), &names.trace.witness) {
        lines.push(answer::witness_words(names, witness).into());
    }
    if lines.is_empty() {
        return Vec::new();
    }
    vec![
        Block::section("What is not known and could decide it"),
        Block::List(lines),
    ]
}
