//! The rows of the advice in their order, a line each; in full the one that gave it and those that may yet.

use crate::model::trace::{AdviceRowTrace, ConditionTrace, RowStatus, Truth};

use crate::explain::condition::readings;
use crate::explain::document::{Block, Fit, Line, Mark, RowKind, Table};
use crate::explain::names::Names;
use crate::explain::rows;

/// Every row.
pub(in crate::explain) fn section(names: &Names<'_>) -> Vec<Block> {
    let all: Vec<&AdviceRowTrace> = names.trace.advice_rows.iter().collect();
    if all.is_empty() {
        return rows::section(names);
    }
    let mut blocks = table(names, &all);
    let full = all.iter().filter(|row| in_full(row));
    blocks.extend(full.map(|row| Block::Card(rows::card(names, row))));
    blocks
}

/// Some rows, a line each.
pub(in crate::explain) fn table(names: &Names<'_>, some: &[&AdviceRowTrace]) -> Vec<Block> {
    let columns = [
        ("row", Fit::Number),
        ("advice", Fit::Text),
        ("because", Fit::Text),
    ];
    let mut table = Table::new(true, &columns);
    for row in some {
        let mark = rows::mark(row.status);
        let number = Line::from(row.row.to_string()).plain(" ");
        let number = number.and(mark.sign(), mark.tone());
        let cells = vec![number, rows::title(names, row).into(), because(names, row)];
        table.row(RowKind::Item, cells);
    }
    let intro = "The first row that is known to apply gives the advice.";
    vec![
        Block::section("How the advice was chosen"),
        Block::Paragraph(intro.into()),
        Block::Table(table),
    ]
}

/// Whether everything about a row is said.
fn in_full(row: &AdviceRowTrace) -> bool {
    matches!(row.status, RowStatus::Chosen | RowStatus::Unknown)
}

/// Why a row stands as it does.
fn because(names: &Names<'_>, row: &AdviceRowTrace) -> Line {
    match row.status {
        RowStatus::DoesNotApply => first(names, row.condition.as_ref(), Truth::False).into(),
        RowStatus::Stopped => {
            let words = first(names, row.unless.as_ref(), Truth::True);
            format!("stopped by its exception: {words}").into()
        }
        RowStatus::Unknown if !row.needs.is_empty() => {
            format!("not known: depends on {}", names.titles(&row.needs)).into()
        }
        // What does not hold anyway needs no rule that rules it out.
        RowStatus::Excluded if is_denied(row) => {
            first(names, row.condition.as_ref(), Truth::False).into()
        }
        RowStatus::Excluded if !row.excluded_by.is_empty() => {
            format!("ruled out by {}", names.titles(&row.excluded_by)).into()
        }
        status => Line::toned(rows::badge(status), tone(status)),
    }
}

fn is_denied(row: &AdviceRowTrace) -> bool {
    let condition = row.condition.as_ref();
    condition.is_some_and(|condition| condition.truth == Truth::False)
}

fn tone(status: RowStatus) -> crate::explain::Tone {
    match rows::mark(status) {
        Mark::Yes => crate::explain::Tone::Strong,
        _ => crate::explain::Tone::Plain,
    }
}

/// The first reading that makes a condition what it is; figures as they were tested.
fn first(names: &Names<'_>, condition: Option<&ConditionTrace>, truth: Truth) -> String {
    let Some(condition) = condition else {
        return String::new();
    };
    let words = readings(names, condition, truth);
    let words = words.into_iter().find(|words| !words.is_empty());
    words.unwrap_or_else(|| tested(names, condition, truth))
}

fn tested(names: &Names<'_>, condition: &ConditionTrace, truth: Truth) -> String {
    let mut waiting = vec![condition];
    while let Some(part) = waiting.pop() {
        if let ("test", Some(text), true) = (&*part.op, &part.text, part.truth == truth) {
            let values = names.readings(text, &part.reads);
            let dash = if values.is_empty() { "" } else { " — " };
            return format!("{text}{dash}{values}");
        }
        waiting.extend(part.parts.iter().rev());
    }
    String::new()
}
