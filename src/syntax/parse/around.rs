//! The tokens around the place where a declaration does not go on. Judges nothing.

use super::super::blocks::is_clause;
use super::super::interval::Interval;
use super::failure::{Failure, begins_number, skip_layout, token_at};

/// How many tokens behind the place are looked at.
const AHEAD: usize = 3;

/// What a place of a declaration is in.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Condition,
    /// Behind the `then` of a choice of two numbers.
    Number,
    /// What a rule does.
    Effects,
    /// What has no condition.
    Other,
}

/// The tokens around a place.
pub(super) struct Around<'a> {
    /// Those before, in order.
    pub(super) before: Vec<&'a str>,
    /// Where each of those begins.
    before_at: Vec<usize>,
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
        let (mut before, mut before_at) = (Vec::new(), Vec::new());
        let mut ahead = Vec::new();
        let mut end = 0;
        while ahead.len() < AHEAD {
            let at = skip_layout(source, end);
            let token = token_at(source, at);
            if at < failure.at {
                before.push(token);
                before_at.push(at);
            } else {
                ahead.push(token);
            }
            if token.is_empty() {
                break;
            }
            end = at.saturating_add(token.len());
        }
        let mut ahead = ahead.into_iter();
        Self {
            before,
            before_at,
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

    /// Where the token begins that stands so many before the place.
    pub(super) fn back_at(&self, steps: usize) -> usize {
        let at = self.before_at.len().checked_sub(steps);
        at.and_then(|at| self.before_at.get(at))
            .copied()
            .unwrap_or(0)
    }

    /// How many tokens the name has that ends so many before the place.
    pub(super) fn parts_of_name(&self, steps: usize) -> usize {
        let mut parts = 1_usize;
        while self.back(steps.saturating_add(parts)) == "." {
            parts = parts.saturating_add(2);
        }
        parts
    }

    /// Whether the name that ends so many tokens before the place is all that stands on that side of a test: `x` in
    /// `y and x`, and not in `2 * x`.
    pub(super) fn is_whole_side(&self, steps: usize) -> bool {
        let before = self.back(steps.saturating_add(self.parts_of_name(steps)));
        before.is_empty() || before == "not" || ends_condition(before)
    }

    /// Whether the tokens before end in these.
    pub(super) fn ends_in(&self, words: &[&str]) -> bool {
        self.before.ends_with(words)
    }

    /// Whether a word stands somewhere before.
    pub(super) fn has(&self, word: &str) -> bool {
        self.before.contains(&word)
    }

    /// The `not` or `surely` before the condition that the token so many before the place is in: as many tokens before
    /// the place as it is itself.
    pub(super) fn guarded(&self, steps: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for at in steps..=self.before.len() {
            match self.back(at) {
                ")" | "]" | "}" => depth = depth.saturating_add(1),
                "(" | "[" | "{" if depth > 0 => depth = depth.saturating_sub(1),
                "not" if self.back(at.saturating_add(1)) == "is" => return None,
                "not" | "surely" if depth == 0 => return Some(at),
                word if depth == 0 && (ends_condition(word)) => return None,
                _ => {}
            }
        }
        None
    }

    /// Whether the declaration is a derivation with columns.
    pub(super) fn in_table(&self) -> bool {
        self.head().contains(&"by")
    }

    /// How many columns it has.
    pub(super) fn columns(&self) -> usize {
        let after = self.head().rsplit(|token| *token == "by").next();
        let commas = after.map_or(0, |names| {
            names.iter().filter(|token| **token == ",").count()
        });
        commas.saturating_add(1)
    }

    /// How many cells its row has so far.
    pub(super) fn cells(&self) -> usize {
        let row = self.before.iter().rev();
        let row = row.take_while(|token| !matches!(**token, "=>" | "{"));
        row.filter(|token| **token == ",").count().saturating_add(1)
    }

    /// The tokens before its first brace.
    fn head(&self) -> &[&'a str] {
        self.before
            .split(|token| *token == "{")
            .next()
            .unwrap_or_default()
    }

    /// Whether the place is between the parentheses of a function.
    pub(super) fn in_call(&self) -> bool {
        let mut open = 0_usize;
        let mut tokens = self.before.iter().rev();
        while let Some(token) = tokens.next() {
            match *token {
                ")" | "}" | "]" => open = open.saturating_add(1),
                "(" if open == 0 => return tokens.next().is_some_and(|word| is_word(word)),
                "{" | "[" if open == 0 => return false,
                "(" | "{" | "[" => open = open.saturating_sub(1),
                _ => {}
            }
        }
        false
    }

    /// Whether a condition may stand here: not among effects or numbers, nor in a declaration that has none.
    pub(super) fn in_condition(&self, failure: &Failure<'_>) -> bool {
        self.part(failure) == Part::Condition
    }

    /// Whether the place is in what a rule does.
    pub(super) fn in_effects(&self, failure: &Failure<'_>) -> bool {
        self.part(failure) == Part::Effects
    }

    /// What the place is in, by the words that open and end it.
    fn part(&self, failure: &Failure<'_>) -> Part {
        let keyword = failure.place.keyword;
        let mut part = match keyword {
            "topic" | "parameter" | "contrast" | "group" => Part::Other,
            _ => Part::Condition,
        };
        let open = self.head().len();
        // Each bracket and each `if` of a choice, with what stands around it.
        let mut around: Vec<(&str, Part)> = Vec::new();
        for (at, token) in self.before.iter().copied().enumerate() {
            let choice = around.last().copied().filter(|(word, _)| *word == "if");
            let clause = match (token, choice, part) {
                ("(" | "[" | "{", _, _) => {
                    around.push((token, part));
                    continue;
                }
                (")" | "]" | "}", _, _) => {
                    leave(&mut around, &mut part);
                    part = around.pop().map_or(part, |(_, before)| before);
                    continue;
                }
                // As the first word of a block it stands for `when`.
                ("if", _, _) if at != open.saturating_add(1) => {
                    around.push((token, part));
                    part = Part::Condition;
                    continue;
                }
                ("then", Some(_), Part::Condition) | ("else", Some(_), Part::Number) => {
                    part = Part::Number;
                    continue;
                }
                ("and" | "or", Some(_), Part::Number) => {
                    leave(&mut around, &mut part);
                    continue;
                }
                ("then" | "else" | "favor" | "oppose" | "exclude", _, _) => Part::Effects,
                ("when" | "unless" | "expect" | "never" | "always", _, _) => Part::Condition,
                _ => continue,
            };
            let rows = matches!(keyword, "parameter" | "contrast" | "group");
            leave(&mut around, &mut part);
            part = if rows { Part::Other } else { clause };
        }
        part
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

/// Leaves the choices that are open: what stood around them goes on.
fn leave(around: &mut Vec<(&str, Part)>, part: &mut Part) {
    while let Some((_, before)) = around.pop_if(|(opened, _)| *opened == "if") {
        *part = before;
    }
}

/// Whether a token stands between a condition and what is before it.
pub(super) fn ends_condition(token: &str) -> bool {
    let sign = matches!(token, "(" | "[" | "{" | ";" | ",");
    sign || is_clause(token) || matches!(token, "and" | "or" | "if" | "expect" | "never" | "always")
}

/// What people write between the values of a list.
const SEPARATORS: &[&str] = &[",", "|", ";"];

/// The values of a list that begins at a place, with its brackets or without any, and where it ends.
pub(super) fn list_at(source: &str, at: usize) -> Option<(Vec<&str>, usize)> {
    list_by(source, at, SEPARATORS)
}

/// The same, with these signs or words between the values.
pub(super) fn list_by<'a>(
    source: &'a str,
    at: usize,
    separators: &[&str],
) -> Option<(Vec<&'a str>, usize)> {
    let mut next = skip_layout(source, at);
    let closing = match token_at(source, next) {
        "[" => "]",
        "(" => ")",
        "{" => "}",
        _ => "",
    };
    if !closing.is_empty() {
        next = skip_layout(source, next.saturating_add(1));
    }
    let mut values = Vec::new();
    loop {
        let value = token_at(source, next);
        if !is_value(value) {
            return None;
        }
        values.push(value);
        let end = next.saturating_add(value.len());
        next = skip_layout(source, end);
        match token_at(source, next) {
            sign if separators.contains(&sign) => {
                next = skip_layout(source, next.saturating_add(sign.len()));
            }
            _ if closing.is_empty() => return Some((values, end)),
            token if token == closing => {
                return Some((values, next.saturating_add(closing.len())));
            }
            _ => return None,
        }
    }
}

/// `[0..6)` or `0..6` at a place.
pub(super) fn range_at(source: &str, at: usize) -> Option<Interval<'_>> {
    if let Some(interval) = Interval::at(source, at) {
        return Some(interval);
    }
    let low_at = skip_layout(source, at);
    let low = number_at(source, low_at)?;
    let dots = skip_layout(source, low_at.saturating_add(low.len()));
    let high_at = skip_layout(source, dots.saturating_add(2));
    let high = number_at(source, high_at).filter(|_| token_at(source, dots) == "..")?;
    Some(Interval {
        low,
        high,
        without: (false, false),
        mixed: false,
        end: high_at.saturating_add(high.len()),
    })
}

/// A range as people write it, `in 0 to 5`, `from 0 to 5`, `(0..5)`, `[0, 5]`, `0-5`: its ends, and where it ends itself.
pub(super) fn written_range_at(source: &str, at: usize) -> Option<(String, String, usize)> {
    let mut at = at;
    let mut word = token_at(source, at);
    while matches!(word, "in" | "from" | "between" | "of" | "range") {
        at = skip_layout(source, at.saturating_add(word.len()));
        word = token_at(source, at);
    }
    if let Some(range) = Interval::at(source, at) {
        return Some((range.low.to_owned(), range.high.to_owned(), range.end));
    }
    let open = matches!(token_at(source, at), "[" | "(");
    if open {
        at = skip_layout(source, at.saturating_add(1));
    }
    let (low, end) = end_of_range(source, at)?;
    at = skip_layout(source, end);
    let sign = token_at(source, at);
    if !matches!(
        sign,
        ".." | "-" | "to" | "," | "and" | "till" | "until" | "bis" | ";"
    ) {
        return None;
    }
    at = skip_layout(source, at.saturating_add(sign.len()));
    if sign == ".." && token_at(source, at) == "." {
        at = skip_layout(source, at.saturating_add(1));
    }
    let (high, mut end) = end_of_range(source, at)?;
    let close = skip_layout(source, end);
    if open && matches!(token_at(source, close), "]" | ")") {
        end = close.saturating_add(1);
    }
    Some((low, high, end))
}

/// A number of a range, with a decimal point, and without the signs between groups of digits.
fn end_of_range(source: &str, at: usize) -> Option<(String, usize)> {
    let written = number_at(source, at)?;
    let mut end = at.saturating_add(written.len());
    let mut number = written.replace(',', ".");
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    while let Some(rest) = source.get(end..)
        && let Some(group) = rest.strip_prefix(['_', ' ', '\''])
        && !number.contains('.')
        && group.bytes().take_while(is_digit).count() == 3
    {
        number.push_str(group.get(..3)?);
        end = end.saturating_add(4);
    }
    let behind = source.get(end..).unwrap_or("");
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    if !behind.starts_with(in_name) {
        return Some((number, end));
    }
    // `100k` is a thousand times as much; what another letter stands for is not known.
    let rest = behind.strip_prefix(['k', 'K'])?;
    let whole = !number.contains('.') && !rest.starts_with(in_name);
    whole.then(|| (format!("{number}000"), end.saturating_add(1)))
}

/// The number at a place, with its sign and decimals.
pub(super) fn number_at(source: &str, at: usize) -> Option<&str> {
    let rest = source.get(at..)?;
    let digits = |text: &str| {
        let other = text.find(|c: char| !c.is_ascii_digit());
        other.unwrap_or(text.len())
    };
    let sign = usize::from(rest.starts_with('-'));
    let whole = digits(rest.get(sign..)?);
    let mut end = sign.saturating_add(whole);
    // A decimal comma is told of once the rest is right.
    if let Some(decimals) = rest
        .get(end..)
        .and_then(|rest| rest.strip_prefix(['.', ',']))
    {
        match digits(decimals) {
            0 => {}
            some => end = end.saturating_add(1).saturating_add(some),
        }
    }
    rest.get(..end).filter(|_| whole > 0)
}

/// The number, level or name at a place, a name with its topic.
pub(super) fn operand_at(source: &str, at: usize) -> &str {
    if let Some(number) = number_at(source, at) {
        return number;
    }
    let mut end = at.saturating_add(token_at(source, at).len());
    while token_at(source, end) == "." && is_word(token_at(source, end.saturating_add(1))) {
        end = end.saturating_add(1);
        end = end.saturating_add(token_at(source, end).len());
    }
    source.get(at..end).unwrap_or("")
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

/// The longest text in quotes that is taken for a unit.
const LONGEST_UNIT: usize = 14;

/// Whether a token behind a number reads as its unit: a word, or a short text in quotes without a blank.
pub(super) fn is_unit(token: &str) -> bool {
    match token.strip_prefix('"') {
        Some(text) => text.len() <= LONGEST_UNIT && !text.contains(char::is_whitespace),
        None => is_word(token),
    }
}

/// Whether a word opens a clause or an effect, so that it is no unit and no name.
fn opens(word: &str) -> bool {
    is_clause(word) || matches!(word, "favor" | "oppose" | "exclude" | "by")
}
