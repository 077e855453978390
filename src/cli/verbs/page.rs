//! `hansei page`: the consultation as one file for a browser.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::base::{Diagnostic, Severity};
use crate::cli::args::RulesArgs;
use crate::cli::load;
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::pages::consult::{self, Pages};

pub(super) const VERB: Verb = Verb {
    name: "page",
    about: "Write the consultation as one file that asks and advises in a browser",
    examples: "
  hansei page -o consult.html                  opened from a disk, a mail or a share; it needs no server and no network
  hansei page -r choice.rules -o choice.html   the questions of another rulebook",
    arguments,
    run,
};

/// The engine, compressed.
static ENGINE: &[u8] = include_bytes!("../../../web/engine.wasm.gz");

#[derive(Debug, Args)]
struct Page {
    /// Write the page to a file, all of it or none; default: standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    rules: RulesArgs,
}

fn arguments(command: Command) -> Command {
    Page::augment_args(command)
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Page::from_arg_matches(matches)?;
    let (bundle, checked, options) = load::with_texts(&arguments.rules, session)?;
    let pages = Pages::of(&bundle, &options);
    let page = consult::page(&pages, &checked.rulebook, ENGINE);
    let page = page.map_err(|error| -> Failure {
        let message = format!("the page cannot be written: {error}");
        Diagnostic::new("E0906", Severity::Error, message).into()
    })?;
    session.write(arguments.output.as_deref(), &page)?;
    Ok(Status::Done)
}
