//! The ledger: what separates the advice from its strongest rival, in short and complete.

use crate::model::trace::{BasisShare, Branch, LedgerKind, LedgerLine};

use super::budget::{Reason, Room, Selection, select};
use super::citation;
use super::document::{Block, Fit, Line, RowKind, Table, Tone};
use super::names::Names;
use super::numbers::{
    MANY, count, is_something, ledger_column, number_text, percent, signed_column,
};

/// Reasons that are shown in brief.
const REASONS: Room = Room {
    pros: 5,
    least_cons: 2,
    most_cons: 4,
};

/// The main reasons under their heading.
pub(super) fn brief(names: &Names<'_>) -> Vec<Block> {
    let Some(table) = reasons(names) else {
        return Vec::new();
    };
    let mut blocks = vec![Block::section("The ledger")];
    if names.trace.strategy.is_none() {
        blocks.extend(weighing(names).map(|intro| Block::Paragraph(intro.into())));
    }
    blocks.push(table);
    blocks
}

/// The main reasons for and against, and what the rest comes to.
pub(super) fn reasons(names: &Names<'_>) -> Option<Block> {
    let selection = select(&names.trace.ledger, REASONS);
    let (rows, amounts) = short_rows(names, &selection);
    if rows.is_empty() {
        return None;
    }
    let mut table = Table::new(
        false,
        &[
            ("", Fit::Short),
            (names.unit.head(), Fit::Number),
            ("reason", Fit::Text),
            ("given", Fit::Text),
            ("source", Fit::Text),
        ],
    );
    let last = rows.len().saturating_sub(1);
    let texts = match names.trace.ledger_between {
        Some(_) => ledger_column(&amounts, names.unit.places),
        None => signed_column(&amounts, names.unit.places),
    };
    for (at, (mut cells, text)) in rows.into_iter().zip(texts).enumerate() {
        cells.insert(1, Line::toned(text, tone(amounts.get(at).copied())));
        let is_sum = at == last && names.trace.ledger_between.is_some();
        table.row(if is_sum { RowKind::Sum } else { RowKind::Item }, cells);
    }
    if let Some(remark) = honesty(names) {
        table.row(RowKind::Aside, vec![Line::toned(remark, Tone::Quiet)]);
    }
    Some(Block::Table(table))
}

/// What the reasons are about, where the advice is none of the strategies.
fn weighing(names: &Names<'_>) -> Option<String> {
    let between = names.trace.ledger_between.as_ref()?;
    let first = names.title(&between.strategy);
    Some(match &between.rival {
        Some(rival) => format!(
            "For and against {first}, compared with {}:",
            names.title(rival)
        ),
        None => format!("For and against {first}:"),
    })
}

/// The rows of the short form without their amounts, and the amounts.
fn short_rows(names: &Names<'_>, chosen: &Selection<'_>) -> (Vec<Vec<Line>>, Vec<f64>) {
    let mut rows = Vec::new();
    let mut amounts = Vec::new();
    for (label, tone, reasons) in [
        ("for", Tone::Good, &chosen.pros),
        ("against", Tone::Bad, &chosen.cons),
        ("limit", Tone::Open, &chosen.cuts),
    ] {
        for (at, reason) in reasons.iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            rows.push(reason_cells(names, Line::toned(label, tone), reason));
            amounts.push(reason.amount);
        }
    }
    if let Some((row, amount)) = rest_row(chosen) {
        rows.push(row);
        amounts.push(amount);
    }
    if rows.is_empty() {
        return (rows, amounts);
    }
    if let Some(between) = &names.trace.ledger_between {
        rows.push(vec![Line::default(), sum_words(names).into()]);
        amounts.push(between.difference.0);
    }
    (rows, amounts)
}

fn reason_cells(names: &Names<'_>, label: Line, reason: &Reason<'_>) -> Vec<Line> {
    let line = reason.line;
    let what = match line.kind {
        LedgerKind::Cut if line.facts.is_empty() => match label.is_empty() {
            true => String::new(),
            false => "overlapping reasons count only in part".into(),
        },
        LedgerKind::Prior | LedgerKind::Cut | LedgerKind::Rule => names.given(&line.facts),
    };
    let title = match on_rival(names, reason) {
        Some(words) => Line::from(title(line)).quiet(words),
        None => title(line).into(),
    };
    vec![
        label,
        title,
        what.into(),
        Line::toned(citation::shortest(&line.citations), Tone::Quiet),
    ]
}

/// On whom a reason is that moves the rival's total alone: the column of sides is about the other strategy.
fn on_rival(names: &Names<'_>, reason: &Reason<'_>) -> Option<String> {
    let rival = names.trace.ledger_between.as_ref()?.rival.as_deref()?;
    let line = reason.line;
    if reason.on_both || line.toward != rival {
        return None;
    }
    let side = match line.kind {
        LedgerKind::Cut => "on",
        LedgerKind::Prior | LedgerKind::Rule if reason.amount > 0.0 => "against",
        LedgerKind::Prior | LedgerKind::Rule => "for",
    };
    Some(format!(" ({side} {})", names.title(rival)))
}

/// What is not shown, in one row.
fn rest_row(chosen: &Selection<'_>) -> Option<(Vec<Line>, f64)> {
    let (pros, cons) = (&chosen.hidden_pros, &chosen.hidden_cons);
    let hidden = pros.len().saturating_add(cons.len());
    if hidden == 0 {
        return None;
    }
    let amount = pros.iter().chain(cons).map(|reason| reason.amount).sum();
    let sides = match (pros.len(), cons.len()) {
        (_, 0) => "all for".to_owned(),
        (0, _) => "all against".to_owned(),
        (pros, cons) => format!("{pros} for and {cons} against"),
    };
    let part = percent(1.0 - chosen.share_shown());
    let size = |reasons: &[Reason<'_>]| reasons.first().map_or(0.0, |r| r.amount.abs());
    let smallest = |shown: &[Reason<'_>]| shown.last().map_or(f64::INFINITY, |r| r.amount.abs());
    let is_smaller = size(pros) < smallest(&chosen.pros) && size(cons) < smallest(&chosen.cons);
    let what = match is_smaller {
        true => count(hidden, "smaller reason", "smaller reasons"),
        false => count(hidden, "more reason", "more reasons") + ", none larger than those above",
    };
    let words = format!("{what}, {sides}: {part} of all that was weighed");
    Some((vec![Line::toned("rest", Tone::Quiet), words.into()], amount))
}

/// The title of a line, saying what kind of line it is.
pub(super) fn title(line: &LedgerLine) -> String {
    let title = if line.title.trim().is_empty() {
        line.name.replace('_', " ")
    } else {
        line.title.clone()
    };
    match line.kind {
        LedgerKind::Prior => "From the start".into(),
        LedgerKind::Cut => format!("{title}: overlapping reasons"),
        LedgerKind::Rule => reason_title(title, line.branch),
    }
}

/// The title of a rule as a reason: by `else` it counts because what its title names is not the case.
pub(super) fn reason_title(title: String, branch: Option<Branch>) -> String {
    match branch {
        Some(Branch::Else) => format!("{title}: does not hold"),
        Some(Branch::Then) | None => title,
    }
}

/// What the sum of the ledger is.
fn sum_words(names: &Names<'_>) -> String {
    let Some(between) = &names.trace.ledger_between else {
        return String::new();
    };
    let strategy = names.title(&between.strategy);
    match &between.rival {
        Some(rival) if !is_something(between.difference.0) => {
            format!("{strategy} and {} are level", names.title(rival))
        }
        Some(rival) if between.difference.0 < 0.0 => {
            format!("{strategy} is behind {}", names.title(rival))
        }
        Some(rival) => format!("{strategy} over {}", names.title(rival)),
        None if super::answer::rivals_are_out(names) => {
            format!("{strategy}, the only option left")
        }
        None => strategy,
    }
}

fn tone(amount: Option<f64>) -> Tone {
    match amount {
        Some(amount) if amount > 0.0 => Tone::Good,
        Some(amount) if amount < 0.0 => Tone::Bad,
        _ => Tone::Plain,
    }
}

/// "(odds 16 : 1, not calibrated; weights of all for and against: 60 % expert, 40 % illustrative)".
fn honesty(names: &Names<'_>) -> Option<String> {
    let trace = names.trace;
    let share = trace.confidence?.0;
    // A share of one without any rival says nothing.
    let words = match super::answer::rivals_are_out(names) {
        true => String::new(),
        false => share_words(names, share) + ", ",
    };
    let rests = bases(names);
    let unseen = match trace.unseen_share.0 {
        part if part > 0.0 => format!("; {} from texts not seen", percent(part)),
        _ => String::new(),
    };
    Some(match (trace.calibrated, &*rests) {
        (true, _) => format!("({words}calibrated{unseen})"),
        (false, "") => format!("({words}not calibrated{unseen})"),
        (false, _) => {
            format!("({words}not calibrated; weights of all for and against: {rests}{unseen})")
        }
    })
}

/// The share in words: as odds where the method is one of odds, so that it goes with the points above it.
fn share_words(names: &Names<'_>, share: f64) -> String {
    let method = &names.trace.method;
    let is_between = share > 0.0 && share < 1.0;
    if method.name != "odds" || !method.normalize || !is_between {
        return format!("share {}", percent(share));
    }
    let odds = share / (1.0 - share);
    match odds < 1.0 {
        true => format!("odds 1 : {}", odds_text(1.0 / odds)),
        false => format!("odds {} : 1", odds_text(odds)),
    }
}

/// Odds to two digits: nobody knows them better.
fn odds_text(odds: f64) -> String {
    match odds {
        odds if odds < 10.0 => number_text(odds, 1),
        odds if odds < 100.0 => number_text(odds, 0),
        odds if odds <= 1000.0 => number_text((odds / 10.0).round() * 10.0, 0),
        _ => "more than 1000".into(),
    }
}

/// What weights rest on other than data, the largest share first.
fn shares<'t>(names: &Names<'t>) -> Vec<&'t BasisShare> {
    let all = names.trace.basis.iter();
    let mut shares: Vec<_> = all
        .filter(|share| share.share.0 > 0.0 && share.basis != "calibrated")
        .collect();
    shares.sort_by(|a, b| b.share.0.total_cmp(&a.share.0).then(a.basis.cmp(&b.basis)));
    shares
}

/// "60 % expert, 20 % illustrative".
fn bases(names: &Names<'_>) -> String {
    let words = shares(names).into_iter();
    let words = words.map(|share| format!("{} {}", percent(share.share.0), share.basis));
    words.collect::<Vec<_>>().join(", ")
}

/// "60 % of all for and against rests on expert weights, 20 % on illustrative ones".
pub(super) fn rests_on(names: &Names<'_>) -> String {
    let mut words = String::new();
    for (at, share) in shares(names).into_iter().enumerate() {
        let part = percent(share.share.0);
        words += &match at {
            0 => format!("{part} of all evidence rests on {} weights", share.basis),
            _ => format!(", {part} on {} ones", share.basis),
        };
    }
    words
}

/// Every line, with its rule and place, and the sum.
pub(super) fn complete(names: &Names<'_>) -> Vec<Block> {
    let trace = names.trace;
    let mut blocks = vec![Block::section("The ledger")];
    let Some(between) = &trace.ledger_between else {
        blocks.push(Block::Paragraph("There are no strategies to weigh.".into()));
        return blocks;
    };
    let mut table = Table::new(
        true,
        &[
            (names.unit.head(), Fit::Number),
            ("reason", Fit::Text),
            ("given", Fit::Text),
            ("source", Fit::Text),
            ("rule", Fit::Text),
        ],
    );
    let mut amounts: Vec<f64> = trace.ledger.iter().map(|line| line.amount.0).collect();
    amounts.push(between.difference.0);
    let mut texts = signed_column(&amounts, MANY).into_iter();
    for (line, text) in trace.ledger.iter().zip(texts.by_ref()) {
        let amount = Line::toned(text, tone(Some(line.amount.0)));
        table.row(RowKind::Item, complete_cells(names, line, amount));
    }
    let sum = texts.next().unwrap_or_default();
    table.row(RowKind::Sum, vec![sum.into(), sum_words(names).into()]);
    blocks.push(Block::Table(table));
    blocks
}

fn complete_cells(names: &Names<'_>, line: &LedgerLine, amount: Line) -> Vec<Line> {
    let target = names.title(&line.toward);
    let mut source = citation::short_list(&line.citations);
    if !line.basis.is_empty() {
        let sep = if source.is_empty() { "" } else { "; " };
        source = format!("{source}{sep}{} weight", line.basis);
    }
    let reason = Line::from(title(line)).quiet(format!(" (on {target})"));
    vec![
        amount,
        reason,
        names.given(&line.facts).into(),
        source.into(),
        citation::named(&line.name, Some(&line.place)),
    ]
}
