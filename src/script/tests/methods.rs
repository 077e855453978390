//! Inference methods: the shipped ones against published numbers, broken ones, and loading again.

use super::{method, near};
use crate::base::{FileId, Span};
use crate::model::{Evidence, MethodFunction};
use crate::script::{FaultKind, LoadedMethod, load_method, reload_method, shipped, with_scale};

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
        "`merge(1, -1)` returns a number that is not finite"
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
    let text = include_str!("../../../tests/cases/dempster_shafer/dempster_shafer.rhai");
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
        "`merge([1, 0], [0, 1])` returns a number that is not finite"
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
        "`merge(0, 2)` returns 4, not 2",
    );
    check(
        "fn total(x) { x }",
        "fn total(x) { x + 1 }",
        "`total(zero())` returns 1, not 0",
    );
    check(
        "fn total(x) { x }",
        "fn total(x) { -x }",
        "`total(lift(-100, 0.3))` returns 30, `total(lift(-50, 0.3))` returns 15",
    );
    check(
        "{ weight * certainty }",
        "{ weight + certainty }",
        "`lift(-100, 0)` returns -100, not 0",
    );
    check(
        "fn zero() { 0 }",
        "fn zero() { \"none\" }",
        "`zero()` returns a text, not a number or a list of 1 to 16 numbers",
    );
    check(
        "{ pow(10, (total - best) / 10) }",
        "{ total - best }",
        "`share(-200, -101.5)` returns -98.5, which is negative",
    );
    check(
        "fn range() { 100 }",
        "fn range() { 10 }",
        "`scale(\"decisively\")` must be at most 10, the range of the method, but is 20",
    );
    check(
        "fn describe(x) {",
        "fn describe(x) { return 3;",
        "`describe(0)` returns a number, not a text",
    );
    check(
        "fn merge(a, b) { a + b }",
        "fn merge(a, b) { a == b }",
        "`merge` returns yes or no, not a number",
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
        "`weakly` must be at most 100, the range of the method, but is 101"
    );
    let (_, found) = with_scale(&odds, &[Some((5.0, span)), None, None, None]);
    assert_eq!(found[0].message, "`weakly` is 5 and `moderately` only 4");
}
