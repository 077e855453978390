//! One of the two rulebooks: gathered from files or a revision, checked, and planned. Compares nothing.

use std::path::Path;

use super::Reference;
use super::git::{self, Revision};
use crate::analyze::Book;
use crate::base::{Diagnostic, Limits, SourceFile, SourceMap, has_errors};
use crate::check::{self, Bundle, Options, ReadProblem};
use crate::cli::load::{self, Place};
use crate::cli::session::Failure;
use crate::plan::{self, Program};

/// A rulebook, ready to be compared and evaluated.
pub(in crate::cli) struct Side {
    /// As shown to the user.
    pub(in crate::cli) name: String,
    /// The program.
    pub(in crate::cli) program: Program,
    /// Its texts and trees.
    bundle: Bundle,
}

/// A rulebook's files, and what is wrong with them so far.
struct Gathered {
    name: String,
    bundle: Bundle,
    diagnostics: Vec<Diagnostic>,
}

impl Side {
    /// As the analyses take it.
    pub(in crate::cli) fn book(&self) -> Book<'_> {
        Book {
            bundle: &self.bundle,
            program: &self.program,
        }
    }

    /// Both rulebooks; a parameter changes in each that has it.
    pub(in crate::cli) fn both(
        old: &Reference,
        new: &Reference,
        options: &Options,
    ) -> Result<(Self, Self), Failure> {
        let (old, new) = (gather(old)?, gather(new)?);
        let (with_old, with_new) = (options_of(&old, options), options_of(&new, options));
        // A parameter that neither has is an error of the new one.
        let unknown = |name: &String| !with_old.parameters.contains_key(name);
        let mut with_new = with_new;
        for (name, value) in options.parameters.iter().filter(|(name, _)| unknown(name)) {
            with_new
                .parameters
                .entry(name.clone())
                .or_insert_with(|| value.clone());
        }
        Ok((old.checked(&with_old)?, new.checked(&with_new)?))
    }
}

/// What to say of two rulebooks of which the old one lies in a history that went on without the new one.
pub(in crate::cli) fn parted(old: &Reference, new: &Reference) -> Option<String> {
    git::ahead(old.revision.as_deref()?, new.revision.as_deref(), &old.path)
}

impl Gathered {
    fn checked(self, options: &Options) -> Result<Side, Failure> {
        let (checked, problems) = check::check(&self.bundle, options);
        let mut diagnostics = self.diagnostics;
        diagnostics.extend(problems);
        match checked {
            Some(checked) if !has_errors(&diagnostics) => Ok(Side {
                name: self.name,
                program: plan::plan(checked.rulebook, checked.method, checked.library),
                bundle: self.bundle,
            }),
            _ => Err(Failure::at(self.bundle.files, diagnostics)),
        }
    }
}

/// The parameters that a rulebook has.
fn options_of(gathered: &Gathered, options: &Options) -> Options {
    if options.parameters.is_empty() {
        return Options::default();
    }
    let (checked, _) = check::check(&gathered.bundle, &Options::default());
    let names: Vec<_> = checked
        .iter()
        .flat_map(|checked| checked.rulebook.parameters.values())
        .map(|parameter| parameter.name.clone())
        .collect();
    let mut own = options.clone();
    own.parameters
        .retain(|name, _| names.iter().any(|known| **known == **name));
    own
}

fn gather(reference: &Reference) -> Result<Gathered, Failure> {
    let path = &reference.path;
    let Some(name) = &reference.revision else {
        let (bundle, diagnostics) = load::gather(&Place::File(path.clone()))?;
        return Ok(Gathered {
            name: path.display().to_string(),
            bundle,
            diagnostics,
        });
    };
    let revision = Revision::find(name, path)?;
    let limit = Limits::DEFAULT.file_bytes;
    let mut main = match revision.read(path, limit) {
        Ok(bytes) => Some(bytes),
        Err(ReadProblem::Missing { .. }) => return Err(revision.missing(path).into()),
        Err(ReadProblem::Other(why)) => {
            let shown = revision.shown(&path.to_string_lossy());
            let message = format!("cannot read `{shown}`: {why}");
            return Err(Diagnostic::new("E0902", crate::base::Severity::Error, message).into());
        }
    };
    let root = path.to_string_lossy().into_owned();
    let mut read = |name: &str| match main.take() {
        Some(bytes) => Ok(bytes),
        None => revision.read(Path::new(name), limit),
    };
    let (mut bundle, diagnostics) = check::gather(&root, &mut read);
    bundle.files = renamed(&bundle.files, &revision);
    Ok(Gathered {
        name: revision.shown(&root),
        bundle,
        diagnostics,
    })
}

/// The texts with the revision before their names, so that a place says from which side it is.
fn renamed(files: &SourceMap, revision: &Revision) -> SourceMap {
    let mut renamed = SourceMap::default();
    for (_, file) in files.files() {
        let name = revision.shown(&file.name);
        renamed.add(SourceFile::new(name, file.text.clone()));
    }
    renamed
}
