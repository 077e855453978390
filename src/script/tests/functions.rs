//! Functions of scripts: what they take and give, by operations and through Rhai.

use std::sync::Arc;

use super::{SCRIPT, both, library, refused};
use crate::base::FileId;
use crate::script::{Argument, Gives, Kind, Value, load_method, reload_method, shipped};

/// Functions of every kind.
const FUNCTIONS: &str = "const RATE = 1.5; const NAMES = [\"tpm\", \"kanban\"];
         fn payback(needed, saving) { needed / saving }
         fn rated(x) { x * global::RATE }
         fn known(word) { word in global::NAMES }
         fn score(words) { let sum = 0; for word in words { if contains(word, \"a\") { sum += 1; } } sum }
         fn grade(x, strict) { if strict && x < 10 { \"poor\" } else { \"good\" } }
         fn last(list) { let at = len(list) - 1; list[at] }
         private fn hidden() { 1 }";

#[test]
fn scripts_take_and_give_numbers_truths_and_words() {
    let library = library(FUNCTIONS);
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
    let words = "`payback` returned a number that is not finite";
    assert_eq!(fault.message, words);
}

#[test]
fn functions_are_listed_found_and_lowered() {
    let library = library(FUNCTIONS);
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
    let told = library.find(SCRIPT, "paybak", 2).unwrap_err();
    assert_eq!(told.message, "there is no function `paybak` in this script");
    assert_eq!((told.near.as_deref(), told.help), (Some("payback"), None));
    let told = library.find(SCRIPT, "rated", 2).unwrap_err();
    assert_eq!(told.message, "`rated` takes 1 argument, not 2");
    assert!(told.help.unwrap().starts_with("it is written `fn rated("));
    let told = library.find(SCRIPT, "hidden", 0).unwrap_err();
    assert_eq!(told.message, "`hidden` is private in this script");
    assert!(told.help.unwrap().starts_with("delete `private` before"));
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
        ("d", "`d` failed: `!` needs yes or no, but got a number"),
        ("e", "`e` failed: cannot add a number and a list"),
        (
            "g",
            "`g` failed: yes or no is needed here, but a number was given",
        ),
        (
            "h",
            "`h` failed: yes or no is needed here, but a number was given",
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
    let seven = [Argument::Number(7.0)];
    assert_eq!(both(&library, "c", &seven), Ok(Value::Truth(true)));
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

#[test]
fn what_a_function_gives_is_seen_in_its_text() {
    let library = library(
        "const NAMES = [\"a\"]; const RATE = 2;
         fn yes(x) { for y in x { if y == \"a\" { return true; } } false }
         fn known(x) { x in global::NAMES }
         fn points(x) { let n = 0; for y in x { if y == \"a\" { n += 1; } } n }
         fn chosen(x) { switch x { \"a\" => 1, \"b\" => { return global::RATE; } _ => throw \"no\" } }
         fn size(x) { x.len() }
         fn down(x) { if x.len() == 0 { 0 } else { x.pop(); down(x) } }
         fn through(x) { points(x) > 2 || yes(x) }
         fn mixed(x) { if x == \"a\" { true } else { 1 } }
         fn missing(x) { switch x { \"a\" => 1 } }
         fn joined(x) { \"a\" + x }
         fn element(x) { x[0] }
         fn summed(x) { let n = 0; for i in 0..x.len() { n = n + i; } n }
         fn grown(x) { let n = 0; for y in [x] { n += y; } n }
         fn captured(x) { let n = 0; [x].for_each(|y| { n = y == \"a\"; }); n }
         fn handed(x) { let a = 0; let b = 0; let c = 0; let d = 0; let e = 0; let f = 0;
                        for y in x { a = b; b = c; c = d; d = e; e = f; f = y == \"a\"; } a }",
    );
    let gives = |name: &str| library.gives(SCRIPT, name, 1);
    let (number, truth) = (
        Some(Gives::Kind(Kind::Number)),
        Some(Gives::Kind(Kind::Truth)),
    );
    for (name, kind) in [
        ("yes", truth),
        ("known", truth),
        ("points", number),
        ("chosen", number),
        ("size", number),
        ("down", number),
        ("through", truth),
        ("mixed", None),
        ("missing", None),
        ("joined", None),
        ("element", None),
        ("summed", number),
        ("grown", None),
        ("captured", None),
        ("handed", None),
    ] {
        assert!(library.lowered(SCRIPT, name, 1).is_none(), "{name}");
        assert_eq!(gives(name), kind, "{name}");
    }
}
