//! The shell of mutation: gathers the tests that pass, keeps the time, shows what survived. Makes no mutant.

mod github;
mod json;
mod junit;
pub(in crate::cli) mod run;
mod show;
mod text;

use crate::cli::diagnostics::Look;
use crate::cli::form::Form;

/// A way to write what became of mutants.
pub(in crate::cli) type MutationFormat = Form<fn(&run::Mutations, Look) -> String>;

/// Every way to write them; the same names as for results of tests.
pub(in crate::cli) const FORMATS: &[MutationFormat] =
    &[text::FORMAT, json::FORMAT, junit::FORMAT, github::FORMAT];
