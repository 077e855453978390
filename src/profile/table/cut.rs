//! Cuts bytes that come piece by piece into blocks of whole rows. Knows quotes and line ends, and no value.

use std::io::{ErrorKind, Read};
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3};

use super::Form;
use super::cells::cells;
use crate::base::Limits;

/// Bytes asked for at once.
const PIECE: usize = 64 << 10;
/// Bytes that are looked through at most for quotes that were never closed, to go on with the next line each time. After
/// that, what is looked through is passed over, so that the work stays bounded by the size of the table.
const MOST_IN_VAIN: usize = 32 * Limits::DEFAULT.row_bytes;

/// Some rows of a table, with their bytes.
#[derive(Debug, Default)]
pub struct Block {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Where the block begins in the table, without its byte order mark.
    pub start: usize,
    /// The number of its first row, from 1.
    pub first: u64,
    /// The rows.
    pub cuts: Vec<Cut>,
}

/// A row among the bytes of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its bytes, without the end of the line.
    pub bytes: Range<usize>,
    /// Its line in the table, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub(super) fault: Option<Fault>,
}

/// Why a row could not be cut out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It holds more bytes than are read.
    TooLong,
    /// A quote that it opens is never closed, or so late that another was meant.
    Unclosed,
}

/// Cuts rows out of bytes.
#[derive(Debug)]
pub(super) struct Cutter {
    form: Form,
    /// What separates cells; before it is known, all that may.
    separators: Vec<u8>,
    line: u32,
    /// Whether everything up to the next end of a line belongs to a row that was given up.
    skipping: bool,
    /// Bytes that were looked through for quotes that were never closed.
    in_vain: usize,
}

/// Where a row ends.
enum End {
    /// The end of the row, and where the next begins.
    At(usize, usize),
    /// Not within the bytes; whether a quote is open at their end.
    Beyond(bool),
    /// The quote that is closed up to here, some lines below, was meant to be closed before.
    Astray(usize),
}

impl Cutter {
    pub(super) fn new(form: Form, separators: &[u8]) -> Self {
        Self {
            form,
            separators: separators.to_vec(),
            line: 1,
            skipping: false,
            in_vain: 0,
        }
    }

    /// Cuts at most so many rows; how many bytes are done with. Nothing follows the bytes where they are the last ones.
    fn cut(&mut self, bytes: &[u8], last: bool, (cuts, most): (&mut Vec<Cut>, usize)) -> usize {
        let mut at = 0usize;
        while at < bytes.len() && cuts.len() < most {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some((cut, next)) = self.next(rest, last) else {
                break;
            };
            cuts.extend(cut.map(|cut| Cut {
                bytes: cut.bytes.start.saturating_add(at)..cut.bytes.end.saturating_add(at),
                ..cut
            }));
            at = at.saturating_add(next);
        }
        at
    }

    /// The row at the start of some bytes, unless there is nothing in it, and where the next begins; `None` where more
    /// bytes are needed.
    fn next(&mut self, bytes: &[u8], last: bool) -> Option<(Option<Cut>, usize)> {
        if self.skipping {
            return Some((None, self.skipped(bytes)));
        }
        let most = Limits::DEFAULT.row_bytes;
        let window = bytes.get(..=most).unwrap_or(bytes);
        let is_whole = last && window.len() == bytes.len() && bytes.len() <= most;
        let (end, next) = match self.end(window) {
            End::At(end, next) => (end, next),
            End::Beyond(false) if is_whole => (bytes.len(), bytes.len()),
            End::Beyond(true) if is_whole => return Some(self.given_up(window, true)),
            End::Beyond(open) if window.len() > most => return Some(self.given_up(window, open)),
            End::Beyond(_) => return None,
            End::Astray(at) => {
                let looked = bytes.get(..at).unwrap_or_default();
                return Some(self.given_up(looked, true));
            }
        };
        let cut = self.found(0..end, None);
        self.count(bytes.get(..next).unwrap_or_default());
        let row = bytes.get(..end).unwrap_or_default();
        Some(((!self.is_empty(row)).then_some(cut), next))
    }

    /// Whether nothing stands in a row: spreadsheets write their empty rows as separators alone, or as empty quotes.
    fn is_empty(&self, row: &[u8]) -> bool {
        if self.form == Form::Object {
            return row.iter().all(|byte| is_blank(*byte));
        }
        let marks = |byte: &u8| is_blank(*byte) || *byte == b'"' || self.separators.contains(byte);
        row.iter().all(marks) && (memchr(b'"', row).is_none() || self.has_empty_cells(row))
    }

    fn has_empty_cells(&self, row: &[u8]) -> bool {
        let row = std::str::from_utf8(row).unwrap_or("\"");
        self.separators.iter().any(|separator| {
            let cells = cells(row, *separator);
            cells.is_ok_and(|cells| cells.iter().all(|cell| cell.text.trim().is_empty()))
        })
    }

    fn found(&self, bytes: Range<usize>, fault: Option<Fault>) -> Cut {
        Cut {
            bytes,
            line: self.line,
            fault,
        }
    }

    fn count(&mut self, bytes: &[u8]) {
        let lines = memchr_iter(b'\n', bytes).count();
        let lines = u32::try_from(lines).unwrap_or(u32::MAX);
        self.line = self.line.saturating_add(lines);
    }

    /// A row that does not end in what was looked through: where a quote is open, its first line; else all of it, which is
    /// not kept.
    fn given_up(&mut self, window: &[u8], open: bool) -> (Option<Cut>, usize) {
        let line = memchr(b'\n', window).filter(|_| open);
        let fault = match line {
            None if window.len() > Limits::DEFAULT.row_bytes => Fault::TooLong,
            _ => Fault::Unclosed,
        };
        let end = line.unwrap_or(match fault {
            Fault::TooLong => 0,
            Fault::Unclosed => window.len(),
        });
        let cut = self.found(0..end, Some(fault));
        self.in_vain = self.in_vain.saturating_add(window.len());
        let next = match line {
            Some(end) if self.in_vain <= MOST_IN_VAIN => end.saturating_add(1),
            _ => {
                self.skipping = true;
                window.len()
            }
        };
        self.count(window.get(..next).unwrap_or_default());
        (Some(cut), next)
    }

    /// Where the rest of a row that was given up ends.
    fn skipped(&mut self, bytes: &[u8]) -> usize {
        match memchr(b'\n', bytes) {
            None => bytes.len(),
            Some(end) => {
                self.skipping = false;
                self.line = self.line.saturating_add(1);
                end.saturating_add(1)
            }
        }
    }

    fn end(&self, bytes: &[u8]) -> End {
        match self.form {
            Form::Cells => self.end_of_cells(bytes),
            Form::Object => match memchr(b'\n', bytes) {
                None => End::Beyond(false),
                Some(at) => {
                    let line = bytes.get(..at).unwrap_or_default();
                    let end = line.strip_suffix(b"\r").unwrap_or(line).len();
                    End::At(end, at.saturating_add(1))
                }
            },
        }
    }

    /// The first end of a line that is not within quotes. A quote opens where a cell begins.
    fn end_of_cells(&self, bytes: &[u8]) -> End {
        let mut from = 0usize;
        loop {
            let rest = bytes.get(from..).unwrap_or_default();
            let Some(found) = memchr3(b'"', b'\n', b'\r', rest) else {
                return End::Beyond(false);
            };
            let at = from.saturating_add(found);
            let next = at.saturating_add(1);
            match bytes.get(at) {
                Some(b'"') if self.begins(bytes, at) => match closed(bytes, next) {
                    None => return End::Beyond(true),
                    Some(end) if self.is_astray(bytes, at..end) => return End::Astray(end),
                    Some(end) => from = end,
                },
                Some(b'"') => from = next,
                Some(b'\r') if bytes.get(next) == Some(&b'\n') => {
                    return End::At(at, next.saturating_add(1));
                }
                _end => return End::At(at, next),
            }
        }
    }

    /// Whether a cell in quotes goes over the end of a line, and goes on behind its closing quote: then the quote that
    /// closes it opens a cell of another row.
    fn is_astray(&self, bytes: &[u8], cell: Range<usize>) -> bool {
        let behind = bytes.get(cell.end..).unwrap_or_default();
        let goes_on = |byte: &&u8| !is_blank(**byte) || self.separators.contains(byte);
        let next = behind.iter().find(goes_on);
        let goes_on = next
            .is_some_and(|next| !matches!(next, b'\n' | b'\r') && !self.separators.contains(next));
        goes_on && memchr(b'\n', bytes.get(cell).unwrap_or_default()).is_some()
    }

    /// Whether a cell begins here.
    fn begins(&self, bytes: &[u8], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        before.is_none_or(|byte| self.separators.contains(byte))
    }
}

/// Whether a byte is as good as nothing between cells, where it does not separate them, and alone in a line.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Where the text goes on behind a cell in quotes, of which the first is passed; two quotes stand for one.
pub(super) fn closed(bytes: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let quote = memchr(b'"', bytes.get(from..)?)?.saturating_add(from);
        let next = quote.saturating_add(1);
        if bytes.get(next) != Some(&b'"') {
            return Some(next);
        }
        from = next.saturating_add(1);
    }
}

/// The rows of a table, block by block as the bytes come. Of what was read, no more is kept than a row that has not ended.
#[derive(Debug)]
pub struct Blocks<R> {
    read: R,
    cutter: Cutter,
    buffer: Vec<u8>,
    /// Bytes of the table before the buffer.
    start: usize,
    /// Rows before the buffer.
    rows: u64,
    /// Whether nothing more is to be read.
    ended: bool,
    /// What was looked at before it is taken.
    ahead: Option<Block>,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(read: R, form: Form, separators: &[u8]) -> Self {
        Self {
            read,
            cutter: Cutter::new(form, separators),
            buffer: Vec::new(),
            start: 0,
            rows: 0,
            ended: false,
            ahead: None,
        }
    }

    /// The first bytes: as many as a byte order mark needs, where there are as many.
    pub(super) fn first_bytes(&mut self) -> std::io::Result<&[u8]> {
        while self.buffer.len() < 3 && self.more()? {}
        Ok(&self.buffer)
    }

    /// Passes over the first bytes, which do not belong to the text.
    pub(super) fn pass(&mut self, bytes: usize) {
        self.buffer.drain(..bytes.min(self.buffer.len()));
    }

    /// The first row alone, which names the columns; from then on rows are counted anew.
    pub(super) fn head(&mut self) -> std::io::Result<Option<Block>> {
        let head = self.block(1)?;
        self.rows = 0;
        Ok(head)
    }

    /// The first row, which comes again as the first of all.
    pub(super) fn ahead(&mut self) -> std::io::Result<Option<&Block>> {
        self.ahead = self.block(1)?;
        Ok(self.ahead.as_ref())
    }

    /// What separates cells from here on.
    pub(super) fn separate_by(&mut self, separator: u8) {
        self.cutter.separators = vec![separator];
    }

    /// The next rows, at most so many; `None` at the end.
    fn block(&mut self, most: usize) -> std::io::Result<Option<Block>> {
        let mut cuts = Vec::new();
        loop {
            let done = self.cutter.cut(&self.buffer, self.ended, (&mut cuts, most));
            if !cuts.is_empty() {
                return Ok(Some(self.taken(done, cuts)));
            }
            self.buffer.drain(..done);
            self.start = self.start.saturating_add(done);
            if !self.more()? {
                if self.ended && done == 0 {
                    return Ok(None);
                }
                self.ended = true;
            }
        }
    }

    fn taken(&mut self, done: usize, cuts: Vec<Cut>) -> Block {
        let rest = self.buffer.split_off(done);
        let rows = u64::try_from(cuts.len()).unwrap_or(u64::MAX);
        let block = Block {
            bytes: std::mem::replace(&mut self.buffer, rest),
            start: self.start,
            first: self.rows.saturating_add(1),
            cuts,
        };
        self.start = self.start.saturating_add(done);
        self.rows = self.rows.saturating_add(rows);
        block
    }

    /// Reads once; whether anything came.
    fn more(&mut self) -> std::io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let before = self.buffer.len();
        self.buffer.resize(before.saturating_add(PIECE), 0);
        let place = self.buffer.get_mut(before..).unwrap_or_default();
        let read = loop {
            match self.read.read(place) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let came = *read.as_ref().unwrap_or(&0);
        self.buffer.truncate(before.saturating_add(came));
        read.map(|came| came > 0)
    }
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = std::io::Result<Block>;

    /// After an error, nothing.
    fn next(&mut self) -> Option<Self::Item> {
        if let Some(ahead) = self.ahead.take() {
            return Some(Ok(ahead));
        }
        let next = self.block(usize::MAX).transpose();
        if let Some(Err(_)) = next {
            self.ended = true;
            self.buffer.clear();
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Blocks, Fault};
    use crate::base::Limits;
    use crate::profile::table::Form;

    /// Gives so many bytes at once.
    struct Sips<'t>(&'t [u8], usize);

    impl Read for Sips<'_> {
        fn read(&mut self, place: &mut [u8]) -> std::io::Result<usize> {
            let most = place.len().min(self.1).min(self.0.len());
            let (now, rest) = self.0.split_at(most);
            place[..most].copy_from_slice(now);
            self.0 = rest;
            Ok(most)
        }
    }

    /// Each row with its number, line and fault.
    fn rows(text: &str, form: Form, sip: usize) -> Vec<(u64, u32, String, Option<Fault>)> {
        let blocks = Blocks::new(Sips(text.as_bytes(), sip), form, b",");
        let mut rows = Vec::new();
        for block in blocks.map(Result::unwrap) {
            for (number, cut) in (block.first..).zip(&block.cuts) {
                let row = block.bytes[cut.bytes.clone()].to_owned();
                let rest = &text.as_bytes()[block.start..];
                assert_eq!(row, &rest[cut.bytes.clone()]);
                let row = String::from_utf8(row).unwrap();
                rows.push((number, cut.line, row, cut.fault));
            }
        }
        rows
    }

    /// The rows, whatever the pieces in which the text comes.
    fn same(text: &str, form: Form) -> Vec<(u32, String, Option<Fault>)> {
        let whole = rows(text, form, usize::MAX);
        for sip in [1, 2, 3, 7, 70_000] {
            if sip > 7 || text.len() < 100_000 {
                assert_eq!(rows(text, form, sip), whole, "{sip} bytes at once");
            }
        }
        assert!(whole.iter().map(|row| row.0).eq(1..=whole.len() as u64));
        whole.into_iter().map(|row| (row.1, row.2, row.3)).collect()
    }

    fn texts(rows: &[(u32, String, Option<Fault>)]) -> Vec<(u32, &str)> {
        rows.iter().map(|row| (row.0, row.1.as_str())).collect()
    }

    #[test]
    fn lines_end_as_every_system_ends_them_and_blank_ones_are_no_rows() {
        let found = same("a,b\r\n\r\nc,d\n\n\ne\rf", Form::Cells);
        assert_eq!(texts(&found), [(1, "a,b"), (3, "c,d"), (6, "e"), (6, "f")]);
        let found = same("{}\r\n  \n{ }\n\r\n{\"a\":1}", Form::Object);
        assert_eq!(texts(&found), [(1, "{}"), (3, "{ }"), (5, "{\"a\":1}")]);
    }

    #[test]
    fn a_row_of_empty_cells_is_no_row() {
        let found = same(
            "a,b\n,,\n , \t,\nc,d\n\"\",\" \"\n;\n,\",\"\n\"\"\"\",",
            Form::Cells,
        );
        let wanted = [
            (1, "a,b"),
            (4, "c,d"),
            (6, ";"),
            (7, ",\",\""),
            (8, "\"\"\"\","),
        ];
        assert_eq!(texts(&found), wanted);
        let found = same(",,\n{}\n", Form::Object);
        assert_eq!(texts(&found), [(1, ",,"), (2, "{}")]);
    }

    #[test]
    fn a_quote_holds_line_ends_where_it_opens_a_cell() {
        let found = same("a,\"b\nc\"\nd\"e\n\"x\"\"\n\",y\nz", Form::Cells);
        let wanted = [
            (1, "a,\"b\nc\""),
            (3, "d\"e"),
            (4, "\"x\"\"\n\",y"),
            (6, "z"),
        ];
        assert_eq!(texts(&found), wanted);
        assert!(found.iter().all(|row| row.2.is_none()));
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_its_line() {
        let found = same("a,\"b\nc\nd,\"e\"\n\"f\nj", Form::Cells);
        assert_eq!(
            texts(&found),
            [(1, "a,\"b"), (2, "c"), (3, "d,\"e\""), (4, "\"f"), (5, "j")]
        );
        let faults: Vec<bool> = found.iter().map(|row| row.2.is_some()).collect();
        assert_eq!(faults, [true, false, false, true, false]);
        let found = same("a\n\"b", Form::Cells);
        assert_eq!(found[1], (2, "\"b".into(), Some(Fault::Unclosed)));
    }

    #[test]
    fn a_row_that_is_too_long_costs_itself_and_is_not_kept() {
        let most = Limits::DEFAULT.row_bytes;
        for form in [Form::Cells, Form::Object] {
            let text = format!("a\n{}\nb\n", "x".repeat(most + 1));
            let found = same(&text, form);
            assert_eq!(texts(&found), [(1, "a"), (2, ""), (3, "b")]);
            assert_eq!(found[1].2, Some(Fault::TooLong));
            let text = format!("a\n{}\nb\n", "x".repeat(most));
            assert!(same(&text, form).iter().all(|row| row.2.is_none()));
            let text = "x".repeat(most * 3);
            let found = same(&text, form);
            assert_eq!(found, [(1, String::new(), Some(Fault::TooLong))]);
        }
        let text = format!("a\n\"{}\nb", "x\n".repeat(most));
        let found = same(&text, Form::Cells);
        assert_eq!(found[1], (2, "\"x".into(), Some(Fault::Unclosed)));
        assert_eq!(found.len(), most + 2);
    }

    #[test]
    fn quotes_that_are_never_closed_cannot_make_the_work_endless() {
        let text = "a\",\"b\n".repeat(500_000);
        let found = rows(&text, Form::Cells, usize::MAX);
        let broken = found.iter().filter(|row| row.3.is_some()).count();
        assert!(broken > 30 && broken == found.len(), "{broken}");
        assert!(found.len() < 40, "{}", found.len());
    }
}
