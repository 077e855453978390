//! Conditions as they are shown: the tree that was written, its words, and what each test reads.

use std::sync::Arc;

use crate::model::{Argument, Cond, CondKind, Num, NumKind, Rulebook, Shown, Subject};

/// The text of a place with comments dropped and white space folded.
pub fn text(book: &Rulebook, origin: crate::base::Span) -> Arc<str> {
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

/// What a test reads, each once, in the order of the text.
pub(super) fn reads(cond: &Cond) -> Vec<Shown> {
    let mut found = Vec::new();
    of_cond(cond, &mut found);
    let mut unique = Vec::new();
    for shown in found {
        if !unique.contains(&shown) {
            unique.push(shown);
        }
    }
    unique
}

fn of_cond(cond: &Cond, into: &mut Vec<Shown>) {
    match &cond.kind {
        CondKind::Constant(_)
        | CondKind::Excluded(_)
        | CondKind::Tied(_)
        | CondKind::Fired(_)
        | CondKind::AdvisedBy(_) => {}
        CondKind::Holds(subject) | CondKind::Known(subject) | CondKind::Level { subject, .. } => {
            into.push(of_subject(*subject));
        }
        CondKind::LevelCompare { left, right, .. } => {
            into.extend([of_subject(*left), of_subject(*right)])
        }
        CondKind::Includes { fact, .. } => into.push(Shown::Fact(*fact)),
        CondKind::Compare { left, right, .. } => {
            of_num(left, into);
            of_num(right, into);
        }
        CondKind::Between { number, low, high } => {
            for part in [number, low, high] {
                of_num(part, into);
            }
        }
        CondKind::All(parts) | CondKind::Any(parts) | CondKind::AtLeast(_, parts) => {
            for part in parts {
                of_cond(part, into);
            }
        }
        CondKind::Not(part) | CondKind::Surely(part) => of_cond(part, into),
        CondKind::Call(call) => of_arguments(&call.arguments, into),
        CondKind::BestIs(_) => into.push(Shown::Best),
        CondKind::AdviceIs(_) => into.push(Shown::Advice),
    }
}

fn of_arguments(arguments: &[Argument], into: &mut Vec<Shown>) {
    for argument in arguments {
        match argument {
            Argument::Truth(cond) => of_cond(cond, into),
            Argument::Number(num) => of_num(num, into),
            Argument::Level(subject) => into.push(of_subject(*subject)),
            Argument::Set(fact) => into.push(Shown::Fact(*fact)),
            Argument::Word(_) => {}
        }
    }
}

fn of_subject(subject: Subject) -> Shown {
    match subject {
        Subject::Fact(fact) => Shown::Fact(fact),
        Subject::Let(id) => Shown::Let(id),
    }
}

fn of_num(num: &Num, into: &mut Vec<Shown>) {
    match &num.kind {
        NumKind::Constant(_) => {}
        NumKind::Parameter(id) => into.push(Shown::Parameter(*id)),
        NumKind::Fact(fact) | NumKind::Count(fact) => into.push(Shown::Fact(*fact)),
        NumKind::Let(id) => into.push(Shown::Let(*id)),
        NumKind::Figure(figure) => into.push(Shown::Figure(*figure)),
        NumKind::Minus(a) | NumKind::Abs(a) | NumKind::Round(a) => of_num(a, into),
        NumKind::Add(a, b)
        | NumKind::Subtract(a, b)
        | NumKind::Multiply(a, b)
        | NumKind::Divide(a, b) => {
            of_num(a, into);
            of_num(b, into);
        }
        NumKind::Min(parts) | NumKind::Max(parts) => {
            for part in parts {
                of_num(part, into);
            }
        }
        NumKind::Clamp(parts) | NumKind::Ramp(parts) => {
            for part in parts.iter() {
                of_num(part, into);
            }
        }
        NumKind::Call(call) => of_arguments(&call.arguments, into),
    }
}
