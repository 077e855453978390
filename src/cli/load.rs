//! From the command line to a rulebook: which one, its files, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::args::RulesArgs;
use super::fix::Texts;
use super::project::Project;
use super::session::{Failure, Session};
use super::{builtin, files, project, roots};
use crate::base::{Diagnostic, FileId, Limits, Severity, SourceMap, has_errors};
use crate::check::{self, Bundle, Checked, Options, ReadProblem};

/// Where a rulebook lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a file.
    File(PathBuf),
    /// In the program.
    BuiltIn,
}

/// Why a rulebook is the one that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The user named it.
    User,
    /// The project file names it.
    Project,
    /// No other lies in the folder.
    Folder,
    /// None was named and none lies there.
    Default,
}

/// The rulebook that is meant: the one named, else the project's, else the one in the folder, else the built-in one.
pub(super) fn place(named: Option<&Path>) -> Result<Place, Failure> {
    meant(named).map(|(place, _)| place)
}

/// The rulebook that is meant, and why it is.
pub(super) fn meant(named: Option<&Path>) -> Result<(Place, By), Failure> {
    if let Some(path) = named {
        let by = match path.is_dir() {
            true => By::Folder,
            false => By::User,
        };
        return Ok((Place::File(at(path, RULES)?), by));
    }
    let project = project::nearest()?.unwrap_or_default();
    let by = match project.rulebook {
        Some(_) => By::Project,
        None => By::Folder,
    };
    Ok(match of_project(&project)? {
        Place::BuiltIn => (Place::BuiltIn, By::Default),
        file => (file, by),
    })
}

/// How a rulebook is named.
pub(super) const RULES: &str = "--rules ";

/// The rulebook that a path means: the file, or the one in the folder. `flag` stands before the path.
pub(super) fn at(path: &Path, flag: &str) -> Result<PathBuf, Failure> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let project = path.join(project::NAME);
    let place = match project.is_file() {
        true => of_project(&project::read(&project)?)?,
        false => roots::in_folder(path, flag)?,
    };
    match place {
        Place::File(path) => Ok(path),
        Place::BuiltIn => Err(roots::nothing_in(path).into()),
    }
}

/// The rulebook of a project: the one that it names, else the one in its folder, else the built-in one.
pub(super) fn of_project(project: &Project) -> Result<Place, Failure> {
    match &project.rulebook {
        Some(path) => Ok(Place::File(path.clone())),
        None => Ok(roots::in_folder(&project.folder, RULES)?),
    }
}

/// The rulebook that is meant; where nothing but its folder names it, the user is told.
pub(super) fn chosen(named: Option<&Path>, session: &Session) -> Result<Place, Failure> {
    let (place, by) = meant(named)?;
    if let (Place::File(path), By::Folder) = (&place, by) {
        session.say(format!(
            "using `{}`, the one rulebook in its folder",
            files::shown(path)
        ));
    }
    Ok(place)
}

/// The rulebook that is meant, checked, with its parameters changed as asked.
pub(super) fn rulebook(arguments: &RulesArgs, session: &Session) -> Result<Checked, Failure> {
    Ok(with_texts(arguments, session)?.1)
}

/// As [`rulebook`], with its texts and with what was asked of its parameters.
pub(super) fn with_texts(
    arguments: &RulesArgs,
    session: &Session,
) -> Result<(Bundle, Checked, Options), Failure> {
    let options = options(&arguments.parameters)?;
    let place = chosen(arguments.rules.as_deref(), session)?;
    let (bundle, checked, warnings) = without_errors(examine(&place, &options)?)?;
    // What has no place is of the parameters: `hansei check` shows the rest.
    let outside: Vec<Diagnostic> = warnings
        .into_iter()
        .filter(|one| one.span().is_none())
        .collect();
    session.show_problems(&bundle.files, &outside);
    Ok((bundle, checked, options))
}

/// What checking a rulebook gave.
pub(super) struct Examined {
    /// All texts and trees.
    pub(super) bundle: Bundle,
    /// All that is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The rulebook, where it has no errors.
    pub(super) checked: Option<Checked>,
}

/// Reads and checks a rulebook; fails only where its main file cannot be read.
pub(super) fn examine(place: &Place, options: &Options) -> Result<Examined, Failure> {
    Ok(judged(gather(place)?, options))
}

/// Checks what was read.
pub(super) fn judged((bundle, mut diagnostics): Gathered, options: &Options) -> Examined {
    let (checked, problems) = check::check(&bundle, options);
    diagnostics.extend(problems);
    Examined {
        bundle,
        diagnostics,
        checked,
    }
}

/// A rulebook without errors, together with its texts and trees; else all that is wrong.
pub(super) fn sound(place: &Place, options: &Options) -> Result<(Bundle, Checked), Failure> {
    without_errors(examine(place, options)?).map(|(bundle, checked, _)| (bundle, checked))
}

/// What was examined, with its warnings, where there is no error.
fn without_errors(examined: Examined) -> Result<(Bundle, Checked, Vec<Diagnostic>), Failure> {
    match examined.checked {
        Some(checked) if !has_errors(&examined.diagnostics) => {
            Ok((examined.bundle, checked, examined.diagnostics))
        }
        _ => Err(Failure::at(examined.bundle.files, examined.diagnostics)),
    }
}

/// The texts and trees of a rulebook, and what is wrong in reading them.
pub(super) type Gathered = (Bundle, Vec<Diagnostic>);

/// The files of a rulebook.
pub(super) fn gather(place: &Place) -> Result<Gathered, Failure> {
    gather_with(place, &Texts::default())
}

/// The same, with texts that stand in for those of files.
pub(super) fn gather_with(place: &Place, texts: &Texts) -> Result<Gathered, Failure> {
    match place {
        Place::BuiltIn => Ok(builtin::gather()),
        Place::File(path) => {
            // The main file is read first: where it is missing there is no place to point at.
            let mut main = Some(files::read(path, Limits::DEFAULT.file_bytes)?);
            no_other_kind(path)?;
            let root = path.to_string_lossy().into_owned();
            let mut read = |name: &str| {
                let main = main.take();
                match (texts.of(Path::new(name)), main) {
                    (Some(text), _) => Ok(text.as_bytes().to_vec()),
                    (None, Some(bytes)) => Ok(bytes),
                    (None, None) => read_beside(Path::new(name)),
                }
            };
            Ok(check::gather(&root, &mut read))
        }
    }
}

/// A file whose name says that it holds no rules is not read as rules.
fn no_other_kind(path: &Path) -> Result<(), Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.unwrap_or("").to_ascii_lowercase();
    let name = path.display();
    let (what, help) = match &*ending {
        "rhai" => (
            "a script",
            "it is checked with the rulebook that uses it: `hansei check RULEBOOK`".into(),
        ),
        "toml" if path.ends_with(project::NAME) => (
            "the file of a project",
            "it is read by every command in its folder: `hansei check`".into(),
        ),
        "csv" | "tsv" | "jsonl" | "toml" | "yaml" | "yml" | "json" => (
            "a profile or a table",
            format!("what is wrong in it shows when it is evaluated: `hansei eval {name}`"),
        ),
        _rules => return Ok(()),
    };
    let problem = Diagnostic::new(
        "E0922",
        Severity::Error,
        format!("`{name}` is {what}, not a rulebook"),
    );
    Err(problem.help(help).into())
}

/// Files of a folder that are looked at for the rulebook that uses another.
const MOST_NEIGHBOURS: usize = 200;

/// The rulebook that a file is a part of: the project's, or one in the same folder.
pub(super) fn owner(part: &Path) -> Option<PathBuf> {
    // What is no regular file, such as a pipe, is a part of none.
    let wanted = part.canonicalize().ok().filter(|part| part.is_file())?;
    let project = project::nearest().ok().flatten();
    let candidates = project
        .and_then(|project| project.rulebook)
        .into_iter()
        .chain(neighbours(part));
    candidates
        .take(MOST_NEIGHBOURS)
        .find(|candidate| uses(candidate, &wanted))
}

/// The other rule files of a file's folder that may be rulebooks, by name.
fn neighbours(part: &Path) -> Vec<PathBuf> {
    let folder = files::parent(part);
    let mut found: Vec<PathBuf> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(part.with_file_name(entry.ok()?.file_name())))
        .filter(|path| path != part && path.extension() == part.extension())
        // A pipe would keep the reader waiting.
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.retain(|path| {
        files::read(path, Limits::DEFAULT.file_bytes)
            .is_ok_and(|bytes| bytes.windows(8).any(|word| word == b"rulebook"))
    });
    found
}

/// Whether a rulebook reads the file.
fn uses(rulebook: &Path, wanted: &Path) -> bool {
    gather(&Place::File(rulebook.to_owned())).is_ok_and(|(bundle, _)| {
        bundle.files.files().any(|(_, file)| {
            Path::new(&*file.name)
                .canonicalize()
                .is_ok_and(|path| path == wanted)
        })
    })
}

fn read_beside(path: &Path) -> Result<Vec<u8>, ReadProblem> {
    if !path.exists() {
        return Err(ReadProblem::Missing {
            near: files::near(path),
        });
    }
    if path.is_dir() {
        return Err(ReadProblem::Other("it is a folder".into()));
    }
    if !path.is_file() {
        return Err(ReadProblem::Other("it is not a regular file".into()));
    }
    files::read(path, Limits::DEFAULT.file_bytes)
        .map_err(|problem| ReadProblem::Other(problem.message))
}

/// `--param NAME=VALUE` as options of a check; names and values are for the check to judge.
pub(super) fn options(parameters: &[String]) -> Result<Options, Failure> {
    let mut options = Options {
        parameters: BTreeMap::new(),
    };
    let mut problems = Vec::new();
    for text in parameters {
        let Some((name, value)) = text.split_once('=') else {
            problems.push(
                wrong_parameter(format!("`--param {text}` gives no value"))
                    .help("write it as `--param NAME=VALUE`"),
            );
            continue;
        };
        let name = name.trim().to_owned();
        let old = options
            .parameters
            .insert(name.clone(), value.trim().to_owned());
        if old.is_some() {
            problems.push(wrong_parameter(format!("`--param {name}` is given twice")));
        }
    }
    if problems.is_empty() {
        Ok(options)
    } else {
        Err(problems.into())
    }
}

fn wrong_parameter(message: String) -> Diagnostic {
    Diagnostic::new("E0911", Severity::Error, message)
}

/// Adds texts and diagnostics of one run to those of others: the same text counts once, and so does the same problem.
pub(super) fn merge(
    into: &mut (SourceMap, Vec<Diagnostic>),
    sources: &SourceMap,
    diagnostics: Vec<Diagnostic>,
) {
    let mut moved: BTreeMap<FileId, FileId> = BTreeMap::new();
    for (id, file) in sources.files() {
        let same = into
            .0
            .files()
            .find(|(_, known)| known.name == file.name && known.text == file.text)
            .map(|(known, _)| known);
        let new = same.unwrap_or_else(|| into.0.add(file.clone()));
        moved.insert(id, new);
    }
    let key = |one: &Diagnostic| (one.code, one.span(), one.message.clone());
    let mut seen: BTreeSet<_> = into.1.iter().map(key).collect();
    let place = |file: &mut FileId| *file = moved.get(file).copied().unwrap_or(FileId(u32::MAX));
    for diagnostic in diagnostics {
        let diagnostic = diagnostic.moved(|span| place(&mut span.file));
        if seen.insert(key(&diagnostic)) {
            into.1.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{merge, options};
    use crate::base::{Diagnostic, FileId, SourceFile, SourceMap, Span};

    #[test]
    fn parameters_are_pairs_given_once() {
        let texts = |list: &[&str]| {
            list.iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        let good = options(&texts(&["a=1", "b = 2"])).map(|options| options.parameters.len());
        assert_eq!(good.ok(), Some(2));
        assert!(options(&texts(&["a"])).is_err());
        assert!(options(&texts(&["a=1", "a=2"])).is_err());
    }

    #[test]
    fn merging_keeps_places_and_counts_shared_files_once() {
        let mut all = (SourceMap::default(), Vec::new());
        let mut one = SourceMap::default();
        one.add(SourceFile::new("a", "aaa"));
        let shared = one.add(SourceFile::new("s", "sss"));
        let problem = Diagnostic::error("E0001", Span::new(shared, 0, 1), "x");
        merge(&mut all, &one, vec![problem.clone()]);
        let mut two = SourceMap::default();
        two.add(SourceFile::new("s", "sss"));
        let moved = Diagnostic::error("E0001", Span::new(FileId(0), 0, 1), "x");
        merge(&mut all, &two, vec![moved]);
        assert_eq!(all.0.files().count(), 2);
        assert_eq!(all.1, [problem]);
    }
}
