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
        ("greatest(t.n, 3) > 4", "E0216", "did you mean `max`?"),
        ("least(t.n, 3) > 4", "E0216", "did you mean `min`?"),
        ("now() > 3", "E0216", "there are no dates"),
        ("sum(t.s) > 1", "E0216", "write `count(t.s)`"),
        (
            "roundup(t.n) > 3",
            "E0216",
            "other rounding needs a script function",
        ),
        (
            "coalesce(t.n, 0) > 4",
            "E0216",
            "write `(if t.n is known then t.n else 0)`",
        ),
        ("total(\"a\") > 3", "E0303", "write `a`"),
        ("t.s = tpm", "E0305", "write `t.s includes tpm`"),
        ("t.s != tpm", "E0305", "write `not t.s includes tpm`"),
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

/// A condition of the book says nothing.
#[track_caller]
fn sound(condition: &str) {
    let text = format!("note c {{ when {condition} risk \"…\" }}");
    let (files, _, problems) = checked(bundle(&[("a.rules", &book(&text))]));
    assert_eq!(lines(&files, &problems), "", "of `{condition}`");
}

#[test]
fn a_comma_between_digits_is_a_decimal_one_only_where_nothing_else_is_likely() {
    for (code, condition) in [
        ("W0306", "max(t.n, 0,5) > 3"),
        ("W0306", "max(t.n,\n 0,5) > 3"),
        ("W0306", "max(1,5, t.n) > 3"),
        ("W0306", "max(t.n, 1 + 0,5) > 3"),
        ("E0222", "clamp(t.n, 0,5, 3) > 3"),
        ("E0222", "clamp(t.n,0,5, 3) > 3"),
        ("E0222", "clamp(t.n, 1,5, 2,5) > 3"),
        ("E0222", "ramp(t.n, 0,5, 3) > 3"),
        ("E0222", "round(0,5) > t.n"),
        ("E0222", "abs(0,5) > t.n"),
    ] {
        helps(
            &format!("note c {{ when {condition} risk \"…\" }}"),
            code,
            "decimals follow a point",
        );
    }
    for condition in [
        "max(t.n, 0, 5) > 3",
        "max(t.n,0,5) > 3",
        "max(0, 5) > t.n",
        "max(t.n ,0 ,5) > 3",
        "clamp(t.n, 0,5) > 3",
        "clamp(t.n,0,5) > 3",
        "max(t.n, 0.5) > 3",
        "max(t.n, 0,t.n) > 3",
    ] {
        sound(condition);
    }
}

#[test]
fn a_call_of_two_fixed_values_with_a_comma_between_digits_is_told() {
    for (call, help) in [
        ("max(0,5)", "write `0.5` alone"),
        ("min(1,5)", "write `1.5` alone"),
        ("max(10,000)", "write `10000` alone"),
    ] {
        let text = format!("note c {{ when t.n > {call} risk \"…\" }}");
        helps(&text, "W0306", help);
    }
    for call in ["max(0, 5)", "max(t.n,5)", "max(0,t.n)"] {
        sound(&format!("t.n > {call}"));
    }
}

#[test]
fn a_decimal_comma_in_a_table_is_told() {
    let table = |columns: &str, rows: &str| {
        format!("let k : low < high by {columns} {{\n{rows}\n*, * => high }}")
    };
    for (columns, row, help) in [
        (
            "t.n, t.i",
            "1,5, 3 => low",
            "decimals follow a point: write `1.5`",
        ),
        (
            "t.y, t.n",
            "yes, >50,5 => low",
            "decimals follow a point: write `50.5`",
        ),
        (
            "t.y, t.n",
            "yes, 1,5..3 => low",
            "decimals follow a point: write `1.5`",
        ),
        (
            "t.n, t.y",
            "10,000 | 3, yes => low",
            "without separators: write `10000`",
        ),
        ("t.n, t.i", "1,5,3 => low", "separated by commas"),
        ("t.n, t.i", "1, 5, 3 => low", "separated by commas"),
    ] {
        helps(&table(columns, row), "E0408", help);
    }
    let alone = "let k : low < high by t.n { 1,5 => low  * => high }";
    helps(alone, "E0408", "decimals follow a point: write `1.5`");
    for row in ["1,5 => low", "0..1,5 => low", "> 1,5 => low"] {
        helps(
            &table("t.n, t.i", row),
            "W0306",
            "if it is one number, write `1.5`",
        );
    }
    for rows in ["1,5 => low\n2,* => low", "1, 5 => low", "1 ,5 => low"] {
        let text = table("t.n, t.i", rows).replace("*, *", "*,*");
        let (files, _, problems) = checked(bundle(&[("a.rules", &super::book(&text))]));
        assert_eq!(lines(&files, &problems), "", "of `{text}`");
    }
}

#[test]
fn a_row_of_the_advice_begins_with_what_it_advises() {
    let help = "a row begins with what it advises: `OUTCOME when CONDITION`";
    helps("advice { case when t.y  a otherwise }", "E0212", help);
    helps("advice { a when t.y  default otherwise }", "E0212", help);
}

#[test]
fn levels_that_begin_with_a_digit_go_in_quotes_wherever_they_are_used() {
    let topic = "topic q { fact k : \"1\" < \"2\" < \"3_or_more\" }\n";
    for text in [
        "let d : low < high by q.k { 2 => low  * => high }",
        "let d : low < high by q.k { >= 2 => low  * => high }",
        "let d : low < high by q.k { not 2 => low  * => high }",
        "contrast q.k { some: 2 => favor a weakly }",
        "example \"e\" { given { q.k: 2 } expect yes }",
        "note c { when q.k >= 2 risk \"…\" }",
    ] {
        let text = format!("{topic}{text}");
        let help = "a level that begins with a digit goes in quotes: `\"2\"`";
        let book = book(&text);
        let (files, _, problems) = checked(bundle(&[("a.rules", &book)]));
        let told = lines(&files, &problems);
        let [problem] = problems.as_slice() else {
            panic!("of `{text}`:\n{told}");
        };
        assert!(told.contains(help), "of `{text}`:\n{told}");
        let mended = super::applied::edited(&book, problem).expect("an edit");
        let (files, _, problems) = checked(bundle(&[("a.rules", &mended)]));
        assert_eq!(lines(&files, &problems), "", "of `{mended}`");
    }
}

#[test]
fn a_level_that_another_file_declares_goes_in_quotes() {
    let scale = "topic q { fact k : \"1\" < \"2\" < \"3_or_more\" }\n";
    for condition in [
        "q.k is at least 2",
        "q.k is 2",
        "q.k is not 2",
        "q.k is one of 1, 2",
    ] {
        let text = format!("use \"scale.rules\"\nnote c {{ when {condition} risk \"…\" }}");
        let book = book(&text);
        let of = |book: &str| checked(bundle(&[("a.rules", book), ("scale.rules", scale)]));
        let (files, _, problems) = of(&book);
        let told = lines(&files, &problems);
        let [problem] = problems.as_slice() else {
            panic!("of `{condition}`:\n{told}");
        };
        assert!(told.contains("\"2\""), "of `{condition}`:\n{told}");
        let mended = super::applied::edited(&book, problem).expect("an edit");
        let (files, _, problems) = of(&mended);
        assert_eq!(lines(&files, &problems), "", "of `{mended}`");
    }
}

#[test]
fn a_dash_that_begins_a_line_is_read_as_a_minus_and_told() {
    for text in [
        "let k : number {\n - 5 when t.y\n 2 otherwise\n}",
        "let k : number {\n 5 when t.n > 3\n - 2 otherwise\n}",
        "let m = t.n - 9\nlet k : low < high by m {\n - 5 => low\n * => high\n}",
        "let m = t.n - 9\nlet k : low < high by m {\n - 5..3 => low\n * => high\n}",
        "note c { when any of {\n - t.n < 3;\n t.y } risk \"…\" }",
        "note c { when\n - t.n < 3\n risk \"…\" }",
        "note c { when\n - (t.n + 2) < 3\n risk \"…\" }",
        "note c { when t.y and\n - t.n < 3\n risk \"…\" }",
    ] {
        helps(
            text,
            "W0307",
            "if the dash only marks an element of a list, delete it",
        );
    }
    for text in [
        "let k : number {\n -5 when t.y\n 2 otherwise\n}",
        "let k = t.n\n - 3",
        "let k = 3 *\n -t.n",
        "let k = max(- t.n, - 3)",
    ] {
        let (files, _, problems) = checked(bundle(&[("a.rules", &super::book(text))]));
        assert_eq!(lines(&files, &problems), "", "of `{text}`");
    }
}

#[test]
fn a_number_with_a_needless_zero_may_have_its_point_between_thousands() {
    for text in [
        "note c { when t.n > 50.000 risk \"…\" }",
        "note c { when t.n between 1.500 and 3 risk \"…\" }",
        "parameter q = 12.500",
        "let k : low < high by t.n { > 50.000 => low  * => high }",
        "example \"e\" { given { t.n: 10.000 } expect yes }",
    ] {
        helps(text, "W0303", "decimals follow the point");
    }
    // As thousands it would be out of the range of the fact.
    let told = |fact: &str| {
        let text = format!(
            "topic u {{ fact k : number{fact} }}\nnote c {{ when u.k > 50.000 risk \"…\" }}"
        );
        let (_, _, problems) = checked(bundle(&[("a.rules", &super::book(&text))]));
        let [problem] = problems.as_slice() else {
            panic!("of `{text}`");
        };
        (problem.help.join("; "), problem.edits[0].text.clone())
    };
    let (help, edit) = told(" in 0..120");
    assert_eq!(
        (&*help, &*edit),
        ("write `50`; `50000` would be out of the range", "50")
    );
    let (help, edit) = told(" in 0..90000");
    assert!(
        help.starts_with("if the point stands between thousands"),
        "{help}"
    );
    assert_eq!(edit, "50000");
    // Where the ends of a range are in doubt themselves, nothing is surely out of it.
    let text = "topic u { fact k : number in 0..90.000 }\nnote c { when u.k > 50.000 risk \"…\" }";
    let (_, _, problems) = checked(bundle(&[("a.rules", &super::book(text))]));
    let edits: Vec<&str> = problems.iter().map(|one| &*one.edits[0].text).collect();
    assert_eq!(edits, ["90000", "50000"]);
    for number in [
        "0.500", "0.050", "1.25", "1.250e3", "1.125", "1000.500", "50.0", "50.00", "50.0000",
    ] {
        sound(&format!("t.n * 1000 > {number}"));
    }
}

#[test]
fn texts_with_the_braces_of_other_languages_are_told() {
    let book = |text: &str| {
        format!(
            "topic u {{ fact runway : number }}\nlet budget = u.runway\nparameter fee = 3 \"USD\"\nparameter cost = 3 \"EUR\"\nparameter some = 3\nnote c {{ when t.n > 3 risk \"{text}\" }}"
        )
    };
    for (text, code) in [
        ("{{t.n}}", "W0304"),
        ("so {{ t.n }} far", "W0304"),
        ("{{total(a)}}", "W0304"),
        ("{{advice}}", "W0304"),
        ("{{ t.m }}", "W0304"),
        ("{{n}}", "W0304"),
        ("{{ runway }}", "W0304"),
        ("{{ruwnay}}", "W0304"),
        ("{{ t.ruwnay }}", "W0304"),
        ("{{ bufget }}", "W0304"),
        ("${t.f}", "W0305"),
        ("${cost}", "W0305"),
        ("${total(a)}", "W0305"),
    ] {
        helps(&book(text), code, "write `{");
    }
    for text in [
        "{{name}}",
        "{{",
        "{{t.n",
        "{t.n}",
        "${fee}",
        "${some}",
        "$3 and {t.n}",
        "$ {t.f}",
    ] {
        let (files, _, problems) = checked(bundle(&[("a.rules", &super::book(&book(text)))]));
        assert_eq!(lines(&files, &problems), "", "of `{text}`");
    }
}

#[test]
fn a_unit_next_to_a_number_that_is_printed_with_it_is_told() {
    let text = |words: &str| format!("note c {{ when t.n > 3 risk \"{words}\" }}");
    for (words, mended) in [
        ("{t.n} months left", "{t.n} left"),
        ("over {t.n}  now", ""),
        ("for {t.e} EUR", "for {t.e}"),
        ("for €{t.e}.", "for {t.e}."),
        ("\\\"{t.e} €\\\"", "\\\"{t.e}\\\""),
        ("{p} months and {t.n}", "{p} and {t.n}"),
        ("{t.y} months, {t.i} EUR", ""),
    ] {
        let book = book(&text(words));
        let (files, _, problems) = checked(bundle(&[("a.rules", &book)]));
        let told = lines(&files, &problems);
        match problems.as_slice() {
            [] => assert_eq!(mended, "", "of `{words}`"),
            [problem] => {
                assert_eq!(problem.code, "W0308", "of `{words}`:\n{told}");
                let edited = super::applied::edited(&book, problem).expect("an edit");
                assert!(edited.contains(&text(mended)), "of `{words}`: {edited}");
            }
            _ => panic!("of `{words}`:\n{told}"),
        }
    }
}

/// A row of a contrast for all other values is told at once, before anything about labels.
#[test]
fn a_contrast_has_no_row_for_the_rest() {
    helps(
        "contrast t.f { slow => favor a weakly\n * => favor b weakly }",
        "E0214",
        "the rows of a contrast have no order",
    );
    helps(
        "let d : low < high by t.f { not slow | fast => low  * => high }",
        "E0316",
        "it already matches every other level",
    );
}

/// A range that is read otherwise than meant is told once, and not with each number that is outside of it.
#[test]
fn a_point_between_thousands_in_a_range_is_told_once() {
    let text = "rulebook r { }\nstrategy a\ntopic u { fact q : number in 0..100.000  fact p : number in 0..9 }\n\
                rule r1 { when u.q >= 500 then favor a weakly }\n\
                rule r2 { when u.q between 100 and 5000 then favor a weakly }\n\
                rule r3 { when u.p > 50 then favor a weakly }\n\
                example \"e\" { given { u.q: 900 } expect advice is a }\n";
    let (files, _, problems) = checked(bundle(&[("a.rules", text)]));
    let told = lines(&files, &problems);
    let of_range: Vec<_> = problems
        .iter()
        .filter(|one| one.code != "E0309" || one.message.contains("`u.q`"))
        .collect();
    assert_eq!(of_range.len(), 1, "{told}");
    assert_eq!(problems.len(), 2, "{told}");
    assert!(told.contains("write `100000`"), "{told}");
    let mended = crate::fix::mended(&[("a.rules", text)]);
    assert!(mended[0].1.contains("0..100000 "), "{}", mended[0].1);
}
