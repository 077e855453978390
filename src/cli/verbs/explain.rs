//! `hansei explain`: the whole argument, one rule, why and why not.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::Verb;
use super::eval::nothing_given;
use crate::cli::args::{OutputArgs, RulesArgs};
use crate::cli::evaluate::{self, Evaluator};
use crate::cli::form::{choose, with_names};
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::{profiles, view};
use crate::explain::{FORMATS, View};
use crate::profile::{FORMATS as INPUT_FORMATS, Names};

pub(super) const VERB: Verb = Verb {
    name: "explain",
    about: "Explain an evaluation: the whole argument, or a part of it",
    examples: "
  hansei explain acme.toml                       every rule, with the truth of its conditions
  hansei explain acme.toml --rule lean_times     one rule
  hansei explain acme.toml --why kaizen          what speaks for it
  hansei explain acme.toml --why-not breakthrough
  hansei explain acme.toml -o acme.md            for a document",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Explain {
    /// The profile; `-` is standard input
    profile: Option<PathBuf>,
    /// Explain one rule, contrast or row
    #[arg(long, value_name = "RULE", group = "view")]
    rule: Option<String>,
    /// Explain what speaks for a strategy, an outcome, a hypothesis or a derived fact
    #[arg(long, value_name = "NAME", group = "view")]
    why: Option<String>,
    /// Explain why a strategy or outcome was not advised
    #[arg(long, value_name = "NAME", group = "view")]
    why_not: Option<String>,
    /// The format of the profile, where its ending does not say it
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<String>,
    #[command(flatten)]
    rules: RulesArgs,
    #[command(flatten)]
    output: OutputArgs,
}

fn arguments(command: Command) -> Command {
    let command = with_names(Explain::augment_args(command), "format", FORMATS);
    with_names(command, "input_format", INPUT_FORMATS)
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Explain::from_arg_matches(matches)?;
    let output = arguments.output.output.as_deref();
    let form = choose(FORMATS, arguments.output.format.as_deref(), output)?;
    let Some(path) = &arguments.profile else {
        return Err(nothing_given("explain").into());
    };
    let program = evaluate::program(&arguments.rules)?;
    let evaluator = Evaluator::new(&program);
    let names = Names::of(evaluator.rulebook());
    let format = profiles::format(arguments.input_format.as_deref());
    let (profile, read) = profiles::read_one(path, format, &names)?;
    session.show_problems(&read.sources, &read.diagnostics);
    let trace = evaluator
        .trace(&profile)
        .map_err(|problem| Failure::at(read.sources, vec![problem]))?;
    let text = view::write(&trace, &view_of(&arguments), form, session.look(output))?;
    session.write(output, &text)?;
    Ok(Status::Done)
}

fn view_of(arguments: &Explain) -> View {
    let rule = arguments.rule.clone().map(View::Rule);
    let why = arguments.why.clone().map(View::Why);
    let why_not = arguments.why_not.clone().map(View::WhyNot);
    rule.or(why).or(why_not).unwrap_or(View::Whole)
}
