//! Derived facts: the value, and the row or expression that gave it.

use crate::model::trace::{DerivedTrace, ValueTrace};

use super::citation;
use super::condition::{ZERO, divides_by_zero};
use super::document::{Block, Card, Field, Line, Mark, Span, Tone};
use super::names::Names;
use super::numbers::number_text;

/// Every derived fact.
pub(super) fn section(names: &Names<'_>) -> Vec<Block> {
    let derived = &names.trace.derived;
    if derived.is_empty() {
        return Vec::new();
    }
    let cards = derived.iter().map(|one| Block::Card(card(names, one)));
    std::iter::once(Block::section("What was derived"))
        .chain(cards)
        .collect()
}

/// One derived fact.
pub(super) fn card(names: &Names<'_>, one: &DerivedTrace) -> Card {
    let is_open = matches!(one.value, ValueTrace::Unknown(()));
    let mut fields = Vec::new();
    if is_open && !one.possible.is_empty() {
        let levels = one.possible.join(", ");
        fields.push(Field::one(
            "possible",
            match one.nothing {
                true => format!("{levels}, or no level if no row applies"),
                false => levels,
            },
        ));
    }
    if !one.rule.trim().is_empty() {
        let by = Line::default().code(&one.rule);
        let by = match one.row {
            Some(row) => by.quiet(format!(" (row {row})")),
            None => by,
        };
        fields.push(Field::one("by", by));
    }
    if !one.reads.is_empty() {
        let reads = one.reads.iter().map(|read| names.reading_in_words(read));
        fields.push(Field::one("given", reads.collect::<Vec<_>>().join("; ")));
    }
    if !is_open && one.certainty.0 < 1.0 {
        fields.push(Field::one("certainty", number_text(one.certainty.0, 2)));
    }
    fields.extend(one.because.iter().map(|because| Field::one("why", because)));
    fields.extend(citation::field(names, &one.citations));
    let place = citation::named(&one.name, Some(&one.place));
    fields.push(Field::one("let", place));
    Card {
        mark: if is_open { Mark::Open } else { Mark::Plain },
        title: names.title(&one.name).into(),
        badge: value_words(one, is_open),
        body: vec![Block::Fields(fields)],
    }
}

fn value_words(one: &DerivedTrace, is_open: bool) -> Span {
    let words = one.words.trim();
    match (is_open, words) {
        (true, _) if one.row.is_none() && divides_by_zero(&one.rule, &one.reads) => {
            Span::new(format!("not known: {ZERO}"), Tone::Open)
        }
        (true, _) => Span::new("not known", Tone::Open),
        (false, "") => Span::new(super::names::value(&one.value), Tone::Plain),
        (false, words) => Span::new(words, Tone::Plain),
    }
}
