//! The shell of tests: which files belong together, and results for people and programs. Runs no rule.

mod failure;
pub(super) mod find;
pub(super) mod run;
pub(super) mod text;
