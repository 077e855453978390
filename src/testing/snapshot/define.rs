//! What rules, groups, rows and notes say, each in one line without its place and its order. Evaluates nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::format_number;
use crate::model::{
    Advice, AdviceRow, Cond, Effect, GroupLimit, Let, LetKind, Rule, RuleId, Rulebook, Subject,
    Weight,
};
use crate::plan::shown_text;

/// Definitions by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definitions {
    /// Rules and rows of contrasts.
    pub rules: BTreeMap<String, String>,
    /// Groups.
    pub groups: BTreeMap<String, String>,
    /// Notes.
    pub notes: BTreeMap<String, String>,
    /// Parameters, with their values in force.
    pub parameters: BTreeMap<String, String>,
    /// Lets: the rows of each, as a trace writes them.
    pub lets: BTreeMap<String, Vec<String>>,
    /// Advice rows in order: the label or else nothing, and what the row says.
    pub rows: Vec<(String, String)>,
}

impl Definitions {
    /// Of everything in a rulebook.
    pub fn of(book: &Rulebook) -> Self {
        let rule =
            |(id, rule): (RuleId, &Rule)| (rule.name.to_string(), self::rule(book, id, rule));
        let limit = |limit| match limit {
            GroupLimit::Limit(points) => format!("limit {}", format_number(points, 6)),
            GroupLimit::Strongest => "strongest".to_owned(),
            GroupLimit::StrongestPlus(more) => {
                format!("limit strongest + {}", format_number(more, 6))
            }
        };
        let groups = book.groups.values();
        let notes = book.notes.values();
        let rows = book
            .advice
            .as_ref()
            .map_or(&[][..], |advice: &Advice| &advice.rows);
        Self {
            rules: book.rules.iter().map(rule).collect(),
            groups: groups
                .map(|group| (group.name.to_string(), limit(group.limit)))
                .collect(),
            notes: notes
                .map(|note| {
                    let when = guard(book, Some(&note.when), note.unless.as_ref());
                    (note.name.to_string(), when)
                })
                .collect(),
            parameters: book
                .parameters
                .values()
                .map(|one| (one.name.to_string(), format_number(one.value, 6)))
                .collect(),
            lets: book
                .lets
                .values()
                .map(|one| (one.name.to_string(), rows_of(book, one)))
                .collect(),
            rows: rows
                .iter()
                .map(|row| (label(row), self::row(book, row)))
                .collect(),
        }
    }
}

/// The names in a definition.
pub(super) fn words(definition: &str) -> impl Iterator<Item = &str> {
    definition
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
        .filter(|word| !word.is_empty())
}

/// The texts that can stand for a let in a trace.
fn rows_of(book: &Rulebook, item: &Let) -> Vec<String> {
    let text = |origin| shown_text(book, origin).to_string();
    match &item.kind {
        LetKind::YesNo(cond) => vec![text(cond.origin)],
        LetKind::Number(num, _) => vec![text(num.origin)],
        LetKind::List(_, rows) => rows.iter().map(|row| text(row.origin)).collect(),
        LetKind::Table(_, _, rows) => rows.iter().map(|row| text(row.origin)).collect(),
    }
}

fn label(row: &AdviceRow) -> String {
    row.label.as_deref().unwrap_or("").to_owned()
}

fn row(book: &Rulebook, row: &AdviceRow) -> String {
    let outcome = row
        .outcome
        .map_or("undecided", |outcome| &*book.outcomes[outcome].name);
    match &row.when {
        Some(when) => format!("{outcome} {}", guard(book, Some(when), row.unless.as_ref())),
        None => format!("{outcome} otherwise"),
    }
}

fn guard(book: &Rulebook, when: Option<&Cond>, unless: Option<&Cond>) -> String {
    let part = |word: &str, cond: &Cond| format!("{word} {}", shown_text(book, cond.origin));
    let when = when.map(|cond| part("when", cond));
    let unless = unless.map(|cond| part("unless", cond));
    when.into_iter().chain(unless).collect::<Vec<_>>().join(" ")
}

/// `when … unless …; favor kaizen strongly (7); in demand`
fn rule(book: &Rulebook, _: RuleId, rule: &Rule) -> String {
    let mut parts = vec![match rule.contrast {
        Some(id) => {
            let subject = match book.contrasts[id].subject {
                Subject::Fact(fact) => &book.facts[fact].name,
                Subject::Let(id) => &book.lets[id].name,
            };
            let cell = shown_text(book, rule.when.origin);
            format!("when {subject} => {cell}")
        }
        None => guard(book, Some(&rule.when), rule.unless.as_ref()),
    }];
    parts.extend(rule.then.iter().map(|one| effect(book, one)));
    let mut otherwise = rule.otherwise.iter().map(|one| effect(book, one));
    if let Some(first) = otherwise.next() {
        parts.push(format!("else {first}"));
        parts.extend(otherwise);
    }
    let excludes = rule
        .excludes
        .iter()
        .map(|target| &book.targets[*target].name);
    parts.extend(excludes.map(|name| format!("exclude {name}")));
    let mut defeats: Vec<&Arc<str>> = rule
        .defeats
        .iter()
        .map(|rule| &book.rules[*rule].name)
        .collect();
    defeats.sort();
    parts.extend(defeats.iter().map(|name| format!("defeats {name}")));
    let group = rule.group.map(|group| &book.groups[group].name);
    parts.extend(group.map(|name| format!("in {name}")));
    parts.join("; ")
}

fn effect(book: &Rulebook, effect: &Effect) -> String {
    let word = if effect.favor { "favor" } else { "oppose" };
    let weight = match &effect.weight {
        Weight::Word(strength, value) => {
            format!("{} ({})", strength.word(), format_number(*value, 6))
        }
        Weight::By(num) => format!("by {}", shown_text(book, num.origin)),
    };
    format!("{word} {} {weight}", book.targets[effect.target].name)
}
