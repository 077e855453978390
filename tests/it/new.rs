//! `hansei new`: the project passes its own tests, and nothing that is there is touched.

use crate::program::{Folder, Run};

/// The project in a folder of its own, and that folder.
fn made(name: &str) -> (Folder, Folder) {
    let folder = Folder::with(&[]);
    let run = folder.run(&["new", name]);
    run.is(
        0,
        &["README.md", "hansei.toml", "snapshots"],
        &["made ", "its README.md says what to do next"],
    );
    let inner = Folder {
        path: folder.path.join(name),
    };
    (folder, inner)
}

#[test]
fn the_project_passes_its_own_check_tests_and_diff() {
    let (outer, project) = made("machine-park");
    assert_eq!(outer.names(), ["machine-park"]);
    let text = project.read("rules/machine_park.rules");
    assert!(text.contains("rulebook machine_park \"Repair"), "{text}");
    assert!(!text.contains("template"), "{text}");
    project
        .run(&["check", "--warnings-as-errors"])
        .is(0, &[], &["no problems"]);
    let mut test = project.command(&["test", "--fail-on-empty"]);
    test.env("CI", "1");
    let tested = Run::of(&mut test);
    // Three examples, three cases, three snapshots, and a guarantee.
    tested.is(0, &["guarantees: 1 proved\n", "10 passed"], &[]);
    let rules = "rules/machine_park.rules";
    project.run(&["diff", rules, rules]).is(
        0,
        &[
            "no change: the rules are the same",
            "3 profiles: no advice flips",
        ],
        &[],
    );
    project
        .run(&["eval", "profiles/old_press.toml"])
        .is(0, &["Replace the machine"], &[]);
}

#[test]
fn every_snapshot_says_another_advice() {
    let (_outer, project) = made("park");
    let advice = |name: &str| {
        let text = project.read(&format!("snapshots/profiles/{name}.toml.snap"));
        let line = text.lines().find(|line| line.starts_with("advice: "));
        line.unwrap_or_else(|| panic!("{text}")).to_owned()
    };
    assert_eq!(advice("old_press"), "advice: replace");
    assert_eq!(advice("sound_lathe"), "advice: repair");
}

#[test]
fn what_is_there_is_not_touched() {
    let folder = Folder::with(&[("mine/notes.txt", "keep"), ("file", "keep")]);
    let taken = folder.run(&["new", "mine"]);
    taken.is(
        2,
        &[],
        &[
            "E0916",
            "`mine` is a folder that is not empty",
            "nothing was changed",
        ],
    );
    folder
        .run(&["new", "file"])
        .is(2, &[], &["`file` exists and is not a folder"]);
    assert_eq!(folder.names(), ["file", "mine"]);
    assert_eq!(folder.read("mine/notes.txt"), "keep");
    std::fs::create_dir(folder.path.join("empty")).unwrap();
    folder
        .run(&["new", "empty"])
        .is(0, &["hansei.toml"], &["made "]);
}

#[test]
fn names_that_no_rulebook_can_have_are_refused() {
    let folder = Folder::with(&[]);
    folder
        .run(&["new", "2nd"])
        .is(2, &[], &["`2nd` cannot be the name of a rulebook"]);
    folder
        .run(&["new", "rule"])
        .is(2, &[], &["it is a word of the language"]);
    folder
        .run(&["new", "no/such/place"])
        .is(0, &["hansei.toml"], &["made "]);
    assert_eq!(folder.names(), ["no"]);
}

#[cfg(unix)]
#[test]
fn the_hook_runs_check_test_and_diff() {
    let (_outer, project) = made("park");
    let git = |arguments: &[&str]| project.git(arguments);
    assert!(git(&["init", "-q"]).0);
    assert!(git(&["add", "."]).0);
    let (good, said) = git(&["commit", "-m", "One"]);
    assert!(good && said.contains("10 passed"), "{said}");
    let path = "rules/park.rules";
    let rules = project.read(path);
    project.write(
        path,
        rules
            .replace("because \"It fails rarely: a", "because \"A")
            .as_bytes(),
    );
    // A wording is in a snapshot too, so the commit is stopped until it is accepted.
    let (good, said) = git(&["commit", "-am", "Two"]);
    let way = "run `hansei test --review`, then commit again";
    assert!(!good && said.contains(way), "{said}");
    project.run(&["test", "--accept"]);
    assert!(git(&["add", "."]).0);
    let (good, said) = git(&["commit", "-m", "Two"]);
    assert!(good && said.contains("wording of `because`"), "{said}");
    // What is staged counts, not what the folder holds.
    let rules = project.read(path);
    project.write(path, rules.replace("strongly", "weakly").as_bytes());
    assert!(git(&["add", "."]).0);
    project.write(path, rules.as_bytes());
    let (good, said) = git(&["commit", "-m", "Three"]);
    assert!(
        !good && said.contains("strongly (7) → weakly (2)"),
        "{said}"
    );
    // So does the comparison: an edit that is not staged is no part of the commit.
    project.write(path, rules.replace("strongly", "weakly").as_bytes());
    assert!(git(&["reset", "-q"]).0);
    let (good, said) = git(&["commit", "--allow-empty", "-m", "Three"]);
    assert!(good && !said.contains("weakly"), "{said}");
    project.write(path, rules.as_bytes());
    // A comparison that cannot be made stops nothing.
    assert!(git(&["add", "."]).0);
    let toml = project.read("hansei.toml");
    project.write(
        "hansei.toml",
        toml.replace(path, "rules/other.rules").as_bytes(),
    );
    project.write("rules/other.rules", rules.as_bytes());
    assert!(git(&["rm", "-q", "--cached", path]).0);
    std::fs::remove_file(project.path.join(path)).unwrap();
    assert!(git(&["add", "."]).0);
    let (good, said) = git(&["commit", "-m", "Four"]);
    assert!(good && said.contains("could not be compared"), "{said}");
}

/// Runs git in a folder with the hook where a project in `services/park` has it.
#[cfg(unix)]
fn git_in(folder: &Folder, arguments: &[&str]) -> (bool, String) {
    let hooks = ["-c", "core.hooksPath=services/park/.githooks"];
    folder.git(&[&hooks[..], arguments].concat())
}

#[cfg(unix)]
#[test]
fn the_hook_finds_its_project_in_a_worktree_of_a_larger_repository() {
    let folder = Folder::with(&[("main/README.md", "a larger repository")]);
    let main = Folder {
        path: folder.path.join("main"),
    };
    assert!(main.git(&["init", "-q"]).0);
    let made = main.run(&["new", "services/park"]);
    let way = "git config core.hooksPath 'services/park/.githooks'";
    made.is(
        0,
        &["hansei.toml"],
        &[way, "`working-directory: services/park`"],
    );
    let (good, said) = git_in(&main, &["add", "."]);
    assert!(good, "{said}");
    let (good, said) = git_in(&main, &["commit", "-m", "One"]);
    assert!(good && said.contains("10 passed"), "{said}");
    assert!(
        git_in(
            &main,
            &["worktree", "add", "-q", "../linked", "-b", "other"]
        )
        .0
    );
    let linked = Folder {
        path: folder.path.join("linked"),
    };
    let path = "services/park/rules/park.rules";
    for tree in [&main, &linked] {
        let rules = tree.read(path);
        tree.write(path, format!("{rules}rule broken {{\n").as_bytes());
        let (good, said) = git_in(tree, &["commit", "-am", "Broken"]);
        assert!(!good && said.contains("park.rules:"), "{said}");
        tree.write(
            path,
            rules.replace("# A first rulebook", "# One").as_bytes(),
        );
        let (good, said) = git_in(tree, &["commit", "-am", "Sound"]);
        assert!(good && said.contains("10 passed"), "{said}");
        assert!(
            said.contains("only their order, layout or comments differ"),
            "{said}"
        );
    }
    // Where no project file is in the commit, nothing would be tested.
    assert!(
        git_in(
            &linked,
            &["rm", "-q", "--cached", "services/park/hansei.toml"]
        )
        .0
    );
    let (good, said) = git_in(&linked, &["commit", "-m", "Lost"]);
    assert!(
        !good && said.contains("services/park/hansei.toml is not in the commit"),
        "{said}"
    );
}
