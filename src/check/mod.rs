//! From syntax trees to a rulebook: names, types, units, stages, cycles, rows. Reads no files and runs no rule.

mod check;
mod gather;

pub use check::{Checked, Options, check};
pub use gather::{Bundle, MethodText, ReadProblem, ScriptText, gather};
