//! What an interview says, in words, for every place that shows one. Decides nothing.

use super::{Answer, Why};
use crate::model::{CERTAINTIES, Fact, FactId, OutcomeId, Rulebook, UNDECIDED};

/// What a topic or a fact is called for people.
pub fn titled(title: Option<&str>, name: &str) -> String {
    match title.map(str::trim) {
        None | Some("") => name.replace('_', " "),
        Some(title) => title.to_owned(),
    }
}

/// Why the question comes now.
pub fn why(why: &Why, book: &Rulebook) -> Option<String> {
    Some(match why {
        Why::Opens(facts) => match facts.as_slice() {
            [one] => format!(
                "It comes first because it decides whether “{}” is asked.",
                name_of(book, *one)
            ),
            several => format!(
                "It comes first because it decides whether {} other questions are asked.",
                several.len()
            ),
        },
        Why::Decides => "It comes now because it decides more than any other open question.".into(),
        Why::Essential => "It comes now because nobody should be sure without it.".into(),
        Why::Sureness => "The advice is clear; this can make it more or less sure.".into(),
        Why::Chosen => return None,
    })
}

/// Signs of a note that are shown; the profile has all of it.
const NOTE: usize = 100;

/// An answer in words; `None` where there is none.
pub fn in_words(answer: &Answer, fact: &Fact) -> Option<String> {
    let (mut words, note) = match answer {
        Answer::Given(given) => {
            let mut words = fact.kind.in_words(&given.value);
            if given.certainty < 1.0 {
                let called = CERTAINTIES.iter().find(|(_, of)| *of == given.certainty);
                let called = called.map(|(words, _)| (*words).to_owned());
                let called = called.unwrap_or_else(|| format!("sure to {}", given.certainty));
                words.push_str(&format!(", {called}"));
            }
            (words, given.note.as_deref())
        }
        Answer::Missing(why, note) => (why.words().to_owned(), note.as_deref()),
        Answer::Nothing(_) => return None,
    };
    if let Some(note) = note {
        let short: String = note.chars().take(NOTE).collect();
        let cut = if short.len() < note.len() { "…" } else { "" };
        words.push_str(&format!(" ({short}{cut})"));
    }
    Some(words)
}

/// An advice by its title.
pub fn advice(book: &Rulebook, advice: Option<OutcomeId>) -> String {
    let outcome = advice.and_then(|id| book.outcomes.find(id));
    outcome.map_or_else(|| UNDECIDED.to_owned(), |one| one.title.to_string())
}

/// What a fact is called for people.
pub fn name(fact: &Fact) -> String {
    titled(fact.title.as_deref(), &fact.short)
}

/// The same, by its id.
pub fn name_of(book: &Rulebook, id: FactId) -> String {
    book.facts.find(id).map_or_else(String::new, name)
}

/// An advice with how many ways to answer the rest lead to it.
pub fn ways(book: &Rulebook, of: Option<OutcomeId>, part: f64) -> String {
    let (advice, part) = (advice(book, of), hundred(part));
    format!("{advice}, in {part} of 100 ways to answer the rest")
}

/// A part as so many of a hundred: never all where some are missing, never none where there are some.
pub fn hundred(part: f64) -> String {
    let rounded = (part * 100.0).round();
    let shown = match part {
        part if part >= 1.0 => 100.0,
        part if part <= 0.0 => 0.0,
        _ => rounded.clamp(1.0, 99.0),
    };
    format!("{shown:.0}")
}
