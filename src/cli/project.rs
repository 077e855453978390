//! The project file `hansei.toml`: found upward from the working directory, read strictly.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::files;
use super::session::Failure;
use crate::base::{Diagnostic, FileId, Limits, SourceFile, SourceMap, Span, suggestion};

/// The file's name.
pub(super) const NAME: &str = "hansei.toml";

/// The keys it may have, and whether each holds a list.
const KEYS: &[(&str, bool)] = &[
    ("rulebook", false),
    ("profiles", true),
    ("snapshots", false),
];

/// A project file that was found.
#[derive(Debug)]
pub(super) struct Project {
    /// The rulebook, relative to the working directory.
    pub(super) rulebook: Option<PathBuf>,
}

/// The nearest project file upward from the working directory.
pub(super) fn nearest() -> Result<Option<Project>, Failure> {
    let depth = std::env::current_dir().map_or(0, |folder| folder.ancestors().count());
    let mut folder = PathBuf::new();
    for _ in 0..depth {
        let path = folder.join(NAME);
        if path.is_file() {
            return read(&path).map(Some);
        }
        folder.push("..");
    }
    Ok(None)
}

fn read(path: &Path) -> Result<Project, Failure> {
    let text = files::read_text(path, Limits::DEFAULT.file_bytes)?;
    let mut sources = SourceMap::default();
    let file = sources.add(SourceFile::new(files::shown(path), text.as_str()));
    let (rulebook, problems) = parse(&text, file);
    if !problems.is_empty() {
        return Err(Failure::at(sources, problems));
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(Project {
        rulebook: rulebook.map(|rulebook| folder.join(rulebook)),
    })
}

/// The rulebook a project file names, and all that is wrong with the file.
fn parse(text: &str, file: FileId) -> (Option<String>, Vec<Diagnostic>) {
    let place = |range: std::ops::Range<usize>| Span::new(file, range.start, range.end);
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let span = place(error.span().unwrap_or(0..0));
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            return (None, vec![Diagnostic::error("E0907", span, message)]);
        }
    };
    let mut problems = Vec::new();
    let mut rulebook = None;
    for (key, value) in table.get_ref() {
        let name: &str = key.get_ref();
        let Some((_, is_list)) = KEYS.iter().find(|(known, _)| *known == name) else {
            problems.push(unknown_key(name, place(key.span())));
            continue;
        };
        match (value.get_ref(), is_list) {
            (DeValue::String(text), false) if name == "rulebook" => {
                rulebook = Some(text.to_string());
            }
            (DeValue::String(_), false) => {}
            (DeValue::Array(list), true)
                if list
                    .iter()
                    .all(|item| matches!(item.get_ref(), DeValue::String(_))) => {}
            _ => problems.push(wrong_type(name, *is_list, place(value.span()))),
        }
    }
    (rulebook, problems)
}

fn unknown_key(name: &str, span: Span) -> Diagnostic {
    let names: Vec<&str> = KEYS.iter().map(|(name, _)| *name).collect();
    Diagnostic::error("E0907", span, format!("`{NAME}` has no key `{name}`"))
        .help_if(suggestion(name, names.iter().copied()))
        .help(format!("its keys are {}", names.join(", ")))
}

fn wrong_type(name: &str, is_list: bool, span: Span) -> Diagnostic {
    let needed = if is_list {
        "a list of texts, such as `[\"profiles/*.toml\"]`"
    } else {
        "a text, such as `\"rules/choice.rules\"`"
    };
    Diagnostic::error("E0907", span, format!("`{name}` takes {needed}"))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::base::FileId;

    #[track_caller]
    fn check(text: &str, rulebook: Option<&str>, messages: &[&str]) {
        let (found, problems) = parse(text, FileId(0));
        assert_eq!(found.as_deref(), rulebook);
        let found: Vec<&str> = problems.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(found, messages);
    }

    #[test]
    fn reads_what_it_knows_and_refuses_the_rest() {
        check(
            "rulebook = \"a.rules\"\nprofiles = [\"p/*.toml\"]\n",
            Some("a.rules"),
            &[],
        );
        check(
            "rulbook = \"a\"",
            None,
            &["`hansei.toml` has no key `rulbook`"],
        );
        check(
            "rulebook = 3\nprofiles = \"x\"",
            None,
            &[
                "`profiles` takes a list of texts, such as `[\"profiles/*.toml\"]`",
                "`rulebook` takes a text, such as `\"rules/choice.rules\"`",
            ],
        );
    }
}
