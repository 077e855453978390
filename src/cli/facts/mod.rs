//! The facts of a rulebook for those who answer: which are meant, in the order in which they were declared. Evaluates nothing.

mod blank;
mod page;

pub(super) use blank::{BLANKS, Blank};
pub(super) use page::{json, page};

use super::session::Failure;
use crate::base::{Diagnostic, Span};
use crate::model::{Fact, FactId, Rulebook, Topic, TopicId};
use crate::profile::{Named, Names};

/// Facts of a rulebook that were asked for.
pub(super) struct Chosen<'a> {
    /// The rulebook.
    book: &'a Rulebook,
    /// The topics, each with those of its facts.
    topics: Vec<(&'a Topic, Vec<&'a Fact>)>,
}

impl<'a> Chosen<'a> {
    /// The facts of the topics and facts that are named; without any name all of them.
    pub(super) fn new(book: &'a Rulebook, named: &[String]) -> Result<Self, Failure> {
        let names = Names::of(book);
        let mut wanted: Vec<FactId> = Vec::new();
        let mut problems: Vec<Diagnostic> = Vec::new();
        for name in named {
            match names.find(name) {
                _ if names.is_topic(name) => wanted.extend(of_topic(book, name)),
                Named::Fact(fact) => wanted.push(fact),
                Named::Ambiguous(_) | Named::Unknown => problems.push(names.missing(name)),
            }
        }
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let is_wanted = |fact: FactId| named.is_empty() || wanted.contains(&fact);
        let mut topics: Vec<(&Topic, Vec<&Fact>)> = Vec::new();
        for (topic, declared) in book.topics.iter() {
            let mut facts: Vec<&Fact> = within(book, topic)
                .filter(|fact| is_wanted(*fact))
                .filter_map(|fact| book.facts.find(fact))
                .collect();
            facts.sort_by_key(|fact| order(fact.origin));
            if !facts.is_empty() {
                topics.push((declared, facts));
            }
        }
        topics.sort_by_key(|(topic, _)| order(topic.origin));
        Ok(Self { book, topics })
    }

    /// How many facts there are.
    fn count(&self) -> usize {
        self.facts().count()
    }

    fn facts(&self) -> impl Iterator<Item = &'a Fact> {
        self.topics
            .iter()
            .flat_map(|(_, facts)| facts.iter().copied())
    }
}

fn within(book: &Rulebook, topic: TopicId) -> impl Iterator<Item = FactId> {
    let facts = book.facts.iter();
    facts
        .filter(move |(_, fact)| fact.topic == topic)
        .map(|(id, _)| id)
}

fn of_topic(book: &Rulebook, name: &str) -> Vec<FactId> {
    let topic = book.topics.iter().find(|(_, topic)| &*topic.name == name);
    topic.map_or(Vec::new(), |(id, _)| within(book, id).collect())
}

/// The order in which an author declared things.
fn order(origin: Span) -> (u32, u32) {
    (origin.file.0, origin.start)
}

/// What a topic or fact is called for people.
pub(super) fn titled(title: Option<&str>, name: &str) -> String {
    match title.map(str::trim) {
        None | Some("") => name.replace('_', " "),
        Some(title) => title.to_owned(),
    }
}
