//! Holds the lines of a `result` block against the trace of an evaluation. Evaluates by the library's own functions.
//!
//! A line is `NAME: VALUE` or `NAME OF: VALUE`; numbers are compared as far as they are written out.

use std::fmt::Write as _;

use hansei::model::Profile;
use hansei::model::trace::{RuleStatus, RuleTrace, StrategyTrace, Trace, ValueTrace};
use hansei::plan::Program;

use crate::evaluation::trace;

/// Holds every line against what the profile gives.
pub(super) fn compare(program: &Program, profile: &Profile, lines: &str) -> Result<(), String> {
    let found = trace(program, profile);
    let mut wrong = String::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let Some((key, wanted)) = line.split_once(": ") else {
            return Err(format!("`{line}` is no line of a result"));
        };
        let (key, of) = key.split_once(' ').unwrap_or((key, ""));
        let wanted = wanted.trim();
        let answer = match (&found, key) {
            (Err(problem), "error") => problem.split(':').next().map(str::to_owned),
            (Err(problem), _) => return Err(problem.clone()),
            (Ok(trace), _) => answer(trace, key, of.trim(), wanted),
        };
        let Some(answer) = answer else {
            return Err(format!("`{line}` is no line of a result"));
        };
        if !same(&answer, wanted) {
            let _ = writeln!(wrong, "  `{line}`, but it is {answer}");
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Equal, or equal numbers as far as the decimals that were written out.
fn same(found: &str, wanted: &str) -> bool {
    let decimals = wanted.split_once('.').map_or(0, |(_, part)| part.len());
    match (found.parse::<f64>(), wanted.parse::<f64>()) {
        (Ok(found), Ok(wanted)) => format!("{found:.decimals$}") == format!("{wanted:.decimals$}"),
        _ => found == wanted,
    }
}

/// What a line is about; none where there is no such thing.
fn answer(trace: &Trace, key: &str, of: &str, wanted: &str) -> Option<String> {
    let text = |text: &Option<String>| Some(text.clone().unwrap_or_else(|| "none".into()));
    let number = |number: Option<f64>| Some(number.map_or("none".into(), |n| n.to_string()));
    match key {
        "advice" => Some(trace.advice.clone()),
        "title" => Some(trace.title.clone()),
        "row" => text(&trace.row),
        "sureness" => text(&trace.sureness),
        "capped" => text(&trace.sureness_capped.level),
        "margin" => number(trace.margin.map(|n| n.0)),
        "settled" => Some(settled(trace).into()),
        "possible" => Some(trace.possible_advice.join(", ")),
        "total" => total(trace, of),
        "confidence" if of.is_empty() => number(trace.confidence.map(|n| n.0)),
        "confidence" => Some(strategy(trace, of)?.confidence.0.to_string()),
        "lead" => number(strategy(trace, of)?.lead.map(|n| n.0)),
        "tied" => Some(yes(strategy(trace, of)?.tied)),
        "excluded" => Some(yes(strategy(trace, of)?.excluded)),
        "words" => text(&described(trace, of)?),
        "belief" => {
            let mut all = trace.hypotheses.iter();
            let found = all.find(|hypothesis| hypothesis.name == of)?;
            Some(found.belief.0.to_string())
        }
        "rule" => Some(fate(rule(trace, of)?)),
        "points" => points(rule(trace, of)?),
        "certainty" => certainty(trace, of),
        "why" => text(&rule(trace, of)?.because),
        "let" => derived(trace, of),
        "note" => Some(if trace.notes.iter().any(|note| note.name == wanted) {
            wanted.into()
        } else {
            "not there".into()
        }),
        "notes" => Some(trace.notes.len().to_string()),
        "says" => Some(if outcome_says(trace, wanted) {
            wanted.into()
        } else {
            "not said".into()
        }),
        "contradiction" => {
            let held = trace.contradictions.iter();
            let held: Vec<&str> = held.map(|one| &*one.name).collect();
            Some(held.join(", "))
        }
        "standing" => {
            let table = trace.tables.iter().find(|table| table.name == of)?;
            let rows = table.rows.iter().map(|row| row.standing.word());
            Some(rows.collect::<Vec<_>>().join(", "))
        }
        "moot" => {
            let moot = trace.unknown.iter().filter(|one| one.moot);
            let moot: Vec<&str> = moot.map(|one| &*one.name).collect();
            Some(moot.join(", "))
        }
        "ask" => Some(trace.unknown.first()?.name.clone()),
        _ => None,
    }
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.into()
}

fn settled(trace: &Trace) -> &'static str {
    match trace.settled {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not decided",
    }
}

fn strategy<'t>(trace: &'t Trace, name: &str) -> Option<&'t StrategyTrace> {
    trace
        .strategies
        .iter()
        .find(|strategy| strategy.name == name)
}

fn rule<'t>(trace: &'t Trace, name: &str) -> Option<&'t RuleTrace> {
    trace.rules.iter().find(|rule| rule.name == name)
}

fn total(trace: &Trace, name: &str) -> Option<String> {
    let strategies = trace.strategies.iter().map(|one| (&one.name, one.total.0));
    let hypotheses = trace.hypotheses.iter().map(|one| (&one.name, one.total.0));
    let found = strategies
        .chain(hypotheses)
        .find(|(known, _)| *known == name);
    found.map(|(_, total)| total.to_string())
}

fn described(trace: &Trace, name: &str) -> Option<Option<String>> {
    let strategies = trace
        .strategies
        .iter()
        .map(|one| (&one.name, &one.describe));
    let hypotheses = trace
        .hypotheses
        .iter()
        .map(|one| (&one.name, &one.describe));
    let found = strategies
        .chain(hypotheses)
        .find(|(known, _)| *known == name);
    found.map(|(_, words)| words.clone())
}

/// The status in words: `fired`, `fired by else`, `not fired` …
fn fate(rule: &RuleTrace) -> String {
    let branch = serde_json::to_value(rule.branch).unwrap_or_default();
    match (rule.status, branch.as_str()) {
        (RuleStatus::Fired, Some("else")) => "fired by else".into(),
        (status, _) => {
            let status = serde_json::to_value(status).unwrap_or_default();
            status.as_str().unwrap_or_default().replace('_', " ")
        }
    }
}

/// What the pieces of evidence that counted are worth alone.
fn points(rule: &RuleTrace) -> Option<String> {
    let counted = rule.evidence.iter().filter(|piece| piece.counted);
    let pieces: Vec<String> = counted
        .filter_map(|piece| Some(format!("{} {}", piece.toward, piece.contribution?.0)))
        .collect();
    match (pieces.as_slice(), rule.evidence.as_slice()) {
        ([], _) => Some("none".into()),
        ([_], [only]) => Some(only.contribution?.0.to_string()),
        (all, _) => Some(all.join(", ")),
    }
}

/// Of a rule's condition, of a let.
fn certainty(trace: &Trace, name: &str) -> Option<String> {
    if let Some(rule) = rule(trace, name) {
        return Some(rule.condition.certainty.0.to_string());
    }
    let found = trace.derived.iter().find(|derived| derived.name == name)?;
    Some(found.certainty.0.to_string())
}

/// The value; of an unknown level also what is possible.
fn derived(trace: &Trace, name: &str) -> Option<String> {
    let found = trace.derived.iter().find(|derived| derived.name == name)?;
    Some(match &found.value {
        ValueTrace::YesNo(holds) => yes(*holds),
        ValueTrace::Number(number) => number.0.to_string(),
        ValueTrace::Word(word) => word.clone(),
        ValueTrace::Set(words) => words.join(", "),
        ValueTrace::Unknown(()) if found.possible.is_empty() => "unknown".into(),
        ValueTrace::Unknown(()) => format!("unknown: {}", found.possible.join(" or ")),
    })
}

/// Whether a line of the outcome, a note or a warning reads so; a time, or whether a precondition is met, stands before it.
fn outcome_says(trace: &Trace, wanted: &str) -> bool {
    let notes = trace.notes.iter().flat_map(|note| &note.lines);
    let lines = trace.outcome_lines.iter().chain(notes).map(|line| {
        let within = line.within.as_ref();
        let within = within.map(|time| format!("within {} {}: ", time.amount, time.unit));
        let met = line.met.as_ref();
        let met = met.map(|met| format!("{}: ", met.status.word()));
        format!("{}{}", within.or(met).unwrap_or_default(), line.text)
    });
    lines
        .chain(trace.warnings.iter().cloned())
        .any(|text| text == wanted)
}
