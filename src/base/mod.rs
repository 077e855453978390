//! Places, diagnostics, ids, spelling, numbers and limits: plain data that every layer may use.

mod codes;
mod diagnostic;
mod ids;
mod limits;
mod near;
mod number;
mod parallel;
mod source;

pub use codes::CodeInfo;
pub use diagnostic::{Diagnostic, Edit, Label, Severity, has_errors};
pub(crate) use ids::define_ids;
pub use ids::{Id, IdVec};
pub use limits::Limits;
pub use near::{nearest, suggestion};
pub use number::{format_number, format_rounded, format_signed, is_whole, round_total};
pub use parallel::in_parallel;
pub use source::{FileId, LineColumn, SourceFile, SourceMap, Span};
