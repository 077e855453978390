//! The facts of a profile as a snapshot shows them, and back. Reads no profile file.

use super::Snapshot;
use crate::model::{Fact, FactType, Given, LevelSet, Profile, Rulebook, Scale, Value};

/// What stands before a certainty.
const CERTAINTY: &str = ", certainty ";

/// What is given of a fact: with all its digits, for a profile is made of it again.
pub(super) fn shown(fact: &Fact, given: &Given) -> String {
    let level = |at| fact.kind.level_name(at).to_owned();
    let number = |number: f64| number.to_string();
    let value = given.value.written(level, number, str::to_owned);
    match given.certainty {
        1.0 => value,
        certainty => format!("{value}{CERTAINTY}{certainty}"),
    }
}

/// The profile that a snapshot was made of, for the rulebook that it was made with; `None` where a value is none of
/// that rulebook's.
pub(super) fn profile(book: &Rulebook, snapshot: &Snapshot) -> Option<Profile> {
    let mut profile = Profile::empty("", book.facts.len());
    for entry in snapshot.section("facts") {
        let found = book.facts.iter().find(|(_, fact)| *fact.name == *entry.key);
        let (id, fact) = found?;
        profile.set(id, Some(given(fact, &entry.value)?));
    }
    Some(profile)
}

fn given(fact: &Fact, text: &str) -> Option<Given> {
    let (text, certainty) = match text.rsplit_once(CERTAINTY) {
        Some((text, certainty)) => (text, certainty.parse().ok()?),
        None => (text, 1.0),
    };
    let value = match &fact.kind {
        FactType::YesNo => match text {
            "yes" => Value::YesNo(true),
            "no" => Value::YesNo(false),
            _ => return None,
        },
        FactType::Number(_) => Value::Number(text.parse().ok()?),
        FactType::Text => Value::Text(text.into()),
        FactType::Level(scale) => Value::Level(scale.position(text)?),
        FactType::Set(scale) => Value::Set(set(scale, text)?),
    };
    Some(Given {
        certainty,
        ..Given::certain(value)
    })
}

/// The elements between brackets; an element may have commas in its name.
fn set(scale: &Scale, text: &str) -> Option<LevelSet> {
    let mut rest = text.strip_prefix('[')?.strip_suffix(']')?;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let names = scale.levels.iter();
        let names = names.flat_map(|level| std::iter::once(&level.name).chain(&level.former));
        let names = names.map(|name| &**name);
        let fitting = names.filter(|name| {
            let after = rest.strip_prefix(*name);
            after.is_some_and(|after| after.is_empty() || after.starts_with(", "))
        });
        let name = fitting.max_by_key(|name| name.len())?;
        found.push(scale.position(name)?);
        let after = rest.strip_prefix(name)?;
        rest = after.strip_prefix(", ").unwrap_or(after);
    }
    Some(found.into_iter().collect())
}
