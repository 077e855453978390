//! From paths and project files to what is tested: rulebooks, each with its cases and profiles. Reads no case.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::base::{Diagnostic, Severity};
use crate::cli::load::{self, Place};
use crate::cli::project::{self, Project};
use crate::cli::session::Failure;
use crate::cli::{files, glob};
use crate::profile::format_by_ending;
use crate::testing::is_table;

/// A rulebook with what it is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Target {
    /// The rulebook.
    pub place: Place,
    /// Case files and tables of cases.
    pub cases: Vec<PathBuf>,
    /// Profiles whose explanations are kept as snapshots.
    pub profiles: Vec<PathBuf>,
    /// The folder of the project, else of the rulebook.
    pub folder: PathBuf,
    /// The folder of the snapshots; `None` is beside the profiles.
    pub snapshots: Option<PathBuf>,
    /// Whether only the cases were asked for, not the examples.
    pub only_cases: bool,
}

/// Folders within folders that are looked into for rulebooks.
const MOST_DEPTH: usize = 6;

/// What the paths mean; without any, the rulebook that is meant everywhere.
pub(in crate::cli) fn targets(
    paths: &[PathBuf],
    rules: Option<&Path>,
) -> Result<Vec<Target>, Failure> {
    let mut found: Vec<Target> = Vec::new();
    let mut keepers = Keepers::default();
    if paths.is_empty() {
        found.push(default_target(rules)?);
    }
    for path in paths {
        let meta = std::fs::metadata(path).map_err(|_| files::missing(path))?;
        let before = found.len();
        if meta.is_dir() {
            folder(path, 0, &mut found)?;
            if found.len() == before {
                inside(path, rules, (&mut keepers, &mut found))?;
            }
        } else if is_case(path) {
            named(path, rules, (&mut keepers, &mut found))?;
        } else {
            found.push(of_rulebook(path)?);
        }
    }
    Ok(found)
}

/// A file with what shows that it changed.
pub(in crate::cli) type Stamp = (PathBuf, u64, Option<SystemTime>);

/// Files that are looked at for changes at most.
const MOST_STAMPS: usize = 20_000;

/// All files in the folders of what is tested, those of snapshots that wait left out.
pub(in crate::cli) fn stamps(
    paths: &[PathBuf],
    rules: Option<&Path>,
) -> Result<Vec<Stamp>, Failure> {
    let mut folders: Vec<PathBuf> = paths.to_vec();
    folders.extend(rules.map(Path::to_owned));
    if folders.is_empty() {
        match project::nearest()? {
            Some(project) => folders.push(project.folder.join(project::NAME)),
            None => return Err(nothing_to_watch().into()),
        }
    }
    let mut stamps = Vec::new();
    for path in folders {
        let folder = if path.is_dir() {
            path
        } else {
            path.parent().map(Path::to_owned).unwrap_or_default()
        };
        stamp(&folder, 0, &mut stamps);
    }
    Ok(stamps)
}

fn stamp(folder: &Path, depth: usize, stamps: &mut Vec<Stamp>) {
    for path in glob::entries(folder) {
        if stamps.len() >= MOST_STAMPS {
            return;
        }
        let Ok(meta) = std::fs::metadata(&path) else {
            continue;
        };
        if meta.is_dir() {
            if depth < MOST_DEPTH && path.file_name().is_some_and(|name| name != "target") {
                stamp(&path, depth.saturating_add(1), stamps);
            }
        } else if path.extension().is_none_or(|ending| ending != "new") {
            stamps.push((path, meta.len(), meta.modified().ok()));
        }
    }
}

fn nothing_to_watch() -> Diagnostic {
    let message = "there are no files to watch: the built-in rulebook does not change";
    Diagnostic::new("E0908", Severity::Error, message)
        .help("name a rulebook or a folder: `hansei test --watch rules`")
}

fn default_target(rules: Option<&Path>) -> Result<Target, Failure> {
    if let Some(path) = rules {
        return of_rulebook(path);
    }
    match project::nearest()? {
        Some(project) => of_project(&project),
        None => Ok(Target {
            place: Place::BuiltIn,
            folder: PathBuf::new(),
            cases: Vec::new(),
            profiles: Vec::new(),
            snapshots: None,
            only_cases: false,
        }),
    }
}

/// A project's rulebook with its cases and profiles.
fn of_project(project: &Project) -> Result<Target, Failure> {
    let all = |patterns: &Option<Vec<String>>, usual: &[&str]| {
        let usual = || usual.iter().map(|&text| text.to_owned()).collect();
        let patterns: Vec<String> = patterns.clone().unwrap_or_else(usual);
        let files = patterns
            .iter()
            .flat_map(|text| glob::files(&project.folder, text));
        let mut files: Vec<PathBuf> = files.collect();
        files.sort();
        files.dedup();
        files
    };
    let place = match &project.rulebook {
        Some(path) => Place::File(path.clone()),
        None => Place::BuiltIn,
    };
    let mut profiles = all(&project.profiles, &["profiles/*"]);
    profiles.retain(|path| is_profile(path));
    let mut cases = all(&project.cases, &["cases/*"]);
    cases.retain(|path| is_case(path));
    Ok(Target {
        place,
        folder: project.folder.clone(),
        cases,
        profiles,
        snapshots: project.snapshots.clone(),
        only_cases: false,
    })
}

/// A rulebook by itself: its project's files where a project names it, else those beside it.
fn of_rulebook(path: &Path) -> Result<Target, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if let Some(project) = project::nearest_to(folder)?
        && let Some(rulebook) = &project.rulebook
        && same(rulebook, path)
    {
        return of_project(&project);
    }
    Ok(beside(path, true))
}

/// A rulebook with the cases and profiles of its folder.
fn beside(path: &Path, alone: bool) -> Target {
    let folder = path.parent().unwrap_or(Path::new(""));
    let files = |pattern: &str, is: fn(&Path) -> bool| {
        let mut found = glob::files(folder, pattern);
        found.retain(|path| alone && is(path));
        found
    };
    Target {
        place: Place::File(path.to_owned()),
        folder: folder.to_owned(),
        cases: files("cases/*", is_case),
        profiles: files("profiles/*", is_profile),
        snapshots: None,
        only_cases: false,
    }
}

/// The projects and rulebooks of a folder and of those in it.
fn folder(path: &Path, depth: usize, found: &mut Vec<Target>) -> Result<(), Failure> {
    let project = path.join(project::NAME);
    if project.is_file() {
        found.push(of_project(&project::read(&project)?)?);
        return Ok(());
    }
    let entries = glob::entries(path);
    let mut rulebooks: Vec<&PathBuf> = entries.iter().filter(|path| is_rulebook(path)).collect();
    rulebooks.sort();
    let alone = rulebooks.len() == 1;
    found.extend(rulebooks.iter().map(|path| beside(path, alone)));
    let deeper = depth < MOST_DEPTH;
    for inner in entries.iter().filter(|path| deeper && path.is_dir()) {
        if inner.file_name().is_some_and(|name| name != "target") {
            folder(inner, depth.saturating_add(1), found)?;
        }
    }
    Ok(())
}

/// The rulebook that a case is held against: the one named, the one whose folder of cases it lies in, the project's.
fn case_place(path: &Path, rules: Option<&Path>) -> Result<Place, Failure> {
    if let Some(rules) = rules {
        return Ok(Place::File(rules.to_owned()));
    }
    let folder = files::parent(path);
    if let Some(project) = project::nearest_to(path.parent().unwrap_or(Path::new("")))?
        && let Some(rulebook) = project.rulebook
    {
        return Ok(Place::File(rulebook));
    }
    let above = folder.join("..");
    let beside: Vec<PathBuf> = [path.parent().unwrap_or(Path::new("")), &above]
        .into_iter()
        .map(glob::entries)
        .map(|entries| {
            entries
                .into_iter()
                .filter(|path| is_rulebook(path))
                .collect::<Vec<_>>()
        })
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    match beside.as_slice() {
        [only] => Ok(Place::File(only.clone())),
        _ => Ok(Place::BuiltIn),
    }
}

/// What rulebooks keep snapshots of, looked up once each.
#[derive(Default)]
struct Keepers {
    /// By the rulebook's file; the built-in one keeps none.
    known: BTreeMap<Option<PathBuf>, Keeper>,
}

/// The profiles whose snapshots are kept, and where.
#[derive(Default)]
struct Keeper {
    /// As the project names them, by their true paths.
    profiles: BTreeMap<PathBuf, PathBuf>,
    folder: PathBuf,
    snapshots: Option<PathBuf>,
}

impl Keepers {
    fn of(&mut self, place: &Place) -> Result<&Keeper, Failure> {
        let path = match place {
            Place::File(path) => Some(path.clone()),
            Place::BuiltIn => None,
        };
        match self.known.entry(path) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => {
                let keeper = match new.key() {
                    Some(rulebook) => Keeper::of(of_rulebook(rulebook)?),
                    None => Keeper::default(),
                };
                Ok(new.insert(keeper))
            }
        }
    }
}

impl Keeper {
    fn of(target: Target) -> Self {
        let profiles = target.profiles.into_iter();
        Self {
            profiles: profiles.map(|path| (true_path(&path), path)).collect(),
            folder: target.folder,
            snapshots: target.snapshots,
        }
    }
}

/// The cases and profiles of a folder without a rulebook, as if each were named.
fn inside(
    path: &Path,
    rules: Option<&Path>,
    (keepers, found): (&mut Keepers, &mut Vec<Target>),
) -> Result<(), Failure> {
    let mut entries = glob::entries(path);
    entries.retain(|path| path.is_file() && is_case(path));
    entries.sort();
    if entries.is_empty() {
        return Err(nothing_in(path).into());
    }
    for path in &entries {
        named(path, rules, (keepers, found))?;
    }
    Ok(())
}

/// A case or a profile that is named; those of one rulebook are run together.
fn named(
    path: &Path,
    rules: Option<&Path>,
    (keepers, found): (&mut Keepers, &mut Vec<Target>),
) -> Result<(), Failure> {
    let place = case_place(path, rules)?;
    let keeper = keepers.of(&place)?;
    let same = |target: &Target| target.only_cases && target.place == place;
    let at = found.iter().position(same).unwrap_or_else(|| {
        found.push(Target {
            folder: keeper.folder.clone(),
            snapshots: keeper.snapshots.clone(),
            cases: Vec::new(),
            profiles: Vec::new(),
            place,
            only_cases: true,
        });
        found.len().saturating_sub(1)
    });
    if let Some(target) = found.get_mut(at) {
        match keeper.profiles.get(&true_path(path)) {
            Some(kept) => target.profiles.push(kept.clone()),
            None => target.cases.push(path.to_owned()),
        }
    }
    Ok(())
}

fn true_path(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn same(one: &Path, other: &Path) -> bool {
    true_path(one) == true_path(other)
}

fn is_profile(path: &Path) -> bool {
    format_by_ending(&files::shown(path)).is_some()
}

fn is_case(path: &Path) -> bool {
    is_profile(path) || is_table(&files::shown(path)).is_some()
}

fn is_rulebook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "rules") && load::is_root(path)
}

fn nothing_in(path: &Path) -> Diagnostic {
    let message = format!("there is no rulebook in `{}`", files::shown(path));
    Diagnostic::new("E0908", Severity::Error, message)
        .help("name a file with a `rulebook` block, or a folder with a `hansei.toml`")
}
