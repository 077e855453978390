//! What OLD and NEW mean: a file, or a file of a revision. Reads nothing.

use std::path::{Path, PathBuf};

use crate::base::{Diagnostic, Severity};
use crate::cli::load::{self, Place};
use crate::cli::session::{Failure, Session};
use crate::cli::{files, project};

/// A rulebook, by where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Reference {
    /// The revision, where it lies in history.
    pub(super) revision: Option<String>,
    /// The file.
    pub(super) path: PathBuf,
}

/// What begins a reference to history.
const HISTORY: &str = "git:";

/// The two rulebooks that are meant; without a new one, the project's.
pub(in crate::cli) fn references(
    old: &str,
    new: Option<&str>,
    session: &Session,
) -> Result<(Reference, Reference), Failure> {
    let (old, new) = (Named::of(old)?, new.map(Named::of).transpose()?);
    let path = |named: &Named| named.path.clone();
    let new = match new {
        Some(new) => new,
        None => Named {
            revision: None,
            path: match project::nearest()?.and_then(|project| project.rulebook) {
                None if old.revision.is_none() => Some(beside(&old, session)?),
                path => path,
            },
        },
    };
    let shared = match path(&old).or(path(&new)) {
        Some(path) => Some(path),
        None => in_this_folder(session)?,
    };
    let whole = |named: Named| match named.path.or(shared.clone()) {
        Some(path) => Ok(Reference {
            revision: named.revision,
            path,
        }),
        None => Err(no_path()),
    };
    Ok((whole(old)?, whole(new)?))
}

/// The rulebook in this folder, where it is another one than the old one.
fn beside(old: &Named, session: &Session) -> Result<PathBuf, Failure> {
    let is_old = |path: &PathBuf| {
        let old = old.path.as_deref();
        old.is_some_and(|old| files::true_path(old) == files::true_path(path))
    };
    match load::place(None) {
        Ok(Place::File(path)) if !is_old(&path) => {
            load::chosen(None, session)?;
            Ok(path)
        }
        Ok(_) | Err(_) => Err(no_new(old).into()),
    }
}

fn in_this_folder(session: &Session) -> Result<Option<PathBuf>, Failure> {
    Ok(match load::chosen(None, session)? {
        Place::File(path) => Some(path),
        Place::BuiltIn => None,
    })
}

/// A reference as written.
struct Named {
    revision: Option<String>,
    path: Option<PathBuf>,
}

impl Named {
    fn of(text: &str) -> Result<Self, Failure> {
        // A file that exists is a file, whatever its name.
        let history = text.strip_prefix(HISTORY);
        let Some(rest) = history.filter(|_| !Path::new(text).exists()) else {
            return Ok(Self {
                revision: None,
                path: Some(load::at(Path::new(text), "")?),
            });
        };
        Ok(match rest.split_once(':') {
            Some((revision, path)) => Self {
                revision: Some(revision.to_owned()),
                path: Some(path.into()),
            },
            None => Self {
                revision: Some(rest.to_owned()),
                path: None,
            },
        })
    }
}

/// A file alone: it would be compared with itself.
fn no_new(old: &Named) -> Diagnostic {
    let old = old.path.as_deref().map(files::shown).unwrap_or_default();
    let message = format!("no rulebook is named to compare `{old}` with");
    Diagnostic::new("E0908", Severity::Error, message)
        .help(format!("name the new one: `hansei diff {old} new.rules`"))
        .help(format!(
            "or compare with history: `hansei diff git:main {old}`"
        ))
}

fn no_path() -> Diagnostic {
    Diagnostic::new("E0908", Severity::Error, "no rulebook is named")
        .help("name a file: `hansei diff git:main rules/choice.rules`")
        .help("or set it as `rulebook` in `hansei.toml`")
}

#[cfg(test)]
mod tests {
    use super::{Session, references};
    use std::path::Path;

    #[test]
    fn history_takes_the_path_of_the_other_side() {
        let session = Session::new(&crate::cli::args::GlobalArgs::default());
        let references = |old, new| references(old, Some(new), &session).unwrap();
        let (old, new) = references("git:main", "a/b.rules");
        assert_eq!(old.revision.as_deref(), Some("main"));
        assert_eq!(old.path, Path::new("a/b.rules"));
        assert_eq!(new.revision, None);
        let (old, new) = references("git:v1:x.rules", "git:HEAD~2");
        assert_eq!(old.path, new.path);
        assert_eq!(new.revision.as_deref(), Some("HEAD~2"));
    }
}
