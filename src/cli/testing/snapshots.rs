//! The files of snapshots: where they lie, what they hold, and which belong to nothing. Shows nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::find::Target;
use crate::analyze::Book;
use crate::base::{Diagnostic, FileId, Limits, SourceMap};
use crate::cli::session::Failure;
use crate::cli::{files, glob};
use crate::model::Profile;
use crate::testing::Suite;
use crate::testing::snapshot::{
    self, Changed, File, Meaning, ProfileText, Snapshot, has_conflict, meanings, take,
};

/// The snapshot of one profile against the one on disk.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Shot {
    /// The profile, as shown to the user.
    pub profile: String,
    /// The accepted snapshot, there or not.
    pub path: PathBuf,
    /// What would be written.
    pub new: File,
    /// How the two compare.
    pub state: State,
    /// What was evaluated.
    pub facts: Profile,
}

/// How a snapshot compares with the accepted one.
#[derive(Clone, Debug)]
pub(in crate::cli) enum State {
    /// They are the same.
    Same,
    /// There is no accepted one.
    New,
    /// The accepted one has the marks of a merge in it.
    Conflict,
    /// What lies in its place is no snapshot.
    Unreadable,
    /// They differ: the content of the accepted one, and what the change means.
    Changed(String, Meaning),
}

/// The snapshots of a target.
#[derive(Debug, Default)]
pub(in crate::cli) struct Shots {
    /// Those of profiles that could be evaluated.
    pub shots: Vec<Shot>,
    /// Snapshot files that belong to no profile.
    pub unreferenced: Vec<PathBuf>,
    /// Profiles that could not be evaluated.
    pub broken: usize,
    /// Why.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub sources: SourceMap,
    /// The rules that all this was made with, as they are kept beside accepted snapshots.
    pub rules: Option<Kept>,
}

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

impl Shot {
    /// Whether somebody has to look at it.
    pub(in crate::cli) fn is_pending(&self) -> bool {
        !matches!(self.state, State::Same)
    }

    /// Whether there is an accepted one that it was held against.
    pub(in crate::cli) fn is_held(&self) -> bool {
        matches!(self.state, State::Same | State::Changed(..))
    }

    /// The file in which it waits.
    pub(in crate::cli) fn pending(&self) -> PathBuf {
        pending(&self.path)
    }
}

/// Where the snapshot of a profile lies.
pub(in crate::cli) fn path_of(target: &Target, profile: &Path) -> PathBuf {
    let mut name = profile.file_name().unwrap_or_default().to_owned();
    name.push(".snap");
    match &target.snapshots {
        None => profile.with_file_name(name),
        Some(folder) => {
            let inner = profile.parent().unwrap_or(Path::new(""));
            let inner = inner.strip_prefix(&target.folder).unwrap_or(Path::new(""));
            folder.join(inner).join(name)
        }
    }
}

fn pending(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

/// Takes the snapshots of the wanted profiles of a target and compares them with the accepted ones.
pub(in crate::cli) fn shots(
    target: &Target,
    suite: &Suite,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Shots, Failure> {
    let shown = |path: &PathBuf| files::shown(path).trim_start_matches("./").to_owned();
    let profiles: Vec<&PathBuf> = target
        .profiles
        .iter()
        .filter(|path| wanted(&shown(path)))
        .collect();
    let mut texts = Vec::with_capacity(profiles.len());
    for path in &profiles {
        texts.push(ProfileText {
            name: shown(path),
            id: super::run::stem(path),
            bytes: files::read(path, Limits::DEFAULT.profile_bytes)?,
        });
    }
    let program = &suite.program;
    let rules = snapshot::name_of(program);
    let first = FileId(u32::try_from(program.rulebook.files.files().count()).unwrap_or(u32::MAX));
    let mut shots = Shots {
        sources: program.rulebook.files.clone(),
        ..Shots::default()
    };
    let mut found = Vec::with_capacity(texts.len());
    for (path, taken) in profiles.iter().zip(take(program, first, &texts)) {
        let file = shots.sources.add(taken.source);
        shots.diagnostics.extend(
            taken
                .diagnostics
                .into_iter()
                .map(|one| moved(one, first, file)),
        );
        let (Some(content), Some(facts)) = (taken.content, taken.profile) else {
            shots.broken = shots.broken.saturating_add(1);
            continue;
        };
        let snap = path_of(target, path);
        let inner = path.strip_prefix(&target.folder).unwrap_or(path);
        let new = File {
            source: files::shown(inner)
                .replace('\\', "/")
                .trim_start_matches("./")
                .to_owned(),
            rules: rules.clone(),
            content,
        };
        let kept = read(&snap, &new);
        found.push((shown(path), kept, facts, (snap, new)));
    }
    let all = profiles.len() == target.profiles.len();
    shots.rules = snapshot::archive(book(suite)).map(|text| Kept {
        folder: kept_folder(target).to_owned(),
        name: rules,
        text,
        all,
    });
    shots.shots = compared(found, target, suite);
    if profiles.len() == target.profiles.len() && !target.only_cases {
        shots.unreferenced = unreferenced(target);
    }
    Ok(shots)
}

/// A problem of a profile at the id that its text got.
fn moved(mut problem: Diagnostic, from: FileId, to: FileId) -> Diagnostic {
    for label in problem
        .labels
        .iter_mut()
        .filter(|label| label.span.file == from)
    {
        label.span.file = to;
    }
    problem.edits.clear();
    problem
}

/// The folder of the rules that snapshots were accepted with.
fn kept_folder(target: &Target) -> &Path {
    target.snapshots.as_ref().unwrap_or(&target.folder)
}

/// The file of rules that snapshots name; without a name, of those that all snapshots were last accepted with.
fn kept_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(match name {
        "" => "accepted.rulebook".to_owned(),
        name => format!("accepted-{name}.rulebook"),
    })
}

/// The text of rules that are kept.
fn kept_text(folder: &Path, name: &str) -> Option<String> {
    let path = kept_path(folder, name);
    let limit = Limits::DEFAULT.file_bytes.saturating_mul(8);
    path.exists().then(|| files::read_text(&path, limit).ok())?
}

/// A profile that was evaluated: its name, the accepted snapshot, its facts, and where today's snapshot goes.
type Found = (String, Before, Profile, (PathBuf, File));

/// The accepted snapshot of a profile, before the changes of all are compared.
enum Before {
    /// What needs no comparing.
    Told(State),
    /// An accepted snapshot that differs.
    Differs(File),
}

/// The rulebook as the analyses take it.
fn book(suite: &Suite) -> Book<'_> {
    Book {
        bundle: &suite.bundle,
        program: &suite.program,
    }
}

/// How all compare; what changed is compared together.
fn compared(found: Vec<Found>, target: &Target, suite: &Suite) -> Vec<Shot> {
    let changed: Vec<Changed<'_>> = found
        .iter()
        .filter_map(|(_, before, profile, (_, new))| match before {
            Before::Told(_) => None,
            Before::Differs(old) => Some(Changed { old, new, profile }),
        })
        .collect();
    let now = book(suite);
    let folder = kept_folder(target);
    let accepted = |name: &str| {
        let path = kept_path(folder, name);
        let limit = Limits::DEFAULT.file_bytes.saturating_mul(8);
        path.exists()
            .then(|| files::read_text(&path, limit).ok())
            .flatten()
    };
    let mut meanings = meanings(&changed, now, &accepted).into_iter();
    let shot = |(profile, before, facts, (path, new)): Found| Shot {
        profile,
        state: match before {
            Before::Told(state) => state,
            Before::Differs(old) => match meanings.next() {
                Some(meaning) => State::Changed(old.content, meaning),
                None => State::Unreadable,
            },
        },
        facts,
        path,
        new,
    };
    found.into_iter().map(shot).collect()
}

fn read(path: &Path, new: &File) -> Before {
    if !path.exists() {
        return Before::Told(State::New);
    }
    let Ok(bytes) = files::read(path, Limits::DEFAULT.file_bytes) else {
        return Before::Told(State::Unreadable);
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return Before::Told(State::Unreadable);
    };
    if has_conflict(&text) {
        return Before::Told(State::Conflict);
    }
    let old = File::read(&text);
    if !Snapshot::is_one(&old.content) {
        return Before::Told(State::Unreadable);
    }
    if old.content.trim_end() == new.content.trim_end() {
        return Before::Told(State::Same);
    }
    Before::Differs(old)
}

/// Snapshots that lie where those of the target would, and belong to none of its profiles.
fn unreferenced(target: &Target) -> Vec<PathBuf> {
    let known: BTreeSet<PathBuf> = target
        .profiles
        .iter()
        .map(|profile| path_of(target, profile))
        .flat_map(|path| [pending(&path), path])
        .collect();
    let mut found: BTreeSet<PathBuf> = BTreeSet::new();
    match &target.snapshots {
        Some(folder) => found.extend(
            ["**/*.snap", "**/*.snap.new"]
                .iter()
                .flat_map(|text| glob::files(folder, text)),
        ),
        None => {
            let folders = target.profiles.iter().filter_map(|path| path.parent());
            let usual = target.folder.join("profiles");
            let folders: BTreeSet<&Path> = folders.chain([usual.as_path()]).collect();
            for folder in folders {
                found.extend(glob::files(folder, "*.snap"));
                found.extend(glob::files(folder, "*.snap.new"));
            }
        }
    }
    found
        .into_iter()
        .filter(|path| !known.contains(path))
        .collect()
}

/// Writes what waits, and takes away what waits no longer.
pub(in crate::cli) fn write_pending(shots: &[Shot]) -> Result<(), Failure> {
    for shot in shots {
        if shot.is_pending() {
            write(&shot.pending(), &shot.new)?;
        } else {
            remove(&shot.pending())?;
        }
    }
    Ok(())
}

/// Keeps the rules that snapshots of the target name, those that wait included, and takes away what none names.
pub(in crate::cli) fn keep_rules(shots: &Shots) -> Result<(), Failure> {
    let Some(kept) = &shots.rules else {
        return Ok(());
    };
    let paths = shots
        .shots
        .iter()
        .flat_map(|shot| [shot.path.clone(), shot.pending()]);
    let paths = paths.chain(shots.unreferenced.iter().cloned());
    let named: BTreeSet<String> = paths
        .filter_map(|path| Some(read_file(&path)?.rules))
        .collect();
    let path = kept_path(&kept.folder, &kept.name);
    if named.contains(&kept.name) && !path.exists() {
        files::make_folder(&path)?;
        files::write(&path, kept.text.as_bytes())?;
    }
    if !kept.all {
        return Ok(());
    }
    for path in glob::files(&kept.folder, "accepted-*.rulebook") {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let name = stem.and_then(|stem| stem.strip_prefix("accepted-"));
        if name.is_some_and(|name| !named.contains(name)) {
            remove(&path)?;
        }
    }
    Ok(())
}

/// After decisions: where no snapshot differs any more, today's rules are those that all were accepted with, and no
/// snapshot has to name them.
pub(in crate::cli) fn settle_rules(shots: &Shots) -> Result<(), Failure> {
    let Some(kept) = shots.rules.as_ref().filter(|kept| kept.all) else {
        return keep_rules(shots);
    };
    let mut named = Vec::new();
    for shot in &shots.shots {
        let accepted = read_file(&shot.path);
        let Some(file) =
            accepted.filter(|file| file.content.trim_end() == shot.new.content.trim_end())
        else {
            return keep_rules(shots);
        };
        if !file.rules.is_empty() {
            named.push((&shot.path, file));
        }
    }
    let known = kept_text(&kept.folder, "");
    let same = known.as_deref().and_then(snapshot::archived_name) == Some(&*kept.name);
    if !same && !shots.shots.is_empty() {
        let path = kept_path(&kept.folder, "");
        files::make_folder(&path)?;
        files::write(&path, kept.text.as_bytes())?;
    }
    for (path, file) in named {
        let rules = String::new();
        write(path, &File { rules, ..file })?;
    }
    keep_rules(shots)
}

/// A snapshot file, where there is one that can be read.
fn read_file(path: &Path) -> Option<File> {
    let text = path
        .exists()
        .then(|| files::read_text(path, Limits::DEFAULT.file_bytes).ok())??;
    Some(File::read(&text))
}

/// The new snapshot becomes the accepted one.
pub(in crate::cli) fn accept(shot: &Shot) -> Result<(), Failure> {
    write(&shot.path, &shot.new)?;
    remove(&shot.pending())
}

/// The new snapshot is thrown away.
pub(in crate::cli) fn reject(shot: &Shot) -> Result<(), Failure> {
    remove(&shot.pending())
}

fn write(path: &Path, file: &File) -> Result<(), Failure> {
    let text = file.write();
    if files::read_text(path, Limits::DEFAULT.file_bytes).is_ok_and(|old| old == text) {
        return Ok(());
    }
    files::make_folder(path)?;
    Ok(files::write(path, text.as_bytes())?)
}

/// Removes a file that may not be there.
pub(in crate::cli) fn remove(path: &Path) -> Result<(), Failure> {
    Ok(files::remove(path)?)
}
