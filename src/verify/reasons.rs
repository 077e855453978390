//! Why a trace says that something is settled or not known: whether it is one of the reasons that there are, and one
//! that this rulebook can have.

use crate::base::Limits;
use crate::model::trace::{Trace, UnknownEffect, UnknownTrace};
use crate::model::{Evidence, FactType, MethodFunction};

use super::finding::Report;
use super::questions::{self, Asked};
use super::world::{Computed, World};

/// The reason for what `settled` says.
pub(super) fn settled(world: &World<'_>, trace: &Trace, report: &mut Report) -> Computed<()> {
    let stated = trace.settled_because.as_deref();
    let open_is_read = trace.unknown.iter().any(questions::is_open);
    let fits = match (trace.settled, stated) {
        (None, None) => Asked::of(trace) == Asked::Nothing && trace.possible_advice.is_empty(),
        (_, None) => false,
        (Some(true), Some(why)) => match but_for_failures(trace, why) {
            "everything that is read is known" => !open_is_read,
            "the bounds of all totals leave no other advice"
            | "every part of the possible answers, given with full certainty, leads to the same advice"
            | "each possible answer was tried, given with full certainty" => open_is_read,
            _ => false,
        },
        (Some(false), Some(why)) => why == "answers that are still missing can change it",
        (None, Some(why)) => {
            let why = but_for_failures(trace, why);
            let names: Vec<&str> = trace.unknown.iter().map(|one| &*one.name).collect();
            is_open(world, why, &names)
        }
    };
    if !fits {
        report.add(
            "settled_because",
            "the reason for what `settled` says",
            stated.unwrap_or("null"),
            "another reason",
        );
    }
    Ok(())
}

/// The reason without what is said of an answer that ends in an error, where that names an open fact.
fn but_for_failures<'w>(trace: &Trace, why: &'w str) -> &'w str {
    let Some((reason, rest)) = why.split_once("; with ") else {
        return why;
    };
    let open = |name: &str| {
        trace
            .unknown
            .iter()
            .any(|one| questions::is_open(one) && one.name == name)
    };
    match failing(rest).is_some_and(open) {
        true => reason,
        false => why,
    }
}

/// The fact in `NAME: VALUE the evaluation ends in an error`.
fn failing(words: &str) -> Option<&str> {
    let words = words.strip_suffix(" the evaluation ends in an error")?;
    Some(words.split_once(": ")?.0)
}

/// The reason for what is not known of an unknown fact; none where all is.
pub(super) fn of_effect(
    world: &World<'_>,
    path: &str,
    (unknown, effect): (&UnknownTrace, &UnknownEffect),
    report: &mut Report,
) {
    let open = effect.changes_advice.is_none() || !effect.bounded;
    let fits = match &effect.because {
        Some(why) => open && is_open(world, why, &[&unknown.name]),
        None => !open,
    };
    if !fits {
        let words = format!("why something is not known of `{}`", unknown.name);
        let recomputed = if open { "another reason" } else { "null" };
        let stated = effect.because.as_deref().unwrap_or("null");
        report.add(&format!("{path}.because"), &words, stated, recomputed);
    }
}

/// Whether an evaluation runs scripts: functions of the rulebook, or a method that is no plain arithmetic.
pub(super) fn runs_scripts(world: &World<'_>) -> bool {
    let method = &world.rulebook.method;
    let is_script = |function: &MethodFunction| !matches!(function, MethodFunction::Lowered(_));
    !world.rulebook.scripts.is_empty()
        || [&method.lift, &method.merge, &method.total, &method.share]
            .into_iter()
            .any(is_script)
}

/// Whether it is a reason for leaving something open that hangs on these facts.
fn is_open(world: &World<'_>, why: &str, facts: &[&str]) -> bool {
    let method = &world.rulebook.method;
    let array = format!(
        "the evidence of method `{}` is not a single number, so it could not be bounded",
        method.name
    );
    let spent = format!(
        "the scripts needed more than the {} operations that the search may use",
        Limits::DEFAULT.search_operations
    );
    let call = why.strip_prefix("the script call `");
    let call = call.and_then(|rest| rest.strip_suffix(")` could not be bounded"));
    let unfound = why.strip_prefix("the bounds do not rule out ");
    if let Some(name) = why.strip_prefix("with ").and_then(failing) {
        return facts.contains(&name);
    }
    match (call, unfound) {
        (Some(_), _) => !world.rulebook.scripts.is_empty(),
        (None, Some(rest)) => {
            let (titles, rest) = rest.split_once(", and no ").unwrap_or((rest, ""));
            let ends = [
                "answers leading there were found within the limit of the search",
                "value leading there was found within the limit of the search",
            ];
            let mut rest = ends.iter().filter_map(|end| rest.strip_prefix(end));
            outcomes(world, titles)
                && rest.any(|rest| {
                    rest.is_empty()
                        || rest
                            .strip_prefix("; ")
                            .is_some_and(|rest| without_range(world, rest, facts))
                })
        }
        (None, None) => {
            (why == array && !matches!(method.zero, Evidence::Number(_)))
                || (why == spent && runs_scripts(world))
                || without_range(world, why, facts)
        }
    }
}

/// Whether it names outcomes of the rulebook, one or more.
fn outcomes(world: &World<'_>, titles: &str) -> bool {
    let mut left = titles;
    while !left.is_empty() {
        let known = world.rulebook.outcomes.values().map(|one| &*one.title);
        let rests = known
            .chain(["undecided"])
            .filter_map(|title| left.strip_prefix(title))
            .filter(|rest| rest.is_empty() || rest.starts_with(", "));
        match rests.min_by_key(|rest| rest.len()) {
            Some(rest) => left = rest.strip_prefix(", ").unwrap_or(rest),
            None => return false,
        }
    }
    !titles.is_empty()
}

/// Whether it names some of these facts, all numbers without a range, and the way out.
fn without_range(world: &World<'_>, words: &str, facts: &[&str]) -> bool {
    let help = "give {} one, such as `in 0..100`, and the search can go further";
    let one = format!(" has no range: {}", help.replace("{}", "it"));
    let several = format!(" have no range: {}", help.replace("{}", "them"));
    let names = words
        .strip_suffix(&*one)
        .or_else(|| words.strip_suffix(&*several));
    let endless = |name: &str| {
        let mut all = world.rulebook.facts.values();
        all.any(|fact| match &fact.kind {
            FactType::Number(kind) => {
                *fact.name == *name && (kind.low.is_none() || kind.high.is_none())
            }
            _ => false,
        })
    };
    names.is_some_and(|names| {
        names.split(", ").all(|name| {
            let name = name.trim_matches('`');
            facts.contains(&name) && endless(name)
        })
    })
}
