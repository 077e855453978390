//! Profiles: bytes in, facts with places out, through one neutral tree for every format. Opens no files.
//!
//! [`read`] takes the bytes of a profile in one of the [`FORMATS`] and holds its values against the
//! facts of a rulebook; all problems of a file come together. [`assign`] and [`read_value`] do the same for texts that
//! stand elsewhere, such as a command line, and [`table`] for many profiles in one file.

mod assign;
#[cfg(test)]
mod assign_tests;
mod codes;
mod collect;
mod edit;
#[cfg(test)]
mod edit_tests;
mod formats;
mod guard;
mod hash;
mod json;
mod mend_json;
mod mend_toml;
mod mend_yaml;
#[cfg(test)]
mod missing_tests;
mod names;
mod problems;
#[cfg(test)]
mod properties;
mod read;
mod recover;
#[cfg(test)]
mod recover_tests;
mod schema;
pub mod table;
#[cfg(test)]
mod testbook;
#[cfg(test)]
mod tests;
mod text;
mod toml;
mod toml_faults;
mod tree;
mod value;
mod write;
mod yaml;
mod yaml_faults;

pub use assign::{Assigning, Assignments, assign};
pub use codes::CODES;
pub use edit::{NotEdited, edit, rewritten, with_former};
pub use formats::{FORMATS, Format, format_by_ending, format_by_name};
pub use hash::hash;
pub use names::{Named, Names};
pub use problems::id_again;
pub use read::{Input, Reading, Stated, read, read_with, salvage};
pub use schema::schema;
pub use toml_faults::toml_fault;
pub use tree::{Entry, Node, NodeKind, Text, Tree};
pub use value::read_value;
pub use write::{text_in_toml, write};
