//! Begins a table: what its first bytes and its first line say, before any row is read.

use std::io::Read;

use super::columns::{self, separators};
use super::cut::Blocks;
use super::row::Rows;
use super::{Form, Table};
use crate::base::{Diagnostic, FileId, Span, has_errors};
use crate::profile::names::Names;
use crate::profile::problems;

/// What a table is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Cases of a test: `expect` says what has to come out, and a name that no fact has is an error.
    Cases,
    /// Profiles: there may be other columns, which are named once.
    Profiles,
}

/// How a table is read.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// What for.
    pub purpose: Purpose,
    /// The file of all places.
    pub file: FileId,
    /// Whether rows come with their cells as they are written.
    pub keep: bool,
}

/// A table whose rows can be read.
#[derive(Debug)]
pub struct Opened<'n, R> {
    /// Its rows, uncut.
    pub blocks: Blocks<R>,
    /// What reads them.
    pub rows: Rows<'n>,
    /// The line that names the columns, with its number and place in the table; empty where there is none.
    pub head: Head,
}

/// The line that names the columns.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its text.
    pub text: String,
    /// Its number, from 1.
    pub line: u32,
    /// Where it begins.
    pub start: usize,
    /// What is to be said of the columns; places count from the start of the line.
    pub problems: Vec<Diagnostic>,
}

/// Why no row of a table can be read.
#[derive(Debug)]
pub enum Unopened {
    /// Its bytes cannot be read.
    Unreadable(std::io::Error),
    /// Its first line is wrong.
    Wrong(Head),
}

impl From<std::io::Error> for Unopened {
    fn from(error: std::io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// Reads the beginning of a table. Cases are read whatever is wrong with the columns, so that all their problems come
/// together; then none of them is sound.
pub fn open<'n, R: Read>(
    read: R,
    table: &Table,
    names: &'n Names<'n>,
    how: How,
) -> Result<Opened<'n, R>, Unopened> {
    let mut blocks = Blocks::new(read, table.form, &separators());
    let first = blocks.first_bytes()?;
    let start = Span::new(how.file, 0, 0);
    if first.starts_with(&[0xFF, 0xFE]) || first.starts_with(&[0xFE, 0xFF]) {
        return Err(wrong(Head::default(), problems::not_utf8(start, true)));
    }
    if first.starts_with(b"\xEF\xBB\xBF") {
        blocks.pass(3);
    }
    if table.form == Form::Object {
        if let Some(head) = no_lines(&mut blocks, how)? {
            return Err(Unopened::Wrong(head));
        }
        return Ok(Opened {
            blocks,
            rows: Rows::new(names, how, None),
            head: Head::default(),
        });
    }
    let mut head = head(&mut blocks, names, how)?;
    let place = |place: std::ops::Range<usize>| Span::new(how.file, place.start, place.end);
    let said = match columns::hint(&head.text) {
        None => None,
        Some(Ok(separator)) => {
            blocks.separate_by(separator);
            head = self::head(&mut blocks, names, how)?;
            Some(separator)
        }
        Some(Err(sign)) => {
            let problem = problems::not_a_separator(place(0..head.text.len()), sign);
            return Err(wrong(head, problem));
        }
    };
    let (columns, problems) = columns::read(&head.text, place, (names, how.purpose), said);
    blocks.separate_by(columns.separator);
    head.problems = problems;
    if how.purpose == Purpose::Profiles && has_errors(&head.problems) {
        return Err(Unopened::Wrong(head));
    }
    Ok(Opened {
        blocks,
        rows: Rows::new(names, how, Some(columns)),
        head,
    })
}

fn wrong(head: Head, problem: Diagnostic) -> Unopened {
    Unopened::Wrong(Head {
        problems: vec![problem],
        ..head
    })
}

/// The first line, where it shows that objects go over several lines, or stand in a list: then no line is a row.
fn no_lines<R: Read>(blocks: &mut Blocks<R>, how: How) -> std::io::Result<Option<Head>> {
    let Some(block) = blocks.ahead()? else {
        return Ok(None);
    };
    let cut = block.cuts.first().filter(|cut| cut.fault.is_none());
    let bytes = cut.and_then(|cut| block.bytes.get(cut.bytes.clone()));
    let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some((cut, text)) = cut.zip(text) else {
        return Ok(None);
    };
    let problem = super::row::no_line(text, |place| Span::new(how.file, place.start, place.end));
    Ok(problem.map(|problem| Head {
        text: text.to_owned(),
        line: cut.line,
        start: block.start.saturating_add(cut.bytes.start),
        problems: vec![problem],
    }))
}

/// The first line as text.
fn head<R: Read>(blocks: &mut Blocks<R>, names: &Names<'_>, how: How) -> Result<Head, Unopened> {
    let start = Span::new(how.file, 0, 0);
    let block = blocks.head()?;
    let Some((block, cut)) = block
        .as_ref()
        .and_then(|block| Some((block, block.cuts.first()?)))
    else {
        return match how.purpose {
            Purpose::Cases => Ok(Head::default()),
            Purpose::Profiles => {
                let problem = problems::no_columns(start, names.rulebook);
                Err(wrong(Head::default(), problem))
            }
        };
    };
    let bytes = block.bytes.get(cut.bytes.clone()).unwrap_or_default();
    let head = Head {
        text: String::from_utf8_lossy(bytes).into_owned(),
        line: cut.line,
        start: block.start.saturating_add(cut.bytes.start),
        problems: Vec::new(),
    };
    if let Some(fault) = cut.fault {
        let whole = Span::new(how.file, 0, head.text.len());
        let broken = super::row::broken(fault, whole);
        return Err(wrong(head, broken.diagnostic("E0629")));
    }
    if let Err(error) = std::str::from_utf8(bytes) {
        let at = error.valid_up_to();
        let width = char::REPLACEMENT_CHARACTER.len_utf8();
        let span = Span::new(how.file, at, at.saturating_add(width));
        return Err(wrong(head, problems::not_utf8(span, false)));
    }
    if let Some(at) = head.text.find('\0') {
        let span = Span::new(how.file, at, at.saturating_add(1));
        return Err(wrong(head, problems::zero_byte(span)));
    }
    Ok(head)
}
