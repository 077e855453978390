//! `hansei explain`: the whole argument, one rule, why and why not.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::eval::nothing_given;
use super::verb::Verb;
use crate::base::{Diagnostic, Limits, Severity};
use crate::check::Checked;
use crate::cli::args::{EvaluationArgs, RulesArgs};
use crate::cli::diagnostics::counted;
use crate::cli::evaluate::{self, Evaluator};
use crate::cli::form::{choose, with_names};
use crate::cli::profiles::{self, Reader};
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::{files, load, view};
use crate::explain::{FORMATS, SECTIONS, View};
use crate::model::trace::{TRACE_VERSION, Trace, from_json, version_of};
use crate::verify;

pub(super) const VERB: Verb = Verb {
    name: "explain",
    about: "Explain an evaluation, in whole or in part",
    examples: "
  hansei explain acme.toml                       the whole argument in brief
  hansei explain acme.toml --section rules,open  parts of it in full
  hansei explain acme.toml --all                 every rule with its condition, reason and sources
  hansei explain acme.toml --rule mass           one rule
  hansei explain acme.toml --why kaizen          what speaks for it
  hansei explain acme.toml --why-not breakthrough
  hansei explain acme.toml --tables              the source tables, and where acme is in them
  hansei explain acme.toml --set market_growth=fast --why-not kaizen   what if this were different?
  hansei explain acme.toml -o acme.md            for a document
  hansei explain firms.csv#acme                  the row of a table with that id
  hansei explain --verify acme.json              recompute a trace without the engine",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Explain {
    /// The profile, or a row of a table as `FILE.csv#ID`; `-` is standard input
    profile: Option<PathBuf>,
    /// Explain one rule, contrast or row
    #[arg(long, value_name = "RULE", group = "view")]
    rule: Option<String>,
    /// Explain what supports a strategy, an outcome, a hypothesis or a derived fact
    #[arg(long, value_name = "NAME", group = "view")]
    why: Option<String>,
    /// Explain why a strategy or outcome was not advised
    #[arg(long, value_name = "NAME", group = "view")]
    why_not: Option<String>,
    /// Show one or more parts of the argument in full
    #[arg(long, value_name = "NAME", value_delimiter = ',', group = "view")]
    section: Vec<String>,
    /// Print the source tables, and where the organization is in each row
    #[arg(long, group = "view")]
    tables: bool,
    /// Show everything about every rule, fact and row, including those that did not apply
    #[arg(long, group = "view")]
    all: bool,
    /// Recompute a trace written by `eval --format json`, and report where it does not hold
    #[arg(long, value_name = "TRACE", conflicts_with_all = ["profile", "view", "format", "output", "input_format", "facts"])]
    verify: Option<PathBuf>,
    #[command(flatten)]
    with: EvaluationArgs,
}

fn arguments(command: Command) -> Command {
    let command = with_names(Explain::augment_args(command), "format", FORMATS);
    let command = with_names(command, "section", SECTIONS);
    with_names(command, "input_format", profiles::input_formats())
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let mut arguments = Explain::from_arg_matches(matches)?;
    if let Some(path) = arguments.verify.take() {
        return verified(&path, arguments.with.rules, session);
    }
    let output = arguments.with.output.output.as_deref();
    let form = choose(FORMATS, arguments.with.output.format.as_deref(), output)?;
    let path = arguments.profile.as_deref();
    if path.is_none() && arguments.with.set.facts.is_empty() {
        return Err(nothing_given("explain", &arguments.with.rules).into());
    }
    if let Some(folder) = path.filter(|path| path.is_dir()) {
        return Err(one_at_a_time(folder).into());
    }
    let input: Vec<PathBuf> = path.map(profiles::file_of).into_iter().collect();
    files::keep_inputs(output, &input)?;
    let program = &evaluate::program(&arguments.with.rules, session)?;
    let evaluator = Evaluator::new(program);
    let format = arguments.with.input_format.as_deref();
    let (profile, read) = Reader::new(evaluator.rulebook(), format, &arguments.with.set, session)
        .and_then(|reader| reader.one(path, session))
        .map_err(|wrong| evaluate::unfit(wrong, &arguments.with.rules, evaluator.rulebook()))?;
    let trace = evaluator
        .trace(&profile)
        .map_err(|problem| Failure::at(read.sources, vec![problem]))?;
    let view = view_of(&arguments);
    let text = view::write(&trace, &view, form, session.look(output))?;
    session.write(output, &text)?;
    Ok(Status::Done)
}

fn view_of(arguments: &Explain) -> View {
    // `FACT."level"` is how rules write it.
    let rule = arguments.rule.as_ref().map(|name| name.replace('"', ""));
    let rule = rule.map(View::Rule);
    let why = arguments.why.clone().map(View::Why);
    let why_not = arguments.why_not.clone().map(View::WhyNot);
    let sections = (!arguments.section.is_empty()).then(|| arguments.section.clone());
    let sections = sections.map(View::Sections);
    let whole = if arguments.all {
        View::Whole
    } else {
        View::Brief
    };
    let tables = arguments.tables.then_some(View::Tables);
    let parts = sections.or(tables);
    rule.or(why).or(why_not).or(parts).unwrap_or(whole)
}

/// Recomputes a trace with the rulebook that is meant and the parameters that the trace names.
fn verified(path: &Path, mut rules: RulesArgs, session: &Session) -> Outcome {
    let text = files::read_text(path, Limits::DEFAULT.profile_bytes)?;
    let version = version_of(&text);
    if let Some(version) = version.as_ref().filter(|version| *version != TRACE_VERSION) {
        return Err(other_version(path, version).into());
    }
    if version.is_none() {
        return Err(something_else(path, &text).into());
    }
    let trace: Trace = from_json(&text).map_err(|error| not_a_trace(path, &error))?;
    let given = |name: &str| {
        let mut given = rules.parameters.iter();
        given.any(|text| {
            text.split_once('=')
                .is_some_and(|(known, _)| known.trim() == name)
        })
    };
    let changed = trace.rulebook.parameters.iter();
    let changed: Vec<_> = changed.filter(|one| !given(&one.name)).collect();
    rules.parameters.extend(
        changed
            .into_iter()
            .map(|parameter| format!("{}={}", parameter.name, parameter.value.0)),
    );
    let Checked {
        rulebook,
        method,
        library,
    } = load::rulebook(&rules, session)?;
    let findings = verify::verify(&trace, &rulebook, &method, &library);
    let mut report = String::new();
    for finding in &findings {
        report.push_str(&format!("{finding}\n"));
    }
    session.write(None, &report)?;
    let name = files::shown(path);
    if findings.is_empty() {
        session.say(format!(
            "`{name}` holds: its results were recomputed from `{}`, and what it says about missing answers was checked",
            rulebook.name
        ));
        return Ok(Status::Done);
    }
    session.say(format!(
        "`{name}` does not hold in {}",
        counted(findings.len(), "place")
    ));
    Ok(Status::BadNews)
}

fn one_at_a_time(folder: &Path) -> Diagnostic {
    let shown = files::shown(folder);
    let words = format!(
        "`hansei explain` takes one profile; `hansei eval {shown}` gives a row for each profile of a folder"
    );
    files::folder(folder).help(words)
}

/// A file that is no trace at all, such as a profile or a rulebook.
fn something_else(path: &Path, text: &str) -> Diagnostic {
    let what = match from_json::<serde_json::Value>(text) {
        Ok(_) => "it is JSON, but has no `trace_version`",
        Err(_) => "it is not JSON",
    };
    let message = format!("`{}` is not a trace: {what}", files::shown(path));
    Diagnostic::new("E0913", Severity::Error, message)
        .help("`--verify` checks a trace, which `hansei eval PROFILE --format json -o TRACE.json` writes")
        .help("to explain a profile, leave `--verify` out: `hansei explain PROFILE`")
}

fn not_a_trace(path: &Path, error: &str) -> Diagnostic {
    let message = format!(
        "`{}` is not a trace of this version: {error}",
        files::shown(path)
    );
    Diagnostic::new("E0913", Severity::Error, message)
        .help("write one with `hansei eval PROFILE --format json -o TRACE.json`")
}

/// A trace of the program before it wrote other things, or after.
fn other_version(path: &Path, version: &str) -> Diagnostic {
    let [own, other] = [TRACE_VERSION, version].map(|version| version.parse::<u32>().ok());
    let when = match other.cmp(&own) {
        _ if other.is_none() => "another",
        Ordering::Less => "an earlier",
        Ordering::Equal | Ordering::Greater => "a later",
    };
    let name = files::shown(path);
    let message = format!(
        "`{name}` was written by {when} version of hansei: its `trace_version` is {version:?}, and this version reads {TRACE_VERSION:?}"
    );
    Diagnostic::new("E0913", Severity::Error, message)
        .help("evaluate the profile again: `hansei eval PROFILE --format json -o TRACE.json`")
}
