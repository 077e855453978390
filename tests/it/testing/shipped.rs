//! The shipped rulebooks pass their own tests: examples, cases, and accepted snapshots of their profiles.

use crate::program::{Folder, Run};

#[test]
fn every_shipped_rulebook_passes() {
    let folder = Folder::with(&[]);
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    for name in ["kaizen_breakthrough", "six_sigma_project"] {
        let path = format!("{rules}/{name}");
        let mut command = folder.command(&["test", &path, "--fail-on-empty", "-f", "json"]);
        let run = Run::of(command.env("CI", "true"));
        assert_eq!(run.status, 0, "{run}");
        let json = run.json();
        let tests = json["tests"].as_array().unwrap();
        for kind in ["example", "case", "snapshot"] {
            assert!(
                tests.iter().any(|one| one["kind"] == kind),
                "{name} has no {kind}"
            );
        }
        assert_eq!(json["warnings"], 0, "{run}");
    }
}

#[test]
fn the_built_in_rulebook_is_tested_where_nothing_else_is_named() {
    let folder = Folder::with(&[]);
    folder
        .run(&["test", "--fail-on-empty"])
        .is(0, &["passed"], &[]);
}

#[test]
fn a_parameter_is_tried_and_nothing_is_written() {
    let folder = super::snapshots::accepted();
    let rules = super::RULES.replace(
        "rule little_cash \"Little cash\" { when economy.cash < 20",
        "parameter tight = 20 \"M€\" in 0..100\nrule little_cash \"Little cash\" { when economy.cash < tight",
    );
    folder.write("choice.rules", rules.as_bytes());
    super::snapshots::test(&folder, &["--accept"]).is(0, &[], &["accepted"]);
    let before = super::snapshots::files(&folder);
    let run = super::snapshots::test(&folder, &["--param", "tight=5"]);
    run.is(
        1,
        &[
            "no longer fires: `little_cash`",
            "because of parameter `tight`: 20 → 5",
        ],
        &[],
    );
    assert!(!run.out.contains("--accept"), "{run}");
    assert_eq!(super::snapshots::files(&folder), before);
    super::snapshots::test(&folder, &["--param", "tight=5", "--accept"]).is(2, &[], &["E0914"]);
}
