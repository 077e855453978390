//! The facts of a rulebook for those who answer: which are meant, in the order in which they were declared. Evaluates nothing.

mod blank;
mod page;

pub(super) use blank::{BLANKS, Blank};
pub(super) use page::{json, page};

use super::session::Failure;
use crate::base::Diagnostic;
use crate::consult::words::titled;
use crate::model::{Fact, FactId, Rulebook, Topic};
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
        let mut topics = book.topics_with_facts();
        for (_, facts) in &mut topics {
            facts.retain(|(id, _)| is_wanted(*id));
        }
        topics.retain(|(_, facts)| !facts.is_empty());
        let topics = topics.into_iter().map(|(topic, facts)| {
            let facts = facts.into_iter().map(|(_, fact)| fact);
            (topic, facts.collect())
        });
        let topics = topics.collect();
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

fn of_topic(book: &Rulebook, name: &str) -> Vec<FactId> {
    let topic = book.topics.iter().find(|(_, topic)| &*topic.name == name);
    let facts = book.facts.iter();
    let own = facts.filter(|(_, fact)| topic.is_some_and(|(id, _)| fact.topic == id));
    own.map(|(id, _)| id).collect()
}
