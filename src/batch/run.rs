//! Evaluates the rows of a table as they come. What is made of a result is said by the caller, on the thread that
//! computed it; what is done with it, on the caller's own.

use std::io::{Error, Read};

use super::figures::{Figures, Judge};
use crate::base::{Diagnostic, Span, has_errors, in_order};
use crate::model::Profile;
use crate::plan::Program;
use crate::profile::Assignments;
use crate::profile::table::{Block, Cut, Opened, Own, Rows};
use crate::space::Space;

/// What all rows are evaluated with.
#[derive(Clone, Copy, Debug)]
pub struct Job<'s, 'p> {
    /// The program.
    pub program: &'p Program,
    /// The space of that program.
    pub space: &'s Space<'p>,
    /// What is set in every row, whatever it says.
    pub set: Option<&'s Assignments>,
}

/// What became of a row.
#[derive(Debug)]
pub struct Evaluated<'t> {
    /// Its number, from 1.
    pub number: u64,
    /// Its line, from 1.
    pub line: u32,
    /// Its bytes.
    pub bytes: &'t [u8],
    /// Its name, where it has one.
    pub id: Option<String>,
    /// What stands in it, if that was asked for.
    pub own: Own<'t>,
    /// The result; `None` where there is an error.
    pub figures: Option<Figures>,
    /// What is wrong with it. Places count from its start, or lie in the rulebook.
    pub problems: Vec<Diagnostic>,
    /// Names in it that no fact has, with their places.
    pub strangers: Vec<(String, Span)>,
}

/// Evaluates the rows of a table: `tell` adds each of some rows to what `take` gets, in the order of the table, until it
/// has enough. Reading ends with what is taken.
pub fn run<R: Read + Send, T: Default + Send>(
    table: Opened<'_, R>,
    job: Job<'_, '_>,
    tell: impl Fn(&mut T, Evaluated<'_>) + Sync,
    mut take: impl FnMut(T) -> bool,
) -> Result<(), Error> {
    let rows = &table.rows;
    let state = || Worker {
        job,
        judge: Judge::new(job.program, job.space),
        profile: Profile::empty("", job.program.rulebook.facts.len()),
    };
    let work = |worker: &mut Worker<'_, '_>, block: Result<Block, Error>| {
        let block = block?;
        let mut told = T::default();
        for (number, cut) in (block.first..).zip(&block.cuts) {
            tell(&mut told, worker.row(rows, (&block, cut), number));
        }
        Ok(told)
    };
    let mut failed = None;
    in_order(table.blocks, state, work, |told| match told {
        Ok(told) => take(told),
        Err(error) => {
            failed = Some(error);
            false
        }
    });
    failed.map_or(Ok(()), Err)
}

/// What a thread keeps from row to row.
struct Worker<'s, 'p> {
    job: Job<'s, 'p>,
    judge: Judge<'s, 'p>,
    profile: Profile,
}

impl Worker<'_, '_> {
    fn row<'t>(
        &mut self,
        rows: &Rows<'_>,
        (block, cut): (&'t Block, &Cut),
        number: u64,
    ) -> Evaluated<'t> {
        let mut told = Evaluated {
            number,
            line: cut.line,
            bytes: block.bytes.get(cut.bytes.clone()).unwrap_or_default(),
            id: None,
            own: Own::None,
            figures: None,
            problems: Vec::new(),
            strangers: Vec::new(),
        };
        let mut row = match rows.read(block, cut) {
            Ok(row) => row,
            Err(unread) => {
                told.problems = unread.problems();
                return told;
            }
        };
        told.id = row.id().map(str::to_owned);
        told.own = std::mem::take(&mut row.own);
        told.strangers = std::mem::take(&mut row.strangers);
        told.problems = row.problems();
        if has_errors(&told.problems) {
            return told;
        }
        row.fill(&mut self.profile);
        if let Some(set) = self.job.set {
            set.set(&mut self.profile);
            told.id = set.name().map(str::to_owned).or(told.id);
        }
        match self.judge.figures(&self.profile) {
            Ok(figures) => told.figures = Some(figures),
            Err(fault) => told.problems.push(fault.diagnostic(self.job.program)),
        }
        told
    }
}
