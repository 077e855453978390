//! Folders with several rulebooks, projects within projects, and links that lead back: nothing is lost, nothing runs twice.

use super::RULES;
use super::snapshots::test;
use crate::program::Folder;

const FAILING: &str = "id,expect,growth\na,big,slow\n";

/// A rulebook with a case that fails and an accepted snapshot, in a folder `choice`.
fn failing() -> Folder {
    let folder = Folder::with(&[
        ("choice/choice.rules", RULES),
        ("choice/cases/c.csv", FAILING),
        ("choice/profiles/slow.toml", "growth = \"slow\"\n"),
    ]);
    test(&folder, &["--accept"]).is(1, &[], &["accepted 1 snapshot", "1 test fails"]);
    test(&folder, &[]).is(1, &["2 passed, 1 failed"], &[]);
    folder
}

#[test]
fn two_rulebooks_over_the_same_cases_run_neither_until_one_is_named() {
    let folder = failing();
    folder.write(
        "choice/copy.rules",
        RULES.replace("rulebook choice", "rulebook copy").as_bytes(),
    );
    let words = [
        "E0917",
        "two rulebooks share `./choice`: `./choice/choice.rules`, `./choice/copy.rules`",
        "hansei test ./choice/choice.rules",
    ];
    let ways: [&[&str]; 5] = [
        &[],
        &["--accept"],
        &["--reject"],
        &["--mutate"],
        &["-f", "json"],
    ];
    for more in ways {
        let run = test(&folder, more);
        run.is(2, &[], &words);
        assert!(!run.err.contains("belongs to no profile"), "{run}");
    }
    let named = folder.run(&["test", "choice/choice.rules"]);
    named.is(1, &["2 passed, 1 failed"], &[]);
    let case = folder.run(&["test", "choice/cases/c.csv"]);
    case.is(2, &[], &["E0917", "--rules choice/choice.rules"]);
    folder.write("choice/hansei.toml", b"rulebook = \"choice.rules\"\n");
    test(&folder, &[]).is(1, &["2 passed, 1 failed"], &[]);
}

#[test]
fn a_rulebook_that_does_not_check_beside_its_profiles_is_no_success() {
    let broken = [
        RULES.replace("rulebook choice", "rulebook"),
        RULES.replace("rulebook choice", "rulebok choice"),
        RULES.replace("rulebook choice", "# rulebook choice"),
        RULES.replace("strategy big", "strtegy big"),
    ];
    for text in broken {
        let folder = failing();
        folder.write("sound/sound.rules", RULES.as_bytes());
        folder.write("choice/choice.rules", text.as_bytes());
        let run = test(&folder, &[]);
        assert_eq!(run.status, 2, "{run}");
        assert!(!run.err.contains("belongs to no profile"), "{run}");
    }
}

#[test]
fn rulebooks_without_cases_run_side_by_side() {
    let copy = RULES.replace("rulebook choice", "rulebook copy");
    let folder = Folder::with(&[("choice.rules", RULES), ("copy.rules", &copy)]);
    test(&folder, &[]).is(0, &["2 passed"], &[]);
}

#[test]
fn a_project_within_a_project_is_run_too() {
    let folder = failing();
    folder.write("hansei.toml", b"rulebook = \"main.rules\"\n");
    folder.write("main.rules", RULES.as_bytes());
    // Without a project file of its own a folder belongs to the project around it.
    test(&folder, &[]).is(0, &["1 passed"], &[]);
    folder.write("choice/hansei.toml", b"rulebook = \"choice.rules\"\n");
    test(&folder, &[]).is(1, &["3 passed, 1 failed"], &[]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_run_nothing_twice() {
    use std::os::unix::fs::symlink;
    let folder = failing();
    for (to, link) in [(".", "loop"), ("..", "choice/up"), ("choice", "again")] {
        symlink(to, folder.path.join(link)).unwrap();
    }
    test(&folder, &[]).is(1, &["2 passed, 1 failed"], &[]);
    let arguments = ["test", ".", "choice", "choice/choice.rules", "again"];
    folder.run(&arguments).is(1, &["2 passed, 1 failed"], &[]);
    folder.write(
        "hansei.toml",
        b"rulebook = \"choice/choice.rules\"\nprofiles = [\"**/profiles/*.toml\"]\ncases = [\"**/*.csv\"]\n",
    );
    folder.run(&["test"]).is(1, &["2 passed, 1 failed"], &[]);
}

#[test]
fn a_pattern_of_a_project_that_names_no_file_is_an_error() {
    let folder = Folder::with(&[("main.rules", super::RULES)]);
    folder.write(
        "cases/one.toml",
        b"expect = [\"advice is kaizen\"]\ngrowth = \"slow\"\n",
    );
    for (line, pattern) in [
        ("cases = [\"case/*\"]", "case/*"),
        ("cases = [\"cases/*\", \"cases/*.csv\"]", "cases/*.csv"),
        ("profiles = [\"profils/*.toml\"]", "profils/*.toml"),
    ] {
        let project = format!("rulebook = \"main.rules\"\n{line}\n");
        folder.write("hansei.toml", project.as_bytes());
        let words = format!("`hansei.toml` names `{pattern}`, but there is no such file");
        folder.run(&["test"]).is(2, &[], &[&words]);
    }
    folder.write(
        "hansei.toml",
        b"rulebook = \"main.rules\"\ncases = [\"cases/*\"]\n",
    );
    folder
        .run(&["test", "--no-search"])
        .is(0, &["2 passed"], &[]);
}

#[test]
fn a_file_in_no_format_that_is_read_is_not_passed_over_without_a_word() {
    let folder = Folder::with(&[
        ("choice/choice.rules", RULES),
        ("choice/cases/night.tsv", FAILING),
        ("choice/cases/README.md", "# Where these come from\n"),
        ("choice/cases/notes", "by hand\n"),
        ("choice/profiles/table.csv", FAILING),
    ]);
    let run = test(&folder, &[]);
    let words = [
        "warning[W0918]: `./choice/cases/night.tsv` is ignored",
        "`./choice/profiles/table.csv` is ignored",
        "cases may be CSV or JSONL too",
    ];
    run.is(0, &["1 passed"], &words);
    assert!(!run.err.contains("README"), "{run}");
    assert!(!run.err.contains("notes"), "{run}");
    folder.write(
        "choice/hansei.toml",
        b"rulebook = \"choice.rules\"\ncases = [\"cases/*.md\"]\n",
    );
    test(&folder, &[]).is(2, &[], &["E0908", "`cases/*.md`"]);
}
