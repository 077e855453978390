//! Lines of a given width: breaking, padding, setting side by side. Knows columns of a terminal, no blocks.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::explain::document::{Line, Span, Tone};
use crate::explain::numbers::GLUE;

/// The columns a line takes.
pub(super) fn width(line: &Line) -> usize {
    line.0
        .iter()
        .fold(0, |sum, span| sum.saturating_add(span.text.width()))
}

/// The columns of the longest word of a line.
pub(super) fn longest_word(line: &Line) -> usize {
    words(line)
        .iter()
        .map(|word| pieces_width(word))
        .max()
        .unwrap_or(0)
}

/// The line broken at spaces, and within a word only where the word alone is too wide. At least one line.
pub(super) fn wrap(line: &Line, room: usize) -> Vec<Line> {
    let room = room.max(1);
    let mut lines: Vec<Line> = Vec::new();
    let mut current = Line::default();
    let mut used = 0_usize;
    for word in words(line).into_iter().flat_map(|word| chop(word, room)) {
        let wide = pieces_width(&word);
        let with_space = used.saturating_add(1).saturating_add(wide);
        if used > 0 && with_space > room {
            lines.push(std::mem::take(&mut current));
            used = 0;
        }
        let space = used > 0;
        used = if space { with_space } else { wide };
        add(&mut current, word, space);
    }
    if used > 0 || lines.is_empty() {
        lines.push(current);
    }
    lines
}

/// Columns of lines side by side, each padded to its width.
pub(super) fn beside(columns: &[(Vec<Line>, usize)]) -> Vec<Line> {
    let height = columns.iter().map(|(lines, _)| lines.len()).max();
    (0..height.unwrap_or(0))
        .map(|at| {
            columns
                .iter()
                .fold(Line::default(), |whole, (lines, room)| {
                    let line = lines.get(at).cloned().unwrap_or_default();
                    let pad = room.saturating_sub(width(&line));
                    whole.join(line).plain(" ".repeat(pad))
                })
        })
        .collect()
}

/// The lines set in by some columns.
pub(super) fn indent(lines: Vec<Line>, by: usize) -> Vec<Line> {
    let space = " ".repeat(by);
    lines
        .into_iter()
        .map(|line| Line::from(&space).join(line))
        .collect()
}

/// A line moved to the right end of its room.
pub(super) fn to_the_right(line: Line, room: usize) -> Line {
    let pad = room.saturating_sub(width(&line));
    Line::from(" ".repeat(pad)).join(line)
}

type Word = Vec<Span>;

/// The words; one word may run through several spans. A percent sign stays with its number.
fn words(line: &Line) -> Vec<Word> {
    let mut words = Vec::new();
    let mut current: Word = Vec::new();
    for span in &line.0 {
        for (at, piece) in span.text.split(' ').enumerate() {
            if at > 0 && piece.starts_with('%') && ends_with_digit(&current) {
                current.push(Span::new(format!("{GLUE}{piece}"), span.tone));
                continue;
            }
            if at > 0 && !current.is_empty() {
                words.push(std::mem::take(&mut current));
            }
            if !piece.is_empty() {
                current.push(Span::new(piece, span.tone));
            }
        }
    }
    if !current.is_empty() {
        words.push(current);
    }
    words
}

fn ends_with_digit(word: &[Span]) -> bool {
    let last = word.last().and_then(|span| span.text.chars().next_back());
    last.is_some_and(|c| c.is_ascii_digit())
}

fn pieces_width(word: &[Span]) -> usize {
    word.iter()
        .fold(0, |sum, piece| sum.saturating_add(piece.text.width()))
}

/// A word in parts that fit, where it is too wide by itself: a path after a slash.
fn chop(word: Word, room: usize) -> Vec<Word> {
    if pieces_width(&word) <= room {
        return vec![word];
    }
    let mut rest: Vec<(char, Tone)> = Vec::new();
    for piece in &word {
        rest.extend(piece.text.chars().map(|c| (c, piece.tone)));
    }
    let mut parts: Vec<Word> = Vec::new();
    while !rest.is_empty() {
        let mut used = 0_usize;
        let fits = rest.iter().take_while(|(c, _)| {
            used = used.saturating_add(columns(*c));
            used <= room
        });
        let fits = fits.count().max(1);
        let slash = rest.iter().take(fits).rposition(|(c, _)| *c == '/');
        let end = match slash {
            Some(at) if fits < rest.len() => at.saturating_add(1),
            _ => fits,
        };
        let mut part = Line::default();
        for (c, tone) in rest.drain(..end) {
            add(&mut part, vec![Span::new(c.to_string(), tone)], false);
        }
        parts.push(part.0);
    }
    parts
}

/// The columns of a sign; a mark that widens the sign before it is counted as one more.
fn columns(c: char) -> usize {
    match c {
        '\u{fe0f}' => 1,
        c => c.width().unwrap_or(0),
    }
}

/// Adds a word to a line, a run of one tone staying one span.
fn add(line: &mut Line, word: Word, space: bool) {
    for (at, piece) in word.into_iter().enumerate() {
        let spaced = space && at == 0;
        match line.0.last_mut() {
            Some(last) if last.tone == piece.tone => {
                if spaced {
                    last.text.push(' ');
                }
                last.text.push_str(&piece.text);
            }
            _ => {
                if spaced {
                    line.0.push(Span::new(" ", crate::explain::Tone::Plain));
                }
                line.0.push(piece);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;
    use crate::explain::document::Line;

    fn lines(text: &str, room: usize) -> Vec<String> {
        let wrapped = wrap(&Line::default().code(text), room);
        let text = |line: &Line| line.0.iter().map(|span| span.text.as_str()).collect();
        wrapped.iter().map(text).collect()
    }

    #[test]
    fn a_percent_sign_stays_with_its_number() {
        let shown = lines("a gap of 60 % (7)", 11);
        assert_eq!(shown, ["a gap of", "60\u{a0}% (7)"]);
        assert_eq!(lines("% of all", 4), ["% of", "all"]);
    }

    #[test]
    fn a_path_that_is_too_wide_is_broken_after_a_slash() {
        assert_eq!(
            lines("explain rules/some_book/profiles/a.toml", 18),
            ["explain", "rules/some_book/", "profiles/a.toml"]
        );
        assert_eq!(
            lines("some_book/profile", 6),
            ["some_b", "ook/", "profil", "e"]
        );
        assert_eq!(lines("a/b", 3), ["a/b"]);
        assert_eq!(lines("/", 1), ["/"]);
    }
}
