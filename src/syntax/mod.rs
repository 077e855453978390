//! The syntax of rule files: text to tree and tree to text. Knows no names, no types and no files on disk.

mod ascii;
mod blocks;
pub mod clause;
mod codes;
mod decode;
pub mod expr;
mod interval;
mod length;
mod meant;
mod parse;
mod places;
mod print;
mod problem;
mod quotes;
mod scan;
mod stranger;
pub mod tree;
mod units;
mod words;

pub use codes::CODES;
pub use decode::decode;
pub(crate) use meant::called_as;
pub use parse::{parse, parse_among, parse_condition};
pub use places::places;
pub use print::{print, print_expr, print_path, print_string, print_word};
pub(crate) use problem::NO_REST_OF_CONTRAST;
pub use words::{DECLARATIONS, OPERATORS, TYPES, is_reserved};
