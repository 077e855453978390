//! Numbers, levels and ends that are sound and probably meant otherwise.

use super::linted;

/// The codes of all that is remarked on some declarations between two strategies with evidence.
#[track_caller]
fn codes(text: &str, expected: &[&str]) -> String {
    let (written, found) = linted(&format!(
        "rulebook r {{ }}\nstrategy a\nstrategy b\ntopic t {{\n  fact y : yes_no\n  fact n : number in 0..100\n  \
         fact c : number \"%\" in 0..100\n}}\nrule q {{ when t.y and t.n > 1 and t.c > 1 then favor a weakly and \
         oppose b weakly because \"Y.\" }}\n{text}\n"
    ));
    let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
    assert_eq!(codes, expected, "of `{text}`\n{written}");
    written
}

#[test]
fn weights_that_decide_nothing_or_everything_are_told() {
    let rule =
        |weight: &str| format!("rule w {{ when t.y then favor a by {weight} because \"Y.\" }}");
    for weight in ["0", "0.0"] {
        codes(&rule(weight), &["W0834"]);
    }
    for weight in ["50", "80", "100"] {
        codes(&rule(weight), &["W0835"]);
    }
    for weight in ["0.5", "20", "40", "0 * t.n"] {
        codes(&rule(weight), &[]);
    }
    let other = "rulebook r { method scorecard }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no }\n\
                 rule q { when t.y then favor a by 80 and oppose b weakly because \"Y.\" }";
    assert_eq!(linted(other).0, "");
}

#[test]
fn a_level_that_says_that_there_is_no_answer_has_no_place_in_an_order() {
    let fact = |levels: &str| {
        format!(
            "topic u {{ fact k : {levels} }}\nnote c \"C\" {{ when u.k is low risk \"K.\" because \"K.\" }}"
        )
    };
    for level in [
        "dont_know",
        "\"n/a\"",
        "no_answer",
        "\"?\"",
        "not_applicable",
    ] {
        let written = codes(&fact(&format!("low < high < {level}")), &["W0836"]);
        assert!(written.contains("profiles say `unknown`"), "{written}");
    }
    for levels in [
        "none < low",
        "missing < low",
        "low < \"not yet\"",
        "one of low, dont_know",
    ] {
        codes(&fact(levels), &[]);
    }
}

#[test]
fn levels_that_only_look_different_are_told() {
    let fact = |levels: &str| {
        format!(
            "topic u {{ fact k : {levels} }}\nnote c \"C\" {{ when u.k is known risk \"K.\" because \"K.\" }}"
        )
    };
    for levels in [
        "high < \"l\u{43e}w\"",
        "low < \"l\u{43e}w\"",
        "one of \"\u{441}\u{43e}\", co",
    ] {
        codes(&fact(levels), &["W0837"]);
    }
    codes(
        &fact("\"\u{43d}\u{43e}\u{441}\" < \"gr\u{f6}\u{df}er\""),
        &[],
    );
}

#[test]
fn a_percentage_is_no_share_from_0_to_1() {
    let note =
        |condition: &str| format!("note c \"C\" {{ when {condition} risk \"K.\" because \"K.\" }}");
    for (condition, meant) in [
        ("t.c > 0.5", "50"),
        ("0.25 <= t.c", "25"),
        ("not t.c < 0.055", "5.5"),
        ("t.c between 0.1 and 1", "`10 and 100`"),
        ("t.c between 0.2 and 0.4", "`20 and 40`"),
        ("2 * ramp(t.c, 0.3, 0.8) > 1", "`30, 80`"),
    ] {
        let written = codes(&note(condition), &["W0838"]);
        assert!(
            written.contains(&format!("did you mean {meant}?")),
            "{written}"
        );
    }
    for condition in [
        "t.n > 0.5",
        "t.c > 50.5",
        "t.c < 1",
        "t.c > 0",
        "t.c between 0.5 and 20",
    ] {
        codes(&note(condition), &[]);
    }
    codes(
        "let k : low < high by t.c { < 0.5 => low  * => high }\nnote c \"C\" { when k is low or k is high risk \"K.\" because \"K.\" }",
        &["W0838"],
    );
    codes(
        "contrast t.c { few: < 0.5 => favor a weakly because \"K.\" }",
        &["W0838"],
    );
    codes(
        &format!("parameter part = 0.5 in 0..1\n{}", note("t.c > part")),
        &["W0838"],
    );
    codes(
        "rule weighed { when t.y then favor a by 9 * ramp(t.c, 0.3, 0.8) because \"K.\" }",
        &["W0838"],
    );
    codes(
        "example \"Half\" { given { t.c: 0.5 } expect advice is undecided }",
        &["W0838"],
    );
    codes(
        "rule weighed { when t.y then favor a by 9 * ramp(t.c, 0.5, 20) because \"K.\" }",
        &[],
    );
}

#[test]
fn ends_that_are_parameters_may_be_upside_down_too() {
    let text = |low: &str, high: &str| {
        format!(
            "parameter few = 20\nparameter many = 80\n\
                 note c \"C\" {{ when t.n between {low} and {high} and t.n != few and t.n != many risk \"K.\" because \"K.\" }}"
        )
    };
    for (low, high) in [("many", "few"), ("90", "many"), ("many", "5")] {
        let written = codes(&text(low, high), &["W0839"]);
        assert!(written.contains("the lower end comes first"), "{written}");
    }
    for (low, high) in [("few", "many"), ("5", "few"), ("t.c / 1", "few")] {
        codes(&text(low, high), &[]);
    }
}

#[test]
fn an_empty_text_is_none() {
    for (text, code) in [
        (
            "rule e { when t.y then favor a weakly because \"\" }",
            "W0808",
        ),
        (
            "rule e { when t.y then favor a weakly because \" \" }",
            "W0808",
        ),
        (
            "rule e { when t.y then favor a weakly because \"Y.\" else favor b weakly because \"\" }",
            "W0815",
        ),
        (
            "contradiction e \"\" { when t.y and t.n > 2 because \"\" }",
            "W0828",
        ),
    ] {
        codes(text, &[code]);
    }
    let asked = "rulebook r { }\nstrategy a\nstrategy b\ntopic t { fact y : yes_no { ask \"\" }  fact z : yes_no { ask \"Z?\" } }\n\
                 rule q { when t.y or t.z then favor a weakly and oppose b weakly because \"Y.\" }";
    assert!(
        linted(asked)
            .0
            .starts_with("W0802: the fact `t.y` has no question")
    );
}
