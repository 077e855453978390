//! `hansei check`: what is wrong with rulebooks, as text for people or for other programs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::base::{Diagnostic, LineColumn, SourceMap};
use crate::check::Options;
use crate::cli::diagnostics::{FORMATS, Report, counted};
use crate::cli::form::{choose, with_names};
use crate::cli::load::{self, By, Examined, Place};
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::{files, lints, project, roots};
use crate::lint::{Levels, NEVER_USED};

pub(super) const VERB: Verb = Verb {
    name: "check",
    about: "Check rulebooks: names, types, cycles, rows",
    examples: "
  hansei check                                     the project's rulebook, else the one in this folder
  hansei check choice.rules                        a rulebook with all its files
  hansei check people.rules                        a part, together with the rest of its rulebook
  hansei check --deny rule_without_because         a lint that fails the check, by name or code
  hansei check rules --output-format github        all rulebooks of a folder and of those in it
  hansei check choice.rules -o choice.sarif        for code scanning",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Check {
    /// Rulebooks, parts of them, or folders
    files: Vec<PathBuf>,
    /// A rulebook, as other verbs take it
    #[arg(long, short, value_name = "FILE", conflicts_with = "files")]
    rules: Option<PathBuf>,
    /// The form of the report; without it the ending of `--output` decides
    #[arg(
        long = "output-format",
        short = 'f',
        visible_alias = "format",
        value_name = "FORMAT"
    )]
    format: Option<String>,
    /// Write the report to a file, as a whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Let warnings fail the check too
    #[arg(long)]
    warnings_as_errors: bool,
}

fn arguments(command: Command) -> Command {
    lints::arguments(with_names(Check::augment_args(command), "format", FORMATS))
}

/// Problems that keep a file from being checked at all: it is not there or no text, is beyond a limit, or names
/// itself in a circle. Others are found in what was checked.
const UNREADABLE: &[&str] = &[
    "E0101", "E0102", "E0103", "E0104", "E0105", "E0106", "E0121", "E0201", "E0202", "E0203",
    "E0204", "E0506",
];

/// What was found in all files.
#[derive(Default)]
struct Found {
    all: (SourceMap, Vec<Diagnostic>),
    rulebooks: usize,
    unreadable: bool,
    /// The files that were checked, by their true paths.
    read: BTreeSet<PathBuf>,
    /// The rulebook that was chosen where none was named, here or in a project.
    unnamed: Option<Place>,
    /// The levels of lints that the command line chooses.
    levels: Levels,
    /// Where allowances that are of use name their lint.
    used: BTreeSet<(String, LineColumn)>,
}

impl Found {
    fn is_unreadable(&self) -> bool {
        let mut codes = self.all.1.iter().map(|one| one.code);
        self.unreadable || codes.any(|code| UNREADABLE.contains(&code))
    }
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Check::from_arg_matches(matches)?;
    let output = arguments.output.as_deref();
    let form = choose(FORMATS, arguments.format.as_deref(), output)?;
    let mut found = Found {
        levels: lints::of_arguments(matches)?,
        ..Found::default()
    };
    if arguments.files.is_empty() {
        let (place, by) = load::meant(arguments.rules.as_deref())?;
        found.examine(&place)?;
        found.unnamed = matches!(by, By::Folder | By::Default).then_some(place);
    }
    for file in &arguments.files {
        match file.is_dir() {
            true => found.folder(file)?,
            false => found.file(file)?,
        }
    }
    found.forget_used_allowances();
    let report = Report::new(&found.all.0, &found.all.1);
    let text = (form.write)(&report, session.look(output));
    session.write(output, &text)?;
    session.say(summary(&found, &report));
    Ok(if found.is_unreadable() {
        Status::CouldNotWork
    } else if report.errors > 0 || (arguments.warnings_as_errors && report.warnings > 0) {
        Status::BadNews
    } else {
        Status::Done
    })
}

fn summary(found: &Found, report: &Report<'_>) -> String {
    let what = match &found.unnamed {
        Some(Place::BuiltIn) => "the built-in rulebook, for no other is named".into(),
        Some(Place::File(path)) => {
            format!("`{}`, the one rulebook in its folder", files::shown(path))
        }
        None => counted(found.rulebooks, "rulebook"),
    };
    format!("checked {what}: {}", report.counts())
}

impl Found {
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
            if !self.read.contains(&files::true_path(path)) {
                self.file(path)?;
            }
        }
        Ok(())
    }

    /// Checks a file; that one cannot be read does not keep the others from being checked.
    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let place = Place::File(path.to_owned());
        let done = match load::gather(&place) {
            Ok((bundle, _))
                if bundle
                    .trees
                    .first()
                    .is_some_and(|tree| roots::has_rulebook(&tree.items)) =>
            {
                self.examine(&place)
            }
            Ok(_) => self.part(path),
            Err(failure) => Err(failure),
        };
        match done {
            Err(Failure::Problems(problems)) => {
                self.unreadable = true;
                load::merge(&mut self.all, &problems.sources, problems.diagnostics);
                Ok(())
            }
            other => other,
        }
    }

    fn examine(&mut self, place: &Place) -> Result<(), Failure> {
        self.look_at(place)?;
        self.rulebooks = self.rulebooks.saturating_add(1);
        Ok(())
    }

    /// A part of a rulebook is checked with the rulebook that uses it.
    fn part(&mut self, path: &Path) -> Result<(), Failure> {
        match load::owner(path) {
            Some(owner) => self.examine(&Place::File(owner)),
            // It cannot stand alone, which the check of it says besides what is wrong in it.
            None => self.look_at(&Place::File(path.to_owned())),
        }
    }

    fn look_at(&mut self, place: &Place) -> Result<(), Failure> {
        let levels = lints::of_place(place, &self.levels)?;
        let Examined {
            bundle,
            diagnostics,
            checked,
        } = load::examine(place, &Options::default())?;
        let mut remarks = lints::remarks(&bundle, checked.as_ref(), diagnostics);
        levels.apply(&mut remarks.found);
        let used = remarks.used.iter();
        let used = used.filter_map(|span| owned(bundle.files.place(*span)));
        self.used.extend(used);
        let names = bundle.files.files().map(|(_, file)| Path::new(&*file.name));
        self.read.extend(names.map(files::true_path));
        load::merge(&mut self.all, &bundle.files, remarks.found);
        Ok(())
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
