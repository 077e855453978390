//! What scripts may not use: each with its code, its place and its reason.

use super::refused;
use crate::base::{CodeInfo, FileId};
use crate::script::{CODES, Library, REFUSED, load_method};

/// Scripts with the code, the marked place, and how the message begins.
const REFUSED_ARE: &[(&str, &str, &str, &str)] = &[
    (
        "fn f(x) { 1 / 2 }",
        "E0505",
        "/",
        "`/` between two literal whole numbers is not available in scripts: standard Rhai",
    ),
    (
        "fn f(x) { x ** 2 }",
        "E0505",
        "*",
        "`**` is not available in scripts: its result differs from machine to machine",
    ),
    (
        "fn f(x) { eval(\"1\") }",
        "E0503",
        "eval",
        "`eval` is not available in scripts: no one could check the code before it runs",
    ),
    (
        "let a = 1; fn f() { 1 }",
        "E0502",
        "let",
        "a statement outside functions is not available in scripts: each call starts fresh",
    ),
    (
        "import \"a\" as a; fn f() { 1 }",
        "E0503",
        "import",
        "`import` is not available in scripts: a script reaches nothing outside itself",
    ),
    (
        "const A = f(1); fn f(x) { x }",
        "E0502",
        "const",
        "a constant is a number, a text, yes or no, or a list or map of them, written literally",
    ),
    (
        "fn f(x) { print(x) }",
        "E0503",
        "print",
        "`print` is not available in scripts: a function returns a result and writes nothing",
    ),
    (
        "fn f(x) { timestamp() }",
        "E0503",
        "timestamp",
        "`timestamp` is not available in scripts: the result would depend on when it is computed",
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
    (
        "fn f(x) { x.sub_string() }",
        "E0504",
        "sub_string",
        "`sub_string` takes 2 or 3 arguments, not 1",
    ),
    ("fn f(x) { y }", "E0501", "y", "there is no variable `y`"),
    (
        "fn f(x) { [1].map(|y| y + z).len() }",
        "E0501",
        "z",
        "there is no variable `z`",
    ),
    (
        "fn f(x) { x & 1 }",
        "E0503",
        "&",
        "`&` is not available in scripts: every number is a float",
    ),
    (
        "fn f(x) { try { x } catch { 1 } }",
        "E0503",
        "try",
        "`try` is not available in scripts: a failure would be hidden",
    ),
    (
        "fn f(x) { let g = f; 1 }",
        "E0501",
        "f",
        "there is no variable `f`",
    ),
    (
        "fn f(x) { let g = |y| y; 1 }",
        "E0503",
        "|",
        "an inline function is not available in scripts: the text of a script must say",
    ),
    (
        "fn f(x) { let g = |y| y + x; 1 }",
        "E0503",
        "|",
        "an inline function is not available in scripts: the text of a script must say",
    ),
    (
        "fn f(x) { x.max(|y| y) }",
        "E0503",
        "|",
        "an inline function is not available in scripts: the text of a script must say",
    ),
    (
        "fn f(x) { x.call(1) }",
        "E0503",
        "call",
        "`call` is not available in scripts: the text of a script must say",
    ),
    (
        "fn f(x) { loop { break 1 / 2; } }",
        "E0505",
        "/",
        "`/` between two literal whole numbers",
    ),
    (
        "fn f(x) { switch x { 1 => x ** 2, _ => 1 } }",
        "E0505",
        "*",
        "`**` is not available",
    ),
    (
        "fn f(x) { #{a: [x ** 2]} }",
        "E0505",
        "*",
        "`**` is not available",
    ),
    (
        "fn f(x) { [1].map(|y| y ** 2).len() }",
        "E0505",
        "*",
        "`**` is not available",
    ),
    (
        "fn f(x) { this }",
        "E0503",
        "this",
        "`this` is not available in scripts: a function sees its arguments and nothing else",
    ),
    (
        "fn g(x) { x } fn f(x) { x.g() }",
        "E0503",
        "g",
        "`g` of this script, called on a value, is not available in scripts: a function sees",
    ),
    (
        "fn abs() { 1 } fn f(x) { x.abs() }",
        "E0503",
        "abs",
        "`abs` of this script, called on a value, is not available in scripts: a function sees",
    ),
    (
        "fn g(x) { x } fn f(x) { g!(x) }",
        "E0503",
        "g",
        "`g!` is not available in scripts: a function sees its arguments and nothing else",
    ),
    (
        "fn f(x) { math::abs(x) }",
        "E0503",
        "math",
        "`math::` is not available in scripts: a script reaches nothing outside",
    ),
    (
        "fn f(x) { switch x { 1 + x => 1, _ => 2 } }",
        "E0501",
        "+",
        "a case of `switch` is a number, a text, yes or no, or a range of whole numbers",
    ),
    (
        "fn f(x) { switch x { 1..3 => 1, 5 => 2, _ => 3 } }",
        "E0501",
        "5",
        "in a `switch`, single numbers come before ranges",
    ),
    (
        "fn f(x) { switch x { 7 | ..5 => 1, _ => 3 } }",
        "E0501",
        ".",
        "a range in a `switch` needs a start",
    ),
    (
        "fn f(x) { switch x { ..=-5 if x > 2 => 1, _ => 3 } }",
        "E0501",
        ".",
        "a range in a `switch` needs a start",
    ),
    (
        "fn f(x) {",
        "E0501",
        "{",
        "this is not Rhai: expecting `}` to terminate this block",
    ),
];

#[test]
fn what_scripts_may_not_use_is_refused_with_its_place() {
    for (text, code, place, message) in REFUSED_ARE {
        let found = refused(text);
        assert_eq!(found.code, *code, "{text}: {}", found.message);
        assert!(
            found.message.starts_with(message),
            "{text}: {}",
            found.message
        );
        assert_eq!(
            text.get(found.span().unwrap().range()).unwrap_or(""),
            *place,
            "{text}"
        );
    }
}

#[test]
fn each_reason_is_met_and_gives_a_way_out() {
    for reason in REFUSED {
        let found = refused(reason.example);
        assert_eq!(found.code, reason.code, "{}", reason.name);
        assert!(found.message.ends_with(reason.why), "{}", found.message);
        assert_eq!(found.help, [reason.instead], "{}", reason.name);
        let mut words = reason.words.iter().filter(|word| !word.contains(' '));
        let twice = words.find(|word| {
            let holders = REFUSED.iter().filter(|one| one.words.contains(word));
            holders.count() > 1
        });
        assert_eq!(twice, None, "{}", reason.name);
    }
}

/// Every function that is refused by its name is refused for its reason, called or called on a value.
#[test]
fn each_refused_function_is_refused_for_its_reason() {
    for reason in REFUSED {
        let is_name = |word: &&&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        for word in reason.words.iter().filter(is_name) {
            if ["import", "export", "try", "this"].contains(word) {
                continue;
            }
            for text in [
                format!("fn f(x) {{ {word}(x) }}"),
                format!("fn f(x) {{ x.{word}() }}"),
            ] {
                let found = refused(&text);
                let wanted = format!("`{word}` is not available in scripts: {}", reason.why);
                assert_eq!(found.message, wanted, "{text}");
            }
        }
    }
}

#[test]
fn a_number_with_a_point_may_be_divided() {
    for text in [
        "1.0 / 2",
        "1 / 2.0",
        "-1.0 / 2",
        "3 * (1 / 2e0)",
        "x / 2",
        "(1 + 1.0) / 2",
    ] {
        super::library(&format!("fn f(x) {{ {text} }}"));
    }
    for text in ["1 / 2", "-1 / 2", "(1 + 1) / 2", "3 * (1 / 2)"] {
        assert_eq!(
            refused(&format!("fn f(x) {{ {text} }}")).code,
            "E0505",
            "{text}"
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

/// Slips, with what the message says and what the help says to write.
const SLIPS: &[(&str, &str, &str)] = &[
    (
        "fn f(x) { match x { 1 => 2 } }",
        "`match` means nothing in a script",
        "write `switch`",
    ),
    (
        "fn f(x) { x++ }",
        "`++` means nothing in a script",
        "write `x += 1`",
    ),
    (
        "fn f(x) { --x }",
        "`--` means nothing in a script",
        "write `x -= 1`",
    ),
    (
        "fn f(x) { x ? 1 : 2 }",
        "`?` means nothing in a script",
        "write `if c { a } else { b }`",
    ),
    (
        "fn f(x) { x === 1 }",
        "`===` means nothing in a script",
        "write `==`",
    ),
    (
        "fn f(x) { if x > 1 and x < 3 { 1 } }",
        "`and` means nothing in a script",
        "write `&&`",
    ),
    (
        "fn f(x) { if not x { 1 } }",
        "`not` means nothing in a script",
        "write `!x`",
    ),
    (
        "fn f(x) { None }",
        "`None` means nothing in a script",
        "return a number, or `throw`",
    ),
    (
        "fn f(x) { return null }",
        "`null` means nothing in a script",
        "return a number, or `throw`",
    ),
    (
        "fn f(x) {\n if x == 0:\n  return 0\n}",
        "a block does not begin with `:`",
        "blocks are in braces",
    ),
    (
        "fn f(x):\n  return x\n",
        "a block does not begin with `:`",
        "blocks are in braces",
    ),
    (
        "const f = (a, b) => {\n a / b\n}",
        "`=>` does not begin a function",
        "write `fn f(a, b) { … }`",
    ),
    (
        "fn f(x) { [x].map(y => y * 2) }",
        "`=>` does not begin a function",
        "`|x| x * 2`",
    ),
    (
        "fn f(x) { [x].map(y -> y * 2) }",
        "`->` does not begin a function",
        "`|x| x * 2`",
    ),
    (
        "fn f(x) { [x].map(lambda y: y * 2) }",
        "`lambda` means nothing in a script",
        "`|x| x * 2`",
    ),
    (
        "fn f(x) { let g = y => y * 2; x }",
        "`=>` does not begin a function",
        "`|x| x * 2`",
    ),
    (
        "pub fn f(x) { x }",
        "`pub` means nothing in a script",
        "delete it",
    ),
    (
        "fn f(x: number) { x }",
        "`:` means nothing in a script",
        "omit the type",
    ),
    (
        "fn f(x) { if x > 1 then 2 }",
        "`then` means nothing in a script",
        "write `{ … }` around",
    ),
    (
        "fn f(x) { for i of x { } }",
        "`of` means nothing in a script",
        "write `in`",
    ),
    (
        "fn f(x) { ~x }",
        "`~` is not available in scripts",
        "for yes and no, write",
    ),
    (
        "fn f(x) { await x }",
        "`await` is a word of Rhai",
        "choose another name",
    ),
    (
        "fn f(x) { #{go: x} }",
        "the key `go` of a map goes in quotes",
        "write `\"go\": …`",
    ),
    (
        "fn f(x) { #{default: x} }",
        "the key `default` of a map",
        "write `\"default\": …`",
    ),
    (
        "fn f(x) { #{import: x} }",
        "the key `import` of a map",
        "write `\"import\": …`",
    ),
    (
        "fn f(x) { export x; 1 }",
        "`export` is not available in scripts: a script reaches nothing outside",
        "pass what",
    ),
    (
        "fn f(x) { x ) }",
        "this is not Rhai: expecting `;`",
        "`hansei reference scripts`",
    ),
    (
        "fn f(x) { #{1: x} }",
        "the key `1` of a map",
        "write `\"1\": …`",
    ),
    (
        "fn f(x) { global::K }",
        "there is no constant `K`",
        "`const K = …;` at the top",
    ),
    (
        "fn f(x) { x.new }",
        "the key `new` of a map",
        "and `m[\"new\"]`",
    ),
    (
        "fn f(x) { fn g(y) { y } g(x) }",
        "a function cannot be inside another",
        "move it to the top level",
    ),
    (
        "fn f(x) { 1 } fn f(y) { 2 }",
        "there are two functions `f` with 1 argument",
        "rename one",
    ),
    (
        "fn f(x, x) { 1 }",
        "two arguments are named `x`",
        "rename one",
    ),
    (
        "fn f(x) { #{a: 1, a: 2} }",
        "the map has `a` twice",
        "delete one",
    ),
    (
        "fn f(x) { const A = 1; A = 2; A }",
        "`A` is a constant and cannot be changed",
        "declare it with `let`",
    ),
    (
        "fn f(x) { break; }",
        "`break` and `continue` belong in loops",
        "write `return`",
    ),
    (
        "fn f(x) { [1][0.5] }",
        "this cannot be an index",
        "whole number from 0",
    ),
    (
        "fn f(x) { for k in #{a: 1} { } }",
        "`for` needs a list, a text or a range",
        "`m.keys()`",
    ),
    (
        "fn f(x) { if 1 { 2 } }",
        "yes or no is needed here",
        "write a comparison",
    ),
    (
        "fn f(x) { let [a, b] = x; a }",
        "the name of a variable is needed here",
        "`let a = list[0];`",
    ),
    (
        "fn f(x) -> number { x }",
        "the body of `f` is missing",
        "right after the arguments",
    ),
    (
        "fn f(x) { if (x > 1) 2 else 3 }",
        "a `{` is missing here",
        "goes in `{ … }`",
    ),
    (
        "fn f(x) { let a = 1 let b = 2; a }",
        "a `;` is missing before this",
        "ends with `;`",
    ),
    (
        "fn f(x) { for (i = 0; i < 3; i += 1) { } }",
        "this is not a loop",
        "`for i in 0..3 { … }`",
    ),
    (
        "fn f(x) { \"a }",
        "a text does not end on its line",
        "end it with `\"`",
    ),
    (
        "fn f(x) { 'abc' }",
        "single quotes hold one letter",
        "double quotes",
    ),
    (
        "fn f(x) { \"\\q\" }",
        "`\\q` means nothing in a text",
        "write `\\\\` for a backslash",
    ),
    (
        "const K = 2; fn f(x) { K }",
        "there is no variable `K`",
        "write `global::K`",
    ),
    (
        "fn g(x) { x } fn f(x) { [x].map(g) }",
        "there is no variable `g`",
        "`list.map(|x| g(x))`",
    ),
    (
        "fn f(x) { y = 3; y }",
        "there is no variable `y`",
        "declare it with `let y = …;`",
    ),
    (
        "fn g(a, b) { a } fn f(x) { g(x) }",
        "`g` takes 2 arguments, not 1",
        "`fn g(a, b)`",
    ),
    (
        "fn f(x) { frobnicate(x) }",
        "there is no function `frobnicate`",
        "`hansei reference scripts`",
    ),
    (
        "# a comment\nfn f(x) { x }",
        "`#` means nothing in a script",
        "a comment begins with `//`",
    ),
    (
        "fn f(x) { for (let i = 0; i < 3; i++) { x += i; } x }",
        "a loop has no variable of its own to set",
        "`for i in 0..3 { … }`",
    ),
    (
        "fn f(x) { Math.max(x, 3) }",
        "`Math` is not needed",
        "`max(a, b)`",
    ),
    (
        "fn f(x) { 1,5 * x }",
        "a `,` does not go here",
        "decimals follow a point",
    ),
    (
        "fn f(x) { if not(x > 3) { 1 } else { 2 } }",
        "there is no function `not`",
        "write `!x`",
    ),
    ("fn f(x) { x ^ 2 }", "`^` is not available", "`pow(x, y)`"),
];

#[test]
fn slips_say_what_to_write_instead() {
    for (text, message, help) in SLIPS {
        let found = refused(text);
        assert!(
            found.message.starts_with(message),
            "{text}: {}",
            found.message
        );
        let helps = found.help.join("; ");
        assert!(helps.contains(help), "{text}: {helps}");
        assert!(
            found.span().is_some_and(|span| !span.range().is_empty()),
            "{text}"
        );
    }
}

#[test]
fn what_is_missing_at_the_end_is_marked_there() {
    let found = refused("fn f(x) {\n  x\n\n");
    assert_eq!(found.code, "E0501");
    assert_eq!(found.span().unwrap().start, 12);
}

/// What a slip is mended to.
#[test]
fn names_that_are_near_are_mended_where_they_stand() {
    for (text, name, meant) in [
        ("const  K= 2; fn f(x) { x + K }", "K }", "global::K }"),
        ("fn f(x) { abss(x) }", "abss", "abs"),
        ("fn f(x) { x.abss() }", "abss", "abs"),
        (
            "private fn  rate (x) { x } fn f(x) { rat(x) }",
            "rat(",
            "rate(",
        ),
    ] {
        let found = refused(text);
        let [edit] = found.edits.as_slice() else {
            panic!("{text}: {found:?}");
        };
        let mut mended = text.to_owned();
        mended.replace_range(edit.span.range(), &edit.text);
        assert_eq!(mended, text.replace(name, meant), "{found:?}");
    }
    let handed = refused("private fn  g (x) { x } fn f(x) { [x].map(g) }");
    assert!(
        handed.help[0].contains("`list.map(|x| g(x))`"),
        "{handed:?}"
    );
}
