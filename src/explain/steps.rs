//! What to do and to watch: steps, preconditions with what the profile says of them, risks and measures.

use super::condition::reads;
use super::document::{Block, Field, Fit, Line, RowKind, Table, Tone};
use super::names::Names;
use crate::base::{Horizon, TimeUnit};
use crate::model::trace::{HorizonTrace, LineTrace, MetStatus, MetTrace, Truth, ValueTrace};

/// Steps of one horizon on the page.
const MOST_STEPS: usize = 2;
/// Steps without a time on the page, beside those with one.
const MOST_OTHERS: usize = 1;
/// Steps on the page where none has a time.
const MOST_UNTIMED: usize = 5;
/// Preconditions on the page.
const MOST_PRECONDITIONS: usize = 6;
/// Risks on the page.
const MOST_RISKS: usize = 2;
/// Measures on the page.
const MOST_MEASURES: usize = 2;

/// The lines of a kind: what the notes say of this case, then what goes with the outcome.
pub(super) fn lines<'t>(
    names: &Names<'t>,
    kind: &'static str,
) -> impl Iterator<Item = &'t LineTrace> + use<'t> {
    let notes = names.trace.notes.iter().flat_map(|note| &note.lines);
    let all = notes.chain(&names.trace.outcome_lines);
    all.filter(move |line| line.kind == kind)
}

fn in_order<'t>(names: &Names<'t>, kind: &'static str) -> Vec<&'t LineTrace> {
    let mut lines: Vec<&LineTrace> = lines(names, kind).collect();
    lines.sort_by_key(|line| urgency(line));
    lines
}

/// All of it, for the whole argument.
pub(super) fn section(names: &Names<'_>) -> Vec<Block> {
    let mut fields = Vec::new();
    for (kind, label) in [
        ("next", "what to do"),
        ("precondition", "before you start"),
        ("risk", "risks"),
        ("measure", "how you will know"),
    ] {
        let lines = in_order(names, kind).into_iter();
        push(
            &mut fields,
            label,
            lines.map(|one| line(names, one)).collect(),
        );
    }
    match fields.is_empty() {
        true => Vec::new(),
        false => vec![
            Block::section("Steps, preconditions, risks and measures"),
            Block::Fields(fields),
        ],
    }
}

/// The steps by their time, those without one at the end.
pub(super) fn to_do(names: &Names<'_>) -> Vec<Block> {
    let steps = in_order(names, "next");
    let is_timed = steps.iter().any(|step| step.within.is_some());
    let mut table = Table::new(false, &[("within", Fit::Short), ("step", Fit::Text)]);
    let mut hidden = 0_usize;
    let mut before: Option<(Option<Horizon>, usize)> = None;
    for step in steps {
        let within = step.within.as_ref().and_then(horizon);
        let at = match before {
            Some((last, at)) if last == within => at.saturating_add(1),
            _ => 0,
        };
        before = Some((within, at));
        let (label, most) = match within {
            Some(within) => (within.to_string(), MOST_STEPS),
            None if is_timed => ("also".to_owned(), MOST_OTHERS),
            None => (String::new(), MOST_UNTIMED),
        };
        if at >= most {
            hidden = hidden.saturating_add(1);
            continue;
        }
        let label = if at == 0 { &*label } else { "" };
        let cells = vec![Line::toned(label, Tone::Strong), Line::from(&step.text)];
        table.row(RowKind::Item, cells);
    }
    titled("What to do", table, hidden, "")
}

/// What has to be there first, with what the profile says of it; what is missing before what is not.
pub(super) fn before_you_start(names: &Names<'_>) -> Vec<Block> {
    let columns = [
        ("is it so?", Fit::Short),
        ("precondition", Fit::Text),
        ("the answer", Fit::Text),
    ];
    let mut table = Table::new(false, &columns);
    let lines = in_order(names, "precondition");
    let (shown, hidden) = lines.split_at(lines.len().min(MOST_PRECONDITIONS));
    for line in shown {
        let (status, said) = match &line.met {
            Some(met) if met.status == MetStatus::Open => {
                (Line::toned("?", Tone::Open), met.status.words().to_owned())
            }
            Some(met) => (status_words(met.status), said_of(names, met)),
            None => (Line::toned("·", Tone::Quiet), String::new()),
        };
        let cells = vec![
            status,
            Line::from(&line.text),
            Line::toned(said, Tone::Quiet),
        ];
        table.row(RowKind::Item, cells);
    }
    let is_met = |line: &&&LineTrace| {
        let met = line.met.as_ref();
        met.is_some_and(|met| met.status == MetStatus::Yes)
    };
    let met = match hidden.iter().filter(is_met).count() {
        0 => "",
        met if met == hidden.len() => ", already met",
        _some => ", some already met",
    };
    titled("Before you start", table, hidden.len(), met)
}

/// A table under its title, and how many rows more there are.
fn titled(title: &str, mut table: Table, hidden: usize, of_them: &str) -> Vec<Block> {
    if table.rows.is_empty() {
        return Vec::new();
    }
    if hidden > 0 {
        let words = Line::toned(format!("and {hidden} more{of_them}"), Tone::Quiet);
        table.row(RowKind::Aside, vec![words]);
    }
    vec![Block::part(title), Block::Table(table)]
}

/// What to watch for, and how one will know.
pub(super) fn watch(names: &Names<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    let all: Vec<&LineTrace> = lines(names, "risk").collect();
    let risks = all.iter().take(MOST_RISKS);
    let risks: Vec<Line> = risks.map(|risk| Line::from(&risk.text)).collect();
    push(&mut fields, "Watch for", risks);
    let measures = lines(names, "measure").take(MOST_MEASURES);
    let measures: Vec<&str> = measures.map(|measure| &*measure.text).collect();
    if !measures.is_empty() {
        fields.push(Field::one("Measure", measures.join(" · ")));
    }
    fields
}

/// The soonest step first, and those without a time last; what is missing before what is there already.
fn urgency(line: &LineTrace) -> (u64, u8) {
    let within = line.within.as_ref().and_then(horizon);
    let met = match line.met.as_ref().map(|met| met.status) {
        Some(MetStatus::No) => 0,
        Some(MetStatus::Open) => 1,
        Some(MetStatus::Part) => 2,
        None => 3,
        Some(MetStatus::Yes) => 4,
    };
    (within.map_or(u64::MAX, Horizon::days), met)
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
    let said = status_words(met.status).plain(format!(": {}", line.text));
    match said_of(names, met) {
        words if words.is_empty() => said,
        words => said.quiet(format!(" ({words})")),
    }
}

fn status_words(status: MetStatus) -> Line {
    let tone = match status {
        MetStatus::Yes => Tone::Good,
        MetStatus::No => Tone::Bad,
        MetStatus::Part | MetStatus::Open => Tone::Open,
    };
    Line::toned(status.words(), tone)
}

/// What the profile says that decides it: the values alone, for the precondition tells what they are of.
fn said_of(names: &Names<'_>, met: &MetTrace) -> String {
    let reads = match (met.status, &met.partly) {
        (MetStatus::Yes, _) => reads(names, &met.when, Truth::True),
        // What is missing; where that is not known, what is there.
        (MetStatus::Part, Some(partly)) => match reads(names, &met.when, Truth::False) {
            missing if missing.is_empty() => reads(names, partly, Truth::True),
            missing => missing,
        },
        (MetStatus::No, _) => reads(names, &met.when, Truth::False),
        (MetStatus::Part | MetStatus::Open, _) => Vec::new(),
    };
    // A yes or no beside the precondition would say it twice.
    let reads = reads.into_iter();
    let reads = reads.filter(|read| !matches!(read.value, ValueTrace::YesNo(_)));
    let words = reads.map(|read| names.value_in_words(read));
    words.collect::<Vec<_>>().join(", ")
}

fn push(fields: &mut Vec<Field>, label: &str, items: Vec<Line>) {
    if !items.is_empty() {
        fields.push(Field::new(label, items));
    }
}
