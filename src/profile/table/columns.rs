//! What the columns of a table are: found out once, from its first line. Reads no row.

use std::collections::BTreeMap;

use super::Purpose;
use super::cells::{Cell, cells};
use crate::base::{Diagnostic, Span};
use crate::model::{FactId, FactType};
use crate::profile::names::{Means, Names, PARTS};
use crate::profile::problems;

/// What may separate cells, with the word for it, the usual one first.
const SEPARATORS: &[(u8, &str)] = &[(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs")];

/// What stands before the separator in the line that names it.
const HINT: &str = "sep=";

/// All that may separate cells.
pub(super) fn separators() -> Vec<u8> {
    SEPARATORS.iter().map(|(byte, _)| *byte).collect()
}

/// What separates cells, in a word.
pub fn separator_in_words(separator: u8) -> &'static str {
    let mut known = SEPARATORS.iter();
    let found = known.find(|(byte, _)| *byte == separator);
    found.map_or("another sign", |(_, words)| words)
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A part of a fact, by its place among [`PARTS`]; whether it is a number.
    Part(FactId, usize, bool),
    /// The name of the row.
    Id,
    /// The outcome that a case expects.
    Expect,
    /// Other outcomes that it accepts.
    Also,
    /// Something else.
    Other,
}

/// The columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) names: Vec<String>,
    pub(super) roles: Vec<Role>,
    pub(super) separator: u8,
}

/// What separates the cells by the hint `sep=;`, which spreadsheets write and read as a line of its own before the columns.
/// They add empty cells to it where the table has more columns. `None` where a line is no such hint, a sign where that is
/// none that may separate cells.
pub(super) fn hint(line: &str) -> Option<Result<u8, char>> {
    let quoted = line.strip_prefix('"').and_then(|rest| rest.split_once('"'));
    let line = quoted.map_or(line, |(hint, _)| hint);
    let (word, signs) = line.split_at_checked(HINT.len())?;
    let signs = signs.replace("\\t", "\t");
    let mut signs = signs.chars();
    let sign = signs.next().filter(|_| word.eq_ignore_ascii_case(HINT))?;
    let known = |sign: char| {
        let byte = u8::try_from(sign).ok();
        byte.filter(|byte| separators().contains(byte))
    };
    let is_alone = signs.all(|sign| sign == ' ' || known(sign).is_some());
    is_alone.then(|| known(sign).ok_or(sign))
}

/// The columns that a first line names, and what is wrong with them. Places count from the start of the line.
pub(super) fn read(
    line: &str,
    place: impl Fn(std::ops::Range<usize>) -> Span,
    (names, purpose): (&Names<'_>, Purpose),
    said: Option<u8>,
) -> (Columns, Vec<Diagnostic>) {
    let separator = said.unwrap_or_else(|| separator(line, names, purpose));
    let (cells, mut problems) = match cells(line, separator) {
        Ok(cells) => (cells, Vec::new()),
        Err(at) => (Vec::new(), vec![problems::behind_quote(place(at))]),
    };
    let mut meeting = Meeting {
        names,
        purpose,
        first: BTreeMap::new(),
        kept: BTreeMap::new(),
        others: Vec::new(),
        problems: Vec::new(),
    };
    let roles: Vec<Role> = cells
        .iter()
        .map(|cell| meeting.role(cell.text.trim(), place(cell.place.clone())))
        .collect();
    if problems.is_empty() {
        meeting.finish(place(0..line.len()));
        problems.append(&mut meeting.problems);
    }
    let name = |cell: &Cell<'_>| cell.text.trim().to_owned();
    let columns = Columns {
        names: cells.iter().map(name).collect(),
        roles,
        separator,
    };
    (columns, problems)
}

/// What separates the cells: that with which most columns have a meaning, else most columns.
fn separator(line: &str, names: &Names<'_>, purpose: Purpose) -> u8 {
    let score = |separator: u8| {
        let cells = cells(line, separator).unwrap_or_default();
        let known = cells.iter().filter(|cell| {
            role(cell.text.trim(), names, purpose).is_some_and(|role| role != Role::Other)
        });
        (known.count(), cells.len())
    };
    let mut best = (b',', (0, 0));
    for (separator, _) in SEPARATORS {
        let score = score(*separator);
        if score > best.1 {
            best = (*separator, score);
        }
    }
    best.0
}

/// What a name means as that of a column; `None` where it means nothing, or several things.
fn role(name: &str, names: &Names<'_>, purpose: Purpose) -> Option<Role> {
    kept(name, names, purpose).or_else(|| part(name, names))
}

/// What a name means in a table that belongs to no fact: that of a column, or a key of a row in JSON.
pub(super) fn kept(name: &str, names: &Names<'_>, purpose: Purpose) -> Option<Role> {
    let role = match name {
        "id" => return Some(Role::Id),
        "expect" => Role::Expect,
        "also" => Role::Also,
        "title" => Role::Other,
        _ => return None,
    };
    // A case says what it expects, whatever facts there are.
    let always = role != Role::Other && purpose == Purpose::Cases;
    (always || !names.knows(name)).then_some(role)
}

fn part(name: &str, names: &Names<'_>) -> Option<Role> {
    let (fact, at) = match names.means(name) {
        Means::Whole(fact) => (fact, 0),
        Means::Part(fact, at) => (fact, at),
        Means::Ambiguous(_) | Means::Topic | Means::Nothing => return None,
    };
    let kind = names.fact(fact).map(|fact| &fact.kind);
    let is_number = match PARTS.get(at) {
        Some(&"value") => matches!(kind, Some(FactType::Number(_))),
        part => part == Some(&"certainty"),
    };
    Some(Role::Part(fact, at, is_number))
}

/// Gathers what is to be said of columns.
struct Meeting<'n> {
    names: &'n Names<'n>,
    purpose: Purpose,
    /// Where each part of a fact was named first, and `id`.
    first: BTreeMap<Option<(FactId, usize)>, Span>,
    /// Where `expect` and its like were named first.
    kept: BTreeMap<String, Span>,
    /// Columns that resemble nothing of the rulebook.
    others: Vec<(String, Span)>,
    problems: Vec<Diagnostic>,
}

impl Meeting<'_> {
    fn role(&mut self, name: &str, span: Span) -> Role {
        let Some(role) = role(name, self.names, self.purpose) else {
            self.stranger(name, span);
            return Role::Other;
        };
        let key = match role {
            Role::Part(fact, at, _) => Some((fact, at)),
            Role::Id => None,
            Role::Expect | Role::Also | Role::Other => {
                if let Some(first) = self.kept.insert(name.to_owned(), span) {
                    self.problems.push(problems::twice(name, span, first));
                }
                return role;
            }
        };
        if let Role::Part(fact, _, _) = role {
            self.problems.extend(self.names.renamed(name, fact, span));
        }
        if let Some(first) = self.first.insert(key, span) {
            let name = key.map_or("id", |(fact, _)| self.names.shown(fact));
            let part = key.and_then(|(_, at)| PARTS.get(at).filter(|_| at > 0));
            let name = part.map_or(name.to_owned(), |part| format!("{name}.{part}"));
            self.problems.push(problems::twice(&name, span, first));
        }
        role
    }

    fn stranger(&mut self, name: &str, span: Span) {
        // Spreadsheets write empty columns out.
        if name.is_empty() && self.purpose == Purpose::Profiles {
            return;
        }
        if let Means::Ambiguous(facts) = self.names.means(name) {
            let problem = self.names.ambiguous(name, &facts, span);
            return self.problems.push(problem);
        }
        let problem = match self.purpose {
            Purpose::Cases if self.names.is_topic(name) => {
                self.names.topic_with_value(name, "a text", span)
            }
            Purpose::Cases => self.names.unknown(name, name, span).0,
            Purpose::Profiles => match self.names.column(name, span) {
                Some(problem) => problem,
                None => return self.others.push((name.to_owned(), span)),
            },
        };
        self.problems.push(problem);
    }

    /// What is to be said of all columns together.
    fn finish(&mut self, line: Span) {
        let facts = self.first.keys().flatten();
        let without = facts
            .clone()
            .filter(|(fact, at)| *at == 1 && !self.first.contains_key(&Some((*fact, 0))));
        let mut problems: Vec<Diagnostic> = without
            .filter_map(|key| {
                let span = self.first.get(&Some(*key))?;
                Some(problems::no_value(self.names.shown(key.0), *span))
            })
            .collect();
        if self.purpose == Purpose::Profiles {
            let named: Vec<&str> = self.others.iter().map(|(name, _)| name.as_str()).collect();
            if facts.clone().next().is_none() {
                problems.push(problems::no_fact_column(line, self.names.rulebook));
            } else if let Some((_, first)) = self.others.first() {
                problems.push(problems::other_columns(*first, &named));
            }
        }
        self.problems.append(&mut problems);
        self.problems.sort_by_key(Diagnostic::span);
    }
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn a_hint_names_its_separator() {
        for (line, sign) in [
            ("sep=;", b';'),
            ("SEP=,", b','),
            ("sep=\t", b'\t'),
            ("sep=\\t", b'\t'),
            ("\"sep=;\"", b';'),
            ("\"sep=,\",,,", b','),
            ("sep=;;; ;", b';'),
            ("Sep=,,,", b','),
        ] {
            assert_eq!(hint(line), Some(Ok(sign)), "{line}");
        }
        assert_eq!(hint("sep=|"), Some(Err('|')));
        for line in [
            "sep=",
            "sep",
            "separator=;",
            "sep=;id",
            "id;sep=;",
            "",
            "se",
        ] {
            assert_eq!(hint(line), None, "{line}");
        }
    }
}
