//! The verbs, a file each, and the one list of them.

mod check;
mod completions;
mod diff;
mod eval;
mod explain;
mod man;
mod new;
mod rule;
mod schema;
mod test;

use clap::{ArgMatches, Command};

use super::session::{Outcome, Session};

/// A verb of the program.
pub(super) struct Verb {
    /// Its name.
    pub(super) name: &'static str,
    /// What it does, in a few words.
    pub(super) about: &'static str,
    /// Commands that show its use, a line each with what it does.
    pub(super) examples: &'static str,
    /// Adds its arguments.
    pub(super) arguments: fn(Command) -> Command,
    /// Runs it.
    pub(super) run: fn(&ArgMatches, &Session) -> Outcome,
}

/// All verbs, in the order in which help lists them.
pub(super) const VERBS: &[Verb] = &[
    eval::VERB,
    explain::VERB,
    check::VERB,
    test::VERB,
    diff::VERB,
    new::VERB,
    schema::VERB,
    rule::VERB,
    completions::VERB,
    man::VERB,
];

/// Whether a run meets no rules but the built-in ones: their conditions are shallow, so the system's stack is enough.
pub(super) fn is_shallow(verb: &Verb, matches: &ArgMatches) -> bool {
    verb.name == eval::VERB.name && eval::is_built_in(matches)
}
