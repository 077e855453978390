//! Examples, case files and tables of cases: what passes, what fails, and what cannot be read.

use super::project;
use crate::program::{Folder, Run};

#[test]
fn of_very_many_failures_the_first_are_told_in_full() {
    let rows: String = (0..53).map(|at| format!("r{at},big,slow\n")).collect();
    let folder = project(&[("cases/rows.csv", &format!("id,expect,growth\n{rows}"))]);
    let run = folder.run(&["test", "cases/rows.csv"]);
    let end = [
        "  `advice is big` does not hold; advised: kaizen",
        "3 failures shown in one line each, after 50 in full; `--run REGEX`",
        "0 passed, 53 failed",
    ];
    run.is(1, &end, &[]);
    assert_eq!(run.out.matches("FAIL ").count(), 53);
    assert_eq!(run.out.matches("expected, but false").count(), 50);
    let json = folder.run(&["test", "cases/rows.csv", "-f", "json"]).json();
    let tests = json["tests"].as_array().unwrap();
    let helped = |one: &&serde_json::Value| one["nearest"].is_array() || one["needed"].is_array();
    assert_eq!(tests.iter().filter(helped).count(), 50);
}

#[test]
fn a_number_with_which_a_case_would_pass_is_found_in_every_range() {
    let rules = r#"rulebook choice "Choice" {}
strategy a "A"
topic t {
  fact narrow : number in 0..1000
  fact count : integer
  fact free : number
}
rule one "One" { when t.narrow > 10 and t.narrow < 10.5 then favor a weakly }
rule two "Two" { when t.count > 2.5 then favor a weakly }
rule three "Three" { when t.free * t.free < 1 then favor a weakly }
advice { a when best is a  undecided otherwise }
"#;
    for (given, rule, told) in [
        ("narrow = 5", "one", "`t.narrow` 10.25 instead of 5"),
        ("count = 1", "two", "`t.count` 3 instead of 1"),
        ("free = 7", "three", "`t.free` 0 instead of 7"),
    ] {
        let case = format!("expect = [\"fired({rule})\"]\n{given}\n");
        let folder = Folder::with(&[("choice.rules", rules), ("one.toml", &case)]);
        let run = folder.run(&["test", "choice.rules", "one.toml"]);
        run.is(1, &[&format!("it would pass with {told}")], &[]);
    }
}

#[test]
fn examples_case_files_and_tables_run_together() {
    let folder = project(&[
        (
            "cases/one.toml",
            "expect = [\"advice is big\", \"total(big) >= 4\", \"not fired(slow_market)\"]\ngrowth = \"fast\"\n",
        ),
        (
            "cases/two.yaml",
            "expect: surely advised_by(steady)\ngrowth: slow\n",
        ),
        (
            "cases/three.json",
            r#"{"expect": ["advice is \u0022kaizen\u0022"], "growth": "slow"}"#,
        ),
        (
            "cases/rows.csv",
            "id,expect,also,growth,cash\na,kaizen,,slow,\nb,kaizen,big | undecided,fast,50\n",
        ),
        (
            "cases/rows.jsonl",
            "{\"id\":\"a\",\"expect\":\"undecided\"}\n{\"id\":\"b\",\"expect\":\"kaizen\",\"also\":[\"big\"],\"profile\":{\"growth\":\"fast\"},\"source\":\"a book\"}\n",
        ),
    ]);
    // The rulebook in the folder is taken, not the built-in one.
    folder
        .run(&["test"])
        .is(0, &["8 passed"], &["using `choice.rules`"]);
    for path in ["choice.rules", "."] {
        folder.run(&["test", path]).is(0, &["8 passed"], &[]);
    }
    folder
        .run(&["test", "cases/rows.csv", "cases/one.toml"])
        .is(0, &["3 passed"], &[]);
}

/// A note, and a let of the name that a row may state.
const NOTED: &str =
    "note poor \"No cash\" { when advice is kaizen and economy.cash < 5 risk \"None is left.\" }
let broke = economy.cash < 1
";

#[test]
fn rows_of_tables_expect_conditions_as_everything_else_does() {
    let folder = project(&[
        (
            "cases/rows.csv",
            "id,expect,also,growth,cash\na,advice is kaizen and total(kaizen) > 9,,slow,3\n\
             b,\"advice is one of kaizen, big\",,fast,3\nc,noted(poor) and not noted(poor),,slow,3\n\
             d,noted(poor),,slow,3\ne,broke,,slow,0\nf,noted(poor),,slow,7\n",
        ),
        (
            "cases/rows.jsonl",
            "{\"id\":\"a\",\"expect\":[\"kaizen\",\"margin > 3\"],\"growth\":\"slow\"}\n\
             {\"id\":\"b\",\"expect\":\"surely advice is \\u0022kaizen\\u0022\",\"growth\":\"slow\"}\n\
             {\"id\":\"c\",\"expect\":[\"kaizen\",\"margin > 30\"],\"growth\":\"slow\"}\n\
             {\"id\":\"d\",\"expect\":[\"kaizen\",\"big\"],\"growth\":\"fast\"}\n",
        ),
        (
            "cases/one.toml",
            "expect = [\"noted(poor)\", \"broke\"]\ngrowth = \"slow\"\ncash = 0\n",
        ),
    ]);
    folder.write(
        "choice.rules",
        format!("{}{NOTED}", super::RULES).as_bytes(),
    );
    folder.run(&["test", "."]).is(
        1,
        &[
            "FAIL cases/rows.csv:4: c",
            "FAIL cases/rows.csv:7: f",
            "✗ noted(poor)",
            "FAIL cases/rows.jsonl:3: c",
            "✗ margin > 30",
            "9 passed, 3 failed",
        ],
        &[],
    );
}

#[test]
fn wrong_conditions_of_rows_are_told_where_they_stand() {
    let folder = project(&[
        (
            "cases/rows.csv",
            "id,expect,also,growth\na,advice is bigg,,slow\nb,advice is bigg,,slow\nc,margin > 3,big,slow\nd,bigg,,slow\n",
        ),
        (
            "cases/rows.jsonl",
            "{\"id\":\"x\",\"expect\":\"kaizen\",\"growth\":\"slow\"}\n\
             {\"id\":\"y\",\"expect\":[\"kaizen\",\"margn > 3\"],\"growth\":\"slow\"}\n",
        ),
    ]);
    let run = folder.run(&["test", "."]);
    run.is(
        1,
        &["2 passed, 5 errors"],
        &[
            "error[E1005]",
            "error[E1002]: no outcome is named `bigg`",
            "or write a condition",
            "cases/rows.jsonl:2:31",
        ],
    );
    for line in ["2:13", "3:13", "4:14", "5:3"] {
        let place = format!("cases/rows.csv:{line}");
        assert_eq!(run.err.matches(&place).count(), 1, "{run}");
    }
}

#[test]
fn a_case_that_fails_names_the_condition_and_its_values() {
    let folder = project(&[
        (
            "cases/one.toml",
            "expect = [\"advice is big\"]\ngrowth = \"slow\"\n",
        ),
        ("cases/rows.csv", "id,expect,growth\na,big,slow\n"),
    ]);
    folder.run(&["test", "."]).is(
        1,
        &[
            "FAIL cases/one.toml:1: one",
            "FAIL cases/rows.csv:2: a",
            "✗ advice is big — it is kaizen",
            "+7  Slow market  growth is slow",
            "it would pass with `economy.growth` fast instead of slow",
            "advice is big",
            "kaizen",
            "1 passed, 2 failed",
        ],
        &[],
    );
}

#[test]
fn what_is_wrong_with_a_case_is_told_at_its_place() {
    let folder = project(&[
        (
            "cases/a.toml",
            "growth = \"slow\"\nexpect = [\"advise is big\",\n  \"advice is bigg\", \"\", 3]\n",
        ),
        ("cases/b.toml", "growth = \"slow\"\n"),
        (
            "cases/c.csv",
            "id,expect,also,growth\na,,,slow\nb,bigg,kaizen|undecidd,slow\na,big,,slw\nd,big\n",
        ),
        (
            "cases/d.jsonl",
            "[1]\n{\"id\": \"x\", \"expect\": \"big\", \"grwth\": \"slow\"}\n{\"id\"\n",
        ),
    ]);
    folder.run(&["test", "."]).is(
        1,
        &["1 passed, 9 errors"],
        &[
            "error[E0212]: `advise` is not declared",
            "cases/a.toml:2:12",
            "cases/a.toml:3:14",
            "cases/a.toml:3:25",
            "error[E0628]: `expect` takes conditions as texts, not a number",
            "error[E1001]: this case expects nothing, so it tests nothing\n --> cases/b.toml:1:1",
            "E1001",
            "cases/c.csv:2:3",
            "no outcome is named `bigg`",
            "did you mean `undecided`?",
            "two cases are named `a`",
            "`slw` is not a level",
            "this row has 2 cells, and the first line has 4 names",
            "a row of a table of cases is an object",
            "no fact is named `grwth`",
            "cases/d.jsonl:3:",
        ],
    );
}

#[test]
fn what_is_broken_is_told_only_where_it_is_wanted() {
    let folder = project(&[
        (
            "cases/good.toml",
            "expect = [\"advice is big\"]\ngrowth = \"fast\"\n",
        ),
        ("cases/bad.toml", "expect = [\"advice is bigg\"]\n"),
    ]);
    folder
        .run(&["test", ".", "--run", "good"])
        .is(0, &["1 passed"], &[]);
    folder
        .run(&["test", ".", "--run", "bad"])
        .is(1, &["0 passed, 1 error"], &["E0212"]);
}

#[test]
fn where_no_fact_helps_the_rules_that_were_needed_are_named() {
    let folder = project(&[(
        "cases/odd.toml",
        "expect = [\"fired(slow_market) and total(kaizen) > 50\"]\ngrowth = \"fast\"\n",
    )]);
    folder.run(&["test", "."]).is(
        1,
        &[
            "no change of one or two facts",
            "`slow_market` (kaizen +7, then `undecided`): not `economy.growth is slow` (economy.growth = fast)",
        ],
        &[],
    );
}

#[test]
fn a_profile_that_expects_something_is_a_case_too() {
    let folder = project(&[
        (
            "profiles/one.toml",
            "expect = [\"advice is big\"]\ngrowth = \"slow\"\n",
        ),
        (
            "profiles/two.toml",
            "growth = \"slow\"   # no expectation\n",
        ),
    ]);
    let accept = ["test", ".", "--accept"];
    // Snapshots decide nothing about a case that fails: the run ends as the tests would.
    let words = ["accepted 2 snapshots", "1 test fails, apart from snapshots"];
    Run::of(folder.command(&accept).env_remove("CI")).is(1, &[], &words);
    folder.run(&["test", "."]).is(
        1,
        &["FAIL profiles/one.toml:1: one", "3 passed, 1 failed"],
        &[],
    );
}

#[test]
fn a_table_that_cannot_be_read_fails() {
    let folder = project(&[("cases/a.csv", ""), ("cases/b.csv", "id,expect,growth\n")]);
    std::fs::write(
        folder.path.join("cases/c.csv"),
        b"id,expect,growth\na,kaizen,slow\nb,big,s\xfflow\n",
    )
    .unwrap();
    std::fs::write(folder.path.join("cases/d.jsonl"), b"{\"id\": \"\xff\"}\n").unwrap();
    folder.run(&["test", "."]).is(
        1,
        &["1 passed, 4 errors"],
        &["this table has no case", "the table is not text in UTF-8"],
    );
}
