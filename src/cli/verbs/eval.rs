//! `hansei eval`: one profile gives the answer, several a table.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::base::{Diagnostic, Severity, SourceMap};
use crate::cli::args::{OutputArgs, RulesArgs, SetArgs};
use crate::cli::diagnostics::{Look, counted};
use crate::cli::evaluate::{self, Evaluator};
use crate::cli::files;
use crate::cli::form::{Form, choose, with_names};
use crate::cli::load::{self, Place};
use crate::cli::profiles::{Read, Reader};
use crate::cli::project;
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::table::{self, Cell, Table};
use crate::cli::testing::find;
use crate::cli::view;
use crate::model::Profile;
use crate::model::trace::Trace;
use crate::profile::FORMATS as INPUT_FORMATS;

pub(super) const VERB: Verb = Verb {
    name: "eval",
    about: "Evaluate profiles: one gives the answer, several a table",
    examples: "
  hansei eval acme.toml                        the advice, how sure it is, and why
  hansei eval acme.toml -o acme.json           the whole trace
  hansei eval                                  a row for each profile of the project, or beside the rulebook
  hansei eval profiles                         a row for each in a folder
  hansei eval profiles/*.toml -f csv           for a spreadsheet
  hansei eval acme.toml -r choice.rules --param short_runway=9
  hansei eval acme.toml --set market_growth=fast   what if this were otherwise?
  hansei eval --set market_growth=slow@0.8     what follows from one answer, and what to ask next
  curl -s example.com/acme.json | hansei eval - --input-format json",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Eval {
    /// Profiles, or folders of them; `-` is standard input; without any those of the project, or beside the rulebook
    profiles: Vec<PathBuf>,
    /// The format of the profiles, where their endings do not say it
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<String>,
    #[command(flatten)]
    set: SetArgs,
    #[command(flatten)]
    rules: RulesArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Writes the result of one profile, or of several.
struct Writers {
    one: fn(&One<'_>, Look) -> Result<String, Failure>,
    many: fn(&Table, &Session, Look) -> String,
}

const FORMS: &[Form<Writers>] = &[
    Form {
        name: "text",
        about: "for people",
        endings: &["txt"],
        write: Writers {
            one: |one, look| view::answer(&one.answer()?, "text", look),
            many: |table, session, look| table::text(table, look, session.is_terminal()),
        },
    },
    Form {
        name: "markdown",
        about: "for documents",
        endings: &["md", "markdown"],
        write: Writers {
            one: |one, look| view::answer(&one.answer()?, "markdown", look),
            many: |table, _, _| table::markdown(table),
        },
    },
    Form {
        name: "json",
        about: "one profile: the whole trace; several: a list of rows",
        endings: &["json"],
        write: Writers {
            one: |one, look| view::answer(&one.trace()?, "json", look),
            many: |table, _, _| table::json(table),
        },
    },
    Form {
        name: "jsonl",
        about: "a row a line, as JSON",
        endings: &["jsonl", "ndjson"],
        write: Writers {
            one: |one, _| Ok(table::json_lines(&one.table()?)),
            many: |table, _, _| table::json_lines(table),
        },
    },
    Form {
        name: "csv",
        about: "a row a line, for spreadsheets",
        endings: &["csv"],
        write: Writers {
            one: |one, _| Ok(table::csv(&one.table()?)),
            many: |table, _, _| table::csv(table),
        },
    },
];

/// One profile, and what tells its result: as a trace, or as a table of one row.
struct One<'a> {
    evaluator: &'a Evaluator<'a>,
    profile: Profile,
    sources: SourceMap,
}

impl One<'_> {
    fn trace(&self) -> Result<Trace, Failure> {
        let trace = self.evaluator.trace(&self.profile);
        trace.map_err(|problem| self.failure(problem))
    }

    /// As much of the trace as the first screen needs.
    fn answer(&self) -> Result<Trace, Failure> {
        let trace = self.evaluator.answer(&self.profile);
        trace.map_err(|problem| self.failure(problem))
    }

    fn table(&self) -> Result<Table, Failure> {
        let mut table = self.evaluator.empty_table();
        let row = self.evaluator.row(&self.profile);
        table
            .rows
            .push(row.map_err(|problem| self.failure(problem))?);
        Ok(table)
    }

    fn failure(&self, problem: Diagnostic) -> Failure {
        Failure::at(self.sources.clone(), vec![problem])
    }
}

fn arguments(command: Command) -> Command {
    let command = with_names(Eval::augment_args(command), "format", FORMS);
    with_names(command, "input_format", INPUT_FORMATS)
}

/// Whether the built-in rulebook is meant, as it is.
pub(super) fn is_built_in(matches: &ArgMatches) -> bool {
    Eval::from_arg_matches(matches).is_ok_and(|arguments| evaluate::is_built_in(&arguments.rules))
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Eval::from_arg_matches(matches)?;
    let output = arguments.output.output.as_deref();
    let form = choose(FORMS, arguments.output.format.as_deref(), output)?;
    let named = named(&arguments)?;
    files::keep_inputs(output, &named)?;
    let program = &evaluate::program(&arguments.rules, session)?;
    let evaluator = Evaluator::new(program);
    let unfit = |wrong| evaluate::unfit(wrong, &arguments.rules, evaluator.rulebook());
    let format = arguments.input_format.as_deref();
    let reader = Reader::new(evaluator.rulebook(), format, &arguments.set, session);
    let reader = reader.map_err(unfit)?;
    let look = session.look(output);
    if let [] | [_] = named.as_slice() {
        let one = one(named.first(), &reader, &evaluator, session).map_err(unfit)?;
        let text = (form.write.one)(&one, look)?;
        session.write(output, &text)?;
        return Ok(Status::Done);
    }
    let (table, failed) = many(&named, &reader, &evaluator, session);
    session.write(output, &(form.write.many)(&table, session, look))?;
    session.say(summary(table.rows.len(), failed));
    Ok(if failed > 0 {
        Status::BadNews
    } else {
        Status::Done
    })
}

/// The profiles that are meant; none where what is set is the profile.
fn named(arguments: &Eval) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let is_set = !arguments.set.facts.is_empty();
    let rules = arguments.rules.rules.as_deref();
    // The result of the last run may lie among the profiles.
    let output = arguments.output.output.as_deref().map(files::true_path);
    let is_profile =
        |path: &PathBuf| Some(files::true_path(path)) != output || !evaluate::is_result(path);
    if arguments.profiles.is_empty() && !is_set && has_profiles(rules)? {
        let targets = find::targets(&[], rules)?;
        let profiles = targets.into_iter().flat_map(|target| target.profiles);
        found.extend(profiles.filter(is_profile));
    }
    for path in &arguments.profiles {
        match path.is_dir() {
            true => found.extend(find::profiles_in(path)?.into_iter().filter(is_profile)),
            false => found.push(path.clone()),
        }
    }
    match found.is_empty() && !is_set {
        true => Err(nothing_given("eval", &arguments.rules).into()),
        false => Ok(files::once(found)),
    }
}

/// Whether there may be profiles that belong to the rulebook: those of a project, or beside it.
fn has_profiles(rules: Option<&Path>) -> Result<bool, Failure> {
    Ok(project::nearest()?.is_some() || load::place(rules)? != Place::BuiltIn)
}

/// One profile; that it is wrong ends the run.
fn one<'a>(
    path: Option<&PathBuf>,
    reader: &Reader<'_>,
    evaluator: &'a Evaluator<'a>,
    session: &Session,
) -> Result<One<'a>, Failure> {
    let (profile, read) = reader.one(path.map(PathBuf::as_path), session)?;
    Ok(One {
        evaluator,
        profile,
        sources: read.sources,
    })
}

/// A row a profile, and how many of them have an error.
fn many(
    paths: &[PathBuf],
    reader: &Reader<'_>,
    evaluator: &Evaluator<'_>,
    session: &Session,
) -> (Table, usize) {
    let mut table = evaluator.empty_table();
    let mut failed = 0usize;
    for path in paths {
        let mut read = reader.read(path);
        let row = read.profile.take().and_then(|profile| {
            let row = evaluator.row(&profile);
            row.map_err(|problem| read.diagnostics.push(problem)).ok()
        });
        session.show_problems(&read.sources, &read.diagnostics);
        table.rows.push(row.unwrap_or_else(|| {
            failed = failed.saturating_add(1);
            error_row(&table, &read)
        }));
    }
    (table, failed)
}

/// The row of a profile that has no result: its id and the first error.
fn error_row(table: &Table, read: &Read) -> Vec<Cell> {
    let errors: Vec<&Diagnostic> = read
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .collect();
    let mut words = errors.first().map_or_else(String::new, |first| {
        let place = first.span().and_then(|span| read.sources.place(span));
        match place {
            Some((file, at)) => format!("{file}:{}:{}: {}", at.line, at.column, first.message),
            None => first.message.clone(),
        }
    });
    if errors.len() > 1 {
        words.push_str(&format!(" (and {} more)", errors.len().saturating_sub(1)));
    }
    let last = table.columns.len().saturating_sub(1);
    (0..table.columns.len())
        .map(|at| match at {
            0 => Cell::Text(read.id.clone()),
            _ if at == last => Cell::Text(words.clone()),
            _ => Cell::Empty,
        })
        .collect()
}

fn summary(rows: usize, failed: usize) -> String {
    let all = counted(rows, "profile");
    match failed {
        0 => format!("evaluated {all}"),
        _ => format!("evaluated {all}, {failed} of them with an error"),
    }
}

/// What to do where no profile is named.
pub(super) fn nothing_given(verb: &str, rules: &RulesArgs) -> Diagnostic {
    let facts = rules.in_command("hansei facts");
    let message = format!("`hansei {verb}` needs a profile");
    Diagnostic::new("E0908", Severity::Error, message)
        .help(format!(
            "name a file in TOML, YAML or JSON: `hansei {verb} acme.toml`"
        ))
        .help(format!(
            "or give it on standard input: `hansei {verb} - --input-format json`"
        ))
        .help(format!(
            "or set facts and nothing else: `hansei {verb} --set FACT=VALUE`"
        ))
        .help(format!(
            "`{facts}` lists what can be answered; with `--blank toml -o acme.toml` it writes a profile to fill in"
        ))
}
