//! One row of a table as a profile, found by its name. Evaluates nothing.

use std::path::Path;

use super::files;
use super::profiles::{Read, next_file};
use crate::base::{Diagnostic, FileId, Severity, SourceFile, has_errors};
use crate::profile::Names;
use crate::profile::table::{
    Block, Cut, Head, How, Opened, Purpose, Row, Rows, Table, Unopened, Unread, open,
};

/// Names of rows that are kept at most, so that one that is mistyped can be named.
const MOST_NAMES: usize = 10_000;

/// The row of that name, of which there is one.
pub(super) fn row(path: &Path, table: &Table, id: &str, names: &Names<'_>) -> Read {
    let mut read = Read {
        profile: None,
        id: id.to_owned(),
        sources: names.rulebook.files.clone(),
        diagnostics: Vec::new(),
    };
    if let Err(problem) = found(path, table, names, &mut read) {
        read.profile = None;
        read.diagnostics.push(problem);
    }
    read
}

/// Looks for the row; what stops the search is a problem without a place in the table.
fn found(path: &Path, table: &Table, names: &Names<'_>, read: &mut Read) -> Result<(), Diagnostic> {
    let name = files::shown(path);
    let how = How {
        purpose: Purpose::Profiles,
        file: next_file(&read.sources),
        keep: false,
    };
    let opened = match open(files::open(path)?.bytes, table, names, how) {
        Ok(opened) => opened,
        Err(Unopened::Unreadable(error)) => return Err(files::failed(&name, &error)),
        Err(Unopened::Wrong(head)) => {
            told(head, &name, read);
            return Ok(());
        }
    };
    let Opened { blocks, rows, head } = opened;
    told(head, &name, read);
    let mut known: Vec<String> = Vec::new();
    let mut first: Option<u32> = None;
    for block in blocks {
        let block = block.map_err(|error| files::failed(&name, &error))?;
        for (number, cut) in (block.first..).zip(&block.cuts) {
            let row = rows.read(&block, cut);
            let own = row.as_ref().ok().and_then(Row::id);
            let own = own.map_or_else(|| number.to_string(), str::to_owned);
            if own == read.id {
                if let Some(first) = first {
                    return Err(named_twice(&name, &read.id, [first, cut.line]));
                }
                first = Some(cut.line);
                take(row, (&rows, &name), (&block, cut), read);
            } else if first.is_none() && known.len() < MOST_NAMES {
                known.push(own);
            }
        }
    }
    if first.is_some() {
        return Ok(());
    }
    let message = format!("no row of `{name}` is named `{}`", read.id);
    let near = crate::base::suggestion(&read.id, known.iter().map(String::as_str));
    Err(Diagnostic::new("E0919", Severity::Error, message)
        .help_if(near)
        .help("a row is named by its `id`, or by its number if it has none"))
}

fn named_twice(name: &str, id: &str, [first, again]: [u32; 2]) -> Diagnostic {
    let message = format!("two rows of `{name}` are named `{id}`, in lines {first} and {again}");
    Diagnostic::new("E0919", Severity::Error, message).help("give each row its own `id`")
}

/// What is to be said of the columns.
fn told(head: Head, name: &str, read: &mut Read) {
    read.sources
        .add(SourceFile::part(name, head.text, head.line));
    read.diagnostics.extend(head.problems);
}

/// Makes the row the profile.
fn take(
    row: Result<Row<'_>, Unread>,
    (rows, name): (&Rows<'_>, &str),
    (block, cut): (&Block, &Cut),
    read: &mut Read,
) {
    let bytes = block.bytes.get(cut.bytes.clone()).unwrap_or_default();
    let source = SourceFile::part(name, String::from_utf8_lossy(bytes), cut.line);
    // Until now its places were those of the line with the columns.
    let file = next_file(&read.sources);
    match row {
        Err(unread) => {
            let moved = unread.problems().into_iter();
            let moved = moved.map(|problem| within(problem, file));
            read.diagnostics.extend(moved);
        }
        Ok(mut row) => {
            let strangers = std::mem::take(&mut row.strangers).into_iter();
            let mut problems = row.problems();
            problems.extend(strangers.map(|(name, span)| rows.stranger(&name, span)));
            if !has_errors(&problems) {
                let id = read.id.clone();
                read.profile = Some(row.profile(&id, &source, rows.names()));
            }
            let moved = problems.into_iter().map(|problem| within(problem, file));
            read.diagnostics.extend(moved);
        }
    }
    read.sources.add(source);
}

fn within(problem: Diagnostic, file: FileId) -> Diagnostic {
    problem.moved(|span| span.file = file)
}
