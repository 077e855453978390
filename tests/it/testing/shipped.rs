//! The shipped rulebooks pass their own tests: examples, cases, and accepted snapshots of their profiles.

use hansei::testing::coverage::CLASSES;
use hansei::testing::snapshot::{File, Snapshot};

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
        for kind in ["example", "case", "snapshot", "guarantee"] {
            assert!(
                tests.iter().any(|one| one["kind"] == kind),
                "{name} has no {kind}"
            );
        }
        assert_eq!(json["warnings"], 0, "{run}");
    }
}

/// The figures in `rules/README.md` are these; they may only rise.
#[test]
fn every_rule_and_every_row_of_the_shipped_rulebooks_is_tried() {
    let folder = Folder::with(&[]);
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let mut arguments = vec!["test", rules, "-f", "json"];
    for least in [
        "rules=100",
        "conditions=100",
        "thresholds=96",
        "table-rows=100",
        "list-rows=100",
        "advice-rows=100",
        "groups=100",
        "outcomes=100",
        "notes=100",
        "contradictions=100",
        "facts=100",
    ] {
        arguments.extend(["--threshold", least]);
    }
    let run = Run::of(folder.command(&arguments).env("CI", "true"));
    run.is(0, &["\"coverage\""], &[]);
    let told = include_str!("../../../rules/README.md");
    for coverage in run.json()["coverage"].as_array().unwrap() {
        let name = coverage["rulebook"].as_str().unwrap();
        let name = name.rsplit('/').next().unwrap().trim_end_matches(".rules");
        let mut row = format!("| `{name}` |");
        for class in CLASSES {
            let share = &coverage["classes"][class.name];
            row += &format!(" {} of {} |", share["tried"], share["of"]);
        }
        assert!(told.contains(&row), "rules/README.md has no line {row}");
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
            "because of parameter `tight`: value: 20 M€ → 5 M€",
        ],
        &[],
    );
    assert!(!run.out.contains("--accept"), "{run}");
    assert_eq!(super::snapshots::files(&folder), before);
    super::snapshots::test(&folder, &["--param", "tight=5", "--accept"]).is(2, &[], &["E0914"]);
}

/// A copy of a shipped rulebook's folder.
fn copied(name: &str) -> Folder {
    let folder = Folder::with(&[]);
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("rules")
        .join(name);
    let mut open = vec![from.clone()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(&from).unwrap().to_str().unwrap();
                folder.write(name, &std::fs::read(&path).unwrap());
            }
        }
    }
    folder
}

#[test]
fn snapshots_come_back_as_they_were_written() {
    for name in ["kaizen_breakthrough", "six_sigma_project"] {
        let files = super::snapshots::files(&copied(name));
        let snaps: Vec<_> = files
            .iter()
            .filter(|(name, _)| name.ends_with(".snap"))
            .collect();
        assert!(!snaps.is_empty());
        for (name, text) in snaps {
            let file = File::read(text);
            assert_eq!(
                Snapshot::parse(&file.content).print(),
                file.content,
                "{name}"
            );
            assert_eq!(file.write(), *text, "{name}");
        }
    }
}

#[test]
fn declarations_in_the_opposite_order_change_no_snapshot() {
    let folder = copied("kaizen_breakthrough");
    let mut turned = 0;
    for name in [
        "economy.rules",
        "people.rules",
        "process.rules",
        "groups.rules",
        "notes.rules",
    ] {
        let text = folder.read(name);
        let mut blocks: Vec<&str> = text.trim_end().split("\n\n").collect();
        blocks.reverse();
        let text = blocks.join("\n\n") + "\n";
        turned += usize::from(text != folder.read(name));
        folder.write(name, text.as_bytes());
    }
    assert!(
        turned >= 4,
        "the declarations are not apart by empty lines any more"
    );
    let run = super::snapshots::test(&folder, &[]);
    assert_eq!(run.status, 0, "{run}");
    assert!(
        super::snapshots::files(&folder)
            .iter()
            .all(|(name, _)| !name.ends_with(".new"))
    );
}

#[test]
fn an_edit_of_a_shipped_rule_is_named() {
    let folder = copied("kaizen_breakthrough");
    let edits = [
        (
            "economy.rules",
            "slow      => favor kaizen moderately",
            "slow      => favor kaizen weakly",
            "because of contrast row `economy.market_growth.slow`: weight toward kaizen: moderately (4) → weakly (2)",
        ),
        (
            "groups.rules",
            "group culture_signs    \"Culture\"                 limit strongest + 2",
            "group culture_signs    \"Culture\"                 strongest",
            "because of group `culture_signs`: limit: strongest + 2 → strongest",
        ),
        (
            "notes.rules",
            "note no_quick_money",
            "note no_fast_money",
            "renamed only: `no_quick_money` is now `no_fast_money`",
        ),
    ];
    for (file, from, to, told) in edits {
        let text = folder.read(file);
        assert!(text.contains(from), "{file} has no {from}");
        folder.write(file, text.replace(from, to).as_bytes());
        let run = super::snapshots::test(&folder, &[]);
        assert_eq!(run.status, 1, "{run}");
        assert!(run.out.contains(told), "{run}");
        // Exactly that, and nothing else.
        let causes = run
            .out
            .lines()
            .filter(|line| line.starts_with("  because of "));
        assert!(causes.clone().all(|line| line.ends_with(told)), "{run}");
        assert_eq!(causes.count() > 0, told.starts_with("because"), "{run}");
        folder.write(file, text.as_bytes());
    }
}
