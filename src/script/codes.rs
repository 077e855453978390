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
        what: "a script is not Rhai, or uses a name that is not there",
        why: "A script is read as a whole before any of it runs; a misspelt name would only show when its line is reached.",
        example: "fn f(x) { x + rate }",
        instead: "const RATE = 2;\nfn f(x) { x + global::RATE }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0502",
        name: "script-state",
        what: "something else than a function or a constant stands at the top of a script",
        why: "Functions are pure: they have no state between calls, so statements outside of them would never matter.",
        example: "let rate = 2;\nfn f(x) { x }",
        instead: "const RATE = 2;\nfn f(x) { x * global::RATE }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0503",
        name: "script-feature",
        what: "a script uses a part of Rhai that is not available here",
        why: "What reaches outside, hides something or tells `2` from `2.0` is left out, so that every machine gives the same result; the message gives the reason.",
        example: "fn f(x) { print(x); x }",
        instead: "fn f(x) { x }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0504",
        name: "script-function",
        what: "a script calls a function that is not there, or with another number of arguments",
        why: "Scripts have their own functions and a short list of others; there are no files, no clock and no randomness.",
        example: "fn f(x) { absolute(x) }",
        instead: "fn f(x) { abs(x) }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0505",
        name: "script-arithmetic",
        what: "a script divides two whole numbers as written, or uses `**`",
        why: "Every number here is a float, but `1 / 2` is 0 in Rhai elsewhere, and `**` differs from machine to machine.",
        example: "fn f(x) { x * (1 / 2) }",
        instead: "fn f(x) { x * (1.0 / 2) }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0506",
        name: "script-size",
        what: "a script is too long, nests too deep, or writes out a list or map that is too long",
        why: "Every size has a limit, so that no script can exhaust the memory or the stack.",
        example: "fn f(x) { ((((((((((((((((((((((((((((((((((((((((x)))))))))))))))))))))))))))))))))))))))) }",
        instead: "fn f(x) { x }",
        kind: CodeInfo::SCRIPT,
    },
    CodeInfo {
        code: "E0510",
        name: "method-function",
        what: "a method lacks one of its functions, or the function takes another number of arguments",
        why: "A method is the set of these functions; the program calls each of them.",
        example: "fn merge(a, b) { a + b }",
        instead: SOUND,
        kind: CodeInfo::METHOD,
    },
    CodeInfo {
        code: "E0511",
        name: "method-constant",
        what: "`scale`, `range`, `normalize` or `zero` of a method does not give what is needed",
        why: "They are asked once, when the method is loaded: words rise within the range, and evidence is a number or a list of numbers.",
        example: method!("fn zero() { \"none\" }", "fn merge(a, b) { a + b }"),
        instead: SOUND,
        kind: CodeInfo::METHOD,
    },
    CodeInfo {
        code: "E0512",
        name: "method-result",
        what: "a function of a method fails, or gives something of another kind than it has to",
        why: "Evidence keeps its shape through `lift`, `merge` and `cut`; `total`, `belief` and `share` give numbers.",
        example: method!("fn zero() { 0 }", "fn merge(a, b) { a < b }"),
        instead: SOUND,
        kind: CodeInfo::METHOD,
    },
    CodeInfo {
        code: "E0513",
        name: "method-law",
        what: "a method breaks one of the laws of evidence",
        why: "The order of rules must not matter, and more evidence must never count for less; bounds under unknowns rest on this.",
        example: method!("fn zero() { 0 }", "fn merge(a, b) { a + b * 2 }"),
        instead: SOUND,
        kind: CodeInfo::METHOD,
    },
    CodeInfo {
        code: "E0514",
        name: "scale-value",
        what: "a rulebook gives a word a value that is not positive, past the method's range, or out of order",
        why: "`weakly`, `moderately`, `strongly` and `decisively` have to rise in this order, whoever sets them.",
        example: "rulebook r \"R\" { method odds scale { weakly 200 } }\nstrategy a \"A\"\n",
        instead: "rulebook r \"R\" { method odds scale { weakly 1 } }\nstrategy a \"A\"\n",
        kind: CodeInfo::RULES,
    },
];
