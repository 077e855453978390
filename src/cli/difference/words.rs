//! Sentences that every form of a difference shares. Lays nothing out.

use super::Told;
use crate::analyze::{
    Cause, Change, Failed, Flip, Histogram, Moved, OneSided, Shift, Shifts, Side, What,
};
use crate::base::{format_number, format_signed};
use crate::cli::diagnostics::{counted, escaped};
use crate::model::trace::N;

/// Where both rulebooks say the same.
pub(super) fn same(told: &Told) -> &'static str {
    if told.difference.texts_differ {
        "no change: the rules mean the same; only their order, layout or comments differ"
    } else {
        "no change: the rules are the same"
    }
}

/// What happened to the profiles, in one line.
pub(super) fn headline(told: &Told) -> String {
    let effects = &told.effects;
    if effects.profiles == 0 && effects.failed.is_empty() {
        return "no profile was evaluated".to_owned();
    }
    let flips = effects.flips().count();
    let mut parts = vec![match flips {
        0 => "no advice flips".to_owned(),
        _ => counted(flips, "flip"),
    }];
    let mut counts: Vec<(usize, &str)> = effects
        .moved_lists()
        .iter()
        .map(|(what, list)| (profiles(list), counted_as(*what)))
        .collect();
    counts.extend([
        (effects.confidence.moved(), "with a different confidence"),
        (effects.margin.moved(), "with a different margin"),
        (effects.failed.len(), "with an error"),
    ]);
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(counts.map(|(count, what)| format!("{count} {what}")));
    let all = effects.profiles.saturating_add(effects.failed.len());
    format!("{}: {}", counted(all, "profile"), parts.join(", "))
}

/// How many profiles are in a list in which one may stand several times.
pub(super) fn profiles(list: &[Moved]) -> usize {
    list.chunk_by(|one, other| one.profile == other.profile)
        .count()
}

/// What is said of profiles behind their number.
fn counted_as(what: What) -> &'static str {
    match what {
        What::Row => "the same from a different row",
        What::Settled => "settled differently",
        What::Sureness => "with a different sureness",
        What::Precondition => "with preconditions met differently",
        What::Note => "with different notes",
        What::Contradiction => "with different contradictions",
        What::Step => "with different steps",
    }
}

/// The head of a list of what moved.
pub(super) fn moved_head(what: What) -> &'static str {
    match what {
        What::Row => "the same advice from a different row",
        What::Settled => "settled differently",
        What::Sureness => "the same advice with a different sureness",
        What::Precondition => "preconditions met differently",
        What::Note => "notes beside the same advice",
        What::Contradiction => "contradictions in the answers",
        What::Step => "steps of the same advice",
    }
}

/// What moved, such as `fast: leap, sure → fairly sure`.
pub(super) fn moved(one: &Moved) -> String {
    let of = one.of.as_deref().map(|of| format!(", {of}"));
    let of = of.unwrap_or_default();
    let line = format!(
        "{}: {}{of}, {} → {}",
        one.profile, one.advice, one.from, one.to
    );
    escaped(&line)
}

/// Items of a list that people are shown; all are in the JSON.
const MOST_LISTED: usize = 20;

/// The first items of a list, and how many more there are.
pub(super) fn first<T>(list: &[T]) -> (&[T], Option<String>) {
    let shown = list.get(..MOST_LISTED).unwrap_or(list);
    let more = list.len().saturating_sub(shown.len());
    (shown, (more > 0).then(|| format!("… and {more} more")))
}

/// The changes that some flips are owed to.
pub(super) fn owed(told: &Told, cause: &Cause) -> String {
    let sets = cause.owed_to.iter().map(|set| together(told, set));
    let sets: Vec<String> = sets.collect();
    match sets.len() {
        0 => apart(told),
        1 if cause.with_others => format!("{}, with any of several other changes", sets.concat()),
        1 => sets.concat(),
        _ => format!("{}; each alone would do it", sets.join(", or ")),
    }
}

/// Where it is not known which changes did it.
const APART: &str = "changes that cannot be separated";

/// Changes that are named at most where it is not known which of them did it.
const MOST_APART: usize = 3;

/// The changes of which some did it: all that can reach a result, if they are few.
fn apart(told: &Told) -> String {
    let changes = told.difference.changes.iter().enumerate();
    let able = changes.filter(|(_, change)| change.aspect.has_meaning());
    let able: Vec<usize> = able.map(|(at, _)| at).collect();
    match able.as_slice() {
        [one] => together(told, &[*one]),
        some if (1..=MOST_APART).contains(&some.len()) => {
            let each = some.iter().map(|at| together(told, &[*at]));
            let each: Vec<String> = each.collect();
            format!("{}, which cannot be separated", each.join(" and "))
        }
        _ => APART.to_owned(),
    }
}

/// Changes that did something together.
fn together(told: &Told, set: &[usize]) -> String {
    let change = |at: &usize| told.difference.changes.get(*at);
    let mut names: Vec<String> = set.iter().filter_map(change).map(short).collect();
    names.dedup();
    match names.len() {
        0 => "no single change".to_owned(),
        1 => names.concat(),
        _ => format!("{}, together", names.join(" and ")),
    }
}

/// The change that some shifts are owed to.
pub(super) fn shift_owed(told: &Told, shift: &Shift) -> String {
    together(told, &shift.owed_to)
}

/// What a change adds, such as `margin -2 to -0.5, confidence -3`.
pub(super) fn shift_range(shift: &Shift) -> String {
    let range = |what: &str, range: Option<[N; 2]>| {
        let [from, to] = range?.map(|end| format_signed(end.0, 2));
        Some(match from == to {
            true => format!("{what} {from}"),
            false => format!("{what} {from} to {to}"),
        })
    };
    let parts = [
        range("margin", shift.margin),
        range("confidence", shift.confidence),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What is told of shifts, with how many were looked at where those are not all.
pub(super) fn shifts_head(shifts: &Shifts) -> String {
    let head = "what each change adds where the advice stayed the same";
    match shifts.looked_at {
        0 => format!("{head}: there are too many changes to check each one"),
        all if all == shifts.profiles => head.to_owned(),
        some => format!(
            "{head}; {some} of {} profiles were checked",
            shifts.profiles
        ),
    }
}

/// How many shifts no change can be blamed for, where there are some.
pub(super) fn shifts_together(shifts: &Shifts) -> Option<String> {
    let count = shifts.together;
    (count > 0).then(|| format!("{}: {APART}", counted(count, "profile")))
}

/// A change in a few words.
pub(super) fn short(change: &Change) -> String {
    cut(&line(change), 110)
}

/// A change in one line; of long texts what differs.
pub(super) fn line(change: &Change) -> String {
    escaped(&change.shown().to_string())
}

/// What to write so that files may keep an old name.
pub(super) fn keep(change: &Change) -> Option<String> {
    let clauses: Vec<String> = change.keep.iter().map(|one| format!("`{one}`")).collect();
    let clauses = clauses.join(", ");
    (!clauses.is_empty()).then(|| format!("files may keep the old name if you write {clauses}"))
}

/// A text of at most so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Where a change stands: in the new rulebook, else in the old; both where they are in different places.
pub(super) fn place(change: &Change) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old == new => new.to_string(),
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(site), None) | (None, Some(site)) => site.to_string(),
        (None, None) => String::new(),
    }
}

/// From what to what an advice flips, with confidence and margin.
pub(super) fn figures(flip: &Flip) -> String {
    let percent = |side: &Side| {
        let share = side.confidence.map(|share| share.0 * 100.0);
        share.map_or("–".to_owned(), |share| {
            format!("{} %", format_number(share, 0))
        })
    };
    let margin = |side: &Side| {
        side.margin
            .map_or("–".to_owned(), |margin| format_number(margin.0, 2))
    };
    let sureness = match (&flip.old.sureness, &flip.new.sureness) {
        (Some(old), Some(new)) if old != new => format!(", {old} → {new}"),
        _ => String::new(),
    };
    format!(
        "confidence {} → {}, margin {} → {}{sureness}",
        percent(&flip.old),
        percent(&flip.new),
        margin(&flip.old),
        margin(&flip.new)
    )
}

/// The advice with its row, where a label says more.
pub(super) fn advice(side: &Side) -> String {
    match &side.row {
        Some(row) if row.parse::<u32>().is_err() && *row != side.advice => {
            format!("{} (row {row})", side.advice)
        }
        _ => side.advice.clone(),
    }
}

/// A ledger in one line: the largest parts first.
pub(super) fn ledger(side: &Side) -> String {
    let mut lines: Vec<_> = side
        .ledger
        .iter()
        .filter(|line| line.amount.0 != 0.0)
        .collect();
    lines.sort_by(|a, b| b.amount.0.abs().total_cmp(&a.amount.0.abs()));
    let between = side.between.as_deref().unwrap_or("no strategy");
    if lines.is_empty() {
        return format!("{between}: nothing counts");
    }
    let parts: Vec<String> = lines
        .iter()
        .map(|line| format!("{} {}", format_signed(line.amount.0, 2), line.name))
        .collect();
    format!("{between}: {}", parts.join(", "))
}

/// Why a profile was not compared.
pub(super) fn failure(failed: &Failed) -> String {
    let under = match (failed.under_old, failed.under_new) {
        (true, true) => "under both rulebooks",
        (true, false) => "under the old rulebook only",
        _ => "under the new rulebook only",
    };
    format!("{} {under}: {}", failed.profile, escaped(&failed.error))
}

/// A fact that only one side has.
pub(super) fn one_sided(fact: &OneSided) -> String {
    let side = if fact.in_new { "new" } else { "old" };
    let given = match fact.given_by {
        0 => "no profile gives it".to_owned(),
        1 => "1 profile gives it".to_owned(),
        count => format!("{count} profiles give it"),
    };
    format!(
        "only the {side} rulebook has the fact `{}`: {given}",
        fact.fact
    )
}

/// The buckets that hold something, in words, and how many profiles have no such number.
pub(super) fn buckets(histogram: &Histogram) -> impl Iterator<Item = (String, usize)> {
    let buckets = histogram.buckets.iter();
    let buckets = buckets.map(|bucket| (bucket.words(), bucket.profiles));
    let without = ("without one".to_owned(), histogram.without);
    buckets.chain([without]).filter(|(_, count)| *count > 0)
}
