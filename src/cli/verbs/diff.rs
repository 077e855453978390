//! `hansei diff`: what a change of rules changes, and what it does to profiles.

use clap::{ArgMatches, Args, Command, FromArgMatches as _, ValueEnum};

use super::verb::Verb;
use crate::analyze::{self, Reader};
use crate::base::{Diagnostic, Severity};
use crate::cli::args::OutputArgs;
use crate::cli::difference::{self, FORMS, Side, Told};
use crate::cli::form::{choose, with_names};
use crate::cli::load;
use crate::cli::session::{Outcome, Session, Status};

pub(super) const VERB: Verb = Verb {
    name: "diff",
    about: "Compare two rulebooks by meaning, and show what changes for profiles",
    examples: "
  hansei diff                                  what uncommitted edits change in the project's rules
  hansei diff old.rules new.rules              what changed, and where it flips the advice
  hansei diff ../old .                         the rulebook of one folder against that of another
  hansei diff git:main                         the project's rulebook against that of main
  hansei diff git:main...                      what changed since this branch left main
  hansei diff git:main rules/choice.rules      a file against the same path in main
  hansei diff git:v1.0:old.rules new.rules     a file that had another name
  hansei diff git:main -f markdown -o diff.md  for a pull request
  hansei diff git:main --profiles 'profiles/*.toml' --fail-on flips",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Diff {
    /// The old rulebook: a file or its folder, git:REVISION for the same path in history, or git:REVISION:PATH; git:REVISION... is
    /// the last commit that it shares with HEAD
    #[arg(default_value = "git:HEAD")]
    old: String,
    /// The new rulebook, likewise; default: the project's, else the one in this folder
    new: Option<String>,
    /// The profiles to evaluate with both: files, tables, folders or patterns; default: the project's, else those next to the rulebook
    #[arg(long, value_name = "GLOB", num_args = 1..)]
    profiles: Vec<String>,
    /// End with status 1 if the advice flips for a profile, or if anything changed; with 2 if no profile could be evaluated
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<FailOn>,
    /// Change a parameter in both rulebooks for this run; can be repeated
    #[arg(long = "param", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// What counts as bad news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A profile gets different advice, or a new error
    Flips,
    /// Any change in the rules or in a result
    Any,
}

fn arguments(command: Command) -> Command {
    with_names(Diff::augment_args(command), "format", FORMS)
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Diff::from_arg_matches(matches)?;
    let output = arguments.output.output.as_deref();
    let form = choose(FORMS, arguments.output.format.as_deref(), output)?;
    let options = load::options(&arguments.parameters)?;
    let (old, new) = difference::references(&arguments.old, arguments.new.as_deref(), session)?;
    let paths = difference::found(&arguments.profiles, &new)?;
    let parted = difference::parted(&old, &new);
    let (old, new) = Side::both(&old, &new, &options)?;
    let difference = analyze::difference(&old.program.rulebook, &new.program.rulebook);
    let reader = Reader::new(&old.program.rulebook, &new.program.rulebook, &difference);
    let profiles = difference::read(&paths, &reader, session)?;
    let mut effects = analyze::effects(old.book(), new.book(), &difference, &profiles.pairs);
    effects.failed.extend(profiles.failed);
    let told = Told {
        old: old.name,
        new: new.name,
        difference,
        effects,
    };
    session.write(output, &(form.write)(&told, session.look(output)))?;
    if let Some(words) = parted.filter(|_| !told.difference.is_empty()) {
        session.say(words);
    }
    if arguments.fail_on == Some(FailOn::Flips) && told.effects.profiles == 0 && !flips(&told) {
        return Err(nothing_to_flip().into());
    }
    Ok(status(arguments.fail_on, &told))
}

fn nothing_to_flip() -> Diagnostic {
    let message = "no profile could be evaluated, so no flips can be found";
    Diagnostic::new("E0901", Severity::Error, message)
        .help("name profiles that both rulebooks can read: `--profiles 'profiles/*.toml'`")
        .help("without profiles, `--fail-on any` still looks at the rules")
}

/// Whether an advice flips, or a profile has an error that it did not have.
fn flips(told: &Told) -> bool {
    let effects = &told.effects;
    !effects.causes.is_empty() || effects.failed.iter().any(|one| !one.under_old)
}

fn status(fail_on: Option<FailOn>, told: &Told) -> Status {
    let effects = &told.effects;
    let bad = match fail_on {
        None => false,
        Some(FailOn::Flips) => flips(told),
        Some(FailOn::Any) => !told.difference.is_empty() || !effects.is_empty(),
    };
    if bad { Status::BadNews } else { Status::Done }
}
