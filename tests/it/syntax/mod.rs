//! Rule files as text: what parses, what is said where it does not, and printing back.

use hansei::base::{Diagnostic, FileId, SourceFile};
use hansei::syntax::{self, tree::Tree};

mod constructs;
mod hostile;
mod messages;

const SAMPLE: &str = include_str!("sample.rules");

/// The problems, a line each: place, code, sentence, and the help after an arrow.
fn problems(text: &str) -> String {
    let (_, diagnostics) = syntax::parse(FileId(0), text);
    describe(text, &diagnostics)
}

fn describe(text: &str, diagnostics: &[Diagnostic]) -> String {
    let file = SourceFile::new("a.rules", text);
    let line = |diagnostic: &Diagnostic| {
        let at = file.line_column(diagnostic.span().unwrap().start);
        let help: Vec<String> = diagnostic
            .help
            .iter()
            .map(|help| format!("\n  → {help}"))
            .collect();
        let (code, message) = (diagnostic.code, &diagnostic.message);
        format!(
            "{}:{} {code} {message}{}",
            at.line,
            at.column,
            help.concat()
        )
    };
    diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn parsed(text: &str) -> Tree {
    let (tree, diagnostics) = syntax::parse(FileId(0), text);
    assert_eq!(describe(text, &diagnostics), "", "in:\n{text}");
    tree
}

/// The tree without its places.
fn shape(tree: &Tree) -> String {
    let text = format!("{:?}", tree.items);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("Span { file: FileId(0), start: ") {
        out.push_str(before);
        rest = after.split_once('}').unwrap().1;
    }
    out.push_str(rest);
    out
}

/// Parses, prints, and parses again: the same tree, and the same text once more.
#[track_caller]
fn round_trip(text: &str) -> String {
    let tree = parsed(text);
    let printed = syntax::print(&tree);
    let again = parsed(&printed);
    assert_eq!(shape(&tree), shape(&again), "printed as:\n{printed}");
    assert_eq!(printed, syntax::print(&again));
    printed
}

#[test]
fn the_sample_parses_and_prints_back() {
    let tree = parsed(SAMPLE);
    assert_eq!(tree.items.len(), 35);
    assert_eq!(tree.comments.len(), 9);
    round_trip(SAMPLE);
}
