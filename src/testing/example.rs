//! Writes examples of the language, ready to be pasted into a rulebook. Evaluates nothing.

use std::fmt::Write as _;

use crate::model::{FactType, Profile, Rulebook, Value};
use crate::syntax::{is_reserved, print_string, print_word};

/// An example with the facts of a profile and what it expects.
pub(super) fn example(
    book: &Rulebook,
    title: &str,
    profile: &Profile,
    expects: &[String],
) -> String {
    let title = title.replace(['"', '\\'], "'").replace(['{', '}'], "");
    let mut text = format!("example \"{title}\" {{\n  given {{\n");
    for (id, fact) in book.facts.iter() {
        let Some(given) = profile.given(id) else {
            continue;
        };
        let _ = write!(
            text,
            "    {}: {}",
            fact.name,
            written(&fact.kind, &given.value)
        );
        if given.certainty < 1.0 {
            let _ = write!(text, " certainty {}", given.certainty);
        }
        text.push('\n');
    }
    text.push_str("  }\n");
    for expect in expects {
        let _ = writeln!(text, "  expect {expect}");
    }
    text.push_str("}\n");
    text
}

/// A value as it stands in an example.
fn written(kind: &FactType, value: &Value) -> String {
    let word = |name: &str| match is_reserved(name) {
        true => print_string(name),
        false => print_word(name),
    };
    let level = |at| word(kind.level_name(at));
    value.written(level, |number| number.to_string(), print_string)
}
