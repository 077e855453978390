//! No rulebook reads a clock, and the functions of a page for it would have to come from outside. The names are here so
//! that the script engine compiles; whoever called them would get the panic of a platform without a clock.

pub use std::time::{Duration, Instant};
