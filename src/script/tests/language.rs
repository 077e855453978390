//! The language of scripts as authors know it: `switch`, loops, maps, lists, texts, and functions in place.

use super::{SCRIPT, both, library};
use crate::base::FileId;
use crate::script::{Argument, Library, Value};

fn number(number: f64) -> Argument {
    Argument::Number(number)
}

fn word(word: &str) -> Argument {
    Argument::Word(word.into())
}

fn set(words: &[&str]) -> Argument {
    Argument::Words(words.iter().map(|word| (*word).into()).collect())
}

/// What the function `f` gives, by both routes.
#[track_caller]
fn gives(body: &str, arguments: &[Argument]) -> Value {
    let names = ["a", "b", "c"].get(..arguments.len()).unwrap().join(", ");
    let library = library(&format!("fn f({names}) {{ {body} }}"));
    both(&library, "f", arguments).unwrap_or_else(|fault| panic!("{body}: {fault}"))
}

/// What the function `f` says when it fails.
#[track_caller]
fn fails(body: &str, arguments: &[Argument]) -> String {
    let names = ["a", "b", "c"].get(..arguments.len()).unwrap().join(", ");
    let library = library(&format!("fn f({names}) {{ {body} }}"));
    let fault = both(&library, "f", arguments).expect_err(body);
    assert!(
        fault.span.is_some_and(|span| span.end > span.start),
        "{body}"
    );
    fault.message
}

#[track_caller]
fn numbers(body: &str, pairs: &[(f64, f64)]) {
    for (given, wanted) in pairs {
        assert_eq!(
            gives(body, &[number(*given)]),
            Value::Number(*wanted),
            "{body}: {given}"
        );
    }
}

#[track_caller]
fn words(body: &str, pairs: &[(&str, f64)]) {
    for (given, wanted) in pairs {
        assert_eq!(
            gives(body, &[word(given)]),
            Value::Number(*wanted),
            "{body}: {given}"
        );
    }
}

#[track_caller]
fn constant(body: &str, wanted: f64) {
    assert_eq!(gives(body, &[]), Value::Number(wanted), "{body}");
}

#[track_caller]
fn holds(body: &str) {
    assert_eq!(gives(body, &[]), Value::Truth(true), "{body}");
}

#[test]
fn a_switch_chooses_by_words() {
    let body = "switch a { \"small\" => 1, \"large\" | \"huge\" => 3, _ => 2 }";
    words(
        body,
        &[
            ("small", 1.0),
            ("large", 3.0),
            ("huge", 3.0),
            ("medium", 2.0),
        ],
    );
    let body = "switch a { \"x\" if a.len() > 1 => 1, \"x\" => 2, _ => { return 3; } }";
    words(body, &[("x", 2.0), ("y", 3.0)]);
    words(
        "let n = 0; switch a { \"x\" => n += 1, _ => n -= 1 } n",
        &[("x", 1.0), ("y", -1.0)],
    );
    words(
        "switch a[0] { 'x' => 1, _ => 2 }",
        &[("xy", 1.0), ("yx", 2.0)],
    );
    let by_truth = "switch a { true => 1, false => 2 }";
    assert_eq!(
        gives(by_truth, &[Argument::Truth(false)]),
        Value::Number(2.0)
    );
    let fault = fails("switch a { \"x\" => 1 }", &[word("y")]);
    assert_eq!(
        fault,
        "`f` returned nothing, not a number, yes or no, or a text; a `switch` without a case for the value, an `if` without `else` and a map without the key return nothing"
    );
}

#[test]
fn a_switch_chooses_by_numbers_whatever_they_look_like() {
    let body = "switch a { 0 => 10, 1.0 | 2 => 20, -3 => 30, 0.5 => 40, 4..6 => 50, 6..=8 if a != 7 => 60, 100.. => 70, _ => 80 }";
    numbers(
        body,
        &[
            (0.0, 10.0),
            (-0.0, 10.0),
            (1.0, 20.0),
            (2.0, 20.0),
            (-3.0, 30.0),
            (0.5, 40.0),
            (4.0, 50.0),
            (5.75, 50.0),
            (6.0, 60.0),
            (7.0, 80.0),
            (8.0, 60.0),
            (8.5, 80.0),
            (1e15, 70.0),
        ],
    );
    numbers("let x = 2.0; switch x { 2 => 1, _ => 0 }", &[(0.0, 1.0)]);
    numbers("let x = 0.0; switch x { 0 => 1, _ => 0 }", &[(0.0, 1.0)]);
    numbers(
        "switch round(a) { 0 => 1, _ => 0 }",
        &[(-0.3, 1.0), (0.3, 1.0), (0.7, 0.0)],
    );
    numbers("switch a / 2 * 2 { 3 => 1, _ => 0 }", &[(3.0, 1.0)]);
    numbers(
        "switch [a, a + 1] { [1, 2] => 1, _ => 0 }",
        &[(1.0, 1.0), (2.0, 0.0)],
    );
    numbers(
        "switch a { 9007199254740993 => 1, _ => 0 }",
        &[(9_007_199_254_740_992.0, 1.0)],
    );
}

#[test]
fn object_maps_hold_what_belongs_together() {
    let body = "let w = #{small: 1.0, large: 3.0}; w[a]";
    words(body, &[("small", 1.0), ("large", 3.0)]);
    words(
        "let w = #{small: 1}; w[a] ?? 7",
        &[("small", 1.0), ("medium", 7.0)],
    );
    words("let w = #{small: 1}; w.get(a) ?? 7", &[("medium", 7.0)]);
    words(
        "let w = #{small: 1}; if a in w { w[a] } else { 9 }",
        &[("small", 1.0), ("x", 9.0)],
    );
    words(
        "let w = #{small: 1}; if w[a] == () { 9 } else { w[a] }",
        &[("small", 1.0), ("x", 9.0)],
    );
    words(
        "let n = #{}; n[a] = 2; n.more = 3; n.more += n[a]; n.more",
        &[("x", 5.0)],
    );
    constant(
        "let m = #{b: 1, a: 2}; let s = \"\"; for k in m.keys() { s += k; } s.len()",
        2.0,
    );
    holds("#{b: 1, a: 2}.keys() == [\"a\", \"b\"] && #{b: 1, a: 2}.values() == [2, 1]");
    holds("#{a: 1, b: [1, 2]} == #{b: [1.0, 2], a: 1.0} && #{a: 1} != #{b: 1}");
    holds(
        "let m = #{a: 1}; m.mixin(#{b: 2}); m.fill_with(#{a: 5, c: 3}); m == #{a: 1, b: 2, c: 3}",
    );
    holds("let m = #{a: 1} + #{a: 2, b: 3}; m.remove(\"a\") == 2 && m.len() == 1 && !m.is_empty()");
    constant("let m = #{list: [1, 2]}; m.list.push(3); m.list.len()", 3.0);
    constant("let m = #{inner: #{x: 1}}; m[\"inner\"].x", 1.0);
    assert_eq!(
        fails("let w = #{small: 1.0}; w.smal + 1", &[]),
        "`f` failed: cannot add nothing and a number"
    );
    assert_eq!(
        fails("let a = 5; a.size", &[]),
        "`f` failed: a number has no property `size`"
    );
    assert_eq!(
        fails("let s = 0; let m = #{a: 1}; for x in m { s += x; } s", &[]),
        "`f` failed: `for` needs a list, a text or a range; for a map write `m.keys()` or `m.values()`"
    );
}

#[test]
fn constants_may_be_maps() {
    let library = library(
        "const WEIGHTS = #{small: 1, large: #{wide: 2.5, long: [3, 4]}};
         fn f(size) { global::WEIGHTS[size] }
         fn g(size) { global::WEIGHTS.large.long[1] + global::WEIGHTS.large[size] }
         fn h() { let w = global::WEIGHTS; w.small = 8; global::WEIGHTS.small + w.small }",
    );
    let call = |name: &str, arguments: &[Argument]| both(&library, name, arguments).unwrap();
    assert_eq!(call("f", &[word("small")]), Value::Number(1.0));
    assert_eq!(call("g", &[word("wide")]), Value::Number(6.5));
    assert_eq!(call("h", &[]), Value::Number(9.0));
}

#[test]
fn loops_count_and_look() {
    let count = "let n = 0; for x in a { if x == \"rust\" { n += 1; } } n";
    assert_eq!(gives(count, &[set(&["go", "rust"])]), Value::Number(1.0));
    assert_eq!(
        gives("a.len()", &[set(&["go", "rust"])]),
        Value::Number(2.0)
    );
    assert_eq!(gives("a.len", &[set(&[])]), Value::Number(0.0));
    numbers(
        "let total = 0; while total < a { total += 2; } total",
        &[(5.0, 6.0), (-1.0, 0.0)],
    );
    numbers(
        "let n = 0; loop { n += 1; if n * n > a { break; } } n",
        &[(10.0, 4.0)],
    );
    numbers(
        "let n = 0; let found = loop { n += 1; if n > a { break n * 2; } }; found",
        &[(3.0, 8.0)],
    );
    numbers(
        "let n = 0; do { n += 1; } while n < a; n",
        &[(3.0, 3.0), (0.0, 1.0)],
    );
    numbers("let n = 0; do { n += 1; } until n >= a; n", &[(3.0, 3.0)]);
    numbers(
        "let n = 0; for i in 0..a { if i % 2 == 0 { continue; } n += i; } n",
        &[(6.0, 9.0)],
    );
    numbers(
        "let n = 0; for i in 0..=a { n += i; } n",
        &[(3.0, 6.0), (-1.0, 0.0)],
    );
    numbers(
        "let n = 0; for i in 0.0..3.0 { n += i / 2; } n",
        &[(0.0, 1.5)],
    );
    numbers(
        "let n = 0; for (x, i) in [5, 6] { n += x * i; } n",
        &[(0.0, 6.0)],
    );
    numbers(
        "let n = 0; for i in range(0, 10, 4) { n += i; } n",
        &[(0.0, 12.0)],
    );
    numbers(
        "let n = 0; for i in range(4, 0, -2) { n = n * 10 + i; } n",
        &[(0.0, 42.0)],
    );
    words(
        "let n = 0; for c in a { if c == \"x\" { n += 1; } } n",
        &[("xyx", 2.0)],
    );
    words(
        "let n = 0; for c in a.chars() { switch c { 'x' => n += 1, _ => () } } n",
        &[("xyx", 2.0)],
    );
    numbers(
        "let x = 0; for i in 0..3 { let x = i; } x + a",
        &[(1.0, 1.0)],
    );
    assert_eq!(
        fails("let n = 0; for i in 0..a { n += 1; } n", &[number(2.5)]),
        "`f` failed: `..` needs a whole number, but got 2.5; `floor`, `round` and `ceiling` return one"
    );
}

#[test]
fn indexes_are_whole_numbers_however_they_are_made() {
    numbers(
        "[5, 6, 7][a]",
        &[(0.0, 5.0), (2.0, 7.0), (-1.0, 7.0), (-0.0, 5.0)],
    );
    numbers("[5, 6, 7][a / 2]", &[(4.0, 7.0)]);
    numbers("[5, 6, 7][1.0]", &[(0.0, 6.0)]);
    numbers("let l = [5, 6]; l[1.0] = a; l[1] += 1; l[1]", &[(3.0, 4.0)]);
    numbers("let l = [[1, 2], [3, 4]]; l[a][1 - a]", &[(1.0, 3.0)]);
    let message = fails("[5, 6, 7][a]", &[number(1.5)]);
    let wanted =
        "`f` failed: a whole number is needed here; `floor`, `round` and `ceiling` return one";
    assert_eq!(message, wanted);
    assert_eq!(
        fails("[5][a]", &[word("x")]),
        "`f` failed: a number is needed here, but a text was given"
    );
}

#[test]
fn texts_have_their_functions() {
    holds("\"rust and go\".contains(\"go\") && \"go\" in \"rust and go\" && !(\"c\" in \"go\")");
    holds(
        "let s = \" Rust \"; s.trim(); s == \"Rust\" && s.to_lower() == \"rust\" && s == \"Rust\"",
    );
    holds(
        "let s = \"a-b-c\"; s.replace(\"-\", \"+\"); s == \"a+b+c\" && s.split(\"+\") == [\"a\", \"b\", \"c\"]",
    );
    holds(
        "\"one two\".split() == [\"one\", \"two\"] && \"a,b,c\".split(\",\", 2) == [\"a\", \"b,c\"]",
    );
    holds(
        "\"hello\".sub_string(1, 3) == \"ell\" && \"hello\".sub_string(-2) == \"lo\" && \"hello\"[1..3] == \"el\"",
    );
    holds(
        "\"hello\".index_of(\"l\") == 2 && \"hello\".index_of(\"l\", 3) == 3 && \"hello\".index_of(\"x\") == -1",
    );
    holds("\"größe\".len() == 5 && \"größe\"[2] == \"ö\" && \"größe\"[2] == 'ö'");
    holds("\"x\" == 'x' && 'x' < \"y\" && [\"x\"].contains('x') && \"xy\".starts_with('x')");
    holds("\"3.50\".parse_float() == 3.5 && \" 7 \".parse_int() == 7 && \"7\".parse_float() == 7");
    holds(
        "`${1 + 1} of ${[1, \"a\", true]}` == \"2 of [1, \\\"a\\\", yes]\" && \"x\" + 2.50 == \"x2.5\"",
    );
    holds("let s = \"ab\"; s.pad(4, '.'); s.pop() == \".\" && s == \"ab.\" && s.pop(2) == \"b.\"");
    holds(
        "let s = \"hello\"; s.crop(1, 3); s.set(0, 'E'); s.truncate(2); s.remove(\"l\"); s == \"E\"",
    );
    holds("\"ab\".to_chars() == ['a', 'b'] && \"ab\".get(5) == () && \"ab\".get(-1) == \"b\"");
    assert_eq!(
        fails("\"many\".parse_int()", &[]),
        "`f` failed: \"many\" is not a number"
    );
    assert_eq!(
        fails("a.starts_with(1)", &[word("x")]),
        "`f` failed: `starts_with` needs a text, but got a number"
    );
    assert_eq!(
        fails("a.push(1)", &[word("x")]),
        "`f` failed: `push` cannot be called on a text with a number"
    );
}

#[test]
fn lists_have_their_functions() {
    holds("let l = [3, 1, 2]; l.sort(); l == [1, 2, 3] && [3, 1, 2].order_desc() == [3, 2, 1]");
    holds(
        "let l = []; l.push(1); l += [2, 3]; l.append([4]); l.insert(0, 0); l == [0, 1, 2, 3, 4]",
    );
    holds(
        "let l = [1, 2, 3]; l.pop() == 3 && l.shift() == 1 && l.remove(0) == 2 && l.pop() == () && l.is_empty()",
    );
    holds(
        "let l = [1, 1, 2, 1]; l.dedup(); l.reverse(); l == [1, 2, 1] && l.index_of(2) == 1 && l.index_of(9) == -1",
    );
    holds(
        "[1, 2, 3, 4].extract(1, 2) == [2, 3] && [1, 2, 3, 4].extract(-2) == [3, 4] && [1, 2, 3].extract(0..2) == [1, 2]",
    );
    holds(
        "let l = [1, 2, 3, 4]; l.splice(1, 2, [9]); l.truncate(2); l.chop(1); l.pad(3, 0); l == [9, 0, 0]",
    );
    holds("let l = [1, 2, 3]; let r = l.split(1); l == [1] && r == [2, 3] && [1] + r == [1, 2, 3]");
    holds(
        "[1, 2, 3].extract(1..) == [2, 3] && \"hello\"[..2] == \"he\" && \"hello\"[3..] == \"lo\"",
    );
    holds("2 in [1, 2.0] && 2.5 in 0..5 && !(5 in 0..5) && 5 in 0..=5 && (0..5).contains(4)");
    holds("[1, 2].get(7) == () && [1, 2].get(-1) == 2 && \"a\" in [\"a\"]");
    let sorted = "let l = a; l.sort(); l[0] == \"go\"";
    assert_eq!(gives(sorted, &[set(&["rust", "go"])]), Value::Truth(true));
    assert_eq!(
        fails("[1, \"a\"].order()", &[]),
        "`f` failed: cannot order a number and a text"
    );
    assert_eq!(
        fails("[1] + 2", &[]),
        "`f` failed: cannot add a list and a number; `push` adds one element"
    );
    let library = library(
        "const L = [1]; fn f() { let l = global::L; l.push(2); l.len() } fn g() { const K = [1]; K.push(2); 1 }",
    );
    assert_eq!(both(&library, "f", &[]), Ok(Value::Number(2.0)));
    assert_eq!(
        both(&library, "g", &[]).unwrap_err().message,
        "`g` failed: `push` changes what it is called on, but that is a constant"
    );
}

#[test]
fn functions_in_place_are_called_where_they_stand() {
    let body = "a.filter(|x| x.starts_with(\"r\")).len()";
    assert_eq!(
        gives(body, &[set(&["go", "ruby", "rust"])]),
        Value::Number(2.0)
    );
    numbers(
        "[1, 2, 3].map(|x| x * a).reduce(|sum, x| sum + x, 0)",
        &[(2.0, 12.0)],
    );
    numbers(
        "[1, 2, 3].filter(|x| x > a && [x].all(|y| y > a)).len()",
        &[(1.0, 2.0)],
    );
    numbers(
        "let n = 0; [1, 2, 3].for_each(|x| n += x * a); n",
        &[(2.0, 12.0)],
    );
    numbers("[1, 2, 3].map(|x, i| x * i)[2] + a", &[(0.0, 6.0)]);
    holds("[1, 2].some(|x| x == 2) && [1, 2].all(|x| x > 0) && [1, 2].find(|x| x > 1) == 2");
    holds(
        "[1, 2].index_of(|x| x == 2) == 1 && [1, 2].find(|x| x > 5) == () && [1].find_map(|x| x + 1) == 2",
    );
    holds(
        "let l = [1, 3, 2]; l.sort(|x, y| y - x); l == [3, 2, 1] && l.order_by(|x, y| x < y) == [1, 2, 3]",
    );
    holds(
        "let l = [1, 2, 3]; l.retain(|x| x > 1) == [1] && l.drain(|x| x == 2) == [2] && l == [3]",
    );
    holds("let l = [3, 1, 2]; l.sort(|x, y| 1); l.len() == 3");
    assert_eq!(
        fails("let l = [1, 2]; l.map(|x| x / l.len()).len()", &[]),
        "`f` failed: an inline function uses the value it is called on; copy that value first, as in `let all = list;`"
    );
    assert_eq!(
        fails("[1].filter(|x| x).len()", &[]),
        "`f` failed: `filter` needs a function that returns yes or no, but got a number"
    );
    assert_eq!(
        fails("[1].map(|x, y, z| x).len()", &[]),
        "`f` failed: an inline function is called with the wrong number of arguments"
    );
    assert_eq!(
        fails("[1].map(|x| x + true)[0]", &[]),
        "`f` failed: cannot add a number and yes or no"
    );
}

#[test]
fn calls_keep_no_state() {
    let library = library(
        "const L = [1];
         fn f(a) { let l = global::L; l.push(a); a = 0; l.len() }
         fn g(list) { list.push(\"x\"); list.len() }",
    );
    for _ in 0..3 {
        assert_eq!(both(&library, "f", &[number(2.0)]), Ok(Value::Number(2.0)));
        assert_eq!(both(&library, "g", &[set(&["y"])]), Ok(Value::Number(2.0)));
    }
}

#[test]
fn what_is_called_on_numbers_is_lowered_too() {
    let library = library("fn f(a, b) { (a - b).abs().min(3).clamp(0, 2) + [a.max(b), 1][0] }");
    assert_eq!(library.refusal(SCRIPT, "f", 2), None);
    for (a, b) in [(1.0, 2.5), (-7.0, 4.0), (0.5, 0.5)] {
        both(&library, "f", &[number(a), number(b)]).unwrap();
    }
    for (body, reason) in [
        ("switch a { 1 => 2, _ => 3 }", "uses `switch`"),
        ("while a < 1 { a += 1; } a", "has a loop"),
        ("#{x: a}.x", "uses an object map"),
        ("[a].map(|x| x).len()", "has an inline function"),
        ("a ?? 1", "uses `??`"),
        ("a.len", "reads a part of something"),
        ("a.floor()", "uses `floor`, which has no operation"),
        ("'x' == a", "uses text"),
    ] {
        let library = super::library(&format!("fn f(a) {{ {body} }}"));
        assert_eq!(library.refusal(SCRIPT, "f", 1), Some(reason), "{body}");
    }
}

#[test]
fn a_number_whose_point_may_stand_between_thousands_is_told() {
    let told = |text: &str| Library::load(&[("s", "s.rhai", FileId(0), text)]).1;
    for (number, digits) in [("1.000", "1000"), ("12.500", "12500"), ("-2.000", "-2000")] {
        let text = format!("fn f(x) {{ x * {number} }}");
        let problems = told(&text);
        let [problem] = problems.as_slice() else {
            panic!("of {number}: {problems:?}");
        };
        assert_eq!(problem.code, "W0505", "{number}");
        assert_eq!(problem.edits[0].text, digits, "{number}");
    }
    for number in ["1.5", "1.25", "0.500", "1.125", "1000.500", "2.0", "1_000"] {
        assert_eq!(told(&format!("fn f(x) {{ x * {number} }}")), [], "{number}");
    }
}
