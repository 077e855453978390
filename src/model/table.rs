//! Tables of sources: what a source sets side by side, and which facts and rules carry each row.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Citation, FactId, RuleId, TargetId};
use crate::base::Span;

/// A table of a source.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SourceTable {
    /// The identifier.
    pub name: Arc<str>,
    /// The title; the name where none was given.
    pub title: Arc<str>,
    /// The column at the left.
    pub left: TableColumn,
    /// The column at the right.
    pub right: TableColumn,
    /// The rows, in the order written.
    pub rows: Vec<SourceRow>,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Where it is declared.
    pub origin: Span,
}

/// A column, and what it describes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TableColumn {
    /// The heading.
    pub title: Arc<str>,
    /// The strategies and hypotheses that it describes.
    pub targets: Vec<TargetId>,
}

/// A row.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SourceRow {
    /// What the row is about, where the table says so.
    pub label: Option<CellText>,
    /// The cell at the left.
    pub left: CellText,
    /// The cell at the right.
    pub right: CellText,
    /// What carries it, in the order written.
    pub by: Vec<Carrier>,
    /// Where it stands.
    pub origin: Span,
}

/// The text of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellText {
    /// The text.
    pub text: Arc<str>,
    /// Whether the copy at hand has lost it, and it was restored from elsewhere.
    pub restored: bool,
}

/// A fact, rule or contrast that carries a row.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Carrier {
    /// As it is named.
    pub name: Arc<str>,
    /// The fact, where it is one.
    pub fact: Option<FactId>,
    /// The rules: the one that is named, or the rows of the contrast; of a fact those of the contrast without a name over it.
    pub rules: Vec<RuleId>,
}
