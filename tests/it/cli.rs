//! The program from outside: statuses, streams, files and messages.

use std::process::Stdio;

use crate::program::{Folder, Run};

/// Runs in an empty folder.
#[track_caller]
fn check(arguments: &[&str], status: i32, out: &[&str], err: &[&str]) -> Run {
    let run = Folder::with(&[]).run(arguments);
    run.is(status, out, err);
    run
}

#[test]
fn help_is_data_and_wrong_usage_is_not() {
    check(
        &["--help"],
        0,
        &["Usage:", "check", "completions", "Exit status:"],
        &[],
    );
    check(&["--version"], 0, &["hansei 0."], &[]);
    check(&[], 2, &[], &["Usage:"]);
    check(&["chekc"], 2, &[], &["chekc", "check"]);
    check(&["rule", "E0901", "--colour"], 2, &[], &["--color"]);
}

#[test]
fn every_verb_shows_examples() {
    let help = check(&["--help"], 0, &["Commands:"], &[]).out;
    let commands = help.split("Commands:").nth(1).unwrap();
    let verbs: Vec<&str> = commands
        .lines()
        .skip(1)
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(verbs.len() >= 4, "{verbs:?}");
    for verb in verbs {
        check(&[verb, "--help"], 0, &["Usage:", "Examples:"], &[]);
    }
}

/// What the examples set is a fact of the built-in rulebook, where they name no other.
#[test]
fn the_examples_set_facts_that_there_are() {
    let folder = Folder::with(&[]);
    let mut tried = 0;
    for verb in ["eval", "explain", "what-if", "sensitivity", "ask"] {
        let help = folder.run(&[verb, "--help"]).out;
        let examples = help.lines().filter(|line| {
            line.contains("hansei ") && line.contains(" --set ") && !line.contains(" -r ")
        });
        for example in examples {
            let set = example.split(" --set ").nth(1).unwrap();
            let set = set.split_whitespace().next().unwrap();
            let run = folder.run(&["eval", "--set", set]);
            assert_eq!(run.status, 0, "{example}\n{run}");
            tried += 1;
        }
    }
    assert!(tried >= 3);
}

#[test]
fn rule_explains_codes_by_number_and_name() {
    check(
        &["rule", "E0901"],
        0,
        &["E0901  file-not-found", "Instead"],
        &[],
    );
    check(&["rule", "e0901"], 0, &["file-not-found"], &[]);
    check(&["rule", "File-Not-Found"], 0, &["E0901"], &[]);
    check(&["rule", "E0091"], 2, &[], &["E0910", "did you mean"]);
    check(
        &["rule", "file-not-fuond"],
        2,
        &[],
        &["did you mean `file-not-found`?"],
    );
    check(&["rule", "--all"], 0, &["E0901", "E0913"], &[]);
    let all = check(&["rule", "--all", "-f", "json"], 0, &["["], &[]).json();
    assert!(all.as_array().unwrap().len() > 10);
    let one = check(&["rule", "E0904", "--format", "json"], 0, &["{"], &[]).json();
    assert_eq!(one["name"], "input-too-large");
    check(
        &["rule", "E0904", "-f", "xml"],
        2,
        &[],
        &["possible values"],
    );
}

#[test]
fn completions_exist_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        check(&["completions", shell], 0, &["hansei"], &[]);
    }
    check(&["completions", "bsh"], 2, &[], &["bash"]);
}

#[test]
fn every_verb_has_a_page_of_the_manual() {
    let whole = [
        ".TH hansei 1",
        "hansei 0.1.0",
        "Exit status",
        "hansei\\-eval(1)",
    ];
    check(&["man"], 0, &whole, &[]);
    for verb in ["check", "completions", "eval", "man", "test"] {
        let named = format!(".TH hansei-{verb} 1");
        let example = format!("hansei {verb} ");
        let parts = [&*named, "EXAMPLES", &example, "color"];
        check(&["man", verb], 0, &parts, &[]);
    }
    check(&["man", "evl"], 2, &[], &["eval"]);
}

#[test]
fn the_ending_of_the_output_says_the_format_and_files_are_whole() {
    let folder = Folder::with(&[("old.json", "old")]);
    folder
        .run(&["rule", "E0901", "-o", "old.json"])
        .is(0, &[], &[]);
    assert!(folder.read("old.json").starts_with('{'));
    folder
        .run(&["rule", "E0901", "-o", "new.txt"])
        .is(0, &[], &[]);
    assert!(folder.read("new.txt").starts_with("E0901"));
    assert_eq!(folder.names(), ["new.txt", "old.json"]);
    folder
        .run(&["rule", "E0901", "-o", "new.docx"])
        .is(2, &[], &["E0909", "`.json`"]);
    folder.run(&["rule", "E0901", "-o", "no/where/new.txt"]).is(
        2,
        &[],
        &["E0906", "its folder does not exist"],
    );
    folder
        .run(&["rule", "E0901", "-f", "text", "-o", "."])
        .is(2, &[], &["E0903"]);
    assert_eq!(folder.names(), ["new.txt", "old.json"]);
}

#[test]
fn no_result_is_written_over_the_profile_it_is_made_from() {
    let folder = Folder::with(&[("acme.json", "{}")]);
    for verb in ["eval", "explain"] {
        folder.run(&[verb, "acme.json", "-o", "./acme.json"]).is(
            2,
            &[],
            &["E0906", "is the profile itself"],
        );
    }
    assert_eq!(folder.read("acme.json"), "{}");
}

#[test]
fn a_closed_pipe_is_no_error_and_a_full_disk_is() {
    let folder = Folder::with(&[]);
    let mut child = folder
        .command(&["rule", "--all"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let full = std::path::Path::new("/dev/full");
    if full.exists() {
        let full = std::fs::OpenOptions::new().write(true).open(full).unwrap();
        let output = folder
            .command(&["rule", "--all"])
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(err.contains("E0906"), "{err}");
    }
}

#[test]
fn files_that_cannot_be_read_are_said_clearly() {
    let folder = Folder::with(&[("choice.rules", "x"), ("folder/a.rules", "x")]);
    folder.write("latin.rules", b"# caf\xe9\n");
    let large = std::fs::File::create(folder.path.join("large.rules")).unwrap();
    large.set_len(100 << 20).unwrap();
    #[track_caller]
    fn check(folder: &Folder, file: &str, parts: &[&str]) {
        folder.run(&["check", file, "-q"]).is(2, parts, &[]);
    }
    check(
        &folder,
        "chioce.rules",
        &["E0901", "did you mean `choice.rules`?"],
    );
    check(
        &folder,
        "choice.toml",
        &["E0901", "did you mean `choice.rules`?"],
    );
    check(
        &folder,
        "no/such.rules",
        &["E0901", "there is no folder `no` either"],
    );
    folder
        .run(&["explain", "folder", "-q"])
        .is(2, &[], &["E0903", "`folder/a.rules`"]);
    check(&folder, "large.rules", &["E0904", "100 MB", "16 MB"]);
    if std::path::Path::new("/dev/zero").exists() {
        check(&folder, "/dev/zero", &["E0904"]);
    }
}

#[test]
fn a_wrong_project_file_is_not_ignored() {
    let folder = Folder::with(&[
        ("hansei.toml", "rulbook = \"a.rules\"\n"),
        ("deep/er/x", ""),
    ]);
    let parts = ["E0907", "hansei.toml:1:1", "did you mean `rulebook`?"];
    folder.run(&["check"]).is(2, &[], &parts);
    let mut below = folder.command(&["check"]);
    below.current_dir(folder.path.join("deep/er"));
    Run::of(&mut below).is(2, &[], &["E0907", "../../hansei.toml:1:1"]);
    folder.write("hansei.toml", b"rulebook = [\n");
    folder.run(&["check"]).is(2, &[], &["E0907"]);
    folder.write("hansei.toml", b"rulebook = \"rules/a.rules\"\n");
    folder
        .run(&["schema", "profile"])
        .is(2, &[], &["E0901", "rules/a.rules", "hansei.toml:1:12"]);
    folder.write("hansei.toml", b"rulebook = \"deep\"\n");
    folder
        .run(&["check"])
        .is(2, &[], &["E0908", "hansei.toml:1:12", "`deep`"]);
}

#[test]
fn colours_come_only_when_asked_for() {
    let folder = Folder::with(&[]);
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = folder.command(arguments);
        command.envs(variables.iter().copied());
        Run::of(&mut command).err.contains('\u{1b}')
    };
    let bad = ["rule", "E9999"];
    assert!(!coloured(&bad, &[]));
    assert!(coloured(&bad, &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(
        &bad,
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
    ));
    assert!(coloured(
        &["rule", "E9999", "--color", "always"],
        &[("NO_COLOR", "1")]
    ));
    assert!(!coloured(
        &["rule", "E9999", "--color=never"],
        &[("CLICOLOR_FORCE", "1")]
    ));
}

#[test]
fn eval_and_explain_say_what_they_need() {
    for verb in ["eval", "explain"] {
        let example = format!("`hansei {verb} acme.toml`");
        check(
            &[verb],
            2,
            &[],
            &[
                "E0908",
                &example,
                "`hansei facts` lists",
                "--set FACT=VALUE",
            ],
        );
    }
    check(
        &["eval", "acme.toml", "-f", "excel"],
        2,
        &[],
        &["possible values"],
    );
    check(
        &["eval", "acme.toml", "--input-format", "ini"],
        2,
        &[],
        &["toml", "yaml", "json"],
    );
}

/// A small rulebook and a profile for it.
const CHOICE: &str = "rulebook choice \"A or b?\" { version \"1\" }
strategy a \"Way a\"
strategy b \"Way b\"
topic t { fact level : low < high fact n : number \"months\" in 0..12 }
parameter limit = 3 \"months\" in 0..12 { basis illustrative }
contrast t.level { low => favor a strongly high => favor b strongly }
rule short { when t.n < limit then favor a weakly }
";
const PROFILE: &str = "t.level = \"low\"\nt.n = 2\n";

#[test]
fn one_profile_gives_an_answer_and_several_a_table() {
    let folder = Folder::with(&[
        ("choice.rules", CHOICE),
        ("hansei.toml", "rulebook = \"choice.rules\"\n"),
        ("one.toml", PROFILE),
        (
            "two.json",
            "{\"id\": \"second\", \"t\": {\"level\": \"high\"}}",
        ),
        ("bad.toml", "t.levle = \"low\"\nt.n = 99\n"),
    ]);
    folder.run(&["eval", "one.toml"]).is(0, &["Way a"], &[]);
    let trace = folder.run(&["eval", "one.toml", "-f", "json"]).json();
    assert_eq!(trace["advice"], "a");
    assert_eq!(trace["strategies"][0]["total"], 9);
    let changed = folder
        .run(&["eval", "one.toml", "--param", "limit=1", "-f", "json"])
        .json();
    assert_eq!(changed["strategies"][0]["total"], 7);
    assert_eq!(changed["rulebook"]["parameters"][0]["name"], "limit");
    let text = folder.run(&["eval", "one.toml", "--param", "limit=1"]).out;
    assert!(text.contains("limit = 1 months (in the file: 3)"), "{text}");
    let table = folder.run(&["eval", "one.toml", "two.json", "-f", "csv"]);
    table.is(
        0,
        &[
            "id,advice,confidence,settled,margin,total_a,total_b,error\none,a,",
            "\nsecond,b,",
        ],
        &["evaluated 2 profiles"],
    );
    let mixed = folder.run(&["eval", "bad.toml", "two.json", "-f", "jsonl"]);
    mixed.is(
        1,
        &["second"],
        &["bad.toml:1:3", "did you mean `level`?", "1 with an error"],
    );
    let rows: Vec<serde_json::Value> = mixed
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[0]["error"].as_str().unwrap().contains("and 1 more"));
    assert!(rows[0]["advice"].is_null() && rows[1]["error"].is_null());
    folder
        .run(&["eval", "bad.toml"])
        .is(2, &[], &["bad.toml:1:3", "bad.toml:2:7", "2 errors"]);
    folder.run(&["eval", "one.toml", "no.toml", "-q"]).is(
        1,
        &["there is no file `no.toml`"],
        &["E0901"],
    );
}

#[test]
fn folders_and_projects_stand_for_their_profiles() {
    let folder = Folder::with(&[
        ("c.rules", CHOICE),
        ("profiles/one.toml", PROFILE),
        ("profiles/two.json", "{\"t\": {\"level\": \"high\"}}"),
        ("profiles/two.json.snap", "hansei\n"),
        ("profiles/README.md", "# Two profiles\n"),
        ("few/two.json", "{\"t\": {\"level\": \"high\"}}"),
        ("none/README.md", "# No profile\n"),
    ]);
    let rows = |arguments: &[&str]| -> Vec<String> {
        let run = folder.run(&[&["eval", "-f", "csv"], arguments].concat());
        assert_eq!(run.status, 0, "{run}");
        let rows = run.out.lines().skip(1);
        let names = rows.filter_map(|row| Some(row.split_once(',')?.0.to_owned()));
        names.collect()
    };
    assert_eq!(rows(&["profiles"]), ["one", "two"]);
    assert_eq!(rows(&["few/", "profiles/one.toml"]), ["two", "one"]);
    assert_eq!(rows(&["few"]), ["two"]);
    let wrong = |arguments: &[&str], words: &str| {
        let run = folder.run(&[&["eval"], arguments].concat());
        run.is(2, &[], &[words]);
    };
    assert_eq!(rows(&[]), ["one", "two"]);
    wrong(&["none"], "`none` is a folder without profiles");
    folder.write("hansei.toml", b"rulebook = \"c.rules\"\n");
    assert_eq!(rows(&[]), ["one", "two"]);
    folder.write(
        "hansei.toml",
        b"rulebook = \"c.rules\"\nprofiles = [\"few/*.json\"]\n",
    );
    assert_eq!(rows(&[]), ["two"]);
}

#[test]
fn standard_input_is_a_profile_with_a_named_format() {
    let folder = Folder::with(&[("choice.rules", CHOICE), ("one.toml", PROFILE)]);
    let input = || std::fs::File::open(folder.path.join("one.toml")).unwrap();
    let mut named = folder.command(&["eval", "-", "--input-format", "toml", "-r", "choice.rules"]);
    Run::of(named.stdin(input())).is(0, &["Way a"], &[]);
    let mut unnamed = folder.command(&["eval", "-", "-r", "choice.rules"]);
    Run::of(unnamed.stdin(input())).is(2, &[], &["E0909", "--input-format"]);
}

#[test]
fn explain_counts_what_did_not_act_unless_a_section_or_all_is_asked_for() {
    let folder = Folder::with(&[("choice.rules", CHOICE), ("one.toml", PROFILE)]);
    let explain = ["explain", "one.toml", "-r", "choice.rules"];
    let with = |more: &[&str]| folder.run(&[&explain[..], more].concat()).out;
    assert!(!with(&[]).contains("at stake"), "{}", with(&[]));
    assert!(
        with(&["--all"]).contains("at stake"),
        "{}",
        with(&["--all"])
    );
    for (format, is_one) in [("markdown", false), ("json", true)] {
        let format = ["-f", format];
        let all = with(&[&format[..], &["--all"]].concat());
        assert_eq!(with(&format) == all, is_one, "{format:?}");
    }
    let rules = with(&["--section", "rules"]);
    assert!(
        rules.contains("at stake") || rules.contains("does not apply"),
        "{rules}"
    );
    folder
        .run(&[&explain[..], &["--section", "rule"]].concat())
        .is(2, &[], &["invalid value 'rule'", "rules"]);
    folder
        .run(&[&explain[..], &["--all", "--rule", "short"]].concat())
        .is(2, &[], &["cannot be used with"]);
}

#[test]
fn a_profile_of_another_rulebook_is_told_whose_facts_were_looked_for() {
    let folder = Folder::with(&[("other.toml", "[machine]\nage = 3\n")]);
    for verb in ["eval", "explain"] {
        let run = folder.run(&[verb, "other.toml"]);
        run.is(2, &[], &["E0610", "built-in rulebook", "--rules FILE"]);
    }
    folder.write("choice.rules", CHOICE.as_bytes());
    for verb in ["eval", "explain"] {
        let run = folder.run(&[verb, "other.toml"]);
        run.is(
            2,
            &[],
            &["E0610", "in `choice.rules`, the one in its folder"],
        );
        let named = folder.run(&[verb, "other.toml", "-r", "choice.rules"]);
        named.is(2, &[], &["E0610", "these are the facts of the rulebook"]);
        assert!(!named.err.contains("built-in"), "{named}");
    }
    folder.write("hansei.toml", b"rulebook = \"choice.rules\"\n");
    let project = folder.run(&["eval", "other.toml"]);
    project.is(2, &[], &["in `choice.rules`, which `hansei.toml` names"]);
}

#[test]
fn what_is_explained_must_be_there() {
    let folder = Folder::with(&[("choice.rules", CHOICE), ("one.toml", PROFILE)]);
    let explain = ["explain", "one.toml", "-r", "choice.rules"];
    folder.run(&explain).is(0, &["Way a"], &[]);
    folder
        .run(&[&explain[..], &["--rule", "shrot"]].concat())
        .is(2, &[], &["E0912", "shrot"]);
    folder
        .run(&[&explain[..], &["--rule", "short", "--why", "a"]].concat())
        .is(2, &[], &["cannot be used with"]);
}

#[test]
fn schemas_are_json() {
    let folder = Folder::with(&[("rules/choice.rules", CHOICE)]);
    for arguments in [
        &["schema", "trace"][..],
        &["schema", "profile"],
        &["schema", "profile", "-r", "rules/choice.rules"],
    ] {
        let run = folder.run(arguments);
        run.is(0, &["$schema"], &[]);
        assert!(run.json().is_object());
    }
    let with = folder.run(&["schema", "profile", "-r", "rules/choice.rules"]);
    assert!(with.out.contains("level"), "{with}");
}

#[test]
fn a_command_of_another_tool_is_told_by_what_does_the_same() {
    let folder = crate::program::Folder::with(&[]);
    folder.run(&["validate"]).is(2, &[], &["'check'"]);
}

/// What is wrong in a project file is said in the words of profiles; a folder may be named for the rulebook in it.
#[test]
fn a_project_file_may_name_a_folder_and_its_slips_are_explained() {
    let book = "rulebook r { }\nstrategy a\n";
    let check = |said: &str| {
        let folder = Folder::with(&[("hansei.toml", said), ("sub/r.rules", book)]);
        folder.write("empty/x.txt", b"");
        folder.run(&["check"])
    };
    check("rulebook = \"sub\"\n").is(0, &[], &["no problems"]);
    check("rulebook = \"empty\"\n").is(
        2,
        &[],
        &["hansei.toml:1:12", "there is no rulebook in `empty`"],
    );
    for (said, told) in [
        ("rulebook = “sub”\n", "use straight quotes: `\"sub\"`"),
        ("rulebook = sub\n", "`sub` has no quotes"),
        ("rulebook = sub/r.rules\n", "has no quotes"),
        ("rulebook: \"sub\"\n", "TOML gives values with `=`"),
        (
            "// rules\nrulebook = \"sub\"\n",
            "a comment begins with `#`",
        ),
    ] {
        check(said).is(2, &[], &["E0907", "hansei.toml:", told]);
    }
}

/// A pipe in a folder keeps nobody waiting; one that is named is read.
#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_passed_over() {
    let book = "rulebook r { }\nstrategy a\nuse \"part.rules\"\n";
    let files = [
        ("book/r.rules", book),
        ("book/part.rules", "strategy b\n"),
        ("alone/part.rules", ""),
    ];
    let folder = Folder::with(&files);
    for pipe in ["x.rules", "p.toml", "hansei.toml", "r.snap"] {
        for within in ["book", "alone"] {
            let made = std::process::Command::new("mkfifo")
                .arg(folder.path.join(within).join(pipe))
                .status();
            assert!(made.unwrap().success());
        }
    }
    let ends = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..600 {
            if let Some(status) = child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        child.kill().unwrap();
        panic!("{arguments:?} waits for a pipe");
    };
    for (arguments, status) in [
        (&["check", "book"][..], 0),
        (&["check", "alone"], 1),
        (&["check", "book/part.rules"], 0),
        (&["check", "alone/part.rules"], 1),
        (&["check", "."], 1),
        (&["check", "/dev/null"], 1),
        (&["test", "book"], 0),
        (&["reference", "book"], 0),
        (&["eval", "book", "-r", "book/r.rules"], 2),
    ] {
        assert_eq!(ends(arguments), Some(status), "{arguments:?}");
    }
    folder.write("use/r.rules", b"rulebook r { }\nuse \"../book/x.rules\"\n");
    assert_eq!(ends(&["check", "use/r.rules"]), Some(2));
    folder
        .run_with(&["check", "/dev/stdin"], "rulebook r { }\nstrategy a\n")
        .is(0, &[], &["no problems"]);
}
