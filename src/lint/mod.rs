//! What is sound in a rulebook and probably not meant so. Runs on rulebooks without errors and changes nothing.

mod allowance;
mod asked_of_itself;
mod between_upside_down;
mod contradiction_without_words;
mod contrast_with_gap;
mod duplicate_condition;
mod else_without_because;
mod essential_without_sureness;
mod fact_never_used;
mod fact_without_question;
mod group_of_one;
mod hypothesis_without_use;
mod let_never_used;
mod level_for_no_answer;
mod level_never_given;
mod level_without_row;
mod levels;
mod levels_look_alike;
mod named;
mod number_without_otherwise;
mod outcome_never_advised;
mod parameter_never_used;
mod reads;
mod removal;
mod rule_without_because;
mod rule_without_citation;
mod share_for_percent;
mod source_never_cited;
mod source_row_without_carrier;
mod strategy_without_evidence;
mod table_row_never_applies;
mod table_with_gaps;
mod tag_nearly_read;
mod weight_beyond_doubt;
mod weight_of_zero;

pub use allowance::{Allowances, CODES as ALLOWANCE_CODES, NEVER_USED, Rest};
pub use levels::{Level, Levels};
pub use named::{Unnamed, named};
pub use removal::{moves, removals};

use crate::base::{CodeInfo, Diagnostic};
use crate::model::Rulebook;

/// One lint.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    /// What `hansei rule CODE` tells of it.
    pub info: CodeInfo,
    /// Whether its help says to take out what it marks, and nothing else has to change with it.
    pub removes: bool,
    /// Looks through a rulebook.
    pub run: fn(&Rulebook, &mut Vec<Diagnostic>),
}

macro_rules! lints {
    ($($name:ident),+ $(,)?) => {
        /// All lints, in the order of their codes.
        pub const LINTS: &[Lint] = &[$($name::LINT),+];

        /// The entries of all lints in the catalogue of codes.
        pub const CODES: &[CodeInfo] = &[$($name::LINT.info),+];
    };
}

lints! {
    fact_never_used,
    fact_without_question,
    let_never_used,
    parameter_never_used,
    hypothesis_without_use,
    source_never_cited,
    outcome_never_advised,
    rule_without_because,
    rule_without_citation,
    duplicate_condition,
    group_of_one,
    table_with_gaps,
    table_row_never_applies,
    level_never_given,
    else_without_because,
    strategy_without_evidence,
    level_without_row,
    essential_without_sureness,
    asked_of_itself,
    tag_nearly_read,
    source_row_without_carrier,
    contradiction_without_words,
    contrast_with_gap,
    number_without_otherwise,
    weight_of_zero,
    weight_beyond_doubt,
    level_for_no_answer,
    levels_look_alike,
    share_for_percent,
    between_upside_down,
}

/// What all lints say, in the order of places.
pub fn lint(rulebook: &Rulebook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for lint in LINTS {
        (lint.run)(rulebook, &mut found);
    }
    found.sort_by_key(Diagnostic::span);
    found
}
