//! Executes plans: one profile with all that a trace needs, or a region of profiles with sound bounds.
//! A function of its inputs: no clock, no randomness, no environment.

mod decide;
mod domain;
mod fault;
mod machine;
mod point;
mod trace;
mod unknown;

pub use fault::{CODES, Fault};
pub use machine::Record;
pub use point::Facts;
pub use trace::{Teller, Telling};
pub use unknown::{Effect, Unknowns, Witness};

use crate::model::Profile;
use crate::plan::Program;

/// Evaluates one profile. The record holds everything that a trace tells.
pub fn evaluate(program: &Program, profile: &Profile) -> Result<Record, Fault> {
    let mut record = Record::new(program, point::Point::new(Facts::of(profile)));
    record.run(program)?;
    Ok(record)
}
