//! Which rulebook is meant where none is named: the project's, the one in the folder, the built-in one, or none for sure.

use crate::program::{Folder, Run};

const BOOK: &str = "rulebook choice \"A or b?\" { version \"1\" }
use \"facts.rules\"
strategy a \"Way a\"
strategy b \"Way b\"
contrast t.level { low => favor a strongly high => favor b strongly }
";
const FACTS: &str = "topic t { fact level : low < high }\n";

/// Every verb that takes a rulebook, about to use the one that is meant.
const VERBS: &[&[&str]] = &[
    &["check"],
    &["eval", "one.toml"],
    &["explain", "one.toml"],
    &["schema", "profile"],
    &["test"],
];

fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::with(&[("one.toml", "t.level = \"low\"\n"), ("facts.rules", FACTS)]);
    for (name, text) in files {
        folder.write(name, text.as_bytes());
    }
    folder
}

/// Holds what every verb does in a folder.
#[track_caller]
fn each(folder: &Folder, more: &[&str], holds: impl Fn(&Run) -> bool) {
    for verb in VERBS {
        let run = folder.run(&[*verb, more].concat());
        assert!(holds(&run), "{verb:?} {run}");
    }
}

#[test]
fn the_one_rulebook_in_the_folder_is_taken_and_said() {
    let folder = folder(&[("choice.rules", BOOK)]);
    each(&folder, &[], |run| {
        run.status == 0
            && run
                .err
                .contains("`choice.rules`, the one rulebook in its folder")
    });
    each(&folder, &["-r", "choice.rules"], |run| {
        run.status == 0 && !run.err.contains("the one rulebook")
    });
}

#[test]
fn two_rulebooks_are_an_error_until_one_is_named() {
    let folder = folder(&[("choice.rules", BOOK), ("other.rules", BOOK)]);
    let told = [
        "E0917",
        "two rulebooks share this folder: `choice.rules`, `other.rules`",
        "--rules choice.rules",
    ];
    each(&folder, &[], |run| {
        run.status == 2 && told.iter().all(|words| run.err.contains(words))
    });
    each(&folder, &["-r", "choice.rules"], |run| run.status == 0);
    folder.write("hansei.toml", b"rulebook = \"other.rules\"\n");
    each(&folder, &[], |run| run.status == 0);
}

#[cfg(unix)]
#[test]
fn a_rulebook_under_two_names_is_one() {
    let folder = folder(&[("choice.rules", BOOK)]);
    std::os::unix::fs::symlink("choice.rules", folder.path.join("link.rules")).unwrap();
    each(&folder, &[], |run| run.status == 0);
}

#[test]
fn a_broken_rulebook_is_never_the_built_in_one() {
    let broken = [
        BOOK.replace("contrast", "contrats"),
        BOOK.replace(" }\nuse", "\nuse"),
        BOOK.replace("rulebook", "rulebok"),
        BOOK.replace("rulebook", "# rulebook"),
    ];
    for text in broken {
        let folder = folder(&[("choice.rules", &text)]);
        each(&folder, &[], |run| {
            let said = format!("{}{}", run.out, run.err);
            run.status != 0 && !said.contains("built-in") && said.contains(".rules")
        });
    }
    let folder = Folder::with(&[("one.toml", "")]);
    folder.write("choice.rules", b"rulebook caf\xe9 { }\n");
    each(&folder, &[], |run| {
        let said = format!("{}{}", run.out, run.err);
        run.status != 0 && said.contains("choice.rules") && said.contains("UTF-8")
    });
}

#[test]
fn rule_files_without_a_rulebook_among_them_are_an_error() {
    let folder = folder(&[("more.rules", "topic u { fact x : yes_no }\n")]);
    each(&folder, &[], |run| {
        let words = "no rule file in this folder has a `rulebook` block";
        run.status == 2 && run.err.contains("E0917") && run.err.contains(words)
    });
}
