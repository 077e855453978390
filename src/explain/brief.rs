//! The whole argument in brief: what acted takes a line or two, what did not is counted.

use crate::model::trace::{AdviceRowTrace, RowStatus, RuleStatus, RuleTrace, UnknownTrace};

use super::answer::unknown_words;
use super::document::{Block, Fit, Line, RowKind, Table};
use super::names::{Names, enumerate};
use super::numbers::{count, is_something};
use super::{review, rows as all_rows, rule, whole};

/// Rules that are told with their reason.
const MOST_RULES: usize = 20;
/// Rules and facts that are named where they are not told.
const MOST_NAMED: usize = 8;

/// The row that gave the advice, those above it that were not ruled out, and how many others there are.
pub(super) fn rows(names: &Names<'_>) -> Vec<Block> {
    let all = &names.trace.advice_rows;
    if all.is_empty() {
        return all_rows::section(names);
    }
    let is_told = |row: &&AdviceRowTrace| {
        matches!(
            row.status,
            RowStatus::Chosen | RowStatus::Unknown | RowStatus::Excluded | RowStatus::Stopped
        )
    };
    let (told, others): (Vec<_>, Vec<_>) = all.iter().partition(is_told);
    let mut blocks = review::table_of_rows(names, &told);
    let of = |status: RowStatus| others.iter().filter(|row| row.status == status).count();
    let no = of(RowStatus::DoesNotApply);
    let below = of(RowStatus::Below);
    let mut words = Vec::new();
    if no > 0 {
        words.push(count(no, "row does not apply", "rows do not apply"));
    }
    if below > 0 {
        words.push(count(
            below,
            "row would also apply, but comes later",
            "rows would also apply, but come later",
        ));
    }
    if !words.is_empty() {
        blocks.push(Block::Paragraph(format!("{}.", enumerate(&words)).into()));
    }
    blocks
}

/// What applies with its reason, the weightiest first, and which other rules there are.
pub(super) fn rules(names: &Names<'_>) -> Vec<Block> {
    if names.trace.rules.is_empty() {
        return Vec::new();
    }
    let of = |status: &[RuleStatus]| -> Vec<&RuleTrace> {
        let rules = names.trace.rules.iter();
        whole::by_stakes(rules.filter(|rule| status.contains(&rule.status)).collect())
    };
    let mut fired = of(&[RuleStatus::Fired]);
    fired.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let number = count(fired.len(), "rule applies", "rules apply");
    let (told, rest) = fired.split_at(fired.len().min(MOST_RULES));
    let mut blocks = vec![Block::section(number)];
    if !told.is_empty() {
        blocks.push(Block::Table(table_of_rules(names, told)));
    }
    let may = of(&[RuleStatus::Unknown]);
    let stopped = of(&[RuleStatus::Stopped, RuleStatus::Defeated]);
    let not = of(&[RuleStatus::NotFired]);
    let lines: Vec<Line> = [
        (rest, "more applies", "more apply"),
        (&may, "rule may still apply", "rules may still apply"),
        (
            &stopped,
            "rule was stopped or overruled",
            "rules were stopped or overruled",
        ),
        (&not, "rule does not apply", "rules do not apply"),
    ]
    .into_iter()
    .filter(|(rules, ..)| !rules.is_empty())
    .map(|(rules, one, many)| {
        let titles = some(rules.iter().map(|rule| names.title(&rule.name)));
        format!("{}: {titles}", count(rules.len(), one, many)).into()
    })
    .collect();
    if !lines.is_empty() {
        blocks.push(Block::List(lines));
    }
    blocks
}

/// The largest piece of evidence that a rule gave.
fn weight(rule: &RuleTrace) -> f64 {
    let pieces = rule.evidence.iter().filter_map(|piece| piece.contribution);
    pieces.map(|amount| amount.0.abs()).fold(0.0, f64::max)
}

fn table_of_rules(names: &Names<'_>, rules: &[&RuleTrace]) -> Table {
    let columns = [
        ("rule", Fit::Text),
        ("gives", Fit::Text),
        ("because", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    for one in rules {
        let because = one.because.as_deref().unwrap_or("");
        let cells = vec![
            names.title(&one.name).into(),
            rule::gives(names, one).into(),
            because.into(),
        ];
        table.row(RowKind::Item, cells);
    }
    table
}

/// The first of some names, and how many there are beside them.
fn some(names: impl Iterator<Item = String>) -> String {
    let mut named: Vec<String> = names.collect();
    let more = named.len().saturating_sub(MOST_NAMED);
    if more > 1 {
        named.truncate(MOST_NAMED);
        return format!("{} and {more} more", named.join(", "));
    }
    enumerate(&named)
}

/// The missing answers that could change the advice, and the names of the others.
pub(super) fn open(names: &Names<'_>) -> Vec<Block> {
    let read = names.open();
    let changes = |fact: &&UnknownTrace| {
        let effect = fact.effect.as_ref();
        effect.is_none_or(|effect| effect.changes_advice != Some(false))
    };
    let moves = |fact: &&UnknownTrace| {
        let span = fact.effect.as_ref().and_then(|effect| effect.span);
        span.is_none_or(|span| is_something(span.0))
    };
    let (telling, others): (Vec<_>, Vec<_>) = read.partition(changes);
    let (moving, idle): (Vec<_>, Vec<_>) = others.into_iter().partition(moves);
    let mut lines: Vec<Line> = telling
        .into_iter()
        .map(|one| unknown_words(names, one))
        .collect();
    let titles = |facts: &[&UnknownTrace]| some(facts.iter().map(|fact| names.title(&fact.name)));
    if !moving.is_empty() {
        let words = count(
            moving.len(),
            "more moves the totals, but does not change the advice by itself",
            "more move the totals, but none changes the advice by itself",
        );
        lines.push(format!("{words}: {}", titles(&moving)).into());
    }
    if !idle.is_empty() {
        let words = count(
            idle.len(),
            "changes nothing by itself",
            "change nothing by themselves",
        );
        lines.push(format!("{words}: {}", titles(&idle)).into());
    }
    let moot = names
        .trace
        .unknown
        .iter()
        .filter(|fact| fact.read && fact.moot);
    let moot: Vec<&UnknownTrace> = moot.collect();
    if !moot.is_empty() {
        let words = count(moot.len(), "does not apply", "do not apply");
        lines.push(format!("{words}: {}", titles(&moot)).into());
    }
    match lines.is_empty() {
        true => Vec::new(),
        false => vec![Block::section("What is not known"), Block::List(lines)],
    }
}
