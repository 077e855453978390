//! The rules that snapshots were accepted with, in files beside them. Compares nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::find::Target;
use super::snapshots::{Shots, write_accepted};
use crate::base::{Diagnostic, Limits};
use crate::cli::{files, glob};
use crate::testing::snapshot::{self, File};

/// Rules as they are kept beside snapshots.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Kept {
    /// The folder in which they lie.
    pub folder: PathBuf,
    /// What they are called by their content.
    pub name: String,
    /// Their text.
    pub text: String,
    /// Whether all snapshots of the target were looked at.
    pub all: bool,
}

/// Rules are many files in one.
const MOST_BYTES: usize = Limits::DEFAULT.file_bytes.saturating_mul(8);

/// The folder of the rules that snapshots were accepted with.
pub(super) fn folder(target: &Target) -> &Path {
    target.snapshots.as_ref().unwrap_or(&target.folder)
}

/// The file of rules that snapshots name; without a name, of those that all snapshots were last accepted with.
fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(match name {
        "" => "accepted.rulebook".to_owned(),
        name => format!("accepted-{name}.rulebook"),
    })
}

/// The text of rules that are kept.
pub(super) fn text(folder: &Path, name: &str) -> Option<String> {
    let bytes = files::read_if_there(&path(folder, name), MOST_BYTES).ok()??;
    String::from_utf8(bytes).ok()
}

/// Keeps the rules that snapshots of the target name, those that wait included, and takes away what none names.
pub(in crate::cli) fn keep(shots: &Shots) -> Result<(), Diagnostic> {
    let Some(kept) = &shots.rules else {
        return Ok(());
    };
    let paths = shots
        .shots
        .iter()
        .flat_map(|shot| [shot.path.clone(), shot.pending()]);
    let paths = paths.chain(shots.unreferenced.iter().cloned());
    let named: BTreeSet<String> = paths
        .filter_map(|path| Some(snapshot_file(&path)?.rules))
        .collect();
    let own = path(&kept.folder, &kept.name);
    if named.contains(&kept.name) && !own.exists() {
        files::make_folder(&own)?;
        files::write(&own, kept.text.as_bytes())?;
    }
    if !kept.all {
        return Ok(());
    }
    for path in glob::files(&kept.folder, "accepted-*.rulebook") {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let name = stem.and_then(|stem| stem.strip_prefix("accepted-"));
        if name.is_some_and(|name| !named.contains(name)) {
            files::remove(&path)?;
        }
    }
    Ok(())
}

/// After decisions: where no snapshot differs any more, today's rules are those that all were accepted with, and no
/// snapshot has to name them.
pub(in crate::cli) fn settle(shots: &Shots) -> Result<(), Diagnostic> {
    let Some(kept) = shots.rules.as_ref().filter(|kept| kept.all) else {
        return keep(shots);
    };
    let mut named = Vec::new();
    for shot in &shots.shots {
        let same = |file: &File| file.content.trim_end() == shot.new.content.trim_end();
        let Some(file) = snapshot_file(&shot.path).filter(same) else {
            return keep(shots);
        };
        if !file.rules.is_empty() {
            named.push((&shot.path, file));
        }
    }
    let known = text(&kept.folder, "");
    let is_known = known.as_deref().and_then(snapshot::archived_name) == Some(&*kept.name);
    if !is_known && !shots.shots.is_empty() {
        let path = path(&kept.folder, "");
        files::make_folder(&path)?;
        files::write(&path, kept.text.as_bytes())?;
    }
    for (path, file) in named {
        let rules = String::new();
        write_accepted(path, &File { rules, ..file })?;
    }
    keep(shots)
}

/// A snapshot file, where there is one that can be read.
fn snapshot_file(path: &Path) -> Option<File> {
    let bytes = files::read_if_there(path, Limits::DEFAULT.file_bytes).ok()??;
    Some(File::read(&String::from_utf8(bytes).ok()?))
}
