//! Cuts a row into its cells. Knows quotes and separators, and nothing of what a cell says.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

use super::cut::{closed, is_blank};

/// A cell with its place in the row, quotes included.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) place: Range<usize>,
}

/// The cells of a row; where one goes on behind its closing quote, that place.
pub(super) fn cells(row: &str, separator: u8) -> Result<Vec<Cell<'_>>, Range<usize>> {
    let mut cells = Vec::new();
    let mut from = 0usize;
    loop {
        let cell = cell(row, from, separator)?;
        let end = cell.place.end;
        cells.push(cell);
        if end >= row.len() {
            return Ok(cells);
        }
        from = end.saturating_add(1);
    }
}

fn cell(row: &str, from: usize, separator: u8) -> Result<Cell<'_>, Range<usize>> {
    let rest = row.as_bytes().get(from..).unwrap_or_default();
    let ends = |rest: &[u8]| memchr(separator, rest).unwrap_or(rest.len());
    if rest.first() != Some(&b'"') {
        let place = from..from.saturating_add(ends(rest));
        let text = Cow::Borrowed(row.get(place.clone()).unwrap_or(""));
        return Ok(Cell { text, place });
    }
    let close = closed(rest, 1).unwrap_or(rest.len());
    let behind = rest.get(close..).unwrap_or_default();
    let end = close.saturating_add(ends(behind));
    let at = |offset: usize| from.saturating_add(offset);
    let more = behind.get(..end.saturating_sub(close)).unwrap_or_default();
    if !more.iter().all(|byte| is_blank(*byte)) {
        return Err(at(close)..at(end));
    }
    let inner = row.get(at(1)..at(close.saturating_sub(1))).unwrap_or("");
    let text = match inner.contains('"') {
        true => Cow::Owned(inner.replace("\"\"", "\"")),
        false => Cow::Borrowed(inner),
    };
    let place = at(0)..at(end);
    Ok(Cell { text, place })
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn quotes_hold_separators_and_stand_twice_for_themselves() {
        let texts = |row, separator| {
            let cells = cells(row, separator).unwrap();
            let cells = cells.into_iter().map(|cell| cell.text.into_owned());
            cells.collect::<Vec<String>>()
        };
        assert_eq!(texts("a,b", b','), ["a", "b"]);
        assert_eq!(texts("", b','), [""]);
        assert_eq!(texts("a,", b','), ["a", ""]);
        assert_eq!(texts(",,", b','), ["", "", ""]);
        assert_eq!(texts("\"a,b\",c", b','), ["a,b", "c"]);
        assert_eq!(texts("\"a;b\" ;c", b';'), ["a;b", "c"]);
        assert_eq!(texts("\"say \"\"no\"\"\",\"\"", b','), ["say \"no\"", ""]);
        assert_eq!(texts("5\" pipe,6\"", b','), ["5\" pipe", "6\""]);
        assert_eq!(texts("é\tü", b'\t'), ["é", "ü"]);
        assert_eq!(cells("\"a\"b,c", b','), Err(3..4));
        let places: Vec<_> = cells("\"x\",yy", b',').unwrap();
        let places: Vec<_> = places.into_iter().map(|cell| cell.place).collect();
        assert_eq!(places, [0..3, 4..6]);
    }
}
