//! `hansei reference`: the language reference, without any file beside the program.

use crate::program::{Folder, Run};

#[track_caller]
fn reference(arguments: &[&str], status: i32, out: &[&str], err: &[&str]) -> Run {
    let all = [&["reference"], arguments].concat();
    let run = Folder::with(&[]).run(&all);
    run.is(status, out, err);
    run
}

#[test]
fn topics_are_listed_and_shown_by_heading_and_by_word() {
    reference(
        &[],
        0,
        &["Conditions ", "  Contrasts ", "Cases "],
        &["`hansei reference TOPIC`", "`--all`"],
    );
    let conditions = reference(&["conditions"], 0, &["## Conditions\n", "is at least"], &[]);
    assert!(!conditions.out.contains("## Numbers"), "{conditions}");
    let word = reference(
        &["let"],
        0,
        &["> `let`: declares", "## Derived facts\n"],
        &[],
    );
    assert!(word.out.starts_with("> `let`"), "{word}");
    let part = reference(&["contrast"], 0, &["### Contrasts\n"], &[]);
    assert!(!part.out.contains("### Exclusions"), "{part}");
    reference(&["is", "at", "least"], 0, &["## Conditions\n"], &[]);
    reference(&["example"], 0, &["> `example`"], &[]);
    reference(
        &["examples"],
        0,
        &["## Examples and guarantees\n"],
        &["see also: "],
    );
    reference(&["evidence"], 0, &["## Evidence\n", "### Groups\n"], &[]);
    reference(&["cases"], 0, &["A **table of cases**", "`.jsonl`"], &[]);
}

#[test]
fn the_whole_page_is_the_one_in_the_repository() {
    let page = include_str!("../../grammar/README.md");
    assert_eq!(
        reference(&["--all"], 0, &["# The rules language"], &[]).out,
        page
    );
    let folder = Folder::with(&[]);
    folder
        .run(&["reference", "--all", "-o", "page.md"])
        .is(0, &[], &[]);
    assert_eq!(folder.read("page.md"), page);
}

#[test]
fn what_is_no_topic_is_told_with_the_nearest_one() {
    reference(
        &["condtions"],
        2,
        &[],
        &["E0920", "did you mean `conditions`?"],
    );
    reference(
        &["xyzzy"],
        2,
        &[],
        &["E0920", "`hansei reference` lists the topics"],
    );
    reference(&["let", "--all"], 2, &[], &["cannot be used with"]);
}
