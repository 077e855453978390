//! The language reference, which the program carries with it: its topics, and the one that explains a word. Lays nothing out.

use std::fmt::Write as _;

use crate::base::nearest;

/// The page as it lies in the repository.
pub(super) const TEXT: &str = include_str!("../../grammar/README.md");

/// A part of the page under a heading, with the parts below it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Topic<'t> {
    /// Its heading.
    pub(super) title: &'t str,
    /// How deep it lies, from 2.
    level: usize,
    /// Its text, with the heading.
    pub(super) text: &'t str,
}

/// What was found under a name.
#[derive(Debug)]
pub(super) struct Found<'t> {
    /// What a word of the language means, where it is one.
    pub(super) word: Option<(&'t str, &'t str)>,
    /// The topic.
    pub(super) topic: Topic<'t>,
    /// The titles of others that may be meant.
    pub(super) others: Vec<&'t str>,
}

/// The topics of the page, in its order.
pub(super) fn topics(page: &str) -> Vec<Topic<'_>> {
    let headings: Vec<(usize, usize, &str)> = headings(page).collect();
    let topic = |(at, (start, level, title)): (usize, &(usize, usize, &'_ str))| {
        let mut below = headings.iter().skip(at.saturating_add(1));
        let end = below.find(|(_, other, _)| other <= level);
        let end = end.map_or(page.len(), |(start, ..)| *start);
        (*start..end, *level, title.len())
    };
    let parts: Vec<_> = headings.iter().enumerate().map(topic).collect();
    let parts = parts.into_iter().zip(&headings);
    parts
        .map(|((range, level, _), (_, _, title))| Topic {
            title,
            level,
            text: page.get(range).unwrap_or("").trim_end(),
        })
        .collect()
}

/// Where headings below the page's own begin, how deep they lie, and their words.
fn headings(page: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    let mut at = 0usize;
    let mut fenced = false;
    page.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at = at.saturating_add(line.len());
        fenced ^= line.starts_with("```");
        let title = line.trim_start_matches('#');
        let level = line.len().saturating_sub(title.len());
        (!fenced && level >= 2).then(|| (start, level, title.trim()))
    })
}

/// The topics, a line each: what it is called, and how it begins.
pub(super) fn overview(page: &str, width: usize) -> String {
    let topics = topics(page);
    let called = |topic: &Topic<'_>| {
        format!(
            "{}{}",
            "  ".repeat(topic.level.saturating_sub(2)),
            bare(topic.title)
        )
    };
    let widest = topics
        .iter()
        .map(|topic| called(topic).chars().count())
        .max();
    let widest = widest.unwrap_or(0);
    let room = width.saturating_sub(widest).saturating_sub(2);
    let mut out = String::new();
    for topic in &topics {
        let line = format!(
            "{:widest$}  {}",
            called(topic),
            cut(&begins(topic.text), room)
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// The first sentence of a text that is no heading, code, list or table.
fn begins(text: &str) -> String {
    let mut fenced = false;
    let prose = |line: &&str| {
        let fence = line.starts_with("```");
        fenced ^= fence;
        !fenced && !fence && !line.starts_with(['#', '|', '-', '>'])
    };
    let lines: Vec<&str> = text.lines().filter(prose).collect();
    let first = lines.split(|line| line.trim().is_empty());
    let first = first.into_iter().find(|lines| !lines.is_empty());
    let first = first.unwrap_or_default().join(" ");
    let sentence = first
        .find(". ")
        .map_or(first.as_str(), |end| first.get(..end).unwrap_or(&first));
    let sentence = sentence.trim_end_matches(['.', ':']);
    // A link is its words.
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, behind)) = rest.split_once("](") {
        out.push_str(before);
        rest = behind.split_once(')').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    bare(&out).replace('[', "")
}

/// Words without the signs that set them off.
fn bare(text: &str) -> String {
    text.replace("**", "").replace('`', "")
}

fn cut(text: &str, room: usize) -> String {
    match text.chars().count() <= room {
        true => text.to_owned(),
        false => {
            let kept: String = text.chars().take(room.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// The topic of a name: a heading, a word of the language, a function, or code that the page shows.
pub(super) fn find<'t>(page: &'t str, name: &str) -> Option<Found<'t>> {
    let topics = topics(page);
    let name = plain(name);
    let found = |topic: &Topic<'t>| Found {
        word: None,
        topic: *topic,
        others: Vec::new(),
    };
    if name.is_empty() {
        return None;
    }
    let is_called = |topic: &&Topic<'_>| plain(topic.title) == name || slug(topic.title) == name;
    if let Some(topic) = topics.iter().find(is_called) {
        return Some(found(topic));
    }
    if let Some((row, topic)) = keyword(&topics, &name) {
        return Some(Found {
            word: Some(row),
            ..found(topic)
        });
    }
    let keys = |topic: &&Topic<'_>| cells(topic.own()).any(|(key, _)| names(&key, &name));
    if let Some(topic) = topics.iter().find(keys) {
        return Some(found(topic));
    }
    // What begins with the name comes before what only holds it; then what shows it most often.
    let begins = |topic: &&Topic<'_>| plain(topic.title).starts_with(&name);
    let holds = |topic: &&Topic<'_>| has_words(&plain(topic.title), &name);
    let shows = |topic: &&Topic<'_>| cells(topic.own()).any(|(key, _)| has_words(&key, &name));
    let mut all: Vec<&Topic<'_>> = topics.iter().filter(begins).collect();
    all.extend(topics.iter().filter(holds));
    all.extend(topics.iter().filter(shows));
    let mut coded: Vec<(usize, &Topic<'_>)> = topics
        .iter()
        .map(|topic| (in_code(topic.own(), &name), topic))
        .filter(|(count, _)| *count > 0)
        .collect();
    coded.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    all.extend(coded.into_iter().map(|(_, topic)| topic));
    // What is only spoken of, and where most often.
    let spoken = topics.iter().max_by_key(|topic| said(topic.own(), &name));
    all.extend(spoken.filter(|topic| all.is_empty() && said(topic.own(), &name) > 0));
    let (first, rest) = all.split_first()?;
    let mut others: Vec<&str> = Vec::new();
    for title in rest.iter().map(|topic| topic.title) {
        if title != first.title && !others.contains(&title) && others.len() < MOST_OTHERS {
            others.push(title);
        }
    }
    Some(Found {
        others,
        ..found(first)
    })
}

/// How often a text speaks of something, in the singular or the plural.
fn said(text: &str, name: &str) -> usize {
    let one = name.strip_suffix('s').unwrap_or(name);
    let words = plain(text);
    let words = words.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.strip_suffix('s').unwrap_or(word) == one)
        .count()
}

/// Other topics that are named beside the one that is shown.
const MOST_OTHERS: usize = 4;

/// The names most like one that is not there.
pub(super) fn near(page: &str, name: &str) -> Option<String> {
    let topics = topics(page);
    let titles = topics.iter().map(|topic| plain(topic.title));
    let words = topics.iter().flat_map(|topic| cells(topic.own()));
    let words = words.map(|(key, _)| key.split('(').next().unwrap_or("").to_owned());
    let known: Vec<String> = titles.chain(words).collect();
    nearest(&plain(name), known.iter().map(String::as_str)).map(str::to_owned)
}

/// The heading of the list of words.
const WORDS: &str = "All words";

/// A word of the language: what it means, and the topic that its row names.
fn keyword<'a, 't>(
    topics: &'a [Topic<'t>],
    name: &str,
) -> Option<((&'t str, &'t str), &'a Topic<'t>)> {
    let words = topics.iter().find(|topic| topic.title == WORDS)?;
    let (_, row) = cells(words.text).find(|(key, _)| key == name)?;
    let mut cells = row.trim_matches('|').split(" | ").map(str::trim);
    let (word, means) = (cells.next()?, cells.next()?);
    let link = cells.next().and_then(|cell| cell.split_once("](#"));
    let (_, anchor) = link.unwrap_or(("", ""));
    let anchor = anchor.trim_end_matches([')', '|', ' ']);
    let topic = topics.iter().find(|topic| slug(topic.title) == anchor);
    Some(((word, means), topic.unwrap_or(words)))
}

impl<'t> Topic<'t> {
    /// The text without the parts below it.
    fn own(&self) -> &'t str {
        let own = headings(self.text).nth(1).map(|(start, ..)| start);
        self.text
            .get(..own.unwrap_or(self.text.len()))
            .unwrap_or("")
    }
}

/// The rows of tables whose first cell is code: the code in plain words, and the row.
fn cells(text: &str) -> impl Iterator<Item = (String, &str)> {
    text.lines().filter_map(|line| {
        let cell = line.strip_prefix("| `")?.split_once("` |")?.0;
        Some((plain(cell), line))
    })
}

/// Whether a cell is that word, or a function of that name.
fn names(key: &str, name: &str) -> bool {
    key == name
        || key
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('('))
}

/// How often code shows some words.
fn in_code(text: &str, name: &str) -> usize {
    let mut count = 0usize;
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        let has = match fenced {
            true => has_words(&plain(line), name),
            false => line
                .split('`')
                .skip(1)
                .step_by(2)
                .any(|code| has_words(&plain(code), name)),
        };
        count = count.saturating_add(usize::from(has));
    }
    count
}

/// Whether a text holds some words as whole words.
fn has_words(text: &str, words: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(words).any(|(at, found)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let end = at.saturating_add(found.len());
        let behind = text.get(end..).and_then(|text| text.chars().next());
        !is_part(before) && !is_part(behind)
    })
}

/// A name as it is compared: small letters, no signs that set it off, one space between words.
fn plain(text: &str) -> String {
    let text = text.replace('`', "").to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The anchor of a heading.
fn slug(title: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_');
    title
        .to_lowercase()
        .replace(' ', "-")
        .chars()
        .filter(kept)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{TEXT, cells, find, near, overview, topics};

    #[track_caller]
    fn leads_to(name: &str, title: &str) {
        let found = find(TEXT, name).map(|found| found.topic.title);
        assert_eq!(found, Some(title), "{name}");
    }

    #[test]
    fn topics_are_found_by_heading_word_function_and_code() {
        for topic in topics(TEXT) {
            leads_to(topic.title, topic.title);
        }
        leads_to("derived facts", "Derived facts");
        leads_to("examples-and-guarantees", "Examples and guarantees");
        leads_to("let", "Derived facts");
        leads_to("`contrast`", "Contrasts");
        leads_to("rulebook", "The `rulebook` block");
        leads_to("ramp", "Numbers");
        leads_to("is at least", "Conditions");
        leads_to("is  one of", "Conditions");
        leads_to("examples", "Examples and guarantees");
        leads_to("--set", "Profiles");
        leads_to("strongest(strategy)", "Numbers");
        assert!(find(TEXT, "xyzzy").is_none() && find(TEXT, " ").is_none());
        assert_eq!(near(TEXT, "contarst").as_deref(), Some("contrast"));
        assert_eq!(near(TEXT, "derivd facts").as_deref(), Some("derived facts"));
    }

    #[test]
    fn every_word_and_function_leads_somewhere_else_than_to_its_row() {
        let words = topics(TEXT);
        let words = words.iter().find(|topic| topic.title == super::WORDS);
        for (word, _) in cells(words.unwrap().text) {
            let found = find(TEXT, &word).unwrap();
            assert!(
                found.topic.title != super::WORDS,
                "{word} has no topic in its row"
            );
        }
        for function in crate::check::FUNCTIONS {
            assert!(find(TEXT, function.usage).is_some(), "{}", function.usage);
        }
    }

    #[test]
    fn the_overview_has_a_line_a_topic_and_no_line_is_too_long() {
        let overview = overview(TEXT, 100);
        assert_eq!(overview.lines().count(), topics(TEXT).len());
        for line in overview.lines() {
            let said = line.split("  ").filter(|part| !part.is_empty()).count();
            assert!(line.chars().count() <= 100 && said >= 2, "{line}");
        }
    }
}
