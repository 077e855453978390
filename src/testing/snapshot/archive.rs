//! The rulebook that snapshots were accepted with, as one text: what a change is compared with later. Opens no files.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::analyze::Book;
use crate::base::Limits;
use crate::check::{self, Bundle, Options, ReadProblem};
use crate::plan::{self, Program};

/// A rulebook that was accepted.
#[derive(Clone, Debug)]
pub struct Archived {
    bundle: Bundle,
    program: Program,
}

/// Digits of a content hash that name a rulebook.
const DIGITS: usize = 16;
/// What stands before the name of a file.
const MARK: &str = "=== ";
/// The name of the rulebook's main file.
const ROOT: &str = "main.rules";
/// What stands before the name of the rules in the second line.
const NAME: &str = "rules ";
/// The first line.
const HEAD: &str =
    "The rules that snapshots were accepted with; `hansei test` compares today's rules with them.";

/// What a rulebook is called by its content: the same for every layout and order of declarations.
pub fn name_of(program: &Program) -> String {
    let hash = program.rulebook.hash.get(..DIGITS);
    hash.unwrap_or(&program.rulebook.hash).to_owned()
}

/// What the rules of such a text are called.
pub fn archived_name(text: &str) -> Option<&str> {
    Some(text.lines().nth(1)?.strip_prefix(NAME)?.trim())
}

/// The texts of a rulebook as one; `None` where one of its files is missing.
pub fn archive(book: Book<'_>) -> Option<String> {
    let bundle = book.bundle;
    let root = bundle.trees.first()?.file;
    let root = &bundle.files.get(root)?.name;
    let texts: BTreeMap<&str, &str> = bundle
        .files
        .files()
        .map(|(_, file)| (&*file.name, &*file.text))
        .collect();
    let mut used: Vec<(String, &str)> = Vec::new();
    // What the files name is looked up as the rulebook itself does, seen from its own folder.
    let mut read = |name: &str| {
        let full = match name {
            ROOT => root.to_string(),
            _ => check::normalize(root, name),
        };
        let text = texts.get(full.as_str()).copied();
        let text = text.ok_or(ReadProblem::Missing { near: None })?;
        used.push((name.to_owned(), text));
        Ok(text.as_bytes().to_vec())
    };
    let (again, _) = check::gather(ROOT, &mut read);
    if !again.complete {
        return None;
    }
    let mut text = format!("{HEAD}\n{NAME}{}\n", name_of(book.program));
    for (name, own) in used {
        let _ = writeln!(text, "{MARK}{name}");
        for line in own.lines() {
            // A line that looks like a mark gets one sign more.
            if line.starts_with("===") {
                text.push('=');
            }
            let _ = writeln!(text, "{line}");
        }
    }
    Some(text)
}

impl Archived {
    /// Reads what [`archive`] wrote; `None` where it is no sound rulebook for this version of the program.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > Limits::DEFAULT.file_bytes.saturating_mul(8) {
            return None;
        }
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        let mut at = None;
        for line in text.lines().skip(2) {
            if let Some(name) = line.strip_prefix(MARK) {
                texts.insert(name, String::new());
                at = Some(name);
                continue;
            }
            let line = match line.starts_with("====") {
                true => line.get(1..).unwrap_or(line),
                false => line,
            };
            let own = texts.get_mut(at?)?;
            own.push_str(line);
            own.push('\n');
        }
        let mut read = |name: &str| {
            let text = texts.get(name).map(|text| text.as_bytes().to_vec());
            text.ok_or(ReadProblem::Missing { near: None })
        };
        let (bundle, _) = check::gather(ROOT, &mut read);
        let (checked, _) = check::check(&bundle, &Options::default());
        let checked = checked?;
        let program = plan::plan(checked.rulebook, checked.method, checked.library);
        // Rules that somebody edited here are not those that were accepted.
        let is_whole = archived_name(text) == Some(name_of(&program).as_str());
        is_whole.then_some(Self { bundle, program })
    }

    /// As the analyses take it.
    pub fn book(&self) -> Book<'_> {
        Book {
            bundle: &self.bundle,
            program: &self.program,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Archived, Book, archive, archived_name, name_of};
    use crate::check::{self, ReadProblem};

    const FILES: &[(&str, &str)] = &[
        (
            "rules/choice.rules",
            "rulebook c \"C\" { method \"own.rhai\" }\nuse \"parts/more.rules\"\nstrategy a\nstrategy b\ntopic t { fact x : number }\n",
        ),
        (
            "rules/parts/more.rules",
            "script \"f.rhai\" as f # \"a comment\"\nrule r { when f.g(t.x) > 1 then favor a weakly }\n",
        ),
        (
            "rules/parts/f.rhai",
            "// twice\n=== no mark\nfn g(x) { 2.0 * x }",
        ),
        (
            "rules/own.rhai",
            include_str!("../../../rules/methods/odds.rhai"),
        ),
    ];

    #[test]
    fn a_rulebook_comes_back_with_all_its_files() {
        let script = FILES[2].1.replace("=== no mark\n", "");
        let mut read = |name: &str| {
            let found = FILES.iter().find(|(known, _)| *known == name);
            let (_, text) = found.ok_or(ReadProblem::Missing { near: None })?;
            let text = if name.ends_with("f.rhai") {
                &script
            } else {
                *text
            };
            Ok(text.as_bytes().to_vec())
        };
        let (bundle, problems) = check::gather("rules/choice.rules", &mut read);
        assert_eq!(problems.len(), 0, "{problems:?}");
        let (checked, problems) = check::check(&bundle, &check::Options::default());
        let checked = checked.unwrap_or_else(|| panic!("{problems:?}"));
        let program = crate::plan::plan(checked.rulebook, checked.method, checked.library);
        let book = Book {
            bundle: &bundle,
            program: &program,
        };
        let text = archive(book).unwrap();
        assert_eq!(archived_name(&text), Some(&*name_of(&program)));
        assert!(!text.contains("rules/choice"), "{text}");
        let archived = Archived::read(&text).unwrap();
        assert_eq!(name_of(archived.book().program), name_of(&program));
        assert_eq!(archive(archived.book()).unwrap(), text);
        let crlf = Archived::read(&text.replace('\n', "\r\n")).unwrap();
        assert_eq!(crlf.book().program.rulebook.rules.len(), 1);
        assert!(Archived::read("").is_none() && Archived::read("x\ny\n").is_none());
    }
}
