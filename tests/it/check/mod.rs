//! The checker: from rule texts to rulebooks and diagnostics.

mod codes;
mod samples;

use hansei::base::{Diagnostic, SourceMap};
use hansei::check::{Bundle, Checked, Options, ReadProblem, check, gather};

/// Texts by name, as a reader.
pub(super) fn bundle(files: &[(&str, &str)]) -> (Bundle, Vec<Diagnostic>) {
    let root = files.first().expect("a root").0;
    gather(root, &mut |path| {
        let found = files.iter().find(|(name, _)| *name == path);
        found
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or(ReadProblem::Missing { near: None })
    })
}

/// A file of the repository with everything it names.
pub(super) fn bundle_of(path: &str) -> (Bundle, Vec<Diagnostic>) {
    let root = env!("CARGO_MANIFEST_DIR");
    gather(path, &mut |path| {
        std::fs::read(format!("{root}/{path}"))
            .map_err(|error| ReadProblem::Other(error.to_string()))
    })
}

/// What gathering and checking say together.
pub(super) fn checked(
    (bundle, mut problems): (Bundle, Vec<Diagnostic>),
) -> (SourceMap, Option<Checked>, Vec<Diagnostic>) {
    let (checked, more) = check(&bundle, &Options::default());
    problems.extend(more);
    (bundle.files, checked, problems)
}

/// Diagnostics as lines: code, place, the marked text, the sentence, help.
pub(super) fn lines(files: &SourceMap, problems: &[Diagnostic]) -> String {
    let mut out = String::new();
    for problem in problems {
        out.push_str(&format!("{}: {}\n", problem.code, problem.message));
        for label in &problem.labels {
            let (file, at) = files.place(label.span).unwrap();
            let text = files.text(label.span);
            let text = text.lines().next().unwrap_or("");
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
