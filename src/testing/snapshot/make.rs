//! From a trace to a snapshot: a line a thing that matters, in the order of names, without places.

use std::collections::BTreeMap;

use super::given::shown;
use super::{Entry, Section, Snapshot};
use crate::base::{format_number, format_signed};
use crate::model::trace::{
    Branch, LedgerKind, N, RowStatus, RuleStatus, RuleTrace, Trace, ValueTrace,
};
use crate::model::{Profile, Rulebook};

/// The snapshot of a profile's trace. What the rules say stands in the rules; a snapshot says what comes of it.
pub fn make(book: &Rulebook, trace: &Trace, profile: &Profile) -> Snapshot {
    let sections = vec![
        ("facts", facts(book, profile)),
        ("derived", derived(trace)),
        ("hypotheses", hypotheses(trace)),
        ("rules", rules(trace)),
        ("groups", groups(trace)),
        ("unknown rules", unknown(trace)),
        ("notes", notes(trace)),
        ("wording", wording(trace)),
    ];
    Snapshot {
        head: head(book, trace),
        sections: sections
            .into_iter()
            .filter(|(_, entries)| !entries.is_empty())
            .map(|(name, entries)| Section {
                name: name.into(),
                entries,
            })
            .collect(),
    }
}

fn head(book: &Rulebook, trace: &Trace) -> Vec<(String, String)> {
    let figure = |number: Option<N>, places| {
        number.map_or_else(
            || "none".to_owned(),
            |number| format_number(number.0, places),
        )
    };
    let settled = match trace.settled {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not decided",
    };
    let scale: Vec<String> = trace
        .method
        .scale
        .iter()
        .map(|value| format_number(value.0, 6))
        .collect();
    let mut head = vec![
        ("advice", trace.advice.clone()),
        ("row", row(book, trace)),
        ("confidence", figure(trace.confidence, 4)),
        ("margin", figure(trace.margin, 6)),
    ];
    if let Some(sureness) = &trace.sureness {
        head.push(("sureness", sureness.clone()));
    }
    head.push(("settled", settled.to_owned()));
    head.push(("totals", totals(trace)));
    head.push((
        "method",
        format!("{} {}", trace.method.name, scale.join(" ")),
    ));
    head.into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// The row that gave the advice: its label, else its outcome, and which of the rows with that outcome it is.
fn row(book: &Rulebook, trace: &Trace) -> String {
    let mut rows = trace.advice_rows.iter();
    let chosen = rows.find(|row| row.status == RowStatus::Chosen);
    let at = chosen.and_then(|row| usize::try_from(row.row).ok()?.checked_sub(1));
    let rows = book.advice.as_ref().map_or(&[][..], |advice| &advice.rows);
    let Some((at, row)) = at.and_then(|at| Some((at, rows.get(at)?))) else {
        return "none".into();
    };
    if let Some(label) = &row.label {
        return label.to_string();
    }
    let name = row
        .outcome
        .map_or("undecided", |id| &*book.outcomes[id].name);
    let above = rows.iter().take(at);
    let alike = above.filter(|other| other.label.is_none() && other.outcome == row.outcome);
    match alike.count() {
        0 => name.to_owned(),
        above => format!("{name} ({})", above.saturating_add(1)),
    }
}

fn totals(trace: &Trace) -> String {
    let mut totals: Vec<String> = trace
        .strategies
        .iter()
        .map(|strategy| {
            let mut text = format!("{} {}", strategy.name, format_number(strategy.total.0, 6));
            if strategy.excluded {
                text.push_str(" (excluded)");
            }
            text
        })
        .collect();
    totals.sort();
    totals.join(", ")
}

fn entry(key: impl Into<String>, value: impl Into<String>) -> Entry {
    Entry {
        key: key.into(),
        value: one_line(&value.into()),
    }
}

/// White space folded, so that a thing is a line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value as it is written in a profile.
fn value(value: &ValueTrace) -> String {
    match value {
        ValueTrace::YesNo(true) => "yes".into(),
        ValueTrace::YesNo(false) => "no".into(),
        ValueTrace::Number(number) => format_number(number.0, 6),
        ValueTrace::Word(word) => word.clone(),
        ValueTrace::Set(words) => format!("[{}]", words.join(", ")),
        ValueTrace::Unknown(()) => "unknown".into(),
    }
}

fn sure(certainty: N) -> String {
    match certainty.0 {
        1.0 => String::new(),
        certainty => format!(", certainty {}", format_number(certainty, 4)),
    }
}

/// All that is given, read or not: what is read changes with the rules.
fn facts(book: &Rulebook, profile: &Profile) -> Vec<Entry> {
    let given = profile.facts.iter();
    let given = given.filter_map(|(id, given)| {
        let fact = book.facts.find(id)?;
        Some(entry(&*fact.name, shown(fact, given.as_ref()?)))
    });
    given.collect()
}

fn derived(trace: &Trace) -> Vec<Entry> {
    let known = trace
        .derived
        .iter()
        .filter(|one| one.value != ValueTrace::Unknown(()));
    known
        .map(|one| {
            let value = value(&one.value) + sure(one.certainty).as_str();
            entry(&one.name, value)
        })
        .collect()
}

fn hypotheses(trace: &Trace) -> Vec<Entry> {
    let line = |one: &crate::model::trace::HypothesisTrace| {
        let (total, belief) = (
            format_number(one.total.0, 6),
            format_number(one.belief.0, 4),
        );
        entry(&one.name, format!("{total}, belief {belief}"))
    };
    trace.hypotheses.iter().map(line).collect()
}

fn rules(trace: &Trace) -> Vec<Entry> {
    let told = |status| !matches!(status, RuleStatus::NotFired | RuleStatus::Unknown);
    let rules = trace.rules.iter().filter(|rule| told(rule.status));
    rules.map(|rule| entry(&rule.name, became(rule))).collect()
}

/// What became of a rule.
fn became(rule: &RuleTrace) -> String {
    match rule.status {
        RuleStatus::Defeated => format!("defeated by {}", rule.defeated_by.join(", ")),
        RuleStatus::Stopped => "stopped".into(),
        RuleStatus::Unknown => "unknown".into(),
        RuleStatus::NotFired => "not fired".into(),
        RuleStatus::Fired => {
            let counted = rule.evidence.iter().filter(|piece| piece.counted);
            let mut parts: Vec<String> = counted
                .map(|piece| {
                    let amount = piece.contribution.map_or(f64::NAN, |amount| amount.0);
                    format!("{} {}", piece.toward, format_signed(amount, 6))
                })
                .collect();
            if rule.branch == Some(Branch::Then) {
                parts.extend(rule.excludes.iter().map(|name| format!("excludes {name}")));
            } else {
                parts.insert(0, "else".into());
            }
            if parts.is_empty() {
                parts.push("fired".into());
            }
            parts.join(", ")
        }
    }
}

/// The groups of rules that fired, and what each cut away.
fn groups(trace: &Trace) -> Vec<Entry> {
    let fired = trace
        .rules
        .iter()
        .filter(|rule| rule.status == RuleStatus::Fired);
    let mut found: BTreeMap<&str, Vec<String>> = fired
        .filter_map(|rule| Some((rule.group.as_deref()?, Vec::new())))
        .collect();
    for line in trace
        .ledger
        .iter()
        .filter(|line| line.kind == LedgerKind::Cut)
    {
        let cuts = found.entry(&line.name).or_default();
        cuts.push(format!("{} cut", line.toward));
    }
    found
        .into_iter()
        .map(|(name, mut cuts)| {
            cuts.sort();
            cuts.dedup();
            entry(name, cuts.join(", "))
        })
        .collect()
}

fn unknown(trace: &Trace) -> Vec<Entry> {
    let unknown = trace
        .rules
        .iter()
        .filter(|rule| rule.status == RuleStatus::Unknown);
    unknown.map(|rule| entry(&rule.name, "")).collect()
}

fn notes(trace: &Trace) -> Vec<Entry> {
    let notes = trace.notes.iter();
    notes.map(|note| entry(&note.name, "")).collect()
}

/// Everything that is said in words.
fn wording(trace: &Trace) -> Vec<Entry> {
    let mut entries = vec![entry("advice", &trace.title)];
    let chosen = trace
        .advice_rows
        .iter()
        .find(|row| row.status == RowStatus::Chosen);
    let because = |key: &str, text: Option<&String>| text.map(|text| entry(key, text));
    entries.extend(because(
        "because",
        chosen.and_then(|row| row.because.as_ref()),
    ));
    entries.extend(because("sureness", trace.sureness_because.as_ref()));
    let fired = trace
        .rules
        .iter()
        .filter(|rule| rule.status == RuleStatus::Fired);
    entries.extend(fired.filter_map(|rule| because(&rule.name, rule.because.as_ref())));
    let lines = trace.outcome_lines.iter();
    entries.extend(lines.map(|line| entry(&line.kind, &line.text)));
    for note in &trace.notes {
        entries.extend(because(&note.name, note.because.as_ref()));
        let lines = note.lines.iter();
        entries.extend(lines.map(|line| entry(format!("{} {}", note.name, line.kind), &line.text)));
    }
    entries.extend(
        trace
            .warnings
            .iter()
            .map(|warning| entry("warning", warning)),
    );
    entries
}
