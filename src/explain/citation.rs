//! Citations in short and in full. Does not judge them.

use std::collections::BTreeSet;

use crate::model::trace::{CitationTrace, PlaceTrace};

use super::document::{Block, Field, Line};
use super::names::Names;
use super::numbers::count;

/// How long a short reference may be, in characters.
const SHORT: usize = 32;
/// How long the place in a source may be where a line has no room, in characters.
const SHORT_PLACE: usize = 16;

/// The citations in short: "Imai 1986, Table 3; Harrington 1995".
pub(super) fn short_list(citations: &[CitationTrace]) -> String {
    let texts: Vec<String> = citations.iter().map(short).collect();
    texts.join("; ")
}

/// The first citation and how many other sources there are: "Imai 1986, Table 3; 2 more sources".
pub(super) fn shortest(citations: &[CitationTrace]) -> String {
    let Some((first, others)) = citations.split_first() else {
        return String::new();
    };
    let words = short(&CitationTrace {
        at: short_place(&first.at).to_owned(),
        ..first.clone()
    });
    let others: BTreeSet<&str> = others.iter().map(|other| &*other.source).collect();
    match others
        .iter()
        .filter(|other| **other != first.source)
        .count()
    {
        0 => words,
        more => format!("{words}; {}", count(more, "more source", "more sources")),
    }
}

/// The place in a source where it is short, else its part before a comma; half a sentence says nothing.
fn short_place(at: &str) -> &str {
    let is_short = |at: &&str| at.chars().count() <= SHORT_PLACE;
    let part = at.split(',').next().unwrap_or("");
    let numbered = |part: &&str| part.ends_with(|c: char| c.is_ascii_digit());
    let part = Some(part).filter(|part| is_short(part) && numbered(part));
    Some(at).filter(is_short).or(part).unwrap_or("")
}

/// One citation in short: "Imai 1986, Table 3".
pub(super) fn short(citation: &CitationTrace) -> String {
    let reference = author_and_year(&citation.text).unwrap_or_else(|| first_words(citation));
    with_place(reference, &citation.at)
}

/// One citation in full.
pub(super) fn full(citation: &CitationTrace) -> String {
    let text = if citation.text.trim().is_empty() {
        citation.source.clone()
    } else {
        citation.text.trim().trim_end_matches('.').to_owned()
    };
    let seen = if citation.unseen {
        " (text not seen)"
    } else {
        ""
    };
    with_place(text, &citation.at) + seen
}

/// What a thing rests on: in full, or in short where the page has a list of sources.
pub(super) fn field(names: &Names<'_>, citations: &[CitationTrace]) -> Option<Field> {
    if citations.is_empty() {
        return None;
    }
    Some(match names.lists_sources {
        true => Field::one("source", short_list(citations)),
        false => Field::new("source", citations.iter().map(|c| full(c).into()).collect()),
    })
}

/// Every source that is cited anywhere, in full, each once.
pub(super) fn sources(names: &Names<'_>) -> Vec<Block> {
    let trace = names.trace;
    let rules = trace.rules.iter().flat_map(|rule| &rule.citations);
    let derived = trace.derived.iter().flat_map(|one| &one.citations);
    let rows = trace.advice_rows.iter().flat_map(|row| &row.citations);
    let notes = trace.notes.iter().flat_map(|note| &note.citations);
    list(rules.chain(derived).chain(rows).chain(notes))
}

/// The sources of some citations in full, each once, under the short form where that does not begin it.
pub(super) fn list<'t>(citations: impl Iterator<Item = &'t CitationTrace>) -> Vec<Block> {
    let texts: BTreeSet<String> = citations.map(listed).collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let items = texts.into_iter().map(Line::from).collect();
    vec![Block::section("Sources"), Block::List(items)]
}

fn listed(citation: &CitationTrace) -> String {
    let source = CitationTrace {
        at: String::new(),
        ..citation.clone()
    };
    let (short, full) = (short(&source), full(&source));
    let first = short.split(' ').next().unwrap_or("");
    match full.starts_with(first) {
        true => full,
        false => format!("{short}: {full}"),
    }
}

/// The name of a declaration and its place, for who wants to open it.
pub(super) fn named(name: &str, at: Option<&PlaceTrace>) -> Line {
    let line = Line::default().code(name);
    match at.map(place).filter(|place| !place.is_empty()) {
        Some(place) => line.plain(", ").join(place),
        None => line,
    }
}

/// A place in a file, as editors understand it.
pub(super) fn place(place: &PlaceTrace) -> Line {
    if place.file.is_empty() {
        return Line::default();
    }
    Line::default().code(format!("{}:{}", place.file, place.line))
}

fn with_place(reference: String, at: &str) -> String {
    match at.trim() {
        "" => reference,
        at => format!("{reference}, {at}"),
    }
}

/// "Imai 1986" from "Imai, M. (1986). Kaizen: …".
fn author_and_year(text: &str) -> Option<String> {
    let (before, after) = text.split_once('(')?;
    let year: String = after.chars().take_while(char::is_ascii_digit).collect();
    let author = before.split(',').next().unwrap_or(before).trim();
    let several = before.contains(" & ") || before.contains(" and ");
    let others = if several && !author.contains('&') && !author.contains(" and ") {
        " et al."
    } else {
        ""
    };
    let is_short = !author.is_empty() && author.chars().count() <= SHORT;
    (year.len() == 4 && is_short).then(|| format!("{author}{others} {year}"))
}

/// The first words of a reference that names no author and year, else the name of the source.
fn first_words(citation: &CitationTrace) -> String {
    let clause = citation
        .text
        .split([';', '.', ':', ',', '('])
        .next()
        .unwrap_or("")
        .trim();
    if !clause.is_empty() && clause.chars().count() <= SHORT {
        clause.to_owned()
    } else {
        citation.source.replace('_', " ")
    }
}

#[cfg(test)]
mod tests {
    use super::{short, shortest};
    use crate::model::trace::CitationTrace;

    #[test]
    fn the_shortest_form_keeps_short_places_whole_and_counts_sources() {
        let cite = |source: &str, at: &str| CitationTrace {
            source: source.into(),
            text: format!("{source} (1986). Words."),
            at: at.into(),
            unseen: false,
        };
        let check = |ats: &[(&str, &str)], expected: &str| {
            let all: Vec<_> = ats.iter().map(|(source, at)| cite(source, at)).collect();
            assert_eq!(shortest(&all), expected);
        };
        check(&[], "");
        check(&[("Imai", "Table 3, Mode")], "Imai 1986, Table 3, Mode");
        let several = [
            ("Imai", "Table 3, Practical requirements"),
            ("Imai", "Table 2"),
            ("Hill", ""),
        ];
        check(&several, "Imai 1986, Table 3; 1 more source");
        check(&[("Hill", "customers, competition, change")], "Hill 1986");
    }

    #[test]
    fn short_references_name_author_and_year() {
        let check = |text: &str, at: &str, expected: &str| {
            let citation = CitationTrace {
                source: "own_words".into(),
                text: text.into(),
                at: at.into(),
                unseen: false,
            };
            assert_eq!(short(&citation), expected);
        };
        check(
            "Imai, M. (1986). Kaizen: The Key.",
            "Table 3",
            "Imai 1986, Table 3",
        );
        check(
            "Harrington (1995). Continuous versus breakthrough.",
            "",
            "Harrington 1995",
        );
        check(
            "Hall, J., Rosenthal, J. & Wade, J. (1993). How to.",
            "",
            "Hall et al. 1993",
        );
        check(
            "Our own operationalisation; no source gives it.",
            "",
            "Our own operationalisation",
        );
        check(
            "A long sentence that names nobody and no year at all (so)",
            "p. 1",
            "own words, p. 1",
        );
    }
}
