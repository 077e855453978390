//! `hansei check`: what is wrong with rulebooks, as text for people or for other programs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::base::{Diagnostic, SourceMap};
use crate::check::Options;
use crate::cli::diagnostics::{FORMATS, Report, counted};
use crate::cli::form::{choose, with_names};
use crate::cli::load::{self, By, Place};
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::{files, project, roots};
use crate::lint;

pub(super) const VERB: Verb = Verb {
    name: "check",
    about: "Check rulebooks: names, types, cycles, rows",
    examples: "
  hansei check                                     the project's rulebook, else the one in this folder
  hansei check choice.rules                        a rulebook with all its files
  hansei check people.rules                        a part, together with the rest of its rulebook
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
    with_names(Check::augment_args(command), "format", FORMATS)
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
    let mut found = Found::default();
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
        let mut examined = load::examine(place, &Options::default())?;
        if let Some(checked) = &examined.checked {
            examined.diagnostics.extend(lint::lint(&checked.rulebook));
        }
        self.rulebooks = self.rulebooks.saturating_add(1);
        self.remember(&examined.sources);
        load::merge(&mut self.all, &examined.sources, examined.diagnostics);
        Ok(())
    }

    /// A part of a rulebook is checked with the rulebook that uses it.
    fn part(&mut self, path: &Path) -> Result<(), Failure> {
        if let Some(owner) = load::owner(path) {
            return self.examine(&Place::File(owner));
        }
        // It cannot stand alone, which the check of it says besides what is wrong in it.
        let examined = load::examine(&Place::File(path.to_owned()), &Options::default())?;
        self.remember(&examined.sources);
        load::merge(&mut self.all, &examined.sources, examined.diagnostics);
        Ok(())
    }

    fn remember(&mut self, sources: &SourceMap) {
        let names = sources.files().map(|(_, file)| Path::new(&*file.name));
        self.read.extend(names.map(files::true_path));
    }
}
