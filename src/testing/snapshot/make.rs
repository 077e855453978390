//! From a trace to a snapshot: a line a thing that matters, in the order of names, without places.

use std::collections::{BTreeMap, BTreeSet};

use super::define::{Definitions, words};
use super::{Entry, Section, Snapshot};
use crate::base::{format_number, format_signed};
use crate::model::Rulebook;
use crate::model::trace::{
    Branch, LedgerKind, N, RowStatus, RuleStatus, RuleTrace, Trace, ValueTrace,
};

/// What is the same for all snapshots of a rulebook.
#[derive(Clone, Debug)]
pub struct Maker<'b> {
    book: &'b Rulebook,
    definitions: Definitions,
}

impl<'b> Maker<'b> {
    /// For a rulebook.
    pub fn new(book: &'b Rulebook) -> Self {
        Self {
            book,
            definitions: Definitions::of(book),
        }
    }

    /// What the rulebook says.
    pub fn definitions(&self) -> &Definitions {
        &self.definitions
    }
}

/// The snapshot of a trace.
pub fn make(maker: &Maker<'_>, trace: &Trace) -> Snapshot {
    let mut sections = vec![
        ("facts", facts(trace)),
        ("derived", derived(trace)),
        ("hypotheses", hypotheses(trace)),
        ("rules", rules(maker, trace)),
        ("groups", groups(maker, trace)),
        ("unknown rules", unknown(trace)),
        ("notes", notes(maker, trace)),
        ("wording", wording(trace)),
    ];
    let parameters = parameters(maker, &row(maker, trace), &sections);
    sections.insert(1, ("parameters", parameters));
    Snapshot {
        head: head(maker, trace),
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

fn head(maker: &Maker<'_>, trace: &Trace) -> Vec<(String, String)> {
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
        ("row", row(maker, trace)),
        ("confidence", figure(trace.confidence, 4)),
        ("margin", figure(trace.margin, 6)),
    ];
    if let Some(sureness) = &trace.sureness {
        head.push(("sureness", sureness.clone()));
    }
    head.push(("settled", settled.to_owned()));
    head.push(("totals", totals(maker.book, trace)));
    head.push((
        "method",
        format!("{} {}", trace.method.name, scale.join(" ")),
    ));
    head.into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// The row that gave the advice: its label, and what it says.
fn row(maker: &Maker<'_>, trace: &Trace) -> String {
    let chosen = trace
        .advice_rows
        .iter()
        .find(|row| row.status == RowStatus::Chosen);
    let at = chosen.and_then(|row| usize::try_from(row.row).ok()?.checked_sub(1));
    let Some((label, says)) = at.and_then(|at| maker.definitions.rows.get(at)) else {
        return "none".into();
    };
    match label.as_str() {
        "" => says.clone(),
        label => format!("{label} = {says}"),
    }
}

fn totals(book: &Rulebook, trace: &Trace) -> String {
    let mut totals: Vec<String> = trace
        .strategies
        .iter()
        .map(|strategy| {
            let prior = book
                .targets
                .values()
                .find(|target| *target.name == *strategy.name);
            let prior = prior.map_or(0.0, |target| target.prior);
            let mut text = format!("{} {}", strategy.name, format_number(strategy.total.0, 6));
            if prior != 0.0 {
                text.push_str(&format!(" (prior {})", format_number(prior, 6)));
            }
            if strategy.excluded {
                text.push_str(" (excluded)");
            }
            text
        })
        .collect();
    totals.sort();
    totals.join(", ")
}

fn entry(key: impl Into<String>, value: impl Into<String>, definition: impl Into<String>) -> Entry {
    Entry {
        key: key.into(),
        value: one_line(&value.into()),
        definition: one_line(&definition.into()),
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

fn facts(trace: &Trace) -> Vec<Entry> {
    let read = trace.facts.iter().filter(|fact| fact.read);
    read.map(|fact| {
        entry(
            &fact.name,
            value(&fact.value) + sure(fact.certainty).as_str(),
            "",
        )
    })
    .collect()
}

/// The parameters that something shown here names.
fn parameters(maker: &Maker<'_>, row: &str, sections: &[(&str, Vec<Entry>)]) -> Vec<Entry> {
    let definitions = sections
        .iter()
        .flat_map(|(_, entries)| entries.iter().map(|entry| entry.definition.as_str()));
    let named: BTreeSet<&str> = definitions.chain([row]).flat_map(words).collect();
    let parameters = maker.definitions.parameters.iter();
    parameters
        .filter(|(name, _)| named.contains(name.as_str()))
        .map(|(name, value)| entry(name, value, ""))
        .collect()
}

fn derived(trace: &Trace) -> Vec<Entry> {
    let known = trace
        .derived
        .iter()
        .filter(|one| one.value != ValueTrace::Unknown(()));
    known
        .map(|one| {
            // That something is not so has many reasons; that it is, has one.
            let rule = match one.value {
                ValueTrace::YesNo(false) => "",
                _ => &one.rule,
            };
            entry(
                &one.name,
                value(&one.value) + sure(one.certainty).as_str(),
                rule,
            )
        })
        .collect()
}

fn hypotheses(trace: &Trace) -> Vec<Entry> {
    let line = |one: &crate::model::trace::HypothesisTrace| {
        let (total, belief) = (
            format_number(one.total.0, 6),
            format_number(one.belief.0, 4),
        );
        entry(&one.name, format!("{total}, belief {belief}"), "")
    };
    trace.hypotheses.iter().map(line).collect()
}

fn rules(maker: &Maker<'_>, trace: &Trace) -> Vec<Entry> {
    let told = |status| !matches!(status, RuleStatus::NotFired | RuleStatus::Unknown);
    let rules = trace.rules.iter().filter(|rule| told(rule.status));
    rules
        .map(|rule| {
            let definition = maker.definitions.rules.get(&rule.name);
            let definition = definition.map_or("", String::as_str);
            entry(&rule.name, became(rule), definition)
        })
        .collect()
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
fn groups(maker: &Maker<'_>, trace: &Trace) -> Vec<Entry> {
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
            let limit = maker.definitions.groups.get(name);
            entry(name, cuts.join(", "), limit.map_or("", String::as_str))
        })
        .collect()
}

fn unknown(trace: &Trace) -> Vec<Entry> {
    let unknown = trace
        .rules
        .iter()
        .filter(|rule| rule.status == RuleStatus::Unknown);
    unknown.map(|rule| entry(&rule.name, "", "")).collect()
}

fn notes(maker: &Maker<'_>, trace: &Trace) -> Vec<Entry> {
    let line = |note: &crate::model::trace::NoteTrace| {
        let definition = maker.definitions.notes.get(&note.name);
        entry(&note.name, "", definition.map_or("", String::as_str))
    };
    trace.notes.iter().map(line).collect()
}

/// Everything that is said in words.
fn wording(trace: &Trace) -> Vec<Entry> {
    let mut entries = vec![entry("advice", &trace.title, "")];
    let chosen = trace
        .advice_rows
        .iter()
        .find(|row| row.status == RowStatus::Chosen);
    let because = |key: &str, text: Option<&String>| text.map(|text| entry(key, text, ""));
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
    entries.extend(lines.map(|line| entry(&line.kind, &line.text, "")));
    for note in &trace.notes {
        entries.extend(because(&note.name, note.because.as_ref()));
        let lines = note.lines.iter();
        entries.extend(
            lines.map(|line| entry(format!("{} {}", note.name, line.kind), &line.text, "")),
        );
    }
    entries.extend(
        trace
            .warnings
            .iter()
            .map(|warning| entry("warning", warning, "")),
    );
    entries
}
