//! A rulebook as the texts that a page carries, and as the program that its engine makes of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::has_errors;
use crate::check::{self, Bundle, Options, ReadProblem};
use crate::plan::{self, Program};

/// The texts of a rulebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// The name of the main file.
    root: String,
    /// All files by name: rules, scripts and the method.
    files: BTreeMap<String, String>,
    /// Parameters that differ from what the rules say.
    parameters: BTreeMap<String, String>,
}

impl Pages {
    /// The texts of what was gathered.
    pub fn of(bundle: &Bundle, options: &Options) -> Self {
        let files = bundle.files.files();
        let files = files.map(|(_, file)| (file.name.to_string(), file.text.to_string()));
        let first = bundle.files.files().next();
        Self {
            root: first.map_or_else(String::new, |(_, file)| file.name.to_string()),
            files: files.collect(),
            parameters: options.parameters.clone(),
        }
    }
}

/// The program of a rulebook; else what is wrong with it.
pub fn open(pages: &Pages) -> Result<Program, String> {
    let (bundle, mut problems) =
        check::gather(&pages.root, &mut |name| match pages.files.get(name) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Err(ReadProblem::Missing { near: None }),
        });
    let options = Options {
        parameters: pages.parameters.clone(),
    };
    let (checked, more) = check::check(&bundle, &options);
    problems.extend(more);
    let errors = problems.iter().filter(|_| has_errors(&problems));
    let words = || {
        errors
            .map(|one| one.message.clone())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let checked = checked.ok_or_else(words)?;
    Ok(plan::plan(
        checked.rulebook,
        checked.method,
        checked.library,
    ))
}
