//! Tables of profiles: a row an organization, in CSV or as JSON Lines, cut into blocks and read row by row. It opens no
//! files, evaluates nothing, and says once what is wrong with the columns of all rows.

mod cells;
mod columns;
mod cut;
mod open;
mod row;

pub use columns::separator_in_words;
pub use cut::{Block, Blocks, Cut};
pub use open::{Head, How, Opened, Purpose, Unopened, open};
pub use row::{Broken, Own, Row, Rows, Unread};

/// A way to write a table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The name, as `--input-format` takes it.
    pub name: &'static str,
    /// Endings of file names, without the dot.
    pub endings: &'static [&'static str],
    form: Form,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Cells in the order of the names in the first line.
    Cells,
    /// A JSON object on a line of its own.
    Object,
}

/// All ways to write tables.
pub const TABLES: &[Table] = &[
    Table {
        name: "csv",
        endings: &["csv"],
        form: Form::Cells,
    },
    Table {
        name: "jsonl",
        endings: &["jsonl", "ndjson"],
        form: Form::Object,
    },
];

impl Table {
    /// Whether its rows have the columns that its first line names.
    pub fn has_columns(&self) -> bool {
        self.form == Form::Cells
    }
}

/// How the table of that name is written; `None` where there is no such way.
pub fn table_by_name(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// How the table is written that a file name's ending says; `None` where it is none.
pub fn table_by_ending(file: &str) -> Option<&'static Table> {
    let (_, ending) = file.rsplit_once('.')?;
    let same = |known: &&str| known.eq_ignore_ascii_case(ending);
    TABLES.iter().find(|table| table.endings.iter().any(same))
}
