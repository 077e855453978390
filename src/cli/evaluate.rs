//! Evaluations for the verbs: a program with all it needs to tell what happened.

use std::cell::OnceCell;
use std::path::Path;

use super::args::{EvaluationArgs, RulesArgs, SetArgs};
use super::files;
use super::image;
use super::load::{self, By, Place};
use super::profiles::{Read, Reader};
use super::results::Results;
use super::session::{Failure, Session};
use super::table::Shape;
use crate::base::Diagnostic;
use crate::batch::{Figures, Job, Judge};
use crate::consult;
use crate::model::trace::Trace;
use crate::model::{Profile, Rulebook};
use crate::plan::{self, Program};
use crate::profile::Assignments;
use crate::space::Space;
use crate::trace::Teller;

/// The program of the rulebook that is meant.
pub(super) fn program(arguments: &RulesArgs, session: &Session) -> Result<Program, Failure> {
    let image = match is_built_in(arguments) {
        true => image::program(),
        false => None,
    };
    if let Some(program) = image {
        return Ok(program);
    }
    let checked = load::rulebook(arguments, session)?;
    Ok(plan::plan(
        checked.rulebook,
        checked.method,
        checked.library,
    ))
}

/// Whether the built-in rulebook is meant, as it is.
pub(super) fn is_built_in(arguments: &RulesArgs) -> bool {
    arguments.parameters.is_empty()
        && load::place(arguments.rules.as_deref()).is_ok_and(|place| place == Place::BuiltIn)
}

/// A profile that does not fit the rulebook; where none was named, the built-in one may not be the one that is meant.
pub(super) fn unfit(failure: Failure, arguments: &RulesArgs, rulebook: &Rulebook) -> Failure {
    failure.with_help(&["E0610", "E0630"], || {
        let name = &rulebook.name;
        let of = match load::meant(arguments.rules.as_deref()).ok()? {
            (Place::BuiltIn, _) => format!("the built-in rulebook `{name}`"),
            (Place::File(path), By::Project) => format!(
                "the rulebook `{name}` in `{}`, which `{}` names",
                files::shown(&path),
                super::project::NAME
            ),
            (Place::File(path), By::Folder | By::Default) => format!(
                "the rulebook `{name}` in `{}`, the one in its folder",
                files::shown(&path)
            ),
            (Place::File(_), By::User) => format!("the rulebook `{name}`"),
        };
        let facts = arguments.in_command("hansei facts");
        Some(format!(
            "these are the facts of {of}; `{facts}` lists them; to use another rulebook, write `--rules FILE`"
        ))
    })
}

/// The one profile that a verb is about, with what is set; where none is named, what is set alone.
pub(super) fn one_profile(
    program: &Program,
    with: &EvaluationArgs,
    set: &SetArgs,
    (path, session): (Option<&Path>, &Session),
) -> Result<(Profile, Read), Failure> {
    let format = with.input_format.as_deref();
    let reader = Reader::new(&program.rulebook, format, set, session);
    let read = reader.and_then(|reader| reader.one(path, session));
    read.map_err(|wrong| unfit(wrong, &with.rules, &program.rulebook))
}

/// A program that tells what its evaluations did.
pub(super) struct Evaluator<'p> {
    program: &'p Program,
    space: Space<'p>,
    whole: OnceCell<Teller<'p>>,
    answers: OnceCell<Teller<'p>>,
}

impl<'p> Evaluator<'p> {
    /// For the profiles of a program.
    pub(super) fn new(program: &'p Program) -> Self {
        Self {
            program,
            space: Space::of(program),
            whole: OnceCell::new(),
            answers: OnceCell::new(),
        }
    }

    /// The rulebook.
    pub(super) fn rulebook(&self) -> &'p Rulebook {
        &self.program.rulebook
    }

    /// The trace of a profile with everything about what is not known, or what went wrong.
    pub(super) fn trace(&self, profile: &Profile) -> Result<Trace, Diagnostic> {
        let teller = self.whole.get_or_init(|| Teller::new(self.program));
        self.told(profile, teller)
    }

    /// As much of that trace as the manager's first screen needs.
    pub(super) fn answer(&self, profile: &Profile) -> Result<Trace, Diagnostic> {
        let teller = self
            .answers
            .get_or_init(|| Teller::of_answers(self.program));
        self.told(profile, teller)
    }

    fn told(&self, profile: &Profile, teller: &Teller<'p>) -> Result<Trace, Diagnostic> {
        let told = consult::trace((self.program, &self.space), teller, profile);
        told.map_err(|fault| fault.diagnostic(self.program))
    }

    /// What evaluates the rows of tables, with what is set in each of them.
    pub(super) fn job<'s>(&'s self, set: &'s Assignments) -> Job<'s, 'p> {
        Job {
            program: self.program,
            space: &self.space,
            set: Some(set),
        }
    }

    /// The figures of a profile, or what went wrong with it.
    pub(super) fn figures(&self, profile: &Profile) -> Result<Figures, Diagnostic> {
        let figures = Judge::new(self.program, &self.space).figures(profile);
        figures.map_err(|fault| fault.diagnostic(self.program))
    }

    /// How its results are rows of a table of that shape.
    pub(super) fn rows(&self, shape: Shape) -> Results<'p> {
        Results::new(self.program, shape)
    }
}
