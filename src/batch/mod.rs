//! Tables in, results out: rows of profiles evaluated as they come, several at once, their results in the order of the
//! rows. It opens no files and writes nothing.

mod figures;
mod run;

pub use figures::{Figures, Judge, strategies};
pub use run::{Evaluated, Job, run};
