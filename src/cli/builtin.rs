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
    "boundaries.rules",
    "words.rules",
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
    "profiles/boat_yard.toml",
    "profiles/call_centre.yaml",
    "profiles/carmaker_in_crisis.yaml",
    "profiles/claims_office.toml",
    "profiles/dairy.yaml",
    "profiles/day_surgery.yaml",
    "profiles/dialysis_device.json",
    "profiles/family_hotel.toml",
    "profiles/film_laboratory.toml",
    "profiles/film_maker.json",
    "profiles/foundry.json",
    "profiles/game_studio.toml",
    "profiles/hospital_laboratory.yaml",
    "profiles/instrument_maker.toml",
    "profiles/joinery.yaml",
    "profiles/night_bakery.toml",
    "profiles/order_desk.json",
    "profiles/packing_hall.yaml",
    "profiles/paint_shop.json",
    "profiles/press_shop.toml",
    "profiles/regional_newspaper.yaml",
    "profiles/river_ferry.json",
    "profiles/salt_mine.toml",
    "profiles/ticket_office.toml",
    "profiles/tile_works.toml",
    "profiles/tour_operator.yaml",
    "profiles/warehouse_system.toml",
    "resources.rules",
    "risks.rules",
    "sources.rules",
    "tables.rules",
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
