//! Rows of a let that begin with their conditions: `C => low`, `if C then low else high`, `case when C then low else high
//! end`. Turns all of them at once; knows no levels.

use std::ops::Range;

use pest::Parser as _;

use super::around::is_value;
use super::failure::{Failure, Walked, walk};
use super::grammar::{Grammar, Rule};
use crate::base::Diagnostic;

/// Words that begin such a row.
const OPENING: &[&str] = &["case", "when", "if", "elif", "elsif", "elseif"];

/// Words for everything else.
const REST: &[&str] = &["else", "otherwise", "default", "*", "_"];

/// A row, or a sign between rows, which gives nothing.
struct Row<'s> {
    place: Range<usize>,
    gives: &'s str,
    /// Where its condition is; none for everything else.
    when: Option<Range<usize>>,
}

/// The rows of the block in which the declaration does not go on, turned.
pub(super) fn of_turned(failure: &Failure<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let mut tokens = walk(source, 0).skip_while(|walked| walked.token != "{");
    let open = tokens.next()?.at.saturating_add(1);
    let mut inside: Vec<Walked<'_>> = Vec::new();
    let mut close = None;
    for walked in tokens {
        if walked.token == "}" && walked.depth == 1 {
            close = Some(walked.at);
            break;
        }
        match inside.last_mut() {
            // `->` is two tokens elsewhere.
            Some(dash) if dash.token == "-" && walked.token == ">" => {
                let end = walked.at.saturating_add(1);
                dash.token = source.get(dash.at..end).unwrap_or("->");
            }
            _ => inside.push(walked),
        }
    }
    let close = close.filter(|_| failure.at > open)?;
    let rows = rows(source, &inside, close)?;
    let conditions = || rows.iter().filter_map(|row| source.get(row.when.clone()?));
    let problem = failure.error("a row begins with the value it gives".into());
    let help = "write `LEVEL when CONDITION`, and last `LEVEL otherwise`";
    // Alone, a word is more likely a cell of a column.
    if conditions().all(|condition| !condition.contains(|c: char| !is_of_word(c))) {
        return Some(problem.help(help).help(
            "rows of cells have their columns in the head: `let NAME : TYPE by FACT { CELL => LEVEL }`",
        ));
    }
    // Piece by piece, so that each condition keeps its place.
    let edits = rows.iter().flat_map(Row::edits);
    Some(edits.fold(problem.help(help), |problem, (range, text)| {
        problem.edit(failure.between(range.start, range.end), text)
    }))
}

impl Row<'_> {
    /// What turns it.
    fn edits(&self) -> Vec<(Range<usize>, String)> {
        let whole = self.place.clone();
        match &self.when {
            Some(condition) => vec![
                (
                    whole.start..condition.start,
                    format!("{} when ", self.gives),
                ),
                (condition.end..whole.end, String::new()),
            ],
            None if self.gives.is_empty() => vec![(whole, String::new())],
            None => vec![(whole, format!("{} otherwise", self.gives))],
        }
    }
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '"')
}

/// The rows among the tokens of a block, which ends at `close`; none where one of them is no such row.
fn rows<'s>(source: &'s str, tokens: &[Walked<'s>], close: usize) -> Option<Vec<Row<'s>>> {
    let token = |at: usize| tokens.get(at).map_or("", |walked| walked.token);
    let start = |at: usize| tokens.get(at).map_or(close, |walked| walked.at);
    let end = |at: usize| start(at).saturating_add(token(at).len());
    let value = |at: usize| Some(token(at)).filter(|token| is_value(token));
    let (mut rows, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let next = at.saturating_add(1);
        let (gives_at, gives, when) = match token(at) {
            "," | ";" | "end" => (at, "", None),
            word if REST.contains(&word) && !OPENING.contains(&token(next)) => {
                let signed = matches!(token(next), "=>" | "->" | ":" | "then");
                let gives = next.saturating_add(usize::from(signed));
                (gives, value(gives)?, None)
            }
            word if is_value(word) && token(next) == "otherwise" => (next, word, None),
            _ => {
                let is_word = |at: &usize| OPENING.contains(&token(*at)) || token(*at) == "else";
                let first = (at..tokens.len()).find(|at| !is_word(at))?;
                let is_arrow = |walked: &Walked<'_>| {
                    walked.depth == 1 && matches!(walked.token, "=>" | "->" | "then")
                };
                let rest = tokens.get(first..)?;
                let arrow = first.saturating_add(rest.iter().position(is_arrow)?);
                let when = start(first)..end(arrow.checked_sub(1)?);
                Grammar::parse(Rule::lone_condition, source.get(when.clone())?).ok()?;
                let gives = arrow.saturating_add(1);
                (gives, value(gives)?, Some(when))
            }
        };
        rows.push(Row {
            place: start(at)..end(gives_at),
            gives,
            when,
        });
        at = gives_at.saturating_add(1);
    }
    let given = || rows.iter().filter(|row| !row.gives.is_empty());
    let in_order = given()
        .skip_while(|row| row.when.is_some())
        .all(|row| row.when.is_none());
    let turned = given().any(|row| row.when.is_some());
    (turned && in_order).then_some(rows)
}
