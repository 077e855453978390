//! Tests of the whole layer: shipped methods against published numbers, limits, and both routes against each other.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Argument, Fault, FaultKind, Gives, Kind, Library, LoadedMethod, Value};
use super::{CODES, load_method, reload_method, shipped, with_scale};
use crate::base::{CodeInfo, Diagnostic, FileId, Span};
use crate::model::{Evidence, MethodFunction, ScriptId};

const SCRIPT: ScriptId = ScriptId(0);

fn method(name: &str) -> LoadedMethod {
    let text = shipped()
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap()
        .1;
    let (method, diagnostics) = load_method(name, FileId(0), text);
    assert_eq!(diagnostics, []);
    method.unwrap()
}

#[track_caller]
fn near(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b}");
}

#[track_caller]
fn library(text: &str) -> Library {
    let (library, diagnostics) = Library::load(&[("s", "s.rhai", FileId(0), text)]);
    assert_eq!(diagnostics, [], "{text}");
    library
}

#[track_caller]
fn refused(text: &str) -> Diagnostic {
    let (_, diagnostics) = Library::load(&[("s", "s.rhai", FileId(0), text)]);
    assert!(!diagnostics.is_empty(), "{text}");
    diagnostics.into_iter().next().unwrap()
}

#[track_caller]
fn both(library: &Library, function: &str, arguments: &[Argument]) -> Result<Value, Fault> {
    let fast = library.call(SCRIPT, function, arguments);
    let slow = library.interpret(SCRIPT, function, arguments);
    match (&fast, &slow) {
        (Ok(Value::Number(a)), Ok(Value::Number(b))) => assert_eq!(a.to_bits(), b.to_bits()),
        (Ok(a), Ok(b)) => assert_eq!(a, b),
        (Err(a), Err(b)) => assert_eq!(a.message, b.message),
        _ => panic!("{fast:?} and {slow:?}"),
    }
    fast
}

#[test]
fn every_function_of_the_shipped_methods_is_lowered() {
    for (name, _) in shipped() {
        let method = method(name).method;
        for function in [
            &method.lift,
            &method.merge,
            &method.total,
            &method.belief,
            &method.share,
        ] {
            assert!(
                matches!(function, MethodFunction::Lowered(_)),
                "{name}: {function:?}"
            );
        }
        assert!(method.describes && method.is_scalar());
        assert!(matches!(
            (*name, &method.cut),
            ("certainty", Some(MethodFunction::Lowered(_))) | ("odds" | "scorecard", None)
        ));
    }
    assert_eq!(method("odds").method.scale, [2.0, 4.0, 7.0, 20.0]);
    assert_eq!(method("certainty").method.scale, [0.2, 0.4, 0.7, 0.9]);
    assert_eq!(method("scorecard").method.scale, [1.0, 2.0, 4.0, 8.0]);
    assert!(!method("certainty").method.normalize && method("odds").method.normalize);
}

#[test]
fn certainty_factors_combine_as_published() {
    let method = method("certainty");
    let vectors: &[(&[f64], f64)] = &[
        (&[0.60, 0.40], 0.76),
        (&[0.76, 0.36], 0.8464),
        (&[0.5, 0.6], 0.8),
        (&[-0.3, -0.75], -0.825),
        (&[0.3, -0.4], -0.14285714285714285),
        (&[-0.4, 0.3], -0.14285714285714285),
        (&[0.8, -0.5], 0.6),
        (&[-0.4, -0.6], -0.76),
        (&[0.54, 0.56], 0.7976),
        (&[0.7, 0.6], 0.88),
        (&[0.8, 0.6, -0.7], 0.7333333333333333),
        (&[-0.7, 0.6, 0.8], 0.7333333333333333),
    ];
    for (pieces, expected) in vectors {
        near(fold(&method, pieces), *expected, 1e-12);
    }
    near(
        fold(&method, &[0.9, 0.9, 0.9, 0.9, 0.9, -0.8]),
        0.99995,
        1e-6,
    );
    let certain = |weight| method.lift(weight, 1.0).unwrap();
    let fault = method.merge(&certain(1.0), &certain(-1.0)).unwrap_err();
    assert_eq!(fault.kind, FaultKind::NotFinite);
    assert_eq!(
        fault.message,
        "`merge(1, -1)` gives a number that is not finite"
    );
    for (certainty, weight, expected) in [(0.4, 0.9, 0.36), (0.3, 0.7, 0.21), (0.4, 0.7, 0.28)] {
        let piece = method.lift(weight, certainty).unwrap();
        near(method.total(&piece).unwrap(), expected, 1e-12);
    }
}

#[test]
fn certainty_factors_near_one_do_not_depend_on_their_order() {
    let method = method("certainty");
    for count in 1..60 {
        let pieces: Vec<f64> = [0.9, -0.9].repeat(count);
        let (mut first, mut last) = (pieces.clone(), pieces.clone());
        first.sort_by(f64::total_cmp);
        last.sort_by(|a, b| b.total_cmp(a));
        for order in [first, last, pieces] {
            near(fold(&method, &order), 0.0, 1e-12);
        }
    }
    for order in [[1.0, -0.9, -0.9], [-0.9, 1.0, -0.9], [-0.9, -0.9, 1.0]] {
        assert_eq!(fold(&method, &order), 1.0);
    }
    let limited = method.cut(&method.lift(0.9, 1.0).unwrap(), 0.5).unwrap();
    near(method.total(&limited).unwrap(), 0.5, 1e-12);
}

fn fold(method: &LoadedMethod, pieces: &[f64]) -> f64 {
    let slow = method.interpreter();
    let mut sum = method.method.zero.clone();
    for piece in pieces {
        let lifted = method.lift(*piece, 1.0).unwrap();
        assert_eq!(lifted, slow.lift(*piece, 1.0).unwrap());
        let merged = method.merge(&sum, &lifted).unwrap();
        assert_eq!(merged, slow.merge(&sum, &lifted).unwrap());
        sum = merged;
    }
    method.total(&sum).unwrap()
}

#[test]
fn odds_give_the_published_posteriors() {
    let method = method("odds");
    let vectors: &[(f64, &[f64], f64, f64)] = &[
        (0.03, &[20.0, 4.0], 0.712166, 1e-6),
        (0.03, &[20.0], 0.382166, 1e-6),
        (0.03, &[4.0], 0.110092, 1e-6),
        (0.5, &[2.5], 0.714286, 1e-6),
        (0.5, &[0.6], 0.375, 1e-6),
        (0.5, &[1.6], 0.615385, 1e-6),
        (0.0001, &[100.0], 0.009902, 1.5e-6),
        (0.10, &[6548.0], 0.999, 5e-4),
        (0.10, &[1514.0], 0.994, 5e-4),
        (0.10, &[0.0028], 0.00031, 2e-5),
    ];
    for (prior, ratios, posterior, tolerance) in vectors {
        let points = |ratio: f64| 10.0 * libm::log10(ratio);
        let mut sum = method.lift(points(prior / (1.0 - prior)), 1.0).unwrap();
        for ratio in *ratios {
            let piece = method.lift(points(*ratio), 1.0).unwrap();
            sum = method.merge(&sum, &piece).unwrap();
        }
        near(method.belief(&sum).unwrap(), *posterior, *tolerance);
        near(
            method.interpreter().belief(&sum).unwrap(),
            *posterior,
            *tolerance,
        );
    }
    near(method.share(0.0, 10.0).unwrap(), 0.1, 1e-12);
    assert_eq!(method.belief(&Evidence::Number(1e6)).unwrap(), 1.0);
}

#[test]
fn evidence_is_described_in_words() {
    let describe = |name: &str, x: f64| {
        method(name)
            .describe(&Evidence::Number(x))
            .unwrap()
            .unwrap()
    };
    assert_eq!(describe("odds", 7.8), "odds 6 : 1");
    assert_eq!(describe("odds", -4.0), "odds 1 : 2.5");
    assert_eq!(describe("odds", 20.0), "odds 100 : 1");
    let factor = |factor: f64| libm::log(1.0 - factor);
    assert_eq!(
        describe("certainty", factor(0.8464)),
        "certainty 0.85 against"
    );
    assert_eq!(describe("certainty", -factor(0.4)), "certainty 0.4");
    assert_eq!(describe("odds", 25.0), "odds 320 : 1");
    assert_eq!(describe("odds", -52.0), "odds 1 : more than 1000");
    assert_eq!(describe("scorecard", 1.0), "1 point");
    assert_eq!(describe("scorecard", 2.5), "2.5 points");
}

#[test]
fn a_weighted_sum_ties_where_it_should() {
    let method = method("scorecard");
    let total = |options: [f64; 4]| {
        let weights = [0.20, 0.15, 0.40, 0.25];
        let pieces: Vec<f64> = weights.iter().zip(options).map(|(w, x)| w * x).collect();
        fold(&method, &pieces)
    };
    near(total([25.0, 20.0, 15.0, 30.0]), 21.5, 1e-12);
    near(total([10.0, 30.0, 20.0, 30.0]), 22.0, 1e-12);
    near(total([30.0, 10.0, 30.0, 10.0]), 22.0, 1e-12);
}

#[test]
fn a_method_with_lists_needs_no_change_in_rust() {
    let text = include_str!("../../tests/cases/dempster_shafer/dempster_shafer.rhai");
    let (method, diagnostics) = load_method("dempster_shafer.rhai", FileId(0), text);
    assert_eq!(diagnostics, []);
    let method = method.unwrap();
    assert!(
        matches!(method.method.merge, MethodFunction::Lowered(_)),
        "{:?}",
        method.method.merge
    );
    assert!(matches!(
        method.method.cut,
        Some(MethodFunction::Lowered(_))
    ));
    let (a, b) = (
        method.lift(0.6, 1.0).unwrap(),
        method.lift(-0.5, 1.0).unwrap(),
    );
    let merged = method.merge(&a, &b).unwrap();
    assert_eq!(merged, method.interpreter().merge(&a, &b).unwrap());
    let Evidence::Array(masses) = &merged else {
        panic!("{merged:?}")
    };
    near(masses[0], 0.3 / 0.7, 1e-12);
    near(masses[1], 0.2 / 0.7, 1e-12);
    let cut = method.cut(&merged, 0.1).unwrap();
    near(method.total(&cut).unwrap(), 0.1, 1e-12);
    let fault = method.merge(
        &Evidence::Array(vec![1.0, 0.0]),
        &Evidence::Array(vec![0.0, 1.0]),
    );
    assert_eq!(
        fault.unwrap_err().message,
        "`merge([1, 0], [0, 1])` gives a number that is not finite"
    );
}

#[test]
fn broken_laws_come_with_a_counterexample() {
    let odds = shipped()[1].1;
    let check = |from: &str, to: &str, message: &str| {
        assert!(odds.contains(from));
        let (method, found) = load_method("own.rhai", FileId(0), &odds.replace(from, to));
        assert!(method.is_none());
        assert!(found.iter().any(|one| one.message == message), "{found:#?}");
        assert!(
            found
                .iter()
                .all(|one| one.span().is_some_and(|span| span.end > span.start))
        );
    };
    check(
        "{ a + b }",
        "{ a + b * 2 }",
        "`merge(0, 2)` gives 4, and not 2",
    );
    check(
        "fn total(x) { x }",
        "fn total(x) { x + 1 }",
        "`total(zero())` gives 1, and not 0",
    );
    check(
        "fn total(x) { x }",
        "fn total(x) { -x }",
        "`total(lift(-100, 0.3))` gives 30, `total(lift(-50, 0.3))` gives 15",
    );
    check(
        "{ weight * certainty }",
        "{ weight + certainty }",
        "`lift(-100, 0)` gives -100, and not 0",
    );
    check(
        "fn zero() { 0 }",
        "fn zero() { \"none\" }",
        "`zero()` gives a text, and not a number or a list of 1 to 16 numbers",
    );
    check(
        "{ pow(10, (total - best) / 10) }",
        "{ total - best }",
        "`share(-200, -101.5)` gives -98.5, which is negative",
    );
    check(
        "fn range() { 100 }",
        "fn range() { 10 }",
        "`scale(\"decisively\")` has to be at most 10, the range of the method, and is 20",
    );
    check(
        "fn describe(x) {",
        "fn describe(x) { return 3;",
        "`describe(0)` gives a number, and not a text",
    );
    check(
        "fn merge(a, b) { a + b }",
        "fn merge(a, b) { a == b }",
        "`merge` gives yes or no, and not a number",
    );
    check(
        "fn lift(",
        "fn lifts(",
        "the method `own.rhai` has no function `lift`",
    );
    check(
        "fn merge(a, b) { a + b }",
        "fn merge(a) { a }",
        "`merge` of a method takes 2 arguments, not 1",
    );
}

#[test]
fn what_cannot_be_lowered_runs_in_the_interpreter() {
    let text = shipped()[1].1.replace(
        "fn merge(a, b) { a + b }",
        "fn merge(a, b) { let sum = 0; for x in [a, b] { sum += x; } sum }",
    );
    let (own, found) = load_method("own.rhai", FileId(0), &text);
    assert_eq!(found, []);
    let (own, odds) = (own.unwrap(), method("odds"));
    let MethodFunction::Interpreted(reason) = &own.method.merge else {
        panic!("{:?}", own.method.merge)
    };
    assert_eq!(&**reason, "has a loop");
    assert!(matches!(own.method.lift, MethodFunction::Lowered(_)));
    assert_eq!(
        fold(&own, &[2.0, -7.5, 4.0]),
        fold(&odds, &[2.0, -7.5, 4.0])
    );
}

#[test]
fn a_reloaded_method_keeps_the_scale_of_the_rulebook() {
    let odds = method("odds");
    let span = Span::new(FileId(1), 3, 4);
    let (own, found) = with_scale(&odds, &[Some((1.0, span)), None, Some((9.0, span)), None]);
    assert_eq!((found, own.method.scale), (vec![], [1.0, 4.0, 9.0, 20.0]));
    let again = reload_method(&own.method, FileId(0)).unwrap();
    assert_eq!(again.method.scale, own.method.scale);
    let (_, found) = with_scale(&odds, &[Some((101.0, span)), None, None, None]);
    assert_eq!(
        found[0].message,
        "`weakly` has to be at most 100, the range of the method, and is 101"
    );
    let (_, found) = with_scale(&odds, &[Some((5.0, span)), None, None, None]);
    assert_eq!(found[0].message, "`weakly` is 5 and `moderately` only 4");
}

#[test]
fn scripts_take_and_give_numbers_truths_and_words() {
    let library = library(
        "const RATE = 1.5; const NAMES = [\"tpm\", \"kanban\"];
         fn payback(needed, saving) { needed / saving }
         fn rated(x) { x * global::RATE }
         fn known(word) { word in global::NAMES }
         fn score(words) { let sum = 0; for word in words { if contains(word, \"a\") { sum += 1; } } sum }
         fn grade(x, strict) { if strict && x < 10 { \"poor\" } else { \"good\" } }
         fn last(list) { let at = len(list) - 1; list[at] }
         private fn hidden() { 1 }",
    );
    let call = |function: &str, arguments: &[Argument]| both(&library, function, arguments);
    assert_eq!(
        call("payback", &[Argument::Number(7.0), Argument::Number(2.0)]),
        Ok(Value::Number(3.5))
    );
    assert_eq!(
        call("rated", &[Argument::Number(2.0)]),
        Ok(Value::Number(3.0))
    );
    assert_eq!(
        call("known", &[Argument::Word("tpm".into())]),
        Ok(Value::Truth(true))
    );
    let set: Vec<Arc<str>> = vec!["kanban".into(), "tpm".into()];
    assert_eq!(
        call("score", &[Argument::Words(set.clone())]),
        Ok(Value::Number(1.0))
    );
    assert_eq!(
        call("last", &[Argument::Words(set)]),
        Ok(Value::Word("tpm".into()))
    );
    assert_eq!(
        call("grade", &[Argument::Number(3.0), Argument::Truth(true)]),
        Ok(Value::Word("poor".into()))
    );
    let fault = call("payback", &[Argument::Number(7.0), Argument::Number(0.0)]).unwrap_err();
    assert_eq!(fault.message, "`payback` gave a number that is not finite");
    let names: Vec<&str> = library
        .functions(SCRIPT)
        .iter()
        .map(|one| &*one.name)
        .collect();
    assert_eq!(
        names,
        ["grade", "known", "last", "payback", "rated", "score"]
    );
    assert!(library.find(SCRIPT, "payback", 2).is_ok());
    let (message, help) = library.find(SCRIPT, "paybak", 2).unwrap_err();
    assert_eq!(message, "there is no function `paybak` in this script");
    assert_eq!(help.unwrap(), "did you mean `payback`?");
    assert_eq!(
        library.find(SCRIPT, "rated", 2).unwrap_err().0,
        "`rated` takes 1 argument, not 2"
    );
    let payback = library.lowered(SCRIPT, "payback", 2).unwrap();
    assert_eq!(
        (&payback.parameters[..], payback.result),
        (&[Kind::Number, Kind::Number][..], Kind::Number)
    );
    assert_eq!(library.refusal(SCRIPT, "grade", 2), Some("uses text"));
    assert_eq!(library.refusal(SCRIPT, "score", 1), Some("has a loop"));
}

#[test]
fn what_gives_an_argument_back_gives_what_that_is() {
    let library = library(
        "fn back(x, y) { y } fn through(x, y) { back(y, x) } fn product(x, y) { x * y } fn flip(x) { !x }
         fn one(c, a, b) { if c { a } else { b } } fn more(c, a, b) { one(c, a, b) + 1 }",
    );
    let gives = |name, arity| library.lowered(SCRIPT, name, arity).unwrap().gives;
    assert_eq!(gives("back", 2), Some(Gives::Argument(1)));
    assert_eq!(gives("through", 2), Some(Gives::Argument(0)));
    assert_eq!(gives("product", 2), Some(Gives::Kind(Kind::Number)));
    assert_eq!(gives("flip", 1), Some(Gives::Kind(Kind::Truth)));
    assert_eq!(gives("one", 3), None);
    assert_eq!(gives("more", 3), Some(Gives::Kind(Kind::Number)));
    let truths = [true, false, true].map(Argument::Truth);
    assert_eq!(both(&library, "one", &truths), Ok(Value::Truth(false)));
    assert_eq!(
        both(&library, "back", &truths[..2]),
        Ok(Value::Truth(false))
    );
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let marked = library("\u{feff}fn f(x) { x * 2 }");
    assert_eq!(
        both(&marked, "f", &[Argument::Number(2.0)]),
        Ok(Value::Number(4.0))
    );
    let odds = format!("\u{feff}{}", shipped()[1].1);
    let (method, diagnostics) = load_method("own.rhai", FileId(0), &odds);
    assert_eq!(diagnostics, []);
    let again = reload_method(&method.unwrap().method, FileId(0));
    assert!(again.is_ok());
    let text = "\u{feff}fn f(x) { y }";
    let span = refused(text).span().unwrap();
    assert_eq!(&text[span.range()], "y");
}

#[test]
fn values_of_different_kinds_are_not_compared() {
    let library = library(
        "fn a(x) { x == \"1\" } fn b(x) { x < true } fn c(x) { x != () } fn d(x) { !x }
         fn e(x) { x + [1] } fn g(x) { if x { 1 } else { 2 } } fn h(x) { x && true }
         fn i(x) { let y = x; y += true; y } fn j(x) { [x] == [\"1\"] } fn k() { throw \"no luck\" }
         fn l(x) { [1, 2][x] }",
    );
    for (function, message) in [
        ("a", "`a` failed: cannot compare a number with a text"),
        (
            "b",
            "`b` failed: cannot compare a number with yes or no by `<`",
        ),
        ("c", "`c` failed: cannot compare a number with nothing"),
        ("d", "`d` failed: `!` needs yes or no, and got a number"),
        ("e", "`e` failed: cannot add a number and a list"),
        (
            "g",
            "`g` failed: yes or no is needed here, and a number was given",
        ),
        (
            "h",
            "`h` failed: yes or no is needed here, and a number was given",
        ),
        ("i", "`i` failed: cannot add a number and yes or no"),
        ("j", "`j` failed: cannot compare a number with a text"),
        ("l", "`l` failed: there is no element 7: the list has 2"),
    ] {
        let fault = both(&library, function, &[Argument::Number(7.0)]).unwrap_err();
        assert_eq!(fault.message, message);
        assert!(
            fault.span.is_some_and(|span| span.end > span.start),
            "{fault:?}"
        );
    }
    assert_eq!(
        both(&library, "k", &[]).unwrap_err().message,
        "`k` failed: no luck"
    );
}

#[test]
fn numbers_are_floats_whatever_they_look_like() {
    let library = library(
        "fn half(n) { let one = 1; let two = 2; one / two + n - n }
         fn close(a, b) { a < b }
         fn same(a) { a + 0.1 + 0.2 == 0.3 }
         fn zero(n) { 1 / (n * -1) }
         fn big(n) { let x = 9007199254740993; x + n }
         fn step(n) { let list = [5, 6, 7]; list[n + 1] }
         fn less(n) { n /= 2; n }
         fn largest(n) { max(n, 0.0 / 0.0) }",
    );
    let call = |function: &str, n: f64| both(&library, function, &[Argument::Number(n)]);
    assert_eq!(call("half", 0.0), Ok(Value::Number(0.5)));
    assert_eq!(call("same", 0.0), Ok(Value::Truth(false)));
    assert!(call("zero", 0.0).is_err());
    assert_eq!(call("big", 0.0), Ok(Value::Number(9007199254740992.0)));
    assert_eq!(call("step", 1.0), Ok(Value::Number(7.0)));
    assert_eq!(call("less", 3.0), Ok(Value::Number(1.5)));
    assert!(call("largest", 1.0).is_err());
    let one = [Argument::Number(1.0), Argument::Number(1.0f64.next_up())];
    assert_eq!(both(&library, "close", &one), Ok(Value::Truth(true)));
}

/// Scripts with the code, the marked place and the message of what is wrong with them.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    (
        "fn f(x) { 1 / 2 }",
        "E0505",
        "/",
        "both sides are whole numbers, which is integer division elsewhere",
    ),
    (
        "fn f(x) { x ** 2 }",
        "E0505",
        "*",
        "`**` differs from machine to machine",
    ),
    (
        "fn f(x) { eval(\"1\") }",
        "E0501",
        "eval",
        "this is not Rhai: reserved keyword `eval` is disabled",
    ),
    (
        "let a = 1; fn f() { 1 }",
        "E0502",
        "let",
        "only functions and constants may stand outside of functions",
    ),
    (
        "import \"a\" as a; fn f() { 1 }",
        "E0502",
        "import",
        "only functions and constants may stand outside of functions",
    ),
    (
        "fn f(x) { switch x { 1 => 2 } }",
        "E0503",
        "switch",
        "`switch` is not available in scripts",
    ),
    (
        "fn f(x) { #{a: 1} }",
        "E0503",
        "#",
        "an object map is not available in scripts",
    ),
    (
        "fn f(x) { print(x) }",
        "E0504",
        "print",
        "there is no function `print`",
    ),
    (
        "fn f(x) { timestamp() }",
        "E0504",
        "timestamp",
        "there is no function `timestamp`",
    ),
    (
        "fn f(x) { abz(x) }",
        "E0504",
        "abz",
        "there is no function `abz`",
    ),
    (
        "fn f(x) { abs(x, 1) }",
        "E0504",
        "abs",
        "`abs` takes 1 argument, not 2",
    ),
    ("fn f(x) { y }", "E0501", "y", "there is no variable `y`"),
    (
        "fn f(x) { x & 1 }",
        "E0503",
        "&",
        "`&` is not available in scripts",
    ),
    (
        "fn f(x) { try { x } catch { 1 } }",
        "E0503",
        "try",
        "`try` is not available in scripts",
    ),
    (
        "fn f(x) { let g = f; 1 }",
        "E0501",
        "f",
        "there is no variable `f`",
    ),
    (
        "fn f(x) { loop { break 1 / 2; } }",
        "E0503",
        "break",
        "`break` with a value is not available in scripts",
    ),
    (
        "fn f(x) { x.g }",
        "E0503",
        "g",
        "the property `g` is not available in scripts",
    ),
    (
        "fn f(x) {",
        "E0501",
        "",
        "this is not Rhai: expecting `}` to terminate this block",
    ),
];

#[test]
fn what_scripts_may_not_use_is_refused_with_its_place() {
    for (text, code, place, message) in REFUSED {
        let found = refused(text);
        assert_eq!((found.code, &*found.message), (*code, *message), "{text}");
        assert_eq!(
            text.get(found.span().unwrap().range()).unwrap_or(""),
            *place,
            "{text}"
        );
    }
}

#[test]
fn endless_and_greedy_scripts_end_soon() {
    let library = library(
        "fn forever() { loop { } }
         fn deep(n) { deep(n + 1) }
         fn text() { let s = \"ab\"; loop { s += s; } }
         fn list() { let a = []; loop { push(a, 1); } }
         fn nest() { let a = [1]; loop { a = [a]; } }
         fn twice() { let a = [1]; loop { a = [a, a]; } }
         fn copy() { let a = []; for i in 0..2000 { push(a, i); } loop { let b = a; } }
         fn hand() { let a = []; for i in 0..2000 { push(a, i); } loop { len(a); } }
         fn find() { let s = \"a\"; for i in 0..13 { s += s; } loop { contains(s, \"b\"); } }
         fn same() { let s = \"a\"; for i in 0..13 { s += s; } let t = s + \"\"; loop { if s != t { return 1; } } }
         fn far() { for i in 0..1000000000000 { } 1 }
         fn wide() { fan(0) + 1 }
         fn fan(n) { if n > 20 { 1 } else { fan(n + 1) + fan(n + 1) } }",
    );
    for function in [
        "forever", "text", "list", "nest", "twice", "copy", "hand", "find", "same", "far", "wide",
    ] {
        ends_soon(&library, function, &[]);
    }
    ends_soon(&library, "deep", &[Argument::Number(0.0)]);
}

/// How long this thread has computed; where the system does not say, the time that has passed.
#[expect(clippy::disallowed_methods, reason = "the test is about time")]
fn computed(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split(' ').next().and_then(|first| first.parse().ok());
    nanos.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

#[track_caller]
#[expect(clippy::disallowed_methods, reason = "the test is about time")]
fn ends_soon(library: &Library, function: &str, arguments: &[Argument]) {
    let start = Instant::now();
    let before = computed(start);
    let fault = library.call(SCRIPT, function, arguments).unwrap_err();
    let took = computed(start).saturating_sub(before);
    assert!(took < Duration::from_secs(2), "{function}: {took:?}");
    assert_eq!(fault.kind, FaultKind::Limit, "{fault:?}");
    assert_eq!(&*fault.function, function);
    assert!(fault.span.is_some());
}

#[test]
fn the_deepest_script_fits_the_stack_of_a_thread() {
    for (from, to, inner) in [
        ("abs(1 + ", ")", "f(x + 1)"),
        ("if x > 0 { ", " } else { 1 }", "f(x + 1)"),
        ("{ let y = 1 + ", "; y }", "f(x + 1)"),
        ("[1, ", "][1]", "f(x + 1)"),
        ("x > 0 && ", "", "f(x + 1)"),
        ("for y in [1] { ", " }", "f(x + 1)"),
    ] {
        let text = |levels: usize| {
            let (from, to) = (from.repeat(levels), to.repeat(levels));
            format!("fn f(x) {{ {from}{inner}{to} }}")
        };
        let load = |levels: usize| Library::load(&[("s", "s", FileId(0), &text(levels))]);
        let levels = (1..400)
            .rev()
            .find(|levels| load(*levels).1.is_empty())
            .unwrap();
        let library = library(&text(levels));
        let run = move || {
            library
                .call(SCRIPT, "f", &[Argument::Number(1.0)])
                .unwrap_err()
        };
        let thread = std::thread::Builder::new()
            .stack_size(2 << 20)
            .spawn(run)
            .unwrap();
        let fault = thread.join().unwrap();
        assert_eq!(fault.kind, FaultKind::Limit, "{fault:?} {levels}");
    }
    let deep = format!("fn f(x) {{ {}x{} }}", "(".repeat(400), ")".repeat(400));
    assert_eq!(refused(&deep).code, "E0506");
}

#[test]
fn depth_of_calls_is_the_same_on_both_routes() {
    for calls in 25..40 {
        let mut text = String::from("fn f0(x) { x + 1 }");
        for at in 1..calls {
            text.push_str(&format!(" fn f{at}(x) {{ f{}(x) }}", at - 1));
        }
        let library = library(&text);
        let _ = both(
            &library,
            &format!("f{}", calls - 1),
            &[Argument::Number(1.0)],
        );
    }
}

#[test]
fn the_catalogue_runs() {
    for code in CODES {
        let codes = |text: &str| -> Vec<&'static str> {
            let found = match code.kind {
                CodeInfo::METHOD => load_method("m.rhai", FileId(0), text).1,
                CodeInfo::SCRIPT => Library::load(&[("s", "s.rhai", FileId(0), text)]).1,
                _ => return vec![],
            };
            found.iter().map(|one| one.code).collect()
        };
        if matches!(code.kind, CodeInfo::METHOD | CodeInfo::SCRIPT) {
            assert!(
                codes(code.example).contains(&code.code),
                "{}: {:?}",
                code.code,
                codes(code.example)
            );
            assert!(
                !codes(code.instead).contains(&code.code),
                "{}: {:?}",
                code.code,
                codes(code.instead)
            );
        }
    }
}

#[test]
fn a_deep_chain_of_deep_functions_can_be_read() {
    let mut text = String::from("fn f0(x) { x + 1 }");
    for at in 1..30 {
        let (from, to) = ("abs(1 + ".repeat(12), ")".repeat(12));
        text.push_str(&format!(" fn f{at}(x) {{ {from}f{}(x){to} }}", at - 1));
    }
    let library = library(&text);
    assert_eq!(library.refusal(SCRIPT, "f29", 1), Some("nests too deep"));
    assert_eq!(
        both(&library, "f29", &[Argument::Number(1.0)]),
        Ok(Value::Number(350.0))
    );
}
