//! Comments as other languages mark them: which text is one, and what is told of it. Knows no grammar.

use std::collections::BTreeMap;

use super::super::blocks::is_clause;
use super::super::problem;
use super::super::stranger::divides;
use super::super::words;
use super::{Mend, Scanner};

/// The marks that begin a comment elsewhere; of two, the longer one first.
const MARKS: &[&str] = &["//", "/*", "<!--", "--", ";;", ";", "%", "(*", "{-"];

/// Words that say in a sentence what they say in rules, which is no reason to take it for one.
const OF_RULES: &[&str] = &[
    "when",
    "otherwise",
    "then",
    "else",
    "favor",
    "oppose",
    "exclude",
];

impl Scanner<'_> {
    /// `// …`, `/* … */` and their like; what may be a sign of rules as well is one where a sentence follows.
    pub(super) fn is_foreign_comment(&self, byte: u8) -> bool {
        let rest = self.slice(self.at, self.text.len());
        let closes = |mark: &str| {
            let closing = problem::comment_closing(mark).unwrap_or("");
            let line = self.line(self.at).get(mark.len()..);
            let inner = line.and_then(|line| line.split_once(closing));
            inner.is_some_and(|(inner, _)| self.is_sentence(inner))
        };
        match (byte, self.peek(1)) {
            (b'/', Some(b'/')) if self.length.is_open() && !self.fresh => {
                let line = self.line(self.at).trim_start_matches('/').trim();
                !divides(rest) || self.is_only_here(line) || self.names_no_number(line)
            }
            (b'/', Some(b'/' | b'*')) => true,
            (b'-', Some(b'-')) => self.fresh || (self.stands_apart(2) && self.follows_sentence(2)),
            (b'<', Some(b'!')) => rest.starts_with("<!--"),
            (b';', next) if self.fresh && !self.in_list() => {
                next.is_some_and(|c| c != b'\n') && self.tells()
            }
            (b';', _) => self.stands_apart(1) && self.follows_sentence(1),
            (b'%', _) => self.stands_apart(1) && self.follows_sentence(1),
            (b'(', Some(b'*')) => closes("(*"),
            (b'{', Some(b'-')) => closes("{-"),
            _ => false,
        }
    }

    /// Whether white space stands around a mark of so many signs, or a bracket before it.
    fn stands_apart(&self, length: usize) -> bool {
        let before = self.slice(0, self.at).chars().next_back();
        let before = before.is_none_or(|c| c.is_whitespace() || matches!(c, '{' | '(' | ';'));
        let blank = |at: usize| matches!(self.peek(at), Some(b' ' | b'\t'));
        let doubled = self.peek(length) == Some(b';') && blank(length.saturating_add(1));
        before && (blank(length) || doubled)
    }

    fn follows_sentence(&self, length: usize) -> bool {
        let from = self.at.saturating_add(length);
        let line = self.line(from).trim_start_matches([';', '-', '%']);
        self.is_sentence(line) && !self.goes_on(line)
    }

    /// Whether a line goes on with a condition, as behind a unit that belongs nowhere: whoever made a comment of it would
    /// delete half the condition.
    fn goes_on(&self, line: &str) -> bool {
        let joins = |word: &str| matches!(word, "and" | "or" | "not" | "surely" | "known");
        let tests = |word: &str| matches!(word, "is" | "includes" | "between");
        let path = |word: &str| {
            let parts = word.split_once('.');
            parts.is_some_and(|(topic, fact)| [topic, fact].iter().all(|part| is_name(part)))
        };
        let words: Vec<&str> = line.split_whitespace().collect();
        let tested = words.windows(2).any(|pair| match pair {
            [name, test] => tests(test) && (path(name) || self.names().contains_key(*name)),
            _ => false,
        });
        let first = words.first().copied().unwrap_or("");
        joins(first) || tested || words.iter().any(|word| path(word))
    }

    /// The names of numbers and derivations, with the places of their words.
    fn names(&self) -> &BTreeMap<&str, Vec<usize>> {
        self.numbers.get_or_init(|| numbers(self.text))
    }

    /// Whether a line reads as people write to each other: two words side by side that are none of rules, a few words
    /// without a sign, or one that stands nowhere else.
    fn is_sentence(&self, line: &str) -> bool {
        let line = line.trim();
        if line.contains(['{', '}', '[', ']']) || line.contains("=>") {
            return false;
        }
        let of_rules = |word: &str| {
            words::declaration(word).is_some()
                || words::is_inner(word)
                || is_clause(word)
                || OF_RULES.contains(&word)
        };
        let words: Vec<Option<&str>> = line.split_whitespace().map(plain_word).collect();
        let own = |word: &Option<&str>| word.is_some_and(|word| !of_rules(word));
        let begins = |word: &&str| is_clause(word) || words::declaration(word).is_some();
        if words.first().copied().flatten().filter(begins).is_some() {
            return false;
        }
        let side_by_side = words.windows(2).any(|pair| pair.iter().all(own));
        let said = words
            .iter()
            .all(|word| word.is_some_and(|word| !OF_RULES.contains(&word)));
        let open = self.length.is_open() && self.peek(0) == Some(b'-');
        side_by_side
            || (words.len() > 2 && said && !self.in_list() && !open)
            || (words.first().is_some_and(own) && !open && self.is_only_here(line))
    }

    /// Whether a line is one word that stands nowhere else in the text, and so names nothing.
    fn is_only_here(&self, line: &str) -> bool {
        let in_word = |c: char| c.is_alphanumeric() || c == '_';
        let word = line.starts_with(char::is_alphabetic) && line.chars().all(in_word);
        let counted = || {
            let mut counted = BTreeMap::new();
            for word in self.text.split(|c| !in_word(c)) {
                let count: &mut usize = counted.entry(word).or_default();
                *count = count.saturating_add(1);
            }
            counted
        };
        word && self.words.get_or_init(counted).get(line) == Some(&1)
    }

    /// Whether a line is one word that no `let` or `parameter` before or behind this declaration has as its name, so
    /// that nothing can be divided by it.
    fn names_no_number(&self, line: &str) -> bool {
        if !is_name(line) {
            return false;
        }
        let own = self.open.as_ref().map_or(self.at, |open| open.chunk.start);
        let heads = self.names().get(line);
        heads.is_none_or(|heads| heads.iter().all(|head| *head == own))
    }

    /// Whether the place is between the parts of a list of conditions, which `;` separates.
    fn in_list(&self) -> bool {
        self.brackets.last().is_some_and(|(bracket, at)| {
            *bracket == b'{' && self.slice(0, *at).trim_end().ends_with(" of")
        })
    }

    /// Whether the rest of a line that begins with `;` is no part of a declaration.
    fn tells(&self) -> bool {
        let rest = self.line(self.at).trim_start_matches(';');
        let word = rest.split_whitespace().next().unwrap_or("");
        let part = words::declaration(word).is_some() || words::is_inner(word) || is_clause(word);
        !rest.trim().is_empty() && !part
    }

    /// Passed over as a comment; between declarations it costs none.
    pub(super) fn foreign_comment(&mut self, start: usize) {
        let rest = self.slice(start, self.text.len());
        let mark = MARKS.iter().find(|mark| rest.starts_with(**mark));
        let mark = mark.copied().unwrap_or("--");
        let line = rest.find('\n').unwrap_or(rest.len());
        let closing = problem::comment_closing(mark);
        let closed = closing.and_then(|sign| Some(rest.find(sign)?.saturating_add(sign.len())));
        let length = closed.unwrap_or(line);
        let last_line = rest.get(..length).and_then(|comment| comment.rfind('\n'));
        if let Some(at) = last_line {
            self.line = start.saturating_add(at).saturating_add(1);
        }
        self.at = start.saturating_add(length);
        let comment = self.slice(start, self.at);
        let rest = self.slice(self.at, self.text.len());
        let whole = rest
            .lines()
            .next()
            .is_none_or(|rest| rest.trim().is_empty());
        // A sign of rules may have been meant.
        let only_word = mark == "//"
            && !self.fresh
            && !comment
                .trim_start_matches('/')
                .trim()
                .contains(char::is_whitespace)
            && divides(comment);
        let sure = self.fresh || !(matches!(mark, ";" | ";;" | "--" | "%") || only_word);
        let problem =
            problem::foreign_comment(self.span(start, self.at), comment, mark, (whole, sure));
        match self.open.as_mut().filter(|open| !open.closed) {
            Some(open) => open.chunk.mends.push(Mend {
                range: start..self.at,
                text: if last_line.is_some() { "\n" } else { " " }.to_owned(),
                sure: true,
            }),
            None => self.finish(),
        }
        self.report(problem);
    }
}

/// A word of a sentence without the sign behind it.
fn plain_word(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(['.', ',', '!', '?', ';', ':']);
    let letter = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-');
    (word.starts_with(char::is_alphabetic) && word.chars().all(letter)).then_some(word)
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(in_name)
}

fn in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The names behind `let` and `parameter`, and where these words are.
fn numbers(text: &str) -> BTreeMap<&str, Vec<usize>> {
    let mut numbers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for keyword in ["let", "parameter"] {
        for (at, _) in text.match_indices(keyword) {
            let before = text.get(..at).unwrap_or("");
            let behind = text.get(at.saturating_add(keyword.len())..).unwrap_or("");
            let name = behind.trim_start();
            if before.ends_with(in_name) || name.len() == behind.len() {
                continue;
            }
            let end = name.find(|c| !in_name(c)).unwrap_or(name.len());
            numbers
                .entry(name.get(..end).unwrap_or(""))
                .or_default()
                .push(at);
        }
    }
    numbers
}
