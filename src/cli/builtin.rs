//! The rulebook that comes with the program, embedded file by file.

use crate::base::Diagnostic;
use crate::check::{self, Bundle, ReadProblem};

/// The folder that the built-in rulebook's files are shown in.
pub(super) const FOLDER: &str = "built-in";

/// Its main file.
const MAIN: &str = "kaizen_breakthrough.rules";

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
    "profiles/bakery.toml",
    "profiles/call_centre.toml",
    "profiles/camera_maker.toml",
    "profiles/carmaker.toml",
    "profiles/claims_office.toml",
    "profiles/culture_and_need.toml",
    "profiles/dairy.yaml",
    "profiles/design_without_money.toml",
    "profiles/dialysis_device.json",
    "profiles/foundry.json",
    "profiles/guaranteed_jobs.toml",
    "profiles/hospital_laboratory.yaml",
    "profiles/joinery.toml",
    "profiles/kaizen_house.toml",
    "profiles/kitchen.toml",
    "profiles/leading_laboratory.toml",
    "profiles/lesser_signs.toml",
    "profiles/plateau.toml",
    "profiles/press_shop.toml",
    "profiles/print_shop.toml",
    "profiles/publisher.toml",
    "profiles/tour_operator.yaml",
    "profiles/warehouse_system.toml",
    "profiles/wide_gap.toml",
    "profiles/works_without_top.toml",
    "resources.rules",
    "risks.rules",
    "sources.rules",
    "technology.rules",
    "thresholds.rules",
];

/// All files of the rulebook, read and parsed.
pub(super) fn gather() -> (Bundle, Vec<Diagnostic>) {
    check::gather(&format!("{FOLDER}/{MAIN}"), &mut |name| match shown(name) {
        Some(text) => Ok(text.as_bytes().to_vec()),
        None => Err(ReadProblem::Missing { near: None }),
    })
}

/// The name that a file is shown with.
pub(super) fn shown_name(path: &str) -> String {
    format!("{FOLDER}/{path}")
}

/// The text of a file by the name it is shown with.
pub(super) fn shown(name: &str) -> Option<&'static str> {
    text(name.strip_prefix(FOLDER)?.strip_prefix('/')?)
}

/// The text of a file of it.
fn text(path: &str) -> Option<&'static str> {
    BUILTIN
        .iter()
        .find(|(known, _)| *known == path)
        .map(|(_, text)| *text)
}
