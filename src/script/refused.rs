//! What scripts may not use: one entry for each reason, with the way out. Finds no uses of it.

use crate::base::{Diagnostic, Span};

/// A reason for which something is refused.
#[derive(Clone, Copy, Debug)]
pub struct Refused {
    /// What it is called in a list.
    pub name: &'static str,
    /// The words and signs that are refused for this reason, as they are written.
    pub words: &'static [&'static str],
    /// Why, as the rest of a sentence.
    pub why: &'static str,
    /// What to write instead.
    pub instead: &'static str,
    /// The code of the error.
    pub code: &'static str,
    /// A script in which it is met.
    pub example: &'static str,
}

/// All reasons: whatever is refused is refused for one of them.
pub const REFUSED: &[Refused] = &[
    OUTSIDE, CLOCK, CHANCE, OUTPUT, STATE, CONTEXT, POINTERS, RUN_TIME, CATCH, EXIT, KINDS, BITS,
    DIVISION, POWER,
];

/// Whatever is not in the script itself.
pub(super) const OUTSIDE: Refused = Refused {
    name: "files, modules, network",
    words: &[
        "import",
        "export",
        "open_file",
        "read_file",
        "write_file",
        "env",
        "http_get",
    ],
    why: "a script reaches nothing outside itself, so a rulebook gives the same result everywhere",
    instead: "pass what the function needs as an argument, or write it in this script",
    code: "E0503",
    example: "fn f(x) { open_file(x) }",
};

const CLOCK: Refused = Refused {
    name: "time",
    words: &["timestamp", "now", "today", "elapsed", "sleep"],
    why: "the result would depend on when it is computed",
    instead: "make the date or the duration a fact and pass it as an argument",
    code: "E0503",
    example: "fn f(x) { timestamp() - x }",
};

const CHANCE: Refused = Refused {
    name: "randomness",
    words: &[
        "rand",
        "rand_float",
        "rand_bool",
        "random",
        "shuffle",
        "sample",
    ],
    why: "the result would differ from run to run",
    instead: "pass a number that is a fact or a parameter",
    code: "E0503",
    example: "fn f(x) { x + rand() }",
};

const OUTPUT: Refused = Refused {
    name: "output",
    words: &["print", "debug"],
    why: "a function returns a result and writes nothing",
    instead: "return what you want to see, or end the call with `throw \"…\"`; `hansei explain` shows what a call returns",
    code: "E0503",
    example: "fn f(x) { print(x); x }",
};

/// Statements at the top of a script.
pub(super) const STATE: Refused = Refused {
    name: "state between calls",
    words: &["`let` and other statements outside functions"],
    why: "each call starts fresh, so a statement outside functions would have no effect",
    instead: "write it in a function, or make the value a constant, as in `const RATE = 2;`, and read it as `global::RATE`",
    code: "E0502",
    example: "let rate = 2; fn f(x) { x }",
};

/// What a function would see besides its arguments.
pub(super) const CONTEXT: Refused = Refused {
    name: "hidden arguments",
    words: &["this", "`f!(x)`", "`x.f()` with a function of the script"],
    why: "a function sees its arguments and nothing else",
    instead: "pass the value as an argument, as in `f(x)`",
    code: "E0503",
    example: "fn f(x) { this + x }",
};

/// Functions that are not called by name.
pub(super) const POINTERS: Refused = Refused {
    name: "functions as values",
    words: &["Fn", "call", "curry", "is_def_fn", "get_fn_metadata_list"],
    why: "the text of a script must say which function is called",
    instead: "call the function by name, as in `f(x)`; an inline function, as in `list.filter(|x| x > 2)`, is written only where it is used",
    code: "E0503",
    example: "fn f(x) { let g = |y| y + 1; g.call(x) }",
};

/// Code that is made while a script runs.
pub(super) const RUN_TIME: Refused = Refused {
    name: "code made while it runs",
    words: &["eval"],
    why: "no one could check the code before it runs",
    instead: "write the code itself",
    code: "E0503",
    example: "fn f(x) { eval(\"x + 1\") }",
};

/// Hidden failures.
pub(super) const CATCH: Refused = Refused {
    name: "hidden failures",
    words: &["try"],
    why: "a failure would be hidden, and no one would notice",
    instead: "check first, as in `if x != 0 { y / x } else { 0 }`",
    code: "E0503",
    example: "fn f(x) { try { x } catch { 1 } }",
};

const EXIT: Refused = Refused {
    name: "the end of the program",
    words: &["exit"],
    why: "a function ends its own call and nothing else",
    instead: "write `return`, or `throw \"…\"` if there is no result",
    code: "E0503",
    example: "fn f(x) { exit(x) }",
};

const KINDS: Refused = Refused {
    name: "kinds of numbers",
    words: &["type_of", "is_def_var", "is_shared", "tag", "set_tag"],
    why: "it would distinguish `2` from `2.0`, which are the same number here",
    instead: "know what your arguments are; `x == floor(x)` tests whether a number is whole",
    code: "E0503",
    example: "fn f(x) { type_of(x) == \"i64\" }",
};

/// Numbers as rows of bits.
pub(super) const BITS: Refused = Refused {
    name: "bits",
    words: &[
        "&",
        "|",
        "^",
        "~",
        "<<",
        ">>",
        "&=",
        "|=",
        "^=",
        "<<=",
        ">>=",
        "bits",
        "blob",
        "to_hex",
        "to_octal",
        "to_binary",
    ],
    why: "every number is a float, not a row of bits",
    instead: "for yes and no, write `&&`, `||` and `!=`; a power is `pow(x, y)`",
    code: "E0503",
    example: "fn f(x) { x & 1 }",
};

/// Division that other languages cut off.
pub(super) const DIVISION: Refused = Refused {
    name: "division of whole numbers",
    words: &["`1 / 2` with both sides written as whole numbers"],
    why: "standard Rhai cuts such a result to a whole number",
    instead: "write one side with a decimal point, as in `1.0 / 2`; for a whole result, write `floor(a / b)`",
    code: "E0505",
    example: "fn f(x) { x * (1 / 2) }",
};

/// Powers by a sign.
const POWER: Refused = Refused {
    name: "the sign for powers",
    words: &["**", "**="],
    why: "its result differs from machine to machine",
    instead: "write `pow(x, y)`, which is the same everywhere",
    code: "E0505",
    example: "fn f(x) { x ** 2 }",
};

/// Why a word or sign is refused, where it is.
pub(super) fn find(word: &str) -> Option<&'static Refused> {
    REFUSED.iter().find(|one| one.words.contains(&word))
}

impl Refused {
    /// The error where it is met; `what` is the user's text in backticks, or words for it.
    pub(super) fn diagnostic(&self, what: &str, span: Span) -> Diagnostic {
        let message = format!("{what} is not available in scripts: {}", self.why);
        Diagnostic::error(self.code, span, message).help(self.instead)
    }
}
