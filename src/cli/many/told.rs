//! What rows of a table add to its result and what is said of them, made on the threads that evaluate them and taken in
//! the order of the table. Writes nothing itself.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use super::columns::OwnColumns;
use super::ids::{Again, Ids};
use crate::base::{Diagnostic, FileId, Severity, SourceFile, SourceMap, Span};
use crate::batch::Evaluated;
use crate::cli::results::Results;
use crate::cli::session::Session;
use crate::cli::table::{Part, Row, Shape};
use crate::profile::id_again;
use crate::profile::table::Rows;

/// Rows with problems that are told in full at most; in the result each says the first of its errors itself.
pub(in crate::cli) const MOST_TOLD: usize = 20;
/// Names in rows that no fact has of which each is said once at most.
const MOST_STRANGERS: usize = 200;

/// What some rows of a table add.
#[derive(Default)]
pub(super) struct Told {
    /// To the result.
    pub(super) part: Part,
    /// To the number of rows.
    pub(super) rows: u64,
    /// To the number of those with an error.
    pub(super) failed: u64,
    /// To the bytes that are done with.
    pub(super) bytes: u64,
    /// The names of rows that have one of their own.
    pub(super) ids: Ids,
    /// Those of which something is to be said.
    remarks: Vec<Remark>,
    /// How many others have problems.
    hidden: u64,
}

/// Something to be said of a row.
struct Remark {
    source: SourceFile,
    problems: Vec<Diagnostic>,
    /// The name that no fact has, where it is about one.
    stranger: Option<String>,
}

/// Names that no fact has of which that was said.
pub(super) type Said = RwLock<BTreeSet<String>>;

/// Makes of results what is written and said of them.
pub(super) struct Teller<'a> {
    pub(super) results: Results<'a>,
    pub(super) shape: Shape,
    pub(super) columns: &'a [String],
    pub(super) own: &'a OwnColumns,
    pub(super) rows: &'a Rows<'a>,
    /// The table as it is called.
    pub(super) name: &'a str,
    pub(super) said: &'a Said,
    /// Whether the rows have names of their own.
    pub(super) named: bool,
}

impl Teller<'_> {
    /// Adds a row. It runs on several threads at once.
    pub(super) fn tell(&self, told: &mut Told, mut row: Evaluated<'_>) {
        let bytes = u64::try_from(row.bytes.len()).unwrap_or(u64::MAX);
        told.bytes = told.bytes.saturating_add(bytes).saturating_add(1);
        told.rows = told.rows.saturating_add(1);
        if let Some(id) = row.id.as_deref().filter(|_| self.named) {
            told.ids.push(id, row.line);
        }
        let id = row.id.take().unwrap_or_else(|| row.number.to_string());
        let result = match &row.figures {
            Some(figures) => Ok(figures),
            None => {
                told.failed = told.failed.saturating_add(1);
                let mut sources = self.results.rulebook().files.clone();
                sources.add(self.source(&row));
                Err(first_error(&row.problems, &sources))
            }
        };
        let (names, own) = self.own.kept(std::mem::take(&mut row.own));
        let cells = self.results.cells(id, own, result);
        let columns = names.map(|names| self.results.columns(&names));
        let written = Row { columns, cells };
        told.part.push(self.shape, self.columns, written);
        self.remark(told, row);
    }

    fn source(&self, row: &Evaluated<'_>) -> SourceFile {
        SourceFile::part(self.name, String::from_utf8_lossy(row.bytes), row.line)
    }

    /// Says of each name that no fact has that it is none, and what is wrong with the row.
    fn remark(&self, told: &mut Told, row: Evaluated<'_>) {
        for (name, span) in &row.strangers {
            let mut here = told.remarks.iter();
            let is_here = here.any(|remark| remark.stranger.as_ref() == Some(name));
            if !is_here && is_news(self.said, name) {
                told.remarks.push(Remark {
                    source: self.source(&row),
                    problems: vec![self.rows.stranger(name, *span)],
                    stranger: Some(name.clone()),
                });
            }
        }
        if row.problems.is_empty() {
            return;
        }
        let others = told.remarks.iter();
        if others.filter(|remark| remark.stranger.is_none()).count() >= MOST_TOLD {
            told.hidden = told.hidden.saturating_add(1);
            return;
        }
        told.remarks.push(Remark {
            source: self.source(&row),
            problems: row.problems,
            stranger: None,
        });
    }
}

fn is_news(said: &Said, name: &str) -> bool {
    let said = said.read().unwrap_or_else(PoisonError::into_inner);
    said.len() < MOST_STRANGERS && !said.contains(name)
}

/// What is to be said of the rows of a table, gathered so that it is said together.
pub(super) struct Remarks<'a> {
    session: &'a Session,
    said: &'a Said,
    /// The rulebook's files, behind which those of rows lie.
    files: &'a SourceMap,
    /// The file of all places in rows, as they come.
    file: FileId,
    sources: SourceMap,
    problems: Vec<Diagnostic>,
    /// Rows whose problems were gathered.
    told: usize,
    /// Rows whose problems were not.
    hidden: u64,
}

impl<'a> Remarks<'a> {
    pub(super) fn new(
        session: &'a Session,
        said: &'a Said,
        (files, file): (&'a SourceMap, FileId),
    ) -> Self {
        Self {
            session,
            said,
            files,
            file,
            sources: files.clone(),
            problems: Vec::new(),
            told: 0,
            hidden: 0,
        }
    }

    /// Takes what some rows add; whether it is time to say it.
    pub(super) fn take(&mut self, told: &mut Told) -> bool {
        self.hidden = self.hidden.saturating_add(told.hidden);
        let before = self.told;
        for remark in std::mem::take(&mut told.remarks) {
            match &remark.stranger {
                Some(name) if is_news(self.said, name) => {
                    let mut said = self.said.write().unwrap_or_else(PoisonError::into_inner);
                    said.insert(name.clone());
                }
                Some(_) => continue,
                None if self.told >= MOST_TOLD => {
                    self.hidden = self.hidden.saturating_add(1);
                    continue;
                }
                None => self.told = self.told.saturating_add(1),
            }
            self.gather(remark);
        }
        before < MOST_TOLD && self.told >= MOST_TOLD
    }

    /// Takes the name of a row that an earlier one has; whether it is time to say it.
    pub(super) fn again(&mut self, name: &str, again: &Again<'_>) -> bool {
        if self.told >= MOST_TOLD {
            self.hidden = self.hidden.saturating_add(1);
            return false;
        }
        self.told = self.told.saturating_add(1);
        let [first, second] = [again.first, again.line].map(|line| {
            let file = self.sources.add(SourceFile::part(name, again.id, line));
            Span::new(file, 0, again.id.len())
        });
        let problem = id_again(again.id, second, first);
        self.problems.push(problem);
        self.told >= MOST_TOLD
    }

    fn gather(&mut self, remark: Remark) {
        let file = self.sources.add(remark.source);
        let of_rows = self.file;
        let moved = remark.problems.into_iter().map(|problem| {
            problem.moved(|span| {
                if span.file == of_rows {
                    span.file = file;
                }
            })
        });
        self.problems.extend(moved);
    }

    /// Says what was gathered.
    pub(super) fn say(&mut self) {
        self.session.show_problems(&self.sources, &self.problems);
        self.problems.clear();
        self.sources = self.files.clone();
    }

    /// How many rows have problems of which nothing was said.
    pub(super) fn hidden(&self) -> u64 {
        self.hidden
    }
}

/// The first error of a profile, in a line.
pub(super) fn first_error(problems: &[Diagnostic], sources: &SourceMap) -> String {
    let mut errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error);
    let place = |span: Span| sources.place(span);
    let mut words =
        errors
            .next()
            .map_or_else(String::new, |first| match first.span().and_then(place) {
                Some((file, at)) => format!("{file}:{}:{}: {}", at.line, at.column, first.message),
                None => first.message.clone(),
            });
    let more = errors.count();
    if more > 0 {
        words.push_str(&format!(" (and {more} more)"));
    }
    words
}
