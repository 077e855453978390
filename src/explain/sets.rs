//! Words about sets of answers: which together could change the advice, which would settle it, and how much of all that is
//! open changes it. Decides nothing.

use std::collections::BTreeMap;

use crate::model::trace::{SettlesTrace, ShareTrace, Trace, ValueTrace, Witness};

use super::document::{Field, Line, Tone};
use super::names::{Names, enumerate};
use super::numbers::percent;

/// Answers that settle the advice, where so few are worth a line of the first page.
const FEW: usize = 3;
/// Sets of answers that are listed at most.
const MOST_SETS: usize = 12;

/// Whether it is not known, or known not to be so, that no answer changes the advice.
fn is_open(trace: &Trace) -> bool {
    trace.settled != Some(true)
}

/// For the first page: how much of what is open changes the advice, and which few answers would settle it.
pub(super) fn in_short(names: &Names<'_>) -> Option<Line> {
    let trace = names.trace;
    let share = trace.share.as_ref().filter(|_| is_open(trace));
    let share = share.and_then(share_words);
    let settles = trace.settles.as_ref();
    let few = settles.filter(|settles| settles.facts.len() <= FEW);
    let none = if share.is_some() { "in none" } else { "not" };
    let few = few.map(|settles| format!("{none} if {}", settles_words(names, settles)));
    let words: Vec<String> = share.into_iter().chain(few).collect();
    (!words.is_empty()).then(|| words.join("; ").into())
}

/// In full: every set, what would settle it, and how much of all ways to answer changes the advice.
pub(super) fn in_full(names: &Names<'_>) -> Vec<Field> {
    let trace = names.trace;
    if !is_open(trace) {
        return Vec::new();
    }
    let mut fields = Vec::new();
    if let Some(opens) = &trace.opens {
        let sets = opens.sets.iter().take(MOST_SETS);
        let mut lines: Vec<Line> = sets.map(|set| turn_words(names, set).into()).collect();
        let hidden = opens.sets.len().saturating_sub(MOST_SETS);
        if hidden > 0 {
            lines.push(Line::toned(format!("and {hidden} more"), Tone::Quiet));
        }
        let rest = match (opens.all, lines.is_empty()) {
            (true, false) => "no other three answers or fewer do (proved)",
            (true, true) => "no three answers or fewer (proved)",
            (false, _) => "whether others do was not found out",
        };
        lines.push(Line::toned(rest, Tone::Quiet));
        fields.push(Field::new("could change it", lines));
    }
    if let Some(settles) = &trace.settles {
        let words = settles_words(names, settles);
        let smallest = match settles.smallest {
            true => "; fewer answers never do (proved)",
            false => "",
        };
        fields.push(Field::one("would settle it", format!("{words}{smallest}")));
    }
    let share = trace.share.as_ref().and_then(share_words);
    fields.extend(share.map(|words| Field::one("how much", words)));
    fields
}

/// "Kaizen if Market growth: fast".
pub(super) fn turn_words(names: &Names<'_>, witness: &Witness) -> String {
    let facts = answers(names, &witness.facts);
    let advice = names.title(&witness.advice);
    match facts.is_empty() {
        true => advice,
        false => format!("{advice} if {}", listed(&facts)),
    }
}

/// "Market growth: fast and Cash reserve: 3 months".
fn settles_words(names: &Names<'_>, settles: &SettlesTrace) -> String {
    listed(&answers(names, &settles.facts))
}

/// Answers one after the other; where one of them is a list itself, they are set apart more clearly.
fn listed(answers: &[String]) -> String {
    match answers.iter().any(|answer| answer.contains(", ")) {
        true => answers.join("; "),
        false => enumerate(answers),
    }
}

/// "Market growth: fast", one for each fact.
pub(super) fn answers(names: &Names<'_>, facts: &BTreeMap<String, ValueTrace>) -> Vec<String> {
    let words = |(fact, given): (&String, &ValueTrace)| {
        format!("{}: {}", names.title(fact), names.answer(fact, given))
    };
    facts.iter().map(words).collect()
}

/// How much of all ways to answer changes the advice; nothing where that is as good as not known.
fn share_words(share: &ShareTrace) -> Option<String> {
    let (low, high) = (share.low.0, share.high.0);
    let part = match (percent(low), percent(high)) {
        (low, high) if low == high => low,
        _wide if low <= 0.0 && high >= 1.0 => return None,
        (low, high) => format!("{low} to {high}"),
    };
    Some(format!(
        "in {part} of all ways to answer the open questions"
    ))
}
