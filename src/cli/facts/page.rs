//! Facts as a page for people, and as data for other programs.

use serde::Serialize;

use super::{Chosen, titled};
use crate::cli::diagnostics::counted;
use crate::explain::{self, Block, Card, Field, Line, Mark, Span, Tone};
use crate::model::trace::AnswersTrace;
use crate::model::{Fact, Rulebook};
use crate::plan;
use crate::trace;

/// A page: a section a topic, and in it everything that is declared of each fact.
pub(in crate::cli) fn page(chosen: &Chosen<'_>) -> Vec<Block> {
    let facts = counted(chosen.count(), "fact");
    let topics = counted(chosen.topics.len(), "topic");
    let mut blocks = vec![Block::Lead {
        title: Line::toned(&*chosen.book.title, Tone::Strong),
        detail: format!("{facts} in {topics}").into(),
    }];
    for (topic, facts) in &chosen.topics {
        let title = titled(topic.title.as_deref(), &topic.name);
        blocks.push(Block::Heading {
            level: 1,
            text: named(title, &topic.name),
        });
        let cards = facts.iter().map(|fact| card(chosen.book, fact));
        blocks.extend(cards.map(Block::Card));
    }
    blocks
}

/// A title with the name behind it, where they differ.
fn named(title: String, name: &str) -> Line {
    match title == name {
        true => Line::default().code(name),
        false => Line::from(title).plain(" (").code(name).plain(")"),
    }
}

fn card(book: &Rulebook, fact: &Fact) -> Card {
    let mut fields = Vec::new();
    fields.extend(fact.ask.iter().map(|ask| Field::one("question", ask)));
    fields.extend(fact.help.iter().map(|help| Field::one("help", help)));
    fields.extend(asked(book, fact).map(|asked| Field::one("asked when", asked)));
    let answers = trace::answers(&fact.kind);
    fields.push(Field::new("answers", explain::answers::lines(&answers)));
    let tags = tags(book, fact);
    if !tags.is_empty() {
        fields.push(Field::one("tags", tags.join(", ")));
    }
    if !fact.lever {
        fields.push(Field::one("lever", "no: the organization cannot change it"));
    }
    Card {
        mark: Mark::Plain,
        title: match &fact.title {
            Some(title) => named(title.to_string(), &fact.name),
            None => Line::default().code(&*fact.name),
        },
        badge: Span::default(),
        body: vec![Block::Fields(fields)],
    }
}

/// When the question applies, as it is written.
pub(super) fn asked(book: &Rulebook, fact: &Fact) -> Option<String> {
    let origin = fact.asked.as_ref()?.origin;
    Some(plan::shown_text(book, origin).to_string())
}

fn tags<'a>(book: &'a Rulebook, fact: &Fact) -> Vec<&'a str> {
    let tags = fact.tags.iter();
    tags.filter_map(|tag| Some(&**book.tags.find(*tag)?))
        .collect()
}

/// All facts as data.
#[derive(Serialize)]
struct Listing<'a> {
    rulebook: &'a str,
    title: &'a str,
    topics: Vec<ListedTopic<'a>>,
}

#[derive(Serialize)]
struct ListedTopic<'a> {
    name: &'a str,
    title: Option<&'a str>,
    facts: Vec<ListedFact<'a>>,
}

#[derive(Serialize)]
struct ListedFact<'a> {
    name: &'a str,
    title: Option<&'a str>,
    ask: Option<&'a str>,
    help: Option<&'a str>,
    asked_when: Option<String>,
    answers: AnswersTrace,
    tags: Vec<&'a str>,
    lever: bool,
}

/// The same as JSON.
pub(in crate::cli) fn json(chosen: &Chosen<'_>) -> Result<String, serde_json::Error> {
    let topics = chosen.topics.iter().map(|(topic, facts)| ListedTopic {
        name: &topic.name,
        title: topic.title.as_deref(),
        facts: facts
            .iter()
            .map(|fact| ListedFact {
                name: &fact.name,
                title: fact.title.as_deref(),
                ask: fact.ask.as_deref(),
                help: fact.help.as_deref(),
                asked_when: asked(chosen.book, fact),
                answers: trace::answers(&fact.kind),
                tags: tags(chosen.book, fact),
                lever: fact.lever,
            })
            .collect(),
    });
    let listing = Listing {
        rulebook: &chosen.book.name,
        title: &chosen.book.title,
        topics: topics.collect(),
    };
    Ok(serde_json::to_string_pretty(&listing)? + "\n")
}
