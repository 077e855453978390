//! One of two numbers as other languages write it: `3 if C else 4`, `IF(C; 3; 4)`, `C ? 3 : 4`, `case when C then 3 else 4
//! end`. Knows no types.

use super::super::blocks::is_clause;
use super::around::{Around, is_word, operand_at};
use super::failure::{Failure, begins_number, skip_layout, token_at};
use super::grammar::Rule;
use super::slip_part::negated;
use crate::base::{Diagnostic, truth};
use crate::syntax::meant::called_as;

/// The longest choice that a message shows as it is to be written.
const MOST_SHOWN: usize = 80;

/// The most values of a function that is no function here.
const MOST_PARTS: usize = 32;

/// The tokens of a declaration, each with where it begins.
struct Tokens<'a> {
    source: &'a str,
    all: Vec<(usize, &'a str)>,
    /// Which of them does not fit.
    found: usize,
}

/// A condition and two numbers, as they are written.
struct Choice<'a> {
    condition: &'a str,
    one: &'a str,
    other: &'a str,
}

/// A choice that is written otherwise.
pub(super) fn of_choice(failure: &Failure<'_>, around: &Around<'_>) -> Option<Diagnostic> {
    let sign = matches!(failure.found, "if" | "?" | "," | ";" | "{" | ":" | "when");
    let word = around.has("if")
        || around
            .before
            .iter()
            .any(|word| is_if(word) || is(word, "case"));
    if !sign && !word {
        return None;
    }
    let tokens = Tokens::of(failure);
    cases(failure, &tokens)
        .or_else(|| behind(failure, &tokens))
        .or_else(|| called(failure, &tokens))
        .or_else(|| question(failure, &tokens))
        .or_else(|| branches(failure, &tokens))
        .or_else(|| shouted(failure, &tokens))
}

fn is_if(word: &str) -> bool {
    is(word, "if") || is(word, "iif")
}

/// Whether it is that word, in small letters or in capitals.
fn is(word: &str, known: &str) -> bool {
    word.eq_ignore_ascii_case(known)
}

impl<'a> Tokens<'a> {
    fn of(failure: &Failure<'a>) -> Self {
        let source = failure.place.source;
        let (mut all, mut end) = (Vec::new(), 0);
        loop {
            let at = skip_layout(source, end);
            let token = token_at(source, at);
            if token.is_empty() {
                break;
            }
            all.push((at, token));
            end = at.saturating_add(token.len());
        }
        let found = all.partition_point(|(at, _)| *at < failure.at);
        Self { source, all, found }
    }

    fn token(&self, at: usize) -> &'a str {
        self.all.get(at).map_or("", |(_, token)| *token)
    }

    /// Where a token begins, or the text ends.
    fn start(&self, at: usize) -> usize {
        let place = self.all.get(at).map(|(place, _)| *place);
        place.unwrap_or(self.source.len())
    }

    /// Where the token before ends.
    fn end(&self, at: usize) -> usize {
        let last = at.checked_sub(1).and_then(|at| self.all.get(at));
        last.map_or(0, |(place, token)| place.saturating_add(token.len()))
    }

    /// What stands from one token up to another.
    fn text(&self, from: usize, to: usize) -> &'a str {
        self.source
            .get(self.start(from)..self.end(to))
            .unwrap_or("")
    }

    /// The first token of the condition or number that ends before a token.
    fn begins(&self, end: usize) -> usize {
        let equals = self.all.iter().position(|(_, token)| *token == "=");
        let (mut depth, mut at) = (0_usize, end);
        while let Some(before) = at.checked_sub(1) {
            let token = self.token(before);
            let edge = matches!(
                token,
                "," | ";" | "by" | "if" | "expect" | "never" | "always"
            );
            match token {
                ")" | "]" | "}" => depth = depth.saturating_add(1),
                "(" | "[" | "{" if depth == 0 => break,
                "(" | "[" | "{" => depth = depth.saturating_sub(1),
                _ if depth == 0 && (edge || is_clause(token) || Some(before) == equals) => break,
                _ => {}
            }
            at = before;
        }
        at
    }

    /// The first of some tokens behind a place, outside of brackets; in small letters or in capitals.
    fn next(&self, from: usize, among: &[&str]) -> Option<usize> {
        let mut depth = 0_usize;
        let rest = self.all.iter().enumerate().skip(from);
        for (at, (_, token)) in rest {
            match *token {
                token if depth == 0 && among.iter().any(|word| is(token, word)) => {
                    return Some(at);
                }
                "(" | "[" | "{" => depth = depth.saturating_add(1),
                ")" | "]" | "}" => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        None
    }

    /// Behind the sum that begins with a token.
    fn sum(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            while self.token(at) == "-" {
                at = at.saturating_add(1);
            }
            let token = self.token(at);
            let bracket = token == "(";
            if !bracket && !is_word(token) && !begins_number(token) {
                return None;
            }
            if !bracket {
                at = at.saturating_add(1);
            }
            while self.token(at) == "." && is_word(self.token(at.saturating_add(1))) {
                at = at.saturating_add(2);
            }
            if self.token(at) == "(" {
                at = self.next(at.saturating_add(1), &[")"])?.saturating_add(1);
            }
            if !matches!(self.token(at), "+" | "-" | "*" | "/") {
                return Some(at);
            }
            at = at.saturating_add(1);
        }
    }

    /// A choice from one token up to another, with what to write in their place.
    fn written(
        &self,
        failure: &Failure<'_>,
        problem: Diagnostic,
        (from, to): (usize, usize),
        choice: &Choice<'_>,
    ) -> Diagnostic {
        let Choice {
            condition,
            one,
            other,
        } = choice;
        if let (Some(one), Some(other)) = (truth_of(one), truth_of(other))
            && one != other
        {
            return self.truth(failure, (from, to), condition, one);
        }
        let whole = format!("if {condition} then {one} else {other}");
        let goes_on = matches!(self.token(to), "+" | "-" | "*" | "/");
        let whole = match goes_on {
            true => format!("({whole})"),
            false => whole,
        };
        let help = match whole.len() <= MOST_SHOWN && !whole.contains('\n') {
            true => format!("write `{whole}`"),
            false => "write `if CONDITION then NUMBER else NUMBER`".to_owned(),
        };
        let span = failure.between(self.start(from), self.end(to));
        // A choice within the choice is told next.
        problem.help(help).edit(span, whole)
    }
}

impl Tokens<'_> {
    /// A choice of yes and no, which is its condition.
    fn truth(
        &self,
        failure: &Failure<'_>,
        (from, to): (usize, usize),
        condition: &str,
        holds: bool,
    ) -> Diagnostic {
        let equals = self.all.iter().position(|(_, token)| *token == "=");
        let typed = equals.is_some_and(|equals| {
            let mut head = self.all.iter().take(equals);
            head.any(|(_, token)| *token == ":")
        });
        let span = failure.between(self.start(from), self.end(to));
        let problem = failure.error("a condition is yes or no by itself".into());
        let condition = condition.trim();
        if typed {
            let (one, other) = if holds { ("1", "0") } else { ("0", "1") };
            let whole = format!("if {condition} then {one} else {other}");
            let problem = problem.help(format!("write numbers here: `{whole}`"));
            return problem.edit(span, whole);
        }
        let whole = match holds {
            true => condition.to_owned(),
            false => negated(condition),
        };
        problem.help(format!("write `{whole}`")).edit(span, whole)
    }
}

/// Whether a word is yes or no, in any letters.
fn truth_of(word: &str) -> Option<bool> {
    truth(&word.to_lowercase())
}

/// `3 if C else 4`
fn behind(failure: &Failure<'_>, tokens: &Tokens<'_>) -> Option<Diagnostic> {
    if failure.found != "if" {
        return None;
    }
    let (at, from) = (tokens.found, tokens.begins(tokens.found));
    let condition = at.saturating_add(1);
    let last = tokens
        .next(condition, &["else"])
        .filter(|last| *last > condition)?;
    let to = tokens.sum(last.saturating_add(1))?;
    if tokens.sum(from) != Some(at) || tokens.text(condition, last).contains("then ") {
        return None;
    }
    let choice = Choice {
        condition: tokens.text(condition, last),
        one: tokens.text(from, at),
        other: tokens.text(last.saturating_add(1), to),
    };
    let problem = failure.error("the condition of a choice goes before its numbers".into());
    Some(tokens.written(failure, problem, (from, to), &choice))
}

/// `IF(C; 3; 4)`, `if(C, 3, 4)`, `WENN(C; 3; 4)`, `ODER(A; B)`
fn called(failure: &Failure<'_>, tokens: &Tokens<'_>) -> Option<Diagnostic> {
    let separator = failure.found;
    if !matches!(separator, "," | ";") {
        return None;
    }
    let open = bracket_before(tokens)?;
    let word_at = open.checked_sub(1)?;
    let word = tokens.token(word_at);
    let meant = called_as(word)?;
    let close = tokens.next(open.saturating_add(1), &[")"])?;
    let (mut parts, mut from) = (Vec::new(), open.saturating_add(1));
    while from <= close && parts.len() <= MOST_PARTS {
        let next = tokens.next(from, &[separator, ")"])?;
        parts.push(tokens.text(from, next));
        from = next.saturating_add(1);
    }
    let whole = (word_at, close.saturating_add(1));
    let problem = failure.error(format!("`{word}` is not a function"));
    let number = |part: &str| match begins_number(part) && separator == ";" {
        true => part.replace(',', "."),
        false => part.to_owned(),
    };
    Some(match (meant, parts.as_slice()) {
        (_, parts) if parts.iter().any(|part| part.is_empty()) => return None,
        ("if", [condition, one, other]) => {
            let choice = Choice {
                condition,
                one: &number(one),
                other: &number(other),
            };
            tokens.written(failure, problem, whole, &choice)
        }
        ("if", _) => {
            problem.help("one of two numbers is written `if CONDITION then NUMBER else NUMBER`")
        }
        (quorum, [_, _, ..]) if quorum.ends_with(" of") && parts.len() <= MOST_PARTS => {
            let span = failure.between(tokens.start(whole.0), tokens.end(whole.1));
            problem.write(span, format!("{quorum} {{ {} }}", parts.join("; ")))
        }
        _ => return None,
    })
}

/// The bracket that is open at the place.
fn bracket_before(tokens: &Tokens<'_>) -> Option<usize> {
    let mut depth = 0_usize;
    for at in (0..tokens.found).rev() {
        match tokens.token(at) {
            ")" | "]" | "}" => depth = depth.saturating_add(1),
            "(" if depth == 0 => return Some(at),
            "[" | "{" if depth == 0 => return None,
            "(" | "[" | "{" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// `case when C then 3 else 4 end`, `case f when slow then 3 else 4 end`
fn cases(failure: &Failure<'_>, tokens: &Tokens<'_>) -> Option<Diagnostic> {
    let case = (0..tokens.found)
        .rev()
        .find(|at| is(tokens.token(*at), "case"))?;
    // Rows of a let have a message of their own.
    if failure.place.keyword == "let" && tokens.token(case.checked_sub(1)?) == "{" {
        return None;
    }
    let first = case.saturating_add(1);
    let mut at = tokens.next(first, &["when"])?;
    let subject = tokens.text(first, at);
    if !subject.is_empty() && operand_at(subject, 0) != subject {
        return None;
    }
    let (mut choices, mut plain) = (String::new(), true);
    let mut number = |from: usize, to: usize| {
        // A word alone is a level rather than a parameter.
        plain &= tokens.sum(from) == Some(to)
            && (to > from.saturating_add(1) || begins_number(tokens.token(from)));
        tokens.text(from, to)
    };
    while is(tokens.token(at), "when") {
        let condition = at.saturating_add(1);
        let then = tokens.next(condition, &["then"])?;
        let from = then.saturating_add(1);
        let to = tokens.next(from, &["when", "else", "end"])?;
        let value = tokens.text(condition, then);
        let condition = match (subject, begins_number(value)) {
            ("", _) => value.to_owned(),
            (subject, true) => format!("{subject} = {value}"),
            (subject, false) => format!("{subject} is {value}"),
        };
        choices.push_str(&format!("if {condition} then {} else ", number(from, to)));
        at = to;
    }
    let last = is(tokens.token(at), "else").then(|| at.saturating_add(1));
    let end = tokens.next(at, &["end"])?;
    let word = tokens.token(case);
    let problem = failure
        .error(format!("`{word}` does not begin a choice of numbers"))
        .help("one of two numbers is written `if CONDITION then NUMBER else NUMBER`");
    let Some(last) = last else {
        return Some(problem);
    };
    let whole = format!("{choices}{}", number(last, end));
    if !plain {
        return Some(problem.help(
            "a level is chosen by rows: `let NAME : low < high { high when CONDITION low otherwise }`",
        ));
    }
    let span = failure.between(tokens.start(case), tokens.end(end.saturating_add(1)));
    let goes_on = tokens.token(end.saturating_add(1));
    let whole = match matches!(goes_on, "+" | "-" | "*" | "/") {
        true => format!("({whole})"),
        false => whole,
    };
    Some(problem.edit(span, whole))
}

/// `C ? 3 : 4`
fn question(failure: &Failure<'_>, tokens: &Tokens<'_>) -> Option<Diagnostic> {
    if failure.found != "?" {
        return None;
    }
    let at = tokens.found;
    let problem = failure.error("`?` is not a sign of the language".into());
    let help = "one of two numbers is `if CONDITION then 3 else 4`, and a level is chosen by rows: `let NAME : low < high { high when CONDITION low otherwise }`; a question goes in quotes";
    let from = tokens.begins(at);
    let one = at.saturating_add(1);
    let colon = tokens.sum(one).filter(|colon| tokens.token(*colon) == ":");
    let other = colon.map(|colon| colon.saturating_add(1));
    let to = other.and_then(|other| tokens.sum(other));
    Some(match (colon, other, to) {
        (Some(colon), Some(other), Some(to)) if from < at => {
            let choice = Choice {
                condition: tokens.text(from, at),
                one: tokens.text(one, colon),
                other: tokens.text(other, to),
            };
            tokens.written(failure, problem, (from, to), &choice)
        }
        _ => problem.help(help),
    })
}

/// `if C { 3 } else { 4 }`, `if C : 3 else : 4`, `if (C) 3 else 4`
fn branches(failure: &Failure<'_>, tokens: &Tokens<'_>) -> Option<Diagnostic> {
    if !failure.wants(&[Rule::kw_then]) {
        return None;
    }
    let opening = match failure.found {
        "{" => Some("}"),
        ":" => None,
        _ => {
            let one = tokens.sum(tokens.found)?;
            return (tokens.token(one) == "else").then(|| {
                failure
                    .error(format!("`then` is missing before `{}`", failure.found))
                    .help(format!("write `then {}`", tokens.text(tokens.found, one)))
                    .edit(failure.between(failure.at, failure.at), "then ")
            });
        }
    };
    let branch = |from: usize| {
        let one = match opening {
            None if tokens.token(from) != ":" => from,
            Some(_) if tokens.token(from) != "{" => return None,
            _ => from.saturating_add(1),
        };
        let end = tokens.sum(one)?;
        let after = match opening {
            Some(closing) if tokens.token(end) != closing => return None,
            Some(_) => end.saturating_add(1),
            None => end,
        };
        Some((tokens.text(one, end), after))
    };
    let (one, last) = branch(tokens.found)?;
    if tokens.token(last) != "else" {
        return None;
    }
    let (other, to) = branch(last.saturating_add(1))?;
    let span = failure.between(tokens.start(tokens.found), tokens.end(to));
    let before = failure.place.source.get(..failure.at)?;
    let touches = before.ends_with(|c: char| !c.is_whitespace());
    let blank = if touches { " " } else { "" };
    let whole = format!("{blank}then {one} else {other}");
    Some(
        failure
            .error(format!(
                "`{}` does not go after the condition of `if`",
                failure.found
            ))
            .help(format!("write `{}`", whole.trim_start()))
            .safe_edit(span, whole),
    )
}

/// `IF C THEN 3 ELSE 4`, `= when C then 3 else 4`
fn shouted(failure: &Failure<'_>, tokens: &Tokens<'_>) -> Option<Diagnostic> {
    let when = failure.found == "when" && matches!(failure.last, "=" | "by");
    let at = match when {
        true => tokens.found,
        false => tokens.found.checked_sub(1)?,
    };
    let word = tokens.token(at);
    if !when && (word == "if" || !is_if(word) || failure.found == "(") {
        return None;
    }
    let then = tokens.next(at, &["then"])?;
    let last = tokens.next(at, &["else"])?;
    let span = |at: usize| failure.span_of(tokens.start(at), tokens.token(at));
    Some(
        Diagnostic::error(
            "E0114",
            span(at),
            format!("`{word}` does not begin a choice of numbers"),
        )
        .help("one of two numbers is written `if CONDITION then NUMBER else NUMBER`: write `if`")
        .edit(span(at), "if")
        .edit(span(then), "then")
        .edit(span(last), "else"),
    )
}
