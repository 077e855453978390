//! Each construct parses and prints back to the same tree.

use super::round_trip;

/// The expression as it is printed, after a round trip.
#[track_caller]
fn expr(text: &str) -> String {
    let printed = round_trip(&format!("let x = {text}"));
    printed.trim_start_matches("let x = ").trim_end().to_owned()
}

#[track_caller]
fn same(text: &str) {
    assert_eq!(expr(text), text);
}

#[test]
fn expressions_print_as_they_stand() {
    for text in [
        "a",
        "economy.growth is slow",
        "a.b is not one of c, \"5_or_more\", none",
        "a is at least b and c is at most d",
        "a is known or b is unknown",
        "a includes b",
        "a = 1 and b != -2.5 and c < 1e20 and d <= 1e-6 and e > 3 and f >= 4",
        "a + 1 between b * 2 and c - -3 and d",
        "not a is b and surely c or not surely not d",
        "at least 2 of { a; b is c; x > 3 }",
        "all of { a } and any of { b; c } and none of { none is all; at least 1 of { all } }",
        "finance.payback(a.b, 6 * ramp(c, 0, 100000)) < 2",
        "f(\"a \\\"quoted\\\" word\", g())",
        "a - (b - c) - d + (e + f)",
        "(a + b) * -c / (d / e) * -(1)",
        "-(a * b) + -a",
        "(a or b) and (c and d) and not (e or f)",
        "(a and b) = (c is d)",
        "advice is kaizen and best is kaizen and tied(kaizen)",
        "fired(economy.growth.slow) and not fired(no_leap)",
        "if a is b then 1 else 2 + c",
        "(if a then 1 else 2) + c * (if not b then c else if d then 3 else -1)",
        "x > if a or b then if c then 1 else 2 else 3",
    ] {
        same(text);
    }
}

#[test]
fn needless_parentheses_go() {
    assert_eq!(expr("((a) and ((b)))"), "a and b");
    assert_eq!(expr("(a and b) or (c)"), "a and b or c");
    assert_eq!(expr("not (a is b)"), "not a is b");
    assert_eq!(expr("(a * b) + c"), "a * b + c");
}

#[test]
fn tests_that_say_not_are_one_test() {
    assert_eq!(expr("a is not known"), "a is unknown");
    assert_eq!(expr("a is not unknown"), "a is known");
    assert_eq!(expr("a is not at least b"), "not a is at least b");
}

#[test]
fn declarations() {
    for text in [
        "rulebook a {}",
        "rulebook a \"A\" { method \"own.rhai\" scale { weakly 1, moderately 2.5, strongly 3, decisively 9 } }",
        "source a source b \"B\" unseen source c unseen",
        "strategy a strategy b \"B\" strategy c { prior -1.5 risk \"r\" next \"n\" next \"m\" }",
        "outcome a \"A\"\nfor b\noutcome c { measure \"m\" }",
        "hypothesis h { prior 2 }",
        "parameter p = -6 parameter q \"Q\" = 1e6 \"EUR\" in -5..5 { basis illustrative cite ours \"p. 3\" }",
        "topic t { fact a : yes_no fact b \"B\" : text { ask \"b?\" lever yes tag x tag y } }",
        "topic t { fact a : number fact b : number \"%\" fact c : integer in -3..5 { } fact d : number \"a\" in 0..1.5 }",
        "topic t { fact a : one of b \"B\", \"5_or_more\", d fact e : any of f, g \"G\" fact h : \"1\" < \"2\" \"two\" < z }",
        "topic t \"empty\" { }",
        "group g limit 9 group h \"H\" strongest group i limit strongest group j limit strongest + 2 { basis expert }",
        "note n \"N\" { when a unless b headline \"h\" precondition \"p\" because \"why\" cite s }",
        "guarantee g { always a is b when c } guarantee h { raising a.b never raises total(c) }",
        "example named { expect a } example \"t\" { given { a: [b, \"c\"] b: [] c: -3 certainty 0.5 note \"n\" d: yes e: \"free text\" f: unknown } expect a expect b }",
        "use \"a.rules\" script \"b.rhai\" as b",
    ] {
        round_trip(text);
    }
}

#[test]
fn derivations() {
    for text in [
        "let a : number \"EUR\" = b + if c then 3 else 4 { basis expert }",
        "let a : number { 40 when b > c - 5 -5 when b > 3 - 2 unless d -5.5 otherwise }",
        "let a : number by b, c { not slow, <= p => 40  >= fast, p..3 | 3..q | p => -5  * , != p => q }",
        "let a = b or\n c { because \"why\" cite s basis cited }",
        "let a : low < high { because \"reason\" \"high\" when b unless c low otherwise\n basis expert }",
        "let a \"A\" : one of x, y { x when b y otherwise }",
        "let a : x < y by b, c.d, e { because \"b\" x | z, *, <= 15 => x  unknown, 3..5, > 50 => y -5..-2 | 7, \"q\", 3 => y\n cite s }",
    ] {
        round_trip(text);
    }
}

#[test]
fn contrasts_and_rows_that_begin_like_the_end_of_a_number() {
    let text = "contrast size people.count \"Size\" {
        in g tag t cite s
        \"5_or_more\" => favor x decisively
        a: 0..3 => favor x by 3
        -5..-2 => oppose x by y + 2 * 3 and favor z weakly and exclude w because \"few\"
        low: -7 | 9 => favor x by 3
        -1 => favor x by -y - 2
        > 50 => favor x by b
        * => exclude y
        defeats r, a.b.c, a.b.\"5 or. more\" basis calibrated
    }";
    let printed = round_trip(text);
    assert!(printed.contains("  -5..-2 => oppose x by y + 2 * 3 and favor z weakly"));
    assert!(printed.contains("a.b.c, a.b.\"5 or. more\""));
}

#[test]
fn rules_and_advice() {
    round_trip(
        "rule r \"R\" {
            because \"why\" in g tag t basis expert then favor a by 3 then oppose b by (c) and exclude d
            else favor a weakly because \"why not\" defeats q cite s when x unless y
        }
        advice {
            a when b
            later: c when d cite s because \"why\" unless e
            next when because is in
            undecided otherwise because \"nothing else\"
        }",
    );
}

#[test]
fn quoted_words_may_read_like_keywords() {
    round_trip("topic t { fact a : one of \"when\", \"rule\", none, favor, next }");
    round_trip("contrast t.a { \"rule\" => exclude x next => exclude x in => exclude y }");
}

#[test]
fn rows_may_be_called_as_clauses_begin() {
    for word in [
        "asked", "formerly", "tag", "cite", "in", "basis", "because", "ask", "prior", "next",
    ] {
        let list = format!("let a : z < {word} {{ z when b {word} when c basis expert }}");
        let advice = format!("advice {{ z when b cite s {word} when c because \"d\" }}");
        for text in [list, advice] {
            let printed = round_trip(&text);
            let row = format!("{word} when c");
            let is_row = |line: &str| line.trim().starts_with(&row);
            assert!(printed.lines().any(is_row), "{printed}");
        }
    }
}
