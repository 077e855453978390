//! What was mended, as a difference or written into the files. Decides nothing about edits.

use std::fmt::Write as _;
use std::path::Path;

use similar::TextDiff;

use super::Fixed;
use crate::base::{Diagnostic, Limits, Safety, Severity};
use crate::cli::diagnostics::counted;
use crate::cli::files;

/// Lines around a difference.
const CONTEXT: usize = 3;

impl Fixed {
    /// What changed, file by file, as `diff -u` and `patch` have it.
    pub fn difference(&self) -> String {
        let mut text = String::new();
        for (path, (name, old)) in &self.before {
            let Some(new) = self.texts.get(path) else {
                continue;
            };
            let diff = TextDiff::from_lines(&**old, &**new);
            let mut unified = diff.unified_diff();
            unified.context_radius(CONTEXT).header(name, name);
            let _ = write!(text, "{unified}");
        }
        text
    }

    /// Writes the files that changed, each as a whole; one that is not as it was read is left alone.
    pub(in crate::cli) fn write(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (path, (name, old)) in &self.before {
            let Some(new) = self.texts.get(path) else {
                continue;
            };
            let written = match files::read(path, Limits::DEFAULT.file_bytes) {
                Ok(bytes) if bytes == old.as_bytes() => files::write(path, new.as_bytes()),
                Ok(_) => Err(changed_meanwhile(name)),
                Err(problem) => Err(problem),
            };
            problems.extend(written.err());
        }
        problems
    }

    /// What was done, in a line for each thing.
    pub fn words(&self, written: bool, left: usize) -> Vec<String> {
        let (fixed, leave) = match written {
            true => ("fixed", "left"),
            false => ("would fix", "would leave"),
        };
        let refused = self.refused.iter();
        let mut lines: Vec<String> = refused
            .map(|(code, name, line)| {
                format!(
                    "{leave} {code} at {name}:{line} as it is: its edit would cause another problem"
                )
            })
            .collect();
        let files = counted(self.before.len(), "file");
        lines.push(match self.problems {
            0 => format!("nothing to fix, {} left", counted(left, "problem")),
            some => format!(
                "{fixed} {} in {files}, {left} left",
                counted(some, "problem")
            ),
        });
        lines
    }
}

/// The files that edits may be made in: those that lie on the disk.
pub(in crate::cli) fn file_of(name: &str) -> Option<std::path::PathBuf> {
    let path = Path::new(name);
    path.is_file().then(|| files::true_path(path))
}

/// What edits are offered beyond those of `most`, in words; nothing where there are none.
pub(in crate::cli) fn offer(found: &[Diagnostic], most: Option<Safety>) -> Option<String> {
    let count = |safety| {
        let offered = found.iter().filter(|one| one.fix() == Some(safety));
        offered.count()
    };
    let safe = most.map_or(count(Safety::Safe), |_| 0);
    let guesses = match most {
        Some(Safety::Unsafe) => 0,
        Some(Safety::Safe) | None => count(Safety::Unsafe),
    };
    Some(match (safe, guesses) {
        (0, 0) => return None,
        (safe, 0) => format!("`--fix` fixes {safe} of them"),
        (0, guesses) => {
            format!("`--fix --unsafe-fixes` fixes {guesses} of them by guessing what is meant")
        }
        (safe, guesses) => format!(
            "`--fix` fixes {safe} of them, `--unsafe-fixes` {guesses} more by guessing what is meant"
        ),
    })
}

/// That what is named is no file that edits could be made in.
pub(in crate::cli) fn cannot_fix(what: &str, help: &str) -> Diagnostic {
    Diagnostic::new("E0931", Severity::Error, format!("{what} cannot be fixed")).help(help)
}

fn changed_meanwhile(name: &str) -> Diagnostic {
    let message = format!("`{name}` changed during the check and was left as it is");
    Diagnostic::new("E0931", Severity::Error, message).help("run the command again")
}
