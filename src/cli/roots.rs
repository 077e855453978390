//! Which rule files of a folder are rulebooks, and which one is meant where none is named. Checks none of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::load::Place;
use super::{files, glob};
use crate::base::{Diagnostic, FileId, Limits, Severity};
use crate::syntax;
use crate::syntax::tree::{Item, ItemKind};

/// The one rulebook that lies in a folder, be it a broken one; the built-in one where no rule file lies there. `flag`
/// stands before the name of one where several lie there.
pub(super) fn in_folder(folder: &Path, flag: &str) -> Result<Place, Diagnostic> {
    let files = rule_files(folder);
    let books = rulebooks(&files);
    match (books.as_slice(), files.as_slice()) {
        ([], []) => Ok(Place::BuiltIn),
        // What is wrong with a single file is told by its check.
        ([only], _) | ([], [only]) => Ok(Place::File(only.clone())),
        ([], [first, ..]) => {
            Err(none_of(folder).help(format!("or name one: `{flag}{}`", files::shown(first))))
        }
        ([first, ..], _) => {
            Err(several(folder, &books).help(format!("name one: `{flag}{}`", files::shown(first))))
        }
    }
}

/// The rule files of a folder; one that lies there under two names counts once.
pub(super) fn rule_files(folder: &Path) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    let mut found = glob::entries(folder);
    found.retain(|path| {
        path.extension().is_some_and(|ending| ending == "rules")
            && path.is_file()
            && seen.insert(files::true_path(path))
    });
    found
}

/// Those of the files that have a `rulebook` block of their own.
pub(super) fn rulebooks(files: &[PathBuf]) -> Vec<PathBuf> {
    files.iter().filter(|path| is_root(path)).cloned().collect()
}

/// Whether a file has a `rulebook` block of its own, be it a broken one.
fn is_root(path: &Path) -> bool {
    let text = files::read_text(path, Limits::DEFAULT.file_bytes);
    text.is_ok_and(|text| has_rulebook(&syntax::parse(FileId(0), &text).0.items))
}

/// Whether there is a `rulebook` block among declarations, be it a broken one.
pub(super) fn has_rulebook(items: &[Item]) -> bool {
    items.iter().any(|item| match &item.kind {
        ItemKind::Rulebook(_) => true,
        ItemKind::Error(broken) => broken
            .keyword
            .as_ref()
            .is_some_and(|word| &*word.text == "rulebook"),
        _ => false,
    })
}

/// Rulebooks that are named in a message.
const MOST_NAMES: usize = 4;

/// Several rulebooks lie where one is meant.
pub(super) fn several(folder: &Path, books: &[PathBuf]) -> Diagnostic {
    let many = match books.len() {
        2 => "two".to_owned(),
        more => more.to_string(),
    };
    let names = books.iter().take(MOST_NAMES);
    let mut names: Vec<String> = names
        .map(|path| format!("`{}`", files::shown(path)))
        .collect();
    if books.len() > MOST_NAMES {
        names.push(format!("{} more", books.len().saturating_sub(MOST_NAMES)));
    }
    let message = format!(
        "{many} rulebooks share {}: {}",
        this(folder),
        names.join(", ")
    );
    problem(message)
}

/// No rule file lies in a folder.
pub(super) fn nothing_in(folder: &Path) -> Diagnostic {
    let message = format!("there is no rulebook in `{}`", files::shown(folder));
    Diagnostic::new("E0908", Severity::Error, message)
        .help("name a file with a `rulebook` block, or a folder with a `hansei.toml`")
}

/// All rule files in a folder and in those in it, results of builds left out.
pub(super) fn rule_files_within(folder: &Path) -> Vec<PathBuf> {
    let mut found = glob::files(folder, "**/*.rules");
    found.retain(|path| {
        let inner = path.strip_prefix(folder).unwrap_or(path);
        !inner.components().any(|part| part.as_os_str() == "target")
    });
    found
}

/// Rule files lie in a folder, and none of them is a rulebook.
pub(super) fn none_of(folder: &Path) -> Diagnostic {
    problem(format!(
        "no rule file in {} has a `rulebook` block",
        this(folder)
    ))
    .help("begin the main file with one: `rulebook choice \"Title\" { }`")
}

fn this(folder: &Path) -> String {
    match folder == Path::new("") || folder == Path::new(".") {
        true => "this folder".into(),
        false => format!("`{}`", files::shown(folder)),
    }
}

fn problem(message: String) -> Diagnostic {
    Diagnostic::new("E0917", Severity::Error, message)
}
