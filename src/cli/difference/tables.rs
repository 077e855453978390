//! The rows of tables as profiles that both rulebooks are held against.

use std::path::Path;

use super::profiles::{Profiles, Wrong};
use crate::analyze::{Reader, RowAt};
use crate::base::{Diagnostic, FileId, Limits, Severity, SourceFile, SourceMap};
use crate::cli::diagnostics::counted;
use crate::cli::files;
use crate::cli::many::MOST_TOLD;
use crate::cli::session::{Failure, Session};
use crate::profile::table::{Head, How, Opened, Purpose, Table, Unopened, open};

/// Reads all rows of a table; that nobody can read its columns, or that it has too many rows, ends the run.
pub(super) fn read(
    (path, table): (&Path, &Table),
    reader: &Reader<'_>,
    session: &Session,
    profiles: &mut Profiles,
) -> Result<(), Failure> {
    let name = files::shown(path);
    let how = How {
        purpose: Purpose::Profiles,
        file: FileId(0),
        keep: false,
    };
    let Opened { blocks, rows, head } =
        match open(files::open(path)?.bytes, table, reader.names(), how) {
            Ok(opened) => opened,
            Err(Unopened::Unreadable(error)) => return Err(files::failed(&name, &error).into()),
            Err(Unopened::Wrong(head)) => {
                return Err(Failure::at(of_head(&head, &name), head.problems));
            }
        };
    session.show_problems(&of_head(&head, &name), &head.problems);
    let guests = reader.guests();
    let rows = reader
        .rows(rows, &head, &guests)
        .map_err(|problems| Failure::at(of_head(&head, &name), problems))?;
    let (mut all, mut wrong) = (0usize, 0usize);
    let (mut sources, mut problems) = (SourceMap::default(), Vec::new());
    for block in blocks {
        let block = block.map_err(|error| files::failed(&name, &error))?;
        for (number, cut) in (block.first..).zip(&block.cuts) {
            all = all.saturating_add(1);
            if all > Limits::DEFAULT.compared_rows {
                return Err(too_many(&name).into());
            }
            let row = RowAt {
                block: &block,
                cut,
                number,
            };
            match rows.read(row, &name) {
                Ok(pair) => profiles.pairs.push(pair),
                Err((id, refusal)) => {
                    let found = Wrong::of(id, *refusal);
                    if found.is_by_both() {
                        wrong = wrong.saturating_add(1);
                        if wrong <= MOST_TOLD {
                            problems.extend(found.among(&mut sources));
                        }
                    }
                    profiles.failed.push(found.failed);
                }
            }
        }
    }
    session.show_problems(&sources, &problems);
    if let Some(hidden) = wrong.checked_sub(MOST_TOLD).filter(|hidden| *hidden > 0) {
        let hidden = counted(hidden, "more row");
        session.say(format!("`{name}`: {hidden} with problems, not shown here"));
    }
    Ok(())
}

fn of_head(head: &Head, name: &str) -> SourceMap {
    let mut sources = SourceMap::default();
    sources.add(SourceFile::part(name, head.text.clone(), head.line));
    sources
}

fn too_many(name: &str) -> Diagnostic {
    let limit = Limits::DEFAULT.compared_rows;
    let message = format!("`{name}` has too many rows to compare: the limit is {limit}");
    Diagnostic::new("E0904", Severity::Error, message)
        .help(format!("evaluate the table with each rulebook, and compare the results: `hansei eval {name} --rules RULES`"))
        .help("or compare on a part of the table")
}
