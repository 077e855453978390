//! The advice block row by row, and the notes: what applied, and why what stands above did not.

use crate::model::trace::{AdviceRowTrace, NoteTrace, RowStatus, Truth};

use super::condition::{tree, under};
use super::document::{Block, Card, Field, Line, Mark, Span};
use super::names::Names;
use super::{citation, steps};

/// Every row.
pub(super) fn section(names: &Names<'_>) -> Vec<Block> {
    let rows = &names.trace.advice_rows;
    if rows.is_empty() {
        let words = "The rulebook has no advice block: the best strategy is the advice.";
        return vec![
            Block::section("How the advice was chosen"),
            Block::Paragraph(words.into()),
        ];
    }
    let cards = rows.iter().map(|row| Block::Card(card(names, row)));
    let intro = "The first row that is known to apply gives the advice.";
    [
        Block::section("How the advice was chosen"),
        Block::Paragraph(intro.into()),
    ]
    .into_iter()
    .chain(cards)
    .collect()
}

/// One row.
pub(super) fn card(names: &Names<'_>, row: &AdviceRowTrace) -> Card {
    let mut body = Vec::new();
    let mut conditions: Vec<_> = row.condition.iter().map(|c| tree(names, c)).collect();
    conditions.extend(
        row.unless
            .iter()
            .map(|unless| under(names, "unless", unless)),
    );
    if conditions.is_empty() {
        body.push(Block::Paragraph("otherwise".into()));
    } else {
        body.push(Block::Tree(conditions));
    }
    let mut fields = Vec::new();
    let label = if row.status == RowStatus::Chosen {
        "why"
    } else {
        "would say"
    };
    // Of a condition that does not hold, the sentence would tell what is not the case.
    let holds = row
        .condition
        .as_ref()
        .is_none_or(|c| c.truth == Truth::True);
    let because = row.because.as_ref().filter(|_| holds);
    if !row.needs.is_empty() {
        fields.push(Field::one("to settle it", names.titles(&row.needs)));
    }
    if !row.excluded_by.is_empty() {
        fields.push(Field::one("ruled out by", names.titles(&row.excluded_by)));
    }
    fields.extend(because.map(|because| Field::one(label, because)));
    fields.extend(citation::field(names, &row.citations));
    fields.push(Field::one("row", row_name(row)));
    body.push(Block::Fields(fields));
    Card {
        mark: mark(row.status),
        title: title(names, row).into(),
        badge: Span::new(badge(row.status), mark(row.status).tone()),
        body,
    }
}

/// The outcome of a row, with the row's label in words: several rows may give one outcome.
pub(super) fn title(names: &Names<'_>, row: &AdviceRowTrace) -> String {
    let outcome = names.title(&row.outcome);
    match &row.label {
        Some(label) => format!("{outcome} ({})", label.replace('_', " ")),
        None => outcome,
    }
}

fn row_name(row: &AdviceRowTrace) -> Line {
    let line = Line::from(row.row.to_string());
    let line = match &row.label {
        Some(label) => line.plain(" ").code(label),
        None => line,
    };
    line.plain(", ").join(citation::place(&row.place))
}

/// The sign of a row.
pub(super) fn mark(status: RowStatus) -> Mark {
    match status {
        RowStatus::Chosen => Mark::Yes,
        RowStatus::Below => Mark::Plain,
        RowStatus::Unknown => Mark::Open,
        RowStatus::DoesNotApply | RowStatus::Stopped | RowStatus::Excluded => Mark::No,
    }
}

/// What became of a row, in words.
pub(super) fn badge(status: RowStatus) -> &'static str {
    match status {
        RowStatus::Chosen => "this is the advice",
        RowStatus::Below => "would apply too, but a row above came first",
        RowStatus::Unknown => "not known whether it applies",
        RowStatus::DoesNotApply => "does not apply",
        RowStatus::Stopped => "stopped by its exception",
        RowStatus::Excluded => "its strategy is ruled out",
    }
}

/// The notes that hold.
pub(super) fn notes(names: &Names<'_>) -> Vec<Block> {
    let notes = &names.trace.notes;
    if notes.is_empty() {
        return Vec::new();
    }
    let cards = notes.iter().map(|note| Block::Card(note_card(names, note)));
    std::iter::once(Block::section("Notes on the advice"))
        .chain(cards)
        .collect()
}

/// The contradictions that hold: what to ask back, and which answers are meant.
pub(super) fn contradictions(names: &Names<'_>) -> Vec<Block> {
    let held = &names.trace.contradictions;
    if held.is_empty() {
        return Vec::new();
    }
    let cards = held.iter().map(|one| {
        let mut fields = Vec::new();
        fields.extend(one.because.iter().map(|text| Field::one("why", text)));
        let answers = names.titles(&one.facts);
        fields.extend((!one.facts.is_empty()).then(|| Field::one("answers", answers)));
        fields.extend(citation::field(names, &one.citations));
        let place = citation::named(&one.name, Some(&one.place));
        fields.push(Field::one("contradiction", place));
        Block::Card(Card {
            mark: Mark::Open,
            title: one.title.as_str().into(),
            badge: Span::default(),
            body: vec![Block::Fields(fields)],
        })
    });
    std::iter::once(Block::section("Answers that contradict each other"))
        .chain(cards)
        .collect()
}

fn note_card(names: &Names<'_>, note: &NoteTrace) -> Card {
    let lines = note
        .lines
        .iter()
        .map(|line| Field::one(&line.kind, steps::line(names, line)));
    let mut fields: Vec<Field> = lines.collect();
    fields.extend(
        note.because
            .iter()
            .map(|because| Field::one("why", because)),
    );
    fields.extend(citation::field(names, &note.citations));
    let place = citation::named(&note.name, Some(&note.place));
    fields.push(Field::one("note", place));
    Card {
        mark: Mark::Yes,
        title: names.title(&note.name).into(),
        badge: Span::default(),
        body: vec![
            Block::Tree(vec![tree(names, &note.condition)]),
            Block::Fields(fields),
        ],
    }
}
