//! How strategies and hypotheses stand, how the evidence conflicts, and what it rests on.

use crate::model::trace::{ConflictTrace, N, StrategyTrace};

use super::document::{Block, Fit, Line, RowKind, Table, Tone};
use super::names::Names;
use super::numbers::{MANY, is_something, number_text, percent, plain_column};
use super::{groups, ledger};

/// From here on the evidence counts as divided.
const DIVIDED: f64 = 0.5;

/// Strong on both sides, or nothing on either: said where it is so.
pub(super) fn conflict_in_words(names: &Names<'_>) -> Option<String> {
    let trace = names.trace;
    let is_strategy = |c: &&ConflictTrace| trace.strategies.iter().any(|s| s.name == c.target);
    let all: Vec<&ConflictTrace> = trace.conflict.iter().filter(is_strategy).collect();
    if trace.strategies.is_empty() {
        return None;
    }
    let is_empty =
        |c: &&ConflictTrace| !is_something(c.supporting.0) && !is_something(c.opposing.0);
    if trace.ledger.is_empty() && all.iter().all(is_empty) {
        return Some("none yet, neither for nor against any strategy".into());
    }
    let between = trace.ledger_between.as_ref();
    let about = trace.strategy.as_ref().or(between.map(|b| &b.strategy))?;
    let own = all.into_iter().find(|c| &c.target == about)?;
    // A little on both sides is not yet a conflict: less than the weakest word of the method weighs.
    let weakest = trace.method.scale.first().map_or(0.0, |weight| weight.0);
    let less = own.supporting.0.min(-own.opposing.0);
    (own.conflict.0 >= DIVIDED && less >= weakest).then(|| {
        let number = |n: f64| number_text(n.abs(), names.unit.places);
        format!(
            "divided: {} for {}, {} against it",
            names.unit.amount(own.supporting.0),
            names.title(&own.target),
            number(own.opposing.0)
        )
    })
}

/// Where everything stands that evidence is about, how it conflicts, and what it rests on.
pub(super) fn section(names: &Names<'_>) -> Vec<Block> {
    let parts = [
        strategies(names),
        hypotheses(names),
        groups::section(names),
        conflict(names),
        basis(names),
    ];
    parts.into_iter().flatten().collect()
}

/// Where strategies and hypotheses stand.
pub(super) fn brief(names: &Names<'_>) -> Vec<Block> {
    let mut blocks = strategies(names);
    blocks.extend(hypotheses(names));
    blocks
}

/// The ranking, and whether its shares may be read as probabilities.
fn strategies(names: &Names<'_>) -> Vec<Block> {
    let trace = names.trace;
    if trace.strategies.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(
        true,
        &[
            ("", Fit::Number),
            ("strategy", Fit::Text),
            ("total", Fit::Number),
            ("range", Fit::Short),
            ("share", Fit::Number),
            ("in words", Fit::Text),
            ("standing", Fit::Text),
        ],
    );
    let totals: Vec<f64> = trace.strategies.iter().map(|s| s.total.0).collect();
    let totals = plain_column(&totals, MANY);
    for (at, (strategy, total)) in trace.strategies.iter().zip(totals).enumerate() {
        let place = match strategy.excluded {
            true => String::new(),
            false => format!("{}.", at.saturating_add(1)),
        };
        let cells = vec![
            place.into(),
            titled(names, &strategy.name),
            total.into(),
            bounds(strategy.total_bounds).into(),
            percent(strategy.confidence.0).into(),
            strategy.describe.as_deref().unwrap_or("").into(),
            state(names, strategy),
        ];
        table.row(RowKind::Item, cells);
    }
    let remark = match trace.calibrated {
        true => "Every weight is calibrated: the shares may be read as probabilities.",
        false => {
            "The shares are not calibrated: they compare the strategies and are not probabilities."
        }
    };
    table.row(RowKind::Aside, vec![Line::toned(remark, Tone::Quiet)]);
    vec![
        Block::section("How the strategies stand"),
        Block::Table(table),
    ]
}

/// A title with the name that authors look for.
pub(super) fn titled(names: &Names<'_>, name: &str) -> Line {
    let title = names.title(name);
    let line = Line::from(&title);
    if title == name {
        line
    } else {
        line.plain(" (").code(name).plain(")")
    }
}

/// More than bounds are widened by, so that no value lies outside.
const WIDENED: f64 = 1e-6;

fn bounds(bounds: Option<[N; 2]>) -> String {
    match bounds {
        Some([low, high]) if is_something(high.0 - low.0) => {
            // Bounds are widened by less than a reader wants to see.
            let end = |end: N| match end.0.abs() > WIDENED {
                true => number_text(end.0, 2),
                false => "0".into(),
            };
            format!("{} to {}", end(low), end(high))
        }
        Some(_) => "fixed".into(),
        None => String::new(),
    }
}

fn state(names: &Names<'_>, strategy: &StrategyTrace) -> Line {
    if strategy.excluded {
        let by = names.titles(&strategy.excluded_by);
        return Line::toned("ruled out", Tone::Bad).plain(match &*by {
            "" => String::new(),
            by => format!(" by {by}"),
        });
    }
    if strategy.tied {
        return Line::toned("level with another", Tone::Open);
    }
    match strategy.lead {
        Some(lead) if lead.0 > 0.0 => format!("{} ahead", names.unit.amount(lead.0)).into(),
        Some(lead) if lead.0 < 0.0 => format!("{} behind", names.unit.amount(-lead.0)).into(),
        Some(_) => Line::default(),
        None => "no rival".into(),
    }
}

/// What the evidence supports beside the strategies.
fn hypotheses(names: &Names<'_>) -> Vec<Block> {
    let trace = names.trace;
    if trace.hypotheses.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(
        true,
        &[
            ("hypothesis", Fit::Text),
            ("prior", Fit::Number),
            ("total", Fit::Number),
            ("range", Fit::Short),
            ("belief", Fit::Number),
            ("in words", Fit::Text),
        ],
    );
    let totals: Vec<f64> = trace.hypotheses.iter().map(|h| h.total.0).collect();
    let totals = plain_column(&totals, MANY);
    for (hypothesis, total) in trace.hypotheses.iter().zip(totals) {
        let cells = vec![
            titled(names, &hypothesis.name),
            number_text(hypothesis.prior.0, MANY).into(),
            total.into(),
            bounds(hypothesis.total_bounds).into(),
            number_text(hypothesis.belief.0, 2).into(),
            hypothesis.describe.as_deref().unwrap_or("").into(),
        ];
        table.row(RowKind::Item, cells);
    }
    vec![Block::section("Hypotheses"), Block::Table(table)]
}

/// Evidence for and against each target.
fn conflict(names: &Names<'_>) -> Vec<Block> {
    let conflict = &names.trace.conflict;
    if conflict.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(
        true,
        &[
            ("about", Fit::Text),
            ("for", Fit::Number),
            ("against", Fit::Number),
            ("the evidence", Fit::Text),
        ],
    );
    for one in conflict {
        let cells = vec![
            titled(names, &one.target),
            number_text(one.supporting.0, MANY).into(),
            number_text(one.opposing.0, MANY).into(),
            how_divided(one).into(),
        ];
        table.row(RowKind::Item, cells);
    }
    vec![
        Block::section("How the evidence conflicts"),
        Block::Table(table),
    ]
}

fn how_divided(one: &ConflictTrace) -> String {
    let (for_it, against) = (one.supporting.0, one.opposing.0);
    let words = match (is_something(for_it), is_something(against)) {
        (false, false) => return "there is none on either side".into(),
        (true, false) => return "all points one way: for".into(),
        (false, true) => return "all points one way: against".into(),
        (true, true) if one.conflict.0 >= DIVIDED => "divided",
        (true, true) if for_it > -against => "mostly for",
        (true, true) => "mostly against",
    };
    format!("{words} (conflict {})", percent(one.conflict.0))
}

/// What the weights rest on, and how much is cited from texts not seen.
fn basis(names: &Names<'_>) -> Vec<Block> {
    let trace = names.trace;
    let rests = ledger::rests_on(names);
    let mut items: Vec<Line> = Vec::new();
    if !rests.is_empty() {
        items.push(format!("{rests}.").into());
    }
    let calibrated = trace.basis.iter().find(|b| b.basis == "calibrated");
    if let Some(share) = calibrated.filter(|share| share.share.0 > 0.0) {
        items.push(format!("{} rests on calibrated weights.", percent(share.share.0)).into());
    }
    if trace.unseen_share.0 > 0.0 {
        let part = percent(trace.unseen_share.0);
        items.push(format!("{part} is cited only from sources whose text was not seen.").into());
    }
    if items.is_empty() {
        return Vec::new();
    }
    let how = "Counted by size over the ledger: 3 points against weigh as much as 3 points for; what groups cut does not count.";
    items.push(Line::toned(how, Tone::Quiet));
    vec![
        Block::section("What the evidence rests on"),
        Block::List(items),
    ]
}
