//! hansei: a rule-based expert system that explains its advice to the last number.
#![doc = ""]
#![doc = include_str!("README.md")]

pub mod analyze;
pub mod base;
pub mod batch;
pub mod check;
pub mod cli;
pub mod consult;
pub mod engine;
pub mod explain;
pub mod lint;
pub mod model;
pub mod plan;
pub mod profile;
pub mod script;
pub mod space;
pub mod syntax;
pub mod testing;
pub mod trace;
pub mod verify;
