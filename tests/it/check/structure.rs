//! Rows, effects, weights, stages and loops.

use super::{bundle, checked, lines, says};

#[test]
fn weights_keep_to_the_range() {
    says("rule r1 { when t.y then favor a by 100 }", &[]);
    says(
        "rule r1 { when t.y then favor a by 101 }",
        &["E0317 `101`: a weight of 101 is more than the method `odds` allows: at most 100"],
    );
    says(
        "rule r1 { when t.y then favor a by 3 - 5 }",
        &["E0318 `3 - 5`: a weight is never negative"],
    );
    says(
        "rule r1 { when t.y then favor a by t.e / 10 and oppose b by t.n - 3 else favor h by 6 * ramp(t.e, 0, 9) }",
        &[
            "W0301 `t.n - 3`: this weight could be anything from -3 to 117; the method `odds` allows 0 to 100",
        ],
    );
    says(
        "strategy c { prior -200 }",
        &["E0317 `-200`: a prior is between -100 and 100, the range of the method `odds`"],
    );
    says(
        "group g limit -1",
        &["E0319 `-1`: a limit is never negative"],
    );
}

#[test]
fn one_branch_says_one_thing_of_a_target() {
    says(
        "rule r1 { when t.y then favor a weakly then oppose a by 2 else favor a weakly }",
        &["E0403 `oppose a by 2`: one branch has two effects on `a`"],
    );
    says(
        "contrast t.f { slow => favor a weakly and exclude a }",
        &["E0403 `exclude a`: one branch has two effects on `a`"],
    );
}

#[test]
fn a_reason_is_of_something() {
    let rule = |clauses: &str| {
        format!("rule r1 {{ when t.y {clauses} else favor a weakly because \"B.\" }}")
    };
    says(&rule("then favor b weakly because \"A.\""), &[]);
    says(
        &rule("defeats r2 because \"A.\""),
        &["E0212 `r2`: `r2` is not declared"],
    );
    says(
        &rule("because \"A.\""),
        &["E0117 `because \"A.\"`: this reason has no effect to explain: the rule has no `then`"],
    );
    says(
        "rule r1 { when t.y because \"Of the other branch.\" else favor a weakly }",
        &[],
    );
}

#[test]
fn rows_fit_their_table() {
    says(
        "let q : low < high by t.f, t.n, t.y { slow | fast | unknown, <= 15 | > 50, yes => low  *, 3..5, * => high }",
        &[],
    );
    says(
        "let q : low < high by t.f, t.n { 3, fast => low  slow => high  fats, 500 => middle }",
        &[
            "E0316 `3`: `t.f` has levels, so a number is not a cell for it",
            "E0316 `fast`: `t.n` is a number, so `fast` is not a cell for it",
            "E0408 `slow => high`: this row has 1 cell, and the table needs 2",
            "E0214 `fats`: `fats` is not a level of `t.f`",
            "E0309 `500`: `t.n` is never 500: it is from 0 to 120",
            "E0214 `middle`: `middle` is not a level of `q`",
        ],
    );
    says(
        "let q : low < high by t.s { * => low }",
        &["E0316 `t.s`: `t.s` is a set, which has no cells"],
    );
}

#[test]
fn rows_that_never_apply_are_errors() {
    says(
        "let q : low < high { low when t.y  high when t.y # again\n low otherwise  high when t.n > 3 }",
        &[
            "E0409 `high when t.y`: this row never applies: one above has the same test",
            "E0409 `high when t.n > 3`: this row never applies: one above always does",
        ],
    );
    says(
        "let q : low < high by t.f, t.y { slow | fast, yes => low  fast|slow, yes => high }",
        &["E0409 `fast|slow, yes => high`: this row never applies: one above has the same test"],
    );
    // A row for a strategy is passed over where that is excluded, one for none never is.
    let excludes = "rule x1 { when t.n > 3 then exclude a and exclude b }\n";
    says(
        &format!(
            "{excludes}advice {{ a when best is a  b when best is a  a when best is a  a otherwise  b otherwise  both otherwise }}"
        ),
        &[
            "E0409 `a when best is a`: this row never applies: one above has the same test",
            "E0409 `both otherwise`: this row never applies: one above applies whenever it could",
        ],
    );
    says(
        &format!("{excludes}outcome x outcome fa for a
        advice {{ a when best is a  fa when best is a  b when t.y  x when t.y  b when t.y  fa when t.y  x otherwise  b otherwise }}"),
        &[
            "E0409 `fa when best is a`: this row never applies: one above has the same test",
            "E0409 `b when t.y`: this row never applies: one above has the same test",
            "E0409 `fa when t.y`: this row never applies: one above has the same test",
            "E0409 `b otherwise`: this row never applies: one above always does",
        ],
    );
}

#[test]
fn a_row_for_a_strategy_that_no_rule_excludes_leaves_nothing_below() {
    let rows = "advice { a when t.y  b when t.y  a otherwise  b otherwise }";
    let (files, _, problems) = checked(bundle(&[("a.rules", &super::book(rows))]));
    let shown = lines(&files, &problems);
    assert_eq!(shown.matches("E0409").count(), 2, "{shown}");
    let why = "no rule excludes `a`, so the row above is never skipped";
    assert_eq!(shown.matches(why).count(), 2, "{shown}");
    // A rule that was not read may be the one that does.
    says(
        &format!("rule x1 {{ when t.y then exclud a }}\n{rows}"),
        &["E0114 `exclud`: expected `exclude`, `favor` or `oppose` after `then`, found `exclud`"],
    );
}

#[test]
fn nobody_knows_whom_an_outcome_is_for_that_is_not_declared() {
    says(
        "advice { aa otherwise  b otherwise }",
        &["E0212 `aa`: `aa` is not declared"],
    );
    says(
        "outcome late for aa\nadvice { late otherwise  b otherwise }",
        &["E0212 `aa`: `aa` is not declared"],
    );
}

#[test]
fn rows_of_a_contrast_are_apart() {
    says(
        "contrast t.f { slow => favor a weakly  x: fast | slow => favor b weakly  u: unknown => favor h weakly }",
        &["E0410 `fast | slow`: two rows of this contrast match the same value"],
    );
    says(
        "contrast t.n { x: < 5 => favor a weakly  y: 5..9 => favor b weakly  z: > 9 | 3 => favor h weakly }",
        &["E0410 `> 9 | 3`: two rows of this contrast match the same value"],
    );
    says(
        "contrast t.y { yes => favor a weakly  no => favor b weakly }",
        &[],
    );
    says(
        "contrast t.y { yes => favor a weakly  x: * => favor b weakly }",
        &["E0410 `*`: two rows of this contrast match the same value"],
    );
    says(
        "contrast t.f { slow | fast => favor a weakly }",
        &["E0210 `slow | fast`: this row is not named by a single level, so it needs a label"],
    );
}

#[test]
fn a_use_from_an_earlier_stage_shows_the_chain() {
    let text = super::book(
        "let near = margin < 2\nlet close = near or t.y\nrule r1 { when t.y unless close then favor a weakly }\n\
         advice { a when advised_by(x)  x: b otherwise }",
    );
    let (files, _, problems) = checked(bundle(&[("a.rules", &text)]));
    assert_eq!(
        lines(&files, &problems),
        "E0406: `close` is known only once all evidence is in, too late for a rule\n  \
           a.rules:20:27 `close` \n  \
           a.rules:19:13 `near` it uses `near`\n  \
           a.rules:18:12 `margin` it uses `margin`\n  \
           help: the chain is `close` → `near` → `margin`\n  \
           help: rules use facts, lets of facts, and `belief` and `total` of hypotheses\n\
         E0406: `advised_by(x)` is known only once the advice is given, too late for the advice\n  \
           a.rules:21:17 `advised_by(x)` \n  \
           help: rows of the advice use totals, `best` and `margin`; the advice itself is for notes, examples and guarantees\n"
    );
}

#[test]
fn whether_a_note_is_shown_is_asked_by_tests_alone() {
    says(
        "note n1 { when t.y risk \"…\" }\nexample \"e\" { given { t.y: yes } expect noted(n1) and not noted(n1) }\n\
         guarantee g1 { never noted(n1) when t.y is unknown }",
        &[],
    );
    says(
        "note n1 { when t.y risk \"…\" }\nlet l = noted(n1)\nlet k = l\nnote n2 { when l or noted(n1) risk \"…\" }\n\
         rule r1 { when noted(n1) then favor a weakly }",
        &[
            "E0406 `noted(n1)`: `noted(n1)` is known only once the notes are chosen, too late for a let",
            "E0406 `l`: `l` is known only once the notes are chosen, too late for a note",
            "E0406 `noted(n1)`: `noted(n1)` is known only once the notes are chosen, too late for a note",
            "E0406 `noted(n1)`: `noted(n1)` is known only once the notes are chosen, too late for a rule",
        ],
    );
    says(
        "note n1 { when t.y risk \"…\" }\nexample \"e\" { given { t.y: yes } expect noted(n2) and noted(a) and noted(3) }",
        &[
            "E0212 `n2`: `n2` is not declared",
            "E0213 `a`: `a` is a strategy; a note is needed here",
            "E0303 `3`: a name is needed here, not a value",
        ],
    );
}

#[test]
fn loops_are_shown_whole() {
    let text = super::book(
        "let sure = belief(h) > 0.5\nrule r1 { when sure then favor h weakly }\n\
         rule r2 { when t.y then favor a weakly defeats r3 }\nrule r3 { when t.y then favor b weakly defeats r2 }",
    );
    let (files, _, problems) = checked(bundle(&[("a.rules", &text)]));
    assert_eq!(
        lines(&files, &problems),
        "E0407: `sure` depends on itself in a loop\n  \
           a.rules:18:12 `belief(h)` `sure` depends on `h` here\n  \
           a.rules:19:26 `favor h weakly` `h` depends on `r1` here\n  \
           a.rules:19:16 `sure` `r1` depends on `sure` here\n  \
           help: the loop is `sure` → `h` → `r1` → `sure`\n  \
           help: remove one of these uses\n\
         E0407: `r2` depends on itself in a loop\n  \
           a.rules:21:48 `r2` `r2` depends on `r3` here\n  \
           a.rules:20:48 `r3` `r3` depends on `r2` here\n  \
           help: the loop is `r2` → `r3` → `r2`\n  \
           help: remove one of these uses\n"
    );
    says("let q = q or t.y", &["E0407 `q`: `q` depends on itself"]);
}

#[test]
fn examples_give_values_of_the_facts() {
    says(
        "example \"x\" { given { t.y: yes f: fast t.s: [tpm] t.n: 14 certainty 0.9 note \"books\" t.x: \"words\" t.o: unknown }\n\
         expect advice is a }",
        &[],
    );
    says(
        "example \"x\" { given { t.y: fast t.f: fats t.s: tpm t.n: 500 t.i: 2.5 certainty 2 t.q: 1 t.o: [open] }\n\
         expect advice is c }",
        &[
            "E0305 `fast`: `t.y` is yes or no, never `fast`",
            "E0214 `fats`: `fats` is not a level of `t.f`",
            "E0320 `tpm`: this is not a value of `t.s`",
            "E0309 `500`: `t.n` is never 500: it is from 0 to 120",
            "E0310 `2.5`: `t.i` is a whole number, never 2.5",
            "E0321 `2`: a certainty is between 0 and 1, and this is 2",
            "E0212 `t.q`: `t.q` is not declared",
            "E0320 `[open]`: this is not a value of `t.o`",
            "E0212 `c`: `c` is not declared",
        ],
    );
}

#[test]
fn guarantees_are_checked() {
    says(
        "guarantee g { never advice is a when t.n < 3 }\nguarantee k { raising t.s never raises total(h) }",
        &[],
    );
    says(
        "guarantee g { always advice is a when t.n }\nguarantee k { raising t.o never lowers total(both) }",
        &[
            "E0301 `t.n`: a condition is needed here, and `t.n` is a number",
            "E0322 `t.o`: `t.o` cannot be raised",
            "E0213 `both`: `both` is an outcome; a strategy or a hypothesis is needed here",
        ],
    );
}

/// The codes of what is said of a text.
fn codes_of(text: &str) -> Vec<&'static str> {
    let problems = super::checked(super::bundle(&[("a.rules", text)])).2;
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn a_row_of_yes_is_the_last_that_may_apply() {
    for (rows, never) in [
        ("high when yes  low otherwise", true),
        ("high when true  low when t.y", true),
        ("low when t.y  high when yes", false),
        ("high when yes unless t.y  low otherwise", false),
    ] {
        let text = super::book(&format!("let d : low < high {{ {rows} }}"));
        assert_eq!(codes_of(&text).contains(&"E0409"), never, "{rows}");
    }
}

#[test]
fn a_method_that_cannot_be_loaded_bounds_no_weight() {
    let text = super::book("rule r1 { when t.y then favor a by t.n - 5 }");
    assert!(codes_of(&text).contains(&"W0301"));
    let text = text.replace("rulebook r { }", "rulebook r { method nope }");
    assert!(!codes_of(&text).contains(&"W0301"));
}
