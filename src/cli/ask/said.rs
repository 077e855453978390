//! What somebody types at a question, as data. Reads no keys and shows nothing.

use crate::consult::typed;
use crate::model::{CERTAINTIES, Fact, FactType, LevelSet, Missing, Value};
use crate::profile::Names;

/// What somebody wants at a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// This is the answer; with how sure it is, where that was said.
    Value(Value, Option<f64>),
    /// There is none.
    Missing(Missing),
    /// Something else than an answer.
    Command(Command),
    /// Nothing was typed.
    Nothing,
    /// It is no answer to this question; what is.
    Wrong(String),
}

/// What can be wanted beside an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// The question before.
    Back,
    /// All answers.
    List,
    /// How sure the answer is.
    Sure,
    /// How somebody knows.
    Note,
    /// What each answer would do, and all keys.
    Help,
    /// Further questions.
    Further,
    /// The end.
    Quit,
}

/// The keys of what can be wanted beside a value, with what they do.
pub(super) const KEYS: &[(char, &str)] = &[
    ('d', "don't know"),
    ('x', "does not apply"),
    ('s', "skip for now"),
    ('b', "back"),
    ('l', "list of answers"),
    ('?', "more"),
    ('q', "quit"),
];

/// Those that are told only where somebody asks for more.
pub(super) const MORE_KEYS: &[(char, &str)] = &[
    ('c', "say how sure you are"),
    ('m', "note how you know"),
    ('g', "go on where it would be enough"),
];

/// What a key means where no answer is called so.
pub(super) fn key(letter: char) -> Option<Said> {
    Some(match letter.to_ascii_lowercase() {
        'd' => Said::Missing(Missing::NobodyKnows),
        'x' => Said::Missing(Missing::DoesNotApply),
        's' => Said::Missing(Missing::Skipped),
        'c' => Said::Command(Command::Sure),
        'm' => Said::Command(Command::Note),
        'b' => Said::Command(Command::Back),
        'l' => Said::Command(Command::List),
        '?' | 'h' => Said::Command(Command::Help),
        'g' => Said::Command(Command::Further),
        'q' => Said::Command(Command::Quit),
        _ => return None,
    })
}

/// What a line means at the question about a fact.
pub(super) fn line(text: &str, fact: &Fact, names: &Names<'_>) -> Said {
    let text = text.trim();
    if text.is_empty() {
        return Said::Nothing;
    }
    if let Some(command) = text.strip_prefix('/').and_then(only).and_then(key) {
        return command;
    }
    if matches!(fact.kind, FactType::Text) {
        return Said::Value(Value::Text(text.into()), None);
    }
    let (answer, certainty) = certainty(text);
    if let Some(value) = chosen(answer, &fact.kind) {
        return Said::Value(value, certainty);
    }
    if let Some(command) = only(text).and_then(key) {
        return command;
    }
    let numbered = fact.kind.scale().filter(|_| answer.parse::<u64>().is_ok());
    if let Some(scale) = numbered {
        return Said::Wrong(format!("Choose 1 to {}.", scale.levels.len()));
    }
    match typed(answer, fact, names) {
        Ok(given) => Said::Value(given.value, certainty.or(Some(given.certainty))),
        Err(wrong) => Said::Wrong(wrong),
    }
}

/// The only sign of a text.
pub(super) fn only(text: &str) -> Option<char> {
    let mut signs = text.chars();
    let first = signs.next()?;
    signs.next().is_none().then_some(first)
}

/// An answer without the words behind it that say how sure it is.
fn certainty(text: &str) -> (&str, Option<f64>) {
    let ends = |words: &str| {
        let at = text.len().checked_sub(words.len())?;
        let (answer, end) = (text.get(..at)?, text.get(at..)?);
        let apart = answer.ends_with([' ', ',', ';']);
        (apart && end.eq_ignore_ascii_case(words)).then_some(answer)
    };
    // Longer words first: `fairly sure` ends as `sure` does.
    let mut words: Vec<_> = CERTAINTIES.iter().collect();
    words.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    let found = words.into_iter().find_map(|(words, certainty)| {
        let answer = ends(words)?.trim_end_matches([' ', ',', ';']);
        Some((answer, Some(*certainty)))
    });
    found.unwrap_or((text, None))
}

/// The value that is chosen by its number, its name or its words.
fn chosen(text: &str, kind: &FactType) -> Option<Value> {
    match kind {
        FactType::YesNo => match text.to_ascii_lowercase().as_str() {
            "1" | "y" | "yes" => Some(Value::YesNo(true)),
            "2" | "n" | "no" => Some(Value::YesNo(false)),
            _ => None,
        },
        FactType::Set(_) if text.eq_ignore_ascii_case("none") || text == "0" => {
            Some(Value::Set(LevelSet::default()))
        }
        FactType::Set(_) => {
            let parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
            let set: Option<LevelSet> = parts.map(|part| level(part, kind)).collect();
            set.map(Value::Set)
        }
        FactType::Number(_) | FactType::Text => None,
        _ => level(text, kind).map(Value::Level),
    }
}

/// The level of a number counted from 1, of a name, or of its words.
fn level(text: &str, kind: &FactType) -> Option<u8> {
    let scale = kind.scale()?;
    let called = (0u8..).zip(&scale.levels).find(|(_, level)| {
        let words = level.words.as_deref().unwrap_or(&level.name);
        [&*level.name, words]
            .iter()
            .any(|own| own.eq_ignore_ascii_case(text))
    });
    let numbered = || {
        let at: usize = text.parse().ok()?;
        let at = at.checked_sub(1).filter(|at| *at < scale.levels.len())?;
        u8::try_from(at).ok()
    };
    called.map(|(at, _)| at).or_else(numbered)
}
