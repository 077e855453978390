//! The checker: from rule texts to rulebooks and diagnostics.

pub(crate) mod applied;
mod codes;
mod conditions;
mod files;
mod names;
mod refs;
mod rows;
mod rulebook;
mod samples;
mod scales;
mod scripts;
mod slips;
mod structure;

use hansei::base::{Diagnostic, SourceMap};
use hansei::check::{Bundle, Checked, Options, ReadProblem, check, gather};

/// Texts by name, as a reader.
pub(crate) fn bundle(files: &[(&str, &str)]) -> (Bundle, Vec<Diagnostic>) {
    let root = files.first().expect("a root").0;
    gather(root, &mut |path| {
        let found = files.iter().find(|(name, _)| *name == path);
        found
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or(ReadProblem::Missing { near: None })
    })
}

/// A file of the repository with everything it names.
pub(crate) fn bundle_of(path: &str) -> (Bundle, Vec<Diagnostic>) {
    let root = env!("CARGO_MANIFEST_DIR");
    gather(path, &mut |path| {
        std::fs::read(format!("{root}/{path}"))
            .map_err(|error| ReadProblem::Other(error.to_string()))
    })
}

/// What gathering and checking say together.
pub(crate) fn checked(
    (bundle, mut problems): (Bundle, Vec<Diagnostic>),
) -> (SourceMap, Option<Checked>, Vec<Diagnostic>) {
    let (checked, more) = check(&bundle, &Options::default());
    problems.extend(more);
    (bundle.files, checked, problems)
}

/// Diagnostics as lines: code, place, the marked text, the sentence, help.
pub(crate) fn lines(files: &SourceMap, problems: &[Diagnostic]) -> String {
    let mut out = String::new();
    for problem in problems {
        out.push_str(&format!("{}: {}\n", problem.code, problem.message));
        for label in &problem.labels {
            let (file, at) = files.place(label.span).unwrap();
            let text = files.text(label.span);
            let text = text.lines().next().unwrap_or("").trim_end();
            out.push_str(&format!(
                "  {file}:{}:{} `{text}` {}\n",
                at.line, at.column, label.text
            ));
        }
        for help in &problem.help {
            out.push_str(&format!("  help: {help}\n"));
        }
    }
    out
}

/// A rulebook around some declarations: two strategies and facts of every type.
pub(super) fn book(text: &str) -> String {
    format!(
        "rulebook r {{ }}\nstrategy a\nstrategy b\noutcome both for a\nhypothesis h\n\
         source s \"S\"\nparameter p = 6 \"months\" in 0..60\n\
         topic t {{\n  fact y : yes_no {{ tag need }}\n  fact f : slow < moderate < fast\n  \
         fact o : one of open, shared\n  fact s : any of tpm, qc\n  \
         fact n : number \"months\" in 0..120\n  fact e : number \"EUR\" in 0..1000\n  \
         fact i : integer in 0..9\n  fact x : text\n}}\n{text}\n"
    )
}

/// What is said of declarations in a sound book: code, marked text and sentence of each.
#[track_caller]
pub(super) fn says(text: &str, expected: &[&str]) {
    let (files, checked, problems) = checked(bundle(&[("a.rules", &book(text))]));
    let found: Vec<String> = problems
        .iter()
        .map(|problem| {
            let marked = problem.span().map_or("", |span| files.text(span));
            let marked = marked.lines().next().unwrap_or("").trim_end();
            format!("{} `{marked}`: {}", problem.code, problem.message)
        })
        .collect();
    assert_eq!(found, expected, "\n{}", lines(&files, &problems));
    let errors = hansei::base::has_errors(&problems);
    assert_eq!(checked.is_some(), !errors);
}

/// What is said of a condition of a note, which may use everything.
#[track_caller]
pub(super) fn condition(text: &str, expected: &[&str]) {
    says(&format!("note c {{ when {text} risk \"…\" }}"), expected);
}
