//! Facts and derived facts as tables: value, where from, reach. Their questions and reasons stand elsewhere.

use crate::model::trace::{DerivedTrace, FactTrace, UnknownTrace, ValueTrace};

use crate::explain::citation;
use crate::explain::document::{Block, Fit, Line, RowKind, Table, Tone};
use crate::explain::given::{read_by_none, titled, unknown_to_none, words_of};
use crate::explain::names::{Names, value};
use crate::explain::numbers::{is_something, number_text};

/// Every derived fact.
pub(in crate::explain) fn derived(names: &Names<'_>) -> Vec<Block> {
    let columns = [("derived", Fit::Text), ("by", Fit::Text)];
    let mut table = Table::new(true, &columns);
    for one in &names.trace.derived {
        let by = Line::default().code(one.rule.trim());
        let line = titled(&one.name, &one.title).plain(": ");
        table.row(RowKind::Item, vec![line.join(derived_value(one)), by]);
    }
    section("What was derived", table)
}

fn section(heading: &str, table: Table) -> Vec<Block> {
    match table.rows.is_empty() {
        true => Vec::new(),
        false => vec![Block::section(heading), Block::Table(table)],
    }
}

fn derived_value(one: &DerivedTrace) -> Line {
    if matches!(one.value, ValueTrace::Unknown(())) {
        let line = Line::toned("not known", Tone::Open);
        return match one.possible.is_empty() {
            true => line,
            false => line.plain(format!(": {}", one.possible.join(", "))),
        };
    }
    let words = match one.words.trim() {
        "" => value(&one.value),
        words => words.to_owned(),
    };
    match one.certainty.0 {
        sure if sure < 1.0 => {
            Line::from(words).quiet(format!(", certainty {}", number_text(sure, 2)))
        }
        _ => words.into(),
    }
}

/// The facts that were read.
pub(in crate::explain) fn known(names: &Names<'_>) -> Vec<Block> {
    let columns = [
        ("fact", Fit::Text),
        ("value", Fit::Text),
        ("line", Fit::Number),
    ];
    let mut table = Table::new(true, &columns);
    for fact in names.trace.facts.iter().filter(|fact| fact.read) {
        let place = fact.place.as_ref();
        let place = place.map_or(Line::default(), |at| {
            match at.file == names.trace.profile.file {
                true => at.line.to_string().into(),
                false => citation::place(at),
            }
        });
        let cells = vec![titled(&fact.name, &fact.title), fact_value(fact), place];
        table.row(RowKind::Item, cells);
    }
    let mut blocks = section("Facts that were read", table);
    blocks.extend(read_by_none(names));
    blocks
}

fn fact_value(fact: &FactTrace) -> Line {
    let mut line = Line::from(words_of(fact));
    if fact.certainty.0 < 1.0 {
        line = line.quiet(format!(", certainty {}", number_text(fact.certainty.0, 2)));
    }
    match &fact.note {
        Some(note) => line.quiet(format!(" ({note})")),
        None => line,
    }
}

/// The facts that are not known, with what they could do.
pub(in crate::explain) fn unknown(names: &Names<'_>) -> Vec<Block> {
    let columns = [
        ("fact", Fit::Text),
        ("could make", Fit::Text),
        ("advice", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    for fact in names.trace.unknown.iter().filter(|fact| fact.read) {
        let (reach, advice) = reach(names, fact);
        let cells = vec![titled(&fact.name, &fact.title), reach.into(), advice];
        table.row(RowKind::Item, cells);
    }
    let unread = unknown_to_none(names);
    let mut blocks = section("What is not known", table);
    if let (true, Some(_)) = (blocks.is_empty(), &unread) {
        blocks.push(Block::section("What is not known"));
    }
    blocks.extend(unread);
    blocks
}

/// The totals that an answer could make, and the advice that it alone could.
fn reach(names: &Names<'_>, fact: &UnknownTrace) -> (String, Line) {
    let Some(effect) = &fact.effect else {
        let words = if fact.moot { "does not apply" } else { "" };
        return (words.to_owned(), Line::default());
    };
    let moved = effect.totals.iter();
    let moved = moved.filter(|(_, [low, high])| is_something(high.0 - low.0));
    let totals: Vec<String> = moved
        .map(|(target, [low, high])| {
            let (low, high) = (number_text(low.0, 2), number_text(high.0, 2));
            format!("{} {low} to {high}", names.title(target))
        })
        .collect();
    let advice = match (&effect.witness, effect.changes_advice) {
        (Some(witness), Some(true)) => {
            let given = witness.facts.iter();
            let given: Vec<String> = given
                .map(|(fact, value)| names.answer(fact, value))
                .collect();
            let title = Line::toned(names.title(&witness.advice), Tone::Strong);
            title.plain(format!(" if {}", given.join(", ")))
        }
        (None, Some(true)) => "could change".into(),
        (_, Some(false)) => Line::default(),
        (_, None) => match &effect.because {
            Some(because) => format!("not known: {because}").into(),
            None => "not known".into(),
        },
    };
    (totals.join("; "), advice)
}
