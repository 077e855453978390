//! Guarantees: held against what tests evaluate and against a search, and shown with the least that breaks them.

use serde_json::Value;

use crate::program::{Folder, Run};

/// The example demands what the guarantee forbids.
const NEVER: &str = r#"rulebook g "G" {}
strategy a
strategy b
topic t { fact x : yes_no  fact y : yes_no }
rule one { when t.x then favor a strongly because "x" }
guarantee never_a "Nobody gets a" { never advice is a }
example "e" { given { x: yes y: no } expect advice is a }
"#;

/// An example that breaks two guarantees.
const ALWAYS: &str = r#"rulebook g "G" {}
strategy a { prior 1 }
strategy b
topic t { fact x : yes_no }
rule r { when t.x then favor b strongly }
example "b comes out" { given { x: yes } expect advice is b }
guarantee g1 { never advice is b }
guarantee g2 { always advice is a when t.x }
guarantee g3 { always t.x is known or advice is a }
"#;

/// A claim about a total that is wrong for one kind only.
const RAISING: &str = r#"rulebook g "G" {}
strategy a
strategy b
topic t {
  fact age  : number "years" in 0..80
  fact kind : one of steel, wood
}
rule worn { when t.age >= 15 and t.kind is wood then favor a by 4 }
guarantee age_says_nothing "Age says nothing for a" { raising t.age never raises total(a) }
guarantee age_is_no_harm { raising t.age never lowers total(a) }
example "steel" { given { kind: steel } expect total(a) = 0 }
"#;

fn of(rules: &str) -> Folder {
    Folder::with(&[("g.rules", rules)])
}

fn test(folder: &Folder, more: &[&str]) -> Run {
    folder.run(&[&["test", "g.rules"], more].concat())
}

/// The examples that a run proposes.
fn proposed(json: &Value) -> Vec<String> {
    let tests = json["tests"].as_array().unwrap().iter();
    let examples = tests.filter_map(|one| one["examples"].as_array());
    let examples = examples.flatten().map(|one| one.as_str().unwrap());
    examples.map(str::to_owned).collect()
}

#[test]
fn an_example_that_demands_what_is_forbidden_breaks_the_guarantee() {
    test(&of(NEVER), &[]).is(
        1,
        &[
            "FAIL g.rules:6: never_a",
            "  Nobody gets a\n  never advice is a\n  broken in g.rules: e: `advice is a` holds\n",
            "    example \"never_a is broken\" {\n      given {\n        t.x: yes\n      }\n      expect advice is a\n    }\n",
            "guarantees: 1 broken\n1 passed, 1 failed\n",
        ],
        &[],
    );
}

#[test]
fn what_is_always_so_is_broken_where_it_is_not_known_to_be() {
    test(&of(ALWAYS), &[]).is(
        1,
        &[
            "never advice is b\n  broken in g.rules: b comes out: `advice is b` holds",
            "always advice is a when t.x\n",
            "`advice is a` does not hold while `t.x` holds",
            "      expect not advice is a\n      expect t.x\n",
            "guarantees: 2 broken, 1 proved\n",
            "2 passed, 2 failed",
        ],
        &[],
    );
    let unknown = ALWAYS.replace("always t.x is known or advice is a", "always t.x");
    test(&of(&unknown), &[]).is(1, &["`t.x` is unknown", "expect not surely t.x"], &[]);
}

#[test]
fn a_false_claim_about_a_total_is_shown_by_two_profiles() {
    test(&of(RAISING), &[]).is(
        1,
        &[
            "FAIL g.rules:9: age_says_nothing",
            "  raising t.age never raises total(a)\n",
            "broken by a profile that no test has: `total(a)` rises from 0 to 4 where `t.age` rises from ",
            " to 15 years\n",
            "as examples that pass today",
            "t.kind: wood",
            "expect total(a) = 0",
            "expect total(a) = 4",
            "guarantees: 1 broken, 1 proved for answers given with certainty 1\n",
        ],
        &[],
    );
}

#[test]
fn without_the_search_only_what_the_tests_evaluate_counts() {
    test(&of(RAISING), &["--no-search"]).is(
        0,
        &[
            "guarantees: 2 held on ",
            " profiles, not proved\n3 passed\n",
        ],
        &[],
    );
    let wood = RAISING.replace("given { kind: steel }", "given { kind: wood }");
    test(&of(&wood), &["--no-search"]).is(1, &["broken in g.rules: steel: "], &[]);
    let other = NEVER.replace("never advice is a", "never advice is b");
    test(&of(&other), &["--no-search"]).is(
        0,
        &["guarantees: 1 held on 1 profile, not proved\n2 passed\n"],
        &[],
    );
    let (none, _) = NEVER.split_once("example").unwrap();
    let nothing = test(&of(none), &["--no-search"]);
    nothing.is(
        0,
        &["guarantees: 1 not tried because no profile was evaluated\n0 passed\n"],
        &[],
    );
    test(&of(none), &["--no-search", "--fail-on-empty"]).is(1, &["0 passed"], &["nothing to run"]);
    test(&of(none), &[]).is(1, &["a profile that no test has"], &[]);
}

#[test]
fn the_examples_shown_pass_and_break_the_guarantees_by_themselves() {
    for rules in [NEVER, ALWAYS, RAISING] {
        let before = test(&of(rules), &["-f", "json"]).json();
        let examples = proposed(&before);
        assert!(!examples.is_empty(), "{before:#}");
        let folder = of(&format!("{rules}{}", examples.concat()));
        let after = test(&folder, &["-f", "json", "--no-search"]);
        let json = after.json();
        let passed = |json: &Value| json["passed"].as_u64().unwrap();
        let more = u64::try_from(examples.len()).unwrap();
        assert_eq!(passed(&json), passed(&before) + more, "{after}");
        assert_eq!(json["failed"], before["failed"], "{after}");
        assert_eq!(json["errors"], 0, "{after}");
    }
}

#[test]
fn a_conjunction_of_four_answers_is_found_among_many_facts() {
    let mut rules = String::from("rulebook g \"G\" {}\nstrategy a\nstrategy b\ntopic t {\n");
    for at in 0..12 {
        rules += &format!("  fact f{at} : p < q < r < s\n");
    }
    rules += "}\n";
    for at in 0..12 {
        rules += &format!("rule r{at} {{ when t.f{at} is p then favor a weakly }}\n");
    }
    rules += "rule deep { when t.f0 is q and t.f3 is r and t.f7 is s and t.f9 is q then favor b decisively }\n";
    rules += "guarantee never_b { never advice is b }\n";
    let run = test(&of(&rules), &["-f", "json"]);
    let examples = proposed(&run.json());
    let given = "given {\n    t.f0: q\n    t.f3: r\n    t.f7: s\n    t.f9: q\n  }";
    assert!(examples[0].contains(given), "{run}");
}

#[test]
fn certainties_are_those_of_the_profiles_and_lower_ones_are_tried() {
    let rules = r#"rulebook g "G" {}
strategy a
strategy b
topic t { fact x : yes_no }
rule one { when t.x then favor a by 4 }
guarantee full { always total(a) >= 4 when t.x }
example "half" { given { x: yes certainty 0.5 } expect total(a) = 2 }
"#;
    let found = "t.x: yes certainty 0.5";
    test(&of(rules), &["--no-search"]).is(1, &["broken in g.rules: half", found], &[]);
    let (without, _) = rules.split_once("example").unwrap();
    test(&of(without), &[]).is(1, &["t.x: yes certainty 0."], &[]);
}

#[test]
fn guarantees_are_run_by_their_names() {
    let folder = of(NEVER);
    test(&folder, &["--run", "never_a"]).is(1, &["0 passed, 1 failed"], &[]);
    let run = test(&folder, &["--run", "g.rules: e$"]);
    run.is(0, &["1 passed"], &[]);
    assert!(!run.out.contains("guarantee"), "{run}");
}

#[test]
fn programs_get_guarantees_as_tests() {
    let folder = of(NEVER);
    let json = test(&folder, &["-f", "json"]).json();
    let held = &json["guarantees"][0];
    assert_eq!(
        (&held["held"], &held["broken"], &held["proved"]),
        (&Value::from(0), &Value::from(1), &Value::from(0))
    );
    assert!(held["profiles"].as_u64().unwrap() > 0, "{json:#}");
    let failed = &json["tests"][0];
    assert_eq!(failed["kind"], "guarantee");
    assert_eq!(failed["name"], "g.rules: never_a");
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["claim"], "never advice is a");
    assert_eq!(failed["test"], "g.rules: e");
    assert_eq!(failed["line"], 6);
    test(&folder, &["-f", "junit"]).is(
        1,
        &[
            "tests=\"2\" failures=\"1\"",
            "<testcase classname=\"guarantee\" name=\"g.rules: never_a\" file=\"g.rules\" line=\"6\">",
            "<failure message=\"`never advice is a` is broken in g.rules: e: `advice is a` holds\">",
        ],
        &[],
    );
    test(&folder, &["-f", "github"]).is(
        1,
        &["::error file=g.rules,line=6,title=g.rules%3A never_a::`never advice is a` is broken"],
        &[],
    );
}

#[test]
fn the_same_is_found_in_every_run() {
    for rules in [NEVER, ALWAYS, RAISING] {
        let folder = of(rules);
        let first = test(&folder, &[]).to_string();
        assert_eq!(first, test(&folder, &[]).to_string());
    }
}

#[test]
fn a_mutant_that_breaks_a_guarantee_is_noticed() {
    let rules = r#"rulebook g "G" {}
strategy a
strategy b
topic t { fact x : yes_no  fact y : yes_no }
rule one "One" { when t.x then favor a by 4 }
rule bar "Bar" { when t.y then exclude a }
guarantee barred { never advice is a when t.y }
guarantee x_helps { raising t.x never lowers total(a) }
example "e" { given { x: yes y: yes } expect fired(one) }
"#;
    let folder = of(rules);
    let run = test(&folder, &["--mutate", "--timeout", "600", "-f", "json"]);
    let json = run.json();
    let mutants = json["mutants"].as_array().unwrap();
    let noticed_by = |subject: &str, kind: &str| {
        let mut found = mutants
            .iter()
            .filter(|one| one["subject"] == subject && one["kind"] == kind);
        let one = found.next().unwrap_or_else(|| panic!("{run}"));
        one["test"].as_str().unwrap_or("nobody").to_owned()
    };
    assert_eq!(noticed_by("rule bar", "dropped"), "g.rules: barred");
    assert_eq!(noticed_by("rule one", "sign"), "g.rules: x_helps");
    assert_eq!(noticed_by("rule one", "dropped"), "g.rules: e");
    assert_eq!(json["guarantees"], 2);
    test(&folder, &["--mutate", "--timeout", "600"]).is(
        0,
        &["1 test and 2 guarantees noticed "],
        &[],
    );
    // A guarantee that is broken without any edit notices nothing.
    let broken = rules.replace("never advice is a when t.y", "never advice is b when t.y");
    let run = test(&of(&broken), &["--mutate", "--timeout", "600"]);
    run.is(0, &["1 test and 1 guarantee noticed "], &[]);
}

#[test]
fn each_of_several_rulebooks_has_a_line() {
    let folder = Folder::with(&[
        (
            "one/one.rules",
            &NEVER.replace("never advice is a", "never advice is b"),
        ),
        (
            "two/two.rules",
            &NEVER.replace("never advice is a", "never excluded(a)"),
        ),
    ]);
    folder.run(&["test", "."]).is(
        0,
        &[
            "guarantees of one/one.rules: 1 proved\n",
            "guarantees of two/two.rules: 1 proved\n",
            "4 passed",
        ],
        &[],
    );
}

/// Of a set answer, only the elements stay that are needed.
#[test]
fn the_least_profile_has_the_least_sets() {
    let rules = |claim: &str| {
        format!(
            "rulebook g \"G\" {{}}\nstrategy a\nstrategy b\n\
             topic t {{ fact s : any of one, two, three  fact y : yes_no }}\n\
             rule r {{ when t.s includes two then favor a strongly }}\n\
             guarantee claimed {{ {claim} }}\n\
             example \"e\" {{ given {{ t.s: [one, two, three] t.y: yes }} expect advice is a }}\n"
        )
    };
    let shows = |claim: &str, given: &str| {
        let run = test(&of(&rules(claim)), &[]);
        let shown = format!("given {{\n        {given}\n      }}");
        run.is(1, &["FAIL", &shown], &[]);
    };
    shows("never advice is a", "t.s: [two]");
    shows("never t.s is known", "t.s: []");
    shows(
        "never t.s includes three and advice is a",
        "t.s: [two, three]",
    );
}
