//! Ways to mend a fault of a TOML text. Whether one helps, reading the text again says.

use std::ops::Range;

use super::recover::{
    Mended, bare_word, last_open, line_at, missing_comma, still_open, tail, trimmed, unclosed,
};

/// What ends a bare word.
pub(super) const ENDS: &[char] = &[',', '=', '[', ']', '{', '}', '#', '"', '\''];

/// The ways, in the order in which they are tried.
pub(super) fn ways(mended: &Mended, at: usize) -> Vec<Option<Mended>> {
    let line = line_at(mended.text(), at);
    let text = mended.text().get(line.clone()).unwrap_or("");
    vec![
        header(mended, &line),
        to_the_end(mended, at),
        unended(mended, at),
        word(mended, at),
        assignment(mended, &line),
        underscores(mended, &line),
        comma(mended, at),
        value(mended, &line, tail),
        value(mended, &line, str::len),
        text.starts_with('[')
            .then(|| mended.with(at..line.end, ""))
            .flatten(),
        left_out(mended, &line),
    ]
}

/// `[people` gets its bracket.
fn header(mended: &Mended, line: &Range<usize>) -> Option<Mended> {
    let text = mended.text().get(line.clone())?;
    let content = text.split_once('#').map_or(text, |(content, _)| content);
    let content = content.trim_end();
    let name = content.trim_start().strip_prefix('[')?;
    let (name, close) = match name.strip_prefix('[') {
        Some(name) => (name.trim_end_matches(']'), "]]"),
        None => (name, "]"),
    };
    if name.is_empty() || name.contains([']', '=', ',', '[', '{']) {
        return None;
    }
    let end = line
        .start
        .saturating_add(content.trim_end_matches(']').len());
    mended.with(end..line.start.saturating_add(content.len()), close)
}

/// A text of several lines that is never closed holds the rest of the file.
fn to_the_end(mended: &Mended, at: usize) -> Option<Mended> {
    let rest = mended.text().get(at..)?;
    let opens = rest.starts_with("\"\"\"") || rest.starts_with("'''");
    opens
        .then(|| mended.with_broken(at..mended.text().len()))
        .flatten()
}

/// A list that is never closed ends on its line.
fn unended(mended: &Mended, at: usize) -> Option<Mended> {
    let rest = mended.text().get(at..)?;
    if !rest.starts_with(['[', '{']) || line_at(mended.text(), at).start == at {
        return None;
    }
    let line = line_at(mended.text(), at);
    unclosed(mended.text().get(at..line.end)?)?;
    mended.with_broken(at..line.end)
}

/// `name: value` and `name value` get their `=`.
fn assignment(mended: &Mended, line: &Range<usize>) -> Option<Mended> {
    let text = mended.text().get(line.clone())?;
    let indent = text.len().saturating_sub(text.trim_start().len());
    let name = text
        .trim_start()
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'))?;
    let end = indent.saturating_add(name);
    let rest = text.get(end..)?;
    let (blank, sign) = (rest.starts_with([' ', '\t']), rest.trim_start());
    if name == 0 || sign.is_empty() || sign.starts_with(['=', ',', ']', '}']) {
        return None;
    }
    let sign_at = line
        .start
        .saturating_add(text.len().saturating_sub(sign.len()));
    if sign.starts_with(":=") {
        return mended.with(sign_at..sign_at.saturating_add(2), "=");
    }
    if sign.starts_with(':') {
        return mended.with(sign_at..sign_at.saturating_add(1), "=");
    }
    let free = blank && !rest.contains('=');
    free.then(|| mended.with(sign_at..sign_at, "= ")).flatten()
}

/// A bare word where a value is expected.
fn word(mended: &Mended, at: usize) -> Option<Mended> {
    bare_word(mended, at, ('=', ENDS))
}

/// A comma between two values, or two pairs.
fn comma(mended: &Mended, at: usize) -> Option<Mended> {
    missing_comma(mended, at, '=')
}

/// The value of a line, up to where `most` says that it ends.
fn value(mended: &Mended, line: &Range<usize>, most: impl Fn(&str) -> usize) -> Option<Mended> {
    let text = mended.text().get(line.clone())?;
    let equals = text.find('=')?;
    let from = line.start.saturating_add(equals).saturating_add(1);
    let range = trimmed(mended.text(), from..line.end)?;
    let value = mended.text().get(range.clone())?;
    let value = match value.split_once('#') {
        Some((value, _)) if !value.contains(['"', '\'']) => value,
        _ => value,
    };
    let value = value.get(..most(value))?;
    let whole = unclosed(value).is_none() && !value.contains("\"\"\"") && !value.contains("'''");
    whole
        .then(|| mended.with_broken(range.start..range.start.saturating_add(value.len())))
        .flatten()
}

/// `market growth = "slow"` gets its underscore.
fn underscores(mended: &Mended, line: &Range<usize>) -> Option<Mended> {
    let name = spaced_name(mended.text().get(line.clone())?)?;
    let joined = name.split_whitespace().collect::<Vec<_>>().join("_");
    let text = mended.text().get(line.clone())?;
    let indent = text.len().saturating_sub(text.trim_start().len());
    let start = line.start.saturating_add(indent);
    mended.with(start..start.saturating_add(name.len()), &joined)
}

/// The words before the `=` of a line, where they are more than one.
pub(super) fn spaced_name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    (name.contains(' ') && name.chars().all(plain)).then_some(name)
}

/// A line of which nothing can be made is left out.
fn left_out(mended: &Mended, line: &Range<usize>) -> Option<Mended> {
    let text = mended.text().get(line.clone())?;
    let whole = unclosed(text).is_none() && !text.contains("\"\"\"") && !text.contains("'''");
    (whole && !text.trim().is_empty())
        .then(|| mended.with(line.clone(), ""))
        .flatten()
}

/// The bracket before a place that is never closed. A list is not, where a line that gives a name a
/// value comes first, or a header; in a table of several lines such lines are right.
pub(super) fn open_bracket(text: &str, at: usize) -> Option<(char, usize)> {
    let (bracket, place) = last_open(text.get(..at)?, &['=', '[', '{', ','])?;
    let line = line_at(text, place);
    let mut open = still_open(text.get(place..line.end)?, 0);
    for next in text.get(line.end..)?.lines().skip(1) {
        if open == 0 {
            return None;
        }
        let words = next.trim();
        let header = words.starts_with('[') && words.ends_with(']') && !words.contains([',', '"']);
        if header || (bracket == '[' && gives_value(words)) {
            return Some((bracket, place));
        }
        open = still_open(next, open);
    }
    (open > 0).then_some((bracket, place))
}

/// Whether a line begins with a name and `=`.
fn gives_value(line: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    line.split_once('=')
        .is_some_and(|(name, _)| !name.trim().is_empty() && name.chars().all(plain))
}
