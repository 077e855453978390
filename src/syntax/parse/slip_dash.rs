//! Lines with a dash before them, as other languages mark the elements of a list. Knows no minus.

use crate::base::{Diagnostic, Span};
use crate::syntax::blocks::is_clause;

use super::around::{Around, is_value};
use super::failure::{Failure, Walked, is_mark, second_before, skip_layout, walk};

/// `- a when t.y`, `- fact n : number`, `- when t.y`
pub(super) fn of_dash(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let at = match (failure.found, around.back(1)) {
        // A cell may be a dash.
        ("-", _) if !matches!(around.next, "=>" | "," | "|") => failure.at,
        // The line before went on with it, as with a minus.
        ("when" | "otherwise" | "=>" | ":", name) if is_value(name) => {
            let steps = around.parts_of_name(1).saturating_add(1);
            (around.back(steps) == "-").then(|| around.back_at(steps))?
        }
        (word, "-") if is_clause(word) => failure.last_at,
        _ => return None,
    };
    let source = failure.place.source;
    is_mark(source, at).then(|| told(source, at, |start, end| failure.between(start, end)))
}

/// A row of the advice before whose `when` a dash stands, which the condition of the row before went on with.
pub(super) fn of_advice(
    source: &str,
    when: usize,
    place: impl Fn(usize, usize) -> Span,
) -> Option<Diagnostic> {
    let dash = second_before(source, when).filter(|at| is_mark(source, *at))?;
    Some(told(source, dash, place))
}

fn told(source: &str, at: usize, place: impl Fn(usize, usize) -> Span) -> Diagnostic {
    let marks = marks_like(source, at);
    let span = place(at, at.saturating_add(1));
    let problem = Diagnostic::error("E0114", span, "a line has no dash before it");
    let problem = problem.help(match marks.len() {
        1 => "delete the dash",
        _ => "delete the dashes",
    });
    marks.into_iter().fold(problem, |problem, (start, end)| {
        problem.safe_edit(place(start, end), "")
    })
}

/// The dashes of a declaration that stand under each other, each with the blank behind it.
fn marks_like(source: &str, at: usize) -> Vec<(usize, usize)> {
    let column = |at: usize| {
        let before = source.get(..at).unwrap_or("");
        before
            .len()
            .saturating_sub(before.rfind('\n').map_or(0, |line| line.saturating_add(1)))
    };
    let own = column(at);
    walk(source, 0)
        .filter(|Walked { at, token, .. }| *token == "-" && is_mark(source, *at))
        .filter(|walked| column(walked.at) == own)
        .map(|walked| (walked.at, skip_layout(source, walked.at.saturating_add(1))))
        .collect()
}
