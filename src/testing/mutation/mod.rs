//! Mutation of rulebooks: small wrong edits, each held against the tests, which ought to notice. Opens no files, knows no clock.

mod conditions;
mod equal;
mod make;
mod mutant;
mod observe;
mod promised;
mod run;
mod sound;
mod text;
mod weights;
mod witness;

pub use equal::Proof;
pub use make::mutants;
pub use mutant::{Mutant, Operator};
pub use observe::{Aspect, Told};
pub use run::{Fate, Killer, Mutated, Options, Subject, run};
pub use witness::Witness;
