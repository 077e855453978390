//! Changed snapshots in one line each, with the edits that caused them.

use std::collections::BTreeMap;

use super::archive::Archived;
use super::change::{Difference, Kind, OneSided, differences};
use super::observe::{observe, written};
use super::renamed::in_new_names;
use super::{Entry, File, Snapshot, given, words};
use crate::analyze::{self, Book, Causes, Inquiry, Reason, Want};
use crate::analyze::{Aspect, Change, Edit};
use crate::base::{LineKind, in_parallel};
use crate::model::{Profile, Rulebook};

/// What a change means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The most severe kind of difference in it.
    pub kind: Kind,
    /// What differs, in one line.
    pub headline: String,
    /// The edits that caused it, a line each; those of what is most severe first.
    pub causes: Vec<String>,
    /// Why causes are missing, where they are.
    pub unknown: Option<&'static str>,
    /// The same for all profiles that changed in the same way for the same reason.
    pub key: String,
}

/// A snapshot that differs from the accepted one.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'s> {
    /// The accepted one.
    pub old: &'s File,
    /// Today's.
    pub new: &'s File,
    /// The profile that today's was made of.
    pub profile: &'s Profile,
}

/// Differences that one line names at most.
const MOST: usize = 6;
/// Values between facts and rules among them.
const MOST_VALUES: usize = 2;

const EARLIER: &str = "the accepted snapshot does not say which rules it was made with";
const MISSING: &str =
    "the rules that the accepted snapshot was made with are missing or cannot be read";
const VALUES: &str =
    "no text was edited: the words contain values or come from parts not shown here";
const EDITED: &str = "the accepted snapshot is not what its rules and profile give";

/// What each change means, in their order. `accepted` gives the rules that snapshots were accepted with, by name; by
/// no name those that all were last accepted with.
pub fn meanings(
    changed: &[Changed<'_>],
    now: Book<'_>,
    accepted: &dyn Fn(&str) -> Option<String>,
) -> Vec<Meaning> {
    let mut by_rules: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in changed.iter().enumerate() {
        by_rules.entry(&one.old.rules).or_default().push(at);
    }
    let mut found: Vec<Option<Meaning>> = vec![None; changed.len()];
    for (rules, places) in by_rules {
        let own: Vec<Changed<'_>> = places
            .iter()
            .filter_map(|at| changed.get(*at).copied())
            .collect();
        // Also where the rules are the same: a parameter may be changed for this run.
        let meanings = match accepted(rules).and_then(|text| Archived::read(&text)) {
            Some(archived) => explained(&own, archived.book(), now),
            None if rules == super::name_of(now.program) => explained(&own, now, now),
            None if rules.is_empty() => unexplained(&own, EARLIER),
            None => unexplained(&own, MISSING),
        };
        for (at, meaning) in places.into_iter().zip(meanings) {
            if let Some(place) = found.get_mut(at) {
                *place = Some(meaning);
            }
        }
    }
    found.into_iter().flatten().collect()
}

/// Meanings without causes.
fn unexplained(changed: &[Changed<'_>], why: &'static str) -> Vec<Meaning> {
    let one = |one: &Changed<'_>| {
        let (old, new) = (
            Snapshot::parse(&one.old.content),
            Snapshot::parse(&one.new.content),
        );
        let mut differences = differences((&old, &new), &BTreeMap::new(), &OneSided::default());
        if one.old.rules.is_empty() {
            // Earlier versions kept the facts that are read, and no others.
            differences.retain(|one| one.kind != Kind::Facts);
        }
        let mut meaning = summary(&differences, Vec::new());
        if differences.iter().any(|one| !one.wants.is_empty()) {
            meaning.unknown = Some(why);
        }
        meaning
    };
    changed.iter().map(one).collect()
}

/// Meanings with causes, all of snapshots that were made with the same rules.
fn explained(changed: &[Changed<'_>], old: Book<'_>, now: Book<'_>) -> Vec<Meaning> {
    let difference = analyze::difference(&old.program.rulebook, &now.program.rulebook);
    let causes = Causes::new(old, now, &difference);
    let lone = one_sided(&causes);
    let few = changed.len() <= MOST_SETTLED;
    let compared = |one: &Changed<'_>| compared(one, old, &causes, (&lone, few));
    let mut all = Vec::with_capacity(changed.len());
    let mut inquiries = Vec::new();
    in_parallel(changed, compared, |(compared, inquiry)| {
        let asked = inquiry.map(|inquiry| {
            inquiries.push(inquiry);
            inquiries.len().saturating_sub(1)
        });
        all.push((compared, asked));
        true
    });
    let reasons = causes.of(&inquiries, &observe);
    let mut meanings = Vec::with_capacity(all.len());
    let told = |(compared, asked): &(Compared, Option<usize>)| {
        let own = asked.and_then(|at| Some((inquiries.get(at)?, reasons.get(at)?)));
        told(compared, own, causes.changes(), &now.program.rulebook)
    };
    in_parallel(&all, told, |meaning| {
        meanings.push(meaning);
        true
    });
    meanings
}

/// Whether the advice is settled takes long to find out: of more changed snapshots it is asked only where nothing else
/// differs that it hangs on.
const MOST_SETTLED: usize = 100;

/// Two snapshots and what differs between them.
struct Compared {
    /// The accepted one in today's names.
    before: Snapshot,
    /// Today's.
    after: Snapshot,
    differences: Vec<Difference>,
}

/// What differs, and what is asked about it.
fn compared(
    one: &Changed<'_>,
    old: Book<'_>,
    causes: &Causes<'_>,
    (lone, few): (&OneSided, bool),
) -> (Compared, Option<Inquiry>) {
    let accepted = Snapshot::parse(&one.old.content);
    let (before, renamed) = in_new_names(&accepted, causes);
    let after = Snapshot::parse(&one.new.content);
    let differences = differences((&before, &after), &renamed, lone);
    let mut wants = wants(&differences, &before, &after);
    if !few && wants.len() > 1 {
        wants.retain(|want| want.name != "settled");
    }
    let profile = given::profile(&old.program.rulebook, &accepted);
    let inquiry = profile.filter(|_| !wants.is_empty()).map(|old| Inquiry {
        old,
        new: one.profile.clone(),
        wants,
    });
    let compared = Compared {
        before,
        after,
        differences,
    };
    (compared, inquiry)
}

/// The rules that only one of the rulebooks has, in today's names.
fn one_sided(causes: &Causes<'_>) -> OneSided {
    let mut lone = OneSided::default();
    let rules = |change: &&Change| {
        use analyze::Kind::{Contrast, Row, Rule};
        matches!(change.kind, Rule | Row | Contrast)
    };
    for change in causes.changes().iter().filter(rules) {
        match change.aspect {
            Aspect::Added => lone.added.insert(change.name.clone()),
            Aspect::Removed => lone.removed.insert(causes.new_name(&change.name)),
            _ => false,
        };
    }
    lone
}

/// What is asked for: everything that differs, with what was and is said of it.
fn wants(differences: &[Difference], before: &Snapshot, after: &Snapshot) -> Vec<Want> {
    let mut names: Vec<&String> = differences.iter().flat_map(|one| &one.wants).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .map(|name| Want {
            name: name.clone(),
            old: written(before, name),
            new: written(after, name),
        })
        .collect()
}

/// The meaning of one change.
fn told(
    compared: &Compared,
    found: Option<(&Inquiry, &Vec<Reason>)>,
    changes: &[Change],
    book: &Rulebook,
) -> Meaning {
    let differences = &compared.differences;
    let (mut main, mut rest) = (Vec::new(), Vec::new());
    let mut unknown = None;
    let is_asked = |want: &str| {
        found.is_none_or(|(inquiry, _)| inquiry.wants.iter().any(|one| one.name == want))
    };
    // What is looked into first: the most severe of what is asked for.
    let asked = differences
        .iter()
        .find(|one| one.wants.iter().any(|want| is_asked(want)));
    let first = differences.iter().find(|one| one.kind != Kind::Facts);
    let most = asked.or(first).map(|one| one.kind);
    let primary = asked.or(first);
    for one in differences {
        let is_first = primary.is_some_and(|primary| std::ptr::eq(primary, one));
        for want in one.wants.iter().filter(|want| is_asked(want)) {
            let cause =
                reason_of(want, found, changes).and_then(|reason| words::reason(&reason, changes));
            // Of several things each is said by its own name.
            let what = match (one.wants.len(), want.split_once(' ')) {
                (2.., Some((_, name))) => format!("`{name}`"),
                _ => one.words.clone(),
            };
            match cause {
                Some(cause) if is_first => main.push((cause, what)),
                Some(cause) => rest.push((cause, what)),
                None if Some(one.kind) == most => unknown = Some(EDITED),
                None => {}
            }
        }
    }
    if matches!(most, Some(Kind::Wording | Kind::Notes | Kind::Deadlines)) {
        let words = wording(&compared.before, &compared.after, (changes, book)).into_iter();
        main.extend(words.map(|words| (words, String::new())));
    }
    if most == Some(Kind::Wording) && main.is_empty() {
        unknown = Some(VALUES);
    }
    let mut meaning = summary(differences, words::lines(main, rest));
    meaning.unknown = unknown;
    meaning
}

/// The reason for one thing that differs. What only one of the rulebooks has differs because it came or went.
fn reason_of(
    want: &str,
    found: Option<(&Inquiry, &Vec<Reason>)>,
    changes: &[Change],
) -> Option<Reason> {
    let (inquiry, reasons) = found?;
    let at = inquiry.wants.iter().position(|known| known.name == want)?;
    let asked = inquiry.wants.get(at)?;
    let derived = asked
        .name
        .split_once(' ')
        .filter(|(kind, _)| !matches!(*kind, "rule" | "status"));
    let came_or_went = |change: &Change| {
        matches!(change.aspect, Aspect::Added | Aspect::Removed)
            && derived.is_some_and(|(_, name)| change.name == name)
    };
    let is_new_or_gone = asked.old.is_none() || asked.new.is_none();
    match changes
        .iter()
        .position(came_or_went)
        .filter(|_| is_new_or_gone)
    {
        Some(at) => Some(Reason {
            sets: vec![vec![Edit::Rules(vec![at])]],
            with_others: false,
        }),
        None => reasons.get(at).cloned(),
    }
}

/// The edits of words whose texts differ, and of what these name.
fn wording(
    before: &Snapshot,
    after: &Snapshot,
    (changes, book): (&[Change], &Rulebook),
) -> Vec<String> {
    let other = |of: &Snapshot, one: &Snapshot| -> Vec<String> {
        let lines = of.section("wording").iter();
        // What came or went as a whole has no edited words; a rule that applies as before may have got a reason.
        let is_in = |line: &Entry| {
            let has = |at: &Snapshot, section: &str| {
                let mut entries = at.section(section).iter();
                entries.any(|other| other.key == line.key)
            };
            let owner = line.key.split(' ').next().unwrap_or_default();
            let noted = |at: &Snapshot| at.entry("notes", owner).is_some();
            let of_advice = !line.key.contains(' ') && LineKind::of(&line.key).is_some();
            let is_said = (noted(of) && noted(one))
                || (of_advice && of.figure("advice") == one.figure("advice"))
                || line.key == "warning";
            has(one, "wording") || is_said || (has(one, "rules") && has(of, "rules"))
        };
        let changed = lines.filter(|line| is_in(line) && !one.section("wording").contains(line));
        changed.map(|line| line.key.clone()).collect()
    };
    let mut changed = other(before, after);
    changed.extend(other(after, before));
    let shown = [after.figure("advice"), after.figure("row"), "sureness"];
    words::edited_words(&changed, (&shown, book), changes)
}

/// The kind, headline and key of differences.
fn summary(differences: &[Difference], causes: Vec<String>) -> Meaning {
    let kind = differences
        .first()
        .map_or(Kind::Wording, |first| first.kind);
    let keys = differences.iter().map(|one| one.key.as_str());
    let key = causes.iter().map(String::as_str).chain(keys);
    Meaning {
        kind,
        headline: headline(kind, differences),
        key: key.collect::<Vec<_>>().join("\n"),
        causes,
        unknown: None,
    }
}

fn headline(kind: Kind, differences: &[Difference]) -> String {
    let words = |kind: Kind| -> Vec<&str> {
        let of_kind = differences.iter().filter(move |one| one.kind == kind);
        of_kind.map(|one| one.words.as_str()).collect()
    };
    match kind {
        Kind::Wording if differences.is_empty() => "layout only".into(),
        Kind::Wording => format!(
            "wording only: {}",
            words(kind).join("; ").replacen("wording of ", "", 1)
        ),
        Kind::Renamed if differences.iter().all(|one| one.kind == kind) => {
            format!("renamed only: {}", words(kind).join("; "))
        }
        _ => {
            let shown = differences
                .iter()
                .filter(|one| kind == Kind::Renamed || one.kind != Kind::Wording);
            let mut values = 0usize;
            let mut line: Vec<&str> = Vec::new();
            let mut more = 0usize;
            for one in shown {
                values = values.saturating_add(usize::from(one.kind == Kind::Derived));
                if line.len() < MOST && (one.kind != Kind::Derived || values <= MOST_VALUES) {
                    line.push(&one.words);
                } else {
                    more = more.saturating_add(1);
                }
            }
            let more = (more > 0).then(|| format!("{more} more"));
            line.extend(more.as_deref());
            line.join("; ")
        }
    }
}
