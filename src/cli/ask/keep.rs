//! The profile as the file that keeps it: what somebody wrote there by hand stays.

use std::path::PathBuf;

use crate::base::{Diagnostic, FileId};
use crate::cli::files;
use crate::model::Profile;
use crate::profile::{self, Input, Names};

/// Where the answers are kept.
pub(in crate::cli) struct Keep<'n> {
    names: &'n Names<'n>,
    path: Option<PathBuf>,
    /// What the file said before, as text and as what could be read of it.
    before: Option<(String, Profile)>,
    /// What was written last.
    last: Option<String>,
}

impl<'n> Keep<'n> {
    /// In a file; without one nothing is kept.
    pub(in crate::cli) fn new(
        names: &'n Names<'n>,
        path: Option<PathBuf>,
        before: Option<(String, Profile)>,
    ) -> Self {
        Self {
            names,
            path,
            before,
            last: None,
        }
    }

    /// Where they are kept.
    pub(in crate::cli) fn path(&self) -> Option<&PathBuf> {
        self.path.as_ref()
    }

    /// From now on in this file.
    pub(super) fn move_to(&mut self, path: PathBuf) {
        self.path = Some(path);
        self.last = None;
    }

    /// Writes the file as a whole, where something is to be written.
    pub(super) fn save(&mut self, profile: &Profile) -> Result<(), Diagnostic> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let text = self.text(profile);
        let as_it_was = match (&self.last, &self.before) {
            (Some(last), _) => *last == text,
            (None, Some((before, _))) => *before == text,
            (None, None) => {
                profile.missing.is_empty() && profile.facts.values().all(Option::is_none)
            }
        };
        if !as_it_was {
            files::write(path, text.as_bytes())?;
            self.last = Some(text);
        }
        Ok(())
    }

    /// The text of the file.
    fn text(&self, profile: &Profile) -> String {
        let rulebook = self.names.rulebook;
        let written = profile::write(profile, rulebook);
        let Some((before, read)) = &self.before else {
            return written;
        };
        let edited = profile::edit(before, read, profile, self.names).ok();
        let same = |text: &String| {
            let again = read_again(text, &profile.name, self.names);
            again.is_some_and(|again| profile::write(&again, rulebook) == written)
        };
        edited.filter(same).unwrap_or_else(|| {
            let lines = before.lines().map(|line| format!("# {line}\n"));
            format!(
                "{written}\n# As it was before:\n{}",
                lines.collect::<String>()
            )
        })
    }
}

/// What can be read of a text.
pub(super) fn read_again(text: &str, id: &str, names: &Names<'_>) -> Option<Profile> {
    let input = Input {
        name: "answers.toml",
        id_default: id,
        file: FileId(0),
        bytes: text.as_bytes(),
        format: None,
    };
    profile::salvage(&input, names).profile
}
