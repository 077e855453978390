//! `hansei man`: the pages of the manual, written from the command line as it is. Shows and installs none.

use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{ArgMatches, Args, ColorChoice, Command, FromArgMatches as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::VERBS;
use super::verb::Verb;
use crate::base::{Diagnostic, Severity};
use crate::cli::command;
use crate::cli::session::{Failure, Outcome, Session, Status};

pub(super) const VERB: Verb = Verb {
    name: "man",
    about: "Write a manual page",
    examples: "
  hansei man -o ~/.local/share/man/man1/hansei.1
  hansei man eval -o ~/.local/share/man/man1/hansei-eval.1
  hansei man eval | man -l -                     read it without installing it",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Manual {
    /// The command; without it, the page for the whole program
    verb: Option<String>,
    /// Write to a file, all of it or nothing
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn arguments(command: Command) -> Command {
    let names = VERBS.iter().map(|verb| verb.name);
    let command = Manual::augment_args(command);
    command.mut_arg("verb", |verb| verb.value_parser(names.collect::<Vec<_>>()))
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Manual::from_arg_matches(matches)?;
    let mut root = command::command(ColorChoice::Never);
    // Built as a whole, a verb knows the flags and the name that it has from the program.
    root.build();
    let verb = arguments.verb.as_deref();
    let page = match verb.and_then(|name| root.find_subcommand(name)) {
        // The examples get a section of their own, in which lines stay as they are.
        Some(page) => page.clone().after_help(Resettable::Reset),
        None => root,
    };
    let mut text = Vec::new();
    Man::new(page)
        .source(concat!("hansei ", env!("CARGO_PKG_VERSION")))
        .render(&mut text)
        .map_err(not_written)?;
    if let Some(verb) = VERBS.iter().find(|one| verb == Some(one.name)) {
        examples(verb).to_writer(&mut text).map_err(not_written)?;
    }
    session.write(arguments.output.as_deref(), &String::from_utf8_lossy(&text))?;
    Ok(Status::Done)
}

fn examples(verb: &Verb) -> Roff {
    let mut section = Roff::new();
    section.control("SH", ["EXAMPLES"]);
    section.control("nf", []);
    section.text([roman(verb.examples.trim_matches('\n'))]);
    section.control("fi", []);
    section
}

fn not_written(error: std::io::Error) -> Failure {
    let message = format!("the page cannot be written: {error}");
    Diagnostic::new("E0906", Severity::Error, message).into()
}
