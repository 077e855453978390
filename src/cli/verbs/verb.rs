//! What a verb is: its name, its words for the help, its arguments, and what runs it.

use clap::{ArgMatches, Command};

use crate::cli::session::{Outcome, Session};

/// A verb of the program.
pub(in crate::cli) struct Verb {
    /// Its name.
    pub(in crate::cli) name: &'static str,
    /// What it does, in a few words.
    pub(in crate::cli) about: &'static str,
    /// Commands that show its use, a line each with what it does.
    pub(in crate::cli) examples: &'static str,
    /// Adds its arguments.
    pub(in crate::cli) arguments: fn(Command) -> Command,
    /// Runs it.
    pub(in crate::cli) run: fn(&ArgMatches, &Session) -> Outcome,
}
