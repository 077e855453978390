//! Random arithmetic scripts: what they give by operations and through Rhai has to be the same to the last bit.

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::test_runner::Config;

use super::{Argument, Library, Value};
use crate::base::FileId;
use crate::model::ScriptId;

/// An expression that is a number.
fn number() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("x".to_owned()),
        Just("list[0]".to_owned()),
        Just("list[1]".to_owned()),
        (-9i32..10).prop_map(|whole| whole.to_string()),
        Just("-0.0".to_owned()),
        Just("0.1".to_owned()),
        Just("1e300".to_owned()),
        Just("global::K".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            (pair.clone(), prop_oneof![Just("+"), Just("-"), Just("*")])
                .prop_map(|((l, r), sign)| format!("({l} {sign} {r})")),
            (inner.clone(), inner.clone()).prop_map(|(l, r)| format!("({l} / (0.0 + {r}))")),
            (
                pair.clone(),
                prop_oneof![Just("min"), Just("max"), Just("pow"), Just("helper")]
            )
                .prop_map(|((l, r), name)| format!("{name}({l}, {r})")),
            (
                inner.clone(),
                prop_oneof![Just("abs"), Just("exp"), Just("ln"), Just("-")]
            )
                .prop_map(|(l, name)| format!("{name}({l})")),
            (pair.clone(), inner.clone()).prop_map(|((l, r), x)| format!("clamp({x}, {l}, {r})")),
            (truth_of(inner.clone()), pair)
                .prop_map(|(test, (l, r))| format!("if {test} {{ {l} }} else {{ {r} }}"))
                .prop_map(|text| format!("({text})")),
        ]
    })
}

/// An expression that is a truth, of numbers.
fn truth_of(
    number: impl Strategy<Value = String> + Clone + 'static,
) -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        Just("<"),
        Just("<="),
        Just(">"),
        Just(">="),
        Just("=="),
        Just("!=")
    ];
    let test = (number.clone(), sign, number).prop_map(|(l, sign, r)| format!("{l} {sign} {r}"));
    let leaf = prop_oneof![3 => test, 1 => Just("flag".to_owned()), 1 => Just("true".to_owned())];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4)
                .prop_map(|all| format!("({})", all.join(" && "))),
            proptest::collection::vec(inner.clone(), 2..4)
                .prop_map(|all| format!("({})", all.join(" || "))),
            inner.prop_map(|one| format!("!({one})")),
        ]
    })
}

fn statements() -> impl Strategy<Value = String> {
    let simple = prop_oneof![
        number().prop_map(|value| format!("x = {value};")),
        (
            number(),
            prop_oneof![Just("+="), Just("-="), Just("*="), Just("/=")]
        )
            .prop_map(|(value, sign)| format!("x {sign} {value};")),
        number().prop_map(|value| format!("let b = {value}; a = b;")),
        number().prop_map(|value| format!("list[1] = {value};")),
        truth_of(number().boxed()).prop_map(|test| format!("flag = {test};")),
        number().prop_map(|value| format!("x = {{ let y = {value}; y + 1 }};")),
    ];
    simple.prop_recursive(3, 12, 3, |inner| {
        let block = proptest::collection::vec(inner, 1..3).prop_map(|all| all.join(" "));
        let branch = prop_oneof![
            3 => block.clone(),
            1 => (block, number()).prop_map(|(block, value)| format!("{block} return {value};")),
        ];
        (
            truth_of(number().boxed()),
            branch.clone(),
            proptest::option::of(branch),
        )
            .prop_map(|(test, then, other)| match other {
                Some(other) => format!("if {test} {{ {then} }} else {{ {other} }}"),
                None => format!("if {test} {{ {then} }}"),
            })
    })
}

fn script() -> impl Strategy<Value = String> {
    (
        proptest::collection::vec(statements(), 0..5),
        number(),
        truth_of(number().boxed()),
        any::<bool>(),
    )
        .prop_map(|(statements, value, test, early)| {
            let early = if early {
                "if a > b { return a - b; } "
            } else {
                ""
            };
            format!(
                "const K = 2.5;
                 fn helper(a, b) {{ {early}if a == b {{ 3 }} else {{ b }} }}
                 fn f(a, b, flag) {{
                     if flag {{ a = a + 1; }}
                     let x = a; let list = [b, 1];
                     {}
                     {value}
                 }}
                 fn g(a, b, flag) {{ if flag {{ b += 1; }} let x = b; let list = [a, 2]; {test} }}",
                statements.join("\n")
            )
        })
}

fn argument() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-9i32..10).prop_map(f64::from),
        -100.0..100.0,
        Just(-0.0),
        Just(0.1 + 0.2),
        Just(9_007_199_254_740_993.0),
        Just(-1e308),
    ]
}

proptest! {
    #![proptest_config(Config { cases: 400, failure_persistence: None, ..Config::default() })]

    #[test]
    fn operations_and_rhai_agree(text in script(), a in argument(), b in argument(), flag: bool) {
        let (library, diagnostics) = Library::load(&[("s", "s", FileId(0), &text)]);
        proptest::prop_assume!(diagnostics.iter().all(|one| one.code != "E0506"));
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        for name in ["f", "g"] {
            let refusal = library.refusal(ScriptId(0), name, 3);
            assert!(library.lowered(ScriptId(0), name, 3).is_some(), "{refusal:?}");
            let arguments = [Argument::Number(a), Argument::Number(b), Argument::Truth(flag)];
            let fast = library.call(ScriptId(0), name, &arguments);
            let slow = library.interpret(ScriptId(0), name, &arguments);
            match (&fast, &slow) {
                (Ok(Value::Number(one)), Ok(Value::Number(other))) => {
                    assert_eq!(one.to_bits(), other.to_bits(), "{name}: {one} {other}");
                }
                _ => assert_eq!(fast, slow, "{name}"),
            }
        }
    }
}
