//! The tokens around the place where a declaration does not go on. Judges nothing.

use super::block::is_clause;
use super::failure::{Failure, begins_number, skip_layout, token_at};

/// How many tokens behind the place are looked at.
const AHEAD: usize = 3;

/// The tokens around a place.
pub(super) struct Around<'a> {
    /// Those before, in order.
    pub(super) before: Vec<&'a str>,
    /// The one that does not fit.
    pub(super) found: &'a str,
    /// Those behind it.
    pub(super) next: &'a str,
    pub(super) second_next: &'a str,
}

impl<'a> Around<'a> {
    /// Around the place of a failure.
    pub(super) fn of(failure: &Failure<'a>) -> Self {
        let source = failure.place.source;
        let mut before = Vec::new();
        let mut ahead = Vec::new();
        let mut end = 0;
        while ahead.len() < AHEAD {
            let at = skip_layout(source, end);
            let token = token_at(source, at);
            match at < failure.at {
                true => before.push(token),
                false => ahead.push(token),
            }
            if token.is_empty() {
                break;
            }
            end = at.saturating_add(token.len());
        }
        let mut ahead = ahead.into_iter();
        Self {
            before,
            found: ahead.next().unwrap_or(""),
            next: ahead.next().unwrap_or(""),
            second_next: ahead.next().unwrap_or(""),
        }
    }

    /// The token that stands so many before the place; the last one is 1.
    pub(super) fn back(&self, steps: usize) -> &'a str {
        let at = self.before.len().checked_sub(steps);
        at.and_then(|at| self.before.get(at)).copied().unwrap_or("")
    }

    /// Whether the tokens before end in these.
    pub(super) fn ends_in(&self, words: &[&str]) -> bool {
        self.before.ends_with(words)
    }

    /// Whether a word stands somewhere before.
    pub(super) fn has(&self, word: &str) -> bool {
        self.before.contains(&word)
    }

    /// The name that ends so many tokens before the place, with its topic.
    pub(super) fn name(&self, steps: usize) -> String {
        let end = self.before.len().saturating_sub(steps);
        let mut tokens = self.before.iter().take(end.saturating_add(1)).rev();
        let mut name = tokens.next().map_or("", |word| word).to_owned();
        while let (Some(&"."), Some(word)) = (tokens.next(), tokens.next()) {
            name = format!("{word}.{name}");
        }
        match is_word(&name) {
            true => name,
            false => "FACT".into(),
        }
    }
}

/// Whether a token is a name or a level.
pub(super) fn is_word(token: &str) -> bool {
    let bare = token.starts_with(|c: char| c.is_ascii_alphabetic());
    bare && !crate::syntax::words::is_reserved(token) && !opens(token)
}

/// Whether a token is a value: a name, a level in quotes or a number.
pub(super) fn is_value(token: &str) -> bool {
    is_word(token) || begins_number(token) || token.starts_with('"')
}

/// Whether a word opens a clause or an effect, so that it is no unit and no name.
fn opens(word: &str) -> bool {
    is_clause(word) || matches!(word, "favor" | "oppose" | "exclude" | "by")
}
