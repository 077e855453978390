//! Every script ends: operations, depth, sizes and the stack.

use std::time::{Duration, Instant};

use super::{SCRIPT, library, refused};
use crate::base::FileId;
use crate::script::{Argument, FaultKind, Library};

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

/// What asks much of functions in Rust.
const GREEDY: &[&str] = &[
    "loop { m[\"k\" + m.len()] = l; }",
    "let n = 0; loop { m[\"k\" + n] = 1; n += 1; }",
    "loop { let n = m; m.a = n; }",
    "loop { m = #{a: m, b: m}; }",
    "loop { s.replace(\"a\", \"b\"); s.replace(\"b\", \"a\"); }",
    "loop { s.replace(\"\", \"ab\"); }",
    "loop { s.split(\"a\"); }",
    "loop { s.to_chars(); }",
    "loop { let t = s; t.pad(9000, \"x\"); }",
    "loop { let t = \"\"; t.pad(1000000000, 'x'); }",
    "loop { let t = []; t.pad(9000, 0); }",
    "loop { let t = []; t.pad(9000, l); }",
    "loop { range(0, 9000, 1); }",
    "loop { range(0, 1000000000000, 1); }",
    "loop { l.order(); }",
    "loop { l.order(|a, b| 1); }",
    "loop { l.index_of(\"x\"); }",
    "let n = l.len(); loop { l.map(|x| n); }",
    "loop { l.filter(|x| true); }",
    "let f = l; let g = l; l.all(|x| f.all(|y| g.all(|z| true)))",
    "let f = l; let g = l; l.map(|x| f.map(|y| g.map(|z| z)))",
    "l.reduce(|sum, x| sum + \"xxxxxxxxxxxxxxxxxxxxxxxxxxxx\", \"\")",
    "for i in (0..) { }",
    "loop { s.index_of(\"ba\", 5000); }",
    "loop { `${s}${s}`; }",
    "loop { let t = `${l}`; }",
    "loop { l.contains(\"x\"); }",
    "loop { s.make_upper(); s.make_lower(); }",
    "let t = [s, s]; loop { t = t.map(|x| x + x); }",
    "while true { switch s { \"x\" => 1, _ => 2 } }",
    "do { } until false",
];

/// Functions of Rust do little for each operation, whatever they are given.
#[test]
fn greedy_calls_of_functions_end_soon() {
    let start = "let s = \"ab\"; for i in 0..12 { s += s; } let l = s.to_chars().extract(0, 2000); let m = #{};";
    for (at, body) in GREEDY.iter().enumerate() {
        let name = format!("greedy{at}");
        let library = library(&format!("fn {name}() {{ {start} {body}; 1 }}"));
        ends_soon(&library, &name, &[]);
    }
}

#[test]
fn each_limit_has_its_own_words() {
    for (body, message) in [
        ("loop { }", "it takes more than 1000000 operations"),
        (
            "[0].map(|x| { loop { } })",
            "it takes more than 1000000 operations",
        ),
        ("f()", "its calls nest deeper than 32"),
        ("[0].map(|x| f())", "its calls nest deeper than 32"),
        (
            "let s = \"ab\"; loop { s += s; }",
            "a text grows past 10000 bytes",
        ),
        (
            "let s = \"\"; s.pad(10001, 'x')",
            "a text grows past 10000 bytes",
        ),
        (
            "let l = [1]; loop { l += l; }",
            "a list grows past 10000 elements",
        ),
        ("range(0, 10001, 1)", "a list grows past 10000 elements"),
        (
            "let m = #{}; for i in 0..150 { for j in 0..i { m[`${i} ${j}`] = 1; } } let n = m; for k in m.keys() { n[\"x\" + k] = 1; }",
            "it takes more than 1000000 operations",
        ),
        (
            "let l = []; loop { l = [l]; }",
            "lists and maps nest deeper than 8",
        ),
        (
            "let m = #{}; loop { m = #{m: m}; }",
            "lists and maps nest deeper than 8",
        ),
    ] {
        let library = library(&format!("fn f() {{ {body}; 1 }}"));
        let fault = library.interpret(SCRIPT, "f", &[]).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Limit, "{body}: {fault}");
        assert_eq!(fault.message, format!("`f` failed: {message}"), "{body}");
    }
    let variables: String = (0..257).map(|at| format!("let x{at} = 1; ")).collect();
    let library = library(&format!("fn f() {{ {variables} 1 }}"));
    let fault = library.interpret(SCRIPT, "f", &[]).unwrap_err();
    assert_eq!(
        fault.message,
        "`f` failed: it has more than 256 variables at a time"
    );
}

/// A map cannot grow past its size, by whichever door.
#[test]
fn maps_have_a_size() {
    let fill = "let m = #{}; let l = []; for i in 0..100 { l.push(`k${i}`); }";
    let more = "for i in 0..120 { let n = #{}; for k in l { n[`${k} ${i}`] = 1; } m += n; }";
    let library = library(&format!("fn f() {{ {fill} {more} m.len() }}"));
    let fault = library.interpret(SCRIPT, "f", &[]).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Limit, "{fault:?}");
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
        ("[1].map(|y| ", ")", "f(x + 1)"),
        ("#{a: ", "}.a", "f(x + 1)"),
        ("switch x { 0 => 1, _ => ", " }", "f(x + 1)"),
        ("while x > 0 { ", " }", "f(x + 1)"),
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
