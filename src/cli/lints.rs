//! The lints of a rulebook as they are shown: with what the project file, the command line and comments say of them.

use std::ops::Range;
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command};
use toml::de::{DeTable, DeValue};

use super::load::Place;
use super::session::Failure;
use super::{catalogue, project};
use crate::analyze;
use crate::base::{CodeInfo, Diagnostic, Severity, Span, suggestion};
use crate::check::{Bundle, Checked};
use crate::lint::{self, Allowances, Level, Levels, Unnamed};

/// What is said of a rulebook besides its errors.
#[derive(Debug)]
pub struct Remarks {
    /// What its check and the lints found, without what comments allow, and what is wrong with those comments.
    pub found: Vec<Diagnostic>,
    /// Where the allowances that kept something from being said name their lint.
    pub used: Vec<Span>,
}

/// Adds to what a check found what the lints say of a rulebook without errors, and takes out what comments allow.
pub fn remarks(bundle: &Bundle, checked: Option<&Checked>, found: Vec<Diagnostic>) -> Remarks {
    let mut found = found;
    let mut reasoned = false;
    if let Some(checked) = checked {
        found.extend(lint::lint(&checked.rulebook));
        let more = analyze::lints::lint(checked);
        reasoned = more.is_some();
        found.extend(more.unwrap_or_default());
    }
    let codes: Vec<&CodeInfo> = catalogue::all().collect();
    let mut allowances = Allowances::of(&bundle.trees, &bundle.files, &codes);
    allowances.apply(&mut found);
    let removing = lint::LINTS.iter().filter(|lint| lint.removes);
    let removing: Vec<&str> = removing.map(|lint| lint.info.code).collect();
    lint::removals(&bundle.trees, &bundle.files, &removing, &mut found);
    let moving = analyze::lints::LINTS.iter().filter(|lint| lint.moves);
    let moving: Vec<&str> = moving.map(|lint| lint.info.code).collect();
    lint::moves(&bundle.trees, &bundle.files, &moving, &mut found);
    // Where there are errors, nobody looked for what lints are about.
    let needs_reason = |code: &str| analyze::lints::CODES.iter().any(|info| info.code == code);
    let rest = allowances.finish(|code| checked.is_some() && (reasoned || !needs_reason(code)));
    found.extend(rest.problems);
    Remarks {
        found,
        used: rest.used,
    }
}

/// `--allow`, `--warn` and `--deny`.
pub(super) fn arguments(command: Command) -> Command {
    let argument = |level: Level| {
        let (short, help) = match level {
            Level::Allow => ('A', "Hide a lint, named by its code or name"),
            Level::Warn => ('W', "Show a lint as a warning"),
            Level::Deny => ('D', "Make a lint fail the check"),
        };
        Arg::new(level.word())
            .long(level.word())
            .short(short)
            .value_name("LINT")
            .action(ArgAction::Append)
            .value_delimiter(',')
            .help(help)
            .help_heading("Lints (the last choice counts)")
    };
    command.args(Level::ALL.map(argument))
}

/// The levels that the command line chooses; where it names a lint several times, the last one counts.
pub(super) fn of_arguments(matches: &ArgMatches) -> Result<Levels, Failure> {
    let mut chosen: Vec<(usize, Level, &String)> = Vec::new();
    for level in Level::ALL {
        let words = matches.get_many(level.word()).into_iter().flatten();
        let places = matches.indices_of(level.word()).into_iter().flatten();
        chosen.extend(places.zip(words).map(|(at, word)| (at, level, word)));
    }
    chosen.sort_by_key(|(at, ..)| *at);
    let mut levels = Levels::default();
    let mut problems = Vec::new();
    for (_, level, word) in chosen {
        match named(word.trim()) {
            Ok(lint) => _ = levels.set(lint, level),
            Err(unnamed) => problems.push(unnamed.diagnostic("E0930", Severity::Error)),
        }
    }
    match problems.is_empty() {
        true => Ok(levels),
        false => Err(problems.into()),
    }
}

/// The levels for a rulebook: those of the nearest project file of its folder, the built-in one has none; what the command
/// line chooses comes before them.
pub(super) fn of_place(place: &Place, arguments: &Levels) -> Result<Levels, Failure> {
    let project = match place {
        Place::File(path) => project::levels_of(path.parent().unwrap_or(Path::new("")))?,
        Place::BuiltIn => Levels::default(),
    };
    Ok(project.with(arguments))
}

/// The levels that the table `[lints]` of a project file chooses, and what is wrong with it.
pub(super) fn of_table(
    table: &DeTable<'_>,
    place: &dyn Fn(Range<usize>) -> Span,
) -> (Levels, Vec<Diagnostic>) {
    let mut levels = Levels::default();
    let mut problems = Vec::new();
    for (key, value) in table {
        let word: &str = key.get_ref();
        let lint = match named(word) {
            Ok(lint) => lint,
            Err(unnamed) => {
                let problem = unnamed.diagnostic("E0907", Severity::Error);
                problems.push(problem.label(place(key.span()), ""));
                continue;
            }
        };
        let level = match value.get_ref() {
            DeValue::String(level) => Level::named(level).ok_or(Some(level)),
            _ => Err(None),
        };
        match level {
            Ok(level) => {
                if levels.set(lint, level).is_some() {
                    problems.push(twice(word, lint, place(key.span())));
                }
            }
            Err(level) => {
                let level = level.map(|level| &**level);
                problems.push(no_level((word, level), place(value.span())));
            }
        }
    }
    (levels, problems)
}

fn named(word: &str) -> Result<&'static CodeInfo, Unnamed> {
    let codes: Vec<&CodeInfo> = catalogue::all().collect();
    lint::named(word, &codes)
}

fn twice(word: &str, lint: &CodeInfo, span: Span) -> Diagnostic {
    let other = match lint.code.eq_ignore_ascii_case(word) {
        true => lint.name,
        false => lint.code,
    };
    let message = format!("`{word}` is set twice: `{other}` is the same lint");
    Diagnostic::error("E0907", span, message).help("keep one of them")
}

fn no_level((word, level): (&str, Option<&str>), span: Span) -> Diagnostic {
    let near = level.and_then(|level| suggestion(level, Level::ALL.map(Level::word)));
    let message = format!("`{word}` takes `allow`, `warn` or `deny`");
    Diagnostic::error("E0907", span, message)
        .help_if(near)
        .help("`allow` hides it, `warn` shows it, `deny` makes the check fail")
}
