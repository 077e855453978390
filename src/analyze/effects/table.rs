//! The rows of a table as both rulebooks read them. A name that only one of them knows is no mistake of the table.

use super::reader::{Hosting, Pair, Read, Reader, Refusal, paired};
use crate::base::{Diagnostic, SourceFile, has_errors};
use crate::model::Profile;
use crate::profile::Names;
use crate::profile::table::{Block, Cut, Head, Rows};

/// Reads the rows of a table for two rulebooks.
#[derive(Debug)]
pub struct RowReader<'a> {
    new: Rows<'a>,
    /// As the old rulebook reads them by itself, if it can read the columns.
    own: Option<Rows<'a>>,
    /// The same with the facts of the new one as guests.
    hosting: Option<Rows<'a>>,
    old: &'a Hosting<'a>,
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub struct RowAt<'t> {
    /// Its block.
    pub block: &'t Block,
    /// Its place in it.
    pub cut: &'t Cut,
    /// Its number, from 1.
    pub number: u64,
}

impl<'a> Reader<'a> {
    /// The names of the new rulebook, by which a table is opened.
    pub fn names(&self) -> &Names<'a> {
        &self.new
    }

    /// The names of the old rulebook and the facts that only the new one has.
    pub fn guests(&self) -> Names<'_> {
        Names::of(&self.old.hosting)
    }

    /// Reads rows of a table that was opened by the names of the new rulebook; what is wrong where the old one cannot read its
    /// columns.
    pub fn rows<'t>(
        &'t self,
        new: Rows<'t>,
        head: &Head,
        guests: &'t Names<'t>,
    ) -> Result<RowReader<'t>, Vec<Diagnostic>> {
        let (own, problems) = new.seen_by(&self.old.own, head);
        let (hosting, of_hosting) = new.seen_by(guests, head);
        let own = (!has_errors(&problems)).then_some(own);
        let hosting = (!has_errors(&of_hosting)).then_some(hosting);
        match own.is_none() && hosting.is_none() {
            true => Err(problems),
            false => Ok(RowReader {
                new,
                own,
                hosting,
                old: &self.old,
            }),
        }
    }
}

impl RowReader<'_> {
    /// A row as both see it; `table` is the name of the file.
    pub fn read(&self, row: RowAt<'_>, table: &str) -> Result<Pair, (String, Box<Refusal>)> {
        let bytes = row.block.bytes.get(row.cut.bytes.clone());
        let text = String::from_utf8_lossy(bytes.unwrap_or_default());
        let source = SourceFile::part(table, text, row.cut.line);
        let mut name = row.number.to_string();
        let new = plain(&self.new, row, &source, &mut name).map(|(profile, _)| profile);
        let old = self.old(row, &source, &mut name);
        paired(old, new).map_err(|refusal| (name, refusal))
    }

    /// The row as the old rulebook reads it, and the guests that it gives.
    fn old(
        &self,
        row: RowAt<'_>,
        source: &SourceFile,
        name: &mut String,
    ) -> Read<(Profile, Vec<String>)> {
        let own = self.own.as_ref().map(|own| {
            let read = plain(own, row, source, name);
            read.map(|(profile, others)| (profile, others || own.has_other_columns()))
        });
        if let Some(Ok((profile, false))) = own {
            return Ok((profile, Vec::new()));
        }
        let hosting = self
            .hosting
            .as_ref()
            .map(|rows| plain(rows, row, source, name));
        match (hosting, own) {
            (Some(Ok((hosted, _))), _) => Ok(self.old.at_home(&hosted)),
            (_, Some(own)) => own.map(|(profile, _)| (profile, Vec::new())),
            (Some(Err(wrong)), None) => Err(wrong),
            (None, None) => Err((source.clone(), Vec::new())),
        }
    }
}

/// A row as some names read it, and whether it has keys that are none of them. Its name is noted where it has one.
fn plain(
    rows: &Rows<'_>,
    row: RowAt<'_>,
    source: &SourceFile,
    name: &mut String,
) -> Read<(Profile, bool)> {
    let read = rows.read(row.block, row.cut);
    let mut read = read.map_err(|unread| (source.clone(), unread.problems()))?;
    if let Some(id) = read.id() {
        id.clone_into(name);
    }
    let problems = read.problems();
    if has_errors(&problems) {
        return Err((source.clone(), problems));
    }
    let others = !read.strangers.is_empty();
    Ok((read.profile(name, source, rows.names()), others))
}
