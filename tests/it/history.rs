//! `hansei diff` against history: what a branch changed since it left another, and revisions that are not here.

use crate::program::{Folder, Run};

const RULES: &str = "rulebook choice \"A or b?\" { version \"1\" }
strategy a \"Way a\"
strategy b \"Way b\"
topic t { fact level : low < high }
contrast t.level { low => favor a strongly high => favor b strongly }
";
const FROM_MAIN: &str = "rule from_main { when t.level is low then favor a weakly }\n";

/// Runs git in a folder, which has to go well.
#[track_caller]
fn git(folder: &Folder, arguments: &[&str]) {
    let (good, said) = folder.git(arguments);
    assert!(good, "{said}");
}

/// A repository in `here` with a branch `topic` that weighs less, while `main` got a rule of its own.
fn parted() -> (Folder, Folder) {
    let folder = Folder::with(&[
        ("here/choice.rules", RULES),
        ("here/profiles/low.toml", "level = \"low\"\n"),
    ]);
    let here = Folder {
        path: folder.path.join("here"),
    };
    git(&here, &["init", "-q"]);
    git(&here, &["add", "."]);
    git(&here, &["commit", "-qm", "One"]);
    git(&here, &["checkout", "-qb", "topic"]);
    let weaker = RULES.replace("favor b strongly", "favor b weakly");
    here.write("choice.rules", weaker.as_bytes());
    git(&here, &["commit", "-qam", "Two"]);
    git(&here, &["checkout", "-q", "main"]);
    here.write("choice.rules", format!("{RULES}{FROM_MAIN}").as_bytes());
    git(&here, &["commit", "-qam", "Three"]);
    git(&here, &["checkout", "-q", "topic"]);
    (folder, here)
}

/// Which rulebook it is, where the folder alone says it.
const ALONE: &str = "using `choice.rules`, the one rulebook in its folder";

#[test]
fn without_arguments_the_last_commit_is_old() {
    let (_outer, here) = parted();
    here.run(&["diff"]).is(0, &["no change"], &[ALONE]);
    here.write("choice.rules", format!("{RULES}{FROM_MAIN}").as_bytes());
    let run = here.run(&["diff"]);
    run.is(0, &["2 changes", "rule `from_main` added"], &[ALONE]);
    assert_eq!(run.out, here.run(&["diff", "git:HEAD"]).out);
}

#[test]
fn what_main_did_meanwhile_is_told_as_such() {
    let (_outer, here) = parted();
    let plain = here.run(&["diff", "git:main"]);
    plain.is(
        0,
        &["2 changes", "rule `from_main` removed"],
        &["`main` has commits that are not in `HEAD`", "`git:main...`"],
    );
    for since in ["git:main...", "git:main...topic", "git:main...HEAD"] {
        let run = here.run(&["diff", since]);
        run.is(0, &["1 change", "strongly (7) → weakly (2)"], &[ALONE]);
        assert!(!run.out.contains("from_main"), "{run}");
    }
    let named = here.run(&["diff", "git:main...:choice.rules", "git:topic"]);
    named.is(
        0,
        &["main...:choice.rules → topic:choice.rules: 1 change"],
        &[],
    );
    let back = here.run(&["diff", "git:topic...main", "git:main"]);
    back.is(0, &["rule `from_main` added"], &[ALONE]);
    // Where nothing went on elsewhere there is nothing to say.
    here.run(&["diff", "git:HEAD~1"])
        .is(0, &["1 change"], &[ALONE]);
    let unknown = here.run(&["diff", "git:mian..."]);
    unknown.is(
        2,
        &[],
        &["E0915", "no revision `mian`", "did you mean `main`?"],
    );
}

#[test]
fn revisions_that_share_nothing_have_no_last_commit_in_common() {
    let (_outer, here) = parted();
    git(&here, &["checkout", "-q", "--orphan", "alone"]);
    git(&here, &["commit", "-qm", "Alone"]);
    let run = here.run(&["diff", "git:main..."]);
    run.is(
        2,
        &[],
        &["`main` and `HEAD` have no commit in common", "`git:main`"],
    );
}

#[test]
fn a_clone_without_the_branch_or_its_history_says_how_to_get_it() {
    let (folder, _here) = parted();
    git(
        &folder,
        &[
            "clone",
            "-q",
            "--no-local",
            "--branch",
            "topic",
            "here",
            "there",
        ],
    );
    let there = Folder {
        path: folder.path.join("there"),
    };
    git(&there, &["checkout", "-q", "--detach"]);
    git(&there, &["branch", "-qD", "topic"]);
    let run = there.run(&["diff", "git:main"]);
    run.is(
        2,
        &[],
        &["E0915", "no revision `main`", "`git:origin/main`"],
    );
    there
        .run(&["diff", "git:origin/main..."])
        .is(0, &["1 change"], &[ALONE]);
    let url = format!("file://{}", folder.path.join("here").display());
    git(
        &folder,
        &[
            "clone", "-q", "--depth", "1", "--branch", "topic", &url, "shallow",
        ],
    );
    let shallow = Folder {
        path: folder.path.join("shallow"),
    };
    let run: Run = shallow.run(&["diff", "git:origin/main"]);
    run.is(
        2,
        &[],
        &["E0915", "git fetch --unshallow", "fetch-depth: 0"],
    );
}
