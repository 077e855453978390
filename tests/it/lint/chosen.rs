//! Lints that the project file and the command line allow, show or deny.

use crate::program::{Folder, Run};

/// One rule without a reason, one fact that nothing reads, and a weight that could be too large.
const BOOK: &str = "rulebook r { }
strategy a
strategy b
topic t { fact y : yes_no  fact n : number in 0..500  fact z : yes_no }
rule q { when t.y then favor a by t.n }
rule p { when not t.y then favor b weakly because \"N.\" }
";

fn folder(project: &str) -> Folder {
    Folder::with(&[("a.rules", BOOK), ("hansei.toml", project)])
}

/// The codes that are shown, those of errors with `!`.
fn codes(run: &Run) -> Vec<String> {
    let json = run.json();
    let shown = json["diagnostics"].as_array().unwrap().iter();
    let code = |one: &serde_json::Value| {
        let mark = if one["severity"] == "error" { "!" } else { "" };
        format!("{}{mark}", one["code"].as_str().unwrap())
    };
    let mut codes: Vec<String> = shown.map(code).collect();
    codes.sort();
    codes
}

#[track_caller]
fn check(project: &str, arguments: &[&str], status: i32, expected: &[&str]) {
    let folder = folder(project);
    let run = folder.run(&[&["check", "a.rules", "-f", "json"], arguments].concat());
    assert_eq!(run.status, status, "{run}");
    assert_eq!(codes(&run), expected, "{run}");
}

const ALL: [&str; 3] = ["W0301", "W0801", "W0808"];

#[test]
fn what_is_not_chosen_is_a_warning() {
    check("", &[], 0, &ALL);
    check("", &["--warnings-as-errors"], 1, &ALL);
    check("[lints]\nW0808 = \"warn\"\n", &[], 0, &ALL);
}

#[test]
fn the_project_file_allows_and_denies_by_code_and_by_name() {
    let by_name = "[lints]\nrule_without_because = \"allow\"\n";
    check(by_name, &[], 0, &["W0301", "W0801"]);
    check(by_name, &["--warnings-as-errors"], 1, &["W0301", "W0801"]);
    let denied = "[lints]\nw0301 = \"allow\"\nW0801 = \"allow\"\nrule-without-because = \"deny\"\n";
    check(denied, &[], 1, &["W0808!"]);
    let all = "[lints]\nW0301 = \"allow\"\nW0801 = \"allow\"\nW0808 = \"allow\"\n";
    check(all, &["--warnings-as-errors"], 0, &[]);
}

#[test]
fn the_command_line_comes_before_the_project_file_and_its_last_word_counts() {
    let project = "[lints]\nW0808 = \"deny\"\nW0301 = \"allow\"\n";
    check(project, &[], 1, &["W0801", "W0808!"]);
    check(
        project,
        &[
            "--warn",
            "rule_without_because",
            "-D",
            "weight_could_leave_range",
        ],
        1,
        &["W0301!", "W0801", "W0808"],
    );
    check("", &["-A", "W0808,W0801", "--allow=W0301"], 0, &[]);
    check(
        "",
        &["-A", "W0808", "-D", "W0808"],
        1,
        &["W0301", "W0801", "W0808!"],
    );
    check("", &["-D", "W0808", "-A", "W0808"], 0, &["W0301", "W0801"]);
    check(
        "",
        &["-D", "W0808", "-A", "W0801", "-W", "W0808"],
        0,
        &["W0301", "W0808"],
    );
}

#[test]
fn a_word_that_names_no_lint_is_told_with_the_nearest_that_does() {
    let folder = folder("");
    let told = |word: &str, parts: &[&str]| {
        folder.run(&["check", "--deny", word]).is(2, &[], parts);
    };
    told(
        "rule_without_becuase",
        &["E0930", "did you mean `rule_without_because`?", "--lints"],
    );
    told(
        "rule-without-becuase",
        &["did you mean `rule-without-because`?"],
    );
    told("W8080", &["there is no lint `W8080`", "--lints"]);
    told("E0212", &["`E0212` is an error", "`hansei rule E0212`"]);
    told("unknown_name", &["`unknown_name` is an error"]);
    told("untried_rule", &["is not a lint", "`hansei rule W1001`"]);
    told("warnings", &["--warnings-as-errors"]);
    folder.write(
        "hansei.toml",
        b"[lints]\nrule_without_becuase = \"allow\"\n",
    );
    folder.run(&["check"]).is(
        2,
        &[],
        &[
            "E0907",
            "hansei.toml:2:1",
            "did you mean `rule_without_because`?",
        ],
    );
    folder.write("hansei.toml", b"[lints]\nW0808 = \"denny\"\nW0801 = 3\n");
    folder.run(&["check"]).is(
        2,
        &[],
        &["hansei.toml:2:9", "did you mean `deny`?", "hansei.toml:3:9"],
    );
}

/// The project of the rulebook's own folder counts, wherever the check is run.
#[test]
fn the_nearest_project_file_of_the_rulebook_counts() {
    let allow = "[lints]\nW0808 = \"allow\"\nW0801 = \"allow\"\nW0301 = \"allow\"\n";
    let folder = Folder::with(&[
        ("hansei.toml", "[lints]\nW0808 = \"deny\"\n"),
        ("quiet/hansei.toml", allow),
        ("quiet/deep/a.rules", BOOK),
        ("loud/b.rules", BOOK),
        ("broken/c.rules", BOOK),
        ("broken/hansei.toml", "[lints]\nW8 = \"allow\"\n"),
    ]);
    let quiet = folder.run(&["check", "quiet/deep/a.rules", "-f", "json"]);
    assert_eq!(codes(&quiet), [""; 0], "{quiet}");
    let both = folder.run(&["check", "quiet/deep/a.rules", "loud/b.rules", "-f", "json"]);
    assert_eq!(codes(&both), ["W0301", "W0801", "W0808!"], "{both}");
    let broken = folder.run(&["check", "broken/c.rules", "loud/b.rules"]);
    broken.is(
        2,
        &["E0907", "broken/hansei.toml:2:1", "W0808"],
        &["checked"],
    );
    // A project that names a rulebook which is not there does not keep another file from being checked.
    folder.write("loud/hansei.toml", b"rulebook = \"gone.rules\"\n");
    folder
        .run(&["check", "loud/b.rules"])
        .is(0, &["W0808"], &["3 warnings"]);
}

#[test]
fn all_lints_are_listed() {
    let listed = Folder::with(&[]).run(&["rule", "--lints"]);
    listed.is(0, &["W0301  weight-could-leave-range", "W0814"], &[]);
    for other in ["E0", "W1001", "W0601", "W0918"] {
        assert!(!listed.out.contains(other), "{listed}");
    }
    let json = Folder::with(&[])
        .run(&["rule", "--lints", "-f", "json"])
        .json();
    assert_eq!(json.as_array().unwrap().len(), listed.out.lines().count());
    let one = Folder::with(&[]).run(&["rule", "rule_without_because"]);
    one.is(0, &["W0808  rule-without-because"], &[]);
}
