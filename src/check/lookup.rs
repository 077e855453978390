//! Finds what a name stands for where a certain kind of thing is needed, or says what is wrong. Knows no types.

use super::names::{Class, Names, Thing};
use super::problem::names as problem;
use super::report::Report;
use crate::base::Span;

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
        return None;
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
    let is_advised = need.classes.contains(&Class::Outcome);
    let others = is_advised.then_some("undecided");
    let near = report.near(name, names.of(need.classes).chain(others));
    report.fail(problem::unknown(at, name, need.words, near))
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
