//! Regions of profiles: what holds for every profile of a region, and the search for one that differs. Says nothing in
//! words of its own.

mod answers;
mod asked;
mod cells;
mod draw;
mod flips;
mod near;
mod one_at_a_time;
mod prove;
mod raise;
mod reach;
mod region;
mod search;
mod settled;
mod share;
mod state;
mod steer;
mod turn;
mod why;

pub use cells::Cells;
pub use draw::{Axis, Dice, Pick, combine, every, fingerprint, thin, ways};
pub use flips::{Changed, Flip, Flips, MOST_CHANGED};
pub use near::{Trial, pairs, plain, rounded, trials};
pub use prove::{Certainties, Prover, Ruling, Why as Undecided};
pub use raise::{Moved, Moves};
pub use reach::{Reach, SLACK, reach};
pub use search::{Goal, IsIt};
pub use settled::{Depth, Effect, Opens, Space, Unknowns, Witness, explore};
pub use share::{Settling, Share};
pub use state::State;
pub use why::{Search, Why};
