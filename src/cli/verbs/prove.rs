//! `hansei prove`: the guarantees of a rulebook, decided for every profile there can be.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::base::{Diagnostic, Severity};
use crate::cli::args::{OutputArgs, RulesArgs};
use crate::cli::diagnostics::Look;
use crate::cli::form::{Form, choose, with_names};
use crate::cli::prove::Proofs;
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::{certificate, load, view};
use crate::explain;
use crate::testing::guarantees::decide;
use crate::testing::{self, Suite};
use crate::verify::Subject;

pub(super) const VERB: Verb = Verb {
    name: "prove",
    about: "Prove guarantees for every possible profile",
    examples: "
  hansei prove                           the guarantees of the project's rulebook, else of the one in this folder
  hansei prove choice.rules              those of a rulebook
  hansei prove --run money               those with this in their name
  hansei prove --budget 1000000          look at more regions of profiles before giving up
  hansei prove --certificate proofs.json write the proof of each guarantee, too
  hansei prove --verify proofs.json      check a certificate again, without the code that proves
  hansei prove -f json                   for other programs",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Prove {
    /// The rulebook or its folder; as `--rules`
    #[arg(conflicts_with = "rules")]
    rulebook: Option<PathBuf>,
    /// Prove only guarantees whose name contains this
    #[arg(long, value_name = "TEXT")]
    run: Option<String>,
    /// Look at this many regions of profiles at most, for each guarantee and each kind of certainty; one of a very large
    /// rulebook counts several times
    #[arg(long, value_name = "N", default_value_t = 30_000, value_parser = regions)]
    budget: u32,
    /// Write a certificate of all guarantees: a proof of each that is proved, and a profile for each that is refuted
    #[arg(long, value_name = "FILE", conflicts_with_all = ["run", "verify"])]
    certificate: Option<PathBuf>,
    /// Check a certificate again, with code of its own and for every possible profile
    #[arg(long, value_name = "FILE", conflicts_with_all = ["run", "budget", "format", "output"])]
    verify: Option<PathBuf>,
    #[command(flatten)]
    rules: RulesArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Writes what was decided, for whoever reads it.
type Write = fn(&Proofs<'_>, Look) -> Result<String, Failure>;

const FORMS: &[Form<Write>] = &[
    Form {
        name: "text",
        about: "for people",
        endings: &["txt"],
        write: |proofs, look| Ok(explain::as_text(&proofs.blocks(), view::options(look))),
    },
    Form {
        name: "markdown",
        about: "for documents",
        endings: &["md", "markdown"],
        write: |proofs, _| Ok(explain::as_markdown(&proofs.blocks())),
    },
    Form {
        name: "json",
        about: "for other programs",
        endings: &["json"],
        write: |proofs, _| Ok(proofs.json()),
    },
];

fn regions(text: &str) -> Result<u32, String> {
    let count = text.parse::<u32>().ok().filter(|count| *count > 0);
    count.ok_or_else(|| "write a whole number of regions, at least 1, such as 100000".into())
}

fn arguments(command: Command) -> Command {
    with_names(Prove::augment_args(command), "format", FORMS)
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Prove::from_arg_matches(matches)?;
    let output = arguments.output.output.as_deref();
    let form = choose(FORMS, arguments.output.format.as_deref(), output)?;
    let named = arguments.rulebook.as_deref();
    let named = named.or(arguments.rules.rules.as_deref());
    let place = load::chosen(named, session)?;
    let options = load::options(&arguments.rules.parameters)?;
    let sound = load::sound(&place, &options);
    let (bundle, checked) = sound.map_err(|failure| match named.filter(|path| !path.exists()) {
        Some(path) => failure.with_help(&["E0901"], || {
            let name = path.display();
            Some(format!(
                "for a guarantee with this in its name, write `--run {name}`"
            ))
        }),
        None => failure,
    })?;
    if let Some(path) = &arguments.verify {
        let about = Subject {
            rulebook: &checked.rulebook,
            method: &checked.method,
            library: &checked.library,
        };
        return certificate::check(path, about, session);
    }
    let (suite, _) = testing::gather(bundle, checked, &[]);
    let name = arguments.run.as_deref().unwrap_or_default();
    let wanted = |at: usize| {
        let promise = suite.promises.get(at);
        let guarantees = &suite.program.rulebook.guarantees;
        let one = promise.and_then(|promise| guarantees.get(promise.guarantee));
        one.is_some_and(|one| one.name.contains(name))
    };
    let decided = decide(&suite, &wanted, arguments.budget);
    if decided.is_empty() {
        return Err(nothing(&suite, name).into());
    }
    let certified = match &arguments.certificate {
        Some(path) => certificate::write(&suite, &decided, arguments.budget, path, session)?,
        None => true,
    };
    let proofs = Proofs {
        suite: &suite,
        decided,
        budget: arguments.budget,
    };
    session.write(output, &(form.write)(&proofs, session.look(output))?)?;
    Ok(match (proofs.refuted(), proofs.undecided()) {
        (0, 0) if certified => Status::Done,
        (0, _) => Status::Undecided,
        _ => Status::BadNews,
    })
}

fn nothing(suite: &Suite, name: &str) -> Diagnostic {
    let book = &suite.program.rulebook;
    let message = match book.guarantees.is_empty() {
        true => format!("the rulebook `{}` has no guarantee to prove", book.name),
        false => format!("no guarantee has `{name}` in its name"),
    };
    let names: Vec<&str> = book.guarantees.iter().map(|one| &*one.name).collect();
    let near = crate::base::suggestion(name, names.iter().copied());
    let diagnostic = Diagnostic::new("E0908", Severity::Error, message).help_if(near);
    match book.guarantees.is_empty() {
        true => diagnostic.help(
            "write what must hold for every profile: `guarantee NAME \"…\" { never … when … }`; \
             `hansei reference guarantees` explains it",
        ),
        false => diagnostic,
    }
}
