//! Characters that rules have no use for outside of texts: what was meant by each. Looks at no grammar.

use std::ops::Range;

use crate::base::{Diagnostic, FileId, Span, format_number, is_mark};

use super::ascii::plain;
use super::problem::{control_character, no_operator};
use super::quotes;
use super::units::{nearby, unit_length, word_start};
use super::words;

/// The characters of a word or number that a message shows.
const MOST_SHOWN: usize = 60;

/// What is told of the character at `at`, and where the text goes on behind what belongs to it.
pub(super) fn stranger(file: FileId, text: &str, at: usize) -> (usize, Diagnostic) {
    let rest = text.get(at..).unwrap_or("");
    let character = rest.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    let end = at.saturating_add(character.len_utf8());
    let span = Span::new(file, at, end);
    if character.is_control() {
        return (end, control_character(span, character));
    }
    if let Some(found) = typed_unit(file, text, at).or_else(|| of_languages(file, text, at)) {
        return found;
    }
    if is_letter(character) {
        return name(file, text, at);
    }
    if separates(character)
        && let Some(found) = digits(file, text, at).or_else(|| negation(file, text, at))
    {
        return found;
    }
    if let Some(found) = quotes::string(file, text, at) {
        return found;
    }
    if is_dash(character) && joins_range(text, at, end) {
        let message = format!("the character `{character}` is not allowed here");
        let problem = Diagnostic::error("E0109", span, message)
            .help("a range is written with two dots: `..`")
            .safe_edit(span, "..");
        return (end, problem);
    }
    let shown = match is_seen(character) {
        true => format!("the character `{character}` is not allowed here"),
        false => format!(
            "the character U+{:04X} is not allowed here",
            u32::from(character)
        ),
    };
    let base = Diagnostic::error("E0109", span, shown);
    if let Some(told) = unit(text, (at, end), character, base.clone()) {
        return told;
    }
    let remainder = character == '%' && !after_digit(text, at);
    let told = match meant(character) {
        (help, Some(edit)) => base.help(help).safe_edit(span, spaced(text, at..end, edit)),
        (help, None) => base.help(help),
    };
    let no_remainder = "there is no remainder operator; a script function can compute it";
    (end, told.help_if(remainder.then(|| no_remainder.into())))
}

/// `\\+ t.y`, `t.n \\= 3`, `t?.y`, `?t.y`, `t.n ?? 0`, `5000 @ 0.5`
fn of_languages(file: FileId, text: &str, at: usize) -> Option<(usize, Diagnostic)> {
    let before = text.get(..at)?;
    let rest = text.get(at..)?;
    let begins = before.ends_with(|c: char| c.is_whitespace() || c == '(');
    let number = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let (length, help, edit) = match rest.get(1..)? {
        behind if rest.starts_with("\\+") && behind.len() > 1 => (2, "write `not`", Some("not")),
        _ if rest.starts_with("\\=") => (2, "write `!=`", Some("!=")),
        _ if rest.starts_with("??") => (2, "write `if FACT is known then FACT else 0`", None),
        _ if rest.starts_with("?.") => (2, "a fact is named by its topic and its name", Some(".")),
        behind if rest.starts_with('?') && begins && behind.starts_with(is_letter_of_names) => {
            (1, "names are written without `?`: delete it", Some(""))
        }
        behind if rest.starts_with('?') && behind.trim_start().starts_with(['<', '>', '=']) => {
            (1, "a cell has the test alone: delete it", Some(""))
        }
        behind if rest.starts_with('@') && number(behind) && after_digit(text, at) => (
            1,
            "how sure an answer is follows `certainty`",
            Some("certainty"),
        ),
        _ => return None,
    };
    let end = at.saturating_add(length);
    let span = Span::new(file, at, end);
    let shown = text.get(at..end)?;
    let message = format!("`{shown}` is not an operator");
    let problem = Diagnostic::error("E0109", span, message).help(help);
    let problem = match edit {
        Some(edit) => problem.edit(span, spaced(text, at..end, edit)),
        None => problem,
    };
    Some((end, problem))
}

/// Whether a unit may hold the character.
fn in_unit(c: char) -> bool {
    c.is_alphanumeric() || "_/%€$£¥°²³·⋅*^-. ".contains(c)
}

/// `number °C`, `number m²`, `parameter p = 15 €/ha`
fn typed_unit(file: FileId, text: &str, at: usize) -> Option<(usize, Diagnostic)> {
    let character = text.get(at..)?.chars().next()?;
    let line = at.saturating_sub(nearby(text, at).len());
    let head = text.get(line..at)?;
    let words = ["number ", "integer "];
    let typed = words.iter().filter_map(|word| {
        let found = head.rfind(word)?;
        let before = head.get(..found)?.trim_end();
        before
            .ends_with(':')
            .then(|| (found.saturating_add(word.len()), word.trim_end()))
    });
    let (from, word) = typed.max().or_else(|| {
        let value = head
            .trim_start()
            .starts_with("parameter ")
            .then(|| head.find('='))??;
        let behind = head.get(value.saturating_add(1)..)?.trim_start();
        let unit = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = unit.len() < behind.len();
        number.then(|| (head.len().saturating_sub(unit.len()), ""))
    })?;
    let rest = text.get(line.saturating_add(from)..)?;
    let blank = rest
        .len()
        .saturating_sub(rest.trim_start_matches([' ', '\t']).len());
    let start = line.saturating_add(from).saturating_add(blank);
    let unit = text.get(start..)?;
    let unit = unit.get(..unit_length(unit))?;
    let end = start.saturating_add(unit.len());
    let begins = unit.starts_with(|c: char| !c.is_ascii_digit() && c != '-');
    if end <= at || !begins || !unit.chars().all(in_unit) {
        return None;
    }
    let glued = text.get(..start)?.ends_with(|c: char| c.is_ascii_digit());
    let span = Span::new(file, start, end);
    let message = format!("the character `{character}` is not allowed here");
    let quoted = format!("\"{unit}\"");
    let written = format!("{word} {quoted}");
    let problem = Diagnostic::error("E0109", span, message)
        .help(format!("a unit goes in quotes: `{}`", written.trim_start()));
    let blank = if glued { " " } else { "" };
    Some((end, problem.safe_edit(span, format!("{blank}{quoted}"))))
}

/// `certainty 80%`, `20% * t.x`: a share in percent.
fn share(text: &str, (at, end): (usize, usize), base: &Diagnostic) -> Option<Diagnostic> {
    let span = base.span()?;
    let before = text.get(..at)?.trim_end();
    let behind = text.get(end..)?.trim_start();
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let percent = before.get(digits.len()..)?.parse::<f64>().ok()?;
    let share = format_number(percent / 100.0, 9);
    let head = digits.trim_end();
    let whole = |end: usize| Span::new(span.file, digits.len(), end);
    if head.ends_with("certainty") && percent <= 100.0 {
        let help = format!("a certainty is between 0 and 1: write `{share}`");
        return Some(base.clone().help(help).safe_edit(whole(end), share));
    }
    let of = behind.strip_prefix("of ").map(|rest| {
        let rest = rest.len();
        (text.len().saturating_sub(rest), format!("{share} * "))
    });
    let (end, written) = match (of, behind.starts_with('*') || head.ends_with('*')) {
        (Some(found), _) => found,
        (None, true) => (end, share),
        (None, false) => {
            let mut words = UNITLESS.iter();
            let (word, what) = words.find(|(word, _)| ends_in(head, word))?;
            let number = before.get(digits.len()..)?;
            let help = format!("{what} has no unit: write `{word} {number}` alone");
            return Some(base.clone().help(help).edit(span, ""));
        }
    };
    let help = format!(
        "a share is a number below 1: write `{}`",
        written.trim_end()
    );
    Some(base.clone().help(help).edit(whole(end), written))
}

/// Words before numbers that have no unit.
const UNITLESS: &[(&str, &str)] = &[
    ("by", "a weight"),
    ("prior", "a prior"),
    ("limit", "a limit"),
];

/// Whether a text ends in a word.
fn ends_in(text: &str, word: &str) -> bool {
    let before = text.strip_suffix(word);
    before.is_some_and(|before| before.ends_with(char::is_whitespace))
}

/// `50 %`, `$50`, `$t.y`, `15 m²`, `15 °C`, and where the text goes on behind it.
fn unit(
    text: &str,
    (at, end): (usize, usize),
    sign: char,
    base: Diagnostic,
) -> Option<(usize, Diagnostic)> {
    let span = base.span()?;
    let behind = text.get(end..)?;
    if let Some(told) = share(text, (at, end), &base).filter(|_| sign == '%') {
        return Some((end, told));
    }
    let is_unit = matches!(sign, '%' | '€' | '$' | '£' | '¥' | '°');
    if matches!(sign, '$' | '@' | '&') && behind.starts_with(|c| is_letter_of_names(c) || c == '"')
    {
        let what = if behind.starts_with('"') {
            "strings"
        } else {
            "names"
        };
        let problem = base.help(format!("{what} are written without `{sign}`: delete it"));
        return Some((end, problem.safe_edit(span, "")));
    }
    let start = word_start(text, at);
    let word = text.get(start..at)?;
    let letters = word.starts_with(char::is_alphabetic) && word.chars().all(in_unit);
    let longer = letters && after_digit(text, start);
    let goes_on = behind
        .trim_start()
        .starts_with(|c: char| c.is_ascii_digit());
    let number =
        after_digit(text, at) && !goes_on || behind.starts_with(|c: char| c.is_ascii_digit());
    let power = matches!(sign, '²' | '³' | '·' | '⋅');
    if !(is_unit && (number || longer) || power && longer) {
        return None;
    }
    let rest = behind.trim_start_matches(|c: char| in_unit(c) && !c.is_whitespace() && c != '.');
    let end = match behind.starts_with(|c: char| c.is_ascii_digit()) {
        true => end,
        false => text.len().saturating_sub(rest.len()),
    };
    let whole = Span::new(span.file, if longer { start } else { at }, end);
    let unit = text.get(whole.range())?.trim();
    let help =
        format!("write the number alone; the unit goes in the declaration: `number \"{unit}\"`");
    Some((end, base.help(help).edit(whole, "")))
}

/// The arrow of a rule, which is a word there.
pub(super) fn arrow_of_rule(file: FileId, text: &str, at: usize) -> Option<(usize, Diagnostic)> {
    let arrow = text.get(at..)?.chars().next()?;
    let end = at.saturating_add(arrow.len_utf8());
    let span = Span::new(file, at, end);
    matches!(arrow, '→' | '⇒').then(|| {
        let message = format!("the character `{arrow}` is not allowed here");
        let problem = Diagnostic::error("E0109", span, message).help("write `then`");
        (end, problem.safe_edit(span, spaced(text, at..end, "then")))
    })
}

fn is_dash(character: char) -> bool {
    matches!(character, '–' | '—' | '−' | '‐' | '‑')
}

/// Whether what stands between two numbers joins the ends of a range: behind `in`, or as a cell.
fn joins_range(text: &str, at: usize, end: usize) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let before = text.get(..at).unwrap_or("").trim_end();
    let behind = text.get(end..).unwrap_or("").trim_start();
    let head = before.trim_end_matches(is_number);
    let rest = behind.trim_start_matches(is_number);
    let numbers = head.len() < before.len() && rest.len() < behind.len();
    let range = head.trim_end().ends_with(" in");
    numbers && (range || rest.trim_start().starts_with("=>"))
}

/// What is told of an operator of another language.
pub(super) fn operator(file: FileId, text: &str, range: Range<usize>) -> Diagnostic {
    let found = text.get(range.clone()).unwrap_or("");
    let span = Span::new(file, range.start, range.end);
    let (problem, write) = no_operator(span, found);
    match write {
        Some(write) if found == "//" => problem.edit(span, write),
        Some(_) if found == "&" && joins_texts(text, &range) => {
            Diagnostic::error("E0110", span, "texts are not joined")
                .help("a value is filled in by its name in braces: `\"… {NAME} …\"`")
        }
        Some(write) if found == "&" => problem.edit(span, spaced(text, range, write)),
        Some(_) if found == "!" && within_name(text, &range) => {
            Diagnostic::error("E0110", span, "`!` does not belong in a name")
                .help("a fact is named by its topic and its name: write `.`")
                .edit(span, ".")
        }
        Some(_) if found.starts_with("==") && tests_choice(text, range.start) => {
            Diagnostic::error("E0110", span, format!("`{found}` is not an operator"))
                .write(span, "is")
        }
        Some(write) => problem.safe_edit(span, spaced(text, range, write)),
        None => problem,
    }
}

/// `"x: " & t.x`
fn joins_texts(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or("").trim_end();
    let behind = text.get(range.end..).unwrap_or("").trim_start();
    before.ends_with('"') || behind.starts_with('"')
}

/// `t!x`
fn within_name(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or("");
    let behind = text.get(range.end..).unwrap_or("");
    before.ends_with(is_letter_of_names) && behind.starts_with(is_letter_of_names)
}

/// Whether `best` or `advice` stands before, which are tested with `is`.
fn tests_choice(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end();
    let word = before.rsplit(|c: char| !is_letter_of_names(c)).next();
    matches!(word, Some("best" | "advice"))
}

/// A word in the place of a sign, with white space where it would run into what stands around it.
fn spaced(text: &str, range: Range<usize>, word: &str) -> String {
    let is_word = word.starts_with(is_letter_of_names);
    let before = text
        .get(..range.start)
        .and_then(|text| text.chars().next_back());
    let behind = text.get(range.end..).and_then(|text| text.chars().next());
    let blank = |touched: Option<char>, bracket: char| {
        let apart = touched.is_none_or(|c| c.is_whitespace() || c == bracket);
        if is_word && !apart { " " } else { "" }
    };
    format!("{}{word}{}", blank(before, '('), blank(behind, ')'))
}

/// The bytes of an operator of another language; 0 where it is none.
pub(super) fn foreign_operator(byte: u8, next: Option<u8>, third: Option<u8>) -> usize {
    match (byte, next) {
        (b'=' | b'!', Some(b'=')) if third == Some(b'=') => 3,
        (b'=', Some(b'=')) | (b'&', Some(b'&')) | (b'|', Some(b'|')) => 2,
        (b'<', Some(b'>')) | (b'=', Some(b'<')) => 2,
        // The comment that it is elsewhere was passed over.
        (b'/', Some(b'/')) => 2,
        (b'&', _) => 1,
        (b'!', Some(b'=')) => 0,
        (b'!', Some(b' ')) if third == Some(b'=') => 3,
        (b'!', _) => 1,
        _ => 0,
    }
}

/// Whether `//` inside of a condition or number divides: one operand follows, and then what may follow an operand.
pub(super) fn divides(rest: &str) -> bool {
    let line = rest.trim_start_matches('/').lines().next().unwrap_or("");
    let line = line.trim_start();
    let in_operand = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let behind = line.trim_start_matches(in_operand);
    let behind = (behind.len() < line.len()).then(|| behind.trim_start());
    behind.is_some_and(|behind| {
        let word = behind.split(|c: char| !c.is_ascii_alphabetic()).next();
        behind.is_empty()
            || behind.starts_with(['}', ')', '+', '-', '*', '<', '>', '=', ','])
            || word.is_some_and(words::is_inner)
    })
}

/// Whether a name may begin with it, or hold it as a word of several parts does.
pub(super) fn is_letter_of_names(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// Whether the byte is a control character that no rule file has.
pub(super) fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
}

/// Whether it is a letter, or a mark on one, that no name may have.
pub(super) fn is_letter(character: char) -> bool {
    !character.is_ascii() && (character.is_alphabetic() || is_mark(character))
}

fn in_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric() || is_mark(character)
}

fn is_seen(character: char) -> bool {
    !character.is_whitespace() && !is_invisible(character)
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
    )
}

/// What to write for a character, and what to put in its place where that is sure.
fn meant(character: char) -> (&'static str, Option<&'static str>) {
    match character {
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '＂' => {
            ("strings use straight quotes: `\"`", None)
        }
        '‘' | '’' | '‚' | '\'' | '`' | '´' => {
            ("strings use straight double quotes: `\"`", None)
        }
        _ if is_dash(character) => ("the minus sign is `-`", Some("-")),
        '≤' | '⩽' | '≦' => ("write `<=`", Some("<=")),
        '≥' | '⩾' | '≧' => ("write `>=`", Some(">=")),
        '≠' => ("write `!=`", Some("!=")),
        '→' | '⇒' => ("write `=>`", Some("=>")),
        '×' | '·' | '⋅' | '∙' | '✕' | '✖' => ("write `*`", Some("*")),
        '÷' | '∕' | '⁄' => ("write `/`", Some("/")),
        '…' | '‥' => ("a range is written with two dots: `..`", Some("..")),
        '¬' => ("write `not`", Some("not")),
        '∧' => ("write `and`", Some("and")),
        '∨' => ("write `or`", Some("or")),
        '^' | '²' | '³' => (
            "there is no power operator: write `x * x`, or call a script function",
            None,
        ),
        '\\' => (
            "a division is written `/`; a backslash goes only in strings",
            None,
        ),
        '?' => (
            "a question goes in quotes; one of two numbers is `if CONDITION then 3 else 4`, and a level is chosen by rows: `let NAME : low < high { high when CONDITION low otherwise }`",
            None,
        ),
        '\u{feff}' => ("this is an invisible byte order mark; delete it", Some("")),
        '\u{a0}' | '\u{2007}' | '\u{202f}' => {
            ("this is a non-breaking space; write a plain one", Some(" "))
        }
        _ if is_invisible(character) => ("it is invisible; delete it", Some("")),
        _ if character.is_whitespace() => ("this is not a plain space; write one", Some(" ")),
        '%' | '€' | '$' | '£' | '°' => (
            "write the number alone; the unit goes in the declaration, in quotes",
            None,
        ),
        _ => (
            "delete it, or put its words in quotes; a comment begins with `#`",
            None,
        ),
    }
}

/// A word with letters that names do not have, told once and as a whole.
fn name(file: FileId, text: &str, at: usize) -> (usize, Diagnostic) {
    let (start, end) = around(text, at, in_word);
    let span = Span::new(file, start, end);
    let word = text.get(start..end).unwrap_or("");
    if word.chars().nth(MOST_SHOWN).is_some() {
        let message = "this word has letters other than `a` to `z`";
        let problem = Diagnostic::error("E0109", span, message);
        return (end, problem.help("words for people go in quotes"));
    }
    let plain = plain(word);
    let such_as = plain.as_ref().map(|plain| format!(", such as `{plain}`"));
    let message = format!("`{word}` has letters other than `a` to `z`");
    let problem = Diagnostic::error("E0109", span, message)
        .help(format!(
            "names are written with `a` to `z`, digits and `_`{}",
            such_as.unwrap_or_default()
        ))
        .help(format!(
            "other words go in quotes: a title, or a level: `\"{word}\"`"
        ));
    let problem = match (is_level(text, start..end), plain) {
        (true, _) => problem.edit(span, format!("\"{word}\"")),
        (false, Some(plain)) => problem.edit(span, plain),
        (false, None) => problem,
    };
    (end, problem)
}

/// Whether a word stands where a level does and no name.
fn is_level(text: &str, word: Range<usize>) -> bool {
    let before = text.get(..word.start).unwrap_or("").trim_end();
    let behind = text.get(word.end..).unwrap_or("").trim_start();
    let last = before.rsplit(|c: char| !is_letter_of_names(c)).next();
    let after = before.ends_with(['<', '|'])
        || before.ends_with("=>")
        || matches!(last, Some("is" | "of" | "includes"));
    after || behind.starts_with(['<', '|']) || behind.starts_with("=>")
}

/// A name that no author gives, for what the grammar reads in the place of such a word.
pub(super) fn stand_in(word: &str) -> String {
    let letter = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_string(),
        false => format!("{:x}", u32::from(c)),
    };
    let letters: String = word.chars().map(letter).collect();
    format!("x{letters}")
}

/// What people write between the digits of a long number.
fn separates(character: char) -> bool {
    matches!(character, '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// `10'000`
fn digits(file: FileId, text: &str, at: usize) -> Option<(usize, Diagnostic)> {
    let is_digit = |c: char| c.is_ascii_digit();
    if !text.get(..at)?.ends_with(is_digit) {
        return None;
    }
    let (start, end) = around(text, at, |c: char| c.is_ascii_digit() || separates(c));
    let written = text.get(start..end)?;
    let fits = written.ends_with(is_digit) && written.len() <= MOST_SHOWN;
    fits.then(|| {
        let plain: String = written.chars().filter(char::is_ascii_digit).collect();
        let span = Span::new(file, start, end);
        let problem = Diagnostic::error("E0109", span, format!("`{written}` is not a number"))
            .help(format!("digits are written without separators: `{plain}`"))
            .safe_edit(span, plain);
        (end, problem)
    })
}

/// `isn't`, `doesn't include`
fn negation(file: FileId, text: &str, at: usize) -> Option<(usize, Diagnostic)> {
    let before = text.get(..at)?;
    let rest = text.get(at..)?.trim_start_matches(['\'', '’']);
    let word = ["isn", "aren", "doesn", "don"]
        .iter()
        .find(|word| before.ends_with(*word))?;
    let goes_on = rest.get(1..)?.starts_with(in_word);
    if !rest.starts_with('t') || goes_on {
        return None;
    }
    let start = at.saturating_sub(word.len());
    let end = text.len().saturating_sub(rest.len()).saturating_add(1);
    let span = Span::new(file, start, end);
    let problem = Diagnostic::error(
        "E0109",
        span,
        format!("`{word}'t` is not a word of the language"),
    );
    if matches!(*word, "isn" | "aren") {
        let problem = problem.help("write `is not`").safe_edit(span, "is not");
        return Some((end, problem));
    }
    Some(match without_element(text, start, end) {
        Some((range, written)) => {
            let whole = Span::new(file, range.start, range.end);
            (range.end, problem.write(whole, written))
        }
        None => (end, problem.help("write `not` before the test")),
    })
}

/// The test that `doesn't include` is in, and how it is written.
fn without_element(text: &str, start: usize, end: usize) -> Option<(Range<usize>, String)> {
    let in_name = |c: char| in_word(c) || c == '.';
    let before = text.get(..start)?.trim_end();
    let name = before.get(before.trim_end_matches(in_name).len()..)?;
    let behind = text.get(end..)?.trim_start();
    let verb = behind.get(..behind.find(|c: char| !in_word(c))?)?;
    let behind = behind.get(verb.len()..)?.trim_start();
    let length = match behind.strip_prefix('"') {
        Some(quoted) => quoted.find('"')?.saturating_add(2),
        None => behind.find(|c: char| !in_word(c)).unwrap_or(behind.len()),
    };
    let element = behind.get(..length)?;
    let from = before.len().saturating_sub(name.len());
    let to = text
        .len()
        .saturating_sub(behind.len())
        .saturating_add(length);
    let fits = !name.is_empty() && !element.is_empty() && words::INCLUDING.contains(&verb);
    fits.then(|| (from..to, format!("not {name} includes {element}")))
}

/// The piece of text around a place whose characters all belong to it.
fn around(text: &str, at: usize, belongs: impl Fn(char) -> bool) -> (usize, usize) {
    let before = text.get(..at).unwrap_or("");
    let behind = text.get(at..).unwrap_or("");
    let start = before.trim_end_matches(&belongs).len();
    let length = behind.find(|c: char| !belongs(c)).unwrap_or(behind.len());
    (start, at.saturating_add(length))
}

fn after_digit(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end();
    before.ends_with(|c: char| c.is_ascii_digit())
}
