//! What else is wrong in a declaration that did not parse, and which facts of a topic can still be read. Puts no
//! error into words.
//!
//! A declaration is a list of parts: clauses, rows, facts, a part a line. The part at fault is replaced by spaces and
//! the rest is read again, so that every place stays what it was.

use std::ops::Range;
use std::sync::Arc;

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

use super::super::tree::{ItemKind, Name, Topic};
use super::super::{problem, words};
use super::block::takes;
use super::failure::{Failure, Place, skip_layout, token_at};
use super::{Build, Grammar, Lost, Rule, item};
use crate::base::{Diagnostic, Span, nearest};

/// How many bytes are read again at most, for all the errors of one declaration.
const WORK: usize = 4 << 20;

/// Words with which a line goes on that the line before began.
const CONTINUING: &[&str] = &["and", "or", "not", "is", "between", "includes", "surely"];

/// The same in a block of rows.
const OF_ROWS: &[&str] = &["when", "unless", "because", "cite", "otherwise"];

/// Words and signs after which the word that opens a clause may be a name.
const NEEDING: &[&str] = &[
    "by", "cite", "tag", "in", "defeats", "basis", "favor", "oppose", "exclude", ",", ".", "(",
    "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/",
];

/// Words that open a clause wherever they stand, where no name is needed.
const OPENING: &[&str] = &[
    "when", "unless", "then", "else", "because", "cite", "basis", "defeats",
];

impl Build {
    /// Tells every error of a declaration. A topic is read without the facts at fault; they are lost by name.
    pub(super) fn recover(
        &mut self,
        source: &str,
        keyword: &'static str,
        mut error: Error<Rule>,
    ) -> Option<ItemKind> {
        let rule = item::rule_of(keyword)?;
        let parts = parts(source, keyword);
        let mut rest = source.to_owned();
        let mut blanked: Vec<Range<usize>> = Vec::new();
        let mut work = source.len();
        loop {
            let Some(part) = self.tell(&rest, keyword, &error, (&parts, blanked.last())) else {
                self.lose_next(source, &error);
                return None;
            };
            work = work.saturating_add(source.len());
            if work > WORK {
                let end = self.base.saturating_add(part.end);
                let span = Span::new(self.file, end, end);
                self.report(problem::too_many_in_one(span));
                return None;
            }
            blank(&mut rest, &part);
            blanked.push(part);
            match Grammar::parse(rule, &rest) {
                Ok(pairs) if keyword == "topic" => {
                    let topic = self.read(pairs, keyword)?;
                    if let ItemKind::Topic(topic) = &topic {
                        let names = blanked
                            .iter()
                            .map(|part| self.lost_fact(topic, source, part));
                        let names: Vec<Name> = names.collect();
                        self.lost.extend(names.into_iter().map(Lost::fact));
                    }
                    return Some(topic);
                }
                Ok(pairs) => {
                    let told = self.diagnostics.len();
                    let kind = self.read(pairs, keyword);
                    // What was left out is missing, or makes another clause come twice.
                    let new = self.diagnostics.split_off(told);
                    let own = |one: &Diagnostic| !matches!(one.code, "E0115" | "E0117");
                    self.diagnostics.extend(new.into_iter().filter(own));
                    self.rest = kind.map(Box::new);
                    return None;
                }
                Err(next) => error = next,
            }
        }
    }

    /// What follows a whole declaration may be another one that lacks its word: it may declare what it begins with.
    fn lose_next(&mut self, source: &str, error: &Error<Rule>) {
        let (ErrorVariant::ParsingError { positives, .. }, InputLocation::Pos(at)) =
            (&error.variant, &error.location)
        else {
            return;
        };
        if !positives.contains(&Rule::EOI) {
            return;
        }
        let mut at = *at;
        for _ in 0..2 {
            at = skip_layout(source, at);
            let token = token_at(source, at);
            if token.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let start = self.base.saturating_add(at);
                self.lost.push(Lost {
                    keyword: "",
                    name: Name {
                        text: token.into(),
                        span: Span::new(self.file, start, start.saturating_add(token.len())),
                    },
                });
            }
            at = at.saturating_add(token.len());
        }
    }

    /// Tells an error, unless it may only follow from one told before; the part that is to blame.
    fn tell(
        &mut self,
        rest: &str,
        keyword: &'static str,
        error: &Error<Rule>,
        (parts, before): (&[Range<usize>], Option<&Range<usize>>),
    ) -> Option<Range<usize>> {
        let place = Place {
            file: self.file,
            base: self.base,
            source: rest,
            keyword,
        };
        let failure = Failure::of(&place, error);
        let part = at_fault(parts, &failure, rest);
        let further = match (before, &part) {
            (Some(before), Some(part)) => part.start >= before.end,
            (Some(_), None) => false,
            (None, _) => true,
        };
        if further {
            self.report(failure.explain());
        }
        part.filter(|_| further)
    }

    /// The full name of the fact in a part of a topic; that of the topic where it has none, for it may be any fact.
    fn lost_fact(&self, topic: &Topic, source: &str, part: &Range<usize>) -> Name {
        let word = skip_layout(source, part.start);
        let word_end = word.saturating_add(token_at(source, word).len());
        let at = skip_layout(source, word_end);
        let name = token_at(source, at);
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && at < part.end;
        let start = self.base.saturating_add(at);
        Name {
            text: match is_name {
                true => format!("{}.{name}", topic.name.text).into(),
                false => Arc::clone(&topic.name.text),
            },
            span: Span::new(self.file, start, start.saturating_add(name.len())),
        }
    }
}

/// The part of the declaration that is to blame.
fn at_fault(parts: &[Range<usize>], failure: &Failure<'_>, source: &str) -> Option<Range<usize>> {
    let part_of = |at: usize| {
        let after = parts.partition_point(|part| part.start <= at);
        let part = parts.get(after.checked_sub(1)?)?;
        (at < part.end).then_some(part)
    };
    let starts =
        begins_line(source, failure.at) || parts.iter().any(|part| part.start == failure.at);
    let whole = failure.wanted.iter().any(begins_part) && starts;
    match part_of(failure.at).filter(|_| whole) {
        // What stands before is whole, so what comes now is at fault; inside of a block, all of the block.
        Some(part) if is_outside(source, part.start, failure.at) => Some(failure.at..part.end),
        Some(part) => Some(part.clone()),
        None => part_of(failure.last_at).filter(|_| !whole).cloned(),
    }
}

/// Whether no bracket is open at a place that was closed at the start of its part.
fn is_outside(source: &str, start: usize, at: usize) -> bool {
    let (mut depth, mut next) = (0_usize, start);
    loop {
        next = skip_layout(source, next);
        let token = token_at(source, next);
        if next >= at || token.is_empty() {
            return depth == 0;
        }
        match token {
            "{" | "(" | "[" => depth = depth.saturating_add(1),
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        next = next.saturating_add(token.len());
    }
}

/// Whether the rule begins a part, so that the one before was whole.
fn begins_part(rule: &Rule) -> bool {
    matches!(
        rule,
        Rule::fact
            | Rule::kw_fact
            | Rule::about
            | Rule::kw_about
            | Rule::contrast_row
            | Rule::list_row
            | Rule::table_row
            | Rule::advice_row
            | Rule::given_entry
            | Rule::expect
            | Rule::kw_expect
            | Rule::claim
    )
}

/// Whether only white space stands before on the line, or a bracket has just been opened.
pub(super) fn begins_line(source: &str, at: usize) -> bool {
    let before = source.get(..at).unwrap_or("");
    let before = before.trim_end_matches([' ', '\t', '\r']);
    before.is_empty() || before.ends_with(['\n', '{'])
}

/// The parts of a declaration, in order: each ends where the next begins or the block does.
fn parts(source: &str, keyword: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    let (mut depth, mut given) = (0_usize, 0_usize);
    let (mut end, mut last) = (0, "");
    loop {
        let at = skip_layout(source, end);
        // A line that ends in a comma goes on.
        let line = last != "," && source.get(end..at).unwrap_or("").contains('\n');
        let fresh = last == "{" || line;
        let token = token_at(source, at);
        let inside = depth == 1 || (given > 0 && depth == given);
        let mut close = |parts: &mut Vec<Range<usize>>| {
            if std::mem::take(&mut open)
                && let Some(part) = parts.last_mut()
            {
                part.end = at;
            }
        };
        match token {
            "" => return parts,
            "{" | "(" | "[" => {
                depth = depth.saturating_add(1);
                if last == "given" && token == "{" {
                    given = depth;
                    // What stands in it are parts of their own.
                    close(&mut parts);
                }
            }
            "}" | ")" | "]" => {
                if inside && token == "}" {
                    close(&mut parts);
                    given = 0;
                }
                depth = depth.saturating_sub(1);
            }
            word if inside
                && last != "fact"
                && begins(source, at, word, (keyword, fresh, last)) =>
            {
                close(&mut parts);
                parts.push(at..source.len());
                open = true;
            }
            _ => {}
        }
        last = token;
        end = at.saturating_add(token.len());
    }
}

/// Whether a part begins with the word at a place; `fresh` where it is the first of its line, `last` the word before.
fn begins(source: &str, at: usize, word: &str, (keyword, fresh, last): (&str, bool, &str)) -> bool {
    let of_rows = matches!(keyword, "advice" | "contrast" | "let");
    let goes_on = CONTINUING.contains(&word) || (of_rows && OF_ROWS.contains(&word));
    match keyword {
        "rule" | "note" if !fresh => {
            !NEEDING.contains(&last)
                && !CONTINUING.contains(&last)
                && opens_clause(source, at, word, keyword)
        }
        "topic" => word == "fact" || (fresh && is_word(word) && heads_fact(source, at, word)),
        _ => fresh && is_word(word) && !goes_on,
    }
}

/// Whether a clause begins with a word in the middle of a line, or is meant to.
fn opens_clause(source: &str, at: usize, word: &str, keyword: &str) -> bool {
    let takes = takes(keyword);
    let next = skip_layout(source, at.saturating_add(word.len()));
    // A misspelt word tells itself by the string behind it.
    let meant = token_at(source, next).starts_with('"') && is_word(word);
    OPENING.contains(&word) && takes.contains(&word) || meant && nearest(word, takes).is_some()
}

/// Whether `NAME :` or `NAME "Title"` follows the word, so that it was meant for `fact`.
fn heads_fact(source: &str, at: usize, word: &str) -> bool {
    let name_at = skip_layout(source, at.saturating_add(word.len()));
    let name = token_at(source, name_at);
    let next_at = skip_layout(source, name_at.saturating_add(name.len()));
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    is_name && token_at(source, next_at).starts_with([':', '"'])
}

fn is_word(token: &str) -> bool {
    let first = token.chars().next();
    first.is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '"' | '_' | '*' | '-' | '<' | '>')
    }) && !words::OPERATORS.contains(&token)
}

/// Spaces instead of a part; line ends stay.
fn blank(text: &mut String, part: &Range<usize>) {
    let Some(old) = text.get(part.clone()) else {
        return;
    };
    let spaces: String = old
        .bytes()
        .map(|byte| match byte {
            b'\n' => '\n',
            _ => ' ',
        })
        .collect();
    text.replace_range(part.clone(), &spaces);
}
