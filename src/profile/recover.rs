//! Mends faults of syntax in a profile's text, one after the other, so that the rest is looked at too.
//! Finds no faults itself, and gives no fact a value: what it puts in for a value counts as broken.

use std::ops::Range;

use super::formats::Format;
use super::tree::{Node, NodeKind, Text, Tree};
use super::{mend_json, mend_toml, mend_yaml};
use crate::base::{self, Diagnostic, Span};

/// Up to this size a text with faults is read again; beyond it, its faults of syntax are all that is told.
const MOST_BYTES: usize = 1 << 16;

/// How many faults are mended at most.
const ROUNDS: usize = 50;

/// The code of faults of syntax.
const SYNTAX: &str = "E0605";

/// The code of values that a format does not have, such as `NaN` in JSON.
const UNSUPPORTED: &str = "E0608";

/// A text with some of its faults mended, and the values that were put in.
#[derive(Clone, Debug)]
pub(super) struct Mended {
    inner: base::Mended,
    /// The places, in the user's text, of values that were put in.
    broken: Vec<usize>,
}

/// Mends what can be mended. Gives the text, and the faults that are in it no more.
pub(super) fn mend(text: Text<'_>, format: &Format, tree: &Tree<'_>) -> (Mended, Vec<Diagnostic>) {
    let mut mended = Mended::of(text.text);
    let mut told = Vec::new();
    let mut found = fault(&tree.problems, format).cloned();
    let readable = text.text.len() <= MOST_BYTES;
    for _ in 0..ROUNDS {
        let Some(fault) = found.take().filter(|_| readable) else {
            break;
        };
        let at = fault.span().unwrap_or_default().range().start;
        let Some((next, more)) = step(&mended, at, text, format) else {
            break;
        };
        told.push(fault.moved(|span| *span = mended.place(*span)));
        (mended, found) = (next, more);
    }
    (mended, told)
}

/// The first way to mend a fault after which the text can be read, or the next fault lies further on.
fn step(
    mended: &Mended,
    at: usize,
    text: Text<'_>,
    format: &Format,
) -> Option<(Mended, Option<Diagnostic>)> {
    let ways = match format.name {
        "json" => mend_json::ways,
        "toml" => mend_toml::ways,
        _ => mend_yaml::ways,
    };
    let here = mended.original(at);
    for next in ways(mended, at).into_iter().flatten() {
        let tree = (format.read)(Text {
            text: next.text(),
            file: text.file,
        });
        if tree.root.is_some() {
            return Some((next, None));
        }
        let fault = fault(&tree.problems, format).cloned();
        let place = fault.as_ref().and_then(Diagnostic::span);
        if place.is_some_and(|place| next.original(place.range().start) > here) {
            return Some((next, fault));
        }
    }
    None
}

/// The first fault that could be mended.
fn fault<'p>(problems: &'p [Diagnostic], format: &Format) -> Option<&'p Diagnostic> {
    problems
        .iter()
        .filter(|problem| {
            problem.code == SYNTAX || (format.name == "json" && problem.code == UNSUPPORTED)
        })
        .min_by_key(|problem| problem.span())
}

impl Mended {
    /// A text as it is.
    pub(super) fn of(text: &str) -> Self {
        Self {
            inner: base::Mended::of(text),
            broken: Vec::new(),
        }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        self.inner.text()
    }

    /// With something else in the place of what stands in a range.
    pub(super) fn with(&self, range: Range<usize>, instead: &str) -> Option<Self> {
        let mut next = self.clone();
        next.inner.replace(range, instead)?;
        Some(next)
    }

    /// With a value that counts as given and broken in the place of what stands in a range.
    pub(super) fn with_broken(&self, range: Range<usize>) -> Option<Self> {
        let origin = self.original(range.start);
        let mut next = self.with(range, "0")?;
        next.broken.push(origin);
        Some(next)
    }

    /// Where a byte stood in the user's text.
    fn original(&self, at: usize) -> usize {
        self.inner.original(at)
    }

    /// A place of this text as a place of the user's.
    pub(super) fn place(&self, span: Span) -> Span {
        self.inner.place(span)
    }

    /// A tree of this text with the places of the user's, and the values put in marked as broken.
    pub(super) fn restored<'t>(&self, mut tree: Tree<'t>) -> Tree<'t> {
        if let Some(root) = &mut tree.root {
            self.restore(root);
        }
        tree.problems = tree
            .problems
            .into_iter()
            .map(|problem| problem.moved(|span| *span = self.place(*span)))
            .collect();
        tree
    }

    fn restore(&self, node: &mut Node<'_>) {
        node.span = self.place(node.span);
        match &mut node.kind {
            NodeKind::List(items) => items.iter_mut().for_each(|item| self.restore(item)),
            NodeKind::Table(entries) => {
                for entry in entries {
                    entry.key_span = self.place(entry.key_span);
                    self.restore(&mut entry.value);
                }
            }
            NodeKind::Number(..) if self.broken.contains(&node.span.range().start) => {
                node.kind = NodeKind::Broken;
            }
            _ => {}
        }
    }
}

/// The line that a place is in, without its end.
pub(super) fn line_at(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let length = after.find('\n').unwrap_or(after.len());
    let end = before.len().saturating_add(length);
    let line = text.get(start..end).unwrap_or("");
    start..start.saturating_add(line.trim_end_matches('\r').len())
}

/// The piece of a range that is no blank.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(range.clone())?;
    let rest = piece.trim_start();
    let start = range
        .start
        .saturating_add(piece.len().saturating_sub(rest.len()));
    Some(start..start.saturating_add(rest.trim_end().len()))
}

/// The bare word that a place is in or just behind: up to a character that ends words.
pub(super) fn word_at(text: &str, at: usize, ends: &[char]) -> Option<Range<usize>> {
    let (before, after) = text.split_at_checked(at)?;
    let start = before
        .trim_end_matches(|c: char| !c.is_whitespace() && !ends.contains(&c))
        .len();
    let length = after
        .find(|c: char| c == '\n' || ends.contains(&c))
        .unwrap_or(after.len());
    let end = at.saturating_add(length);
    trimmed(text, start..end).filter(|word| !word.is_empty())
}

/// A bare word where a value is expected: behind the sign that gives values, or in a list.
pub(super) fn bare_word(
    mended: &Mended,
    at: usize,
    (sign, ends): (char, &[char]),
) -> Option<Mended> {
    let word = word_at(mended.text(), at, ends)?;
    let (before, _) = last_before(mended.text(), word.start)?;
    (before == sign || matches!(before, ',' | '['))
        .then(|| mended.with_broken(word))
        .flatten()
}

/// A comma that is missing between two values, or two pairs.
pub(super) fn missing_comma(mended: &Mended, at: usize, sign: char) -> Option<Mended> {
    let (before, end) = last_before(mended.text(), at)?;
    let opens = before == sign || matches!(before, ',' | '[' | '{');
    (!opens).then(|| mended.with(end..end, ",")).flatten()
}

/// The last character before a place that is no blank, and where it ends.
pub(super) fn last_before(text: &str, at: usize) -> Option<(char, usize)> {
    let before = text.get(..at)?.trim_end();
    before.chars().next_back().map(|c| (c, before.len()))
}

/// Where the text begins that is not closed on its line; the place is that beginning, or the end of
/// the line or, as the parser tells it, the last character there.
pub(super) fn open_quote(text: &str, at: usize) -> Option<usize> {
    let line = line_at(text, at);
    let (mut open, mut escaped) = (None, false);
    for (offset, c) in text.get(line.clone())?.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = open.is_some(),
            '"' if open.is_some() => open = None,
            '"' => open = Some(line.start.saturating_add(offset)),
            _ => {}
        }
    }
    open.filter(|open| at == *open || at >= line.end.saturating_sub(1))
}

/// The last bracket that opens and does not close before the end of a text. One that stands within
/// words, in quotes or in a comment opens nothing; `begins` are the signs before a value, where a
/// line's end stands for the begin of the next line.
pub(super) fn last_open(text: &str, begins: &[char]) -> Option<(char, usize)> {
    let (mut open, mut quote, mut comment) = (Vec::new(), None, false);
    // The character before, and the last one that is no blank.
    let (mut last, mut said) = ('\n', '\n');
    for (at, c) in text.char_indices() {
        let begins = begins.contains(&said);
        match (c, quote) {
            ('\n', _) => (quote, comment) = (None, false),
            _ if comment => {}
            (c, Some(quoted)) if c == quoted => quote = None,
            (_, Some(_)) => {}
            ('#', None) if last.is_whitespace() => comment = true,
            ('"' | '\'', None) if begins => quote = Some(c),
            ('[' | '{', None) if begins => open.push((c, at)),
            (']' | '}', None) => {
                open.pop();
            }
            _ => {}
        }
        last = c;
        let line_ends = c == '\n' && open.is_empty();
        if line_ends || !(comment || c.is_whitespace()) {
            said = c;
        }
    }
    open.pop()
}

/// How many brackets are open behind a text, of those open before it and its own; none once the first has closed.
pub(super) fn still_open(text: &str, before: usize) -> usize {
    let mut open = before;
    for c in text.chars() {
        match c {
            '[' | '{' => open = open.saturating_add(1),
            ']' | '}' if open <= 1 => return 0,
            ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open
}

/// The bracket of a text that is not closed in it; quotes are not looked at.
pub(super) fn unclosed(text: &str) -> Option<char> {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '[' | '{' => open.push(c),
            ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// How many of the brackets at a text's end close nothing in it; with a comma before or behind them, that too.
pub(super) fn tail(text: &str) -> usize {
    let mut rest = text;
    loop {
        let shorter = rest.trim_end().trim_end_matches(',');
        let closed = shorter.strip_suffix([']', '}']);
        rest = match closed {
            Some(inner) if opens_less(shorter) => inner,
            _ => break shorter.trim_end().len(),
        };
    }
}

fn opens_less(text: &str) -> bool {
    text.matches(['[', '{']).count() < text.matches([']', '}']).count()
}

#[cfg(test)]
mod tests {
    use super::{Mended, tail, word_at};
    use crate::base::{FileId, Span};

    #[test]
    fn places_are_those_of_the_text_that_was_read() {
        let mended = Mended::of("a = tru\nb = 1");
        let mended = mended.with_broken(4..7).unwrap();
        let mended = mended.with(0..0, "\"").unwrap();
        assert_eq!(mended.text(), "\"a = 0\nb = 1");
        let place = |start, end| mended.place(Span::new(FileId(0), start, end)).range();
        assert_eq!(place(5, 6), 4..7);
        assert_eq!(place(7, 8), 8..9);
        assert_eq!(place(12, 12), 13..13);
        assert!(mended.with(3..99, "").is_none());
    }

    #[test]
    fn words_end_where_values_do() {
        let ends = [',', '=', '}'];
        let text = "{a = tru, b = x y }";
        assert_eq!(word_at(text, 7, &ends), Some(5..8));
        assert_eq!(word_at(text, 14, &ends), Some(14..17));
        assert_eq!(word_at(text, 4, &ends), None.or(Some(5..8)));
    }

    #[test]
    fn what_closes_an_outer_bracket_is_kept() {
        for (text, value) in [
            ("tru", "tru"),
            ("tru,", "tru"),
            ("tru }", "tru"),
            ("[a, b]", "[a, b]"),
            ("[a, b] },", "[a, b]"),
            ("{ a } ]", "{ a }"),
        ] {
            assert_eq!(text.get(..tail(text)), Some(value), "{text}");
        }
    }
}
