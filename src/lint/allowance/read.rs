//! Reads a comment that may allow lints: which ones, and whether it says why. Knows nothing of where it stands.

use super::problem;
use crate::base::{CodeInfo, Diagnostic, Span, nearest};
use crate::lint::{Level, named};

/// What a comment says.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The lints, each with the place where it is named.
    pub(super) lints: Vec<(&'static CodeInfo, Span)>,
    /// Whether a reason follows.
    pub(super) has_reason: bool,
    /// What it cannot mean.
    pub(super) problems: Vec<Diagnostic>,
}

/// What an allowance begins with.
const BEGIN: &str = "hansei";

/// The word behind it.
const ALLOW: &str = "allow";

/// Words for the same in other tools.
const MEANT: [&str; 6] = ["ignore", "disable", "expect", "silence", "suppress", "off"];

/// What may stand between the lints and the reason.
const DASHES: [char; 6] = [':', ';', ',', '-', '–', '—'];

/// What a comment says of lints; `None` where it is for people alone.
pub(super) fn read(text: &str, comment: Span, codes: &[&'static CodeInfo]) -> Option<Said> {
    let mut reader = Reader {
        text,
        at: 0,
        comment,
    };
    reader.skip(|c| c == '#');
    reader.blanks();
    let start = reader.at;
    let begin = reader.word().0.to_lowercase();
    nearest(&begin, [BEGIN])?;
    let mut end = reader.at;
    reader.blanks();
    let colon = reader.skip(|c| c == ':') > 0;
    if colon {
        end = reader.at;
    }
    reader.blanks();
    if begin == BEGIN && colon {
        return Some(reader.instruction(codes));
    }
    // Prose may begin like this: it is an allowance only where a lint is named behind the word for it.
    let verb = reader.word().0;
    reader.blanks();
    let lint = reader.word().0;
    let is_meant = is_allow(verb) && codes.iter().any(|info| info.is_called(lint));
    let begins_wrong = || problem::no_beginning(reader.span(start, end));
    is_meant.then(|| Said {
        problems: vec![begins_wrong()],
        ..Said::default()
    })
}

/// Whether a word means `allow`.
fn is_allow(word: &str) -> bool {
    MEANT.contains(&word) || nearest(word, [ALLOW]).is_some()
}

/// Goes through a comment from left to right.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    comment: Span,
}

impl<'t> Reader<'t> {
    /// What stands behind `hansei:`.
    fn instruction(&mut self, codes: &[&'static CodeInfo]) -> Said {
        let mut said = Said::default();
        let (verb, place) = self.word();
        if verb != ALLOW {
            said.problems.push(match Level::named(verb) {
                Some(_) => problem::a_level(place, verb),
                None => problem::no_allow(place, verb, is_allow(verb)),
            });
            return said;
        }
        if self.blanks() == 0 && !self.rest().is_empty() {
            let sign = self.rest().chars().next().map_or(0, char::len_utf8);
            let place = self.span(self.at, self.at.saturating_add(sign));
            said.problems.push(problem::no_blank(place));
            return said;
        }
        self.lints(codes, &mut said);
        said.has_reason = !self.rest().trim_start_matches(DASHES).trim().is_empty();
        said
    }

    /// Lints with commas between them.
    fn lints(&mut self, codes: &[&'static CodeInfo], said: &mut Said) {
        loop {
            let (word, place) = self.word();
            match named(word, codes) {
                _ if word.is_empty() => said.problems.push(problem::names_none(self.comment)),
                Ok(lint) => said.lints.push((lint, place)),
                Err(unnamed) => said.problems.push(problem::unnamed(unnamed, place)),
            }
            self.blanks();
            if word.is_empty() || self.skip(|c| c == ',') == 0 {
                return;
            }
            self.blanks();
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("").trim_end()
    }

    /// Passes over characters, and says over how many bytes.
    fn skip(&mut self, is: impl Fn(char) -> bool) -> usize {
        let rest = self.rest();
        let length = rest.len().saturating_sub(rest.trim_start_matches(is).len());
        self.at = self.at.saturating_add(length);
        length
    }

    fn blanks(&mut self) -> usize {
        self.skip(char::is_whitespace)
    }

    /// A code or a name, or nothing; with its place.
    fn word(&mut self) -> (&'t str, Span) {
        let start = self.at;
        self.skip(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let word = self.text.get(start..self.at).unwrap_or("");
        (word, self.span(start, self.at))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let from = self.comment.start as usize;
        Span::new(
            self.comment.file,
            from.saturating_add(start),
            from.saturating_add(end),
        )
    }
}
