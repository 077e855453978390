//! `hansei what-if`: the smallest changes that lead to another advice, or what would come of other answers.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::eval::nothing_given;
use super::verb::Verb;
use crate::analyze::{compare, ways};
use crate::base::{Diagnostic, Severity, suggestion};
use crate::cli::args::{EvaluationArgs, SetArgs};
use crate::cli::diagnostics::Look;
use crate::cli::evaluate;
use crate::cli::files;
use crate::cli::form::{Form, choose, with_names};
use crate::cli::profiles::{self, Reader};
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::view;
use crate::cli::what_if::WhatIf;
use crate::explain;
use crate::model::{OutcomeId, Profile, Rulebook, UNDECIDED};
use crate::plan::Program;
use crate::space::Space;

pub(super) const VERB: Verb = Verb {
    name: "what-if",
    about: "Find what it would take for another advice, or compare with other answers",
    examples: "
  hansei what-if acme.toml                       the smallest changes that lead to another advice
  hansei what-if acme.toml --to breakthrough     those that lead to this one
  hansei what-if acme.toml --all-facts           also what the organization cannot change
  hansei what-if acme.toml --set investment_capacity=large   the profile as it is, and with this answer, side by side
  hansei what-if firms.csv#acme -f json          for other programs",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct WhatIfArgs {
    /// The profile, or a row of a table as `FILE.csv#ID`; `-` is standard input
    profile: Option<PathBuf>,
    /// Look for changes that lead to this advice; default: to any other
    #[arg(long, value_name = "ADVICE", conflicts_with = "facts")]
    to: Option<String>,
    /// Look at facts that the organization cannot change, too
    #[arg(long, conflicts_with = "facts")]
    all_facts: bool,
    #[command(flatten)]
    with: EvaluationArgs,
}

/// Writes what was found, for whoever reads it.
type Write = fn(&WhatIf, Look) -> Result<String, Failure>;

const FORMS: &[Form<Write>] = &[
    Form {
        name: "text",
        about: "for people",
        endings: &["txt"],
        write: |found, look| Ok(explain::as_text(&found.blocks(), view::options(look))),
    },
    Form {
        name: "markdown",
        about: "for documents",
        endings: &["md", "markdown"],
        write: |found, _| Ok(explain::as_markdown(&found.blocks())),
    },
    Form {
        name: "json",
        about: "for other programs",
        endings: &["json"],
        write: |found, _| found.json(),
    },
];

fn arguments(command: Command) -> Command {
    let command = with_names(WhatIfArgs::augment_args(command), "format", FORMS);
    with_names(command, "input_format", profiles::input_formats())
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = WhatIfArgs::from_arg_matches(matches)?;
    let output = arguments.with.output.output.as_deref();
    let form = choose(FORMS, arguments.with.output.format.as_deref(), output)?;
    let path = arguments.profile.as_deref();
    if path.is_none() && arguments.with.set.facts.is_empty() {
        return Err(nothing_given("what-if", &arguments.with.rules).into());
    }
    let input: Vec<PathBuf> = path.map(profiles::file_of).into_iter().collect();
    files::keep_inputs(output, &input)?;
    let program = &evaluate::program(&arguments.with.rules, session)?;
    let with = &arguments.with;
    let as_it_is = SetArgs::default();
    let (profile, read) = evaluate::one_profile(program, with, &as_it_is, (path, session))?;
    let format = with.input_format.as_deref();
    let set = Reader::new(&program.rulebook, format, &with.set, session)
        .map_err(|wrong| evaluate::unfit(wrong, &with.rules, &program.rulebook))?;
    let found = found(program, &profile, &arguments, &set);
    let found = found.map_err(|problem| Failure::at(read.sources, vec![problem]))?;
    session.write(output, &(form.write)(&found, session.look(output))?)?;
    Ok(Status::Done)
}

fn found(
    program: &Program,
    profile: &Profile,
    arguments: &WhatIfArgs,
    set: &Reader<'_>,
) -> Result<WhatIf, Diagnostic> {
    let space = Space::of(program);
    let result = match arguments.with.set.facts.is_empty() {
        true => {
            let to = arguments.to.as_deref();
            let to = to.map(|name| advice(&program.rulebook, name)).transpose()?;
            let found = ways(&space, program, profile, (to, arguments.all_facts));
            if let (Some(name), Ok(found)) = (&arguments.to, &found)
                && found.to.as_ref() == Some(&found.advice)
            {
                return Err(already(name));
            }
            found.map(WhatIf::Sought)
        }
        false => {
            let mut other = profile.clone();
            set.assignments().set(&mut other);
            let found = compare(&space, program, [profile, &other]);
            found.map(|found| WhatIf::Compared(Box::new(found)))
        }
    };
    result.map_err(|fault| fault.diagnostic(program))
}

fn already(name: &str) -> Diagnostic {
    let message = format!("the advice is `{name}` already");
    Diagnostic::new("E0908", Severity::Error, message)
        .help("without `--to`, the smallest changes to any other advice are looked for")
}

/// The outcome of a name; `None` is `undecided`.
fn advice(book: &Rulebook, name: &str) -> Result<Option<OutcomeId>, Diagnostic> {
    if name == UNDECIDED {
        return Ok(None);
    }
    let mut outcomes = book.outcomes.iter();
    let found = outcomes.find(|(_, outcome)| outcome.is_called(name));
    found.map(|(id, _)| Some(id)).ok_or_else(|| {
        let names: Vec<&str> = book.outcomes.values().map(|one| &*one.name).collect();
        let near = suggestion(name, names.iter().copied());
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("no advice is named `{name}`");
        Diagnostic::new("E0912", Severity::Error, message)
            .help_if(near)
            .help(format!("it can be {} or `{UNDECIDED}`", names.join(", ")))
    })
}
