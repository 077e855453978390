//! Lets that use one another many times: the work is that of the text, not of the ways through it.

use std::fmt::Write as _;

use crate::program::Folder;

const SCRIPT: &str = "fn sum(x, y) { x + y }\nfn either(x, y) { x || y }\n";

const HEAD: &str = "rulebook r \"R\" { method scorecard }\nscript \"f.rhai\" as f\nstrategy a\nstrategy b\nparameter p = 1\n\
    topic t { fact n : number in 0..5  fact m : number in 0..5  fact y : yes_no }\n";

/// How many lets use the one before.
const LENGTH: usize = 60;

/// Each kind: the first let, what each other is of the one before, `K`, and a condition on the last.
const KINDS: [(&str, &str, &str); 15] = [
    ("= t.n", "= K + K", "K > 3"),
    ("= p", "= K + K", "K > t.n"),
    ("= t.n", "= max(K, K * K) - K / 2", "K > 3"),
    ("= t.n", "= if K > 1 then K + t.m else K", "K > 3"),
    (
        "= t.n",
        "= if K > 1 and t.y then K else 2 * K",
        "K between 1 and 3",
    ),
    ("= t.n", "= if K is known then K else K + K", "K > 1"),
    ("= t.n", "= f.sum(K, K)", "K > 1"),
    ("= t.y", "= f.either(K, K)", "K"),
    ("= t.y", "= (K and t.n > 0) or (K and t.n > 1)", "K"),
    (
        "= t.y",
        "= not (K and t.n > 0) and not (surely K or t.n > 3)",
        "K",
    ),
    (
        "= t.y",
        "= at least 2 of { K; t.y or K; K and t.n > 2 }",
        "K",
    ),
    (
        ": u < v { v when t.y  u otherwise }",
        ": u < v { v when K is v and t.n > 0  v when K is v and t.n > 1  u otherwise }",
        "K is v",
    ),
    (
        ": number { p when t.y  2 otherwise }",
        ": number { p when K > 1 and t.n > 0  2 when K > 1  3 otherwise }",
        "K > 1",
    ),
    (
        ": u < v by t.y { yes => v  no => u }",
        ": u < v by K, K { u, v => u  v, u => v  *, * => v }",
        "K is v",
    ),
    (
        ": number by t.y { yes => 1  no => 2 }",
        ": number by K, t.n { <= 1, > 2 => 1  > 1, * => 2  *, * => 3 }",
        "K > 1",
    ),
];

fn rules((first, next, last): (&str, &str, &str)) -> String {
    let mut rules = format!("{HEAD}let k0 {first}\n");
    for at in 1..=LENGTH {
        let next = next.replace('K', &format!("k{}", at - 1));
        writeln!(rules, "let k{at} {next}").unwrap();
    }
    let last = last.replace('K', &format!("k{LENGTH}"));
    writeln!(rules, "rule r {{ when {last} then favor a weakly }}").unwrap();
    rules
}

/// With all ways, of which there are more than 2^60, none of this would end.
#[test]
fn checking_evaluating_and_verifying_end() {
    let folder = Folder::with(&[
        ("f.rhai", SCRIPT),
        ("known.json", r#"{"t.n": 1, "t.m": 1, "t.y": true}"#),
        ("open.json", "{}"),
    ]);
    for kind in KINDS {
        folder.write("r.rules", rules(kind).as_bytes());
        let checked = folder.run(&["check", "r.rules"]);
        assert_eq!(checked.status, 0, "{kind:?} {checked}");
        for profile in ["known.json", "open.json"] {
            let told = [
                "eval", profile, "-r", "r.rules", "-f", "json", "-o", "t.json",
            ];
            let told = folder.run(&told);
            assert_eq!(told.status, 0, "{kind:?} {told}");
            let verified = folder.run(&["explain", "--verify", "t.json", "-r", "r.rules"]);
            assert_eq!(verified.status, 0, "{kind:?} {verified}");
        }
    }
}
