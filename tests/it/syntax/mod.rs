//! Rule files as text: what parses, what is said where it does not, and printing back.

use hansei::base::{Diagnostic, FileId, SourceFile};
use hansei::syntax::{self, tree::Tree};

mod constructs;
mod damage;
mod followed;
mod hostile;
mod meant;
mod messages;
mod slips;

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
    assert_eq!(tree.items.len(), 32);
    assert_eq!(tree.comments.len(), 9);
    round_trip(SAMPLE);
}

/// Every place ends with its last sign: no mark reaches into the white space or the comment behind it.
#[test]
fn places_end_with_what_they_are_the_place_of() {
    let text =
        format!("{SAMPLE}\nrule z {{ when a.b # why \"so\"\n\n then favor s by 1 + 2 # \n }}");
    let tree = format!("{:?}", parsed(&text).items);
    let places = tree.split("Span { file: FileId(0), start: ").skip(1);
    let mut tried = 0;
    for place in places {
        let (start, rest) = place.split_once(", end: ").unwrap();
        let end = rest.split_once(' ').unwrap().0;
        let range = start.parse::<usize>().unwrap()..end.parse::<usize>().unwrap();
        let marked = &text[range.clone()];
        assert_eq!(marked, marked.trim(), "{range:?}");
        assert!(
            !marked.ends_with("\"so\"") && !marked.ends_with('#'),
            "{marked:?}"
        );
        tried += 1;
    }
    assert!(tried > 100, "only {tried} places");
}

/// The shipped rule files, found at run time.
#[test]
fn the_shipped_rules_parse_and_print_back() {
    let mut folders = vec![std::path::PathBuf::from("rules")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rules") {
                round_trip(&std::fs::read_to_string(&path).unwrap());
                count += 1;
            }
        }
    }
    assert!(count > 0);
}

/// Every code of the catalogue comes for its example and not for what is to be written instead.
#[test]
fn the_catalogue_holds() {
    for info in syntax::CODES {
        if info.kind != hansei::base::CodeInfo::RULES {
            continue;
        }
        let code = format!(" {} ", info.code);
        assert!(
            problems(info.example).contains(&code),
            "{}: {}",
            info.code,
            problems(info.example)
        );
        assert_eq!(problems(info.instead), "", "{}", info.code);
    }
}

/// Codes are used where they are listed, and listed where they are used.
#[test]
fn the_catalogue_is_complete() {
    let sources = [
        include_str!("../../../src/syntax/problem.rs"),
        include_str!("../../../src/syntax/stranger.rs"),
        include_str!("../../../src/syntax/parse/failure.rs"),
    ];
    let mut used = std::collections::BTreeSet::new();
    for source in sources {
        used.extend(
            source
                .match_indices("\"E01")
                .map(|(at, _)| &source[at + 1..at + 6]),
        );
    }
    let listed: Vec<&str> = syntax::CODES.iter().map(|info| info.code).collect();
    assert_eq!(listed, used.into_iter().collect::<Vec<_>>());
}
