//! Regions of profiles: what holds for every profile of a region, and the search for one that differs. Says nothing in
//! words of its own.

mod cells;
mod one_at_a_time;
mod reach;
mod region;
mod settled;
mod state;
mod why;

pub use cells::Cells;
pub use reach::{Reach, SLACK, reach};
pub use settled::{Depth, Effect, Space, Unknowns, Witness, explore};
pub use state::State;
pub use why::{Search, Why};
