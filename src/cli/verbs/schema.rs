//! `hansei schema`: the JSON Schema of profiles, traces or certificates, for editors and other programs.

use std::path::PathBuf;

use clap::{ArgMatches, Args, FromArgMatches as _, ValueEnum};

use super::verb::Verb;
use crate::cli::args::RulesArgs;
use crate::cli::load;
use crate::cli::session::{Outcome, Session, Status};
use crate::model::certificate::Certificate;
use crate::model::trace::Trace;
use crate::profile;

pub(super) const VERB: Verb = Verb {
    name: "schema",
    about: "Write a JSON Schema",
    examples: "
  hansei schema profile                        of profiles for the rulebook
  hansei schema profile -r choice.rules -o profile.schema.json
  hansei schema trace                          of what `hansei eval --format json` writes
  hansei schema certificate                    of what `hansei prove --certificate` writes",
    arguments: Schema::augment_args,
    run,
};

#[derive(Debug, Args)]
struct Schema {
    /// What the schema is for
    of: Of,
    #[command(flatten)]
    rules: RulesArgs,
    /// Write to a file, all of it or nothing
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// The profiles of a rulebook
    Profile,
    /// The trace of an evaluation
    Trace,
    /// The certificate of proofs
    Certificate,
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Schema::from_arg_matches(matches)?;
    let schema = match arguments.of {
        Of::Profile => profile::schema(&load::rulebook(&arguments.rules, session)?.rulebook),
        Of::Trace => schemars::schema_for!(Trace).into(),
        Of::Certificate => schemars::schema_for!(Certificate).into(),
    };
    session.write(arguments.output.as_deref(), &format!("{schema:#}\n"))?;
    Ok(Status::Done)
}
