//! The catalogue of what can be wrong with a script or a method.

use crate::base::CodeInfo;

/// A method in which everything holds but what is handed in.
macro_rules! method {
    ($zero:literal, $merge:literal) => {
        concat!(
            "fn scale(word) { 2 }\nfn range() { 10 }\nfn normalize() { true }\n",
            $zero,
            "\nfn lift(weight, certainty) { weight * certainty }\n",
            $merge,
            "\nfn total(x) { x }\nfn belief(x) { x / (1 + abs(x)) }\n",
            "fn share(total, best) { max(total, 0) }\n"
        )
    };
}

const SOUND: &str = method!("fn zero() { 0 }", "fn merge(a, b) { a + b }");

/// The codes of this layer.
pub const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "E0501",
        name: "script-not-read",
        what: "a script is not Rhai, or uses a name that does not exist",
        why: "A script is read as a whole before any of it runs. Otherwise a misspelled name would show only when its line is reached.",
        example: "fn f(x) { x + rate }",
        instead: "const RATE = 2;\nfn f(x) { x + global::RATE }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0502",
        name: "script-state",
        what: "something other than a function or a constant is at the top level of a script",
        why: "Functions are pure. They keep no state between calls, so statements outside them would have no effect.",
        example: "let rate = 2;\nfn f(x) { x }",
        instead: "const RATE = 2;\nfn f(x) { x * global::RATE }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0503",
        name: "script-feature",
        what: "a script uses a part of Rhai that is not available here",
        why: "Features that reach outside, hide something, or distinguish `2` from `2.0` are left out, so that every machine gives the same result. The message gives the reason.",
        example: "fn f(x) { print(x); x }",
        instead: "fn f(x) { x }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0504",
        name: "script-function",
        what: "a script calls a function that does not exist, or with the wrong number of arguments",
        why: "Scripts have their own functions and a short list of others. There are no files, no clock and no randomness.",
        example: "fn f(x) { absolute(x) }",
        instead: "fn f(x) { abs(x) }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0505",
        name: "script-arithmetic",
        what: "a script divides two whole numbers as written, or uses `**`",
        why: "Every number here is a float, but in standard Rhai `1 / 2` is 0, and `**` differs from machine to machine.",
        example: "fn f(x) { x * (1 / 2) }",
        instead: "fn f(x) { x * (1.0 / 2) }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0506",
        name: "script-size",
        what: "a script is too long, nests too deeply, or contains a list or map that is too long",
        why: "Every size has a limit, so that no script can exhaust the memory or the stack.",
        example: "fn f(x) { ((((((((((((((((((((((((((((((((((((((((x)))))))))))))))))))))))))))))))))))))))) }",
        instead: "fn f(x) { x }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0510",
        name: "method-function",
        what: "a method lacks one of its functions, or the function takes a different number of arguments",
        why: "A method is the set of these functions. The program calls each of them.",
        example: "fn merge(a, b) { a + b }",
        instead: SOUND,
        kind: CodeInfo::METHOD,
    },
    CodeInfo {
        code: "E0511",
        name: "method-constant",
        what: "`scale`, `range`, `normalize` or `zero` of a method does not return what is needed",
        why: "They are called once, when the method is loaded. The words must rise within the range, and evidence must be a number or a list of numbers.",
        example: method!("fn zero() { \"none\" }", "fn merge(a, b) { a + b }"),
        instead: SOUND,
        kind: CodeInfo::METHOD,
    },
    CodeInfo {
        code: "E0512",
        name: "method-result",
        what: "a function of a method fails, or returns the wrong kind of value",
        why: "Evidence keeps its shape through `lift`, `merge` and `cut`. `total`, `belief` and `share` return numbers.",
        example: method!("fn zero() { 0 }", "fn merge(a, b) { a < b }"),
        instead: SOUND,
        kind: CodeInfo::METHOD,
    },
    CodeInfo {
        code: "E0513",
        name: "method-law",
        what: "a method breaks one of the laws of evidence",
        why: "The order of rules must not matter, and more evidence must never count for less. The bounds for unknown answers rest on this.",
        example: method!("fn zero() { 0 }", "fn merge(a, b) { a + b * 2 }"),
        instead: SOUND,
        kind: CodeInfo::METHOD,
    },
    CodeInfo {
        code: "E0514",
        name: "scale-value",
        what: "a rulebook gives a word a value that is not positive, outside the method's range, or out of order",
        why: "`weakly`, `moderately`, `strongly` and `decisively` must rise in this order, whoever sets them.",
        example: "rulebook r \"R\" { method odds scale { weakly 200 } }\nstrategy a \"A\"\n",
        instead: "rulebook r \"R\" { method odds scale { weakly 1 } }\nstrategy a \"A\"\n",
        kind: CodeInfo::RULES,
    },
    CodeInfo {
        code: "W0504",
        name: "method-function-nearly-known",
        what: "nothing calls a function of a method, and its name is nearly that of a function that a method may have",
        why: "`cut` and `describe` are optional. If the name of one is misspelled, the method works without it, and no one notices.",
        example: method!(
            "fn zero() { 0 }\nfn descirbe(x) { `${x} votes` }",
            "fn merge(a, b) { a + b }"
        ),
        instead: method!(
            "fn zero() { 0 }\nfn describe(x) { `${x} votes` }",
            "fn merge(a, b) { a + b }"
        ),
        kind: CodeInfo::METHOD,
    },
    CodeInfo {
        code: "W0505",
        name: "script-point-between-thousands",
        what: "A number in a script has three decimals, and the last one is a needless zero.",
        why: "A point begins decimals. In many countries it stands between thousands, and the number would be a thousand times as large.",
        example: "fn f(x) { x * 50.000 }",
        instead: "fn f(x) { x * 50000 }",
        kind: CodeInfo::SCRIPT,
    },
];
