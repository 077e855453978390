//! Holds a tree against the facts of a rulebook: names, forms and values, all problems together.
//! What the file is, and how it was written, it does not know.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::names::{Means, Names, PARTS};
use super::problems::{self, did_you_mean, list, nearest, quote, renumbered, respelt};
use super::read::Stated;
use super::tree::{Entry, Node, NodeKind, plain_number};
use super::value::{ValueReader, meant_certainty, share};
use crate::base::{Diagnostic, Id, Limits, Span};
use crate::model::{CERTAINTIES, FactId, Given, Missing, Value, certainty_in_words};

/// What a tree says of the facts.
#[derive(Clone, Debug, Default)]
pub(super) struct Collected {
    /// The profile's `id`.
    pub(super) id: Option<String>,
    /// The facts that are mentioned, with the place of the value; `None` is unknown.
    pub(super) facts: Vec<(FactId, Option<Given>, Span)>,
    /// Notes on facts that are unknown all the same.
    pub(super) notes: BTreeMap<FactId, Arc<str>>,
    /// Why facts have no answer.
    pub(super) missing: BTreeMap<FactId, Missing>,
    /// What a case expects; filled in by whoever took it out of the entries.
    pub(super) expects: Vec<Stated>,
    /// All problems, in the order of their places.
    pub(super) problems: Vec<Diagnostic>,
}

/// A name that no fact has, with its place.
pub(super) type Stranger = (String, Span);

/// Reads the entries of a profile. `source` is the text in which the spans lie, where there is one.
pub(super) fn collect(entries: &[Entry<'_>], source: &str, names: &Names<'_>) -> Collected {
    let mut collector = Collector::new(source, names);
    collector.table(None, entries);
    collector.finish()
}

/// As [`collect`], for a row of a table that may hold other things too: names that no fact has come apart.
pub(super) fn collect_among_others(
    entries: &[Entry<'_>],
    source: &str,
    names: &Names<'_>,
) -> (Collected, Vec<Stranger>) {
    let mut collector = Collector::new(source, names);
    collector.strangers = Some(Vec::new());
    collector.table(None, entries);
    let strangers = collector.strangers.take().unwrap_or_default();
    (collector.finish(), strangers)
}

/// Reads values of which it is known what they are: parts of facts by their place among [`PARTS`], and the `id`.
pub(super) fn collect_parts<'t>(
    parts: impl Iterator<Item = (FactId, usize, &'t Node<'t>)>,
    id: Option<&'t Node<'t>>,
    names: &Names<'_>,
) -> Collected {
    let mut collector = Collector::new("", names);
    collector.id = id.map(|node| (node.span, node));
    for (fact, at, node) in parts {
        collector.part(fact, at, node.span, node);
    }
    collector.finish()
}

/// A part of a fact that is more than an empty cell.
fn given<'t>(part: Option<(Span, &'t Node<'t>)>) -> Option<(Span, &'t Node<'t>)> {
    part.filter(|(_, node)| !matches!(node.kind, NodeKind::Null))
}

struct Collector<'n, 't> {
    names: &'n Names<'n>,
    source: &'t str,
    slots: Vec<Slot<'t>>,
    /// The key, and the value.
    id: Option<(Span, &'t Node<'t>)>,
    problems: Vec<Diagnostic>,
    /// Where names that no fact has are kept, if that is no problem.
    strangers: Option<Vec<Stranger>>,
}

impl<'n, 't> Collector<'n, 't> {
    fn new(source: &'t str, names: &'n Names<'n>) -> Self {
        Self {
            names,
            source,
            slots: vec![Slot::default(); names.rulebook.facts.len()],
            id: None,
            problems: Vec::new(),
            strangers: None,
        }
    }

    /// What the values say.
    fn finish(mut self) -> Collected {
        let mut collected = Collected {
            id: self.read_id(),
            ..Collected::default()
        };
        for at in 0..self.slots.len() {
            let id = FactId::from_usize(at);
            if let Some((given, span)) = self.read_fact(id, &mut collected) {
                collected.facts.push((id, given, span));
            }
        }
        collected.problems = self.problems;
        collected.problems.sort_by_key(Diagnostic::span);
        collected
    }
}

/// Where the parts of one fact stand.
#[derive(Clone, Copy, Default)]
struct Slot<'t> {
    /// The key that is the fact's own.
    whole: Option<Span>,
    /// In the order of [`PARTS`]: the key, and the value.
    parts: [Option<(Span, &'t Node<'t>)>; 4],
}

/// First pass: whose is each value?
impl<'t> Collector<'_, 't> {
    fn table(&mut self, prefix: Option<&str>, entries: &'t [Entry<'t>]) {
        for entry in entries {
            if self.problems.len() >= Limits::DEFAULT.diagnostics {
                return;
            }
            let name = match prefix {
                None => Cow::Borrowed(&*entry.key),
                Some(prefix) => Cow::Owned(format!("{prefix}.{}", entry.key)),
            };
            self.entry(&name, entry);
        }
    }

    fn entry(&mut self, name: &str, entry: &'t Entry<'t>) {
        let topic = self.names.is_topic(name);
        if topic
            && let NodeKind::Table(entries) = &entry.value.kind
            && !self.is_form_of_short_name(name, entries)
        {
            return self.table(Some(name), entries);
        }
        if name == "id" {
            return self.id(entry);
        }
        match self.names.means(name) {
            Means::Whole(id) => {
                let renamed = self.names.renamed(name, id, entry.key_span);
                self.problems.extend(renamed);
                self.whole(id, entry);
            }
            Means::Part(id, at) => self.part(id, at, entry.key_span, &entry.value),
            Means::Ambiguous(facts) => {
                let problem = self.names.ambiguous(name, &facts, entry.key_span);
                self.problems.push(problem);
            }
            nothing => match &mut self.strangers {
                Some(strangers) => strangers.push((name.to_owned(), entry.key_span)),
                None if nothing == Means::Topic => self.topic_with_value(name, entry),
                None => self.not_a_fact(name, entry),
            },
        }
    }

    /// A topic and a fact may share a name; a table under it is the topic, unless it is a fact's long form.
    fn is_form_of_short_name(&self, name: &str, entries: &[Entry<'_>]) -> bool {
        matches!(self.names.means(name), Means::Whole(_))
            && entries.iter().any(|entry| entry.key == "value")
            && self.names.full(&format!("{name}.value")).is_none()
    }

    fn topic_with_value(&mut self, name: &str, entry: &Entry<'_>) {
        if matches!(entry.value.kind, NodeKind::Null | NodeKind::Broken) {
            return;
        }
        let found = entry.value.kind.words();
        let problem = self.names.topic_with_value(name, found, entry.key_span);
        self.problems.push(problem);
    }

    fn not_a_fact(&mut self, name: &str, entry: &Entry<'_>) {
        let (problem, near) = match entry.value.kind {
            NodeKind::Table(_) => self.names.unknown_topic(name, &entry.key, entry.key_span),
            _ => self.names.unknown(name, &entry.key, entry.key_span),
        };
        self.problems.push(match near {
            Some(near) => respelt(problem, self.source, (entry.key_span, &entry.key), near),
            None => problem,
        });
    }

    fn id(&mut self, entry: &'t Entry<'t>) {
        match self.id {
            Some((first, _)) => self.twice("id", entry.key_span, first),
            None => self.id = Some((entry.key_span, &entry.value)),
        }
    }

    /// A key that is a fact's own name, with its value or its long form.
    fn whole(&mut self, id: FactId, entry: &'t Entry<'t>) {
        let Some(slot) = self.slots.get_mut(id.to_usize()) else {
            return;
        };
        if let Some(first) = slot.whole {
            return self.twice(self.names.shown(id), entry.key_span, first);
        }
        slot.whole = Some(entry.key_span);
        match &entry.value.kind {
            NodeKind::Table(parts) => self.form(id, entry.key_span, parts),
            _ => self.part(id, 0, entry.key_span, &entry.value),
        }
    }

    fn form(&mut self, id: FactId, key: Span, parts: &'t [Entry<'t>]) {
        let mut known = 0u32;
        for part in parts {
            if let Some(at) = PARTS.iter().position(|known| *known == part.key) {
                known = known.saturating_add(1);
                self.part(id, at, part.key_span, &part.value);
            }
        }
        let nearly = |part: &Entry<'_>| nearest(&part.key, PARTS).is_some();
        if known == 0 && !parts.iter().any(nearly) {
            let problem = self.no_form(id, key);
            return self.problems.push(problem);
        }
        let others = parts.iter().filter(|part| !PARTS.contains(&&*part.key));
        for part in others.take(Limits::DEFAULT.diagnostics) {
            let problem = self.unknown_part(id, part);
            self.problems.push(problem);
        }
    }

    fn part(&mut self, id: FactId, at: usize, key: Span, value: &'t Node<'t>) {
        let part = self
            .slots
            .get_mut(id.to_usize())
            .and_then(|slot| slot.parts.get_mut(at));
        match part {
            Some(Some((first, _))) => {
                let first = *first;
                let name = self.names.shown(id);
                match PARTS.get(at) {
                    None | Some(&"value") => self.twice(name, key, first),
                    Some(part) => self.twice(&format!("{name}.{part}"), key, first),
                }
            }
            Some(part) => *part = Some((key, value)),
            None => {}
        }
    }

    fn twice(&mut self, name: &str, again: Span, first: Span) {
        self.problems.push(problems::twice(name, again, first));
    }

    fn unknown_part(&self, id: FactId, part: &Entry<'_>) -> Diagnostic {
        let message = format!(
            "{} is not a part of the fact {}",
            quote(&part.key),
            quote(self.names.shown(id))
        );
        let problem = Diagnostic::error("E0625", part.key_span, message);
        let digits = part.key.bytes().all(|byte| byte.is_ascii_digit());
        if digits && matches!(part.value.kind, NodeKind::Null) {
            return problem.help(
                "a comma separates the parts; decimals follow a point, as in `certainty: 0.9`",
            );
        }
        match nearest(&part.key, PARTS) {
            Some(near) => did_you_mean(problem, self.source, (part.key_span, &part.key), near),
            None => problem.help(format!("the parts of a fact: {}", list(PARTS))),
        }
    }

    fn no_form(&self, id: FactId, span: Span) -> Diagnostic {
        let name = self.names.shown(id);
        let message = format!(
            "{} is a fact and takes a value, not a table of facts",
            quote(name)
        );
        Diagnostic::error("E0613", span, message)
            .help("a table for a fact has `value` and, optionally, `certainty` and `note`")
    }
}

/// Second pass: what does each value say?
impl Collector<'_, '_> {
    fn read_id(&mut self) -> Option<String> {
        let (_, node) = self.id?;
        match &node.kind {
            NodeKind::Null | NodeKind::Broken => None,
            NodeKind::Text(text) | NodeKind::Number(_, text) => {
                Some(text.trim().to_owned()).filter(|text| !text.is_empty())
            }
            kind => {
                let message = format!("`id` is the name of the profile, not {}", kind.words());
                let problem = Diagnostic::error("E0626", node.span, message)
                    .help("write a text, such as `id = \"press_shop\"`");
                self.problems.push(problem);
                None
            }
        }
    }

    /// What is given of a fact, and where; `None` where the profile does not mention it.
    fn read_fact(
        &mut self,
        id: FactId,
        collected: &mut Collected,
    ) -> Option<(Option<Given>, Span)> {
        let [value, certainty, note, missing] = self.slots.get(id.to_usize())?.parts;
        let (key, _) = value.or(certainty).or(note).or(missing)?;
        let certainty_of = certainty.map_or(Some(1.0), |(_, node)| self.certainty(node));
        let note = note.and_then(|(_, node)| self.note(node));
        let Some((_, node)) = value else {
            if given(certainty).is_some() {
                self.no_value(id, key);
            }
            let missing = missing.and_then(|(_, node)| self.missing(node));
            collected.missing.extend(missing.map(|why| (id, why)));
            collected.notes.extend(note.map(|note| (id, note)));
            return Some((None, key));
        };
        let known = self.value(id, node).zip(certainty_of);
        let Some((value, certainty)) = known.filter(|(_, certainty)| *certainty > 0.0) else {
            let missing = missing.and_then(|(_, node)| self.missing(node));
            collected.missing.extend(missing.map(|why| (id, why)));
            collected.notes.extend(note.map(|note| (id, note)));
            return Some((None, node.span));
        };
        if let Some((key, _)) = given(missing) {
            let name = quote(self.names.shown(id));
            let message = format!("{name} has a value, and says why it has none");
            let problem = Diagnostic::error("E0625", key, message);
            self.problems
                .push(problem.help("keep the `value`, or `unknown` with its reason"));
        }
        let given = Given {
            value,
            certainty,
            note,
            place: None,
        };
        Some((Some(given), node.span))
    }

    fn value(&mut self, id: FactId, node: &Node<'_>) -> Option<Value> {
        let mut reader = ValueReader {
            fact: self.names.fact(id)?,
            source: self.source,
            problems: Vec::new(),
        };
        let value = reader.node(node);
        self.problems.append(&mut reader.problems);
        value
    }

    /// A certainty; 1 where it is left empty, `None` where it is wrong.
    fn certainty(&mut self, node: &Node<'_>) -> Option<f64> {
        let (number, written) = match &node.kind {
            NodeKind::Null => return Some(1.0),
            NodeKind::Broken => return None,
            NodeKind::Text(text) if text.trim().is_empty() => return Some(1.0),
            NodeKind::Number(number, written) => (Some(*number), &**written),
            NodeKind::Text(text) => {
                let text = text.trim();
                (
                    plain_number(text).or_else(|| certainty_in_words(text)),
                    text,
                )
            }
            kind => (None, kind.words()),
        };
        if let Some(number) = number
            && (0.0..=1.0).contains(&number)
        {
            return Some(number);
        }
        let message = format!(
            "a certainty is a number from 0 to 1, not {}",
            quote(written)
        );
        let problem = Diagnostic::error("E0624", node.span, message);
        self.problems.push(match meant_certainty(written) {
            Some(meant) => {
                let words = match share(written) {
                    Some(percent) => format!("{percent} % is written `{meant}`"),
                    None => format!("write `{meant}`"),
                };
                renumbered(problem.help(words), self.source, node.span, &meant)
            }
            None => problem.help(format!(
                "0 is unknown, 1 is certain; in words: {}",
                list(CERTAINTIES.map(|(words, _)| words))
            )),
        });
        None
    }

    /// Why there is no answer.
    fn missing(&mut self, node: &Node<'_>) -> Option<Missing> {
        let (written, found) = match &node.kind {
            NodeKind::Null | NodeKind::Broken => return None,
            NodeKind::Text(text) if text.trim().is_empty() => return None,
            NodeKind::Text(text) => (text.trim(), quote(text.trim())),
            kind => ("", kind.words().to_owned()),
        };
        let missing = Missing::named(written);
        if missing.is_none() {
            let words = Missing::ALL.map(Missing::words);
            let message = format!("`unknown` says why there is no answer, not {found}");
            let problem = Diagnostic::error("E0625", node.span, message);
            self.problems.push(match nearest(written, words) {
                Some(near) => did_you_mean(problem, self.source, (node.span, written), near),
                None => problem.help(format!("write {}", list(words))),
            });
        }
        missing
    }

    fn note(&mut self, node: &Node<'_>) -> Option<Arc<str>> {
        match &node.kind {
            NodeKind::Null | NodeKind::Broken => None,
            NodeKind::Text(text) | NodeKind::Number(_, text) => Some(text.trim())
                .filter(|text| !text.is_empty())
                .map(Into::into),
            kind => {
                let message = format!("a note is a text, not {}", kind.words());
                self.problems.push(
                    Diagnostic::error("E0625", node.span, message).help("write it in quotes"),
                );
                None
            }
        }
    }

    fn no_value(&mut self, id: FactId, key: Span) {
        let name = self.names.shown(id);
        self.problems.push(problems::no_value(name, key));
    }
}
