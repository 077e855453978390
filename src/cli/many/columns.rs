//! The columns of a table that its result keeps, and what their names become there. Reads no row.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::base::{Diagnostic, Severity};
use crate::cli::session::Failure;
use crate::cli::table::{Cell, Shape};
use crate::profile::table::{Own, Rows};

/// What rows keep of a table.
#[derive(Debug, Default)]
pub(super) struct OwnColumns {
    /// The names of the columns in the result, where all rows have the same.
    pub(super) names: Vec<String>,
    /// Their places in the table.
    places: Vec<usize>,
    /// The names that the result has besides.
    taken: BTreeSet<String>,
}

impl OwnColumns {
    /// Those of the one table whose rows are read; that there is nothing to keep, or no place for it, is an error.
    pub(super) fn of(
        rows: Option<&Rows<'_>>,
        shape: Shape,
        taken: Vec<String>,
    ) -> Result<Self, Failure> {
        let Some(rows) = rows else {
            return Err(problem("`--keep-columns` keeps the columns of one table")
                .help("name one table: `hansei eval firms.csv --keep-columns`")
                .into());
        };
        let mut own = Self {
            taken: taken.into_iter().collect(),
            ..Self::default()
        };
        match (rows.columns(), shape) {
            (Some(columns), _) => {
                let kept = columns.iter().enumerate();
                let kept = kept.filter(|(_, name)| *name != "id");
                let (places, names): (_, Vec<&str>) =
                    kept.map(|(at, name)| (at, name.as_str())).unzip();
                own.places = places;
                own.names = own.renamed(&names);
                Ok(own)
            }
            (None, Shape::Json | Shape::JsonLines) => Ok(own),
            (None, Shape::Text | Shape::Markdown | Shape::Csv) => {
                let message = "rows of JSON Lines may have different keys, but this result format has the same columns in every row";
                Err(problem(message)
                    .help("write the result as `--format jsonl`")
                    .into())
            }
        }
    }

    /// Names of a table's columns in its result: another one where the result has that name already.
    fn renamed(&self, names: &[&str]) -> Vec<String> {
        let mut new: Vec<String> = Vec::with_capacity(names.len());
        for name in names {
            let is_taken = |one: &str| self.taken.contains(one) || new.iter().any(|new| new == one);
            let others = (1u32..).map(|count| match count {
                1 => format!("input_{name}"),
                _ => format!("input_{name}_{count}"),
            });
            let mut all = std::iter::once((*name).to_owned()).chain(others);
            new.extend(all.find(|one| !is_taken(one)));
        }
        new
    }

    /// What a row keeps, with names where they are its own.
    pub(super) fn kept(&self, own: Own<'_>) -> (Option<Vec<String>>, Vec<Cell>) {
        match own {
            Own::None => (None, self.places.iter().map(|_| Cell::Empty).collect()),
            Own::Cells(cells) => {
                let cell = |place: &usize| match cells.get(*place) {
                    Some(text) if !text.is_empty() => Cell::Text(text.to_string()),
                    _ => Cell::Empty,
                };
                (None, self.places.iter().map(cell).collect())
            }
            Own::Values(values) => {
                let values = values.iter().filter(|(name, _)| name != "id");
                let (names, values): (Vec<&str>, Vec<Cell>) = values
                    .map(|(name, value): &(Cow<'_, str>, &str)| {
                        (&**name, Cell::Json((*value).to_owned()))
                    })
                    .unzip();
                (Some(self.renamed(&names)), values)
            }
        }
    }
}

fn problem(message: &str) -> Diagnostic {
    Diagnostic::new("E0921", Severity::Error, message)
}
