//! Lints: each says its word on its example and nothing on what to write instead.

mod allowed;
mod chosen;
mod dead;
mod meant;
mod parameters;

use hansei::analyze::lints;
use hansei::base::{Diagnostic, SourceMap};
use hansei::check::{Bundle, Options, check};
use hansei::lint::{ALLOWANCE_CODES, CODES, LINTS, lint};

use super::check::{bundle, bundle_of, checked, lines};

/// What is said of a rulebook without errors, with the comments that allow lints read.
#[track_caller]
pub(crate) fn remarks(files: &[(&str, &str)]) -> (SourceMap, Vec<Diagnostic>) {
    remarked(bundle(files))
}

#[track_caller]
fn remarked((bundle, mut found): (Bundle, Vec<Diagnostic>)) -> (SourceMap, Vec<Diagnostic>) {
    let (checked, more) = check(&bundle, &Options::default());
    found.extend(more);
    assert!(checked.is_some(), "{}", lines(&bundle.files, &found));
    let remarks = hansei::cli::remarks(&bundle, checked.as_ref(), found);
    (bundle.files, remarks.found)
}

#[track_caller]
fn linted(text: &str) -> (String, Vec<Diagnostic>) {
    let (files, checked, problems) = checked(bundle(&[("a.rules", text)]));
    assert_eq!(lines(&files, &problems), "", "\n{text}");
    let found = lint(&checked.unwrap().rulebook);
    (lines(&files, &found), found)
}

#[test]
fn every_example_gives_its_code() {
    let all = [CODES, ALLOWANCE_CODES, lints::CODES];
    for info in all.into_iter().flatten() {
        let (files, found) = remarks(&[("a.rules", info.example)]);
        let codes: Vec<&str> = found.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [info.code], "\n{}", lines(&files, &found));
        let (files, found) = remarks(&[("a.rules", info.instead)]);
        assert_eq!(lines(&files, &found), "", "{} instead", info.code);
    }
}

#[test]
fn codes_stand_once_and_in_order() {
    let own: Vec<&str> = LINTS.iter().map(|lint| lint.info.code).collect();
    let reasoned: Vec<&str> = lints::LINTS.iter().map(|lint| lint.info.code).collect();
    for codes in [own, reasoned] {
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }
}

#[test]
fn gaps_of_numbers_are_found_between_the_rows() {
    let (written, _) = linted(
        "rulebook r { }\nstrategy a\ntopic t { fact n : integer in 0..9  fact y : yes_no }\n\
         let q : low < high by t.n, t.y { < 3, * => low  4..9, yes => high }\n\
         advice { a when q is high }",
    );
    assert_eq!(
        written,
        "W0812: the table `q` has no row for some combination\n  a.rules:4:1 `let q` \n  \
         help: such as `t.n` 3, `t.y` no\n  \
         help: add a row for it; a last row of only `*` covers all that is left\n"
    );
}

#[test]
fn a_gap_is_the_number_or_the_range_that_has_no_row() {
    let gap = |kind: &str, rows: &str| {
        let text = format!(
            "rulebook r {{ }}\nstrategy a\ntopic t {{ fact n : {kind} }}\n\
             let q : low < high by t.n {{ {rows} }}\n\
             advice {{ a when q is high }}"
        );
        let (written, _) = linted(&text);
        let (_, rest) = written.split_once("such as ").unwrap_or_default();
        rest.lines().next().unwrap_or_default().to_owned()
    };
    // A single whole number is no range.
    assert_eq!(
        gap("integer in 0..9", "<= 2 => low  >= 4 => high"),
        "`t.n` 3"
    );
    assert_eq!(
        gap("integer in 0..9", "<= 2 => low  >= 5 => high"),
        "`t.n` between 2 and 5"
    );
    assert_eq!(gap("number", "< 3 => low  > 3 => high"), "`t.n` 3");
    // So far out that one more or less is the same number.
    let far = "100000000000000000";
    assert_eq!(
        gap("number", &format!(">= {far} => high")),
        "`t.n` below 1e17"
    );
    assert_eq!(
        gap("number", &format!("<= {far} => high")),
        "`t.n` above 1e17"
    );
    assert_eq!(
        gap("number", &format!("< {far} => low  >= {far} => high")),
        ""
    );
}

#[test]
fn rows_of_a_contrast_that_nearly_meet_leave_a_gap() {
    let gaps = |ty: &str, rows: [&str; 2]| {
        let [one, other] = rows;
        let text = format!(
            "rulebook r {{ }}\nstrategy a\nstrategy b\ntopic t {{ fact n : {ty} }}\n\
             contrast t.n {{\n one: {one} => favor a weakly because \"A.\"\n \
             other: {other} => favor b weakly because \"B.\"\n}}"
        );
        let (_, found) = linted(&text);
        found
            .iter()
            .filter(|problem| problem.code == "W0829")
            .count()
    };
    for (ty, one, other, count) in [
        ("number", "< 50", "51..80", 1),
        ("number", "51..80", "< 50", 1),
        ("number", "< 50", "50..80", 0),
        ("number", "< 50", "> 50", 1),
        ("number", "0.1 | 0..0.4", "0.5..1", 1),
        ("number", "< 2", "> 7", 0),
        ("integer", "< 50", "51..80", 1),
        ("integer", "0..50", "51..80", 0),
        ("integer", "<= 50", "> 50", 0),
    ] {
        assert_eq!(gaps(ty, [one, other]), count, "{ty}: {one}, {other}");
    }
}

#[test]
fn numbers_that_weights_need_say_what_they_are_otherwise() {
    let open = |rows: &str, weight: &str| {
        let text = format!(
            "rulebook r {{ }}\nstrategy a\nstrategy b\n\
             topic t {{ fact y : yes_no  fact f : slow < mid < fast  fact n : number }}\n\
             let p : number {{ {rows} }}\nlet q : number = p + 1\n\
             rule r1 {{ when t.y then favor a by {weight} and oppose b weakly because \"Y.\" }}"
        );
        let (_, found) = linted(&text);
        found.iter().any(|problem| problem.code == "W0833")
    };
    for (rows, is_open) in [
        ("3 when t.f is slow", true),
        ("3 when t.n > 5", true),
        ("3 when t.f is slow 4 when t.f is mid", true),
        ("3 when t.f is slow 4 when t.f is not slow", false),
        ("3 when t.f is slow 4 when t.y", true),
        ("3 when t.y 4 when not t.y", false),
        ("3 when t.n > 5 4 when t.n <= 5", false),
        ("3 when t.f is slow 0 otherwise", false),
    ] {
        assert_eq!(open(rows, "2 + p"), is_open, "{rows}");
        assert_eq!(open(rows, "q"), is_open, "{rows}");
        assert!(!open(rows, "2"), "{rows}");
    }
}

#[test]
fn tables_over_whole_numbers_have_no_gaps_between_them() {
    let codes = |rows: &str, input: &str| {
        let text = format!(
            "rulebook r {{ }}\nstrategy a\ntopic t {{ fact n : integer in 0..9 }}\n\
             let next = t.n + 1\nlet twice = 2 * next - min(t.n, 3)\n\
             let q : low < high by {input} {{ {rows} }}\n\
             advice {{ a when q is high and twice > 1 }}"
        );
        let (_, found) = linted(&text);
        let of_tables = |code: &&str| matches!(*code, "W0812" | "W0813");
        let codes = found.iter().map(|problem| problem.code);
        codes.filter(of_tables).collect::<Vec<&str>>()
    };
    for input in ["t.n", "next", "twice"] {
        assert_eq!(codes("<= 2 => low  >= 3 => high", input), [""; 0]);
        assert_eq!(codes("< 3 => low  > 2 => high", input), [""; 0]);
        assert_eq!(codes("< 3 => low  > 3 => high", input), ["W0812"]);
        assert_eq!(
            codes("< 3 => low  <= 2 => high  * => high", input),
            ["W0813"]
        );
    }
}

#[test]
fn shipped_rulebooks_have_no_lint() {
    for path in [
        "rules/kaizen_breakthrough/kaizen_breakthrough.rules",
        "rules/six_sigma_project/six_sigma_project.rules",
    ] {
        let (files, found) = remarked(bundle_of(path));
        assert_eq!(lines(&files, &found), "");
    }
}

/// The codes of what both kinds of lints say of a rulebook, with what follows the head of it.
#[track_caller]
fn codes_of(text: &str) -> Vec<&'static str> {
    let head = "rulebook r { sureness wide }\nstrategy a\nstrategy b\nsource s \"S\"\n\
        let wide : no_lead < lead { lead when margin > 0.5  no_lead otherwise }\n";
    let (files, found) = remarks(&[("a.rules", &format!("{head}{text}"))]);
    let codes: Vec<&str> = found.iter().map(|problem| problem.code).collect();
    assert!(
        codes.iter().all(|code| code.starts_with('W')),
        "{}",
        lines(&files, &found)
    );
    codes
}

#[test]
fn a_tag_is_only_held_against_those_that_are_read() {
    let book = |tag: &str, test: &str| {
        format!(
            "topic t {{ fact y : yes_no {{ tag need }}  fact z : yes_no {{ tag {tag} }} }}\n\
             rule q {{ when t.y and t.z{test} then favor a weakly and oppose b weakly because \"Y.\" cite s }}\n"
        )
    };
    assert_eq!(codes_of(&book("esential", "")), ["W0825"]);
    assert_eq!(codes_of(&book("essential", "")), [""; 0]);
    assert_eq!(codes_of(&book("neeed", "")), [""; 0]);
    assert_eq!(codes_of(&book("neeed", " and known(need) >= 1")), ["W0825"]);
    assert_eq!(codes_of(&book("people", " and known(need) >= 1")), [""; 0]);
}

#[test]
fn a_tag_that_is_nearly_read_is_mended_where_it_is_given() {
    let fact = |tag: &str, ask: &str| {
        format!(
            "rulebook r {{ }}\nstrategy a\nstrategy b\ntopic t {{ fact y : yes_no {{ ask \"{ask}\" tag {tag} }}  fact z : yes_no {{ ask \"Z?\" }} }}\nrule q {{ when t.y and t.z then favor a weakly and oppose b weakly because \"Y.\" }}\n"
        )
    };
    let text = fact("esential", "Y?");
    let (_, found) = linted(&text);
    let one = found.iter().find(|one| one.code == "W0825").unwrap();
    let mended = crate::check::applied::edited(&text, one).unwrap();
    assert_eq!(mended, fact("essential", "Y?"));
    // Of two places it is not known which is the tag.
    let (_, found) = linted(&fact("esential", "No tag esential?"));
    let one = found.iter().find(|one| one.code == "W0825").unwrap();
    assert!(one.edits.is_empty());
}

#[test]
fn a_strategy_is_advised_by_an_outcome_for_it() {
    let book = |clauses: &str, row: &str| {
        format!(
            "strategy c {clauses}\noutcome d for c\ntopic t {{ fact y : yes_no }}\n\
             rule q {{ when t.y then favor a weakly and oppose b weakly and favor c weakly because \"Y.\" cite s }}\n\
             advice {{ {row} when t.y  a when best is a  b otherwise }}\n"
        )
    };
    assert_eq!(codes_of(&book("", "d")), [""; 0]);
    // What it says itself nobody reads.
    assert_eq!(codes_of(&book("{ next \"N.\" }", "d")), ["W0807"]);
    assert_eq!(codes_of(&book("", "c")), ["W0807"]);
}

#[test]
fn a_row_of_a_source_is_carried_by_whatever_reaches_a_strategy_of_its_columns() {
    let book = |by: &str, more: &str| {
        format!(
            "strategy c\ntopic t {{ fact y : yes_no  fact z : yes_no }}\n\
             rule q {{ when t.y then favor a weakly and oppose b weakly because \"Y.\" cite s }}\n\
             rule p {{ when t.z then favor c weakly because \"Z.\" cite s }}\n{more}\
             table d {{ cite s left \"A\" for a right \"B\" for b row \"Few\", \"All\" by {by} }}\n"
        )
    };
    for (by, more) in [
        ("t.y", ""),
        ("q", ""),
        ("t.z, t.y", ""),
        (
            "t.z",
            "let some = t.z or t.y\nrule x { when some then favor b weakly because \"X.\" cite s }\n",
        ),
        (
            "t.z",
            "rule x { when t.z and not t.y then exclude a because \"X.\" cite s }\n",
        ),
        (
            "t.z",
            "advice { a when t.z and best is b\n c when best is c\n b otherwise }\n",
        ),
        (
            "t.z",
            "contrast t.z { yes => favor b weakly because \"X.\"  cite s }\n",
        ),
    ] {
        assert_eq!(codes_of(&book(by, more)), [""; 0], "{by} {more}");
    }
    assert_eq!(codes_of(&book("t.z", "")), ["W0826"]);
    assert_eq!(codes_of(&book("p", "")), ["W0826"]);
}

#[test]
fn a_precondition_is_never_met_in_part_where_it_is_met() {
    let book = |met: &str| {
        format!(
            "topic t {{ fact y : yes_no  fact z : yes_no  fact n : number in 0..9 }}\n\
             let both = t.y and t.z\n\
             rule q {{ when both and t.n > 3 then favor a weakly and oppose b weakly because \"Y.\" cite s }}\n\
             note k {{ when best is a precondition \"P\" met when {met} }}\n"
        )
    };
    for met in [
        "t.y partly when t.y and t.z",
        "t.y partly when t.y",
        "t.y partly when both",
        "surely t.y partly when t.y",
        "t.n > 3 partly when t.n > 5",
        "t.y or t.z partly when t.z",
        "t.n <= 3 or t.n > 5 partly when t.n = 2",
    ] {
        assert_eq!(codes_of(&book(met)), ["W0827"], "{met}");
    }
    for met in [
        "t.y",
        "t.y partly when t.z",
        "t.y and t.z partly when t.y",
        "both partly when t.y",
        "t.n > 5 partly when t.n > 3",
        "margin > 0.2 partly when margin > 0.5",
        "t.y partly when t.y is known",
    ] {
        assert_eq!(codes_of(&book(met)), [""; 0], "{met}");
    }
}
