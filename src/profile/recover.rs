//! Leaves a fault of syntax out of a profile's text, so that the rest can be read. Finds no faults itself.

use crate::base::Diagnostic;

/// Up to this size a text with faults is read again; beyond it, its faults of syntax are all that is told.
const MOST_BYTES: usize = 1 << 18;

/// How often a text is read again at most.
pub(super) const ROUNDS: usize = 20;

/// The code of faults of syntax.
const SYNTAX: &str = "E0605";

/// The text without the lines at fault, every other byte at its place; `None` where nothing can be left out alone.
pub(super) fn without(text: &str, format: &str, problems: &[Diagnostic]) -> Option<String> {
    if text.len() > MOST_BYTES || problems.is_empty() {
        return None;
    }
    let mut rest = text.to_owned();
    for problem in problems {
        let at = problem.span()?.range().start;
        // A number that is none is left out by the reader itself.
        if problem.code == SYNTAX {
            blank(&mut rest, at, format)?;
        }
    }
    (rest != text).then_some(rest)
}

/// Leaves out the value or the line that a place is in.
fn blank(text: &mut String, at: usize, format: &str) -> Option<()> {
    let start = text
        .get(..at)?
        .rfind('\n')
        .map_or(0, |end| end.saturating_add(1));
    let end = text
        .get(at..)?
        .find('\n')
        .map_or(text.len(), |end| at.saturating_add(end));
    if format == "json"
        && let Some(comma) = trailing_comma(text, at)
    {
        text.replace_range(comma..comma.saturating_add(1), " ");
        return Some(());
    }
    let line = text.get(start..end)?;
    let instead = match format {
        "json" => nothing_for(line)?,
        "toml" => line_of(line, '=')?,
        _ => line_of(line, ':')?,
    };
    text.replace_range(start..end, &instead);
    Some(())
}

/// The comma before a closing bracket.
pub(super) fn trailing_comma(text: &str, at: usize) -> Option<usize> {
    let closes = text.get(at..)?.starts_with(['}', ']']);
    let before = text.get(..at)?.trim_end().strip_suffix(',')?;
    closes.then_some(before.len())
}

/// `"name": value,` with `null` for the value.
fn nothing_for(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let name = key.trim_start_matches([' ', '\t', '{']).trim_end();
    let name = name.strip_prefix('"')?.strip_suffix('"')?;
    let value = value.trim_end();
    let closes = value.trim_end_matches([',', '}', ' ']);
    let tail = value.get(closes.len()..)?;
    let simple = !name.contains('"') && !closes.contains(['{', '}', '[', ']', ',', ':']);
    let room = closes.len().checked_sub("null".len())?;
    simple.then(|| {
        let rest = line.get(key.len().saturating_add(1).saturating_add(value.len())..);
        let blanks = " ".repeat(room);
        format!("{key}:null{blanks}{tail}{}", rest.unwrap_or(""))
    })
}

/// Spaces, where the line gives one value to one name.
fn line_of(line: &str, sign: char) -> Option<String> {
    let (key, value) = line.split_once(sign)?;
    let name = key.trim();
    let is_name = !name.is_empty() && !name.starts_with(['[', '{', '-', '#']);
    let opens = value.trim_end().ends_with(['[', '{', '|', '>']) || value.contains("\"\"\"");
    (is_name && !opens && !value.trim().is_empty()).then(|| " ".repeat(line.len()))
}

#[cfg(test)]
mod tests {
    use super::without;
    use crate::base::{Diagnostic, FileId, Span};

    #[track_caller]
    fn left(text: &str, format: &str, at: usize) -> Option<String> {
        let span = Span::new(FileId(0), at, at);
        without(text, format, &[Diagnostic::error("E0605", span, "so")])
    }

    #[test]
    fn one_value_is_left_out_where_it_stands_alone() {
        let of = |text: &str, format: &str, at| left(text, format, at).unwrap_or_default();
        assert_eq!(
            of("{\"a\": tru,\n\"b\": 1}", "json", 9),
            "{\"a\":null,\n\"b\": 1}"
        );
        assert_eq!(
            of("{\"b\": 1,\n\"a\": trux}", "json", 18),
            "{\"b\": 1,\n\"a\":null }"
        );
        assert_eq!(of("{\"a\": 1,\n}", "json", 9), "{\"a\": 1 \n}");
        assert_eq!(of("a = tru\nb = 1", "toml", 4), "       \nb = 1");
        assert_eq!(of("a: [b\nc: 1", "yaml", 3), "     \nc: 1");
    }

    #[test]
    fn what_holds_more_is_not_left_out() {
        for (text, format) in [
            ("{\"a\": tru, \"b\": 1}", "json"),
            ("{\"a\": [tru,\n1]}", "json"),
            ("{'a': 1}", "json"),
            ("[a\nb = 1", "toml"),
            ("a = [\nb]", "toml"),
            ("a = \"\"\"\nb", "toml"),
            ("a:\n  b: 1", "yaml"),
            ("- a", "yaml"),
        ] {
            assert_eq!(left(text, format, 1), None, "{text}");
        }
    }
}
