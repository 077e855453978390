//! Guarantees held against what the tests evaluate and against a bounded search for profiles that break them, and decided
//! for every profile there can be.

mod claim;
mod cone;
mod hold;
mod pool;
mod prove;
mod search;
mod witness;

pub use claim::Promise;
pub use hold::{Held, Kept, Trials, decide, hold};
pub use prove::{Decided, Verdict};
pub use witness::Breach;

pub(super) use claim::{Rising, breaks, fall_of, promises, steps};
