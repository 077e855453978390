//! Citations in short and in full. Does not judge them.

use crate::model::trace::{CitationTrace, PlaceTrace};

use super::document::Line;

/// How long a short reference may be, in characters.
const SHORT: usize = 32;

/// The citations in short: "Imai 1986, Table 3; Harrington 1995".
pub(super) fn short_list(citations: &[CitationTrace]) -> String {
    let texts: Vec<String> = citations.iter().map(short).collect();
    texts.join("; ")
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
        .split([';', '.', ':'])
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
    use super::short;
    use crate::model::trace::CitationTrace;

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
