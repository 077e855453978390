//! Words of the language in places of names, and what is said of them.

use super::{book, bundle, checked, lines};

/// The one problem of a text in a sound book has this help, under this code.
#[track_caller]
fn helps(text: &str, code: &str, help: &str) {
    let (files, _, problems) = checked(bundle(&[("a.rules", &book(text))]));
    let told = lines(&files, &problems);
    assert_eq!(problems.len(), 1, "of `{text}`:\n{told}");
    assert!(
        told.starts_with(code) && told.contains(help),
        "of `{text}`:\n{told}"
    );
}

#[test]
fn conditions_say_what_to_write_instead() {
    for (condition, code, help) in [
        ("known(t.n)", "E0301", "write `t.n is known`"),
        ("is_known(t.n)", "E0301", "write `t.n is known`"),
        ("is_unknown(t.n)", "E0301", "write `t.n is unknown`"),
        (
            "confidence > 0.8",
            "E0212",
            "`confidence` is a function: `confidence(STRATEGY)`",
        ),
        (
            "t.f is slow or more",
            "E0212",
            "write `t.f is at least slow`",
        ),
        ("margin(a) > 3", "E0216", "`margin` takes no arguments"),
        ("marign > 3", "E0212", "did you mean `margin`?"),
        ("bset is a", "E0212", "did you mean `best`?"),
        ("advise is a", "E0212", "did you mean `advice`?"),
        ("best is undecided", "E0213", "write `advice is undecided`"),
        (
            "t.f is not slow or fast",
            "E0212",
            "write `t.f is not one of slow, fast`",
        ),
        (
            "t.f is one of slow, fast or moderate",
            "E0212",
            "write `t.f is one of slow, fast, moderate`",
        ),
        (
            "t.n >= \"6\"",
            "E0302",
            "numbers are written without quotes: `6`",
        ),
        ("t.f > 3", "E0305", "write `t.f is slow`"),
        ("t.i = 2.5", "E0310", "write a whole number"),
    ] {
        helps(
            &format!("note c {{ when {condition} risk \"…\" }}"),
            code,
            help,
        );
    }
}

#[test]
fn declarations_say_what_to_write_instead() {
    for (text, code, help) in [
        (
            "rule r1 { when t.y then favor a by strongly }",
            "E0212",
            "write the word without `by`",
        ),
        (
            "rule r1 { when t.y then favor both weakly }",
            "E0213",
            "a row of the `advice` block",
        ),
        (
            "rule r1 { when t.y then exclude a and exclude a }",
            "E0403",
            "delete one of the two",
        ),
        (
            "rule r1 { when t.y then exclude a and favor a weakly }",
            "E0403",
            "needs no evidence",
        ),
        (
            "rule r1 { when t.y then favor a by 101 }",
            "E0317",
            "write a smaller weight",
        ),
        (
            "let d : low < high by margin { * => low }",
            "E0213",
            "give it a name with levels",
        ),
        (
            "note n1 { when t.y risk \"{bset}\" }",
            "E0219",
            "did you mean `best`?",
        ),
        (
            "note n1 { when t.y risk \"{advise}\" }",
            "E0219",
            "did you mean `advice`?",
        ),
        (
            "topic u { fact growth : yes_no }\nnote n1 { when growht risk \"…\" }",
            "E0212",
            "did you mean `u.growth`?",
        ),
        ("use \"b.rules\"", "E0201", "a path is relative"),
        ("use \"\"", "E0201", "the path of this file is empty"),
        ("parameter q = 9 in 0..5", "E0312", "widen the range"),
    ] {
        helps(text, code, help);
    }
    let text = "rulebook r { method \"odds\" }\nstrategy a";
    let (files, _, problems) = checked(bundle(&[("dir/a.rules", text)]));
    let told = lines(&files, &problems);
    assert!(told.contains("write it without quotes"), "{told}");
}

#[test]
fn a_loop_is_shown_where_it_is_written() {
    let text = "rule r1 { when t.y then favor a weakly defeats r2 }\nrule r2 { when t.y then favor a weakly defeats r1 }";
    let (files, _, problems) = checked(bundle(&[("a.rules", &book(text))]));
    let marks: Vec<&str> = problems
        .iter()
        .flat_map(|problem| &problem.labels)
        .map(|label| files.text(label.span))
        .collect();
    assert_eq!(marks, ["r1", "r2"], "{}", lines(&files, &problems));
}
