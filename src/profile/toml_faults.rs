//! Faults of TOML in words that say what to write instead. The parser finds them; here is how they are told.

use std::ops::Range;

use super::mend_toml::{ENDS, open_bracket, spaced_name};
use super::problems;
use super::recover::{last_before, line_at, trimmed, word_at};
use super::tree::Text;
use crate::base::{
    Answer, Diagnostic, Safety, answer, format_number, is_with_unit, meant_answer, meant_number,
};

/// What is told of a fault, and what can be done about it.
struct Told {
    range: Range<usize>,
    said: String,
    help: Option<String>,
    /// What is to be written in the place, and whether that is sure.
    edit: Option<(String, Safety)>,
}

impl Told {
    /// Nothing in particular is to be written in the place.
    fn new(range: Range<usize>, said: impl Into<String>, help: Option<String>) -> Self {
        Self {
            range,
            said: said.into(),
            help,
            edit: None,
        }
    }
}

/// A fault at a place, from the parser's words for it.
pub(super) fn fault(text: Text<'_>, range: Range<usize>, message: &str) -> Diagnostic {
    let told = told(text, range, message);
    let span = text.span(told.range);
    let problem = problems::syntax(span, "TOML", &told.said).help_if(told.help);
    match told.edit {
        Some((edit, Safety::Safe)) => problem.safe_edit(span, edit),
        Some((edit, Safety::Unsafe)) => problem.edit(span, edit),
        None => problem,
    }
}

/// The same of a file that is no profile, under a code of its own and without an edit.
pub fn toml_fault(
    code: &'static str,
    text: Text<'_>,
    range: Range<usize>,
    message: &str,
) -> Diagnostic {
    let told = told(text, range, message);
    Diagnostic::error(code, text.span(told.range), told.said).help_if(told.help)
}

fn told(text: Text<'_>, range: Range<usize>, message: &str) -> Told {
    let (what, _) = message.split_once(", expected").unwrap_or((message, ""));
    comment(text.text, range.start)
        .or_else(|| list(text.text, range.start))
        .or_else(|| inline_comma(text.text, range.start))
        .or_else(|| long_text(text.text, message))
        .or_else(|| unclosed(text.text, range.start, what))
        .or_else(|| number(text.text, &range, what))
        .or_else(|| bare(text.text, &range, what))
        .unwrap_or_else(|| plain(text.text, range, message))
}

/// `// comment`, on a line of its own or behind a value that is whole without it.
fn comment(text: &str, at: usize) -> Option<Told> {
    let line = line_at(text, at);
    let (before, _) = text.get(line.clone())?.split_once("//")?;
    let alone = before.trim().is_empty();
    let value = before.split_once('=').map(|(_, value)| value);
    let whole = value.is_some_and(|value| {
        value.ends_with([' ', '\t'])
            && !value.trim().is_empty()
            && !value.contains(['"', '\'', '#'])
    });
    let start = line.start.saturating_add(before.len());
    (alone || whole).then(|| Told {
        range: start..start.saturating_add("//".len()),
        said: "`//` does not begin a comment".into(),
        help: Some("a comment begins with `#`".into()),
        edit: Some(("#".into(), Safety::Safe)),
    })
}

/// `breads = rye, spelt`: several words without brackets and quotes.
fn list(text: &str, at: usize) -> Option<Told> {
    let value = value_of_line(text, at)?;
    let written = text.get(value.clone())?;
    let parts: Vec<&str> = written.split(',').map(str::trim).collect();
    let word = |part: &str| {
        let part = part.trim_matches('"');
        let letters = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        part.starts_with(char::is_alphabetic) && part.chars().all(letters)
    };
    let [_, _, ..] = parts.as_slice() else {
        return None;
    };
    parts.iter().all(|part| word(part)).then(|| {
        let quoted = parts
            .iter()
            .map(|part| format!("\"{}\"", part.trim_matches('"')));
        let list = format!("[{}]", quoted.collect::<Vec<_>>().join(", "));
        Told {
            range: value,
            said: "several values are a list".into(),
            help: Some(format!("write {}", problems::quote(&list))),
            edit: Some((list, Safety::Unsafe)),
        }
    })
}

/// `{ value = 3, certainty = 0,9 }`: a number with a decimal comma, of which the rest is read as a name.
fn inline_comma(text: &str, at: usize) -> Option<Told> {
    let line = line_at(text, at);
    let whole = text.get(line.clone())?;
    let found = whole.match_indices('=').find_map(|(sign, _)| {
        let behind = sign.saturating_add(1);
        let rest = whole.get(behind..)?;
        let blank = rest.len().saturating_sub(rest.trim_start().len());
        let rest = rest.trim_start();
        let numeric = |c: char| c.is_ascii_digit() || matches!(c, ',' | '-');
        let length = rest.find(|c| !numeric(c))?;
        let number = rest.get(..length)?.trim_end_matches(',');
        let length = number.len();
        let (head, tail) = number.split_once(',')?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let is_number = digits(head.strip_prefix('-').unwrap_or(head)) && digits(tail);
        let ends = rest.get(length..)?.trim_start().starts_with([',', '}']);
        let within = whole.get(..sign)?.contains('{');
        let start = line.start.saturating_add(behind).saturating_add(blank);
        let range = start..start.saturating_add(length);
        (is_number && ends && within && at >= start).then_some((range, number))
    });
    let (range, word) = found?;
    let (help, meant) = number_help(word)?;
    Some(Told {
        said: format!("{} is not a number", problems::quote(word)),
        range,
        help: Some(help),
        edit: meant.map(|meant| (meant, Safety::Unsafe)),
    })
}

/// A text of several lines that is never closed is told where it opens.
fn long_text(text: &str, message: &str) -> Option<Told> {
    let quotes = if message.starts_with("invalid multi-line basic string, expected `\"`") {
        "\"\"\""
    } else if message.starts_with("invalid multi-line literal string, expected `'`") {
        "'''"
    } else {
        return None;
    };
    let at = text.rfind(quotes)?;
    Some(Told::new(
        at..at.saturating_add(quotes.len()),
        "a text of several lines is never closed",
        Some(format!("close it with `{quotes}`")),
    ))
}

/// A list or table that is never closed is told where it opens.
fn unclosed(text: &str, at: usize, what: &str) -> Option<Told> {
    let within = what.starts_with("missing comma between")
        || matches!(
            what,
            "unexpected `=` in array" | "unclosed array" | "unclosed inline table"
        );
    let (bracket, at) = open_bracket(text, at).filter(|_| within)?;
    let close = if bracket == '[' { ']' } else { '}' };
    Some(Told::new(
        at..at.saturating_add(1),
        format!("`{bracket}` is never closed"),
        Some(format!("close it with `{close}`")),
    ))
}

/// A number that is written otherwise: with a unit, a comma, a zero before it.
fn number(text: &str, range: &Range<usize>, what: &str) -> Option<Told> {
    let value = match what {
        // Behind `1,` the parser expects a line to end.
        "unexpected key or value" => value_of_line(text, range.start)?,
        "key with no value" => return None,
        _ => with_groups(text, word_at(text, range.start, ENDS)?),
    };
    let word = text.get(value.clone())?;
    // The dash of word processors.
    if let Some(digits) = word.strip_prefix(['–', '−'])
        && let Some(meant) = meant_number(&format!("-{digits}"), None, false)
    {
        let meant = format_number(meant, 9);
        return Some(Told {
            said: format!("{} is not a number", problems::quote(word)),
            range: value,
            help: Some(format!("the minus sign is `-`: `{meant}`")),
            edit: Some((meant, Safety::Safe)),
        });
    }
    if !word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    let (help, meant) = number_help(word)?;
    Some(Told {
        said: format!("{} is not a number", problems::quote(word)),
        range: value,
        help: Some(help),
        edit: meant.map(|meant| (meant, Safety::Unsafe)),
    })
}

/// A number with what stands behind an apostrophe in it, which begins a text elsewhere: `1'500`.
fn with_groups(text: &str, word: Range<usize>) -> Range<usize> {
    let number = text.get(word.clone()).unwrap_or("");
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let rest = text.get(word.end..).unwrap_or("");
    let grouped = |c: char| c.is_ascii_digit() || matches!(c, '\'' | '’' | '.' | ',');
    let length = rest.find(|c| !grouped(c)).unwrap_or(rest.len());
    let group = rest.get(..length).unwrap_or("").trim_end_matches(',');
    let first = group
        .strip_prefix(['\'', '’'])
        .and_then(|group| group.get(..3));
    match digits(number.trim_start_matches('-')) && first.is_some_and(digits) {
        true => word.start..word.end.saturating_add(group.len()),
        false => word,
    }
}

/// What to write, with the number itself where it is known.
fn number_help(word: &str) -> Option<(String, Option<String>)> {
    let numeric =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | ',' | '_' | '\'' | '’');
    let digits = word.find(|c| !numeric(c)).unwrap_or(word.len());
    let unit = word.get(digits..)?.trim();
    if unit.contains(['"', '\'', '=']) {
        return None;
    }
    // Which unit is the fact's own is not known here.
    let Some(meant) = meant_number(word, None, false) else {
        let marks = |c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | '.' | '-');
        let help = if is_with_unit(word) {
            "write the number without a unit"
        } else if word.contains([',', ';']) && word.chars().all(marks) {
            "decimals follow a point, and digits have no separators: `1.5` or `1500`"
        } else {
            "a number is written as `5`, `-3` or `0.5`; a text goes in quotes"
        };
        return Some((help.into(), None));
    };
    let how = if word.contains(',') {
        "a number has a decimal point, and no commas"
    } else if !unit.is_empty() || word.contains(['\'', '’']) {
        "a number has no separators between its digits"
    } else {
        "a number has no leading zero or `+`, and has digits on both sides of its point"
    };
    let meant = format_number(meant, 9);
    Some((format!("{how}: `{meant}`"), Some(meant)))
}

/// The value of the line that a place is in, up to a comment.
fn value_of_line(text: &str, at: usize) -> Option<Range<usize>> {
    let line = line_at(text, at);
    let (name, value) = text.get(line.clone())?.split_once('=')?;
    let value = value.split_once('#').map_or(value, |(value, _)| value);
    let start = line.start.saturating_add(name.len()).saturating_add(1);
    trimmed(text, start..start.saturating_add(value.len()))
}

/// Quotes as word processors set them.
const CURLY: &[char] = &['“', '”', '„', '‘', '’', '«', '»'];

/// A word without quotes.
fn bare(text: &str, range: &Range<usize>, what: &str) -> Option<Told> {
    let unquoted = matches!(
        what,
        "string values must be quoted" | "invalid boolean" | "invalid float"
    );
    let place = word_at(text, range.start, ENDS).filter(|_| unquoted)?;
    let word = text.get(place.clone())?;
    if let Some(inner) = word.strip_prefix(CURLY) {
        let inner = inner.trim_end_matches(CURLY);
        let straight = format!("\"{inner}\"");
        return Some(Told {
            said: format!("{} is in typographic quotes", problems::quote(word)),
            range: place.clone(),
            help: Some(format!(
                "use straight quotes: {}",
                problems::quote(&straight)
            )),
            // Such a text is cut at its first blank.
            edit: word.ends_with(CURLY).then_some((straight, Safety::Safe)),
        });
    }
    let quoted = if word.contains(['`', '\\']) || word.len() > 40 {
        "\"slow\"".to_owned()
    } else {
        format!("\"{word}\"")
    };
    let near = ["true", "false"]
        .into_iter()
        .find(|known| known.starts_with(word) || known.eq_ignore_ascii_case(word));
    let near = near.or(match answer(word).or_else(|| meant_answer(word)) {
        Some(Answer::Yes) => Some("true"),
        Some(Answer::No) => Some("false"),
        Some(Answer::Unknown) => Some("\"unknown\""),
        None => None,
    });
    let (help, edit) = match near {
        Some(near) => (
            format!("did you mean `{near}`? a text or a level goes in quotes"),
            Some(near.to_owned()),
        ),
        None => (
            format!("texts and levels go in quotes: `{quoted}`"),
            quoted.contains(word).then_some(quoted),
        ),
    };
    Some(Told {
        said: format!("{} has no quotes", problems::quote(word)),
        range: place,
        help: Some(help),
        edit: edit.map(|edit| (edit, Safety::Unsafe)),
    })
}

/// The other faults: known ones in words of our own, the rest as the parser says them.
fn plain(text: &str, range: Range<usize>, message: &str) -> Told {
    let line = text.get(line_at(text, range.start)).unwrap_or("").trim();
    let (what, _) = message.split_once(", expected").unwrap_or((message, ""));
    let spaced = spaced_name(line).is_some();
    let (said, help) = match what {
        "invalid basic string" if message.ends_with("`\"`") => (
            "a text does not end on its line",
            Some("close a text on its own line, with the quote that began it"),
        ),
        "invalid literal string" if message.ends_with("`'`") => (
            "a text does not end on its line",
            Some("close a text on its own line, with the quote that began it"),
        ),
        "key with no value" if spaced => (
            "a name has two words",
            Some("names have no spaces: write `_` between the words"),
        ),
        "key with no value" => (
            "`=` is expected after a name",
            Some("TOML gives values with `=`, such as `growth = \"slow\"`"),
        ),
        "unclosed table" => ("the header is not closed", Some("close it with `]`")),
        "unclosed array table" => ("the header is not closed", Some("close it with `]]`")),
        "missing comma between key-value pairs" => (
            "a comma is missing",
            Some("commas separate the pairs of a table in `{` and `}`"),
        ),
        "missing comma between array elements" => (
            "a comma is missing",
            Some("commas separate the elements of a list"),
        ),
        "unquoted keys cannot be empty" => (
            "a name is expected",
            Some("a line gives a value to a name, such as `growth = \"slow\"`"),
        ),
        "unexpected key or value" => (
            "something follows the value",
            Some("a line gives one value to one name"),
        ),
        "string values must be quoted" | "missing value for key" | "missing value" => (
            "a value is expected after `=`",
            Some("leave out a fact that is not known, or give it as `\"unknown\"`"),
        ),
        _ if what.starts_with("cannot extend value") => (
            "a name that already has a value is given parts",
            Some("give it once, with all its parts: `name = { … }`"),
        ),
        _ => (message.trim_end_matches(", expected nothing"), None),
    };
    let colon =
        last_before(text, range.start).filter(|(c, _)| what == "key with no value" && *c == ':');
    let range = colon.map_or(range, |(_, end)| end.saturating_sub(1)..end);
    Told::new(range, said, help.map(Into::into))
}
