//! What a snapshot says as names with values, for the search for causes; and the same from an evaluation.

use super::Snapshot;
use super::make::entries;
use super::said::{Said, UNKNOWN};
use crate::analyze::{Inquiry, Want};
use crate::engine;
use crate::model::Profile;
use crate::plan::Program;
use crate::space;
use crate::space::Depth;
use crate::trace::Teller;

/// The figures that one thing each is said of, in their order.
pub(super) const FIGURES: [&str; 8] = [
    "advice",
    "row",
    "confidence",
    "margin",
    "sureness",
    "settled",
    "totals",
    "method",
];

/// The sections whose lines are observed, and what their lines are called.
const SECTIONS: [(&str, &str); 6] = [
    ("derived", "let "),
    ("hypotheses", "hypothesis "),
    ("rules", "rule "),
    ("groups", "group "),
    ("notes", "note "),
    ("wording", "wording "),
];

/// The name under which a line of a section is observed.
pub(super) fn name(section: &str, key: &str) -> String {
    let mut sections = SECTIONS.iter();
    let found = sections.find(|(known, _)| *known == section);
    format!("{}{key}", found.map_or("", |(_, word)| word))
}

/// Of what the words are that stand under a name, where they are words.
fn in_words(name: &str) -> Option<&str> {
    name.strip_prefix("wording ")
}

/// What stands before a rule's name where it is observed what became of the rule, whatever it gives.
pub(super) const STATUS: &str = "status";

/// The name under which it is observed what became of a rule, whatever it gives.
pub(super) fn status(rule: &str) -> String {
    format!("{STATUS} {rule}")
}

/// Whether what became of a rule is that it fires.
pub(super) fn fires(value: &str) -> bool {
    value != UNKNOWN && value != "stopped" && !value.starts_with("defeated by ")
}

/// What a snapshot says of a thing, by the name under which it is observed; `None` where it does not speak of it. A rule
/// of which it is not known whether it fires is `unknown`.
pub(super) fn written(snapshot: &Snapshot, name: &str) -> Option<String> {
    let Some((kind, key)) = name.split_once(' ') else {
        return Some(snapshot.figure(name).to_owned());
    };
    let mut sections = SECTIONS.iter();
    let section = sections.find(|(_, word)| word.trim_end() == kind);
    let section = section.map_or("rules", |(section, _)| section);
    if section == "wording" {
        let entries = snapshot.section(section).iter();
        return said_of(key, entries.map(|entry| (&*entry.key, &*entry.value)));
    }
    let value = match snapshot.entry(section, key) {
        Some(entry) => &*entry.value,
        None if section != "rules" => return None,
        None => snapshot.entry("unknown rules", key).map(|_| UNKNOWN)?,
    };
    let value = match kind == STATUS && fires(value) {
        true => "fires",
        false => value,
    };
    Some(value.to_owned())
}

/// All that is said in words of one thing.
fn said_of<'w>(of: &str, words: impl Iterator<Item = (&'w str, &'w str)>) -> Option<String> {
    let texts = words.filter(|(key, _)| *key == of).map(|(_, text)| text);
    let texts: Vec<&str> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// What a program says of each thing that an inquiry asks for. Whether the advice is settled takes long to find out.
pub(super) fn observe(
    program: &Program,
    profile: &Profile,
    inquiry: &Inquiry,
) -> Option<Vec<Option<String>>> {
    let record = engine::evaluate(program, profile).ok()?;
    let depth = match inquiry.wants.iter().any(|want| want.name == "settled") {
        true => Depth::Settled,
        false => Depth::None,
    };
    let unknowns = space::explore(program, profile, &record, depth).ok()?;
    let said = Said {
        program,
        profile,
        record: &record,
        settled: unknowns.settled,
    };
    let wording = inquiry
        .wants
        .iter()
        .any(|want| in_words(&want.name).is_some());
    let wording = match wording {
        true => entries(&Teller::of_outlines(program).wording(profile, &record)),
        false => Vec::new(),
    };
    let one = |want: &Want| match in_words(&want.name) {
        Some(of) => {
            let words = wording.iter().map(|entry| (&*entry.key, &*entry.value));
            Some(said_of(of, words))
        }
        None => said.of(&want.name).ok(),
    };
    inquiry.wants.iter().map(one).collect()
}
