//! Ways to mend a fault of a YAML text. Whether one helps, reading the text again says.

use std::ops::Range;

use super::recover::{Mended, last_open, line_at, open_quote, still_open, tail, trimmed, unclosed};

/// The ways, in the order in which they are tried.
pub(super) fn ways(mended: &Mended, at: usize) -> Vec<Option<Mended>> {
    let line = line_at(mended.text(), at);
    let (above, below) = indents(mended.text(), &line);
    vec![
        indented(mended, &line, below),
        indented(mended, &line, above),
        from_bracket(mended, at, &line),
        from_quote(mended, at, &line),
        colon(mended, &line),
        value(mended, &line, tail),
        value(mended, &line, str::len),
        item(mended, &line),
        left_out(mended, &line),
    ]
}

/// How far the line above is indented, and how far what stands below it would be.
fn indents(text: &str, line: &Range<usize>) -> (usize, usize) {
    let above = line_above(text, line.start).unwrap_or("");
    let own = indent(above);
    let opens = above.trim_end().ends_with(':');
    (own, if opens { own.saturating_add(2) } else { own })
}

/// The last line before a place that holds more than a comment.
pub(super) fn line_above(text: &str, start: usize) -> Option<&str> {
    let said = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with('#');
    text.get(..start)?.lines().rev().find(said)
}

/// The blanks before what a line says.
pub(super) fn indent(line: &str) -> usize {
    line.len().saturating_sub(line.trim_start().len())
}

/// The line, indented otherwise.
fn indented(mended: &Mended, line: &Range<usize>, wanted: usize) -> Option<Mended> {
    let text = mended.text().get(line.clone())?;
    let own = indent(text);
    let blanks = " ".repeat(wanted);
    let other = text.get(..own)? != blanks;
    other
        .then(|| mended.with(line.start..line.start.saturating_add(own), &blanks))
        .flatten()
}

/// A list or table that is never closed ends on its line.
fn from_bracket(mended: &Mended, at: usize, line: &Range<usize>) -> Option<Mended> {
    let written = mended.text().get(at..line.end)?;
    if !written.starts_with(['[', '{']) {
        return None;
    }
    unclosed(written)?;
    mended.with_broken(at..line.end)
}

/// A text whose quote is never closed ends on its line.
fn from_quote(mended: &Mended, at: usize, line: &Range<usize>) -> Option<Mended> {
    let quote = open_quote(mended.text(), at)?;
    mended.with_broken(quote..line.end)
}

/// `name = value` gets a colon.
fn colon(mended: &Mended, line: &Range<usize>) -> Option<Mended> {
    let at = equals(mended.text().get(line.clone())?)?;
    let at = line.start.saturating_add(at);
    mended.with(at..at.saturating_add(1), ": ")
}

/// Where the `=` stands that follows a name at the start of a line.
fn equals(line: &str) -> Option<usize> {
    let (name, _) = line.split_once('=')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let named = !name.trim().is_empty() && name.trim().chars().all(plain);
    named.then_some(name.len())
}

/// The `=` behind a name in the line of a place or, as words run on, in the first of such lines above it.
pub(super) fn equals_at(text: &str, at: usize) -> Option<usize> {
    let here = line_at(text, at);
    let mut found = equals(text.get(here.clone())?).map(|at| here.start.saturating_add(at));
    let mut start = here.start;
    for line in text.get(..start)?.split_inclusive('\n').rev() {
        let Some(at) = equals(line) else { break };
        start = start.saturating_sub(line.len());
        found = Some(start.saturating_add(at));
    }
    found
}

/// The value of a line, up to where `most` says that it ends.
fn value(mended: &Mended, line: &Range<usize>, most: impl Fn(&str) -> usize) -> Option<Mended> {
    let text = mended.text().get(line.clone())?;
    let (key, _) = text.split_once(':')?;
    let name = key.trim();
    if name.is_empty() || name.starts_with(['[', '{', '-', '#']) {
        return None;
    }
    let from = line.start.saturating_add(key.len()).saturating_add(1);
    let range = trimmed(mended.text(), from..line.end)?;
    let value = mended.text().get(range.clone())?;
    let value = value.get(..most(value))?;
    let opens = value.is_empty() || value.ends_with(['|', '>']) || unclosed(value).is_some();
    (!opens)
        .then(|| mended.with_broken(range.start..range.start.saturating_add(value.len())))
        .flatten()
}

/// `- [a` in a list.
fn item(mended: &Mended, line: &Range<usize>) -> Option<Mended> {
    let text = mended.text().get(line.clone())?;
    text.trim_start().strip_prefix("- ")?;
    let from = indent(text).saturating_add(2);
    let range = trimmed(mended.text(), line.start.saturating_add(from)..line.end)?;
    (!range.is_empty())
        .then(|| mended.with_broken(range))
        .flatten()
}

/// A line with nothing below it is left out.
fn left_out(mended: &Mended, line: &Range<usize>) -> Option<Mended> {
    let text = mended.text().get(line.clone())?;
    let next = mended.text().get(line.end..)?;
    let next = next.lines().find(|line| !line.trim().is_empty());
    let alone = next.is_none_or(|next| indent(next) <= indent(text));
    (alone && !text.trim().is_empty())
        .then(|| mended.with(line.clone(), ""))
        .flatten()
}

/// The bracket before a place that is never closed: a line that stands no deeper than its own comes first.
pub(super) fn open_bracket(text: &str, at: usize) -> Option<(char, usize)> {
    let (bracket, place) = last_open(text.get(..at)?, &['\n', ':', '-', '[', '{', ','])?;
    let line = line_at(text, place);
    let own = indent(text.get(line.clone())?);
    let mut open = still_open(text.get(place..line.end)?, 0);
    for next in text.get(line.end..)?.lines().skip(1) {
        if open == 0 {
            return None;
        }
        let words = next.trim();
        let no_deeper = indent(next) <= own && !words.starts_with([']', '}', '#']);
        if !words.is_empty() && no_deeper {
            return Some((bracket, place));
        }
        open = still_open(next, open);
    }
    (open > 0).then_some((bracket, place))
}

/// The quote above a place that opens a text and is not closed on its line.
pub(super) fn quote_above(text: &str, at: usize) -> Option<usize> {
    let here = line_at(text, at).start;
    let mut end = here;
    for line in text.get(..here)?.split_inclusive('\n').rev() {
        end = end.saturating_sub(line.len());
        let inner = end.saturating_add(line.trim_end().len());
        if let Some(quote) = open_quote(text, inner) {
            return Some(quote);
        }
        if line.contains('"') {
            return None;
        }
    }
    None
}
