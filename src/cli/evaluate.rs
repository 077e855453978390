//! Evaluations for the verbs: a program with all it needs to tell what happened, and rows of tables from traces.

use super::args::RulesArgs;
use super::load;
use super::session::Failure;
use super::table::{Cell, Table};
use crate::base::{Diagnostic, Severity};
use crate::engine::{self, Teller, Telling, Unknowns};
use crate::model::trace::{N, Trace};
use crate::model::{Profile, Rulebook, TargetKind};
use crate::plan::{self, Program};
use crate::profile;

/// How much is found out about what is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Whether the advice is settled.
    Settled,
    /// The same, and what each unknown fact could do.
    Full,
}

/// The program of the rulebook that is meant.
pub(super) fn program(arguments: &RulesArgs) -> Result<Program, Failure> {
    let checked = load::rulebook(arguments)?;
    Ok(plan::plan(
        checked.rulebook,
        checked.method,
        checked.library,
    ))
}

/// A program that tells what its evaluations did.
pub(super) struct Evaluator<'p> {
    program: &'p Program,
    teller: Teller<'p>,
}

impl<'p> Evaluator<'p> {
    /// Prepares what is the same for every profile.
    pub(super) fn new(program: &'p Program) -> Self {
        Self {
            program,
            teller: Teller::new(program),
        }
    }

    /// The rulebook.
    pub(super) fn rulebook(&self) -> &'p Rulebook {
        &self.program.rulebook
    }

    /// The trace of a profile, or what went wrong with it.
    pub(super) fn trace(&self, profile: &Profile, depth: Depth) -> Result<Trace, Diagnostic> {
        let text = self
            .told(profile, depth)
            .map_err(|fault| fault.diagnostic())?;
        serde_json::from_str(&text).map_err(|error| {
            let message = format!("the trace of `{}` cannot be read: {error}", profile.name);
            Diagnostic::new("E0913", Severity::Error, message)
        })
    }

    fn told(&self, profile: &Profile, _: Depth) -> Result<String, engine::Fault> {
        let record = engine::evaluate(self.program, profile)?;
        self.teller.tell(&Telling {
            profile,
            profile_hash: &profile::hash(profile, self.rulebook()),
            record: &record,
            unknowns: &Unknowns::default(),
        })
    }

    /// A table for rows of this rulebook.
    pub(super) fn empty_table(&self) -> Table {
        let fixed = ["id", "advice", "confidence", "settled", "margin"];
        let totals = self.strategies().map(|name| format!("total_{name}"));
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

    /// The row of a trace.
    pub(super) fn row(&self, trace: &Trace) -> Vec<Cell> {
        let mut row = vec![
            Cell::Text(trace.profile.name.clone()),
            Cell::Text(trace.advice.clone()),
            number(trace.confidence),
            trace.settled.map_or(Cell::Empty, Cell::Truth),
            number(trace.margin),
        ];
        row.extend(self.strategies().map(|name| {
            let found = trace.strategies.iter().find(|one| one.name == name);
            number(found.map(|strategy| strategy.total))
        }));
        row.push(Cell::Empty);
        row
    }

    /// The names of the strategies, in the rulebook's order.
    fn strategies(&self) -> impl Iterator<Item = &'p str> {
        let targets = self.rulebook().targets.values();
        targets
            .filter(|target| target.kind == TargetKind::Strategy)
            .map(|target| &*target.name)
    }
}

fn number(number: Option<N>) -> Cell {
    number.map_or(Cell::Empty, |number| Cell::Number(number.0))
}
