//! Finds what a name stands for where a certain kind of thing is needed, or says what is wrong. Knows no types.

use super::functions;
use super::names::{Class, Names, Thing};
use super::problem::names as problem;
use super::report::Report;
use crate::base::{Diagnostic, Span};

/// A kind of thing that a place needs.
#[derive(Debug)]
pub(super) struct Need {
    /// In words, with an article.
    words: &'static str,
    pub(super) classes: &'static [Class],
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident: $words:literal, $($class:ident)|+;)+) => {$(
        $(#[$doc])*
        pub(super) const $name: Need = Need { words: $words, classes: &[$(Class::$class),+] };
    )+};
}

needs! {
    /// Gathers evidence.
    TARGET: "a strategy or a hypothesis", Strategy | Hypothesis;
    /// Competes.
    STRATEGY: "a strategy", Strategy;
    /// Only gathers evidence.
    HYPOTHESIS: "a hypothesis", Hypothesis;
    /// Can be advised.
    OUTCOME: "an outcome", Strategy | Outcome;
    /// Can be cited.
    SOURCE: "a source", Source;
    /// Limits evidence.
    GROUP: "a group", Group;
    /// Has a value that a profile or a derivation gives.
    SUBJECT: "a fact or a let", Fact | Let;
    /// Is given by a profile.
    FACT: "a fact", Fact;
    /// Is derived.
    LET: "a let", Let;
    /// Has a value.
    VALUE: "a fact, a let or a parameter", Fact | Let | Parameter;
    /// Holds functions.
    SCRIPT: "a script", Script;
}

/// What the name stands for, where it is what is needed; an error otherwise.
pub(super) fn expect(
    names: &Names,
    report: &mut Report,
    need: &Need,
    name: &str,
    at: Span,
) -> Option<Thing> {
    match names.entry(name) {
        Some(entry) if need.classes.contains(&entry.thing.class()) => Some(entry.thing),
        Some(entry) if entry.thing == Thing::Broken => None,
        Some(entry) => {
            let (kind, declared) = (entry.thing.kind(), Some(entry.at));
            let problem = problem::wrong_kind(at, name, kind, need.words, declared);
            report.fail(problem.help_if(instead(names, need, name, entry.thing)))
        }
        None => unknown(names, report, need, name, at),
    }
}

/// What was probably meant by a name that is something else than is needed.
fn instead(names: &Names, need: &Need, name: &str, thing: Thing) -> Option<String> {
    if !need.classes.contains(&Class::Fact) {
        let favored = need.classes.contains(&Class::Hypothesis) && thing.class() == Class::Outcome;
        return favored.then(|| {
            "evidence speaks for strategies; an outcome is advised by a row of the `advice` block"
                .into()
        });
    }
    match (names.facts_ending_in(name), thing.class()) {
        ([fact], _) => Some(format!("for the fact, write `{fact}`")),
        (_, Class::Strategy | Class::Outcome) => Some(format!(
            "write `advice is {name}` for the advice, `total({name})` for the evidence"
        )),
        _ => None,
    }
}

/// The error of a name that is declared nowhere; none where it may be declared in what could not be read.
fn unknown(names: &Names, report: &mut Report, need: &Need, name: &str, at: Span) -> Option<Thing> {
    if let Some(problem) = own_word(need, name, at) {
        return report.fail(problem);
    }
    if may_be_lost(names, report, name, need.classes) {
        return None;
    }
    if need.classes.contains(&Class::Fact) {
        let full: Vec<&str> = names
            .facts_ending_in(name)
            .iter()
            .map(|name| &**name)
            .collect();
        if !full.is_empty() {
            return report.fail(problem::short_fact(at, name, &full));
        }
    }
    let others: Vec<&str> = words_near(need).to_vec();
    let short = names.near_fact(name, need.classes);
    let near = match report.near(name, names.of(need.classes).chain(others)) {
        None => short.map(|full| format!("did you mean `{full}`?")),
        near => near,
    };
    report.fail(problem::unknown(at, name, need.words, near))
}

/// Words of the language that may stand where this is needed.
fn words_near(need: &Need) -> &'static [&'static str] {
    let has = |class: Class| need.classes.contains(&class);
    match (has(Class::Outcome), has(Class::Fact) && has(Class::Let)) {
        (true, _) => &["undecided"],
        (_, true) => &["best", "advice", "margin"],
        _ => &[],
    }
}

/// The error of a word that stands for something of its own, which is not what is needed.
fn own_word(need: &Need, name: &str, at: Span) -> Option<Diagnostic> {
    let kind = match name {
        "margin" => "the lead of the best strategy",
        "best" => "the best strategy",
        "advice" => "what is advised",
        "undecided" => "what is advised where no row of the advice applies",
        "weakly" | "moderately" | "strongly" | "decisively" => {
            let problem = problem::unknown(at, name, need.words, None);
            return Some(problem.help(format!(
                "the word stands without `by`: `favor STRATEGY {name}`"
            )));
        }
        _ => {
            let function = functions::function(name)?;
            let problem = problem::unknown(at, name, need.words, None);
            let usage = function.usage;
            return Some(problem.help(format!("`{name}` is a function: `{usage}`")));
        }
    };
    let problem = problem::wrong_kind(at, name, kind, need.words, None);
    Some(match (name, need.classes) {
        ("undecided", _) => problem.help("write `advice is undecided`"),
        ("margin", _) => problem.help("give it a name with levels: `let NAME : low < high { … }`"),
        (_, _) => problem.help(format!("test it, as in `{name} is NAME`")),
    })
}

/// Whether a name that stands for nothing may be declared in what could not be read.
pub(super) fn may_be_lost(names: &Names, report: &Report, name: &str, classes: &[Class]) -> bool {
    let nameless = || {
        let mut classes = classes.iter();
        classes.any(|class| names.may_be_nameless(name, *class))
    };
    let is_fact = classes.contains(&Class::Fact) && names.is_in_topic(name);
    names.may_be_broken(name) || (!is_fact && (report.partial || nameless()))
}
