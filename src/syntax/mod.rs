//! The syntax of rule files: text to tree and tree to text. Knows no names, no types and no files on disk.

pub mod clause;
pub mod expr;
pub mod tree;
