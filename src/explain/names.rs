//! What a trace calls things: titles, values in words, units, and names that were not found. Says nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{format_number, nearest, with_unit};
use crate::model::trace::{AnswersTrace, FactTrace, ReadTrace, Trace, UnknownTrace, ValueTrace};

use super::answers;
use super::numbers::Unit;

/// A trace with its titles at hand.
pub(super) struct Names<'t> {
    /// The trace.
    pub(super) trace: &'t Trace,
    titles: BTreeMap<&'t str, &'t str>,
    values: BTreeMap<&'t str, &'t str>,
    /// The known facts whose value is a set.
    sets: BTreeSet<&'t str>,
    /// What the method counts in.
    pub(super) unit: Unit,
    /// Whether the page ends with a list of all sources, so that they are cited in short before it.
    pub(super) lists_sources: bool,
}

impl<'t> Names<'t> {
    /// Collects the titles of a trace.
    pub(super) fn new(trace: &'t Trace) -> Self {
        let mut titles: BTreeMap<&str, &str> = BTreeMap::new();
        let mut values: BTreeMap<&str, &str> = BTreeMap::new();
        titles.extend(trace.facts.iter().map(|f| (&*f.name, &*f.title)));
        titles.extend(trace.unknown.iter().map(|f| (&*f.name, &*f.title)));
        titles.extend(trace.derived.iter().map(|d| (&*d.name, &*d.title)));
        titles.extend(trace.rules.iter().map(|r| (&*r.name, &*r.title)));
        titles.extend(trace.notes.iter().map(|n| (&*n.name, &*n.title)));
        titles.extend(trace.hypotheses.iter().map(|h| (&*h.name, &*h.title)));
        titles.extend(trace.ledger.iter().map(|l| (&*l.name, &*l.title)));
        titles.extend(
            trace
                .advice_rows
                .iter()
                .map(|row| (&*row.outcome, &*row.title)),
        );
        let groups = trace
            .rules
            .iter()
            .filter_map(|r| r.group.as_deref().zip(r.group_title.as_deref()));
        titles.extend(groups);
        titles.insert(&trace.advice, &trace.title);
        titles.extend(trace.strategies.iter().map(|s| (&*s.name, &*s.title)));
        titles.retain(|_, title| !title.trim().is_empty());
        values.extend(trace.facts.iter().map(|f| (&*f.name, &*f.words)));
        values.extend(trace.derived.iter().map(|d| (&*d.name, &*d.words)));
        let is_set = |fact: &&FactTrace| matches!(fact.value, ValueTrace::Set(_));
        Self {
            trace,
            titles,
            values,
            sets: trace
                .facts
                .iter()
                .filter(is_set)
                .map(|f| &*f.name)
                .collect(),
            unit: Unit::of(&trace.method),
            lists_sources: false,
        }
    }

    /// The same for a page that lists all sources.
    #[must_use]
    pub(super) fn listing_sources(self) -> Self {
        Self {
            lists_sources: true,
            ..self
        }
    }

    /// The questions that are open: read, not answered, and not moot.
    pub(super) fn open(&self) -> impl Iterator<Item = &'t UnknownTrace> + use<'t> {
        let unknown = self.trace.unknown.iter();
        unknown.filter(|fact| fact.read && !fact.moot)
    }

    /// The title of a thing; where it has none, the last part of its name with spaces.
    pub(super) fn title(&self, name: &str) -> String {
        let last = name.rsplit('.').next().unwrap_or(name);
        match self.titles.get(name) {
            Some(title) if **title != *last => (*title).to_owned(),
            Some(_) => last.replace('_', " "),
            None if name.contains('.') => name.to_owned(),
            None => name.replace('_', " "),
        }
    }

    /// Whether it is something with a title, and not a figure such as `margin`.
    pub(super) fn has_title(&self, name: &str) -> bool {
        self.titles.contains_key(name)
    }

    /// The titles of several things, as an enumeration.
    pub(super) fn titles(&self, names: &[String]) -> String {
        let titles: Vec<String> = names.iter().map(|name| self.title(name)).collect();
        enumerate(&titles)
    }

    /// What a test read, said behind its text: "it is slow", "yes", "margin is 14.6, small_margin is 4".
    pub(super) fn readings(&self, text: &str, reads: &[ReadTrace]) -> String {
        let said = |read: &ReadTrace| match reads {
            [one] if text.contains(&*one.name) => self.said_of_it(one),
            _several if is_nobody(read) => self.value_read(read),
            _several => format!("{} {}", read.name, self.said(read)),
        };
        reads.iter().map(said).collect::<Vec<_>>().join(", ")
    }

    /// The value of what the text before has named.
    fn said_of_it(&self, read: &ReadTrace) -> String {
        match &read.value {
            ValueTrace::YesNo(_) | ValueTrace::Unknown(()) => self.value_read(read),
            ValueTrace::Number(_) | ValueTrace::Word(_) | ValueTrace::Set(_) => {
                format!("it {}", self.said(read))
            }
        }
    }

    fn said(&self, read: &ReadTrace) -> String {
        let value = self.value_read(read);
        match &read.value {
            ValueTrace::Set(_) => format!("has {value}"),
            _ => format!("is {value}"),
        }
    }

    /// A value that was read, with the fact's own words where there are some.
    pub(super) fn value_read(&self, read: &ReadTrace) -> String {
        let text = value(&read.value);
        let words = self.values.get(&*read.name).map(|words| words.trim());
        match (&read.value, words) {
            (ValueTrace::Unknown(()), _) if is_nobody(read) => "no one is ahead".into(),
            (ValueTrace::Unknown(()), _) => text,
            (ValueTrace::Number(_) | ValueTrace::YesNo(_), Some(words)) if !words.is_empty() => {
                words.to_owned()
            }
            (_, Some(words)) if !words.is_empty() && words != text => format!("{text} ({words})"),
            _ => text,
        }
    }

    /// A value that was read, by titles and words alone: "Growth is below 2 % a year".
    pub(super) fn reading_in_words(&self, read: &ReadTrace) -> String {
        let title = self.title(&read.name);
        let words = self
            .values
            .get(&*read.name)
            .map_or("", |words| words.trim());
        match (&read.value, words) {
            (ValueTrace::Unknown(()), _) if is_nobody(read) => "No one is ahead".into(),
            (ValueTrace::Unknown(()), _) => format!("{title} is not known"),
            (ValueTrace::YesNo(true), _) => title,
            (ValueTrace::YesNo(false), _) => format!("{title}: no"),
            // "Flags is none" would be no sentence.
            (ValueTrace::Set(_), "") => format!("{title}: {}", value(&read.value)),
            (ValueTrace::Set(_), words) => format!("{title}: {words}"),
            (other, "") => format!("{title} is {}", value(other)),
            (_, words) => format!("{title} is {words}"),
        }
    }

    /// A value that was read, by its words alone: "below 2 % a year".
    pub(super) fn value_in_words(&self, read: &ReadTrace) -> String {
        match self.values.get(&*read.name).map(|words| words.trim()) {
            Some(words) if !words.is_empty() => words.to_owned(),
            _ if is_nobody(read) => "no one is ahead".into(),
            _ => value(&read.value).replace('_', " "),
        }
    }

    /// An answer that an unknown fact could have, in the words of its levels and with its unit.
    pub(super) fn answer(&self, fact: &str, given: &ValueTrace) -> String {
        let mut unknown = self.trace.unknown.iter();
        let unknown = unknown.find(|one| one.name == fact);
        let answers = unknown.and_then(|one| one.answers.as_ref());
        match (given, answers) {
            (ValueTrace::Word(word), Some(answers)) => level_words(answers, word),
            (ValueTrace::Set(words), Some(answers)) if !words.is_empty() => {
                let words = words.iter().map(|word| level_words(answers, word));
                words.collect::<Vec<_>>().join(", ")
            }
            (ValueTrace::Number(number), Some(answers)) => {
                with_unit(format_number(number.0, 3), answers.unit.as_deref())
            }
            (other, _) => value(other).replace('_', " "),
        }
    }

    /// The names of the values that are read, and of those from which the derived ones among them are computed.
    pub(super) fn behind<'r>(&self, reads: &'r [ReadTrace]) -> BTreeSet<&'r str>
    where
        't: 'r,
    {
        let mut found: BTreeSet<&'r str> = BTreeSet::new();
        let mut waiting: Vec<&'r ReadTrace> = reads.iter().collect();
        while let Some(read) = waiting.pop() {
            if found.insert(&read.name) {
                let mut derived = self.trace.derived.iter();
                let derived = derived.find(|one| one.name == read.name);
                waiting.extend(derived.into_iter().flat_map(|one| &one.reads));
            }
        }
        found
    }

    /// What a rule rests on, as the ledger gives it, with titles in the place of names.
    pub(super) fn given(&self, facts: &[String]) -> String {
        let titled = facts.iter().map(|fact| match fact.split_once(" is ") {
            Some((name, "yes")) if self.has_title(name) => self.title(name),
            Some((name, "no")) if self.has_title(name) => format!("{}: no", self.title(name)),
            Some((name, words)) if self.sets.contains(name) => {
                format!("{}: {words}", self.title(name))
            }
            Some((name, words)) if self.has_title(name) => {
                format!("{} is {words}", self.title(name))
            }
            _ => fact.clone(),
        });
        titled.collect::<Vec<_>>().join(", ")
    }
}

/// The words of one of the levels that a fact has.
fn level_words(answers: &AnswersTrace, level: &str) -> String {
    let mut levels = answers.levels.iter();
    let level_of = levels.find(|one| one.name == level);
    let words = level_of.and_then(answers::words);
    words.map_or_else(|| level.replace('_', " "), str::to_owned)
}

/// Whether it is the best strategy where none leads all others.
fn is_nobody(read: &ReadTrace) -> bool {
    &*read.name == "best" && matches!(read.value, ValueTrace::Unknown(()))
}

/// A value in words.
pub(super) fn value(value: &ValueTrace) -> String {
    match value {
        ValueTrace::YesNo(true) => "yes".into(),
        ValueTrace::YesNo(false) => "no".into(),
        ValueTrace::Number(number) => format_number(number.0, 3),
        ValueTrace::Word(word) => word.clone(),
        ValueTrace::Set(words) if words.is_empty() => "none".into(),
        ValueTrace::Set(words) => words.join(", "),
        ValueTrace::Unknown(()) => "not known".into(),
    }
}

/// "a", "a and b", "a, b and c".
pub(super) fn enumerate(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A name that a trace does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// What was asked for.
    pub name: String,
    /// What kind of thing it should have been, such as `rule`.
    pub kind: &'static str,
    /// The valid names most like it, nearest first.
    pub nearest: Vec<String>,
}

impl UnknownName {
    /// How many names are suggested at most.
    const SUGGESTIONS: usize = 5;

    /// The problem with a name, where `valid` are the names that exist.
    pub(super) fn new<'a>(
        name: &str,
        kind: &'static str,
        valid: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let valid: BTreeSet<&str> = valid.into_iter().collect();
        let mut found: Vec<&str> = nearest(name, valid.iter().copied()).into_iter().collect();
        let lower = name.to_lowercase();
        let alike = |valid: &&&str| {
            let other = valid.to_lowercase();
            !lower.is_empty() && (other.contains(&lower) || lower.contains(&other))
        };
        found.extend(valid.iter().filter(alike).copied());
        if found.is_empty() {
            found.extend(nearest_part(name, &valid));
        }
        if found.is_empty() && valid.len() <= Self::SUGGESTIONS {
            found.extend(valid);
        }
        let mut nearest: Vec<String> = Vec::new();
        for near in found {
            if nearest.len() < Self::SUGGESTIONS && !nearest.iter().any(|other| other == near) {
                nearest.push(near.to_owned());
            }
        }
        Self {
            name: name.to_owned(),
            kind,
            nearest,
        }
    }

    /// What can be done about it.
    pub fn help(&self) -> Option<String> {
        let quoted: Vec<String> = self
            .nearest
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        (!quoted.is_empty()).then(|| format!("did you mean {}?", quoted.join(" or ")))
    }
}

/// The names whose beginning, end or a part between dots is nearest to `name`: a contrast of its rows, a fact of a topic.
fn nearest_part<'v>(name: &str, valid: &BTreeSet<&'v str>) -> Vec<&'v str> {
    let parts = |full: &'v str| {
        let dots = full.match_indices('.').map(|(at, _)| at);
        let ends = dots.flat_map(move |at| [full.get(..at), full.get(at.saturating_add(1)..)]);
        ends.flatten().chain(full.split('.'))
    };
    let Some(part) = nearest(name, valid.iter().copied().flat_map(parts)) else {
        return Vec::new();
    };
    let has_part = |full: &&&'v str| parts(full).any(|other| other == part);
    valid.iter().filter(has_part).copied().collect()
}

impl std::fmt::Display for UnknownName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "this evaluation has no {} `{}`", self.kind, self.name)
    }
}

impl std::error::Error for UnknownName {}
