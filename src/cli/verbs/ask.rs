//! `hansei ask`: the questions of a rulebook, asked in the terminal.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use super::verb::Verb;
use crate::base::{Diagnostic, Severity, has_errors};
use crate::cli::args::{RulesArgs, SetArgs, quoted};
use crate::cli::ask::{Asking, Keep};
use crate::cli::diagnostics::counted;
use crate::cli::evaluate::{self, Evaluator};
use crate::cli::files;
use crate::cli::profiles::{self, Reader};
use crate::cli::session::{Failure, Outcome, Session, Status};
use crate::cli::view;
use crate::consult::Dialogue;
use crate::explain::{Block, View};
use crate::model::Profile;
use crate::plan::Program;

pub(super) const VERB: Verb = Verb {
    name: "ask",
    about: "Ask the questions one by one, until the advice is clear",
    examples: "
  hansei ask                       about ten questions, then the advice
  hansei ask acme.toml             the same; the answers are kept in this file, and the next run goes on with them
  hansei ask acme.yaml -o acme.toml   goes on with answers from another format
  hansei ask -r choice.rules       the questions of another rulebook
  hansei ask < answers.txt         one answer a line, without a terminal",
    arguments,
    run,
};

#[derive(Debug, Args)]
struct Ask {
    /// The file that keeps the answers, in TOML; it is made if it does not exist
    profile: Option<PathBuf>,
    /// Keep the answers in this file instead
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    set: SetArgs,
    #[command(flatten)]
    rules: RulesArgs,
}

fn arguments(command: Command) -> Command {
    Ask::augment_args(command)
}

/// What an interview begins with.
struct Beginning {
    profile: Profile,
    /// The text of the file in which the answers stay, and what could be read of it.
    text: Option<(String, Profile)>,
    /// What is to be said first.
    remark: Option<String>,
}

fn run(matches: &ArgMatches, session: &Session) -> Outcome {
    let arguments = Ask::from_arg_matches(matches)?;
    let kept = kept_in(&arguments)?;
    let program = &evaluate::program(&arguments.rules, session)?;
    let reader = Reader::new(&program.rulebook, None, &arguments.set, session);
    let unfit = |wrong| evaluate::unfit(wrong, &arguments.rules, &program.rulebook);
    let reader = reader.map_err(unfit)?;
    let begun = begin(&arguments, kept, (program, &reader), session).map_err(unfit)?;
    let dialogue = Dialogue::of(program);
    let keep = Keep::new(reader.names(), kept.map(Path::to_owned), begun.text);
    let mut asking = Asking::new(
        &dialogue,
        (reader.names(), keep),
        begun.profile,
        session.out,
    );
    if let Some(remark) = begun.remark {
        asking.say(Block::Paragraph(remark.into()));
    }
    if kept.is_none() {
        let words = "The answers are kept only if you name a file: `hansei ask acme.toml`.";
        asking.say(Block::Paragraph(words.into()));
    }
    let Some((profile, keep)) = asking.run()? else {
        return Ok(Status::Done);
    };
    let trace = Evaluator::new(program).answer(&profile)?;
    let path = keep.path().filter(|path| path.exists());
    let path = path.map(|path| quoted(&path.display().to_string()));
    let explain = |path: &String| {
        arguments
            .rules
            .with_parameters(&format!("hansei explain {path}"))
    };
    let page = View::Page(path.as_ref().map(explain));
    session.write(None, &view::answer(&trace, "text", &page, session.out)?)?;
    if let Some(path) = path {
        let again = arguments
            .rules
            .with_parameters(&format!("hansei ask {path}"));
        session.say(format!(
            "The answers are in {path}; `{again}` goes on with them."
        ));
    }
    Ok(Status::Done)
}

/// The file that keeps the answers.
fn kept_in(arguments: &Ask) -> Result<Option<&Path>, Failure> {
    let path = arguments.output.as_deref().or(arguments.profile.as_deref());
    if arguments.profile.as_deref() == Some(Path::new(files::STDIN)) {
        let message = "standard input is for the answers, and cannot be the profile too";
        let problem = Diagnostic::new("E0908", Severity::Error, message);
        return Err(problem.help("name a file: `hansei ask acme.toml`").into());
    }
    let Some(path) = path else {
        return Ok(None);
    };
    if path.is_dir() {
        return Err(files::folder(path).into());
    }
    if path.extension().is_none_or(|end| end != "toml") {
        return Err(not_toml(path).into());
    }
    let folder = files::parent(path);
    if !folder.is_dir() {
        let message = format!("the folder `{}` does not exist", files::shown(&folder));
        return Err(Diagnostic::new("E0906", Severity::Error, message)
            .help("make it first, or name a file in another folder")
            .into());
    }
    Ok(Some(path))
}

/// Answers are written in one format, and a file in another is never replaced.
fn not_toml(path: &Path) -> Diagnostic {
    let name = files::shown(path);
    let message =
        format!("`hansei ask` keeps answers in TOML, and `{name}` does not end in `.toml`");
    let copy = path.with_extension("toml");
    let copy = quoted(&copy.display().to_string());
    let problem = Diagnostic::new("E0908", Severity::Error, message);
    match profiles::file_of(path).exists() {
        true => problem.help(format!(
            "go on in a copy: `hansei ask {} -o {copy}`",
            quoted(&path.display().to_string())
        )),
        false => problem.help(format!("name it `{copy}`")),
    }
}

/// What is known before the first question.
fn begin(
    arguments: &Ask,
    kept: Option<&Path>,
    (program, reader): (&Program, &Reader<'_>),
    session: &Session,
) -> Result<Beginning, Failure> {
    let there = arguments
        .profile
        .as_deref()
        .filter(|path| profiles::file_of(path).exists());
    if let (Some(from), Some(to)) = (&arguments.profile, kept)
        && arguments.output.is_some()
    {
        if there.is_none() {
            return Err(files::missing(from).into());
        }
        if to.exists() && files::true_path(from) != files::true_path(to) {
            let message = format!("`{}` already exists", files::shown(to));
            let problem = Diagnostic::new("E0906", Severity::Error, message);
            let again = quoted(&to.display().to_string());
            return Err(problem
                .help(format!("`hansei ask {again}` goes on with it"))
                .help("or name another file after `--output`")
                .into());
        }
    }
    let there = there.or(kept.filter(|path| path.exists()));
    let blank = |path: &&Path| files::read_text(path, 1).is_ok_and(|text| text.is_empty());
    let Some(path) = there.filter(|path| !blank(path)) else {
        let name = kept.map_or_else(|| "answers".into(), profiles::id);
        let mut profile = Profile::empty(name, program.rulebook.facts.len());
        reader.assignments().set(&mut profile);
        return Ok(Beginning {
            profile,
            text: None,
            remark: None,
        });
    };
    resume(path, kept, reader, session)
}

/// Goes on with what a file says, as far as it can be read.
fn resume(
    path: &Path,
    kept: Option<&Path>,
    reader: &Reader<'_>,
    session: &Session,
) -> Result<Beginning, Failure> {
    let (read, text) = reader.salvage(path);
    let wrong = has_errors(&read.diagnostics);
    let Some(mut profile) = read.profile else {
        return Err(Failure::at(read.sources, read.diagnostics));
    };
    let stays = kept.is_some_and(|kept| files::true_path(kept) == files::true_path(path));
    // What is no TOML, nothing can be added to.
    let fixed = || crate::profile::edit(&text, &profile, &profile, reader.names()).is_err();
    let told = profile.facts.values().any(Option::is_some) || !profile.missing.is_empty();
    if wrong && (!told || (stays && fixed())) {
        return Err(Failure::at(read.sources, read.diagnostics));
    }
    session.show_problems(&read.sources, &read.diagnostics);
    let errors = read.diagnostics.iter();
    let errors = errors.filter(|one| one.severity == Severity::Error).count();
    let name = files::shown(path);
    let remark = wrong.then(|| {
        let lines = counted(errors, "line");
        format!("{lines} of {name} cannot be read, as told above. They stay there as they are, and the rest counts; `hansei eval` needs them repaired.")
    });
    let before = stays.then(|| (text, profile.clone()));
    reader.assignments().set(&mut profile);
    Ok(Beginning {
        profile,
        text: before,
        remark,
    })
}
