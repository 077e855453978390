//! The files of snapshots: where they lie, what they hold, and which belong to nothing. Shows nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::find::Target;
use super::kept::{self, Kept};
use crate::analyze::Book;
use crate::base::{Diagnostic, FileId, Limits, SourceMap};
use crate::cli::load::Place;
use crate::cli::session::Failure;
use crate::cli::{files, glob};
use crate::model::Profile;
use crate::testing::Suite;
use crate::testing::snapshot::{
    self, Changed, File, Meaning, ProfileText, Snapshot, has_conflict, is_ours, meanings, take,
};

/// The snapshot of one profile against the one on disk.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Shot {
    /// The profile, as shown to the user.
    pub profile: String,
    /// The profile's file.
    pub file: PathBuf,
    /// The accepted snapshot, there or not.
    pub path: PathBuf,
    /// What lay there when the run began.
    pub on_disk: OnDisk,
    /// What would be written.
    pub new: File,
    /// How the two compare.
    pub state: State,
    /// What was evaluated.
    pub facts: Profile,
    /// Where there is no accepted one: a snapshot of no profile with the same content.
    pub twin: Option<PathBuf>,
}

/// What lies in the place of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum OnDisk {
    /// Nothing.
    Missing,
    /// A file.
    Bytes(Vec<u8>),
    /// Something that cannot be read.
    Unreadable,
}

impl OnDisk {
    fn of(path: &Path) -> Self {
        match files::read_if_there(path, Limits::DEFAULT.file_bytes) {
            Ok(None) => Self::Missing,
            Ok(Some(bytes)) => Self::Bytes(bytes),
            Err(_) => Self::Unreadable,
        }
    }
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

/// Whether a file is a snapshot, or one that waits for review.
pub(in crate::cli) fn is_snapshot(path: &Path) -> bool {
    let name = path.to_string_lossy();
    [".snap", ".snap.new"]
        .iter()
        .any(|ending| name.ends_with(ending))
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
    let profiles: Vec<&PathBuf> = target
        .profiles
        .iter()
        .filter(|path| wanted(&shown(path)))
        .collect();
    let texts = texts(&profiles)?;
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
        let on_disk = OnDisk::of(&snap);
        let before = read(&on_disk, &new);
        found.push(Found {
            file: (*path).clone(),
            before,
            facts,
            path: snap,
            on_disk,
            new,
        });
    }
    let all = profiles.len() == target.profiles.len() && !target.only_cases;
    shots.rules = snapshot::archive(book(suite)).map(|text| Kept {
        folder: kept::folder(target).to_owned(),
        name: rules,
        text,
        all,
    });
    shots.shots = compared(found, target, suite);
    // The built-in rulebook keeps no snapshots: those that lie about belong to another.
    if all && (target.place != Place::BuiltIn || !target.profiles.is_empty()) {
        shots.unreferenced = unreferenced(target);
        find_twins(&mut shots);
    }
    Ok(shots)
}

/// A profile as shown to the user.
fn shown(path: &Path) -> String {
    files::shown(path).trim_start_matches("./").to_owned()
}

fn texts(profiles: &[&PathBuf]) -> Result<Vec<ProfileText>, Failure> {
    let mut texts = Vec::with_capacity(profiles.len());
    for path in profiles {
        texts.push(ProfileText {
            name: shown(path),
            id: super::run::stem(path),
            bytes: files::read(path, Limits::DEFAULT.profile_bytes)?,
        });
    }
    Ok(texts)
}

/// Holds new snapshots against those of no profile: a profile under another name leaves one behind.
fn find_twins(shots: &mut Shots) {
    let mut strays: Vec<(&PathBuf, String)> = Vec::new();
    for path in &shots.unreferenced {
        if path.extension().is_some_and(|ending| ending == "snap")
            && let Ok(text) = files::read_text(path, Limits::DEFAULT.file_bytes)
        {
            strays.push((path, File::read(&text).content));
        }
    }
    for shot in &mut shots.shots {
        if matches!(shot.state, State::New) {
            let content = shot.new.content.trim_end();
            let twin = strays.iter().find(|(_, other)| other.trim_end() == content);
            shot.twin = twin.map(|(path, _)| (*path).clone());
        }
    }
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

/// A profile that was evaluated, before the changes of all are compared.
struct Found {
    file: PathBuf,
    before: Before,
    facts: Profile,
    path: PathBuf,
    on_disk: OnDisk,
    new: File,
}

/// The accepted snapshot of a profile.
enum Before {
    /// What needs no comparing.
    Told(State),
    /// One that differs.
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
        .filter_map(|one| match &one.before {
            Before::Told(_) => None,
            Before::Differs(old) => Some(Changed {
                old,
                new: &one.new,
                profile: &one.facts,
            }),
        })
        .collect();
    let folder = kept::folder(target);
    let accepted = |name: &str| kept::text(folder, name);
    let mut meanings = meanings(&changed, book(suite), &accepted).into_iter();
    let shot = |one: Found| Shot {
        profile: shown(&one.file),
        file: one.file,
        state: match one.before {
            Before::Told(state) => state,
            Before::Differs(old) => match meanings.next() {
                Some(meaning) => State::Changed(old.content, meaning),
                None => State::Unreadable,
            },
        },
        facts: one.facts,
        path: one.path,
        on_disk: one.on_disk,
        new: one.new,
        twin: None,
    };
    found.into_iter().map(shot).collect()
}

fn read(on_disk: &OnDisk, new: &File) -> Before {
    let bytes = match on_disk {
        OnDisk::Missing => return Before::Told(State::New),
        OnDisk::Unreadable => return Before::Told(State::Unreadable),
        OnDisk::Bytes(bytes) => bytes,
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Before::Told(State::Unreadable);
    };
    // Some editors put a byte order mark before what they save.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if has_conflict(text) {
        return Before::Told(State::Conflict);
    }
    let old = File::read(text);
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

/// Writes what waits, and takes away what waits no longer. What cannot be written costs no result.
pub(in crate::cli) fn write_pending(shots: &[Shot]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for shot in shots {
        let done = match shot.is_pending() {
            true => write_one(&shot.pending(), &shot.new),
            false => files::remove(&shot.pending()),
        };
        problems.extend(done.err());
    }
    problems
}

fn write_one(path: &Path, file: &File) -> Result<(), Diagnostic> {
    let text = file.write();
    if OnDisk::of(path) == OnDisk::Bytes(text.as_bytes().to_vec()) {
        return Ok(());
    }
    files::make_folder(path)?;
    files::write_passing(path, text.as_bytes())
}

/// The new snapshot becomes the accepted one; not where the files changed since they were read, and then it says no.
pub(in crate::cli) fn accept(shot: &Shot) -> Result<bool, Diagnostic> {
    if !is_as_read(shot) {
        return Ok(false);
    }
    write_accepted(&shot.path, &shot.new)?;
    files::remove(&shot.pending())?;
    Ok(true)
}

/// Writes an accepted snapshot.
pub(super) fn write_accepted(path: &Path, file: &File) -> Result<(), Diagnostic> {
    files::make_folder(path)?;
    files::write(path, file.write().as_bytes())
}

/// The new snapshot is thrown away; not where the files changed since they were read, and then it says no.
pub(in crate::cli) fn reject(shot: &Shot) -> Result<bool, Diagnostic> {
    if !is_as_read(shot) {
        return Ok(false);
    }
    files::remove(&shot.pending())?;
    Ok(true)
}

/// Whether the profile is still there, and its snapshot as it was when the run began.
fn is_as_read(shot: &Shot) -> bool {
    shot.file.is_file() && OnDisk::of(&shot.path) == shot.on_disk
}

/// Removes the snapshots of no profile; which they were. What this program did not write stays.
pub(in crate::cli) fn remove_orphans(shots: &mut Shots) -> Result<Vec<PathBuf>, Diagnostic> {
    let ours = |path: &PathBuf| {
        let text = files::read_text(path, Limits::DEFAULT.file_bytes);
        text.is_ok_and(|text| is_ours(&text))
    };
    let all = std::mem::take(&mut shots.unreferenced);
    let (gone, left): (Vec<PathBuf>, Vec<PathBuf>) = all.into_iter().partition(ours);
    shots.unreferenced = left;
    for path in &gone {
        files::remove(path)?;
    }
    for shot in &mut shots.shots {
        shot.twin = shot.twin.take().filter(|twin| !gone.contains(twin));
    }
    if !gone.is_empty() {
        kept::keep(shots)?;
    }
    Ok(gone)
}

/// Takes away what waits for no profile; how many there were.
pub(in crate::cli) fn reject_strays(shots: &Shots) -> Result<usize, Diagnostic> {
    let mut removed = 0usize;
    for path in &shots.unreferenced {
        if path.extension().is_some_and(|ending| ending == "new") {
            files::remove(path)?;
            removed = removed.saturating_add(1);
        }
    }
    Ok(removed)
}
