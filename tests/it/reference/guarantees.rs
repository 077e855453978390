//! Random guarantees: what trying every profile finds, the search of `test` finds, and what it shows is so.

use hansei::check::{self, Options, ReadProblem};
use hansei::engine::{self, Evaluator};
use hansei::model::{Claim, FactType, Given, Never, ProbeId, Profile, Raising, Value};
use hansei::space::{Certainties, Depth};
use hansei::testing::guarantees::{Breach, Held, Trials, Verdict as Decision, decide, hold};
use hansei::testing::{self, Suite, Verdict};

use super::dice::Dice;
use super::mutants::choices;

/// Random rulebooks that are tried.
const BOOKS: u64 = 80;

#[test]
fn what_trying_everything_finds_the_search_finds() {
    let (mut broken, mut sound) = (0, 0);
    for seed in 0..BOOKS {
        let rules = rules(&mut Dice::new(choices(seed + 7_000)));
        let suite = suite(&rules);
        let held = held(&suite, &[], true);
        assert_eq!(held.kept.len(), suite.promises.len());
        for kept in &held.kept {
            let promise = &suite.promises[kept.promise];
            let words = promise.words(&suite);
            match &kept.breach {
                Some(breach) => shows(&rules, kept.promise, breach),
                None => assert!(!is_broken(&suite, &promise.claim), "{words}\n{rules}"),
            }
            let count = if kept.breach.is_some() {
                &mut broken
            } else {
                &mut sound
            };
            *count += 1;
        }
    }
    assert!(broken > 20 && sound > 20, "{broken} broken, {sound} sound");
}

/// Random rulebooks whose guarantees are proved.
const PROVED_BOOKS: u64 = 200;
/// Regions for each guarantee.
const BUDGET: u32 = 20_000;

#[test]
fn what_is_proved_nothing_breaks_and_what_is_refuted_is_broken() {
    let (mut proved, mut refuted, mut open) = (0, 0, 0);
    for seed in 0..PROVED_BOOKS {
        let mut dice = Dice::new(choices(seed + 11_000));
        let rules = richer(&mut dice);
        let suite = suite(&rules);
        for decided in decide(&suite, &|_| true, BUDGET) {
            let promise = &suite.promises[decided.promise];
            let words = promise.words(&suite);
            match &decided.verdict {
                Decision::Proved(certainties) => {
                    assert!(!is_broken(&suite, &promise.claim), "{words}\n{rules}");
                    if *certainties == Certainties::Any {
                        stays_whole(&suite, &promise.claim, &mut dice, &rules);
                    }
                    proved += 1;
                }
                Decision::Refuted(breach) => {
                    shows(&rules, decided.promise, breach);
                    refuted += 1;
                }
                Decision::Undecided(_) => open += 1,
            }
        }
    }
    assert!(
        proved > 200 && refuted > 200 && open < 40,
        "{proved} proved, {refuted} refuted, {open} open"
    );
}

/// No profile with uncertain answers breaks a claim.
fn stays_whole(suite: &Suite, claim: &Claim<ProbeId>, dice: &mut Dice, rules: &str) {
    let mut evaluator = Evaluator::new(&suite.program);
    let Claim::Stated { always, cond, when } = *claim else {
        return;
    };
    let all = every(suite);
    for profile in all.iter().step_by(all.len() / 150 + 1) {
        let mut profile = profile.clone();
        for given in profile.facts.values_mut().flatten() {
            given.certainty = dice.pick(&[1.0, 0.75, 0.5, 0.1, 0.0]);
        }
        let record = evaluator.evaluate(&profile).unwrap();
        let mut yes = |probe| record.probe(&suite.program, probe).unwrap() > 0.0;
        let broken = when.is_none_or(&mut yes) && yes(cond) != always;
        assert!(!broken, "{profile:?}\n{rules}");
    }
}

/// The same with derived levels, a limit, rows of advice and numbers.
pub(super) fn richer(dice: &mut Dice) -> String {
    let (base, guarantees) = {
        let text = rules(dice);
        let (base, guarantees) = text.split_once("guarantee").unwrap();
        (base.to_owned(), format!("guarantee{guarantees}"))
    };
    let text = base.replace(
        "rule r1 {",
        "group both \"Both\" limit 5\nrule r1 { in both",
    );
    let mut text = text.replace("rule r2 {", "rule r2 { in both");
    text = text.replace(
        "fact n : number in 0..10",
        "fact n : number in 0..10  fact k : integer in 0..3",
    );
    let order = dice.pick(&["t.n > t.k", "t.k * 2 <= t.n", "t.k >= 2", "t.k < 1"]);
    text += &format!("rule whole {{ when {order} then favor a by 2 }}\n");
    let (first, second) = (literal(dice), literal(dice));
    // Two rows with the same test are an error.
    let second = if second == first {
        "t.y is unknown"
    } else {
        second
    };
    text += &format!(
        "let depth : none < some < much {{\n  none when {first} and t.n < 9\n  some when {second}\n  much otherwise\n}}\n"
    );
    let margin = dice.pick(&[
        "margin >= 3",
        "lead(a) >= 2",
        "total(a) - total(b) > 1",
        "best is a",
    ]);
    text += &format!(
        "let ahead = {margin} and not (best is b)\nlet weighed = t.n * 2 - total(b)\n\
         advice {{\n  first: a when {} and depth is {}\n  second: b when {} unless ahead\n  third: a when ahead\n  b when weighed > {}\n}}\n",
        literal(dice),
        dice.pick(&["some", "at least some", "none"]),
        cond(dice),
        dice.pick(&["1", "7", "12.5"]),
    );
    text + guarantees.as_str() + claims(dice).as_str()
}

/// Guarantees about the advice and what is derived.
fn claims(dice: &mut Dice) -> String {
    let mut claims = String::new();
    for at in 0..3 {
        let about = dice.pick(&[
            "advised_by(first)",
            "advised_by(third) or advised_by(second)",
            "advice is a",
            "ahead",
            "depth is much",
            "weighed > 8 and advice is b",
            "depth is at least some and advised_by(third)",
        ]);
        let word = dice.pick(&["never", "never", "always"]);
        let when = dice.pick(&[
            "depth is none",
            "best is b",
            "margin < 2",
            "lead(a) > 0 and not advised_by(first)",
            "advice is b",
            "known(t.n)",
            "weighed <= 3",
            "t.k < 1",
            "t.k > 2",
            "t.k > 0 and t.k < 2",
        ]);
        let when = match (dice.chance(60), when) {
            (true, "known(t.n)") => "t.n is known".to_owned(),
            (true, when) => when.to_owned(),
            (false, _) => cond(dice),
        };
        claims += &format!("guarantee more{at} {{ {word} {about} when {when} }}\n");
    }
    claims
}

#[test]
fn what_a_guarantee_asks_about_changes_no_exploration() {
    for seed in 0..BOOKS / 4 {
        let rules = rules(&mut Dice::new(choices(seed + 9_000)));
        let (plain, _) = rules.split_once("guarantee").unwrap();
        let (with, without) = (suite(&rules), suite(plain));
        for profile in every(&without).iter().step_by(7) {
            let [one, other] = [&with, &without].map(|suite| explored(suite, profile));
            assert_eq!(one, other, "{profile:?}\n{rules}");
        }
    }
}

fn explored(suite: &Suite, profile: &Profile) -> String {
    let program = &suite.program;
    let record = engine::evaluate(program, profile).unwrap();
    let found = hansei::space::explore(program, profile, &record, Depth::Full).unwrap();
    format!("{found:?}")
}

/// A small rulebook over three facts with two guarantees.
fn rules(dice: &mut Dice) -> String {
    let mut text = String::from(
        "rulebook small \"Small\" { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no  fact l : low < mid < high  fact n : number in 0..10 }\n",
    );
    for at in 0..4 {
        let when = cond(dice);
        let then = dice.pick(&["favor a by 4", "favor b by 3", "oppose a by 2", "exclude a"]);
        text += &format!("rule r{at} {{ when {when} then {then} }}\n");
    }
    let (when, unless) = (cond(dice), literal(dice));
    text += &format!("note n {{ when {when} and advice is a unless {unless} risk \"Mind.\" }}\n");
    let about = dice.pick(&[
        "advice is a",
        "advice is undecided",
        "best is b",
        "total(a) > 2",
        "excluded(a)",
        "fired(r0) and not fired(r1)",
        "(fired(r2) or tied(a))",
        "noted(n)",
    ]);
    let word = dice.pick(&["never", "never", "always"]);
    let more = if dice.chance(50) {
        format!(" and {}", literal(dice))
    } else {
        String::new()
    };
    let when = if dice.chance(50) {
        format!(" when {}", cond(dice))
    } else {
        String::new()
    };
    text += &format!("guarantee one {{ {word} {about}{more}{when} }}\n");
    let fact = dice.pick(&["t.y", "t.l", "t.n"]);
    let never = dice.pick(&[
        "lowers total(a)",
        "lowers total(b)",
        "raises total(a)",
        "raises total(b)",
        "turns advice from a to b",
        "turns advice from b to a",
        "turns advice from undecided to b",
    ]);
    let when = match dice.chance(40) {
        true => format!(" when {}", cond(dice)),
        false => String::new(),
    };
    text += &format!("guarantee two {{ raising {fact} never {never}{when} }}\n");
    text
}

fn literal(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "t.y",
        "not t.y",
        "t.y is known",
        "t.l is mid",
        "t.l is at least mid",
        "t.l is unknown",
        "t.n < 4",
        "t.n >= 7",
        "t.n > 3",
    ])
}

fn cond(dice: &mut Dice) -> String {
    let [one, two, three] = [literal(dice), literal(dice), literal(dice)];
    match dice.below(4) {
        0 => one.to_owned(),
        1 => format!("{one} and {two}"),
        2 => format!("({one} or {two})"),
        _ => format!("({one} and {two} and {three})"),
    }
}

pub(super) fn suite(rules: &str) -> Suite {
    let (bundle, mut problems) = check::gather("book.rules", &mut |name| match name {
        "book.rules" => Ok(rules.as_bytes().to_vec()),
        _ => Err(ReadProblem::Missing { near: None }),
    });
    let (checked, more) = check::check(&bundle, &Options::default());
    problems.extend(more);
    let checked = checked.unwrap_or_else(|| panic!("{problems:#?}\n{rules}"));
    let (suite, problems) = testing::gather(bundle, checked, &[]);
    assert!(problems.is_empty(), "{problems:#?}\n{rules}");
    suite
}

fn held(suite: &Suite, tests: &[(String, &Profile)], search: bool) -> Held {
    let stop = || false;
    let trials = Trials {
        wanted: &|_| true,
        tests,
        search: if search { Some(&stop) } else { None },
    };
    hold(suite, &trials)
}

/// The examples pass, and break the guarantee by themselves.
fn shows(rules: &str, promise: usize, breach: &Breach) {
    let text = format!("{rules}{}", breach.examples.concat());
    let suite = suite(&text);
    assert_eq!(suite.cases.len(), breach.examples.len(), "{text}");
    for (at, verdict) in testing::run(&suite, &|_| true) {
        assert!(matches!(verdict, Verdict::Passed), "example {at}\n{text}");
    }
    let cases = suite.cases.iter();
    let tests: Vec<(String, &Profile)> = cases
        .map(|case| (case.name.to_string(), &case.profile))
        .collect();
    let again = held(&suite, &tests, false);
    let kept = again.kept.iter().find(|kept| kept.promise == promise);
    assert!(kept.is_some_and(|kept| kept.breach.is_some()), "{text}");
}

fn values(kind: &FactType) -> Vec<Value> {
    match kind {
        FactType::YesNo => [false, true].map(Value::YesNo).into(),
        FactType::Level(scale) => scale.all().iter().map(Value::Level).collect(),
        FactType::Number(number) if number.whole => {
            (0..=3).map(f64::from).map(Value::Number).collect()
        }
        _ => (0..=20)
            .map(|half| Value::Number(f64::from(half) / 2.0))
            .collect(),
    }
}

/// Every profile, as far as the rules can tell them apart.
fn every(suite: &Suite) -> Vec<Profile> {
    let facts = &suite.program.rulebook.facts;
    let mut all = vec![Profile::empty("every", facts.len())];
    for (id, fact) in facts.iter() {
        let before = all.clone();
        for value in values(&fact.kind) {
            all.extend(before.iter().map(|profile| {
                let mut profile = profile.clone();
                profile.set(id, Some(Given::certain(value.clone())));
                profile
            }));
        }
    }
    all
}

pub(super) fn is_broken(suite: &Suite, claim: &Claim<ProbeId>) -> bool {
    let program = &suite.program;
    let mut evaluator = Evaluator::new(program);
    let (always, cond, when) = match *claim {
        Claim::Stated { always, cond, when } => (always, cond, when),
        Claim::Raising { raising, when } => return moves_wrongly(suite, &raising, when),
    };
    every(suite).iter().any(|profile| {
        let record = evaluator.evaluate(profile).unwrap();
        let mut yes = |probe| record.probe(program, probe).unwrap() > 0.0;
        when.is_none_or(&mut yes) && yes(cond) != always
    })
}

fn moves_wrongly(suite: &Suite, raising: &Raising, when: Option<ProbeId>) -> bool {
    let mut evaluator = Evaluator::new(&suite.program);
    let values = values(&suite.program.rulebook.facts[raising.fact].kind);
    let all = every(suite);
    let mut open = all.iter().filter(|one| one.given(raising.fact).is_none());
    open.any(|profile| {
        // The total, and the advice, with each value with which what has to hold does.
        let seen = values.iter().filter_map(|value| {
            let mut profile = profile.clone();
            profile.set(raising.fact, Some(Given::certain(value.clone())));
            let record = evaluator.evaluate(&profile).unwrap();
            let mut yes = |probe| record.probe(&suite.program, probe).unwrap() > 0.0;
            let asked = when.is_none_or(&mut yes);
            let total = match raising.never {
                Never::Lowers(target) | Never::Raises(target) => record.total(target),
                Never::Turns(..) => 0.0,
            };
            asked.then(|| (total, record.advised().1))
        });
        let seen: Vec<_> = seen.collect();
        let wrong = |low: &(f64, _), high: &(f64, _)| match raising.never {
            Never::Lowers(_) => high.0 < low.0 - 1e-6,
            Never::Raises(_) => high.0 > low.0 + 1e-6,
            Never::Turns(from, to) => low.1 == from && high.1 == to,
        };
        let after = |at: usize| seen.iter().skip(at + 1);
        let mut places = seen.iter().enumerate();
        places.any(|(at, low)| after(at).any(|high| wrong(low, high)))
    })
}
