//! Helps that are followed to the letter keep the meaning: no number loses a part, no condition its `not`.

use super::followed::{cells, codes, condition, edits_bring_no_new_error, followed, told};

#[test]
fn numbers_keep_their_decimals_and_their_sign() {
    for (source, help, then) in [
        (
            "t.n between 2,5 and 5",
            "a point: `2.5`",
            "t.n between 2.5 and 5",
        ),
        (
            "t.n between 2 and 5,5",
            "a point: `5.5`",
            "t.n between 2 and 5.5",
        ),
        (
            "t.n between 2.5 to 5",
            "write `between 2.5 and 5`",
            "t.n between 2.5 and 5",
        ),
        (
            "t.n between 2 to t.m",
            "write `between 2 and t.m`",
            "t.n between 2 and t.m",
        ),
        ("t.n > 0,125", "a point: `0.125`", "t.n > 0.125"),
        (
            "t.n * 1000 > 1.000.000",
            "separators: `1000000`",
            "t.n * 1000 > 1000000",
        ),
        ("t.n > 1.000,5", "a point: `1000.5`", "t.n > 1000.5"),
        (
            "at least 2 of { t.y; t.n > 2,5 }",
            "a point: `2.5`",
            "at least 2 of { t.y; t.n > 2.5 }",
        ),
        ("t.n < 1.5 m", "write `1.5` alone", "t.n < 1.5"),
        ("t.n < 1.5m", "write `1.5` alone", "t.n < 1.5"),
        (
            "t.n between 3 and 5.5 m",
            "write `5.5` alone",
            "t.n between 3 and 5.5",
        ),
        ("t.n is at least 2.5", "write `t.n >= 2.5`", "t.n >= 2.5"),
        ("t.n is at most 20.5", "write `t.n <= 20.5`", "t.n <= 20.5"),
        ("t.n is at least 2,5", "write `t.n >= 2.5`", "t.n >= 2.5"),
        ("t.n is 2.5", "write `t.n = 2.5`", "t.n = 2.5"),
        ("t.n is 2,5", "write `t.n = 2.5`", "t.n = 2.5"),
        ("t.n is not 20", "write `t.n != 20`", "t.n != 20"),
        ("t.n is not 2.5", "write `t.n != 2.5`", "t.n != 2.5"),
        ("t.n equals t.m", "write `t.n = t.m`", "t.n = t.m"),
        ("t.n === 3", "`=` compares numbers", "t.n = 3"),
        ("t.n !== 3", "write `!=` between numbers", "t.n != 3"),
        ("max(t.n; 3) > 2", "write `,`", "max(t.n, 3) > 2"),
    ] {
        condition(source, help, then);
    }
}

#[test]
fn commas_in_numbers_and_two_slashes_are_told_by_what_they_mean() {
    for (source, then) in [
        ("favor a by 2,5", "favor a by 2.5"),
        ("favor a by t.n // 2", "favor a by t.n / 2"),
    ] {
        let rule = |effect: &str| format!("rule r1 {{ when t.y then {effect}\n because \"x\" }}");
        followed(&rule(source), "", &rule(then));
    }
    // Either may be meant, so that nothing is put in its place.
    let told = super::problems("rule r { when t.n > 2,500 then exclude a }");
    assert!(
        told.contains("`2500`") && told.contains("`2.500`"),
        "{told}"
    );
    let comment = super::problems("rule r { when t.y // as said before\n then exclude a }");
    assert!(comment.contains("a comment begins with `#`"), "{comment}");
    assert!(!comment.contains("division"), "{comment}");
}

#[test]
fn no_condition_is_dropped_behind_a_number() {
    let help = "an operator is missing between";
    for (source, then) in [
        ("t.n between 3 and 12\nt.y", "t.n between 3 and 12 and t.y"),
        ("t.n > 2 t.m", "t.n > 2 * t.m"),
        ("2.5 t.n > 3", "2.5 * t.n > 3"),
        ("2 x 3 > t.n", "2 * 3 > t.n"),
    ] {
        condition(source, help, then);
    }
    condition("t.n > 12 et t.y", "write `and`", "t.n > 12 and t.y");
    condition(
        "t.n > 12 months and t.y",
        "write `12` alone",
        "t.n > 12 and t.y",
    );
}

#[test]
fn no_help_turns_a_condition_into_its_opposite() {
    for (source, help, then) in [
        (
            "t.s excludes tpm",
            "write `not t.s includes tpm`",
            "not t.s includes tpm",
        ),
        (
            "t.s not includes tpm",
            "write `not t.s includes tpm`",
            "not t.s includes tpm",
        ),
        (
            "t.n not between 3 and 5.5",
            "write `not (t.n between 3 and 5.5)`",
            "not (t.n between 3 and 5.5)",
        ),
        (
            "t.y xor t.z",
            "write `(t.y and not t.z) or (not t.y and t.z)`",
            "(t.y and not t.z) or (not t.y and t.z)",
        ),
        (
            "t.y nand t.z",
            "write `not (t.y and t.z)`",
            "not (t.y and t.z)",
        ),
        (
            "t.y nor t.z",
            "write `not t.y and not t.z`",
            "not t.y and not t.z",
        ),
        (
            "t.n > 3 xor t.z",
            "write `(A and not B) or (not A and B)`",
            "(t.n > 3 and not t.z) or (not t.n > 3 and t.z)",
        ),
    ] {
        condition(source, help, then);
    }
}

#[test]
fn sets_and_lists_are_tested_for_what_was_named() {
    for (source, help, then) in [
        (
            "(tpm in t.s)",
            "write `t.s includes tpm`",
            "(t.s includes tpm)",
        ),
        ("tpm in t.s", "write `t.s includes tpm`", "t.s includes tpm"),
        ("t.s is qc", "write `t.s includes qc`", "t.s includes qc"),
        (
            "t.s is not qc",
            "write `not t.s includes qc`",
            "not t.s includes qc",
        ),
        (
            "t.s is one of tpm, qc",
            "write `any of { t.s includes tpm; t.s includes qc }`",
            "any of { t.s includes tpm; t.s includes qc }",
        ),
        (
            "more than 1 of { t.y; t.z }",
            "write `at least 2 of { …; … }`",
            "at least 2 of { t.y; t.z }",
        ),
        (
            "fewer than 2 of { t.y; t.z }",
            "write `not at least 2 of { …; … }`",
            "not at least 2 of { t.y; t.z }",
        ),
        (
            "at most 1 of { t.y; t.z }",
            "write `not at least 2 of { …; … }`",
            "not at least 2 of { t.y; t.z }",
        ),
    ] {
        condition(source, help, then);
    }
}

#[test]
fn rows_and_cells_keep_what_they_say() {
    let advice = |rows: &str| format!("advice {{ {rows} }}");
    followed(
        &advice("a when best is a,\n b otherwise"),
        "delete it",
        &advice("a when best is a\n b otherwise"),
    );
    for (cell, help, then) in [
        ("less than 10, yes", "write `< 10`", "< 10, yes"),
        ("more than 2.5, yes", "write `> 2.5`", "> 2.5, yes"),
        (
            "less than or equal to 10, yes",
            "write `<= 10`",
            "<= 10, yes",
        ),
        ("above 10, yes", "write `> 10`", "> 10, yes"),
    ] {
        cells(cell, help, then);
    }
    followed(
        "topic u { fact k : number in 0–500 }",
        "a range is written with two dots: `..`",
        "topic u { fact k : number in 0..500 }",
    );
}

#[test]
fn reasons_among_rows_are_one_error() {
    let told = super::problems(
        "let d : low < high { high when t.y because \"a\"\n low otherwise because \"b\" }",
    );
    assert_eq!(told.matches("E01").count(), 1, "{told}");
}

#[test]
fn signs_of_other_places_are_put_right() {
    let given = |certainty: &str| {
        format!("example \"e\" {{ given {{ t.y: yes {certainty} }} expect t.y }}")
    };
    for source in ["certainty = 0.9", "certainty: 0.9"] {
        followed(&given(source), "`certainty 0.9`", &given("certainty 0.9"));
    }
    let stage =
        |sign: &str| format!("let d {sign} low < mid < high {{ high when t.y\n low otherwise }}");
    followed(&stage("="), "write `:` before levels", &stage(":"));
    let two = super::problems("let d = low < high { high when t.y\n low otherwise }");
    assert!(two.contains("write `:` before levels"), "{two}");
    followed(
        "advice { a when t.y then a\n b otherwise }",
        "delete what follows the condition",
        "advice { a when t.y\n b otherwise }",
    );
    condition(
        "t.y is no or unknown",
        "write `t.y is no or t.y is unknown`",
        "t.y is no or t.y is unknown",
    );
    condition(
        "t.y is not no or unknown",
        "write `not (t.y is no or t.y is unknown)`",
        "not (t.y is no or t.y is unknown)",
    );
    followed(
        "contrast t.f { slow => favor a weakly\n slow => favor b weakly }",
        "join the effects with `and`",
        "contrast t.f { slow => favor a weakly and favor b weakly }",
    );
}

#[test]
fn where_no_edit_is_right_the_help_says_what_to_write() {
    let sources = "slow => favor b weakly\n";
    let contrast = |rest: &str| format!("contrast t.f {{ {sources} {rest} }}");
    for word in ["else", "default", "other", "any", "otherwise", "-"] {
        followed(
            &contrast(&format!("{word} => favor a weakly")),
            "`LABEL: LEVEL | LEVEL => …`",
            &contrast("later: moderate | fast => favor a weakly"),
        );
    }
    followed(
        "contrast t.f { slow => favor b weakly\n x1: else => favor a weakly }",
        "each names its values",
        "contrast t.f { slow => favor b weakly\n x1: moderate | fast => favor a weakly }",
    );
    for (source, help, then) in [
        (
            "let k1 : number = case when t.y then 1 end",
            "`if CONDITION then NUMBER else NUMBER`",
            "let k1 : number = if t.y then 1 else 0",
        ),
        (
            "let k1 : low < high = case when t.y then low else high end",
            "`let NAME : low < high { high when CONDITION low otherwise }`",
            "let k1 : low < high { low when t.y  high otherwise }",
        ),
        (
            "strategy c { next within 30 \"x\" }",
            "the units of a time are",
            "strategy c { next within 30 days \"x\" } # weeks months years",
        ),
        (
            "strategy c { next within 1.5 months \"x\" }",
            "take the next smaller unit",
            "strategy c { next within 6 weeks \"x\" }",
        ),
        ("essential t.y", "`fact … { tag essential }`", ""),
    ] {
        followed(source, help, then);
    }
}

#[test]
fn no_edit_brings_a_new_error() {
    let table =
        |cells: &str| format!("let d : low < high by t.n, t.y {{ {cells} => low\n *, * => high }}");
    let sources = [
        table("*, not 2"),
        table("*, != 2"),
        table("*, not p"),
        table("*, 3"),
        "contrast t.n { not 2 => favor a weakly }".into(),
        "contrast t.n { not 2..3 => favor a weakly }".into(),
        "contrast t.f { not (slow) => favor a weakly }".into(),
        "contrast t.y { any => favor a weakly }".into(),
        "rule r1 { when t.f is slow, fats then favor a weakly }".into(),
        "rule r1 { when t.f in [slow, fats] then favor a weakly }".into(),
        "rule r1 { when t.y is yes, no, may then favor a weakly }".into(),
        "rule r1 { when t.s is tpm, qcc then favor a weakly }".into(),
        "rule r1 { when t/n/q > 3 then favor a weakly }".into(),
    ];
    for source in sources {
        edits_bring_no_new_error(&source);
    }
}

#[test]
fn what_follows_the_name_in_a_head_declares_nothing() {
    for (head, used) in [
        ("outcome o1 of zz", "favor zz weakly"),
        ("outcome o1 fr zz", "favor zz weakly"),
        ("strategy c next \"x\"", "favor next weakly"),
        ("group g2 limt 9", "favor a weakly in limt"),
        (
            "rule x1 when t.y then favor a weakly",
            "favor a weakly defeats favor",
        ),
        (
            "rule x1 wehn t.y then favor a weakly",
            "favor a weakly defeats wehn",
        ),
        ("source s2 unsen", "favor a weakly cite unsen"),
    ] {
        told(
            &format!("{head}\nrule r1 {{ when t.y then {used} }}"),
            "E0212",
        );
    }
    // Which of these is used elsewhere is not known.
    for name in ["row_boat", "boat"] {
        let text = format!("strategy row boat\nrule r1 {{ when t.y then favor {name} weakly }}");
        assert!(!codes(&text).contains(&"E0212"), "{text}");
    }
}
