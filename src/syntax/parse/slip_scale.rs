//! Scales that are not written from low to high: the whole of them, turned. Knows no facts.

use crate::base::{Diagnostic, Limits};

use super::around::is_value;
use super::failure::{Failure, begins_number, skip_layout, token_at};

/// The signs between levels; whether the left one is the higher.
const SIGNS: &[(&str, bool)] = &[("<", false), ("<=", false), (">", true), (">=", true)];

/// A scale as it is written.
struct Written<'a> {
    /// The levels with their words, in the order of the text.
    levels: Vec<&'a str>,
    /// Whether each but the last is higher than the next.
    falls: Vec<bool>,
    start: usize,
    end: usize,
}

/// `high > medium > low`, `low <= medium <= high`, and signs in both directions.
pub(super) fn of_scale(failure: &Failure<'_>) -> Option<Diagnostic> {
    let source = failure.place.source;
    let sign = match (failure.last, failure.found) {
        // The grammar read the first half of this sign.
        ("<=", _) => failure.last_at,
        (_, ">" | ">=") => failure.at,
        _ => return None,
    };
    let written = written(source, sign)?;
    let text = source.get(written.start..written.end)?;
    let span = failure.span_of(written.start, text);
    let order = order(&written).join(" < ");
    let base = failure.error("the levels of a scale go from low to high, joined with `<`".into());
    let one_way = written
        .falls
        .windows(2)
        .all(|two| two.first() == two.last());
    Some(match one_way {
        true => base.help(format!("write `{order}`")).safe_edit(span, order),
        false => base.help(format!(
            "the signs do not give one order for all of them: write one, such as `{order}`"
        )),
    })
}

/// The scale around a sign, from the `:` before it.
fn written(source: &str, sign: usize) -> Option<Written<'_>> {
    let mut scale = Written {
        levels: Vec::new(),
        falls: Vec::new(),
        start: after_colon(source, sign)?,
        end: 0,
    };
    let mut at = scale.start;
    let mut holds = false;
    loop {
        let word = token_at(source, at);
        let is_level = is_value(word) && !begins_number(word) && word != "fact";
        if !is_level || scale.levels.len() > Limits::DEFAULT.levels {
            return None;
        }
        let mut end = at.saturating_add(word.len());
        let next = skip_layout(source, end);
        let title = token_at(source, next);
        if title.starts_with('"') {
            end = next.saturating_add(title.len());
        }
        scale.levels.push(source.get(at..end)?);
        scale.end = end;
        let next = skip_layout(source, end);
        holds |= next == sign;
        let found = token_at(source, next);
        let Some((_, falls)) = SIGNS.iter().find(|(sign, _)| *sign == found) else {
            return holds.then_some(scale);
        };
        scale.falls.push(*falls);
        at = skip_layout(source, next.saturating_add(found.len()));
    }
}

/// Where the type begins that a place stands in.
pub(super) fn after_colon(source: &str, place: usize) -> Option<usize> {
    let (mut at, mut after) = (0, None);
    loop {
        at = skip_layout(source, at);
        let token = token_at(source, at);
        if token.is_empty() || at >= place {
            return Some(skip_layout(source, after?));
        }
        at = at.saturating_add(token.len());
        if token == ":" {
            after = Some(at);
        }
    }
}

/// The levels from low to high; those that no sign compares stay in the order of the text.
fn order<'a>(written: &Written<'a>) -> Vec<&'a str> {
    let count = written.levels.len();
    let mut placed = vec![false; count];
    let mut order = Vec::with_capacity(count);
    while order.len() < count {
        let lower_is_placed = |at: usize| {
            let before = at.checked_sub(1);
            let left = before.is_some_and(|at| written.falls.get(at) == Some(&false));
            let right = written.falls.get(at) == Some(&true);
            let is_placed = |at: usize| placed.get(at).copied().unwrap_or(true);
            (!left || before.is_none_or(is_placed)) && (!right || is_placed(at.saturating_add(1)))
        };
        let next = (0..count).find(|at| placed.get(*at) == Some(&false) && lower_is_placed(*at));
        let Some(at) = next else {
            return order;
        };
        order.extend(written.levels.get(at).copied());
        if let Some(flag) = placed.get_mut(at) {
            *flag = true;
        }
    }
    order
}
