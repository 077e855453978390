//! `hansei test`: examples, cases and tables of cases against what the rules say.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::Verb;
use crate::cli::args::RulesArgs;
use crate::cli::load;
use crate::cli::session::{Outcome, Session, Status};
use crate::cli::testing::run::Results;
use crate::cli::testing::{find, run as runner, text};
use crate::testing::Verdict;

pub(super) const VERB: Verb = Verb {
    name: "test",
    about: "Test rulebooks: their examples and cases",
    examples: "
  hansei test                                  the project's rulebook, else the built-in one
  hansei test choice.rules                     a rulebook with its cases/
  hansei test rules                            all rulebooks of a folder
  hansei test cases/published.jsonl            one file of cases",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Test {
    /// Rulebooks, folders, case files
    paths: Vec<PathBuf>,
    #[command(flatten)]
    rules: RulesArgs,
}

fn arguments(command: Command) -> Command {
    Test::augment_args(command)
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Test::from_arg_matches(matches)?;
    let options = load::options(&arguments.rules.parameters)?;
    let targets = find::targets(&arguments.paths, arguments.rules.rules.as_deref())?;
    let mut results = Results {
        targets: Vec::with_capacity(targets.len()),
    };
    for target in &targets {
        let tested = runner::run(target, &options, &|_| true)?;
        session.show_problems(&tested.suite.program.rulebook.files, &tested.diagnostics);
        results.targets.push(tested);
    }
    session.write(None, &text::render(&results, session.look(None)))?;
    let passed = |verdict: &Verdict| matches!(verdict, Verdict::Passed);
    let good = results.items().all(|item| passed(&item.verdict)) && results.broken() == 0;
    Ok(if good { Status::Done } else { Status::BadNews })
}
