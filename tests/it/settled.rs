//! Whether an advice is settled, where that hangs on few values: whole numbers between thresholds, sets, quorums, and
//! answers that end in an error. What is told is verified.

use std::path::Path;

use hansei::engine;
use hansei::model::{Given, Profile};
use hansei::plan::Program;
use hansei::space::{Cells, Depth, Space};
use serde_json::Value;

use crate::harness::{load, load_file};
use crate::program::Folder;

const HEAD: &str = "rulebook n \"n\" { }\nstrategy b\n";

/// The trace of a profile, which verify accepts.
#[track_caller]
fn trace(folder: &Folder, rules: &str, profile: &str) -> Value {
    folder.write("b.rules", format!("{HEAD}{rules}").as_bytes());
    folder.write("p.json", profile.as_bytes());
    let run = folder.run(&["eval", "p.json", "-r", "b.rules", "-f", "json"]);
    assert_eq!(run.status, 0, "{run}");
    folder.write("t.json", run.out.as_bytes());
    let verified = folder.run(&["explain", "--verify", "t.json", "-r", "b.rules"]);
    assert_eq!(verified.status, 0, "{verified}");
    run.json()
}

#[track_caller]
fn witness_is(rules: &str, profile: &str, facts: &Value) {
    let trace = trace(&Folder::with(&[]), rules, profile);
    assert_eq!(trace["settled"], false, "{rules}");
    assert_eq!(&trace["witness"]["facts"], facts, "{trace:#}");
}

#[track_caller]
fn settled_because(rules: &str, profile: &str, why: &str) {
    let trace = trace(&Folder::with(&[]), rules, profile);
    assert_eq!(trace["settled"], true, "{rules}");
    assert_eq!(trace["settled_because"], why);
}

#[test]
fn a_whole_number_alone_between_two_thresholds_is_found() {
    let two = serde_json::json!({ "t.x": 2 });
    witness_is(
        "strategy a { prior 5 } parameter p = 1.5 in 0..10\ntopic t { fact x : integer in 0..4 }
         rule r { when t.x > p and t.x < 3 then favor b strongly }",
        "{}",
        &two,
    );
    witness_is(
        "strategy a { prior 5 } topic t { fact x : integer in 0..10 }\nlet big = clamp(t.x, 1.5, 3)
         rule r { when big > 1.9 and big < 2.1 then favor b strongly }
         rule s { when t.x = 3 then favor b by 0.1 }",
        "{}",
        &two,
    );
    witness_is(
        "strategy a { prior 5 } topic t { fact x : integer in -5..0 }
         rule r { when t.x > -2.5 and t.x < -1 then favor b strongly }",
        "{}",
        &serde_json::json!({ "t.x": -2 }),
    );
}

#[test]
fn few_answers_are_all_tried() {
    settled_because(
        "strategy a topic t { fact x : yes_no { tag need }  fact y : yes_no { tag need } }
         rule r1 { when at least 2 of { t.x; known(need) >= 0; known(need) > 2 } then favor b strongly }
         rule r2 { when t.x then favor a strongly }
         rule r3 { when t.x then favor a weakly }",
        "{\"t.x\": {\"value\": true, \"certainty\": 0.3}}",
        "each possible answer was tried, given with full certainty",
    );
    witness_is(
        "strategy a { prior 5 } topic t { fact s : any of e0, e1, e2, e3, e4, e5, e6 }
         rule r { when t.s includes e3 and not (t.s includes e4) and count(t.s) = 2 then favor b strongly }",
        "{}",
        &serde_json::json!({ "t.s": ["e0", "e3"] }),
    );
    settled_because(
        "strategy a { prior 5 } topic t { fact x : integer in 0..40  fact y : integer in 0..2 }
         rule r { when round(t.x * 7) = 11 or t.y * t.y = 3 then favor b strongly }",
        "{}",
        "every part of the possible answers, given with full certainty, leads to the same advice",
    );
}

/// Random answers to about a third, half and two thirds of what a rulebook asks.
fn random(program: &Program, cells: &Cells, dice: &mut u64) -> Profile {
    let mut roll = |sides: usize| {
        *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(*dice >> 33).unwrap() % sides
    };
    let mut profile = Profile::empty("random", program.rulebook.facts.len());
    let given = [34, 50, 67][roll(3)];
    for (id, fact) in program.rulebook.facts.iter() {
        let values = cells.values(id, &fact.kind);
        if roll(100) < given && !values.is_empty() {
            let value = values[roll(values.len())].clone();
            profile.set(id, Some(Given::certain(value)));
        }
    }
    profile
}

#[test]
fn of_the_shipped_rulebook_it_is_always_decided_what_missing_answers_can_do() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let rules = rules.join("kaizen_breakthrough/kaizen_breakthrough.rules");
    let program = load_file(&rules).unwrap().program;
    let (space, cells) = (Space::of(&program), Cells::of(&program));
    let (mut dice, mut settled) = (20_261_130, 0);
    for _ in 0..400 {
        let profile = random(&program, &cells, &mut dice);
        let record = engine::evaluate(&program, &profile).unwrap();
        let found = space.explore(&profile, &record, Depth::Settled).unwrap();
        assert!(found.settled.is_some(), "{:?}", profile.facts);
        settled += usize::from(found.settled == Some(true));
    }
    assert!((20..380).contains(&settled), "{settled}");
}

/// The advice that may still come, and the bounds of the total of `b`.
#[track_caller]
fn possible_is(rules: &str, profile: &str, (possible, bounds): (&[&str], [f64; 2])) {
    let trace = trace(&Folder::with(&[]), rules, profile);
    assert_eq!(trace["possible_advice"], serde_json::json!(possible));
    let strategies = trace["strategies"].as_array().unwrap();
    let found = strategies.iter().find(|one| one["name"] == "b").unwrap();
    for (at, end) in bounds.into_iter().enumerate() {
        assert_eq!(found["total_bounds"][at].as_f64(), Some(end), "{found:#}");
    }
}

#[test]
fn an_answer_of_less_certainty_may_change_what_is_settled() {
    let rules = "strategy a { prior 1 }\noutcome hybrid for b\ntopic t { fact x : yes_no }
         rule r { when t.x then favor b decisively }
         advice { hybrid when best is b and margin < 6  a otherwise }";
    let tried = "each possible answer was tried, given with full certainty";
    settled_because(rules, "{}", tried);
    let doubtful = r#"{"t": {"x": {"value": true, "certainty": 0.3}}}"#;
    let trace = trace(&Folder::with(&[]), rules, doubtful);
    assert_eq!(trace["advice"], "hybrid");
}

#[test]
fn whole_points_have_exact_bounds_and_a_tie_is_no_lead() {
    // With `b` at most where `a` is surely, `b` never leads.
    possible_is(
        "strategy a topic t { fact f : yes_no  fact x : yes_no }
         rule r { when t.f then favor a strongly }\nrule s { when t.x then favor b strongly }",
        r#"{"t.f": true}"#,
        (&["a", "undecided"], [0.0, 7.0]),
    );
    // So many answers are missing that not all of them can be tried: the bounds alone say it.
    let names: Vec<String> = (0..12).map(|at| format!("x{at}")).collect();
    let facts = names.iter().map(|name| format!("fact {name} : yes_no\n"));
    let rules = names
        .iter()
        .map(|name| format!("rule {name} {{ when t.{name} then favor b by 0.1 }}\n"));
    let (facts, rules): (String, String) = (facts.collect(), rules.collect());
    possible_is(
        &format!("strategy a\ntopic t {{ {facts} }}\n{rules}"),
        "{}",
        (&["b", "undecided"], [0.0, 1.2]),
    );
}

#[test]
fn only_what_some_answers_lead_to_is_possible_where_all_were_tried() {
    // One fact cannot be both, whatever the bounds of the two rules allow.
    possible_is(
        "strategy a { prior 3 }\nstrategy c\ntopic t { fact x : one of p, q, r  fact y : yes_no }
         rule r1 { when t.x is p and t.y then favor b weakly }
         rule r2 { when t.x is q and t.y then favor b weakly }
         rule r3 { when t.y then favor c strongly }",
        "{}",
        (&["a", "c"], [0.0, 4.0]),
    );
}

#[test]
fn an_end_of_between_that_is_unknown_settles_nothing_wrongly() {
    let rules = "strategy s { prior 3 }
         topic t { fact lo : integer in 0..20  fact hi : integer in 0..20  fact x : yes_no }
         rule r { when 5 between t.lo and t.hi then favor s weakly else favor s strongly }
         rule q { when t.x then favor b strongly }";
    possible_is(rules, r#"{"t.lo": 9}"#, (&["s"], [0.0, 7.0]));
    possible_is(rules, r#"{"t.lo": 4}"#, (&["b", "s"], [0.0, 7.0]));
}

#[test]
fn an_answer_that_ends_in_an_error_is_named() {
    let folder = Folder::with(&[("s.rhai", "fn f(x) { loop { } }")]);
    let rules =
        "script \"s.rhai\" as s\nstrategy a { prior 5 } topic t { fact n : number in 0..10 }
                 rule r { when s.f(t.n) > 1 then favor a weakly }";
    let trace = trace(&folder, rules, "{}");
    assert_eq!(trace["settled"], true);
    assert_eq!(
        trace["settled_because"],
        "the bounds of all totals leave no other advice; with t.n: 0 the evaluation ends in an error"
    );
    let text = folder.run(&["eval", "p.json", "-r", "b.rules"]);
    assert!(!text.out.contains("()"), "{text}");
}

#[test]
fn only_the_elements_that_are_tested_count() {
    witness_is(
        "strategy a { prior 5 } topic t { fact x : any of e0, e1, e2, e3, e4, e5, e6, e7, e8 }
         rule r { when t.x includes e0 and not t.x includes e1 then favor b strongly }",
        "{}",
        &serde_json::json!({ "t.x": ["e0"] }),
    );
}

#[test]
fn an_answer_that_ends_in_an_error_is_named_where_nothing_is_decided() {
    let folder = Folder::with(&[]);
    folder.write(
        "b.rules",
        b"rulebook n \"n\" { method certainty }\nstrategy s\nstrategy u\ntopic t { fact f : yes_no  fact g : yes_no }
          rule a { when t.f then favor s by 1 }\nrule b { when t.g then oppose s by 1 }",
    );
    folder.write("p.json", b"{\"t.g\": true}");
    let run = folder.run(&["eval", "p.json", "-r", "b.rules", "-f", "json"]);
    assert_eq!(run.status, 0, "{run}");
    let trace = run.json();
    assert_eq!(trace["settled"], Value::Null);
    let effect = &trace["unknown"][0]["effect"];
    assert_eq!(effect["changes_advice"], Value::Null);
    assert_eq!(
        effect["because"],
        "with t.f: yes the evaluation ends in an error"
    );
    let because = trace["settled_because"].as_str().unwrap();
    assert!(
        because.ends_with("; with t.f: yes the evaluation ends in an error"),
        "{because}"
    );
    // Firing `a` would be an error; the trace holds all the same, and from another folder.
    folder.write("x/t.json", run.out.as_bytes());
    for (rules, at) in [("b.rules", ""), ("../b.rules", "x")] {
        let mut command = folder.command(&["explain", "--verify", "t.json", "-r", rules]);
        if at.is_empty() {
            command = folder.command(&["explain", "--verify", "x/t.json", "-r", rules]);
        }
        let verified = crate::program::Run::of(command.current_dir(folder.path.join(at)));
        assert_eq!(verified.status, 0, "{verified}");
    }
}

#[test]
fn what_a_group_cuts_is_no_contradiction() {
    let folder = Folder::with(&[]);
    folder.write(
        "b.rules",
        b"rulebook n \"n\" { method certainty }\nstrategy s\nstrategy u\ntopic t { fact f : yes_no }
          group gg limit 0.5\nrule r1 { when t.f then favor s by 1 in gg }
          rule r2 { when t.f then oppose s by 1 in gg }\nrule r3 { when t.f then favor u by 1 }",
    );
    folder.write("p.json", b"{\"t.f\": true}");
    let run = folder.run(&["eval", "p.json", "-r", "b.rules", "-f", "json"]);
    assert_eq!(run.status, 0, "{run}");
    let trace = run.json();
    assert_eq!(
        (&trace["advice"], &trace["strategies"][1]["total"]),
        (&"u".into(), &0.into())
    );
    folder.write("t.json", run.out.as_bytes());
    let verified = folder.run(&["explain", "--verify", "t.json", "-r", "b.rules"]);
    assert_eq!(verified.status, 0, "{verified}");
}

#[test]
fn a_belief_is_the_certainty_that_was_given() {
    let folder = Folder::with(&[("p.json", "{}")]);
    for hundredths in 1..100 {
        let weight = f64::from(hundredths) / 100.0;
        let rules = format!(
            "rulebook n \"n\" {{ method certainty }} strategy s strategy u hypothesis h {{ prior {weight} }}
             topic t {{ fact f : yes_no }} rule r {{ when belief(h) = {weight} then favor s strongly }}"
        );
        folder.write("b.rules", rules.as_bytes());
        let trace = folder
            .run(&["eval", "p.json", "-r", "b.rules", "-f", "json"])
            .json();
        assert_eq!(trace["advice"], "s", "{weight}");
        assert_eq!(trace["hypotheses"][0]["belief"], weight);
    }
}

/// Two strategies, and rules that a fact without a range decides by what is said of it.
fn on(condition: &str) -> String {
    format!(
        "rulebook b \"B\" {{ }}\nstrategy s\nstrategy u\n\
         topic t {{ fact n : number  fact y : yes_no  fact c : any of e1, e2, e3, e4, e5, e6, e7, e8, e9 }}\n\
         rule one {{ when {condition} then favor s strongly }}\n\
         rule two {{ when t.y then favor u weakly }}\n"
    )
}

#[test]
fn comparing_with_constants_is_no_reckoning() {
    for condition in [
        "t.n between 10 and 20",
        "t.n > 10 and t.n <= 20",
        "10 < t.n and not (t.n between 15 and 90)",
    ] {
        let loaded = load(&on(condition)).unwrap();
        let trace = loaded.trace("{}", Depth::Full).unwrap();
        assert_eq!(trace.settled, Some(false), "{condition}");
        let effects = trace.unknown.iter().filter_map(|one| one.effect.as_ref());
        for effect in effects {
            assert!(
                effect.bounded && effect.because.is_none(),
                "{condition}: {effect:?}"
            );
        }
    }
    let loaded = load(&on("t.n + 1 between 10 and 20")).unwrap();
    let trace = loaded.trace("{}", Depth::Full).unwrap();
    let effect = trace.unknown.iter().find(|one| one.name == "t.n").unwrap();
    assert_eq!(effect.effect.as_ref().unwrap().changes_advice, Some(true));
}

#[test]
fn what_only_a_test_asks_about_changes_nothing_that_is_said() {
    let rules = on("t.n between 10 and 20 and t.c includes e1");
    let plain = load(&rules).unwrap();
    for asked in ["t.n * 2 > 50", "count(t.c) > 3", "t.n + 1 between 2 and 3"] {
        // A rule of the same facts lends its condition as what a test asks about.
        let lender = format!("{rules}rule zz {{ when {asked} then favor s weakly }}\n");
        let lender = load(&lender).unwrap();
        let (_, rule) = lender.checked.rulebook.rules.iter().last().unwrap();
        let checked = plain.checked.clone();
        let asking = hansei::plan::plan_with(
            checked.rulebook,
            checked.method,
            checked.library,
            std::slice::from_ref(&rule.when),
        );
        for profile in ["{}", r#"{"t.y": true}"#, r#"{"t.n": 15}"#] {
            let profile = plain.profile(profile).unwrap();
            let record = hansei::engine::evaluate(&plain.program, &profile).unwrap();
            let found = [&plain.program, &asking].map(|program| {
                let found = hansei::space::explore(program, &profile, &record, Depth::Full);
                format!("{:?}", found.unwrap())
            });
            assert_eq!(found[0], found[1], "{asked}");
        }
    }
}

#[test]
fn an_advice_whose_only_answers_end_in_an_error_is_not_possible() {
    let folder = Folder::with(&[("s.rhai", "fn f(a, b) { if a == 3 && b { throw \"no\" } a }")]);
    let rules = "outcome c\nscript \"s.rhai\" as s\nstrategy a { prior 5 }
         topic t { fact x : integer in 0..4  fact y : yes_no  fact z : yes_no }
         advice { c when t.x = 3 and t.y and s.f(t.x, t.y) > 0  b when t.z and t.x > 1  a otherwise }";
    let trace = trace(&folder, rules, "{}");
    assert_eq!(trace["possible_advice"], serde_json::json!(["b", "a"]));
}

#[test]
fn what_is_told_of_sets_and_of_questions_that_answers_take_away_is_verified() {
    let folder = Folder::with(&[]);
    let set = trace(
        &folder,
        "strategy a topic t { fact s : any of p, q }
         rule one { when t.s includes p then favor a by 3 }",
        "{}",
    );
    // Two of four choices have the element.
    assert_eq!(set["share"]["low"], 0.5);
    assert_eq!(set["share"]["high"], 0.5);
    trace(
        &folder,
        "strategy a { prior 2 } topic t { fact x : yes_no  fact y : yes_no { asked when t.x } }
         rule two { when t.y and not t.x then favor b by 5 }",
        "{}",
    );
}

#[test]
fn where_it_is_not_decided_whether_anything_changes_no_answers_are_said_to_be_the_fewest() {
    let folder = Folder::with(&[("s.rhai", "fn ok(x) { x < 5 }")]);
    let trace = trace(
        &folder,
        "script \"s.rhai\" as sc strategy a { prior 5 } topic t { fact x : number in 0..10 }
         rule one { when sc.ok(t.x) then exclude b }
         advice { b when t.x < 3  a when best is a }",
        "{}",
    );
    if trace["settled"].is_null() {
        assert_ne!(trace["settles"]["smallest"], true, "{trace:#}");
    }
}
