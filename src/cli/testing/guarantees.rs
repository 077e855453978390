//! The shell of guarantees: which are wanted and how long is searched, and what became of them for people and programs.
//! Evaluates nothing itself.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::clock::Deadline;
use super::report::{Entry, Fate};
use super::run::{Results, Tested, full_name};
use crate::cli::diagnostics::counted;
use crate::model::{Guarantee, Profile};
use crate::space::Certainties;
use crate::testing::Suite;
use crate::testing::guarantees::{self, Breach, Held, Kept, Promise, Trials};

/// How long the search of one rulebook may take. Its own bound of work ends it long before; without optimization the
/// program is many times slower, and must find the same.
const MOST_TIME: Duration =
    Duration::from_millis(if cfg!(debug_assertions) { 60_000 } else { 200 });

/// What kind of test it is.
const KIND: &str = "guarantee";

/// Holds the wanted guarantees against the profiles of tests, and against a search where it is asked for.
pub(super) fn hold(
    suite: &Suite,
    tests: &[(String, &Profile)],
    wanted: &dyn Fn(&str) -> bool,
    search: bool,
) -> Held {
    let files = &suite.program.rulebook.files;
    let named = |one: &Guarantee| wanted(&full_name(files, &one.name, one.origin));
    let deadline = Deadline::after(MOST_TIME);
    let stop = || deadline.is_over();
    let search: Option<&dyn Fn() -> bool> = if search { Some(&stop) } else { None };
    let trials = Trials {
        wanted: &named,
        tests,
        search,
    };
    guarantees::hold(suite, &trials)
}

/// The guarantees of a target that were held against something, each with what it is.
fn tried(target: &Tested) -> impl Iterator<Item = (&Kept, &Promise, &Guarantee)> {
    let suite = &target.suite;
    let any = target.held.profiles > 0;
    let kept = target.held.kept.iter().filter(move |_| any);
    kept.filter_map(|one| {
        let promise = suite.promises.get(one.promise)?;
        let guarantee = suite.program.rulebook.guarantees.get(promise.guarantee)?;
        Some((one, promise, guarantee))
    })
}

/// Those that nothing breaks, by the place of their promises, with their full names.
pub(super) fn unbroken(target: &Tested) -> Vec<(usize, String)> {
    let files = &target.suite.program.rulebook.files;
    let sound = tried(target).filter(|(kept, ..)| kept.breach.is_none());
    sound
        .map(|(kept, _, one)| (kept.promise, full_name(files, &one.name, one.origin)))
        .collect()
}

/// What became of each.
pub(super) fn fates(target: &Tested) -> impl Iterator<Item = Fate> {
    tried(target).map(|(kept, ..)| fate(kept))
}

fn fate(kept: &Kept) -> Fate {
    match &kept.breach {
        Some(_) => Fate::Failed,
        None => Fate::Passed,
    }
}

/// The guarantees as tests.
pub(super) fn entries(target: &Tested) -> Vec<Entry<'_>> {
    let files = &target.suite.program.rulebook.files;
    let entry = |(kept, promise, guarantee): (&Kept, &Promise, &Guarantee)| {
        let (file, line) = super::report::place(files, guarantee.origin);
        let breach = kept.breach.as_deref();
        let message = breach.map(|breach| message(breach, &promise.words(&target.suite)));
        Entry {
            kind: KIND,
            name: full_name(files, &guarantee.name, guarantee.origin),
            file,
            line,
            fate: fate(kept),
            message: message.unwrap_or_default(),
            detail: breach.map_or_else(String::new, |breach| {
                detail(breach, guarantee, &promise.words(&target.suite))
            }),
            item: None,
            shot: None,
        }
    };
    tried(target).map(entry).collect()
}

/// Where a break was seen.
fn seen(breach: &Breach) -> String {
    match &breach.test {
        Some(test) => format!("in {test}"),
        None => "by a profile that no test has".to_owned(),
    }
}

fn message(breach: &Breach, words: &str) -> String {
    format!("`{words}` is broken {}: {}", seen(breach), breach.told)
}

/// What was claimed, what comes out instead, and examples of it.
fn detail(breach: &Breach, guarantee: &Guarantee, words: &str) -> String {
    let mut text = String::new();
    if guarantee.title != guarantee.name {
        text.push_str(&format!("  {}\n", guarantee.title));
    }
    text.push_str(&format!(
        "  {words}\n  broken {}: {}\n",
        seen(breach),
        breach.told
    ));
    text.push_str(match breach.examples.len() {
        1 => "  the smallest profile found that breaks it, as an example that passes today:\n",
        _ => "  the smallest profiles found that break it, as examples that pass today:\n",
    });
    for line in breach.examples.iter().flat_map(|example| example.lines()) {
        text.push_str(&format!("    {line}\n"));
    }
    text
}

/// A line for each rulebook with guarantees.
pub(super) fn lines(results: &Results) -> String {
    let having = |target: &&Tested| !target.held.kept.is_empty();
    let several = results.targets.iter().filter(having).count() > 1;
    let targets = results.targets.iter().filter(having);
    targets
        .map(|target| match several {
            true => format!("guarantees of {}: {}\n", named(target), told(target)),
            false => format!("guarantees: {}\n", told(target)),
        })
        .collect()
}

fn named(target: &Tested) -> &str {
    target.rulebook.trim_start_matches("./")
}

fn told(target: &Tested) -> String {
    let all = target.held.kept.len();
    let broken = broken(target);
    let sound = all.saturating_sub(broken);
    if target.held.profiles == 0 {
        return format!("{all} not tried because no profile was evaluated");
    }
    let [any, full] = [Certainties::Any, Certainties::Full].map(|of| proved(target, of));
    let open = sound.saturating_sub(any).saturating_sub(full);
    let mut parts = Vec::new();
    let of = [
        (broken, "broken"),
        (any, "proved"),
        (full, "proved for answers given with certainty 1"),
    ];
    let told = of.iter().filter(|(count, _)| *count > 0);
    parts.extend(told.map(|(count, what)| format!("{count} {what}")));
    if open > 0 {
        let profiles = match target.held.profiles {
            1 => "1 profile".to_owned(),
            many => format!("{} profiles", grouped(many)),
        };
        parts.push(format!("{open} held on {profiles}, not proved"));
    }
    parts.join(", ")
}

/// How many are broken.
pub(super) fn broken(target: &Tested) -> usize {
    let kept = target.held.kept.iter();
    kept.filter(|one| one.breach.is_some()).count()
}

/// How many hold for every profile there can be whose answers are so certain, and for no others.
fn proved(target: &Tested, certainties: Certainties) -> usize {
    let kept = target.held.kept.iter();
    kept.filter(|one| one.proved == Some(certainties)).count()
}

/// A count with a space between thousands.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len().saturating_mul(2));
    for (at, digit) in digits.chars().enumerate() {
        let rest = digits.len().saturating_sub(at);
        if at > 0 && rest.is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// What an entry of the list of tests has beside what every entry has: nothing where it is no broken guarantee.
pub(super) fn json_of(target: &Tested, entry: &Entry<'_>) -> Map<String, Value> {
    let mut map = Map::new();
    let files = &target.suite.program.rulebook.files;
    let named = |one: &Guarantee| full_name(files, &one.name, one.origin) == entry.name;
    let mut tried = tried(target).filter(|(.., one)| entry.kind == KIND && named(one));
    if let Some((kept, promise, _)) = tried.next()
        && let Some(breach) = &kept.breach
    {
        map.insert("claim".into(), json!(promise.words(&target.suite)));
        map.insert("test".into(), json!(breach.test));
        map.insert("examples".into(), json!(breach.examples));
    }
    map
}

/// An entry for each rulebook with guarantees; nothing where there is none.
pub(super) fn json(results: &Results) -> Option<Value> {
    let having = results
        .targets
        .iter()
        .filter(|target| !target.held.kept.is_empty());
    let all: Vec<Value> = having
        .map(|target| {
            let broken = broken(target);
            json!({
                "rulebook": target.rulebook,
                "held": target.held.kept.len().saturating_sub(broken),
                "broken": broken,
                "profiles": target.held.profiles,
                "proved": proved(target, Certainties::Any),
                "proved_certain": proved(target, Certainties::Full),
            })
        })
        .collect();
    (!all.is_empty()).then_some(Value::Array(all))
}

/// How many guarantees the tests of a run are held against, as the words after them.
pub(super) fn beside(count: usize) -> String {
    match count {
        0 => String::new(),
        some => format!(" and {}", counted(some, "guarantee")),
    }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        let told = [0, 7, 999, 1_000, 12_480, 1_234_567].map(grouped);
        assert_eq!(
            told,
            ["0", "7", "999", "1 000", "12 480", "1 234 567"].map(str::to_owned)
        );
    }
}
