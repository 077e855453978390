//! A number with rows of which none may apply, although the weight of a rule needs it.

use std::collections::{BTreeMap, BTreeSet};

use super::Lint;
use crate::base::{CodeInfo, Diagnostic};
use crate::model::{CondKind, LetId, LetKind, ListRow, Num, RefKind, Rulebook, Subject, Weight};

/// The lint.
pub(super) const LINT: Lint = Lint {
    info: CodeInfo {
        code: "W0833",
        name: "number-without-otherwise",
        what: "The weight of a rule depends on a number that has no row for the remaining cases.",
        why: "Where none of its rows applies, the number is unknown, and the rule gives no evidence although it fires.",
        example: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no  fact z : yes_no }\nlet bonus : number { 3 when t.z }\nrule q { when t.y then favor a by 2 + bonus and oppose b weakly because \"Y.\" }",
        instead: "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no  fact z : yes_no }\nlet bonus : number { 3 when t.z  0 otherwise }\nrule q { when t.y then favor a by 2 + bonus and oppose b weakly because \"Y.\" }",
        kind: CodeInfo::RULES,
    },
    removes: false,
    run,
};

/// Yes, and yes and no, as if they were levels.
const YES: u128 = 1;
const BOTH: u128 = 3;

fn run(book: &Rulebook, found: &mut Vec<Diagnostic>) {
    for id in weighing(book) {
        let Some(item) = book.lets.find(id) else {
            continue;
        };
        let LetKind::List(scale, rows) = &item.kind else {
            continue;
        };
        if scale.numbers.is_some() && has_gap(book, rows) {
            let message = format!(
                "`{}` is unknown where none of its rows applies, and a weight depends on it",
                item.name
            );
            found.push(
                Diagnostic::warning(LINT.info.code, item.origin, message)
                    .help("say which number it is then: `0 otherwise`"),
            );
        }
    }
}

/// The lets on which the weights of rules depend, directly or by other numbers.
fn weighing(book: &Rulebook) -> BTreeSet<LetId> {
    let effects = book.rules.values();
    let effects = effects.flat_map(|rule| rule.then.iter().chain(&rule.otherwise));
    let mut left: Vec<&Num> = effects
        .filter_map(|effect| match &effect.weight {
            Weight::By(number) => Some(number),
            Weight::Word(..) => None,
        })
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(number) = left.pop() {
        for found in number.refs() {
            let RefKind::Subject(Subject::Let(id), _) = found.kind else {
                continue;
            };
            let kind = book.lets.find(id).map(|item| &item.kind);
            if let (true, Some(LetKind::Number(number, _))) = (seen.insert(id), kind) {
                left.push(number);
            }
        }
    }
    seen
}

/// Whether some profile is left without a row, as far as the forms of the conditions show it.
fn has_gap(book: &Rulebook, rows: &[ListRow]) -> bool {
    let mut covered: BTreeMap<Subject, u128> = BTreeMap::new();
    for row in rows {
        let Some(when) = &row.when else {
            return false;
        };
        let part = match &when.kind {
            CondKind::Not(inner) => {
                tested(book, &inner.kind).map(|(of, has, all)| (of, all & !has))
            }
            kind => tested(book, kind).map(|(of, has, _)| (of, has)),
        };
        match part {
            Some((of, has)) if row.unless.is_none() => *covered.entry(of).or_default() |= has,
            Some(_) => {}
            // What holds elsewhere may be left to the other rows.
            None if rows.len() > 1 => return false,
            None => {}
        }
    }
    covered.iter().all(|(of, has)| *has != all_of(book, *of))
}

/// What a test of one fact is of, the values for which it holds, and all there are.
fn tested(book: &Rulebook, kind: &CondKind) -> Option<(Subject, u128, u128)> {
    match kind {
        CondKind::Level { subject, levels } => Some((*subject, levels.0, all_of(book, *subject))),
        CondKind::Holds(subject) => Some((*subject, YES, all_of(book, *subject))),
        _ => None,
    }
}

/// The values of what has levels, or is yes or no.
fn all_of(book: &Rulebook, subject: Subject) -> u128 {
    book.scale(subject).map_or(BOTH, |scale| scale.all().0)
}
