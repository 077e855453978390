//! Files of a revision, read by running `git`. Knows nothing of rulebooks.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::base::{Diagnostic, Severity, suggestion};
use crate::check::ReadProblem;
use crate::cli::files;

/// Between two revisions, or behind one, what stands for the last commit that they share; without a second one, with `HEAD`.
const DOTS: &str = "...";
/// The revision that the files of the folder were checked out from.
const HEAD: &str = "HEAD";

/// A revision of the repository around a path.
pub(super) struct Revision {
    /// As the user wrote it.
    name: String,
    /// The commit it stands for.
    commit: String,
}

impl Revision {
    /// The commit that a revision stands for, in the repository around `near`.
    pub(super) fn find(name: &str, near: &Path) -> Result<Self, Diagnostic> {
        let (folder, _) = existing(near);
        let output = run(&folder, &["rev-parse", "--git-dir"])?;
        if !output.status.success() {
            return Err(no_repository(&folder));
        }
        let commit = match name.split_once(DOTS) {
            Some((one, other)) => parting(one, other, &folder)?,
            None => commit(name, &folder)?,
        };
        Ok(Self {
            name: name.to_owned(),
            commit,
        })
    }

    /// The content of a file of the revision; never more than the limit.
    pub(super) fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>, ReadProblem> {
        let (folder, rest) = existing(path);
        let object = format!(
            "{}:./{}",
            self.commit,
            rest.to_string_lossy().replace('\\', "/")
        );
        let other = |problem: Diagnostic| ReadProblem::Other(problem.message);
        let output = run(&folder, &["cat-file", "blob", &object]).map_err(other)?;
        if !output.status.success() {
            return Err(ReadProblem::Missing { near: None });
        }
        if output.stdout.len() > limit {
            return Err(ReadProblem::Other("it is too large".into()));
        }
        Ok(output.stdout)
    }

    /// That a file is not in the revision.
    pub(super) fn missing(&self, path: &Path) -> Diagnostic {
        let message = format!(
            "there is no file `{}` in revision `{}`",
            files::shown(path),
            self.name
        );
        problem(message).help(format!(
            "give the path it had there: `git:{}:PATH`",
            self.name
        ))
    }

    /// A path as shown to the user.
    pub(super) fn shown(&self, path: &str) -> String {
        format!("{}:{path}", self.name)
    }
}

/// The commit that a name stands for.
fn commit(name: &str, folder: &Path) -> Result<String, Diagnostic> {
    // A name that begins with a dash would be taken for an option.
    let wanted = format!("{name}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &wanted,
    ];
    let output = run(folder, &arguments)?;
    let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if name.is_empty() || !output.status.success() || commit.is_empty() {
        return Err(no_revision(name, folder));
    }
    Ok(commit)
}

/// The last commit that two revisions share.
fn parting(one: &str, other: &str, folder: &Path) -> Result<String, Diagnostic> {
    let other = if other.is_empty() { HEAD } else { other };
    let commits = (commit(one, folder)?, commit(other, folder)?);
    let output = run(folder, &["merge-base", &commits.0, &commits.1])?;
    let first = String::from_utf8_lossy(&output.stdout);
    match first.lines().next() {
        Some(commit) if output.status.success() => Ok(commit.to_owned()),
        _ => Err(
            problem(format!("`{one}` and `{other}` have no commit in common"))
                .help_if(shallow(folder))
                .help(format!("compare with the revision itself: `git:{one}`")),
        ),
    }
}

/// What to say where OLD, a revision by its own name, has commits that NEW lacks: they look as if NEW took them back.
pub(super) fn ahead(old: &str, new: Option<&str>, near: &Path) -> Option<String> {
    if old.contains(DOTS) || new.is_some_and(|new| new.contains(DOTS)) {
        return None;
    }
    let (folder, _) = existing(near);
    let new = new.unwrap_or(HEAD);
    let commits = (commit(old, &folder).ok()?, commit(new, &folder).ok()?);
    let arguments = ["merge-base", "--is-ancestor", &commits.0, &commits.1];
    let output = run(&folder, &arguments).ok()?;
    (output.status.code() == Some(1)).then(|| {
        let behind = if new == HEAD {
            String::new()
        } else {
            new.to_owned()
        };
        format!(
            "`{old}` has commits that are not in `{new}`, so their changes look reverted; \
             `git:{old}{DOTS}{behind}` compares with the last commit they share"
        )
    })
}

/// Where the history was cut off, how to get it.
fn shallow(folder: &Path) -> Option<String> {
    let output = run(folder, &["rev-parse", "--is-shallow-repository"]).ok()?;
    let is = String::from_utf8_lossy(&output.stdout).trim() == "true";
    is.then(|| {
        "only the last commits are here: run `git fetch --unshallow`, or give `actions/checkout` `fetch-depth: 0`"
            .to_owned()
    })
}

/// The nearest folder around a path that exists now, and the rest of the path.
fn existing(path: &Path) -> (PathBuf, PathBuf) {
    let mut folder = path.parent().unwrap_or(Path::new(""));
    while folder != Path::new("") && !folder.is_dir() {
        folder = folder.parent().unwrap_or(Path::new(""));
    }
    let rest = path.strip_prefix(folder).unwrap_or(path).to_owned();
    if folder == Path::new("") {
        (PathBuf::from("."), rest)
    } else {
        (folder.to_owned(), rest)
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Output, Diagnostic> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output();
    output.map_err(|error| {
        problem(format!("cannot run `git`: {}", files::reason(&error)))
            .help("`git:…` reads files with the program `git`: install it, or name files")
    })
}

fn no_repository(folder: &Path) -> Diagnostic {
    problem(format!("`{}` is not in a git repository", folder.display()))
        .help("`git:…` reads files from a revision; outside a repository, name two files")
}

fn no_revision(name: &str, folder: &Path) -> Diagnostic {
    let listed = run(folder, &["for-each-ref", "--format=%(refname:short)"]);
    let names = listed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let names = names.unwrap_or_default();
    // A clone has the branches of others under the name of where they come from.
    let remote = names.lines().find(|known| {
        let branch = known.split_once('/').map(|(_, branch)| branch);
        branch == Some(name)
    });
    let meant = match remote {
        Some(remote) => Some(format!("the branch is there as `{remote}`: `git:{remote}`")),
        None => suggestion(name, names.lines()),
    };
    problem(format!("there is no revision `{name}`"))
        .help_if(meant)
        .help_if(shallow(folder))
        .help("a revision is a branch, a tag or a commit: `git:main`, `git:v1.2`, `git:HEAD~1`")
}

fn problem(message: String) -> Diagnostic {
    Diagnostic::new("E0915", Severity::Error, message)
}
