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

    /// Whether something stands in the text as it is written.
    pub(super) fn has(&self, what: &str) -> bool {
        self.text.contains(what)
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

    /// The text of the word or sign at a position.
    pub(super) fn word(&self, position: Position) -> Option<&str> {
        self.text.get(self.token(position)?.range())
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
}
