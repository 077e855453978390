//! What to do and to watch: steps, preconditions with what the profile says of them, risks and measures.

use super::answer::{Depth, push};
use super::condition::readings;
use super::document::{Field, Line, Tone};
use super::names::{Names, enumerate};
use crate::base::{Horizon, TimeUnit};
use crate::model::trace::{HorizonTrace, LineTrace, MetStatus, MetTrace, Truth};

/// Preconditions and steps in the answer: whoever begins without one of them begins wrongly.
const MOST_STEPS: usize = 12;
/// Risks in the answer.
const MOST_RISKS: usize = 5;
/// Measures in the answer.
const MOST_MEASURES: usize = 3;

/// What to do and to watch. What the notes say of this case comes first and is never cut.
pub(super) fn fields(names: &Names<'_>, depth: Depth) -> Vec<Field> {
    let trace = names.trace;
    let notes: Vec<_> = trace.notes.iter().flat_map(|note| &note.lines).collect();
    let mut fields = Vec::new();
    for (kind, label, most) in [
        ("next", "next", MOST_STEPS),
        ("precondition", "first needed", MOST_STEPS),
        ("risk", "risks", MOST_RISKS),
        ("measure", "measures", MOST_MEASURES),
    ] {
        let of_kind = |line: &&LineTrace| line.kind == kind;
        let in_order = |mut lines: Vec<&LineTrace>| {
            lines.sort_by_key(|line| urgency(line));
            lines.into_iter().map(|one| line(names, one)).collect()
        };
        let own = notes.iter().copied().filter(of_kind);
        let mut items: Vec<Line> = in_order(own.collect());
        let general = trace.outcome_lines.iter().filter(of_kind);
        let general = in_order(general.collect());
        // One general line at least, so that nobody takes those of this case for all.
        let room = most.saturating_sub(items.len()).max(1);
        items.extend(capped(general, room, depth));
        push(&mut fields, label, items);
    }
    fields
}

/// The soonest step first, and those without a time before all; what is missing before what is there already.
fn urgency(line: &LineTrace) -> (u64, u8) {
    let within = line.within.as_ref().and_then(horizon);
    let met = match line.met.as_ref().map(|met| met.status) {
        Some(MetStatus::No) => 0,
        Some(MetStatus::Open) => 1,
        Some(MetStatus::Part) => 2,
        None => 3,
        Some(MetStatus::Yes) => 4,
    };
    (within.map_or(0, Horizon::days), met)
}

fn horizon(within: &HorizonTrace) -> Option<Horizon> {
    let unit = TimeUnit::of(&within.unit)?;
    Some(Horizon {
        amount: within.amount,
        unit,
    })
}

/// A line with its time, or with what is known of the precondition.
pub(super) fn line(names: &Names<'_>, line: &LineTrace) -> Line {
    if let Some(within) = line.within.as_ref().and_then(horizon) {
        let within = format!("within {within}");
        return Line::toned(within, Tone::Strong).plain(format!(": {}", line.text));
    }
    let Some(met) = &line.met else {
        return Line::from(&line.text);
    };
    let tone = match met.status {
        MetStatus::Yes => Tone::Good,
        MetStatus::No => Tone::Bad,
        MetStatus::Part | MetStatus::Open => Tone::Open,
    };
    let said = Line::toned(met.status.words(), tone).plain(format!(": {}", line.text));
    let readings = said_of(names, met);
    match readings.is_empty() {
        true => said,
        false => said.quiet(format!(" ({})", enumerate(&readings))),
    }
}

/// What the profile says that decides it.
fn said_of(names: &Names<'_>, met: &MetTrace) -> Vec<String> {
    match (met.status, &met.partly) {
        (MetStatus::Yes, _) => readings(names, &met.when, Truth::True),
        (MetStatus::Part, Some(partly)) => readings(names, partly, Truth::True),
        (MetStatus::No, _) => readings(names, &met.when, Truth::False),
        (MetStatus::Part | MetStatus::Open, _) => Vec::new(),
    }
}

/// The first of some lines, and how many there are beside them.
pub(super) fn capped(mut items: Vec<Line>, most: usize, depth: Depth) -> Vec<Line> {
    let hidden = items.len().saturating_sub(most);
    // A line that says "and 1 more" may as well be that one.
    if depth == Depth::Short && hidden > 1 {
        items.truncate(most);
        items.push(format!("and {hidden} more").into());
    }
    items
}
