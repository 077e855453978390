//! What a snapshot says as names with values, for the search for causes; and the same from an evaluation.

use std::collections::BTreeMap;

use super::said::Said;
use super::{Entry, Snapshot};
use crate::analyze::Inquiry;
use crate::engine::{self, Depth};
use crate::model::Profile;
use crate::plan::Program;

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
const SECTIONS: [(&str, &str); 5] = [
    ("derived", "let "),
    ("hypotheses", "hypothesis "),
    ("rules", "rule "),
    ("groups", "group "),
    ("notes", "note "),
];

/// The name under which a line of a section is observed.
pub(super) fn name(section: &str, key: &str) -> String {
    let mut sections = SECTIONS.iter();
    let found = sections.find(|(known, _)| *known == section);
    format!("{}{key}", found.map_or("", |(_, word)| word))
}

/// What stands before a rule's name where it is observed what became of the rule, whatever it gives.
pub(super) const STATUS: &str = "status";

/// The name under which it is observed what became of a rule, whatever it gives.
pub(super) fn status(rule: &str) -> String {
    format!("{STATUS} {rule}")
}

/// Whether what became of a rule is that it fires.
pub(super) fn fires(value: &str) -> bool {
    value != "unknown" && value != "stopped" && !value.starts_with("defeated by ")
}

/// All that a snapshot says, words aside. A rule of which it is not known whether it fires is `unknown`.
pub(super) fn observation(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for key in FIGURES {
        found.insert(key.to_owned(), snapshot.figure(key).to_owned());
    }
    for (section, _) in SECTIONS {
        let line = |entry: &Entry| (name(section, &entry.key), entry.value.clone());
        found.extend(snapshot.section(section).iter().map(line));
    }
    for entry in snapshot.section("unknown rules") {
        found.insert(name("rules", &entry.key), "unknown".to_owned());
        found.insert(status(&entry.key), "unknown".to_owned());
    }
    for entry in snapshot.section("rules") {
        let value = match fires(&entry.value) {
            true => "fires",
            false => &entry.value,
        };
        found.insert(status(&entry.key), value.to_owned());
    }
    found
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
    let unknowns = engine::explore(program, profile, &record, depth).ok()?;
    let said = Said {
        program,
        profile,
        record: &record,
        settled: unknowns.settled,
    };
    let wants = inquiry.wants.iter();
    wants.map(|want| said.of(&want.name).ok()).collect()
}
