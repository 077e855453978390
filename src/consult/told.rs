//! What an evaluation of one profile tells.

use crate::engine::{self, Fault};
use crate::model::Profile;
use crate::model::trace::Trace;
use crate::plan::Program;
use crate::profile;
use crate::space::{Depth, Space};
use crate::trace::{Teller, Telling};

/// The trace of a profile with all that is to be known about what is open.
pub fn trace(
    (program, space): (&Program, &Space<'_>),
    teller: &Teller<'_>,
    profile: &Profile,
) -> Result<Trace, Fault> {
    let record = engine::evaluate(program, profile)?;
    let unknowns = space.explore(profile, &record, Depth::Full)?;
    teller.value(&Telling {
        profile,
        profile_hash: &profile::hash(profile, &program.rulebook),
        record: &record,
        unknowns: &unknowns,
    })
}
