//! What scripts do with levels and numbers that fits none of the values that rules give them.

use super::{book, bundle, checked, lines};

/// What is said of a call of a function of a script: code and marked text of each.
#[track_caller]
fn calls(script: &str, calls: &[&str], expected: &[&str]) -> String {
    let uses: Vec<String> = calls
        .iter()
        .enumerate()
        .map(|(at, call)| format!("let l{at} = 1 + own.{call}"))
        .collect();
    let rules = book(&format!("script \"s.rhai\" as own\n{}", uses.join("\n")));
    let (files, checked, problems) = checked(bundle(&[("a.rules", &rules), ("s.rhai", script)]));
    let told = lines(&files, &problems);
    let found: Vec<String> = problems
        .iter()
        .map(|one| format!("{} {}", one.code, files.text(one.span().unwrap())))
        .collect();
    assert_eq!(found, expected, "of `{script}`\n{told}");
    assert!(checked.is_some(), "{told}");
    told
}

#[test]
fn a_word_that_is_no_level_is_told() {
    for body in [
        "if k == \"fsat\" { 1 } else { 0 }",
        "if \"fsat\" != k { 1 } else { 0 }",
        "if k in [\"slow\", \"fsat\"] { 1 } else { 0 }",
        "if [\"slow\", \"fsat\"].contains(k) { 1 } else { 0 }",
        "if global::QUICK.contains(k) { 1 } else { 0 }",
        "switch k { \"slow\" => 1, \"fsat\" if 1 > 0 => 2, _ => 3 }",
        "switch k { \"slow\" | \"fsat\" => { 1 } \"moderate\" => 2, _ => 3 }",
        "#{slow: 1, moderate: 3, fsat: 2}[k] ?? 0",
        "(#{slow: 1, \"fsat\": 2}[k]) ?? 0",
        "let same = k; if same == \"fsat\" { 1 } else { 0 }",
        "helper(3, k)",
    ] {
        let script = format!(
            "const QUICK = [\"slow\"];\nfn helper(n, w) {{ if w == \"slow\" {{ n }} else {{ 0 }} }}\n\
             fn f(k) {{ {body} }}"
        );
        let script = match (body.contains("global"), body.contains("helper")) {
            (true, _) => script.replace("QUICK = [\"slow\"]", "QUICK = [\"fsat\"]"),
            (_, true) => script.replace("w == \"slow\"", "w == \"fsat\""),
            _ => script,
        };
        let marked = if body.contains("fsat:") {
            "fsat"
        } else {
            "\"fsat\""
        };
        let told = calls(&script, &["f(t.f)"], &[&format!("W0501 {marked}")]);
        assert!(told.contains("did you mean `\"fast\"`?"), "{told}");
        assert!(told.contains("`own.f(t.f)` called here"), "{told}");
    }
}

#[test]
fn an_element_that_no_set_has_is_told() {
    for body in [
        "if k.contains(\"tmp\") { 1 } else { 0 }",
        "if \"tmp\" in k { 1 } else { 0 }",
        "let n = 0; for one in k { if one == \"tmp\" { n += 1; } } n",
        "let n = 0; for one in k { n += switch one { \"tmp\" => 1, _ => 0 }; } n",
    ] {
        let script = format!("fn f(k) {{ {body} }}");
        let told = calls(&script, &["f(t.s)"], &["W0501 \"tmp\""]);
        assert!(told.contains("did you mean `\"tpm\"`?"), "{told}");
    }
}

#[test]
fn a_word_that_some_caller_may_give_is_sound() {
    for (body, uses) in [
        (
            "if k == \"open\" { 1 } else { 0 }",
            &["f(t.f)", "f(t.o)"][..],
        ),
        (
            "if k == \"other\" { 1 } else { 0 }",
            &["f(t.f)", "f(\"other\")"],
        ),
        (
            "let k = k.to_upper(); if k == \"FAST\" { 1 } else { 0 }",
            &["f(t.f)"],
        ),
        (
            "k.make_upper(); if k == \"FAST\" { 1 } else { 0 }",
            &["f(t.f)"],
        ),
        ("if k.to_upper() == \"FAST\" { 1 } else { 0 }", &["f(t.f)"]),
        ("#{slow: 1, other: 2}[k] ?? 0", &["f(t.f)"]),
        (
            "let o = \"x\"; if o == \"y\" && k == \"fast\" { 1 } else { 0 }",
            &["f(t.f)"],
        ),
        ("k = \"y\"; if k == \"y\" { 1 } else { 0 }", &["f(t.f)"]),
        (
            "let w = switch k { \"slow\" => \"y\", _ => \"x\" }; if w == \"y\" { 1 } else { 0 }",
            &["f(t.f)"],
        ),
    ] {
        calls(&format!("fn f(k) {{ {body} }}"), uses, &[]);
    }
}

#[test]
fn levels_that_are_compared_by_their_letters_are_told() {
    for (body, uses) in [
        ("if k >= \"moderate\" { 1 } else { 0 }", "f(t.f)"),
        ("if \"moderate\" > k { 1 } else { 0 }", "f(t.f)"),
        ("if k < k { 1 } else { 0 }", "f(t.f)"),
    ] {
        let script = format!("fn f(k) {{ {body} }}");
        let sign = body
            .split_whitespace()
            .find(|word| word.starts_with(['<', '>']));
        let sign = &sign.unwrap()[..1];
        let told = calls(&script, &[uses], &[&format!("W0502 {sign}")]);
        assert!(
            told.contains("`t.f is at least fast` is yes or no"),
            "{told}"
        );
    }
    calls(
        "fn f(k, n) { if n >= 3 { 1 } else { 0 } }",
        &["f(t.f, t.n)"],
        &[],
    );
}

#[test]
fn a_range_that_leaves_out_its_end_is_told() {
    for cases in [
        "0..3 => 1, 4..=9 => 2, _ => 0",
        "0..3 => 1, 3..9 => 2, _ => 0",
        "0..3 => 1, 3..9 => 2",
        "3 if i > 5 => 2, 0..3 => 1, 4..=9 => 3, _ => 0",
    ] {
        let script = format!("fn f(i) {{ switch i {{ {cases} }} }}");
        let told = calls(&script, &["f(t.i)"], &["W0503 .."]);
        assert!(told.contains("write `..=`"), "{told}");
    }
    for cases in [
        "0..3 => 1, 3..=9 => 2, _ => 0",
        "3 => 2, 0..3 => 1, _ => 0",
        "0..3 => 1, _ => 0",
        "0..3 => 1, 3..10 => 2",
        "0..=3 => 1, 4..=9 => 2",
        "0 => 2, -3..0 => 1, 1..=9 => 2",
    ] {
        calls(
            &format!("fn f(i) {{ switch i {{ {cases} }} }}"),
            &["f(t.i)"],
            &[],
        );
    }
}

#[test]
fn a_value_that_is_held_against_another_kind_is_told() {
    for (test, given, marked, help) in [
        (
            "x == \"high\"",
            "t.n",
            "\"high\"",
            "compare it with a number",
        ),
        ("x > \"3.5\"", "t.n", "\"3.5\"", "write `3.5`"),
        ("x == \"yes\"", "t.y", "\"yes\"", "write `true`"),
        ("\"no\" == x", "t.y", "\"no\"", "write `false`"),
        ("x == 1", "t.y", "1", "`true` or `false`"),
        ("x > 3", "t.f", "3", "in quotes"),
        ("x != 0.25", "t.f", "0.25", "in quotes"),
        ("x > 2", "t.s", "2", "`x.len()` counts them"),
    ] {
        let script = format!("fn f(x) {{ if {test} {{ 1 }} else {{ 0 }} }}");
        let told = calls(
            &script,
            &[&format!("f({given})")],
            &[&format!("W0506 {marked}")],
        );
        assert!(told.contains(help), "{told}");
    }
    let two = "fn f(x) { if x == 3 { 1 } else { 0 } }";
    calls(two, &["f(t.f)", "f(t.n)"], &[]);
    calls(
        "fn f(x) { if x == \"high\" { 1 } else { 0 } }",
        &["f(\"high\")"],
        &[],
    );
}

#[test]
fn a_function_that_may_end_without_a_value_is_told() {
    for (body, marked) in [
        ("if n > 3 { 5 }", "if"),
        ("let k = 2; if n > 3 { k = 5; }", "if"),
        ("if n > 3 { 5 } else if n > 2 { 4 }", "if"),
        ("if n > 3 { 5 } else { let k = 4; }", "let"),
        ("let k = n;", "let"),
        ("let k = n; k = 3", "k"),
        ("let k = n; for x in [1, 2] { k += x; }", "for"),
        ("return;", "return"),
    ] {
        let script = format!("fn f(n) {{ {body} }}");
        calls(&script, &["f(t.n)"], &[&format!("W0507 {marked}")]);
    }
    for body in [
        "if n > 3 { return 5; } 2",
        "if n > 3 { 5 } else { 2 }",
        "let k = n; if n > 3 { k = 5; } k",
        "if n > 3 { return 5; } else { return 2; }",
        "if n > 3 { 5 } else { throw \"low\" }",
        "loop { n -= 1; if n < 3 { return n; } }",
        "return 2; let k = 3;",
    ] {
        let script = format!("fn f(n) {{ {body} }}");
        calls(&script, &["f(t.n)"], &[]);
    }
    calls(
        "fn f(n) { g(n); n } fn g(n) { let k = n; }",
        &["f(t.n)"],
        &[],
    );
}
