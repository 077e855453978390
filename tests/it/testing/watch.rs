//! Watching: runs again when a file changes, until it is ended.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use super::RULES;
use super::snapshots::accepted;

#[test]
fn a_change_of_a_file_runs_the_tests_again() {
    let folder = accepted();
    let mut command = folder.command(&["test", ".", "--watch"]);
    let mut child = command
        .env_remove("CI")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |wanted: &str| {
        let found = lines
            .by_ref()
            .map_while(Result::ok)
            .find(|line| line.contains(wanted));
        assert!(found.is_some(), "{wanted}");
    };
    until("3 passed");
    folder.write("choice.rules", RULES.replace("by 3", "by 2.5").as_bytes());
    until("2 passed, 1 failed");
    folder.write("choice.rules", RULES.as_bytes());
    until("3 passed");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn the_built_in_rulebook_does_not_change() {
    let folder = crate::program::Folder::with(&[]);
    folder
        .run(&["test", "--watch"])
        .is(2, &[], &["there are no files to watch"]);
}
