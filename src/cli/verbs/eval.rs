//! `hansei eval`: one profile gives the answer, several a table.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::base::{Diagnostic, Severity, SourceMap};
use crate::cli::args::{EvaluationArgs, RulesArgs, quoted, with_flags};
use crate::cli::diagnostics::Look;
use crate::cli::evaluate::{self, Evaluator};
use crate::cli::files;
use crate::cli::form::{Form, choose, with_names};
use crate::cli::load::{self, Place};
use crate::cli::many::{self, Many};
use crate::cli::profiles::{self, Reader};
use crate::cli::project;
use crate::cli::results;
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::table::{Shape, Writing, written};
use crate::cli::testing::find;
use crate::cli::view;
use crate::explain::View;
use crate::model::Profile;
use crate::model::trace::Trace;

pub(super) const VERB: Verb = Verb {
    name: "eval",
    about: "Evaluate profiles: the answer for one, a table for several",
    examples: "
  hansei eval acme.toml                        the advice, how sure it is, and why
  hansei eval acme.toml -o acme.json           the whole trace
  hansei eval                                  a row for each profile of the project, or next to the rulebook
  hansei eval profiles                         a row for each profile in a folder
  hansei eval profiles/*.toml -f csv           for a spreadsheet
  hansei eval firms.csv -o advice.csv          a result row for each row of a table, of any length
  hansei eval firms.csv --keep-columns -f csv  the columns of the table, and those of the result
  hansei eval firms.csv#acme                   one row of a table as if it were a profile
  hansei eval acme.toml -r choice.rules --param short_runway=9
  hansei eval acme.toml --set market_growth=fast   what if this were different?
  hansei eval --set market_growth=slow@0.8     what follows from one answer, and what to ask next
  hansei eval acme.toml --ask-next 5           the five questions to ask next, and what they could change
  hansei eval --ask-next 5                     the first five questions
  curl -s example.com/acme.json | hansei eval - --input-format json",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Eval {
    /// Profiles, folders of profiles, or tables with one profile per row; `FILE.csv#ID` is one row, `-` is standard input;
    /// default: those of the project, or next to the rulebook
    profiles: Vec<PathBuf>,
    /// Keep the columns of a table in its result, after `id`
    #[arg(long)]
    keep_columns: bool,
    /// Instead of the answer, show this many of the questions that are still open, in the order in which to ask them
    #[arg(long, value_name = "N", conflicts_with = "keep_columns", value_parser = questions)]
    ask_next: Option<usize>,
    #[command(flatten)]
    with: EvaluationArgs,
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
            one: |one, look| view::answer(&one.answer()?, "text", &one.view(), look),
            many: Shape::Text,
        },
    },
    Form {
        name: "markdown",
        about: "for documents",
        endings: &["md", "markdown"],
        write: Writers {
            one: |one, look| view::answer(&one.answer()?, "markdown", &one.view(), look),
            many: Shape::Markdown,
        },
    },
    Form {
        name: "json",
        about: "one profile: the whole trace; several: a list of rows",
        endings: &["json"],
        write: Writers {
            one: |one, look| view::answer(&one.trace()?, "json", &one.view(), look),
            many: Shape::Json,
        },
    },
    Form {
        name: "jsonl",
        about: "one row per line, as JSON",
        endings: &["jsonl", "ndjson"],
        write: Writers {
            one: |one, look| one.row(Shape::JsonLines, look),
            many: Shape::JsonLines,
        },
    },
    Form {
        name: "csv",
        about: "one row per line, for spreadsheets",
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
    /// The command that explains it; none where it came by standard input.
    more: Option<String>,
    /// How many questions are asked for instead of the answer.
    questions: Option<usize>,
}

impl One<'_> {
    fn trace(&self) -> Result<Trace, Failure> {
        let trace = self.evaluator.trace(&self.profile);
        trace.map_err(|problem| self.failure(problem))
    }

    fn view(&self) -> View {
        match self.questions {
            Some(most) => View::Questions(most),
            None => View::Page(self.more.clone()),
        }
    }

    /// As much of the trace as the page needs.
    fn answer(&self) -> Result<Trace, Failure> {
        let trace = self.evaluator.answer(&self.profile);
        trace.map_err(|problem| self.failure(problem))
    }

    /// The result as the only row.
    fn row(&self, shape: Shape, look: Look) -> Result<String, Failure> {
        let figures = self.evaluator.figures(&self.profile);
        let figures = figures.map_err(|problem| self.failure(problem))?;
        let id = self.profile.name.to_string();
        let results = self.evaluator.rows(shape);
        let cells = results.cells(id, [], Ok(&figures));
        let columns = results.columns(&[]);
        let writing = Writing::new(shape, columns, (look, false));
        Ok(written(writing, [cells.into()]))
    }

    fn failure(&self, problem: Diagnostic) -> Failure {
        Failure::at(self.sources.clone(), vec![problem])
    }
}

fn questions(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(count) if count > 0 => Ok(count),
        _other => Err("write how many questions to show, at least 1".into()),
    }
}

fn arguments(command: Command) -> Command {
    let command = with_names(Eval::augment_args(command), "format", FORMS);
    with_names(command, "input_format", profiles::input_formats())
}

/// Whether the built-in rulebook is meant, as it is.
pub(super) fn is_built_in(matches: &ArgMatches) -> bool {
    Eval::from_arg_matches(matches)
        .is_ok_and(|arguments| evaluate::is_built_in(&arguments.with.rules))
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Eval::from_arg_matches(matches)?;
    let output = arguments.with.output.output.as_deref();
    let form = choose(FORMS, arguments.with.output.format.as_deref(), output)?;
    let named = named(&arguments)?;
    let inputs: Vec<PathBuf> = named.iter().map(|path| profiles::file_of(path)).collect();
    files::keep_inputs(output, &inputs)?;
    let program = &evaluate::program(&arguments.with.rules, session)?;
    let evaluator = Evaluator::new(program);
    let unfit = |wrong| evaluate::unfit(wrong, &arguments.with.rules, evaluator.rulebook());
    let format = arguments.with.input_format.as_deref();
    let reader = Reader::new(evaluator.rulebook(), format, &arguments.with.set, session);
    let reader = reader.map_err(unfit)?;
    let is_one = match named.as_slice() {
        [] => true,
        [path] => reader.table(path).is_none(),
        _several => false,
    };
    let asks = arguments.ask_next.is_some();
    if asks && !(is_one && ["text", "markdown", "json"].contains(&form.name)) {
        return Err(only_of_one(is_one, form.name).into());
    }
    if is_one && !arguments.keep_columns {
        let mut one = one(named.first(), &reader, &evaluator, session).map_err(unfit)?;
        one.more = explaining(named.first(), &arguments);
        one.questions = arguments.ask_next;
        let text = (form.write.one)(&one, session.look(output))?;
        session.write(output, &text)?;
        return Ok(Status::Done);
    }
    let many = Many {
        paths: &named,
        reader: &reader,
        rules: &arguments.with.rules,
        evaluator: &evaluator,
        shape: form.write.many,
        output,
        keep: arguments.keep_columns,
    };
    many::evaluate(&many, session)
}

/// Questions are about one profile, and no row of a table.
fn only_of_one(is_one: bool, format: &str) -> Diagnostic {
    let message = match is_one {
        true => format!("`--ask-next` has no format `{format}`"),
        false => "`--ask-next` is about one profile, and here are several".into(),
    };
    Diagnostic::new("E0908", Severity::Error, message).help(match is_one {
        true => "it can be `text`, `markdown` or `json`",
        false => "name one profile, or a row of a table as `FILE.csv#ID`",
    })
}

/// The profiles that are meant; none where what is set is the profile.
fn named(arguments: &Eval) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    // Where nothing is known yet, everything is still to be asked.
    let is_set = !arguments.with.set.facts.is_empty() || arguments.ask_next.is_some();
    let rules = arguments.with.rules.rules.as_deref();
    // The result of the last run may lie among the profiles.
    let output = arguments
        .with
        .output
        .output
        .as_deref()
        .map(files::true_path);
    let is_profile =
        |path: &PathBuf| Some(files::true_path(path)) != output || !results::is_result(path);
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
        true => Err(nothing_given("eval", &arguments.with.rules).into()),
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
        more: None,
        questions: None,
    })
}

/// The command that explains what this one evaluates.
fn explaining(path: Option<&PathBuf>, arguments: &Eval) -> Option<String> {
    let path = path.map(|path| path.display().to_string());
    if path.as_deref() == Some("-") {
        return None;
    }
    let path = path.map(|path| format!(" {}", quoted(&path)));
    let command = format!("hansei explain{}", path.unwrap_or_default());
    let command = arguments.with.rules.with_parameters(&command);
    let format = arguments.with.input_format.iter();
    let format = format.map(|format| ("--input-format", &**format));
    let set = arguments.with.set.facts.iter().map(|one| ("--set", &**one));
    Some(with_flags(command, format.chain(set)))
}

/// What to do where no profile is named.
pub(super) fn nothing_given(verb: &str, rules: &RulesArgs) -> Diagnostic {
    let facts = rules.in_command("hansei facts");
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
            "or pass it on standard input: `hansei {verb} - --input-format json`"
        ))
        .help(format!(
            "or set only facts: `hansei {verb} --set FACT=VALUE`"
        ))
        .help(format!(
            "`{facts}` lists all questions; with `--blank toml -o acme.toml` it writes a profile to fill in"
        ))
}
