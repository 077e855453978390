//! What lints say of all profiles is held against the reference, on random rulebooks and random profiles.

use std::collections::BTreeMap;

use hansei::analyze::lints::lint;
use hansei::base::{Diagnostic, Span};
use hansei::check::Checked;
use hansei::model::LetKind;

use super::book::{
    Book, Cond, Effect, Fact, Guard, Kind, Known, Let, Num, Rule, Target, Weight, When,
};
use super::choice::Status;
use super::dice::Dice;
use super::generate::{self, Making};
use super::logic::{Meaning, Sure};
use super::mutants::choices;
use super::parts::Reach;
use super::{loaded, print};

/// Random rulebooks that are tried.
const BOOKS: u64 = 140;
/// Profiles that each is held against.
const PROFILES: u64 = 60;

#[test]
fn what_is_said_never_to_be_never_is() {
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..BOOKS {
        let book = generate::book(&mut Dice::new(choices(seed + 20_000)));
        let rules = print::rules(&book);
        let checked = loaded(&rules).unwrap().checked;
        let found = lint(&checked).unwrap();
        let known = (0..PROFILES).map(|at| {
            let mut dice = Dice::new(choices(seed * 1000 + at + 1));
            let known = generate::known(&book, &mut dice);
            match at % 2 {
                0 => known,
                _ => generate::completed(&book, &known, &mut dice),
            }
        });
        let known: Vec<Known> = known.collect();
        for one in &found {
            if is_kept(
                &Case {
                    book: &book,
                    checked: &checked,
                },
                one,
                &known,
            ) {
                *said.entry(one.code).or_default() += 1;
            }
        }
    }
    for code in ["W0820", "W0821", "W0822", "W0823", "W0824"] {
        let count = said.get(code).copied().unwrap_or_default();
        assert!(count > 5, "{code} was tried {count} times: {said:?}");
    }
}

/// A rulebook as the reference knows it, and as the program does.
struct Case<'a> {
    book: &'a Book,
    checked: &'a Checked,
}

impl Case<'_> {
    fn text(&self, span: Span) -> &str {
        self.checked.rulebook.files.text(span)
    }
}

/// What a lint says is so for these profiles; whether it could be tried.
#[track_caller]
fn is_kept(case: &Case<'_>, one: &Diagnostic, known: &[Known]) -> bool {
    let Some(is_wrong) = claim(case, one) else {
        return false;
    };
    let book = case.book;
    for known in known {
        if is_wrong(Meaning { book, known }) {
            let profile = print::profile(book, known);
            panic!("{one:?}\nis wrong with {profile}\n{}", print::rules(book));
        }
    }
    true
}

/// Whether what is said is wrong for a profile.
type Wrong<'a> = Box<dyn Fn(Meaning<'_>) -> bool + 'a>;

fn claim<'a>(case: &Case<'a>, one: &Diagnostic) -> Option<Wrong<'a>> {
    let book = case.book;
    let all = all(book);
    match one.code {
        "W0820" | "W0821" => {
            let wrong = one.code == "W0820";
            let marked = one.labels.iter().map(|label| case.text(label.span));
            let conds: Option<Vec<&Cond>> =
                marked.map(|text| all.get(bare(text)).copied()).collect();
            let conds = conds?;
            Some(Box::new(move |meaning| {
                conds.iter().all(|cond| is(meaning.truth(cond), wrong))
            }))
        }
        "W0822" => {
            let name = one.message.split('`').nth(1)?;
            let at = book.rules.iter().position(|rule| rule.name == name)?;
            Some(Box::new(move |meaning| meaning.status(at) == Status::Then))
        }
        "W0823" => {
            let (name, row) = row(case, one.span()?)?;
            let at: usize = name.strip_prefix('d')?.parse().ok()?;
            Some(Box::new(move |meaning| {
                let truths = truths(meaning, at);
                let above = truths[..row].iter().all(|truth| is(*truth, false));
                above && is(truths[row], true)
            }))
        }
        "W0824" => {
            let advice = case.checked.rulebook.advice.as_ref()?;
            let at = advice
                .rows
                .iter()
                .position(|row| Some(row.origin) == one.span())?;
            Some(Box::new(move |meaning| meaning.advice().1 == Some(at)))
        }
        other => panic!("nobody knows how to try {other}"),
    }
}

fn is(truth: Sure, wanted: bool) -> bool {
    matches!(truth, Some((holds, _)) if holds == wanted)
}

/// The let and the row of it that stand at a place.
fn row(case: &Case<'_>, span: Span) -> Option<(String, usize)> {
    case.checked.rulebook.lets.values().find_map(|item| {
        let at = match &item.kind {
            LetKind::List(_, rows) => rows.iter().position(|row| row.origin == span),
            LetKind::Table(_, _, rows) => rows.iter().position(|row| row.origin == span),
            LetKind::YesNo(_) | LetKind::Number(..) => None,
        };
        Some((item.name.to_string(), at?))
    })
}

/// A let by its rows, which may give levels or numbers.
fn rows(one: &Let) -> &Let {
    match one {
        Let::Graded(rows, _) => rows,
        other => other,
    }
}

/// Whether each row of a let applies.
fn truths(meaning: Meaning<'_>, at: usize) -> Vec<Sure> {
    match rows(&meaning.book.lets[at]) {
        Let::List { rows, .. } => rows.iter().map(|(_, guard)| meaning.guard(guard)).collect(),
        Let::Table { inputs, rows, .. } => {
            let row = |(cells, _): &(Vec<super::book::Cell>, usize)| {
                let cells = inputs.iter().zip(cells);
                let truths: Vec<Sure> = cells
                    .map(|(input, cell)| meaning.cell(*input, cell))
                    .collect();
                if truths.iter().any(|truth| is(*truth, false)) {
                    return Some((false, 1.0));
                }
                truths
                    .iter()
                    .all(|truth| is(*truth, true))
                    .then_some((true, 1.0))
            };
            rows.iter().map(row).collect()
        }
        other => panic!("{other:?} has no rows"),
    }
}

/// The text of a condition without what stands around it.
fn bare(text: &str) -> &str {
    let inner = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'));
    match inner {
        // The parentheses belong together.
        Some(inner) if balanced(inner) => bare(inner),
        _ => text.trim(),
    }
}

fn balanced(text: &str) -> bool {
    let mut depth = 0i32;
    text.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    })
}

/// Every condition of a book and every part of one, by its text.
fn all(book: &Book) -> BTreeMap<String, &Cond> {
    let mut found = BTreeMap::new();
    let mut see = |cond| {
        parts(cond, &mut |part| {
            _ = found.insert(print::cond(book, part), part)
        })
    };
    for rule in &book.rules {
        if let When::Cond(cond) = &rule.when {
            see(cond);
        }
        rule.unless.iter().for_each(&mut see);
    }
    for one in book.lets.iter().map(rows) {
        match one {
            Let::YesNo(cond) => see(cond),
            Let::List { rows, .. } => rows.iter().for_each(|(_, guard)| guarded(guard, &mut see)),
            Let::Number(_) | Let::Table { .. } | Let::Graded(..) => {}
        }
    }
    let rows = book.advice.iter().flatten();
    rows.for_each(|row| guarded(&row.guard, &mut see));
    for (when, unless) in &book.notes {
        see(when);
        unless.iter().for_each(&mut see);
    }
    found
}

fn guarded<'b>(guard: &'b Guard, see: &mut dyn FnMut(&'b Cond)) {
    guard.when.iter().chain(&guard.unless).for_each(see);
}

fn parts<'b>(cond: &'b Cond, see: &mut dyn FnMut(&'b Cond)) {
    see(cond);
    match cond {
        Cond::And(all)
        | Cond::Or(all)
        | Cond::AllOf(all)
        | Cond::AnyOf(all)
        | Cond::NoneOf(all)
        | Cond::AtLeast(_, all) => all.iter().for_each(|part| parts(part, see)),
        Cond::Not(inner) | Cond::Surely(inner) => parts(inner, see),
        _test => {}
    }
}

/// Small rulebooks of which every profile is tried: what is said is so, and what is so is said.
#[test]
fn what_never_is_on_any_profile_is_said() {
    let (mut never, mut missed) = (0, Vec::new());
    for seed in 0..70 {
        let book = small(&mut Dice::new(choices(seed + 30_000)));
        let rules = print::rules(&book);
        let checked = loaded(&rules).unwrap().checked;
        let found = lint(&checked).unwrap();
        let nothing = Known {
            facts: vec![None; book.facts.len()],
        };
        let all = generate::completions(&book, &nothing, 10_000).unwrap();
        let case = Case {
            book: &book,
            checked: &checked,
        };
        for one in &found {
            is_kept(&case, one, &all);
        }
        for (rule, modeled) in book.rules.iter().zip(origins(&case)) {
            let When::Cond(cond) = &rule.when else {
                continue;
            };
            let comes = |wanted| {
                all.iter()
                    .any(|known| is(Meaning { book: &book, known }.truth(cond), wanted))
            };
            if comes(true) && comes(false) {
                continue;
            }
            never += 1;
            let inside = |one: &Diagnostic| {
                let at = one.span().unwrap().start;
                modeled.start <= at && at < modeled.end
            };
            if !found.iter().any(inside) {
                missed.push(print::cond(&book, cond));
            }
        }
    }
    assert!(
        never > 60,
        "only {never} conditions never hold or never fail"
    );
    assert!(missed.is_empty(), "of {never}:\n{}", missed.join("\n"));
}

/// Where the condition of each rule stands.
fn origins(case: &Case<'_>) -> Vec<Span> {
    let rules = &case.checked.rulebook.rules;
    let named = |name: &str| rules.values().find(|rule| *rule.name == *name).unwrap();
    let all = case.book.rules.iter();
    all.map(|rule| named(&rule.name).when.origin).collect()
}

/// Whether every number is compared with constants alone, so that a few values stand for all.
fn is_plain(cond: &Cond) -> bool {
    let is_constant = |num: &Num| matches!(num, Num::Constant(_));
    let is_read = |num: &Num| matches!(num, Num::Fact(_) | Num::Count(_));
    let mut plain = true;
    parts(cond, &mut |part| {
        plain &= match part {
            Cond::Compare(left, _, right) => is_read(left) && is_constant(right),
            Cond::Between(number, low, high) => {
                is_read(number) && is_constant(low) && is_constant(high)
            }
            _other => true,
        };
    });
    plain
}

/// Rules over four facts of few values, each with a condition of several parts.
fn small(dice: &mut Dice) -> Book {
    let fact = |kind| Fact {
        kind,
        tagged: false,
    };
    let levels = Kind::Levels {
        count: 3,
        ordered: true,
    };
    let number = Kind::Number {
        low: 0,
        high: 5,
        whole: true,
    };
    let mut making = Making {
        book: Book {
            facts: [Kind::YesNo, levels, number, Kind::Set(2)].map(fact).into(),
            ..Book::default()
        },
        dice,
        settled: 0,
    };
    let target = |name: &str| Target {
        name: name.into(),
        strategy: true,
        prior: 0.0,
    };
    making.book.targets = vec![target("sa"), target("sb")];
    for at in 0..12 {
        let when = loop {
            let when = making.cond(3, Reach::early());
            if is_plain(&when) {
                break when;
            }
        };
        let effect = Effect {
            target: at % 2,
            favor: true,
            weight: Weight::Word(0),
        };
        making.book.rules.push(Rule {
            name: format!("r{at}"),
            when: When::Cond(when),
            unless: None,
            then: vec![effect],
            otherwise: Vec::new(),
            excludes: Vec::new(),
            defeats: Vec::new(),
            group: None,
        });
    }
    making.book
}
