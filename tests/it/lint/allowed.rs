//! Comments that allow a lint: where they may stand, for what they hold, and what is said of those that do nothing.

use super::remarks;
use crate::check::lines;
use crate::program::Folder;

const FRAME: &str = "rulebook r { }
strategy a
strategy b
topic t { fact y : yes_no  fact f : low < mid < high }
rule used { when t.y or t.f is low then favor a weakly because \"U.\" }
rule other { when t.f is mid then favor b weakly because \"O.\" }
";

/// What is said of declarations: each code with its line from the first of them, and the text that is marked.
#[track_caller]
fn says(text: &str, expected: &[&str]) {
    let whole = format!("{FRAME}{text}\n");
    let (files, found) = remarks(&[("a.rules", &whole)]);
    let above = u32::try_from(FRAME.lines().count()).unwrap();
    let mut shown: Vec<String> = found
        .iter()
        .map(|one| {
            let span = one.span().unwrap();
            let line = files.place(span).unwrap().1.line - above;
            format!("{} {line} {}", one.code, files.text(span))
        })
        .collect();
    shown.sort();
    assert_eq!(shown, expected, "{text}\n{}", lines(&files, &found));
}

const BARE: &str = "rule q { when t.y then favor a weakly }";

#[test]
fn a_comment_before_a_declaration_or_behind_its_first_line_allows() {
    says(BARE, &["W0808 1 rule q"]);
    for allowance in [
        "# hansei: allow W0808 The title says it.",
        "# hansei: allow rule_without_because The title says it.",
        "# hansei: allow rule-without-because: the title says it.",
        "# Hansei: allow W0808 The title says it.",
        "## hansei:allow   w0808 — the title, which is short, says it",
        "  #hansei : allow Rule_Without_Because, fact_never_used; both.\n# hansei: allow W0801 z.",
    ] {
        let more = match allowance.contains("fact_never_used") {
            true => vec!["W0830 1 fact_never_used", "W0830 2 W0801"],
            false => Vec::new(),
        };
        says(&format!("{allowance}\n{BARE}"), &more);
    }
    says(
        &format!("# hansei: allow W0808 x.\n\n# More of it.\n\n   {BARE}"),
        &[],
    );
    says(&format!("{BARE}   # hansei: allow W0808 x."), &[]);
    says(
        "rule q {   # hansei: allow W0808 x.\n when t.y\n then favor a weakly }",
        &[],
    );
}

#[test]
fn it_holds_for_what_begins_on_its_line_and_for_nothing_else() {
    let two =
        "rule q { when t.y then favor a weakly }\nrule p { when t.f is high then favor b weakly }";
    says(
        &format!("# hansei: allow W0808 x.\n{two}"),
        &["W0808 3 rule p"],
    );
    says(
        &format!("{two} # hansei: allow W0808 x."),
        &["W0808 1 rule q"],
    );
    says(
        &format!("# hansei: allow W0808 x.\n{}", two.replace('\n', " ")),
        &[],
    );
    // Within a declaration it says nothing, be it alone or at the end of a line.
    for inner in [
        "# hansei: allow W0808 x.\n  then",
        "then   # hansei: allow W0808 x.\n ",
    ] {
        says(
            &format!("rule q {{\n  when t.y\n  {inner} favor a weakly\n}}"),
            &["W0808 1 rule q", "W0831 3 # hansei: allow W0808 x."],
        );
    }
    says(
        &format!("{BARE}\n# hansei: allow W0808 x."),
        &["W0808 1 rule q", "W0831 2 # hansei: allow W0808 x."],
    );
}

#[test]
fn facts_and_rows_have_allowances_of_their_own() {
    let unread = "topic u {\n  fact k : yes_no  # hansei: allow fact_never_used Later.\n  fact l : yes_no\n}";
    says(unread, &["W0801 3 fact l"]);
    let before = "# hansei: allow W0801 Later.\ntopic u {\n  fact k : yes_no\n  fact l : yes_no\n}";
    says(before, &[]);
    says(
        "topic u { # hansei: allow W0801 Later.\n  fact k : yes_no\n  fact l : yes_no\n}",
        &[],
    );
    says(
        "contrast c t.f {\n  # hansei: allow W0808 x.\n  low => favor a weakly\n  high => favor b weakly\n}",
        &["W0808 4 high => favor b weakly"],
    );
    says(
        "let q : bad < good by t.f, t.y {\n  low | mid, * => bad\n  high | unknown, * => good\n  \
         mid, yes => good  # hansei: allow table_row_never_applies Kept for later.\n}\n\
         rule p { when q is good then favor a weakly because \"Q.\" }",
        &[],
    );
}

#[test]
fn a_lint_that_marks_two_places_is_allowed_at_either() {
    let pair = |first: &str, second: &str| {
        format!(
            "rule p {{ when t.f is high then favor b weakly because \"P.\" }}{first}\n\
             rule q {{ when t.f is high then oppose b weakly because \"Q.\" }}{second}"
        )
    };
    let allow = "  # hansei: allow duplicate_condition Meant so.";
    says(&pair("", ""), &["W0810 2 rule q"]);
    says(&pair(allow, ""), &[]);
    says(&pair("", allow), &[]);
    says(&pair(allow, allow), &[]);
}

#[test]
fn warnings_of_the_check_are_allowed_too() {
    let far = "topic u { fact n : number in 0..500 }\nrule q { when t.y then favor a by u.n because \"N.\" }";
    says(far, &["W0301 2 u.n"]);
    says(
        &format!("{far} # hansei: allow weight_could_leave_range x."),
        &[],
    );
}

#[test]
fn what_is_no_allowance_is_told() {
    let cases: &[(&str, &[&str])] = &[
        ("# hansei: alow W0808 x.", &["W0831 1 alow"]),
        ("# hansei: ignore W0808 x.", &["W0831 1 ignore"]),
        ("# hansei: deny W0808 x.", &["W0831 1 deny"]),
        ("# hansei: hello", &["W0831 1 hello"]),
        ("# hansei:", &["W0831 1 "]),
        ("# hansei: allow", &["W0831 1 # hansei: allow"]),
        ("# hansei: allow(W0808) x.", &["W0831 1 ("]),
        ("# hansei: allow: W0808 x.", &["W0831 1 :"]),
        ("# hansei: allow W9999 x.", &["W0831 1 W9999"]),
        ("# hansei: allow E0212 x.", &["W0831 1 E0212"]),
        ("# hansei: allow W1001 x.", &["W0831 1 W1001"]),
        ("# hansei: allow the shorter form", &["W0831 1 the"]),
        (
            "# hansei: allow rule_without_becuase x.",
            &["W0831 1 rule_without_becuase"],
        ),
        ("# hansai: allow W0808 x.", &["W0831 1 hansai:"]),
        ("# hansei allow W0808 x.", &["W0831 1 hansei"]),
        ("# hansei: allow W0808", &["W0832 1 # hansei: allow W0808"]),
        (
            "# hansei: allow W0808 - ",
            &["W0832 1 # hansei: allow W0808 -"],
        ),
    ];
    for (comment, expected) in cases {
        let silenced = expected.iter().any(|one| one.starts_with("W0832"));
        let mut all = expected.to_vec();
        if !silenced {
            all.insert(0, "W0808 2 rule q");
        }
        says(&format!("{comment}\n{BARE}"), &all);
    }
    // Prose is prose.
    for comment in [
        "# hansei allows a rule without because",
        "# hansei is a word",
        "# hansei.toml",
        "# has: allow W0808",
        "# W0808 is allowed here",
        "#",
    ] {
        says(&format!("{comment}\n{BARE}"), &["W0808 2 rule q"]);
    }
}

#[test]
fn helps_say_what_to_write() {
    let help = |comment: &str| {
        let (files, found) = remarks(&[("a.rules", &format!("{FRAME}{comment}\n{BARE}\n"))]);
        lines(&files, &found)
    };
    for (comment, part) in [
        ("# hansei: alow W0808 x.", "did you mean `allow`?"),
        (
            "# hansei: allow rule_without_becuase x.",
            "did you mean `rule_without_because`?",
        ),
        (
            "# hansei: deny W0808 x.",
            "`[lints]` in `hansei.toml` can deny it",
        ),
        ("# hansei: allow", "`hansei rule --lints` lists all lints"),
        ("# hansei allow W0808 x.", "write `hansei:`"),
        (
            "# hansei: allow(W0808) x.",
            "write `# hansei: allow rule_without_because ",
        ),
    ] {
        assert!(help(comment).contains(part), "{}", help(comment));
    }
}

/// A file that two rulebooks use is judged by both: an allowance that one of them needs is of use.
#[test]
fn an_allowance_in_a_shared_file_is_of_use_where_one_rulebook_needs_it() {
    let shared = "topic t {\n  fact y : yes_no\n  # hansei: allow fact_never_used For the other.\n  fact z : yes_no\n}\n";
    let book = |fact: &str| {
        format!(
            "rulebook r {{ }}\nuse \"shared.rules\"\nstrategy a\nstrategy b\n\
             rule q {{ when t.y then favor a weakly because \"Y.\" }}\n\
             rule p {{ when not {fact} then favor b weakly because \"N.\" }}\n"
        )
    };
    let folder = Folder::with(&[
        ("shared.rules", shared),
        ("one.rules", &book("t.y")),
        ("two.rules", &book("t.z")),
    ]);
    folder
        .run(&["check", "one.rules"])
        .is(0, &[], &["no problems"]);
    folder
        .run(&["check", "two.rules"])
        .is(0, &["W0830"], &["1 warning"]);
    for order in [["one.rules", "two.rules"], ["two.rules", "one.rules"]] {
        let both = folder.run(&["check", order[0], order[1]]);
        assert!(both.out.is_empty(), "{both}");
    }
}

#[test]
fn allowances_go_before_levels_and_errors_before_both() {
    let allowed = format!("{FRAME}# hansei: allow W0808 x.\n{BARE}\n");
    let folder = Folder::with(&[("a.rules", &allowed)]);
    let check = |more: &[&str]| folder.run(&[&["check", "a.rules"], more].concat());
    check(&["-D", "W0808", "--warnings-as-errors"]).is(0, &[], &["no problems"]);
    // That it is allowed everywhere else makes it no less of use here.
    check(&["-A", "W0808"]).is(0, &[], &["no problems"]);
    let unused = allowed.replace("W0808", "W0801");
    folder.write("a.rules", unused.as_bytes());
    check(&["-A", "W0830", "-A", "W0808"]).is(0, &[], &["no problems"]);
    check(&["-D", "allowance_never_used"]).is(1, &["error[W0830]"], &["1 error"]);
    // Where there are errors, nobody knows what the lints would have said.
    let broken = format!("{unused}rule z {{ when t.nothing then favor a weakly }}\n");
    folder.write("a.rules", broken.as_bytes());
    let run = check(&[]);
    assert!(
        run.out.contains("E0212") && !run.out.contains("W08"),
        "{run}"
    );
    folder.write(
        "a.rules",
        broken.replace("hansei: allow", "hansei: alow").as_bytes(),
    );
    check(&[]).is(1, &["E0212", "W0831"], &["1 error"]);
}
