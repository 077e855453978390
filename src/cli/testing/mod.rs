//! The shell of tests: which files belong together, results for people and programs, snapshots on disk. Runs no rule.

pub(super) mod clock;
pub(super) mod coverage;
pub(super) mod decide;
mod difference;
mod failure;
pub(super) mod find;
mod github;
mod guarantees;
mod json;
mod junit;
pub(super) mod kept;
pub(super) mod mutation;
pub(super) mod pending;
pub(super) mod report;
pub(super) mod review;
pub(super) mod run;
mod screen;
pub(super) mod snapshots;
mod text;

use super::diagnostics::Look;
use super::form::Form;

/// A way to write results.
pub(super) type TestFormat = Form<fn(&run::Results, Look) -> String>;

/// Every way to write results.
pub(super) const FORMATS: &[TestFormat] =
    &[text::FORMAT, json::FORMAT, junit::FORMAT, github::FORMAT];
