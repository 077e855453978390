//! A new project of rules: the files of the template under the project's own name. Decides nothing about rules.

mod template;

use std::path::{Path, PathBuf};

use super::session::Failure;
use super::testing::run::{self, Extras};
use super::testing::{find, kept, snapshots};
use super::{files, workspace};
use crate::base::{Diagnostic, Severity};
use crate::check::Options;
use crate::syntax::is_reserved;
use template::{FILES, PLACEHOLDER, TemplateFile};

/// A project that was made.
pub(super) struct Created {
    /// Its files, by name.
    pub(super) files: Vec<String>,
    /// Where it lies in a larger repository: the folder, seen from the root.
    pub(super) inside: Option<String>,
}

/// Makes the project in a new folder, or one that is empty: as a whole or not at all.
pub(super) fn create(folder: &Path) -> Result<Created, Failure> {
    let name = rulebook_name(folder)?;
    must_be_free(folder)?;
    let draft = draft_of(folder);
    let made = fill(&draft, &name).and_then(|()| {
        accept_snapshots(&draft)?;
        Ok(put_in_place(&draft, folder)?)
    });
    if made.is_err() {
        // What was wrong is reported; a left-over folder is the lesser trouble.
        let _ = std::fs::remove_dir_all(&draft);
    }
    made?;
    let mut files = Vec::new();
    list(folder, folder, &mut files);
    files.sort();
    Ok(Created {
        files,
        inside: inside(folder),
    })
}

/// The folder seen from the root of the repository around it, with `/` between folders.
fn inside(folder: &Path) -> Option<String> {
    let root = workspace::repository(folder)?;
    let whole = files::true_path(folder);
    let inner = whole.strip_prefix(root).ok()?;
    Some(files::shown(inner).replace('\\', "/"))
}

/// The name that the rulebook gets: that of the folder, as names are written in rules.
fn rulebook_name(folder: &Path) -> Result<String, Diagnostic> {
    let last = folder.file_name().unwrap_or_default().to_string_lossy();
    let name: String = last
        .chars()
        .map(|c| match c {
            '-' | ' ' | '.' => '_',
            c => c.to_ascii_lowercase(),
        })
        .collect();
    let mut letters = name.chars();
    let good = letters
        .next()
        .is_some_and(|first| first.is_ascii_lowercase())
        && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !good {
        return Err(
            problem(format!("`{last}` cannot be the name of a rulebook"))
                .help("a name begins with a letter and continues with letters, digits and `_`"),
        );
    }
    if is_reserved(&name) {
        return Err(
            problem(format!("`{name}` cannot be the name of a rulebook"))
                .help("it is a word of the language: put another word, such as `my_`, before it"),
        );
    }
    Ok(name)
}

/// That the folder is not there, or has nothing in it.
fn must_be_free(folder: &Path) -> Result<(), Diagnostic> {
    let taken = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => folder.exists(),
    };
    if !taken {
        return Ok(());
    }
    let what = if folder.is_dir() {
        "is a folder that is not empty"
    } else {
        "exists and is not a folder"
    };
    Err(problem(format!("`{}` {what}", files::shown(folder)))
        .help("nothing was changed: choose another name, or a new folder"))
}

/// Where the project is made before it is put in its place: in the same folder, so that it can be renamed.
fn draft_of(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// Writes the files of the template.
fn fill(draft: &Path, name: &str) -> Result<(), Failure> {
    for file in FILES {
        let path = draft.join(file.path.replace(PLACEHOLDER, name));
        files::make_folder(&path)?;
        let text = file.text.replace(PLACEHOLDER, name);
        files::write(&path, text.as_bytes())?;
        make_executable(&path, file)?;
    }
    Ok(())
}

#[cfg(unix)]
fn make_executable(path: &Path, file: &TemplateFile) -> Result<(), Diagnostic> {
    use std::os::unix::fs::PermissionsExt as _;
    if !file.executable {
        return Ok(());
    }
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(path, mode).map_err(|error| cannot_make(path, &error))
}

#[cfg(not(unix))]
fn make_executable(_: &Path, _: &TemplateFile) -> Result<(), Diagnostic> {
    Ok(())
}

/// Takes the explanation of each profile as it is now for the accepted one.
fn accept_snapshots(draft: &Path) -> Result<(), Failure> {
    for target in find::targets(&[draft.to_owned()], None)? {
        let tested = run::run(&target, &Options::default(), &|_| true, Extras::default())?;
        for shot in &tested.shots.shots {
            snapshots::accept(shot)?;
        }
        kept::settle(&tested.shots)?;
    }
    Ok(())
}

fn put_in_place(draft: &Path, folder: &Path) -> Result<(), Diagnostic> {
    // An empty folder stands in the way of the renamed one.
    if folder.is_dir() {
        std::fs::remove_dir(folder).map_err(|error| cannot_make(folder, &error))?;
    }
    std::fs::rename(draft, folder).map_err(|error| cannot_make(folder, &error))
}

/// The files in a folder, seen from the root.
fn list(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(root, &path, found);
        } else if let Ok(inner) = path.strip_prefix(root) {
            found.push(files::shown(inner));
        }
    }
}

fn cannot_make(path: &Path, error: &std::io::Error) -> Diagnostic {
    let reason = files::reason(error);
    let message = format!("cannot write `{}`: {reason}", files::shown(path));
    Diagnostic::new("E0906", Severity::Error, message)
}

fn problem(message: String) -> Diagnostic {
    Diagnostic::new("E0916", Severity::Error, message)
}
