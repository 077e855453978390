//! The profiles that both rulebooks are held against: which files, and what each side reads in them. Reads no rows.

use std::path::{Path, PathBuf};

use super::{Reference, tables};
use crate::analyze::{Failed, Pair, Reader, Refusal};
use crate::base::{Diagnostic, FileId, Limits, Severity, SourceFile, SourceMap, in_parallel};
use crate::cli::session::{Failure, Session};
use crate::cli::testing::{find, snapshots};
use crate::cli::{files, glob, profiles};
use crate::profile::Input;
use crate::profile::table::table_by_ending;

/// The profiles of the patterns; without any, those of the rulebook's project or folder.
pub(in crate::cli) fn found(
    patterns: &[String],
    reference: &Reference,
) -> Result<Vec<PathBuf>, Failure> {
    if patterns.is_empty() {
        let targets = find::targets(&[], Some(&reference.path))?;
        return Ok(targets.into_iter().flat_map(|one| one.profiles).collect());
    }
    let mut all = Vec::new();
    for pattern in patterns {
        let path = Path::new(pattern);
        let mut files = match (path.is_file(), path.is_dir()) {
            (true, _) => vec![path.to_owned()],
            (false, true) => find::profiles_in(path)?,
            (false, false) => glob::files(Path::new(""), pattern),
        };
        // Snapshots stand beside their profiles.
        files.retain(|file| file == path || !snapshots::is_snapshot(file));
        if files.is_empty() {
            return Err(nothing_of(pattern).into());
        }
        all.extend(files);
    }
    all.sort();
    Ok(files::once(all))
}

fn nothing_of(pattern: &str) -> Diagnostic {
    let message = format!("no profile matches `{pattern}`");
    Diagnostic::new("E0901", Severity::Error, message)
        .help("`*` matches part of a name, `**` any folders")
}

/// The profiles, as far as both rulebooks can read them.
#[derive(Default)]
pub(in crate::cli) struct Profiles {
    /// What could be read.
    pub(in crate::cli) pairs: Vec<Pair>,
    /// What is wrong for one of the rulebooks or for both.
    pub(in crate::cli) failed: Vec<Failed>,
}

/// Reads profiles and the rows of tables; what is wrong for both rulebooks is shown.
pub(in crate::cli) fn read(
    paths: &[PathBuf],
    reader: &Reader<'_>,
    session: &Session,
) -> Result<Profiles, Failure> {
    let mut profiles = Profiles::default();
    let table = |path: &&PathBuf| table_by_ending(&files::shown(path)).is_some();
    let (tables, paths): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(table);
    in_parallel(
        &paths,
        |path| one(path, reader),
        |read| {
            match read {
                Ok(pair) => profiles.pairs.push(pair),
                Err(wrong) => {
                    if wrong.is_by_both() {
                        session.show_problems(&wrong.sources, &wrong.diagnostics);
                    }
                    profiles.failed.push(wrong.failed);
                }
            }
            true
        },
    );
    for path in tables {
        if let Some(table) = table_by_ending(&files::shown(path)) {
            tables::read((path, table), reader, session, &mut profiles)?;
        }
    }
    Ok(profiles)
}

/// A profile that could not be read.
pub(super) struct Wrong {
    pub(super) failed: Failed,
    /// Its text alone.
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

impl Wrong {
    /// What the rulebooks refuse.
    pub(super) fn of(profile: String, refusal: Refusal) -> Self {
        let mut sources = SourceMap::default();
        sources.add(refusal.source);
        let diagnostics = refusal.diagnostics;
        let first = diagnostics
            .iter()
            .find(|one| one.severity == Severity::Error);
        let error = first.map_or_else(String::new, |first| told(first, &sources));
        Self {
            failed: Failed {
                profile,
                under_old: refusal.by_old,
                under_new: refusal.by_new,
                error,
            },
            sources,
            diagnostics,
        }
    }

    /// Its problems, with its text among some others.
    pub(super) fn among(&self, sources: &mut SourceMap) -> Vec<Diagnostic> {
        let mut file = FileId(0);
        for (_, source) in self.sources.files() {
            file = sources.add(source.clone());
        }
        let problems = self.diagnostics.iter().cloned();
        let moved = problems.map(|problem| problem.moved(|span| span.file = file));
        moved.collect()
    }

    /// Whether neither rulebook can read it.
    pub(super) fn is_by_both(&self) -> bool {
        self.failed.under_old && self.failed.under_new
    }
}

fn one(path: &Path, reader: &Reader<'_>) -> Result<Pair, Box<Wrong>> {
    let id = profiles::id(path);
    let unread = |problem| Refusal {
        by_old: true,
        by_new: true,
        source: SourceFile::new("", ""),
        diagnostics: vec![problem],
    };
    let wrong = |refusal| Box::new(Wrong::of(id.clone(), refusal));
    let bytes = files::read(path, Limits::DEFAULT.profile_bytes)
        .map_err(|problem| wrong(unread(problem)))?;
    let input = Input {
        name: &files::shown(path),
        id_default: &id,
        file: FileId(0),
        bytes: &bytes,
        format: None,
    };
    reader.read(&input).map_err(|refusal| wrong(*refusal))
}

/// A problem in one line, with its place.
fn told(problem: &Diagnostic, sources: &SourceMap) -> String {
    match problem.span().and_then(|span| sources.place(span)) {
        Some((file, at)) => format!("{file}:{}: {}", at.line, problem.message),
        None => problem.message.clone(),
    }
}
