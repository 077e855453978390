//! Profiles from files or standard input, read for a rulebook. Evaluates nothing.

use std::path::Path;

use super::args::SetArgs;
use super::files;
use super::session::{Failure, Session};
use crate::base::{Diagnostic, FileId, Limits, Severity, SourceMap, has_errors};
use crate::model::{Profile, Rulebook};
use crate::profile::{self, Assignments, FORMATS, Format, Input, Names};

/// What reading one profile gave.
pub(super) struct Read {
    /// The profile, where it has no errors.
    pub(super) profile: Option<Profile>,
    /// What it is called, be it read or not.
    pub(super) id: String,
    /// The texts that the places of the diagnostics point into, the rulebook's included.
    pub(super) sources: SourceMap,
    /// All that is wrong or remarkable.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What `--set` is called in places.
const SET: &str = "--set";

/// How profiles are read: for which facts, in which format, and what is set in each of them.
pub(super) struct Reader<'a> {
    names: Names<'a>,
    format: Option<&'static Format>,
    assignments: Assignments,
}

impl<'a> Reader<'a> {
    /// For profiles of a rulebook; that something is set wrongly ends the run.
    pub(super) fn new(
        rulebook: &'a Rulebook,
        format: Option<&str>,
        set: &SetArgs,
        session: &Session,
    ) -> Result<Self, Failure> {
        let names = Names::of(rulebook);
        let mut sources = rulebook.files.clone();
        let read = profile::assign(SET, &set.facts, next_file(&sources), &names);
        sources.add(read.source);
        let Some(assignments) = read.assignments else {
            return Err(Failure::at(sources, read.diagnostics));
        };
        session.show_problems(&sources, &read.diagnostics);
        Ok(Self {
            names,
            format: format.and_then(profile::format_by_name),
            assignments,
        })
    }

    /// Reads one profile; `-` is standard input.
    pub(super) fn read(&self, path: &Path) -> Read {
        let mut read = self.of_file(path);
        if let Some(profile) = &mut read.profile {
            self.assignments.set(profile);
            read.id = profile.name.to_string();
        }
        read
    }

    /// As [`read`](Self::read), where a profile with errors ends the run. Without a path it is what is set, and no more.
    pub(super) fn one(
        &self,
        path: Option<&Path>,
        session: &Session,
    ) -> Result<(Profile, Read), Failure> {
        let mut read = match path {
            Some(path) => self.read(path),
            None => {
                session.say("no profile is named, so nothing is known but what is set");
                self.nothing_else()
            }
        };
        match read.profile.take() {
            Some(profile) => {
                session.show_problems(&read.sources, &read.diagnostics);
                Ok((profile, read))
            }
            None => Err(Failure::at(read.sources, read.diagnostics)),
        }
    }

    fn nothing_else(&self) -> Read {
        let mut profile = Profile::empty("set", self.names.rulebook.facts.len());
        self.assignments.set(&mut profile);
        Read {
            id: profile.name.to_string(),
            profile: Some(profile),
            sources: self.names.rulebook.files.clone(),
            diagnostics: Vec::new(),
        }
    }

    fn of_file(&self, path: &Path) -> Read {
        let id = id(path);
        let mut sources = self.names.rulebook.files.clone();
        let bytes = known_format(path, self.format)
            .and_then(|()| files::read(path, Limits::DEFAULT.profile_bytes));
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(problem) => {
                return Read {
                    profile: None,
                    id,
                    sources,
                    diagnostics: vec![problem],
                };
            }
        };
        let name = files::shown(path);
        let input = Input {
            name: &name,
            id_default: &id,
            file: next_file(&sources),
            bytes: &bytes,
            format: self.format,
        };
        let reading = profile::read_with(&input, &self.names);
        sources.add(reading.source);
        Read {
            id: match &reading.profile {
                Some(profile) => profile.name.to_string(),
                None => id,
            },
            profile: reading
                .profile
                .filter(|_| !has_errors(&reading.diagnostics)),
            sources,
            diagnostics: reading.diagnostics,
        }
    }
}

/// The id under which a text will be added next.
fn next_file(sources: &SourceMap) -> FileId {
    FileId(u32::try_from(sources.files().count()).unwrap_or(u32::MAX))
}

/// What a profile without an `id` is called.
pub(super) fn id(path: &Path) -> String {
    if path == Path::new(files::STDIN) {
        return "stdin".into();
    }
    path.file_stem()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Standard input has no ending that would say its format.
fn known_format(path: &Path, format: Option<&Format>) -> Result<(), Diagnostic> {
    let known = format.is_some()
        || path != Path::new(files::STDIN)
        || profile::format_by_ending(&files::shown(path)).is_some();
    if known {
        return Ok(());
    }
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    Err(Diagnostic::new(
        "E0909",
        Severity::Error,
        "the format of standard input is not known",
    )
    .help(format!(
        "say it with `--input-format`: {}",
        names.join(", ")
    )))
}
