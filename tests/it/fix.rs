//! `check --fix`: what is mended, what is left, and that nothing gets worse.

use std::path::PathBuf;

use hansei::base::{Diagnostic, Safety};
use hansei::cli::catalogue;
use hansei::cli::fix::{Fixing, Texts};

use crate::check::{bundle, checked};
use crate::program::Folder;

/// The texts after all edits, guesses too, that the check of them offers.
pub(crate) fn mended(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let texts = |texts: &Texts| -> Vec<(String, String)> {
        let text = |name: &str, text: &str| match texts.get(&PathBuf::from(name)) {
            Some(text) => text.to_string(),
            None => text.to_owned(),
        };
        let files = files.iter();
        files
            .map(|(name, old)| ((*name).to_owned(), text(name, old)))
            .collect()
    };
    let mut check = |other: &Texts| {
        let texts = texts(other);
        let texts: Vec<(&str, &str)> = texts
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect();
        let (files, _, problems) = checked(bundle(&texts));
        Ok::<_, ()>((files, problems))
    };
    let mut fixing = Fixing {
        check: &mut check,
        file: &|name| Some(PathBuf::from(name)),
        most: Safety::Unsafe,
    };
    let (fixed, _) = fixing.run().unwrap();
    texts(&fixed.texts)
}

/// Every row of a let that has its condition first is turned around, and none becomes a comparison.
#[test]
fn rows_of_lets_with_their_condition_first_are_turned_around() {
    let around = |rows: &str| {
        format!(
            "rulebook r {{ }}\ntopic t {{\n  fact y : yes_no\n  fact n : number in 0..9\n}}\nlet d : number {{\n{rows}  3 otherwise\n}}\n"
        )
    };
    let slip = around("  when t.n > 3 => 20\n  when t.y => 10\n");
    let mended = mended(&[("a.rules", &slip)]);
    assert_eq!(mended[0].1, around("  20 when t.n > 3\n  10 when t.y\n"));
}

/// Nothing uses it yet, since whoever wrote it is still at work: it is only taken out where there is no error.
#[test]
fn what_is_new_is_kept_where_an_error_is_mended() {
    let rules = "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact x : yes_no }\nrule q { when t.x then favor a weakly because \"A.\" }\n";
    let with = |lim: &str| format!("{rules}parameter lim = {lim} in 0..9\n");
    let fixed = |text: &str| {
        let folder = Folder::with(&[("a.rules", text)]);
        folder.run(&["check", "a.rules", "--fix", "--unsafe-fixes"]);
        folder.read("a.rules")
    };
    assert_eq!(fixed(&with("5,5")), with("5.5"));
    assert!(!fixed(&with("5.5")).contains("lim"));
}

/// What stands behind a carriage return is a line of its own: were it only deleted, a comment would swallow it.
#[test]
fn a_carriage_return_alone_becomes_a_line_end() {
    let slip = "rulebook r { }\rstrategy a # one\rstrategy b\n";
    let mended = mended(&[("a.rules", slip)]);
    assert!(
        mended[0].1.contains("strategy a # one\nstrategy b\n"),
        "{:?}",
        mended[0].1
    );
}

/// Each example of the catalogue with edits is mended by them: its code is gone, and no error comes in its place.
#[test]
fn examples_with_edits_are_mended() {
    let mut count = 0;
    for info in catalogue::all().filter(|info| info.kind == hansei::base::CodeInfo::RULES) {
        let found = |text: &str| -> Vec<Diagnostic> { checked(bundle(&[("a.rules", text)])).2 };
        let before = found(info.example);
        if !before
            .iter()
            .any(|one| one.code == info.code && one.fix().is_some())
        {
            continue;
        }
        count += 1;
        let mended = mended(&[("a.rules", info.example)]);
        let (_, text) = &mended[0];
        let after = found(text);
        let is_gone = !after.iter().any(|one| one.code == info.code);
        assert!(
            is_gone && after.len() < before.len(),
            "{}\n{text}\n{after:?}",
            info.code
        );
    }
    assert!(count > 10, "only {count} examples have edits");
}

const BOOK: &str = "rulebook r { }
strategy a
strategy b
topic t { fact ready : yes_no  fact days : number in 0..60 }
rule q { when t.ready && t.days > 3 then favor a weakly because \"Q.\" }
rule p { when !t.ready then favor b weakly because \"P.\" }
";

#[test]
fn safe_edits_are_made_and_guesses_are_offered() {
    let text = format!("{BOOK}rule z {{ when t.redy then favor a weakly because \"Z.\" }}\n");
    let folder = Folder::with(&[("a.rules", &text)]);
    let plain = folder.run(&["check", "a.rules"]);
    plain.is(
        1,
        &["E0110", "E0212"],
        &["`--fix` fixes 2 of them, `--unsafe-fixes` 1 more"],
    );
    assert_eq!(folder.read("a.rules"), text);
    let fixed = folder.run(&["check", "a.rules", "--fix"]);
    fixed.is(
        1,
        &["E0212"],
        &[
            "fixed 2 problems in 1 file, 1 left",
            "checked 1 rulebook: 1 error",
            "`--fix --unsafe-fixes` fixes 1 of them",
        ],
    );
    assert!(!fixed.out.contains("E0110"), "{fixed}");
    let safe = text.replace("&&", "and").replace('!', "not ");
    assert_eq!(folder.read("a.rules"), safe);
    let all = folder.run(&["check", "a.rules", "--fix", "--unsafe-fixes"]);
    all.is(
        0,
        &[],
        &["fixed 1 problem in 1 file, 0 left", "no problems"],
    );
    assert_eq!(folder.read("a.rules"), safe.replace("redy", "ready"));
    let again = folder.run(&["check", "a.rules", "--fix", "--unsafe-fixes"]);
    again.is(0, &[], &["nothing to fix, 0 problems left"]);
    assert_eq!(folder.names(), ["a.rules"]);
}

#[test]
fn a_difference_is_shown_and_nothing_is_written() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    let shown = folder.run(&["check", "a.rules", "--diff"]);
    shown.is(
        1,
        &[
            "--- a.rules\n+++ a.rules\n@@ -2,5 +2,5 @@\n",
            "-rule p { when !t.ready then",
            "+rule p { when not t.ready then",
        ],
        &["would fix 2 problems in 1 file, 0 left"],
    );
    assert_eq!(folder.read("a.rules"), BOOK);
    // What it shows is what it would do.
    folder
        .run(&["check", "a.rules", "--diff", "-o", "a.diff"])
        .is(1, &[], &["would fix"]);
    assert_eq!(folder.read("a.diff"), shown.out);
    folder
        .run(&["check", "a.rules", "--fix"])
        .is(0, &[], &["fixed 2 problems"]);
    let none = folder.run(&["check", "a.rules", "--diff"]);
    none.is(0, &[], &["nothing to fix"]);
}

#[test]
fn what_comes_to_light_is_mended_in_the_next_round() {
    let text = BOOK.replace("t.ready &&", "t.redy &&");
    let folder = Folder::with(&[("a.rules", &text)]);
    let run = folder.run(&["check", "--fix", "--unsafe-fixes"]);
    run.is(0, &[], &["fixed 3 problems in 1 file, 0 left"]);
}

#[test]
fn all_files_of_a_rulebook_are_mended_and_each_once() {
    let root = "rulebook r { }\nuse \"part.rules\"\nstrategy a\nstrategy b\nrule q { when !t.y then favor a weakly and oppose b weakly because \"Q.\" }\n";
    let other = root
        .replace("rulebook r", "rulebook other")
        .replace('!', "");
    let part = "topic t { fact y : bool }\n";
    let folder = Folder::with(&[
        ("one.rules", root),
        ("two.rules", &other),
        ("part.rules", part),
    ]);
    let run = folder.run(&[
        "check",
        "one.rules",
        "./two.rules",
        "--fix",
        "--unsafe-fixes",
    ]);
    run.is(
        0,
        &[],
        &["in 2 files, 0 left", "checked 2 rulebooks: no problems"],
    );
    assert_eq!(folder.read("part.rules"), "topic t { fact y : yes_no }\n");
    assert_eq!(folder.read("two.rules"), other);
}

#[test]
fn what_cannot_be_fixed_is_said() {
    let folder = Folder::with(&[("a.rules", BOOK)]);
    folder
        .run(&["check", "--fix", "-"])
        .is(2, &[], &["E0931", "standard input cannot be fixed"]);
    folder
        .run(&["check", "--diff", "-r", "-"])
        .is(2, &[], &["E0931"]);
    let empty = Folder::with(&[]);
    empty
        .run(&["check", "--fix"])
        .is(2, &[], &["E0931", "the built-in rulebook cannot be fixed"]);
    folder
        .run(&["check", "--unsafe-fixes"])
        .is(2, &[], &["--fix"]);
    folder
        .run(&["check", "--diff", "-f", "json"])
        .is(2, &[], &["cannot be used with"]);
}

#[test]
fn lints_are_mended_too_and_allowances_that_do_nothing_go() {
    let text = "rulebook r { }
strategy a
strategy b
source s \"Nobody cites it.\"  # old
topic t { fact y : yes_no }
# hansei: allow W0801 It was read once.
rule q { when t.y then favor a weakly and oppose b weakly because \"Q.\" }  # hansei: allow W0809, W0808 No source.
";
    let folder = Folder::with(&[("a.rules", text)]);
    folder
        .run(&["check", "a.rules", "--fix"])
        .is(0, &["W0806"], &["fixed 3 problems"]);
    let rest = "rule q { when t.y then favor a weakly and oppose b weakly because \"Q.\" }\n";
    assert!(
        folder
            .read("a.rules")
            .ends_with(&format!("yes_no }}\n{rest}")),
        "{}",
        folder.read("a.rules")
    );
    folder
        .run(&["check", "a.rules", "--fix", "--unsafe-fixes"])
        .is(0, &[], &["0 left"]);
    let left = folder.read("a.rules");
    assert_eq!(
        left,
        format!("rulebook r {{ }}\nstrategy a\nstrategy b\ntopic t {{ fact y : yes_no }}\n{rest}")
    );
}

/// What an example still needs is not taken out: the file would not check any more.
#[test]
fn an_edit_that_would_break_a_sound_file_is_left_out() {
    let text = "rulebook r { }
strategy a
strategy b
source s \"Nobody cites it.\"
topic t { fact y : yes_no }
let used = not t.y
rule q { when t.y then favor a weakly and oppose b weakly because \"Q.\" }
example \"e\" { given { y: yes } expect not used }
";
    let folder = Folder::with(&[("a.rules", text)]);
    let run = folder.run(&["check", "a.rules", "--fix", "--unsafe-fixes"]);
    run.is(
        0,
        &["W0803"],
        &[
            "fixed 1 problem in 1 file, 1 left",
            "left W0803 at a.rules:6 as it is",
        ],
    );
    assert_eq!(
        folder.read("a.rules"),
        text.replace("source s \"Nobody cites it.\"\n", "")
    );
}

#[test]
fn line_ends_marks_and_permissions_stay() {
    let text = format!("\u{feff}{}", BOOK.replace('\n', "\r\n"));
    let folder = Folder::with(&[("a.rules", &text)]);
    folder
        .run(&["check", "a.rules", "--fix"])
        .is(0, &[], &["fixed 2 problems"]);
    let fixed = text.replace("&&", "and").replace('!', "not ");
    assert_eq!(folder.read("a.rules"), fixed);
}

/// What its name says is no rulebook is left alone.
#[test]
fn scripts_profiles_and_tables_are_not_read_as_rules() {
    let files = [
        (
            "cost.rhai",
            "// Years.\nfn cost(a) { if a == 0 { 1 } else { a } }\n",
            "a script",
        ),
        ("p.toml", "loaves = 400\n", "a profile or a table"),
        ("p.yaml", "loaves: 400\n", "a profile or a table"),
        ("p.json", "{\"loaves\": 400}\n", "a profile or a table"),
        ("p.csv", "id,loaves\na,400\n", "a profile or a table"),
        (
            "hansei.toml",
            "rulebook = \"a.rules\"\n",
            "the file of a project",
        ),
    ];
    for (name, text, what) in files {
        let folder = Folder::with(&[("a.rules", BOOK), (name, text)]);
        let said = format!("`{name}` is {what}, not a rulebook");
        for arguments in [&["--fix", "--unsafe-fixes"][..], &[]] {
            let run = folder.run(&[&["check", name], arguments].concat());
            run.is(2, &["E0922", &said], &["checked 0 rulebooks"]);
        }
        assert_eq!(folder.read(name), text);
    }
}

/// A file that may not be written is told, and stays as it is.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with(&[("deep/a.rules", BOOK)]);
    let deep = folder.path.join("deep");
    std::fs::set_permissions(&deep, std::fs::Permissions::from_mode(0o555)).unwrap();
    let run = folder.run(&["check", "deep/a.rules", "--fix"]);
    let is_root = run.status == 0;
    std::fs::set_permissions(&deep, std::fs::Permissions::from_mode(0o755)).unwrap();
    if !is_root {
        run.is(2, &[], &["E0906"]);
        assert_eq!(folder.read("deep/a.rules"), BOOK);
    }
}

/// A row that never counts is moved above the one that takes what it would, with the comment of its line; and not before
/// what else is wrong was mended, after which it may count where it stands.
#[test]
fn rows_that_never_count_are_moved_up_once_nothing_else_is_wrong() {
    let book = |rows: &str| {
        format!(
            "rulebook r {{ }}
strategy a
strategy b
topic t {{ fact n : number in 0..5000 }}
let d : low < mid < high {{
{rows}  low otherwise
}}
rule q {{ when d is mid or t.n > 7 then favor a weakly and oppose b weakly because \"Q.\" }}
rule u {{ when d is high or d is low then favor b weakly because \"U.\" }}
"
        )
    };
    for (rows, then) in [
        (
            "  high when t.n >= 20\n  mid when t.n >= 40  # why\n",
            "  mid when t.n >= 40  # why\n  high when t.n >= 20\n",
        ),
        (
            "  high when t.n >= 1.000\n  mid when t.n >= 200\n",
            "  high when t.n >= 1000\n  mid when t.n >= 200\n",
        ),
        (
            "  high when t.n >= 20\n  mid when t.n < 20\n  low when t.n is unknown\n",
            "  low when t.n is unknown\n  high when t.n >= 20\n  mid when t.n < 20\n",
        ),
        // Neither order has a use for both.
        (
            "  high when t.n >= 20\n  mid when t.n >= 20\n",
            "  high when t.n >= 20\n  mid when t.n >= 20\n",
        ),
    ] {
        let folder = Folder::with(&[("a.rules", &book(rows))]);
        folder.run(&["check", "a.rules", "--fix", "--unsafe-fixes"]);
        assert_eq!(folder.read("a.rules"), book(then));
    }
    let advice = |rows: &str| format!("{}advice {{\n{rows}  a otherwise\n}}\n", book(""));
    let folder = Folder::with(&[(
        "a.rules",
        &advice("  a when t.n >= 20\n  x: b when t.n >= 40\n     because \"B.\"\n"),
    )]);
    folder.run(&["check", "a.rules", "--fix", "--unsafe-fixes"]);
    let then = "  x: b when t.n >= 40\n     because \"B.\"\n  a when t.n >= 20\n";
    assert!(
        folder.read("a.rules").contains(then),
        "{}",
        folder.read("a.rules")
    );
}
