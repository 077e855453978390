//! hansei held against a slow reference on random rulebooks: the reference knows the language and nothing of hansei.

mod asked;
mod book;
mod certificates;
mod choice;
mod dice;
mod flips;
mod generate;
mod guarantees;
mod lints;
mod logic;
mod mutants;
mod parts;
mod print;
mod sets;
mod tampered;
mod tight;
mod walks;

use hansei::check::ReadProblem;
use hansei::model::trace::{Branch, RuleStatus, Trace, Truth, ValueTrace};
use hansei::space::Depth;
use hansei::testing::coverage::coverage;
use proptest::prelude::{ProptestConfig, TestCaseError, any, prop};
use proptest::test_runner::TestRunner;

use crate::harness::{Loaded, is_parked, load_with};
use crate::treatments::{self, Texts};
use book::{Book, Kind, Known, Let, Num, Sub, Way, Weight};
use choice::Status;
use dice::Dice;
use logic::Meaning;

/// Random rulebooks tried in one run.
const CASES: u32 = 120;
/// Profiles tried with each.
const PROFILES: usize = 2;
/// Completions tried with each profile.
const COMPLETIONS: usize = 6;
/// Completions at most of which all are tried instead.
const ALL_COMPLETIONS: usize = 24;
/// A method whose evidence is a list.
const DEMPSTER: &str = include_str!("../cases/dempster_shafer/dempster_shafer.rhai");
/// Most random choices that one case is made of.
const CHOICES: usize = 900;

#[test]
fn random_rulebooks_mean_what_the_reference_says() {
    let config = ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    };
    let choices = prop::collection::vec(any::<u16>(), CHOICES / 2..CHOICES);
    let result = TestRunner::new_with_rng(config, rng()).run(&choices, |choices| {
        one_case(choices).map_err(TestCaseError::fail)
    });
    if let Err(failure) = result {
        let shown = match &failure {
            proptest::test_runner::TestError::Fail(reason, _) => reason.to_string(),
            other => other.to_string(),
        };
        panic!("{shown}");
    }
}

/// Nothing happens that coverage holds to be impossible.
fn only_what_is_possible(loaded: &Loaded, profile: &str) -> Result<(), String> {
    let tried = coverage(&loaded.program, &[&loaded.profile(profile)?]);
    for item in &tried.items {
        let mut needs = item.needs.iter();
        if let Some(need) = needs.find(|need| !need.possible && need.count > 0) {
            let (class, what) = (item.class.info().name, need.what);
            return Err(format!(
                "{class}: `{}` is {what}, and that cannot be",
                item.name
            ));
        }
    }
    Ok(())
}

/// The same random numbers in every run.
fn rng() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

/// A rulebook with a few profiles.
fn one_case(choices: Vec<u16>) -> Result<(), String> {
    let mut dice = Dice::new(choices);
    let book = generate::book(&mut dice);
    let rules = print::rules(&book);
    let loaded = loaded(&rules).map_err(|trouble| format!("{trouble}\n{rules}"))?;
    let others = shuffled(&rules)?;
    let suite = asked::suite(&rules, &book, &mut beside)
        .map_err(|trouble| format!("{trouble}\n{rules}"))?;
    for _ in 0..PROFILES {
        let known = generate::known(&book, &mut dice);
        let profile = print::profile(&book, &known);
        same_bytes(&others, &profile).map_err(|trouble| format!("{trouble}\n{rules}"))?;
        let meaning = Meaning {
            book: &book,
            known: &known,
        };
        asked::agrees(meaning, &suite, &loaded.profile(&profile)?)
            .and_then(|()| one_profile(&book, &known, &loaded, &profile, &mut dice))
            .map_err(|trouble| format!("{trouble}\nwith {profile}\n{rules}"))?;
    }
    Ok(())
}

/// The program of a text, with the script and the method that it may name.
fn loaded(rules: &str) -> Result<Loaded, String> {
    load_with("book.rules", &mut |name| match name {
        "book.rules" => Ok(rules.as_bytes().to_vec()),
        other => beside(other),
    })
}

/// The script and the method that a rulebook may name.
fn beside(name: &str) -> Result<Vec<u8>, ReadProblem> {
    match name {
        "s.rhai" => Ok(print::SCRIPT.as_bytes().to_vec()),
        "dempster_shafer.rhai" => Ok(DEMPSTER.as_bytes().to_vec()),
        _ => Err(ReadProblem::Missing { near: None }),
    }
}

/// The rulebook with its declarations in two orders.
fn shuffled(rules: &str) -> Result<[Loaded; 2], String> {
    let texts = Texts::from([("book.rules".to_owned(), rules.to_owned())]);
    let load = |seed| loaded(&treatments::shuffled(&texts, seed)["book.rules"]);
    Ok([load(1)?, load(2)?])
}

/// The order of declarations does not reach the trace.
fn same_bytes([one, other]: &[Loaded; 2], profile: &str) -> Result<(), String> {
    let told = |loaded: &Loaded| loaded.tell(&loaded.profile(profile)?, Depth::Settled);
    match told(one)? == told(other)? {
        true => Ok(()),
        false => Err("another order of declarations gives another trace".into()),
    }
}

/// Today's values, the verifier's word, and completions within the bounds.
fn one_profile(
    book: &Book,
    known: &Known,
    loaded: &Loaded,
    profile: &str,
    dice: &mut Dice,
) -> Result<(), String> {
    let trace = loaded.trace(profile, Depth::Full)?;
    let meaning = Meaning { book, known };
    agrees(meaning, &trace)?;
    if let Some(first) = loaded.troubles(&trace).first() {
        return Err(format!("verify: {first}"));
    }
    loaded.alone(&loaded.profile(profile)?, &trace)?;
    only_what_is_possible(loaded, profile)?;
    not_widened(book, &trace)?;
    let all = generate::completions(book, known, ALL_COMPLETIONS);
    if let Some(all) = &all {
        only_what_is_given(book, all, &trace)?;
    }
    let some = (0..COMPLETIONS).map(|_| generate::completed(book, known, dice));
    let tried: Vec<Known> = match all {
        Some(all) => all,
        None => some.collect(),
    };
    for completed in &tried {
        let other = Meaning {
            book,
            known: completed,
        };
        let inside = within_bounds(other, &trace).or_else(park);
        inside.map_err(|trouble| {
            let completed = print::profile(book, completed);
            format!("{trouble}\nwith the completion {completed}")
        })?;
    }
    Ok(())
}

/// Where all completions were tried, it is decided whether the advice is settled, and each advice that is said to be
/// possible is given by one of them.
fn only_what_is_given(book: &Book, all: &[Known], trace: &Trace) -> Result<(), String> {
    let given: Vec<String> = all
        .iter()
        .map(|known| book.outcome_name(Meaning { book, known }.advice().0))
        .collect();
    if trace.settled != Some(given.iter().all(|advice| *advice == trace.advice)) {
        return Err(differ("settled of few completions", trace.settled, given));
    }
    let mut possible = trace.possible_advice.iter();
    match possible.find(|advice| !given.contains(advice)) {
        Some(never) => Err(differ("possible advice", never, given)),
        None => Ok(()),
    }
}

/// Where totals add up what is whole in units of 1e-4, their bounds are too.
fn not_widened(book: &Book, trace: &Trace) -> Result<(), String> {
    let adds = matches!(book.method, Way::Odds | Way::Scorecard);
    let mut effects = book
        .rules
        .iter()
        .flat_map(|rule| rule.then.iter().chain(&rule.otherwise));
    let plain = |weight: &Weight| match weight {
        Weight::Word(_) | Weight::By(Num::Constant(_)) => true,
        Weight::By(_) => false,
    };
    if !adds || !effects.all(|effect| plain(&effect.weight)) {
        return Ok(());
    }
    let strategies = trace.strategies.iter().map(|one| one.total_bounds);
    let hypotheses = trace.hypotheses.iter().map(|one| one.total_bounds);
    for end in strategies.chain(hypotheses).flatten().flatten() {
        let units = end.0 * 1e4;
        if (units - units.round()).abs() > 1e-6 {
            return Err(format!("a bound of whole pieces is {}", end.0));
        }
    }
    Ok(())
}

/// Lets what is known pass.
fn park(trouble: String) -> Result<(), String> {
    if is_parked(&trouble) {
        Ok(())
    } else {
        Err(trouble)
    }
}

/// An error that names both sides.
fn differ<T: std::fmt::Debug, U: std::fmt::Debug>(what: &str, hansei: T, reference: U) -> String {
    format!("{what}: hansei says {hansei:?}, the reference {reference:?}")
}

fn near(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 2e-9
}

/// Everything that the reference knows of a trace.
fn agrees(meaning: Meaning<'_>, trace: &Trace) -> Result<(), String> {
    derived(meaning, trace)?;
    rules(meaning, trace)?;
    targets(meaning, trace)?;
    let (outcome, row) = meaning.advice();
    let advice = meaning.book.outcome_name(outcome);
    if trace.advice != advice {
        return Err(differ("advice", &trace.advice, advice));
    }
    let row = row.map(|at| {
        let labelled = meaning
            .book
            .advice
            .as_ref()
            .is_some_and(|rows| rows[at].labelled);
        if labelled {
            format!("w{at}")
        } else {
            (at + 1).to_string()
        }
    });
    if trace.row != row {
        return Err(differ("row", &trace.row, row));
    }
    let notes: Vec<String> = (0..meaning.book.notes.len())
        .filter(|at| meaning.note(*at))
        .map(|at| format!("n{at}"))
        .collect();
    let told: Vec<String> = trace.notes.iter().map(|note| note.name.clone()).collect();
    if notes != told {
        return Err(differ("notes", told, notes));
    }
    Ok(())
}

/// Values, possible levels and certainties of the lets.
fn derived(meaning: Meaning<'_>, trace: &Trace) -> Result<(), String> {
    for (at, one) in meaning.book.lets.iter().enumerate() {
        let name = format!("d{at}");
        let told = trace.derived.iter().find(|told| told.name == name);
        let told = told.ok_or_else(|| format!("{name} is missing"))?;
        let (value, certainty, possible) = match one {
            Let::YesNo(_) => {
                let sure = meaning.yes(Sub::Let(at));
                (
                    sure.map(|s| ValueTrace::YesNo(s.0)),
                    sure.map(|s| s.1),
                    Vec::new(),
                )
            }
            Let::Number(n) => {
                let number = meaning.number(n).filter(|(x, _)| x.is_finite());
                let value = number.map(|x| ValueTrace::Number(hansei::model::trace::N(x.0)));
                (value, number.map(|x| x.1), Vec::new())
            }
            Let::Graded(_, grades) => {
                let (level, grades) = (meaning.level(Sub::Let(at)), meaning.grades(grades));
                let number = |level: usize| hansei::model::trace::N(grades[level]);
                let value = level.value().map(|level| ValueTrace::Number(number(level)));
                let certainty = level.value().map(|_| level.certainty);
                let possible = level.possible.iter().flatten();
                let possible = possible.map(|level| grades[*level].to_string()).collect();
                (value, certainty, possible)
            }
            Let::List { .. } | Let::Table { .. } => {
                let level = meaning.level(Sub::Let(at));
                let word = |level: &usize| format!("v{level}");
                let value = level.value().map(|level| ValueTrace::Word(word(&level)));
                let certainty = level.value().map(|_| level.certainty);
                (
                    value,
                    certainty,
                    level.possible.iter().flatten().map(word).collect(),
                )
            }
        };
        let same = match (&told.value, &value) {
            (ValueTrace::Number(a), Some(ValueTrace::Number(b))) => near(a.0, b.0),
            (ValueTrace::Unknown(()), None) => true,
            (told, Some(value)) => told == value,
            (_, None) => false,
        };
        if !same {
            return Err(differ(&name, &told.value, value));
        }
        if told.possible != possible {
            return Err(differ(
                &format!("{name} possible"),
                &told.possible,
                possible,
            ));
        }
        if certainty.is_some_and(|certainty| !near(told.certainty.0, certainty)) {
            let what = match one {
                Let::Number(_) => format!("certainty of a number let, {name}"),
                _ => format!("{name} certainty"),
            };
            park(differ(&what, told.certainty, certainty))?;
        }
    }
    Ok(())
}

/// Statuses, branches, conditions and contributions of the rules.
fn rules(meaning: Meaning<'_>, trace: &Trace) -> Result<(), String> {
    for (at, rule) in meaning.book.rules.iter().enumerate() {
        let told = trace.rules.iter().find(|told| told.name == rule.name);
        let told = told.ok_or_else(|| format!("{} is missing", rule.name))?;
        let status = meaning.status(at);
        let expected = match status {
            Status::Defeated => (RuleStatus::Defeated, None),
            Status::Stopped => (RuleStatus::Stopped, None),
            Status::Then => (RuleStatus::Fired, Some(Branch::Then)),
            Status::Else => (RuleStatus::Fired, Some(Branch::Else)),
            Status::Unknown => (RuleStatus::Unknown, None),
            Status::NotFired => (RuleStatus::NotFired, None),
        };
        if (told.status, told.branch) != expected {
            return Err(differ(&rule.name, (told.status, told.branch), expected));
        }
        let sure = meaning.condition(at);
        let truth = match sure {
            Some((true, _)) => Truth::True,
            Some((false, _)) => Truth::False,
            None => Truth::Unknown,
        };
        let certainty = sure.map_or(told.condition.certainty.0, |s| s.1);
        if told.condition.truth != truth || !near(told.condition.certainty.0, certainty) {
            let told = (told.condition.truth, told.condition.certainty);
            return Err(differ(&format!("{}'s condition", rule.name), told, sure));
        }
        for target in 0..meaning.book.targets.len() {
            let piece = meaning.piece(at, target);
            let name = &meaning.book.targets[target].name;
            let mut given = told.evidence.iter().filter(|e| {
                e.toward == *name && told.branch == Some(e.branch) && e.weight.is_some()
            });
            let contribution = given.next().and_then(|e| e.contribution).map(|n| n.0);
            if piece.is_some() != contribution.is_some()
                || !near(piece.unwrap_or(0.0), contribution.unwrap_or(0.0))
            {
                return Err(differ(
                    &format!("{} toward {name}", rule.name),
                    contribution,
                    piece,
                ));
            }
        }
    }
    Ok(())
}

/// Totals, beliefs, confidences, exclusions, ties, leads and the margin.
fn targets(meaning: Meaning<'_>, trace: &Trace) -> Result<(), String> {
    let choice = meaning.choice();
    let finite = |x: Option<f64>| x.filter(|x| x.is_finite());
    let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => near(a, b),
        (a, b) => a == b,
    };
    for (at, target) in meaning.book.targets.iter().enumerate() {
        if let Some(told) = trace
            .hypotheses
            .iter()
            .find(|told| told.name == target.name)
        {
            let expected = (choice.totals[at], meaning.belief(at));
            if !near(told.total.0, expected.0) || !near(told.belief.0, expected.1) {
                return Err(differ(&target.name, (told.total, told.belief), expected));
            }
            continue;
        }
        let told = trace
            .strategies
            .iter()
            .find(|told| told.name == target.name);
        let told = told.ok_or_else(|| format!("{} is missing", target.name))?;
        let fine = near(told.total.0, choice.totals[at])
            && near(told.confidence.0, choice.confidence[at])
            && told.excluded == choice.excluded[at]
            && told.tied == choice.tied[at]
            && same(told.lead.map(|n| n.0), finite(choice.lead[at]));
        if !fine {
            return Err(differ(&target.name, told, &choice));
        }
    }
    let margin = trace.margin.map(|n| n.0);
    if !same(margin, finite(choice.margin)) {
        return Err(differ("margin", margin, choice.margin));
    }
    Ok(())
}

/// A completion keeps to the bounds, and where the advice is settled, to the advice.
fn within_bounds(meaning: Meaning<'_>, trace: &Trace) -> Result<(), String> {
    let choice = meaning.choice();
    let inside = |x: f64, bounds: Option<[hansei::model::trace::N; 2]>| {
        bounds.is_none_or(|[low, high]| low.0 - 2e-9 <= x && x <= high.0 + 2e-9)
    };
    for (at, target) in meaning.book.targets.iter().enumerate() {
        for told in trace
            .hypotheses
            .iter()
            .filter(|told| told.name == target.name)
        {
            if !inside(choice.totals[at], told.total_bounds) {
                let name = format!("total_bounds of {}", target.name);
                return Err(differ(&name, told.total_bounds, choice.totals[at]));
            }
        }
        for told in trace
            .strategies
            .iter()
            .filter(|told| told.name == target.name)
        {
            if !inside(choice.totals[at], told.total_bounds) {
                let name = format!("total_bounds of {}", target.name);
                return Err(differ(&name, told.total_bounds, choice.totals[at]));
            }
            if !inside(choice.confidence[at], told.confidence_bounds) {
                let name = format!("confidence_bounds of {}", target.name);
                return Err(differ(&name, told.confidence_bounds, choice.confidence[at]));
            }
        }
    }
    let advice = meaning.book.outcome_name(meaning.advice().0);
    if trace.settled == Some(true) && advice != trace.advice {
        return Err(differ("settled", &trace.advice, advice));
    }
    if !trace.possible_advice.is_empty() && !trace.possible_advice.contains(&advice) {
        return Err(differ("possible advice", &trace.possible_advice, advice));
    }
    Ok(())
}

#[test]
fn the_generator_says_all_that_the_language_has() {
    let mut seen = String::new();
    let mut kinds = Vec::new();
    for seed in 0..60u16 {
        let choices = (1..600u16).map(|at| {
            at.wrapping_mul(seed.wrapping_mul(7919).wrapping_add(31))
                ^ at.rotate_left(u32::from(seed % 16))
        });
        let book = generate::book(&mut Dice::new(choices.collect()));
        kinds.extend(book.facts.iter().map(|fact| fact.kind));
        seen.push_str(&print::rules(&book));
    }
    for word in [
        "unless",
        "else",
        "surely",
        "at least",
        "none of",
        "defeats",
        "exclude",
        "contrast",
        "group",
        "strongest",
        "otherwise",
        "prior",
        "belief(",
        "is known",
        "includes",
        "ramp(",
        "margin",
        "advice is",
        "unknown",
        "*",
        "s.gap(",
        " between t.f",
        " / t.f",
        "s.halves(",
        "number \"m\"",
        "dempster_shafer",
    ] {
        assert!(seen.contains(word), "no generated rulebook has `{word}`");
    }
    assert!(kinds.contains(&Kind::Text) && kinds.contains(&Kind::YesNo));
}
