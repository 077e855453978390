//! What the evaluation was given: facts with their places, what is unknown, what was never read, rulebook and profile.

use crate::base::Strength;
use crate::model::trace::{AnswersTrace, FactTrace, UnknownTrace};

use super::answer::witness_words;
use super::document::{Block, Card, Field, Fit, Line, Mark, RowKind, Span, Table, Tone};
use super::names::{Names, enumerate};
use super::numbers::{is_something, number_text};
use super::{answers, citation};

/// The facts that were read.
pub(super) fn known(names: &Names<'_>) -> Vec<Block> {
    let mut table = Table::new(
        true,
        &[
            ("fact", Fit::Text),
            ("value", Fit::Text),
            ("certainty", Fit::Number),
            ("note", Fit::Text),
            ("where", Fit::Text),
        ],
    );
    for fact in names.trace.facts.iter().filter(|fact| fact.read) {
        table.row(RowKind::Item, cells(fact));
    }
    let mut blocks = Vec::new();
    if !table.rows.is_empty() {
        blocks.extend([Block::section("Facts that were read"), Block::Table(table)]);
    }
    blocks.extend(read_by_none(names));
    blocks
}

/// The facts that were given and made no difference to anything.
pub(super) fn read_by_none(names: &Names<'_>) -> Option<Block> {
    let unread = names.trace.facts.iter().filter(|fact| !fact.read);
    let unread: Vec<String> = unread.map(|fact| fact.name.clone()).collect();
    let words = format!(
        "Answered, but not used by any rule: {}.",
        enumerate(&unread)
    );
    (!unread.is_empty()).then(|| Block::Paragraph(words.into()))
}

/// A title with the name, once where they are the same.
pub(super) fn titled(name: &str, title: &str) -> Line {
    let short = name.rsplit('.').next().unwrap_or("");
    let name = Line::default().code(name);
    match title.trim() {
        "" => name,
        title if title == short => name,
        title => Line::from(title).plain(" (").join(name).plain(")"),
    }
}

/// The value of a fact in words.
pub(super) fn words_of(fact: &FactTrace) -> String {
    match fact.words.trim() {
        "" => super::names::value(&fact.value),
        words => words.to_owned(),
    }
}

fn cells(fact: &FactTrace) -> Vec<Line> {
    let certainty = match fact.certainty.0 {
        sure if sure < 1.0 => number_text(sure, 2),
        _ => String::new(),
    };
    vec![
        titled(&fact.name, &fact.title),
        words_of(fact).into(),
        certainty.into(),
        fact.note.as_deref().unwrap_or("").into(),
        fact.place.as_ref().map(citation::place).unwrap_or_default(),
    ]
}

/// The facts that are not known, with what they could do.
pub(super) fn unknown(names: &Names<'_>) -> Vec<Block> {
    let read: Vec<&UnknownTrace> = names.trace.unknown.iter().filter(|f| f.read).collect();
    let unread = unknown_to_none(names);
    if read.is_empty() && unread.is_none() {
        return Vec::new();
    }
    let mut blocks = vec![Block::section("What is not known")];
    if !read.is_empty() {
        let cards = read
            .into_iter()
            .map(|fact| Block::Card(unknown_card(names, fact)));
        blocks.extend(cards);
    }
    blocks.extend(unread);
    blocks
}

/// The facts that are not known and would make no difference to anything.
pub(super) fn unknown_to_none(names: &Names<'_>) -> Option<Block> {
    let unread = names.trace.unknown.iter().filter(|f| !f.read);
    let unread: Vec<String> = unread.map(|fact| fact.name.clone()).collect();
    let words = format!("Also not used by any rule: {}.", enumerate(&unread));
    (!unread.is_empty()).then(|| Block::Paragraph(words.into()))
}

/// An unknown fact with its question and its reach.
pub(super) fn unknown_card(names: &Names<'_>, fact: &UnknownTrace) -> Card {
    let mut fields = Vec::new();
    fields.extend(fact.ask.iter().map(|ask| Field::one("question", ask)));
    fields.extend(answers_field(fact.answers.as_ref()));
    fields.extend(fact.note.iter().map(|note| Field::one("note", note)));
    let mut badge = match fact.moot {
        true => Span::new("does not apply", Tone::Quiet),
        false => Span::new("not known", Tone::Open),
    };
    if let Some(effect) = &fact.effect {
        if let Some(span) = effect.span.filter(|span| is_something(span.0)) {
            let span = names.unit.amount(span.0);
            badge = Span::new(format!("may move the margin by {span}"), Tone::Open);
        }
        let moved = effect.totals.iter();
        let moved = moved.filter(|(_, [low, high])| is_something(high.0 - low.0));
        let totals: Vec<Line> = moved
            .map(|(target, [low, high])| {
                let (low, high) = (number_text(low.0, 2), number_text(high.0, 2));
                format!("{}: {low} to {high}", names.title(target)).into()
            })
            .collect();
        if !totals.is_empty() {
            let label = if effect.bounded {
                "totals"
            } else {
                "totals tried"
            };
            fields.push(Field::new(label, totals));
        }
        let advice = match (&effect.witness, effect.changes_advice) {
            (Some(witness), Some(true)) => witness_words(names, witness),
            (_, Some(true)) => "can change alone".into(),
            (_, Some(false)) => "cannot change by this alone".into(),
            (_, None) => match &effect.because {
                Some(because) => format!("not known: {because}"),
                None => "not known".into(),
            },
        };
        fields.push(Field::one("advice", advice));
    }
    fields.push(Field::one("fact", Line::default().code(&fact.name)));
    Card {
        mark: Mark::Open,
        title: names.title(&fact.name).into(),
        badge,
        body: vec![Block::Fields(fields)],
    }
}

/// The answers that a fact takes.
pub(super) fn answers_field(answers: Option<&AnswersTrace>) -> Option<Field> {
    answers.map(|answers| Field::new("answers", answers::lines(answers)))
}

/// Which rulebook, profile and method it was.
pub(super) fn provenance(names: &Names<'_>) -> Vec<Block> {
    let trace = names.trace;
    let rulebook = &trace.rulebook;
    let title = match rulebook.title.trim() {
        "" => Line::default(),
        title => Line::from(title).plain(", "),
    };
    let version = match rulebook.version.trim() {
        "" => String::new(),
        version => format!(" {version}"),
    };
    let mut fields = vec![
        Field::one("rulebook", title.code(&rulebook.name).plain(version)),
        Field::one("its hash", Line::default().code(&rulebook.hash)),
    ];
    fields.extend(changed(names, "changed"));
    let profile = Line::from(&trace.profile.name);
    let profile = match &*trace.profile.file {
        "" => profile,
        file => profile.plain(", ").code(file),
    };
    fields.push(Field::one("profile", profile));
    fields.push(Field::one(
        "its hash",
        Line::default().code(&trace.profile.hash),
    ));
    fields.push(Field::one("method", method(names)));
    fields.push(Field::one(
        "trace",
        format!("version {}", trace.trace_version),
    ));
    vec![Block::section("Made from"), Block::Fields(fields)]
}

fn method(names: &Names<'_>) -> Line {
    let method = &names.trace.method;
    let scale = Strength::WORDS.iter().zip(method.scale);
    let scale: Vec<String> = scale
        .map(|(word, weight)| format!("{word} {}", number_text(weight.0, 3)))
        .collect();
    let shares = if method.normalize {
        "shares add up to 1"
    } else {
        "shares stand for themselves"
    };
    Line::toned(&method.name, Tone::Code).plain(format!(": {}; {shares}", scale.join(", ")))
}

/// The parameters that differ from the rulebook's file: with them it may advise otherwise.
pub(super) fn changed(names: &Names<'_>, label: &str) -> Option<Field> {
    let parameters = names.trace.rulebook.parameters.iter().map(|one| {
        let unit = one.unit.as_deref().unwrap_or("");
        let (now, file) = (number_text(one.value.0, 6), number_text(one.declared.0, 6));
        let line = Line::default().code(&one.name);
        line.plain(format!(" = {now} {unit}").trim_end())
            .quiet(format!(" (in the file: {file})"))
    });
    let parameters: Vec<Line> = parameters.collect();
    (!parameters.is_empty()).then(|| Field::new(label, parameters))
}
