//! What a snapshot says as names with values, for the search for causes; and the same from an evaluation.

use super::make::make;
use super::run::trace;
use super::{Entry, Snapshot};
use crate::analyze::Observation;
use crate::engine::{Depth, Teller};
use crate::model::Profile;
use crate::plan::Program;

/// The figures that one thing each is said of.
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

/// The name under which it is observed what became of a rule, whatever it gives.
pub(super) fn status(rule: &str) -> String {
    format!("status {rule}")
}

/// Whether what became of a rule is that it fires.
pub(super) fn fires(value: &str) -> bool {
    value != "unknown" && value != "stopped" && !value.starts_with("defeated by ")
}

/// All that a snapshot says, words aside. A rule of which it is not known whether it fires is `unknown`.
pub(super) fn observation(snapshot: &Snapshot) -> Observation {
    let mut found = Observation::new();
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

/// Observes profiles under a program, each with whether it is asked if its advice is settled, which takes long.
pub(super) fn observe(program: &Program, profiles: &[(Profile, bool)]) -> Vec<Option<Observation>> {
    let teller = Teller::of_outlines(program);
    let one = |(profile, settled): &(Profile, bool)| {
        let depth = match settled {
            true => Depth::Settled,
            false => Depth::None,
        };
        let trace = trace(&teller, program, profile, depth).ok()?;
        Some(observation(&make(&program.rulebook, &trace, profile)))
    };
    profiles.iter().map(one).collect()
}
