//! The verbs, a file each, and the one list of them.

mod ask;
mod check;
mod completions;
mod diff;
mod eval;
mod explain;
mod facts;
mod man;
mod new;
mod prove;
mod reference;
mod rule;
mod schema;
mod sensitivity;
mod test;
mod verb;
mod what_if;

use clap::ArgMatches;

use verb::Verb;

/// All verbs, in the order in which help lists them.
pub(super) const VERBS: &[Verb] = &[
    ask::VERB,
    eval::VERB,
    explain::VERB,
    what_if::VERB,
    sensitivity::VERB,
    facts::VERB,
    check::VERB,
    test::VERB,
    prove::VERB,
    diff::VERB,
    new::VERB,
    reference::VERB,
    rule::VERB,
    schema::VERB,
    completions::VERB,
    man::VERB,
];

/// Whether a run meets no rules but the built-in ones: their conditions are shallow, so the system's stack is enough.
pub(super) fn is_shallow(verb: &Verb, matches: &ArgMatches) -> bool {
    verb.name == eval::VERB.name && eval::is_built_in(matches)
}
