//! The profile as the file that keeps it: what somebody wrote there by hand stays.

use std::path::PathBuf;

use crate::base::Diagnostic;
use crate::cli::files;
use crate::model::Profile;
use crate::profile::{self, Names};

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
        match &self.before {
            Some((before, read)) => profile::rewritten(before, read, profile, self.names),
            None => profile::write(profile, self.names.rulebook),
        }
    }
}
