//! The content hash of a profile: what it says, not how, where or in which order it is written.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::model::{FactType, Given, LevelSet, Profile, Rulebook, Scale, Value};

/// SHA-256 over the known facts in the order of their names, with value and certainty, in hexadecimal.
/// Id, notes and places do not count.
pub fn hash(profile: &Profile, rulebook: &Rulebook) -> String {
    let digest = Sha256::digest(canonical(profile, rulebook));
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A fact a line: name, value and certainty with tabs between; texts are escaped.
fn canonical(profile: &Profile, rulebook: &Rulebook) -> String {
    let mut lines: Vec<String> = rulebook
        .facts
        .iter()
        .filter_map(|(id, fact)| Some((fact, profile.given(id)?)))
        .map(|(fact, given)| line(&fact.name, &fact.kind, given))
        .collect();
    lines.sort_unstable();
    lines.concat()
}

fn line(name: &str, kind: &FactType, given: &Given) -> String {
    let value = match (&given.value, kind) {
        (Value::YesNo(true), _) => "yes".into(),
        (Value::YesNo(false), _) => "no".into(),
        (Value::Level(at), FactType::Level(scale)) => level(scale, *at),
        (Value::Set(set), FactType::Set(scale)) => elements(scale, *set),
        (Value::Number(number), _) => format!("{:?}", number + 0.0),
        (Value::Text(text), _) => format!("{text:?}"),
        (Value::Level(at), _) => format!("#{at}"),
        (Value::Set(set), _) => format!("#{}", set.0),
    };
    format!("{name}\t{value}\t{:?}\n", given.certainty)
}

fn level(scale: &Scale, at: u8) -> String {
    scale
        .level(at)
        .map_or_else(|| format!("#{at}"), |level| format!("{:?}", level.name))
}

fn elements(scale: &Scale, set: LevelSet) -> String {
    let mut names: Vec<String> = set.iter().map(|at| level(scale, at)).collect();
    names.sort_unstable();
    format!("[{}]", names.join(","))
}
