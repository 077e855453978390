//! The project file `hansei.toml`: found upward from the working directory, read strictly.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::load::{Place, RULES};
use super::session::Failure;
use super::{files, lints, roots};
use crate::base::{Diagnostic, FileId, Limits, SourceFile, SourceMap, Span, suggestion};
use crate::lint::Levels;
use crate::profile;

/// The file's name.
pub(super) const NAME: &str = "hansei.toml";

/// The keys it may have, and what each takes.
const KEYS: &[(&str, &str)] = &[
    ("rulebook", A_TEXT),
    ("profiles", A_LIST),
    ("cases", A_LIST),
    ("snapshots", A_TEXT),
    (
        "lints",
        "a table, such as `[lints]` with `rule_without_because = \"allow\"` below it",
    ),
];

const A_TEXT: &str = "a text, such as `\"rules/choice.rules\"`";
const A_LIST: &str = "a list of texts, such as `[\"profiles/*.toml\"]`";

/// A project file that was found.
#[derive(Debug, Default)]
pub(super) struct Project {
    /// The folder of the project file, relative to the working directory.
    pub(super) folder: PathBuf,
    /// The rulebook, relative to the working directory.
    pub(super) rulebook: Option<PathBuf>,
    /// Patterns of profiles, relative to the folder; `None` where the file says nothing.
    pub(super) profiles: Option<Vec<String>>,
    /// Patterns of cases, likewise.
    pub(super) cases: Option<Vec<String>>,
    /// The folder of snapshots, relative to the working directory; `None` is beside the profiles.
    pub(super) snapshots: Option<PathBuf>,
}

/// What a project file says, in the order of [`KEYS`] and as it stands there.
#[derive(Debug, Default, PartialEq)]
struct Said {
    rulebook: Option<(String, Span)>,
    profiles: Option<Vec<String>>,
    cases: Option<Vec<String>>,
    snapshots: Option<String>,
    lints: Levels,
}

/// The nearest project file upward from the working directory.
pub(super) fn nearest() -> Result<Option<Project>, Failure> {
    nearest_to(Path::new(""))
}

/// The nearest project file upward from a folder.
pub(super) fn nearest_to(folder: &Path) -> Result<Option<Project>, Failure> {
    file_above(folder).map(|path| read(&path)).transpose()
}

/// The levels of lints that the nearest project file upward from a folder chooses.
pub(super) fn levels_of(folder: &Path) -> Result<Levels, Failure> {
    Ok(match file_above(folder) {
        Some(path) => said(&path)?.1.lints,
        None => Levels::default(),
    })
}

/// Where the nearest project file lies.
fn file_above(folder: &Path) -> Option<PathBuf> {
    let depth = folder
        .canonicalize()
        .or_else(|_| std::env::current_dir())
        .map_or(0, |folder| folder.ancestors().count());
    let mut folder = folder.to_owned();
    for _ in 0..depth {
        let path = folder.join(NAME);
        if path.is_file() {
            return Some(path);
        }
        // A parent by name keeps paths as the user wrote them.
        folder = match folder.file_name() {
            Some(_) => folder.parent().map(Path::to_owned).unwrap_or_default(),
            None => folder.join(".."),
        };
    }
    None
}

/// What a project file says, with its text.
fn said(path: &Path) -> Result<(SourceMap, Said), Failure> {
    let text = files::read_text(path, Limits::DEFAULT.file_bytes)?;
    let mut sources = SourceMap::default();
    let file = sources.add(SourceFile::new(files::shown(path), text.as_str()));
    let (said, problems) = parse(&text, file);
    match problems.is_empty() {
        true => Ok((sources, said)),
        false => Err(Failure::at(sources, problems)),
    }
}

/// The project of a project file.
pub(super) fn read(path: &Path) -> Result<Project, Failure> {
    let (sources, said) = said(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let rulebook = match said.rulebook {
        Some((name, span)) => match rulebook(&folder.join(name)) {
            Ok(path) => Some(path),
            Err(problem) => return Err(Failure::at(sources, vec![problem.label(span, "")])),
        },
        None => None,
    };
    Ok(Project {
        folder: folder.to_owned(),
        rulebook,
        profiles: said.profiles,
        cases: said.cases,
        snapshots: said.snapshots.map(|snapshots| folder.join(snapshots)),
    })
}

/// The rulebook that a project file names: a file, or the one in a folder.
fn rulebook(named: &Path) -> Result<PathBuf, Diagnostic> {
    if !named.is_dir() {
        return files::is_there(named).map(|()| named.to_owned());
    }
    match roots::in_folder(named, RULES)? {
        Place::File(path) => Ok(path),
        Place::BuiltIn => Err(roots::nothing_in(named)),
    }
}

/// What a project file says, and all that is wrong with it.
fn parse(text: &str, file: FileId) -> (Said, Vec<Diagnostic>) {
    let place = |range: std::ops::Range<usize>| Span::new(file, range.start, range.end);
    let mut said = Said::default();
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut lines = Vec::new();
    let mut problems = Vec::new();
    for error in &errors {
        // One slip often gives several errors on its line; the first of them says it.
        let range = error.span().unwrap_or(0..0);
        let before = text.get(..range.start).unwrap_or("");
        let line = before.rfind('\n');
        if !lines.contains(&line) {
            lines.push(line);
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            let whole = profile::Text { text, file };
            let problem = profile::toml_fault("E0907", whole, range, &message);
            let help =
                format!("`{NAME}` is written in TOML, such as `rulebook = \"rules/choice.rules\"`");
            problems.push(problem.help(help));
        }
        if problems.len() >= Limits::DEFAULT.diagnostics {
            break;
        }
    }
    if !problems.is_empty() {
        problems.sort_by_key(Diagnostic::span);
        return (said, problems);
    }
    for (key, value) in table.get_ref() {
        let name: &str = key.get_ref();
        let Some((_, takes)) = KEYS.iter().find(|(known, _)| *known == name) else {
            problems.push(unknown_key(name, place(key.span())));
            continue;
        };
        let text = match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        };
        let list = texts(value.get_ref());
        if let ("lints", DeValue::Table(table)) = (name, value.get_ref()) {
            let (levels, wrong) = lints::of_table(table, &place);
            said.lints = levels;
            problems.extend(wrong);
            continue;
        }
        match (name, text, list) {
            ("rulebook", Some(text), _) => said.rulebook = Some((text, place(value.span()))),
            ("snapshots", Some(text), _) => said.snapshots = Some(text),
            ("profiles", _, Some(list)) => said.profiles = Some(list),
            ("cases", _, Some(list)) => said.cases = Some(list),
            _ => problems.push(wrong_type(name, takes, place(value.span()))),
        }
    }
    (said, problems)
}

/// A list of texts.
fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    let DeValue::Array(list) = value else {
        return None;
    };
    let text = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    };
    list.iter().map(|item| text(item.get_ref())).collect()
}

fn unknown_key(name: &str, span: Span) -> Diagnostic {
    let names: Vec<&str> = KEYS.iter().map(|(name, _)| *name).collect();
    Diagnostic::error("E0907", span, format!("`{NAME}` has no key `{name}`"))
        .help_if(suggestion(name, names.iter().copied()))
        .help(format!("its keys are {}", names.join(", ")))
}

fn wrong_type(name: &str, takes: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0907", span, format!("`{name}` takes {takes}"))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::base::FileId;

    #[track_caller]
    fn check(text: &str, rulebook: Option<&str>, messages: &[&str]) {
        let (found, problems) = parse(text, FileId(0));
        let named = found.rulebook.as_ref().map(|(name, _)| &**name);
        assert_eq!(named, rulebook);
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
        check(
            "[lints]\nW0808 = \"allow\"\nrule_without_citation = \"deny\"\ntable-with-gaps = \"warn\"\n",
            None,
            &[],
        );
        check(
            "lints = \"none\"",
            None,
            &[
                "`lints` takes a table, such as `[lints]` with `rule_without_because = \"allow\"` below it",
            ],
        );
        check(
            "[lints]\nE0212 = \"allow\"\nW0808 = \"allow\"\nW1001 = \"deny\"\nrule_without_because = \"deny\"\n\
             table_with_gap = \"warn\"\ntable_with_gaps = \"off\"\n",
            None,
            &[
                "`E0212` is an error, and only lints can be set",
                "`W1001` is not a lint: `hansei check` does not report it",
                "`rule_without_because` is set twice: `W0808` is the same lint",
                "there is no lint `table_with_gap`",
                "`table_with_gaps` takes `allow`, `warn` or `deny`",
            ],
        );
        check(
            "rulebook = \"a\"\nrulebook = \"b\"\n[x\n",
            None,
            &["duplicate key", "the header is not closed"],
        );
    }
}
