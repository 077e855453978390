//! The house rules as tests: layers, sizes, first lines, imports. Looks at the text of the repository only.

mod circles;
mod files;
mod layers;
mod rules;
mod snippets;
mod tokens;

use files::SourceText;
use rules::Finding;

/// Files that may break a rule for now, each with its reason. The list may only shrink: an entry that is no longer
/// needed is a finding, and so is a list longer than [`MOST_EXCEPTIONS`].
const EXCEPTIONS: &[Exception] = &[];

/// How long [`EXCEPTIONS`] may be; lower it whenever an entry goes.
const MOST_EXCEPTIONS: usize = 0;

/// A rule that one file need not keep for now.
struct Exception {
    path: &'static str,
    rule: &'static str,
    why: &'static str,
}

#[test]
fn the_house_is_tidy() {
    let sources = files::rust_sources();
    assert!(
        sources.len() > 10,
        "the walk found only {} Rust files: it looks in the wrong place",
        sources.len()
    );
    let mut findings = Vec::new();
    for source in &sources {
        findings.extend(rules::of_one_file(source));
    }
    findings.extend(rules::layers(&sources));
    findings.extend(rules::unreached(&sources));
    findings.extend(circles::circles(&sources));
    for text in &files::all_texts() {
        findings.extend(rules::foreign_words(text));
    }
    let findings = without_exceptions(findings);
    let report: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(
        findings.is_empty(),
        "the house is not tidy:\n{}",
        report.join("\n")
    );
}

#[test]
fn the_table_of_layers_holds_together() {
    assert_eq!(layers::problems_of_the_table(), Vec::<String>::new());
}

#[test]
fn the_list_of_exceptions_only_shrinks() {
    assert_eq!(
        EXCEPTIONS.len(),
        MOST_EXCEPTIONS,
        "set MOST_EXCEPTIONS to the new, lower number"
    );
    for exception in EXCEPTIONS {
        assert!(
            !exception.why.is_empty(),
            "{} is an exception without a reason",
            exception.path
        );
    }
}

/// Takes out what is excepted, and adds a finding for each exception that is not needed.
fn without_exceptions(findings: Vec<Finding>) -> Vec<Finding> {
    let excepted = |finding: &Finding, exception: &Exception| {
        finding.path == exception.path && finding.rule == exception.rule
    };
    let mut rest: Vec<Finding> = EXCEPTIONS
        .iter()
        .filter(|exception| !findings.iter().any(|finding| excepted(finding, exception)))
        .map(|exception| Finding {
            path: exception.path.into(),
            line: 1,
            rule: exception.rule,
            words: "keeps the rule again: take it off the list of exceptions".into(),
        })
        .collect();
    rest.extend(findings.into_iter().filter(|finding| {
        !EXCEPTIONS
            .iter()
            .any(|exception| excepted(finding, exception))
    }));
    rest
}

/// A Rust source for the tests of the scanner.
fn snippet(path: &str, text: &str) -> SourceText {
    SourceText {
        path: path.into(),
        text: text.into(),
    }
}
