//! What hangs on what, as a document and as JSON. Finds nothing out.

use super::session::Failure;
use crate::analyze::{AtValue, EDGE, FactSwing, Sensitivity, Turn, Turning};
use crate::base::{Diagnostic, Severity, format_number};
use crate::explain::{Block, Fit, Line, RowKind, Table, Tone};
use crate::model::trace::ValueTrace;

/// Rows of a table that are shown.
const MOST_ROWS: usize = 12;
/// Characters of the bar that stands for the widest swing.
const BAR: usize = 14;

/// The document.
pub(super) fn blocks(found: &Sensitivity) -> Vec<Block> {
    let mut blocks = vec![Block::Lead {
        title: Line::toned(&found.title, Tone::Strong),
        detail: Line::from(&found.profile),
    }];
    if let (Some([a, b]), Some(lead)) = (&found.titles, found.lead) {
        let lead = lead.0;
        let words = match lead >= 0.0 {
            true => format!("{a} is {} ahead of {b}.", format_number(lead, 2)),
            false => format!("{a} is {} behind {b}.", format_number(-lead, 2)),
        };
        blocks.push(Block::Paragraph(words.into()));
    }
    blocks.push(Block::section("One answer at a time"));
    match found.facts.is_empty() {
        true => blocks.push(Block::Paragraph("No answer moves anything.".into())),
        false => blocks.push(Block::Table(facts(found))),
    }
    turning(
        &mut blocks,
        "One weight at a time",
        ("Rule", "Weight"),
        &found.weights,
    );
    turning(
        &mut blocks,
        "One parameter at a time",
        ("Parameter", "Now"),
        &found.parameters,
    );
    blocks.push(Block::section("All weights together"));
    blocks.push(Block::Paragraph(radius(found).into()));
    blocks
}

fn facts(found: &Sensitivity) -> Table {
    let columns = [
        ("Question", Fit::Text),
        ("Now", Fit::Text),
        ("Lead", Fit::Short),
        ("Swing", Fit::Short),
        ("The advice turns with", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    let ends = found.facts.iter().filter_map(|fact| fact.leads);
    let today = found.lead.map_or(0.0, |lead| lead.0);
    let (low, high) = ends.fold((today, today), |(low, high), [least, most]| {
        (low.min(least.0), high.max(most.0))
    });
    for fact in found.facts.iter().take(MOST_ROWS) {
        let (numbers, bar) = match fact.leads {
            Some([least, most]) => (
                format!(
                    "{} to {}",
                    format_number(least.0, 2),
                    format_number(most.0, 2)
                ),
                bar((low, high), (least.0, most.0), today),
            ),
            None => (String::new(), String::new()),
        };
        let turns = Line::toned(turns(found, fact), Tone::Open);
        let cells = [&fact.title, &fact.given_words, &numbers, &bar].map(Line::from);
        table.row(RowKind::Item, cells.into_iter().chain([turns]).collect());
    }
    hidden(&mut table, found.facts.len());
    table
}

/// The swing of one fact on the scale of all, with where it is today.
fn bar((low, high): (f64, f64), (least, most): (f64, f64), today: f64) -> String {
    let width = (high - low).max(f64::MIN_POSITIVE);
    let scale = f64::from(u32::try_from(BAR.saturating_sub(1)).unwrap_or(1));
    let place = |number: f64| ((number - low) / width * scale).round();
    let cell = |at: u32| {
        let at = f64::from(at);
        match () {
            () if at == place(today) => '┃',
            () if at >= place(least) && at <= place(most) => '━',
            () => '·',
        }
    };
    (0..).take(BAR).map(cell).collect()
}

/// The values that change the advice; of numbers the one nearest to the number given.
fn turns(found: &Sensitivity, fact: &FactSwing) -> String {
    let turning = fact.values.iter().filter(|at| at.advice != found.advice);
    let turning: Vec<&AtValue> = turning.collect();
    let number = |value: &ValueTrace| match value {
        ValueTrace::Number(number) => Some(number.0),
        _other => None,
    };
    let given = number(&fact.given);
    let numbers = turning
        .iter()
        .filter_map(|at| Some((number(&at.value)?, at)));
    let nearest = numbers.min_by(|(one, _), (other, _)| {
        let far = |number: f64| (number - given.unwrap_or(0.0)).abs();
        far(*one).total_cmp(&far(*other))
    });
    match nearest {
        Some((_, at)) => format!("{}, for example", at.words),
        None => {
            let words: Vec<&str> = turning.iter().map(|at| &*at.words).collect();
            words.join(" / ")
        }
    }
}

fn turning(
    blocks: &mut Vec<Block>,
    head: &str,
    (what, now): (&'static str, &'static str),
    all: &[Turning],
) {
    blocks.push(Block::section(head));
    let turning: Vec<&Turning> = all
        .iter()
        .filter(|one| one.below.is_some() || one.above.is_some())
        .collect();
    if turning.is_empty() {
        blocks.push(Block::Paragraph("None turns the advice by itself.".into()));
        return;
    }
    let columns = [
        (what, Fit::Text),
        (now, Fit::Text),
        ("The advice turns with", Fit::Text),
        ("To", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    for one in turning.iter().take(MOST_ROWS) {
        let turns: Vec<&Turn> = one.below.iter().chain(&one.above).collect();
        let numbers: Vec<&str> = turns.iter().map(|turn| &*turn.words).collect();
        let mut titles: Vec<&str> = turns.iter().map(|turn| &*turn.title).collect();
        titles.dedup();
        let cells = [
            one.title.clone(),
            one.words.clone(),
            numbers.join(" or "),
            titles.join(" or "),
        ];
        table.row(RowKind::Item, cells.map(Line::from).into());
    }
    hidden(&mut table, turning.len());
    blocks.push(Block::Table(table));
    let still = all.len().saturating_sub(turning.len());
    if still > 0 {
        let words = match still {
            1 => "1 other does not turn the advice by itself.".to_owned(),
            many => format!("{many} others do not turn the advice by themselves."),
        };
        blocks.push(Block::Paragraph(Line::default().quiet(words)));
    }
}

fn hidden(table: &mut Table, all: usize) {
    let hidden = all.saturating_sub(MOST_ROWS);
    if hidden > 0 {
        let words = format!("and {hidden} more, which `--format json` lists");
        table.row(RowKind::Aside, vec![Line::toned(words, Tone::Quiet)]);
    }
}

fn radius(found: &Sensitivity) -> String {
    if found.radius.falls.is_some_and(|falls| falls.0 <= EDGE) {
        return "The advice stands on an edge: the smallest changes that go together turn it."
            .into();
    }
    let percent = |part: f64| format!("{} %", format_number(part * 100.0, 1));
    let stands = found.radius.stands.0;
    let stands = match stands > 0.0 {
        true => format!(
            "The advice stands while no weight changes by more than {} of itself (proved).",
            percent(stands)
        ),
        false => "That the advice stands with other weights could not be shown.".to_owned(),
    };
    match found.radius.falls {
        Some(falls) => format!(
            "{stands} Changes of {} that go together against it turn it.",
            percent(falls.0)
        ),
        None => format!("{stands} No changes up to 100 % that turn it were found."),
    }
}

/// For programs.
pub(super) fn json(found: &Sensitivity) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(found);
    json.map(|json| json + "\n").map_err(|error| {
        let message = format!("the result cannot be written: {error}");
        Diagnostic::new("E0906", Severity::Error, message).into()
    })
}
