//! Conditions as trees: every part with its truth, every test with the values it read.

use crate::model::trace::{ConditionTrace, ReadTrace, Truth, ValueTrace};

use super::document::{Line, Node, Tone};
use super::names::Names;
use super::numbers::number_text;

/// Deeper parts are not shown; a rule file cannot nest as deep.
const DEEPEST: usize = 100;

/// A condition as a tree.
pub(super) fn tree(names: &Names<'_>, condition: &ConditionTrace) -> Node {
    node(names, condition, 0)
}

/// A condition under a word such as "unless".
pub(super) fn under(names: &Names<'_>, word: &str, condition: &ConditionTrace) -> Node {
    let inner = tree(names, condition);
    Node {
        mark: inner.mark,
        text: Line::from(word).plain(" ").join(inner.text),
        parts: inner.parts,
    }
}

/// What is the case where a condition has the truth it has, in words: each fact once, figures left out.
pub(super) fn readings(names: &Names<'_>, condition: &ConditionTrace, truth: Truth) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut waiting = vec![(condition, 0_usize)];
    while let Some((part, depth)) = waiting.pop() {
        let reads = part
            .reads
            .iter()
            .filter(|read| part.truth == truth && names.has_title(&read.name));
        for word in reads.map(|read| names.reading_in_words(read)) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        // Under a `not` it is the opposite that counts, and all that was read tells it.
        if part.truth == truth && depth < DEEPEST {
            let parts = part.parts.iter().rev();
            if part.op == "not" {
                let inner = parts.flat_map(|inner| readings(names, inner, opposite(truth)));
                words.extend(inner);
            } else {
                waiting.extend(parts.map(|inner| (inner, depth.saturating_add(1))));
            }
        }
    }
    words
}

fn opposite(truth: Truth) -> Truth {
    match truth {
        Truth::True => Truth::False,
        Truth::False => Truth::True,
        Truth::Unknown => Truth::Unknown,
    }
}

fn node(names: &Names<'_>, condition: &ConditionTrace, depth: usize) -> Node {
    let (text, shown) =
        denied(names, condition).unwrap_or_else(|| (words(names, condition), flattened(condition)));
    let parts = shown.into_iter().filter(|_| depth < DEEPEST);
    Node {
        mark: condition.truth.into(),
        text,
        parts: parts
            .map(|part| node(names, part, depth.saturating_add(1)))
            .collect(),
    }
}

/// A `not` around a test is one line with it, and one around an `or` is `none of` its parts.
fn denied<'t>(
    names: &Names<'_>,
    condition: &'t ConditionTrace,
) -> Option<(Line, Vec<&'t ConditionTrace>)> {
    let ("not", [inner]) = (&*condition.op, &*condition.parts) else {
        return None;
    };
    let text = inner.text.as_deref().unwrap_or("");
    match &*inner.op {
        "test" => Some((test(names, inner, &format!("not {text}")), Vec::new())),
        "or" => Some(("none of".into(), flattened(inner))),
        _deeper => None,
    }
}

/// The parts, those of an `and` directly within an `and` (an `or` within an `or`) taken up.
fn flattened(condition: &ConditionTrace) -> Vec<&ConditionTrace> {
    let mut flat = Vec::new();
    let mut waiting: Vec<&ConditionTrace> = condition.parts.iter().rev().collect();
    while let Some(part) = waiting.pop() {
        if part.op == condition.op && matches!(&*part.op, "and" | "or") {
            waiting.extend(part.parts.iter().rev());
        } else {
            flat.push(part);
        }
    }
    flat
}

fn words(names: &Names<'_>, condition: &ConditionTrace) -> Line {
    let text = condition.text.as_deref().unwrap_or("");
    match &*condition.op {
        "and" => "all of".into(),
        "or" => "any of".into(),
        "not" => "not".into(),
        "surely" => "known for sure".into(),
        "at_least" => format!("at least {text} of").into(),
        _ => test(names, condition, text),
    }
}

/// Why something is not known although everything that it reads is.
pub(super) const ZERO: &str = "a division by zero";

/// Whether an expression of known values has none itself because it divides by zero. Of one with a `ramp`, which may be over
/// nothing, it is not said.
pub(super) fn divides_by_zero(text: &str, reads: &[ReadTrace]) -> bool {
    let is_known = |read: &ReadTrace| !matches!(read.value, ValueTrace::Unknown(()));
    let divides = text.contains('/') && !text.contains("ramp(");
    divides && !reads.is_empty() && reads.iter().all(is_known)
}

/// A test as written, with what it read.
fn test(names: &Names<'_>, condition: &ConditionTrace, text: &str) -> Line {
    let line = Line::default().code(text);
    let values = names.readings(text, &condition.reads);
    let tone = if condition.truth == Truth::Unknown {
        Tone::Open
    } else {
        Tone::Plain
    };
    let line = match values.is_empty() {
        true => line,
        false => line.quiet(" — ").and(values, tone),
    };
    let divided = condition.truth == Truth::Unknown && divides_by_zero(text, &condition.reads);
    let line = match &condition.failed {
        Some(why) => line.quiet(format!(" — {why}; the result does not depend on it")),
        None if divided => line.and(format!(", {ZERO}"), tone),
        None => line,
    };
    let certainty = condition.certainty.0;
    if condition.truth != Truth::Unknown && certainty < 1.0 {
        line.quiet(format!(", certainty {}", number_text(certainty, 2)))
    } else {
        line
    }
}
