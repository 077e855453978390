//! Analyses over rulebooks and profiles: the difference of two rulebooks, and what it does. Shows nothing.

mod difference;
mod effects;

pub use difference::{Aspect, Change, Difference, Kind, Site, difference};
pub use effects::{
    Bucket, Cause, Effects, Entry, Failed, Flip, Histogram, Moved, OneSided, Pair, Reader, Refusal,
    Shift, Shifts, Side, effects,
};
