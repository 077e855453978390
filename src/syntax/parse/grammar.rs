//! The parser that is made of the grammar, and its rules. Builds no tree.

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/rules.pest"]
pub(super) struct Grammar;
