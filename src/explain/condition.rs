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
    for read in reads(names, condition, truth) {
        let word = names.reading_in_words(read);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// What was read that makes a condition have the truth it has: each thing once, figures left out.
pub(super) fn reads<'t>(
    names: &Names<'_>,
    condition: &'t ConditionTrace,
    truth: Truth,
) -> Vec<&'t ReadTrace> {
    let mut found: Vec<&ReadTrace> = Vec::new();
    for read in all_reads(condition, truth) {
        let is_new = found.iter().all(|other| other.name != read.name);
        if is_new && names.has_title(&read.name) {
            found.push(read);
        }
    }
    found
}

fn all_reads(condition: &ConditionTrace, truth: Truth) -> Vec<&ReadTrace> {
    let mut found = Vec::new();
    let mut waiting = vec![(condition, truth, 0_usize)];
    while let Some((part, truth, depth)) = waiting.pop() {
        if part.truth != truth || depth >= DEEPEST {
            continue;
        }
        found.extend(&part.reads);
        // Under a `not` it is the opposite that counts.
        let inside = if part.op == "not" {
            opposite(truth)
        } else {
            truth
        };
        let parts = part.parts.iter().rev();
        waiting.extend(parts.map(|inner| (inner, inside, depth.saturating_add(1))));
    }
    found
}

/// What evidence adds up to, as conditions name it.
const FIGURES: [&str; 7] = [
    "best",
    "margin",
    "total(",
    "lead(",
    "confidence(",
    "strongest(",
    "tied(",
];

/// Whether a condition holds by what the evidence adds up to, and not by answers alone.
pub(super) fn weighs(names: &Names<'_>, condition: &ConditionTrace) -> bool {
    let is_figure = |name: &str| {
        let mut figures = FIGURES.iter();
        figures.any(|figure| match figure.ends_with('(') {
            true => name.starts_with(figure),
            false => name == *figure,
        })
    };
    let reads = all_reads(condition, condition.truth);
    let mut behind = reads
        .into_iter()
        .flat_map(|read| names.behind(std::slice::from_ref(read)));
    behind.any(is_figure)
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
