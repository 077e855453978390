//! What a snapshot says as names with values, for the search for causes; and the same from an evaluation.

use super::Snapshot;
use super::said::{Said, UNKNOWN};
use crate::analyze::Inquiry;
use crate::engine;
use crate::model::Profile;
use crate::plan::Program;
use crate::space;
use crate::space::Depth;

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

/// The figures of how the strategies stand, and the name under which all of them are observed.
pub(super) const BALANCE: [&str; 3] = ["confidence", "margin", "totals"];
pub(super) const FIGURES_OF_BALANCE: &str = "figures";

/// The sections whose lines are observed, and what their lines are called.
const SECTIONS: [(&str, &str); 6] = [
    ("derived", "let "),
    ("hypotheses", "hypothesis "),
    ("rules", "rule "),
    ("groups", "group "),
    ("notes", "note "),
    ("preconditions", "precondition "),
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
    value != UNKNOWN && value != "stopped" && !value.starts_with("defeated by ")
}

/// What a snapshot says of a thing, by the name under which it is observed; `None` where it does not speak of it. A rule
/// of which it is not known whether it fires is `unknown`.
pub(super) fn written(snapshot: &Snapshot, name: &str) -> Option<String> {
    if name == FIGURES_OF_BALANCE {
        return Some(BALANCE.map(|key| snapshot.figure(key)).join("; "));
    }
    let Some((kind, key)) = name.split_once(' ') else {
        return Some(snapshot.figure(name).to_owned());
    };
    let mut sections = SECTIONS.iter();
    let section = sections.find(|(_, word)| word.trim_end() == kind);
    let section = section.map_or("rules", |(section, _)| section);
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
    let wants = inquiry.wants.iter();
    wants.map(|want| said.of(&want.name).ok()).collect()
}
