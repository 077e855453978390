//! The names that rows of a table have, so that a name that is given again is noticed. Writes nothing.

use std::collections::HashMap;

/// Names that are remembered at most: a table may be larger than memory.
const MOST: usize = 250_000;

/// The names of some rows one behind the other, with the line of each.
#[derive(Default)]
pub(super) struct Ids {
    text: String,
    rows: Vec<(usize, u32)>,
}

impl Ids {
    /// The name of the next row.
    pub(super) fn push(&mut self, id: &str, line: u32) {
        self.text.push_str(id);
        self.rows.push((self.text.len(), line));
    }

    fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        let mut start = 0;
        self.rows.iter().map(move |(end, line)| {
            let id = self.text.get(start..*end).unwrap_or("");
            start = *end;
            (id, *line)
        })
    }
}

/// A name that an earlier row has.
pub(super) struct Again<'i> {
    /// The name.
    pub(super) id: &'i str,
    /// The line of the first row that has it.
    pub(super) first: u32,
    /// The line of this one.
    pub(super) line: u32,
}

/// The names so far, each with the line of the first row that has it.
#[derive(Default)]
pub(super) struct Seen {
    lines: HashMap<Box<str>, u32>,
}

impl Seen {
    /// Takes the names of the next rows; those that were given before.
    pub(super) fn next<'i>(&mut self, ids: &'i Ids) -> Vec<Again<'i>> {
        let mut again = Vec::new();
        for (id, line) in ids.iter() {
            match self.lines.get(id) {
                Some(first) => again.push(Again {
                    id,
                    first: *first,
                    line,
                }),
                None if self.lines.len() < MOST => {
                    self.lines.insert(id.into(), line);
                }
                None => {}
            }
        }
        again
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, Seen};

    #[test]
    fn a_name_is_noticed_wherever_it_comes_again() {
        let mut seen = Seen::default();
        let mut told = Vec::new();
        for rows in [
            [("a", 2), ("b", 3), ("", 4)],
            [("b", 5), ("c", 6), ("b", 9)],
        ] {
            let mut ids = Ids::default();
            rows.iter().for_each(|(id, line)| ids.push(id, *line));
            let again = seen.next(&ids);
            told.extend(
                again
                    .iter()
                    .map(|one| (one.id.to_owned(), one.first, one.line)),
            );
        }
        assert_eq!(told, [("b".to_owned(), 3, 5), ("b".to_owned(), 3, 9)]);
    }
}
