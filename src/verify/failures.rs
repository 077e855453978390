//! What depends on a script's call that failed: where the rest of a condition decides, nothing does. Calls nothing.

use std::rc::Rc;

use super::logic::Node;
use super::verdict::Verdict;

/// A call that failed, and on which a value depends.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failure {
    /// The call, and why it failed.
    pub(super) words: Rc<str>,
    /// Whether something else than an unknown was made of it, by `surely` or `is known`.
    pub(super) made: bool,
}

impl Failure {
    /// Of the call itself.
    pub(super) fn new(words: &str) -> Self {
        Self {
            words: words.into(),
            made: false,
        }
    }

    /// The same, of a value that is known or unknown.
    pub(super) fn of_value(self, made: bool) -> Self {
        Self { made, ..self }
    }
}

/// A verdict, and the call on which it depends.
pub(super) type Judged = (Verdict, Option<Failure>);

/// Of parts so many have to hold: nothing where enough surely do, or so many surely do not that these never will.
pub(super) fn of_parts(least: usize, parts: &[Judged]) -> Option<Failure> {
    let failure = parts.iter().find_map(|(_, failed)| failed.clone())?;
    let sure = parts.iter().filter(|(_, failed)| failed.is_none());
    let (mut holding, mut failing) = (0_usize, 0_usize);
    for (verdict, _) in sure {
        holding = holding.saturating_add(usize::from(verdict.holds()));
        failing = failing.saturating_add(usize::from(verdict.fails()));
    }
    let decided = holding >= least || failing.saturating_add(least) > parts.len();
    (!decided).then_some(failure)
}

/// Of a condition with its exception; with an `else` it matters which of both keeps a rule from firing.
pub(super) fn of_exception(
    when: Option<&Node>,
    unless: Option<&Node>,
    has_else: bool,
) -> Option<Failure> {
    let sure = |node: &Node, verdict: bool| node.failed.is_none() && verdict;
    let stopped = unless.is_some_and(|node| sure(node, node.verdict.holds()));
    let idle = when.is_some_and(|node| sure(node, node.verdict.fails()));
    if stopped || (idle && !has_else) {
        return None;
    }
    let mut both = when.into_iter().chain(unless);
    both.find_map(|node| node.failed.clone())
}

/// Of the rows that may apply: nothing where all that may come of them is one level, which is `known`.
pub(super) fn of_rows(rows: &[Judged], known: bool) -> Option<Failure> {
    let (mut first, mut made) = (None, false);
    for (verdict, failed) in rows {
        match failed {
            Some(failure) => {
                made |= verdict.holds() || verdict.fails();
                first = first.or_else(|| Some(failure.clone()));
            }
            None if verdict.holds() => break,
            None => {}
        }
    }
    let failure = first.filter(|_| made || !known)?;
    Some(failure.of_value(made))
}
