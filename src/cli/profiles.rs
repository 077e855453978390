//! Profiles from files, rows of tables or standard input, read for a rulebook. Evaluates nothing.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::args::SetArgs;
use super::files;
use super::form::Choice;
use super::pick;
use super::session::{Failure, Session};
use crate::base::{Diagnostic, FileId, Limits, Severity, SourceMap};
use crate::model::{Profile, Rulebook};
use crate::profile::table::{self, TABLES, Table};
use crate::profile::{self, Assignments, FORMATS, Format, Input, Names, Reading};

/// What reading one profile gave.
pub(super) struct Read {
    /// The profile, where it has no errors.
    pub(super) profile: Option<Profile>,
    /// What it is called, be it read or not.
    pub(super) id: String,
    /// The texts that the places of the diagnostics point into, the rulebook's included.
    pub(super) sources: SourceMap,
    /// All that is wrong or remarkable.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A format of input: of one profile, or of many.
#[derive(Clone, Copy, Debug)]
pub(super) enum InputFormat {
    /// Of one.
    Profile(&'static Format),
    /// Of many.
    Table(&'static Table),
}

impl Choice for InputFormat {
    fn name(&self) -> &'static str {
        match self {
            Self::Profile(format) => format.name,
            Self::Table(table) => table.name,
        }
    }
    fn about(&self) -> &'static str {
        match self {
            Self::Profile(_) => "",
            Self::Table(_) => "a table, one row per profile",
        }
    }
    fn endings(&self) -> &'static [&'static str] {
        match self {
            Self::Profile(format) => format.endings,
            Self::Table(table) => table.endings,
        }
    }
}

/// All formats of input.
pub(super) fn input_formats() -> &'static [InputFormat] {
    static ALL: OnceLock<Vec<InputFormat>> = OnceLock::new();
    ALL.get_or_init(|| {
        let profiles = FORMATS.iter().map(InputFormat::Profile);
        profiles
            .chain(TABLES.iter().map(InputFormat::Table))
            .collect()
    })
}

/// The format that `--input-format` names.
fn format(name: Option<&str>) -> Option<InputFormat> {
    let all = input_formats().iter().copied();
    name.and_then(|name| all.into_iter().find(|format| format.name() == name))
}

/// How a file that is a table is written; `None` where it is a profile.
fn table(path: &Path, format: Option<InputFormat>) -> Option<&'static Table> {
    match format {
        Some(InputFormat::Table(table)) => row(path, format).is_none().then_some(table),
        Some(InputFormat::Profile(_)) => None,
        None => table::table_by_ending(&files::shown(path)),
    }
}

/// A table and the name of a row in it, where a path such as `firms.csv#acme` means that.
fn row(path: &Path, format: Option<InputFormat>) -> Option<(PathBuf, String, &'static Table)> {
    let text = path.to_str().filter(|_| !path.exists())?;
    let mut found = text.match_indices('#').filter_map(|(at, sign)| {
        let (file, id) = (
            Path::new(text.get(..at)?),
            text.get(at.saturating_add(sign.len())..)?,
        );
        let table = match format {
            Some(InputFormat::Table(table)) => Some(table),
            Some(InputFormat::Profile(_)) => None,
            None => table::table_by_ending(text.get(..at)?),
        };
        Some((file.to_owned(), id.to_owned(), table?))
    });
    let first = found.next()?;
    match first.0.exists() {
        true => Some(first),
        false => found.find(|(file, ..)| file.exists()).or(Some(first)),
    }
}

/// The file of a path that may name a row of it.
pub(super) fn file_of(path: &Path) -> PathBuf {
    row(path, None).map_or_else(|| path.to_owned(), |(file, ..)| file)
}

/// What `--set` is called in places.
const SET: &str = "--set";

/// How profiles are read: for which facts, in which format, and what is set in each of them.
pub(super) struct Reader<'a> {
    names: Names<'a>,
    format: Option<InputFormat>,
    assignments: Assignments,
}

impl<'a> Reader<'a> {
    /// For profiles of a rulebook; that something is set wrongly ends the run.
    pub(super) fn new(
        rulebook: &'a Rulebook,
        format: Option<&str>,
        set: &SetArgs,
        session: &Session,
    ) -> Result<Self, Failure> {
        let names = Names::of(rulebook);
        let mut sources = rulebook.files.clone();
        let read = profile::assign(SET, &set.facts, next_file(&sources), &names);
        sources.add(read.source);
        let Some(assignments) = read.assignments else {
            return Err(Failure::at(sources, read.diagnostics));
        };
        session.show_problems(&sources, &read.diagnostics);
        Ok(Self {
            names,
            format: self::format(format),
            assignments,
        })
    }

    /// The names of the facts.
    pub(super) fn names(&self) -> &Names<'a> {
        &self.names
    }

    /// What is set in each of them.
    pub(super) fn assignments(&self) -> &Assignments {
        &self.assignments
    }

    /// How a file that is a table is written; `None` where it is a profile, be it a row of a table.
    pub(super) fn table(&self, path: &Path) -> Option<&'static Table> {
        table(path, self.format)
    }

    /// Reads one profile; `-` is standard input, and `FILE.csv#ID` a row of a table.
    pub(super) fn read(&self, path: &Path) -> Read {
        let mut read = self.of_file(path);
        if let Some(profile) = &mut read.profile {
            self.assignments.set(profile);
            read.id = profile.name.to_string();
        }
        read
    }

    /// As [`read`](Self::read), where a profile with errors ends the run. Without a path it is what is set, and no more.
    pub(super) fn one(
        &self,
        path: Option<&Path>,
        session: &Session,
    ) -> Result<(Profile, Read), Failure> {
        let mut read = match path {
            Some(path) => self.read(path),
            None => {
                session.say("no profile is named, so only what is set is known");
                self.nothing_else()
            }
        };
        match read.profile.take() {
            Some(profile) => {
                session.show_problems(&read.sources, &read.diagnostics);
                Ok((profile, read))
            }
            None => Err(Failure::at(read.sources, read.diagnostics)),
        }
    }

    /// As [`read`](Self::read), where the answers that can be read are kept although others cannot, with the text.
    pub(super) fn salvage(&self, path: &Path) -> (Read, String) {
        let (mut read, text) = self.of_file_with(path, profile::salvage);
        if let Some(profile) = &mut read.profile {
            self.assignments.set(profile);
        }
        (read, text)
    }

    fn nothing_else(&self) -> Read {
        let mut profile = Profile::empty("set", self.names.rulebook.facts.len());
        self.assignments.set(&mut profile);
        Read {
            id: profile.name.to_string(),
            profile: Some(profile),
            sources: self.names.rulebook.files.clone(),
            diagnostics: Vec::new(),
        }
    }

    fn of_file(&self, path: &Path) -> Read {
        self.of_file_with(path, profile::read_with).0
    }

    /// What a file says, and its text where it is no row of a table.
    fn of_file_with(
        &self,
        path: &Path,
        reading: fn(&Input<'_>, &Names<'_>) -> Reading,
    ) -> (Read, String) {
        if let Some((file, id, table)) = row(path, self.format) {
            return (pick::row(&file, table, &id, &self.names), String::new());
        }
        let id = id(path);
        let mut sources = self.names.rulebook.files.clone();
        let bytes = one_format(path, self.format)
            .and_then(|format| Ok((format, files::read(path, Limits::DEFAULT.profile_bytes)?)));
        let (format, bytes) = match bytes {
            Ok(found) => found,
            Err(problem) => {
                let read = Read {
                    profile: None,
                    id,
                    sources,
                    diagnostics: vec![problem],
                };
                return (read, String::new());
            }
        };
        let name = files::shown(path);
        let input = Input {
            name: &name,
            id_default: &id,
            file: next_file(&sources),
            bytes: &bytes,
            format,
        };
        let reading = reading(&input, &self.names);
        let text = reading.source.text.to_string();
        sources.add(reading.source);
        let read = Read {
            id: match &reading.profile {
                Some(profile) => profile.name.to_string(),
                None => id,
            },
            profile: reading.profile,
            sources,
            diagnostics: reading.diagnostics,
        };
        (read, text)
    }
}

/// The id under which a text will be added next.
pub(super) fn next_file(sources: &SourceMap) -> FileId {
    FileId(u32::try_from(sources.files().count()).unwrap_or(u32::MAX))
}

/// What a profile without an `id` is called.
pub(super) fn id(path: &Path) -> String {
    if path == Path::new(files::STDIN) {
        return "stdin".into();
    }
    path.file_stem()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// The format of one profile, where its ending is not to decide. A whole table is none, and standard input has no ending.
fn one_format(
    path: &Path,
    format: Option<InputFormat>,
) -> Result<Option<&'static Format>, Diagnostic> {
    let is_stdin = path == Path::new(files::STDIN);
    if table(path, format).is_some() {
        if !is_stdin {
            files::is_there(path)?;
        }
        return Err(no_row_named(path, is_stdin));
    }
    let format = match format {
        Some(InputFormat::Profile(format)) => Some(format),
        Some(InputFormat::Table(_)) | None => None,
    };
    let known =
        format.is_some() || !is_stdin || profile::format_by_ending(&files::shown(path)).is_some();
    if known {
        return Ok(format);
    }
    let names: Vec<&str> = input_formats().iter().map(Choice::name).collect();
    Err(Diagnostic::new(
        "E0909",
        Severity::Error,
        "the format of standard input is not known",
    )
    .help(format!(
        "specify it with `--input-format`: {}",
        names.join(", ")
    )))
}

fn no_row_named(path: &Path, is_stdin: bool) -> Diagnostic {
    let name = files::shown(path);
    let message = format!("`{name}` is a table, but one profile is needed");
    let problem = Diagnostic::new("E0919", Severity::Error, message);
    match is_stdin {
        true => problem.help("write it to a file, and name a row as `FILE.csv#ID`"),
        false => problem
            .help(format!(
                "name a row by its `id`, or by its number if it has none: `{name}#ID`"
            ))
            .help(format!("`hansei eval {name}` evaluates all rows")),
    }
}
