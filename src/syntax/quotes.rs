//! Strings in quotes as word processors set them, or in single ones. Knows no grammar.

use crate::base::{Diagnostic, FileId, Span};

/// The longest string that a message shows.
const MOST_SHOWN: usize = 60;

/// How many characters of a line are looked at for quotes within quotes.
const LONGEST: usize = 1000;

/// Quotes that open a string, those that close it, and those that may do so where none of them follows.
const PAIRS: &[(char, &[char], &[char])] = &[
    ('“', &['”'], &['“', '"']),
    ('„', &['“', '”'], &['„', '"']),
    ('‟', &['”'], &['"']),
    ('”', &['”'], &['"']),
    ('«', &['»'], &['"']),
    ('»', &['«'], &['»', '"']),
    ('‹', &['›'], &[]),
    ('›', &['‹'], &[]),
    ('＂', &['＂'], &['"']),
    ('‘', &['’'], &['\'']),
    ('‚', &['‘', '’'], &['\'']),
    ('’', &['’'], &['\'']),
    ('\'', &['\''], &['’']),
    ('`', &['`'], &['´', '\'']),
    ('´', &['´'], &['`']),
];

/// How many strings of a list get one message.
const MOST_LISTED: usize = 64;

/// A string in other quotes that opens at a place, with those that a comma joins to it; the end of the last.
pub(super) fn string(file: FileId, text: &str, at: usize) -> Option<(usize, Diagnostic)> {
    let (mut end, mut problem) = one(file, text, at)?;
    for _ in 1..MOST_LISTED {
        let rest = text.get(end..)?;
        let blank = |c: char| matches!(c, ' ' | '\t');
        let Some(next) = rest.trim_start_matches(blank).strip_prefix(',') else {
            break;
        };
        let next = text
            .len()
            .saturating_sub(next.trim_start_matches(blank).len());
        let Some((behind, other)) = one(file, text, next) else {
            break;
        };
        end = behind;
        problem.edits.extend(other.edits);
    }
    Some((end, problem))
}

/// A string in other quotes that opens at a place, as a whole; the end of it.
fn one(file: FileId, text: &str, at: usize) -> Option<(usize, Diagnostic)> {
    let rest = text.get(at..)?;
    let opening = rest.chars().next()?;
    let (_, close, or) = PAIRS.iter().find(|(open, ..)| *open == opening)?;
    let before = text.get(..at)?.chars().next_back();
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let line = rest.lines().next()?.get(opening.len_utf8()..)?;
    if let Some(found) = several(file, text, at) {
        return Some(found);
    }
    let length = match nested(line, (opening, close)) {
        Some(length) => length?,
        None => closing(line, close).or_else(|| closing(line, or))?,
    };
    let inner = line.get(..length)?;
    let end = line.get(length..)?.chars().next()?.len_utf8();
    let end = at
        .saturating_add(opening.len_utf8())
        .saturating_add(length)
        .saturating_add(end);
    let inner = match opening {
        '«' | '»' | '‹' | '›' => inner.trim(),
        _ => inner,
    };
    let span = Span::new(file, at, end);
    let string = straight(inner);
    let help = match string.len() <= MOST_SHOWN {
        true => format!("strings use straight double quotes: `{string}`"),
        false => "strings use straight double quotes: `\"`".to_owned(),
    };
    let message = format!("`{opening}` does not begin a string");
    let problem = Diagnostic::error("E0109", span, message).help(help);
    Some((end, problem.safe_edit(span, string)))
}

/// `'''q'''`, `''q''`, ```` ``q'' ````: three or two quotes on each side.
fn several(file: FileId, text: &str, at: usize) -> Option<(usize, Diagnostic)> {
    let quote = text.get(at..)?.chars().next()?;
    let same = quote.to_string();
    let pairs = [(3, &*same), (2, &*same), (2, "'"), (2, "´")];
    let other = |close: &str| close == same || quote == '`';
    let mut pairs = pairs.into_iter().filter(|(_, close)| other(close));
    pairs.find_map(|(count, close)| {
        let (open, close) = (same.repeat(count), close.repeat(count));
        repeated(file, (text, at), (&open, &close))
    })
}

/// A string between quotes that are written several times.
fn repeated(
    file: FileId,
    (text, at): (&str, usize),
    (open, close): (&str, &str),
) -> Option<(usize, Diagnostic)> {
    let line = text.get(at..)?.strip_prefix(open)?.lines().next()?;
    let near = line
        .char_indices()
        .nth(LONGEST)
        .map_or(line.len(), |(at, _)| at);
    let inner = line.get(..line.get(..near)?.find(close)?)?;
    // Two quotes side by side may be an empty string before another one.
    if inner.is_empty() || inner.starts_with(char::is_whitespace) {
        return None;
    }
    let length = open.len().saturating_add(inner.len());
    let end = at.saturating_add(length).saturating_add(close.len());
    let span = Span::new(file, at, end);
    let problem = Diagnostic::error("E0109", span, format!("`{open}` does not begin a string"))
        .help("strings use straight double quotes: `\"`");
    Some((end, problem.safe_edit(span, straight(inner))))
}

/// Where the quote stands that closes a string in which another one is quoted: `None` where none is. It holds nothing
/// where the quotes do not come in pairs.
fn nested(line: &str, (opening, close): (char, &[char])) -> Option<Option<usize>> {
    let (mut depth, mut within) = (1_usize, false);
    let mut before = opening;
    for (at, c) in line.char_indices().take(LONGEST) {
        let behind = line.get(at.saturating_add(c.len_utf8())..).unwrap_or("");
        let word = behind.starts_with(char::is_alphanumeric);
        let opens = (before.is_whitespace() || before == '(') && word;
        before = c;
        match (c == opening || close.contains(&c), opens) {
            (true, true) => {
                within = true;
                depth = depth.saturating_add(1);
            }
            (true, false) if word && matches!(c, '\'' | '’') => {}
            (true, false) => depth = depth.saturating_sub(1),
            (false, _) => {}
        }
        if depth == 0 {
            return within.then_some(Some(at));
        }
    }
    within.then_some(None)
}

/// The first of some quotes that closes a string: an apostrophe within a word does not.
fn closing(line: &str, quotes: &[char]) -> Option<usize> {
    let found = line.char_indices().find(|(at, c)| {
        let behind = line.get(at.saturating_add(c.len_utf8())..).unwrap_or("");
        let within = behind.starts_with(char::is_alphanumeric);
        let apostrophe = matches!(c, '\'' | '’');
        quotes.contains(c) && *at > 0 && !(apostrophe && within)
    });
    found.map(|(at, _)| at)
}

/// The quote of print that seems to close a string which a straight one opened on the same line, and what is told.
pub(super) fn closed_in_print(
    file: FileId,
    (start, line): (usize, &str),
) -> Option<(usize, Diagnostic)> {
    let (at, quote) = line
        .char_indices()
        .find(|(at, c)| *at > 1 && matches!(c, '”' | '“' | '»' | '＂'))?;
    let start = start.saturating_add(at);
    let end = start.saturating_add(quote.len_utf8());
    let span = Span::new(file, start, end);
    let problem = Diagnostic::error("E0109", span, format!("`{quote}` does not end a string"))
        .help("strings use straight double quotes: `\"`");
    Some((end, problem.safe_edit(span, "\"")))
}

/// A text in straight quotes.
fn straight(inner: &str) -> String {
    let mut out = String::from("\"");
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => {
                out.push('\\');
                match characters.next_if(|next| matches!(next, '"' | '\\' | 'n')) {
                    Some(next) => out.push(next),
                    None => out.push('\\'),
                }
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::string;
    use crate::base::FileId;

    #[test]
    fn strings_are_taken_as_a_whole() {
        for (text, whole, straight) in [
            ("“a b” c", "“a b”", "\"a b\""),
            ("„Frage?“ }", "„Frage?“", "\"Frage?\""),
            ("«\u{a0}prix\u{a0}»", "«\u{a0}prix\u{a0}»", "\"prix\""),
            ("'it isn't so' x", "'it isn't so'", "\"it isn't so\""),
            ("“a\" b", "“a\"", "\"a\""),
            ("“say \"no\"” x", "“say \"no\"”", "\"say \\\"no\\\"\""),
            ("`C:\\x`", "`C:\\x`", "\"C:\\\\x\""),
            (
                "„Er sagt “nein“ dazu.“ }",
                "„Er sagt “nein“ dazu.“",
                "\"Er sagt “nein“ dazu.\"",
            ),
            (
                "“He said “no” to it.”",
                "“He said “no” to it.”",
                "\"He said “no” to it.\"",
            ),
            ("'''q''' x", "'''q'''", "\"q\""),
            ("''q'' x", "''q''", "\"q\""),
            ("``it is'' x", "``it is''", "\"it is\""),
            ("``q`` x", "``q``", "\"q\""),
            ("“a” x “b”", "“a”", "\"a\""),
        ] {
            let (end, problem) = string(FileId(0), text, 0).unwrap();
            assert_eq!(&text[..end], whole);
            assert_eq!(problem.edits[0].text, straight);
        }
        assert!(string(FileId(0), "isn't it't", 3).is_none());
        assert!(string(FileId(0), "“one “two” three", 0).is_none());
        assert!(string(FileId(0), "“ no end\n”", 0).is_none());
    }
}
