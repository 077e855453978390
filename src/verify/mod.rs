//! Recomputes a trace from its rulebook and its facts, and says where it does not hold.
//!
//! A plain walk over the rulebook's trees, written from the language's meaning. It shares nothing with the plan and
//! the engine, and runs methods through the interpreter only: a checker that shares code with the accused proves
//! nothing.

mod advice;
mod alone;
mod bounds;
mod choice;
mod compare;
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
mod proof;
mod questions;
mod ranking;
mod reading;
mod reasons;
mod retell;
mod rules;
mod sets;
mod tables;
mod totals;
mod verdict;
mod ways;
mod wording;
mod words;
mod world;

pub use finding::Finding;
pub use proof::{Decision, PROGRAM, Subject, certify, checksum, named, recheck};

use crate::model::Rulebook;
use crate::model::trace::Trace;
use crate::script::{Library, LoadedMethod};

use finding::Report;
use world::{Computed, Found, World};

/// What a trace says that is not recomputed but tried: values, bounds and proofs of what is not known.
struct Claim {
    /// Where it stands.
    paths: &'static [&'static str],
    check: fn(&World<'_>, &Trace, &mut Report) -> Computed<()>,
}

/// All claims. Everything else in a trace is compared with what was recomputed.
const CLAIMS: &[Claim] = &[
    Claim {
        paths: &["unknown[].effect"],
        check: questions::told,
    },
    Claim {
        paths: &["unknown[].effect"],
        check: alone::check,
    },
    Claim {
        paths: &["settled", "witness"],
        check: open::witness,
    },
    Claim {
        paths: &[
            "strategies[].total_bounds",
            "strategies[].confidence_bounds",
            "hypotheses[].total_bounds",
        ],
        check: bounds::check,
    },
    Claim {
        paths: &["settled_because"],
        check: reasons::settled,
    },
    Claim {
        paths: &["possible_advice"],
        check: possible::check,
    },
    Claim {
        paths: &["opens", "settles", "share"],
        check: sets::check,
    },
    // Of a trace that does not hold already no completions are tried.
    Claim {
        paths: &["settled", "possible_advice", "opens", "share"],
        check: open::completions,
    },
];

/// The paths of all claims.
fn claimed() -> Vec<&'static str> {
    CLAIMS
        .iter()
        .flat_map(|claim| claim.paths)
        .copied()
        .collect()
}

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
    let compared = retell::retell(&world, trace).and_then(|made| {
        let (stated, made) = (as_value(trace)?, as_value(&made)?);
        compare::compare((&stated, &made), &claimed(), &mut report);
        Ok(())
    });
    match compared {
        Ok(()) => ledger::adds_up(trace, &mut report),
        Err(trouble) => {
            report.add("facts", "what they lead to", "a result", trouble);
            return report.into_findings();
        }
    }
    for claim in CLAIMS {
        if let Err(trouble) = (claim.check)(&world, trace, &mut report) {
            let path = claim.paths.first().copied().unwrap_or_default();
            report.add(path, "cannot be recomputed", "a value", trouble);
        }
    }
    report.into_findings()
}

fn as_value(trace: &Trace) -> Computed<serde_json::Value> {
    serde_json::to_value(trace).map_err(|error| error.to_string())
}
