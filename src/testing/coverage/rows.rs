//! Rows of tables, of lists and of the advice: was each ever the one that counted, and which one came before it?

use super::why::{never, of_fact, of_let, times};
use super::{Class, Item, Need, Seen, item, need};
use crate::analyze::possible::Shown;
use crate::analyze::possible::{Never, Row};
use crate::base::{Diagnostic, Span};
use crate::model::{
    AdviceRow, Cell, Let, LetId, LetKind, Shapes, Subject, TableRow, TruthId, TruthNode,
};

const CHOSEN: &str = "chosen";

pub(super) fn items(seen: &Seen<'_>) -> Vec<Item> {
    let lets = seen.program.rulebook.lets.iter();
    let mut items: Vec<Item> = lets.flat_map(|(id, one)| of_one(seen, id, one)).collect();
    if let Some(advice) = &seen.program.rulebook.advice {
        items.extend(advice.rows.iter().enumerate().map(|row| advised(seen, row)));
    }
    items
}

fn of_one(seen: &Seen<'_>, id: LetId, one: &Let) -> Vec<Item> {
    let Some(choice) = seen.program.plan.code.lets[id].choice() else {
        return Vec::new();
    };
    let (class, origins): (Class, Vec<Span>) = match &one.kind {
        LetKind::List(_, rows) => (Class::ListRows, rows.iter().map(|row| row.origin).collect()),
        LetKind::Table(_, _, rows) => (
            Class::TableRows,
            rows.iter().map(|row| row.origin).collect(),
        ),
        LetKind::YesNo(_) | LetKind::Number(..) => return Vec::new(),
    };
    let rows = &seen.program.plan.code.choices[choice].rows;
    let mut before: Vec<TruthId> = Vec::new();
    let mut items = Vec::new();
    for (at, ((truth, _), origin)) in rows.iter().zip(&origins).enumerate() {
        let Some(row) = seen.tally.rows[id].get(at) else {
            continue;
        };
        let why = match row.chosen {
            0 => seen.possible.never_chosen((id, at), *truth, &before),
            _ => None,
        };
        before.push(*truth);
        let name = format!("row {} of {}", at.saturating_add(1), one.name);
        let chosen = need(CHOSEN, row.chosen, why.is_none());
        let why = why.map(Never::words);
        let needs = vec![Need { why, ..chosen }];
        items.push(item((class, name, *origin), needs, |_| {
            let message = format!(
                "row {} of `{}` is never chosen",
                at.saturating_add(1),
                one.name
            );
            let gap = Diagnostic::warning("W1004", *origin, message);
            match row.held {
                0 => no_fit(seen, (id, at, *truth), gap),
                _ => shadowed(row, &origins, gap),
            }
            .help("add an example or a case in which this row applies and no row above it does")
        }));
    }
    items
}

/// Its condition never held.
fn no_fit(
    seen: &Seen<'_>,
    (id, at, truth): (LetId, usize, TruthId),
    gap: Diagnostic,
) -> Diagnostic {
    match &seen.program.rulebook.lets[id].kind {
        LetKind::List(_, rows) => {
            let row = rows.get(at);
            let when = row.and_then(|row| row.when.as_ref());
            let unless = row.and_then(|row| Some(row.unless.as_ref()?.origin));
            let shapes = seen.sites.lets[id].get(at);
            held_never(seen, (when, shapes, unless), gap)
        }
        LetKind::Table(_, inputs, rows) => match rows.get(at) {
            Some(row) => gap.here(cells(seen, (inputs, row), truth)),
            None => gap,
        },
        LetKind::YesNo(_) | LetKind::Number(..) => gap,
    }
}

type Guarded<'a> = (
    Option<&'a crate::model::Cond>,
    Option<&'a Shapes>,
    Option<Span>,
);

fn held_never(seen: &Seen<'_>, (when, shapes, unless): Guarded<'_>, gap: Diagnostic) -> Diagnostic {
    let shape = shapes.and_then(|shapes| shapes.when.as_ref());
    let (Some(when), Some(shape)) = (when, shape) else {
        return gap;
    };
    let held = seen.truth(shape.truth).yes;
    if held > 0 {
        let gap = gap.here(format!("its condition held {}", times(held)));
        return match unless {
            Some(unless) => gap.label(unless, "and so did this each time"),
            None => gap,
        };
    }
    let shown: Shown<'_> = (when, shape);
    let why = never(seen, shown, true);
    gap.label(why.at, why.words)
}

/// The cell that stood in the way of a table's row.
fn cells(seen: &Seen<'_>, (inputs, row): (&[Subject], &TableRow), truth: TruthId) -> String {
    let tested: Vec<&Subject> = inputs
        .iter()
        .zip(&row.cells)
        .filter(|(_, cell)| **cell != Cell::Any)
        .map(|(input, _)| input)
        .collect();
    let parts: Vec<TruthId> = match (&seen.program.plan.code.truths[truth], tested.len()) {
        (TruthNode::All(parts), many) if many > 1 => {
            seen.program.plan.code.parts_of(*parts).to_vec()
        }
        _one => vec![truth],
    };
    let least = tested
        .iter()
        .zip(&parts)
        .min_by_key(|(_, part)| seen.truth(**part).yes);
    let Some((input, part)) = least else {
        return "nothing was evaluated".into();
    };
    let (name, values) = value(seen, **input);
    match seen.truth(*part).yes {
        0 => format!("its cell for `{name}` never fits: {values}"),
        often => format!(
            "its cell for `{name}` fits {}, but never together with the others",
            times(often)
        ),
    }
}

fn value(seen: &Seen<'_>, input: Subject) -> (String, String) {
    let book = &seen.program.rulebook;
    let (name, values, words) = match input {
        Subject::Fact(fact) => {
            let values = &seen.tally.facts[fact];
            (&book.facts[fact].name, values, of_fact(seen, fact, values))
        }
        Subject::Let(id) => {
            let values = &seen.tally.lets[id];
            (&book.lets[id].name, values, of_let(seen, id, values))
        }
    };
    let words = match values.known {
        0 => "it was never known".into(),
        _ => format!("it was {words}"),
    };
    (name.to_string(), words)
}

/// Its condition held, and another row counted.
fn shadowed(row: &Row, origins: &[Span], gap: Diagnostic) -> Diagnostic {
    let mut gap = gap.here(format!("it would have applied {}", times(row.held)));
    let most = |rows: &std::collections::BTreeMap<usize, u64>| {
        let most = rows
            .iter()
            .max_by_key(|(at, count)| (**count, std::cmp::Reverse(**at)));
        most.and_then(|(at, count)| Some((*origins.get(*at)?, *count)))
    };
    if let Some((origin, count)) = most(&row.lost) {
        gap = gap.label(origin, format!("this one came first {}", times(count)));
    }
    if let Some((origin, count)) = most(&row.open) {
        gap = gap.label(origin, format!("this one was unknown {}", times(count)));
    }
    if row.excluded > 0 {
        gap = gap.help(format!(
            "its strategy was ruled out {}",
            times(row.excluded)
        ));
    }
    gap
}

fn advised(seen: &Seen<'_>, (at, row): (usize, &AdviceRow)) -> Item {
    let name = advice_name(seen, row);
    let tally = seen.tally.advice.get(at).cloned().unwrap_or_default();
    let possible = tally.chosen > 0 || seen.possible.can_choose(at);
    let needs = vec![need(CHOSEN, tally.chosen, possible)];
    item((Class::AdviceRows, name.clone(), row.origin), needs, |_| {
        let message = format!("the advice row `{name}` is never chosen");
        let gap = Diagnostic::warning("W1005", row.origin, message);
        let unless = row.unless.as_ref().map(|cond| cond.origin);
        let shapes = seen.program.plan.words.row_shapes.get(at);
        match tally.held {
            0 => held_never(seen, (row.when.as_ref(), shapes, unless), gap),
            _ => shadowed(&tally, &origins(seen), gap),
        }
        .help("add an example or a case in which this row applies and no row above it does")
    })
}

fn origins(seen: &Seen<'_>) -> Vec<Span> {
    let rows = seen.program.rulebook.advice.iter();
    rows.flat_map(|advice| &advice.rows)
        .map(|row| row.origin)
        .collect()
}

/// The label of an advice row; its outcome where it has none.
pub(super) fn advice_name(seen: &Seen<'_>, row: &AdviceRow) -> String {
    let book = &seen.program.rulebook;
    let label = row.label.as_deref();
    label
        .unwrap_or_else(|| book.outcome_name(row.outcome))
        .to_owned()
}
