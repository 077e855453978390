//! The profiles that both rulebooks are held against: which files, and what each side reads in them.

use std::path::{Path, PathBuf};

use super::Reference;
use crate::analyze::{Failed, Pair, Reader};
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
        if let Some(table) = files.iter().find(|file| is_table(file)) {
            return Err(table_of_profiles(table).into());
        }
        all.extend(files);
    }
    all.sort();
    Ok(files::once(all))
}

fn is_table(path: &Path) -> bool {
    table_by_ending(&files::shown(path)).is_some()
}

fn table_of_profiles(path: &Path) -> Diagnostic {
    let table = files::shown(path);
    let message =
        format!("`{table}` is a table of profiles, but `diff` takes one file per profile");
    Diagnostic::new("E0908", Severity::Error, message).help(format!(
        "evaluate the table with each rulebook, and compare the results: `hansei eval {table} --rules RULES`"
    ))
}

fn nothing_of(pattern: &str) -> Diagnostic {
    let message = format!("no profile matches `{pattern}`");
    Diagnostic::new("E0901", Severity::Error, message)
        .help("`*` matches part of a name, `**` any folders")
}

/// What could be read, and what is wrong for one of the rulebooks; what is wrong for both is shown as well.
pub(in crate::cli) fn read(
    paths: &[PathBuf],
    reader: &Reader<'_>,
    session: &Session,
) -> (Vec<Pair>, Vec<Failed>) {
    let (mut pairs, mut failed) = (Vec::with_capacity(paths.len()), Vec::new());
    in_parallel(
        paths,
        |path| one(path, reader),
        |read| {
            match read {
                Ok(pair) => pairs.push(pair),
                Err(wrong) => {
                    if wrong.failed.under_old && wrong.failed.under_new {
                        session.show_problems(&wrong.sources, &wrong.diagnostics);
                    }
                    failed.push(wrong.failed);
                }
            }
            true
        },
    );
    (pairs, failed)
}

/// A profile that could not be read.
struct Wrong {
    failed: Failed,
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

fn one(path: &Path, reader: &Reader<'_>) -> Result<Pair, Box<Wrong>> {
    let id = profiles::id(path);
    let wrong = |sides: (bool, bool), source: Option<SourceFile>, diagnostics: Vec<Diagnostic>| {
        let mut sources = SourceMap::default();
        sources.add(source.unwrap_or_else(|| SourceFile::new("", "")));
        let first = diagnostics.first();
        let error = first.map_or_else(String::new, |first| told(first, &sources));
        Box::new(Wrong {
            failed: Failed {
                profile: id.clone(),
                under_old: sides.0,
                under_new: sides.1,
                error,
            },
            sources,
            diagnostics,
        })
    };
    let bytes = files::read(path, Limits::DEFAULT.profile_bytes)
        .map_err(|problem| wrong((true, true), None, vec![problem]))?;
    let input = Input {
        name: &files::shown(path),
        id_default: &id,
        file: FileId(0),
        bytes: &bytes,
        format: None,
    };
    reader.read(&input).map_err(|refusal| {
        wrong(
            (refusal.by_old, refusal.by_new),
            Some(refusal.source),
            refusal.diagnostics,
        )
    })
}

/// A problem in one line, with its place.
fn told(problem: &Diagnostic, sources: &SourceMap) -> String {
    match problem.span().and_then(|span| sources.place(span)) {
        Some((file, at)) => format!("{file}:{}: {}", at.line, problem.message),
        None => problem.message.clone(),
    }
}
