//! One run of the program: its streams, its look, and how it ends.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use super::args::{Colour, GlobalArgs};
use super::diagnostics::{self, Look, Report};
use super::files;
use crate::base::{Diagnostic, Severity, SourceMap, has_errors};

/// How a run ended; the number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Status {
    /// All went well.
    Done = 0,
    /// The tool worked, and the answer is bad news.
    BadNews = 1,
    /// The tool could not work: wrong usage, unreadable or wrong input.
    CouldNotWork = 2,
    /// The tool worked and found nothing bad, but could not tell everything.
    Undecided = 3,
}

/// Why a run could not go on.
#[derive(Debug)]
pub(super) enum Failure {
    /// Problems with the input, to be shown.
    Problems(Box<Problems>),
    /// Wrong usage.
    Usage(clap::Error),
    /// Whoever read the output went away.
    BrokenPipe,
}

/// Diagnostics with the texts their places point into.
#[derive(Debug, Default)]
pub(super) struct Problems {
    /// The texts.
    pub(super) sources: SourceMap,
    /// The diagnostics.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// How a verb ends.
pub(super) type Outcome = Result<Status, Failure>;

impl Failure {
    /// Problems whose places lie in `sources`.
    pub(super) fn at(sources: SourceMap, diagnostics: Vec<Diagnostic>) -> Self {
        Self::Problems(Box::new(Problems {
            sources,
            diagnostics,
        }))
    }
}

impl Failure {
    /// The same with a help more at the first problem of some codes.
    pub(super) fn with_help(
        mut self,
        codes: &[&str],
        help: impl FnOnce() -> Option<String>,
    ) -> Self {
        if let Self::Problems(problems) = &mut self {
            let mut all = problems.diagnostics.iter_mut();
            if let Some(first) = all.find(|one| codes.contains(&one.code)) {
                first.help.extend(help());
            }
        }
        self
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::at(SourceMap::default(), vec![diagnostic])
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self::at(SourceMap::default(), diagnostics)
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self::Usage(error)
    }
}

/// The streams of a run and how text on them looks.
#[derive(Clone, Debug)]
pub(super) struct Session {
    quiet: bool,
    /// How text on standard output looks.
    pub(super) out: Look,
    err: Look,
    terminal: bool,
}

impl Session {
    /// Looks at the terminal and the environment.
    pub(super) fn new(global: &GlobalArgs) -> Self {
        let terminal = std::io::stdout().is_terminal();
        Self {
            quiet: global.quiet,
            out: Look {
                colour: colour(global.color, terminal),
                width: width(terminal),
            },
            err: Look {
                colour: colour(global.color, std::io::stderr().is_terminal()),
                width: width(std::io::stderr().is_terminal()),
            },
            terminal,
        }
    }

    /// How data written to `output` looks: a file gets no colours and the width of a pipe.
    pub(super) fn look(&self, output: Option<&Path>) -> Look {
        match output {
            Some(_) => Look {
                colour: false,
                width: PIPE_WIDTH,
            },
            None => self.out,
        }
    }

    /// Whether standard output is a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Writes data: to a file as a whole or not at all, else to standard output.
    pub(super) fn write(&self, output: Option<&Path>, data: &str) -> Result<(), Failure> {
        let mut sink = Sink::new(output)?;
        sink.write(data.as_bytes())?;
        sink.finish()
    }

    /// Whether a line that changes may stand on standard error while data go to `output`.
    pub(super) fn shows_progress(&self, output: Option<&Path>) -> bool {
        let is_free = output.is_some() || !self.terminal;
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        !self.quiet && is_free && !dumb && std::io::stderr().is_terminal()
    }

    /// Says something beside the data, unless it is to be quiet.
    pub(super) fn say(&self, words: impl Display) {
        if !self.quiet {
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr().lock(), "{words}");
        }
    }

    /// Shows why a run could not go on. That there is an error is sure, so silence would be a fault of the program.
    pub(super) fn show_failure(&self, problems: &Problems) {
        self.show_problems(&problems.sources, &problems.diagnostics);
        if !has_errors(&problems.diagnostics) {
            let _ = writeln!(
                std::io::stderr().lock(),
                "error: the run ended without a result or a reason; this is a bug in hansei"
            );
        }
    }

    /// Shows diagnostics on standard error.
    pub(super) fn show_problems(&self, sources: &SourceMap, diagnostics: &[Diagnostic]) {
        let shown: Vec<Diagnostic> = diagnostics
            .iter()
            .filter(|diagnostic| !self.quiet || diagnostic.severity == Severity::Error)
            .cloned()
            .collect();
        if shown.is_empty() {
            return;
        }
        let text = diagnostics::text(&Report::new(sources, &shown), self.err);
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
}

/// Where data go as they come: to a file that is there as a whole or not at all, else to standard output.
#[derive(Debug)]
pub(super) enum Sink {
    /// Standard output.
    Out,
    /// A file.
    File(files::Growing),
}

/// Writes data to standard output at once: its own buffer hands on whole lines first, and what is killed between the two
/// leaves a last line that looks whole.
#[cfg(unix)]
fn at_once(data: &[u8]) -> std::io::Result<()> {
    use std::os::fd::AsFd as _;

    let mut out = std::io::stdout().lock();
    out.flush()?;
    let out = out.as_fd().try_clone_to_owned()?;
    std::fs::File::from(out).write_all(data)
}

/// Writes data to standard output.
#[cfg(not(unix))]
fn at_once(data: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(data).and_then(|()| out.flush())
}

impl Sink {
    /// Opens it.
    pub(super) fn new(output: Option<&Path>) -> Result<Self, Failure> {
        Ok(match output {
            None => Self::Out,
            Some(path) => Self::File(files::Growing::new(path)?),
        })
    }

    /// Takes some data.
    pub(super) fn write(&mut self, data: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Out => at_once(data).map_err(output_failure),
            Self::File(file) => file.write(data).map_err(Failure::from),
        }
    }

    /// Nothing more comes.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Out => Ok(()),
            Self::File(file) => file.finish().map_err(Failure::from),
        }
    }
}

/// A closed pipe ends the run quietly, everything else is a problem.
fn output_failure(error: std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Failure::BrokenPipe;
    }
    let words = files::reason(&error);
    Failure::from(Diagnostic::new(
        "E0906",
        Severity::Error,
        format!("cannot write to standard output: {words}"),
    ))
}

/// Columns where the output is no terminal: the same everywhere.
const PIPE_WIDTH: usize = 100;
/// Columns below which nothing is laid out narrower.
const NARROWEST: usize = 60;
/// Columns beyond which lines would be hard to read.
const WIDEST: usize = 140;

fn width(terminal: bool) -> usize {
    if !terminal {
        return PIPE_WIDTH;
    }
    let measured = terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    // Some terminals know no size, and shells then say it.
    let said = || std::env::var("COLUMNS").ok()?.trim().parse().ok();
    let columns = measured.or_else(said).filter(|columns| *columns > 0);
    columns.map_or(PIPE_WIDTH, |columns: usize| {
        columns.clamp(NARROWEST, WIDEST)
    })
}

/// `--color` first, then `NO_COLOR`, then `CLICOLOR_FORCE`, then whether somebody looks.
fn colour(choice: Colour, terminal: bool) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto if set("NO_COLOR") => false,
        Colour::Auto if std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0") => {
            true
        }
        Colour::Auto => terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}
