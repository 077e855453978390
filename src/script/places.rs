//! From Rhai's lines and columns to byte ranges of our files. Reads no syntax tree.

use rhai::Position;

use crate::base::{FileId, Span};

/// A script's text with the starts of its lines.
#[derive(Clone, Debug)]
pub(super) struct Places {
    file: FileId,
    starts: Vec<usize>,
    text: Box<str>,
}

impl Places {
    pub(super) fn new(file: FileId, text: &str) -> Self {
        let after_ends = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at.saturating_add(1));
        Self {
            file,
            starts: std::iter::once(0).chain(after_ends).collect(),
            text: text.into(),
        }
    }

    /// How many lines there are.
    pub(super) fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The whole text's beginning, for what has no better place.
    pub(super) fn start(&self) -> Span {
        Span::new(self.file, 0, 0)
    }

    /// The last sign of the text, for what is missing at its end.
    pub(super) fn end(&self) -> Span {
        let text = self.text.trim_end();
        let last = text.chars().next_back().map_or(0, char::len_utf8);
        Span::new(self.file, text.len().saturating_sub(last), text.len())
    }

    /// Whether the word at a position is the key of a map: `key: value`, or `map.key`.
    pub(super) fn is_key(&self, position: Position) -> bool {
        let key = self.token(position).map(|span| span.range());
        key.is_some_and(|key| {
            let before = self.text.get(..key.start).unwrap_or("").trim_end();
            let after = self.text.get(key.end..).unwrap_or("").trim_start();
            after.starts_with(':') || (before.ends_with('.') && !after.starts_with('('))
        })
    }

    /// Whether these words stand side by side, whatever blanks and comments are between them.
    pub(super) fn has(&self, words: &[&str]) -> bool {
        let all: Vec<&str> = Words { rest: &self.text }.collect();
        all.windows(words.len()).any(|some| some == words)
    }

    /// How often a word stands in the script.
    pub(super) fn count(&self, word: &str) -> usize {
        let words = Words { rest: &self.text };
        words.filter(|one| *one == word).count()
    }

    /// The word or sign at a position.
    pub(super) fn token(&self, position: Position) -> Option<Span> {
        let start = self.offset(position)?;
        let rest = self.text.get(start..)?;
        let word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let length = match rest.chars().next()? {
            first if word(first) => rest.find(|letter| !word(letter)).unwrap_or(rest.len()),
            first => first.len_utf8(),
        };
        Some(Span::new(self.file, start, start.saturating_add(length)))
    }

    /// The number at a position.
    pub(super) fn digits(&self, position: Position) -> Option<Span> {
        let start = self.offset(position)?;
        let rest = self.text.get(start..)?;
        let digit = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
        let length = rest.find(|letter| !digit(letter)).unwrap_or(rest.len());
        Some(Span::new(self.file, start, start.saturating_add(length)))
    }

    /// The place of a text that stands at a position.
    pub(super) fn text(&self, position: Position, text: &str) -> Option<Span> {
        let start = self.offset(position)?;
        let fits = self.text.get(start..)?.starts_with(text);
        fits.then(|| Span::new(self.file, start, start.saturating_add(text.len())))
    }

    /// The text in quotes at a position, its quotes included.
    pub(super) fn quoted(&self, position: Position) -> Option<Span> {
        let start = self.offset(position)?;
        let rest = self.text.get(start..)?;
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '`'))?;
        let length = text_length(rest, quote);
        Some(Span::new(self.file, start, start.saturating_add(length)))
    }

    /// The text of the word or sign at a position.
    pub(super) fn word(&self, position: Position) -> Option<&str> {
        self.text.get(self.token(position)?.range())
    }

    /// What stands on the line of a position, before it and from it on.
    pub(super) fn line(&self, position: Position) -> Option<(&str, &str)> {
        let at = self.offset(position)?;
        let before = self.text.get(..at)?.rsplit('\n').next()?;
        Some((before, self.text.get(at..)?.lines().next()?))
    }

    /// Whether a sign comes right behind the token at a position.
    pub(super) fn is_before(&self, position: Position, sign: char) -> bool {
        let end = self.token(position).map(|span| span.range().end);
        let rest = end.and_then(|end| self.text.get(end..));
        rest.is_some_and(|rest| rest.starts_with(sign))
    }

    /// The name in the definition of `function` whose body begins at a position.
    pub(super) fn definition(&self, function: &str, body: Position) -> Span {
        self.definition_before(function, body)
            .unwrap_or_else(|| self.start())
    }

    fn definition_before(&self, function: &str, body: Position) -> Option<Span> {
        let before = self.text.get(..self.offset(body)?)?;
        let keyword = before.rfind("fn ")?.saturating_add(3);
        let name = before.get(keyword..)?.find(function)?;
        let start = keyword.saturating_add(name);
        Some(Span::new(
            self.file,
            start,
            start.saturating_add(function.len()),
        ))
    }

    fn offset(&self, position: Position) -> Option<usize> {
        let line = position.line()?.checked_sub(1)?;
        let column = position.position().unwrap_or(1).saturating_sub(1);
        let start = *self.starts.get(line)?;
        let rest = self.text.get(start..)?;
        let within = rest
            .char_indices()
            .nth(column)
            .map_or(rest.len(), |(at, _)| at);
        Some(start.saturating_add(within))
    }
}

/// The words and signs of a script as Rhai reads them: no comments, and a text in quotes as one.
struct Words<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            self.rest = self.rest.trim_start();
            let first = self.rest.chars().next()?;
            let word = |letter: char| letter.is_alphanumeric() || letter == '_';
            let comment = self.rest.starts_with("//") || self.rest.starts_with("/*");
            let length = match first {
                '/' if comment => comment_length(self.rest),
                '"' | '`' | '\'' => text_length(self.rest, first),
                first if word(first) => self.rest.find(|c| !word(c)).unwrap_or(self.rest.len()),
                first => first.len_utf8(),
            };
            let (token, rest) = self.rest.split_at_checked(length)?;
            self.rest = rest;
            if !comment {
                return Some(token);
            }
        }
    }
}

/// The length of the comment that a text begins with; those between `/*` and `*/` may hold others.
fn comment_length(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    let (mut depth, mut at) = (0_usize, 0_usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = match rest {
            _ if rest.starts_with("/*") => {
                depth = depth.saturating_add(1);
                2
            }
            _ if rest.starts_with("*/") => {
                depth = depth.saturating_sub(1);
                2
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        at = at.saturating_add(length);
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of the text in quotes that a text begins with.
fn text_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            c if c == quote => return at.saturating_add(c.len_utf8()),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use rhai::Position;

    use super::Places;
    use crate::base::{FileId, Span};

    #[test]
    fn columns_count_characters() {
        let places = Places::new(FileId(3), "// é\nlet é = add(1);\n");
        let span = places.token(Position::new(2, 9));
        assert_eq!(span, Some(Span::new(FileId(3), 15, 18)));
        assert_eq!(places.lines(), 3);
    }

    #[test]
    fn words_are_found_as_rhai_reads_them() {
        let has = |text: &str, words: &[&str]| Places::new(FileId(0), text).has(words);
        for text in [
            "fn g(x) { x }",
            "private fn  g (x) { x }",
            "fn /* a /* b */ c */ g(x) { x }",
            "fn // why\n g(x) { x }",
        ] {
            assert!(has(text, &["fn", "g"]), "{text}");
        }
        assert!(has("const\tK= 2;", &["const", "K"]));
        for text in [
            "// fn g(x)",
            "let a = \"fn g(x)\";",
            "/* fn g */",
            "fn gg(x) { }",
        ] {
            assert!(!has(text, &["fn", "g"]), "{text}");
        }
    }
}
