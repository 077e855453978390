//! What scripts do with the values that rules give them: words that are no levels, levels by their letters, values of another
//! kind, ranges that leave out their end; and where they give nothing. Knows no Rhai.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::Context;
use super::problem::scripts as problem;
use super::report::Report;
use super::types::{Ty, levels_in_words};
use crate::base::{Diagnostic, Span, nearest};
use crate::model::{Argument, CondKind, NumKind, Scale, Subject};
use crate::script::{Cut, With};

/// What one place of a script does with an argument that it is given.
struct Use<'c> {
    with: &'c With,
    given: &'c Argument,
    at: Span,
}

/// Holds the values of all calls against what the scripts do with them.
pub(super) fn scripts(context: &Context<'_>, report: &mut Report) {
    let calls = std::mem::take(&mut report.calls);
    let mut places: BTreeMap<Span, Vec<Use<'_>>> = BTreeMap::new();
    let mut empty: BTreeMap<Span, Span> = BTreeMap::new();
    for (at, call) in &calls {
        let count = call.arguments.len();
        let ends = context.library.nothing(call.script, &call.function, count);
        for end in ends {
            empty.entry(*end).or_insert(*at);
        }
        let compared = context.library.compared(call.script, &call.function, count);
        for one in compared {
            if let Some(given) = call.arguments.get(one.argument) {
                let (with, at) = (&one.with, *at);
                let uses = places.entry(one.span).or_default();
                uses.push(Use { with, given, at });
            }
        }
    }
    for (span, uses) in &places {
        let found = uses.first().and_then(|first| {
            let found = remark(context, *span, first, uses)?;
            Some(found.label(first.at, "called here"))
        });
        if let Some(found) = found {
            report.push(found);
        }
    }
    for (span, call) in empty {
        let word = context.files.text(span);
        report.push(problem::nothing(span, word).label(call, "called here"));
    }
}

/// How a value arrives in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As a number.
    Number,
    /// As `true` or `false`.
    Truth,
    /// As a text.
    Text,
    /// As a list of texts.
    Texts,
}

impl Form {
    fn of(given: &Argument) -> Self {
        match given {
            Argument::Number(_) => Self::Number,
            Argument::Truth(_) => Self::Truth,
            Argument::Level(_) | Argument::Word(_) => Self::Text,
            Argument::Set(_) => Self::Texts,
        }
    }

    /// Whether it may be held against that.
    fn fits(self, with: &With) -> bool {
        match with {
            With::Word(_) => self == Self::Text,
            With::Element(_) | With::Key(..) => matches!(self, Self::Text | Self::Texts),
            With::Number | With::Cut(_) => self == Self::Number,
            With::Letters => true,
        }
    }
}

/// What is said where no value that is given is of the kind that it is held against.
fn other_kind(context: &Context<'_>, span: Span, uses: &[Use<'_>]) -> Option<Diagnostic> {
    let first = uses.first()?;
    if uses.iter().any(|one| Form::of(one.given).fits(one.with)) {
        return None;
    }
    let name = subject(first.given).map(|subject| context.name_of(subject));
    let written = context.files.text(span);
    Some(problem::other_kind(
        span,
        (name, Form::of(first.given)),
        written,
    ))
}

/// What is said of a place of a script, where it fits none of the values that are given to it.
fn remark(
    context: &Context<'_>,
    span: Span,
    first: &Use<'_>,
    uses: &[Use<'_>],
) -> Option<Diagnostic> {
    if let Some(problem) = other_kind(context, span, uses) {
        return Some(problem);
    }
    match first.with {
        With::Number => None,
        With::Word(word) | With::Element(word) => {
            let (scale, name) = all_lack(context, word, uses)?;
            let near = || nearest(word, scale.levels.iter().map(|level| &*level.name));
            let near = scale.formerly(word).or_else(near);
            let near = near.map(|near| format!("\"{near}\""));
            let levels = levels_in_words(scale);
            Some(problem::no_level(
                span,
                (word, name),
                near.as_deref(),
                &levels,
            ))
        }
        With::Key(word, keys) => {
            let (scale, name) = all_lack(context, word, uses)?;
            let levels = scale.levels.iter().map(|level| &level.name);
            let without = levels.filter(|level| !keys.contains(*level));
            let near = || nearest(word, without.map(|level| &**level));
            let near = scale.formerly(word).or_else(near)?;
            let near = format!("\"{near}\"");
            let levels = levels_in_words(scale);
            Some(problem::no_level(span, (word, name), Some(&near), &levels))
        }
        With::Letters => uses.iter().find_map(|one| {
            let (scale, name) = scale(context, one.given)?;
            (!is_by_letters(scale)).then(|| problem::by_letters(span, name, scale))
        }),
        With::Cut(cut) => uses.iter().find_map(|one| {
            let name = takes(context, one.given, cut)?;
            Some(problem::cut(span, cut.end, &name))
        }),
    }
}

/// A scale that is given and lacks a word, if all lack it.
fn all_lack<'c>(
    context: &'c Context<'_>,
    word: &str,
    uses: &[Use<'_>],
) -> Option<(&'c Scale, &'c str)> {
    let mut lacking = None;
    for one in uses {
        if let Argument::Word(given) = one.given {
            match **given == *word {
                true => return None,
                false => continue,
            }
        }
        let (scale, name) = scale(context, one.given)?;
        if scale.levels.iter().any(|level| *level.name == *word) {
            return None;
        }
        lacking = lacking.or(Some((scale, name)));
    }
    lacking
}

/// The scale of an argument, and whose it is.
fn scale<'c>(context: &'c Context<'_>, given: &Argument) -> Option<(&'c Scale, &'c str)> {
    if let Argument::Number(_) = given {
        return None;
    }
    let subject = subject(given)?;
    match context.type_of(subject) {
        Ty::Level(scale) | Ty::Set(scale) => Some((scale, context.name_of(subject))),
        Ty::YesNo | Ty::Number(_) | Ty::Text | Ty::Broken => None,
    }
}

/// The fact or let that an argument is.
fn subject(given: &Argument) -> Option<Subject> {
    match given {
        Argument::Level(subject) => Some(*subject),
        Argument::Set(fact) => Some(Subject::Fact(*fact)),
        Argument::Number(number) => match number.kind {
            NumKind::Fact(id) => Some(Subject::Fact(id)),
            NumKind::Let(id) => Some(Subject::Let(id)),
            _ => None,
        },
        Argument::Truth(cond) => match cond.kind {
            CondKind::Holds(subject) => Some(subject),
            _ => None,
        },
        Argument::Word(_) => None,
    }
}

/// Whether the order of levels is that of their letters.
fn is_by_letters(scale: &Scale) -> bool {
    let names = || scale.levels.iter().map(|level| &level.name);
    let sorted = |(one, other): (&Arc<str>, &Arc<str>)| one < other;
    scale.ordered && names().zip(names().skip(1)).all(sorted)
}

/// Whose values can be the end of a range that falls through.
fn takes(context: &Context<'_>, given: &Argument, cut: &Cut) -> Option<Arc<str>> {
    let subject = subject(given)?;
    let Ty::Number(amount) = context.type_of(subject) else {
        return None;
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "a number of a script, which is small enough to be exact"
    )]
    let end = cut.end as f64;
    let falls = cut.gap || !cut.rest || amount.high == end;
    (falls && amount.has(end)).then(|| context.name_of(subject).into())
}
