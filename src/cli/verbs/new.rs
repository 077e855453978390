//! `hansei new`: a project of rules that passes its own tests.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::cli::create;
use crate::cli::diagnostics::counted;
use crate::cli::files;
use crate::cli::session::{Outcome, Session, Status};

pub(super) const VERB: Verb = Verb {
    name: "new",
    about: "Make a rulebook project that passes its own tests",
    examples: "
  hansei new machine_park                      a folder with rules, profiles, cases and snapshots
  cd machine_park && hansei test               everything passes
  hansei eval profiles/old_press.toml          what the first rulebook says about a profile
  hansei reference                             how rules are written",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct New {
    /// The folder to make; its name becomes the rulebook's name
    name: PathBuf,
}

fn arguments(command: Command) -> Command {
    New::augment_args(command)
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = New::from_arg_matches(matches)?;
    let created = create::create(&arguments.name)?;
    let list: String = created
        .files
        .iter()
        .map(|name| format!("  {name}\n"))
        .collect();
    session.write(None, &list)?;
    session.say(format!(
        "made {} in `{}`; its README.md says what to do next",
        counted(created.files.len(), "file"),
        files::shown(&arguments.name)
    ));
    if let Some(inside) = &created.inside {
        session.say(format!(
            "it is in a repository: `git config core.hooksPath '{inside}/.githooks'` turns on its hook, and GitHub runs \
             its workflow once that is moved to `.github/workflows` at the root, with `working-directory: {inside}`"
        ));
    }
    Ok(Status::Done)
}
