//! The whole argument: the answer, and after it everything that led there. Cuts nothing.

use crate::model::trace::{RuleStatus, RuleTrace};

use super::answer::{self, Depth};
use super::document::Block;
use super::names::Names;
use super::numbers::count;
use super::{citation, derived, given, groups, ledger, rows, rule, standing};

/// The whole argument.
pub(super) fn blocks(names: Names<'_>) -> Vec<Block> {
    let names = &names.listing_sources();
    let mut blocks = weighing(names);
    blocks.extend(rows::section(names));
    blocks.extend(derived::section(names));
    blocks.extend(rules(names));
    blocks.extend(rows::contradictions(names));
    blocks.extend(rows::notes(names));
    blocks.extend(given::known(names));
    blocks.extend(given::unknown(names));
    blocks.extend(citation::sources(names));
    blocks.extend(given::provenance(names));
    blocks
}

/// The answer and how it was weighed, up to the basis of the weights.
pub(super) fn weighing(names: &Names<'_>) -> Vec<Block> {
    let mut blocks = answer::blocks(names, Depth::Whole);
    blocks.extend(ledger::complete(names));
    blocks.extend(standing::strategies(names));
    blocks.extend(standing::hypotheses(names));
    blocks.extend(groups::section(names));
    blocks.extend(standing::conflict(names));
    blocks.extend(standing::basis(names));
    blocks
}

/// Every rule: those that apply, those that may, those that do not, what hangs most on them first.
fn rules(names: &Names<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let is_open = |r: &RuleTrace| r.status == RuleStatus::Unknown;
    let applies = |r: &RuleTrace| r.status == RuleStatus::Fired;
    let (fired, others): (Vec<_>, Vec<_>) = names.trace.rules.iter().partition(|r| applies(r));
    let (open, rest): (Vec<_>, Vec<_>) = others.into_iter().partition(|r| is_open(r));
    for (some, one, many) in [
        (fired, "rule applies", "rules apply"),
        (open, "rule may yet apply", "rules may yet apply"),
        (rest, "rule does not apply", "rules do not apply"),
    ] {
        let some = by_stakes(some);
        if some.is_empty() {
            continue;
        }
        blocks.push(Block::section(count(some.len(), one, many)));
        blocks.extend(
            some.into_iter()
                .map(|one| Block::Card(rule::card(names, one))),
        );
    }
    blocks
}

/// Rules in the order of what hangs on them; rules on which nothing hangs keep theirs.
pub(super) fn by_stakes(mut rules: Vec<&RuleTrace>) -> Vec<&RuleTrace> {
    let stakes = |rule: &RuleTrace| {
        let why_not = rule.why_not.as_ref();
        let changes = why_not.is_some_and(|why| why.changes_advice);
        let would = why_not
            .into_iter()
            .flat_map(|why| why.would_contribute.values());
        let most = would.map(|amount| amount.0.abs()).fold(0.0, f64::max);
        (changes, most)
    };
    rules.sort_by(|a, b| {
        let (a_changes, a_most) = stakes(a);
        let (b_changes, b_most) = stakes(b);
        b_changes.cmp(&a_changes).then(b_most.total_cmp(&a_most))
    });
    rules
}
