//! Tests of a rulebook as data: examples, case files, tables of cases and guarantees in; verdicts with their reasons out.
//! Opens no files.

mod codes;
pub mod coverage;
mod example;
pub mod guarantees;
pub mod mutation;
mod nearest;
mod problems;
mod row;
mod run;
pub mod snapshot;
mod suite;
mod table;

pub use codes::CODES;
pub use nearest::{Change, Nearest, Needed, Search, nearest};
pub use run::{Failure, Tried, Verdict, holds, run, verdict};
pub use suite::{Broken, Case, CaseKind, CaseText, Suite, gather};
