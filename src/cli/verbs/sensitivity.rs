//! `hansei sensitivity`: how much hangs on each answer, weight and parameter of one profile.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::eval::nothing_given;
use super::verb::Verb;
use crate::analyze::{Sensitivity, sensitivity};
use crate::cli::args::EvaluationArgs;
use crate::cli::diagnostics::Look;
use crate::cli::evaluate;
use crate::cli::files;
use crate::cli::form::{Form, choose, with_names};
use crate::cli::profiles;
use crate::cli::sensitivity::{blocks, json};
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::view;
use crate::explain;

pub(super) const VERB: Verb = Verb {
    name: "sensitivity",
    about: "Show how much hangs on each answer, weight and parameter",
    examples: "
  hansei sensitivity acme.toml                  each answer over all its values, each weight until the advice turns
  hansei sensitivity acme.toml -f json          every value, for tornado charts and other programs
  hansei sensitivity firms.csv#acme -r choice.rules",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct SensitivityArgs {
    /// The profile, or a row of a table as `FILE.csv#ID`; `-` is standard input
    profile: Option<PathBuf>,
    #[command(flatten)]
    with: EvaluationArgs,
}

/// Writes what was found, for whoever reads it.
type Write = fn(&Sensitivity, Look) -> Result<String, Failure>;

const FORMS: &[Form<Write>] = &[
    Form {
        name: "text",
        about: "for people",
        endings: &["txt"],
        write: |found, look| Ok(explain::as_text(&blocks(found), view::options(look))),
    },
    Form {
        name: "markdown",
        about: "for documents",
        endings: &["md", "markdown"],
        write: |found, _| Ok(explain::as_markdown(&blocks(found))),
    },
    Form {
        name: "json",
        about: "for other programs",
        endings: &["json"],
        write: |found, _| json(found),
    },
];

fn arguments(command: Command) -> Command {
    let command = with_names(SensitivityArgs::augment_args(command), "format", FORMS);
    with_names(command, "input_format", profiles::input_formats())
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = SensitivityArgs::from_arg_matches(matches)?;
    let output = arguments.with.output.output.as_deref();
    let form = choose(FORMS, arguments.with.output.format.as_deref(), output)?;
    let path = arguments.profile.as_deref();
    if path.is_none() && arguments.with.set.facts.is_empty() {
        return Err(nothing_given("sensitivity", &arguments.with.rules).into());
    }
    let input: Vec<PathBuf> = path.map(profiles::file_of).into_iter().collect();
    files::keep_inputs(output, &input)?;
    let program = &evaluate::program(&arguments.with.rules, session)?;
    let with = &arguments.with;
    let (profile, read) = evaluate::one_profile(program, with, &with.set, (path, session))?;
    let found = sensitivity(program, &profile);
    let found = found.map_err(|fault| {
        let problem = fault.diagnostic(program);
        Failure::at(read.sources, vec![problem])
    })?;
    session.write(output, &(form.write)(&found, session.look(output))?)?;
    Ok(Status::Done)
}
