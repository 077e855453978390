//! The manager's page: what is advised, what to do, why, and how sure that is. Counts what finds no room on it.

use crate::model::trace::{CapKind, ConditionTrace, LedgerKind, Truth, Witness};

use super::answer::{self, chosen};
use super::budget::{self, Reason, Room};
use super::condition::{reads, weighs};
use super::document::{Block, Field, Line, Tone};
use super::names::{Names, enumerate};
use super::numbers::number_text;
use super::{answers, given, ledger, sets, standing, steps};

/// Sentences after the reason of the advice.
const MOST_CAUTIONS: usize = 2;
/// What the deciding row read.
const MOST_READINGS: usize = 3;
/// Answers that alone would change the advice.
const MOST_TURNS: usize = 2;
/// Warnings.
const MOST_WARNINGS: usize = 1;
/// Reasons for and against.
const REASONS: Room = Room {
    pros: 3,
    least_cons: 2,
    most_cons: 2,
};

/// Reasons beside those of a row that decided by itself.
const BESIDE: Room = Room {
    pros: 2,
    least_cons: 2,
    most_cons: 2,
};

/// The label of the strategies' points.
const WEIGHING: &str = "Weighing";

/// The page; `more` is the command that shows the rest.
pub(super) fn blocks(names: &Names<'_>, more: Option<&str>) -> Vec<Block> {
    let mut blocks = vec![answer::lead(names)];
    blocks.extend(sentences(names));
    blocks.extend(steps::to_do(names));
    blocks.extend(steps::before_you_start(names));
    let mut fields = why(names);
    // Where the strategies' points are told, nobody needs them once more.
    if !fields.iter().any(|field| field.label == WEIGHING) {
        let words = standing::conflict_in_words(names);
        fields.extend(words.map(|words| Field::one("Evidence", words)));
    }
    let to_be_sure = to_be_sure(names);
    fields.extend(answer::doubt(names, to_be_sure.is_some()));
    fields.extend(ruled_out(names));
    fields.extend(change(names));
    fields.extend(to_be_sure);
    fields.extend(ask_next(names));
    fields.extend(steps::watch(names));
    fields.extend(warnings(names));
    fields.extend(given::changed(names, "Changed"));
    fields.extend(more.map(|command| Field::one("Details", Line::default().code(command))));
    blocks.push(Block::Fields(fields));
    blocks.retain(|block| !matches!(block, Block::Fields(fields) if fields.is_empty()));
    blocks
}

/// What the row says for itself, and what to be careful about: answers that contradict each other before all else.
fn sentences(names: &Names<'_>) -> Vec<Block> {
    let because = chosen(names).and_then(|row| row.because.as_ref());
    let contradictions = names.trace.contradictions.iter().map(|one| {
        let words = Line::toned("Contradiction. ", Tone::Bad);
        words.plain(&one.title)
    });
    let headlines = steps::lines(names, "headline").map(|line| Line::from(&line.text));
    let mut cautions: Vec<Line> = contradictions.chain(headlines).collect();
    let hidden = cautions.len().saturating_sub(MOST_CAUTIONS);
    cautions.truncate(MOST_CAUTIONS);
    if hidden > 0 {
        cautions.push(Line::toned(format!("and {hidden} more"), Tone::Quiet));
    }
    let because = because.map(|text| Block::Paragraph(text.into()));
    let cautions = (!cautions.is_empty()).then_some(Block::List(cautions));
    because.into_iter().chain(cautions).collect()
}

/// The reasons: those of the row where it decided by itself, else those of the weighing.
fn why(names: &Names<'_>) -> Vec<Field> {
    let condition = chosen(names).and_then(|row| row.condition.as_ref());
    match condition.filter(|condition| !weighs(names, condition)) {
        Some(condition) => decided(names, condition),
        None => weighed(names),
    }
}

/// Of a row that asks for no totals: what it read, and what speaks for the strategy besides.
fn decided(names: &Names<'_>, condition: &ConditionTrace) -> Vec<Field> {
    let reads = reads(names, condition, Truth::True).into_iter();
    let words = reads.map(|read| names.reading_in_words(read));
    let read: Vec<String> = words.take(MOST_READINGS).collect();
    let mut why = vec![enumerate(&read)];
    let mut fields = Vec::new();
    let Some(_strategy) = &names.trace.strategy else {
        fields.extend(field("Why", why.concat()));
        fields.extend(points(names));
        return fields;
    };
    let mut chosen = budget::select(&names.trace.ledger, BESIDE);
    let is_told = |reason: &Reason<'_>| !read.contains(&named(names, reason));
    chosen.pros.retain(is_told);
    chosen.cons.retain(is_told);
    why.push(reasons(names, &chosen.pros, chosen.hidden_pros.len()));
    why.retain(|words| !words.is_empty());
    fields.extend(field("Why", why.join("; ")));
    let cons = reasons(names, &chosen.cons, chosen.hidden_cons.len());
    fields.extend(field("Against", cons));
    let between = names.trace.ledger_between.as_ref();
    let leads = between.is_some_and(|between| between.difference.0 > 0.0);
    fields.extend(points(names).filter(|_| !leads));
    fields
}

fn weighed(names: &Names<'_>) -> Vec<Field> {
    let chosen = budget::select(&names.trace.ledger, REASONS);
    let mut pros = reasons(names, &chosen.pros, chosen.hidden_pros.len());
    let between = names.trace.ledger_between.as_ref();
    // The advice is none of the strategies: what the reasons are for has to be said.
    if let (None, Some(between), false) = (&names.trace.strategy, between, pros.is_empty()) {
        pros = format!("for {}: {pros}", names.title(&between.strategy));
    }
    let cons = reasons(names, &chosen.cons, chosen.hidden_cons.len());
    field("Why", pros)
        .into_iter()
        .chain(field("Against", cons))
        .collect()
}

fn field(label: &str, words: String) -> Option<Field> {
    (!words.is_empty()).then(|| Field::one(label, words))
}

fn reasons(names: &Names<'_>, reasons: &[Reason<'_>], hidden: usize) -> String {
    let words = reasons.iter().enumerate();
    let mut words: Vec<String> = words.map(|(at, one)| reason(names, one, at == 0)).collect();
    if hidden > 0 && !words.is_empty() {
        words.push(format!("{hidden} more"));
    }
    words.join("; ")
}

/// "Market growth is slow (7 points)"; after the first the number is enough.
fn reason(names: &Names<'_>, reason: &Reason<'_>, is_first: bool) -> String {
    let words = named(names, reason);
    let amount = reason.amount.abs();
    let amount = match is_first {
        true => names.unit.amount(amount),
        false => number_text(amount, names.unit.places),
    };
    format!("{words}\u{a0}({amount})")
}

/// What a rule of one fact read; of another its title.
fn named(names: &Names<'_>, reason: &Reason<'_>) -> String {
    let line = reason.line;
    match (&*line.facts, line.kind) {
        ([_one], LedgerKind::Rule) => names.given(&line.facts),
        (_none_or_several, _) => ledger::title(line),
    }
}

/// Where the strategies stand, where that did not decide.
fn points(names: &Names<'_>) -> Option<Field> {
    let strategies = &names.trace.strategies;
    let total = |total: f64| number_text(total, names.unit.places);
    let words = strategies
        .iter()
        .map(|one| format!("{} {}", names.title(&one.name), total(one.total.0)));
    let words: Vec<String> = words.collect();
    (strategies.len() > 1).then(|| {
        let what = format!("by {} alone", names.unit.head());
        Field::one(WEIGHING, format!("{what}: {}", words.join(", ")))
    })
}

fn ruled_out(names: &Names<'_>) -> Option<Field> {
    let excluded = names.trace.strategies.iter().filter(|s| s.excluded);
    let lines: Vec<Line> = excluded
        .map(|strategy| {
            // An open answer may bring it back, and the page says which one.
            let open = names.trace.settled != Some(true);
            answer::excluded_words(names, strategy, open)
        })
        .collect();
    (!lines.is_empty()).then(|| Field::new("Ruled out", lines))
}

/// Whether an answer that is missing could change the advice, and which.
fn change(names: &Names<'_>) -> Option<Field> {
    let trace = names.trace;
    let turns: Vec<&Witness> = answer::turns(names).collect();
    let hidden = turns.len().saturating_sub(MOST_TURNS);
    let line = match (trace.settled, &*turns, &trace.witness) {
        (Some(true), _, _) => Line::toned("no", Tone::Good).plain(": no open answer can change it"),
        (_, [_, ..], _) => {
            let shown = turns.into_iter().take(MOST_TURNS);
            let mut words: Vec<String> = shown.map(|turn| sets::turn_words(names, turn)).collect();
            if hidden > 0 {
                words.push(format!("{hidden} more"));
            }
            Line::toned("yes", Tone::Open).plain(format!(": {}", words.join("; ")))
        }
        (Some(false), [], Some(witness)) => Line::toned("yes", Tone::Open)
            .plain(", by several answers together: ")
            .plain(sets::turn_words(names, witness)),
        (Some(false), [], None) => {
            Line::toned("yes", Tone::Open).plain(": a missing answer may change it")
        }
        (None, [], _) => {
            let because = trace.settled_because.as_deref()?;
            Line::toned("not decided", Tone::Open).plain(format!(": {because}"))
        }
    };
    let lines = std::iter::once(line).chain(sets::in_short(names));
    Some(Field::new("May change", lines.collect()))
}

/// The missing answers without which nobody should be sure.
fn to_be_sure(names: &Names<'_>) -> Option<Field> {
    let reasons = names.trace.sureness_capped.reasons.iter();
    let essential = reasons.filter(|reason| reason.kind == CapKind::Essential);
    let titles: Vec<String> = essential.map(|reason| names.title(&reason.name)).collect();
    let words = format!("answer first: {}", enumerate(&titles));
    (!titles.is_empty()).then(|| Field::one("To be sure", words))
}

/// The question that tells most, where an answer may still matter.
fn ask_next(names: &Names<'_>) -> Option<Field> {
    let first = answer::first_question(names)?;
    let question = first.ask.clone();
    let question = question.unwrap_or_else(|| names.title(&first.name));
    let mut line = Line::from(question);
    if let Some(answers) = &first.answers {
        line = line.plain(format!(" {}", answers::in_words(answers)));
    }
    Some(Field::one("Ask next", line))
}

fn warnings(names: &Names<'_>) -> Option<Field> {
    let warnings = &names.trace.warnings;
    let shown = warnings.iter().take(MOST_WARNINGS);
    let mut lines: Vec<Line> = shown
        .map(|warning| Line::toned(warning, Tone::Open))
        .collect();
    let hidden = warnings.len().saturating_sub(MOST_WARNINGS);
    if hidden > 0 {
        lines.push(format!("and {hidden} more").into());
    }
    (!lines.is_empty()).then(|| Field::new("Warning", lines))
}
