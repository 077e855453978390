//! Results in the forms for programs, the most severe first.

use super::snapshots::test;
use super::{RULES, project};
use crate::program::Folder;

fn failing() -> Folder {
    project(&[
        (
            "cases/a.toml",
            "expect = [\"advice is big\", \"margin >= 0\"]\ngrowth = \"slow\"\n",
        ),
        ("cases/b.toml", "expect = [\"advice is bigg\"]\n"),
        ("profiles/p.toml", "growth = \"slow\"\n"),
    ])
}

#[test]
fn json_has_every_test_with_its_parts() {
    let folder = failing();
    let json = test(&folder, &["-f", "json"]).json();
    assert_eq!(json["passed"], 1);
    assert_eq!(json["failed"], 2);
    assert_eq!(json["errors"], 1);
    let tests = json["tests"].as_array().unwrap();
    let fates: Vec<&str> = tests
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(fates, ["error", "failed", "failed", "passed"]);
    let failed = &tests[1];
    assert_eq!(failed["name"], "cases/a.toml: a");
    assert_eq!(failed["line"], 1);
    assert_eq!(failed["advice"], "kaizen");
    assert_eq!(failed["expectations"][0]["holds"], false);
    assert_eq!(
        failed["expectations"][0]["condition"]["reads"][0]["value"],
        "kaizen"
    );
    assert_eq!(failed["expectations"][1]["holds"], true);
    assert_eq!(failed["nearest"][0][0]["fact"], "economy.growth");
    assert_eq!(failed["nearest"][0][0]["to"], "fast");
}

#[test]
fn junit_is_well_formed_and_counts() {
    let folder = failing();
    test(&folder, &["-o", "out.xml"]).is(1, &[], &["E02"]);
    let xml = folder.read("out.xml");
    assert!(
        xml.contains("tests=\"4\" failures=\"2\" errors=\"1\""),
        "{xml}"
    );
    assert!(
        xml.contains("<failure message=\"`advice is big` does not hold; advised: kaizen\">"),
        "{xml}"
    );
    assert!(
        xml.contains("name=\"choice.rules: a slow market\""),
        "{xml}"
    );
    for (open, close) in [
        ("<testcase ", "</testcase>"),
        ("<testsuite ", "</testsuite>"),
    ] {
        let closed = xml.matches(close).count() + xml.matches("\"/>").count();
        assert!(closed >= xml.matches(open).count(), "{xml}");
    }
}

#[test]
fn github_is_told_the_worst_first_and_how_many_more() {
    let rows: String = (0..14).map(|at| format!("r{at},big,slow\n")).collect();
    let folder = project(&[
        ("cases/many.csv", &format!("id,expect,growth\n{rows}")),
        ("cases/broken.toml", "expect = [\"advice is bigg\"]\n"),
    ]);
    let run = test(&folder, &["-f", "github"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 10, "{run}");
    assert!(
        lines[0].starts_with("::error file=cases/broken.toml,line=1,"),
        "{run}"
    );
    assert!(
        lines[1].starts_with("::error file=cases/many.csv,line=2,title=cases/many.csv%3A r0::"),
        "{run}"
    );
    assert!(lines[9].contains("and 6 more"), "{run}");
}

#[test]
fn github_is_told_what_keeps_the_tests_from_running() {
    let folder = project(&[]);
    folder.write(
        "choice.rules",
        b"rulebook choice \"Choice\" {}\nrule one { when f.x }\n",
    );
    let run = test(&folder, &["-f", "github"]);
    run.is(2, &["::error file=choice.rules,line=2"], &["error["]);
}

#[test]
fn github_is_told_of_another_advice_first_and_of_the_same_change_once() {
    let folder = project(&[("profiles/z.toml", "growth = \"fast\"\ncash = 50\n")]);
    for name in "abcdefghijkl".chars() {
        folder.write(
            &format!("profiles/{name}.toml"),
            b"growth = \"slow\"\ncash = 10\n",
        );
    }
    test(&folder, &["--accept"]).is(0, &[], &["accepted 13 snapshots"]);
    let rules = RULES
        .replace("by 3", "by 1")
        .replace("  bold: big when best is big\n", "")
        .replace("expect advice is kaizen", "expect advice is big");
    let rules = rules.replace("example \"a slow market\"", "example \"no\"");
    folder.write(
        "choice.rules",
        rules
            .replace("advice is big", "advice is undecided")
            .as_bytes(),
    );
    let run = test(&folder, &["-f", "github"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 3, "{run}");
    let flip =
        "::error file=profiles/z.toml,line=1,title=profiles/z.toml::CHANGED 1 snapshot: advice big";
    assert!(lines[0].starts_with(flip), "{run}");
    assert!(lines[1].contains("title=choice.rules%3A no::"), "{run}");
    let same = "::error file=profiles/a.toml,line=1,title=profiles/a.toml and 11 more::CHANGED 12 snapshots: ";
    assert!(lines[2].starts_with(same), "{run}");
}

#[test]
fn a_profile_that_cannot_be_read_is_told_with_its_line_and_help() {
    let folder = project(&[("profiles/p.toml", "cash = 3\ngrwoth = \"slow\"\n")]);
    let said = [
        "ERROR profiles/p.toml:2",
        "no fact is named `grwoth`\n    did you mean `growth`?",
    ];
    test(&folder, &[]).is(1, &said, &["E0610"]);
}
