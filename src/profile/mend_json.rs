//! Ways to mend a fault of a JSON text. Whether one helps, reading the text again says.

use std::ops::Range;

use super::recover::{
    Mended, bare_word, last_before, line_at, missing_comma, open_quote, tail, word_at,
};

/// What ends a bare word.
const ENDS: &[char] = &[',', ':', '[', ']', '{', '}', '"', '\''];

/// The ways, in the order in which they are tried.
pub(super) fn ways(mended: &Mended, at: usize) -> Vec<Option<Mended>> {
    vec![
        comment(mended, at),
        unended_text(mended, at),
        missing(mended, at),
        spare_comma(mended, at),
        single_quotes(mended, at),
        bare_name(mended, at),
        word(mended, at),
        other_sign(mended, at),
        comma(mended, at),
        closed(mended, at),
        control(mended, at),
        rest(mended, at),
    ]
}

/// A comment is left out.
fn comment(mended: &Mended, at: usize) -> Option<Mended> {
    let rest = mended.text().get(at..)?;
    let end = if rest.starts_with("/*") {
        rest.find("*/")?.saturating_add(2)
    } else if rest.starts_with("//") || rest.starts_with('#') {
        rest.find('\n').unwrap_or(rest.len())
    } else {
        return None;
    };
    mended.with(at..at.saturating_add(end), "")
}

/// A text that does not end on its line is left out up to the line's end, or up to the comma there.
fn unended_text(mended: &Mended, at: usize) -> Option<Mended> {
    let start = open_quote(mended.text(), at)?;
    let line = line_at(mended.text(), at);
    let written = mended.text().get(start..line.end)?;
    let end = start.saturating_add(tail(written).max(1));
    let (before, _) = last_before(mended.text(), start)?;
    matches!(before, ':' | '[' | ',')
        .then(|| mended.with_broken(start..end))
        .flatten()
}

/// A comma before a closing bracket, or behind another comma.
fn spare_comma(mended: &Mended, at: usize) -> Option<Mended> {
    if let Some(comma) = trailing_comma(mended.text(), at) {
        return mended.with(comma..comma.saturating_add(1), "");
    }
    let comma = mended.text().get(at..)?.starts_with(',');
    comma
        .then(|| mended.with(at..at.saturating_add(1), ""))
        .flatten()
}

/// The comma before a closing bracket.
pub(super) fn trailing_comma(text: &str, at: usize) -> Option<usize> {
    let closes = text.get(at..)?.starts_with(['}', ']']);
    let before = text.get(..at)?.trim_end().strip_suffix(',')?;
    closes.then_some(before.len())
}

/// `'slow'` gets double quotes.
fn single_quotes(mended: &Mended, at: usize) -> Option<Mended> {
    let inner = mended.text().get(at..)?.strip_prefix('\'')?;
    let text = inner.get(..inner.find(['\'', '\n', '"'])?)?;
    let end = at.saturating_add(text.len()).saturating_add(2);
    let closed = mended.text().get(..end)?.ends_with('\'');
    closed
        .then(|| mended.with(at..end, &format!("\"{text}\"")))
        .flatten()
}

/// `growth: "slow"` gets quotes about the name.
fn bare_name(mended: &Mended, at: usize) -> Option<Mended> {
    let range = word_at(mended.text(), at, ENDS)?;
    let name = mended.text().get(range.clone())?;
    let named = mended
        .text()
        .get(range.end..)?
        .trim_start()
        .starts_with(':');
    let plain = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let (before, _) = last_before(mended.text(), range.start)?;
    (named && plain && matches!(before, '{' | ','))
        .then(|| mended.with(range, &format!("\"{name}\"")))
        .flatten()
}

/// A bare word where a value is expected.
fn word(mended: &Mended, at: usize) -> Option<Mended> {
    bare_word(mended, at, (':', ENDS))
}

/// `=` for a colon, `;` for a comma, one closing bracket for the other.
fn other_sign(mended: &Mended, at: usize) -> Option<Mended> {
    let sign = match mended.text().get(at..)?.chars().next()? {
        '=' => ":",
        ';' => ",",
        ']' => "}",
        '}' => "]",
        _ => return None,
    };
    mended.with(at..at.saturating_add(1), sign)
}

/// No value behind a colon.
fn missing(mended: &Mended, at: usize) -> Option<Mended> {
    let (before, _) = last_before(mended.text(), at)?;
    let rest = mended.text().get(at..)?.trim_start();
    let ends = rest.is_empty() || rest.starts_with([',', '}']);
    (before == ':' && ends)
        .then(|| mended.with_broken(at..at))
        .flatten()
}

/// A comma between two values, or two pairs.
fn comma(mended: &Mended, at: usize) -> Option<Mended> {
    missing_comma(mended, at, ':')
}

/// A text that ends too early gets its closing brackets.
fn closed(mended: &Mended, at: usize) -> Option<Mended> {
    let (last, end) = last_before(mended.text(), mended.text().len())?;
    if at < end.saturating_sub(1) {
        return None;
    }
    let closing: String = open_brackets(mended.text())
        .iter()
        .rev()
        .map(|(bracket, _)| if *bracket == '[' { ']' } else { '}' })
        .collect();
    if last == ':' {
        let valued = mended.with_broken(end..end)?;
        let end = end.saturating_add(1);
        return valued.with(end..valued.text().len(), &closing);
    }
    let end = if last == ',' {
        end.saturating_sub(1)
    } else {
        end
    };
    mended.with(end..mended.text().len(), &closing)
}

/// The brackets that are never closed, and where they stand.
pub(super) fn open_brackets(text: &str) -> Vec<(char, usize)> {
    let (mut open, mut quoted, mut escaped) = (Vec::new(), false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' | '{' => open.push((c, at)),
            ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

/// A control character within a text.
fn control(mended: &Mended, at: usize) -> Option<Mended> {
    let found = mended.text().get(at..)?.chars().next()?;
    let inner = found.is_control() && !matches!(found, '\n' | '\r');
    inner
        .then(|| mended.with(at..at.saturating_add(found.len_utf8()), " "))
        .flatten()
}

/// What follows the table.
fn rest(mended: &Mended, at: usize) -> Option<Mended> {
    let end: Range<usize> = at..mended.text().len();
    (open_brackets(mended.text().get(..at)?).is_empty() && at > 0)
        .then(|| mended.with(end, ""))
        .flatten()
}
