//! Why a strategy or advice was not given: what stands in its way, and what would have helped it.

use crate::model::trace::{AdviceRowTrace, RowStatus, RuleTrace};

use super::answer;
use super::citation;
use super::document::{Block, Card, Field, Line, Mark, Span, Tone};
use super::names::{Names, UnknownName};
use super::numbers::is_something;
use super::undecided::{self, UNDECIDED};
use super::whole::by_stakes;
use super::{rows, rule, why};

/// Why not `name`.
pub(super) fn why_not(names: &Names<'_>, name: &str) -> Result<Vec<Block>, UnknownName> {
    let trace = names.trace;
    let is_strategy = trace.strategies.iter().any(|s| s.name == name);
    let own: Vec<&AdviceRowTrace> = trace
        .advice_rows
        .iter()
        .filter(|row| row.outcome == name)
        .collect();
    if !is_strategy && own.is_empty() && name != trace.advice && name != UNDECIDED {
        let strategies = trace.strategies.iter().map(|s| &*s.name);
        let outcomes = trace.advice_rows.iter().map(|row| &*row.outcome);
        let valid = strategies.chain(outcomes).chain([UNDECIDED]);
        return Err(UnknownName::new(name, "strategy or advice", valid));
    }
    let title = Line::toned(names.title(name), Tone::Strong);
    if name == trace.advice {
        let detail = Line::from("is the advice; it lacks nothing");
        return Ok(vec![Block::Lead { title, detail }]);
    }
    let mut blocks = vec![Block::Lead {
        title,
        detail: detail(names, name, is_strategy).into(),
    }];
    if name == UNDECIDED && own.is_empty() {
        blocks.extend(undecided::instead(names));
        return Ok(blocks);
    }
    blocks.extend(in_the_way(names, name, &own));
    if is_strategy {
        blocks.extend(excluding(names, name));
        let total = trace
            .strategies
            .iter()
            .find(|s| s.name == name)
            .map_or(0.0, |s| s.total.0);
        blocks.push(Block::section("What speaks for and against it"));
        blocks.push(why::evidence(names, name, total));
        blocks.extend(helpers(names, name));
        blocks.extend(openings(names, name));
    }
    Ok(blocks)
}

fn detail(names: &Names<'_>, name: &str, is_strategy: bool) -> String {
    let advice = names.title(&names.trace.advice);
    match is_strategy {
        true => format!(
            "{}; the advice is {advice}",
            why::strategy_words(names, name)
        ),
        false => format!("the advice is {advice}"),
    }
}

/// Its own rows, and the row that came first.
fn in_the_way(names: &Names<'_>, name: &str, own: &[&AdviceRowTrace]) -> Vec<Block> {
    let mut blocks = Vec::new();
    if names.trace.advice_rows.is_empty() {
        return blocks;
    }
    blocks.push(Block::section("Rows of the advice"));
    if own.is_empty() {
        let words = format!("No row of the advice names {}.", names.title(name));
        blocks.push(Block::Paragraph(words.into()));
    }
    blocks.extend(own.iter().map(|row| Block::Card(rows::card(names, row))));
    let beaten = own.iter().any(|row| row.status == RowStatus::Below);
    if let (true, Some(chosen)) = (beaten || own.is_empty(), answer::chosen(names)) {
        blocks.push(Block::part("The row that came first"));
        blocks.push(Block::Card(rows::card(names, chosen)));
    }
    blocks
}

/// The rules that took a strategy out.
fn excluding(names: &Names<'_>, name: &str) -> Vec<Block> {
    let strategy = names
        .trace
        .strategies
        .iter()
        .find(|s| s.name == name && s.excluded);
    let Some(strategy) = strategy else {
        return Vec::new();
    };
    let rules = names
        .trace
        .rules
        .iter()
        .filter(|r| strategy.excluded_by.contains(&r.name));
    let cards: Vec<Block> = rules
        .map(|one| Block::Card(rule::card(names, one)))
        .collect();
    if cards.is_empty() {
        return Vec::new();
    }
    std::iter::once(Block::section("Ruled out by"))
        .chain(cards)
        .collect()
}

/// Rules that would have helped, what hangs most on them first.
fn helpers(names: &Names<'_>, name: &str) -> Vec<Block> {
    let helps = |rule: &&RuleTrace| {
        rule.why_not.as_ref().is_some_and(|why_not| {
            let mut would = why_not.would_contribute.iter();
            let own = would.any(|(target, amount)| target == name && amount.0 > 0.0);
            own || why_not.advice_if_fired == name
        })
    };
    let rules = by_stakes(names.trace.rules.iter().filter(helps).collect());
    if rules.is_empty() {
        let words = "Every rule that could support it already does.";
        return vec![
            Block::section("What would have helped it"),
            Block::Paragraph(words.into()),
        ];
    }
    let cards = rules
        .into_iter()
        .map(|rule| Block::Card(helper(names, name, rule)));
    std::iter::once(Block::section("What would have helped it"))
        .chain(cards)
        .collect()
}

/// A rule that would have helped: how far it was, and what it would have changed.
fn helper(names: &Names<'_>, name: &str, one: &RuleTrace) -> Card {
    let mut fields = Vec::new();
    let mut badge = Span::default();
    if let Some(why_not) = &one.why_not {
        let mut pieces = one.evidence.iter();
        let is_open =
            pieces.any(|piece| piece.toward == name && rule::weighs_otherwise(names, one, piece));
        if let Some(amount) = why_not
            .would_contribute
            .get(name)
            .filter(|n| is_something(n.0) && !is_open)
        {
            badge = Span::new(
                format!("{} for it", names.unit.signed(amount.0)),
                Tone::Good,
            );
        }
        fields.extend(rule::obstacles(names, why_not));
        if !one.defeated_by.is_empty() {
            fields.push(Field::one("overruled by", names.titles(&one.defeated_by)));
        }
        fields.push(Field::one("at stake", rule::stakes(names, one, why_not)));
    }
    let place = citation::named(&one.name, Some(&one.place));
    fields.push(Field::one("rule", place));
    let full = rule::card(names, one);
    Card {
        mark: if full.mark == Mark::Yes {
            Mark::No
        } else {
            full.mark
        },
        badge,
        body: vec![Block::Fields(fields)],
        ..full
    }
}

/// Unknown facts that could raise it.
fn openings(names: &Names<'_>, name: &str) -> Vec<Block> {
    let strategy = names.trace.strategies.iter().find(|s| s.name == name);
    let total = strategy.map_or(0.0, |s| s.total.0);
    let mut lines = Vec::new();
    for fact in &names.trace.unknown {
        let high = fact
            .effect
            .as_ref()
            .and_then(|effect| effect.totals.get(name));
        let gain = high.map_or(0.0, |[_, high]| high.0 - total);
        if gain > 0.0 && is_something(gain) {
            let words = format!(" could give it up to {}", names.unit.signed(gain));
            lines.push(Line::from(names.title(&fact.name)).plain(words));
        }
    }
    if lines.is_empty() {
        return Vec::new();
    }
    vec![
        Block::section("What is not known and could support it"),
        Block::List(lines),
    ]
}
