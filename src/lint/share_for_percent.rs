//! A percentage that is compared as if it were a share from 0 to 1.

use super::Lint;
use super::reads::conditions;
use crate::base::{CodeInfo, Diagnostic, Span, format_number};
use crate::model::{
    CondKind, Fact, FactId, FactType, LetKind, Num, NumKind, NumberType, Part, Rulebook, Subject,
    TableRow,
};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0838",
        name: "share-for-percent",
        what: "A fact in percent is compared with a number between 0 and 1.",
        why: "0.5 % is nearly nothing. Someone who thinks of shares from 0 to 1 means 50.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number \"%\" in 0..100 }\nrule q { when t.n > 0.5 then favor a weakly and oppose b weakly because \"N.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact n : number \"%\" in 0..100 }\nrule q { when t.n > 50 then favor a weakly and oppose b weakly because \"N.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    let mut shares = Vec::new();
    for cond in conditions(book) {
        cond.walk(&mut |part| {
            if let Part::Cond(cond) = part {
                compared(book, &cond.kind, &mut shares);
            }
        });
    }
    for item in book.lets.values() {
        if let LetKind::Table(_, columns, rows) = &item.kind {
            for row in rows {
                in_cells(book, columns, row, &mut shares);
            }
        }
    }
    shares.sort_by_key(|share| share.at);
    shares.dedup_by_key(|share| share.at);
    for share in shares {
        found.push(told(book, &share));
    }
}

/// A number that is probably a share.
struct Share<'b> {
    at: Span,
    number: f64,
    /// Both ends, where it is one of a range.
    ends: Option<(f64, f64)>,
    fact: &'b Fact,
}

fn told(book: &Rulebook, share: &Share<'_>) -> Diagnostic {
    let plain = |number: f64| format_number(number, 9);
    let meant = |number: f64| plain(number * 100.0);
    let number = plain(share.number);
    let message = format!(
        "`{}` is in percent, and {number} is {number} %",
        share.fact.name
    );
    let (written, edit, help) = match share.ends {
        Some((low, high)) => {
            let ends = format!("{} and {}", meant(low), meant(high));
            let help = format!("did you mean `between {ends}`?");
            (format!("{} and {}", plain(low), plain(high)), ends, help)
        }
        None => {
            let help = format!("did you mean {}?", meant(share.number));
            (number, meant(share.number), help)
        }
    };
    let problem = Diagnostic::warning(LINT.info.code, share.at, message).help(help);
    match book.files.text(share.at) == written {
        true => problem.edit(share.at, edit),
        false => problem,
    }
}

fn compared<'b>(book: &'b Rulebook, kind: &CondKind, shares: &mut Vec<Share<'b>>) {
    match kind {
        CondKind::Compare { left, right, .. } => {
            share(book, left, right, shares);
            share(book, right, left, shares);
        }
        CondKind::Between { number, low, high } => {
            shares.extend(between(book, number, (low, high)));
        }
        _ => {}
    }
}

/// `between 0.4 and 1`; `between 0.5 and 20` is meant so.
fn between<'b>(book: &'b Rulebook, fact: &Num, (low, high): (&Num, &Num)) -> Option<Share<'b>> {
    let NumKind::Fact(id) = &fact.kind else {
        return None;
    };
    let (from, to) = (constant(low)?, constant(high)?);
    let number = [from, to]
        .into_iter()
        .find(|end| NumberType::is_share(*end))?;
    let same = low.origin.file == high.origin.file;
    (same && to <= 1.0).then_some(Share {
        at: Span::new(
            low.origin.file,
            low.origin.range().start,
            high.origin.range().end,
        ),
        number,
        ends: Some((from, to)),
        fact: percent(book, *id)?,
    })
}

fn share<'b>(book: &'b Rulebook, fact: &Num, number: &Num, shares: &mut Vec<Share<'b>>) {
    if let (NumKind::Fact(id), Some(number_of)) = (&fact.kind, constant(number))
        && NumberType::is_share(number_of)
        && let Some(fact) = percent(book, *id)
    {
        shares.push(Share {
            at: number.origin,
            number: number_of,
            ends: None,
            fact,
        });
    }
}

fn in_cells<'b>(
    book: &'b Rulebook,
    columns: &[Subject],
    row: &TableRow,
    shares: &mut Vec<Share<'b>>,
) {
    for (column, cell) in columns.iter().zip(&row.cells) {
        let Subject::Fact(id) = column else { continue };
        let Some(fact) = percent(book, *id) else {
            continue;
        };
        let ends = cell.ranges().iter().flat_map(|range| {
            let within = range.within;
            let low = range.low.is_none().then_some(within.low);
            let high = range.high.is_none().then_some(within.high);
            low.into_iter().chain(high)
        });
        let number = ends.into_iter().find(|end| NumberType::is_share(*end));
        shares.extend(number.map(|number| Share {
            at: row.origin,
            number,
            ends: None,
            fact,
        }));
    }
}

/// A fact in percent, a hundred of them among its values.
fn percent(book: &Rulebook, id: FactId) -> Option<&Fact> {
    let fact = book.facts.find(id)?;
    let FactType::Number(kind) = &fact.kind else {
        return None;
    };
    kind.is_percent().then_some(fact)
}

fn constant(number: &Num) -> Option<f64> {
    match number.kind {
        NumKind::Constant(value) => Some(value),
        _ => None,
    }
}
