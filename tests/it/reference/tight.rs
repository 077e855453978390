//! Small rulebooks in which every rule reads one fact alone: their bounds are reached, and what is possible is given.

use hansei::model::trace::Trace;
use hansei::space::Depth;

use super::book::{
    Book, Cond, Effect, Fact, Kind, Known, Num, Rule, Sub, Target, Way, Weight, When,
};
use super::dice::Dice;
use super::logic::Meaning;
use super::mutants::choices;
use super::{differ, generate, loaded, only_what_is_given, print};

/// Random rulebooks that are tried.
const BOOKS: u64 = 120;
/// Completions of each at most.
const COMPLETIONS: usize = 64;

#[test]
fn bounds_are_reached_where_every_rule_reads_one_fact_alone() {
    for seed in 0..BOOKS {
        let mut dice = Dice::new(choices(seed + 900));
        let book = book(&mut dice);
        let known = generate::known(&book, &mut dice);
        let (rules, profile) = (print::rules(&book), print::profile(&book, &known));
        let trace = loaded(&rules).and_then(|loaded| loaded.trace(&profile, Depth::Full));
        if let Err(trouble) = trace.and_then(|trace| reached(&book, &known, &trace)) {
            panic!("{trouble}\nwith {profile}\n{rules}");
        }
    }
}

/// The bounds of each total are its lowest and highest of all completions.
fn reached(book: &Book, known: &Known, trace: &Trace) -> Result<(), String> {
    let all = generate::completions(book, known, COMPLETIONS).ok_or("too many completions")?;
    let totals: Vec<Vec<f64>> = all
        .iter()
        .map(|known| Meaning { book, known }.choice().totals)
        .collect();
    for (at, target) in book.targets.iter().enumerate() {
        let mut strategies = trace.strategies.iter();
        let told = strategies.find(|told| told.name == target.name);
        let told = told.ok_or("a strategy is missing")?.total_bounds;
        let low = totals.iter().map(|all| all[at]).reduce(f64::min);
        let high = totals.iter().map(|all| all[at]).reduce(f64::max);
        if told.map(|[low, high]| (low.0, high.0)) != low.zip(high) {
            return Err(differ(&target.name, told, (low, high)));
        }
    }
    only_what_is_given(book, &all, trace)
}

/// Two or three facts, two or three strategies, and a few rules.
fn book(dice: &mut Dice) -> Book {
    let mut book = Book {
        method: dice.pick(&[Way::Odds, Way::Scorecard]),
        ..Book::default()
    };
    for _ in 0..2 + dice.below(2) {
        let count = 2 + dice.below(2);
        let kind = dice.pick(&[
            Kind::YesNo,
            Kind::Levels {
                count,
                ordered: true,
            },
        ]);
        book.facts.push(Fact {
            kind,
            tagged: false,
        });
    }
    for at in 0..2 + dice.below(2) {
        book.targets.push(Target {
            name: format!("s_{at}"),
            strategy: true,
            prior: dice.pick(&[0.0, 0.0, 3.0, -1.25]),
        });
    }
    for at in 0..2 + dice.below(5) {
        let rule = rule(&book, at, dice);
        book.rules.push(rule);
    }
    book
}

fn rule(book: &Book, at: usize, dice: &mut Dice) -> Rule {
    let otherwise = match dice.chance(30) {
        true => vec![effect(book, dice)],
        false => Vec::new(),
    };
    Rule {
        name: format!("rule_{at}"),
        when: When::Cond(test(book, dice)),
        unless: None,
        then: vec![effect(book, dice)],
        otherwise,
        excludes: Vec::new(),
        defeats: Vec::new(),
        group: None,
    }
}

fn test(book: &Book, dice: &mut Dice) -> Cond {
    let at = dice.below(book.facts.len());
    let fact = Sub::Fact(at);
    match (dice.below(4), book.facts[at].kind) {
        (0, _) => Cond::Unknown(fact),
        (1, Kind::YesNo) => Cond::Not(Box::new(Cond::Holds(fact))),
        (1, Kind::Levels { .. }) => Cond::AtLeastLevel(fact, 1),
        (_, Kind::Levels { count, .. }) => Cond::OneOf(fact, vec![dice.below(count)]),
        _ => Cond::Holds(fact),
    }
}

fn effect(book: &Book, dice: &mut Dice) -> Effect {
    let weight = match dice.chance(50) {
        true => Weight::Word(dice.below(4)),
        false => Weight::By(Num::Constant(f64::from(dice.between(1, 36)) / 4.0)),
    };
    Effect {
        target: dice.below(book.targets.len()),
        favor: !dice.chance(30),
        weight,
    }
}
