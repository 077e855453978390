//! A profile as TOML: what is read of it again is the same. Writes no file.

use std::fmt::Write as _;

use crate::base::is_line_end;
use crate::model::{Fact, FactId, Given, Profile, Rulebook, Value};

/// The profile as the text of a file, its facts by topic in the order of the rulebook.
pub fn write(profile: &Profile, rulebook: &Rulebook) -> String {
    let mut out = format!("id = {}\n", text_in_toml(&profile.name));
    let mut topic = "";
    for (id, fact) in rulebook.facts.iter() {
        let Some(said) = said(profile, id, fact) else {
            continue;
        };
        let (own, short) = fact.name.rsplit_once('.').unwrap_or(("", &fact.name));
        if own != topic {
            let _ = write!(out, "\n[{own}]\n");
            topic = own;
        }
        let _ = writeln!(out, "{short} = {said}");
    }
    out
}

/// What a profile says of a fact; `None` where it says nothing.
pub(super) fn said(profile: &Profile, id: FactId, fact: &Fact) -> Option<String> {
    let note = |note: &str| format!("note = {}", text_in_toml(note));
    let mut parts = Vec::new();
    match profile.given(id) {
        Some(given) => {
            let value = value(fact, &given.value);
            if given.certainty == 1.0 && given.note.is_none() {
                return Some(value);
            }
            parts.push(format!("value = {value}"));
            parts.extend(certainty(given));
            parts.extend(given.note.as_deref().map(note));
        }
        None => {
            let missing = profile.missing.get(&id);
            parts.extend(missing.map(|why| format!("unknown = {}", text_in_toml(why.words()))));
            parts.extend(profile.notes.get(&id).map(|text| note(text)));
        }
    }
    (!parts.is_empty()).then(|| format!("{{ {} }}", parts.join(", ")))
}

fn certainty(given: &Given) -> Option<String> {
    (given.certainty != 1.0).then(|| format!("certainty = {}", number(given.certainty)))
}

fn value(fact: &Fact, value: &Value) -> String {
    match value {
        Value::YesNo(truth) => truth.to_string(),
        other => other.written(
            |at| text_in_toml(fact.kind.level_name(at)),
            number,
            text_in_toml,
        ),
    }
}

/// A number with all its digits, a whole one without a point.
fn number(number: f64) -> String {
    const WHOLE: f64 = 1e15;
    match number.fract() == 0.0 && number.abs() < WHOLE {
        true => format!("{number:.0}"),
        false => format!("{number:?}"),
    }
}

/// A text in quotes, as TOML and YAML read it.
pub fn text_in_toml(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() || is_line_end(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
