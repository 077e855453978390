//! What a check of rulebooks, of parts of them and of folders finds. Shows nothing.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::fix::{State, Texts};
use super::load::{self, By, Examined, Gathered, Place};
use super::session::Failure;
use super::{files, lints, project, roots};
use crate::base::LineColumn;
use crate::check::Options;
use crate::lint::{Levels, NEVER_USED};

/// What is checked, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    /// Rulebooks, parts of them, or folders; where there are none, that of the project or the folder.
    pub(super) files: &'a [PathBuf],
    /// The rulebook that is named otherwise.
    pub(super) rules: Option<&'a Path>,
    /// The levels of lints that the command line chooses.
    pub(super) levels: &'a Levels,
    /// Texts that stand in for those of files.
    pub(super) texts: &'a Texts,
}

/// Problems that keep a file from being checked at all: it is not there or no text, is beyond a limit, or names
/// itself in a circle. Others are found in what was checked.
const UNREADABLE: &[&str] = &[
    "E0101", "E0102", "E0103", "E0104", "E0105", "E0106", "E0121", "E0201", "E0202", "E0203",
    "E0204", "E0506",
];

/// What was found in all files.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The texts and all that is wrong in them.
    pub(super) all: State,
    /// How many rulebooks were checked.
    pub(super) rulebooks: usize,
    /// The rulebook that was chosen where none was named, here or in a project.
    pub(super) unnamed: Option<Place>,
    unreadable: bool,
    /// The files that were checked, by their true paths.
    read: BTreeSet<PathBuf>,
    /// Where allowances that are of use name their lint.
    used: BTreeSet<(String, LineColumn)>,
}

impl Borrow<State> for Found {
    fn borrow(&self) -> &State {
        &self.all
    }
}

impl Found {
    /// Checks what is wanted.
    pub(super) fn of(wanted: Wanted<'_>) -> Result<Self, Failure> {
        let mut found = Self::default();
        let mut looking = Looking {
            wanted,
            found: &mut found,
        };
        if wanted.files.is_empty() {
            let (place, by) = load::meant(wanted.rules)?;
            looking.examine(&place)?;
            found.unnamed = matches!(by, By::Folder | By::Default).then_some(place);
        } else {
            for file in wanted.files {
                match file.is_dir() {
                    true => looking.folder(file)?,
                    false => looking.file(file)?,
                }
            }
        }
        found.forget_used_allowances();
        Ok(found)
    }

    /// Whether something kept a file from being checked.
    pub(super) fn is_unreadable(&self) -> bool {
        let mut codes = self.all.1.iter().map(|one| one.code);
        self.unreadable || codes.any(|code| UNREADABLE.contains(&code))
    }

    /// An allowance in a file of several rulebooks is of use where it is of use for one of them.
    fn forget_used_allowances(&mut self) {
        let (sources, found) = &mut self.all;
        found.retain(|one| {
            let place = one.span().and_then(|span| owned(sources.place(span)));
            one.code != NEVER_USED || place.is_none_or(|place| !self.used.contains(&place))
        });
    }
}

/// A place that can be compared with that of another run.
fn owned(place: Option<(&str, LineColumn)>) -> Option<(String, LineColumn)> {
    place.map(|(file, at)| (file.to_owned(), at))
}

/// A check that goes on.
struct Looking<'a, 'f> {
    wanted: Wanted<'a>,
    found: &'f mut Found,
}

impl Looking<'_, '_> {
    /// Checks all rulebooks of a folder, then what of it belongs to none of them.
    fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let project = folder.join(project::NAME);
        let named = match project.is_file() {
            true => project::read(&project)?.rulebook,
            false => None,
        };
        let files = roots::rule_files_within(folder);
        let books = named.into_iter().chain(roots::rulebooks(&files));
        let all: Vec<PathBuf> = books.chain(files.iter().cloned()).collect();
        if all.is_empty() {
            return Err(roots::nothing_in(folder).into());
        }
        for path in &all {
            if !self.found.read.contains(&files::true_path(path)) {
                self.file(path)?;
            }
        }
        Ok(())
    }

    /// Checks a file; that one cannot be read does not keep the others from being checked.
    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let place = Place::File(path.to_owned());
        let done = load::gather_with(&place, self.wanted.texts).and_then(|gathered| {
            let main = gathered.0.trees.first();
            match main.is_some_and(|tree| roots::has_rulebook(&tree.items)) {
                true => self.root(&place, gathered),
                false => self.part(path, gathered),
            }
        });
        match done {
            Err(Failure::Problems(problems)) => {
                self.found.unreadable = true;
                let all = &mut self.found.all;
                load::merge(all, &problems.sources, problems.diagnostics);
                Ok(())
            }
            other => other,
        }
    }

    fn examine(&mut self, place: &Place) -> Result<(), Failure> {
        self.root(place, load::gather_with(place, self.wanted.texts)?)
    }

    fn root(&mut self, place: &Place, gathered: Gathered) -> Result<(), Failure> {
        self.look_at(place, gathered)?;
        self.found.rulebooks = self.found.rulebooks.saturating_add(1);
        Ok(())
    }

    /// A part of a rulebook is checked with the rulebook that uses it.
    fn part(&mut self, path: &Path, gathered: Gathered) -> Result<(), Failure> {
        match load::owner(path) {
            Some(owner) => self.examine(&Place::File(owner)),
            // It cannot stand alone, which the check of it says besides what is wrong in it.
            None => self.look_at(&Place::File(path.to_owned()), gathered),
        }
    }

    fn look_at(&mut self, place: &Place, gathered: Gathered) -> Result<(), Failure> {
        let levels = lints::of_place(place, self.wanted.levels)?;
        let Examined {
            bundle,
            diagnostics,
            checked,
        } = load::judged(gathered, &Options::default());
        let mut remarks = lints::remarks(&bundle, checked.as_ref(), diagnostics);
        levels.apply(&mut remarks.found);
        let used = remarks.used.iter();
        let used = used.filter_map(|span| owned(bundle.files.place(*span)));
        self.found.used.extend(used);
        let names = bundle.files.files().map(|(_, file)| Path::new(&*file.name));
        self.found.read.extend(names.map(files::true_path));
        load::merge(&mut self.found.all, &bundle.files, remarks.found);
        Ok(())
    }
}
