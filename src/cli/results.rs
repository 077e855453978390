//! How the results of a program are rows of a table: their columns, their cells, and how a file of them is known again.

use std::path::Path;

use serde_json::Value;

use super::files;
use super::table::{Cell, Shape};
use crate::base::Limits;
use crate::batch::{self, Figures};
use crate::model::Rulebook;
use crate::plan::Program;

/// A column of every table of results, and whether it is for people, for programs or for both.
struct Column {
    name: &'static str,
    readers: Readers,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    All,
    /// All, where the rulebook has a scale for it.
    Graded,
    /// A share compares strategies and is easily read as a probability.
    Programs,
}

/// The columns behind `id`.
const COLUMNS: [Column; 5] = [
    Column {
        name: "advice",
        readers: Readers::All,
    },
    Column {
        name: "sureness",
        readers: Readers::Graded,
    },
    Column {
        name: "confidence",
        readers: Readers::Programs,
    },
    Column {
        name: "settled",
        readers: Readers::All,
    },
    Column {
        name: "margin",
        readers: Readers::All,
    },
];

/// Columns that every table of results for programs has had.
const KNOWN_BY: [&str; 5] = ["id", "advice", "confidence", "settled", "margin"];

/// Whether a file holds what an earlier evaluation wrote, a trace or a table of results, and so is no profile.
pub(super) fn is_result(path: &Path) -> bool {
    let text = files::read_text(path, Limits::DEFAULT.file_bytes).unwrap_or_default();
    let is_row = |value: &Value| KNOWN_BY.iter().all(|column| value.get(column).is_some());
    let first = text.lines().next().unwrap_or("");
    let json = serde_json::from_str(&text).or_else(|_| serde_json::from_str(first));
    match json {
        Ok(Value::Array(rows)) => rows.first().is_none_or(is_row),
        Ok(value) => is_row(&value) || value.get("trace_version").is_some(),
        Err(_) => {
            let columns: Vec<&str> = first.split(',').collect();
            KNOWN_BY.iter().all(|column| columns.contains(column))
        }
    }
}

/// The results of a program as rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Results<'p> {
    program: &'p Program,
    is_for_people: bool,
}

impl<'p> Results<'p> {
    /// For a table of that shape.
    pub(super) fn new(program: &'p Program, shape: Shape) -> Self {
        let is_for_people = matches!(shape, Shape::Text | Shape::Markdown);
        Self {
            program,
            is_for_people,
        }
    }

    /// The rulebook.
    pub(super) fn rulebook(self) -> &'p Rulebook {
        &self.program.rulebook
    }

    fn shows(self, column: &Column) -> bool {
        match column.readers {
            Readers::All => true,
            Readers::Graded => self.rulebook().sureness.is_some(),
            Readers::Programs => !self.is_for_people,
        }
    }

    /// The columns of rows, with others of their own behind the name.
    pub(super) fn columns(self, own: &[String]) -> Vec<String> {
        let mut columns = vec!["id".to_owned()];
        columns.extend_from_slice(own);
        let shown = COLUMNS.iter().filter(|column| self.shows(column));
        columns.extend(shown.map(|column| column.name.to_owned()));
        let targets = &self.rulebook().targets;
        let strategies = batch::strategies(self.program).filter_map(|id| targets.find(id));
        columns.extend(strategies.map(|target| format!("total_{}", target.name)));
        columns.push("error".to_owned());
        columns
    }

    /// The cells of a row: its name, what else is its own, and its figures or what is wrong.
    pub(super) fn cells(
        self,
        id: String,
        own: impl IntoIterator<Item = Cell>,
        result: Result<&Figures, String>,
    ) -> Vec<Cell> {
        let mut cells = vec![Cell::Text(id)];
        cells.extend(own);
        let shown = COLUMNS.iter().filter(|column| self.shows(column));
        let strategies = batch::strategies(self.program);
        match result {
            Ok(figures) => {
                cells.extend(shown.map(|column| self.cell(column.name, figures)));
                cells.extend(figures.totals.iter().map(|total| number(Some(*total))));
                cells.push(Cell::Empty);
            }
            Err(words) => {
                cells.extend(shown.map(|_| Cell::Empty));
                cells.extend(strategies.map(|_| Cell::Empty));
                cells.push(Cell::Text(words));
            }
        }
        cells
    }

    fn cell(self, column: &str, figures: &Figures) -> Cell {
        match column {
            "advice" => Cell::Text(self.advice(figures)),
            "sureness" => self.sureness(figures).map_or(Cell::Empty, Cell::Text),
            "confidence" => number(figures.confidence),
            "settled" => figures.settled.map_or(Cell::Empty, Cell::Truth),
            _ => number(Some(figures.margin)),
        }
    }

    /// The outcome: its title for people, its name for programs.
    fn advice(self, figures: &Figures) -> String {
        let book = self.rulebook();
        match figures.advice {
            Some(_) if self.is_for_people => book.outcome_title(figures.advice).to_owned(),
            advice => book.outcome_name(advice).to_owned(),
        }
    }

    /// The level of sureness: its words for people, its name for programs.
    fn sureness(self, figures: &Figures) -> Option<String> {
        let declared = self.rulebook().lets.find(self.rulebook().sureness?)?;
        let level = declared
            .kind
            .scale()?
            .levels
            .get(usize::from(figures.sureness?))?;
        let words = level.words.as_ref().filter(|_| self.is_for_people);
        Some(words.unwrap_or(&level.name).to_string())
    }
}

/// A number; empty where there is none, or none that a table can hold, such as the margin without a rival.
fn number(number: Option<f64>) -> Cell {
    match number {
        Some(number) if number.is_finite() => Cell::Number(number),
        _ => Cell::Empty,
    }
}
