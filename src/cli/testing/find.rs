//! From paths and project files to what is tested: rulebooks, each with its cases and profiles. Reads no case.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::base::{Diagnostic, Severity};
use crate::cli::load::{self, Place};
use crate::cli::project::{self, Project};
use crate::cli::session::Failure;
use crate::cli::{files, glob, roots};
use crate::profile::format_by_ending;
use crate::profile::table::table_by_ending;

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
    /// Files among the cases and profiles whose ending names no format.
    pub passed_over: Vec<PathBuf>,
}

/// Folders within folders that are looked into for rulebooks.
const MOST_DEPTH: usize = 6;

/// What the paths mean; without any, the rulebook that is meant everywhere. What two paths lead to counts once.
pub(in crate::cli) fn targets(
    paths: &[PathBuf],
    rules: Option<&Path>,
) -> Result<Vec<Target>, Failure> {
    let mut search = Search::default();
    if paths.is_empty() {
        search.add(default_target(rules)?);
    }
    for path in paths {
        let meta = std::fs::metadata(path).map_err(|_| files::missing(path))?;
        if meta.is_dir() {
            let known = search.seen.contains(&files::true_path(path));
            if !known && !search.folder(path, (0, false))? {
                search.inside(path, rules)?;
            }
        } else if is_case(path) {
            search.named(path, rules)?;
        } else {
            search.add(of_rulebook(path)?);
        }
    }
    Ok(search.found)
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
            None => match load::place(None)? {
                Place::File(path) => folders.push(path),
                Place::BuiltIn => return Err(nothing_to_watch().into()),
            },
        }
    }
    let mut stamps = Vec::new();
    let mut seen = BTreeSet::new();
    for path in folders {
        let folder = if path.is_dir() {
            path
        } else {
            path.parent().map(Path::to_owned).unwrap_or_default()
        };
        stamp(&folder, 0, (&mut seen, &mut stamps));
    }
    Ok(stamps)
}

fn stamp(folder: &Path, depth: usize, (seen, stamps): (&mut BTreeSet<PathBuf>, &mut Vec<Stamp>)) {
    // A link may lead to where the walk has been.
    if !seen.insert(files::true_path(&files::parent(&folder.join("x")))) {
        return;
    }
    for path in glob::entries(folder) {
        if stamps.len() >= MOST_STAMPS {
            return;
        }
        let Ok(meta) = std::fs::metadata(&path) else {
            continue;
        };
        if meta.is_dir() {
            if depth < MOST_DEPTH && path.file_name().is_some_and(|name| name != "target") {
                stamp(&path, depth.saturating_add(1), (&mut *seen, &mut *stamps));
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
        return of_rulebook(&load::at(path, load::RULES)?);
    }
    if let Some(project) = project::nearest()? {
        return of_project(&project);
    }
    match load::place(None)? {
        Place::File(path) => of_rulebook(&path),
        Place::BuiltIn => Ok(Target {
            place: Place::BuiltIn,
            folder: PathBuf::new(),
            cases: Vec::new(),
            profiles: Vec::new(),
            snapshots: None,
            only_cases: false,
            passed_over: Vec::new(),
        }),
    }
}

/// A project's rulebook with its cases and profiles.
fn of_project(project: &Project) -> Result<Target, Failure> {
    let all = |patterns: &Option<Vec<String>>, usual: &str, is: fn(&Path) -> bool| {
        let named = patterns.is_some();
        let patterns = patterns.clone().unwrap_or_else(|| vec![usual.to_owned()]);
        let mut files: Vec<PathBuf> = Vec::new();
        for pattern in &patterns {
            let found = glob::files(&project.folder, pattern);
            let before = files.len();
            let table = found
                .iter()
                .find(|path| is_case(path) && !is(path))
                .cloned();
            files.extend(found.into_iter().filter(|path| is(path)));
            // Tests that a pattern misses would be gone without a word.
            if named && files.len() == before {
                return Err(match table {
                    Some(table) => table_among_profiles(&table),
                    None => nothing_like(pattern),
                });
            }
        }
        files.sort();
        files.dedup();
        Ok(files)
    };
    let place = load::of_project(project)?;
    Ok(Target {
        place,
        folder: project.folder.clone(),
        cases: all(&project.cases, "cases/*", is_case)?,
        profiles: all(&project.profiles, "profiles/*", is_profile)?,
        snapshots: project.snapshots.clone(),
        only_cases: false,
        passed_over: passed_over(&project.folder, [&project.cases, &project.profiles]),
    })
}

/// A rulebook by itself: its project's files where a project names it, else those beside it.
fn of_rulebook(path: &Path) -> Result<Target, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if let Some(project) = project::nearest_to(folder)?
        && let Ok(Place::File(rulebook)) = load::of_project(&project)
        && same(&rulebook, path)
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
        passed_over: match alone {
            true => passed_over(folder, [&None, &None]),
            false => Vec::new(),
        },
    }
}

/// What looks as if it were a case or profile and is in no format that is read, where no pattern of the project says
/// which files are meant.
fn passed_over(folder: &Path, [cases, profiles]: [&Option<Vec<String>>; 2]) -> Vec<PathBuf> {
    const OTHERS: [&str; 4] = ["md", "new", "rulebook", "snap"];
    let usual = |named: &Option<Vec<String>>, pattern, is: fn(&Path) -> bool| {
        let mut found = match named {
            Some(_) => Vec::new(),
            None => glob::files(folder, pattern),
        };
        found.retain(|path| {
            let ending = path.extension().map(|ending| ending.to_string_lossy());
            let is_other = |ending: &str| OTHERS.contains(&ending) || ending.ends_with('~');
            !is(path) && ending.is_some_and(|ending| !is_other(&ending))
        });
        found
    };
    let mut found = usual(cases, "cases/*", is_case);
    found.extend(usual(profiles, "profiles/*", is_profile));
    found
}

/// The rulebook that a case is held against: the one named, the project's, the one beside it or one folder up.
fn case_place(path: &Path, rules: Option<&Path>) -> Result<Place, Failure> {
    if let Some(rules) = rules {
        return Ok(Place::File(load::at(rules, load::RULES)?));
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    if let Some(project) = project::nearest_to(folder)?
        && let Some(rulebook) = project.rulebook
    {
        return Ok(Place::File(rulebook));
    }
    match roots::in_folder(folder, load::RULES)? {
        Place::BuiltIn => {
            // A parent by name keeps paths as the user wrote them.
            let above = match folder.file_name() {
                Some(_) => folder.parent().map(Path::to_owned).unwrap_or_default(),
                None => folder.join(".."),
            };
            Ok(roots::in_folder(&above, load::RULES)?)
        }
        file => Ok(file),
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
            profiles: profiles
                .map(|path| (files::true_path(&path), path))
                .collect(),
            folder: target.folder,
            snapshots: target.snapshots,
        }
    }
}

/// The search for what is tested.
#[derive(Default)]
struct Search {
    keepers: Keepers,
    /// The folders that were looked into, by their true paths.
    seen: BTreeSet<PathBuf>,
    /// The rulebooks that were found, each with the folder of its cases.
    books: BTreeSet<(Option<PathBuf>, PathBuf)>,
    found: Vec<Target>,
}

impl Search {
    /// A rulebook with what is held against it.
    fn add(&mut self, target: Target) {
        let book = match &target.place {
            Place::File(path) => Some(files::true_path(path)),
            Place::BuiltIn => None,
        };
        let folder = files::true_path(&files::parent(&target.folder.join("x")));
        if self.books.insert((book, folder)) {
            self.found.push(target);
        }
    }

    /// The projects and rulebooks of a folder and of those in it; whether there are any. In a project there are only
    /// further projects.
    fn folder(&mut self, path: &Path, (depth, in_project): (usize, bool)) -> Result<bool, Failure> {
        // A link may lead to where the search has been.
        if !self.seen.insert(files::true_path(path)) {
            return Ok(false);
        }
        let project = path.join(project::NAME);
        let is_project = project.is_file();
        let mut any = is_project;
        if is_project {
            self.add(of_project(&project::read(&project)?)?);
        } else if !in_project {
            any = self.rulebooks(path)?;
        }
        if depth < MOST_DEPTH {
            let next = (depth.saturating_add(1), in_project || is_project);
            for inner in glob::folders(path) {
                if inner.file_name().is_some_and(|name| name != "target") {
                    any |= self.folder(&inner, next)?;
                }
            }
        }
        Ok(any)
    }

    /// The rulebooks of a folder; whether there are any. Cases and profiles beside several belong to none for sure.
    fn rulebooks(&mut self, folder: &Path) -> Result<bool, Failure> {
        let rules = roots::rule_files(folder);
        let books = roots::rulebooks(&rules);
        let shared = || {
            !glob::files(folder, "profiles/*").is_empty()
                || glob::files(folder, "cases/*")
                    .iter()
                    .any(|path| is_case(path))
        };
        match books.as_slice() {
            [] if !rules.is_empty() && shared() => return Err(roots::none_of(folder).into()),
            [first, _, ..] if shared() => return Err(name_one(folder, &books, first).into()),
            _ => {}
        }
        let alone = books.len() == 1;
        for book in &books {
            self.add(beside(book, alone));
        }
        Ok(!books.is_empty())
    }

    /// The cases and profiles of a folder without a rulebook, as if each were named.
    fn inside(&mut self, path: &Path, rules: Option<&Path>) -> Result<(), Failure> {
        let mut entries = glob::entries(path);
        entries.retain(|path| path.is_file() && is_case(path));
        entries.sort();
        if entries.is_empty() {
            return Err(roots::nothing_in(path).into());
        }
        for path in &entries {
            self.named(path, rules)?;
        }
        Ok(())
    }

    /// A case or a profile that is named; those of one rulebook are run together.
    fn named(&mut self, path: &Path, rules: Option<&Path>) -> Result<(), Failure> {
        let place = case_place(path, rules)?;
        let keeper = self.keepers.of(&place)?;
        let same = |target: &Target| target.only_cases && target.place == place;
        let at = self.found.iter().position(same).unwrap_or_else(|| {
            self.found.push(Target {
                folder: keeper.folder.clone(),
                snapshots: keeper.snapshots.clone(),
                cases: Vec::new(),
                profiles: Vec::new(),
                place,
                only_cases: true,
                passed_over: Vec::new(),
            });
            self.found.len().saturating_sub(1)
        });
        if let Some(target) = self.found.get_mut(at) {
            let (kept, list) = match keeper.profiles.get(&files::true_path(path)) {
                Some(kept) => (kept.as_path(), &mut target.profiles),
                None => (path, &mut target.cases),
            };
            if !list.iter().any(|known| known == kept) {
                list.push(kept.to_owned());
            }
        }
        Ok(())
    }
}

fn same(one: &Path, other: &Path) -> bool {
    files::true_path(one) == files::true_path(other)
}

/// Several rulebooks share cases and profiles.
fn name_one(folder: &Path, books: &[PathBuf], first: &Path) -> Diagnostic {
    roots::several(folder, books)
        .help(format!(
            "its cases and profiles belong to one of them; name it: `hansei test {}`",
            files::shown(first)
        ))
        .help(format!("or set it as `rulebook` in `{}`", project::NAME))
}

/// The profiles in a folder, by name; that there is none is an error.
pub(in crate::cli) fn profiles_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = glob::files(folder, "*");
    found.retain(|path| is_profile(path));
    if found.is_empty() {
        let message = format!("`{}` is a folder without profiles", files::shown(folder));
        let problem = Diagnostic::new("E0908", Severity::Error, message);
        let help = "a profile is a file in TOML, YAML or JSON: `hansei new NAME` makes a project with three";
        return Err(problem.help(help).into());
    }
    Ok(found)
}

fn is_profile(path: &Path) -> bool {
    format_by_ending(&files::shown(path)).is_some()
}

fn is_case(path: &Path) -> bool {
    is_profile(path) || table_by_ending(&files::shown(path)).is_some()
}

/// Says which files are passed over, so that no test is gone without a word.
pub(in crate::cli) fn strangers(target: &Target) -> Vec<Diagnostic> {
    let stranger = |path: &PathBuf| {
        let message = format!(
            "`{}` is ignored: its extension is not that of a known format",
            files::shown(path)
        );
        Diagnostic::new("W0918", Severity::Warning, message)
            .help("profiles are TOML, YAML or JSON; cases may be CSV or JSONL too")
            .help("move other files to another folder")
    };
    target.passed_over.iter().map(stranger).collect()
}

/// A table where a project names its profiles.
fn table_among_profiles(path: &Path) -> Diagnostic {
    let table = files::shown(path);
    let message = format!(
        "`{}` names `{table}` among its profiles, but that is a table of many",
        project::NAME
    );
    Diagnostic::new("E0908", Severity::Error, message)
        .help(format!(
            "to evaluate its rows, name it: `hansei eval {table}`"
        ))
        .help("if they are cases, with a column `expect`, list it under `cases`")
}

fn nothing_like(pattern: &str) -> Diagnostic {
    let message = format!(
        "`{}` names `{pattern}`, but there is no such file",
        project::NAME
    );
    Diagnostic::new("E0908", Severity::Error, message)
        .help("correct the pattern or remove it: `*` matches part of a name, `**` any folders")
        .help("profiles are TOML, YAML or JSON; cases may be CSV or JSONL too")
}
