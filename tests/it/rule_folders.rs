//! Folders in the place of rulebooks and profiles, for every verb that takes them.

use crate::program::{Folder, Run};

const CHOICE: &str = "rulebook choice \"A or b?\" { }
strategy a \"Way a\"
strategy b \"Way b\"
topic t { fact level : low < high { ask \"How high?\" } }
contrast t.level { low => favor a strongly because \"Low.\" high => favor b strongly because \"High.\" }
example \"low\" { given { level: low } expect advice is a }
";
const PROFILE: &str = "t.level = \"low\"\n";

/// A repository whose last commit has the files.
fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::with(files);
    for arguments in [
        &["init", "-q"][..],
        &["add", "."],
        &["commit", "-q", "-m", "a"],
    ] {
        assert!(folder.git(arguments).0, "{arguments:?}");
    }
    folder
}

/// The verbs that use a rulebook and take none by itself, each with what it gives.
const VERBS: [(&[&str], &str); 7] = [
    (&["check"], ""),
    (&["eval"], "Way a"),
    (&["eval", "--set", "level=high"], "Way b"),
    (&["explain", "profiles/one.toml"], "Way a"),
    (&["test"], "1 passed, 1 failed"),
    (&["facts"], "How high?"),
    (&["schema", "profile"], "How high?"),
];

#[test]
fn the_one_rulebook_in_the_folder_is_used_by_every_verb_and_said() {
    let files = [("choice.rules", CHOICE), ("profiles/one.toml", PROFILE)];
    let folder = repository(&files);
    let said = |run: &Run, out: &str| {
        assert!(run.status < 2 && run.out.contains(out), "{run}");
        assert!(
            run.err
                .contains("`choice.rules`, the one rulebook in its folder"),
            "{run}"
        );
    };
    for (arguments, out) in VERBS {
        said(&folder.run(arguments), out);
    }
    said(&folder.run(&["diff"]), "no change");
    folder.write(
        "choice.rules",
        CHOICE
            .replace("strongly because \"Low", "weakly because \"Low")
            .as_bytes(),
    );
    let diff = folder.run(&["diff"]);
    said(&diff, "HEAD:choice.rules → choice.rules: 1 change");
}

#[test]
fn the_folder_of_a_rulebook_will_do_where_one_is_named() {
    let folder = repository(&[
        ("rules/choice.rules", CHOICE),
        ("rules/profiles/one.toml", PROFILE),
        ("profiles/one.toml", PROFILE),
        ("project/hansei.toml", "rulebook = \"in/choice.rules\"\n"),
        (
            "project/in/choice.rules",
            &CHOICE.replace("rulebook choice", "rulebook other"),
        ),
        ("two/a.rules", CHOICE),
        ("two/b.rules", CHOICE),
        ("none/readme.md", ""),
    ]);
    for (arguments, out) in VERBS {
        let run = folder.run(&[arguments, &["-r", "rules"]].concat());
        assert!(run.status < 2 && run.out.contains(out), "{run}");
        assert!(
            run.err.contains("`rules/choice.rules`, the one rulebook"),
            "{run}"
        );
        let run = folder.run(&[arguments, &["-r", "two"]].concat());
        run.is(
            2,
            &[],
            &["E0917", "two rulebooks share `two`", "--rules two/a.rules"],
        );
        let run = folder.run(&[arguments, &["-r", "none"]].concat());
        run.is(2, &[], &["E0908", "there is no rulebook in `none`"]);
    }
    let json = ["facts", "-r", "project", "-f", "json", "-q"];
    assert_eq!(folder.run(&json).json()["rulebook"], "other");
    folder.run(&["diff", "rules", "project"]).is(
        0,
        &["rules/choice.rules → project/in/choice.rules"],
        &[],
    );
    folder
        .run(&["diff", "git:HEAD", "rules"])
        .is(0, &["no change"], &[]);
    folder
        .run(&["diff", "two", "rules"])
        .is(2, &[], &["E0917", "name one: `two/a.rules`"]);
}

#[test]
fn check_takes_folders_with_all_that_is_in_them() {
    let folder = Folder::with(&[
        (
            "rules/choice.rules",
            &CHOICE.replace("topic t", "use \"part.rules\"\ntopic t"),
        ),
        ("rules/part.rules", "source s \"A book.\"\n"),
        ("rules/inner/other.rules", CHOICE),
        ("rules/inner/lost.rules", "strategy c\n"),
        ("rules/target/old.rules", "nonsense"),
        ("sound/choice.rules", CHOICE),
        ("none/readme.md", ""),
    ]);
    folder
        .run(&["check", "sound"])
        .is(0, &[], &["checked 1 rulebook: no problems"]);
    let all = folder.run(&["check", "."]);
    all.is(
        1,
        &["E0401", "rules/inner/lost.rules"],
        &["checked 3 rulebooks"],
    );
    assert!(!all.out.contains("old.rules"), "{all}");
    folder
        .run(&["check", "none"])
        .is(2, &[], &["E0908", "there is no rulebook in `none`"]);
}

#[test]
fn explain_takes_one_profile() {
    let folder = Folder::with(&[("choice.rules", CHOICE), ("profiles/one.toml", PROFILE)]);
    let words = [
        "E0903",
        "a file in it: `profiles/one.toml`",
        "`hansei explain` takes one profile; `hansei eval profiles`",
    ];
    folder.run(&["explain", "profiles"]).is(2, &[], &words);
}

#[test]
fn a_profile_is_evaluated_once_and_a_result_is_none() {
    let folder = Folder::with(&[
        ("choice.rules", CHOICE),
        ("profiles/one.toml", PROFILE),
        ("profiles/two.toml", "level = \"high\"\n"),
    ]);
    let twice = [
        "eval",
        "profiles",
        "profiles/one.toml",
        "./profiles/two.toml",
        "-f",
        "csv",
    ];
    let run = folder.run(&twice);
    run.is(0, &["\none,a,", "\ntwo,b,"], &["evaluated 2 profiles"]);
    for output in ["profiles/out.json", "profiles/rows.json"] {
        for _ in 0..2 {
            folder
                .run(&["eval", "profiles", "-o", output])
                .is(0, &[], &["evaluated 2 profiles"]);
        }
        std::fs::remove_file(folder.path.join(output)).unwrap();
    }
    for _ in 0..2 {
        let one = [
            "eval",
            "profiles/one.toml",
            "profiles",
            "-o",
            "profiles/one.json",
        ];
        folder.run(&one).is(0, &[], &["evaluated 2 profiles"]);
    }
    // A profile is no result, and nothing is written over it.
    folder.write("profiles/three.json", b"{\"level\": \"low\"}");
    folder
        .run(&["eval", "profiles", "-o", "profiles/three.json"])
        .is(2, &[], &["E0906", "the result would replace it"]);
}
