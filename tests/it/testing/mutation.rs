//! `hansei test --mutate`: which small edits are made, who notices, and what is said of those that nobody does.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::program::{Folder, Run};

/// A rulebook that can be edited in every way.
const RULES: &str = r#"rulebook small "Small" {}
strategy a "A"
strategy b "B"
topic t {
  fact level : low < mid < high
  fact n : number in 0..100
  fact y : yes_no
  fact z : yes_no
}
parameter edge "Edge" = 30 in 0..100 { basis illustrative }
group g "G" limit 5
let hot = t.n > edge
let grade : poor < fair < good {
  good when t.n >= 80
  fair when t.n >= 40
  poor otherwise
}
rule one "One" {
  when t.level is at least mid and t.y
  unless t.z
  then favor a by 4
  in g
}
rule two "Two" {
  when hot or grade is good
  then oppose b strongly
  defeats one
}
rule three "Three" {
  when t.y or (t.y and t.z)
  then favor a weakly
  in g
}
advice {
  first: a when best is a
  second: b when best is b
  undecided otherwise
}
example "hot" { given { n: 50 } expect fired(two) }
"#;

fn small() -> Folder {
    Folder::with(&[("small.rules", RULES)])
}

fn mutate(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(
        &[
            &["test", "small.rules", "--mutate", "--timeout", "600"],
            arguments,
        ]
        .concat(),
    )
}

/// The edits of a kind: the old and the new lines, and what became of it.
fn of_kind<'j>(json: &'j Value, kind: &str) -> Vec<(String, String, &'j str)> {
    let lines = |lines: &Value| {
        let lines = lines.as_array().unwrap().iter();
        lines
            .map(|line| line.as_str().unwrap())
            .collect::<Vec<_>>()
            .join("|")
    };
    let mutants = json["mutants"].as_array().unwrap().iter();
    mutants
        .filter(|one| one["kind"] == kind)
        .map(|one| {
            (
                lines(&one["old"]),
                lines(&one["new"]),
                one["status"].as_str().unwrap(),
            )
        })
        .collect()
}

#[test]
fn every_kind_of_edit_is_made() {
    let json = mutate(&small(), &["-f", "json"]).json();
    let has = |kind: &str, old: &str, new: &str| {
        let all = of_kind(&json, kind);
        let found = all.iter().any(|one| one.0 == old && one.1 == new);
        assert!(found, "{kind}: {old} → {new} is not among {all:#?}");
    };
    has(
        "comparison",
        "let hot = t.n > edge",
        "let hot = t.n <= edge",
    );
    has(
        "comparison",
        "let hot = t.n > edge",
        "let hot = t.n >= edge",
    );
    has("step", "good when t.n >= 80", "good when t.n >= 81");
    has(
        "step",
        "parameter edge \"Edge\" = 30 in 0..100 { basis illustrative }",
        "parameter edge \"Edge\" = 29 in 0..100 { basis illustrative }",
    );
    has(
        "step",
        "when t.level is at least mid and t.y",
        "when t.level is at least high and t.y",
    );
    has(
        "joint",
        "when hot or grade is good",
        "when hot and grade is good",
    );
    has(
        "negation",
        "when hot or grade is good",
        "when not hot or grade is good",
    );
    has("weight", "then favor a by 4", "then favor a by 2");
    has("sign", "then oppose b strongly", "then favor b strongly");
    has("exception", "unless t.z", "");
    has("defeat", "defeats one", "");
    // A group without a limit would be none.
    has(
        "limit",
        "group g \"G\" limit 5",
        "group g \"G\" limit 1000000000",
    );
    has(
        "order",
        "good when t.n >= 80|fair when t.n >= 40",
        "fair when t.n >= 40|good when t.n >= 80",
    );
    has("dropped", "first: a when best is a", "");
    let kinds: BTreeSet<&str> = json["mutants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    let all = hansei::testing::mutation::Operator::ALL.map(|one| one.word());
    assert_eq!(kinds, all.into_iter().collect());
}

#[test]
fn a_test_that_notices_is_named_and_what_nobody_can_notice_is_not_counted() {
    let json = mutate(&small(), &["-f", "json"]).json();
    let mutants = json["mutants"].as_array().unwrap();
    let find = |new: &str| {
        let found = mutants.iter().find(|one| one["new"][0] == new);
        found.unwrap_or_else(|| panic!("{new} is not among {mutants:#?}"))
    };
    let killed = find("let hot = t.n <= edge");
    assert_eq!(killed["status"], "killed");
    assert_eq!(killed["test"], "small.rules: hot");
    // What the other alternative says holds without this one.
    let same = find("when t.y or (t.y and not t.z)");
    assert_eq!(same["status"], "same", "{same}");
    let apart = find("second: b when best is b");
    assert_eq!(apart["status"], "same", "{apart}");
    let survived = find("good when t.n >= 81");
    assert_eq!(survived["status"], "survived");
    let nearest = &survived["nearest"];
    let example = nearest["example"].as_str().unwrap();
    assert!(example.contains("t.n: 80"), "{example}");
    assert!(example.contains("expect grade is good"), "{example}");
}

#[test]
fn an_example_that_is_proposed_notices_the_edit() {
    let folder = small();
    let before = mutate(&folder, &["-f", "json"]).json();
    let proposed: BTreeSet<String> = before["mutants"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["nearest"]["example"].as_str())
        .map(str::to_owned)
        .collect();
    let mut text = RULES.to_owned();
    for (at, example) in proposed.iter().enumerate() {
        let (_, rest) = example.split_once("\" {").unwrap();
        text.push_str(&format!("example \"proposed {at}\" {{{rest}"));
    }
    folder.write("small.rules", text.as_bytes());
    folder.run(&["test", "small.rules"]).is(0, &["passed"], &[]);
    let after = mutate(&folder, &["-f", "json"]).json();
    let key = |one: &Value| {
        let parts = ["subject", "kind", "old", "new"].map(|part| one[part].to_string());
        parts.concat()
    };
    let of = |json: &Value, wanted: &dyn Fn(&Value) -> bool| -> BTreeSet<String> {
        let mutants = json["mutants"].as_array().unwrap().iter();
        mutants.filter(|one| wanted(one)).map(key).collect()
    };
    let with_example = of(&before, &|one| one["nearest"]["example"].is_string());
    assert!(with_example.len() > 10, "{before:#}");
    let survived = of(&after, &|one| one["status"] == "survived");
    let left: Vec<&String> = with_example.intersection(&survived).collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn survivors_are_shown_as_lines_of_the_file() {
    mutate(&small(), &[]).is(
        0,
        &[
            "SURVIVED small.rules:19: rule one: one step off",
            "  - when t.level is at least mid and t.y",
            "  + when t.level is at least high and t.y",
            "  difference shown by small.rules: hot with ",
            "1 test noticed ",
        ],
        &[],
    );
    mutate(&small(), &["-f", "github"]).is(0, &["::warning file=small.rules,line="], &[]);
    let junit = mutate(&small(), &["-f", "junit"]);
    junit.is(
        0,
        &["<failure message=\"no test notices\">", "<skipped/>"],
        &[],
    );
}

#[test]
fn snapshots_notice_what_examples_do_not() {
    let folder = small();
    folder.write(
        "profiles/p.toml",
        b"t.level = \"mid\"\nt.y = true\nt.z = false\n",
    );
    let score = |folder: &Folder| {
        mutate(folder, &["-f", "json"]).json()["score"]
            .as_f64()
            .unwrap()
    };
    let before = score(&folder);
    folder
        .run(&["test", "small.rules", "--accept"])
        .is(0, &[], &["1 snapshot"]);
    let after = score(&folder);
    assert!(after > before, "{before} {after}");
    let json = mutate(&folder, &["-f", "json"]).json();
    let killed = &of_kind(&json, "weight")[0];
    assert_eq!(
        (killed.0.as_str(), killed.2),
        ("then favor a by 4", "killed")
    );
}

#[test]
fn a_run_has_bounds_and_says_what_it_left_out() {
    let folder = small();
    mutate(&folder, &["--mutants", "5"]).is(0, &["left out, by `--mutants`"], &[]);
    let none = folder.run(&["test", "small.rules", "--mutate", "--timeout", "0"]);
    none.is(
        0,
        &["no edit was tried", "not run: ", "by `--timeout`"],
        &[],
    );
    mutate(&folder, &["--min-score", "1"]).is(0, &["noticed"], &[]);
    mutate(&folder, &["--min-score", "100"]).is(1, &["less than the 100 % of `--min-score`"], &[]);
    folder
        .run(&["test", "--min-score", "9"])
        .is(2, &[], &["--mutate"]);
    folder
        .run(&["test", "--mutate", "--watch"])
        .is(2, &[], &["--watch"]);
}

#[test]
fn without_a_test_that_passes_nothing_can_be_noticed() {
    let folder = small();
    let (rules, _) = RULES.split_once("example").unwrap();
    folder.write("small.rules", rules.as_bytes());
    mutate(&folder, &[]).is(1, &["no test passes, so nothing could notice"], &[]);
    let failing = RULES.replace("expect fired(two)", "expect fired(one)");
    folder.write("small.rules", failing.as_bytes());
    mutate(&folder, &[]).is(
        1,
        &["1 test left out because they fail without any edit"],
        &[],
    );
}

#[test]
fn the_result_is_the_same_with_one_thread_and_with_several() {
    let folder = small();
    let arguments = [
        "test",
        "small.rules",
        "--mutate",
        "--timeout",
        "600",
        "-f",
        "json",
    ];
    let first = folder.run(&arguments);
    assert_eq!(first.to_string(), folder.run(&arguments).to_string());
    let whole = folder.command(&arguments);
    let mut one = Command::new("taskset");
    one.args(["-c", "0"])
        .arg(whole.get_program())
        .args(whole.get_args());
    one.current_dir(whole.get_current_dir().unwrap());
    // Where the system cannot bind a program to a processor there is nothing to compare with.
    if Command::new("taskset").arg("--version").output().is_ok() {
        assert_eq!(first.to_string(), Run::of(&mut one).to_string());
    }
}

#[test]
fn what_differs_just_past_a_number_is_not_the_same() {
    let mut rules = RULES.to_owned();
    rules.push_str("example \"edges\" { given { n: 30 } expect not hot }\n");
    let folder = Folder::with(&[("small.rules", rules.as_str())]);
    let json = mutate(&folder, &["-f", "json"]).json();
    // With 30.5 `hot` holds, and with the edge at 31 it does not.
    let steps = of_kind(&json, "step");
    let edge = steps.iter().find(|(_, new, _)| new.contains("= 31 in"));
    assert_eq!(
        edge.map(|(_, _, status)| *status),
        Some("survived"),
        "{steps:?}"
    );
}

#[test]
fn of_sets_the_elements_that_are_tested_decide() {
    let rules = RULES.replace(
        "  fact z : yes_no\n",
        "  fact z : yes_no\n  fact s : any of one, two, three, four, five, six\n",
    );
    let rules = rules.replace("(t.y and t.z)", "(t.y and t.s includes two)");
    let folder = Folder::with(&[("small.rules", rules.as_str())]);
    let json = mutate(&folder, &["-f", "json"]).json();
    let found = of_kind(&json, "negation");
    let includes = found.iter().find(|(_, new, _)| new.contains("not t.s"));
    assert_eq!(
        includes.map(|(_, _, status)| *status),
        Some("same"),
        "{found:?}"
    );
}

#[test]
fn a_profile_that_tells_apart_keeps_what_already_does() {
    let rules = r#"rulebook small "Small" {}
strategy a "A"
topic t {
  fact n : number in 0..100
  fact y : yes_no
  fact z : yes_no
}
rule one "One" { when t.n >= 40 and t.y and t.z then favor a weakly }
advice {
  a when fired(one)
  undecided otherwise
}
example "calm" { given { n: 50  y: no  z: no } expect advice is undecided }
"#;
    let folder = Folder::with(&[("small.rules", rules)]);
    let json = mutate(&folder, &["-f", "json"]).json();
    let mutants = json["mutants"].as_array().unwrap();
    let new = |one: &&Value| one["new"][0].as_str().unwrap().contains("and not t.z");
    let changes = &mutants.iter().find(new).unwrap()["nearest"]["changes"];
    assert_eq!(changes.as_array().unwrap().len(), 1, "{changes}");
    assert_eq!(changes[0]["fact"], "t.y");
}

#[test]
fn a_share_that_is_none_is_refused() {
    for share in ["nan", "inf", "101", "many"] {
        mutate(&small(), &["--min-score", share]).is(2, &[], &["0 to 100"]);
    }
    mutate(&small(), &["--min-score", "0%"]).is(0, &["small edits"], &[]);
    mutate(&small(), &["--threshold", "100"]).is(2, &[], &["cannot be used with"]);
}

#[test]
fn what_the_check_refuses_is_no_survivor() {
    let example =
        "example \"first\" { given { level: mid y: yes z: no } expect advised_by(first) }\n";
    let cases = "id,expect,t.n\nnothing,undecided,1\n";
    let folder = Folder::with(&[("small.rules", RULES), ("cases/c.csv", cases)]);
    let run = |folder: &Folder| {
        let arguments = ["test", "cases/c.csv", "--mutate", "--timeout", "600", "-f"];
        folder.run(&[&arguments[..], &["json"]].concat()).json()
    };
    let row = (
        "first: a when best is a".to_owned(),
        String::new(),
        "survived",
    );
    assert!(of_kind(&run(&folder), "dropped").contains(&row));
    // With its label in an example, a rulebook without the row has an error.
    folder.write("small.rules", format!("{RULES}{example}").as_bytes());
    let json = run(&folder);
    let dropped = of_kind(&json, "dropped");
    assert!(!dropped.contains(&row), "{dropped:#?}");
    assert_eq!(json["left_out"], 0);
}

#[test]
fn every_case_of_a_service_has_a_name_of_its_own() {
    let junit = mutate(&small(), &["-f", "junit"]).out;
    let names: Vec<&str> = junit
        .lines()
        .filter_map(|line| {
            line.split_once("classname=\"mutant\" name=\"")?
                .1
                .split('"')
                .next()
        })
        .collect();
    assert!(names.len() > 30, "{junit}");
    let unique: BTreeSet<&&str> = names.iter().collect();
    assert_eq!(unique.len(), names.len(), "{names:#?}");
    assert!(junit.contains(" errors=\"0\">"), "{junit}");
}

/// That a note is shown can be expected, so an edit that takes it away has an example that tells.
#[test]
fn a_note_that_no_test_misses_is_told_with_what_to_expect() {
    let folder = small();
    let note = "note warned \"Warned\" { when advice is a and t.y risk \"…\" }\n";
    folder.write("small.rules", format!("{RULES}{note}").as_bytes());
    let run = mutate(&folder, &[]);
    run.is(0, &["note warned", "expect noted(warned)"], &[]);
    let example = "example \"warned\" { given { n: 50 y: yes } expect noted(warned) }\n\
                   example \"not warned\" { given { n: 50 y: no } expect not noted(warned) }\n";
    folder.write("small.rules", format!("{RULES}{note}{example}").as_bytes());
    let json = mutate(&folder, &["-f", "json"]).json();
    let mutants = json["mutants"].as_array().unwrap().iter();
    let of_note: Vec<&Value> = mutants
        .filter(|one| one["subject"] == "note warned" && one["kind"] == "dropped")
        .collect();
    assert!(!of_note.is_empty(), "{json:#}");
    assert!(
        of_note.iter().all(|one| one["status"] == "killed"),
        "{of_note:#?}"
    );
}
