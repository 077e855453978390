//! Units that stand without quotes: how far each goes. Knows no grammar.

use super::blocks::is_clause;

/// Words before which a unit ends.
const BEHIND: &[&str] = &[
    "in", "by", "fact", "from", "between", "range", "min", "max", "given", "expect", "then", "and",
    "or",
];

/// How far from a sign its unit is looked for, in characters.
const NEARBY: usize = 120;

/// What stands before a place on its line, as far as it is looked at.
pub(super) fn nearby(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or("");
    let characters = before.char_indices().rev().take(NEARBY);
    let line = characters.take_while(|(_, c)| *c != '\n').last();
    line.and_then(|(start, _)| before.get(start..))
        .unwrap_or("")
}

/// The bytes of the unit that a text begins with: its words up to what stands behind a unit.
pub(super) fn unit_length(text: &str) -> usize {
    let stop = text.char_indices().take(NEARBY).find(|(_, c)| *c == '\n');
    let far = text.char_indices().nth(NEARBY).map(|(at, _)| at);
    let line = stop.map(|(at, _)| at).or(far).unwrap_or(text.len());
    let line = text.get(..line).unwrap_or("");
    let stop = line.find(['{', '}', '=', '#', '"', ',', ';', '<', '>', '[', ']', ':']);
    let line = line.get(..stop.unwrap_or(line.len())).unwrap_or("");
    let mut end = 0;
    for word in line.split_whitespace() {
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        let first = end == 0;
        if (number || BEHIND.contains(&word) || is_clause(word)) && !first {
            break;
        }
        let at = line.get(end..).and_then(|rest| rest.find(word));
        end = end
            .saturating_add(at.unwrap_or(0))
            .saturating_add(word.len());
    }
    end
}

/// Where the word begins that a place is in or behind: what stands before it up to a blank or a bracket.
pub(super) fn word_start(text: &str, at: usize) -> usize {
    let before = nearby(text, at);
    let start = at.saturating_sub(before.len());
    let blank = |c: char| c.is_whitespace() || matches!(c, '(' | '{' | ':' | '=' | '"' | ',');
    let inner = before.rfind(blank).map_or(0, |blank| {
        let length = before.get(blank..).and_then(|rest| rest.chars().next());
        blank.saturating_add(length.map_or(1, char::len_utf8))
    });
    start.saturating_add(inner)
}

#[cfg(test)]
mod tests {
    use super::{unit_length, word_start};

    #[test]
    fn units_are_taken_as_a_whole() {
        for (text, unit) in [
            ("EUR/dt in 0..30", "EUR/dt"),
            ("°C { ask \"x\" }", "°C"),
            ("EUR per ha in 0..5", "EUR per ha"),
            ("kg/ha\n  fact k : text", "kg/ha"),
            ("m²}", "m²"),
            ("% 5", "%"),
            ("kg * m ask \"x\"", "kg * m"),
            ("", ""),
        ] {
            assert_eq!(&text[..unit_length(text)], unit, "of {text}");
        }
        assert_eq!(word_start("number m²", 8), 7);
        assert_eq!(word_start("x = 15 EUR", 10), 7);
    }
}
