//! `hansei eval`: one profile gives the answer, several a table.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::Verb;
use crate::base::{Diagnostic, Severity, SourceMap};
use crate::cli::args::{OutputArgs, RulesArgs};
use crate::cli::diagnostics::Look;
use crate::cli::evaluate::{self, Evaluator};
use crate::cli::files;
use crate::cli::form::{Form, choose, with_names};
use crate::cli::many::{self, Many};
use crate::cli::profiles::{self, InputFormat};
use crate::cli::project;
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::table::{Shape, Writing, written};
use crate::cli::testing::find;
use crate::cli::view;
use crate::model::Profile;
use crate::model::trace::Trace;
use crate::profile::Names;

pub(super) const VERB: Verb = Verb {
    name: "eval",
    about: "Evaluate profiles: one gives the answer, several or a table of them a table",
    examples: "
  hansei eval acme.toml                        the advice, how sure it is, and why
  hansei eval acme.toml -o acme.json           the whole trace
  hansei eval                                  a row for each profile of the project
  hansei eval profiles                         a row for each in a folder
  hansei eval profiles/*.toml -f csv           for a spreadsheet
  hansei eval firms.csv -o advice.csv          a row for each row of a table, however long
  hansei eval firms.csv --keep-columns -f csv  the columns of the table, and those of the result
  hansei eval firms.csv#acme                   one row of a table as if it were a profile
  hansei eval acme.toml -r choice.rules --param short_runway=9
  curl -s example.com/acme.json | hansei eval - --input-format json",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Eval {
    /// Profiles, folders of them, or tables with a row each; `FILE.csv#ID` is one row of a table, `-` is standard input;
    /// without any those of the project
    profiles: Vec<PathBuf>,
    /// Keep the columns of a table in its result, behind `id`
    #[arg(long)]
    keep_columns: bool,
    /// The format of the input, where its ending does not say it
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<String>,
    #[command(flatten)]
    rules: RulesArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Writes the result of one profile, or of several.
struct Writers {
    one: fn(&One<'_>, Look) -> Result<String, Failure>,
    many: Shape,
}

const FORMS: &[Form<Writers>] = &[
    Form {
        name: "text",
        about: "for people",
        endings: &["txt"],
        write: Writers {
            one: |one, look| view::answer(&one.answer()?, "text", look),
            many: Shape::Text,
        },
    },
    Form {
        name: "markdown",
        about: "for documents",
        endings: &["md", "markdown"],
        write: Writers {
            one: |one, look| view::answer(&one.answer()?, "markdown", look),
            many: Shape::Markdown,
        },
    },
    Form {
        name: "json",
        about: "one profile: the whole trace; several: a list of rows",
        endings: &["json"],
        write: Writers {
            one: |one, look| view::answer(&one.trace()?, "json", look),
            many: Shape::Json,
        },
    },
    Form {
        name: "jsonl",
        about: "a row a line, as JSON",
        endings: &["jsonl", "ndjson"],
        write: Writers {
            one: |one, look| one.row(Shape::JsonLines, look),
            many: Shape::JsonLines,
        },
    },
    Form {
        name: "csv",
        about: "a row a line, for spreadsheets",
        endings: &["csv"],
        write: Writers {
            one: |one, look| one.row(Shape::Csv, look),
            many: Shape::Csv,
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

    /// The result as the only row.
    fn row(&self, shape: Shape, look: Look) -> Result<String, Failure> {
        let figures = self.evaluator.figures(&self.profile);
        let figures = figures.map_err(|problem| self.failure(problem))?;
        let id = self.profile.name.to_string();
        let cells = self.evaluator.rows().cells(id, [], Ok(&figures));
        let columns = self.evaluator.rows().columns(&[]);
        let writing = Writing::new(shape, columns, (look, false));
        Ok(written(writing, [cells.into()]))
    }

    fn failure(&self, problem: Diagnostic) -> Failure {
        Failure::at(self.sources.clone(), vec![problem])
    }
}

fn arguments(command: Command) -> Command {
    let command = with_names(Eval::augment_args(command), "format", FORMS);
    with_names(command, "input_format", profiles::input_formats())
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
    let inputs: Vec<PathBuf> = named.iter().map(|path| profiles::file_of(path)).collect();
    files::keep_inputs(output, &inputs)?;
    let program = &evaluate::program(&arguments.rules, session)?;
    let evaluator = Evaluator::new(program);
    let format = profiles::format(arguments.input_format.as_deref());
    if let [path] = named.as_slice()
        && profiles::table(path, format).is_none()
        && !arguments.keep_columns
    {
        let one = one(path, format, &evaluator, session)
            .map_err(|wrong| evaluate::unfit(wrong, &arguments.rules, evaluator.rulebook()))?;
        let text = (form.write.one)(&one, session.look(output))?;
        session.write(output, &text)?;
        return Ok(Status::Done);
    }
    let many = Many {
        paths: &named,
        format,
        rules: &arguments.rules,
        evaluator: &evaluator,
        shape: form.write.many,
        output,
        keep: arguments.keep_columns,
    };
    many::evaluate(&many, session)
}

/// The profiles that are meant.
fn named(arguments: &Eval) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    if arguments.profiles.is_empty() && project::nearest()?.is_some() {
        let targets = find::targets(&[], arguments.rules.rules.as_deref())?;
        found.extend(targets.into_iter().flat_map(|target| target.profiles));
    }
    for path in &arguments.profiles {
        match path.is_dir() {
            true => found.extend(find::profiles_in(path)?),
            false => found.push(path.clone()),
        }
    }
    match found.is_empty() {
        true => Err(nothing_given("eval").into()),
        false => Ok(found),
    }
}

/// One profile; that it is wrong ends the run.
fn one<'a>(
    path: &Path,
    format: Option<InputFormat>,
    evaluator: &'a Evaluator<'a>,
    session: &Session,
) -> Result<One<'a>, Failure> {
    let names = Names::of(evaluator.rulebook());
    let (profile, read) = profiles::read_one(path, format, &names)?;
    session.show_problems(&read.sources, &read.diagnostics);
    Ok(One {
        evaluator,
        profile,
        sources: read.sources,
    })
}

/// What to do where no profile is named.
pub(super) fn nothing_given(verb: &str) -> Diagnostic {
    let message = format!("`hansei {verb}` needs a profile");
    Diagnostic::new("E0908", Severity::Error, message)
        .help(format!(
            "name a file in TOML, YAML or JSON: `hansei {verb} acme.toml`"
        ))
        .help(match verb {
            "eval" => "or a table in CSV or JSON Lines: `hansei eval firms.csv`".to_owned(),
            _ => format!("or a row of a table: `hansei {verb} firms.csv#ID`"),
        })
        .help(format!(
            "or give it on standard input: `hansei {verb} - --input-format json`"
        ))
        .help("`hansei schema profile` says what a profile may hold")
}
