//! The content hash of the profile: the facts that a trace shows are those that were evaluated.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::model::trace::{ProfileTrace, ValueTrace};
use crate::model::{Given, Value};

use super::world::{Computed, World, value_of};

/// The profile with its hash: SHA-256 over the known facts by name, each with its value and certainty.
pub(super) fn profile(world: &World<'_>) -> Computed<ProfileTrace> {
    let mut lines = Vec::new();
    for (id, fact) in world.rulebook.facts.iter() {
        if let Some(given) = world.given(id) {
            let value = written(given, &value_of(fact, &given.value)?);
            lines.push(format!("{}\t{value}\t{:?}\n", fact.name, given.certainty));
        }
    }
    lines.sort_unstable();
    let mut hash = String::new();
    for byte in Sha256::digest(lines.concat()) {
        let _ = write!(hash, "{byte:02x}");
    }
    Ok(ProfileTrace {
        name: world.profile.name.to_string(),
        file: world.profile.file.to_string(),
        hash,
    })
}

/// A value as it is hashed: names and texts quoted, the elements of a set in the order of the alphabet.
fn written(given: &Given, value: &ValueTrace) -> String {
    match (&given.value, value) {
        (Value::Number(number), _) => format!("{:?}", number + 0.0),
        (_, ValueTrace::YesNo(true)) => "yes".into(),
        (_, ValueTrace::YesNo(false)) => "no".into(),
        (_, ValueTrace::Word(word)) => format!("{word:?}"),
        (_, ValueTrace::Set(names)) => {
            let mut names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            names.sort_unstable();
            format!("[{}]", names.join(","))
        }
        (_, ValueTrace::Number(_) | ValueTrace::Unknown(())) => String::new(),
    }
}
