//! Tests in the words in which a trace has to show them. Says nothing of whether they hold.

use crate::base::Span;
use crate::model::{Cond, CondKind, Num, NumKind, Subject};

use super::world::{Computed, World, item};

impl World<'_> {
    /// A test as a trace shows it: as written, unless what is written there does not name what it tests (the cell
    /// of a contrast) or stands for more than this one test.
    pub(super) fn wording(&self, test: &Cond, holds: bool, alone: bool) -> Computed<String> {
        let written = unwrapped(self.source(test.origin));
        let Some((name, rest)) = self.in_full(test, holds)? else {
            return Ok(written);
        };
        let by_itself = matches!(test.kind, CondKind::Holds(_));
        let mut words = written.split(|char: char| !is_part_of_name(char));
        let names_it = words.any(|word| word == name) && (by_itself || written != name);
        if alone && names_it {
            return Ok(written);
        }
        Ok(format!("{name}{rest}"))
    }

    /// What is tested, and what is asked of it; nothing for tests that are always written out.
    fn in_full(&self, test: &Cond, holds: bool) -> Computed<Option<(String, String)>> {
        let not = if holds { "" } else { " not" };
        let (subject, rest) = match &test.kind {
            CondKind::Holds(subject) => (*subject, if holds { "" } else { " is no" }.to_owned()),
            CondKind::Known(subject) => (
                *subject,
                if holds { " is known" } else { " is unknown" }.into(),
            ),
            CondKind::Level { subject, levels } => {
                let scale = self.scale(*subject)?;
                let named = levels.iter().filter_map(|at| scale.level(at));
                let named: Vec<&str> = named.map(|level| &*level.name).collect();
                let rest = match named.as_slice() {
                    // Of levels that nothing can have there is only what was written.
                    [] => format!(" {}", self.source(test.origin)),
                    [one] => format!(" is{not} {one}"),
                    several => format!(" is{not} one of {}", several.join(", ")),
                };
                (*subject, rest)
            }
            CondKind::Compare {
                left,
                compare,
                right,
            } => match (in_cell(left, test.origin), self.end(right)?) {
                (Some(subject), Some(end)) => (subject, format!(" {} {end}", compare.sign())),
                _ => return Ok(None),
            },
            CondKind::Between { number, low, high } => {
                let ends = (self.end(low)?, self.end(high)?);
                match (in_cell(number, test.origin), ends) {
                    (Some(subject), (Some(low), Some(high))) => {
                        (subject, format!(" between {low} and {high}"))
                    }
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
        Ok(Some((self.name(subject)?.to_owned(), rest)))
    }

    /// What a cell compares with: a number, or a parameter by its name.
    fn end(&self, num: &Num) -> Computed<Option<String>> {
        Ok(match num.kind {
            NumKind::Constant(number) => Some(number.to_string()),
            NumKind::Parameter(id) => {
                let parameter = item(&self.rulebook.parameters, id, "parameter")?;
                Some(parameter.name.to_string())
            }
            _ => None,
        })
    }

    /// A piece of a rule file, white space folded and without comments.
    pub(super) fn source(&self, origin: Span) -> String {
        let text = self.rulebook.files.text(origin);
        let lines: Vec<&str> = text.lines().map(before_comment).collect();
        let words: Vec<&str> = lines
            .iter()
            .flat_map(|line| line.split_whitespace())
            .collect();
        words.join(" ")
    }
}

/// The number that a cell is about stands at the place of the cell.
fn in_cell(num: &Num, cell: Span) -> Option<Subject> {
    match num.kind {
        NumKind::Fact(fact) if num.origin == cell => Some(Subject::Fact(fact)),
        NumKind::Let(id) if num.origin == cell => Some(Subject::Let(id)),
        _ => None,
    }
}

fn is_part_of_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || char == '.'
}

/// A line up to its comment: a `#` behind an even number of quotes that count.
fn before_comment(line: &str) -> &str {
    let marks = line.match_indices('#').map(|(at, _)| line.split_at(at).0);
    marks
        .into_iter()
        .find(|before| !is_quoted(before))
        .unwrap_or(line)
}

/// Whether a text ends within a string.
fn is_quoted(text: &str) -> bool {
    let plain = text.replace("\\\\", "").replace("\\\"", "");
    plain.matches('"').count() % 2 == 1
}

/// A text without the parentheses that belong together around all of it.
fn unwrapped(text: String) -> String {
    let mut depth = 0_usize;
    let mut end = None;
    for (at, char) in text.char_indices() {
        let counts = !is_quoted(text.split_at(at).0);
        match char {
            '(' if counts => depth = depth.saturating_add(1),
            ')' if counts => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            end = Some(at.saturating_add(1));
            break;
        }
    }
    let whole = end == Some(text.len()) && text.starts_with('(');
    match text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) if whole => unwrapped(inner.trim().to_owned()),
        _ => text,
    }
}
