//! The integration tests, a module a feature.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "tests read files and stop at the first thing that is not as it should be"
)]

mod ask;
mod ask_next;
mod branches;
mod cases;
mod catalogue;
mod certificates;
mod chains;
mod check;
mod cli;
mod completions;
mod consult;
mod dempster_shafer;
mod diagnostics;
mod diff;
mod documents;
mod evaluation;
mod facts;
mod fix;
mod former;
mod fuzz;
mod guards;
mod harness;
mod history;
mod image;
mod language;
mod leaves;
mod lint;
mod moot;
mod new;
mod page;
mod pages;
mod plan;
mod poor_messages;
mod program;
mod prove;
mod reference;
mod rule_folders;
mod rulebook;
mod sensitivity;
mod set;
mod settled;
mod source_tables;
mod steps;
mod sureness;
mod syntax;
mod tables;
mod tampered;
mod testing;
mod tidy;
mod treatments;
mod unfit;
mod unknown_parts;
mod vectors;
mod verify;
mod what_if;
mod work;
