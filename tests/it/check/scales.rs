//! Levels that a profile could not tell apart or give at all, rows of contrasts over whole numbers, and names in `given`.

use super::{book, bundle, checked, lines, says};

/// What is said of a scale, and nothing else.
#[track_caller]
fn scale(levels: &str, expected: &[&str]) {
    says(&format!("topic u {{ fact k : {levels} }}"), expected);
}

/// The one problem of declarations in a sound book has this help.
#[track_caller]
fn helps(text: &str, code: &str, help: &str) {
    let (files, _, problems) = checked(bundle(&[("a.rules", &book(text))]));
    let told = lines(&files, &problems);
    assert_eq!(problems.len(), 1, "of `{text}`:\n{told}");
    assert!(told.starts_with(code), "of `{text}`:\n{told}");
    assert!(
        told.contains(&format!("help: {help}\n")),
        "of `{text}`:\n{told}"
    );
}

#[test]
fn no_level_is_a_word_that_profiles_read_as_something_else() {
    for word in [
        "unknown", "Unknown", "UNKNOWN", "null", "Null", "NULL", "~", "known", "Known", "yes",
        "Yes", "YES", "no", "No", "true", "True", "TRUE", "false", "False",
    ] {
        for levels in [
            format!("\"{word}\" < high"),
            format!("one of low, \"{word}\""),
            format!("any of \"{word}\", low"),
        ] {
            let said = format!("E0119 `\"{word}\"`: `{word}` cannot be a level");
            scale(&levels, &[&said]);
        }
    }
    scale("\"none\" < \"unknown yet\" < \"no_1\"", &[]);
}

#[test]
fn two_levels_that_look_the_same_are_one_too_many() {
    scale(
        "\"a\" < \" a\"",
        &["E0313 `\" a\"`: the level ` a` begins or ends with a space"],
    );
    helps(
        "topic u { fact k : low < \"high \" }",
        "E0313",
        "profiles ignore spaces around a word: write `\"high\"`",
    );
    scale(
        "one of \"high risk\", \"high  risk\"",
        &["E0313 `\"high  risk\"`: two levels of one scale look like `high  risk`"],
    );
    let same = "E0313 `\"cafe\u{301}\"`: two levels of one scale look like `cafe\u{301}`";
    scale("one of \"caf\u{e9}\", \"cafe\u{301}\"", &[same]);
    scale("one of \"\", low", &["E0313 `\"\"`: a level needs a name"]);
    scale(
        "one of \" \", low",
        &["E0313 `\" \"`: a level needs a name"],
    );
    // A profile tells these apart.
    scale("one of \"Low\", low, \"l ow\"", &[]);
}

#[test]
fn an_accent_may_be_written_either_way() {
    says(
        "topic u { fact k : one of \"caf\u{e9}\", bar }\nlet c = u.k is \"cafe\u{301}\"\n\
         contrast u.k { \"cafe\u{301}\" => favor a weakly }",
        &[],
    );
}

#[test]
fn rows_over_a_whole_number_have_no_fractions_in_common() {
    for (rows, value) in [
        ("x: < 3 => favor a weakly  y: > 2 => favor b weakly", ""),
        ("x: <= 2 => favor a weakly  y: >= 3 => favor b weakly", ""),
        ("x: < 3 => favor a weakly  y: 2.5..9 => favor b weakly", ""),
        (
            "x: < 3 => favor a weakly  y: >= 2 => favor b weakly",
            "both match `2`",
        ),
        (
            "x: < 4 => favor a weakly  y: > 2 => favor b weakly",
            "both match `3`",
        ),
        (
            "x: 3..5 => favor a weakly  y: 5..7 => favor b weakly",
            "both match `5`",
        ),
        (
            "x: != 3 => favor a weakly  y: 7 => favor b weakly",
            "both match `7`",
        ),
    ] {
        for subject in ["t.i", "whole"] {
            let text = format!("let whole = t.i + 0\ncontrast {subject} {{ {rows} }}");
            match value {
                "" => says(&text, &[]),
                value => helps(&text, "E0410", value),
            }
        }
    }
}

#[test]
fn rows_over_other_numbers_say_what_they_have_in_common() {
    for (rows, value) in [
        (
            "x: < 3 => favor a weakly  y: > 2 => favor b weakly",
            "both match `2.5`",
        ),
        (
            "x: <= 3 => favor a weakly  y: 3..5 => favor b weakly",
            "both match `3`",
        ),
        (
            "x: >= 5 => favor a weakly  y: > 100 => favor b weakly",
            "both match `120`",
        ),
    ] {
        helps(&format!("contrast t.n {{ {rows} }}"), "E0410", value);
    }
    // Beyond the range of the fact there is no value.
    says(
        "contrast t.n { x: >= 5 => favor a weakly  y: > 120 => favor b weakly }",
        &[],
    );
    for (text, why) in [
        (
            "contrast t.f { slow => favor a weakly  x: fast | slow => favor b weakly }",
            "both match `slow`",
        ),
        (
            "contrast t.y { yes => favor a weakly  x: yes | unknown => favor b weakly }",
            "both match `yes`",
        ),
        (
            "contrast t.y { yes => favor a weakly  x: * => favor b weakly }",
            "`*` matches every value",
        ),
    ] {
        helps(text, "E0410", why);
    }
}

#[test]
fn in_given_a_short_name_is_that_of_a_fact() {
    for other in [
        "contrast y t.y { yes => favor a weakly }",
        "let y = t.y",
        "source y",
        "rule y { when t.y then favor a weakly }",
        "group y strongest",
        "hypothesis y",
        "parameter y = 3",
        "note y { when t.y risk \"…\" }",
        "topic y { fact z : yes_no }",
    ] {
        says(
            &format!("{other}\nexample \"e\" {{ given {{ y: yes }} expect advice is a }}"),
            &[],
        );
    }
    helps(
        "contrast y t.y { yes => favor a weakly }\ntopic u { fact y : yes_no }\n\
         example \"e\" { given { y: yes } expect advice is a }",
        "E0212",
        "write `t.y` or `u.y`",
    );
}

#[test]
fn elsewhere_a_fact_is_written_in_full_and_the_help_says_how() {
    let contrast = "contrast i t.y { yes => favor a weakly }";
    for text in [
        "guarantee g { raising i never lowers total(a) }",
        "contrast x i { x: 3 => favor a weakly }",
        "note n { when i > 3 risk \"…\" }",
        "let d : low < high by i { * => low }",
    ] {
        helps(
            &format!("{contrast}\n{text}"),
            "E0213",
            "for the fact, write `t.i`",
        );
    }
    helps(
        &format!("{contrast}\nnote n {{ when t.y risk \"{{i}}\" }}"),
        "E0219",
        "for the fact, write `{t.i}`",
    );
}

#[test]
fn in_an_example_values_are_given_and_not_compared() {
    for (given, code, help) in [
        (
            "n: 300",
            "E0309",
            "give a number in its range, or widen the range in the fact's declaration",
        ),
        (
            "i: 2.5",
            "E0310",
            "write a whole number, or declare it as `number`",
        ),
        ("y: slow", "E0305", "write `yes`, `no` or `unknown`"),
        ("n: \"14 months\"", "E0320", "write `14`"),
        ("n: \"10k\"", "E0320", "its value is a number, or `unknown`"),
        ("s: none", "E0320", "write `[]`"),
        ("s: tpm", "E0320", "write `[tpm]`"),
    ] {
        let text = format!("example \"e\" {{ given {{ {given} }} expect advice is a }}");
        helps(&text, code, help);
    }
    says(
        "example \"e\" { given { y: \"Yes\"  f: \"Unknown\"  s: [] } expect advice is a }",
        &[],
    );
    helps(
        "note n { when t.i = 9007199254740992 risk \"…\" }",
        "E0309",
        "compare with a number in its range, or widen the range in the fact's declaration",
    );
    helps(
        "topic u { fact j : integer }\nnote n { when u.j = 9007199254740992 risk \"…\" }",
        "E0310",
        "whole numbers are exact below 9007199254740992",
    );
}

#[test]
fn what_is_known_too_late_is_not_offered() {
    let rules = "rules cannot use it: it is known only after they give their evidence";
    for condition in [
        "a",
        "both",
        "best",
        "margin",
        "advice",
        "best = a",
        "best is known",
        "confidence > 0.5",
    ] {
        let told = |text: &str| {
            let (files, _, problems) = checked(bundle(&[("a.rules", &book(text))]));
            lines(&files, &problems)
        };
        let text = format!("rule r1 {{ when {condition} then favor a weakly }}");
        let said = told(&text);
        assert!(said.contains(&format!("help: {rules}\n")), "{text}\n{said}");
    }
    helps(
        "advice { a when both  b otherwise }",
        "E0213",
        "rows of the advice cannot use the advice, because they give it",
    );
    helps(
        "advice { a when a  b otherwise }",
        "E0213",
        "write `best is a` for the choice, `total(a) > 0` for the evidence",
    );
    for word in [
        "marign > 3",
        "bset is a",
        "advise is a",
        "confidance(a) > 0.5",
    ] {
        let text = format!("rule r1 {{ when {word} then favor a weakly }}");
        let (files, _, problems) = checked(bundle(&[("a.rules", &book(&text))]));
        let said = lines(&files, &problems);
        assert!(!said.contains("did you mean"), "{text}\n{said}");
    }
}
