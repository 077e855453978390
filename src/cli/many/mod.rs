//! Evaluates many profiles, from files of their own and from tables, a row each. Lays no row out itself.

mod columns;
mod held;
mod ids;
mod told;

use std::path::{Path, PathBuf};

use self::columns::OwnColumns;
use self::held::HeldBack;
use self::ids::Seen;
pub(super) use self::told::MOST_TOLD;
use self::told::{Remarks, Said, Teller, Told, first_error};
use super::args::RulesArgs;
use super::diagnostics::counted;
use super::evaluate::{self, Evaluator};
use super::files;
use super::profiles::{Reader, next_file};
use super::progress::Progress;
use super::session::{Failure, Outcome, Session, Sink, Status};
use super::table::{Part, Shape, Writing};
use crate::base::{Diagnostic, FileId, SourceFile, SourceMap};
use crate::batch;
use crate::profile::Names;
use crate::profile::table::{
    Head, How, Opened, Purpose, Rows, Table, Unopened, open, separator_in_words,
};

/// What is evaluated, and how its rows are written.
pub(super) struct Many<'a> {
    /// Profiles and tables.
    pub(super) paths: &'a [PathBuf],
    /// How they are read.
    pub(super) reader: &'a Reader<'a>,
    /// The rulebook that is meant.
    pub(super) rules: &'a RulesArgs,
    /// What evaluates.
    pub(super) evaluator: &'a Evaluator<'a>,
    /// How rows are written.
    pub(super) shape: Shape,
    /// Where to.
    pub(super) output: Option<&'a Path>,
    /// Whether rows keep what stands in the table besides.
    pub(super) keep: bool,
}

/// Facts without a column that are named at most.
const MOST_OPEN: usize = 8;

/// A table whose rows can be read.
struct Opening<'n> {
    table: Opened<'n, Box<dyn std::io::Read + Send>>,
    name: String,
    size: Option<u64>,
}

/// Evaluates and writes all rows.
pub(super) fn evaluate(many: &Many<'_>, session: &Session) -> Outcome {
    let mut tables = Vec::new();
    for path in many.paths {
        tables.push(match many.reader.table(path) {
            Some(table) => Some(opening(path, table, many, session)?),
            None => None,
        });
    }
    let own = many.own_columns(&tables)?;
    let columns = many.evaluator.rows(many.shape).columns(&own.names);
    let is_terminal = many.output.is_none() && session.is_terminal();
    let look = (session.look(many.output), is_terminal);
    let mut run = Run {
        many,
        session,
        own,
        writing: Writing::new(many.shape, columns, look),
        sink: Sink::new(many.output)?,
        held: HeldBack::default(),
        rows: 0,
        failed: 0,
    };
    for (path, table) in many.paths.iter().zip(tables) {
        match table {
            Some(table) => run.table(table)?,
            None => run.profile(path)?,
        }
    }
    run.finish()
}

impl Many<'_> {
    fn own_columns(&self, tables: &[Option<Opening<'_>>]) -> Result<OwnColumns, Failure> {
        if !self.keep {
            return Ok(OwnColumns::default());
        }
        let only = match tables {
            [Some(opening)] => Some(&opening.table.rows),
            _several => None,
        };
        let taken = self.evaluator.rows(self.shape).columns(&[]);
        OwnColumns::of(only, self.shape, taken)
    }
}

/// Opens a table and says what is to be said of its columns.
fn opening<'n>(
    path: &Path,
    table: &Table,
    many: &Many<'n>,
    session: &Session,
) -> Result<Opening<'n>, Failure> {
    let names = many.reader.names();
    let name = files::shown(path);
    let how = How {
        purpose: Purpose::Profiles,
        file: file_of_rows(names),
        keep: many.keep,
    };
    let reading = files::open(path)?;
    let opened = match open(reading.bytes, table, names, how) {
        Ok(opened) => opened,
        Err(Unopened::Unreadable(error)) => return Err(files::failed(&name, &error).into()),
        Err(Unopened::Wrong(head)) => {
            let (sources, problems) = of_head(head, &name, names);
            let failure = Failure::at(sources, problems);
            return Err(evaluate::unfit(failure, many.rules, names.rulebook));
        }
    };
    let (sources, problems) = of_head(opened.head.clone(), &name, names);
    session.show_problems(&sources, &problems);
    if let Some(words) = remarks(&opened.rows, &name, many.reader) {
        session.say(words);
    }
    Ok(Opening {
        table: opened,
        name,
        size: reading.size,
    })
}

/// The file in which rows of tables lie, behind those of the rulebook.
fn file_of_rows(names: &Names<'_>) -> FileId {
    next_file(&names.rulebook.files)
}

fn of_head(head: Head, name: &str, names: &Names<'_>) -> (SourceMap, Vec<Diagnostic>) {
    let mut sources = names.rulebook.files.clone();
    sources.add(SourceFile::part(name, head.text, head.line));
    (sources, head.problems)
}

/// What is no problem, and good to know of all rows.
fn remarks(rows: &Rows<'_>, name: &str, reader: &Reader<'_>) -> Option<String> {
    let mut lines = Vec::new();
    if let Some(separator) = rows.separator().filter(|separator| *separator != b',') {
        let comma = match separator {
            b';' => "; `3,5` is read as 3.5",
            _ => "",
        };
        let words = separator_in_words(separator);
        lines.push(format!("`{name}`: {words} separate the columns{comma}"));
    }
    let facts = &rows.names().rulebook.facts;
    let mut open = rows.without_column();
    open.retain(|fact| !reader.assignments().mention(*fact));
    if !open.is_empty() {
        let mut shown: Vec<String> = open
            .iter()
            .filter_map(|fact| facts.find(*fact))
            .take(MOST_OPEN)
            .map(|fact| format!("`{}`", fact.name))
            .collect();
        if open.len() > MOST_OPEN {
            shown.push("…".into());
        }
        let words = match open.len() {
            1 => "has no column and is unknown",
            _ => "have no column and are unknown",
        };
        lines.push(format!(
            "`{name}`: {} of {} facts {words} in every row: {}",
            open.len(),
            facts.len(),
            shown.join(", ")
        ));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A run under way.
struct Run<'r, 'a> {
    many: &'r Many<'a>,
    session: &'r Session,
    own: OwnColumns,
    writing: Writing,
    sink: Sink,
    held: HeldBack,
    rows: u64,
    failed: u64,
}

impl Run<'_, '_> {
    /// A profile with a file of its own.
    fn profile(&mut self, path: &Path) -> Result<(), Failure> {
        let evaluator = self.many.evaluator;
        let mut read = self.many.reader.read(path);
        let figures = read.profile.take().and_then(|profile| {
            let figures = evaluator.figures(&profile);
            figures
                .map_err(|problem| read.diagnostics.push(problem))
                .ok()
        });
        self.session.show_problems(&read.sources, &read.diagnostics);
        self.rows = self.rows.saturating_add(1);
        let words = || first_error(&read.diagnostics, &read.sources);
        let result = figures.as_ref().ok_or_else(words);
        self.failed = self.failed.saturating_add(u64::from(result.is_err()));
        let cells = evaluator
            .rows(self.many.shape)
            .cells(read.id.clone(), [], result);
        let mut part = Part::default();
        part.push(self.many.shape, self.writing.columns(), cells.into());
        let bytes = self.writing.part(part);
        let written = self.held.next(&bytes, self.holds());
        self.sink.write(&written)
    }

    /// Whether the end of what was written is held back: on a terminal nobody takes a part for the whole, and a file comes
    /// whole or not at all.
    fn holds(&self) -> bool {
        self.many.output.is_none() && !self.session.is_terminal()
    }

    /// All rows of a table.
    fn table(&mut self, opening: Opening<'_>) -> Result<(), Failure> {
        let Opening { table, name, size } = opening;
        let rows = Rows::clone(&table.rows);
        let said = Said::default();
        let results = self.many.evaluator.rows(self.many.shape);
        let columns = self.writing.columns().to_vec();
        let holds = size.is_some() && self.holds();
        let teller = Teller {
            results,
            shape: self.many.shape,
            columns: &columns,
            own: &self.own,
            rows: &rows,
            name: &name,
            said: &said,
            named: self.many.reader.assignments().name().is_none(),
        };
        let files = (&results.rulebook().files, file_of_rows(rows.names()));
        let mut remarks = Remarks::new(self.session, &said, files);
        let mut progress = Progress::new(self.session.shows_progress(self.many.output));
        let mut seen = Seen::default();
        let mut bytes = 0u64;
        let mut failure = None;
        let take = |mut told: Told| {
            self.rows = self.rows.saturating_add(told.rows);
            self.failed = self.failed.saturating_add(told.failed);
            bytes = bytes.saturating_add(told.bytes);
            let mut full = remarks.take(&mut told);
            for again in seen.next(&told.ids) {
                full |= remarks.again(&name, &again);
            }
            if full {
                progress.clear();
                remarks.say();
            }
            let written = self.writing.part(told.part);
            // Whoever sends rows one by one waits for the result of each, and on a terminal messages come between rows.
            let written = self.held.next(&written, holds);
            failure = self.sink.write(&written).err();
            progress.at(self.rows, share(bytes, size));
            failure.is_none()
        };
        let job = self.many.evaluator.job(self.many.reader.assignments());
        let done = batch::run(table, job, |told, row| teller.tell(told, row), take);
        drop(progress);
        if let Some(failure) = failure {
            return Err(failure);
        }
        remarks.say();
        done.map_err(|error| files::failed(&name, &error))?;
        if remarks.hidden() > 0 {
            let hidden = count(remarks.hidden(), "more row");
            self.session
                .say(format!("`{name}`: {hidden} with problems, not shown here"));
        }
        Ok(())
    }

    fn finish(mut self) -> Outcome {
        self.sink.write(&self.held.all(&self.writing.end()))?;
        self.sink.finish()?;
        let all = count(self.rows, "profile");
        self.session.say(match self.failed {
            0 => format!("evaluated {all}"),
            failed => format!("evaluated {all}, {failed} with an error"),
        });
        Ok(match self.failed {
            0 => Status::Done,
            _ => Status::BadNews,
        })
    }
}

fn count(number: u64, noun: &str) -> String {
    counted(usize::try_from(number).unwrap_or(usize::MAX), noun)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share is shown in whole percents"
)]
fn share(done: u64, size: Option<u64>) -> Option<f64> {
    let size = size.filter(|size| *size > 0)?;
    Some(done as f64 / size as f64)
}
