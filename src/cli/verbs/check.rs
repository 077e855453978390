//! `hansei check`: what is wrong with rulebooks, as text for people or for other programs.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::base::Safety;
use crate::cli::diagnostics::{FORMATS, Report, counted};
use crate::cli::fix::{self, Fixing, Texts};
use crate::cli::form::{choose, with_names};
use crate::cli::found::{Found, Wanted};
use crate::cli::load::{self, Place};
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::{files, lints};
use crate::lint::Levels;

pub(super) const VERB: Verb = Verb {
    name: "check",
    about: "Check rulebooks: names, types, cycles, rows",
    examples: "
  hansei check                                     the project's rulebook, else the one in this folder
  hansei check choice.rules                        a rulebook with all its files
  hansei check people.rules                        a part, together with the rest of its rulebook
  hansei check --deny rule_without_because         a lint that fails the check, by name or code
  hansei check rules --output-format github        all rulebooks in a folder and its subfolders
  hansei check choice.rules -o choice.sarif        for code scanning
  hansei check --fix                               fixes what needs no guess
  hansei check --diff --unsafe-fixes               shows what all edits would change",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Check {
    /// Rulebooks, parts of them, or folders
    files: Vec<PathBuf>,
    /// A rulebook, as other commands take it
    #[arg(long, short, value_name = "FILE", conflicts_with = "files")]
    rules: Option<PathBuf>,
    /// The format of the report; default: by the extension of `--output`
    #[arg(
        long = "output-format",
        short = 'f',
        visible_alias = "format",
        value_name = "FORMAT"
    )]
    format: Option<String>,
    /// Write the report to a file, all of it or none
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Make warnings fail the check too
    #[arg(long)]
    warnings_as_errors: bool,
    /// Make the edits that need no guess, check again, and show what is left
    #[arg(long)]
    fix: bool,
    /// Show what `--fix` would change, and write nothing; the status is 1 if there is anything
    #[arg(long, conflicts_with = "format")]
    diff: bool,
    /// With `--fix` or `--diff`, also make edits that guess what is meant, such as a near spelling
    #[arg(long)]
    unsafe_fixes: bool,
}

fn arguments(command: Command) -> Command {
    let command = with_names(Check::augment_args(command), "format", FORMATS);
    let mends = ArgGroup::new("mends").args(["fix", "diff"]).multiple(true);
    let command = command
        .group(mends)
        .mut_arg("unsafe_fixes", |argument| argument.requires("mends"));
    lints::arguments(command)
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Check::from_arg_matches(matches)?;
    let levels = lints::of_arguments(matches)?;
    if arguments.fix || arguments.diff {
        return fix(&arguments, &levels, session);
    }
    let found = find(&arguments, &levels, &Texts::default())?;
    report(&arguments, (&found, None), session)
}

fn find(arguments: &Check, levels: &Levels, texts: &Texts) -> Result<Found, Failure> {
    Found::of(Wanted {
        files: &arguments.files,
        rules: arguments.rules.as_deref(),
        levels,
        texts,
    })
}

/// Makes edits, or shows what they would change; then says what is left.
fn fix(arguments: &Check, levels: &Levels, session: &Session) -> Outcome {
    can_fix(arguments)?;
    let most = match arguments.unsafe_fixes {
        true => Safety::Unsafe,
        false => Safety::Safe,
    };
    let mut check = |texts: &Texts| find(arguments, levels, texts);
    let mut fixing = Fixing {
        check: &mut check,
        file: &fix::file_of,
        most,
    };
    let (fixed, found) = fixing.run()?;
    let left = found.all.1.len();
    if arguments.diff {
        session.write(arguments.output.as_deref(), &fixed.difference())?;
        fixed
            .words(false, left)
            .iter()
            .for_each(|line| session.say(line));
        return Ok(match fixed.problems {
            0 => status(arguments, &found, &Report::new(&found.all.0, &found.all.1)),
            _ => Status::BadNews,
        });
    }
    let problems = fixed.write();
    if !problems.is_empty() {
        return Err(problems.into());
    }
    fixed
        .words(true, left)
        .iter()
        .for_each(|line| session.say(line));
    report(arguments, (&found, Some(most)), session)
}

/// That there are files to make edits in.
fn can_fix(arguments: &Check) -> Result<(), Failure> {
    let mut named = arguments.files.iter().chain(&arguments.rules);
    if named.any(|path| path == Path::new(files::STDIN)) {
        let help = "write it to a file, and name the file";
        return Err(fix::cannot_fix("standard input", help).into());
    }
    if arguments.files.is_empty() && load::place(arguments.rules.as_deref())? == Place::BuiltIn {
        let help = "name a rulebook or a folder: `hansei check --fix rules`";
        return Err(fix::cannot_fix("the built-in rulebook", help).into());
    }
    Ok(())
}

/// Shows what was found; `fixed` says which edits were made already.
fn report(
    arguments: &Check,
    (found, fixed): (&Found, Option<Safety>),
    session: &Session,
) -> Outcome {
    let output = arguments.output.as_deref();
    let form = choose(FORMATS, arguments.format.as_deref(), output)?;
    let report = Report::new(&found.all.0, &found.all.1);
    let text = (form.write)(&report, session.look(output));
    session.write(output, &text)?;
    session.say(summary(found, &report));
    let offer = fix::offer(&found.all.1, fixed);
    offer
        .filter(|_| can_fix(arguments).is_ok())
        .into_iter()
        .for_each(|offer| session.say(offer));
    Ok(status(arguments, found, &report))
}

fn status(arguments: &Check, found: &Found, report: &Report<'_>) -> Status {
    if found.is_unreadable() {
        Status::CouldNotWork
    } else if report.errors > 0 || (arguments.warnings_as_errors && report.warnings > 0) {
        Status::BadNews
    } else {
        Status::Done
    }
}

fn summary(found: &Found, report: &Report<'_>) -> String {
    let what = match &found.unnamed {
        Some(Place::BuiltIn) => "the built-in rulebook, because no other is named".into(),
        Some(Place::File(path)) => {
            format!("`{}`, the one rulebook in its folder", files::shown(path))
        }
        None => counted(found.rulebooks, "rulebook"),
    };
    format!("checked {what}: {}", report.counts())
}
