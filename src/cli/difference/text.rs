//! A difference as text for people.

use std::fmt::Write as _;

use super::{Told, words};
use crate::analyze::{Aspect, Change, Histogram};
use crate::cli::diagnostics::{Look, counted};

/// Columns of a bar.
const BAR: usize = 24;
/// Names of rules that are listed behind a change.
const MOST_RULES: usize = 6;

pub(super) fn render(told: &Told, look: Look) -> String {
    let mut text = String::new();
    if told.difference.is_empty() {
        let _ = writeln!(text, "{}", words::same(told));
    } else {
        changes(told, look, &mut text);
    }
    let _ = writeln!(text, "\n{}", words::headline(told));
    flips(told, look, &mut text);
    let effects = &told.effects;
    for (what, list) in effects.moved_lists() {
        if !list.is_empty() {
            let _ = writeln!(text, "\n{}", words::moved_head(what));
        }
        let (shown, more) = words::first(list);
        for one in shown {
            let _ = writeln!(text, "  {}", words::moved(one));
        }
        if let Some(more) = more {
            let _ = writeln!(text, "  {more}");
        }
    }
    histogram(
        "confidence, in percentage points",
        &effects.confidence,
        &mut text,
    );
    histogram("margin", &effects.margin, &mut text);
    shifts(told, &mut text);
    rest(told, &mut text);
    text
}

fn changes(told: &Told, look: Look, text: &mut String) {
    let changes = &told.difference.changes;
    let _ = writeln!(
        text,
        "{} → {}: {}\n",
        told.old,
        told.new,
        counted(changes.len(), "change")
    );
    for change in changes {
        let line = words::line(change);
        let _ = writeln!(text, "  {} {}", mark(change, look), words::cut(&line, 400));
        let place = words::place(change);
        let reach = reach(change);
        let about: Vec<&str> = [place.as_str(), reach.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if !about.is_empty() {
            let _ = writeln!(text, "      {}", about.join("; "));
        }
        if let Some(keep) = words::keep(change) {
            let _ = writeln!(text, "      {keep}");
        }
    }
}

fn mark(change: &Change, look: Look) -> String {
    let (mark, colour) = match change.aspect {
        Aspect::Added => ("+", "32"),
        Aspect::Removed => ("-", "31"),
        aspect if aspect.has_meaning() => ("~", "33"),
        _ => ("·", "2"),
    };
    match look.colour {
        true => format!("\u{1b}[{colour}m{mark}\u{1b}[0m"),
        false => mark.to_owned(),
    }
}

/// The rules that a change reaches beside itself.
fn reach(change: &Change) -> String {
    let others: Vec<&str> = change
        .affects
        .iter()
        .map(String::as_str)
        .filter(|rule| *rule != change.name)
        .collect();
    let shown: Vec<&str> = others.iter().take(MOST_RULES).copied().collect();
    match others.len() {
        0 => String::new(),
        count if count > MOST_RULES => format!("reaches {count}: {} …", shown.join(", ")),
        _ => format!("reaches {}", shown.join(", ")),
    }
}

fn flips(told: &Told, look: Look, text: &mut String) {
    for cause in &told.effects.causes {
        let count = counted(cause.flips.len(), "flip");
        let _ = writeln!(text, "\n{count} caused by {}", words::owed(told, cause));
        let (shown, more) = words::first(&cause.flips);
        for flip in shown {
            let (old, new) = (words::advice(&flip.old), words::advice(&flip.new));
            let advice = format!("{old} → {new}");
            let advice = match look.colour {
                true => format!("\u{1b}[1m{advice}\u{1b}[0m"),
                false => advice,
            };
            let figures = words::figures(flip);
            let _ = writeln!(text, "  {}: {advice}   {figures}", flip.profile);
            let _ = writeln!(text, "      before  {}", words::ledger(&flip.old));
            let _ = writeln!(text, "      after   {}", words::ledger(&flip.new));
        }
        if let Some(more) = more {
            let _ = writeln!(text, "  {more}");
        }
    }
}

fn histogram(head: &str, histogram: &Histogram, text: &mut String) {
    if histogram.moved() == 0 {
        return;
    }
    let most = words::buckets(histogram).map(|(_, count)| count).max();
    let _ = writeln!(text, "\n{head}");
    for (shift, count) in words::buckets(histogram) {
        let length = count.saturating_mul(BAR).div_ceil(most.unwrap_or(1).max(1));
        let bar = "█".repeat(length);
        let _ = writeln!(text, "  {shift:<20} {count:>5}  {bar}");
    }
}

fn shifts(told: &Told, text: &mut String) {
    let shifts = &told.effects.shifts;
    if shifts.profiles == 0 {
        return;
    }
    let _ = writeln!(text, "\n{}", words::shifts_head(shifts));
    for one in &shifts.causes {
        let count = counted(one.profiles, "profile");
        let owed = words::shift_owed(told, one);
        let _ = writeln!(text, "  {count}: {owed}");
        let _ = writeln!(text, "      {}", words::shift_range(one));
    }
    if let Some(together) = words::shifts_together(shifts) {
        let _ = writeln!(text, "  {together}");
    }
}

fn rest(told: &Told, text: &mut String) {
    let effects = &told.effects;
    if !effects.one_sided.is_empty() || !effects.failed.is_empty() {
        text.push('\n');
    }
    for fact in &effects.one_sided {
        let _ = writeln!(text, "{}", words::one_sided(fact));
    }
    let (shown, more) = words::first(&effects.failed);
    for failed in shown {
        let _ = writeln!(text, "error: {}", words::failure(failed));
    }
    if let Some(more) = more {
        let _ = writeln!(text, "{more} with an error");
    }
}
