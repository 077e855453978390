//! A percentage that is compared as if it were a share from 0 to 1.

use super::Lint;
use super::reads::conditions;
use crate::base::{CodeInfo, Diagnostic, Span, format_number};
use crate::model::{
    CondKind, Fact, FactId, FactType, LetKind, Num, NumKind, NumberType, Op, Part, Rulebook,
    Subject, TableRow, Value, Weight,
};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0838",
        name: "share-for-percent",
        what: "A fact in percent is compared with a number between 0 and 1, or an example gives it one.",
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
        cond.walk(&mut |part| read(book, part, &mut shares));
    }
    let effects = book.rules.values();
    let effects = effects.flat_map(|rule| rule.then.iter().chain(&rule.otherwise));
    for effect in effects {
        if let Weight::By(weight) = &effect.weight {
            weight.walk(&mut |part| read(book, part, &mut shares));
        }
    }
    for item in book.lets.values() {
        match &item.kind {
            LetKind::Number(number, _) => {
                number.walk(&mut |part| read(book, part, &mut shares));
            }
            LetKind::Table(_, columns, rows) => {
                for row in rows {
                    in_cells(book, columns, row, &mut shares);
                }
            }
            LetKind::YesNo(_) | LetKind::List(..) => {}
        }
    }
    shares.extend(in_examples(book));
    shares.sort_by_key(|share| (share.at, share.fact.name.clone()));
    shares.dedup_by_key(|share| (share.at, share.fact.name.clone()));
    for share in shares {
        found.push(told(book, &share));
    }
}

fn read<'b>(book: &'b Rulebook, part: Part<'b>, shares: &mut Vec<Share<'b>>) {
    match part {
        Part::Cond(cond) => compared(book, &cond.kind, shares),
        Part::Num(number) => shares.extend(ramp(book, number)),
        Part::Argument(_) => {}
    }
}

/// What examples give.
fn in_examples(book: &Rulebook) -> impl Iterator<Item = Share<'_>> {
    let given = book.examples.iter();
    let given = given.flat_map(|example| {
        example
            .given
            .iter()
            .map(move |given| (example.origin, given))
    });
    given.filter_map(|(at, (id, given))| match given.value {
        Value::Number(number) if NumberType::is_share(number) => Some(Share {
            at,
            number,
            ends: None,
            fact: percent(book, *id)?,
        }),
        _ => None,
    })
}

/// A number that is probably a share.
struct Share<'b> {
    at: Span,
    number: f64,
    /// Both ends, where it is one of a range, and what stands between them.
    ends: Option<(f64, f64, &'static str)>,
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
        Some((low, high, sign)) => {
            let ends = format!("{}{sign}{}", meant(low), meant(high));
            let help = format!("did you mean `{ends}`?");
            (format!("{}{sign}{}", plain(low), plain(high)), ends, help)
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
fn between<'b>(book: &'b Rulebook, fact: &Num, ends: (&Num, &Num)) -> Option<Share<'b>> {
    both_ends(book, fact, ends, " and ")
}

/// `ramp(x, 0.3, 0.8)`
fn ramp<'b>(book: &'b Rulebook, number: &'b Num) -> Option<Share<'b>> {
    match &number.kind {
        NumKind::Apply(Op::Ramp, operands) => match &operands[..] {
            [fact, from, to] => both_ends(book, fact, (from, to), ", "),
            _ => None,
        },
        _ => None,
    }
}

fn both_ends<'b>(
    book: &'b Rulebook,
    fact: &Num,
    (low, high): (&Num, &Num),
    sign: &'static str,
) -> Option<Share<'b>> {
    let NumKind::Fact(id) = &fact.kind else {
        return None;
    };
    let (from, to) = (constant(book, low)?, constant(book, high)?);
    let number = [from, to]
        .into_iter()
        .find(|end| NumberType::is_share(*end))?;
    let same = low.origin.file == high.origin.file;
    (same && from.max(to) <= 1.0).then_some(Share {
        at: Span::new(
            low.origin.file,
            low.origin.range().start,
            high.origin.range().end,
        ),
        number,
        ends: Some((from, to, sign)),
        fact: percent(book, *id)?,
    })
}

fn share<'b>(book: &'b Rulebook, fact: &Num, number: &Num, shares: &mut Vec<Share<'b>>) {
    if let (NumKind::Fact(id), Some(number_of)) = (&fact.kind, constant(book, number))
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

/// A number that is written, or that a parameter has.
fn constant(book: &Rulebook, number: &Num) -> Option<f64> {
    match number.kind {
        NumKind::Constant(value) => Some(value),
        NumKind::Parameter(id) => book.parameters.find(id).map(|parameter| parameter.value),
        _ => None,
    }
}
