//! What never is so for any profile: what is told of it, and of what nothing is told.

use super::remarks;
use crate::check::lines;

const FRAME: &str = "rulebook r { }
strategy a
strategy b
parameter near = 6 in 0..20
parameter far = 100 in 80..120
parameter loose = 100
topic t {
  fact x : yes_no
  fact y : yes_no
  fact core : far < near < heart
  fact days : number in 0..60
  fact staff : integer in 0..9
  fact tools : any of drill, lathe
}
rule used { when t.x or t.y or t.core is far or t.days > near or t.staff > 3 then favor a by loose / 10 because \"U.\" }
rule other { when t.tools includes drill or t.days < far / 2 then favor b weakly because \"O.\" }
";

/// The lints of a few codes that declarations give: code and marked texts of each.
#[track_caller]
fn says(text: &str, expected: &[&str]) {
    let whole = format!("{FRAME}{text}\n");
    let (files, found) = remarks(&[("a.rules", &whole)]);
    let wanted = |code: &str| {
        code.starts_with("W082") || matches!(code, "W0813" | "W0814" | "W0816" | "W0817")
    };
    let found: Vec<_> = found.into_iter().filter(|one| wanted(one.code)).collect();
    let shown: Vec<String> = found
        .iter()
        .map(|one| {
            let marked = one.labels.iter().map(|label| files.text(label.span));
            format!("{} {}", one.code, marked.collect::<Vec<_>>().join(" | "))
        })
        .collect();
    assert_eq!(shown, expected, "{text}\n{}", lines(&files, &found));
}

#[track_caller]
fn condition(text: &str, expected: &[&str]) {
    says(
        &format!("rule r1 {{ when {text} then favor a weakly because \"R.\" }}"),
        expected,
    );
}

#[test]
fn conditions_that_never_hold() {
    condition(
        "t.core is heart and t.core is far",
        &["W0820 t.core is heart | t.core is far"],
    );
    condition(
        "t.days > 10 and t.x and t.days < 5",
        &["W0820 t.days > 10 | t.days < 5"],
    );
    condition(
        "t.staff > 3 and t.staff < 4",
        &["W0820 t.staff > 3 | t.staff < 4"],
    );
    condition("t.x and (t.y or t.days > 60)", &["W0820 t.days > 60"]);
    condition("t.days * 2 > 130", &["W0820 t.days * 2 > 130"]);
    condition("count(t.tools) > 2", &["W0820 count(t.tools) > 2"]);
    condition("t.x is unknown and t.x", &["W0820 t.x is unknown | t.x"]);
    condition("not (t.x or not t.x)", &["W0820 not (t.x or not t.x)"]);
    condition(
        "none of { t.x; not t.x }",
        &["W0820 none of { t.x; not t.x }"],
    );
    condition(
        "at least 2 of { t.core is far; t.core is near; t.core is heart }",
        &["W0820 at least 2 of { t.core is far; t.core is near; t.core is heart }"],
    );
    // Three that only together never hold.
    condition(
        "all of { t.core is at least near; t.core is not near; t.x; t.core is not heart }",
        &["W0820 all of { t.core is at least near; t.core is not near; t.x; t.core is not heart }"],
    );
    // Beside something that depends on totals.
    says(
        "note n { when margin > 2 and t.x and not t.x risk \"N.\" }",
        &["W0820 t.x | not t.x"],
    );
    says(
        "note n { when excluded(a) risk \"N.\" }",
        &["W0820 excluded(a)"],
    );
    says(
        "note n { when margin > 5000 risk \"N.\" }",
        &["W0820 margin > 5000"],
    );
}

#[test]
fn conditions_that_never_are_false() {
    condition("t.x or not t.x", &["W0821 t.x | not t.x"]);
    condition("t.days >= 0", &["W0821 t.days >= 0"]);
    condition("t.days >= 0 and t.y", &["W0821 t.days >= 0"]);
    condition("t.core is at least far", &["W0821 t.core is at least far"]);
    condition("not (t.x and not t.x)", &["W0821 not (t.x and not t.x)"]);
    condition(
        "t.core is far or t.core is near or t.core is heart",
        &["W0821 t.core is far or t.core is near or t.core is heart"],
    );
}

/// What is set from outside can be what a condition needs.
#[test]
fn parameters_may_be_any_number_of_their_range() {
    condition("t.days < far", &["W0821 t.days < far"]);
    condition("t.days > far", &["W0820 t.days > far"]);
    condition("t.days >= near and t.days < 30", &[]);
    condition("t.days > loose", &[]);
    condition("near > 6", &[]);
    condition("near > 20", &["W0820 near > 20"]);
    condition("loose = 100", &[]);
}

#[test]
fn what_can_come_out_either_way_is_left_alone() {
    for sound in [
        "t.x",
        "t.x is known",
        "t.days is unknown",
        "t.x and not t.y",
        "surely t.x or surely not t.x",
        "t.core is far or t.core is near",
        "t.days > 10 and t.days < 50",
        "t.days / t.staff > 3",
        "t.tools includes drill and t.tools includes lathe",
        "yes",
    ] {
        condition(sound, &[]);
    }
}

#[test]
fn a_let_is_to_blame_where_it_stands() {
    let dead = "let gone = t.x and not t.x\n";
    let used = "rule r1 { when gone and t.y then favor a weakly because \"R.\" }\nrule r2 { when not gone then favor b weakly because \"R.\" }";
    says(&format!("{dead}{used}"), &["W0820 t.x | not t.x"]);
    let levels = "let q : low < mid < high { high when t.days > 40  low otherwise }\n";
    says(
        &format!("{levels}rule r1 {{ when q is mid then favor a weakly because \"R.\" }}"),
        &["W0814 q is mid | let q"],
    );
    says(
        &format!(
            "{levels}rule r1 {{ when q is high and t.days < 30 then favor a weakly because \"R.\" }}"
        ),
        &["W0817 mid", "W0820 q is high | t.days < 30"],
    );
}

#[test]
fn rules_that_never_fire() {
    says(
        "rule r1 { when t.x unless t.x then favor a weakly because \"R.\" }",
        &["W0822 rule r1 | t.x"],
    );
    says(
        "rule r1 { when t.days > 40 then favor a weakly because \"R.\" }\n\
         rule r2 { when t.days > 30 then favor b weakly because \"R.\" defeats r1 }",
        &["W0822 rule r1 | rule r2"],
    );
    says(
        "rule r1 { when t.days > 40 then favor a weakly because \"R.\" }\n\
         rule r2 { when t.days > 50 then favor b weakly because \"R.\" defeats r1 }",
        &[],
    );
    says(
        "rule r1 { when t.x unless t.x or not t.x then favor a weakly because \"R.\" }",
        &["W0821 t.x | not t.x"],
    );
}

#[test]
fn rows_that_never_count() {
    let used = "rule r1 { when q is high then favor a weakly because \"R.\" }";
    let list = |rows: &str, expected: &[&str]| {
        says(
            &format!("let q : low < high {{ {rows} }}\n{used}"),
            expected,
        );
    };
    list(
        "high when t.days > 10  low when t.days > 20 and t.x  low otherwise",
        &["W0823 low when t.days > 20 and t.x | high when t.days > 10"],
    );
    list(
        "high when t.days > 20  low when t.days > 10 and t.x  low otherwise",
        &[],
    );
    // `otherwise` may stay though the rows above take everything.
    list("high when t.x  low when not t.x  low otherwise", &[]);
    list(
        "high when t.days > 20  low when t.days is unknown  low otherwise",
        &["W0823 low when t.days is unknown | high when t.days > 20"],
    );
    list(
        "low when t.days is unknown  high when t.days > 20  low otherwise",
        &[],
    );
    let table = |rows: &str, expected: &[&str]| {
        says(
            &format!("let q : low < high by t.core, t.x {{ {rows} }}\n{used}"),
            expected,
        );
    };
    table(
        "far, * => low  near, * => low  heart, * => high  unknown, * => high",
        &["W0823 unknown, * => high"],
    );
    table(
        "unknown, * => high  far, * => low  near, * => low  heart, * => high",
        &[],
    );
    // It makes the table complete: where nothing is known, all that is possible is low.
    table(
        "far, * => low  near, * => low  heart, * => low  unknown, yes => low  *, * => high",
        &[],
    );
    // What shows in the cells is told by the lint of that.
    table(
        "far | near, * => low  heart | unknown, * => high  near, yes => high",
        &["W0813 near, yes => high"],
    );
    says(
        &format!(
            "let near_by = t.core is at least near\n\
             let q : low < high by t.core, near_by {{ far, yes => high  *, yes => high  far, * => low  *, * => low }}\n{used}"
        ),
        &["W0823 far, yes => high"],
    );
}

#[test]
fn rows_that_never_give_the_advice() {
    says(
        "advice { a when t.days > 10  b when t.days > 20 and t.x  a otherwise }",
        &["W0824 b when t.days > 20 and t.x | a when t.days > 10"],
    );
    says(
        "advice { b when t.days > 20 and t.x  a when t.days > 10  a otherwise }",
        &[],
    );
    says(
        "advice { a when best is a  b when best is b  a when margin > 2  b otherwise }",
        &[],
    );
    // What hangs on totals follows from the form of a condition.
    says(
        "advice { a when best is a  b when best is a and margin < 5  b otherwise }",
        &["W0824 b when best is a and margin < 5"],
    );
    says(
        "advice { a when lead(a) > 2  b when lead(a) > 5  a otherwise }",
        &["W0824 b when lead(a) > 5"],
    );
    says(
        "advice { a when lead(a) > 5  b when lead(a) > 2  a otherwise }",
        &[],
    );
    says(
        "advice { a when lead(a) > 2 unless t.x  b when lead(a) > 5  a otherwise }",
        &[],
    );
}

#[test]
fn rows_of_late_lets_that_never_count() {
    let used = "note n { when sure is high next \"Go.\" }";
    let list = |rows: &str, expected: &[&str]| {
        says(
            &format!("let sure : low < fair < high {{ {rows} }}\n{used}"),
            expected,
        );
    };
    list(
        "fair when margin >= 3  high when margin >= 6  low otherwise",
        &["W0823 high when margin >= 6"],
    );
    list(
        "high when margin >= 6  fair when margin >= 3  low otherwise",
        &[],
    );
}

#[test]
fn strategies_without_evidence() {
    says("strategy c", &["W0816 strategy c"]);
    says("strategy c { prior 2 }", &[]);
    says(
        "strategy c\nrule r1 { when t.x then oppose c weakly because \"R.\" }",
        &[],
    );
}

#[test]
fn levels_without_a_row() {
    let list = "let q : low < mid < high { high when t.days > 40  low otherwise }\n";
    let uses = |condition: &str| {
        format!("{list}rule r1 {{ when {condition} then favor a weakly because \"R.\" }}")
    };
    says(&uses("q is high"), &["W0817 mid"]);
    says(&uses("q is at least mid"), &["W0817 mid"]);
    // That a condition asks for it in vain is told there.
    says(&uses("q is mid"), &["W0814 q is mid | let q"]);
    // A scale that is compared is that of something else, too.
    let other = "let p : low < mid < high { high when t.x  mid when t.y  low otherwise }\n";
    says(&format!("{other}{}", uses("q < p")), &[]);
}
