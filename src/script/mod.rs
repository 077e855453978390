//! The only place that knows Rhai: the sandbox, scripts' functions, inference methods with their laws,
//! and the lowering of both into operations. Knows no plan and evaluates no rulebook.

mod fault;
mod library;
mod method;
mod run;

pub use fault::Fault;
pub use library::{Argument, Arithmetic, Function, Kind, Library, Value};
pub use method::{Interpreter, LoadedMethod, load_method, shipped, with_scale};
pub use run::run;
