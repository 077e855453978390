//! `hansei completions`: what a shell needs to complete the command line.

use std::path::PathBuf;

use clap::{ArgMatches, Args, ColorChoice, FromArgMatches as _};
use clap_complete::Shell;

use super::verb::Verb;
use crate::cli::command;
use crate::cli::session::{Outcome, Session, Status};

pub(super) const VERB: Verb = Verb {
    name: "completions",
    about: "Write completions for a shell",
    examples: "
  hansei completions bash > ~/.local/share/bash-completion/completions/hansei
  hansei completions fish -o ~/.config/fish/completions/hansei.fish",
    arguments: Completions::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Completions {
    /// The shell
    shell: Shell,
    /// Write to a file, all of it or nothing
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Completions::from_arg_matches(matches)?;
    let mut command = command::command(ColorChoice::Never);
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "hansei", &mut script);
    session.write(
        arguments.output.as_deref(),
        &String::from_utf8_lossy(&script),
    )?;
    Ok(Status::Done)
}
