//! From syntax trees to a rulebook: names, types, units, stages, cycles, rows. Reads no files and runs no rule.

mod advice;
mod call;
mod cells;
mod codes;
mod compare;
mod cond;
mod context;
mod cycles;
mod declare;
mod doubled;
mod draft;
mod effects;
mod examples;
mod fold;
mod functions;
mod gather;
mod graph;
mod lets;
mod lookup;
mod meant;
mod names;
mod number;
mod problem;
mod report;
mod rows;
mod rules;
mod stages;
mod template;
mod types;
mod usage;
mod weighing;
mod whole;

pub use codes::CODES;
pub use functions::{FUNCTIONS, Function, Gives, Which};
pub use gather::{Bundle, MethodText, ReadProblem, ScriptText, gather, normalize};
pub use whole::{Checked, NO_RULEBOOK, Options, check, conditions};
