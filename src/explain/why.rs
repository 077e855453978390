//! Why one thing stands as it does: a strategy, an advice, a hypothesis, a derived fact, a fact or a rule.

use crate::model::trace::{
    AdviceRowTrace, ConditionTrace, FactTrace, PlaceTrace, RowStatus, RuleTrace,
};

use super::citation;
use super::document::{Block, Field, Fit, Line, RowKind, Table, Tone};
use super::names::{Names, UnknownName};
use super::numbers::{MANY, is_something, number_text, signed_column};
use super::undecided::{self, UNDECIDED};
use super::{derived, given, rows, rule};

/// One rule or contrast row, or all rows of a contrast.
pub(super) fn rule(names: &Names<'_>, name: &str) -> Result<Vec<Block>, UnknownName> {
    let rules = &names.trace.rules;
    let is_row = |rule: &&RuleTrace| {
        let rest = rule.name.strip_prefix(name);
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    let mut found: Vec<&RuleTrace> = rules.iter().filter(|rule| rule.name == name).collect();
    if found.is_empty() {
        found = rules.iter().filter(is_row).collect();
    }
    if found.is_empty() {
        let valid = rules.iter().map(|rule| &*rule.name);
        return Err(UnknownName::new(name, "rule", valid));
    }
    let cards = found
        .into_iter()
        .map(|one| Block::Card(rule::card(names, one)));
    Ok(cards.collect())
}

/// Why `name` stands as it does.
pub(super) fn why(names: &Names<'_>, name: &str) -> Result<Vec<Block>, UnknownName> {
    let trace = names.trace;
    if let Some(blocks) = target(names, name) {
        return Ok(blocks);
    }
    if name == UNDECIDED && undecided::by_default(names) {
        return Ok(undecided::why(names));
    }
    if name == UNDECIDED
        || name == trace.advice
        || trace.advice_rows.iter().any(|row| row.outcome == name)
    {
        return Ok(outcome(names, name));
    }
    if let Some(one) = trace.derived.iter().find(|one| one.name == name) {
        let mut blocks = vec![Block::Card(derived::card(names, one))];
        blocks.extend(readers(names, name));
        return Ok(blocks);
    }
    if let Some(blocks) = fact(names, name) {
        return Ok(blocks);
    }
    rule(names, name).map_err(|_| {
        let strategies = trace.strategies.iter().map(|s| &*s.name);
        let hypotheses = trace.hypotheses.iter().map(|h| &*h.name);
        let outcomes = trace.advice_rows.iter().map(|row| &*row.outcome);
        let facts = trace.facts.iter().map(|fact| &*fact.name);
        let unknown = trace.unknown.iter().map(|fact| &*fact.name);
        let derived = trace.derived.iter().map(|one| &*one.name);
        let rules = trace.rules.iter().map(|rule| &*rule.name);
        let targets = strategies.chain(hypotheses).chain(outcomes);
        let targets = targets.chain([UNDECIDED]);
        let all = targets
            .chain(facts)
            .chain(unknown)
            .chain(derived)
            .chain(rules);
        UnknownName::new(name, "strategy, advice, hypothesis, fact or rule", all)
    })
}

/// A strategy or hypothesis: where it stands, and every piece of evidence that brought it there.
fn target(names: &Names<'_>, name: &str) -> Option<Vec<Block>> {
    let trace = names.trace;
    let strategy = trace.strategies.iter().find(|s| s.name == name);
    let hypothesis = trace.hypotheses.iter().find(|h| h.name == name);
    let (total, detail) = match (strategy, hypothesis) {
        (Some(strategy), _) => (strategy.total.0, strategy_words(names, name)),
        (None, Some(hypothesis)) => {
            let belief = number_text(hypothesis.belief.0, 2);
            let total = names.unit.amount(hypothesis.total.0);
            (hypothesis.total.0, format!("{total}, belief {belief}"))
        }
        (None, None) => return None,
    };
    let mut blocks = vec![Block::Lead {
        title: Line::toned(names.title(name), Tone::Strong),
        detail: detail.into(),
    }];
    let advised = trace.strategy.as_deref() == Some(name) || trace.advice == name;
    blocks.push(evidence(names, name, total));
    if advised {
        blocks.extend(chosen_rows(names));
    }
    Some(blocks)
}

/// "7 points, second of 3, 5 points behind Kaizen".
pub(super) fn strategy_words(names: &Names<'_>, name: &str) -> String {
    let strategies = &names.trace.strategies;
    let Some(own) = strategies.iter().find(|s| s.name == name) else {
        return String::new();
    };
    let total = names.unit.amount(own.total.0);
    if own.excluded {
        return match &*names.titles(&own.excluded_by) {
            "" => format!("{total}, ruled out"),
            by => format!("{total}, ruled out by {by}"),
        };
    }
    let best = strategies.iter().find(|s| !s.excluded && s.name != name);
    match (own.tied, own.lead, best) {
        (true, ..) => format!("{total}, level with another"),
        (false, Some(lead), Some(other)) if is_something(lead.0) => {
            let side = if lead.0 > 0.0 { "ahead of" } else { "behind" };
            let by = names.unit.amount(lead.0.abs());
            format!("{total}, {by} {side} {}", names.title(&other.name))
        }
        _ => total,
    }
}

/// A piece of evidence toward one target.
struct Piece<'t> {
    amount: f64,
    title: String,
    name: &'t str,
    what: String,
    source: String,
    place: &'t PlaceTrace,
}

/// Every piece that counted toward a target, the largest first, and what they come to.
pub(super) fn evidence(names: &Names<'_>, name: &str, total: f64) -> Block {
    let (mut pieces, adds_up) = match from_ledger(names, name) {
        Some(pieces) => (pieces, true),
        None => (from_rules(names, name), false),
    };
    if pieces.is_empty() {
        return Block::Paragraph("No evidence counts for or against it yet.".into());
    }
    pieces.sort_by(|a, b| {
        b.amount
            .abs()
            .total_cmp(&a.amount.abs())
            .then(a.name.cmp(b.name))
    });
    let mut table = Table::new(
        true,
        &[
            (names.unit.head(), Fit::Number),
            ("reason", Fit::Text),
            ("given", Fit::Text),
            ("source", Fit::Text),
            ("rule", Fit::Text),
        ],
    );
    let mut amounts: Vec<f64> = pieces.iter().map(|piece| piece.amount).collect();
    amounts.push(total);
    let mut texts = signed_column(&amounts, MANY).into_iter();
    for (piece, text) in pieces.into_iter().zip(texts.by_ref()) {
        let tone = if piece.amount < 0.0 {
            Tone::Bad
        } else {
            Tone::Good
        };
        let cells = vec![
            Line::toned(text, tone),
            piece.title.into(),
            piece.what.into(),
            piece.source.into(),
            citation::named(piece.name, Some(piece.place)),
        ];
        table.row(RowKind::Item, cells);
    }
    let words = if adds_up {
        "total"
    } else {
        "total, after groups, priors and merging"
    };
    let sum = texts.next().unwrap_or_default();
    table.row(RowKind::Sum, vec![sum.into(), words.into()]);
    Block::Table(table)
}

/// The pieces from the ledger, where the target stands in it: they add up to its total.
fn from_ledger<'t>(names: &Names<'t>, name: &str) -> Option<Vec<Piece<'t>>> {
    let trace = names.trace;
    let between = trace.ledger_between.as_ref()?;
    let sign = match name {
        name if name == between.strategy => 1.0,
        name if Some(name) == between.rival.as_deref() => -1.0,
        _ => return None,
    };
    let lines = trace.ledger.iter().filter(|line| line.toward == name);
    let pieces = lines.map(|line| Piece {
        amount: line.amount.0 * sign,
        title: super::ledger::title(line),
        name: &line.name,
        what: names.given(&line.facts),
        source: citation::short_list(&line.citations),
        place: &line.place,
    });
    Some(pieces.collect())
}

/// The pieces from the rules, each by itself.
fn from_rules<'t>(names: &Names<'t>, name: &str) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    for rule in &names.trace.rules {
        for piece in rule
            .evidence
            .iter()
            .filter(|e| e.counted && e.toward == name)
        {
            pieces.push(Piece {
                amount: piece.contribution.map_or(0.0, |n| n.0),
                title: super::ledger::reason_title(names.title(&rule.name), rule.branch),
                name: &rule.name,
                what: super::condition::readings(names, &rule.condition, rule.condition.truth)
                    .join(", "),
                source: citation::short_list(&rule.citations),
                place: &rule.place,
            });
        }
    }
    pieces
}

/// The row that gave the advice and those above it.
fn chosen_rows(names: &Names<'_>) -> Vec<Block> {
    let rows = &names.trace.advice_rows;
    let Some(chosen) = rows.iter().find(|row| row.status == RowStatus::Chosen) else {
        return Vec::new();
    };
    let above = rows
        .iter()
        .take_while(|row| row.status != RowStatus::Chosen);
    let mut blocks = vec![Block::part("The row of the advice that applies")];
    blocks.push(Block::Card(rows::card(names, chosen)));
    let above: Vec<&AdviceRowTrace> = above.collect();
    if !above.is_empty() {
        blocks.push(Block::part("The rows above it"));
        let cards = above
            .into_iter()
            .map(|row| Block::Card(rows::card(names, row)));
        blocks.extend(cards);
    }
    blocks
}

/// An advice that is no strategy.
fn outcome(names: &Names<'_>, name: &str) -> Vec<Block> {
    let trace = names.trace;
    let is_advice = name == trace.advice;
    let detail = if is_advice {
        "this is the advice"
    } else {
        "this is not the advice"
    };
    let mut blocks = vec![Block::Lead {
        title: Line::toned(names.title(name), Tone::Strong),
        detail: detail.into(),
    }];
    let mut own = trace.advice_rows.iter().filter(|row| row.outcome == name);
    if is_advice {
        blocks.extend(chosen_rows(names));
    } else if own.clone().next().is_none() {
        blocks.extend(undecided::instead(names));
    } else {
        blocks.extend(own.by_ref().map(|row| Block::Card(rows::card(names, row))));
    }
    if let (true, Some(strategy)) = (is_advice, &trace.strategy) {
        let own = trace.strategies.iter().find(|s| &s.name == strategy);
        let total = own.map_or(0.0, |s| s.total.0);
        blocks.push(Block::part(format!(
            "The evidence on {}",
            names.title(strategy)
        )));
        blocks.push(evidence(names, strategy, total));
    }
    blocks
}

/// A fact: what is given of it, and who reads it.
fn fact(names: &Names<'_>, name: &str) -> Option<Vec<Block>> {
    let trace = names.trace;
    let is_meant = |full: &str| full == name || full.rsplit('.').next() == Some(name);
    let mut blocks = if let Some(fact) = trace.facts.iter().find(|f| is_meant(&f.name)) {
        vec![known_fact(names, fact)]
    } else {
        let fact = trace.unknown.iter().find(|f| is_meant(&f.name))?;
        vec![Block::Card(given::unknown_card(names, fact))]
    };
    let facts = trace.facts.iter().map(|f| &*f.name);
    let mut all = facts.chain(trace.unknown.iter().map(|f| &*f.name));
    blocks.extend(readers(names, all.find(|full| is_meant(full))?));
    Some(blocks)
}

fn known_fact(names: &Names<'_>, fact: &FactTrace) -> Block {
    let mut fields = vec![Field::one("value", &fact.words)];
    if fact.certainty.0 < 1.0 {
        fields.push(Field::one("certainty", number_text(fact.certainty.0, 2)));
    }
    fields.extend(fact.note.iter().map(|note| Field::one("note", note)));
    fields.extend(given::answers_field(fact.answers.as_ref()));
    let name = citation::named(&fact.name, fact.place.as_ref());
    fields.push(Field::one("fact", name));
    Block::Card(super::document::Card {
        mark: super::document::Mark::Plain,
        title: names.title(&fact.name).into(),
        badge: super::document::Span::default(),
        body: vec![Block::Fields(fields)],
    })
}

/// The rules and rows that read a fact.
fn readers(names: &Names<'_>, name: &str) -> Vec<Block> {
    let rules = names.trace.rules.iter().filter(|rule| {
        reads(&rule.condition, name) || rule.unless.as_ref().is_some_and(|c| reads(c, name))
    });
    let rules = rules.map(|rule| {
        let named = citation::named(&rule.name, Some(&rule.place));
        Line::from(names.title(&rule.name)).plain(": ").join(named)
    });
    let rows = names.trace.advice_rows.iter().filter(|row| {
        let conditions = row.condition.iter().chain(&row.unless);
        conditions.into_iter().any(|c| reads(c, name))
    });
    let rows = rows.map(|row| {
        let words = format!(
            "Row {} of the advice, {}",
            row.row,
            names.title(&row.outcome)
        );
        Line::from(words)
            .plain(": ")
            .join(citation::place(&row.place))
    });
    let lines: Vec<Line> = rules.chain(rows).collect();
    if lines.is_empty() {
        return vec![Block::Paragraph(
            "No rule and no row of the advice reads it directly.".into(),
        )];
    }
    vec![Block::part("Read by"), Block::List(lines)]
}

/// Whether a condition reads a fact; looks no deeper than a rule file can nest.
fn reads(condition: &ConditionTrace, name: &str) -> bool {
    let mut waiting = vec![condition];
    while let Some(part) = waiting.pop() {
        if part.reads.iter().any(|read| read.name == name) {
            return true;
        }
        waiting.extend(&part.parts);
    }
    false
}
