//! Analyses over rulebooks and profiles: the difference of two rulebooks, and what it does. Shows nothing.

mod causes;
mod difference;
mod effects;
pub mod lints;
mod mix;
mod named;
mod owed;
pub(crate) mod possible;
mod sensitivity;
mod what_if;

pub use causes::{Causes, Edit, Inquiry, Observe, Reason, Want};
pub use difference::{Aspect, Change, Difference, Kind, Site, difference};
pub use effects::{
    Beside, Bucket, Cause, Effects, Entry, Failed, Flip, Histogram, Moved, OneSided, Pair, Reader,
    Refusal, RowAt, RowReader, Shift, Shifts, Side, What, effects,
};
pub use mix::Book;
pub use owed::Owed;
pub use sensitivity::{AtValue, EDGE, FactSwing, Radius, Sensitivity, Turn, Turning, sensitivity};
pub use what_if::{Answer, Comparison, RuleShift, Shifted, Way, Ways, Within, compare, ways};
