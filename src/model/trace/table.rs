//! Tables of sources in a trace: where the organization stands in each row.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::json::Json;
use super::shape::{Own, Put, Shape, shape};
use super::{CitationTrace, PlaceTrace};

shape! {
    /// A table of a source.
    pub struct TableTrace => TableTold<'a> {
        /// Its name.
        pub name: String,
        /// Its title.
        pub title: String,
        /// The column at the left.
        pub left: ColumnTrace,
        /// The column at the right.
        pub right: ColumnTrace,
        /// Its rows, in the order written.
        pub rows: Vec<TableRowTrace>,
        /// Its citations.
        pub citations: Vec<CitationTrace>,
        /// Where it is declared.
        pub place: PlaceTrace,
    }
}

shape! {
    /// A column of a table.
    pub struct ColumnTrace => ColumnTold<'a> {
        /// Its heading.
        pub title: String,
        /// The strategies and hypotheses that it describes.
        pub targets: Vec<String>,
    }
}

shape! {
    /// A row of a table.
    pub struct TableRowTrace => TableRowTold<'a> {
        /// What the row is about, where the table says so.
        pub label: Option<CellTextTrace>,
        /// The cell at the left.
        pub left: CellTextTrace,
        /// The cell at the right.
        pub right: CellTextTrace,
        /// Where the organization stands.
        pub standing: Standing,
        /// The answers on which that rests, each fact once.
        pub answers: Vec<RowAnswerTrace>,
        /// The facts, rules and contrasts that carry the row.
        pub by: Vec<String>,
        /// Where it stands.
        pub place: PlaceTrace,
    }
}

shape! {
    /// The text of a cell.
    pub struct CellTextTrace => CellTextTold<'a> {
        /// The text.
        pub text: String,
        /// Whether the copy of the source at hand has lost it, and it was restored from elsewhere.
        pub restored: bool,
    }
}

shape! {
    /// Where an organization stands in a row of a table, by the rules that carry it.
    pub enum Standing {
        /// They speak for what the left column describes.
        Left = "left",
        /// They speak for what the right column describes.
        Right = "right",
        /// They speak for both.
        Both = "both",
        /// The answers are there, and speak for neither.
        Neither = "neither",
        /// An answer that could speak is missing.
        Open = "open",
        /// The questions do not apply.
        Moot = "moot",
    }
}

shape! {
    /// An answer in a row of a table.
    pub struct RowAnswerTrace => RowAnswerTold<'a> {
        /// The full name of the fact.
        pub name: String,
        /// Its title or short name.
        pub title: String,
        /// The answer in words; null where there is none.
        pub words: Option<String>,
        /// Whether there is none because the question does not apply.
        pub moot: bool,
    }
}
