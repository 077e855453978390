//! Profiles from files or standard input, read for a rulebook. Evaluates nothing.

use std::path::Path;

use super::files;
use super::session::Failure;
use crate::base::{Diagnostic, FileId, Limits, Severity, SourceMap, has_errors};
use crate::model::Profile;
use crate::profile::{self, FORMATS, Format, Input, Names};

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

/// The format that `--input-format` names.
pub(super) fn format(name: Option<&str>) -> Option<&'static Format> {
    name.and_then(profile::format_by_name)
}

/// Reads one profile; `-` is standard input.
pub(super) fn read(path: &Path, format: Option<&Format>, names: &Names<'_>) -> Read {
    let id = id(path);
    let mut sources = names.rulebook.files.clone();
    let bytes =
        known_format(path, format).and_then(|()| files::read(path, Limits::DEFAULT.profile_bytes));
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
    let reading = profile::read_with(
        &Input {
            name: &name,
            id_default: &id,
            file: next_file(&sources),
            bytes: &bytes,
            format,
        },
        names,
    );
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

/// As [`read`], where a profile with errors ends the run.
pub(super) fn read_one(
    path: &Path,
    format: Option<&Format>,
    names: &Names<'_>,
) -> Result<(Profile, Read), Failure> {
    let mut read = read(path, format, names);
    match read.profile.take() {
        Some(profile) => Ok((profile, read)),
        None => Err(Failure::at(read.sources, read.diagnostics)),
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
