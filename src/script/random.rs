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
            (pair.clone(), prop_oneof![Just("min"), Just("max")])
                .prop_map(|((l, r), name)| format!("({l}).abs().{name}({r})")),
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

/// Cases of a `switch` and the same as conditions: numbers, then ranges, some with a guard.
fn cases() -> impl Strategy<Value = (String, String)> {
    let literal = prop_oneof![
        (-3i32..4).prop_map(|whole| whole.to_string()),
        (-3i32..4).prop_map(|whole| format!("{whole}.0")),
        (-6i32..7).prop_map(|halves| (f64::from(halves) / 2.0).to_string()),
    ];
    let guard = || proptest::option::of(prop_oneof![Just("b > 0"), Just("b <= x"), Just("flag")]);
    let one = (proptest::collection::vec(literal, 1..3), guard()).prop_map(|(literals, guard)| {
        let tests: Vec<String> = literals.iter().map(|it| format!("x == {it}")).collect();
        (literals.join(" | "), tests.join(" || "), guard)
    });
    let range = (-3i32..4, 0i32..4, any::<bool>(), guard());
    let range = range.prop_map(|(from, length, inclusive, guard)| {
        let to = from.saturating_add(length);
        let (dots, sign) = if inclusive {
            ("..=", "<=")
        } else {
            ("..", "<")
        };
        let test = format!("x >= {from} && x {sign} {to}");
        (format!("{from}{dots}{to}"), test, guard)
    });
    let all = (
        proptest::collection::vec(one, 0..4),
        proptest::collection::vec(range, 0..3),
    );
    all.prop_map(|(ones, ranges)| {
        let (mut switch, mut chain) = (String::new(), String::new());
        for (at, (case, test, guard)) in ones.into_iter().chain(ranges).enumerate() {
            let when = guard.map_or(String::new(), |guard| format!(" if {guard}"));
            switch.push_str(&format!("{case}{when} => {at}, "));
            let and = guard.map_or(String::new(), |guard| format!(" && {guard}"));
            chain.push_str(&format!("if ({test}){and} {{ return {at}; }} "));
        }
        (
            format!("switch x {{ {switch} _ => 99 }}"),
            format!("{chain} 99"),
        )
    })
}

/// What `f` gives in the interpreter is what `g` gives by operations.
#[track_caller]
fn same_by_both_ways(text: &str, arguments: &[Argument]) {
    let (library, diagnostics) = Library::load(&[("s", "s", FileId(0), text)]);
    if diagnostics.iter().any(|one| one.code == "E0506") {
        return;
    }
    assert!(diagnostics.is_empty(), "{text}\n{diagnostics:#?}");
    let arity = arguments.len();
    if library.refusal(ScriptId(0), "g", arity) == Some("is too long") {
        return;
    }
    assert!(library.lowered(ScriptId(0), "f", arity).is_none(), "{text}");
    assert!(library.lowered(ScriptId(0), "g", arity).is_some(), "{text}");
    let slow = library.interpret(ScriptId(0), "f", arguments);
    let fast = library.call(ScriptId(0), "g", arguments);
    match (&slow, &fast) {
        (Ok(Value::Number(one)), Ok(Value::Number(other))) => {
            assert_eq!(one.to_bits(), other.to_bits(), "{text}\n{arguments:?}");
        }
        (Err(one), Err(other)) => assert_eq!(one.kind, other.kind, "{text}\n{arguments:?}"),
        _ => panic!("{text}\n{arguments:?}: {slow:?} and {fast:?}"),
    }
}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_switch_is_a_chain_of_conditions(
        (switch, chain) in cases(),
        x in prop_oneof![(-8i32..9).prop_map(|halves| f64::from(halves) / 2.0), Just(-0.0), argument()],
        b in argument(),
        flag: bool,
    ) {
        let text = format!(
            "fn f(x, b, flag) {{ {switch} }}
             fn g(x, b, flag) {{ if flag {{ b += 0; }} {chain} }}"
        );
        same_by_both_ways(&text, &[Argument::Number(x), Argument::Number(b), Argument::Truth(flag)]);
    }

    #[test]
    fn a_loop_is_its_steps(
        body in proptest::collection::vec(statements(), 1..3),
        times in 1usize..4,
        a in argument(),
        b in argument(),
        flag: bool,
    ) {
        let body: String = body.join(" ").replace("return", "x =");
        let head = "if flag { a = a + 1; } let x = a; let list = [b, 1];";
        let steps: String = (0..times).map(|at| format!("{{ let i = {at}; x += i; {body} }} ")).collect();
        let text = format!(
            "const K = 2.5;
             fn helper(a, b) {{ if a == b {{ 3 }} else {{ b }} }}
             fn f(a, b, flag) {{ {head} for i in 0..{times} {{ x += i; {body} }} x }}
             fn g(a, b, flag) {{ {head} {steps} x }}"
        );
        same_by_both_ways(&text, &[Argument::Number(a), Argument::Number(b), Argument::Truth(flag)]);
    }
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
