//! One failed case for people: the condition with every value, what led to the result, and what would help.

use std::fmt::Write as _;

use crate::cli::diagnostics::Look;
use crate::explain::{self, Color, Options};
use crate::model::trace::{ConditionTrace, Obstacle, ReadTrace, ValueTrace};
use crate::testing::{Change, Failure, Nearest, Needed, Search};

/// Columns by which everything under a name is indented.
const INDENT: usize = 2;

/// The text under the name of a failed case.
pub(super) fn render(failure: &Failure, nearest: &Nearest, look: Look) -> String {
    let failed: Vec<&ConditionTrace> = failure
        .tried
        .iter()
        .filter(|tried| !tried.holds)
        .map(|tried| &tried.condition)
        .collect();
    let mut text = String::from("expected, but false:\n");
    let explanation = explain::expected(&failure.trace, &failed);
    if let Some(format) = explain::format("text") {
        let color = if look.colour { Color::Yes } else { Color::No };
        let width = look.width.saturating_sub(INDENT);
        text.push_str(&explain::render(
            &explanation,
            format,
            Options { width, color },
        ));
    }
    let trace = &failure.trace;
    let row = trace
        .row
        .as_ref()
        .map_or_else(String::new, |row| format!(" by row `{row}`"));
    let _ = writeln!(text, "\nadvised: `{}`{row}", trace.advice);
    text.push_str(&help(nearest));
    indented(&text)
}

/// The first expectation that does not hold, in one line.
pub(super) fn expected(failure: &Failure) -> String {
    let failed = failure.tried.iter().find(|tried| !tried.holds);
    let text = failed.map_or_else(String::new, |tried| in_words(&tried.condition));
    format!("`{text}`")
}

/// A condition in one line.
fn in_words(condition: &ConditionTrace) -> String {
    let parts: Vec<String> = condition.parts.iter().map(in_words).collect();
    match (condition.op.as_str(), parts.as_slice()) {
        ("test", _) => condition.text.clone().unwrap_or_default(),
        ("not" | "surely", [part]) => format!("{} {part}", condition.op),
        ("at_least", parts) => {
            let least = condition.text.as_deref().unwrap_or("");
            format!("at least {least} of {{ {} }}", parts.join("; "))
        }
        (op, parts) => format!("({})", parts.join(&format!(" {op} "))),
    }
}

/// What would help, a line each.
pub(super) fn help(nearest: &Nearest) -> String {
    let mut text = String::new();
    match nearest {
        Nearest::Facts(changes) => {
            for (at, change) in changes.iter().enumerate() {
                let word = if at == 0 {
                    "it would pass with"
                } else {
                    "or with"
                };
                let facts: Vec<String> = change.iter().map(changed).collect();
                let _ = writeln!(text, "{word} {}", facts.join(" and "));
            }
        }
        Nearest::Rules(search, rules) => {
            let tried = match search {
                Search::Pairs => "no change of one or two facts would make it pass",
                Search::Singles => "no change of one fact would make it pass",
            };
            if rules.is_empty() {
                let _ = writeln!(text, "{tried}, and every rule that points that way fired");
            } else {
                let _ = writeln!(text, "{tried}; these rules would be needed:");
            }
            for rule in rules {
                let _ = writeln!(text, "  {}", needed(rule));
            }
        }
    }
    text
}

fn changed(change: &Change) -> String {
    format!("`{}` {} instead of {}", change.fact, change.to, change.from)
}

fn needed(rule: &Needed) -> String {
    let toward: Vec<String> = rule
        .toward
        .iter()
        .map(|(target, amount)| format!("{target} +{}", crate::base::format_number(*amount, 3)))
        .collect();
    let mut words = format!("`{}`", rule.rule);
    if !toward.is_empty() {
        let _ = write!(words, " ({}, then `{}`)", toward.join(", "), rule.advice);
    }
    let obstacles: Vec<String> = rule.obstacles.iter().map(obstacle).collect();
    if !obstacles.is_empty() {
        let _ = write!(words, ": {}", obstacles.join(", "));
    }
    words
}

fn obstacle(obstacle: &Obstacle) -> String {
    let values: Vec<String> = obstacle.reads.iter().map(read).collect();
    match values.is_empty() {
        true => format!("not `{}`", obstacle.text),
        false => format!("not `{}` ({})", obstacle.text, values.join(", ")),
    }
}

fn read(read: &ReadTrace) -> String {
    let value = match &read.value {
        ValueTrace::YesNo(true) => "yes".to_owned(),
        ValueTrace::YesNo(false) => "no".to_owned(),
        ValueTrace::Number(number) => crate::base::format_number(number.0, 6),
        ValueTrace::Word(word) => word.clone(),
        ValueTrace::Set(words) => format!("[{}]", words.join(", ")),
        ValueTrace::Unknown(()) => "unknown".to_owned(),
    };
    format!("{} = {value}", read.name)
}

fn indented(text: &str) -> String {
    let margin = " ".repeat(INDENT);
    text.lines()
        .map(|line| match line.is_empty() {
            true => "\n".to_owned(),
            false => format!("{margin}{line}\n"),
        })
        .collect()
}
