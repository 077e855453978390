//! The scanner tried on small pieces of text: each rule must find what it is for, and nothing else.

use super::layers::cycle;
use super::rules::{foreign_words, imports, layers, of_one_file, unreached};
use super::snippet;
use super::tokens::tokens;

/// The rules that a file breaks, with their lines.
#[track_caller]
fn breaks(path: &str, text: &str, expected: &[(&str, usize)]) {
    let source = snippet(path, text);
    let found = of_one_file(&source);
    let found: Vec<(&str, usize)> = found.iter().map(|f| (f.rule, f.line)).collect();
    assert_eq!(found, expected, "in {text}");
}

/// The modules that a file imports.
#[track_caller]
fn names(path: &str, text: &str, expected: &[&str]) {
    let words = tokens(text);
    let found: Vec<&str> = imports(path, &words).iter().map(|i| i.to).collect();
    assert_eq!(found, expected, "in {text}");
}

#[test]
fn comments_strings_and_characters_are_no_code() {
    let text = "a /* b /* c */ d */ \"e \\\" f\" r#\"g \" h\"# 'i' '\\'' b\"j\" k // l\nm::<'n>";
    let words: Vec<&str> = tokens(text).iter().map(|word| word.text).collect();
    assert_eq!(words, ["a", "k", "m", "::", "<", "n", ">"]);
    assert_eq!(tokens("\"\n\n\" x")[0].line, 3);
}

#[test]
fn a_file_says_what_it_is() {
    breaks("src/a.rs", "//! A thing.\n", &[]);
    breaks("src/a.rs", "//!\n", &[("first-line", 1)]);
    breaks("src/a.rs", "// A thing.\n", &[("first-line", 1)]);
    breaks("src/a.rs", "", &[("first-line", 1)]);
}

#[test]
fn files_and_functions_are_short() {
    let lines = |n: usize| "\n".repeat(n);
    breaks("src/a.rs", &format!("//! A.\n{}", lines(799)), &[]);
    let long = format!("//! A.\n{}", lines(800));
    breaks("src/a.rs", &long, &[("file-length", 800)]);
    let function = |n| format!("//! A.\nfn f(x: [u8; 2]) -> u8 {{{}}}\nfn g();\n", lines(n));
    breaks("src/a.rs", &function(69), &[]);
    breaks("src/a.rs", &function(70), &[("function-length", 2)]);
    let method = format!(
        "//! A.\nimpl A {{\n fn f(&self) {{ {{}}{}}}\n}}\n",
        lines(70)
    );
    breaks("tests/it/a.rs", &method, &[("function-length", 3)]);
}

#[test]
fn imports_are_named() {
    let text = "//! A.\nuse super::*;\nfn f(a: u8) -> u8 { a * 2 }\nuse a::{b::*, c};\n";
    breaks("src/a.rs", text, &[("glob", 2), ("glob", 4)]);
    breaks(
        "src/a.rs",
        "//! A.\nfn f<I>() -> impl A + use<I> { 2 * 3 }\n",
        &[],
    );
}

#[test]
fn lints_are_expected_with_a_reason_and_files_stand_in_their_place() {
    let text = "//! A.\n#[allow(dead_code)]\nfn f() {}\n#[cfg_attr(test, allow(x))]\nfn g() {}\n";
    breaks("src/a.rs", text, &[("allow", 2), ("allow", 4)]);
    breaks(
        "src/a.rs",
        "//! A.\nfn f() { allow(1) }\n#[expect(x, reason = \"allow(\")]\nfn g() {}",
        &[],
    );
    breaks(
        "src/a.rs",
        "//! A.\n#[path = \"b.rs\"]\nmod c;\n",
        &[("path", 2)],
    );
}

#[test]
fn rhai_stays_in_script() {
    breaks("src/script/a.rs", "//! A.\nuse rhai::Engine;\n", &[]);
    breaks(
        "src/plan/a.rs",
        "//! A.\nuse rhai::Engine;\n",
        &[("rhai", 2)],
    );
    breaks(
        "src/plan/a.rs",
        "//! A.\nfn f(a: rhai::AST) { let b = a.rhai; }\n",
        &[("rhai", 2)],
    );
    breaks("tests/it/a.rs", "//! A. rhai::Engine\n", &[]);
}

#[test]
fn imports_are_found_however_they_are_written() {
    names("src/plan/mod.rs", "use crate::base::Span;", &["base"]);
    names(
        "src/plan/a.rs",
        "use crate::{base::{Span, Id}, model, script::x};",
        &["base", "model", "script"],
    );
    names(
        "src/plan/a.rs",
        "fn f() -> crate::engine::X {}",
        &["engine"],
    );
    names("src/plan/a.rs", "use super::super::engine::X;", &["engine"]);
    names("src/plan/a.rs", "use super::{b, c}; use self::d::e;", &[]);
    names("src/plan/mod.rs", "use super::engine;", &["engine"]);
    names(
        "src/plan/mod.rs",
        "mod tests { use super::x; use super::super::engine::y; }",
        &["engine"],
    );
    names("src/main.rs", "fn main() { hansei::cli::run() }", &["cli"]);
    names(
        "src/plan/a.rs",
        "// crate::engine\nlet a = \"crate::engine::x\";",
        &[],
    );
}

#[test]
fn the_table_is_kept() {
    let found = |files: &[(&str, &str)]| {
        let sources: Vec<_> = files
            .iter()
            .map(|(path, text)| snippet(path, text))
            .collect();
        let found = layers(&sources);
        found
            .iter()
            .map(|f| format!("{}:{} {}", f.path, f.line, f.rule))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found(&[("src/engine/a.rs", "use crate::plan::P;")]),
        [""; 0]
    );
    assert_eq!(
        found(&[("src/verify/a.rs", "\nuse crate::engine::P;")]),
        ["src/verify/a.rs:2 layer"]
    );
    assert_eq!(
        found(&[("src/serve/a.rs", "use crate::cli::P;")]),
        ["src/serve/a.rs:1 layer"]
    );
    assert_eq!(
        found(&[("src/main.rs", "use hansei::engine::P;")]),
        ["src/main.rs:1 layer"]
    );
    assert_eq!(found(&[("src/utils.rs", "")]), ["src/utils.rs:1 unlisted"]);
    let both = [
        ("src/base/a.rs", "use crate::model::P;"),
        ("src/model/a.rs", "use crate::base::Q;"),
    ];
    assert_eq!(found(&both), ["src/base/a.rs:1 layer", "src:1 cycle"]);
}

#[test]
fn a_cycle_is_named() {
    assert_eq!(cycle(&[("a", "b"), ("b", "c")]), None);
    let found = cycle(&[("x", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "z")]);
    assert_eq!(found.as_deref(), Some("a → b → c → a"));
}

#[test]
fn every_file_is_reached() {
    let sources = [
        snippet("src/lib.rs", "pub mod a; mod inner { mod deep; }"),
        snippet("src/a/mod.rs", "mod b; mod c { mod d; }"),
        snippet("src/a/b.rs", "mod e;"),
        snippet("src/a/b/e.rs", ""),
        snippet("src/a/c/d.rs", ""),
        snippet("src/inner/deep.rs", ""),
        snippet("src/a/lost.rs", "// mod lost;"),
        snippet("tests/other.rs", ""),
    ];
    let found = unreached(&sources);
    let found: Vec<&str> = found.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(found, ["src/a/lost.rs", "tests/other.rs"]);
}

#[test]
fn foreign_words_are_found_in_comments_too() {
    let text = concat!("fine\n// TO", "DO later\nsee /ho", "me/me\n");
    let found = foreign_words(&snippet("README.md", text));
    let found: Vec<usize> = found.iter().map(|f| f.line).collect();
    assert_eq!(found, [2, 3]);
}
