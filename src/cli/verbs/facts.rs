//! `hansei facts`: what a rulebook asks, with the answers that it takes, and a profile to fill in.

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::base::{Diagnostic, Severity};
use crate::cli::args::{OutputArgs, RulesArgs};
use crate::cli::diagnostics::Look;
use crate::cli::evaluate;
use crate::cli::facts::{BLANKS, Blank, Chosen, json, page};
use crate::cli::files;
use crate::cli::form::{Form, choose, with_names};
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::view;
use crate::explain;

pub(super) const VERB: Verb = Verb {
    name: "facts",
    about: "List what a rulebook asks, with the possible answers",
    examples: "
  hansei facts                                 every fact: its question, help and answers
  hansei facts goals                           those of a topic
  hansei facts goals.primary_goal              one of them
  hansei facts --blank toml -o acme.toml       a profile with every answer commented out
  hansei facts -r choice.rules -f json         for other programs",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Facts {
    /// Topics and facts; default: all
    #[arg(value_name = "TOPIC|FACT")]
    names: Vec<String>,
    /// Write a profile to fill in, in this format
    #[arg(long, value_name = "FORMAT", conflicts_with = "format")]
    blank: Option<String>,
    #[command(flatten)]
    rules: RulesArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Writes facts, for whoever reads them.
type Write = fn(&Chosen<'_>, Look) -> Result<String, Failure>;

const FORMS: &[Form<Write>] = &[
    Form {
        name: "text",
        about: "for people",
        endings: &["txt"],
        write: |chosen, look| Ok(explain::as_text(&page(chosen), view::options(look))),
    },
    Form {
        name: "markdown",
        about: "for documents",
        endings: &["md", "markdown"],
        write: |chosen, _| Ok(explain::as_markdown(&page(chosen))),
    },
    Form {
        name: "json",
        about: "for other programs",
        endings: &["json"],
        write: |chosen, _| json(chosen).map_err(not_written),
    },
];

fn arguments(command: Command) -> Command {
    let blanks = BLANKS.iter().map(|blank| blank.name);
    let blanks = PossibleValuesParser::new(blanks);
    let command = with_names(Facts::augment_args(command), "format", FORMS);
    command.mut_arg("blank", |blank| blank.value_parser(blanks))
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Facts::from_arg_matches(matches)?;
    let output = arguments.output.output.as_deref();
    let named = arguments.blank.as_deref();
    let blank = BLANKS.iter().find(|blank| named == Some(blank.name));
    let write: &dyn Fn(&Chosen<'_>) -> Result<String, Failure> = match blank {
        Some(blank) => {
            // Whoever filled one in would lose all answers.
            if let Some(path) = output.filter(|path| path.exists()) {
                return Err(is_there(&files::shown(path)).into());
            }
            &|chosen| Ok(Blank::write(blank, chosen))
        }
        None => {
            let form = choose(FORMS, arguments.output.format.as_deref(), output)
                .map_err(|wrong| wrong.with_help(&["E0909"], blank_help))?;
            &|chosen| (form.write)(chosen, session.look(output))
        }
    };
    let program = evaluate::program(&arguments.rules, session)?;
    let chosen = Chosen::new(&program.rulebook, &arguments.names)?;
    session.write(output, &write(&chosen)?)?;
    Ok(Status::Done)
}

fn blank_help() -> Option<String> {
    let names: Vec<String> = BLANKS
        .iter()
        .map(|blank| format!("`--blank {}`", blank.name))
        .collect();
    Some(format!("a profile to fill in: {}", names.join(" or ")))
}

fn is_there(path: &str) -> Diagnostic {
    let message = format!("`{path}` already exists, and a blank profile would replace it");
    Diagnostic::new("E0906", Severity::Error, message).help("name another file after `--output`")
}

fn not_written(error: serde_json::Error) -> Failure {
    let message = format!("the facts cannot be written: {error}");
    Diagnostic::new("E0906", Severity::Error, message).into()
}
