//! Evaluations for the verbs: a program with all it needs to tell what happened, and rows of tables.

use std::cell::OnceCell;
use std::path::Path;

use serde_json::Value;

use super::args::RulesArgs;
use super::files;
use super::image;
use super::load::{self, By, Place};
use super::session::{Failure, Session};
use super::table::{Cell, Table};
use crate::base::{Diagnostic, Limits};
use crate::engine::{self, Fault};
use crate::model::trace::Trace;
use crate::model::{Profile, Rulebook, Target, TargetId, TargetKind};
use crate::plan::{self, Program};
use crate::profile;
use crate::space::{Depth, Space};
use crate::trace::{Teller, Telling};

/// The program of the rulebook that is meant.
pub(super) fn program(arguments: &RulesArgs, session: &Session) -> Result<Program, Failure> {
    let image = match is_built_in(arguments) {
        true => image::program(),
        false => None,
    };
    if let Some(program) = image {
        return Ok(program);
    }
    let checked = load::rulebook(arguments, session)?;
    Ok(plan::plan(
        checked.rulebook,
        checked.method,
        checked.library,
    ))
}

/// Whether the built-in rulebook is meant, as it is.
pub(super) fn is_built_in(arguments: &RulesArgs) -> bool {
    arguments.parameters.is_empty()
        && load::place(arguments.rules.as_deref()).is_ok_and(|place| place == Place::BuiltIn)
}

/// A profile that does not fit the rulebook; where none was named, the built-in one may not be the one that is meant.
pub(super) fn unfit(failure: Failure, arguments: &RulesArgs, rulebook: &Rulebook) -> Failure {
    failure.with_help("E0610", || {
        let name = &rulebook.name;
        let of = match load::meant(arguments.rules.as_deref()).ok()? {
            (Place::BuiltIn, _) => format!("the built-in rulebook `{name}`"),
            (Place::File(path), By::Project) => format!(
                "the rulebook `{name}` in `{}`, which `{}` names",
                files::shown(&path),
                super::project::NAME
            ),
            (Place::File(path), By::Folder | By::Default) => format!(
                "the rulebook `{name}` in `{}`, the one in its folder",
                files::shown(&path)
            ),
            (Place::File(_), By::User) => format!("the rulebook `{name}`"),
        };
        let facts = arguments.in_command("hansei facts");
        Some(format!(
            "these are the facts of {of}; `{facts}` lists them, and another rulebook is named with `--rules FILE`"
        ))
    })
}

/// The columns with which a table of results begins.
const COLUMNS: [&str; 5] = ["id", "advice", "confidence", "settled", "margin"];

/// Whether a file holds what an earlier evaluation wrote, a trace or a table of results, and so is no profile.
pub(super) fn is_result(path: &Path) -> bool {
    let text = files::read_text(path, Limits::DEFAULT.file_bytes).unwrap_or_default();
    let is_row = |value: &Value| COLUMNS.iter().all(|column| value.get(column).is_some());
    let first = text.lines().next().unwrap_or("");
    let json = serde_json::from_str(&text).or_else(|_| serde_json::from_str(first));
    match json {
        Ok(Value::Array(rows)) => rows.first().is_none_or(is_row),
        Ok(value) => is_row(&value) || value.get("trace_version").is_some(),
        Err(_) => first.starts_with(&COLUMNS.join(",")),
    }
}

/// A program that tells what its evaluations did.
pub(super) struct Evaluator<'p> {
    program: &'p Program,
    space: Space<'p>,
    whole: OnceCell<Teller<'p>>,
    answers: OnceCell<Teller<'p>>,
}

impl<'p> Evaluator<'p> {
    /// For the profiles of a program.
    pub(super) fn new(program: &'p Program) -> Self {
        Self {
            program,
            space: Space::of(program),
            whole: OnceCell::new(),
            answers: OnceCell::new(),
        }
    }

    /// The rulebook.
    pub(super) fn rulebook(&self) -> &'p Rulebook {
        &self.program.rulebook
    }

    /// The trace of a profile with everything about what is not known, or what went wrong.
    pub(super) fn trace(&self, profile: &Profile) -> Result<Trace, Diagnostic> {
        let teller = self.whole.get_or_init(|| Teller::new(self.program));
        self.told(profile, teller)
    }

    /// As much of that trace as the manager's first screen needs.
    pub(super) fn answer(&self, profile: &Profile) -> Result<Trace, Diagnostic> {
        let teller = self
            .answers
            .get_or_init(|| Teller::of_answers(self.program));
        self.told(profile, teller)
    }

    fn told(&self, profile: &Profile, teller: &Teller<'p>) -> Result<Trace, Diagnostic> {
        let told = self.value(profile, teller);
        told.map_err(|fault| fault.diagnostic(self.program))
    }

    fn value(&self, profile: &Profile, teller: &Teller<'p>) -> Result<Trace, Fault> {
        let record = engine::evaluate(self.program, profile)?;
        let unknowns = self.space.explore(profile, &record, Depth::Full)?;
        teller.value(&Telling {
            profile,
            profile_hash: &profile::hash(profile, self.rulebook()),
            record: &record,
            unknowns: &unknowns,
        })
    }

    /// A table for rows of this rulebook.
    pub(super) fn empty_table(&self) -> Table {
        let fixed = COLUMNS;
        let totals = self
            .strategies()
            .map(|(_, target)| format!("total_{}", target.name));
        Table {
            columns: fixed
                .into_iter()
                .map(str::to_owned)
                .chain(totals)
                .chain(std::iter::once("error".to_owned()))
                .collect(),
            rows: Vec::new(),
        }
    }

    /// The row of a profile, or what went wrong with it.
    pub(super) fn row(&self, profile: &Profile) -> Result<Vec<Cell>, Diagnostic> {
        self.told_as_row(profile)
            .map_err(|fault| fault.diagnostic(self.program))
    }

    fn told_as_row(&self, profile: &Profile) -> Result<Vec<Cell>, Fault> {
        let record = engine::evaluate(self.program, profile)?;
        let unknowns = self.space.explore(profile, &record, Depth::Settled)?;
        let summary = record.summary(self.program);
        let outcomes = &self.rulebook().outcomes;
        let advice = summary
            .advice
            .and_then(|outcome| outcomes.find(outcome))
            .map_or("undecided", |outcome| &*outcome.name);
        let mut row = vec![
            Cell::Text(profile.name.to_string()),
            Cell::Text(advice.to_owned()),
            number(summary.confidence),
            unknowns.settled.map_or(Cell::Empty, Cell::Truth),
            number(Some(summary.margin)),
        ];
        row.extend(
            self.strategies()
                .map(|(id, _)| number(Some(record.total(id)))),
        );
        row.push(Cell::Empty);
        Ok(row)
    }

    /// The strategies, in the rulebook's order.
    fn strategies(&self) -> impl Iterator<Item = (TargetId, &'p Target)> {
        let targets = self.rulebook().targets.iter();
        targets.filter(|(_, target)| target.kind == TargetKind::Strategy)
    }
}

/// A number; empty where there is none, or none that a table can hold, such as the margin without a rival.
fn number(number: Option<f64>) -> Cell {
    match number {
        Some(number) if number.is_finite() => Cell::Number(number),
        _ => Cell::Empty,
    }
}
