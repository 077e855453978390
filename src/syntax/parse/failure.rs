//! Where a declaration did not go on, with its tokens. Puts nothing into words.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::super::blocks::is_clause;
use super::grammar::Rule;
use crate::base::{Diagnostic, FileId, Span};

/// The declaration that did not parse.
pub(super) struct Place<'a> {
    pub(super) file: FileId,
    /// The text of its file, or of all files.
    pub(super) all: &'a str,
    pub(super) base: usize,
    pub(super) source: &'a str,
    pub(super) keyword: &'static str,
}

pub(super) struct Failure<'a> {
    pub(super) place: &'a Place<'a>,
    /// Where the token that does not fit begins, within the declaration.
    pub(super) at: usize,
    /// The token that does not fit; empty at the end.
    pub(super) found: &'a str,
    /// The token before it, and the one before that.
    pub(super) last: &'a str,
    pub(super) second: &'a str,
    pub(super) wanted: &'a [Rule],
    /// Where the token before begins, and the one before that.
    pub(super) last_at: usize,
    pub(super) second_at: usize,
}

impl<'a> Failure<'a> {
    /// What pest's error comes to. `read` is the text that it is of, in which parts may be left out.
    pub(super) fn of(place: &'a Place<'a>, error: &'a Error<Rule>, read: &str) -> Self {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => skip_layout(read, at),
        };
        let wanted = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
            ErrorVariant::CustomError { .. } => &[],
        };
        let failure = Self::new(place, at, wanted);
        failure.with_keyword_read_as_a_name().unwrap_or(failure)
    }

    fn new(place: &'a Place<'a>, at: usize, wanted: &'a [Rule]) -> Self {
        let tokens = tokens_before(place.source, at);
        Self {
            place,
            at: tokens.next_at,
            found: token_at(place.source, tokens.next_at),
            last: tokens.last,
            second: tokens.second,
            wanted,
            last_at: tokens.last_at,
            second_at: tokens.second_at,
        }
    }

    /// `when then exclude s`: the grammar read `then` as a name and stumbled over the next word only.
    fn with_keyword_read_as_a_name(&self) -> Option<Self> {
        let part = is_clause(self.last)
            || (self.place.keyword == "example" && matches!(self.last, "expect" | "given"));
        let clause = matches!(self.last, "then" | "else" | "unless" | "because" | "when")
            || (part && self.last_begins_line());
        let wanted: &[Rule] = match self.second {
            "is" | "includes" => &[Rule::word],
            "when" | "unless" | "and" | "or" | "not" | "surely" | "expect" | "never" | "always" => {
                &[Rule::expr]
            }
            "=" | "<" | "<=" | ">" | ">=" | "!=" | "+" | "-" | "*" | "/" | "by" | "between" => {
                &[Rule::weight]
            }
            "," => &[Rule::word],
            "formerly" => &[Rule::path],
            "cite" | "in" | "tag" | "defeats" | "sureness" | "method" => &[Rule::name],
            ":" if self.place.keyword == "example" => &[Rule::word, Rule::signed],
            _ => return None,
        };
        (clause || self.next_line_read_on()).then(|| Self::new(self.place, self.last_at, wanted))
    }

    fn last_begins_line(&self) -> bool {
        begins_line(self.place.source, self.last_at)
    }

    /// Whether what the line before lacks was taken from the next line, which begins a row or an entry of its own.
    fn next_line_read_on(&self) -> bool {
        self.last_begins_line()
            && match self.place.keyword {
                "advice" | "let" | "contrast" => {
                    matches!(self.found, "when" | "otherwise" | ":" | "=>")
                }
                "example" => matches!(self.found, "." | ":"),
                _ => false,
            }
    }
}

impl Failure<'_> {
    /// The place of the token that does not fit.
    pub(super) fn span(&self) -> Span {
        self.span_of(self.at, self.found)
    }

    /// The place of a token that begins at `at` of the declaration.
    pub(super) fn span_of(&self, at: usize, token: &str) -> Span {
        let start = self.place.base.saturating_add(at);
        Span::new(self.place.file, start, start.saturating_add(token.len()))
    }

    /// The place of what stands between two places of the declaration.
    pub(super) fn between(&self, start: usize, end: usize) -> Span {
        let at = |place: usize| self.place.base.saturating_add(place);
        Span::new(self.place.file, at(start), at(end.max(start)))
    }

    /// The place right behind the token before.
    pub(super) fn behind_last(&self) -> Span {
        let end = self.last_at.saturating_add(self.last.len());
        self.between(end, end)
    }

    /// Where the token that does not fit ends.
    pub(super) fn end(&self) -> usize {
        self.at.saturating_add(self.found.len())
    }

    /// Whether one of these was expected.
    pub(super) fn wants(&self, rules: &[Rule]) -> bool {
        self.wanted.iter().any(|rule| rules.contains(rule))
    }

    /// Whether a condition or number stands before that could go on.
    pub(super) fn goes_on(&self) -> bool {
        self.wants(&[Rule::and, Rule::or, Rule::add_op])
    }

    /// Where what follows that token begins.
    pub(super) fn after(&self) -> usize {
        skip_layout(self.place.source, self.at.saturating_add(self.found.len()))
    }

    /// An error at that token.
    pub(super) fn error(&self, message: String) -> Diagnostic {
        Diagnostic::error("E0114", self.span(), message)
    }

    /// Whether the place is between the parts of `at least 2 of { … }`.
    pub(super) fn in_quorum(&self) -> bool {
        let before = self.place.source.get(..self.at).unwrap_or("");
        let brace = before.rsplit_once('{').map_or("", |(before, _)| before);
        brace.trim_end().ends_with(" of")
    }

    /// Whether a word stands somewhere before.
    pub(super) fn has(&self, word: &str) -> bool {
        let before = self.place.source.get(..self.at).unwrap_or("");
        before.split_whitespace().any(|other| other == word)
    }
}

/// Whether a token is meant as a number.
pub(super) fn begins_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn is_number(token: &str) -> bool {
    token
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
        && token.parse::<f64>().is_ok()
}

/// What stands before a place.
struct Before<'a> {
    second: &'a str,
    last: &'a str,
    second_at: usize,
    last_at: usize,
    /// Where the token at or after the place begins.
    next_at: usize,
}

fn tokens_before(source: &str, at: usize) -> Before<'_> {
    let mut before = Before {
        second: "",
        last: "",
        second_at: 0,
        last_at: 0,
        next_at: 0,
    };
    loop {
        let from = skip_layout(source, before.next_at);
        before.next_at = from;
        let token = token_at(source, from);
        if from >= at || token.is_empty() {
            return before;
        }
        before.second = std::mem::replace(&mut before.last, token);
        before.second_at = std::mem::replace(&mut before.last_at, from);
        before.next_at = from.saturating_add(token.len());
    }
}

/// Where the token begins that is the second before a place.
pub(super) fn second_before(source: &str, at: usize) -> Option<usize> {
    let before = tokens_before(source, at);
    (!before.second.is_empty()).then_some(before.second_at)
}

/// Where the next token begins, white space and comments passed over.
pub(super) fn skip_layout(source: &str, mut from: usize) -> usize {
    loop {
        let rest = source.get(from..).unwrap_or("");
        let blank = rest.len().saturating_sub(rest.trim_start().len());
        from = from.saturating_add(blank);
        let rest = rest.trim_start();
        if !rest.starts_with('#') {
            return from;
        }
        from = from.saturating_add(rest.find('\n').unwrap_or(rest.len()));
    }
}

/// A token of a walk: where it begins, and how many brackets are open before it.
pub(super) struct Walked<'s> {
    pub at: usize,
    pub token: &'s str,
    pub depth: usize,
}

/// The tokens from a place on, with the empty one at the end of the text.
pub(super) fn walk(source: &str, from: usize) -> impl Iterator<Item = Walked<'_>> {
    let (mut next, mut open) = (Some(skip_layout(source, from)), 0_usize);
    std::iter::from_fn(move || {
        let at = next?;
        let (token, depth) = (token_at(source, at), open);
        match token {
            "(" | "[" | "{" => open = open.saturating_add(1),
            ")" | "]" | "}" => open = open.saturating_sub(1),
            _ => {}
        }
        let end = skip_layout(source, at.saturating_add(token.len()));
        next = (!token.is_empty()).then_some(end);
        Some(Walked { at, token, depth })
    })
}

/// The token that begins at `from`: a word, number, string or sign.
pub(super) fn token_at(source: &str, from: usize) -> &str {
    let rest = source.get(from..).unwrap_or("");
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let length = match rest.chars().next() {
        None => 0,
        Some('"') => {
            let mut escaped = true;
            let end = rest.find(|c: char| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end.saturating_add(1))
        }
        Some(first) if first.is_ascii_digit() => number_length(rest),
        Some(first) if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        Some(_)
            if ["=>", "<=", ">=", "!=", ".."]
                .iter()
                .any(|sign| rest.starts_with(sign)) =>
        {
            2
        }
        Some(other) => other.len_utf8(),
    };
    rest.get(..length).unwrap_or("")
}

/// The length of the number that a text begins with, with its decimals, its exponent and what stands right behind it.
fn number_length(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end_of = |from: usize| {
        let rest = text.get(from..).unwrap_or("");
        from.saturating_add(rest.find(|c| !is_part(c)).unwrap_or(rest.len()))
    };
    let goes_on = |end: usize, sign: char| {
        let rest = text.get(end..).unwrap_or("");
        let rest = rest.strip_prefix(sign);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut end = end_of(0);
    let is_whole = |end: usize| {
        let digits = text.get(..end).unwrap_or("");
        digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if is_whole(end) && goes_on(end, '.') {
        end = end_of(end.saturating_add(1));
    }
    let exponent = text.get(..end).is_some_and(|text| {
        let size = text.strip_suffix(['e', 'E']);
        size.is_some_and(is_number)
    });
    if exponent && (goes_on(end, '-') || goes_on(end, '+')) {
        end = end_of(end.saturating_add(1));
    }
    end
}

/// Whether only white space stands before on the line, or a bracket has just been opened.
pub(super) fn begins_line(source: &str, at: usize) -> bool {
    let before = source.get(..at).unwrap_or("");
    let before = before.trim_end_matches([' ', '\t', '\r']);
    before.is_empty() || before.ends_with(['\n', '{'])
}

/// Whether a dash stands at a place as other languages mark the elements of a list: it begins a line, and a blank
/// follows it.
pub(super) fn is_mark(source: &str, at: usize) -> bool {
    let behind = source.get(at..).and_then(|rest| rest.strip_prefix('-'));
    behind.is_some_and(|rest| rest.starts_with(char::is_whitespace)) && begins_line(source, at)
}

/// Tokens of a type that are looked at.
const MOST_TOKENS: usize = 500;

/// Whether a text declares a fact or let of that name with such a level, which is written in quotes.
pub(super) fn declares_level(text: &str, name: &str, level: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let quoted = format!("\"{level}\"");
    let is_word = level.starts_with(|c: char| c.is_ascii_alphabetic());
    let declared = |keyword: &str| {
        let head = format!("{keyword} {last}");
        text.match_indices(&head).any(|(at, _)| {
            let from = at.saturating_add(keyword.len()).saturating_add(1);
            let mut tokens = walk(text, from)
                .map(|walked| walked.token)
                .take(MOST_TOKENS);
            let named = tokens.next() == Some(last);
            let mut ty = tokens.take_while(|token| !matches!(*token, "" | "{" | "}" | "fact"));
            named && ty.any(|token| token == quoted || is_word && token == level)
        })
    };
    declared("fact") || declared("let")
}
