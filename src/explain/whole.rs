//! Every rule with everything about it, what hangs most on it first. Cuts nothing.

use crate::model::trace::{RuleStatus, RuleTrace};

use super::document::Block;
use super::names::Names;
use super::numbers::count;
use super::rule;

/// Every rule: those that apply, those that may, those that do not, what hangs most on them first.
pub(super) fn rules(names: &Names<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let is_open = |r: &RuleTrace| r.status == RuleStatus::Unknown;
    let applies = |r: &RuleTrace| r.status == RuleStatus::Fired;
    let (fired, others): (Vec<_>, Vec<_>) = names.trace.rules.iter().partition(|r| applies(r));
    let (open, rest): (Vec<_>, Vec<_>) = others.into_iter().partition(|r| is_open(r));
    for (some, one, many) in [
        (fired, "rule applies", "rules apply"),
        (open, "rule may still apply", "rules may still apply"),
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
