//! The only place that knows Rhai: the sandbox, scripts' functions, inference methods with their laws,
//! and the lowering of both into operations. Knows no plan and evaluates no rulebook.

mod bounds;
mod cases;
mod chains;
mod codes;
mod compared;
mod fault;
mod gives;
mod laws;
mod library;
mod literals;
mod load;
mod lower;
mod lower_expr;
mod method;
mod natives;
mod nothing;
mod places;
mod program;
mod refused;
mod run;
mod sandbox;
mod unread;
mod value;
mod vet;
mod words;

#[cfg(test)]
mod random;
#[cfg(test)]
mod tests;

pub use codes::CODES;
pub use compared::{Compared, Cut, With};
pub use fault::{Fault, FaultKind};
pub use library::{Argument, Arithmetic, Function, Gives, Kind, Library, Value};
pub use load::{load_method, reload_method, shipped, shipped_method, with_scale};
pub use method::{Interpreter, LoadedMethod};
pub use natives::{FUNCTIONS, Native};
pub use refused::{REFUSED, Refused};
pub use run::run;
pub use sandbox::{compact, spent};
