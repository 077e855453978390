//! Rust text as words and signs with their lines: comments, strings and characters left out.

/// A word or a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As written; `::` is one sign, all others are single characters.
    pub(super) text: &'a str,
    /// The line, from 1.
    pub(super) line: usize,
}

/// The words and signs of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner {
        text,
        at: 0,
        line: 1,
        found: Vec::new(),
    };
    while scanner.at < text.len() {
        scanner.step();
    }
    scanner.found
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    found: Vec<Token<'a>>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn step(&mut self) {
        let rest = self.rest();
        let first = rest.chars().next().unwrap_or(' ');
        if first.is_whitespace() {
            self.skip(first.len_utf8());
        } else if rest.starts_with("//") {
            self.skip(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.skip(block_comment(rest));
        } else if let Some(length) = string_length(rest) {
            self.skip(length);
        } else if first == '\'' {
            self.skip(quote_length(rest));
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(rest.len());
            self.take(length);
        } else if rest.starts_with("::") {
            self.take(2);
        } else {
            self.take(first.len_utf8());
        }
    }

    fn skip(&mut self, length: usize) {
        self.line += self.rest()[..length].matches('\n').count();
        self.at += length;
    }

    fn take(&mut self, length: usize) {
        self.found.push(Token {
            text: &self.rest()[..length],
            line: self.line,
        });
        self.at += length;
    }
}

/// The length of a block comment, nested ones included.
fn block_comment(text: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of the string that the text starts with, where it starts with one.
fn string_length(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""]
        .into_iter()
        .find(|prefix| {
            text.strip_prefix(prefix).is_some_and(|rest| {
                rest.starts_with('"')
                    || (prefix.ends_with('r') && rest.trim_start_matches('#').starts_with('"'))
            })
        })?
        .len();
    let raw = text[..prefix].ends_with('r');
    let hashes = text[prefix..].chars().take_while(|c| *c == '#').count();
    let body = prefix + hashes + 1;
    if raw {
        let end = format!("\"{}", "#".repeat(hashes));
        let found = text[body..].find(&end);
        return Some(found.map_or(text.len(), |at| body + at + end.len()));
    }
    let mut escaped = false;
    for (at, c) in text[body..].char_indices() {
        if !escaped && c == '"' {
            return Some(body + at + 1);
        }
        escaped = !escaped && c == '\\';
    }
    Some(text.len())
}

/// The length of a character, or of the quote of a lifetime.
fn quote_length(text: &str) -> usize {
    let mut inside = text[1..].char_indices();
    match inside.next() {
        Some((_, '\\')) => {
            let rest = &text[3..];
            rest.find('\'').map_or(text.len(), |at| 3 + at + 1)
        }
        Some(_) => match inside.next() {
            Some((at, '\'')) => 1 + at + 1,
            _ => 1,
        },
        None => 1,
    }
}
