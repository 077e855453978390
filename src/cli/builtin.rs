//! The rulebook that comes with the program, embedded file by file.

/// The folder that the built-in rulebook's files are shown in.
pub(super) const FOLDER: &str = "built-in";

/// Its main file.
pub(super) const MAIN: &str = "kaizen_breakthrough.rules";

macro_rules! embed {
    ($($path:literal),+ $(,)?) => {
        &[$((
            $path,
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/rules/kaizen_breakthrough/",
                $path
            )),
        )),+]
    };
}

/// Everything under `rules/kaizen_breakthrough/`: the path within it, and the text.
pub const BUILTIN: &[(&str, &str)] = embed![
    "advice.rules",
    "cases/published.jsonl",
    "economy.rules",
    "examples.rules",
    "gates.rules",
    "goals.rules",
    "groups.rules",
    "guarantees.rules",
    "information.rules",
    "kaizen_breakthrough.rules",
    "notes.rules",
    "outcomes.rules",
    "people.rules",
    "process.rules",
    "profiles/claims_office.toml",
    "profiles/dairy.yaml",
    "profiles/dialysis_device.json",
    "profiles/foundry.json",
    "profiles/hospital_laboratory.yaml",
    "profiles/press_shop.toml",
    "profiles/tour_operator.yaml",
    "profiles/warehouse_system.toml",
    "resources.rules",
    "risks.rules",
    "sources.rules",
    "technology.rules",
    "thresholds.rules",
];

/// The text of a file of it.
pub(super) fn text(path: &str) -> Option<&'static str> {
    BUILTIN
        .iter()
        .find(|(known, _)| *known == path)
        .map(|(_, text)| *text)
}
