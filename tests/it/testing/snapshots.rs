//! Snapshots on disk: written, accepted, rejected, left alone in CI, and which belong to nothing.

use super::project;
use crate::program::{Folder, Run};

const SLOW: (&str, &str) = ("profiles/slow.toml", "growth = \"slow\"\ncash = 10\n");
const FAST: (&str, &str) = ("profiles/fast.yaml", "growth: fast\ncash: 50\n");

/// The folder with two profiles, their snapshots accepted.
#[track_caller]
pub(super) fn accepted() -> Folder {
    let folder = project(&[SLOW, FAST]);
    test(&folder, &["--accept"]).is(0, &[], &["accepted 2 snapshots"]);
    test(&folder, &[]).is(0, &["3 passed"], &[]);
    folder
}

/// Runs the tests of the folder.
#[track_caller]
pub(super) fn test(folder: &Folder, more: &[&str]) -> Run {
    let arguments: Vec<&str> = ["test", "."].iter().chain(more).copied().collect();
    Run::of(folder.command(&arguments).env_remove("CI"))
}

fn in_ci(folder: &Folder, more: &[&str]) -> Run {
    let arguments: Vec<&str> = ["test", "."].iter().chain(more).copied().collect();
    Run::of(folder.command(&arguments).env("CI", "true"))
}

/// All files below a folder, with their content.
pub(super) fn files(folder: &Folder) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.path.clone()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path
                    .strip_prefix(&folder.path)
                    .unwrap()
                    .display()
                    .to_string();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_first_run_leaves_them_pending_and_says_how_to_accept() {
    let folder = project(&[SLOW, FAST]);
    test(&folder, &[]).is(
        1,
        &[
            "NEW 2 snapshots: not yet accepted",
            "1 passed, 2 failed",
            "--review",
            "--accept",
        ],
        &[],
    );
    assert!(folder.path.join("profiles/slow.toml.snap.new").exists());
    test(&folder, &["--reject"]).is(0, &[], &["rejected 2 snapshots"]);
    assert!(!folder.path.join("profiles/slow.toml.snap.new").exists());
    test(&folder, &["--accept", "--run", "slow"]).is(0, &[], &["accepted 1 snapshot"]);
    test(&folder, &[]).is(
        1,
        &["NEW 1 snapshot", "fast.yaml", "2 passed, 1 failed"],
        &[],
    );
    let text = folder.read("profiles/slow.toml.snap");
    insta::assert_snapshot!("slow", text);
}

#[test]
fn ci_writes_nothing_and_cannot_decide() {
    let folder = accepted();
    folder.write(
        "choice.rules",
        super::RULES.replace("strongly", "weakly").as_bytes(),
    );
    folder.write("profiles/third.toml", b"cash = 3\n");
    let before = files(&folder);
    in_ci(&folder, &[]).is(
        1,
        &[
            "3 snapshots wait",
            "NEW 1 snapshot",
            "run `hansei test --review`, then commit what you accept",
        ],
        &[],
    );
    for flag in ["--accept", "--reject", "--review"] {
        in_ci(&folder, &[flag]).is(
            2,
            &[],
            &["error[E0914]", "nothing is written while `CI` is set"],
        );
    }
    assert_eq!(files(&folder), before);
}

#[test]
fn a_pending_snapshot_goes_when_the_change_is_taken_back() {
    let folder = accepted();
    folder.write(
        "choice.rules",
        super::RULES.replace("by 3", "by 2").as_bytes(),
    );
    test(&folder, &[]).is(1, &["1 snapshot"], &[]);
    assert!(folder.path.join("profiles/slow.toml.snap.new").exists());
    folder.write("choice.rules", super::RULES.as_bytes());
    test(&folder, &[]).is(0, &["3 passed"], &[]);
    assert!(!folder.path.join("profiles/slow.toml.snap.new").exists());
}

#[test]
fn marks_of_a_merge_count_as_missing() {
    let folder = accepted();
    let text = folder.read("profiles/slow.toml.snap");
    let torn = format!("<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n");
    folder.write("profiles/slow.toml.snap", torn.as_bytes());
    test(&folder, &[]).is(1, &["merge conflict marks", "profiles/slow.toml"], &[]);
    test(&folder, &["--accept"]).is(0, &[], &["accepted 1 snapshot"]);
    assert_eq!(folder.read("profiles/slow.toml.snap"), text);
    // One mark that was forgotten is enough.
    for mark in ["=======", "<<<<<<< ours", "||||||| base", ">>>>>>> theirs"] {
        let torn = format!("{text}{mark}\n");
        folder.write("profiles/slow.toml.snap", torn.as_bytes());
        test(&folder, &[]).is(
            1,
            &["CONFLICT 1 snapshot: it has merge conflict marks"],
            &[],
        );
    }
}

#[test]
fn a_snapshot_with_a_byte_order_mark_is_one() {
    let folder = accepted();
    let text = folder.read("profiles/slow.toml.snap");
    let marked = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    folder.write("profiles/slow.toml.snap", marked.as_bytes());
    test(&folder, &[]).is(0, &["3 passed"], &[]);
}

#[test]
fn snapshots_of_no_profile_are_found() {
    let folder = accepted();
    std::fs::remove_file(folder.path.join("profiles/fast.yaml")).unwrap();
    test(&folder, &[]).is(
        0,
        &[
            "WARNING profiles/fast.yaml.snap",
            "belongs to no profile",
            "1 warning",
        ],
        &[],
    );
    in_ci(&folder, &[]).is(
        1,
        &["FAIL profiles/fast.yaml.snap", "belongs to no profile"],
        &[],
    );
}

#[test]
fn snapshots_whose_profile_is_gone_are_removed_when_asked_for() {
    let folder = accepted();
    let there = |name: &str| folder.path.join("profiles").join(name).exists();
    test(&folder, &["--remove-orphans"]).is(0, &["3 passed"], &["every snapshot has its profile"]);
    let renamed = folder.read("profiles/fast.yaml");
    std::fs::remove_file(folder.path.join("profiles/fast.yaml")).unwrap();
    folder.write("profiles/quick.yaml", renamed.as_bytes());
    folder.write(
        "profiles/other.snap",
        b"---\nexpression: value\n---\nadvice: of another tool\n",
    );
    folder.write("profiles/torn.snap", b"advice: without a head\n");
    test(&folder, &["--accept"]).is(0, &[], &["accepted 1 snapshot"]);
    assert!(there("fast.yaml.snap"), "nothing is removed unasked");
    test(&folder, &[]).is(0, &["`hansei test --remove-orphans`", "3 warnings"], &[]);
    in_ci(&folder, &["--remove-orphans"]).is(2, &[], &["E0914"]);
    assert!(there("fast.yaml.snap"));
    let removed = test(&folder, &["--remove-orphans"]);
    removed.is(0, &["2 warnings"], &["removed `profiles/fast.yaml.snap`"]);
    assert!(!there("fast.yaml.snap") && there("other.snap") && there("torn.snap"));
    std::fs::remove_file(folder.path.join("profiles/slow.toml")).unwrap();
    test(&folder, &["--accept", "--remove-orphans"]).is(
        0,
        &[],
        &["removed `profiles/slow.toml.snap`", "accepted 0 snapshots"],
    );
    assert!(!there("slow.toml.snap") && there("quick.yaml.snap"));
    for wrong in ["--watch", "--mutate", "--run=a"] {
        test(&folder, &["--remove-orphans", wrong]).is(2, &[], &["cannot be used with"]);
    }
}

#[test]
fn a_project_file_says_where_everything_lies() {
    let folder = project(&[
        (
            "hansei.toml",
            "rulebook = \"choice.rules\"\nprofiles = [\"firms/**/*.toml\"]\ncases = [\"checks/*\"]\nsnapshots = \"kept\"\n",
        ),
        ("firms/a/slow.toml", "growth = \"slow\"\n"),
        ("checks/one.csv", "id,expect,growth\na,big,fast\n"),
        ("inner/x.txt", ""),
    ]);
    test(&folder, &["--accept"]).is(0, &[], &["accepted 1 snapshot"]);
    assert!(folder.path.join("kept/firms/a/slow.toml.snap").exists());
    let mut inner = folder.command(&["test"]);
    inner
        .current_dir(folder.path.join("inner"))
        .env_remove("CI");
    Run::of(&mut inner).is(0, &["3 passed"], &[]);
    folder.write("kept/old.snap", b"x");
    test(&folder, &[]).is(0, &["kept/old.snap", "1 warning"], &[]);
}

#[test]
fn names_filter_and_nothing_to_run_can_fail() {
    let folder = accepted();
    test(&folder, &["--run", "^profiles/slow"]).is(0, &["1 passed"], &[]);
    test(&folder, &["--run", "a slow market$"]).is(0, &["1 passed"], &[]);
    test(&folder, &["--run", "nothing"]).is(0, &["0 passed"], &[]);
    test(&folder, &["--run", "nothing", "--fail-on-empty"]).is(
        1,
        &["0 passed"],
        &["nothing to run"],
    );
    test(&folder, &["--run", "("]).is(2, &[], &["error[E0914]", "not a regular expression"]);
    for flag in ["--accept", "--reject"] {
        let words = ["0 snapshots", "no profile has `nothing` in its name"];
        test(&folder, &[flag, "--run", "nothing"]).is(1, &[], &words);
        test(&folder, &[flag, "--run", "slow"]).is(0, &[], &["0 snapshots"]);
    }
}

#[test]
fn without_a_terminal_the_review_says_what_to_do_instead() {
    let folder = accepted();
    test(&folder, &["--review"]).is(
        2,
        &[],
        &["needs a terminal", "--accept", "--reject", "--run REGEX"],
    );
}

#[test]
fn what_is_no_snapshot_counts_as_missing() {
    let folder = project(&[SLOW, FAST]);
    test(&folder, &["--accept"]).is(0, &[], &["accepted 2 snapshots"]);
    folder.write("profiles/slow.toml.snap", b"garbage\n");
    folder.write("profiles/fast.yaml.snap", b"---\n\xff\n");
    test(&folder, &[]).is(
        1,
        &["UNREADABLE 2 snapshots: the file is not a snapshot; counts as missing"],
        &[],
    );
    test(&folder, &["--accept"]).is(0, &[], &["accepted 2 snapshots"]);
    test(&folder, &[]).is(0, &["3 passed"], &[]);
}

#[test]
fn a_profile_that_is_named_is_held_against_its_snapshot() {
    let folder = project(&[SLOW, FAST]);
    test(&folder, &["--accept"]).is(0, &[], &["accepted 2 snapshots"]);
    let run = |path: &str| folder.run(&["test", path]);
    run("profiles/slow.toml").is(0, &["1 passed"], &[]);
    run("profiles").is(0, &["2 passed"], &[]);
    // From elsewhere, and with a folder of snapshots.
    folder.write(
        "hansei.toml",
        b"rulebook = \"choice.rules\"\nsnapshots = \"kept\"\n",
    );
    test(&folder, &["--accept"]).is(0, &[], &["accepted 2 snapshots"]);
    let mut inside = folder.command(&["test", "slow.toml", "fast.yaml"]);
    Run::of(inside.current_dir(folder.path.join("profiles"))).is(0, &["2 passed"], &[]);
    folder.write("profiles/slow.toml", b"growth = \"fast\"\n");
    run("profiles/slow.toml").is(1, &["CHANGED 1 snapshot: advice kaizen"], &[]);
    folder.write("empty/notes.txt", b"nothing\n");
    run("empty").is(2, &[], &["there is no rulebook in `empty`"]);
}
