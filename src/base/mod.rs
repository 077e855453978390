//! Places, diagnostics, ids, spelling, words of profiles, numbers and limits: plain data that every layer may use.

mod accents;
mod alike;
mod answers;
mod codes;
mod diagnostic;
mod horizon;
mod ids;
mod json;
mod limits;
mod line;
mod mended;
mod near;
mod number;
mod parallel;
mod source;
mod strength;
mod written;

pub use accents::{composed, is_mark, look, without_mark};
pub use alike::{alphabets_mixed, drawn};
pub use answers::{
    ANSWERS, Answer, TILDE, answer, is_no_level, meant_answer, says_empty, says_no_answer,
    says_unknown, truth, truths,
};
pub use codes::CodeInfo;
pub use diagnostic::{Diagnostic, Edit, Label, Safety, Severity, has_errors};
pub use horizon::{Horizon, TimeUnit};
pub(crate) use ids::define_ids;
pub use ids::{Id, IdVec};
pub use json::json_too_deep;
pub use limits::Limits;
pub use line::LineKind;
pub use mended::Mended;
pub use near::{nearest, suggestion};
pub use number::{
    format_number, format_rounded, format_signed, is_whole, is_whole_total, range_words,
    round_total, with_unit,
};
pub use parallel::{in_order, in_parallel};
pub use source::{FileId, LineColumn, SourceFile, SourceMap, Span, is_line_end};
pub use strength::Strength;
pub use written::{
    NUMBER_FORM, form_of_number, is_thousands, is_with_unit, may_be_thousands, meant_number,
    same_unit, thousands_in_words,
};
