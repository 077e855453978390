//! Recomputes a trace from its rulebook and its facts, and says where it does not hold.
//!
//! A plain walk over the rulebook's trees, written from the language's meaning. It shares nothing with the plan and
//! the engine, and runs methods through the interpreter only: a checker that shares code with the accused proves
//! nothing.

mod advice;
mod alone;
mod choice;
mod conditions;
mod coverage;
mod depends;
mod derivations;
mod derive;
mod facts;
mod failures;
mod fates;
mod finding;
mod groups;
mod hash;
mod head;
mod ledger;
mod logic;
mod marks;
mod numbers;
mod open;
mod possible;
mod questions;
mod ranking;
mod reading;
mod reasons;
mod rules;
mod totals;
mod unbounded;
mod verdict;
mod ways;
mod wording;
mod words;
mod world;

pub use finding::Finding;

use crate::model::Rulebook;
use crate::model::trace::Trace;
use crate::script::{Library, LoadedMethod};

use finding::Report;
use world::{Computed, Found, World};

/// One part of a trace that is held against its recomputation.
struct Check {
    /// The part, as a JSON path.
    path: &'static str,
    run: fn(&World<'_>, &Trace, &mut Report) -> Computed<()>,
}

/// All parts.
const CHECKS: &[Check] = &[
    Check {
        path: "rulebook",
        run: head::check,
    },
    Check {
        path: "profile",
        run: hash::check,
    },
    Check {
        path: "facts",
        run: facts::check,
    },
    Check {
        path: "derived",
        run: derivations::check,
    },
    Check {
        path: "rules",
        run: fates::check,
    },
    Check {
        path: "groups",
        run: groups::check,
    },
    Check {
        path: "strategies",
        run: choice::strategies,
    },
    Check {
        path: "hypotheses",
        run: choice::hypotheses,
    },
    Check {
        path: "advice",
        run: choice::advice,
    },
    Check {
        path: "advice_rows",
        run: choice::advice_rows,
    },
    Check {
        path: "notes",
        run: choice::notes,
    },
    Check {
        path: "conflict",
        run: choice::conflict,
    },
    Check {
        path: "ledger",
        run: ledger::check,
    },
    Check {
        path: "unknown",
        run: open::check,
    },
    Check {
        path: "possible_advice",
        run: possible::check,
    },
    Check {
        path: "warnings",
        run: head::warnings,
    },
];

/// Where a trace does not hold; nothing where every number in it is what its rulebook and facts give.
///
/// Numbers are compared exactly but for 1e-9, the step to which totals are rounded. What is said to be proved of the
/// unknown facts is tried with completions, with all of them where they are few, not proved again.
pub fn verify(
    trace: &Trace,
    rulebook: &Rulebook,
    method: &LoadedMethod,
    library: &Library,
) -> Vec<Finding> {
    let mut report = Report::default();
    let profile = facts::profile(trace, rulebook, &mut report);
    let world = World {
        rulebook,
        method: method.interpreter(),
        library,
        profile: &profile,
        forced: None,
        found: Found::default(),
    };
    for check in CHECKS {
        if let Err(trouble) = (check.run)(&world, trace, &mut report) {
            report.add(check.path, "cannot be recomputed", "a value", trouble);
        }
    }
    report.into_findings()
}
