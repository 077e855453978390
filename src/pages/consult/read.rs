//! The state of a consultation: the text of a profile, as it is loaded and saved. Reads and writes no file.

use serde::{Deserialize, Serialize};

use crate::base::{FileId, Severity};
use crate::model::Profile;
use crate::profile::{self, Input, Names};

/// A profile as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// The name of the file; its ending says how it is written.
    pub(super) name: String,
    /// Its text.
    pub(super) text: String,
}

/// What can be read of it, and what cannot.
pub(super) fn read(state: &State, names: &Names<'_>) -> Result<(Profile, Vec<String>), String> {
    let stem = state
        .name
        .rsplit_once('.')
        .map_or(&*state.name, |(stem, _)| stem);
    if state.text.trim().is_empty() {
        return Ok((Profile::empty(stem, names.rulebook.facts.len()), Vec::new()));
    }
    let input = Input {
        name: &state.name,
        id_default: stem,
        file: FileId(u32::try_from(names.rulebook.files.files().count()).unwrap_or(u32::MAX)),
        bytes: state.text.as_bytes(),
        format: None,
    };
    let reading = profile::salvage(&input, names);
    let problems = reading
        .diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error);
    let problems = problems.map(|one| {
        let line = one
            .span()
            .map(|span| reading.source.line_column(span.start).line);
        let place = line.map_or_else(String::new, |line| format!("line {line}: "));
        let help = one.help.first().map(|help| format!(" ({help})"));
        format!("{place}{}{}", one.message, help.unwrap_or_default())
    });
    let problems: Vec<String> = problems.collect();
    match reading.profile {
        Some(profile) => Ok((profile, problems)),
        None => Err(problems.join("\n")),
    }
}

/// The file with other answers: in TOML its text with just those changed; another format becomes TOML, with its text
/// behind it as a comment where something in it could not be read.
pub(super) fn written(
    state: &State,
    (before, after): (&Profile, &Profile),
    names: &Names<'_>,
) -> State {
    let stem = state
        .name
        .rsplit_once('.')
        .map_or(&*state.name, |(stem, _)| stem);
    let name = format!("{stem}.toml");
    let text = match name == state.name && !state.text.trim().is_empty() {
        true => profile::rewritten(&state.text, before, after, names),
        false => {
            let text = profile::write(after, names.rulebook);
            match read(state, names) {
                Ok((_, unread)) if unread.is_empty() => text,
                _ => profile::with_former(&text, &state.text),
            }
        }
    };
    State { name, text }
}
