//! Conditions as they are shown: the tree that was written, its words, and what each test reads.

use std::sync::Arc;

use crate::base::Span;
use crate::model::{
    Cond, CondKind, LevelSet, Num, NumKind, Ref, RefKind, Rulebook, Shown, Subject,
};

/// The text of a place with comments dropped and white space folded.
pub fn text(book: &Rulebook, origin: Span) -> Arc<str> {
    let mut words = String::new();
    for line in book.files.text(origin).lines() {
        for word in without_comment(line).split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    words.into()
}

fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut escaped = false;
    for (at, char) in line.char_indices() {
        match char {
            '#' if !quoted => return line.get(..at).unwrap_or(line),
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = char == '\\' && !escaped;
    }
    line
}

/// A test as it is shown: as written where that names what is tested; otherwise, as for a cell, which says
/// `slow` alone, with its subject. A `split` one is a part of what was written as one test.
pub(super) fn test(book: &Rulebook, cond: &Cond, split: bool) -> Arc<str> {
    let (inner, holds) = match &cond.kind {
        CondKind::Not(inner) if inner.origin == cond.origin => (&**inner, false),
        _as_written => (cond, true),
    };
    let written = text(book, cond.origin);
    let written = without_parentheses(&written);
    let Some(subject) = subject(inner) else {
        return written.into();
    };
    let name = name(book, subject);
    let whole = matches!(inner.kind, CondKind::Holds(_)) || written != name;
    if !split && whole && names(written, name) {
        return written.into();
    }
    told(book, inner, name, holds).into()
}

/// What is tested, where a test is one of those that a cell stands for.
fn subject(cond: &Cond) -> Option<Subject> {
    let cell = |num: &Num| match &num.kind {
        NumKind::Fact(fact) if num.origin == cond.origin => Some(Subject::Fact(*fact)),
        NumKind::Let(id) if num.origin == cond.origin => Some(Subject::Let(*id)),
        _written_out => None,
    };
    match &cond.kind {
        CondKind::Holds(subject) | CondKind::Known(subject) | CondKind::Level { subject, .. } => {
            Some(*subject)
        }
        CondKind::Compare { left, .. } => cell(left),
        CondKind::Between { number, .. } => cell(number),
        _always_written => None,
    }
}

fn name(book: &Rulebook, subject: Subject) -> &str {
    match subject {
        Subject::Fact(fact) => &book.facts[fact].name,
        Subject::Let(id) => &book.lets[id].name,
    }
}

/// Whether a name stands in a text, not as a part of another one.
fn names(text: &str, name: &str) -> bool {
    let part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.');
    text.match_indices(name).any(|(at, found)| {
        let (before, after) = (text.get(..at), text.get(at.saturating_add(found.len())..));
        !before.is_some_and(|text| text.ends_with(part))
            && !after.is_some_and(|text| text.starts_with(part))
    })
}

/// A test in the words of the language.
fn told(book: &Rulebook, cond: &Cond, name: &str, holds: bool) -> String {
    let is = if holds { "is" } else { "is not" };
    match &cond.kind {
        CondKind::Holds(_) if holds => name.to_owned(),
        CondKind::Holds(_) => format!("{name} is no"),
        CondKind::Known(_) if holds => format!("{name} is known"),
        CondKind::Known(_) => format!("{name} is unknown"),
        CondKind::Level { subject, levels } => match &*level_names(book, *subject, *levels) {
            // No level fits: what was written behind the name, `< low`.
            [] => format!("{name} {}", text(book, cond.origin)),
            [one] => format!("{name} {is} {one}"),
            many => format!("{name} {is} one of {}", many.join(", ")),
        },
        CondKind::Compare { compare, right, .. } => {
            format!("{name} {} {}", compare.sign(), constant(book, right))
        }
        CondKind::Between { low, high, .. } => {
            let (low, high) = (constant(book, low), constant(book, high));
            format!("{name} between {low} and {high}")
        }
        _always_written => name.to_owned(),
    }
}

fn level_names(book: &Rulebook, subject: Subject, levels: LevelSet) -> Vec<&str> {
    let scale = book.scale(subject);
    let level = |at| Some(&*scale?.level(at)?.name);
    levels.iter().filter_map(level).collect()
}

/// The number in a cell, or the name of a parameter.
fn constant(book: &Rulebook, num: &Num) -> String {
    match &num.kind {
        NumKind::Constant(number) => number.to_string(),
        NumKind::Parameter(id) => book.parameters[*id].name.to_string(),
        _written_out => String::new(),
    }
}

/// A text without the parentheses around all of it.
fn without_parentheses(text: &str) -> &str {
    let mut inner = text;
    while let Some(less) = inner
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        if !is_balanced(less) {
            break;
        }
        inner = less.trim();
    }
    inner
}

/// Whether no parenthesis closes what was not opened within the text.
fn is_balanced(text: &str) -> bool {
    let (mut open, mut quoted, mut escaped) = (0_usize, false, false);
    for char in text.chars() {
        match char {
            '"' if !escaped => quoted = !quoted,
            '(' if !quoted => open = open.saturating_add(1),
            ')' if !quoted => match open.checked_sub(1) {
                Some(less) => open = less,
                None => return false,
            },
            _ => {}
        }
        escaped = char == '\\' && !escaped;
    }
    true
}

/// What is read by some uses, each once, in the order of the text.
pub fn reads(refs: &[Ref<'_>]) -> Vec<Shown> {
    let mut unique = Vec::new();
    for shown in refs.iter().filter_map(shown) {
        if !unique.contains(&shown) {
            unique.push(shown);
        }
    }
    unique
}

fn shown(found: &Ref<'_>) -> Option<Shown> {
    match found.kind {
        RefKind::Subject(Subject::Fact(fact), _) => Some(Shown::Fact(fact)),
        RefKind::Subject(Subject::Let(id), _) => Some(Shown::Let(id)),
        RefKind::Parameter(id) => Some(Shown::Parameter(id)),
        RefKind::Figure(figure) => Some(Shown::Figure(figure)),
        RefKind::BestIs(_) => Some(Shown::Best),
        RefKind::AdviceIs(_) => Some(Shown::Advice),
        RefKind::Excluded(_)
        | RefKind::Tied(_)
        | RefKind::Fired(_)
        | RefKind::AdvisedBy(_)
        | RefKind::Noted(_)
        | RefKind::Call(_) => None,
    }
}
